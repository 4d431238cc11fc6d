"""From the two indexes' scores to one order: fusion, document-level signals, near-duplicates, and why a hit is there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import Vectors

Scores = NDArray[np.float32]

# What one point of BM25 is worth in cosine. Adding BM25 unscaled, and not each query's scores stretched to 0..1, is what
# makes the fusion adapt: a query of many rare words earns many points and is ruled by its words, a short or
# paraphrased one earns few and is ruled by its meaning. A query of more than LONG_QUERY terms tells a story, and most of its
# words are beside the point: their weight falls with the root of their number. Measured on SciFact, nDCG@10: .736 at 0.01,
# .737 at 0.015, .737 at 0.02, .737 at 0.025.
BM25_WEIGHT = 0.015
LONG_QUERY = 12
# Within a document that is indexed as a whole, how much the passage's own words count to tell it from the others.
PASSAGE_SHARE = 0.5
# How much of the meaning is the document's nearest symptoms, where it has symptoms; the rest is the passage.
SYMPTOM_SHARE = 0.6

# Small beside a difference in relevance: they decide between hits that are about equally good.
FRESHNESS_WEIGHT = 0.02
FRESHNESS_HALF_LIFE_DAYS = 365.0
STAYED_FIXED_BONUS = 0.03
REOPENED_PENALTY = 0.06

# Two passages say the same when their vectors and their words do.
SAME_COSINE = 0.95
SAME_WORDS = 0.8

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Signals:
    """The candidates' scores by part, one row a candidate; absent evidence is 0."""

    dense: Scores
    lexical: Scores
    symptom: Scores
    freshness: Scores
    stayed_fixed: Scores

    def total(self) -> Scores:
        """The sum of the parts: evidence of different kinds for one document adds up."""
        return self.dense + self.lexical + self.symptom + self.freshness + self.stayed_fixed

    def of(self, row: int) -> dict[str, float]:
        """The parts of one candidate that are not zero, rounded for display."""
        parts = {
            "dense": self.dense,
            "lexical": self.lexical,
            "symptom": self.symptom,
            "freshness": self.freshness,
            "stayed_fixed": self.stayed_fixed,
        }
        return {name: round(float(values[row]), 4) for name, values in parts.items() if values[row]}


def symptom_shift(cosines: Scores, symptom: Scores) -> Scores:
    """What a document's nearest symptoms add to a passage's cosine, so that it is SYMPTOM_SHARE of the meaning.

    Negative where the customers of that document say something else.
    """
    return np.asarray(SYMPTOM_SHARE * (symptom - cosines), dtype=np.float32)


def words_part(passage: Scores, whole: Scores, documents: NDArray[np.int64], terms: float) -> Scores:
    """The lexical part of each candidate: its document's BM25 `whole` (NaN: not indexed as a whole), in cosine's unit.

    `passage` is the candidates' own BM25, which alone counts where there is no `whole`; `terms` is the query's length.
    """
    behind = best_of_document(passage, documents) - passage
    bm25 = np.where(np.isnan(whole), passage, np.maximum(whole - PASSAGE_SHARE * behind, 0))
    damping = min(1.0, (LONG_QUERY / max(terms, 1.0)) ** 0.5)
    return np.asarray(BM25_WEIGHT * damping * bm25, dtype=np.float32)


def best_of_document(scores: Scores, documents: NDArray[np.int64]) -> Scores:
    """For each candidate, the highest of these scores among the candidates of its document."""
    if not len(scores):
        return scores
    _, owner = np.unique(documents, return_inverse=True)
    best = np.full(owner.max() + 1, -np.inf, dtype=np.float32)
    np.maximum.at(best, owner, scores)
    return best[owner]


def freshness(age_days: Scores) -> Scores:
    """A bonus that halves with every FRESHNESS_HALF_LIFE_DAYS of age; the future counts as today."""
    return np.asarray(FRESHNESS_WEIGHT * 0.5 ** (np.maximum(age_days, 0) / FRESHNESS_HALF_LIFE_DAYS), dtype=np.float32)


def stayed_fixed(flags: NDArray[np.int8]) -> Scores:
    """Bonus and penalty for how a past case ended: 1 stayed fixed, 0 re-opened within 7 days, -1 not known."""
    return np.select([flags == 1, flags == 0], [STAYED_FIXED_BONUS, -REOPENED_PENALTY], 0.0).astype(np.float32)


def unit_score(total: float) -> float:
    """A total as a number from 0 to 1 that keeps the order: 1 - exp(-total)."""
    return float(-np.expm1(-max(total, 0.0)))


def distinct(texts: Sequence[str], vectors: Vectors) -> list[int]:
    """For each text, in ranked order, the row of the earlier text it nearly repeats; its own row where it is new."""
    stands_for = list(range(len(texts)))
    for row, other in np.argwhere(np.tril(vectors @ vectors.T >= SAME_COSINE, -1)).tolist():
        if stands_for[row] == row and stands_for[other] == other and _overlap(texts[row], texts[other]) >= SAME_WORDS:
            stands_for[row] = other
    return stands_for


def _overlap(one: str, another: str) -> float:
    """Jaccard similarity of two texts' words; 1 where neither has any."""
    first, second = (frozenset(_WORD.findall(text.lower())) for text in (one, another))
    union = len(first | second)
    return len(first & second) / union if union else 1.0
