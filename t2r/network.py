"""`t2r diagnose` and `t2r network`: what the network says of a line or place, and what it is told."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, ParamSpec

import typer

from diagnostics.diagnosis import Diagnosis
from diagnostics.feeds import ORDER, Report
from diagnostics.network import Network, NoSuchDeviceError, NoSuchLineError
from diagnostics.readings import Place
from diagnostics.rules import Rules
from diagnostics.store import StoreError
from t2r.settings import Settings

diagnose = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
network = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="The network that diagnoses are made of: cells, lines, counters, alarms and the rest.",
)

NEWEST = "newest"
SHOWN = 20  # problems of a load that are printed

P = ParamSpec("P")
DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Folder of the assistant's data [T2R_DATA_DIR]")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout")]


def _at_the_edge(command: Callable[P, None]) -> Callable[P, None]:
    """Known failures become one line on stderr and exit status 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except (StoreError, NoSuchLineError, NoSuchDeviceError, OSError, ValueError) as error:
            typer.echo(f"t2r: {error}", err=True)
            raise typer.Exit(1) from error

    return run


@diagnose.command()
@_at_the_edge
def diagnose_line_or_place(
    msisdn: Annotated[str | None, typer.Option(help="The line, E.164")] = None,
    lat: Annotated[float | None, typer.Option(min=-90, max=90, help="Latitude, degrees (WGS 84)")] = None,
    lon: Annotated[float | None, typer.Option(min=-180, max=180, help="Longitude, degrees (WGS 84)")] = None,
    indoors: Annotated[bool | None, typer.Option("--indoors/--outdoors", help="Where the device is, if known")] = None,
    device: Annotated[str | None, typer.Option(help="Device model; the line's own where it is not given")] = None,
    abroad: Annotated[bool, typer.Option("--abroad", help="The line is roaming")] = False,
    at: Annotated[
        str | None,
        typer.Option(
            help=f"Moment, ISO 8601 with its zone; `{NEWEST}`: when the newest counters end. As T2R_NETWORK_CLOCK says by default"
        ),
    ] = None,
    png: Annotated[Path | None, typer.Option(help="Draw the surroundings into this PNG file")] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Say what the network knows of a line, a place or both: coverage, congestion, outage, barring."""
    if msisdn is None and lat is None and lon is None:
        raise typer.BadParameter("name a line (--msisdn), a place (--lat and --lon), or both")
    if (lat is None) != (lon is None):
        raise typer.BadParameter("--lat and --lon belong together")
    place = None if lat is None or lon is None else Place(lat, lon, indoors)
    settings = _settings(data_dir)
    known = _open(settings)
    moment = _moment(at or (NEWEST if settings.network_clock == NEWEST else None), known)
    found = known.diagnose(msisdn, place, moment, device=device, abroad=abroad, indoors=indoors)
    if png is not None:
        from diagnostics.picture import draw

        draw(known, found, png)
    if as_json:
        _print_json(found.to_json())
    else:
        _print_diagnosis(found)


@network.callback()
def _group() -> None:
    """A group, so that there is room for more commands beside `load`."""


@network.command()
@_at_the_edge
def load(
    sources: Annotated[list[Path], typer.Argument(help="Feed files, or folders of them", show_default=False)],
    feed: Annotated[
        str | None, typer.Option(help=f"What the files are, where their names do not tell: {', '.join(ORDER)}")
    ] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Take feeds in; rows that are wrong are told with line and reason, and left out."""
    report = Network.open(_settings(data_dir).network_path).load(*sources, feed=feed)
    if as_json:
        _print_json(report.to_json())
    else:
        _print_report(report)
    if not any(report.total(name) for name in ("accepted", "duplicates", "corrected")):
        raise typer.Exit(1)


def _settings(data_dir: Path | None) -> Settings:
    return Settings() if data_dir is None else Settings(data_dir=data_dir)


def _open(settings: Settings) -> Network:
    folder, rules = settings.network_path, settings.badge_rules
    if not folder.is_dir():
        raise StoreError(f"{folder}: no network has been loaded yet (t2r network load FOLDER)")
    return Network.open(folder, rules=Rules.load(rules) if rules else None)


def _moment(text: str | None, known: Network) -> datetime | None:
    if text is None:
        return None
    if text == NEWEST:
        if known.newest is None:
            raise ValueError("--at newest: no counters have been loaded")
        return known.newest
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"--at: {text} is no moment in ISO 8601") from error
    if moment.tzinfo is None:
        raise typer.BadParameter(f"--at: {text} says no zone (Z, or an offset such as +05:30)")
    return moment


def _print_diagnosis(found: Diagnosis) -> None:
    subject = f"line {found.line}" if found.line else "place"
    where = f" at {found.place.latitude:.5f}, {found.place.longitude:.5f}" if found.place else ""
    typer.echo(f"{subject}{where}, {found.at.isoformat(timespec='minutes')}")
    for badge in found.badges:
        typer.echo(f"[{'stale ' if badge.stale else ''}{badge.severity.value}] {badge.kind.value}: {badge.sentence}")
        for line in badge.evidence:
            typer.echo(f"    {line}")
        if badge.say:
            typer.echo(f"    Say: {badge.say}")
    for retest in found.retest:
        typer.echo(f"Re-test {retest.kind.value}: {retest.reason}")


def _print_report(report: Report) -> None:
    for name, feed in report.feeds.items():
        typer.echo(
            f"{name}: {feed.rows} read, {feed.accepted} new ({feed.late} late), {feed.duplicates} known already, "
            f"{feed.corrected} corrected, {feed.bad} bad, {feed.flagged} kept in part"
        )
    for problem in report.problems[:SHOWN]:
        typer.echo(f"  {problem}", err=True)
    if (more := report.total("bad") + report.total("flagged") - SHOWN) > 0:
        typer.echo(f"  … and {more} more (--json lists them)", err=True)


def _print_json(data: Any) -> None:
    json.dump(data, sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")
