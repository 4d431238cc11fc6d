"""Checks: what shows that an implied task is supported, run against a system and judged by what they find."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from eval.etom.framework import Framework, Task
from eval.etom.scoring import Kind, Support, kind_of
from t2r.cases.changing import SYSTEM

if TYPE_CHECKING:
    from eval.etom.system import System


ITSELF = (Kind.AUTOMATED.value,)


class UnmetError(Exception):
    """What a check asks for is not there, in words."""


def need(holds: object, otherwise: str) -> None:
    """Raises UnmetError where it does not hold."""
    if not holds:
        raise UnmetError(otherwise)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a check has found: in words, where it can be looked at, and who acted, as `actors` reads it from records.

    Where there is no record of an actor, the system alone has answered: a view, a refusal, an event.
    """

    says: str
    link: str = ""
    who: tuple[str, ...] = ITSELF


Look = Callable[["System"], Evidence]


@dataclass(frozen=True, slots=True)
class Check:
    """A check of a task. `part` says which part of it is covered, where that is not the whole."""

    task: str
    name: str
    look: Look
    part: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of a check."""

    check: str
    passed: bool
    says: str
    link: str
    part: str
    who: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskResult:
    """How far a task is supported, and why that is said."""

    task: Task
    support: Support
    kind: Kind | None
    findings: tuple[Finding, ...] = field(default=())


class Registry:
    """The checks, by task."""

    def __init__(self) -> None:
        self.checks: dict[str, list[Check]] = defaultdict(list)

    def check(self, *tasks: str, part: str = "") -> Callable[[Look], Look]:
        """Register a function as a check of these tasks; `part` says what of a task it covers, where that is not all."""

        def register(look: Look) -> Look:
            for task in tasks:
                self.checks[task].append(Check(task, look.__name__.replace("_", " "), look, part))
            return look

        return register

    def missing(self, framework: Framework) -> list[str]:
        """Tasks without a check. Raises ValueError for a check of a task that is none."""
        if unknown := self.checks.keys() - framework.tasks.keys():
            raise ValueError(f"checks of tasks that are none: {', '.join(sorted(unknown))}")
        return [id for id in framework.tasks if id not in self.checks]

    def run(
        self, system: System, framework: Framework, told: Callable[[str], None] = lambda _: None
    ) -> list[TaskResult]:
        """Run every check. One that fails, for whatever reason, is a finding, not the end."""
        found: dict[Look, Finding] = {}
        results = []
        for id, task in framework.tasks.items():
            findings = []
            for check in self.checks.get(id, ()):
                told(f"{id} {check.name}")
                if check.look not in found:
                    found[check.look] = _look(check, system)
                one = found[check.look]
                findings.append(Finding(one.check, one.passed, one.says, one.link, check.part, one.who))
            results.append(judged(task, findings))
        return results


def joined(registries: Iterable[Registry]) -> Registry:
    """The checks of all of these."""
    found = Registry()
    for each in registries:
        for task, checks in each.checks.items():
            found.checks[task] += checks
    return found


def _look(check: Check, system: System) -> Finding:
    try:
        evidence = check.look(system)
    except UnmetError as unmet:
        return Finding(check.name, False, str(unmet), "", check.part)
    except (KeyError, IndexError, TypeError, AttributeError, ValueError, OSError) as error:
        # An answer that is not of the documented shape, or none at all: what the task needs was not shown.
        return Finding(check.name, False, f"{type(error).__name__}: {error}", "", check.part)
    return Finding(check.name, True, evidence.says, evidence.link, check.part, evidence.who)


def judged(task: Task, findings: Sequence[Finding]) -> TaskResult:
    """Supported if every check passes and none covers a part only; not at all if none passes; else in part."""
    passed = [finding for finding in findings if finding.passed]
    if not passed:
        return TaskResult(task, Support.NONE, None, tuple(findings))
    whole = len(passed) == len(findings) and not any(finding.part for finding in findings)
    kind = kind_of(actor for finding in passed for actor in finding.who)
    return TaskResult(task, Support.FULL if whole else Support.PARTIAL, kind, tuple(findings))


def actors(records: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Who acted, as the records say: a trace event by its `who`, any other by the name that it bears."""
    return tuple(sorted({_actor(record) for record in records}))


def _actor(record: Mapping[str, Any]) -> str:
    if "who" in record:
        return str(record["who"])
    return Kind.AUTOMATED.value if record["by"] == SYSTEM else Kind.MANUAL.value
