"""States that do not flap: on by one limit, off by another, and as they were in between and through holes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]


def latch(on: Flags, off: Flags) -> tuple[Flags, NDArray[np.intp]]:
    """The state of each row over its intervals (last axis), and the interval since when it is as it is.

    `on` wins where both are true. Before the first sign the state is off, since -1.
    """
    steps = np.arange(on.shape[-1])
    decided = np.maximum.accumulate(np.where(on | off, steps, -1), axis=-1)
    state = np.take_along_axis(on, np.maximum(decided, 0), axis=-1) & (decided >= 0)
    before = np.concatenate([np.zeros_like(state[..., :1]), state[..., :-1]], axis=-1)
    return state, np.maximum.accumulate(np.where(state != before, steps, -1), axis=-1)


def last_known(values: NDArray[np.floating]) -> NDArray[np.floating]:
    """The last value of each row (last axis) that is not NaN; NaN where there is none."""
    index = values.shape[-1] - 1 - np.argmax(~np.isnan(values[..., ::-1]), axis=-1)
    return np.take_along_axis(values, index[..., None], axis=-1)[..., 0]
