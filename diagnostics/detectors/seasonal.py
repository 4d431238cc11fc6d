"""Anomalies as what lasts away from a stream's usual value at this hour, for many counters at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diagnostics.detectors.samples import Floats, as_sample
from diagnostics.detectors.stream import StreamDetector

WEEK = 7  # days
DAYS = 14  # of which the same hour is looked at
WEEKS = 4  # of which the same hour of the week is looked at
NEAR = 48  # the same hour reaches a 48th of a day (half an hour) to either side
LEAST_DAYS = 3  # known at this hour before anything is judged
# A normal distribution's standard deviation, in its median absolute deviation and in the 85th percentile of the deviations.
SIGMA, SIGMA_85 = 1.4826, 0.6947
# Counters vary by a share of their size, and by less and less of it near zero: sizes are compared by their logarithm above
# this share of the stream's mean size.
NEAR_ZERO = 0.1
# Below so many of its smallest steps a stream is taken for a count of single things, which varies as Poisson's counts do.
FEW = 30
LEAST_SPREAD = 0.5  # the spread of an hour is taken for no smaller than this share of the stream's mean spread
LEAST_CHANGE = 0.01  # the spread of an hour is taken for no smaller (a logarithm: one percent of the size)
UNSEEN_DAY = 0.25  # until each day of the week was seen, it may differ from the others by so much (a logarithm)
ALLOWANCE = 2.0  # standard deviations a sample that count for nothing (Page's cumulative sum)
LIMIT = 8.0  # one sample counts for no more standard deviations than this
MEMORY = 7.0  # days that the stream's means reach back
START = 0.25  # days that Poisson's variance counts for beside the learned one
FARTHEST = 50.0  # standard deviations that are told; a stream that never changed would have infinitely many
CEILING = 20.0  # the sum grows no further: an end is seen soon after it
_AT_ONCE = 1 << 17


@dataclass(frozen=True, slots=True, eq=False)
class Deviation:
    """One sample of each entity, shape (entities,); NaN where it was missing or too little is known.

    `deviation` is signed, in standard deviations of this hour; `score` the cumulative sum of what exceeds the allowance,
    on the side that has more.
    """

    score: Floats
    deviation: Floats


class SeasonalDetector(StreamDetector):
    """Page's cumulative sum of deviations from the usual value at this hour, many entities at once.

    Usual is the median of the same half-hour to either side on the last 14 days, or at this hour of the last four weeks,
    whichever is nearer to the sample; the spread is the median absolute deviation of those samples. Both stay right while
    less than half of them are of troubles. E. S. Page, "Continuous inspection schemes", Biometrika 41 (1954).
    """

    def __init__(self, samples_per_day: int) -> None:
        self.samples_per_day = samples_per_day

    def update(self, values: ArrayLike) -> Deviation:
        """Judge the next sample of each entity, shape (entities,), then learn it. NaN is missing.

        The first call settles how many entities there are. Raises ValueError for another number, or an infinite sample.
        """
        if not hasattr(self, "_ring"):
            self._begin(np.size(values))
        sample = as_sample(values, self._entities)
        residual, spread, mean = self._residual(sample)
        known = ~np.isnan(residual)
        around = np.maximum(np.where(spread > 0, spread, np.sqrt(self._square)), LEAST_SPREAD * self._spread)
        around = np.maximum(around, LEAST_CHANGE)
        if self._time < (WEEK + 1) * self.samples_per_day:
            around = np.hypot(around, UNSEEN_DAY)
        deviation = residual / around
        few, limit = self._counted(mean)
        deviation[few] = np.sign(sample[few] - mean[few]) * np.fmin(
            np.abs(sample[few] - mean[few]) / limit[few], np.abs(deviation[few])
        )
        step = np.clip(np.nan_to_num(deviation, posinf=LIMIT, neginf=-LIMIT), -LIMIT, LIMIT)
        self._silent += 1
        self._silent[~np.isnan(sample)] = 0
        for side, sum_ in ((1, self._above), (-1, self._below)):
            sum_[self._silent > self.samples_per_day] = 0.0  # nobody knows whether the trouble still lasts
            sum_[known] = np.clip(sum_[known] + side * step[known] - ALLOWANCE, 0.0, CEILING)
        self._learn(sample, residual, spread, mean)
        score = np.where(known, np.maximum(self._above, self._below), np.nan)
        return Deviation(score, np.where(known, np.clip(deviation, -FARTHEST, FARTHEST), np.nan))

    def _begin(self, entities: int) -> None:
        if self.samples_per_day < 1:
            raise ValueError("samples_per_day must be at least 1")
        self._entities = entities
        self._time = 0
        self._reach = self.samples_per_day // NEAR
        self._length = WEEKS * WEEK * self.samples_per_day + self._reach + 1
        self._ring = np.full((entities, self._length), np.nan, dtype=np.float32)
        self._size = np.full(entities, np.nan)  # means of the past, newer samples counting for more
        self._spread, self._square = np.zeros(entities), np.zeros(entities)
        self._variance, self._mean = np.zeros(entities), np.zeros(entities)
        self._judged = np.zeros(entities, dtype=np.int64)
        self._grain = np.full(entities, np.inf)  # the smallest step ever seen
        self._last = np.full(entities, np.nan)
        self._above, self._below = np.zeros(entities), np.zeros(entities)
        self._silent = np.zeros(entities, dtype=np.int64)  # samples missing in a row

    def _residual(self, sample: Floats) -> tuple[Floats, Floats, Floats]:
        """Distance to the nearer of the two usual values, the standard deviation around that, both on the scale of sizes,
        and the mean at this hour; NaN where unknown."""
        daily, weekly = self._places(1, DAYS), self._places(WEEK, WEEKS)
        residual = np.full(self._entities, np.nan)
        spread = np.full(self._entities, np.nan)
        mean = np.full(self._entities, np.nan)
        if len(daily) < LEAST_DAYS:
            return residual, spread, mean
        at_once = max(1, _AT_ONCE // daily.size)
        for start in range(0, self._entities, at_once):
            part = slice(start, start + at_once)
            scale = (NEAR_ZERO * self._size[part])[:, None]
            now = _sizes(sample[part, None], scale)
            values = self._ring[part].take(daily, axis=1)
            there = ~np.isnan(values)
            enough = there.any(axis=2).sum(axis=1) >= LEAST_DAYS
            mean[part] = np.where(there, values, 0).sum(axis=(1, 2)) / np.maximum(there.sum(axis=(1, 2)), 1)
            away, around = _away(now, values, scale)
            if len(weekly) > 1:
                weekly_away, weekly_around = _away(now, self._ring[part].take(weekly, axis=1), scale)
                nearer = np.abs(weekly_away) < np.abs(away)
                away = np.where(nearer, weekly_away, away)
                around = np.where(nearer, np.fmax(around, weekly_around), around)
            residual[part], spread[part] = np.where(enough, away, np.nan), around
        return residual, spread, mean

    def _counted(self, mean: Floats) -> tuple[NDArray[np.bool_], Floats]:
        """Which streams count few things at this hour, and the standard deviation of such counts.

        Variance to mean is learned, starting from Poisson's: a stream that never changed is none of these.
        """
        few = (mean >= 0) & (mean <= FEW * self._grain) & np.isfinite(self._grain) & (self._mean > 0)
        known = np.minimum(self._judged, MEMORY * self.samples_per_day)
        start = START * self.samples_per_day
        limit = np.full(self._entities, np.nan)
        grain, usual = self._grain[few], self._mean[few]
        dispersion = (self._variance[few] * known[few] + grain * usual * start) / (usual * (known[few] + start))
        limit[few] = np.sqrt(dispersion * (mean[few] + grain))
        return few, limit

    def _places(self, days: int, count: int) -> NDArray[np.intp]:
        """Places in the ring of samples near this time of day, every `days` days back, shape (periods, samples)."""
        period = days * self.samples_per_day
        count = min(count, (self._time - self._reach) // period)
        times = self._time - period * np.arange(1, count + 1)[:, None] + np.arange(-self._reach, self._reach + 1)
        return times % self._length

    def _learn(self, sample: Floats, residual: Floats, spread: Floats, mean: Floats) -> None:
        self._ring[:, self._time % self._length] = sample
        step = np.abs(sample - self._last)
        self._grain = np.fmin(self._grain, np.where(step > 0, step, np.inf))
        self._last = np.where(np.isnan(sample), self._last, sample)
        size = np.abs(sample)
        self._size = np.where(np.isnan(self._size), size, self._size)
        longest = MEMORY * self.samples_per_day
        _move(self._size, size, longest)
        judged = ~np.isnan(residual)
        self._judged += judged
        reach = np.clip(self._judged.astype(float), 1.0, longest)
        _move(self._spread, np.where(judged, spread, np.nan), reach)
        _move(self._square, np.square(residual), reach)
        _move(self._variance, np.where(judged, (sample - mean) ** 2, np.nan), reach)
        _move(self._mean, np.where(judged, mean, np.nan), reach)
        self._time += 1


def _move(means: Floats, values: Floats, reach: Floats | float) -> None:
    """Move running means, in place, towards the values that are finite; they reach back so many samples."""
    means += np.where(np.isfinite(values), values - means, 0.0) / reach


def _sizes(values: NDArray[Any], scale: Floats) -> Floats:
    """Values on a scale that is linear up to `scale` and logarithmic above, on both sides of zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.sign(values) * np.log1p(np.abs(values) / scale.astype(np.float32)))


def _away(now: Floats, values: NDArray[Any], scale: Floats) -> tuple[Floats, Floats]:
    """Distance from the median of each entity's known values, and their standard deviation around it; NaN for none."""
    flat = _sizes(values.reshape(len(values), -1), scale)
    centre = _quantile(flat, 0.5)
    distances = np.abs(flat - centre[:, None])
    distances.sort(axis=1)
    spread = np.maximum(SIGMA * _quantile(distances, 0.5, True), SIGMA_85 * _quantile(distances, 0.85, True))
    return now[:, 0] - centre, spread


def _quantile(values: Floats, share: float, ordered: bool = False) -> Floats:
    """A quantile of each row's known values: one of them, so that equal values have it exactly. NaN for none."""
    values = values if ordered else np.sort(values, axis=1)  # NaN go last
    known = values.shape[1] - np.isnan(values).sum(axis=1)
    place = np.minimum((share * known).astype(np.intp), values.shape[1] - 1)
    return np.take_along_axis(values, place[:, None], axis=1)[:, 0]
