"""What is kept of the operator's systems: how each stands, and what of ours it has, or is still to be told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from t2r.database import Base, Json, Number, UtcDateTime


class OperatorSystem(Base):
    """A system: when it answered and failed last, since when it fails, and when it is asked next."""

    __tablename__ = "operator_system"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failures: Mapped[int] = mapped_column(default=0)  # in a row
    error: Mapped[str] = mapped_column(Text, default="")
    retry_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # until then nothing is sent
    poll_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when it is asked for what is new
    read_to: Mapped[datetime | None] = mapped_column(UtcDateTime)  # by its own clock: what is older has been read
    subscriptions: Mapped[dict[str, Any] | None] = mapped_column(Json)  # their ids, by the address that is told


class Copy(Base):
    """Something of ours (`ours`, an id) that a system has as `theirs`.

    It is due where `wanted` is ahead of `done`: it was written down that the two are to be made alike, and they have not been
    since. `key` is the reference by which that system knows it as ours, `base` what it said last, `told` what of ours it was told.
    """

    __tablename__ = "operator_copy"

    number: Mapped[int] = mapped_column(Number, primary_key=True)
    system: Mapped[str] = mapped_column(String(40))
    ours: Mapped[str] = mapped_column(String(200))
    theirs: Mapped[str | None] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(100))
    base: Mapped[dict[str, Any] | None] = mapped_column(Json)
    told: Mapped[dict[str, Any] | None] = mapped_column(Json)
    notes: Mapped[dict[str, Any] | None] = mapped_column(
        Json
    )  # which of our notes is which of theirs, and which are theirs
    wanted: Mapped[int] = mapped_column(default=1)
    done: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)  # one process has it in hand
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when it was first tried to make theirs
    attempts: Mapped[int] = mapped_column(default=0)  # since it was alike last
    error: Mapped[str] = mapped_column(Text, default="")
    conflict: Mapped[str] = mapped_column(Text, default="")  # the attributes in which their word was taken over ours

    __table_args__ = (
        UniqueConstraint("system", "ours"),
        Index("ix_operator_copy_theirs", "system", "theirs"),
        Index("ix_operator_copy_due", "system", "due_at"),
    )
