"""Saying a thing once: after an alarm, only what is more alarming than it is said again for a while."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

QUIET = 100  # samples


def without_repeats(scores: Floats, quiet: int = QUIET) -> Floats:
    """Scores of one stream (0 where NaN), those set to 0 that do not exceed all that was said in the last samples.

    Causal: each depends on earlier ones only. It takes no threshold, so it serves any that is chosen later.
    """
    said = np.zeros(len(scores))
    for time in np.flatnonzero(np.nan_to_num(scores) > 0):
        if scores[time] > said[max(0, time - quiet) : time].max(initial=0.0):
            said[time] = scores[time]
    return said
