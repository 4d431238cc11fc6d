"""Which cells and terminals announced works are about, now or lately."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from diagnostics.records import PlannedWorks, Rows
from diagnostics.topology import Thing, Topology

EARLY = 900  # seconds before its announced start from which a work may be felt
OVERRUN = 6 * 3600  # seconds after its announced end in which what it began is still its doing


@dataclass(frozen=True, slots=True, eq=False)
class Works:
    """The work (row of PlannedWorks; -1: none) that may be felt now, by row of Cells and of Onts."""

    planned: PlannedWorks
    cell: Rows
    ont: Rows

    def explains(self, work: int, start: int) -> bool:
        """Whether what began at a second may be this work's doing."""
        return work >= 0 and int(self.planned.start[work]) - EARLY <= start <= int(self.planned.end[work])


def works_at(planned: PlannedWorks, topology: Topology, at: int) -> Works:
    """The works of a moment."""
    cell = np.full(topology.count(Thing.CELL), -1, "i4")
    ont = np.full(topology.count(Thing.ONT), -1, "i4")
    for work in np.flatnonzero((planned.start - EARLY <= at) & (at <= planned.end + OVERRUN)).tolist():
        things, numbers = topology.find(np.array(str(planned.objects[work]).split() or [""]))
        for thing, number in zip(things.tolist(), numbers.tolist(), strict=True):
            cells, onts = topology.members(Thing(thing), number)
            cell[cells], ont[onts] = work, work
    return Works(planned, cell, ont)
