"""What is kept for the TM Forum APIs: resources without a home of their own, who wants which events, and what is still to be sent."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from t2r.database import NEVER_AGAIN, Base, Json, Number, UtcDateTime, inside_json


def new_id() -> str:
    """An id that nobody else gives."""
    return str(uuid4())


class Record(Base):
    """A resource of an API for which there is nothing else here; `body` is all of it but `href`."""

    __tablename__ = "tmf_record"

    number: Mapped[int] = mapped_column(Number, primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))  # the resource's name: alarm, customer
    id: Mapped[str] = mapped_column(String(200), default=new_id)
    version: Mapped[int] = mapped_column(default=1)
    body: Mapped[dict[str, Any]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when something is to be done with it

    __table_args__ = (
        UniqueConstraint("kind", "id"),
        Index("ix_tmf_record_kind", "kind", "number"),
        Index("ix_tmf_record_due", "kind", "due_at"),
        inside_json("ix_tmf_record_body", "body"),
        NEVER_AGAIN,
    )


class Subscription(Base):
    """Who is told of which events: `callback`, in the words of `api`, of those that `query` lets through, signed with `secret`."""

    __tablename__ = "tmf_subscription"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    api: Mapped[str] = mapped_column(String(40), index=True)  # TMF621-v5
    topics: Mapped[list[str] | None] = mapped_column(Json)  # the resources of which it is told; None: all
    callback: Mapped[str] = mapped_column(Text)
    query: Mapped[str] = mapped_column(Text, default="")
    secret: Mapped[str] = mapped_column(String(64))
    by: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Standing(StrEnum):
    """How far a delivery has come."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"  # tried often enough; it stays to be looked at


class Delivery(Base):
    """An event on its way to a subscriber. Those of one `key` reach a subscriber in their order."""

    __tablename__ = "tmf_delivery"

    number: Mapped[int] = mapped_column(Number, primary_key=True)
    event: Mapped[int] = mapped_column(ForeignKey("outbox.id", ondelete="CASCADE"), index=True)
    subscription: Mapped[str] = mapped_column(ForeignKey("tmf_subscription.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(200))
    standing: Mapped[str] = mapped_column(String(20), default=Standing.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    error: Mapped[str] = mapped_column(Text, default="")
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index("ix_tmf_delivery_due", "standing", "due_at"),
        Index("ix_tmf_delivery_key", "subscription", "key", "standing", "number"),
    )
