"""What is kept of cases: the case, its history and trace, actions under way, interactions, and events to be sent."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import Computed, Double, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from t2r.cases.codes import Level, Priority, Severity
from t2r.cases.status import Status
from t2r.database import NEVER_AGAIN, Base, Json, Number, UtcDateTime, inside_json, word


def _as_told(column: str) -> Computed:
    """The word of whoever wrote the ticket, or ours: what lists are filtered by."""
    return Computed(f"coalesce(ticket ->> '{column}', upper(substr({column}, 1, 1)) || substr({column}, 2))")


_BEHIND = text("traced > followed")
FILTERED = ("status", "ticket_type", "severity_word", "priority_word")  # what lists are filtered by, the newest first


class Kind(StrEnum):
    """What a case reports (TMF621 `ticketType`)."""

    CUSTOMER = "customerProblem"
    OUTAGE = "outage"  # a service problem, seen in the network or told by its operators, to which customers' cases are linked


class Case(Base):
    """A problem report.

    `version` counts its changes: each use case adds one, and a change of a version that is no longer the newest is refused.
    `traced` counts the events of its trace, `followed` those that its process (`t2r.problems.life`) has taken in: -1 before it begins,
    None once it is over. `words` are redacted; the customer's number is in `line` alone, and in `state`, the
    flow's state as its engine wrote it.
    """

    __tablename__ = "cases"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    traced: Mapped[int] = mapped_column(default=0)
    followed: Mapped[int | None] = mapped_column(default=-1, server_default="-1")
    kind: Mapped[Kind] = mapped_column(word(Kind), default=Kind.CUSTOMER)
    external_id: Mapped[str | None] = mapped_column(String(200), unique=True)
    request: Mapped[str | None] = mapped_column(String(64), unique=True)  # that opened it: the same one opens no second
    request_digest: Mapped[str | None] = mapped_column(String(64))
    words: Mapped[str] = mapped_column(Text)
    line: Mapped[str | None] = mapped_column(String(15), index=True)
    latitude: Mapped[float | None] = mapped_column(Double)
    longitude: Mapped[float | None] = mapped_column(Double)
    channel: Mapped[str] = mapped_column(String(50))
    owner: Mapped[str | None] = mapped_column(String(100))
    queue: Mapped[str | None] = mapped_column(String(200))

    status: Mapped[Status] = mapped_column(word(Status), default=Status.ACKNOWLEDGED)
    status_reason: Mapped[str] = mapped_column(Text, default="")
    severity: Mapped[Severity] = mapped_column(word(Severity))
    impact: Mapped[Level] = mapped_column(word(Level))
    urgency: Mapped[Level] = mapped_column(word(Level))
    priority: Mapped[Priority] = mapped_column(word(Priority))

    parent_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    outage: Mapped[str | None] = mapped_column(String(200), unique=True)  # of the outage's own case, while it lasts
    say: Mapped[str] = mapped_column(Text, default="")
    expected_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    doubt: Mapped[dict[str, Any] | None] = mapped_column(Json)  # the question that parts the flows it may be
    flow: Mapped[str | None] = mapped_column(String(100))
    outcome: Mapped[str | None] = mapped_column(String(50))
    state: Mapped[dict[str, Any] | None] = mapped_column(Json, deferred=True)

    cause: Mapped[str | None] = mapped_column(String(60))
    resolution: Mapped[str | None] = mapped_column(String(60))
    resolution_note: Mapped[str] = mapped_column(Text, default="")
    learned: Mapped[bool] = mapped_column(default=False)
    came_back: Mapped[bool] = mapped_column(default=False)  # within seven days, as another case

    ticket: Mapped[dict[str, Any] | None] = mapped_column(Json)  # what a trouble ticket carries beside (TMF621)
    problem: Mapped[dict[str, Any] | None] = mapped_column(Json)  # what a service problem carries beside (TMF656)
    ticket_type: Mapped[str | None] = mapped_column(
        Text, Computed("coalesce(ticket ->> 'ticketType', kind)"), deferred=True
    )
    severity_word: Mapped[str | None] = mapped_column(Text, _as_told("severity"), deferred=True)
    priority_word: Mapped[str | None] = mapped_column(Text, _as_told("priority"), deferred=True)

    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # since when it has its status
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    history: Mapped[list[StatusChange]] = relationship(order_by="StatusChange.id", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012 - as SQLAlchemy wants it
    __table_args__ = (
        Index("ix_cases_status", "status", "id"),
        Index("ix_cases_owner", "owner", "status"),
        Index("ix_cases_opened_at", "opened_at", "id"),
        Index("ix_cases_updated_at", "updated_at", "id"),
        Index("ix_cases_status_at", "status_at"),
        Index("ix_cases_words", "words", postgresql_using="hash"),
        Index("ix_cases_channel", "channel"),
        Index("ix_cases_expected_at", "expected_at"),
        Index("ix_cases_resolved_at", "resolved_at"),
        Index("ix_cases_filtered", *FILTERED),  # several at once; small, as there are few of each
        *(Index(f"ix_cases_{word}_opened", word, "opened_at", "id") for word in FILTERED),
        *(Index(f"ix_cases_{word}_updated", word, "updated_at", "id") for word in ("status", "ticket_type")),
        Index("ix_cases_behind", "id", sqlite_where=_BEHIND, postgresql_where=_BEHIND),
        inside_json("ix_cases_ticket", "ticket"),
        NEVER_AGAIN,
    )


class StatusChange(Base):
    """A step of a case's life (TMF621 `statusChangeHistory`)."""

    __tablename__ = "case_status"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[Status] = mapped_column(word(Status))
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(100))


class TraceEvent(Base):
    """A step that was taken, never changed afterwards: the database refuses it.

    `who` is A (automated), M (manual) or AM (both); `body` holds what the kind of step has beside: values, reasons, sources.
    """

    __tablename__ = "case_trace"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(100))
    who: Mapped[str] = mapped_column(String(2))
    what: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(200))
    etom: Mapped[str] = mapped_column(String(30))
    body: Mapped[dict[str, Any]] = mapped_column(Json)


class ActionState(StrEnum):
    """How far an action has come."""

    INTENDED = "intended"  # decided; called, or about to be: nobody knows until it is recorded
    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"


class Action(Base):
    """A change for the customer: written down before it is called, so that none is repeated for want of a record."""

    __tablename__ = "case_action"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    call_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    tool: Mapped[str] = mapped_column(String(200))
    arguments: Mapped[dict[str, Any]] = mapped_column(Json)
    state: Mapped[ActionState] = mapped_column(word(ActionState))
    by: Mapped[str] = mapped_column(String(100))
    intended_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str | None] = mapped_column(Text)


class Direction(StrEnum):
    """Who began an interaction (TMF683 `direction`)."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class Outcome(StrEnum):
    """How an interaction ended."""

    COMPLETED = "completed"
    ABANDONED = "abandoned"  # the customer gave up before anybody answered
    TIMED_OUT = "timed_out"  # nobody went on with it
    CONTINUED = "continued"  # it turned out to be a part of another one


class Interaction(Base):
    """A contact with a customer (TMF683 party interaction); over when it has an end.

    `reason`, `description` and `transcript` are redacted. `active_at` is when something was last heard of it.
    """

    __tablename__ = "interaction"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    external_id: Mapped[str | None] = mapped_column(String(200), unique=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id", ondelete="SET NULL"), index=True)
    channel: Mapped[str] = mapped_column(String(50))
    direction: Mapped[Direction] = mapped_column(word(Direction))
    reason: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text, default="")
    transcript: Mapped[str] = mapped_column(Text, default="", deferred=True)
    outcome: Mapped[Outcome | None] = mapped_column(word(Outcome))
    wrap_up: Mapped[str | None] = mapped_column(String(60))
    line: Mapped[str | None] = mapped_column(String(15), index=True)
    agent: Mapped[str] = mapped_column(String(100))
    body: Mapped[dict[str, Any] | None] = mapped_column(Json)  # what a party interaction carries beside (TMF683)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    active_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    continued_in_id: Mapped[int | None] = mapped_column(ForeignKey("interaction.id", ondelete="SET NULL"), index=True)

    notes: Mapped[list[InteractionEntry]] = relationship(
        primaryjoin="and_(Interaction.id == InteractionEntry.interaction_id, InteractionEntry.what == 'note')",
        order_by="InteractionEntry.id",
        viewonly=True,
    )

    __table_args__ = (NEVER_AGAIN,)


class InteractionEntry(Base):
    """Something that was said, done or changed in an interaction; only ever added. `text` is redacted."""

    __tablename__ = "interaction_entry"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    interaction_id: Mapped[int] = mapped_column(ForeignKey("interaction.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(100))
    what: Mapped[str] = mapped_column(String(30))
    text: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)


class OutboxEvent(Base):
    """An event that was written with the change it tells of, to be sent to others; `envelope` is in the words of TMF688."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    event_id: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid4()))
    key: Mapped[str] = mapped_column(String(200))  # events of one key are sent in order
    type: Mapped[str] = mapped_column(String(100))
    topic: Mapped[str] = mapped_column(String(60))  # the resource that it tells of
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    envelope: Mapped[dict[str, Any]] = mapped_column(Json)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)  # when it was given out to subscribers

    __table_args__ = (Index("ix_outbox_topic", "topic", "id"), NEVER_AGAIN)
