"""Which step of a problem report's life an event is: a node of `t2r/processes/problem-report.bpmn`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from eval.inputs import InputError
from eval.traces.events import Event, Located, Trace
from t2r.processes.runner import Node, NodeKind, Process

LOOKING = frozenset({"check", "ask", "answer", "decision", "policy"})


@dataclass(frozen=True, slots=True)
class Step:
    """A step that was taken, and the events it was taken in."""

    node: str
    events: tuple[Located, ...]

    @property
    def first(self) -> Located:
        """The event it began with."""
        return self.events[0]

    @property
    def last(self) -> Located:
        """The event it ended with."""
        return self.events[-1]


@lru_cache(maxsize=1)
def life() -> Process:
    """The life of a problem report."""
    return Process.load(Path(str(resources.files("t2r.processes") / "problem-report.bpmn")))


@lru_cache(maxsize=1)
def nodes() -> Mapping[str, Node]:
    """The nodes that an event can be."""
    silent = (NodeKind.GATEWAY, NodeKind.PARALLEL, NodeKind.SUBPROCESS, NodeKind.START, NodeKind.END)
    return {id: node for id, node in life().nodes.items() if node.kind not in silent}


@lru_cache(maxsize=1)
def _by_etom() -> Mapping[str, str]:
    """Level-4 process → the one node that stands for it."""
    found: dict[str, list[str]] = {}
    for id, node in nodes().items():
        if node.etom:
            found.setdefault(node.etom, []).append(id)
    return {etom: ids[0] for etom, ids in found.items() if len(ids) == 1}


class Mapped(BaseModel):
    """A file that maps another system's names to steps: `steps: {NAME: STEP}`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    steps: Mapping[str, str]


def read_map(path: Path) -> dict[str, str]:
    """Another system's names → steps. Raises InputError where a step is none of the model's."""
    try:
        steps = Mapped.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).steps
    except (yaml.YAMLError, ValidationError) as error:
        raise InputError(f"no map of steps: {error}", path) from error
    for name, step in steps.items():
        if step not in nodes():
            raise InputError(f"{step!r} is no step; steps are {', '.join(nodes())}", path, field=f"steps.{name}")
    return dict(steps)


def steps(trace: Trace, names: Mapping[str, str]) -> list[Step]:
    """The steps of a case in the order of its events; what goes on in one step is one."""
    found: list[tuple[str, list[Located]]] = []
    for located, node in _nodes_of(told(trace), names):
        if found and found[-1][0] == node:
            found[-1][1].append(located)
        else:
            found.append((node, [located]))
    return [Step(node, tuple(events)) for node, events in found]


def told(trace: Trace) -> list[Located]:
    """The events of a case that say something new: in our own, `step` events repeat later what others said at the time."""
    if any(one.event.what == "opened" for one in trace.events):
        return [one for one in trace.events if one.event.what != "step"]
    return trace.events


def _nodes_of(events: Iterable[Located], names: Mapping[str, str]) -> Iterator[tuple[Located, str]]:
    acted = waiting = False  # whether something was done that is not yet verified; whether an outage is waited for
    outage = False  # whether the case is that of an outage itself
    flow = None  # the one that the case is led by; the goals of flows within it say nothing of the whole
    for located in events:
        event = located.event
        if event.what == "route":
            flow = event.name
        if (event.what, event.name) == ("decision", "goal") and flow and event.body.get("flow", flow) != flow:
            continue
        node = _named(event, names) or _own(event, acted, waiting)
        outage = outage or (event.what, event.name) == ("opened", "outage")
        if outage and node == "report_restoration":
            node = "await_restoration"
        if node is None:
            continue
        acted = node in ACTING or (acted and node not in ("validate", "reopen", "create_report"))
        waiting = node == "await_restoration" or (waiting and node != "reopen" and event.what != "closed")
        yield located, node


ACTING = frozenset({"correct", "apply_workaround"})


def _named(event: Event, names: Mapping[str, str]) -> str | None:
    """The step that the event names itself: by `step`, by its name, or by a level-4 process that one node stands for."""
    if event.step in nodes():
        return event.step
    if event.what in OWN:
        return None
    for name in (event.name, event.what):
        if name in names or name in nodes():
            return names.get(name, name)
    return _by_etom().get(event.etom or "")


# What our own cases write; `step`, which their processes write, is named by its node.
OWN = frozenset(
    {
        *LOOKING,
        "opened",
        "linked",
        "action",
        "escalate",
        "outcome",
        "status",
        "closed",
        "route",
        "call",
        "done",
        "note",
        "assigned",
        "handover",
        "transferred",
    }
)


def _own(event: Event, acted: bool, waiting: bool) -> str | None:
    """The step of an event that our own cases write."""
    match event.what, event.name:
        case "opened", _:
            return "create_report"
        case "linked", _:
            return "await_restoration"
        case "action", _:
            return "correct" if event.value in ("done", "failed", "done, as a reading shows") else None
        case "decision", "goal" if acted:
            return "validate" if isinstance(event.value, bool) else None
        case "escalate", _:
            return "escalate"
        case "outcome", "escalated":
            return "escalate"
        case "outcome", "nothing_wrong":
            return "explain"
        case "status", "resolved":
            return None if waiting else "report_restoration"
        case "status", "cancelled" | "rejected":
            return "cancel_report"
        case "closed", _:
            return "finalise_report"
    # What is looked at between an action and its verification belongs to neither.
    return "diagnose" if event.what in LOOKING and not (acted or waiting) else None


def was_verified(step: Step) -> bool:
    """Whether a step of validation found that the trouble is gone."""
    value = step.last.event.value
    return value is True or (isinstance(value, str) and value.lower() in ("true", "pass", "passed", "solved", "ok"))


def etom_of(event: Event, node: str | None) -> str | None:
    """The level-3 process of an event: its own, or that of its step."""
    id = event.etom or (nodes()[node].etom if node else None)
    return ".".join(id.split(".")[:4]) if id else None
