"""What speaks for each outcome: phrases near in meaning, a discriminant over their vectors, and telling words.

An outcome is what an opening can turn out to be: one flow, none, or something that fits several flows alike, such as "no
internet", which is a class of its own and not a bad example of each.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import Vectors

Scores = NDArray[np.float64]

# How much the covariance of the phrases is evened out: there are hardly more of them than dimensions.
SHRINKAGE = 0.3
NEAREST = 2
# Added to the count of every word: what a flow's phrases do not say may still be said of it.
SMOOTHING, UNSEEN = 0.3, 0.15


@dataclass(frozen=True, slots=True)
class Phrase:
    """Something a customer may say, in plain English, the place of its outcome, and how much it counts."""

    text: str
    outcome: int
    weight: float = 1.0


class Meaning:
    """Which outcome's phrases a text is like, by their vectors (one row a phrase)."""

    def __init__(self, phrases: Sequence[Phrase], vectors: Vectors, outcomes: int) -> None:
        owner = np.array([phrase.outcome for phrase in phrases])
        self._vectors = vectors
        self._rows = [np.flatnonzero(owner == outcome) for outcome in range(outcomes)]
        means = np.array([vectors[rows].mean(axis=0) for rows in self._rows], dtype=np.float64)
        spread = vectors - means[owner]
        covariance = spread.T @ spread / len(vectors)
        covariance += SHRINKAGE * np.trace(covariance) / len(covariance) * np.eye(len(covariance))
        self._slopes = np.linalg.solve(covariance, means.T)
        self._intercepts = -0.5 * np.einsum("od,do->o", means, self._slopes)

    def discriminant(self, vector: Vectors) -> Scores:
        """Fisher's discriminant of each outcome; only differences mean anything.

        It weighs the directions in which outcomes differ, and discounts those in which the phrases of one differ among
        themselves. It is solved, not trained: a flow that a host adds counts at once.
        """
        return np.asarray(vector @ self._slopes + self._intercepts, dtype=np.float64)

    def nearest(self, vector: Vectors) -> Scores:
        """The mean cosine of each outcome's nearest phrases."""
        cosines = np.einsum("pd,d->p", self._vectors, vector)  # BLAS would wake threads for so little
        return np.array([np.sort(cosines[rows])[-NEAREST:].mean() for rows in self._rows], dtype=np.float64)

    def nearest_phrase(self, vector: Vectors, outcome: int) -> int:
        """The row of the outcome's nearest phrase."""
        rows = self._rows[outcome]
        return int(rows[np.argmax(np.einsum("pd,d->p", self._vectors[rows], vector))])


class Words:
    """Which outcome's words a text has: for each word and pair of words, how much more often its phrases have it."""

    def __init__(self, phrases: Iterable[Phrase], outcomes: int) -> None:
        counts: dict[str, Scores] = defaultdict(lambda: np.zeros(outcomes))
        totals = np.zeros(outcomes)
        for phrase in phrases:
            totals[phrase.outcome] += phrase.weight
            for term in terms(phrase.text):
                counts[term][phrase.outcome] += phrase.weight
        self._nothing = np.zeros(outcomes)
        self._weights: Mapping[str, Scores] = {term: _log_shares(found, totals) for term, found in counts.items()}

    def score(self, text: str) -> Scores:
        """The evidence of a text's words for each outcome, on one scale for short and long texts."""
        known = [self._weights[term] for term in terms(text) if term in self._weights]
        return np.asarray(np.sum(known, axis=0) / np.sqrt(len(known))) if known else self._nothing

    def telling(self, text: str) -> float:
        """How much the words of a text part the outcomes."""
        return float(np.ptp(self.score(text)))


def _log_shares(counts: Scores, totals: Scores) -> Scores:
    usual = SMOOTHING * (counts.sum() / totals.sum() + UNSEEN)
    shares = np.log((counts + usual) / (totals + SMOOTHING))
    return np.asarray(shares - shares.mean())


_WORD = re.compile(r"[a-z0-9]+")
_JOINED = (("wi-fi", "wifi"), ("wi fi", "wifi"), ("e-sim", "esim"), ("n't", " not"), ("cannot", "can not"))
# Words that say nothing of a trouble; "no", "not", "only" and "without" do.
_EMPTY = frozenset(
    ["the", "a", "an", "my", "is", "it", "of", "to", "i", "on", "in", "and", "for", "at", "me", "you", "your", "so", "that", "this", "be", "am", "are", "with", "from", "has", "have", "was", "were", "there", "its", "we", "our", "he", "she", "they", "his", "her", "by", "as", "or", "if", "when", "us", "them", "their", "been", "being"]
)
_ENDINGS = ("ing", "ed", "es", "s")


def terms(text: str) -> set[str]:
    """The words of a text, without endings, and the pairs of neighbours among them."""
    lower = text.lower()
    for written, meant in _JOINED:
        lower = lower.replace(written, meant)
    words = [_stem(word) for word in _WORD.findall(lower) if word not in _EMPTY]
    return {*words, *(f"{one} {other}" for one, other in zip(words, words[1:], strict=False))}


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
