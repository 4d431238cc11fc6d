"""`t2r sandbox …`: build the simulated operator that demonstrations, tests and scores use."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="sandbox", help="A simulated operator for demonstrations, tests and scores.", no_args_is_help=True
)


@app.callback()
def sandbox() -> None:
    """A simulated operator for demonstrations, tests and scores."""


@app.command()
def build(
    seed: Annotated[int, typer.Option(min=0, help="The same seed, size and end give the same files.")] = 1,
    size: Annotated[str, typer.Option(help="tiny, small, full or large: 130, 400, 2,000 or 100,000 cells.")] = "full",
    out: Annotated[Path | None, typer.Option(help="Folder to build in [sandbox-SIZE-SEED]", show_default=False)] = None,
    until: Annotated[
        datetime | None,
        typer.Option(
            help="When the world ends, UTC; the faults that are still on began shortly before.", show_default=False
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout")] = False,
) -> None:
    """Build a simulated operator: feeds for `Network.load`, past cases for `t2r ingest --kind resolution`, and the truth."""
    from diagnostics.sandbox import NOTICE, SIZES, UNTIL
    from diagnostics.sandbox import build as build_world

    if size not in SIZES:
        raise typer.BadParameter(f"{size!r} is none of {', '.join(SIZES)}", param_hint="--size")
    end = UNTIL if until is None else round(until.replace(tzinfo=until.tzinfo or UTC).timestamp())
    began = time.perf_counter()
    built = build_world(
        out or Path(f"sandbox-{size}-{seed}"), seed, size, end, lambda what: typer.echo(f"sandbox: {what}", err=True)
    )
    seconds = round(time.perf_counter() - began, 1)
    if as_json:
        told = {"notice": NOTICE, "seed": seed, "size": size, **asdict(built), "seconds": seconds}
        typer.echo(json.dumps(told, default=str, ensure_ascii=False))
        return
    typer.echo(NOTICE)
    typer.echo(
        f"{built.folder}: {built.cells:,} cells, {built.lines:,} lines, {built.intervals:,} intervals, {built.faults} faults, in {seconds} s"
    )
