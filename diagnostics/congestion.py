"""Is a cell too full for its users, or the link behind it too thin? Against what is usual for the cell at this hour of the week.

Congested is a cell whose resource blocks are nearly all in use: on a shared channel (M/G/1 processor sharing) a user gets what is
left, a tenth of the cell's rate at 90 %. Slow behind the radio is a site whose cells have room, and yet most of them are late and
many of them slow. Both are states with two limits, so that noise at a limit does not make them flap.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diagnostics.hysteresis import last_known, latch
from diagnostics.readings import NOT_KNOWN, NOTHING, Finding, Kind, Reading
from diagnostics.records import COUNTERS, Counters, Flags, Floats, Moments, Records, Rows
from diagnostics.seasonal import DAY, Level, baseline
from diagnostics.topology import encode

FRESH = 4  # intervals in which a sample must have come; without one a cell's state is unknown
FULL, ROOM = 90.0, 80.0  # % PRB: congested from the first on, until below the second
BUSY, BUSIER = 70.0, 15.0  # % PRB from which a cell may be busy, and points above the usual that make it so
# Without PRB: shares of the cell's own rate in its quiet hours that are left to a user, for the same two limits.
STARVED, FED = 0.10, 0.20
LATE, NOT_LATE = 1.8, 1.4  # times the usual delay
SLOW, NOT_SLOW = 0.7, 0.85  # of the usual throughput
MANY_LATE, SOME_SLOW = 0.6, 0.25  # shares of a site's cells that have room
AHEAD = DAY  # seconds for which the end is looked for
_KEPT = 4  # intervals whose states are kept


class Load(IntEnum):
    """What the counters say of a cell."""

    UNKNOWN = 0
    ROOM = 1
    BUSY = 2
    CONGESTED = 3
    SLOW = 4  # behind the radio


CAUSES = {
    Load.UNKNOWN: NOT_KNOWN,
    Load.ROOM: NOTHING,
    Load.BUSY: "busy",
    Load.CONGESTED: "congested",
    Load.SLOW: "slow_backhaul",
}


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """By cell: its state; since when, until when it usually lasts (seconds; 0: not known); % PRB now and usually at this hour
    (NaN: not known, the usual also for a cell that is not busy); and the end of the last interval that came (0: none lately)."""

    cells: Rows
    state: NDArray[np.int8]  # Load
    since: Moments
    until: Moments
    load: Floats
    usual: Floats
    measured_at: Moments

    def take(self, rows: NDArray[Any]) -> States:
        """The states of these entries."""
        return States(*(getattr(self, name)[rows] for name in self.__slots__))

    @property
    def congested(self) -> Flags:
        """Which cells serve badly now: too full, or slow behind the radio."""
        return self.state >= Load.CONGESTED


class Congestion:
    """Looks at cells; the states of the whole network are worked out once for an interval."""

    def __init__(self, records: Records) -> None:
        self._records, self._looking = records, threading.Lock()
        self._kept: OrderedDict[int, States] = OrderedDict()

    def states(self, at: int, cells: Rows | None = None) -> States:
        """The states of all cells (or these rows) by the intervals that were over at a second."""
        interval = self._records.counters.last(at)
        found = self._kept.get(interval)
        if found is None:
            with self._looking:  # one thread looks for all
                found = self._kept.get(interval)
                if found is None:
                    found = _states(self._records.counters, len(self._records.cells), self._sites, interval)
                    self._kept[interval] = found
                    while len(self._kept) > _KEPT:
                        self._kept.popitem(last=False)
        return found if cells is None else found.take(np.asarray(cells))

    def diagnose(self, cells: Rows, at: int) -> Finding:
        """Whether the cell that serves (the first of `cells`) is congested. One that has been silent lately is `unknown`:
        nobody knows then that the next best has taken over."""
        if not len(cells):
            return _unknown("no cell is known to serve here", ())
        cell, counters = int(cells[0]), self._records.counters
        states = self.states(at, cells[:1])
        state, measured = Load(int(states.state[0])), int(states.measured_at[0])
        readings = self._readings(cell, at)
        name = str(self._records.cells.id[cell])
        if state is Load.UNKNOWN or not 0 <= at - measured <= FRESH * counters.step:
            silence = FRESH * counters.step // 60
            return _unknown(f"the counters of cell {name} have brought nothing for {silence} minutes", readings)
        details: dict[str, str | float | tuple[str, ...]] = {"cell": name}
        details |= {read.name: float(read.value) for read in readings if isinstance(read.value, float)}
        if not np.isnan(states.usual[0]):
            details["usual"] = float(states.usual[0])
        since, until = int(states.since[0]), int(states.until[0])
        return Finding(
            Kind.CONGESTION,
            CAUSES[state],
            _confidence(state, states, at, counters.step),
            readings,
            since=_moment(since) if since else None,
            until=_moment(until) if until else None,
            details=details,
        )

    @cached_property
    def _sites(self) -> NDArray[np.intp]:
        return encode(self._records.cells.site)[0]

    def _readings(self, cell: int, at: int) -> tuple[Reading, ...]:
        counters, name = self._records.counters, str(self._records.cells.id[cell])
        interval = counters.last(at)
        found = []
        for counter in ("prb_utilisation", "connected_users", "user_throughput", "delay"):
            values = counters.window(counter, np.array([cell]), interval - FRESH + 1, interval + 1)[0]
            known = np.flatnonzero(values >= 0)
            value = float(values[known[-1]]) if len(known) else None
            moment = counters.start + (interval - FRESH + 2 + int(known[-1])) * counters.step if len(known) else None
            found.append(
                Reading(
                    Kind.CONGESTION,
                    counter,
                    name,
                    value,
                    COUNTERS[counter],
                    "counters",
                    None if moment is None else _moment(moment),
                    timedelta(seconds=FRESH * counters.step),
                    reason="" if len(known) else f"no sample in the last {FRESH} intervals",
                )
            )
        return tuple(found)


def _states(counters: Counters, cells: int, sites: NDArray[np.intp], interval: int) -> States:
    """The states of all cells after this interval, from it and those before."""
    rows = np.arange(cells, dtype=np.int32)
    none, unknown = np.zeros(cells, "i8"), np.full(cells, np.nan, "f4")
    result = States(rows, np.zeros(cells, "i1"), none, none.copy(), unknown, unknown.copy(), none.copy())
    if interval < 0 or not cells:
        return result
    first = interval - FRESH + 1
    recent = {
        name: _clean(counters.window(name, rows, first, interval + 1))
        for name in ("prb_utilisation", "user_throughput")
    }
    known = ~(np.isnan(recent["prb_utilisation"]) & np.isnan(recent["user_throughput"]))
    fresh = known.any(axis=1)
    last = interval - np.argmax(known[:, ::-1], axis=1)
    result.state[fresh] = Load.ROOM
    result.measured_at[fresh] = counters.start + (last[fresh] + 1) * counters.step
    result.load[:] = last_known(recent["prb_utilisation"])
    _slow(counters, result, sites, interval)
    _busy(counters, result, interval)
    _full(counters, result, interval)
    _starved(counters, result, recent["user_throughput"], interval)
    _until(counters, result, interval)
    return result


def _clean(values: Floats) -> Floats:
    """A counter that jumped back shows a negative difference: no sample."""
    return np.where(values >= 0, values, np.nan)


def _write(
    counters: Counters, result: States, rows: NDArray[Any], state: Load, on: Flags, off: Flags, first: int
) -> None:
    """Put cells into a state that holds now by the signs of the intervals from `first` on."""
    held, since = latch(on, off)
    now = held[:, -1]
    result.state[rows[now]] = state
    result.since[rows[now]] = counters.start + (first + np.maximum(since[now, -1], 0)) * counters.step


def _full(counters: Counters, result: States, interval: int) -> None:
    rows = np.flatnonzero(result.load >= ROOM)
    if not len(rows):
        return
    first = interval - DAY // counters.step
    load = _clean(counters.window("prb_utilisation", rows, first, interval + 1))
    _write(counters, result, rows, Load.CONGESTED, load >= FULL, load < ROOM, first)


def _busy(counters: Counters, result: States, interval: int) -> None:
    """Clearly above the usual of this hour, though not full."""
    rows = np.flatnonzero(result.load >= BUSY)
    if not len(rows):
        return
    now = baseline(counters, "prb_utilisation", rows, interval, interval + 1)
    result.usual[rows] = now.centre[:, 0]
    rows = rows[result.load[rows] >= now.centre[:, 0] + BUSIER]
    if not len(rows):
        return
    first = interval - DAY // counters.step
    load = _clean(counters.window("prb_utilisation", rows, first, interval + 1))
    above = load - result.usual[rows, None]
    _write(counters, result, rows, Load.BUSY, (load >= BUSY) & (above >= BUSIER), load < BUSY - 5, first)


def _starved(counters: Counters, result: States, recent: Floats, interval: int) -> None:
    """Cells that tell no PRB: full when hardly anything of the rate of their quiet hours is left to a user."""
    rows = np.flatnonzero(np.isnan(result.load) & (result.state == Load.ROOM) & ~np.isnan(recent).all(axis=1))
    if not len(rows):
        return
    first = interval - DAY // counters.step
    rate = _clean(counters.window("user_throughput", rows, first, interval + 1))
    known = ~np.isnan(rate)
    enough = known.sum(axis=1) >= 24
    rows, rate, known = rows[enough], rate[enough], known[enough]
    if not len(rows):
        return
    ordered = np.sort(rate, axis=1)  # NaN go last
    own = np.take_along_axis(ordered, (known.sum(axis=1) * 9 // 10)[:, None] - 1, axis=1)
    _write(counters, result, rows, Load.CONGESTED, rate <= STARVED * own, rate > FED * own, first)


def _slow(counters: Counters, result: States, sites: NDArray[np.intp], interval: int) -> None:
    """Sites whose cells have room and are late and slow all the same; only sites that look so now are looked at closer."""
    rows = np.flatnonzero((result.state > Load.UNKNOWN) & (sites >= 0) & ~(result.load >= BUSY))
    if not len(rows):
        return
    with np.errstate(invalid="ignore", divide="ignore"):
        delay = last_known(_clean(counters.window("delay", rows, interval - FRESH + 1, interval + 1)))
        usual = baseline(counters, "delay", rows, interval, interval + 1).centre[:, 0]
    share = _share(sites[rows], (delay > NOT_LATE * usual)[:, None], ~np.isnan(delay * usual)[:, None])[:, 0]
    suspects = np.flatnonzero(share >= MANY_LATE / 2)
    rows = np.flatnonzero(np.isin(sites, suspects) & (result.state > Load.UNKNOWN))
    if not len(rows):
        return
    first = interval - DAY // counters.step
    on, off = slowness(counters, rows, sites[rows], first, interval + 1)
    _write(counters, result, rows, Load.SLOW, on, off, first)


def slowness(
    counters: Counters, rows: NDArray[Any], sites: NDArray[np.intp], first: int, end: int
) -> tuple[Flags, Flags]:
    """When the site of each cell is slow though not loaded, and when clearly not: shape (cells, intervals).

    `sites` number the sites of the cells; all cells of a site should be among `rows`.
    """
    rate, delay = (_clean(counters.window(name, rows, first, end)) for name in ("user_throughput", "delay"))
    load = counters.window("prb_utilisation", rows, first, end)
    usual_rate, usual_delay = (
        baseline(counters, name, rows, first, end).centre for name in ("user_throughput", "delay")
    )
    judged = ~np.isnan(rate * usual_rate * delay * usual_delay) & ~(load > BUSY)
    late = _share(sites, delay >= LATE * usual_delay, judged)
    slow = _share(sites, rate <= SLOW * usual_rate, judged)
    in_time = _share(sites, delay < NOT_LATE * usual_delay, judged)
    on = (late >= MANY_LATE) & (slow >= SOME_SLOW)
    return on[sites], (in_time >= MANY_LATE)[sites]


def _share(sites: NDArray[np.intp], said: Flags, judged: Flags) -> NDArray[np.float64]:
    """Of the cells that can be judged, the share of which it is said: shape (sites, intervals); 0 where none can."""
    count = int(sites.max()) + 1
    yes, of = np.zeros((count, said.shape[1])), np.zeros((count, said.shape[1]))
    np.add.at(yes, sites, said & judged)
    np.add.at(of, sites, judged)
    return yes / np.maximum(of, 1)


def _until(counters: Counters, result: States, interval: int) -> None:
    """When the season says that there is room again: only where it is the season that fills the cell."""
    rows = np.flatnonzero((result.state == Load.CONGESTED) & (result.usual >= ROOM))
    if not len(rows):
        return
    end = interval + 1 + AHEAD // counters.step
    ahead = baseline(counters, "prb_utilisation", rows, interval + 1, end, now=interval)
    room = (ahead.centre < ROOM) & (ahead.level >= Level.HOUR_OF_DAY)
    when = np.argmax(room, axis=1)
    found = room[np.arange(len(rows)), when]
    result.until[rows[found]] = counters.start + (interval + 1 + when[found]) * counters.step


def _confidence(state: Load, states: States, at: int, step: int) -> float:
    """Less for what is near its limit, and for what is old."""
    load, age = float(states.load[0]), (at - int(states.measured_at[0])) / step
    certain = {Load.CONGESTED: 0.75, Load.SLOW: 0.85, Load.BUSY: 0.8, Load.ROOM: 0.9}[state]
    if state is Load.CONGESTED and load >= FULL:
        certain = 0.95
    elif state is Load.ROOM and load >= ROOM:
        certain = 0.6
    return float(round(certain * 0.95 ** max(age, 0.0), 3))


def _unknown(reason: str, readings: tuple[Reading, ...]) -> Finding:
    told = readings or (
        Reading(Kind.CONGESTION, "prb_utilisation", "", None, "%", "counters", None, timedelta(), 0.0, reason),
    )
    return Finding(Kind.CONGESTION, NOT_KNOWN, 0.0, told, details={"reason": reason})


def _moment(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)
