"""`t2r eval conformance`: what the running system does of its eTOM processes."""

from __future__ import annotations

import json
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from eval.edge import AsJson, at_the_edge
from eval.inputs import InputError
from eval.output import show
from eval.results import versions


@at_the_edge
def conformance(
    cases: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Recorded cases to be scored beside it: traces.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", file_okay=False, help="Folder for conformance.html, its JSON and history.")
    ] = None,
    prepared: Annotated[
        Path | None, typer.Option(file_okay=False, help="Folder that keeps the prepared system for the next run.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Play scenarios against a fresh system and score its eTOM processes by what they leave."""
    from eval.etom.report import conformance_tables, write_page

    result = _run(prepared, cases)
    if html is not None:
        html.mkdir(parents=True, exist_ok=True)
        (html / "conformance.json").write_text(json.dumps(result, ensure_ascii=False, indent=1), encoding="utf-8")
        write_page(result, remember(result, html / "history.jsonl"), html / "conformance.html")
    if as_json:
        typer.echo(json.dumps(result, indent=2, ensure_ascii=False, allow_nan=False))
    else:
        show(conformance_tables(result))


def _run(prepared: Path | None, cases: Path | None) -> dict[str, Any]:
    from eval.etom.checks import registry
    from eval.etom.conformance import conformance as scores
    from eval.etom.conformance import records
    from eval.etom.framework import shipped
    from eval.etom.instance import fresh
    from eval.etom.system import System

    def say(what: str) -> None:
        typer.echo(f"conformance: {what}", err=True)

    framework, checks = shipped(), registry()
    with tempfile.TemporaryDirectory() as folder, fresh(Path(folder), say, prepared) as instance:
        say(f"{sum(map(len, checks.checks.values()))} checks of {len(framework.tasks)} tasks")
        begun = time.monotonic()
        system = System(instance)
        results = checks.run(system, framework)
        looked_at = records(results, system.send)
    result: dict[str, Any] = {
        "framework": framework.framework,
        "release": framework.releases[-1],
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        **scores(results, framework),
        "records": looked_at,
        "config": {"seconds": round(time.monotonic() - begun, 1), "versions": versions()},
    }
    if cases is not None:
        result["cases"] = _recorded(cases)
    return result


def _recorded(path: Path) -> dict[str, Any]:
    from eval.etom.framework import shipped
    from eval.traces.events import read
    from eval.traces.rules import shipped as rules
    from eval.traces.scoring import score

    recording = read(path)
    if not recording.traces:
        raise InputError("no case could be scored", path)
    return {"file": path.name, **score(recording, rules(), shipped())}


def remember(result: dict[str, Any], path: Path) -> list[dict[str, Any]]:
    """The runs before this one, the oldest first; this one is added to them."""
    earlier = []
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                earlier.append(dict(json.loads(line)))
            except ValueError as error:
                raise InputError(f"not JSON: {error}", path, len(earlier) + 1) from error
    mine = {
        "at": result["at"],
        "metrics": result["metrics"],
        "scores": {one["id"]: one["score"] for one in result["processes"]},
    }
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(mine) + "\n")
    return earlier
