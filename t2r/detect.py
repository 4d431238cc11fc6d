"""`t2r detect`: events in time series of a CSV file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from diagnostics.detectors.detection import Detector, detect, suited
from diagnostics.detectors.events import Event
from diagnostics.detectors.series import Series, read_series

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def detect_events(
    series: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV file with a header line")],
    time: Annotated[str, typer.Option(help="Column with the time: ISO 8601 (UTC unless it says otherwise) or epoch")],
    value: Annotated[str, typer.Option(help="Column with the value")],
    entity: Annotated[
        str | None, typer.Option(help="Column that says whose value it is: a cell, a site, a host")
    ] = None,
    group: Annotated[str | None, typer.Option(help="Column with the entity's group: a site, an area")] = None,
    detector: Annotated[Detector | None, typer.Option(help="What judges; chosen by the length when left out")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout")] = False,
) -> None:
    """Find the times at which series were unlike their past; each sample is judged with earlier ones only."""
    if group and not entity:
        raise ValueError("--group needs --entity: a group is made of entities")
    read = read_series(series, time, value, entity, group)
    chosen = detector or suited(len(read.samples), read.samples_per_day)
    events = detect(read.samples, read.samples_per_day, chosen, read.entities, read.groups)
    for problem in read.problems.first:
        typer.echo(f"warning: {series}, {problem}", err=True)
    if as_json:
        result = {"events": [_as_json(event, read) for event in events], "report": _report(read, chosen)}
        typer.echo(json.dumps(result, indent=2, ensure_ascii=False, allow_nan=False))
    else:
        typer.echo("\n".join(_lines(events, read)) or "no events")


def _as_json(event: Event, series: Series) -> dict[str, Any]:
    one = len(event.entities) == 1
    return {
        "entity": event.entities[0] if one else None,
        "group": event.group,
        "start": _iso(series.at(event.first)),
        "end": _iso(series.at(event.last)),
        "detected_at": _iso(series.at(event.detected)),
        "severity": event.severity.name.lower(),
        "score": round(event.score, 3),
        "entities": list(event.entities),
        "ongoing": event.ongoing,
    }


def _report(series: Series, detector: Detector) -> dict[str, Any]:
    silences = [asdict(silence) for silence in series.silences]
    return {
        "detector": detector.value,
        "rows": series.rows,
        "entities": len(series.entities),
        "step_seconds": series.step,
        "problems": {kind: count for kind, count in sorted(series.problems.counts.items()) if count},
        "first_problems": series.problems.first,
        "running_totals": list(series.totals),
        "silences": [
            {**silence, **{edge: _iso(datetime.fromtimestamp(silence[edge], UTC)) for edge in ("start", "end")}}
            for silence in silences
        ],
    }


def _lines(events: Iterable[Event], series: Series) -> Iterable[str]:
    for event in events:
        who = event.entities[0] if len(event.entities) == 1 else f"{event.group}: {', '.join(event.entities)}"
        end = "ongoing" if event.ongoing else _iso(series.at(event.last))
        begin, known = _iso(series.at(event.first)), _iso(series.at(event.detected))
        yield f"{event.severity.name.lower():8} {begin} to {end}, known {known}: {who} (score {event.score:.1f})"


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
