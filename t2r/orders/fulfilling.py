"""Fulfilment: an order is validated, its process made and run as far as it goes, and what has become of it is written down, at once.

Everything that one call of `work` does is one transaction: the state of the order, its steps, the embedded inventories and the
events for others. What a port outside is to do comes back as calls, to be made after it; `recorded` takes in what came of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from t2r.cases.changing import SYSTEM
from t2r.orders.bench import OrderBench
from t2r.orders.catalogue import Product
from t2r.orders.changing import become, follow_parts, item_becomes, record
from t2r.orders.composing import Shape
from t2r.orders.decomposing import Unit, decompose, edges_of, entry_of
from t2r.orders.events import tell_jeopardy
from t2r.orders.fallout import open_ticket
from t2r.orders.ports import Call, Outcome, PortRefusedError, PortUnavailableError
from t2r.orders.prioritising import prioritise
from t2r.orders.status import WORKED, State
from t2r.orders.stepping import DONE, Steps
from t2r.orders.tables import Item, Order, Step, StepState
from t2r.orders.validating import Verdict, validate
from t2r.orders.wishes import wish_of
from t2r.processes.runner import SCOPES, Instance, Node, NodeKind, Process, StepError

OWN = "order"  # the port of what an order does itself
TAKING_BACK = "taking_back"  # where an amended order keeps what was known of its items, instead of an instance
UNTOLD = (NodeKind.SERVICE, NodeKind.DECISION, NodeKind.END)  # what `passed` writes no step of

Answer = Outcome | PortRefusedError | PortUnavailableError


class Fulfilment:
    """The host of an order's process, within one transaction."""

    def __init__(
        self, session: Session, bench: OrderBench, order: Order, at: datetime, steps: Steps | None = None
    ) -> None:
        self.session, self.bench, self.order, self.at = session, bench, order, at
        self.items = {item.scope: item for item in order.items if item.scope is not None}
        self.steps = Steps(session, bench, order, at) if steps is None else steps
        self.process: Process | None = None
        self.by = SYSTEM
        self._message: Mapping[str, Any] = {}

    def now(self) -> datetime:
        """As Host has it."""
        return self.at

    def run(self, node: Node, data: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """As Host has it."""
        port, _, verb = (node.operation or "").partition(".")
        if port == OWN and node.scope is None:
            return self._run_own(node, verb, data)
        item = self.items[str(node.scope)]
        step = self.steps.at(node, local(node), item)
        if step.state in DONE:
            step.run = self.order.run
            return step.given
        if node.operation is None:  # a task that only marks a place
            self.steps.end(step, {})
            return {}
        try:
            return self.steps.do(step, data, node.name, node.retries)
        except PortRefusedError as error:
            self._refused(node, step, error)
            return None

    def passed(self, node: Node, data: Mapping[str, Any]) -> None:  # noqa: ARG002 - as Host has it
        """As Host has it: what people and others did, and what time did, are steps as well."""
        if node.kind in UNTOLD or node.scope is None:
            return
        item = self.items[node.scope]
        self.steps.end(self.steps.at(node, local(node), item), self._message, self.by)
        self._message = {}
        if node.kind is NodeKind.BOUNDARY and node.message is None and node.error is None:
            warning = record(self.session, self.order, "jeopardy", SYSTEM, self.at, item=item, reason=node.name)
            tell_jeopardy(self.session, self.order, warning, self.at)

    def tell_the_message(self, given: Mapping[str, Any], by: str) -> None:
        """What the next node that is passed was told, and by whom."""
        self._message, self.by = given, by

    def _refused(self, node: Node, step: Step, error: PortRefusedError) -> None:
        """A boundary event of the item's own takes it over, or people do."""
        catching = None if self.process is None else self.process.catching(node, error.code)
        self.steps.fail(step, error)
        if catching is not None and catching.scope is not None:
            self.steps.failed.remove(step)
            step.state = StepState.UNDONE
            raise StepError(error.code, error.why) from error

    def _run_own(self, node: Node, verb: str, data: Mapping[str, Any]) -> Mapping[str, Any] | None:
        if verb == "check":
            return self._check(node, data)
        if verb == "complete":
            return {}
        scope = node.id.rpartition("_")[2]
        item = self.items[scope]
        own = data.get(SCOPES, {}).get(scope, {})
        if verb == "give_up":
            reason = f"{own.get('error', 'failed')}"
            if not self.steps.take_back({item.id: own}, item.id):
                return None
        else:
            reason = "what it relies on has failed"
        item_becomes(self.session, self.order, item, State.FAILED, self.at, reason=reason)
        return {f"failed_{scope}": True}

    def _check(self, node: Node, data: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Every item that has to be tested has passed; one that has not is tested again."""
        step = self.steps.at(node, node.id, None)
        if step.state is StepState.FAILED:
            return None
        wrong = []
        for scope, item in self.items.items():
            own = data.get(SCOPES, {}).get(scope, {})
            entry = entry_of(self.bench.catalogue, self.order.kind, item.product)
            if isinstance(entry, Product) and entry.tested and item.state is not State.FAILED:
                passed = own.get("test_passed")
                if passed is not True:
                    wrong.append(f"{item.id}: its test was {'not passed' if passed is False else 'not made'}")
        if wrong:
            self.steps.fail(step, PortRefusedError("QUALITY", "; ".join(wrong)))
            return None
        self.steps.end(step, {})
        return {}


def local(node: Node) -> str:
    """A node's name in the process of its item."""
    return node.id.removeprefix(f"item_{node.scope}_")


# Working


def work(session: Session, bench: OrderBench, order: Order, at: datetime) -> list[tuple[int, Call]]:
    """Take an order as far as it goes; the calls to be made outside, each with the number of its step."""
    if order.jeopardy_at is not None and order.jeopardy_at <= at:
        warn(session, order, at)
    if order.start_at is not None and order.start_at > at and order.state is State.ACKNOWLEDGED:
        rest(order, order.start_at)
        return []
    if order.state in (State.ACKNOWLEDGED, State.PENDING):
        return _begin(session, bench, order, at)
    if is_amended(order):
        return take_back_amended(session, bench, order, at)
    if order.state in WORKED:
        desk = Fulfilment(session, bench, order, at)
        instance = resumed(desk)
        instance.go_on()
        return keep(desk, instance)
    if order.state is State.CANCELLING:
        return compensate(session, bench, order, at)
    rest(order, None)
    return []


def _begin(session: Session, bench: OrderBench, order: Order, at: datetime) -> list[tuple[int, Call]]:
    verdict = validate(session, bench.catalogue, bench.conditions, bench.around, order, at)
    if verdict is Verdict.REJECT:
        for item in order.items:
            reasons = "; ".join(str(each["reason"]) for each in item.reasons)
            item_becomes(session, order, item, State.REJECTED, at, reason=reasons)
        become(session, order, State.REJECTED, at, reason=_reasons(order))
        return []
    if verdict is Verdict.REQUIRE:
        for item in order.items:
            if item.reasons:
                item_becomes(session, order, item, State.PENDING, at, reason=str(item.reasons[0]["reason"]))
        follow_parts(session, order, at)
        if order.state is not State.PENDING:
            become(session, order, State.PENDING, at, reason=_reasons(order))
        rest(order, order.jeopardy_at)
        return []
    order.started_at = at
    for item in order.items:
        if item.process is not None:
            item_becomes(session, order, item, State.IN_PROGRESS, at)
    follow_parts(session, order, at)
    become(session, order, State.IN_PROGRESS, at)
    untouched = order.version <= 2  # since it was captured: nobody has told it anything, it has no steps
    return start(session, bench, order, at, new=untouched)


def start(
    session: Session, bench: OrderBench, order: Order, at: datetime, *, new: bool = False
) -> list[tuple[int, Call]]:
    """Start the process of an order that is in progress; what was done before for its items is not done again."""
    shape = shape_of(bench, order)
    order.shape, order.run = shape.as_json(), order.run + 1
    desk = Fulfilment(session, bench, order, at, Steps(session, bench, order, at, new=new))
    desk.process = bench.composer.process(shape)
    for item in desk.items.values():
        if item.state in (State.ACKNOWLEDGED, State.PENDING):
            item_becomes(session, order, item, State.IN_PROGRESS, at)
    follow_parts(session, order, at)
    data = {SCOPES: {scope: item_data(bench, order, item, at) for scope, item in desk.items.items()}}
    failed = {f"failed_{scope}": True for scope, item in desk.items.items() if item.state is State.FAILED}
    instance = desk.process.start(data | failed, desk)
    if not new:
        _replay(desk, instance)
    return keep(desk, instance)


def shape_of(bench: OrderBench, order: Order) -> Shape:
    """Of what the order's process is made now: of its items that are neither done nor given up. Gives these their scopes."""
    units = units_of(bench, order)
    scopes: dict[str, int] = {}
    digests: list[str] = []
    for item in order.items:
        item.scope = None
        if item.process is not None and not item.state.is_final:
            item.scope = str(len(digests))
            scopes[item.id] = len(digests)
            digests.append(bench.composer.newest(item.process))
    return Shape(tuple(digests), edges_of(bench.catalogue, units, scopes))


def units_of(bench: OrderBench, order: Order) -> list[Unit]:
    """The units of an order as the catalogue has them now."""
    return decompose(bench.catalogue, order.kind, [wish_of(item) for item in order.items if item.parent is None])


def item_data(bench: OrderBench, order: Order, item: Item, at: datetime) -> dict[str, Any]:
    """What the process of an item knows at its start."""
    entry = entry_of(bench.catalogue, order.kind, item.product)
    due = entry.due if isinstance(entry, Product) else {}
    services = [str(part["service"]) for part in item.parts]
    about = {
        "order": order.id,
        "item": item.id,
        "product": item.product,
        "action": item.action.value,
        "service": services[0] if services else None,
        "customer": order.customer,
        "line": order.line,
        "place": order.place,
    }
    moments = {name: (at + timedelta(hours=hours)).isoformat() for name, hours in due.items()}
    said = {**about, **entry.values, **moments, **item.characteristics, **item.results}
    return {name: value for name, value in said.items() if value is not None}


def named(node: Node) -> set[str]:
    """What whoever has a message for a node may call it: by the node's own name, or by that of the message."""
    return {local(node)} | ({node.message.removeprefix(f"{node.scope}:")} if node.message is not None else set())


def resumed(desk: Fulfilment) -> Instance:
    """The order's instance as it was left."""
    order = desk.order
    desk.process = desk.bench.composer.process(Shape.of_json(order.shape or {}))
    return desk.process.resume(order.instance or {}, desk)


def _replay(desk: Fulfilment, instance: Instance) -> None:
    """Pass what people and others did in a former run of the process: they are not asked for it again."""
    while True:
        for one in instance.waiting:
            node = one.node
            if node.scope is None or node.kind not in (NodeKind.USER, NodeKind.RECEIVE):
                continue
            step = desk.steps.at(node, local(node), desk.items[node.scope])
            if step.state in DONE and step.run != desk.order.run:
                desk.tell_the_message(step.given, step.by)
                instance.complete(node.id, step.given)
                break
        else:
            desk.by = SYSTEM
            return


def _tell_early(desk: Fulfilment, instance: Instance) -> None:
    """Tell what came before it was waited for, where the process has got there."""
    while early := [step for step in desk.steps if step.state is StepState.EARLY]:
        for one in instance.waiting:
            node = one.node
            if node.scope is None or node.message is None:
                continue
            id, names = desk.items[node.scope].id, named(node)
            if step := next((each for each in early if each.item == id and each.node in names), None):
                desk.steps.give_out(step)
                desk.tell_the_message(step.given, step.by)
                instance.complete(node.id, step.given)
                break
        else:
            break
    desk.by = SYSTEM


def keep(desk: Fulfilment, instance: Instance) -> list[tuple[int, Call]]:
    """Write down how far the process has come."""
    _tell_early(desk, instance)
    session, order, at = desk.session, desk.order, desk.at
    data = instance.data.get(SCOPES, {})
    for scope, item in desk.items.items():
        if item.state is State.FAILED or item.state is State.COMPLETED:
            continue
        if instance.has_passed(f"item_{scope}"):
            item.results = _results(item, data.get(scope, {}))
            if item.state is State.HELD:
                item_becomes(session, order, item, State.IN_PROGRESS, at)
            item_becomes(session, order, item, State.COMPLETED, at)
    if instance.ended:
        end(session, order, at)
        order.instance = None
        return []
    if desk.steps.failed:
        hold(desk)
    elif order.state is State.HELD and not any(step.state is StepState.FAILED for step in desk.steps):
        become(session, order, State.IN_PROGRESS, at)
        for item in desk.items.values():
            if item.state is State.HELD:
                item_becomes(session, order, item, State.IN_PROGRESS, at)
    follow_parts(session, order, at)
    order.instance = instance.state
    moments = [one.due for one in instance.waiting if one.due is not None]
    moments += [step.retry_at for step in desk.steps if step.retry_at is not None]
    rest(order, min((*moments, *([order.jeopardy_at] if order.jeopardy_at else [])), default=None))
    return desk.steps.calls


def end(session: Session, order: Order, at: datetime) -> None:
    """Everything is done or given up."""
    parts = [item for item in order.items if item.process is not None]
    taken_apart = {item.parent for item in order.items}
    for item in order.items:
        if item.process is None and not item.state.is_final and item.id not in taken_apart:  # nothing is to change
            item_becomes(session, order, item, State.IN_PROGRESS, at)
            item_becomes(session, order, item, State.COMPLETED, at)
    follow_parts(session, order, at)
    failed = [item for item in parts if item.state in (State.FAILED, State.CANCELLED)]
    if order.state is State.HELD:
        become(session, order, State.IN_PROGRESS, at)
    if not failed:
        become(session, order, State.COMPLETED, at)
    else:
        become(session, order, State.FAILED if len(failed) == len(parts) else State.PARTIAL, at, reason=_reasons(order))


def hold(desk: Fulfilment) -> None:
    """A step has failed for good: people get a ticket with all that is known, and what does not depend on it goes on."""
    session, order, at = desk.session, desk.order, desk.at
    by_id = {item.id: item for item in order.items}
    for step in desk.steps.failed:
        item = by_id.get(step.item or "")
        if item is not None and item.state is State.IN_PROGRESS:
            item_becomes(session, order, item, State.HELD, at, reason=f"{step.node}: {step.error}")
    follow_parts(session, order, at)
    reason = "; ".join(f"{step.item or 'order'}, {step.node}: {step.error}" for step in desk.steps.failed)
    open_ticket(session, order, desk.steps.all, desk.steps.failed, at)
    if order.state is State.IN_PROGRESS:
        become(session, order, State.HELD, at, reason=reason)


def is_amended(order: Order) -> bool:
    """Whether what was done for items that have changed is being taken back, before the order goes on."""
    return order.state in WORKED and order.instance is not None and TAKING_BACK in order.instance


def amended(order: Order, known: Mapping[str, Mapping[str, Any]]) -> None:
    """Items have changed: what was `known` of each of them is kept until what was done is taken back."""
    before = (order.instance or {}).get(TAKING_BACK, {})
    order.instance = {TAKING_BACK: {**known, **before}}


def take_back_amended(session: Session, bench: OrderBench, order: Order, at: datetime) -> list[tuple[int, Call]]:
    """Take back what was done for items as they were, and go on with them as they are."""
    steps = Steps(session, bench, order, at)
    known = (order.instance or {})[TAKING_BACK]
    back = [steps.take_back(known, id) for id in known]  # of one item beside the others
    if all(back):
        return start(session, bench, order, at)
    if steps.failed:
        open_ticket(session, order, steps.all, steps.failed, at)
    stuck = [f"{step.item}, {step.node}: {step.error}" for step in steps if step.state is StepState.STUCK]
    if stuck and order.state is State.IN_PROGRESS:
        become(session, order, State.HELD, at, reason="; ".join(stuck))
    rest(order, _next_turn(steps, at))
    return steps.calls


def compensate(session: Session, bench: OrderBench, order: Order, at: datetime) -> list[tuple[int, Call]]:
    """Take back what was done for an order that is being cancelled, the last first."""
    steps = Steps(session, bench, order, at)
    if steps.take_back(known_of(order, bench, at)):
        for item in order.items:
            if not item.state.is_final or item.state is State.COMPLETED:
                item_becomes(session, order, item, State.CANCELLED, at, reason=order.reason)
        order.instance = None
        become(session, order, State.CANCELLED, at, reason=order.reason)
        return []
    if steps.failed:
        open_ticket(session, order, steps.all, steps.failed, at)
    rest(order, _next_turn(steps, at))
    return steps.calls


def _next_turn(steps: Steps, at: datetime) -> datetime | None:
    """When something is taken back next; what waits behind a step that people look after has no turn."""
    return min((step.retry_at for step in steps if step.retry_at is not None and step.retry_at > at), default=None)


def known_of(order: Order, bench: OrderBench, at: datetime) -> dict[str, Mapping[str, Any]]:
    """What is known of each item: at its start, and what its process has found since."""
    stored, before = dict[str, Any](), dict[str, Any]()
    if order.instance is not None:
        before = order.instance.get(TAKING_BACK, {})
        stored = {} if TAKING_BACK in order.instance else order.instance["workflow"]["data"].get(SCOPES, {})
    return {
        item.id: item_data(bench, order, item, at) | stored.get(item.scope or "", {}) for item in order.items
    } | before


def recorded(
    session: Session, bench: OrderBench, order: Order, answers: Sequence[tuple[int, Call, Answer]], at: datetime
) -> list[tuple[int, Call]]:
    """Take in what came of calls outside, by the numbers of their steps, and go on. What has been taken in already is left out."""
    if order.state.is_final:
        return []
    steps = Steps(session, bench, order, at)
    by_seq = {step.seq: step for step in steps}
    fresh = [
        (by_seq[seq], call, answer)
        for seq, call, answer in answers
        if by_seq[seq].state is (StepState.UNDOING if call.undo else StepState.CALLED)
    ]
    if not fresh:
        return []
    for step, call, answer in fresh:
        _record(bench, order, steps, step, call, answer, at)
    if _takes_back(order):
        if steps.failed:
            open_ticket(session, order, steps.all, steps.failed, at)
        return work(session, bench, order, at)
    desk = Fulfilment(session, bench, order, at, steps)
    instance = resumed(desk)
    for step, call, answer in fresh:
        if isinstance(answer, PortRefusedError) and not call.undo:
            _take_refusal(desk, instance, step, answer)
        elif step.state in DONE and (node := _node_of(desk, instance, step)) is not None:
            instance.complete(node.id, step.given)
    instance.go_on()  # others are asked for when they are due
    return keep(desk, instance)


def _record(
    bench: OrderBench, order: Order, steps: Steps, step: Step, call: Call, answer: Answer, at: datetime
) -> None:
    step.retry_at = None
    if isinstance(answer, PortUnavailableError):
        steps.again(step, answer, _retries(bench, order, step), undoing=call.undo)
    elif isinstance(answer, PortRefusedError):
        if call.undo:
            steps.fail(step, answer, undoing=True)
        elif _takes_back(order):  # it was made again to find out whether it had been done: it was not
            step.state, step.ended_at = StepState.UNDONE, at
    elif call.undo:
        step.state, step.ended_at = StepState.UNDONE, at
    else:
        step.attempts += 1
        step.before = dict(answer.before)
        steps.end(step, answer.given)


def _takes_back(order: Order) -> bool:
    """Whether what was done for it is being taken back, and nothing new is done."""
    return order.state not in WORKED or is_amended(order)


def _take_refusal(desk: Fulfilment, instance: Instance, step: Step, answer: PortRefusedError) -> None:
    """A boundary event of the item's own takes it over, or people do; nobody where the process is no longer there."""
    node = _node_of(desk, instance, step)
    catching = None if desk.process is None or node is None else desk.process.catching(node, answer.code)
    desk.steps.fail(step, answer)
    if node is None or (catching is not None and catching.scope is not None):
        desk.steps.failed.remove(step)
        step.state = StepState.UNDONE
    if node is not None and step.state is StepState.UNDONE:
        instance.fail(node.id, StepError(answer.code, answer.why))


def _node_of(desk: Fulfilment, instance: Instance, step: Step) -> Node | None:
    """The node of a step, where the process waits at it."""
    for one in instance.waiting:
        item = desk.items.get(one.node.scope or "")
        if item is not None and item.id == step.item and local(one.node) == step.node:
            return one.node
    return None


def _retries(bench: OrderBench, order: Order, step: Step) -> int | None:
    process = bench.composer.process(Shape.of_json(order.shape or {}))
    item = next((one for one in order.items if one.id == step.item), None)
    node = None if item is None else process.nodes.get(f"item_{item.scope}_{step.node}")
    return None if node is None else node.retries


def rest(order: Order, until: datetime | None) -> None:
    """The order has nothing to do before then; without a moment, until somebody does something."""
    order.ready, order.due_at = False, until


def warn(session: Session, order: Order, at: datetime) -> None:
    """The promised date is near, and the order not done."""
    order.jeopardy_at = None
    reason = f"promised for {order.promised_at:%Y-%m-%d %H:%M}"
    tell_jeopardy(session, order, record(session, order, "jeopardy", SYSTEM, at, reason=reason), at)


def ready(bench: OrderBench, order: Order, at: datetime) -> None:
    """The order has something to do: it is worked on when it is its turn."""
    prioritise(bench.priority, order, at)
    order.ready, order.due_at = True, None


def _results(item: Item, data: Mapping[str, Any]) -> dict[str, Any]:
    """What the process has added to what the item said."""
    about = ("order", "item", "product", "action", "service", "customer", "place")
    told = {name: value for name, value in data.items() if name not in about and not name.startswith("due_")}
    return {
        name: value for name, value in told.items() if value is not None and item.characteristics.get(name) != value
    }


def _reasons(order: Order) -> str:
    """Why, item by item."""
    told = [f"{item.id}: {each['reason']}" for item in order.items for each in item.reasons]
    told += [f"{item.id}: failed" for item in order.items if item.state is State.FAILED and item.process is not None]
    return "; ".join(told)
