"""What every evaluation has in common: an outcome per query, metrics over all and over slices, what was run on what."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from eval.comparison import Scores
from eval.inputs import sha256

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

PACKAGES = ("t2r", "numpy", "ir-measures", "onnxruntime", "faiss-cpu", "tantivy")
Metrics = dict[str, float | None]
Row = TypeVar("Row", bound="Outcome")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What happened to one query or case: its metrics (None where undefined), what was found, what is gold."""

    id: str
    question: str
    metrics: Mapping[str, float | None]
    slices: tuple[str, ...]
    gold: tuple[str, ...]
    found: tuple[str, ...]
    note: str = ""


def by_slice(outcomes: Sequence[Row], metrics: Callable[[Sequence[Row]], Metrics]) -> dict[str, Any]:
    """Slice → its n and its metrics, for every slice an outcome is in, by name."""
    names = sorted({name for outcome in outcomes for name in outcome.slices})
    members = {name: [outcome for outcome in outcomes if name in outcome.slices] for name in names}
    return {name: {"n": len(rows), "metrics": metrics(rows)} for name, rows in members.items()}


def per_query(outcomes: Iterable[Outcome]) -> dict[str, dict[str, Any]]:
    """Query id → metrics and slices: what `t2r eval compare` reads."""
    return {outcome.id: {"metrics": dict(outcome.metrics), "slices": list(outcome.slices)} for outcome in outcomes}


def scores(outcomes: Iterable[Outcome]) -> dict[str, Scores]:
    """The same, for a comparison in this process."""
    return {outcome.id: Scores(outcome.metrics, outcome.slices) for outcome in outcomes}


def as_rows(records: Iterable[DataclassInstance]) -> list[dict[str, Any]]:
    """Dataclasses, such as comparisons, as JSON objects."""
    return [asdict(record) for record in records]


def versions() -> dict[str, str]:
    """Versions of what can change a number."""
    return {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}}


def inputs(**paths: Path | None) -> dict[str, dict[str, str]]:
    """Name and SHA-256 of each input file that was given."""
    return {name: {"file": path.name, "sha256": sha256(path)} for name, path in paths.items() if path is not None}
