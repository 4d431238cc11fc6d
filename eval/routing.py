"""Scores the router on openings as customers say them: `t2r eval routing`."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from eval.inputs import InputError, json_lines, parse_model
from eval.ranking import percentiles
from eval.results import Metrics, Outcome, by_slice, inputs, per_query, versions
from t2r.flows import Flows
from t2r.flows.router import Route, shared_router

METRICS = {
    "right": "Share of the openings of one flow whose flow came first.",
    "asked": "Share of the same openings about which a question is asked all the same.",
    "refused": "Share of the same openings that are taken for none of the flows.",
    "no_flow": "Share of the openings of no flow that get none.",
    "doubt": "Share of the ambiguous openings about which a question is asked, or that go to the flow whose goal "
    "includes the others.",
}


class Opening(BaseModel):
    """What a customer says first, and the flows it belongs to: one, none, or several where it cannot be told which."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: str
    language: Literal["en", "hi-Latn"]
    style: str
    flows: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed(Outcome):
    """What became of one opening, and how long that took."""

    milliseconds: float


def read_openings(name: str, flows: Flows) -> tuple[Path, list[Opening]]:
    """The openings of a suite of the package, or of the file `name` points to.

    Raises InputError where there is neither, and where an opening names a flow that there is not.
    """
    given = Path(name)
    if given.is_file():
        return given, _checked(given, flows)
    with as_file(files("eval") / "suites" / f"{name}.jsonl") as path:
        if not path.is_file():
            raise InputError("no such suite, and no such file", given)
        return path, _checked(path, flows)


def _checked(path: Path, flows: Flows) -> list[Opening]:
    openings = []
    for number, row in json_lines(path):
        opening = parse_model(Opening, row, path, number)
        if unknown := [flow for flow in opening.flows if flow not in flows]:
            raise InputError(f"{unknown[0]!r} is no flow", path, number, "flows")
        openings.append(opening)
    return openings


def evaluate(
    openings: Sequence[Opening], path: Path, flows: Flows, progress: Callable[[], None] = lambda: None
) -> tuple[dict[str, Any], list[Routed]]:
    """The JSON of `t2r eval routing`, and what became of each opening."""
    router = shared_router()
    router.prepare(flows)
    rows = []
    for opening in openings:
        begin = time.perf_counter()
        route = router.route(opening.text, flows)
        rows.append(outcome(opening, route, flows, (time.perf_counter() - begin) * 1000))
        progress()
    result = {
        "metrics": metrics(rows),
        "openings": len(rows),
        "latency_ms": percentiles(row.milliseconds for row in rows),
        "slices": by_slice(rows, metrics),
        "config": {"flows": len(flows), "inputs": inputs(openings=path), "versions": versions()},
    }
    return result, rows


def outcome(opening: Opening, route: Route, flows: Flows, milliseconds: float) -> Routed:
    """What became of an opening, in METRICS; those that do not apply to it are None."""
    values: dict[str, float | None] = dict.fromkeys(METRICS)
    if len(opening.flows) == 1:
        values["right"] = float(route.flow == opening.flows[0])
        values["asked"] = float(route.ask is not None)
        values["refused"] = float(route.flow is None)
    elif opening.flows:
        values["doubt"] = float(route.ask is not None or _contains(route.flow, opening.flows, flows))
    else:
        values["no_flow"] = float(route.flow is None)
    kind = opening.flows[0] if len(opening.flows) == 1 else "several flows" if opening.flows else "no flow"
    return Routed(
        id=opening.id,
        question=opening.text,
        metrics=values,
        slices=(opening.language, opening.style, kind),
        gold=opening.flows,
        found=tuple(route.candidates),
        note="" if route.ask is None else route.ask.question,
        milliseconds=milliseconds,
    )


def _contains(flow: str | None, others: Sequence[str], flows: Mapping[str, Any]) -> bool:
    """Whether a flow's goal includes those of all the others."""
    return flow is not None and set(others) - {flow} <= set(flows[flow].includes)


def metrics(rows: Sequence[Routed]) -> Metrics:
    """The mean of each of the METRICS over the openings that it applies to."""
    found: Metrics = {}
    for name in METRICS:
        values = [value for row in rows if (value := row.metrics[name]) is not None]
        found[name] = sum(values) / len(values) if values else None
    return found


def with_openings(result: Mapping[str, Any], rows: Sequence[Routed]) -> dict[str, Any]:
    """The result with every opening's values, as `t2r eval compare` reads them."""
    return {**result, "per_query": per_query(rows)}
