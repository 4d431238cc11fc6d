"""Whether a process can always come to its end: its tokens are played through, in every order and every way.

A node that nothing reaches, a loop that nothing leaves, a join that waits for ever, branches that run into each other unjoined:
what is found is told at the node where it shows.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from t2r.processes.runner import NodeKind

MOST_MARKINGS = 2_000  # some eleven branches side by side: a diagram with more nobody reads

Marking = frozenset[str]  # the flows that bear a token


@dataclass(slots=True)
class Step:
    """A node as the tokens see it, with the flows into and out of it; `attached` are the boundary events at it."""

    id: str
    kind: NodeKind
    incoming: list[str] = field(default_factory=list)
    outgoing: list[str] = field(default_factory=list)
    attached: list[str] = field(default_factory=list)
    interrupts: bool = True  # of a boundary event
    fails: bool = False  # of an end event: the rest of the process ends with it


Steps = Mapping[str, Step]
Finding = tuple[str, str]  # a node, and what is wrong with it


def findings(steps: Steps, targets: Mapping[str, str]) -> list[Finding]:
    """What is wrong with a process, or with the inside of a subprocess; `targets` says where each flow leads."""
    start = next(step for step in steps.values() if step.kind is NodeKind.START)
    main = _reached(steps, targets, [start.id], with_side_branches=False)
    reached = _reached(steps, targets, [start.id], with_side_branches=True)
    found = [(id, "no way leads here") for id in steps if id not in reached]
    leaving = _leaving(steps, targets)
    found += [(id, "no way leads from here to an end") for id in steps if id in reached and id not in leaving]
    found += _ends(steps, main)
    sides = [step for id, step in steps.items() if id in reached and not step.interrupts]
    found += [
        (side.id, f"does not interrupt, and its branch runs into the main way at {meets}: that would go on twice")
        for side in sides
        if (meets := _meets(steps, targets, side, main))
    ]
    if not found:
        for begin in (start, *sides):
            found += _played(steps, targets, frozenset(begin.outgoing))
    return list(dict.fromkeys(found))


def _next(steps: Steps, targets: Mapping[str, str], id: str, with_side_branches: bool) -> Iterator[str]:
    step = steps[id]
    yield from (targets[flow] for flow in step.outgoing)
    yield from (event for event in step.attached if with_side_branches or steps[event].interrupts)


def _reached(steps: Steps, targets: Mapping[str, str], begin: Iterable[str], with_side_branches: bool) -> set[str]:
    reached = set(begin)
    waiting = list(reached)
    while waiting:
        for id in _next(steps, targets, waiting.pop(), with_side_branches):
            if id not in reached:
                reached.add(id)
                waiting.append(id)
    return reached


def _leaving(steps: Steps, targets: Mapping[str, str]) -> set[str]:
    """The nodes from which some way leads to an end."""
    leaving = {id for id, step in steps.items() if step.kind is NodeKind.END}
    grown = True
    while grown:
        more = {
            id
            for id in steps
            if id not in leaving
            and any(each in leaving for each in _next(steps, targets, id, with_side_branches=False))
        }
        leaving |= more
        grown = bool(more)
    return leaving


def _ends(steps: Steps, main: set[str]) -> Iterator[Finding]:
    """The main way has one end where all is well; others bear an error, or end the branch of a timer."""
    ends = [id for id, step in steps.items() if id in main and step.kind is NodeKind.END and not step.fails]
    yield from ((id, f"a second end where all is well, beside {ends[0]}: let both ways meet") for id in ends[1:])


def _meets(steps: Steps, targets: Mapping[str, str], side: Step, main: set[str]) -> str | None:
    reached = _reached(steps, targets, (targets[flow] for flow in side.outgoing), with_side_branches=True)
    return next((id for id in steps if id in reached and id in main), None)


def _played(steps: Steps, targets: Mapping[str, str], begin: Marking) -> list[Finding]:
    """Play all markings through; what can no longer come to the end, and what would run twice at once."""
    after: dict[Marking, list[Marking]] = {}
    waiting = deque([_ahead(steps, targets, begin)])
    while waiting:
        marking = waiting.popleft()
        if marking in after:
            continue
        after[marking] = []
        for taken, given in _moves(steps, targets, marking):
            put = _ahead(steps, targets, given)
            left = marking - taken
            if twice := _reached_twice(steps, targets, left, put):
                return [(twice, "would be reached twice at once: parallel branches before it are not joined")]
            after[marking].append(left | put)
            waiting.append(left | put)
        if len(after) > MOST_MARKINGS:
            (id, *_) = sorted(targets[flow] for flow in begin)
            return [(id, "too many branches side by side from here on to be checked")]
    return _stuck(steps, targets, after)


def _ahead(steps: Steps, targets: Mapping[str, str], flows: Marking) -> Marking:
    """The tokens moved past nodes where there is one way only: whether a token is before or behind them decides nothing."""
    ahead = set()
    for flow in flows:
        while _is_plain(steps, step := steps[targets[flow]]):
            (flow,) = step.outgoing
        ahead.add(flow)
    return frozenset(ahead)


def _is_plain(steps: Steps, step: Step) -> bool:
    is_left_otherwise = any(steps[event].interrupts for event in step.attached)
    return len(step.incoming) == len(step.outgoing) == 1 and not is_left_otherwise


def _reached_twice(steps: Steps, targets: Mapping[str, str], left: Marking, put: Marking) -> str | None:
    """A node that has two tokens at once. A join takes one of each flow."""
    for flow in sorted(put):
        step = steps[targets[flow]]
        at_once = (left | put).intersection(step.incoming)
        if flow in left or (step.kind is not NodeKind.PARALLEL and len(at_once) > 1):
            return step.id
    return None


def _moves(steps: Steps, targets: Mapping[str, str], marking: Marking) -> Iterator[tuple[Marking, Marking]]:
    """The tokens that a node can take and put, one by one; an error takes all that there are."""
    for flow in sorted(marking):
        step = steps[targets[flow]]
        if step.kind is NodeKind.PARALLEL:
            if flow == min(step.incoming) and marking.issuperset(step.incoming):
                yield frozenset(step.incoming), frozenset(step.outgoing)
        elif step.kind is NodeKind.END:
            yield (marking if step.fails else frozenset([flow])), frozenset()
        else:
            interrupting = (out for event in step.attached if steps[event].interrupts for out in steps[event].outgoing)
            for out in (*step.outgoing, *interrupting):
                yield frozenset([flow]), frozenset([out])


def _stuck(steps: Steps, targets: Mapping[str, str], after: Mapping[Marking, list[Marking]]) -> list[Finding]:
    """The joins that wait for ever: of a marking from which the end, no token at all, is not reached."""
    before: dict[Marking, list[Marking]] = {}
    for marking, followers in after.items():
        for each in followers:
            before.setdefault(each, []).append(marking)
    ending: set[Marking] = {frozenset()}
    waiting: list[Marking] = [frozenset()]
    while waiting:
        for marking in before.get(waiting.pop(), ()):
            if marking not in ending:
                ending.add(marking)
                waiting.append(marking)
    found: list[Finding] = []
    for marking, followers in after.items():
        if marking in ending or followers:
            continue
        for id in sorted({targets[flow] for flow in marking}):
            missing = [flow for flow in steps[id].incoming if flow not in marking]
            found.append((id, f"may wait for ever: what comes by {missing[0]} can have gone another way"))
    if not found and any(marking not in ending for marking in after):
        (id, *_) = sorted(targets[flow] for flow in next(each for each in after if each not in ending))
        found.append((id, "no way leads from here to an end while other branches wait"))
    return list(dict.fromkeys(found))
