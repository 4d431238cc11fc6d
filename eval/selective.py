"""Does the assistant know what it does not know? Abstention, risk against coverage, calibration."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import ArrayLike, NDArray

CALIBRATION_BINS = 15
"""Equal-mass bins of the calibration error (Guo et al., ICML 2017, use 15; equal mass after Nixon et al. 2019)."""


@dataclass(frozen=True, slots=True)
class Detection:
    """Abstaining seen as detecting the questions that have no answer; None where a share is undefined."""

    precision: float | None
    recall: float | None
    f1: float | None


def detection(pairs: Iterable[tuple[bool, bool]]) -> Detection:
    """Precision, recall and F1 of `(should abstain, abstained)` pairs. Recall and F1 need a case to abstain on."""
    table = list(pairs)
    hits = sum(should and did for should, did in table)
    called = sum(did for _, did in table)
    wanted = sum(should for should, _ in table)
    return Detection(
        precision=hits / called if called else None,
        recall=hits / wanted if wanted else None,
        f1=2 * hits / (called + wanted) if wanted else None,
    )


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """Answering only at `confidence` or above covers `coverage` of all cases, `risk` of them wrongly."""

    coverage: float
    risk: float
    confidence: float


def risk_coverage(confidence: Sequence[float], correct: Sequence[bool], cases: int) -> list[RiskPoint]:
    """The risk–coverage curve of the answered cases, a point per distinct confidence, from the most confident on.

    `cases` counts the abstained ones too, so the curve ends at the share that was answered.
    """
    points = []
    taken = wrong = 0
    ordered = sorted(zip(confidence, correct, strict=True), key=lambda pair: -pair[0])
    for level, group in groupby(ordered, key=lambda pair: pair[0]):
        outcomes = [right for _, right in group]
        taken += len(outcomes)
        wrong += outcomes.count(False)
        points.append(RiskPoint(taken / cases, wrong / taken, level))
    return points


def aurc(confidence: ArrayLike, correct: ArrayLike) -> float | None:
    """Area under the risk–coverage curve: the mean over n = 1 … all cases given of the risk of the n most confident.

    Geifman, Uziel and El-Yaniv, ICLR 2019. Cases of equal confidence enter at their mean risk, so the input's order
    does not matter. None without a case; 0 is perfect.
    """
    levels, right = _by_confidence(confidence, correct)
    if not len(levels):
        return None
    errors = 1 - right[::-1]
    return float(np.mean(np.cumsum(errors) / np.arange(1, len(errors) + 1)))


def expected_calibration_error(confidence: ArrayLike, correct: ArrayLike, bins: int = CALIBRATION_BINS) -> float | None:
    """Mean distance between confidence and share correct over `bins` bins of (nearly) equal numbers of cases.

    None without a case; with fewer cases than bins each case is a bin.
    """
    levels, right = _by_confidence(confidence, correct)
    if not len(levels):
        return None
    parts = np.array_split(np.arange(len(levels)), min(bins, len(levels)))
    gaps = [len(part) * abs(levels[part].mean() - right[part].mean()) for part in parts]
    return float(sum(gaps) / len(levels))


def _by_confidence(confidence: ArrayLike, correct: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Both sorted by rising confidence; among equals, `correct` becomes their mean."""
    levels = np.asarray(confidence, dtype=np.float64)
    right = np.asarray(correct, dtype=np.float64)
    if levels.shape != right.shape:
        raise ValueError(f"{len(levels)} confidences but {len(right)} outcomes")
    order = np.argsort(levels, kind="stable")
    _, group, sizes = np.unique(levels[order], return_inverse=True, return_counts=True)
    return levels[order], (np.bincount(group, weights=right[order]) / sizes)[group] if len(order) else right
