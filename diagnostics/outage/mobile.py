"""Which cells are out now, by counters, alarms and works together, and what that is for each site: one symptom a site."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from diagnostics.outage.from_alarms import AlarmBook, AlarmClass, Claims
from diagnostics.outage.from_counters import ALIVE, CellStates, State, clean
from diagnostics.outage.symptom import Symptom
from diagnostics.outage.works import Works
from diagnostics.records import Counters, Flags, Moments, Records, Rows, Severity
from diagnostics.seasonal import baseline
from diagnostics.topology import Thing, Topology, middle

WHOLE = 0.8  # share of a site's cells that makes it the site's fault
TOGETHER = 3600  # seconds between an alarm and what the counters show, for one to be the other's beginning
NEIGHBOURS = 12  # cells around a sleeping one that are looked at
_CAUSES = {AlarmClass.POWER: "power_failure", AlarmClass.LINK: "backhaul_down", AlarmClass.EQUIPMENT: "site_down"}


@dataclass(frozen=True, slots=True, eq=False)
class CellsOut:
    """By row of Cells: is it out, since when, by which sources, and what alarms name as the cause."""

    out: Flags
    since: Moments
    measured: NDArray[np.int8]  # State
    claimed: Flags
    about: NDArray[np.int8]  # AlarmClass
    alarm: NDArray[np.intp]  # row of Alarms; -1: none


def cells_out(topology: Topology, states: CellStates, said: dict[Thing, Claims], works: Works, step: int) -> CellsOut:
    """Weigh the sources against each other.

    What counters measured holds until they show service again, or the alarm of it is cleared after the last they showed. An
    alarm that counters do not show yet is believed when it is critical or the cell is under work, and until a whole interval
    with service refutes it; where there are no counters, it stands alone. So does a work.
    """
    cell = _of_cells(topology, said)
    measured = states.state >= State.ASLEEP
    ended = measured & (cell.cleared > states.since) & (cell.cleared > states.known_until - step)
    claimed = cell.since > 0
    silent = states.state == State.UNKNOWN
    under_work = works.cell >= 0
    refuted = (states.state == State.FINE) & (states.known_until >= cell.since + step)
    believed = claimed & ~refuted & ((cell.severity == Severity.CRITICAL) | under_work | silent)
    out = (measured & ~ended) | believed
    both = measured & claimed & (np.abs(states.since - cell.since) <= TOGETHER)
    since = np.where(measured, states.since, cell.since)
    since = np.where(both, np.minimum(states.since, cell.since), since)
    return CellsOut(out, since, states.state, claimed & ~refuted, cell.about, cell.alarm)


def mobile_symptoms(
    records: Records, topology: Topology, cells: CellsOut, book: AlarmBook, works: Works, interval: int
) -> list[Symptom]:
    """One symptom for each site that has cells out."""
    rows = np.flatnonzero(cells.out)
    if not len(rows):
        return []
    sites = np.where(topology.site[rows] >= 0, topology.site[rows], -1 - rows)  # a cell without a site is its own
    order = np.argsort(sites, kind="stable")
    groups = np.split(rows[order], np.flatnonzero(np.diff(sites[order])) + 1)
    asleep = rows[cells.measured[rows] == State.ASLEEP]
    around = dict(zip(asleep.tolist(), neighbours_load(records, cells.out, asleep, interval).tolist(), strict=True))
    found = [_symptom(records, topology, cells, book, works, np.sort(group).astype("i4"), around) for group in groups]
    return [one for one in found if one.cause != "sleeping_cell" or not _quiet_around(one.cells, around)]


def _quiet_around(rows: Rows, around: dict[int, float]) -> bool:
    """Whether the cells around have as little traffic for the hour: then it is the day that is unusual, not the cell."""
    loads = [around[row] for row in rows.tolist() if not np.isnan(around.get(row, np.nan))]
    return bool(loads) and float(np.median(loads)) <= ALIVE


def neighbours_load(records: Records, out: Flags, rows: NDArray[np.intp], interval: int) -> NDArray[np.float64]:
    """For each cell, the median of its neighbours' traffic by their usual traffic now; NaN where none can be judged."""
    ratio = np.full(len(rows), np.nan)
    where = np.flatnonzero(~(np.isnan(records.cells.latitude) | np.isnan(records.cells.longitude)) & ~out)
    rows_known = ~np.isnan(records.cells.latitude[rows])
    if not len(where) or not rows_known.any():
        return ratio
    scale = np.cos(np.radians(records.cells.latitude[where].mean()))
    place = np.column_stack([records.cells.latitude, records.cells.longitude * scale])
    count = min(NEIGHBOURS, len(where))
    _, near = cKDTree(place[where]).query(place[rows[rows_known]], k=np.arange(1, count + 1), distance_upper_bound=0.05)
    cells, back = np.unique(where[np.minimum(near, len(where) - 1)], return_inverse=True)
    load = _ratio(records.counters, cells, interval)[back.reshape(near.shape)]
    load[near == len(where)] = np.nan
    judged = ~np.isnan(load).all(axis=1)
    ratio[np.flatnonzero(rows_known)[judged]] = np.nanmedian(load[judged], axis=1)
    return ratio


def _ratio(counters: Counters, cells: NDArray[np.intp], interval: int) -> NDArray[np.float64]:
    now = clean(counters.window("traffic", cells, interval, interval + 1))[:, 0]
    usual = baseline(counters, "traffic", cells, interval, interval + 1).centre[:, 0]
    return np.asarray(now / np.where(usual > 0, usual, np.nan), "f8")


def _of_cells(topology: Topology, said: dict[Thing, Claims]) -> Claims:
    """What alarms of cells and of their sites say, by row of Cells."""
    cell, site, of = said[Thing.CELL], said[Thing.SITE], topology.site
    if not topology.sites:
        return cell
    known = of >= 0
    since = np.where(known, site.since[of], 0)
    first = np.where((cell.since > 0) & (since > 0), np.minimum(cell.since, since), np.maximum(cell.since, since))
    stronger = known & (site.about[of] >= cell.about)
    cleared = np.maximum(cell.cleared, np.where(known, site.cleared[of], 0))
    return Claims(
        first,
        np.where(stronger, site.about[of], cell.about),
        np.where(known, np.minimum(cell.severity, site.severity[of]), cell.severity),
        np.where(stronger & (site.alarm[of] >= 0), site.alarm[of], cell.alarm),
        np.where(first > 0, 0, cleared),
    )


def _symptom(
    records: Records,
    topology: Topology,
    cells: CellsOut,
    book: AlarmBook,
    works: Works,
    rows: Rows,
    around: dict[int, float],
) -> Symptom:
    site = int(topology.site[rows[0]])
    everyone = topology.members(Thing.SITE, site)[0] if site >= 0 else rows
    whole = len(everyone) > 1 and len(rows) >= WHOLE * len(everyone)
    start = int(cells.since[rows].min())
    about = AlarmClass(int(cells.about[rows].max()))
    work = _work(works, rows, start)
    asleep = int((cells.measured[rows] == State.ASLEEP).sum())
    cause = _cause(about, cells, rows, whole=whole, asleep=2 * asleep > len(rows), work=work)
    words = tuple(_words(cells, book, works, rows, len(everyone), work, around))
    anchor = topology.sites[site] if site >= 0 and (whole or len(rows) > 1) else str(records.cells.id[rows[0]])
    place = middle(records.cells.latitude[rows], records.cells.longitude[rows])
    confidence = _confidence(cells, rows, work, [around.get(row, np.nan) for row in rows.tolist()])
    power = about == AlarmClass.POWER
    measured = bool(np.isin(cells.measured[rows], (State.DOWN, State.ASLEEP)).any())
    return Symptom(
        cause, anchor, start, confidence, words, *place, rows, work=work, whole=whole, measured=measured, power=power
    )


def _work(works: Works, rows: Rows, start: int) -> int:
    """The work that explains most of the cells; -1 for none."""
    numbers, counts = np.unique(works.cell[rows], return_counts=True)
    work = int(numbers[np.argmax(counts)])
    return work if 2 * counts.max() > len(rows) and works.explains(work, start) else -1


def _cause(about: AlarmClass, cells: CellsOut, rows: Rows, *, whole: bool, asleep: bool, work: int) -> str:
    if work >= 0:
        return "planned_work"
    if asleep and not cells.claimed[rows].any():
        return "backhaul_down" if whole and len(rows) >= 3 else "sleeping_cell"
    if whole:
        return _CAUSES.get(about, "site_down")
    return "power_failure" if about == AlarmClass.POWER else "cell_down"


def _words(
    cells: CellsOut,
    book: AlarmBook,
    works: Works,
    rows: Rows,
    of: int,
    work: int,
    around: dict[int, float],
) -> list[str]:
    """The evidence in words, the strongest first."""
    words = []
    down, asleep = (int((cells.measured[rows] == state).sum()) for state in (State.DOWN, State.ASLEEP))
    alarms = np.unique(cells.alarm[rows])
    alarms = alarms[alarms >= 0]
    if work >= 0:
        words.append(f"planned work {works.planned.id[work]}: {works.planned.description[work]}")
    for alarm in sorted(alarms.tolist(), key=lambda row: (-book.about[row], row))[:2]:
        problem = str(book.alarms.problem[alarm] or book.alarms.probable_cause[alarm])
        words.append(f"alarm of {book.alarms.object[alarm]}: {problem}")
    if down:
        words.append(f"{down} of {of} cells out of service by their availability")
    if asleep:
        words.append(f"{asleep} of {of} cells without traffic at an hour that usually has it")
        if not len(alarms):
            words.append("no alarm is raised")
    loads = [around[row] for row in rows.tolist() if not np.isnan(around.get(row, np.nan))]
    if loads:
        words.append(f"the cells around carry {np.median(loads):.1f} times their usual traffic")
    if (cells.measured[rows] == State.FINE).all() and cells.claimed[rows].any():
        words.append("counters have not come yet")
    elif (cells.measured[rows] == State.UNKNOWN).all():
        words.append("no counters come from it")
    return words


def _confidence(cells: CellsOut, rows: Rows, work: int, around: list[float]) -> float:
    """More sources, more confidence; a sleeping cell is the surer, the more its neighbours are alive."""
    measured, claimed = cells.measured[rows], cells.claimed[rows].any()
    if (measured == State.DOWN).any():
        return 0.99 if claimed or work >= 0 else 0.9
    if (measured == State.ASLEEP).any():
        alive = np.array(around, "f8")
        alive = alive[~np.isnan(alive)]
        sure = 0.85 if len(alive) and np.median(alive) > ALIVE else 0.7
        return 0.95 if claimed else sure
    return 0.8 if claimed and (work >= 0 or (measured == State.UNKNOWN).any()) else 0.65
