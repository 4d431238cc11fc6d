"""The conformance report: a self-contained page in the manner of a certification report, and its tables for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from eval.etom.scoring import MINOR, SOME, Support
from eval.report import Report, Table

LOWEST, HIGHEST = 3.0, 5.0
MEANINGS = {
    5.0: "no deviation",
    4.5: "minor deviations",
    4.0: "deviations, neither minor nor severe",
    3.5: "major deviations",
    3.0: "not supported",
}
MARKS = {Support.FULL.value: "full", Support.PARTIAL.value: "part", Support.NONE.value: "none"}
BASES = {"stated": "stated", "l4-name": "level 4", "derived": "derived"}


def write_page(result: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Write the page. It refers to nothing outside itself; every text is escaped."""
    environment = Environment(
        loader=PackageLoader("eval"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"score": shown, "place": place, "mark": MARKS.__getitem__, "basis": BASES.__getitem__}
    runs = [*earlier, {"at": result["at"], "metrics": result["metrics"]}]
    page = environment.get_template("conformance.html").render(
        result=result,
        version=version("t2r"),
        areas=[_area(area, result["processes"]) for area in result["areas"]],
        meanings=MEANINGS,
        compared=sum(one["certified"] is not None and one["score"] is not None for one in result["processes"]),
        certified=sum(one["certified"] is not None for one in result["processes"]),
        anchors={link: f"r{number}" for number, link in enumerate(result.get("records", {}), 1)},
        work=[
            (one, task) for one in result["processes"] for task in one["tasks"] if task["support"] != Support.FULL.value
        ],
        trend=trend(runs),
        changed=_changed(result, earlier[-1] if earlier else None),
        minor=MINOR,
        some=SOME,
    )
    path.write_text(page, encoding="utf-8")


def shown(value: float | None) -> str:
    """A score as it is printed."""
    return "–" if value is None else f"{value:.1f}"


def place(value: float) -> float:
    """Where a score is on a bar from 3.0 to 5.0, in percent."""
    return round(100 * (value - LOWEST) / (HIGHEST - LOWEST), 1)


def _area(area: Mapping[str, Any], processes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """An area with its processes, and a tile for each that it has, also those that are not looked at."""
    own = {one["id"]: one for one in processes if one["area"] == area["id"]}
    ids = [f"{area['id']}.{number}" for number in range(1, area["total"] + 1)]
    return {**area, "processes": list(own.values()), "tiles": [(id, own.get(id)) for id in ids]}


def trend(runs: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The mean score and the share of supported tasks over the runs, as points of a chart 600 wide and 120 high."""
    if len(runs) < 2:
        return None
    step = 600 / (len(runs) - 1)
    scores = [run["metrics"]["mean_score"] or LOWEST for run in runs]
    shares = [run["metrics"]["supported"] / run["metrics"]["tasks"] for run in runs]
    return {
        "scores": " ".join(f"{n * step:.1f},{120 - 1.2 * place(value):.1f}" for n, value in enumerate(scores)),
        "shares": " ".join(f"{n * step:.1f},{120 - 120 * value:.1f}" for n, value in enumerate(shares)),
        "first": runs[0]["at"][:16].replace("T", " "),
        "last": runs[-1]["at"][:16].replace("T", " "),
        "dots": [(round(n * step, 1), round(120 - 1.2 * place(value), 1)) for n, value in enumerate(scores)],
        "count": len(runs),
        "was": shown(scores[-2]),
        "now": shown(scores[-1]),
    }


def _changed(result: Mapping[str, Any], before: Mapping[str, Any] | None) -> list[tuple[str, str, str, str]]:
    """Processes whose score is another than in the run before: id, name, before, now."""
    if before is None:
        return []
    earlier = before.get("scores", {})
    return [
        (one["id"], one["name"], shown(earlier[one["id"]]), shown(one["score"]))
        for one in result["processes"]
        if one["id"] in earlier and earlier[one["id"]] != one["score"]
    ]


def conformance_tables(result: Mapping[str, Any]) -> Report:
    """Scores, coverage and the list of what is missing, for a terminal."""
    metrics = result["metrics"]
    processes = [
        (
            one["id"],
            one["name"],
            shown(one["score"]),
            shown(one["certified"]),
            f"{one['supported']}+{one['partial']}/{len(one['tasks'])}",
            one["kind"] or "–",
        )
        for one in result["processes"]
    ]
    areas = [(one["id"], one["name"], f"{one['covered']}/{one['total']}", one["share"]) for one in result["areas"]]
    missing = [
        (
            task["id"],
            task["name"],
            "; ".join(one["says"] for one in task["evidence"] if not one["passed"]) or "no check",
        )
        for one in result["processes"]
        for task in one["tasks"]
        if task["support"] == Support.NONE.value
    ]
    return Report(
        title="eTOM conformance",
        subtitle=f"{metrics['supported']} of {metrics['tasks']} implied tasks supported, {metrics['partial']} in part",
        figures=[
            (name, metrics[name]) for name in ("mean_score", "mean_score_certified", "certificate_mean", "in_scope")
        ],
        tables=[
            Table("Level 2: coverage", ("area", "name", "in scope", "share"), areas),
            Table("Level 3: scores", ("process", "name", "score", "JioAssist", "full+part/tasks", "who"), processes),
            Table("Not supported", ("task", "what", "why"), missing),
        ],
        config=[(name, str(value)) for name, value in result["config"].items()],
    )
