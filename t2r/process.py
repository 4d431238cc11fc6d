"""`t2r process`: check, deploy, list and show the processes by which the items of orders are fulfilled (docs/processes.md)."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.orm import Session

from t2r.database import open_database, utc_now, writing
from t2r.flow_run import AsJson, at_the_edge
from t2r.processes.checking import check as mistakes_of
from t2r.processes.deployed import STARTERS, Source, as_process, deploy, deploy_starters, version, versions
from t2r.processes.runner import UNTOLD, Node
from t2r.processes.tables import DeployedProcess
from t2r.settings import Settings

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="Processes: how the items of orders are fulfilled, in BPMN 2.0 with decision tables in DMN.",
)

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Folder of the database [T2R_DATA_DIR]")]
Name = Annotated[str, typer.Argument(metavar="PROCESS", help="Name of a process, such as ont-swap")]


@app.command()
@at_the_edge
def check(
    places: Annotated[
        list[Path] | None, typer.Argument(help="Diagrams or folders of them; the starters if none", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Report every mistake of diagrams and their tables with file, line and element."""
    paths = _diagrams(places or [STARTERS])
    mistakes = [mistake for path in paths for mistake in mistakes_of(path)]
    if as_json:
        told = [{"path": each.path, "line": each.line, "text": each.text} for each in mistakes]
        _print_json({"ok": not mistakes, "checked": len(paths), "mistakes": told})
    else:
        for mistake in mistakes:
            typer.echo(str(mistake), err=True)
        typer.echo(f"{len(paths)} diagrams, {len(mistakes) or 'no'} mistakes")
    if mistakes:
        raise typer.Exit(1)


@app.command(name="deploy")
@at_the_edge
def deploy_files(
    places: Annotated[list[Path], typer.Argument(help="Diagrams or folders of them")],
    by: Annotated[str, typer.Option(help="Who deploys it", show_default=False)] = "command line",
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Make diagrams the newest versions of their processes: new orders take them, those that run end on theirs."""
    sources = [Source.checked(path) for path in _diagrams(places)]
    with _opened(data_dir) as session:
        before = {each.id for each in versions(session)}
        deployed = [deploy(session, source, by, utc_now()) for source in sources]
        told = [_summary(each) | {"changed": each.id not in before} for each in deployed]
    if as_json:
        _print_json({"deployed": told})
        return
    for each in told:
        typer.echo(f"{each['name']} v{each['version']}" + ("" if each["changed"] else ", as it was"))


@app.command(name="list")
@at_the_edge
def list_processes(
    name: Annotated[str | None, typer.Argument(metavar="PROCESS", help="All versions of this one")] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """List what is deployed: the newest version of each process, or all versions of one."""
    with _opened(data_dir) as session:
        if name is not None:
            version(session, name)
        found = [_summary(each) for each in versions(session, name)]
    if as_json:
        _print_json({"processes": found})
        return
    for each in found:
        typer.echo(
            f"{each['name']:<20} v{each['version']:<3} {each['deployed_at'][:16]}  {each['deployed_by']:<14} {each['title']}"
        )


@app.command()
@at_the_edge
def show(
    name: Name,
    number: Annotated[int | None, typer.Option("--version", help="This version, not the newest")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the diagram and its tables into this folder")] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Show what a process does, or write its diagram and tables into a folder, to be changed and deployed again."""
    with _opened(data_dir) as session:
        kept = version(session, name, number)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        files = {f"{kept.name}.bpmn": kept.xml} | {f"{table}.dmn": text for table, text in kept.tables.items()}
        for file, content in files.items():
            (out / file).write_text(content, encoding="utf-8")
        typer.echo(f"wrote {', '.join(files)} to {out}", err=True)
        return
    nodes = [node for node in as_process(kept).nodes.values() if node.kind not in UNTOLD]
    if as_json:
        _print_json(_summary(kept) | {"nodes": [_as_json(node) for node in nodes]})
        return
    typer.echo(f"{kept.title} ({kept.name} v{kept.version})")
    for node in nodes:
        typer.echo(f"  {node.id:<22} {node.name:<30} {_in_words(node)}".rstrip())


def _diagrams(places: list[Path]) -> list[Path]:
    paths = [path for place in places for path in (sorted(place.glob("*.bpmn")) if place.is_dir() else [place])]
    if not paths:
        raise typer.BadParameter(f"no .bpmn file in {', '.join(map(str, places))}")
    return paths


@contextmanager
def _opened(data_dir: Path | None) -> Iterator[Session]:
    """The database with the starters in it."""
    settings = Settings() if data_dir is None else Settings(data_dir=data_dir)
    engine = open_database(settings.database)
    try:
        with writing(engine) as session:
            deploy_starters(session, utc_now())
            yield session
    finally:
        engine.dispose()


def _summary(kept: DeployedProcess) -> dict[str, Any]:
    return {
        "name": kept.name,
        "version": kept.version,
        "digest": kept.digest,
        "title": kept.title,
        "tables": sorted(kept.tables),
        "is_starter": kept.is_starter,
        "deployed_by": kept.deployed_by,
        "deployed_at": kept.deployed_at.isoformat(),
    }


def _as_json(node: Node) -> dict[str, Any]:
    told = {
        name: getattr(node, name)
        for name in ("id", "name", "operation", "undo", "retries", "decision", "message", "error")
    }
    return {"kind": str(node.kind)} | {name: value for name, value in told.items() if value is not None}


def _in_words(node: Node) -> str:
    if node.operation:
        return f"does {node.operation}" + (f", undone by {node.undo}" if node.undo else "")
    if node.decision:
        return f"asks the table {node.decision}"
    if node.message:
        return f"waits for {node.message}"
    if node.error:
        return f"ends with the error {node.error}"
    return ""


def _print_json(data: Any) -> None:
    json.dump(data, sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")
