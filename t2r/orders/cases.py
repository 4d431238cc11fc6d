"""What the end of an order means for the case that it came from: what to tell the customer, and how the case may be closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from knowledge import redact
from t2r.cases.changing import SYSTEM, Etom, Who, become, note, take
from t2r.cases.codes import Codes
from t2r.cases.events import EventType, tell
from t2r.cases.status import Status
from t2r.cases.tables import Case, OutboxEvent
from t2r.orders.bench import OrderBench
from t2r.orders.catalogue import Mends
from t2r.orders.events import OrderEvent
from t2r.orders.status import OrderKind, State
from t2r.orders.tables import Order

ENDED = "order ended"  # the step of the case's trace
BACK = (Status.PENDING, Status.HELD)  # a case that waited for it is worked on again


def follow(session: Session, bench: OrderBench, codes: Codes, event: OutboxEvent, at: datetime) -> None:
    """Tell the case of an order that has come to its end, in the transaction that gives the event out.

    What is said and proposed there is for the agent: the case is not resolved before the customer has said that it works.
    """
    if event.topic not in list(OrderKind) or not event.type.endswith(OrderEvent.STATE):
        return
    told = event.envelope["event"][event.topic]
    state = State(told["state"])
    order = session.get(Order, int(told["id"])) if state.is_final else None
    if order is None or order.case_id is None:
        return
    known = session.get(Case, order.case_id)
    if known is None or not known.status.is_open:
        return
    case = take(session, order.case_id, at)
    title = _title(bench, order)
    if state is State.COMPLETED:
        case.say = f"Your order {order.id} ({title}) is done. Does it work for you now?"
        proposed = _propose(case, _mends(bench, order), codes)
    else:
        why = redact(order.reason).text if order.reason else ""
        case.say = f"Your order {order.id} ({title}) was not carried out. We look for another way."
        proposed = {"reason": why} if why else {}
    if case.status in BACK and case.parent_id is None:
        become(session, case, Status.IN_PROGRESS, SYSTEM, at, reason=f"order {order.id} is {state}")
    body = {"value": state.value, **proposed}
    note(session, case, ENDED, SYSTEM, at, name=str(order.id), who=Who.AUTOMATED, etom=Etom.COORDINATE, body=body)
    tell(session, case, EventType.CHANGED, at)


def _propose(case: Case, mends: Mends | None, codes: Codes) -> dict[str, Any]:
    """The codes with which the case may be closed, where the catalogue says them and the operator has them."""
    if mends is None or mends.resolution not in codes.resolutions:
        return {}
    case.resolution = mends.resolution
    if mends.cause in codes.causes:
        case.cause = mends.cause
    return {"proposed": {"cause": case.cause, "resolution": case.resolution}}


def _mends(bench: OrderBench, order: Order) -> Mends | None:
    products = (bench.catalogue.products.get(item.product) for item in order.items)
    return next((one.mends for one in products if one is not None and one.mends is not None), None)


def _title(bench: OrderBench, order: Order) -> str:
    first = order.items[0].product
    catalogue = bench.catalogue
    entry = catalogue.products.get(first) or catalogue.services.get(first) or catalogue.resources.get(first)
    return first if entry is None else entry.title
