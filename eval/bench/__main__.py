"""`python -m eval.bench`: measure the parts named, all if none is, and print them beside their targets."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from enum import StrEnum
from http.client import HTTPException
from pathlib import Path
from typing import Annotated, Any

import typer

from eval.bench import answer, flows, ingest, network, orders, scores, search, start
from eval.bench.common import QUICK, Row, Sizes, as_json, facts, print_table


class Part(StrEnum):
    """What can be measured."""

    SEARCH = "search"
    ANSWER = "answer"
    INGEST = "ingest"
    START = "start"
    NETWORK = "network"
    FLOWS = "flows"
    ORDERS = "orders"
    SCORES = "scores"


MEASURES: Mapping[Part, Callable[[Sizes, Path], list[Row]]] = {
    Part.SEARCH: search.measure,
    Part.ANSWER: answer.measure,
    Part.INGEST: ingest.measure,
    Part.START: start.measure,
    Part.NETWORK: network.measure,
    Part.FLOWS: flows.measure,
    Part.ORDERS: orders.measure,
    Part.SCORES: scores.measure,
}

FAILED = "this part failed"


def bench(
    parts: Annotated[list[Part] | None, typer.Argument(help="What to measure; all if none is named.")] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Tiny sizes: shows that it runs; targets are not judged.")
    ] = False,
    as_json_: Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")] = False,
    work: Annotated[Path, typer.Option(help="Folder of the peers' environments and of scratch files.")] = Path(
        "var/bench"
    ),
) -> None:
    """Measure, and compare with the targets. Exits with 1 when a part failed, with 0 whatever the verdicts."""
    sizes = QUICK if quick else Sizes()
    known = facts(sizes)
    scratch = work / "scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    rows: list[dict[str, Any]] = []
    try:
        for part in parts or list(Part):
            rows += as_json(part, measured(part, sizes, work), judged=not quick)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    if as_json_:
        typer.echo(json.dumps({"facts": known, "rows": rows}, indent=2, ensure_ascii=False))
    else:
        print_table(rows, known)
    if any(row["measure"] == FAILED for row in rows):
        raise typer.Exit(1)


def measured(part: Part, sizes: Sizes, work: Path) -> list[Row]:
    """The rows of a part; one that says why where it fails, so that the other parts are not lost."""
    try:
        return MEASURES[part](sizes, work)
    except (RuntimeError, OSError, HTTPException) as error:
        return [Row(FAILED, None, "", note=f"{type(error).__name__}: {error}")]


if __name__ == "__main__":
    typer.run(bench)
