"""What people and other systems do with an order under way: amend it, cancel it, tell it what it waits for, set it going again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import redact
from t2r.orders.bench import OrderBench
from t2r.orders.capturing import items_of
from t2r.orders.changing import become, item_becomes, record, take
from t2r.orders.composing import Shape
from t2r.orders.decomposing import ItemWish, decompose
from t2r.orders.errors import OrderConflictError, OrderRefusedError
from t2r.orders.events import OrderEvent, tell
from t2r.orders.fallout import BROKEN
from t2r.orders.fulfilling import (
    Fulfilment,
    amended,
    is_amended,
    keep,
    known_of,
    named,
    ready,
    resumed,
    take_back_amended,
    work,
)
from t2r.orders.ports import Call
from t2r.orders.status import WORKED, State
from t2r.orders.stepping import DONE, Steps
from t2r.orders.tables import Item, Order, OrderChange, StepState
from t2r.orders.validating import Verdict, validate
from t2r.orders.wishes import wish_of
from t2r.processes.runner import Node, NodeKind

Calls = list[tuple[int, Call]]  # what is to be made outside, after the transaction


def complete(
    session: Session,
    bench: OrderBench,
    id: int,
    item: str,
    what: str,
    data: Mapping[str, Any],
    by: str,
) -> tuple[Order, Calls]:
    """What an item waits for has come: a message (`device.delivered`), or a task of people's, by its name.

    A message that the item's process waits for later on is kept until then; the same one again changes nothing.
    Raises NoSuchOrderError, OrderConflictError where the item does not wait for it, and will not for the first time.
    """
    at = bench.now()
    order = take(session, id, at)
    if order.state.is_final or order.state in (State.ASSESSING, State.CANCELLING):
        raise OrderConflictError(f"order {id} is {order.state}: it waits for nothing")
    desk = Fulfilment(session, bench, order, at)
    waits: dict[str, Node] = {}
    if order.state in WORKED and not is_amended(order):
        instance = resumed(desk)
        for one in instance.waiting:
            node = one.node
            if node.scope is None or desk.items[node.scope].id != item:
                continue
            if node.kind in (NodeKind.USER, NodeKind.RECEIVE) or node.message is not None:
                waits |= dict.fromkeys(named(node), node)
        if what in waits:
            desk.tell_the_message(data, by)
            instance.complete(waits[what].id, data)
            return order, keep(desk, instance)
    if (later := _waited_for_later(desk, item, what)) is None:
        told = ", ".join(sorted(waits)) or "nothing from others"
        raise OrderConflictError(f"item {item} of order {id} does not wait for {what}; it waits for {told}")
    _keep_early(desk, *later, what, data, by)
    return order, []


def _waited_for_later(desk: Fulfilment, id: str, what: str) -> tuple[Item, Node] | None:
    """The item, and the node of its process that is to be told `what` and has not been reached yet."""
    order = desk.order
    item = next((one for one in order.items if one.id == id), None)
    if item is None or item.process is None or item.state.is_final:
        return None
    composer, begun = desk.bench.composer, item.scope is not None and not is_amended(order)
    digest = Shape.of_json(order.shape or {}).items[int(str(item.scope))] if begun else composer.newest(item.process)
    nodes = composer.deployments.version(digest).nodes.values()
    node = next((one for one in nodes if one.message is not None and what in (one.id, one.message)), None)
    passed = {one.node for one in desk.steps if one.item == id and one.revision == item.revision and one.state in DONE}
    return None if node is None or node.id in passed else (item, node)


def _keep_early(desk: Fulfilment, item: Item, node: Node, what: str, data: Mapping[str, Any], by: str) -> None:
    early = [one for one in desk.steps if one.state is StepState.EARLY and one.item == item.id]
    kept = next((one for one in early if one.node in (node.id, node.message)), None)
    if kept is not None and kept.given != dict(data):
        raise OrderConflictError(f"item {item.id} of order {desk.order.id} was told {what} already, and something else")
    if kept is None:
        desk.steps.keep_early(item, node, what, data, by)
        record(desk.session, desk.order, "early", by, desk.at, item=item, reason=what)


def retry(session: Session, bench: OrderBench, id: int, by: str, seq: int | None = None) -> Order:
    """The fault is mended: what has failed is tried again, all of it or one step, or the order itself where that could not go on.

    Raises OrderConflictError where nothing has failed.
    """
    at = bench.now()
    order = take(session, id, at)
    steps = Steps(session, bench, order, at)
    found = [one for one in steps if one.state in (StepState.FAILED, StepState.STUCK) and seq in (None, one.seq)]
    if not found and (seq is not None or not _is_broken(session, order)):
        raise OrderConflictError(f"order {id} has no step that failed")
    if not found:
        record(session, order, "retried", by, at)
    for step in found:
        step.state = StepState.UNDOING if step.state is StepState.STUCK else StepState.WAITING
        step.attempts, step.retry_at = min(step.attempts, 1), None  # what was tried may have had its effect
        record(session, order, "retried", by, at, reason=f"{step.item or 'order'}: {step.node}")
    ready(bench, order, at)
    return order


def _is_broken(session: Session, order: Order) -> bool:
    """Whether it could not be worked on, and is not over."""
    broken = select(OrderChange.id).where(OrderChange.order_id == order.id, OrderChange.what == BROKEN)
    return not order.state.is_final and session.scalar(broken.limit(1)) is not None


def done_by_hand(
    session: Session, bench: OrderBench, id: int, seq: int, given: Mapping[str, Any], by: str, reason: str = ""
) -> tuple[Order, Calls]:
    """Somebody has done what a step that failed was to do; `given` is what it would have given. Raises OrderConflictError."""
    at = bench.now()
    order = take(session, id, at)
    if order.state is State.CANCELLING or is_amended(order):
        steps = Steps(session, bench, order, at)
        stuck = next((one for one in steps if one.seq == seq and one.state is StepState.STUCK), None)
        if stuck is None:
            raise OrderConflictError(f"step {seq} of order {id} is not one whose taking back has failed")
        stuck.state, stuck.by, stuck.ended_at = StepState.UNDONE, by, at
        record(session, order, "by hand", by, at, reason=f"{stuck.node} {redact(reason).text}".strip())
        return order, work(session, bench, order, at)
    if order.state not in WORKED:
        raise OrderConflictError(f"order {id} is {order.state}: none of its steps has failed")
    desk = Fulfilment(session, bench, order, at)
    step = next((one for one in desk.steps if one.seq == seq and one.state is StepState.FAILED), None)
    if step is None:
        raise OrderConflictError(f"step {seq} of order {id} is not one that failed")
    instance = resumed(desk)
    desk.steps.end(step, given, by, StepState.SKIPPED)
    record(session, order, "by hand", by, at, reason=f"{step.node} {redact(reason).text}".strip())
    item = next((one for one in desk.items.values() if one.id == step.item), None)
    node = step.node if item is None else f"item_{item.scope}_{step.node}"
    instance.complete(node, given)
    return order, keep(desk, instance)


def cancel(session: Session, bench: OrderBench, id: int, by: str, reason: str = "") -> Order:
    """Cancel an order: at once where nothing was done, else everything that was done is taken back, the last first.

    Raises NoSuchOrderError, OrderConflictError where it is over.
    """
    at = bench.now()
    order = take(session, id, at)
    words = redact(reason).text if reason else ""
    if order.state in (State.ASSESSING, State.CANCELLING):
        return order
    if order.state.is_final:
        raise OrderConflictError(f"order {id} is {order.state}: it cannot be cancelled")
    if order.run == 0:
        for item in order.items:
            item_becomes(session, order, item, State.CANCELLED, at, by, words)
        become(session, order, State.CANCELLED, at, by, words)
        return order
    become(session, order, State.ASSESSING, at, by, words)
    become(session, order, State.CANCELLING, at, by, words)
    ready(bench, order, at)
    return order


def amend(
    session: Session,
    bench: OrderBench,
    id: int,
    by: str,
    *,
    items: Sequence[ItemWish] = (),
    without: Sequence[str] = (),
    changes: Mapping[str, Any] | None = None,
) -> tuple[Order, Calls]:
    """Change an order that is not over: items that are new or have other wishes, items that are left out, what it says itself.

    Before it has begun, it is validated again. Under way, what was done for an item that changes is taken back first and done
    anew; what was done for the others stays. Where that takes other systems, the order goes on once they have answered.
    An item that is complete is amended by another order.
    Raises NoSuchOrderError, OrderRefusedError, OrderConflictError.
    """
    at = bench.now()
    order = take(session, id, at)
    if order.state.is_final or order.state in (State.ASSESSING, State.CANCELLING):
        raise OrderConflictError(f"order {id} is {order.state}: it cannot be amended")
    wishes = _wishes(order, items, without)
    units = decompose(bench.catalogue, order.kind, wishes)
    changed = {wish.id for wish in items if wish.id in {one.id for one in order.items}}
    touched = [
        one for one in order.items if one.id in changed or one.id in without or one.parent in {*changed, *without}
    ]
    if over := next((one for one in touched if one.state.is_final), None):
        raise OrderConflictError(f"item {over.id} of order {id} is {over.state}: it cannot be amended")
    for name, value in (changes or {}).items():
        if name not in AMENDABLE:
            raise OrderRefusedError(name, f"cannot be amended; {', '.join(AMENDABLE)} can")
        setattr(order, name, value)
    known = known_of(order, bench, at)
    fresh = {item.id: item for item in items_of(units)}
    _put(session, order, fresh, touched, at, by)
    if "promised_at" in (changes or {}):
        order.jeopardy_at = None if order.promised_at is None else max(at, order.promised_at - bench.jeopardy)
    record(
        session, order, "amended", by, at, reason=", ".join([*(wish.id for wish in items), *without, *(changes or {})])
    )
    tell(session, order, OrderEvent.CHANGED, at)
    if order.run == 0:
        ready(bench, order, at)
        return order, []
    if not items and not without:
        return order, []
    if validate(session, bench.catalogue, bench.conditions, bench.around, order, at) is not Verdict.ACCEPTED:
        reasons = [f"{item.id}: {each['reason']}" for item in order.items for each in item.reasons]
        raise OrderRefusedError("items", "; ".join(reasons))
    amended(order, {item.id: known[item.id] for item in touched})
    return order, take_back_amended(session, bench, order, at)


AMENDABLE = ("customer_type", "line", "place", "promised_at", "start_at", "wanted", "description", "body")


def _wishes(order: Order, items: Sequence[ItemWish], without: Sequence[str]) -> list[ItemWish]:
    """All items of the order as they are wished now."""
    new = {wish.id: wish for wish in items}
    kept = [one for one in order.items if one.parent is None and one.id not in without]
    if unknown := [id for id in without if id not in {one.id for one in order.items if one.parent is None}]:
        raise OrderRefusedError(f"items.{unknown[0]}", "is not in the order")
    wishes = [new.pop(one.id) if one.id in new else wish_of(one) for one in kept]
    return [*wishes, *new.values()]


def _put(
    session: Session, order: Order, fresh: Mapping[str, Item], touched: Sequence[Item], at: datetime, by: str
) -> None:
    """Give the order its items as they are now; those that were not touched stay as they are.

    The history tells of those that go and those that come: one that comes may bear the id of one that has gone.
    """
    gone = {item.id: item for item in touched}
    kept = {item.id: item for item in order.items if item.id not in gone}
    for item in touched:
        if item.id not in fresh:
            item_becomes(session, order, item, State.CANCELLED, at, by)
            order.items.remove(item)
    session.flush()
    for position, (id, new) in enumerate(fresh.items()):
        if id in kept:
            kept[id].position = position
        elif id in gone:
            old = gone[id]
            for name in ("action", "product", "characteristics", "relies_on", "parts", "process", "body", "parent"):
                setattr(old, name, getattr(new, name))
            old.reasons, old.results, old.position, old.revision = [], {}, position, old.revision + 1
            if old.state is State.HELD:
                item_becomes(session, order, old, State.IN_PROGRESS, at)
        else:
            new.position = position
            order.items.append(new)
            record(session, order, "added", by, at, item=new)
    session.flush()
