"""One piece of an outage, as one source of evidence sees it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from diagnostics.records import Rows

NO_ROWS: Rows = np.empty(0, "i4")


@dataclass(frozen=True, slots=True, eq=False)
class Symptom:
    """What fails since when: `anchor` is the id of what it hangs on (a site, a cell, a PON, an OLT, an area), `words` the
    evidence. What links it with others of the same cause: `work` (row of PlannedWorks; -1: none), `olt`, whether it is the
    `whole` of a site, and whether the `power` has failed."""

    cause: str
    anchor: str
    start: int
    confidence: float
    words: tuple[str, ...]
    latitude: float
    longitude: float
    cells: Rows = field(default_factory=lambda: NO_ROWS)
    onts: Rows = field(default_factory=lambda: NO_ROWS)
    work: int = -1
    olt: int = -1
    whole: bool = False
    measured: bool = True  # otherwise alarms alone tell of it
    power: bool = False
    radius: float = 0.0  # km around the position, where an area is all that is known
