"""What is kept of customers: the record and what reaches it, its changes, verifications, disclosures, offers, points, ends."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    ScalarSelect,
    String,
    Text,
    column,
    func,
    select,
    table,
)
from sqlalchemy.orm import Mapped, mapped_column

from t2r.database import Base, Json, Number, UtcDateTime, inside_json, word


def _of_customer(**more: Any) -> Mapped[str]:
    return mapped_column(ForeignKey("customer.id", ondelete="CASCADE"), **more)


def _of_interaction(**more: Any) -> Mapped[Any]:
    return mapped_column(ForeignKey("interaction.id", ondelete="CASCADE"), **more)


def _next_number() -> ScalarSelect[int]:
    newest = func.max(column("number", Integer))
    return select(func.coalesce(newest, 0) + 1).select_from(table("customer")).scalar_subquery()


class Status(StrEnum):
    """How the relationship stands (TMF629 `status`). A CRM may have words of its own beside these."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"


class Customer(Base):
    """A customer as TMF629 tells it: `body` has the attributes by their names there, but for `id`, `status` and `statusReason`.

    `version` counts the changes made here, `master_version` is the one that the operator's CRM gave, where that is the master.
    `number` counts customers in the order in which they came.
    """

    __tablename__ = "customer"

    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    master_version: Mapped[str | None] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(50), default=Status.ACTIVE, index=True)
    status_reason: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[dict[str, Any]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    number: Mapped[int] = mapped_column(Number, index=True, default=_next_number(), server_default="0")

    __table_args__ = (inside_json("ix_customer_body", "body"),)


class ReachKind(StrEnum):
    """By what a customer is found."""

    LINE = "line"  # a service's number: digits, with the country code
    PHONE = "phone"  # where the customer can be called: E.164 without the plus sign
    EMAIL = "email"
    PARTY = "party"  # the id of the person or organisation (TMF632)


class Reach(Base):
    """What a customer is found by, derived from the record."""

    __tablename__ = "customer_reach"

    customer_id: Mapped[str] = _of_customer(primary_key=True)
    kind: Mapped[ReachKind] = mapped_column(word(ReachKind), primary_key=True)
    value: Mapped[str] = mapped_column(String(320), primary_key=True)

    __table_args__ = (Index("ix_customer_reach_value", "kind", "value"),)


class Change(Base):
    """One attribute that was changed: from what to what, by whom, when and why."""

    __tablename__ = "customer_change"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    customer_id: Mapped[str] = _of_customer(index=True)
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(100))
    why: Mapped[str] = mapped_column(Text)
    field: Mapped[str] = mapped_column(String(100))
    old: Mapped[Any] = mapped_column(Json, nullable=True)
    new: Mapped[Any] = mapped_column(Json, nullable=True)


class Method(StrEnum):
    """How customers show who they are."""

    CODE = "code"
    QUESTIONS = "questions"


class Verdict(StrEnum):
    """How far a verification has come."""

    PENDING = "pending"
    PASSED = "passed"
    FAILED = "failed"
    EXPIRED = "expired"
    REPLACED = "replaced"  # by a later one of the same interaction


class Verification(Base):
    """An attempt of a customer to show who they are, in one interaction. Of a code only its hash is kept."""

    __tablename__ = "customer_verification"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    customer_id: Mapped[str] = _of_customer(index=True)
    interaction_id: Mapped[int] = _of_interaction(index=True)
    method: Mapped[Method] = mapped_column(word(Method))
    salt: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    hash: Mapped[bytes | None] = mapped_column(LargeBinary(64))
    questions: Mapped[list[str]] = mapped_column(Json)
    wrong: Mapped[int] = mapped_column(default=0)
    verdict: Mapped[Verdict] = mapped_column(word(Verdict), default=Verdict.PENDING)
    by: Mapped[str] = mapped_column(String(100))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Wrong(Base):
    """A wrong code or answer: those of a customer are counted over all interactions, so that no new one begins at nothing."""

    __tablename__ = "customer_wrong_answer"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    customer_id: Mapped[str] = _of_customer()
    verification_id: Mapped[int] = mapped_column(ForeignKey("customer_verification.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(100))

    __table_args__ = (Index("ix_customer_wrong_answer", "customer_id", "at"),)


class Disclosure(Base):
    """Personal data that was shown, by the names of its attributes: to whom, when, in which interaction, what for."""

    __tablename__ = "customer_disclosure"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    customer_id: Mapped[str] = _of_customer(index=True)
    interaction_id: Mapped[int | None] = mapped_column(ForeignKey("interaction.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(100))
    fields: Mapped[list[str]] = mapped_column(Json)
    why: Mapped[str] = mapped_column(Text)


class OfferKind(StrEnum):
    """What an offer is for."""

    RETENTION = "retention"
    LOYALTY = "loyalty"
    WIN_BACK = "winBack"


class OfferState(StrEnum):
    """What became of an offer."""

    MADE = "made"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Offer(Base):
    """An offer that was made to a customer, and what they said."""

    __tablename__ = "customer_offer"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    customer_id: Mapped[str] = _of_customer(index=True)
    kind: Mapped[OfferKind] = mapped_column(word(OfferKind))
    code: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    why: Mapped[str] = mapped_column(Text)
    state: Mapped[OfferState] = mapped_column(word(OfferState), default=OfferState.MADE)
    by: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_until: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LoyaltyEntry(Base):
    """Points of the loyalty scheme, given or spent."""

    __tablename__ = "loyalty_entry"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    customer_id: Mapped[str] = _of_customer(index=True)
    points: Mapped[int]
    reason: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(100))


class Termination(Base):
    """The end of a relationship: why, what was tried to keep the customer, and which attributes are erased when."""

    __tablename__ = "customer_termination"

    customer_id: Mapped[str] = _of_customer(primary_key=True)
    reason: Mapped[str] = mapped_column(String(60))
    words: Mapped[str] = mapped_column(Text)
    attempt: Mapped[dict[str, Any] | None] = mapped_column(Json)
    cease: Mapped[str] = mapped_column(String(36))  # the event that asks for the end of the services
    by: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    erase: Mapped[dict[str, str]] = mapped_column(Json)  # attribute -> moment, of what is still there
    next_erasure: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    kept_until: Mapped[datetime] = mapped_column(UtcDateTime)
