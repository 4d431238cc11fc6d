"""The counters of the simulated cells: demand with its days and weeks, what a cell makes of it, and what a fault takes away.

Demand is a cell's size times the day of its surroundings times slow and fast noise. What users see of a shared channel is that of
a processor-sharing queue (M/G/1-PS): throughput is capacity times the share that is left, delay grows with its inverse.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from diagnostics.sandbox.cells import GSM_LAYER, LAYERS, Antennas
from diagnostics.sandbox.faults import Fault, Trouble
from diagnostics.sandbox.geography import DAY, Area, Array, Clock, Sites, random_of

ROOM, FULL = (
    0.8,
    1.0,
)  # demand by capacity: below the first there is room for all, from the second on some goes unserved
LEAST_ROOM = 0.03  # share of the capacity that one more user of an overloaded cell still gets
SLOW_KNOT, SITE_KNOT = 8, 24  # intervals between knots of a cell's and a site's slow noise
FESTIVAL = 1.15  # demand on the evening of a festival, which no earlier week has
_REDUNDANT = 0.6  # share of a silent cell's demand that its neighbours take over


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """What the cells are asked for, and how it is disturbed."""

    clock: Clock
    capacity: Array  # Mbit/s, by cell
    size: Array  # busiest demand by capacity, by cell
    shape: Array  # (areas, 7 days, 96 intervals), 0 to 1
    area: Array  # of each cell
    site: Array
    layer: Array
    slow: Array  # (cells, knots)
    common: Array  # (sites, knots)
    festival: int  # second at which the festival's evening begins
    extra: tuple[tuple[Array, int, int, float], ...]  # cells, start, end, factor
    crowd: tuple[tuple[Array, int, int, Array], ...]  # cells at an event, start, end, demand that it adds by capacity
    gone: tuple[tuple[Array, int, int], ...]  # cells without any traffic
    down: tuple[tuple[Array, int, int], ...]  # cells out of service
    unreported: tuple[tuple[Array, int, int], ...]  # cells whose counters cannot be fetched
    narrow: tuple[tuple[Array, int, int, float], ...]  # cells of a site, start, end, Mbit/s that its link still carries
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """Counters of all cells (cells, intervals) by name, from interval `first` on, and the true demand by capacity."""

    first: int
    counters: dict[str, Array]
    load: Array


def plan(clock: Clock, sites: Sites, antennas: Antennas, troubles: tuple[Trouble, ...], seed: int) -> Demand:
    """Draw the cells' sizes and noise, and put the faults in."""
    dice = random_of(seed, "traffic")
    count = len(antennas)
    capacity = np.array([layer.capacity for layer in LAYERS])[antennas.layer]
    size = np.clip(dice.lognormal(np.log(0.38), 0.35, count), 0.05, 0.68)
    overloaded = (dice.random(count) < 0.02) & (antennas.layer != GSM_LAYER)
    size = np.where(overloaded, dice.uniform(1.1, 1.35, count), size)
    size = np.where(sites.area[antennas.site] == Area.RURAL, 0.6 * size, size)
    sleepers = np.concatenate([np.empty(0, int), *(one.cells for one in troubles if one.kind is Fault.SLEEPING_CELL)])
    size[sleepers] = np.maximum(size[sleepers], 0.2)
    knots = clock.intervals // SLOW_KNOT + 2
    return Demand(
        clock=clock,
        capacity=capacity,
        size=size,
        shape=_shapes(),
        area=sites.area[antennas.site],
        site=antennas.site,
        layer=antennas.layer,
        slow=(0.12 * dice.standard_normal((count, knots), dtype=np.float32)),
        common=0.08 * dice.standard_normal((len(sites), clock.intervals // SITE_KNOT + 2), dtype=np.float32),
        festival=clock.nights(17.0)[max(len(clock.nights(17.0)) - 4, 0)],
        extra=(*_extra(sites, antennas, troubles),),
        crowd=tuple(
            (one.cells, one.start, one.end, one.strength * _crowd_share(antennas.layer[one.cells], dice))
            for one in troubles
            if one.kind is Fault.STADIUM_EVENT
        ),
        gone=tuple((one.cells, one.start, one.end) for one in troubles if one.silences and len(one.cells)),
        down=tuple(
            (one.cells, one.start, one.end)
            for one in troubles
            if one.kind in (Fault.SITE_DOWN, Fault.PLANNED_WORK) and len(one.cells)
        ),
        unreported=tuple((one.cells, one.start, one.end) for one in troubles if one.variant == "link"),
        narrow=tuple(
            (one.cells, one.start, one.end, one.strength * float(capacity[one.cells].sum()))
            for one in troubles
            if one.kind is Fault.BACKHAUL_LIMIT
        ),
        seed=seed,
    )


def run(demand: Demand) -> Iterator[Stretch]:
    """The counters, one stretch for each day (UTC) of the world."""
    clock = demand.clock
    edges = [0, *(n for n in range(1, clock.intervals) if (clock.start + n * clock.step) % DAY == 0), clock.intervals]
    for first, end in pairwise(edges):
        yield _stretch(demand, first, end)


def _stretch(demand: Demand, first: int, end: int) -> Stretch:
    clock = demand.clock
    dice = random_of(demand.seed, f"traffic from {first}")
    moments = clock.start + clock.step * np.arange(first, end)
    wanted = _wanted(demand, moments, first, dice)  # share of capacity
    served_share = 1 - _share(demand.gone, moments, clock.step, len(demand.capacity))
    in_service = 1 - _share(demand.down, moments, clock.step, len(demand.capacity))
    in_service *= 1 - _restarts(in_service.shape, dice)
    carried = np.minimum(wanted, 0.97) * served_share * in_service
    room = np.maximum(1 - np.minimum(wanted, 1), LEAST_ROOM) / np.maximum(wanted, 1)
    capacity = demand.capacity[:, None].astype(np.float32)
    throughput = 0.55 * capacity * room
    new_radio = demand.layer >= 4
    delay = np.where(new_radio, 8, 13)[:, None] * (1 + 0.5 * wanted / np.maximum(1 - wanted, 0.08))
    users = wanted * capacity / np.array([layer.demand for layer in LAYERS])[demand.layer][:, None]
    users = np.minimum(users, 1200)  # admission control
    for cells, start, stop, limit in demand.narrow:
        squeezed = _overlap(moments, clock.step, start, stop)
        asked = (carried[cells] * capacity[cells]).sum(axis=0)
        fits = np.minimum(limit / np.maximum(asked, 1e-9), 1)
        link = 0.6 * limit * np.maximum(1 - asked / limit, 0.06)  # what one user gets of the link, on this site
        slow = np.minimum(throughput[cells], link)
        queue = 1 + 2.5 / np.maximum(1 - asked / limit, 0.25)
        throughput[cells] = throughput[cells] + squeezed * (slow - throughput[cells])
        delay[cells] = delay[cells] * (1 + squeezed * (queue - 1))
        carried[cells] = carried[cells] * (1 + squeezed * (fits - 1))
        users[cells] = users[cells] * (1 + squeezed * 0.3)  # what waits stays connected
    seen = dice.poisson(4 * users * served_share * in_service) / 4  # mean of some samples in an interval
    seen = np.where(served_share * in_service > 0.02, seen, np.minimum(seen, dice.random(seen.shape) < 0.02))
    traffic = carried * capacity * clock.step / 8 * _size_noise(users * served_share, dice)
    idle = (seen == 0) | (traffic <= 0)
    traffic = np.where(idle, 0, traffic)
    overhead = np.where(in_service > 0.02, 3.0, 0)
    prb = np.clip(overhead + 96 * carried + dice.normal(0, 1.2, carried.shape) * (in_service > 0.02), 0, 100)
    noise = np.exp(dice.normal(0, 0.10, (2, *carried.shape)))
    counters = {
        "prb_utilisation": np.where((demand.layer == GSM_LAYER)[:, None], np.nan, np.round(prb, 1)),
        "connected_users": np.round(seen, 2),
        "user_throughput": np.where(idle, np.nan, np.round(throughput * noise[0], 3)),
        "delay": np.where(idle, np.nan, np.round(delay * noise[1], 2)),
        "traffic": np.round(traffic, 2),
        "availability": np.round(100 * in_service, 2),
    }
    missing = _missing(demand, moments, dice)
    as_floats = {name: np.where(missing, np.nan, values).astype(np.float32) for name, values in counters.items()}
    return Stretch(first, as_floats, np.where(served_share > 0.5, wanted, 0).astype(np.float32))


def _wanted(demand: Demand, moments: Array, first: int, dice: np.random.Generator) -> Array:
    """Demand by capacity, (cells, intervals)."""
    clock, step = demand.clock, demand.clock.step
    quarter = (clock.hours(moments) * 4).astype(int) % 96
    shape = demand.shape[:, clock.weekdays(moments), quarter].astype(np.float32)
    index = first + np.arange(len(moments))
    slow = _between(demand.slow, index / SLOW_KNOT) + _between(demand.common, index / SITE_KNOT)[demand.site]
    fast = 0.06 * dice.standard_normal(slow.shape, dtype=np.float32)
    wanted = demand.size[:, None].astype(np.float32) * shape[demand.area] * np.exp(slow + fast)
    festive = (moments >= demand.festival) & (moments < demand.festival + 6 * 3600)
    wanted *= np.where(festive, FESTIVAL, 1)
    for cells, start, end, added in demand.crowd:  # people come over half an hour
        there = np.clip((moments + step / 2 - start) / 1800 + 0.5, 0, 1) * (moments < end)
        wanted[cells] += added[:, None] * there * np.exp(fast[cells])
    for cells, start, end, factor in demand.extra:
        wanted[cells] *= 1 + (factor - 1) * _overlap(moments, step, start, end)
    return np.asarray(wanted)


def _extra(sites: Sites, antennas: Antennas, troubles: tuple[Trouble, ...]) -> Iterator[tuple[Array, int, int, float]]:
    """Cells that are asked for more than usual, or less: beside a silent cell, and where a cell is barred."""
    for one in troubles:
        if one.kind is Fault.BARRED_CELL:
            yield one.cells, one.start, one.end, 0.4  # phones in a connection are still handed over to it
        elif one.silences and len(one.cells):
            cells = _neighbours(sites, antennas, one)
            yield cells, one.start, one.end, 1 + _REDUNDANT * len(one.cells) / max(len(cells), 1)


def _crowd_share(layer: Array, dice: np.random.Generator) -> Array:
    """How much of an event's crowd each cell gets, by its capacity: the wide carriers of NR get the smaller part of theirs."""
    return np.where(layer >= 4, 0.4, 1.0) * dice.uniform(0.8, 1.2, len(layer))


def _neighbours(sites: Sites, antennas: Antennas, trouble: Trouble) -> Array:
    """Who takes over: the other carriers of a cell's sector, or the cells of the three next sites."""
    if len(trouble.cells) == 1:
        cell = trouble.cells[0]
        same_site = antennas.site == antennas.site[cell]
        return np.flatnonzero(
            same_site & (antennas.azimuth == antennas.azimuth[cell]) & (np.arange(len(antennas)) != cell)
        )
    distance = np.hypot(sites.x - sites.x[trouble.site], sites.y - sites.y[trouble.site])
    return np.flatnonzero(np.isin(antennas.site, np.argsort(distance, kind="stable")[1:4]))


def _shapes() -> Array:
    """The day of each Area on each weekday, 0 to 1: (areas, 7, 96)."""
    hour = np.arange(96) / 4 + 0.125

    def bump(centre: float, width: float) -> Array:
        away = (hour - centre + 12) % 24 - 12
        return np.exp(-0.5 * (away / width) ** 2)

    home = 0.06 + 0.35 * bump(9, 2.2) + 0.42 * bump(14, 3) + 0.92 * bump(21, 2.1)
    office = 0.05 + 0.9 * bump(11.5, 2) + 0.85 * bump(15.5, 2.2) + 0.3 * bump(20, 2)
    road = 0.05 + 0.8 * bump(9.2, 1.3) + 0.45 * bump(14, 3) + 0.95 * bump(18.7, 1.7)
    village = 0.04 + 0.4 * bump(8, 2) + 0.35 * bump(14, 3) + 0.9 * bump(20.3, 1.9)
    week = {
        Area.OFFICE: (office, 0.55 * office, 0.35 * office),
        Area.RESIDENTIAL: (home, 0.95 * home + 0.12 * bump(13, 3), 0.95 * home + 0.2 * bump(13, 3)),
        Area.TRANSPORT: (road, 0.85 * road, 0.7 * road),
        Area.RURAL: (village, village, village + 0.05 * bump(13, 3)),
    }
    days = np.stack([np.stack([week[area][max(day - 4, 0)] for day in range(7)]) for area in Area])
    return np.asarray(days / days.max(axis=(1, 2), keepdims=True))


def _between(knots: Array, position: Array) -> Array:
    """Values between knots (rows, knots) at fractional positions, with even variance."""
    left = position.astype(int)
    share = (position - left).astype(np.float32)
    scale = np.sqrt(share**2 + (1 - share) ** 2)
    return np.asarray((knots[:, left] * (1 - share) + knots[:, left + 1] * share) / scale)


def _overlap(moments: Array, step: int, start: int, end: int) -> Array:
    """Share of each interval that lies between start and end."""
    return np.asarray(np.clip((np.minimum(moments + step, end) - np.maximum(moments, start)) / step, 0, 1))


def _share(spans: tuple[tuple[Array, int, int], ...], moments: Array, step: int, cells: int) -> Array:
    total = np.zeros((cells, len(moments)), dtype=np.float32)
    for rows, start, end in spans:
        total[rows] = np.maximum(total[rows], _overlap(moments, step, start, end))
    return total


def _restarts(shape: tuple[int, ...], dice: np.random.Generator) -> Array:
    """Cells restart now and then: one to three minutes without service, which is no outage."""
    return np.where(dice.random(shape) < 1 / (30 * 96), dice.uniform(60, 180, shape) / 900, 0)


def _size_noise(users: Array, dice: np.random.Generator) -> Array:
    """The fewer users, the more the traffic of an interval depends on what each of them happens to do."""
    spread = 0.08 + 0.5 / np.sqrt(np.maximum(users, 0.3))
    return np.asarray(np.exp(spread * dice.standard_normal(users.shape, dtype=np.float32) - spread**2 / 2))


def _missing(demand: Demand, moments: Array, dice: np.random.Generator) -> Array:
    """Samples that never came: single ones, hours of a cell, an interval of a whole region, and what hangs on a cut link."""
    cells, step = len(demand.capacity), demand.clock.step
    missing = dice.random((cells, len(moments))) < 0.003
    for cell in np.flatnonzero(dice.random(cells) < 0.01):
        first = int(dice.integers(0, len(moments)))
        missing[cell, first : first + int(dice.integers(4, 24))] = True
    if dice.random() < 0.25:
        region = demand.site % 4 == dice.integers(0, 4)
        first = int(dice.integers(0, len(moments)))
        missing[region, first : first + int(dice.integers(1, 3))] = True
    for rows, start, end in demand.unreported:
        missing[rows] |= _overlap(moments, step, start, end) > 0
    return missing
