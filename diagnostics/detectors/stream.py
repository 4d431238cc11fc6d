"""What detectors of streams share: fitting and scoring a table of samples by updating with one after the other."""

from __future__ import annotations

import copy
from abc import ABC, abstractmethod
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from diagnostics.detectors.samples import Floats, as_table


class StreamDetector(ABC):
    """Judges the samples of many entities at once, each with what came before it only."""

    def fit(self, samples: ArrayLike) -> Self:
        """Forget all, then learn from samples of shape (times,) or (times, entities); NaN is missing.

        Raises ValueError for another shape, an infinite sample, or a constructor's argument out of range.
        """
        table = as_table(samples)
        self._begin(table.shape[1])
        for row in table:
            self.update(row)
        return self

    def score(self, samples: ArrayLike) -> Floats:
        """Scores of samples that follow the learned ones, shaped like them; the detector itself stays as it is."""
        table = as_table(samples)
        follower = copy.deepcopy(self)
        scores = np.array([follower.update(row).score for row in table])
        return scores.reshape(np.shape(samples))

    @abstractmethod
    def update(self, values: ArrayLike) -> Any:
        """Judge the next sample of each entity, then learn it; what comes back has their `score`."""

    @abstractmethod
    def _begin(self, entities: int) -> None:
        """Forget all."""
