"""What others are told of orders: events in the words of TMF622, TMF641 and TMF652, written with the change they tell of."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.cases.events import iso, put
from t2r.cases.tables import OutboxEvent
from t2r.orders.status import OrderKind
from t2r.orders.tables import Order, OrderChange

APIS = {
    OrderKind.PRODUCT: "/tmf-api/productOrderingManagement/v4/productOrder",
    OrderKind.SERVICE: "/tmf-api/serviceOrdering/v4/serviceOrder",
    OrderKind.RESOURCE: "/tmf-api/resourceOrderingManagement/v4/resourceOrder",
}


class OrderEvent(StrEnum):
    """What an event's name says after the kind of order. TMF641 alone has milestones and jeopardy: the first are told of service
    orders, the second of all three."""

    CREATED = "CreateEvent"
    CHANGED = "AttributeValueChangeEvent"
    STATE = "StateChangeEvent"
    INFORMATION = "InformationRequiredEvent"
    JEOPARDY = "JeopardyEvent"
    MILESTONE = "MilestoneEvent"


def tell(session: Session, order: Order, type: OrderEvent, at: datetime, **more: Any) -> None:
    """Put an event about the order, as it is now, into the outbox: those of one order are sent in order."""
    name = f"{order.kind[0].upper()}{order.kind[1:]}{type}"
    put(session, order.kind, name, str(order.id), thin(order) | more, at, key=f"order:{order.id}")


def tell_milestone(session: Session, order: Order, reached: OrderChange, at: datetime) -> None:
    """Tell of a state that a service order has reached; of other orders the change of state says it all."""
    if order.kind is OrderKind.SERVICE:
        session.flush()  # it has its id
        tell(session, order, OrderEvent.MILESTONE, at, milestone=[milestone(reached)])


def tell_jeopardy(session: Session, order: Order, warning: OrderChange, at: datetime) -> None:
    """Tell of a warning about a date."""
    session.flush()  # it has its id
    tell(session, order, OrderEvent.JEOPARDY, at, jeopardyAlert=[alert(warning)])


def milestone(reached: OrderChange) -> dict[str, str | None]:
    """A state that an order has reached, as a milestone of TMF641."""
    return {"id": str(reached.id), "name": reached.state.value, "milestoneDate": iso(reached.at), "status": "completed"}


def alert(warning: OrderChange) -> dict[str, str | None]:
    """A warning about the date of an order, or about a moment of one of its items, as a jeopardy alert of TMF641."""
    about = "promised date" if warning.item is None else f"item {warning.item}"
    told = {"id": str(warning.id), "name": about, "alertDate": iso(warning.at), "jeopardyType": "timeliness"}
    return told | {"message": warning.reason}


def tell_inventory(session: Session, topic: str, id: str, state: str, at: datetime, order: int, **more: Any) -> None:
    """Put an event about a `resource` or `service` into the outbox: what has become of it, for inventories elsewhere."""
    told = {"id": id, "state": state, "relatedOrder": str(order), **more}
    put(session, topic, f"{topic[0].upper()}{topic[1:]}StateChangeEvent", id, told, at, key=f"order:{order}")


def thin(order: Order) -> dict[str, Any]:
    """The order without what identifies the customer: whoever may know reads it by its `href`."""
    items = "orderItem" if order.kind is OrderKind.RESOURCE else f"{order.kind}Item"
    told = {
        "@type": f"{order.kind[0].upper()}{order.kind[1:]}",
        "id": str(order.id),
        "href": f"{APIS[order.kind]}/{order.id}",
        "externalId": order.external_id,
        "state": order.state.value,
        "priority": priority(order),
        "orderDate": iso(order.captured_at),
        "requestedCompletionDate": iso(order.promised_at),
        "completionDate": iso(order.ended_at),
        items: [
            {"id": item.id, "action": item.action.value, "state": item.state.value, **ordered(order.kind, item.product)}
            for item in order.items
            if item.parent is None
        ],
    }
    return {name: value for name, value in told.items() if value is not None}


def priority(order: Order) -> int | str:
    """The priority as its API has it: TMF652 with a number, the others with text."""
    return order.priority if order.kind is OrderKind.RESOURCE else str(order.priority)


def ordered(kind: OrderKind, product: str) -> dict[str, Any]:
    """What an item is of, where its API has that first."""
    match kind:
        case OrderKind.PRODUCT:
            return {"productOffering": {"id": product}}
        case OrderKind.SERVICE:
            return {"service": {"serviceSpecification": {"id": product}}}
        case OrderKind.RESOURCE:
            return {"resourceSpecification": {"id": product}}


def created(session: Session, order: Order) -> str:
    """The id of the event that has told of the order first."""
    query = select(OutboxEvent.event_id).where(OutboxEvent.key == f"order:{order.id}").order_by(OutboxEvent.id)
    return session.scalars(query.limit(1)).one()
