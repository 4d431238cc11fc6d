"""The files of a retrieval benchmark: BEIR corpora and queries, TREC or BEIR relevance judgements, TREC runs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eval.inputs import InputError, as_article, json_lines, lines
from knowledge.documents import Article

Qrels = dict[str, dict[str, int]]
"""Query id → document id → grade of relevance; above 0 is relevant."""

Run = dict[str, dict[str, float]]
"""Query id → document id → score; the higher, the better."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query and the metadata fields that slices are made of."""

    id: str
    text: str
    metadata: Mapping[str, str] = field(default_factory=dict)


def read_corpus(path: Path) -> list[Article]:
    """Lines `{"_id", "title"?, "text"}`. Raises InputError on a missing or repeated id and on an empty document."""
    documents = []
    for line, key, row in _rows_by_id(path):
        documents.append(as_article(key, _text(row, "title", path, line), _text(row, "text", path, line), path, line))
    if not documents:
        raise InputError("no document", path)
    return documents


def read_queries(path: Path) -> dict[str, Query]:
    """Lines `{"_id", "text", …}`; every other scalar field, and those under `metadata`, can name a slice."""
    queries = {}
    for line, key, row in _rows_by_id(path):
        text = _text(row, "text", path, line)
        if not text.strip():
            raise InputError("empty", path, line, "text")
        nested = row.get("metadata")
        fields = row | (nested if isinstance(nested, dict) else {})
        metadata = {
            name: str(value)
            for name, value in fields.items()
            if name not in ("_id", "text", "metadata") and isinstance(value, str | int | float)
        }
        queries[key] = Query(key, text, metadata)
    return queries


def read_qrels(path: Path) -> Qrels:
    """TREC lines `qid 0 docid grade`, or BEIR's tab-separated `query-id corpus-id score` with or without its header.

    Raises InputError on an empty file, a repeated pair, or a grade that is not a whole number.
    """
    qrels: Qrels = {}
    columns = None
    for line, text in lines(path):
        cells = text.split("\t") if text.count("\t") == 2 else text.split()
        if columns is None:
            columns = len(cells)
            if [cell.strip() for cell in cells] == ["query-id", "corpus-id", "score"]:
                continue
        if len(cells) != columns or columns not in (3, 4):
            raise InputError(
                f"{len(cells)} columns; expected `qid 0 docid grade` or `query-id corpus-id score`", path, line
            )
        query, document, grade = cells[0].strip(), cells[-2].strip(), cells[-1].strip()
        try:
            value = int(grade)
        except ValueError as error:
            raise InputError(f"{grade!r} is not a whole number", path, line, "grade") from error
        if document in qrels.setdefault(query, {}):
            raise InputError(f"query {query!r} judges document {document!r} twice", path, line)
        qrels[query][document] = value
    if not qrels:
        raise InputError("no relevance judgement", path)
    return qrels


def read_run(path: Path) -> Run:
    """TREC lines `qid Q0 docid rank score tag`; like trec_eval, the order comes from the score, not from the rank."""
    run: Run = {}
    for line, text in lines(path):
        cells = text.split()
        if len(cells) != 6:
            raise InputError(f"{len(cells)} columns; expected `qid Q0 docid rank score tag`", path, line)
        query, document = cells[0], cells[2]
        try:
            score = float(cells[4])
        except ValueError:
            score = math.nan
        if not math.isfinite(score):
            raise InputError(f"{cells[4]!r} is not a finite number", path, line, "score")
        if document in run.setdefault(query, {}):
            raise InputError(f"query {query!r} lists document {document!r} twice", path, line)
        run[query][document] = score
    if not run:
        raise InputError("no result", path)
    return run


def write_run(run: Mapping[str, Mapping[str, float]], path: Path, tag: str) -> None:
    """Write `run` as a TREC run file. Raises InputError for an id with a blank in it: the format has no quoting."""
    rows = []
    for query, scores in run.items():
        ranking = sorted(scores.items(), key=lambda item: -item[1])
        for rank, (document, score) in enumerate(ranking, 1):
            if len(query.split()) != 1 or len(document.split()) != 1:
                raise InputError(f"ids {query!r}, {document!r}: a TREC run cannot hold a blank", path)
            rows.append(f"{query} Q0 {document} {rank} {score:.9f} {tag}\n")
    path.write_text("".join(rows), encoding="utf-8")


def _rows_by_id(path: Path) -> Iterator[tuple[int, str, dict[str, Any]]]:
    first_seen: dict[str, int] = {}
    for line, row in json_lines(path):
        key = row.get("_id")
        if isinstance(key, int) and not isinstance(key, bool):
            key = str(key)
        if not isinstance(key, str) or not key.strip():
            raise InputError("missing, empty or not text", path, line, "_id")
        key = key.strip()
        if key in first_seen:
            raise InputError(f"{key!r} is already on line {first_seen[key]}", path, line, "_id")
        first_seen[key] = line
        yield line, key, row


def _text(row: dict[str, Any], name: str, path: Path, line: int) -> str:
    value = row.get(name)
    if value is None and name == "title":
        return ""
    if not isinstance(value, str):
        raise InputError("missing or not text", path, line, name)
    return value
