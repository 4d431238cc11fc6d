"""`t2r flow route`: the flow for each of the openings in a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from t2r.flow_run import AsJson, Bound, Places, Words, load
from t2r.flows.router import Route, shared_router

Lines = Annotated[
    Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="Openings, JSON Lines: {id, text}")
]


def route(
    openings: Lines, places: Places = None, words: Words = None, binding: Bound = "sandbox", as_json: AsJson = False
) -> None:
    """Find the flow for what customers say, with the slots in it, and the question to ask where it is not clear."""
    read = read_lines(openings)
    flows = load(places, words, binding)
    routes = [(id, shared_router().route(text, flows)) for id, text in read]
    if as_json:
        typer.echo(json.dumps({"routes": [_as_json(id, found) for id, found in routes]}, ensure_ascii=False))
        return
    for id, found in routes:
        asked = f"  ask: {found.ask.question}" if found.ask else ""
        typer.echo(f"{id}  {found.flow or 'no flow'}  margin {found.margin:.2f}{asked}")
        for reason in found.why:
            typer.echo(f"    {reason}")


def read_lines(path: Path) -> list[tuple[str, str]]:
    """The id and text of each line. Raises ValueError that names the line."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise ValueError(f"{path}, line {number}: not JSON: {error}") from error
        if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "id" not in row:
            raise ValueError(f"{path}, line {number}: an object with id and text is expected")
        found.append((str(row["id"]), row["text"]))
    return found


def _as_json(id: str, found: Route) -> dict[str, Any]:
    return {
        "id": id,
        "flow": found.flow,
        "margin": round(found.margin, 4),
        "slots": dict(found.slots),
        "ask": found.ask.question if found.ask else None,
        "answers": {answer: list(flows) for answer, flows in found.ask.answers.items()} if found.ask else {},
        "candidates": {flow: round(share, 4) for flow, share in found.candidates.items()},
        "why": list(found.why),
    }
