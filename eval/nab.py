"""The rules of the Numenta Anomaly Benchmark: how early alarms are rewarded and false ones charged, over a whole corpus.

Reimplemented from Lavin & Ahmad, "Evaluating Real-time Anomaly Detection Algorithms – the Numenta Anomaly Benchmark",
ICMLA 2015 (arXiv:1510.03336). An alarm in an anomaly's window earns by its place in the window, once per window (the best one
counts); a missed window and every alarm outside windows cost. The threshold is the best one over the whole corpus, one for
each profile, and the sum is set between that of a detector without alarms (0) and that of a perfect one (100).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PROBATION_SHARE = 0.15
PROBATION_ROWS = 5000  # the share is taken of at most so many rows: 750 rows of probation
FAR = 3.0  # so many window lengths behind a window an alarm costs its full weight
STEEPNESS = 5.0


@dataclass(frozen=True, slots=True)
class Profile:
    """What an application values: weights of a found window, a false alarm and a missed window."""

    true_positive: float
    false_positive: float
    false_negative: float


@dataclass(frozen=True, slots=True)
class Labelled:
    """One file's truth: its number of rows, and the windows as first and last row, in order and apart."""

    rows: int
    windows: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one profile makes of a corpus: the score from 0 (no alarm) to 100 (perfect), at the best threshold.

    `raw` holds each file's unscaled sum; below 0 overall means worse than no alarm at all.
    """

    score: float
    threshold: float
    raw: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Alarms:
    """What became of one file at a threshold: windows found and missed, rows with a false alarm."""

    found: int
    missed: int
    false: int


def scaled_sigmoid(position: Floats) -> Floats:
    """Worth of an alarm at `position`: -1 is the window's begin, 0 its end, above 0 behind it, in window lengths."""
    worth = 2.0 / (1.0 + np.exp(STEEPNESS * np.minimum(position, FAR))) - 1.0
    return np.where(position >= FAR, -1.0, worth)


def probation(rows: int) -> int:
    """First row that is judged; those before are for the detector to learn from."""
    return int(np.ceil(min(np.floor(PROBATION_SHARE * rows), PROBATION_SHARE * PROBATION_ROWS)))


def worth(truth: Labelled, profile: Profile) -> Floats:
    """What an alarm at each row would earn (in a window) or cost (outside)."""
    rows = np.arange(truth.rows, dtype=np.float64)
    position = np.full(truth.rows, FAR)
    for first, last in truth.windows:
        behind = rows > last
        position[behind] = (rows[behind] - last) / max(last - first, 1)
    values = scaled_sigmoid(position) * profile.false_positive
    best = float(scaled_sigmoid(np.array([-1.0]))[0])
    for first, last in truth.windows:
        inside = np.arange(first, last + 1)
        place = -(last - inside + 1) / (last - first + 1)
        values[first : last + 1] = scaled_sigmoid(place) * profile.true_positive / best
    return values


def judge(scores: Sequence[Floats], truths: Sequence[Labelled], profile: Profile) -> Judgement:
    """Score a corpus at its best threshold. Raises ValueError where lengths differ, a score is NaN, or no window exists."""
    _check(scores, truths)
    levels, gains = zip(*(_gains(s, t, profile) for s, t in zip(scores, truths, strict=True)), strict=True)
    level, gain = np.concatenate(levels), np.concatenate(gains)
    order = np.argsort(-level, kind="stable")
    total = np.cumsum(gain[order])
    ends = np.flatnonzero(np.append(level[order][1:] != level[order][:-1], True))
    best = ends[np.argmax(total[ends])]
    threshold = float(level[order][best]) if total[best] > 0 else float("inf")
    return at_threshold(scores, truths, profile, threshold)


def at_threshold(scores: Sequence[Floats], truths: Sequence[Labelled], profile: Profile, threshold: float) -> Judgement:
    """Score a corpus with alarms where a score reaches `threshold`. Raises ValueError as `judge` does."""
    _check(scores, truths)
    raw = []
    for score, truth in zip(scores, truths, strict=True):
        level, gain = _gains(score, truth, profile)
        raw.append(float(gain[level >= threshold].sum()) - profile.false_negative * len(truth.windows))
    windows = sum(len(truth.windows) for truth in truths)
    nothing, perfect = -profile.false_negative * windows, profile.true_positive * windows
    return Judgement(100.0 * (sum(raw) - nothing) / (perfect - nothing), threshold, tuple(raw))


def alarms(score: Floats, truth: Labelled, threshold: float) -> Alarms:
    """Count what became of one file at `threshold`."""
    fired = np.asarray(score >= threshold)
    fired[: probation(truth.rows)] = False
    inside = np.zeros(truth.rows, dtype=np.bool_)
    found = 0
    for first, last in truth.windows:
        inside[first : last + 1] = True
        found += bool(fired[first : last + 1].any())
    return Alarms(found, len(truth.windows) - found, int((fired & ~inside).sum()))


def profiles(config: Mapping[str, Mapping[str, Mapping[str, float]]]) -> dict[str, Profile]:
    """Profiles by name, from the benchmark's `profiles.json`. Raises KeyError where a weight is missing."""
    costs = {name: row["CostMatrix"] for name, row in config.items()}
    return {name: Profile(row["tpWeight"], row["fpWeight"], row["fnWeight"]) for name, row in costs.items()}


def _gains(score: Floats, truth: Labelled, profile: Profile) -> tuple[Floats, Floats]:
    """Levels, and what the file's sum changes by when the threshold falls to each of them."""
    start = probation(truth.rows)
    value = worth(truth, profile)
    inside = np.zeros(truth.rows, dtype=np.bool_)
    levels, gains = [], []
    for first, last in truth.windows:
        inside[first : last + 1] = True
        rows = np.arange(max(first, start), last + 1)
        rows = rows[np.argsort(-score[rows], kind="stable")]
        if rows.size:
            best = np.maximum.accumulate(value[rows])
            levels.append(score[rows])
            gains.append(np.diff(best, prepend=-profile.false_negative))
    outside = np.flatnonzero(~inside[start:]) + start
    return np.concatenate([*levels, score[outside]]), np.concatenate([*gains, value[outside]])


def _check(scores: Sequence[Floats], truths: Sequence[Labelled]) -> None:
    if not any(truth.windows for truth in truths):
        raise ValueError("no window is labelled in any file: nothing can be scored")
    for number, (score, truth) in enumerate(zip(scores, truths, strict=True)):
        if len(score) != truth.rows:
            raise ValueError(f"file {number}: {len(score)} scores for {truth.rows} rows")
        if np.isnan(score).any():
            raise ValueError(f"file {number}: a score is NaN")
