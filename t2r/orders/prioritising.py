"""In which order orders are worked on: by a decision table, with a patience that no order is kept waiting beyond.

An order's rank is the moment of its capture and the patience of its priority. Waiting, all ranks come nearer at the same pace, so
that one of little urgency is overtaken only by those that come in within its patience: that is the bound of its ageing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.flows.tables import DecisionTable
from t2r.orders.changing import record, take, touch
from t2r.orders.events import OrderEvent, tell
from t2r.orders.status import OPEN
from t2r.orders.tables import Order

PORTION = 500


def prioritise(table: DecisionTable, order: Order, at: datetime) -> None:
    """Give the order the priority and rank that the table says. Raises TableError where it says none."""
    said = table.decide(facts(order, at))
    order.priority = int(said["priority"])
    order.rank_at = order.captured_at + timedelta(minutes=float(said["patience_minutes"]))


def facts(order: Order, at: datetime) -> Mapping[str, Any]:
    """What the table is asked about."""
    actions = {item.action.value for item in order.items if item.parent is None}
    return {
        "wanted": order.wanted,
        "customer_type": order.customer_type,
        "outage": order.outage,
        "hours_to_promise": None if order.promised_at is None else (order.promised_at - at) / timedelta(hours=1),
        "order_type": actions.pop() if len(actions) == 1 else "mixed",
        "size": sum(item.process is not None for item in order.items),
        "age_hours": (at - order.captured_at) / timedelta(hours=1),
    }


def set_priority(
    session: Session, table: DecisionTable, id: int, wanted: int | None, by: str, at: datetime, reason: str = ""
) -> Order:
    """Somebody asks for a priority, or takes that back: it counts at once. Raises NoSuchOrderError, TableError."""
    order = take(session, id, at)
    order.wanted = wanted
    _again(session, table, order, by, at, reason)
    return order


def outage(
    session: Session, table: DecisionTable, ids: Collection[int], begins: bool, by: str, at: datetime
) -> list[int]:
    """An outage begins or ends where these orders are for: those that are open get their new priority at once. Those that changed.

    One that is being worked on meanwhile is left out, and found again in the next round.
    """
    query = select(Order).where(Order.id.in_(ids), Order.state.in_(OPEN), Order.outage.is_not(begins))
    orders = list(session.scalars(query.order_by(Order.id).with_for_update(skip_locked=True)))
    for order in orders:
        touch(order, at)
        order.outage = begins
        _again(session, table, order, by, at, "outage" if begins else "outage over")
    return [order.id for order in orders]


def review(
    session: Session, table: DecisionTable, at: datetime, after: int = 0, soon: timedelta = timedelta(hours=24)
) -> tuple[int, int]:
    """Give a portion of the waiting orders whose promised date has come near, and that are not most urgent, their new priority.

    How many changed, and after which id the next portion begins: 0 where this was the last one.
    """
    near = (Order.ready.is_(True), Order.promised_at <= at + soon, Order.priority > 0, Order.id > after)
    ids = session.scalars(select(Order.id).where(*near).order_by(Order.id).limit(PORTION)).all()
    query = select(Order).where(Order.id.in_(ids), Order.ready.is_(True))
    changed = 0
    for order in session.scalars(query.order_by(Order.id).with_for_update(skip_locked=True)):
        before = order.priority
        if int(table.decide(facts(order, at))["priority"]) != before:
            touch(order, at)
            _again(session, table, order, "t2r", at, "promised date is near")
            changed += 1
    return changed, ids[-1] if len(ids) == PORTION else 0


def _again(session: Session, table: DecisionTable, order: Order, by: str, at: datetime, reason: str) -> None:
    before = order.priority
    prioritise(table, order, at)
    record(session, order, "priority", by, at, reason=f"{before} → {order.priority} {reason}".strip())
    tell(session, order, OrderEvent.CHANGED, at)
