"""Recorded cases scored: the rules each keeps, how it fits the model, its time by process, and the answers it was led by."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from eval.etom.framework import Framework
from eval.etom.scoring import kind_of
from eval.traces.events import Located, Recording, Trace
from eval.traces.replay import Alignment, model_of
from eval.traces.rules import Deviation, Rule, Weight, departures, disorder
from eval.traces.steps import Step, etom_of, steps, told

ENDS = frozenset({"finalise_report", "cancel_report"})


@dataclass(frozen=True, slots=True)
class Scored:
    """A case with what was found in it."""

    trace: Trace
    steps: tuple[Step, ...]
    deviations: tuple[Deviation, ...]
    alignment: Alignment | None  # of a case that has ended

    @property
    def ended(self) -> bool:
        """Whether it was closed or cancelled."""
        return bool(self.steps) and any(step.node in ENDS for step in self.steps)

    @property
    def is_severe(self) -> bool:
        """Whether a severe rule was broken."""
        return any(each.weight is Weight.SEVERE for each in self.deviations)


def score(
    recording: Recording, rules: Sequence[Rule], framework: Framework, names: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Score every case of a recording: what `t2r eval cases --json` prints."""
    named = names or {}
    known = {trace.case for trace in recording.traces} | {one.case for one in recording.refused if one.case}
    taken = {trace.case: tuple(steps(trace, named)) for trace in recording.traces}
    model = model_of(frozenset(step.node for each in taken.values() for step in each))
    scored = []
    for trace in recording.traces:
        passed = taken[trace.case]
        found = [*disorder(trace, known, framework.knows), *departures(passed, rules), *_no_steps(trace, passed)]
        ended = any(step.node in ENDS for step in passed)
        alignment = model.align([step.node for step in passed]) if ended else None
        scored.append(Scored(trace, passed, tuple(sorted(found, key=lambda one: one.line)), alignment))
    precision = model.precision([step.node for step in one.steps] for one in scored if one.alignment is not None)
    return {
        "metrics": _metrics(recording, scored, precision),
        "rules": [_rule(rule, scored) for rule in rules],
        "processes": _processes(scored, framework),
        "answers": _answers(one for each in scored for one in each.trace.events),
        "days": [{"day": day, **figures} for day, figures in _grouped(scored, _day)],
        "queues": [{"queue": queue or None, **figures} for queue, figures in _grouped(scored, _queue)],
        "cases": [_case(one) for one in scored],
        "refused": [asdict(refusal) for refusal in recording.refused],
    }


def _no_steps(trace: Trace, passed: Sequence[Step]) -> list[Deviation]:
    """A case in which nothing can be told for a step is kept, and said to be so."""
    if passed:
        return []
    text = "none of its events is a step of a problem report; map its names to steps (docs/traces.md)"
    return [Deviation("no-step", text, Weight.SEVERE, trace.first_line, "")]


def _metrics(recording: Recording, scored: Sequence[Scored], precision: float | None) -> dict[str, Any]:
    aligned = [one.alignment.fitness for one in scored if one.alignment is not None]
    return {
        "cases": len(scored),
        "ended": sum(one.ended for one in scored),
        "events": sum(len(one.trace.events) for one in scored),
        "refused": len(recording.refused),
        "conforming": _share(sum(not one.deviations for one in scored), len(scored)),
        "severe": _share(sum(one.is_severe for one in scored), len(scored)),
        "deviations": sum(len(one.deviations) for one in scored),
        "fitness": sum(aligned) / len(aligned) if aligned else None,
        "fitting": _share(sum(value == 1 for value in aligned), len(aligned)),
        "precision": precision,
    }


def _grouped(scored: Sequence[Scored], of: Callable[[Scored], str]) -> list[tuple[str, dict[str, Any]]]:
    """The cases that have ended, by something that is told of each, in its order."""
    groups: dict[str, list[Scored]] = defaultdict(list)
    for one in scored:
        if one.ended:
            groups[of(one)].append(one)
    return [(name, _figures(groups[name])) for name in sorted(groups)]


def _figures(scored: Sequence[Scored]) -> dict[str, Any]:
    aligned = [one.alignment.fitness for one in scored if one.alignment is not None]
    return {
        "cases": len(scored),
        "conforming": _share(sum(not one.deviations for one in scored), len(scored)),
        "severe": _share(sum(one.is_severe for one in scored), len(scored)),
        "fitness": sum(aligned) / len(aligned) if aligned else None,
    }


def _day(one: Scored) -> str:
    """The day on which the case ended, where the record was made."""
    return max(step.last.event.at for step in one.steps if step.node in ENDS).date().isoformat()


def _queue(one: Scored) -> str:
    """The queue that the case was last handed to; none where it was solved where it began."""
    handed = [located.event.name for located in one.trace.events if located.event.what == "escalate"]
    return handed[-1] if handed else ""


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _rule(rule: Rule, scored: Sequence[Scored]) -> dict[str, Any]:
    broken = [one.trace.case for one in scored if any(each.rule == rule.id for each in one.deviations)]
    kept = _share(len(scored) - len(broken), len(scored))
    return {
        "id": rule.id,
        "text": rule.text,
        "weight": rule.weight.value,
        "etom": rule.etom,
        "kept": kept,
        "broken": broken,
    }


def _case(one: Scored) -> dict[str, Any]:
    alignment = one.alignment
    return {
        "id": one.trace.case,
        "line": one.trace.first_line,
        "ended": one.ended,
        "steps": [step.node for step in one.steps],
        "fitness": None if alignment is None else alignment.fitness,
        "extra": [] if alignment is None else [move.step for move in alignment.moves if move.kind == "extra"],
        "missing": [] if alignment is None else [move.step for move in alignment.moves if move.kind == "missing"],
        "seconds": _seconds(one),
        "deviations": [asdict(each) for each in one.deviations],
        "answers": _answers(one.trace.events),
    }


def _seconds(one: Scored) -> dict[str, float]:
    """Time by level-3 process: from each event to the next it is spent in the process of the earlier one."""
    node_of = {located.line: step.node for step in one.steps for located in step.events}
    spent: dict[str, float] = defaultdict(float)
    process: str | None = None
    events = sorted(told(one.trace), key=lambda located: (located.event.at, located.event.seq or 0, located.line))
    for located, after in pairwise(events):
        process = etom_of(located.event, node_of.get(located.line)) or process
        if process is not None:
            spent[process] += (after.event.at - located.event.at).total_seconds()
    return {id: round(seconds, 3) for id, seconds in sorted(spent.items())}


def _processes(scored: Sequence[Scored], framework: Framework) -> list[dict[str, Any]]:
    """By process: how many cases went through it, the time they spent in it, who worked in it, what went wrong."""
    cases: Counter[str] = Counter()
    seconds: dict[str, list[float]] = defaultdict(list)
    actors: dict[str, set[str]] = defaultdict(set)
    wrong: Counter[str] = Counter()
    for one in scored:
        node_of = {located.line: step.node for step in one.steps for located in step.events}
        touched = set()
        for located in one.trace.events:
            id = etom_of(located.event, node_of.get(located.line))
            if id is not None:
                touched.add(id)
                actors[id].update(located.event.who or "")
        cases.update(touched)
        for id, spent in _seconds(one).items():
            seconds[id].append(spent)
        wrong.update(each.etom for each in one.deviations if each.etom)
    return [
        {
            "id": id,
            "name": framework.by_id[id].name if id in framework.by_id else None,
            "cases": cases[id],
            "seconds": median(seconds[id]) if seconds[id] else None,
            "kind": kind_of(actors[id]),
            "deviations": wrong[id],
        }
        for id in sorted({*cases, *wrong})
    ]


def _answers(events: Any) -> dict[str, Any]:
    """How good the answers were that a case was led by: by whom, how many unknown or corrected, and right where that is known."""
    given: Counter[str] = Counter()
    right: list[bool] = []
    located: Located
    for located in events:
        event = located.event
        if event.what not in ("check", "answer"):
            continue
        given["asked"] += 1
        given["automatic"] += event.who == "A"
        given["unknown"] += event.value in (None, "unknown")
        given["corrected"] += event.what == "answer" and "before" in event.why
        if "expected" in event.body:
            right.append(event.value == event.body["expected"])
    return {
        "asked": given["asked"],
        "automatic": _share(given["automatic"], given["asked"]),
        "unknown": _share(given["unknown"], given["asked"]),
        "corrected": given["corrected"],
        "right": _share(sum(right), len(right)),
    }
