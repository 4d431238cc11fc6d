"""What every part of the benchmark shares: sizes, rows with their targets, the facts of the machine, the table."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import typer
from rich.console import Console
from rich.table import Table

from eval.cases import Case
from eval.questions import read_suite
from eval.results import versions
from knowledge.weights import MODEL_NAME


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured. `seconds` bounds the queries of each system; the table says how many it got."""

    passages: int = 100_000
    queries: int = 300
    peer_queries: int = 30
    seconds: float = 120.0
    questions: int = 1_000
    load_seconds: float = 20.0
    ingested: int = 2_000
    starts: int = 5
    cells: int = 100_000
    lines: int = 1_000_000
    days: int = 8
    sessions: int = 5_000
    tickets: int = 560
    listed: int = 1_000_000
    lists: int = 30
    operator: str = "full"
    seeds: tuple[int, ...] = (11,)
    asked: int = 100
    shift: int = 300
    orders: int = 1_000
    waiting: tuple[int, ...] = (1_000, 10_000, 100_000)
    faulty: int = 5_000


QUICK = Sizes(
    passages=1_000, queries=30, peer_queries=10, seconds=20, questions=50, load_seconds=3, ingested=100, starts=2,
    cells=1_200, lines=5_000, days=2, sessions=200, tickets=28, listed=2_000, lists=3, operator="tiny", asked=10,
    shift=6, orders=20, waiting=(50, 100), faulty=20,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """The bound a value has to keep."""

    is_at: Literal["most", "least"]
    bound: float

    def holds(self, value: float) -> bool:
        """Whether the value keeps the bound."""
        return value <= self.bound if self.is_at == "most" else value >= self.bound

    def __str__(self) -> str:
        return f"{'≤' if self.is_at == 'most' else '≥'} {self.bound:g}"


@dataclass(frozen=True, slots=True)
class Row:
    """One measured value, its unit and, where there is one, its target; `value` is None where `note` says why."""

    measure: str
    value: float | None
    unit: str
    target: Target | None = None
    note: str = ""

    def verdict(self) -> str:
        """`pass` or `miss`; empty without a target, `not measured` without a value."""
        if self.value is None:
            return "not measured"
        return "" if self.target is None else "pass" if self.target.holds(self.value) else "miss"


def at_most(bound: float) -> Target:
    """The value may be this much or less."""
    return Target("most", bound)


def at_least(bound: float) -> Target:
    """The value has to be this much or more."""
    return Target("least", bound)


def as_json(part: str, rows: Iterable[Row], *, judged: bool) -> list[dict[str, Any]]:
    """The rows of a part as JSON objects. A run of reduced size is not `judged`: targets hold for the full size."""
    return [
        {
            "part": part,
            "measure": row.measure,
            "value": None if row.value is None else round(row.value, 3),
            "unit": row.unit,
            "target": str(row.target) if row.target else None,
            "verdict": row.verdict() if judged or row.value is None else "",
            "note": row.note,
        }
        for row in rows
    ]


def print_table(rows: Sequence[dict[str, Any]], facts: dict[str, Any], console: Console | None = None) -> None:
    """The rows and the facts for a reader."""
    console = console or Console(width=150)
    table = Table()
    for name in ("part", "measure", "value", "unit", "target", "verdict", "note"):
        table.add_column(name, justify="right" if name in ("value", "target") else "left")
    for row in rows:
        value = (
            "–"
            if row["value"] is None
            else f"{row['value']:,.4g}"
            if abs(row["value"]) < 1e4
            else f"{row['value']:,.0f}"
        )
        table.add_row(row["part"], row["measure"], value, row["unit"], row["target"] or "", row["verdict"], row["note"])
    console.print(table)
    for name, fact in facts.items():
        console.print(f"{name}: {fact}", highlight=False)


def facts(sizes: Sizes) -> dict[str, Any]:
    """The machine, how busy it is now, and the versions of what is measured."""
    return {
        "cpu": _cpu(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": platform.platform(),
        "load_average_at_start": [round(load, 2) for load in os.getloadavg()],
        "model": MODEL_NAME,
        "versions": {**versions(), "tokenizers": version("tokenizers")},
        "full_size": sizes == Sizes(),
    }


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    names = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
    return names[0] if names else platform.machine()


def questions() -> list[Case]:
    """The questions of the starter suite, each text once."""
    _, cases = read_suite("starter")
    return list({case.question: case for case in cases}.values())


def say(text: str) -> None:
    """A line of progress, on stderr."""
    typer.echo(f"bench: {text}", err=True)
