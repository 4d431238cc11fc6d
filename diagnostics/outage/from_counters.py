"""Evidence of an outage from counters: out of service, or asleep (no traffic where that is extraordinary).

Out of service is the share of the interval in which the cell was available. Asleep is a statistical test: traffic of an
hour of the week is taken as gamma distributed (the continuous sibling of the negative binomial) with the cell's own median
and spread, mixed with the share of days on which the cell idles at this hour anyway; two intervals add up. The level is set
so that a whole network has one false alarm in ten days (Bonferroni over cells and the intervals of a day).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc

from diagnostics.hysteresis import last_known, latch
from diagnostics.records import Counters, Flags, Floats, Moments
from diagnostics.seasonal import DAY, Baseline, Level, baseline, idle_days

FRESH = 4  # intervals in which a sample must have come; without one a cell's state is unknown
DOWN, UP = 50.0, 90.0  # % availability: out of service below, back above
NEAR_ZERO, ALIVE = 0.1, 0.4  # of the usual traffic
PARTLY = 0.75  # of the usual traffic: below, the interval before was one of service in part
FALSE_A_DAY = 0.1  # sleeping cells wrongly found in a day, whole network
LEAST_SPREAD = 0.3  # relative: a median absolute deviation of few samples can be small by chance
FEWER_USERS = 0.5, 0.35  # of the usual number, that are counted on: by an hour of the week, and by a coarser baseline
CHANCES = 0.5, 4.0  # least and most; the least where it cannot be learnt
QUIET, FEWEST_QUIET = 8, 20  # intervals of a block, and blocks, from which it is learnt
LOOK_BACKS = DAY, 14 * DAY  # seconds in which the beginning is looked for: first the short one


class State(IntEnum):
    """What the counters say of a cell."""

    UNKNOWN = 0
    FINE = 1
    ASLEEP = 2
    DOWN = 3


@dataclass(frozen=True, slots=True, eq=False)
class CellStates:
    """By row of Cells: the state, since when (seconds; 0 where fine or unknown), and the end of the last interval known."""

    state: NDArray[np.int8]
    since: Moments
    known_until: Moments


def cell_states(counters: Counters, cells: int, interval: int) -> CellStates:
    """The state of all cells after this interval was over, from it and those before."""
    result = CellStates(np.zeros(cells, "i1"), np.zeros(cells, "i8"), np.zeros(cells, "i8"))
    if interval < 0 or not cells:
        return result
    rows, first = np.arange(cells), interval - FRESH + 1
    recent = {name: clean(counters.window(name, rows, first, interval + 1)) for name in ("availability", "traffic")}
    known = ~(np.isnan(recent["availability"]) & np.isnan(recent["traffic"]))
    fresh = known.any(axis=1)
    last = interval - np.argmax(known[:, ::-1], axis=1)
    result.state[fresh] = State.FINE
    result.known_until[fresh] = counters.start + (last[fresh] + 1) * counters.step
    _asleep(counters, result, recent["traffic"], interval)
    _down(counters, result, recent["availability"], interval)
    return result


def clean(values: Floats) -> Floats:
    """A counter that jumped back shows a negative difference: no sample."""
    return np.where(values >= 0, values, np.nan)


def improbability(traffic: Floats, usual: Baseline, users: Baseline, chances: float) -> tuple[Floats, Flags]:
    """Logarithm of the probability of so little traffic in this interval and the one before it; and where it is near zero.

    The less improbable of two: a gamma distribution with the median as its mean and the (floored) relative spread as its
    coefficient of variation (shape 1/cv²); and that none of the usual users happened to want anything, a Poisson of
    `chances` times their number, which is what decides where users are few. The coarser the baseline, the fewer users
    are counted on: today may be a holiday.
    """
    low = traffic <= NEAR_ZERO * usual.centre
    low &= usual.centre > 0
    relative = np.maximum(usual.spread / np.where(usual.centre > 0, usual.centre, np.nan), LEAST_SPREAD)
    shape = 1 / relative**2
    share = np.maximum(_share(traffic, usual.centre), 1e-3)  # a floor: no interval alone is infinitely improbable
    by_size = np.log(np.maximum(gammainc(shape, shape * share), 1e-300))
    by_number = -chances * users.centre * np.where(users.level == Level.HOUR_OF_WEEK, *FEWER_USERS)
    each = np.where(low, np.fmax(by_size, by_number), 0.0)
    before = np.concatenate([np.zeros_like(each[:, :1]), each[:, :-1]], axis=1)
    return (each + before).astype("f4"), low


def chances_of_traffic(counters: Counters, cells: int, interval: int) -> float:
    """How many independent chances of traffic a connected user is in an interval, by how often quiet cells have no users at all:
    a Poisson number of mean c·u is nothing with the probability exp(-c·u). Learnt from the last day of some cells."""
    some = np.arange(0, cells, max(1, cells // 2000))
    length = DAY // counters.step
    users = clean(counters.window("connected_users", some, interval - length, interval))
    blocks = users[:, : length // QUIET * QUIET].reshape(-1, QUIET)
    blocks = blocks[~np.isnan(blocks).any(axis=1)]
    mean, idle = blocks.mean(axis=1), (blocks == 0).mean(axis=1)
    quiet = (mean > 0.3) & (mean <= 1.5)
    if quiet.sum() < FEWEST_QUIET or not idle[quiet].any():
        return CHANCES[0]
    return float(np.clip(-np.log(idle[quiet].mean()) / mean[quiet].mean(), *CHANCES))


def _down(counters: Counters, result: CellStates, recent: Floats, interval: int) -> None:
    """Out of service by availability; begun within the interval that was partly in service. A cell that was never in service
    in the time looked back at is not in use yet, or no more."""
    rows = np.flatnonzero(last_known(recent) < UP)
    for look_back in LOOK_BACKS:
        if not len(rows):
            return
        first = interval - look_back // counters.step
        values = clean(counters.window("availability", rows, first, interval + 1))
        state, since = latch(values < DOWN, values >= UP)
        begun, here = np.maximum(since[:, -1], 0), np.arange(len(rows))
        share, before = values[here, begun], values[here, np.maximum(begun - 1, 0)]
        partly = (before < 99.9) & (before >= DOWN) & (begun > 0)
        start = counters.start + (first + begun - partly) * counters.step
        start = start + np.nan_to_num(np.where(partly, before, share)) / 100 * counters.step
        always = state[:, -1] & ~(values >= UP).any(axis=1)
        _write(result, rows, State.DOWN, state[:, -1] & (~always | (look_back < LOOK_BACKS[-1])), start.astype("i8"))
        result.state[rows[always & (look_back == LOOK_BACKS[-1])]] = State.UNKNOWN
        rows = rows[always]


def _asleep(counters: Counters, result: CellStates, recent: Floats, interval: int) -> None:
    """No traffic where the same hour of other weeks makes that extraordinary, and no users where they are counted."""
    rows = np.flatnonzero(~np.isnan(recent).all(axis=1))
    if not len(rows):
        return
    usual = baseline(counters, "traffic", rows, interval, interval + 1).centre[:, 0]
    rows = rows[~(last_known(recent[rows]) > ALIVE * usual)]
    rows = rows[_ever_low(counters, rows, interval)]
    level = np.log(FALSE_A_DAY / (len(recent) * DAY / counters.step))
    chances = chances_of_traffic(counters, len(recent), interval)
    for look_back in LOOK_BACKS:
        if not len(rows):
            return
        first = interval - look_back // counters.step
        traffic = clean(counters.window("traffic", rows, first, interval + 1))
        usually = baseline(counters, "traffic", rows, first, interval + 1)
        usual_users = baseline(counters, "connected_users", rows, first, interval + 1)
        evidence, low = improbability(traffic, usually, usual_users, chances)
        users = clean(counters.window("connected_users", rows, first, interval + 1))
        on = low & (evidence <= level) & ~(users > ALIVE * usual_users.centre)
        _drop_habits(counters, rows, on, first, usually.centre)
        state, since = latch(on, traffic > ALIVE * usually.centre)
        begun = _first_low(low, state, since)
        before = _share(traffic, usually.centre)[np.arange(len(rows)), np.maximum(begun - 1, 0)]
        partly = np.where((begun > 0) & (before < PARTLY), (1 - before) * counters.step, 0)
        start = counters.start + (first + begun) * counters.step - partly
        _write(result, rows, State.ASLEEP, state[:, -1], start.astype("i8"))
        rows = rows[state[:, -1] & (begun <= 1)]


def _share(traffic: Floats, usual: Floats) -> Floats:
    """Traffic as a share of the usual, 1 at most; NaN where either is not known, or none is usual."""
    return np.divide(np.minimum(traffic, usual), usual, out=np.full_like(traffic, np.nan), where=usual > 0)


def _write(result: CellStates, rows: NDArray[Any], state: State, on: Flags, since: NDArray[Any]) -> None:
    result.state[rows[on]] = state
    result.since[rows[on]] = since[on]


def _drop_habits(counters: Counters, rows: NDArray[Any], on: Flags, first: int, usual: Floats) -> None:
    """Take back what a cell does on other days too; looked up only where the test alone would decide."""
    here, at = np.nonzero(on)
    for moment in np.unique(at):
        mine = here[at == moment]
        days, _ = idle_days(counters, "traffic", rows[mine], first + int(moment), NEAR_ZERO * usual[mine, moment])
        on[mine, moment] = days < 2  # one day may be an outage of the past; two are a habit


def _ever_low(counters: Counters, rows: NDArray[Any], interval: int) -> Flags:
    """Cells that had, in the last day, an interval with little traffic against the same interval of the days before: a cheap
    look at the raw samples, before baselines are made."""
    length = DAY // counters.step
    first = interval - length
    now = clean(counters.window("traffic", rows, first, interval + 1))
    before = np.full_like(now, -1.0)
    for lag in (1, 2, 7):
        other = counters.window("traffic", rows, first - lag * length, interval + 1 - lag * length)
        before = np.fmax(before, other)
    wider = np.maximum(before, np.maximum(np.roll(before, 1, axis=1), np.roll(before, -1, axis=1)))
    return np.asarray((now <= NEAR_ZERO * wider).any(axis=1))


def _first_low(low: Flags, state: Flags, since: NDArray[np.intp]) -> NDArray[np.intp]:
    """The interval in which the low traffic that was found began: the evidence may have needed a second one."""
    begun = np.maximum(since[:, -1], 0)
    here = np.arange(len(begun))
    earlier = np.maximum(begun - 1, 0)
    return np.where(state[:, -1] & low[here, earlier], earlier, begun)
