"""How surprising a value is under a stream's own past: a rank turned into decades of improbability, beyond the record too."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from diagnostics.detectors.samples import Floats

LARGEST = 33  # of the values seen, so many are kept
SHARE = 0.02  # of the past counts as its tail
LEAST_TAIL = 5
LEARNING = 50  # values before anything is judged


class Tail:
    """The largest values of many streams, and from them the improbability of the next ones.

    Peaks over a threshold (Pickands, "Statistical inference using extreme order statistics", 1975) with an exponential
    tail: beyond the limit that a share of the past exceeded, each mean excess makes a value e times less likely.
    """

    def __init__(self, streams: int) -> None:
        self._largest = np.full((streams, LARGEST), -np.inf)  # ascending
        self._seen = np.zeros(streams, dtype=np.int64)

    def update(self, values: Floats) -> Floats:
        """Decades of improbability of each stream's value (0: not in the tail), which is then learned.

        `values` has shape (streams,), each at least 0; what is not finite is neither judged nor learned.
        """
        known = np.isfinite(values)
        surprise = np.zeros(len(values))
        size = np.clip((SHARE * self._seen).astype(np.int64), LEAST_TAIL, LARGEST - 1)
        limit = self._largest[np.arange(len(values)), LARGEST - 1 - size]
        far = np.flatnonzero(known & (self._seen >= LEARNING) & (values > limit))
        if far.size:
            surprise[far] = self._beyond(far, values[far], limit[far], size[far])
        self._seen += known
        larger = np.flatnonzero(known & (values > self._largest[:, 0]))
        if larger.size:
            rows = self._largest[larger]
            rows[:, 0] = values[larger]
            rows.sort(axis=1)
            self._largest[larger] = rows
        return surprise

    def _beyond(self, streams: NDArray[np.intp], values: Floats, limit: Floats, size: NDArray[np.int64]) -> Floats:
        largest = self._largest[streams]
        in_tail = np.arange(LARGEST) >= (LARGEST - size)[:, None]
        excess = np.where(in_tail, largest - limit[:, None], 0.0).sum(axis=1) / size
        # A past without any spread has no scale of its own: a hundredth of the limit serves as one.
        flat = excess <= 1e-12 * (np.abs(limit) + 1e-12)
        excess[flat] = 1e-9 + 0.01 * np.abs(limit[flat])
        share = (size + 1.0) / (self._seen[streams] + 2.0)
        return np.asarray((values - limit) / excess / np.log(10) - np.log10(share))
