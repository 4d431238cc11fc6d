"""What is kept of orders: the order, its items, its history, the steps that were taken, and the embedded inventories."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from t2r.database import NEVER_AGAIN, Base, Json, Number, UtcDateTime, word
from t2r.orders.status import Action, OrderKind, State


def _of_order(**more: Any) -> Mapped[int]:
    return mapped_column(ForeignKey("orders.id", ondelete="CASCADE"), **more)


class Order(Base):
    """An order. What identifies the customer is in `customer`, `line`, `place` and the items' characteristics alone.

    `ready` orders are worked on, the one of the lowest `rank_at` first: when it was captured, and the patience that its priority
    gives it. `due_at` is when one that waits is ready again. `shape` says of which versions of which processes its own is made,
    `instance` how far that has come; `run` counts its instances: an amended order has another.
    """

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    kind: Mapped[OrderKind] = mapped_column(word(OrderKind), default=OrderKind.PRODUCT)
    version: Mapped[int] = mapped_column(default=1)
    external_id: Mapped[str | None] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    state: Mapped[State] = mapped_column(word(State), default=State.ACKNOWLEDGED)
    customer: Mapped[str | None] = mapped_column(String(200), index=True)
    customer_type: Mapped[str] = mapped_column(String(30), default="consumer")
    line: Mapped[str | None] = mapped_column(String(15), index=True)
    place: Mapped[str | None] = mapped_column(String(200), index=True)
    channel: Mapped[str] = mapped_column(String(50))
    description: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[dict[str, Any] | None] = mapped_column(Json)  # what an order of the API carries beside
    reason: Mapped[str] = mapped_column(Text, default="")  # of its state
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id", ondelete="SET NULL"), index=True)  # it came from
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id", ondelete="SET NULL"), index=True)  # its fault

    wanted: Mapped[int | None]  # the priority that somebody asked for, 0 is the highest
    priority: Mapped[int] = mapped_column(default=2)
    outage: Mapped[bool] = mapped_column(default=False)  # at its place
    ready: Mapped[bool] = mapped_column(default=False)
    rank_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    shape: Mapped[dict[str, Any] | None] = mapped_column(Json)
    instance: Mapped[dict[str, Any] | None] = mapped_column(Json, deferred=True)
    run: Mapped[int] = mapped_column(default=0)

    captured_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    start_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # not before
    promised_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    jeopardy_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when it is warned of; None once it was
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    items: Mapped[list[Item]] = relationship(
        order_by="Item.position", cascade="all, delete-orphan", lazy="selectin", passive_deletes=True
    )

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012 - as SQLAlchemy wants it
    __table_args__ = (
        UniqueConstraint("kind", "external_id"),
        Index("ix_orders_ready", "ready", "rank_at"),
        Index("ix_orders_due", "ready", "due_at"),
        Index("ix_orders_state", "state", "id"),
        Index("ix_orders_captured_at", "captured_at"),
        NEVER_AGAIN,
    )


class Item(Base):
    """An item of an order, or one of the parts that a bundle or a quantity was taken apart into (`parent`).

    `process` is the name of its process, `scope` its place in the order's. `parts` are the services and their resources.
    `results` is what its process has found and done. `revision` counts how often it was amended.
    """

    __tablename__ = "order_item"

    order_id: Mapped[int] = _of_order(primary_key=True)
    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    position: Mapped[int]
    parent: Mapped[str | None] = mapped_column(String(100))
    action: Mapped[Action] = mapped_column(word(Action))
    product: Mapped[str] = mapped_column(String(100))
    state: Mapped[State] = mapped_column(word(State), default=State.ACKNOWLEDGED)
    characteristics: Mapped[dict[str, Any]] = mapped_column(Json)
    relies_on: Mapped[list[str]] = mapped_column(Json)
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(Json)  # why it was rejected, or what is missing
    parts: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    process: Mapped[str | None] = mapped_column(String(100))
    scope: Mapped[str | None] = mapped_column(String(10))
    results: Mapped[dict[str, Any]] = mapped_column(Json)
    revision: Mapped[int] = mapped_column(default=1)
    body: Mapped[dict[str, Any] | None] = mapped_column(Json)


class OrderChange(Base):
    """A step of the life of an order, or of one of its items."""

    __tablename__ = "order_change"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    order_id: Mapped[int] = _of_order(index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    item: Mapped[str | None] = mapped_column(String(100))
    what: Mapped[str] = mapped_column(String(30))  # state | priority | amended | jeopardy | …
    state: Mapped[State] = mapped_column(word(State))
    reason: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[str] = mapped_column(String(100))


class StepState(StrEnum):
    """How far a step has come."""

    CALLED = "called"  # a port outside is called, or about to be: nobody knows until it is recorded
    EARLY = "early"  # a message that came before it was waited for: it is kept until then
    WAITING = "waiting"  # it failed, and is tried again
    FAILED = "failed"  # for good: people look after it
    DONE = "done"
    SKIPPED = "skipped"  # by hand: somebody else has done it
    UNDOING = "undoing"  # taking it back failed, and is tried again
    STUCK = "stuck"  # taking it back failed for good
    UNDONE = "undone"


class Step(Base):
    """A node of an order's process that was passed or is worked at. `key` is what the port knows it by, however often it is called."""

    __tablename__ = "order_step"

    order_id: Mapped[int] = _of_order(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    item: Mapped[str | None] = mapped_column(String(100))
    revision: Mapped[int]
    node: Mapped[str] = mapped_column(String(200))  # as the item's own process calls it
    visit: Mapped[int] = mapped_column(default=0)  # how often it had been passed before
    run: Mapped[int]  # the instance that passed it last
    kind: Mapped[str] = mapped_column(String(30))
    operation: Mapped[str | None] = mapped_column(String(100))
    undo: Mapped[str | None] = mapped_column(String(100))
    key: Mapped[str] = mapped_column(String(400))
    state: Mapped[StepState] = mapped_column(word(StepState))
    attempts: Mapped[int] = mapped_column(default=0)
    retry_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str] = mapped_column(Text, default="")
    before: Mapped[dict[str, Any]] = mapped_column(Json)  # what taking it back has to know
    given: Mapped[dict[str, Any]] = mapped_column(Json)
    by: Mapped[str] = mapped_column(String(100))
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


# The embedded inventories


class Stocked(StrEnum):
    """What a device, number or port is."""

    FREE = "free"
    RESERVED = "reserved"
    ASSIGNED = "assigned"
    RETIRED = "retired"


class Stock(Base):
    """A device (`model` says which), a number or a port. One that is reserved or assigned is held by one item of one order."""

    __tablename__ = "stock"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))  # device | number | port
    model: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(100))  # serial number, telephone number, name of the port
    state: Mapped[Stocked] = mapped_column(word(Stocked), default=Stocked.FREE)
    holder: Mapped[str | None] = mapped_column(String(400), index=True)  # the key of the step that reserved it
    line: Mapped[str | None] = mapped_column(String(15), index=True)  # whose it is
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)  # a reservation holds until then

    __table_args__ = (
        UniqueConstraint("kind", "name"),
        Index("ix_stock_free", "kind", "model", "state", "id"),
    )


class LineService(Base):
    """A service of a line in the network: what is active on it, with which values."""

    __tablename__ = "line_service"

    line: Mapped[str] = mapped_column(String(15), primary_key=True)
    service: Mapped[str] = mapped_column(String(100), primary_key=True)
    active: Mapped[bool]
    barred: Mapped[bool] = mapped_column(default=False)
    values: Mapped[dict[str, Any]] = mapped_column(Json)
    last_key: Mapped[str] = mapped_column(String(400), default="")  # of the step that changed it last
    before: Mapped[dict[str, Any] | None] = mapped_column(Json)  # what it was before that


class Slot(Base):
    """A time at which technicians can come to a place, and how many of them are taken."""

    __tablename__ = "appointment_slot"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    place: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)

    __table_args__ = (Index("ix_appointment_slot_place", "place", "starts_at"),)


class Appointment(Base):
    """A visit that was booked; one booking for one key."""

    __tablename__ = "appointment"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("appointment_slot.id"), index=True)
    key: Mapped[str] = mapped_column(String(400), unique=True)
    active: Mapped[bool] = mapped_column(default=True)


class Account(Base):
    """What a line's account owes and is overdue. A line without one owes nothing."""

    __tablename__ = "order_account"

    line: Mapped[str] = mapped_column(String(15), primary_key=True)
    owed: Mapped[int] = mapped_column(default=0)  # in hundredths
    blocked: Mapped[bool] = mapped_column(default=False)


class Charge(Base):
    """An amount that a line's account was charged or, below zero, given back; one for one key. Billing reads them as events."""

    __tablename__ = "charge"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    line: Mapped[str] = mapped_column(String(15), index=True)
    amount: Mapped[int]  # in hundredths
    key: Mapped[str] = mapped_column(String(400), unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
