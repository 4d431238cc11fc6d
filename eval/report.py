"""An evaluation as one self-contained HTML page: figures, tables, the risk–coverage curve, the worst queries."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from eval.definitions import DEFINITIONS
from eval.results import Outcome
from eval.selective import RiskPoint
from eval.significance import Interval

WORST = 20
Cell = str | float | int | Interval | None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a caption; a column is set as numbers if none of its cells is text."""

    caption: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    note: str = ""

    def numeric(self, column: int) -> bool:
        """Is the column one of numbers?"""
        return not any(isinstance(row[column], str) for row in self.rows)

    def style(self, column: int, value: Cell) -> str:
        """CSS class of a cell."""
        if self.columns[column] == "meaning":
            return "definition"
        if self.columns[column] == "verdict":
            return {"not worse": "good", "worse": "bad"}.get(str(value), "")
        return "number" if self.numeric(column) else ""


@dataclass(frozen=True, slots=True)
class WorstQuery:
    """A query that went wrong: its scores, what was found and what is gold."""

    id: str
    question: str
    scores: tuple[tuple[str, float | None], ...]
    slices: tuple[str, ...]
    gold: tuple[str, ...]
    found: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything on the page, in the order in which it is shown."""

    title: str
    subtitle: str
    figures: Sequence[tuple[str, Cell]]
    tables: Sequence[Table]
    config: Sequence[tuple[str, str]]
    curve: Sequence[RiskPoint] = ()
    worst: Sequence[WorstQuery] = ()
    worst_caption: str = ""

    @property
    def highest_risk(self) -> float:
        """Top of the chart's risk axis: the smallest tenth above the curve, so that a low curve is not drawn flat."""
        return max(0.1, math.ceil(10 * max((point.risk for point in self.curve), default=1.0)) / 10)

    def x(self, coverage: float) -> float:
        """Place of a coverage on the chart, in SVG units."""
        return round(50 + 420 * coverage, 2)

    def y(self, share: float) -> float:
        """Place of a share of the highest risk on the chart, in SVG units."""
        return round(210 - 195 * share, 2)

    def polyline(self) -> str:
        """The curve's points as SVG wants them."""
        return " ".join(f"{self.x(point.coverage)},{self.y(point.risk / self.highest_risk)}" for point in self.curve)


def write_report(report: Report, path: Path) -> None:
    """Write the page. It refers to nothing outside itself; every text is escaped."""
    environment = Environment(
        loader=PackageLoader("eval"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["cell"] = as_text
    path.write_text(environment.get_template("report.html").render(report=report), encoding="utf-8")


def as_text(value: Cell) -> str:
    """A cell as it is shown: three decimals (one from 10 on), an interval in brackets, a dash for what is undefined."""
    if value is None:
        return "–"
    if isinstance(value, tuple):
        return f"[{value[0]:.3f}, {value[1]:.3f}]"
    if isinstance(value, float):
        if 0 < value < 0.0005:
            return "< 0.001"
        return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"
    return str(value)


def metric_table(
    caption: str, metrics: Mapping[str, float | None], intervals: Mapping[str, Interval | None], note: str = ""
) -> Table:
    """A row a metric: value, interval, meaning."""
    rows = [(name, value, intervals.get(name), DEFINITIONS[name]) for name, value in metrics.items()]
    return Table(caption, ("metric", "value", "95% interval", "meaning"), rows, note)


def slice_table(slices: Mapping[str, Mapping[str, Any]], names: Sequence[str]) -> Table:
    """A row a slice: its n and the named metrics."""
    rows = [(name, part["n"], *(part["metrics"][metric] for metric in names)) for name, part in slices.items()]
    return Table("By slice", ("slice", "n", *names), rows)


def latency_table(latency: Mapping[str, float | None], note: str) -> Table:
    """Percentiles in milliseconds."""
    return Table("Latency, ms", tuple(latency), [tuple(latency.values())], note)


def comparison_table(caption: str, comparisons: Iterable[Mapping[str, Any]], note: str = "") -> Table:
    """A row a comparison, as `eval.results.as_rows` gives them."""
    rows = [
        (
            row["metric"],
            row["slice"] or "all",
            row["n"],
            row["a"],
            row["b"],
            row["difference"],
            None if row["low"] is None else (row["low"], row["high"]),
            row["p"],
            row["p_holm"],
        )
        for row in comparisons
    ]
    columns = ("metric", "slice", "n", "A", "B", "B − A", "95% interval", "p", "p (Holm)")
    return Table(caption, columns, rows, note)


def worst_queries(worst_first: Iterable[Outcome], shown: Sequence[str]) -> list[WorstQuery]:
    """The first WORST outcomes, with the metrics to be shown for each."""
    return [
        WorstQuery(
            id=outcome.id,
            question=outcome.question,
            scores=tuple((name, outcome.metrics[name]) for name in shown if outcome.metrics[name] is not None),
            slices=outcome.slices,
            gold=outcome.gold,
            found=outcome.found,
            note=outcome.note,
        )
        for outcome in islice(worst_first, WORST)
    ]


def flat(config: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """A nested configuration as `(dotted name, value)` lines."""
    rows: list[tuple[str, str]] = []
    for name, value in config.items():
        rows += flat(value, f"{prefix}{name}.") if isinstance(value, Mapping) else [(prefix + name, str(value))]
    return rows
