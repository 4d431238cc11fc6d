"""Capture: an order comes in once, whatever its channel, however often it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge import redact
from t2r.cases.changing import Etom, note
from t2r.cases.tables import Case
from t2r.customers.tables import Customer, Status
from t2r.orders.bench import OrderBench
from t2r.orders.changing import record
from t2r.orders.decomposing import Unit, decompose
from t2r.orders.errors import OrderConflictError, OrderRefusedError, OrderTakenError
from t2r.orders.events import OrderEvent, tell, tell_milestone
from t2r.orders.fulfilling import ready
from t2r.orders.status import Action, State
from t2r.orders.tables import Item, Order
from t2r.orders.wishes import QUANTITY, OrderWish

PRIORITIES = range(5)


def capture(session: Session, bench: OrderBench, wish: OrderWish, by: str) -> tuple[Order, bool]:
    """Take an order in; the order, and whether it is new. The same one sent again is the order that it made.

    Raises OrderRefusedError for what cannot be ordered, OrderTakenError for an external id that another order has,
    OrderConflictError for new business of a customer who has left.
    """
    if (known := _captured_before(session, wish)) is not None:
        return known, False
    _check_customer(session, wish)
    units = decompose(bench.catalogue, wish.kind, wish.items)
    if wish.priority is not None and wish.priority not in PRIORITIES:
        raise OrderRefusedError("priority", "is 0, the most urgent, to 4")
    case = None
    if wish.case_id is not None:
        case = session.get(Case, wish.case_id, with_for_update=True)
        if case is None:
            raise OrderRefusedError("case", f"there is no case {wish.case_id}")
    at = bench.now()
    order = _order(wish, at)
    order.items = items_of(units)
    if wish.promised_at is not None:
        order.jeopardy_at = max(at, wish.promised_at - bench.jeopardy)
    ready(bench, order, at)
    try:
        with session.begin_nested():
            session.add(order)
            session.flush()
    except IntegrityError:  # another one came at the same time
        if (known := _captured_before(session, wish)) is None:
            raise
        return known, False
    reached = record(session, order, "state", by, at)
    tell(session, order, OrderEvent.CREATED, at)
    tell_milestone(session, order, reached, at)
    if case is not None:
        note(
            session, case, "order", by, at, name=str(order.id), etom=Etom.COORDINATE, body={"value": order.state.value}
        )
    return order, True


def _captured_before(session: Session, wish: OrderWish) -> Order | None:
    if wish.external_id is None:
        return None
    query = select(Order).where(Order.kind == wish.kind, Order.external_id == wish.external_id)
    known = session.scalars(query).one_or_none()
    if known is not None and known.digest != wish.digest:
        raise OrderTakenError(f"external_id: order {known.id}, which says something else, has it already")
    return known


def _check_customer(session: Session, wish: OrderWish) -> None:
    """Who has left orders nothing; what they have may still cease. A customer of another system's may not be known here."""
    customer = None if wish.customer is None else session.get(Customer, wish.customer)
    is_new = any(item.action is not Action.DELETE for item in wish.items)
    if customer is not None and customer.status == Status.TERMINATED and is_new:
        raise OrderConflictError(f"customer {wish.customer} has left, and orders nothing")


def _order(wish: OrderWish, at: datetime) -> Order:
    return Order(
        kind=wish.kind,
        external_id=wish.external_id,
        digest=wish.digest,
        state=State.ACKNOWLEDGED,
        customer=wish.customer,
        customer_type=wish.customer_type,
        line=wish.line,
        place=wish.place,
        channel=wish.channel,
        description=redact(wish.description).text if wish.description else "",
        body=dict(wish.body) or None,
        reason="",
        case_id=wish.case_id,
        wanted=wish.priority,
        outage=False,
        version=1,
        run=0,
        captured_at=at,
        updated_at=at,
        start_at=wish.start_at,
        promised_at=wish.promised_at,
    )


def items_of(units: Sequence[Unit]) -> list[Item]:
    """The items of units, in their order."""
    items = []
    for position, unit in enumerate(units):
        wish = unit.wish if unit.parent is None else replace(unit.wish, quantity=1)
        body = dict(wish.body) | ({QUANTITY: wish.quantity} if wish.quantity != 1 else {})
        items.append(
            Item(
                id=unit.id,
                position=position,
                parent=unit.parent,
                action=wish.action,
                product=unit.product,
                state=State.ACKNOWLEDGED,
                characteristics=dict(wish.characteristics),
                relies_on=list(unit.relies_on),
                reasons=[],
                parts=[dict(part) for part in unit.parts],
                process=unit.process,
                results={},
                revision=1,
                body=(body or None) if unit.parent is None else None,
            )
        )
    return items
