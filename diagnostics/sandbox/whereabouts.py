"""Which cell served each simulated line from when on: home, work and back, an event, and what a silent cell drives away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from diagnostics.records import STILL, ServingCells
from diagnostics.sandbox.faults import Fault, Trouble, silent
from diagnostics.sandbox.geography import DAY, Array, Clock, Size, random_of
from diagnostics.sandbox.people import People

VISITORS = 0.02  # share of the lines that go to an event


@dataclass(frozen=True, slots=True, eq=False)
class Whereabouts:
    """The feed, and the truth beside it: `hit` are the lines that each trouble left without service, by its number."""

    serving: ServingCells
    hit: tuple[Array, ...]
    moved: tuple[Array, ...]  # lines that another cell took over


def follow(size: Size, clock: Clock, people: People, troubles: tuple[Trouble, ...], seed: int) -> Whereabouts:
    """Draw every line's way through the days, then let the faults disturb it."""
    dice = random_of(seed, "whereabouts")
    line, at, cell = _rhythm(size, clock, people, dice)
    parts = [(line, at, cell)]
    parts += [_visitors(one, people, dice) for one in troubles if one.kind is Fault.STADIUM_EVENT]
    line, at, cell = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    known = (at >= clock.start) & (at <= clock.end) & (cell >= 0)
    line, at, cell = line[known], at[known], cell[known]
    # A line cannot register in a cell that is off: the feed says nothing then.
    heard = ~silent(troubles, cell[:, None], at)[:, 0]
    order = np.lexsort((at[heard], line[heard]))
    line, at, cell = line[heard][order], at[heard][order], cell[heard][order]
    hit, moved, extra = _driven_away(troubles, people, line, at, cell, clock, dice)
    line, at, cell = (np.concatenate([mine, *more]) for mine, more in zip((line, at, cell), extra, strict=True))
    order = np.lexsort((at, line))
    serving = ServingCells(line[order].astype(np.int32), at[order].astype(np.int64), cell[order].astype(np.int32))
    return Whereabouts(serving, hit, moved)


def _rhythm(size: Size, clock: Clock, people: People, dice: np.random.Generator) -> tuple[Array, Array, Array]:
    """A registration at night from home, and on working days the way to work and back."""
    every = np.arange(len(people))
    parts = [(every, np.full(len(people), clock.start), people.home)]
    nights = clock.nights(3.0)
    for night in nights if size.nightly else nights[-1:]:
        moments = night + dice.integers(0, 3000, len(people))
        elsewhere = (dice.random(len(people)) < 0.03) & (people.spare >= 0)
        parts.append((every, moments, np.where(elsewhere, people.spare, people.home)))
    movers = np.flatnonzero(people.work != people.home)
    for morning in clock.nights(8.5) if size.nightly else []:
        if clock.weekdays(np.array([morning]))[0] == 6:
            continue
        going = movers[dice.random(len(movers)) < 0.9]
        parts.append((going, morning + dice.integers(0, 6000, len(going)), people.work[going]))
        evening = morning + 9 * 3600
        parts.append((going, evening + dice.integers(0, 9000, len(going)), people.home[going]))
    line, at, cell = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return line, at, cell


def _visitors(one: Trouble, people: People, dice: np.random.Generator) -> tuple[Array, Array, Array]:
    """Lines that go to an event and home again; each gets a cell there that its phone receives."""
    count = max(3, round(VISITORS * len(people)))
    going = dice.choice(len(people), count, replace=False)
    there = one.cells[dice.integers(0, len(one.cells), count)]
    arrive = one.start - dice.integers(0, 1800, count)
    leave = np.full(count, STILL) if one.end == STILL else one.end + dice.integers(0, 2400, count)
    return np.tile(going, 2), np.concatenate([arrive, leave]), np.concatenate([there, people.home[going]])


def _driven_away(
    troubles: tuple[Trouble, ...],
    people: People,
    line: Array,
    at: Array,
    cell: Array,
    clock: Clock,
    dice: np.random.Generator,
) -> tuple[tuple[Array, ...], tuple[Array, ...], tuple[list[Array], list[Array], list[Array]]]:
    """Whom each silent cell leaves without service, whom another cell takes over, and the registrations of the latter."""
    hit, moved = [], []
    lines, moments, cells = [], [], []
    for one in troubles:
        if not (one.silences and len(one.cells)):
            hit.append(one.lines)
            moved.append(np.empty(0, dtype=np.int64))
            continue
        served, from_cell = _served_by(one, line, at, cell)
        asleep = one.kind is Fault.SLEEPING_CELL  # its signal is still there, so phones stay on it
        spare = people.spare[served]
        taken = (spare >= 0) & ~np.isin(spare, one.cells) & (dice.random(len(served)) < (0.15 if asleep else 0.6))
        hit.append(served[~taken])
        moved.append(served[taken])
        when = one.start + dice.integers(30, 1200, int(taken.sum()))
        inside = (when < one.end) & (when <= clock.end)
        lines.append(served[taken][inside])
        moments.append(when[inside])
        cells.append(spare[taken][inside])
        if one.end < STILL:
            lines.append(served)
            moments.append(one.end + dice.integers(20, 900, len(served)))
            cells.append(from_cell)
    return tuple(hit), tuple(moved), (lines, moments, cells)


def _served_by(one: Trouble, line: Array, at: Array, cell: Array) -> tuple[Array, Array]:
    """Lines whose last registration before the fault was in one of its cells, and in which."""
    recent = np.flatnonzero((at < one.start) & (at > one.start - 9 * DAY))
    last = recent[np.append(line[recent][1:] != line[recent][:-1], True)] if len(recent) else recent
    there = last[np.isin(cell[last], one.cells)]
    return line[there], cell[there]
