"""What is kept of problem management, beside the cases themselves."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from t2r.database import Base, Json, Number, UtcDateTime, word


def _of_case(**more: Any) -> Mapped[int]:
    return mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), **more)


class Life(Base):
    """How far a case has come in its process."""

    __tablename__ = "problem_life"

    case_id: Mapped[int] = _of_case(primary_key=True)
    process: Mapped[str] = mapped_column(String(100))
    state: Mapped[dict[str, Any]] = mapped_column(Json, deferred=True)
    next_due: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    ended: Mapped[bool] = mapped_column(default=False)


class Clock(Base):
    """A target time of a case. It stops when service is restored; a reopened case gets another."""

    __tablename__ = "problem_clock"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    case_id: Mapped[int] = _of_case(index=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    jeopardy_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    warned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    missed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stopped_by: Mapped[str] = mapped_column(String(30), default="")  # restored | cancelled

    __table_args__ = (Index("ix_problem_clock_running", "stopped_at", "due_at"),)


class Isolation(Base):
    """What was found to be the cause, or that none was found; an attempt that failed is followed by another."""

    __tablename__ = "problem_isolation"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    case_id: Mapped[int] = _of_case(index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(100))
    known: Mapped[bool]
    cause: Mapped[str] = mapped_column(String(200))
    domain: Mapped[str] = mapped_column(String(30))
    evidence: Mapped[list[str]] = mapped_column(Json)
    known_problem_id: Mapped[int | None] = mapped_column(ForeignKey("known_problem.id", ondelete="SET NULL"))


class Known(StrEnum):
    """Whether a known problem still happens."""

    OPEN = "open"
    FIXED = "fixed"


class KnownProblem(Base):
    """A symptom with its cause and what helps: a workaround until there is a fix."""

    __tablename__ = "known_problem"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    flow: Mapped[str | None] = mapped_column(String(100), index=True)
    symptom: Mapped[str] = mapped_column(Text)
    cause: Mapped[str] = mapped_column(String(200))
    workaround: Mapped[str] = mapped_column(Text, default="")
    fix: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[Known] = mapped_column(word(Known), default=Known.OPEN)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id", ondelete="SET NULL"))
    uses: Mapped[int] = mapped_column(default=0)
    by: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Progress(StrEnum):
    """How far an activity, a change or a service problem has come."""

    OPEN = "open"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Activity(Base):
    """A step of a restoration plan: it begins when the one before it is done."""

    __tablename__ = "problem_activity"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    case_id: Mapped[int] = _of_case(index=True)
    plan: Mapped[int]
    position: Mapped[int]
    node: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    assigned_to: Mapped[str] = mapped_column(String(100))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[Progress] = mapped_column(word(Progress), default=Progress.OPEN)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Handed(StrEnum):
    """To whom work is handed over."""

    CHANGE = "change"  # a controlled change is asked for
    SERVICE = "service"  # service operations have to restore it


class Handover(Base):
    """Work that others do for a case: a change request or a service problem, with the evidence it goes out with."""

    __tablename__ = "problem_handover"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    case_id: Mapped[int] = _of_case(index=True)
    kind: Mapped[Handed] = mapped_column(word(Handed))
    title: Mapped[str] = mapped_column(String(200))
    evidence: Mapped[list[str]] = mapped_column(Json)
    state: Mapped[Progress] = mapped_column(word(Progress), default=Progress.OPEN)
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expected_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    result: Mapped[str] = mapped_column(Text, default="")


class Contact(Base):
    """An attempt to reach the customer about a restoration, and what came of it."""

    __tablename__ = "problem_contact"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    case_id: Mapped[int] = _of_case(index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(100))
    channel: Mapped[str] = mapped_column(String(50))
    answered: Mapped[bool]
    agrees: Mapped[bool | None]
    satisfaction: Mapped[int | None]  # 1 to 5
    comment: Mapped[str] = mapped_column(Text, default="")


class Review(Base):
    """The review of a major problem: what happened, why, what was learned, who does what."""

    __tablename__ = "problem_review"

    case_id: Mapped[int] = _of_case(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(100))
    what: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    lessons: Mapped[list[str]] = mapped_column(Json)
    actions: Mapped[list[dict[str, str]]] = mapped_column(Json)  # what, owner


class Improvement(Base):
    """An idea for doing better next time, and to whom it was sent."""

    __tablename__ = "problem_improvement"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    case_id: Mapped[int] = _of_case(index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text)
    sent_to: Mapped[str] = mapped_column(String(100))
    state: Mapped[Progress] = mapped_column(word(Progress), default=Progress.OPEN)
