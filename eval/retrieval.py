"""Score retrieval on a benchmark: build a base of its corpus, search each judged query, compare with the judgements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from eval.beir import Qrels, Query, Run
from eval.comparison import compare
from eval.ranking import MEASURES, judged_queries, means, percentiles, ranking, score, top
from eval.results import Outcome, as_rows, by_slice, per_query, scores
from knowledge.base import KnowledgeBase
from knowledge.searching import Query as PreparedQuery
from knowledge.searching import System

WARM_UP = 3
"""Searches made, and not timed, before the first timed one."""

TIMED_K = 10
"""Passages of a timed search: a page of results, as the assistant asks for. A ranking of 100 documents to score costs
more, and nobody waits for it."""


@dataclass(frozen=True, slots=True)
class Searched:
    """A run, and how long each search took, in milliseconds."""

    run: Run
    milliseconds: tuple[float, ...]


def find(base: KnowledgeBase, query: str | PreparedQuery, k: int = 100, system: System = "hybrid") -> dict[str, float]:
    """The best `k` documents and their scores, best first.

    A document that a hit stands for, because their passages nearly repeat each other, is ranked right after it.
    """
    hits = base.search(query, k, system=system, one_per_document=True).hits
    return ranking(((document, hit.score) for hit in hits for document in (hit.document_id, *hit.duplicates)), k)


def search_all(
    base: KnowledgeBase,
    queries: Mapping[str, Query],
    *,
    system: System,
    k: int,
    progress: Callable[[], None] = lambda: None,
) -> Searched:
    """The best `k` documents of each query, and the time of a search for TIMED_K passages, one after the other."""
    for query in list(queries.values())[:WARM_UP]:
        base.search(query.text, TIMED_K, system=system)
    run: Run = {}
    milliseconds = []
    for query in queries.values():
        start = perf_counter()
        base.search(query.text, TIMED_K, system=system)
        milliseconds.append((perf_counter() - start) * 1000)
        run[query.id] = find(base, query.text, k, system)
        progress()
    return Searched(run, tuple(milliseconds))


def outcomes(qrels: Qrels, run: Run, queries: Mapping[str, Query], fields: Iterable[str] = ()) -> list[Outcome]:
    """Score each query that has a relevant document; `fields` of the queries' metadata name the slices."""
    judged = judged_queries(qrels)
    values = score(judged, run)
    names = tuple(fields)
    return [
        Outcome(
            id=key,
            question=queries[key].text,
            metrics=values[key],
            slices=tuple(f"{name}={queries[key].metadata[name]}" for name in names if name in queries[key].metadata),
            gold=tuple(document for document, grade in judgements.items() if grade > 0),
            found=top(run.get(key, {})),
        )
        for key, judgements in judged.items()
    ]


def metrics(rows: Sequence[Outcome]) -> dict[str, float | None]:
    """The mean of each measure."""
    return means((row.metrics for row in rows), MEASURES)


def as_result(
    rows: Sequence[Outcome],
    searched: Searched,
    *,
    system: System,
    config: Mapping[str, Any],
    baseline: Sequence[Outcome] | None,
    with_queries: bool,
) -> dict[str, Any]:
    """The JSON of `t2r eval retrieval`. `baseline` is compared as A with this run as B."""
    result = {
        "metrics": metrics(rows),
        "queries": len(rows),
        "latency_ms": percentiles(searched.milliseconds),
        "system": system,
        "slices": by_slice(rows, metrics),
        "baseline": None,
        "config": dict(config),
    }
    if baseline is not None:
        compared = compare(scores(baseline), scores(rows), MEASURES)
        result["baseline"] = {"metrics": metrics(baseline), "comparisons": as_rows(compared)}
    if with_queries:
        result["per_query"] = per_query(rows)
    return result
