"""How an order is changed: taken for it, stepped through its states, and every change noted in its history and told to others."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from t2r.cases.changing import SYSTEM, Etom, Who, note
from t2r.cases.tables import Case
from t2r.orders.errors import NoSuchOrderError
from t2r.orders.events import OrderEvent, tell, tell_milestone
from t2r.orders.status import ITEM_FOLLOWING, OrderKind, State, check_transition
from t2r.orders.tables import Item, Order, OrderChange


def find(session: Session, id: int) -> Order:
    """The order. Raises NoSuchOrderError."""
    order = session.get(Order, id)
    if order is None:
        raise NoSuchOrderError(id)
    return order


def take(session: Session, id: int, at: datetime) -> Order:
    """The order, to be changed by this transaction alone; its version goes up by one. Raises NoSuchOrderError."""
    query = select(Order).where(Order.id == id).with_for_update().options(undefer(Order.instance))
    order = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if order is None:
        raise NoSuchOrderError(id)
    touch(order, at)
    return order


def touch(order: Order, at: datetime) -> None:
    """It is changed now."""
    order.version += 1
    order.updated_at = at


def record(
    session: Session, order: Order, what: str, by: str, at: datetime, *, item: Item | None = None, reason: str = ""
) -> OrderChange:
    """Add a change to the history of the order or of one of its items."""
    state = order.state if item is None else item.state
    entry = OrderChange(order_id=order.id, at=at, what=what, state=state, reason=reason, by=by)
    entry.item = None if item is None else item.id
    session.add(entry)
    return entry


def become(session: Session, order: Order, state: State, at: datetime, by: str = SYSTEM, reason: str = "") -> None:
    """Change the order's state, with its history and event, and a line in the trace of the case it came from.

    Raises OrderTransitionError.
    """
    check_transition(order.state, state)
    order.state, order.reason = state, reason
    if state.is_final:
        order.ended_at, order.ready, order.due_at, order.jeopardy_at = at, False, None, None
    reached = record(session, order, "state", by, at, reason=reason)
    tell(session, order, OrderEvent.STATE, at)
    tell_milestone(session, order, reached, at)
    if state is State.PENDING:
        missing = [reason for item in order.items for reason in item.reasons]
        tell(session, order, OrderEvent.INFORMATION, at, note=[{"text": str(each["reason"])} for each in missing])
    _note(session, order, by, at)


def item_becomes(
    session: Session, order: Order, item: Item, state: State, at: datetime, by: str = SYSTEM, reason: str = ""
) -> None:
    """Change an item's state, with its history. Nothing happens where it is that already. Raises OrderTransitionError."""
    if item.state is state:
        return
    check_transition(item.state, state, ITEM_FOLLOWING)
    item.state = state
    record(session, order, "state", by, at, item=item, reason=reason)


def follow_parts(session: Session, order: Order, at: datetime) -> None:
    """Have the items that were taken apart stand as their parts do."""
    for item in order.items:
        states = {part.state for part in order.items if part.parent == item.id}
        if not states or item.state.is_final:
            continue
        state = _of_parts(order.kind, states)
        if state is not item.state and state not in ITEM_FOLLOWING[item.state]:
            item_becomes(session, order, item, State.IN_PROGRESS, at)
        item_becomes(session, order, item, state, at)


def _of_parts(kind: OrderKind, states: set[State]) -> State:
    """One part that waits for information, or for people, keeps the whole; with a part that was given up it is not complete."""
    if len(states) == 1:
        return next(iter(states))
    for state in (State.PENDING, State.HELD):
        if state in states:
            return state
    if not all(state.is_final for state in states):
        return State.IN_PROGRESS
    if State.COMPLETED in states:
        return State.PARTIAL if kind is OrderKind.SERVICE else State.FAILED  # which TMF641 alone has of an item
    return State.CANCELLED if State.CANCELLED in states else State.FAILED


def _note(session: Session, order: Order, by: str, at: datetime) -> None:
    if order.case_id is None and order.ticket_id is None:
        return
    for id in {each for each in (order.case_id, order.ticket_id) if each is not None}:
        case = session.get(Case, id, with_for_update=True)
        if case is not None:
            who = Who.AUTOMATED if by == SYSTEM else Who.MANUAL
            body = {"value": order.state.value, "reason": order.reason}
            note(session, case, "order", by, at, name=str(order.id), who=who, etom=Etom.COORDINATE, body=body)
