"""Fallout: what a step that failed for good leaves to people, as a ticket that holds all they have to know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from knowledge import redact
from t2r.cases.changing import SYSTEM, Etom, Who, begin, note
from t2r.cases.codes import Level, Priority, Severity
from t2r.cases.tables import Case
from t2r.orders.events import APIS
from t2r.orders.tables import Order, Step

QUEUE = "order fallout"
BROKEN = "broken"  # in the history of an order that could not be worked on
URGENT = {0: Priority.CRITICAL, 1: Priority.HIGH, 2: Priority.MEDIUM}


def open_ticket(
    session: Session, order: Order, steps: Sequence[Step], failed: Sequence[Step], at: datetime, error: str = ""
) -> Case:
    """The ticket of an order's fault: a new one, or another line in the one that is still open.

    The fault is that of steps that `failed`, or of the order's work itself: then `error` says which.
    """
    case = None if order.ticket_id is None else session.get(Case, order.ticket_id, with_for_update=True)
    if case is None or not case.status.is_open:
        case = _case(order, _words(order, failed), at)
        begin(session, case, SYSTEM, at)
        order.ticket_id = case.id
    body = context(order, steps, failed) | ({"error": error} if error else {})
    note(session, case, "order", SYSTEM, at, name=str(order.id), who=Who.AUTOMATED, etom=Etom.COORDINATE, body=body)
    return case


def context(order: Order, steps: Sequence[Step], failed: Sequence[Step]) -> dict[str, Any]:
    """What has to be known of an order to set it going again; whom it is for is read in the order itself."""
    return {
        "value": order.state.value,
        "order": {
            "id": order.id,
            "kind": order.kind.value,
            "external_id": order.external_id,
            "priority": order.priority,
        },
        "items": [
            {"id": one.id, "product": one.product, "action": one.action.value, "state": one.state.value}
            for one in order.items
        ],
        "failed": [_told(step) for step in failed],
        "steps": [_told(step) for step in steps],
    }


def _told(step: Step) -> dict[str, Any]:
    told = {
        "seq": step.seq,
        "item": step.item,
        "node": step.node,
        "operation": step.operation,
        "state": step.state.value,
        "attempts": step.attempts,
        "error": redact(step.error).text if step.error else None,
        "key": step.key,
    }
    return {name: value for name, value in told.items() if value is not None}


def _words(order: Order, failed: Sequence[Step]) -> str:
    if not failed:
        return f"Order {order.id} cannot go on"
    first = failed[0]
    return f"Order {order.id}: {first.node} failed" + (f" at item {first.item}" if first.item else "")


def _case(order: Order, words: str, at: datetime) -> Case:
    reference = {
        "@type": "RelatedEntity",
        "@referredType": order.kind[0].upper() + order.kind[1:],
        "id": str(order.id),
        "href": f"{APIS[order.kind]}/{order.id}",
        "role": "order",
    }
    return Case(
        words=words,
        line=order.line,
        channel="order",
        queue=QUEUE,
        severity=Severity.MAJOR,
        impact=Level.MEDIUM,
        urgency=Level.MEDIUM,
        priority=URGENT.get(order.priority, Priority.LOW),
        parent_id=None,
        ticket={"relatedEntity": [reference]},
        opened_at=at,
        updated_at=at,
    )
