"""Who of the simulated customers complains, when and in which words: because of a fault, or as people do on any day."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from diagnostics.records import Complaints
from diagnostics.sandbox.faults import Fault, Trouble
from diagnostics.sandbox.geography import DAY, Array, Clock, random_of
from diagnostics.sandbox.people import People
from diagnostics.sandbox.whereabouts import Whereabouts
from diagnostics.sandbox.words import FIXED, GENERAL, say

USUAL_A_DAY = 0.004  # complaints a line and day without a fault
_PATIENCE = 40 * 60  # seconds: mean time until one of those who complain does
_SHARE = {  # of those hit
    Fault.SITE_DOWN: 0.15,
    Fault.SLEEPING_CELL: 0.15,
    Fault.BACKHAUL_LIMIT: 0.06,
    Fault.STADIUM_EVENT: 0.05,
    Fault.FIBRE_CUT: 0.35,
    Fault.MIS_TILTED_ANTENNA: 0.05,
    Fault.BARRED_CELL: 0.06,
    Fault.CREDIT_BARRING: 0.5,
    Fault.CAP_REACHED: 0.3,
    Fault.PLANNED_WORK: 0.05,
}
_Entry = tuple[int, int, str]  # at, line, words


def complain(clock: Clock, people: People, troubles: tuple[Trouble, ...], ways: Whereabouts, seed: int) -> Complaints:
    """All complaints, in order of time. One in eight gives a position and no line."""
    dice = random_of(seed, "complaints")
    entries = list(_usual(clock, people, dice))
    for one, hit in zip(troubles, ways.hit, strict=True):
        entries += _about(one, sufferers(one, hit, people), clock, people, dice)
    entries.sort()
    line = np.array([line for _, line, _ in entries], dtype=np.int32)
    without_line = dice.random(len(line)) < 0.125
    known = people.lines
    return Complaints(
        at=np.array([at for at, _, _ in entries], dtype=np.int64),
        line=np.where(without_line, -1, line).astype(np.int32),
        latitude=np.where(without_line, np.round(known.latitude[line], 4), np.nan),
        longitude=np.where(without_line, np.round(known.longitude[line], 4), np.nan),
        words=np.array([words for _, _, words in entries] or [""])[: len(entries)],
    )


def sufferers(one: Trouble, hit: Array, people: People) -> Array:
    """Rows of the lines that notice a fault: those left without service, those at home in its cells, those behind its terminals."""
    if len(one.lines):
        return one.lines
    if len(one.onts):
        return np.flatnonzero(np.isin(people.lines.ont, one.onts))
    return hit if one.silences else np.flatnonzero(np.isin(people.home, one.cells))


def _usual(clock: Clock, people: People, dice: np.random.Generator) -> Iterator[_Entry]:
    days = (clock.end - clock.start) / DAY
    count = dice.poisson(USUAL_A_DAY * len(people) * days)
    moments = dice.integers(clock.start, clock.end, 3 * count)
    hour = clock.hours(moments)
    awake = moments[dice.random(len(moments)) < np.where((hour > 8) & (hour < 22), 1.0, 0.12)][:count]
    for moment in awake.tolist():
        line = int(dice.integers(0, len(people)))
        at_home = people.lines.ont[line] >= 0 and dice.random() < 0.35
        yield moment, line, say(FIXED if at_home else GENERAL, str(people.district[line]), dice)


def _about(one: Trouble, lines: Array, clock: Clock, people: People, dice: np.random.Generator) -> Iterator[_Entry]:
    angry = lines[dice.random(len(lines)) < _SHARE[one.kind]]
    patience = 3 * DAY if one.kind is Fault.MIS_TILTED_ANTENNA else _PATIENCE
    for line, wait in zip(angry.tolist(), dice.exponential(patience, len(angry)), strict=True):
        moment = one.start + 120 + int(wait)
        if clock.hours(np.array([moment]))[0] < 6.5 and dice.random() < 0.8:
            continue  # asleep
        if moment < min(one.end, clock.end):
            yield moment, line, say(one.kind, str(people.district[line]), dice)
