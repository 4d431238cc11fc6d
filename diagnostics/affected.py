"""Which lines a trouble reaches, so that they can be listed before anybody calls."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from diagnostics.records import Records, Rows

# A serving cell tells where a phone is for so long (as when one line is looked at).
SERVED_LATELY = timedelta(hours=24)


def lines_in(records: Records, cells: Rows, onts: Rows, at: int) -> Rows:
    """Rows of the lines whose phone was last served by one of these cells, or whose fixed access is one of these ONTs."""
    table = records.serving_cells
    entries = last_of_each(table.line, table.at, at)
    entries = entries[table.at[entries] > at - SERVED_LATELY.total_seconds()]
    mobile = table.line[entries][np.isin(table.cell[entries], cells)]
    fixed = np.flatnonzero(np.isin(records.lines.ont, onts) & (records.lines.ont >= 0))
    return np.union1d(mobile, fixed).astype(np.int32)


def last_of_each(rows: Rows, moments: NDArray[np.int64], at: int) -> NDArray[np.intp]:
    """The entry of each row that was true at a moment, in a table sorted by row and at."""
    known = np.flatnonzero(moments <= at)
    if not len(known):
        return known
    return np.asarray(known[np.append(rows[known][1:] != rows[known][:-1], True)])
