"""What optical terminals tell: many that go at once on one PON have one cause, and one that goes alone has its own.

Terminals of a PON that go within minutes of one another are set against how often terminals go by themselves: a binomial
test of their number, at a level of one false group in a hundred days for the whole network. Their last words tell the
cause: no light (loss of signal) is the fibre or the port, a dying gasp is the power where the terminals are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from diagnostics.records import Codes, Flags, Moments, OntStates, OntStatus
from diagnostics.seasonal import DAY
from diagnostics.topology import Topology

TOGETHER = 900  # seconds: terminals are polled, so one fault is seen over some minutes
FEWEST = 3  # terminals, of a PON that has more, that may be one fault: a branch behind one splitter
LEAST_SHARE = 0.2
FALSE_A_DAY = 0.01
HISTORY = 14 * DAY
FEED_ALIVE = DAY  # seconds: a feed of events that was silent for longer says nothing of now
NEVER = -1


@dataclass(frozen=True, slots=True, eq=False)
class OntNow:
    """By row of Onts: the last status (-1: never told), since when it is not online (0: online), and the word it left with."""

    status: Codes
    since: Moments
    reason: Codes
    fresh: bool  # whether the feed has said anything of any terminal lately

    @property
    def online(self) -> Flags:
        """Which terminals are there, by a feed that is alive."""
        return np.asarray((self.status == OntStatus.ONLINE) & self.fresh)


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Terminals of one PON that went together."""

    pon: int
    onts: NDArray[np.intp]  # rows
    start: int
    share: float  # of the PON's terminals


def onts_at(states: OntStates, count: int, at: int) -> OntNow:
    """What the OLTs had said of each terminal by this moment."""
    status, reason = np.full(count, NEVER, "i2"), np.full(count, NEVER, "i2")
    since = np.zeros(count, "i8")
    rows = np.flatnonzero((states.at <= at) & (states.ont >= 0))
    if not len(rows):
        return OntNow(status, since, reason, False)
    ont, code = states.ont[rows], states.status[rows]
    ends = np.flatnonzero(np.append(ont[1:] != ont[:-1], True))
    begins = np.concatenate([[0], ends[:-1] + 1])
    steps = np.arange(len(rows))
    online = np.maximum.accumulate(np.where(code == OntStatus.ONLINE, steps, -1))
    first_bad = np.maximum(online[ends] + 1, begins)
    bad = code[ends] != OntStatus.ONLINE
    status[ont[ends]] = code[ends]
    gone = ont[ends[bad]]
    since[gone] = states.at[rows[first_bad[bad]]]
    words = code[first_bad[bad]]
    reason[gone] = np.where(words == OntStatus.OFFLINE, code[ends[bad]], words)
    return OntNow(status, since, reason, bool(at - states.at[rows].max() <= FEED_ALIVE))


def groups(states: OntStates, now: OntNow, topology: Topology, at: int) -> list[Group]:
    """Terminals that went together and are gone, by PON."""
    gone = np.flatnonzero(now.since > 0)
    gone = gone[topology.pon[gone] >= 0]
    if not len(gone):
        return []
    size = np.bincount(topology.pon[topology.pon >= 0], minlength=len(topology.pons))
    chance = _chance_to_go(states, len(topology.onts), at)
    level = FALSE_A_DAY / (len(topology.pons) * DAY / TOGETHER)
    found = []
    for entries in clusters(topology.pon[gone], now.since[gone]):
        rows = gone[entries]
        pon = int(topology.pon[rows[0]])
        share = len(rows) / size[pon]
        if share < LEAST_SHARE or len(rows) < max(2, min(FEWEST, size[pon])):
            continue
        if binom.sf(len(rows) - 1, size[pon], chance) <= level:
            middle = np.median(now.since[rows])  # one that went by itself shortly before is not the beginning
            start = now.since[rows][np.abs(now.since[rows] - middle) <= TOGETHER / 2]
            found.append(Group(pon, rows, int(start.min()) if len(start) else int(middle), float(share)))
    return found


def clusters(keys: NDArray[Any], times: Moments) -> list[NDArray[np.intp]]:
    """Entries of one key whose times follow one another within TOGETHER, as index arrays; those alone are left out."""
    order = np.lexsort((times, keys))
    breaks = (np.diff(keys[order]) != 0) | (np.diff(times[order]) > TOGETHER)
    return [part for part in np.split(order, np.flatnonzero(breaks) + 1) if len(part) > 1]


def _chance_to_go(states: OntStates, onts: int, at: int) -> float:
    """How probable it is that a terminal goes by itself within the time of a group: from the median day of the last two weeks,
    so that a past fault of many weighs little; never below one loss in a year."""
    recent = (states.at > at - HISTORY) & (states.at <= at) & (states.status != OntStatus.ONLINE)
    days = np.bincount((states.at[recent] - (at - HISTORY)) // DAY, minlength=HISTORY // DAY)
    return max(float(np.median(days)) / max(onts, 1), 1 / 365) * TOGETHER / DAY
