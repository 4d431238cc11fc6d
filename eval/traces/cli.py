"""`t2r eval cases`: score recorded cases."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eval import keeping
from eval.edge import AsJson, Html, at_the_edge
from eval.inputs import InputError
from eval.keeping import Keep
from eval.output import finish, warn
from eval.results import inputs, versions
from t2r.settings import Settings

if TYPE_CHECKING:
    from eval.traces.events import Recording


@at_the_edge
def cases(
    traces: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help="Traces (JSON Lines), or an event log: .xes, OCEL 2.0; ours if none."
        ),
    ] = None,
    data_dir: Annotated[Path | None, typer.Option(help="Data folder: of our cases, and to keep it in.")] = None,
    since: Annotated[datetime | None, typer.Option(help="Only those of our cases opened from then on (UTC).")] = None,
    keep: Keep = False,
    names: Annotated[
        Path | None, typer.Option("--map", exists=True, dir_okay=False, help="YAML: another system's names → steps.")
    ] = None,
    rules: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="YAML of rules, instead of the shipped ones.")
    ] = None,
    case_type: Annotated[str | None, typer.Option(help="OCEL: the type of object that is a case.")] = None,
    html: Html = None,
    as_json: AsJson = False,
) -> None:
    """Score recorded cases, ours or another system's: the rules they keep, how they fit the process, time, answers."""
    from eval.etom.framework import shipped as framework
    from eval.traces import rules as rulebook
    from eval.traces.report import cases_report
    from eval.traces.scoring import score
    from eval.traces.steps import read_map

    begun = time.monotonic()
    recording = _ours(data_dir, since) if traces is None else _read(traces, case_type)
    where = traces or Path("traces")  # of the database
    held_to = rulebook.load(rules) if rules else rulebook.shipped()
    result: dict[str, Any] = score(recording, held_to, framework(), read_map(names) if names else None)
    warn(f"{where.name}, line {one.line}: {one.problem}" for one in recording.refused)
    if not recording.traces:
        raise InputError("no case could be scored", where)
    files = inputs(traces=traces, map=names, rules=rules)
    moments = sorted(one.event.at for trace in recording.traces for one in trace.events)
    result["config"] = {
        "cases": "of the database" if traces is None else "recorded",
        "first": moments[0].isoformat(),
        "last": moments[-1].isoformat(),
        "inputs": files,
        "versions": versions(),
    }
    if keep:
        options = () if traces is None else ("--traces", traces.name)
        keeping.keep(keeping.of_cases(result, time.monotonic() - begun, *options), data_dir)
    finish(result, as_json, html, lambda: cases_report(result))


def _ours(data_dir: Path | None, since: datetime | None) -> Recording:
    """The traces of our own cases."""
    from sqlalchemy.orm import Session

    from eval.traces.events import collect
    from t2r.database import open_database
    from t2r.traces import events

    settings = Settings() if data_dir is None else Settings(data_dir=data_dir)
    engine = open_database(settings.database)
    with Session(engine) as session:
        recording = collect(enumerate(events(session, since and since.replace(tzinfo=UTC)), 1))
    engine.dispose()
    return recording


def _read(path: Path, case_type: str | None) -> Any:
    from eval.traces.events import read
    from eval.traces.imports import is_log, read_log

    return read_log(path, case_type) if is_log(path) else read(path)
