"""What can be seen of an order: its state and history, its process with what was passed and what it waits for, as TMF701 has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, undefer

from t2r.cases.events import iso
from t2r.orders.bench import OrderBench
from t2r.orders.changing import find
from t2r.orders.composing import Shape
from t2r.orders.fulfilling import is_amended, local
from t2r.orders.status import WORKED, State
from t2r.orders.tables import Order, OrderChange, Step, StepState
from t2r.processes.runner import NodeKind, Process

TASK_STATES = {  # TMF701 TaskFlowStateType
    StepState.EARLY: "acknowledged",
    StepState.CALLED: "active",
    StepState.WAITING: "active",
    StepState.FAILED: "held",
    StepState.DONE: "completed",
    StepState.SKIPPED: "completed",
    StepState.UNDOING: "active",
    StepState.STUCK: "held",
    StepState.UNDONE: "cancelled",
}

FLOW_STATES = {  # of the process flow; of all other states it is active
    State.HELD: "held",
    State.COMPLETED: "completed",
    State.CANCELLED: "cancelled",
    State.REJECTED: "cancelled",
    State.FAILED: "failed",
    State.PARTIAL: "failed",
}


@dataclass(frozen=True, slots=True)
class Awaited:
    """What an order waits for: an item's message or task of people's, a step that is tried again, or a moment."""

    item: str
    node: str
    name: str
    kind: str
    message: str | None
    due: datetime | None
    diagram_id: str


def look(session: Session, id: int) -> Order:
    """The order with its items. Raises NoSuchOrderError."""
    return find(session, id)


def history(session: Session, id: int) -> Sequence[OrderChange]:
    """The changes of an order and of its items, the first first. Raises NoSuchOrderError."""
    find(session, id)
    return session.scalars(select(OrderChange).where(OrderChange.order_id == id).order_by(OrderChange.id)).all()


def steps(session: Session, id: int) -> Sequence[Step]:
    """The steps of an order, in the order in which they began. Raises NoSuchOrderError."""
    find(session, id)
    return session.scalars(select(Step).where(Step.order_id == id).order_by(Step.seq)).all()


def of_case(session: Session, case_id: int) -> Sequence[Order]:
    """The orders that came from a case, and those whose fault it is the ticket of."""
    mine = or_(Order.case_id == case_id, Order.ticket_id == case_id)
    return session.scalars(select(Order).where(mine).order_by(Order.id)).all()


def process(bench: OrderBench, order: Order) -> Process | None:
    """The order's own process, with its diagram; None where it has not begun."""
    return None if order.shape is None else bench.composer.process(Shape.of_json(order.shape))


def awaited(session: Session, bench: OrderBench, id: int) -> list[Awaited]:
    """What an order waits for at this moment. Raises NoSuchOrderError."""
    order = session.get(Order, id, options=[undefer(Order.instance)], populate_existing=True) or find(session, id)
    if order.instance is None or order.state not in WORKED or is_amended(order):
        return []
    its = bench.composer.process(Shape.of_json(order.shape or {}))
    items = {item.scope: item.id for item in order.items if item.scope is not None}
    found = []
    for one in its.waiting_stored(order.instance):
        node = one.node
        item = "" if node.scope is None else items[node.scope]
        message = None if node.message is None else node.message.removeprefix(f"{node.scope}:")
        found.append(Awaited(item, local(node), node.name, node.kind.value, message, one.due, node.id))
    return found


def drawn(session: Session, bench: OrderBench, id: int) -> dict[str, Any]:
    """The order's diagram, with the nodes that were passed, those where it is, and those that failed, by their ids in it.

    Raises NoSuchOrderError.
    """
    order = find(session, id)
    its = process(bench, order)
    if its is None:
        return {"xml": None, "passed": [], "at": [], "failed": []}
    scopes = {item.id: item.scope for item in order.items if item.scope is not None}
    marks: dict[str, list[str]] = {"passed": [], "failed": []}
    for step in steps(session, id):
        node = step.node if step.item is None else f"item_{scopes.get(step.item)}_{step.node}"
        if node in its.nodes and step.run == order.run:
            if step.state in (StepState.DONE, StepState.SKIPPED):
                marks["passed"].append(node)
            elif step.state in (StepState.FAILED, StepState.STUCK):
                marks["failed"].append(node)
    now = [one.diagram_id for one in awaited(session, bench, id) if one.kind != NodeKind.BOUNDARY]
    return {"xml": its.xml.decode(), "at": [each for each in now if each not in marks["failed"]], **marks}


def process_flow(session: Session, bench: OrderBench, id: int) -> dict[str, Any]:
    """The order as a process flow with its task flows (TMF701). Raises NoSuchOrderError."""
    order = find(session, id)
    tasks = [_task(step) for step in steps(session, id)]
    return {
        "@type": "ProcessFlow",
        "id": str(order.id),
        "processFlowDate": iso(order.started_at),
        "state": FLOW_STATES.get(order.state, "active"),
        "relatedEntity": [{"id": str(order.id), "@referredType": order.kind.value, "role": "order"}],
        "taskFlow": tasks,
        "characteristic": [
            {"name": "awaited", "value": [_awaited(one) for one in awaited(session, bench, id)]},
        ],
    }


def timeline(session: Session, id: int) -> list[Mapping[str, Any]]:
    """Everything that happened to an order, in the order of time. Raises NoSuchOrderError."""
    told: list[tuple[datetime, int, Mapping[str, Any]]] = []
    for change in history(session, id):
        about = {"what": change.what, "item": change.item, "state": change.state.value, "reason": change.reason}
        told.append((change.at, 0, {"at": iso(change.at), "by": change.by, **about}))
    for step in steps(session, id):
        at = step.ended_at or step.began_at
        about = {"what": "step", "item": step.item, "node": step.node, "state": step.state.value, "reason": step.error}
        told.append((at, 1, {"at": iso(at), "by": step.by, **about}))
    return [entry for _, _, entry in sorted(told, key=lambda one: one[:2])]


def _task(step: Step) -> dict[str, Any]:
    told = {
        "@type": "TaskFlow",
        "id": str(step.seq),
        "name": step.node,
        "state": TASK_STATES[step.state],
        "taskFlowSpecification": step.operation or step.kind,
        "item": step.item,
        "startDate": iso(step.began_at),
        "completionDate": iso(step.ended_at),
        "attempts": step.attempts,
        "error": step.error or None,
        "retryDate": iso(step.retry_at),
    }
    return {name: value for name, value in told.items() if value is not None}


def _awaited(one: Awaited) -> dict[str, Any]:
    return {"item": one.item, "node": one.node, "name": one.name, "message": one.message, "due": iso(one.due)}
