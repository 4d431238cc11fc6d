"""One search: the passages that may answer, collected from what the words, the meaning and the symptoms lead to, and scored."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from knowledge.columns import Columns, Filters
from knowledge.dense import DenseIndex
from knowledge.documents import Kind
from knowledge.embedding import Vectors
from knowledge.lexical import BOOSTS, LexicalHits, LexicalIndex
from knowledge.normalise import NormalisedQuery, Vocabulary
from knowledge.ranking import BM25_WEIGHT, Signals, freshness, stayed_fixed, symptom_shift, words_part
from knowledge.store import Role, State

System = Literal["hybrid", "dense", "lexical"]

# How many passages of each index are looked at: 100 and 500 rank SciFact alike.
CANDIDATES = 100
DOCUMENT_CANDIDATES = 50
SYMPTOM_CANDIDATES = 400
# A complaint is like several symptoms of the right article, and by accident like one of a wrong article. Recall@3 on half of
# the starter suite, with the nearest 1, 2, 3, 4 of them: .930, .943, .945, .942 (the other half: .939, .940, .943, .945).
NEAREST_SYMPTOMS = 3
# A longer document is about more than one thing, and its words are found by their passages alone.
WHOLE_DOCUMENT_CHARACTERS = 10_000
# Passages of a document that its symptoms alone have led to.
PASSAGES_OF_A_DOCUMENT = 20
DAY_MICROSECONDS = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found. `(start, end)` is its span in the document's body, `parts` and `reason` say why it is here; `why` works
    the reason out when it is asked for.

    `score` is between 0 and 1 and orders the hits of one query; it is no probability. `duplicates` names the documents
    whose nearly identical passage this one stands for.
    """

    document_id: str
    kind: Kind
    title: str
    start: int
    end: int
    text: str
    headings: tuple[str, ...]
    score: float
    parts: Mapping[str, float]
    why: Callable[[], str] = field(repr=False, compare=False)
    version: int
    updated_at: datetime
    duplicates: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """Why it is here, in words."""
        return self.why()


@dataclass(frozen=True, slots=True)
class Query:
    """A question made ready once, to be searched with more than once: its reading, its vector, its weighted terms.

    `own_vector` and `own_terms` are those of the question alone, without what was said before it.
    """

    normalised: NormalisedQuery
    vector: Vectors
    terms: Mapping[str, float]
    own_vector: Vectors
    own_terms: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The hits, best first; how the query was read; milliseconds by stage."""

    hits: tuple[Hit, ...]
    query: NormalisedQuery
    timings: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Masks:
    """By passage number: is it a text, is it a symptom, that may be found?"""

    texts: NDArray[np.bool_]
    symptoms: NDArray[np.bool_]


@dataclass(slots=True)
class Snapshot:
    """What one state of the base looks like to a reader; replaced as a whole when the state changes."""

    state: State
    columns: Columns
    dense: DenseIndex
    vocabulary: Vocabulary
    masks: dict[object, Masks] = field(default_factory=dict)


class Search:
    """One query on one snapshot: collects candidate passages and scores each by every part."""

    def __init__(
        self,
        words: LexicalIndex,
        document_words: LexicalIndex,
        snapshot: Snapshot,
        query: Query,
        allowed: Masks,
    ) -> None:
        self._words, self._document_words = words, document_words
        self._dense, self._columns = snapshot.dense, snapshot.columns
        self._vector, self._terms = query.vector, query.terms
        self._texts, self._symptoms = allowed.texts, allowed.symptoms

    def candidates(self, system: System) -> tuple[NDArray[np.int64], Signals]:
        """Passage numbers, and their scores."""
        if not self._texts.any():
            nothing = np.empty(0, dtype=np.float32)
            return np.empty(0, dtype=np.int64), Signals(nothing, nothing, nothing, nothing, nothing)
        nobody = LexicalHits(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32))
        words = self._by_words(self._words, CANDIDATES) if system != "dense" else nobody
        near = (
            self._dense.search(self._vector, CANDIDATES, self._texts).numbers if system != "lexical" else nobody.numbers
        )
        if system != "hybrid":
            numbers = np.union1d(words.numbers, near)
            nothing = np.zeros(len(numbers), dtype=np.float32)
            cosines = self._dense.scores(self._vector, numbers) if system == "dense" else nothing
            return numbers, Signals(cosines, BM25_WEIGHT * _spread(words, numbers), nothing, nothing, nothing)
        by_document, by_symptom = self._by_document(), self._by_symptom()
        led_to = self._columns.texts_of(np.union1d(by_document.rows, by_symptom.rows), PASSAGES_OF_A_DOCUMENT)
        numbers = np.unique(np.concatenate([words.numbers, near, led_to]))
        numbers = numbers[self._texts[numbers]]
        documents = self._columns.document[numbers]
        vectors = self._dense.vectors(numbers)
        bm25 = _spread(words, numbers)
        whole = by_document.of(documents, otherwise=self._not_found(documents))
        lexical = words_part(bm25, whole, documents, sum(self._terms.values()))
        cosines = vectors @ self._vector
        symptom = symptom_shift(cosines, self._symptom_of(documents, by_symptom, cosines))
        age = (time.time() * 1e6 - self._columns.of("dated", documents)) / DAY_MICROSECONDS
        signals = Signals(
            cosines,
            lexical,
            symptom,
            freshness(age.astype(np.float32)),
            stayed_fixed(self._columns.of("stayed_fixed", documents)),
        )
        return numbers, signals

    def _by_document(self) -> _ByDocument:
        """The BM25 of the documents that are indexed as a whole."""
        hits = self._by_words(self._document_words, DOCUMENT_CANDIDATES, BOOSTS)
        rows, first = np.unique(self._columns.document[hits.numbers], return_index=True)
        return _ByDocument(rows, hits.scores[first])

    def _not_found(self, documents: NDArray[np.int64]) -> NDArray[np.float32]:
        """For documents that are not among those found by their words: 0, or NaN if they are not indexed as a whole."""
        whole = self._columns.of("length", documents) <= WHOLE_DOCUMENT_CHARACTERS
        return np.where(whole, np.float32(0), np.float32(np.nan))

    def _by_symptom(self) -> _Symptoms:
        """The symptoms nearest to the query, at most NEAREST_SYMPTOMS of a document."""
        if not self._symptoms.any():
            none = np.empty(0, dtype=np.int64)
            return _Symptoms(none, _ByDocument(none, none), _ByDocument(none, none), 0.0)
        hits = self._dense.search(self._vector, SYMPTOM_CANDIDATES, self._symptoms)
        documents = self._columns.document[hits.numbers]
        order = np.argsort(documents, kind="stable")  # best first in each document
        rows, first, count = np.unique(documents[order], return_index=True, return_counts=True)
        nearest = np.arange(len(order)) - np.repeat(first, count) < NEAREST_SYMPTOMS
        scores = hits.scores[order]
        sums = np.add.reduceat(np.where(nearest, scores, np.float32(0)), first)
        known = _ByDocument(rows, np.minimum(count, NEAREST_SYMPTOMS))
        return _Symptoms(rows, _ByDocument(rows, sums), known, float(scores[nearest].min()))

    def _symptom_of(
        self, documents: NDArray[np.int64], found: _Symptoms, cosines: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """For each candidate the mean cosine of its document's nearest symptoms; its own cosine where there are no symptoms."""
        count = np.minimum(self._columns.symptoms(documents), NEAREST_SYMPTOMS)
        none = np.zeros(len(documents), dtype=np.float32)
        near, known = found.sums.of(documents, none), found.known.of(documents, none)
        # A symptom that is not among the hits is no nearer than the last of them.
        return np.where(count, (near + found.least * (count - known)) / np.maximum(count, 1), cosines).astype(
            np.float32
        )

    def _by_words(self, index: LexicalIndex, k: int, boosts: Mapping[str, float] = MappingProxyType({})) -> LexicalHits:
        """The k best of the allowed ones; the index is asked for more until k are left or there are no more."""
        allowed = self._texts
        wanted, most = k, index.entries()
        while True:
            hits = index.search(self._terms, min(wanted, most), boosts)
            # A number beyond the snapshot is of a commit that is still under way, or never came.
            known = hits.numbers < len(allowed)
            keep = np.zeros(len(known), dtype=np.bool_)
            keep[known] = allowed[hits.numbers[known]]
            if keep.sum() >= k or len(hits.numbers) < wanted or wanted >= most:
                return LexicalHits(hits.numbers[keep][:k], hits.scores[keep][:k])
            wanted *= 8


def masks_of(snapshot: Snapshot, filters: Filters) -> Masks:
    key = (filters, datetime.now(UTC).date())
    masks = snapshot.masks.get(key)
    if masks is None:
        allowed, role = snapshot.columns.allowed(filters), snapshot.columns.role
        masks = Masks(allowed & (role == Role.TEXT), allowed & (role == Role.SYMPTOM))
        if len(snapshot.masks) >= 32:
            snapshot.masks.clear()
        snapshot.masks[key] = masks
    return masks


def _spread(hits: LexicalHits, numbers: NDArray[np.int64]) -> NDArray[np.float32]:
    """The hits' scores in the order of `numbers` (sorted, unique, with all hits among them); 0 for the others."""
    scores = np.zeros(len(numbers), dtype=np.float32)
    scores[np.searchsorted(numbers, hits.numbers)] = hits.scores
    return scores


@dataclass(frozen=True, slots=True)
class _ByDocument:
    """A value of some documents: their rows, sorted, and the values beside them."""

    rows: NDArray[np.int64]
    values: NDArray[Any]

    def of(self, documents: NDArray[np.int64], otherwise: NDArray[np.float32]) -> NDArray[np.float32]:
        """For each document row its value, or its entry of `otherwise`."""
        if not len(self.rows):
            return otherwise
        place = np.minimum(np.searchsorted(self.rows, documents), len(self.rows) - 1)
        return np.where(self.rows[place] == documents, self.values[place], otherwise).astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Symptoms:
    """By document the sum of its nearest cosines and how many they are; the least of all that are counted."""

    rows: NDArray[np.int64]
    sums: _ByDocument
    known: _ByDocument
    least: float
