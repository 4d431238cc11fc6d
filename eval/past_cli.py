"""`t2r eval past`: would the past cases have been of help to each other?"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from eval import past as travel
from eval.corpus import existing_base, temporary_base
from eval.edge import AsJson, Html, at_the_edge
from eval.inputs import InputError
from eval.output import counting, finish
from eval.reports import past_report
from eval.results import Outcome, versions
from knowledge import KnowledgeBase
from knowledge.embedding import OnnxEmbedder
from knowledge.weights import Precision
from t2r.settings import Settings

AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", help="Only cases closed until this moment (UTC), with what was known then."),
]


@at_the_edge
def past(
    data_dir: Annotated[Path | None, typer.Option(help="Data folder whose past cases are asked.")] = None,
    simulated: Annotated[int, typer.Option(min=0, help="Instead of them, so many tickets of simulated customers.")] = 0,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the simulated tickets.")] = 1,
    as_of: AsOf = None,
    precision: Annotated[Precision, typer.Option(help="Precision of the embedding model.")] = "int8",
    cache: Annotated[Path | None, typer.Option(help="Folder that keeps embeddings for the next run.")] = None,
    per_query: Annotated[bool, typer.Option("--per-query", help="Include every case's values.")] = False,
    html: Html = None,
    as_json: AsJson = False,
) -> None:
    """Ask each past case with the knowledge of its day, without itself and its near-duplicates: is its cause found?"""
    embedder = OnnxEmbedder.load(precision, Settings().model_dir)
    until = None if as_of is None else as_of.replace(tzinfo=as_of.tzinfo or UTC)
    if simulated:
        cases = travel.simulated(seed, simulated, until)
    else:
        with existing_base(data_dir, embedder) as base:
            cases = travel.of_base(base, until)
    if not cases:
        raise InputError("no past case with its cause and the time it was closed", data_dir or Settings().data_dir)
    rows: list[Outcome] = []

    def replay(base: KnowledgeBase, _: object) -> None:
        with counting(len(cases), "Asking") as progress:
            rows.extend(travel.evaluate(base, cases, progress))

    with temporary_base(replay, embedder, corpus=f"past-{seed}-{len(cases)}", cache=cache):
        pass
    config = {
        "model": embedder.name,
        "cases": f"{simulated} simulated, seed {seed}" if simulated else "of the knowledge base",
        "first": cases[0].closed_at.isoformat(),
        "last": cases[-1].closed_at.isoformat(),
        "versions": versions(),
    }
    finish(travel.as_result(rows, config, per_query), as_json, html, lambda: past_report(rows, config))
