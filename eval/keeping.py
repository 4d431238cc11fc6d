"""What of a finished evaluation is kept for the workspace (`t2r.evaluations`): its judged metrics, by process, and on what it was run."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from eval.definitions import DEFINITIONS
from eval.etom.scoring import Support
from eval.gate import Verdict
from eval.release import Check, Part, Ran, passed
from t2r import evaluations
from t2r.evaluations import Evaluation, MissingTask, Process, Recorded, RuleKept
from t2r.settings import Settings

CASES_NAMED = 20  # of those that break a rule

Keep = Annotated[
    bool, typer.Option("--keep", help="Keep it in the data folder, where the workspace shows it to leads and analysts.")
]


def of_part(ran: Ran, part: Part, options: Sequence[str] = ()) -> Evaluation:
    """A part of the gate that was run."""
    result = ran.result
    verdict = "failed" if ran.error else "pass" if passed([ran]) else "worse"
    return Evaluation(
        name=ran.name,
        at=datetime.now(UTC),
        seconds=round(ran.seconds, 1),
        command=_command(*part.command, *options),
        verdict=verdict,
        error=ran.error or None,
        checks=tuple(_check(check) for check in ran.checks),
        metrics=_numbers(result.get("metrics", {})),
        conformance=_conformance(result),
        recorded=_recorded(result),
        config=_config(result),
    )


def of_cases(result: Mapping[str, Any], seconds: float, *options: str) -> Evaluation:
    """Recorded cases that were scored: nothing is judged."""
    return Evaluation(
        name="cases",
        at=datetime.now(UTC),
        seconds=round(seconds, 1),
        command=_command("cases", *options),
        verdict=None,
        metrics=_numbers(result["metrics"]),
        recorded=_recorded(result),
        config=_config(result),
    )


def keep(evaluation: Evaluation, data_dir: Path | None) -> None:
    """Keep it in the data folder, and say so."""
    settings = Settings() if data_dir is None else Settings(data_dir=data_dir)
    id = evaluations.keep(settings.evaluations_path, evaluation)
    typer.echo(f"kept: {settings.evaluations_path / id}.json", err=True)


def _command(*arguments: str) -> str:
    return f"t2r eval {shlex.join(arguments)}"


def _check(check: Check) -> evaluations.Check:
    return evaluations.Check(
        name=check.name,
        verdict=Verdict(check.verdict).value,
        before=check.before,
        now=check.now,
        margin=check.margin,
        lower_is_better=check.lower_is_better,
        says=check.says,
        means=DEFINITIONS.get(check.name.split(" on ")[0], ""),
    )


def _numbers(metrics: Mapping[str, Any], prefix: str = "") -> dict[str, float | None]:
    """Metrics under their dotted names; what is no number is left out."""
    found: dict[str, float | None] = {}
    for name, value in metrics.items():
        if isinstance(value, Mapping):
            found |= _numbers(value, f"{prefix}{name}.")
        elif value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
            found[prefix + name] = value
    return found


def _config(result: Mapping[str, Any]) -> dict[str, Any]:
    named = {name: result[name] for name in ("framework", "release") if name in result}
    return {**named, **result.get("config", {})}


def _conformance(result: Mapping[str, Any]) -> tuple[Process, ...] | None:
    """Processes as `t2r eval conformance` scores them, with the tasks that are lacking."""
    if "areas" not in result:
        return None
    areas = {area["id"]: area["name"] for area in result["areas"]}
    return tuple(
        Process(
            id=one["id"],
            name=one["name"],
            area=areas.get(one["area"], one["area"]),
            score=one["score"],
            certified=one["certified"],
            tasks=len(one["tasks"]),
            supported=one["supported"],
            partial=one["partial"],
            kind=one["kind"],
            missing=tuple(_missing(task) for task in one["tasks"] if task["support"] != Support.FULL.value),
        )
        for one in result["processes"]
    )


def _missing(task: Mapping[str, Any]) -> MissingTask:
    """What failed of a task; of one whose checks pass for a part only, which part that is."""
    failed = [found["says"] for found in task["evidence"] if not found["passed"]]
    parts = [found["part"] for found in task["evidence"] if found["passed"] and found["part"]]
    says = "; ".join(dict.fromkeys(failed or [f"only {part}" for part in parts]))
    return MissingTask(id=task["id"], name=task["name"], support=task["support"], says=says)


def _recorded(result: Mapping[str, Any]) -> Recorded | None:
    """What `t2r eval cases` finds; its cases themselves stay where they are."""
    if "rules" not in result:
        return None
    rules = tuple(
        RuleKept(
            id=one["id"],
            text=one["text"],
            weight=one["weight"],
            kept=one["kept"],
            broken=len(one["broken"]),
            cases=tuple(one["broken"][:CASES_NAMED]),
        )
        for one in result["rules"]
    )
    return Recorded(rules=rules, processes=result["processes"], days=result["days"], queues=result["queues"])
