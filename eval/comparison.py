"""Compare two systems query by query: the difference of each metric on each slice, its interval and its p value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from eval.inputs import InputError, parse_object
from eval.significance import bootstrap_interval, holm, randomisation_p

LOWER_IS_BETTER = frozenset({"unsupported_rate"})


@dataclass(frozen=True, slots=True)
class Scores:
    """What one system scored on one query or case; None where a metric is undefined for it."""

    metrics: Mapping[str, float | None]
    slices: tuple[str, ...] = ()


PerQuery = Mapping[str, Scores]


@dataclass(frozen=True, slots=True)
class Comparison:
    """B against A on the n queries where both have the metric. `difference` is B − A; low and high bound it at 95%.

    `slice` is None for all queries. `p` is the paired randomisation test's, `p_holm` after Holm over every row compared
    together. low, high are None below two pairs.
    """

    metric: str
    slice: str | None
    n: int
    a: float
    b: float
    difference: float
    low: float | None
    high: float | None
    p: float
    p_holm: float


def compare(a: PerQuery, b: PerQuery, metrics: Iterable[str] | None = None) -> list[Comparison]:
    """Every metric that both systems have, over all queries and over each slice, in that order.

    Queries that only one of the two has are left out; a query is in a slice if B says so.
    """
    names = list(metrics) if metrics is not None else _shared_metrics(a, b)
    slices: list[str | None] = [None, *sorted({name for key in b if key in a for name in b[key].slices})]
    rows = []
    for part in slices:
        for name in names:
            pairs = paired(a, b, name, part)
            if pairs:
                rows.append((name, part, *np.asarray(pairs).T))
    p_values = [randomisation_p(theirs - ours) for _, _, ours, theirs in rows]
    compared = []
    for (name, part, ours, theirs), p, p_holm in zip(rows, p_values, holm(p_values), strict=True):
        low, high = bootstrap_interval(theirs - ours) or (None, None)
        difference = float((theirs - ours).mean())
        compared.append(
            Comparison(
                name, part, len(ours), float(ours.mean()), float(theirs.mean()), difference, low, high, p, p_holm
            )
        )
    return compared


def paired(a: PerQuery, b: PerQuery, metric: str, part: str | None) -> list[tuple[float, float]]:
    """The values of A and B on the queries of one slice (None: all) for which both are defined, in A's order."""
    pairs = []
    for key, ours in a.items():
        theirs = b.get(key)
        if theirs is None or (part is not None and part not in theirs.slices):
            continue
        left, right = ours.metrics.get(metric), theirs.metrics.get(metric)
        if left is not None and right is not None:
            pairs.append((left, right))
    return pairs


def read_result(path: Path) -> tuple[dict[str, Any], PerQuery]:
    """The JSON an evaluation printed with `--per-query`, and its values per query or case. Raises InputError."""
    result = parse_object(path.read_text(encoding="utf-8-sig"), path)
    for field in ("per_query", "per_case"):
        if field in result:
            return result, _per_query(result[field], path, field)
    raise InputError("neither per_query nor per_case: run the evaluation with --per-query", path)


def _per_query(table: object, path: Path, field: str) -> dict[str, Scores]:
    if not isinstance(table, dict) or not table:
        raise InputError("expected an object with a query or more", path, field=field)
    scores = {}
    for key, row in table.items():
        metrics = row.get("metrics") if isinstance(row, dict) else None
        slices = row.get("slices", []) if isinstance(row, dict) else None
        if not isinstance(metrics, dict) or not isinstance(slices, list):
            raise InputError('expected {"metrics": {…}, "slices": […]}', path, field=f"{field}.{key}")
        for name, value in metrics.items():
            if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
                raise InputError(f"{value!r} is not a number", path, field=f"{field}.{key}.{name}")
        scores[key] = Scores(metrics, tuple(str(name) for name in slices))
    return scores


def _shared_metrics(a: PerQuery, b: PerQuery) -> list[str]:
    ours = dict.fromkeys(name for scores in a.values() for name in scores.metrics)
    theirs = {name for scores in b.values() for name in scores.metrics}
    return [name for name in ours if name in theirs]
