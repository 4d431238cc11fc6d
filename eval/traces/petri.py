"""The life of a problem report as a Petri net, so that recorded cases can be replayed on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
TASKS = frozenset({"task", "serviceTask", "userTask", "receiveTask", "businessRuleTask", "sendTask", "manualTask"})

Marking = frozenset[tuple[str, int]]  # place → tokens, those that hold any


@dataclass(frozen=True, slots=True)
class Transition:
    """Takes a token from each of its inputs and puts one into each of its outputs. Without a label nobody sees it."""

    id: str
    label: str | None
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


@dataclass(slots=True)
class Net:
    """A Petri net with one token at `start`, and its end when there is one token at `end` and none elsewhere."""

    transitions: list[Transition] = field(default_factory=list)

    @property
    def places(self) -> set[str]:
        """All places."""
        return {place for one in self.transitions for place in (*one.inputs, *one.outputs)}

    def enabled(self, marking: Marking) -> Iterator[Transition]:
        """The transitions that can fire."""
        tokens = dict(marking)
        for one in self.transitions:
            if all(place in tokens for place in one.inputs):  # no transition takes two tokens of one place
                yield one

    def fire(self, marking: Marking, transition: Transition) -> Marking:
        """The marking after a transition has fired."""
        tokens = Counter(dict(marking))
        tokens.subtract(transition.inputs)
        tokens.update(transition.outputs)
        return frozenset((place, count) for place, count in tokens.items() if count)


START, END = "start", "end"
INITIAL: Marking = frozenset({(START, 1)})


def net(path: Path, visible: Collection[str]) -> Net:
    """The net of a BPMN process of tasks, exclusive and parallel gateways, subprocesses and boundary events.

    `visible` are the nodes whose passing is seen in a trace: their transitions bear their id as label, all others are silent.
    """
    root = etree.parse(str(path), etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    made = Net()
    process = root.find(f"{BPMN}process")
    _container(made, process, START, END, set(visible))
    return made


def _container(made: Net, container: Any, entry: str, exit: str, visible: set[str]) -> None:
    """Add what a process or subprocess holds, from a token at `entry` to one at `exit`."""
    flows = container.findall(f"{BPMN}sequenceFlow")
    incoming: dict[str, list[str]] = {}
    outgoing: dict[str, list[str]] = {}
    for flow in flows:
        outgoing.setdefault(flow.get("sourceRef"), []).append(flow.get("id"))
        incoming.setdefault(flow.get("targetRef"), []).append(flow.get("id"))
    events = [one for one in container if one.tag == f"{BPMN}boundaryEvent"]
    for element in container:
        id, kind = element.get("id"), str(element.tag).removeprefix(BPMN)
        into, out = incoming.get(id, []), tuple(outgoing.get(id, []))
        attached = [one for one in events if one.get("attachedToRef") == id]
        label = id if id in visible else None
        if kind == "startEvent":
            made.transitions.append(Transition(id, label, (entry,), out))
        elif kind == "endEvent":
            beside = _beside(id, events, container)
            then = exit if beside is None else f"{beside} spent"
            made.transitions += [Transition(f"{id} {n}", label, (at,), (then,)) for n, at in enumerate(into)]
        elif kind == "exclusiveGateway":
            made.transitions += [Transition(f"{id} {a} {b}", None, (a,), (b,)) for a in into for b in out]
        elif kind == "parallelGateway":
            made.transitions.append(Transition(id, None, tuple(into), out))
        elif kind in TASKS or kind == "subProcess":
            _activity(made, element, kind, label, into, out, attached, visible)
        # A boundary event belongs to the activity it is attached to.
    for event in events:
        label = event.get("id") if event.get("id") in visible else None
        fired, out = f"{event.get('id')} fires", tuple(outgoing.get(event.get("id"), []))
        made.transitions.append(Transition(event.get("id"), label, (fired,), out))


def _activity(
    made: Net,
    element: Any,
    kind: str,
    label: str | None,
    into: list[str],
    out: tuple[str, ...],
    attached: list[Any],
    visible: set[str],
) -> None:
    id = element.get("id")
    if not attached and kind != "subProcess":
        made.transitions += [Transition(f"{id} {n}", label, (at,), out) for n, at in enumerate(into)]
        return
    beside = [one for one in attached if one.get("cancelActivity") == "false"]
    interrupting = [one for one in attached if one.get("cancelActivity") != "false"]
    armed = {one.get("id"): f"{one.get('id')} armed" for one in beside}
    inside, done = f"{id} inside", f"{id} done"
    made.transitions += [
        Transition(f"{id} enter {n}", None, (at,), (inside, *armed.values())) for n, at in enumerate(into)
    ]
    if kind == "subProcess":
        _container(made, element, inside, done, visible)
        within = _places_within(element, inside, done)
    else:
        made.transitions.append(Transition(id, label, (inside,), (done,)))
        within = [inside]
    # Beside the activity: a timer may fire once while it is there. What it starts is done before the activity is left, so
    # that nothing piles up where the activity is entered again.
    spent = {name: f"{name} spent" for name in armed}
    for name, place in armed.items():
        made.transitions += [
            Transition(f"{name} at {n}", None, (place, at), (f"{name} fires", at)) for n, at in enumerate(within)
        ]
    for leaving, target in _leavings(armed, spent):
        tag = " ".join(leaving) or "plain"
        made.transitions.append(Transition(f"{id} leave {tag}", None, (done, *target), out))
        for one in interrupting:
            name = one.get("id")
            made.transitions += [
                Transition(f"{name} {tag} at {n}", None, (at, *target), (f"{name} fires",))
                for n, at in enumerate(within)
            ]


def _leavings(armed: Mapping[str, str], spent: Mapping[str, str]) -> list[tuple[list[str], list[str]]]:
    """Every way to take away the timers of an activity that is left: each is armed still, or spent."""
    ways: list[tuple[list[str], list[str]]] = [([], [])]
    for name in armed:
        ways = [
            ([*tags, state], [*places, place])
            for tags, places in ways
            for state, place in (("armed", armed[name]), ("spent", spent[name]))
        ]
    return ways


def _places_within(element: Any, inside: str, done: str) -> list[str]:
    """The places where the one token of a sequential subprocess can be."""
    return [inside, done, *(flow.get("id") for flow in element.findall(f"{BPMN}sequenceFlow"))]


def _beside(end: str, events: list[Any], container: Any) -> str | None:
    """The event beside an activity, which it does not interrupt, from which an end is reached; None for an end of the main way."""
    ahead: dict[str, list[str]] = {}
    for flow in container.findall(f"{BPMN}sequenceFlow"):
        ahead.setdefault(flow.get("sourceRef"), []).append(flow.get("targetRef"))
    for event in events:
        if event.get("cancelActivity") != "false":
            continue
        reached = [str(event.get("id"))]
        for at in reached:
            reached += [then for then in ahead.get(at, []) if then not in reached]
        if end in reached:
            return reached[0]
    return None
