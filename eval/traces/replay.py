"""Recorded cases replayed on the model of the process: how well they fit it, and how closely it fits them.

The alignments are computed by r4pm (Rust4PM, MIT or Apache-2.0), the one library known to this module.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from r4pm import bindings

from eval.traces.petri import END, INITIAL, START, Marking, Net, net
from eval.traces.steps import life

MAX_STATES = 200_000
LONGEST = 200  # steps of a case that is aligned; a longer one says nothing more

# Steps that our own cases leave a trace of; the others are looked for only where a recording has them.
TOLD = frozenset(
    {
        "create_report",
        "diagnose",
        "escalate",
        "correct",
        "explain",
        "validate",
        "report_restoration",
        "await_restoration",
        "finalise_report",
        "cancel_report",
    }
)


@dataclass(frozen=True, slots=True)
class Move:
    """A step of an alignment: in both, in the case alone (extra), or in the model alone (missing)."""

    step: str
    kind: str  # both | extra | missing


@dataclass(frozen=True, slots=True)
class Alignment:
    """The cheapest way to go through the model beside a case: 1 − its cost over the worst possible is the fitness."""

    moves: tuple[Move, ...]
    cost: int
    fitness: float


class Model:
    """The life of a problem report, with the steps that a recording can show."""

    def __init__(self, seen: Iterable[str]) -> None:
        self.visible = TOLD | frozenset(seen)
        self.net: Net = net(life().path, self.visible)
        self._labels = {one.id: one.label for one in self.net.transitions}
        self._petri: Any
        self._petri, self._transitions = _as_r4pm(self.net)
        self._aligned: dict[tuple[str, ...], Alignment | None] = {}
        self.shortest = self._cost(())

    def align(self, steps: Sequence[str]) -> Alignment | None:
        """The alignment of a case's steps; None for a case too long, or where it took too many states to find one."""
        key = tuple(steps)
        if key not in self._aligned:
            self._aligned[key] = self._align(key)
        return self._aligned[key]

    def _align(self, steps: tuple[str, ...]) -> Alignment | None:
        if len(steps) > LONGEST:
            return None
        found = self._run(steps)
        if found is None:
            return None
        moves = tuple(move for raw in found["moves"] if (move := self._move(raw, steps)) is not None)
        cost = sum(move.kind != "both" for move in moves)
        worst = len(steps) + self.shortest
        return Alignment(moves, cost, 1 - cost / worst if worst else 1.0)

    def _cost(self, steps: tuple[str, ...]) -> int:
        found = self._run(steps)
        if found is None:
            raise ValueError("the model cannot be gone through")
        return sum(self._labels[id] is not None for id in self._fired(found))

    def _run(self, steps: tuple[str, ...]) -> dict[str, Any] | None:
        # What nobody sees costs nothing; of two equal ways, the one that keeps more of the case's own steps.
        costs = {"log_move_cost": 101, "model_move_cost": 100, "silent_move_cost": 0, "sync_move_cost": 0}
        options: Any = {"cost_fn": costs, "max_states": MAX_STATES}
        try:
            if not steps:
                return dict(bindings.align_empty_trace(self._petri, options))
            return dict(bindings.align_trace(self._petri, list(steps), options))
        except (RuntimeError, ValueError, TypeError):
            return None

    def _move(self, raw: Mapping[str, Any], steps: Sequence[str]) -> Move | None:
        """A move that costs or is in both; None for one that nobody sees."""
        (move,) = raw.values()
        step, transition = _parts(move, steps)
        if transition is None:
            return Move(str(step), "extra")
        label = self._labels[self._transitions[transition]]
        if label is None:
            return None
        return Move(label, "missing" if step is None else "both")

    def _fired(self, found: Mapping[str, Any]) -> list[str]:
        """The transitions of the model that an alignment goes through, in order."""
        moves = [next(iter(raw.values())) for raw in found["moves"]]
        return [self._transitions[move["transition"]] for move in moves if "transition" in move]

    def precision(self, cases: Iterable[Sequence[str]]) -> float | None:
        """How much of what the model allows, where the cases have been, is seen in them (escaping edges; 1 is all of it).

        Each case is taken as its alignment goes through the model. None without a case that could be aligned.
        """
        followed: Counter[tuple[Marking, str]] = Counter()
        visits: Counter[Marking] = Counter()
        by_id = {one.id: one for one in self.net.transitions}
        for steps in cases:
            found = self._run(tuple(steps)) if len(steps) <= LONGEST else None
            if found is None:
                continue
            at = marking = INITIAL
            for id in self._fired(found):
                transition = by_id[id]
                marking = self.net.fire(marking, transition)
                if transition.label is not None:
                    visits[at] += 1
                    followed[at, transition.label] += 1
                    at = marking
        allowed = sum(count * len(self._offered(at)) for at, count in visits.items())
        seen = sum(count * len({label for place, label in followed if place == at}) for at, count in visits.items())
        return seen / allowed if allowed else None

    @lru_cache(maxsize=4096)  # noqa: B019 - a model lives as long as an evaluation
    def _offered(self, marking: Marking) -> frozenset[str]:
        """The labels that can come next, over any number of silent transitions."""
        offered: set[str] = set()
        seen, ahead = {marking}, [marking]
        while ahead:
            at = ahead.pop()
            for one in self.net.enabled(at):
                if one.label is not None:
                    offered.add(one.label)
                elif (then := self.net.fire(at, one)) not in seen:
                    seen.add(then)
                    ahead.append(then)
        return frozenset(offered)


@lru_cache(maxsize=64)
def model_of(seen: frozenset[str]) -> Model:
    """The model with the steps that a recording shows, made once."""
    return Model(seen)


def _parts(move: Mapping[str, Any], steps: Sequence[str]) -> tuple[str | None, str | None]:
    """The step of the case and the transition of the model that a move of r4pm joins."""
    index = move.get("trace_event_index")
    return None if index is None else steps[index], move.get("transition")


def _as_r4pm(net: Net) -> tuple[dict[str, Any], dict[str, str]]:
    """The net as r4pm takes it, whose ids are UUIDs, and its transitions by them. The same net gives the same UUIDs."""
    space = uuid.uuid5(uuid.NAMESPACE_URL, "urn:t2r:process")
    places = {place: str(uuid.uuid5(space, f"place {place}")) for place in sorted(net.places)}
    transitions = {one.id: str(uuid.uuid5(space, f"transition {one.id}")) for one in net.transitions}
    arcs = []
    for one in net.transitions:
        id = transitions[one.id]
        arcs += [_arc("PlaceTransition", places[place], id, count) for place, count in Counter(one.inputs).items()]
        arcs += [_arc("TransitionPlace", id, places[place], count) for place, count in Counter(one.outputs).items()]
    petri = {
        "places": {id: {"id": id} for id in places.values()},
        "transitions": {
            transitions[one.id]: {"id": transitions[one.id], "label": one.label} for one in net.transitions
        },
        "arcs": arcs,
        "initial_marking": {places[START]: 1},
        "final_markings": [{places[END]: 1}],
    }
    return petri, {id: name for name, id in transitions.items()}


def _arc(kind: str, source: str, target: str, weight: int) -> dict[str, Any]:
    return {"from_to": {"type": kind, "nodes": [source, target]}, "weight": weight}
