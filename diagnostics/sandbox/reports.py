"""What phones and drive tests measured in the simulated radio world, and what was measured but kept back to score predictions."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from diagnostics.records import STILL, Measurements
from diagnostics.sandbox.cells import LAYERS
from diagnostics.sandbox.faults import Fault, Trouble, silent
from diagnostics.sandbox.geography import Array, Clock, Size, city_radius, random_of, to_degrees
from diagnostics.sandbox.people import People, can_receive
from diagnostics.sandbox.radio import Radio, Served, Slip

HELD_OUT = 0.08  # share of the positions that no feed shows
FADING = 1.5  # dB: what a reported level still wavers by
DEVICE = 1.5  # dB: by which phones measure differently
POSITION = 3.5  # metres north and east: phones know where they are to some 5 m under an open sky (gps.gov)
NEIGHBOURS, LISTED, LEAST_NEIGHBOUR = 0.5, 6, -130.0  # share of reports that show one; how many a phone lists; dBm
RSRP, RSRQ, SINR = (-140.0, -44.0), (-19.5, -3.0), (-20.0, 30.0)  # what is reported, 3GPP TS 36.133 clause 9.1


@dataclass(frozen=True, slots=True, eq=False)
class Reports:
    """Measurements of the feed, and those held out."""

    shown: Measurements
    held_out: Measurements


def measure(
    size: Size, clock: Clock, radio: Radio, people: People, troubles: tuple[Trouble, ...], seed: int
) -> Reports:
    """Draw where and when was measured, and with what result."""
    dice = random_of(seed, "reports")
    count = size.reports
    x, y, line = _positions(size, people, dice)
    at = np.sort(dice.integers(clock.start, clock.end, count))
    order = dice.permutation(count)
    x, y, line = x[order], y[order], line[order]
    indoors = line >= 0
    slip = slipped(troubles, len(radio.antennas))
    device = dice.choice(len(can_receive()), count, p=_device_shares(people))
    loss = np.where(indoors[:, None], people.loss[line], 0.0)
    heard = radio.hear(x, y, slip, at)
    served = radio.serve(heard, can_receive()[device], loss, silent(troubles, heard.cell, at))
    told = _told(served, x, y, indoors, at, radio, dice)
    usable = told.cell >= 0
    kept_back = dice.random(count) < HELD_OUT
    received = (
        heard.level - loss[np.arange(count)[:, None], np.where(heard.cell >= 0, radio.antennas.layer[heard.cell], 0)]
    )
    received = np.where(silent(troubles, heard.cell, at), -np.inf, received)
    shown = _with_neighbours(told, heard.cell, received, np.asarray(usable & ~kept_back), radio, dice)
    return Reports(shown, told.take(np.flatnonzero(usable & kept_back)))


def _with_neighbours(
    told: Measurements, cell: Array, received: Array, chosen: Array, radio: Radio, dice: np.random.Generator
) -> Measurements:
    """The chosen reports, half of them with one of the neighbours on the serving cell's carrier that they list."""
    rows = np.flatnonzero(chosen & (dice.random(len(chosen)) < NEIGHBOURS))
    layer = radio.antennas.layer
    other = (layer[cell[rows]] == layer[told.cell[rows]][:, None]) & (cell[rows] != told.cell[rows][:, None])
    level = np.where(other & (received[rows] > LEAST_NEIGHBOUR), received[rows], -np.inf)
    order = np.argsort(-level, axis=1)[:, :LISTED]
    nth = (dice.random(len(rows)) * np.minimum(np.isfinite(level).sum(axis=1), LISTED)).astype(int)
    pick = order[np.arange(len(rows)), nth]
    found = level[np.arange(len(rows)), pick]
    found = np.round(np.clip(found + dice.normal(0, np.hypot(FADING, DEVICE), len(rows)), *RSRP))
    nothing = np.full(len(rows), np.nan, dtype=np.float32)
    extra = replace(
        told.take(rows),
        cell=cell[rows, pick].astype(np.int32),
        rsrp=found.astype(np.float32),
        rsrq=nothing,
        sinr=nothing,
        throughput=nothing,
    ).take(np.flatnonzero(np.isfinite(found)))
    both = {
        name: np.concatenate([getattr(told.take(chosen), name), getattr(extra, name)]) for name in Measurements.types()
    }
    return Measurements(**both).take(np.argsort(both["at"], kind="stable"))


def slipped(troubles: tuple[Trouble, ...], cells: int) -> Slip:
    """The antennas that a fault has tilted, and since when."""
    degrees, since = np.zeros(cells), np.full(cells, STILL)
    for one in troubles:
        if one.kind is Fault.MIS_TILTED_ANTENNA:
            degrees[one.cells], since[one.cells] = one.strength, one.start
    return Slip(degrees, since)


def _device_shares(people: People) -> Array:
    shares = np.bincount(people.lines.device, minlength=len(people.devices)) / len(people)
    return np.asarray(shares / shares.sum())


def _positions(size: Size, people: People, dice: np.random.Generator) -> tuple[Array, Array, Array]:
    """Metres east and north, and whose home it is in (-1: outdoors): at and around homes, along drives, and anywhere."""
    count = size.reports
    at_home, driven = round(0.6 * count), round(0.25 * count)
    line = dice.integers(0, len(people), at_home)
    inside = dice.random(at_home) < 0.45
    near = dice.normal(0, 1, (2, at_home)) * np.where(inside, 5, 60)
    x, y = people.x[line] + near[0], people.y[line] + near[1]
    legs = max(driven // 120, 1)
    start, end = people.x[dice.integers(0, len(people), (2, legs))], people.y[dice.integers(0, len(people), (2, legs))]
    leg, way = dice.integers(0, legs, driven), dice.random(driven)
    drive_x = start[0][leg] + way * (start[1] - start[0])[leg]
    drive_y = end[0][leg] + way * (end[1] - end[0])[leg]
    rest = count - at_home - driven
    radius, angle = 1.2 * city_radius(size) * np.sqrt(dice.random(rest)), dice.uniform(0, 2 * np.pi, rest)
    return (
        np.concatenate([x, drive_x, radius * np.cos(angle)]),
        np.concatenate([y, drive_y, radius * np.sin(angle)]),
        np.concatenate([np.where(inside, line, -1), np.full(driven + rest, -1)]),
    )


def _told(
    served: Served,
    x: Array,
    y: Array,
    indoors: Array,
    at: Array,
    radio: Radio,
    dice: np.random.Generator,
) -> Measurements:
    count = len(x)
    layer = np.where(served.cell >= 0, radio.antennas.layer[served.cell], 0)
    bias = dice.normal(0, DEVICE, 100)[dice.integers(0, 100, count)]
    level = np.round(np.clip(served.level + bias + dice.normal(0, FADING, count), *RSRP))
    sinr = np.round(np.clip(served.sinr + dice.normal(0, 1.5, count), *SINR) * 2) / 2
    rsrq = np.round(np.clip(served.rsrq + dice.normal(0, 0.7, count), *RSRQ) * 2) / 2
    capacity = np.array([one.capacity for one in LAYERS])[layer]
    efficiency = np.clip(np.log2(1 + 10 ** (np.nan_to_num(served.sinr) / 10)) / 6, 0.02, 1)
    throughput = np.where(np.isnan(served.sinr), np.nan, capacity * efficiency * dice.beta(3, 3, count))
    latitude, longitude = to_degrees(x + dice.normal(0, POSITION, count), y + dice.normal(0, POSITION, count))
    told_inside = np.where(dice.random(count) < 0.2, -1, indoors)  # one in five does not know
    return Measurements(
        at=at,
        latitude=latitude,
        longitude=longitude,
        cell=served.cell.astype(np.int32),
        rsrp=level.astype(np.float32),
        rsrq=rsrq.astype(np.float32),
        sinr=sinr.astype(np.float32),
        throughput=np.round(throughput, 2).astype(np.float32),
        indoors=told_inside.astype(np.int16),
    )
