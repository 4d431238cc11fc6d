"""`t2r trace`: the traces of cases, one event a line, as `t2r eval cases` and others read them (docs/traces.md)."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.cases.tables import Case, TraceEvent
from t2r.database import open_database
from t2r.settings import Settings

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True, help="Traces of cases.")

PORTION = 1_000


@app.callback()
def _traces() -> None:
    """Traces of cases."""


@app.command()
def export(
    out: Annotated[Path | None, typer.Option(help="Write the events here, JSON Lines; to stdout if none.")] = None,
    since: Annotated[datetime | None, typer.Option(help="Only cases opened from this moment on (UTC).")] = None,
    data_dir: Annotated[Path | None, typer.Option(help="Data folder of the database.")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document, not the events; needs --out.")
    ] = False,
) -> None:
    """Write the traces of cases: every step with what it was decided on, who took it, and its eTOM process."""
    if as_json and out is None:
        raise typer.BadParameter("the events go to stdout where no file is named", param_hint="--json")
    settings = Settings() if data_dir is None else Settings(data_dir=data_dir)
    engine = open_database(settings.database)
    cases: set[str] = set()
    written = 0
    with Session(engine) as session, out.open("w", encoding="utf-8") if out else _Stdout() as file:
        for event in events(session, since and since.replace(tzinfo=UTC)):
            file.write(json.dumps(event, ensure_ascii=False) + "\n")
            cases.add(event["case"])
            written += 1
    engine.dispose()
    if as_json:
        typer.echo(json.dumps({"file": str(out), "cases": len(cases), "events": written}))
    elif out:
        typer.echo(f"{written} events of {len(cases)} cases", err=True)


class _Stdout:
    """Stdout as a file that is not closed."""

    def __enter__(self) -> Any:
        return sys.stdout

    def __exit__(self, *_: object) -> None:
        sys.stdout.flush()


def events(session: Session, since: datetime | None = None) -> Iterator[dict[str, Any]]:
    """The events of every case, case by case, in the documented format."""
    query = select(TraceEvent).order_by(TraceEvent.case_id, TraceEvent.seq)
    if since is not None:
        query = query.join(Case, Case.id == TraceEvent.case_id).where(Case.opened_at >= since)
    for one in session.scalars(query.execution_options(yield_per=PORTION)):
        yield as_line(one)


def as_line(event: TraceEvent) -> dict[str, Any]:
    """An event in the documented format."""
    line: dict[str, Any] = {
        "case": str(event.case_id),
        "seq": event.seq,
        "at": event.at.isoformat(),
        "what": event.what,
        "name": event.name,
        "who": event.who,
        "by": event.by,
        "etom": event.etom,
    }
    if event.what == "linked":
        line["parent"] = event.name
    if event.body:
        line["body"] = event.body
    return line
