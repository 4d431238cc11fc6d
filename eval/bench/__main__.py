"""`python -m eval.bench`: measure the parts named, all if none is, and print them beside their targets."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from http.client import HTTPException
from pathlib import Path
from typing import Annotated, Any

import typer

from eval.bench import answer, cti, flows, ingest, network, orders, scores, search, start, tmf, workspace
from eval.bench.common import QUICK, Row, Sizes, as_json, facts, print_table


class Part(StrEnum):
    """What can be measured."""

    SEARCH = "search"
    ANSWER = "answer"
    INGEST = "ingest"
    START = "start"
    NETWORK = "network"
    FLOWS = "flows"
    CTI = "cti"
    ORDERS = "orders"
    SCORES = "scores"
    TMF = "tmf"
    WORKSPACE = "workspace"


MEASURES: Mapping[Part, Callable[[Sizes, Path], list[Row]]] = {
    Part.SEARCH: search.measure,
    Part.ANSWER: answer.measure,
    Part.INGEST: ingest.measure,
    Part.START: start.measure,
    Part.NETWORK: network.measure,
    Part.FLOWS: flows.measure,
    Part.CTI: cti.measure,
    Part.ORDERS: orders.measure,
    Part.SCORES: scores.measure,
    Part.TMF: tmf.measure,
    Part.WORKSPACE: workspace.measure,
}

FAILED = "this part failed"


def bench(
    parts: Annotated[list[Part] | None, typer.Argument(help="What to measure; all if none is named.")] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Tiny sizes: shows that it runs; targets are not judged.")
    ] = False,
    listed: Annotated[int | None, typer.Option(min=1_000, help="How many tickets the part tmf lists.")] = None,
    as_json_: Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")] = False,
    work: Annotated[Path, typer.Option(help="Folder of the peers' environments and of scratch files.")] = Path(
        "var/bench"
    ),
) -> None:
    """Measure, and compare with the targets. Exits with 1 when a part failed, with 0 whatever the verdicts."""
    sizes = QUICK if quick else Sizes()
    sizes = sizes if listed is None else replace(sizes, listed=listed)
    known = facts(sizes)
    scratch = work / "scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    rows: list[dict[str, Any]] = []
    try:
        for part in parts or list(Part):
            rows += as_json(part, measured(part, sizes, work), judged=sizes == Sizes())
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
