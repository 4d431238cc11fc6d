"""Score rankings of documents against relevance judgements, per query, with the measures of ir-measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import ir_measures
import numpy as np

from eval.beir import Qrels, Run

MEASURES = ("nDCG@10", "R@1", "R@3", "R@5", "R@10", "R@100", "RR@10", "AP")
"""nDCG with trec_eval's linear gain; R@k = share of the relevant documents in the first k; RR = 1/rank of the first."""

SMALLEST_STEP = 1e-6
"""Least distance between the scores of neighbours: trec_eval breaks ties by document id, which would re-order them."""


def ranking(scores: Iterable[tuple[str, float]], k: int | None = None) -> dict[str, float]:
    """The first `k` documents of `(document id, score)` pairs in the order of a system, each at its best passage.

    The scores returned strictly fall, so the system's own order among equals is kept by every later reader.
    """
    kept: dict[str, float] = {}
    last = float("inf")
    for document, score in scores:
        if document in kept:
            continue
        if len(kept) == k:
            break
        last = kept[document] = min(score, last - SMALLEST_STEP)
    return kept


def top(scores: Mapping[str, float], k: int = 10) -> tuple[str, ...]:
    """The `k` documents with the highest scores, best first."""
    return tuple(sorted(scores, key=lambda document: -scores[document])[:k])


def judged_queries(qrels: Qrels) -> Qrels:
    """The queries with at least one relevant document; recall is undefined for the others."""
    return {query: judged for query, judged in qrels.items() if any(grade > 0 for grade in judged.values())}


def score(qrels: Qrels, run: Run, measures: Iterable[str] = MEASURES) -> dict[str, dict[str, float]]:
    """Query id → measure → value for every query of `qrels`; a query the run lacks scores 0."""
    names = tuple(measures)
    per_query = {query: dict.fromkeys(names, 0.0) for query in qrels}
    for metric in ir_measures.iter_calc([ir_measures.parse_measure(name) for name in names], qrels, run):
        per_query[metric.query_id][str(metric.measure)] = float(metric.value)
    return per_query


def percentiles(milliseconds: Iterable[float]) -> dict[str, float | None]:
    """p50, p95 and p99 of the latencies, linearly interpolated; None when there is none."""
    values = list(milliseconds)
    if not values:
        return {"p50": None, "p95": None, "p99": None}
    return {f"p{q}": round(float(np.percentile(values, q)), 3) for q in (50, 95, 99)}


def mean(values: Iterable[float | None]) -> float | None:
    """Mean of the values that are defined; None when none is."""
    defined = [value for value in values if value is not None]
    return float(np.mean(defined)) if defined else None


def means(rows: Iterable[Mapping[str, float | None]], names: Iterable[str]) -> dict[str, float | None]:
    """The mean of each named value over the rows in which it is defined."""
    table = list(rows)
    return {name: mean(row.get(name) for row in table) for name in names}
