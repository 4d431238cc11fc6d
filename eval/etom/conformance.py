"""The scores of a system from what its checks have found: by task, process and area, beside the published certificate."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from statistics import mean
from typing import Any

from eval.etom.checking import Finding, TaskResult
from eval.etom.framework import Framework, Process
from eval.etom.instance import Answer
from eval.etom.scoring import Coverage, Support, in_scope, kind_of, purely_manual, score

MOST_LINES, LONGEST_LINE = 60, 260  # of a record in the report


def conformance(results: Sequence[TaskResult], framework: Framework) -> dict[str, Any]:
    """What `t2r eval conformance --json` prints, without what was run."""
    of = {process.id: [one for one in results if one.task.process == process.id] for process in framework.processes}
    processes = [_process(process, of[process.id]) for process in framework.processes]
    return {"metrics": _metrics(processes), "areas": _areas(processes, framework), "processes": processes}


def _process(process: Process, results: Sequence[TaskResult]) -> dict[str, Any]:
    found = [(one.support, one.kind) for one in results]
    manual = purely_manual(found)
    return {
        "id": process.id,
        "name": process.name,
        "names": dict(process.names),
        "area": process.area,
        "score": None if manual else score([support for support, _ in found]),
        "certified": process.certified,
        "in_scope": in_scope(found),
        "kind": kind_of(one.kind.value for one in results if one.kind is not None),
        "supported": sum(support is Support.FULL for support, _ in found),
        "partial": sum(support is Support.PARTIAL for support, _ in found),
        "sources": list(process.sources),
        "tasks": [_task(one, process) for one in results],
    }


def _task(one: TaskResult, process: Process) -> dict[str, Any]:
    return {
        "id": one.task.id,
        "name": one.task.name,
        "basis": one.task.basis.value,
        "level4": process.level4.get(one.task.level4 or ""),
        "support": one.support.value,
        "kind": one.kind.value if one.kind else None,
        "evidence": [_evidence(finding) for finding in one.findings],
    }


def _evidence(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check,
        "passed": finding.passed,
        "says": finding.says,
        "link": finding.link,
        "part": finding.part,
        "who": list(finding.who),
    }


def records(results: Sequence[TaskResult], send: Callable[[str, str], Answer]) -> dict[str, str]:
    """What lies behind the links of what was found, in short: the system that holds it is gone after the run."""
    links = dict.fromkeys(finding.link for one in results for finding in one.findings if finding.link.startswith("/"))
    answers = {link: send("GET", link) for link in links}
    return {link: in_short(answer.body) for link, answer in answers.items() if answer.ok}


def in_short(body: Any) -> str:
    """The first lines of an answer: one for each member of a list."""
    items = body.get("items", body) if isinstance(body, Mapping) else body
    if isinstance(items, list):
        lines = [json.dumps(item, ensure_ascii=False) for item in items]
    elif isinstance(items, str):
        lines = items.splitlines()
    else:
        lines = json.dumps(items, ensure_ascii=False, indent=1).splitlines()
    shown = [f"{line[:LONGEST_LINE]}…" if len(line) > LONGEST_LINE else line for line in lines[:MOST_LINES]]
    return "\n".join([*shown, f"… {len(lines) - MOST_LINES} more"] if len(lines) > MOST_LINES else shown)


def _areas(processes: Sequence[Mapping[str, Any]], framework: Framework) -> list[dict[str, Any]]:
    """Level 2 gets its coverage alone."""
    areas = []
    for id, area in framework.areas.items():
        covered = sum(one["in_scope"] for one in processes if one["area"] == id)
        coverage = Coverage(covered, area.processes)
        areas.append(
            {"id": id, "name": area.name, "covered": covered, "total": area.processes, "share": coverage.share}
        )
    return areas


def _metrics(processes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    tasks = [task for process in processes for task in process["tasks"]]
    supports = Counter(task["support"] for task in tasks)
    both = [one for one in processes if one["certified"] is not None and one["score"] is not None]
    certified = [task for one in processes if one["certified"] is not None for task in one["tasks"]]
    return {
        "processes": len(processes),
        "in_scope": sum(one["in_scope"] for one in processes),
        "tasks": len(tasks),
        "supported": supports[Support.FULL.value],
        "partial": supports[Support.PARTIAL.value],
        "not_supported": supports[Support.NONE.value],
        "unchecked": sum(not task["evidence"] for task in tasks),
        "mean_score": _mean([one["score"] for one in processes]),
        "mean_score_certified": _mean([one["score"] for one in both]),
        "certificate_mean": _mean([one["certified"] for one in both]),
        "certified_tasks_supported": sum(task["support"] == Support.FULL.value for task in certified),
        "certified_tasks": len(certified),
        "kinds": dict(Counter(task["kind"] for task in tasks if task["kind"])),
    }


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(mean(known), 3) if known else None
