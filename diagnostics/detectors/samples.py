"""What detectors take: a table of samples, or the next sample of each entity."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.floating[Any]]


def as_table(samples: ArrayLike) -> Floats:
    """Samples of shape (times,) or (times, entities) as the latter. Raises ValueError for another shape, or none."""
    table = np.asarray(samples, dtype=np.float64)
    if table.ndim not in (1, 2) or not table.size:
        raise ValueError(f"samples of shape (times,) or (times, entities) were expected, not {table.shape}")
    return table.reshape(len(table), -1)


def as_sample(values: ArrayLike, entities: int) -> NDArray[np.float32]:
    """The next sample of each entity. Raises ValueError for another number of them, or an infinite one."""
    sample = np.asarray(values, dtype=np.float32)
    if sample.shape != (entities,):
        raise ValueError(f"a sample of shape {sample.shape} was given to a detector of {entities} entities")
    if np.isinf(sample).any():
        raise ValueError("a sample is infinite; a missing one is NaN")
    return sample
