"""Where an evaluation speaks: the result on stdout, a report in a file, warnings and progress on stderr."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from eval.report import Report, as_text, write_report

WARNINGS_SHOWN = 5


def warn(problems: Iterable[str]) -> None:
    """Show the first few problems, and how many more there are."""
    every = list(problems)
    for problem in every[:WARNINGS_SHOWN]:
        typer.echo(f"warning: {problem}", err=True)
    if len(every) > WARNINGS_SHOWN:
        typer.echo(f"warning: and {len(every) - WARNINGS_SHOWN} more like the last", err=True)


@contextmanager
def counting(total: int, label: str) -> Iterator[Callable[[], None]]:
    """A progress bar on stderr, if that is a terminal; call what it yields after each of the `total` steps."""
    with _progress() as progress:
        task = progress.add_task(label, total=total)
        yield lambda: progress.advance(task)


@contextmanager
def indexing() -> Iterator[Callable[[int], None]]:
    """A line on stderr, if that is a terminal; tell what it yields how many documents are done."""
    with _progress() as progress:
        task = progress.add_task("Indexing", total=None)
        yield lambda done: progress.update(task, description=f"Indexing: {done} documents")


def _progress() -> Progress:
    console = Console(stderr=True)
    return Progress(console=console, transient=True, disable=not console.is_terminal)


def finish(result: Mapping[str, Any], as_json: bool, html: Path | None, report: Callable[[], Report]) -> None:
    """Print the result, as one JSON document or as tables, and write the report if one is wanted."""
    if html:
        write_report(report(), html)
    if as_json:
        typer.echo(json.dumps(result, indent=2, ensure_ascii=False, allow_nan=False))
    else:
        show(report())


def show(report: Report) -> None:
    """The report's tables, without the meanings, on the terminal."""
    console = Console()
    console.print(f"[bold]{report.title}[/bold]: {report.subtitle}")
    for table in report.tables:
        if not table.rows:
            continue
        shown = [column for column, name in enumerate(table.columns) if name != "meaning"]
        printed = Table(title=table.caption, title_justify="left")
        for column in shown:
            printed.add_column(table.columns[column], justify="right" if table.numeric(column) else "left")
        for row in table.rows:
            printed.add_row(*(as_text(row[column]) for column in shown))
        console.print(printed)
