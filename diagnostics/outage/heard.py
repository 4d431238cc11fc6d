"""What complaints are about: a known outage, a trouble of their own cell or terminal at that time, or nothing that is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from diagnostics.outage.from_complaints import TIMES, Homes, positions, to_km
from diagnostics.outage.from_counters import NEAR_ZERO, UP, clean
from diagnostics.outage.merge import Outage
from diagnostics.records import CellRestrictions, Flags, OntStatus, Records, Rows, last_at
from diagnostics.seasonal import baseline
from diagnostics.spatial import distances

FULL, LATE = 90.0, 1.8  # % PRB, times the usual delay: what diagnostics.congestion calls congested and slow
AROUND = 1.5, 3600.0  # km and seconds within which a complaint without a line is like those with one
EXPLAINED_AROUND = 0.5  # share of them


@dataclass(frozen=True, slots=True, eq=False)
class Callers:
    """Complaints (rows) with the cell and the terminal of their line at that time (-1: none) and their place in degrees."""

    rows: Rows
    at: NDArray[np.int64]
    cell: Rows
    ont: Rows
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    has_line: Flags


def callers(records: Records, rows: Rows) -> Callers:
    """Who complained in these rows of Complaints."""
    complaints, serving = records.complaints, records.serving_cells
    cell, ont = np.full(len(rows), -1, "i4"), np.full(len(rows), -1, "i4")
    line, at = complaints.line[rows], complaints.at[rows]
    for n, (row, moment) in enumerate(zip(line.tolist(), at.tolist(), strict=True)):
        if row >= 0:
            entry = last_at(serving.line, serving.at, row, moment)
            cell[n], ont[n] = serving.cell[entry] if entry >= 0 else -1, records.lines.ont[row]
    return Callers(rows, at, cell, ont, *positions(complaints, records.lines, rows), line >= 0)


def outage_of_callers(who: Callers, outages: list[Outage], of_cell: Rows, of_ont: Rows) -> NDArray[np.int64]:
    """The number of the outage that each complaint is about, as its line's terminal or cell, or else its place tells; -1: none."""
    by_ont = np.where(who.ont >= 0, of_ont[who.ont], -1) if len(of_ont) else np.full(len(who.rows), -1)
    by_cell = np.where(who.cell >= 0, of_cell[who.cell], -1) if len(of_cell) else np.full(len(who.rows), -1)
    number = np.where(by_ont >= 0, by_ont, by_cell).astype("i8")
    for n, one in enumerate(outages):
        near = distances(who.latitude, who.longitude, one.latitude, one.longitude) <= 1000 * max(_extent(one), 1.0)
        number[~who.has_line & near & (number < 0)] = n
    return number


def had_reason(records: Records, who: Callers, living: Homes, at: int) -> Flags:
    """Complaints of lines whose own cell was out, silent, full, late or barred when they came, or whose terminal was gone; and
    those without a line that are among such."""
    result = _of_cells(records, who, at)
    for n in np.flatnonzero(~result & who.has_line).tolist():
        moment, ont, cell = int(who.at[n]), int(who.ont[n]), int(who.cell[n])
        entry = last_at(records.ont_states.ont, records.ont_states.at, ont, moment) if ont >= 0 else -1
        gone = entry >= 0 and records.ont_states.status[entry] != OntStatus.ONLINE
        result[n] = gone or (cell >= 0 and _barred(records.cell_restrictions, cell, moment))
    return _like_those_around(who, living, result)


def _of_cells(records: Records, who: Callers, at: int) -> Flags:
    counters, result = records.counters, np.zeros(len(who.rows), bool)
    cells, entry = np.unique(who.cell, return_inverse=True)
    last, length = counters.last(at), int(TIMES[-1]) // counters.step + 3
    if last < 0 or cells[-1] < 0:
        return result
    first = last - length + 1
    there = np.maximum(cells, 0)
    availability, traffic, load, delay = (
        clean(counters.window(name, there, first, last + 1))
        for name in ("availability", "traffic", "prb_utilisation", "delay")
    )
    usual, usual_delay = (baseline(counters, name, there, first, last + 1).centre for name in ("traffic", "delay"))
    bad = (availability < UP) | (traffic <= NEAR_ZERO * usual) | (load >= FULL) | (delay >= LATE * usual_delay)
    known = ~np.isnan(availability) | ~np.isnan(traffic)
    bad |= ~known & known.any(axis=1, keepdims=True)  # it has gone silent, and nobody knows why
    moment = np.clip((who.at - counters.start) // counters.step - first, 0, length - 1)
    for shift in (-2, -1, 0, 1):
        result |= bad[entry, np.clip(moment + shift, 0, length - 1)]
    return np.asarray(result & (who.cell >= 0))


def _barred(table: CellRestrictions, cell: int, at: int) -> bool:
    entry = last_at(table.cell, table.at, cell, at)
    return entry >= 0 and bool(table.barred[entry])


def _like_those_around(who: Callers, living: Homes, reason: Flags) -> Flags:
    """A complaint without a line goes with those around it in place and time."""
    alone = np.flatnonzero(~who.has_line & ~np.isnan(who.latitude))
    others = np.flatnonzero(who.has_line & ~np.isnan(who.latitude))
    if not len(alone) or not len(others):
        return reason
    place = to_km(who.latitude, who.longitude, living.origin) / AROUND[0]
    point = np.column_stack([place, who.at / AROUND[1]])
    near = cKDTree(point[others]).query_ball_point(point[alone], 1.0)
    result = reason.copy()
    for n, found in zip(alone.tolist(), near, strict=True):
        result[n] = bool(len(found)) and bool(reason[others[found]].mean() >= EXPLAINED_AROUND)
    return result


def _extent(outage: Outage) -> float:
    """Kilometres from the middle to the farthest corner."""
    if not outage.area:
        return outage.radius
    corners = np.array(outage.area)
    return float(distances(corners[:, 0], corners[:, 1], outage.latitude, outage.longitude).max() / 1000)
