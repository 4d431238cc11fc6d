"""From running totals to what happened in each interval; a total that jumps back is a restart, and its interval unknown."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from diagnostics.feeds.samples import TOTAL, Samples
from diagnostics.records import Moments, Rows
from diagnostics.store import Draft

RESET = "a running total jumped back: a restart, whose interval stays unknown"


def put_differences(draft: Draft, samples: Samples) -> int:
    """Put what the totals of these samples, already put, rose by since the interval before, and what those of the next rose by
    since them: so it is the same in whatever order they come. Returns how many of these totals are less than the one before."""
    resets = 0
    for name in samples.values:
        if name.endswith(TOTAL):
            there = ~np.isnan(samples.values[name])
            resets += _put(draft, name, samples.rows[there], samples.at[there], samples.step)
    return resets


def _put(draft: Draft, name: str, rows: Rows, at: Moments, step: int) -> int:
    counters, resets = draft.counters, 0
    order = np.argsort(at, kind="stable")
    rows, intervals = rows[order], (at[order] - counters.start) // step
    starts: list[int] = np.flatnonzero(np.diff(intervals, prepend=-1)).tolist()
    for first, end in pairwise([*starts, len(rows)]):
        mine, interval = np.unique(rows[first:end]), int(intervals[first])
        rise = np.diff(counters.window(name, mine, interval - 1, interval + 2), axis=1)
        resets += int((rise[:, 0] < 0).sum())
        rise[rise < 0] = np.nan
        moments = np.full(len(mine), counters.start + interval * step)
        for place in (0, 1):
            draft.put(mine, moments + place * step, {name.removesuffix(TOTAL): rise[:, place]}, step)
    return resets
