"""Scored cases as tables: the rules, the processes, the cases that depart most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.report import Report, Table

WORST = 50


def cases_report(result: Mapping[str, Any]) -> Report:
    """The page and the terminal's tables of `t2r eval cases`."""
    metrics = result["metrics"]
    shown = ("cases", "ended", "events", "refused", "conforming", "severe", "fitness", "precision")
    return Report(
        title="Recorded cases",
        subtitle=f"{metrics['cases']} cases held to the rules and the model of a problem report's life",
        figures=[(name, metrics[name]) for name in shown],
        tables=[_rules(result), _processes(result), _answers(result), _deviating(result), _refused(result)],
        config=[(name, str(value)) for name, value in result.get("config", {}).items()],
    )


def _rules(result: Mapping[str, Any]) -> Table:
    rows = [(one["id"], one["text"], one["weight"], one["kept"], len(one["broken"])) for one in result["rules"]]
    return Table("Rules", ("rule", "what it asks for", "weight", "kept", "cases that break it"), rows)


def _processes(result: Mapping[str, Any]) -> Table:
    rows = [
        (one["id"], one["name"] or "unknown", one["cases"], one["seconds"], one["kind"] or "–", one["deviations"])
        for one in result["processes"]
    ]
    columns = ("process", "name", "cases", "median seconds", "who", "deviations")
    return Table(
        "eTOM processes", columns, rows, "From each event to the next, time is spent in the process of the earlier one."
    )


def _answers(result: Mapping[str, Any]) -> Table:
    answers = result["answers"]
    return Table("Answers", tuple(answers), [tuple(answers.values())])


def _deviating(result: Mapping[str, Any]) -> Table:
    worst = sorted(result["cases"], key=lambda case: (-len(case["deviations"]), case["line"]))[:WORST]
    rows = [
        (case["id"], each["line"], each["rule"], each["weight"], each["text"])
        for case in worst
        for each in case["deviations"]
    ]
    return Table(
        "Deviations", ("case", "line", "rule", "weight", "what"), rows, f"Of the {WORST} cases with most of them."
    )


def _refused(result: Mapping[str, Any]) -> Table:
    rows = [(one["case"] or "–", one["line"], one["problem"]) for one in result["refused"]]
    return Table("Refused", ("case", "line", "what is wrong"), rows)
