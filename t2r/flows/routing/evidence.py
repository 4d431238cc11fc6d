"""What speaks for each outcome: phrases near in meaning, a discriminant over their vectors, and telling words.

An outcome is what an opening can turn out to be: one flow, none, or something that fits several flows alike, such as
"no internet", which is a class of its own and not a bad example of each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import Vectors
from knowledge.redaction.lexicon import words

Scores = NDArray[np.float64]

# How much the covariance of the phrases is evened out: there are hardly more of them than dimensions.
SHRINKAGE = 0.3
NEAREST = 2
# Added to the count of every word: what a flow's phrases do not say may still be said of it.
SMOOTHING, UNSEEN = 0.3, 0.15
EVIDENCE = ("meaning", "nearest", "words")


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
    """Which outcome's words a text has: for each word and pair how much more often the outcome's phrases have it."""

    def __init__(self, phrases: Sequence[Phrase], outcomes: int) -> None:
        self._number: dict[str, int] = {}
        had = [[self._number.setdefault(term, len(self._number)) for term in terms(each.text)] for each in phrases]
        owner = np.array([phrase.outcome for phrase in phrases])
        weight = np.array([phrase.weight for phrase in phrases])
        totals = np.bincount(owner, weight, outcomes)
        by = np.repeat(np.arange(len(phrases)), [len(each) for each in had])
        counts = np.zeros((len(self._number), outcomes))
        np.add.at(counts, (np.concatenate(had).astype(np.int64), owner[by]), weight[by])
        usual = SMOOTHING * (counts.sum(axis=1, keepdims=True) / totals.sum() + UNSEEN)
        shares = np.log((counts + usual) / (totals + SMOOTHING))
        self._shares = (shares - shares.mean(axis=1, keepdims=True)).astype(np.float32)

    def score(self, text: str) -> Scores:
        """The evidence of a text's words for each outcome, on one scale for short and long texts."""
        known = [number for term in terms(text) if (number := self._number.get(term)) is not None]
        return np.asarray(self._shares[known].sum(axis=0) / np.sqrt(max(1, len(known))), dtype=np.float64)

    def telling(self, text: str) -> float:
        """How much the words of a text part the outcomes."""
        return float(np.ptp(self.score(text)))


class Evidence:
    """All that speaks for each outcome, from its phrases and, as far as words go, further lines about it."""

    def __init__(self, phrases: Sequence[Phrase], vectors: Vectors, lines: Sequence[Phrase], outcomes: int) -> None:
        self._meaning = Meaning(phrases, vectors, outcomes)
        self._words = Words([*phrases, *lines], outcomes)
        self.telling = self._words.telling
        self.nearest_phrase = self._meaning.nearest_phrase

    def of(self, text: str, vector: Vectors) -> NDArray[np.float64]:
        """The evidence for each outcome, shape (outcomes, EVIDENCE), of a text in plain English and its vector."""
        return np.column_stack(
            [self._meaning.discriminant(vector), self._meaning.nearest(vector), self._words.score(text)]
        )


_WORD = re.compile(r"[a-z0-9]+")
_JOINED = (("wi-fi", "wifi"), ("wi fi", "wifi"), ("e-sim", "esim"), ("n't", " not"), ("cannot", "can not"))
# Words that say nothing of a trouble; "no", "not", "only" and "without" do.
_EMPTY = words(
    "the a an my is it of to i on in and for at me you your so that this be am are with from has have was were "
    "there its"
    " we our he she they his her by as or if when us them their been being"
)
_ENDINGS = ("ing", "ed", "es", "s")


def terms(text: str) -> set[str]:
    """The words of a text, without endings, and the pairs of neighbours among them."""
    lower = text.lower()
    for written, meant in _JOINED:
        lower = lower.replace(written, meant)
    found = [_stem(word) for word in _WORD.findall(lower) if word not in _EMPTY]
    return {*found, *(f"{one} {other}" for one, other in pairwise(found))}


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
