"""Which cell each line was last in, and so which lines an outage takes service from."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from diagnostics.outage.merge import Outage
from diagnostics.records import Lines, Rows, ServingCells
from diagnostics.spatial import distances


@dataclass(frozen=True, slots=True, eq=False)
class Served:
    """By row of Lines: the last cell (-1: none known) at a moment. A line in a cell that is out cannot register elsewhere unless
    it finds another cell, and then that is its last one."""

    cell: Rows


def served_at(serving: ServingCells, lines: int, at: int) -> Served:
    """The last cells of all lines at a moment."""
    cell = np.full(lines, -1, "i4")
    rows = np.flatnonzero(serving.at <= at)
    if len(rows):
        line = serving.line[rows]
        last = rows[np.append(line[1:] != line[:-1], True)]
        cell[serving.line[last]] = serving.cell[last]
    return Served(cell)


def affected_lines(outage: Outage, lines: Lines, served: Served, cells: int, onts: int) -> Rows:
    """Rows of the lines whose last cell or whose terminal is out, or that live in the area where nothing but that is known."""
    hit = np.zeros(len(lines), bool)
    if len(outage.cells):
        out = np.zeros(cells + 1, bool)  # the last is for -1
        out[outage.cells] = True
        hit |= out[served.cell]
    if len(outage.onts):
        gone = np.zeros(onts + 1, bool)
        gone[outage.onts] = True
        hit |= gone[lines.ont]
    if outage.radius:
        away = distances(lines.latitude, lines.longitude, outage.latitude, outage.longitude)
        hit |= away <= outage.radius * 1000
    return np.flatnonzero(hit).astype("i4")


def membership(outages: list[Outage], cells: int, onts: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The number of the outage that each cell and each terminal is in; -1: none."""
    of_cell, of_ont = np.full(cells, -1, "i4"), np.full(onts, -1, "i4")
    for number, one in enumerate(outages):
        of_cell[one.cells], of_ont[one.onts] = number, number
    return of_cell, of_ont


def count_lines(outages: list[Outage], lines: Lines, served: Served, cells: int, onts: int) -> list[Outage]:
    """The outages with how many lines each takes service from: see `affected_lines`, here for all in one pass."""
    of_cell, of_ont = membership(outages, cells, onts)
    by_cell = np.append(of_cell, -1)[served.cell]  # the last is for -1
    by_ont = np.append(of_ont, -1)[lines.ont]
    by_ont[by_ont == by_cell] = -1  # a line counts once
    hit = np.bincount(by_cell[by_cell >= 0], minlength=len(outages)) + np.bincount(
        by_ont[by_ont >= 0], minlength=len(outages)
    )
    return [
        replace(one, lines_affected=len(affected_lines(one, lines, served, cells, onts)) if one.radius else int(count))
        for one, count in zip(outages, hit, strict=True)
    ]
