"""Is a difference between two systems more than chance? Paired bootstrap, randomisation test, Holm's correction."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

RESAMPLES = 10_000
SEED = 20_260_101
_CELLS_AT_ONCE = 4_000_000  # random numbers drawn at a time: bounds the memory at about 64 MB for any n

Interval = tuple[float, float]


def bootstrap_interval(
    values: ArrayLike, level: float = 0.95, resamples: int = RESAMPLES, seed: int = SEED
) -> Interval | None:
    """Percentile bootstrap interval of the mean of `values`, shape (n,); of a paired difference if given differences.

    Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13. None below two values.
    """
    sample = np.asarray(values, dtype=np.float64)
    if len(sample) < 2:
        return None
    rng = np.random.default_rng(seed)
    n = len(sample)
    means = [sample[rng.integers(n, size=(rows, n))].mean(axis=1) for rows in _batches(n, resamples)]
    return _quantiles(np.concatenate(means), level)


def bootstrap_statistic(
    statistic: Callable[[NDArray[np.intp]], float | None], n: int, level: float = 0.95, resamples: int = 1_000
) -> Interval | None:
    """Percentile bootstrap interval of any statistic of n cases; `statistic` gets the indices of a resample.

    Resamples in which the statistic is undefined (None) are left out. None below two cases, or if none is defined.
    """
    if n < 2:
        return None
    rng = np.random.default_rng(SEED)
    drawn = (statistic(rng.integers(n, size=n)) for _ in range(resamples))
    values = [value for value in drawn if value is not None]
    return _quantiles(np.asarray(values), level) if values else None


def randomisation_p(differences: ArrayLike, resamples: int = RESAMPLES, seed: int = SEED) -> float:
    """Two-sided p of the paired randomisation (sign-flip) test that the mean difference is 0.

    Exact over all 2^n sign patterns if there are no more than `resamples`; else Monte Carlo with (b + 1) / (m + 1).
    Smucker, Allan and Carterette, CIKM 2007; Phipson and Smyth 2010 for the + 1.
    """
    sample = np.asarray(differences, dtype=np.float64)
    sample = sample[sample != 0]  # a zero keeps its sign: it changes neither side of the comparison
    n = len(sample)
    if n == 0:
        return 1.0
    observed = abs(sample.sum()) * (1 - 1e-12) - 1e-15
    if 2**n <= resamples:
        patterns = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
        return float(np.mean(np.abs((1 - 2 * patterns) @ sample) >= observed))
    rng = np.random.default_rng(seed)
    at_least = sum(
        int((np.abs((1 - 2 * rng.integers(2, size=(rows, n), dtype=np.int8)) @ sample) >= observed).sum())
        for rows in _batches(n, resamples)
    )
    return (at_least + 1) / (resamples + 1)


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's step-down adjusted p values, in the order given (Scandinavian Journal of Statistics 6, 1979)."""
    adjusted = [0.0] * len(p_values)
    largest = 0.0
    for rank, index in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[index]))
        adjusted[index] = largest
    return adjusted


def _batches(n: int, resamples: int) -> list[int]:
    size = max(1, _CELLS_AT_ONCE // n)
    return [min(size, resamples - start) for start in range(0, resamples, size)]


def _quantiles(values: NDArray[np.float64], level: float) -> Interval:
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
