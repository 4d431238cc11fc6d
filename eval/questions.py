"""The question sets that come with the project, asked of an assistant on the starter library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from eval.answers import AnswerOutcome, intervals, metrics, retrieval_metrics
from eval.cases import Case, read_cases
from eval.inputs import InputError
from eval.ranking import percentiles
from eval.results import Metrics, by_slice, per_query

METRICS = (
    "R@1",
    "R@3",
    "needs@3",
    "R@5",
    "nDCG@10",
    "RR@10",
    "span_hit",
    "citation_precision",
    "unsupported_rate",
    "abstain_precision",
    "abstain_recall",
    "abstain_f1",
    "abstain_correct",
    "answered_share",
)


def read_suite(name: str) -> tuple[Path, list[Case]]:
    """The cases of a suite of the package, or of the file `name` points to. Raises InputError if there is neither."""
    given = Path(name)
    if given.is_file():
        return given, read_cases(given)
    with as_file(files("eval") / "suites" / f"{name}.jsonl") as path:
        if not path.is_file():
            raise InputError("no such suite, and no such file", given)
        return path, read_cases(path)


def question_metrics(rows: Sequence[AnswerOutcome]) -> Metrics:
    """The METRICS of retrieval and answers together."""
    values = retrieval_metrics(rows) | metrics(rows)
    return {name: values[name] for name in METRICS}


def as_result(rows: Sequence[AnswerOutcome], *, config: Mapping[str, Any], with_cases: bool) -> dict[str, Any]:
    """The JSON of `t2r eval questions`."""
    bounds = intervals(rows)
    result = {
        "metrics": question_metrics(rows),
        "intervals": {name: bounds[name] for name in METRICS},
        "queries": len(rows),
        "latency_ms": percentiles(row.milliseconds for row in rows),
        "slices": by_slice(rows, question_metrics),
        "config": dict(config),
    }
    if with_cases:
        result["per_query"] = per_query(rows)
    return result
