"""What is usual for a cell at an hour of the week, learned from its past, with holes, and not moved by a past outage or event."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from diagnostics.records import Counters, Floats

DAY, WEEK = 86400, 7 * 86400
WEEKS = 4  # weeks of history that are looked at
DAYS = 14  # days of history for the hour of day
NEAR = 1800  # seconds on either side that count as the same hour: rhythms are smooth, samples are few
SIGMA = 1.4826  # a normal distribution's standard deviation, in median absolute deviations
LEAST_DAYS = 3
LEAST_SAMPLES = 8
_VALUES_AT_ONCE = 4_000_000  # of samples in memory


class Level(IntEnum):
    """What a baseline was made of; the larger, the finer."""

    UNKNOWN = 0
    CELL = 1  # the cell's last two days, whatever the hour
    HOUR_OF_DAY = 2
    HOUR_OF_WEEK = 3


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """Usual value (median) and its spread (median absolute deviation as a standard deviation), shape (cells, intervals);
    NaN where the level is UNKNOWN."""

    centre: Floats
    spread: Floats
    level: NDArray[np.int8]


def baseline(
    counters: Counters, name: str, cells: NDArray[Any], first: int, end: int, now: int | None = None
) -> Baseline:
    """What was to be expected of the intervals `first` to `end` (exclusive), from samples before them.

    `now` is the last interval that may be used (default: the last before `end`), so that a forecast of the coming day
    sees no future. The hour of week needs three weeks, or two that agree within a factor of two (with two, a past outage
    cannot be told from the rhythm); else the hour of day of the last two weeks, with at least three days; else the median
    of the cell's last two days; else unknown. Times of day are UTC: where clocks change, the first days after it are an
    hour off.
    """
    cells = np.asarray(cells)
    now = end - 1 if now is None else now
    shape = (len(cells), end - first)
    result = Baseline(np.full(shape, np.nan, "f4"), np.full(shape, np.nan, "f4"), np.zeros(shape, "i1"))
    reach = max(1, NEAR // counters.step)
    at_once = max(1, _VALUES_AT_ONCE // ((2 * reach + 1) * DAYS * max(shape[1], 1)))
    for start in range(0, len(cells), at_once):
        part = slice(start, start + at_once)
        _fill(result, part, counters, name, cells[part], first, end, now, reach)
    return result


def median(values: NDArray[np.floating[Any]]) -> tuple[Floats, NDArray[np.intp]]:
    """Median of the known values along the last axis (NaN where there are none), and how many there are."""
    ordered = np.sort(values, axis=-1)  # NaN go last
    known = values.shape[-1] - np.isnan(ordered).sum(axis=-1)
    below = np.maximum(known - 1, 0) // 2
    above = np.minimum(known // 2, values.shape[-1] - 1)
    low = np.take_along_axis(ordered, below[..., None], axis=-1)[..., 0]
    high = np.take_along_axis(ordered, above[..., None], axis=-1)[..., 0]
    return ((low + high) / 2).astype("f4", copy=False), known


def idle_days(
    counters: Counters, name: str, cells: NDArray[Any], interval: int, limit: Floats
) -> tuple[Floats, Floats]:
    """On how many of the last days a cell was at or below its limit near this hour, and how many days are known."""
    reach = max(1, NEAR // counters.step)
    samples = _samples(
        counters, name, np.asarray(cells), interval, interval + 1, _lags(counters, DAY, DAYS, interval), reach, interval
    )
    idle = (samples[:, 0] <= limit[:, None, None]).any(axis=-1)
    return idle.sum(axis=-1).astype("f4"), (~np.isnan(samples[:, 0])).any(axis=-1).sum(axis=-1).astype("f4")


def _fill(
    result: Baseline,
    part: slice,
    counters: Counters,
    name: str,
    cells: NDArray[Any],
    first: int,
    end: int,
    now: int,
    reach: int,
) -> None:
    """Fill these cells, the finest level first, and the coarser ones only where that left a hole."""
    samples = _samples(counters, name, cells, first, end, _lags(counters, WEEK, WEEKS, end), reach, now)
    weekly, known = median(samples)  # (cells, intervals, weeks)
    weeks = (known > 0).sum(axis=-1)
    smallest = np.where(known > 0, weekly, np.inf).min(axis=-1, initial=np.inf)
    largest = np.where(known > 0, weekly, -np.inf).max(axis=-1, initial=-np.inf)
    _settle(result, part, samples, (weeks >= 3) | ((weeks == 2) & (2 * smallest >= largest)), Level.HOUR_OF_WEEK)
    open_cells = np.flatnonzero((result.level[part] == Level.UNKNOWN).any(axis=-1))
    if not len(open_cells):
        return
    rows = np.arange(part.start, part.start + len(cells))[open_cells]
    samples = _samples(counters, name, cells[open_cells], first, end, _lags(counters, DAY, DAYS, end), reach, now)
    days = (~np.isnan(samples)).any(axis=-1).sum(axis=-1)
    _settle(result, rows, samples, days >= LEAST_DAYS, Level.HOUR_OF_DAY)
    open_cells = open_cells[(result.level[rows] == Level.UNKNOWN).any(axis=-1)]
    if not len(open_cells):
        return
    rows = np.arange(part.start, part.start + len(cells))[open_cells]
    last = min(first, now + 1)
    recent = counters.window(name, cells[open_cells], last - 2 * DAY // counters.step, last)[:, None, None, :]
    enough = (~np.isnan(recent)).sum(axis=(-1, -2)) >= LEAST_SAMPLES
    _settle(result, rows, recent, np.broadcast_to(enough, (len(rows), end - first)), Level.CELL)


def _lags(counters: Counters, period: int, count: int, end: int) -> list[int]:
    """How many intervals ago the same time was, for as many periods as the records reach back."""
    length = period // counters.step
    return [length * n for n in range(1, count + 1) if end + NEAR // counters.step + 1 > length * n] or [length]


def _samples(
    counters: Counters, name: str, cells: NDArray[Any], first: int, end: int, lags: list[int], reach: int, now: int
) -> Floats:
    """Samples around the same time, each lag ago: shape (cells, intervals, lags, 2 reach + 1)."""
    wide = np.empty((len(cells), len(lags), end - first + 2 * reach), "f4")
    for n, lag in enumerate(lags):
        wide[:, n] = counters.window(name, cells, first - lag - reach, end - lag + reach)
        if end - lag + reach > now + 1:
            wide[:, n, max(0, now + 1 - (first - lag - reach)) :] = np.nan
    return np.moveaxis(sliding_window_view(wide, 2 * reach + 1, axis=-1), 2, 1)


def _settle(
    result: Baseline, rows: slice | NDArray[Any], samples: Floats, enough: NDArray[np.bool_], level: Level
) -> None:
    """Write centre and spread of the samples where there are enough and nothing finer is known."""
    new = enough & (result.level[rows] == Level.UNKNOWN)
    if not new.any():
        return
    pool = samples.reshape(*samples.shape[:2], -1)
    centre, _ = median(pool)
    spread, _ = median(np.abs(pool - centre[..., None]))
    result.centre[rows] = np.where(new, centre, result.centre[rows])
    result.spread[rows] = np.where(new, SIGMA * spread, result.spread[rows])
    result.level[rows] = np.where(new, level, result.level[rows])
