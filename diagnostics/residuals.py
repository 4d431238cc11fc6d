"""What measurements say beyond the propagation model: the model's tuning, each antenna's own error, and kriging of the rest.

Measured minus modelled level is taken apart in this order: a robust regression over the whole network (how the model errs with
distance, frequency, surroundings and indoors), a change of one cell at some moment (older measurements of it no longer hold),
one cell's tilt and power differing from the cell list, and what is left: shadowing, correlated over some tens of metres.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diagnostics.changes import Changes, find_changes
from diagnostics.kriging import FEWEST, Samples, fit
from diagnostics.propagation import COLUMN_BEAMWIDTH, ELEMENT_BEAMWIDTH, Scenario
from diagnostics.radio import Links, Radio, positions
from diagnostics.records import Measurements

Array = NDArray[Any]

DAY = 86_400
OLDEST = 365 * DAY  # older measurements say nothing of today's network
AGEING = 16.0 / (180 * DAY)  # dB² a second that a measurement loses in value: 4 dB of change in half a year
NEWEST = 200_000  # more measurements than this do not make the fit better
LOWEST, HIGHEST = -156.0, -31.0  # dBm: range of SS-RSRP reports (3GPP TS 38.133 table 10.1.6.1-1); LTE's lies within

# dB: how far each coefficient may go without evidence
COEFFICIENT_SIGMA = np.array([12.0, 10.0, 10.0, 12.0, 12.0, 12.0, 12.0, 12.0])
REPEATS = 5.0  # neighbouring measurements repeat each other: this many count as one in the regression
BEAMWIDTHS = (9.0, 8.0, 7.0, 6.0, 5.0, 12.0, 15.0, 20.0, ELEMENT_BEAMWIDTH)  # degrees, vertical, tried beside the usual
CLEAR = 0.7  # probability from which on a measurement is taken to be made indoors, or outdoors
SAME_PLACE, AT_ONCE = (
    1.0,
    2048,
)  # m around it that are left out then, as the same report; how many are told apart at once
FEWEST_OF_CARRIER = 200  # measurements of a carrier that tell its antennas' beamwidth


class Measured:
    """Measurements that a level can be learnt from, with their links to the cell they measured; sorted by time."""

    def __init__(self, measurements: Measurements, radio: Radio) -> None:
        usable = (measurements.cell >= 0) & (measurements.rsrp >= LOWEST) & (measurements.rsrp <= HIGHEST)
        usable &= (measurements.latitude != 0) | (measurements.longitude != 0)
        self.rows = np.flatnonzero(usable)
        table = measurements.take(self.rows)
        self.at, self.cell, self.indoors = table.at, table.cell.astype(np.int64), table.indoors
        self.latitude, self.longitude = table.latitude, table.longitude
        self.rsrp, self.rsrq, self.sinr = (getattr(table, name).astype(float) for name in ("rsrp", "rsrq", "sinr"))
        self.links = radio.links(self.cell, table.latitude, table.longitude)
        self.position = positions(table.latitude, table.longitude)
        self.serves = _strongest(self.at, self.latitude, self.longitude, self.rsrp)

    def until(self, at: int) -> int:
        """How many were known at a moment."""
        return int(np.searchsorted(self.at, at, side="right"))


def _strongest(at: Array, latitude: Array, longitude: Array, rsrp: Array) -> NDArray[np.bool_]:
    """Which measurements are the strongest of their moment and place: the others of a report are neighbours it lists."""
    order = np.lexsort((-rsrp, longitude, latitude, at))
    moment, north, east = at[order], latitude[order], longitude[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (np.diff(moment) != 0) | (np.diff(north) != 0) | (np.diff(east) != 0)
    found = np.zeros(len(order), dtype=bool)
    found[order[first]] = True
    return found


@dataclass(frozen=True, eq=False)
class Correction:
    """What has been learnt from the measurements known at some moment."""

    radio: Radio
    at: int
    beamwidth: NDArray[np.float64]  # degrees, vertical, by cell
    coefficients: NDArray[np.float64]  # of `features`, and indoors, and not known
    offset: NDArray[np.float64]  # dB, by cell
    offset_variance: NDArray[np.float64]  # dB², by cell
    changes: Changes
    rows: NDArray[np.int64]  # of Measured: those that count
    walls: NDArray[np.float64]  # dB, how much what walls take differs: outdoors (0), indoors, and where nobody knows
    samples: Samples  # what is left over of those rows

    def level(self, links: Links) -> NDArray[np.float64]:
        """Level outdoors in dBm, tuned, without the measurements around; -inf for no cell."""
        raw = self.radio.level(links, self.beamwidth[links.cell], self.changes.tilt[links.cell])
        return raw + _features(self.radio, links) @ self.coefficients[:-2] + self.offset[links.cell]

    def entry_loss(self, cell: Array, indoors: Array) -> NDArray[np.float64]:
        """What is lost on the way into the building in dB (broadcast): `indoors` is 1 inside, 0 outside, -1 where nobody knows."""
        inside = self.radio.indoor_loss[cell] - self.coefficients[-2]
        return np.where(indoors == 1, inside, np.where(indoors < 0, -self.coefficients[-1], 0.0))


def learn(measured: Measured, radio: Radio, at: int) -> Correction:
    """What the measurements known at `at` say; without any, the model as published."""
    known = measured.until(at)
    rows = np.arange(max(0, known - NEWEST), known)
    rows = rows[measured.at[rows] > at - OLDEST]
    links, indoors = measured.links.take(rows), measured.indoors[rows]
    beamwidth, coefficients, left = _tune(radio, links, measured.rsrp[rows], indoors)
    indoors, left = _told_apart(measured, radio, at, rows, indoors, left, coefficients)
    offset, variance, walls, samples = _by_cell(measured, radio, at, rows, indoors, left)
    changes = find_changes(radio, links, measured.at[rows], samples, beamwidth)
    if (changes.since >= 0).any():
        holds = measured.at[rows] >= changes.since[links.cell]
        rows, links, indoors, left = rows[holds], links.take(holds), indoors[holds], left[holds]
        width = beamwidth[links.cell]
        left -= (
            radio.level(links, width, changes.tilt[links.cell]) - radio.level(links, width) + changes.step[links.cell]
        )
        offset, variance, walls, samples = _by_cell(measured, radio, at, rows, indoors, left)
    return Correction(
        radio, at, beamwidth, coefficients, offset + changes.step, variance, changes, rows, walls, samples
    )


def _by_cell(
    measured: Measured, radio: Radio, at: int, rows: Array, indoors: Array, left: Array
) -> tuple[Array, Array, Array, Samples]:
    """Of what the model leaves over: each cell's offset and its variance, how much walls differ, and the rest of `rows` as samples."""
    cell, position = measured.cell[rows], measured.position[rows]
    offset, variance = _offsets(radio, cell, left, _places(cell, position, len(radio.cells)))
    rest = left - offset[cell]
    scale = _deviation(rest, 8.0)
    rest = np.clip(rest, -4.0 * scale, 4.0 * scale)
    street = indoors == 0
    outdoors = street if street.sum() >= FEWEST else np.ones(len(street), dtype=bool)
    likeness = fit(position[outdoors], rest[outdoors], cell[outdoors], radio.site)
    beyond = _beyond_street(rest, indoors)
    inside = (indoors == 1).sum() / max((indoors >= 0).sum(), 1)
    # Where nobody knows, there are walls as often as elsewhere; that there may be none is noise.
    walls = np.sqrt(beyond[1]) * np.array([0.0, 1.0, inside])
    noise = likeness.nugget + AGEING * (at - measured.at[rows]) + np.maximum(beyond - walls**2, 0.0)[indoors]
    return offset, variance, walls, Samples(likeness, position, cell, rest, noise, walls[indoors])


def _told_apart(
    measured: Measured, radio: Radio, at: int, rows: Array, indoors: Array, left: Array, coefficients: Array
) -> tuple[Array, Array]:
    """`indoors` and `left`, where measurements that do not say whether they were made indoors show it by their level.

    It is normally distributed around what the others let expect of the street, or of a room there. How often either holds is found by
    expectation-maximisation (Dempster, Laird and Rubin, J. R. Stat. Soc. B 39, 1977).
    """
    asked, told = np.flatnonzero(indoors < 0), np.flatnonzero(indoors >= 0)
    if not len(asked) or (indoors == 0).sum() < FEWEST:
        return indoors, left
    offset, _, walls, samples = _by_cell(measured, radio, at, rows[told], indoors[told], left[told])
    cell, position = measured.cell[rows[asked]], measured.position[rows[asked]]
    street = left[asked] + coefficients[-1]
    level = np.stack([street, street + radio.indoor_loss[cell] - coefficients[-2]])
    error, variance = level - offset[cell], np.empty(level.shape)
    for first in range(0, len(asked), AT_ONCE):
        part = slice(first, first + AT_ONCE)
        near, room = samples.around(position[part], SAME_PLACE), np.full(len(cell[part]), walls[1])
        error[:, part] -= near.expect(cell[part, None])[:, 0]
        error[1, part] -= near.behind(room)
        variance[:, part] = near.variance(cell[part]), near.variance(cell[part], room)
    likelihood, share = np.exp(-(error**2) / (2.0 * variance)) / np.sqrt(variance), np.full((2, 1), 0.5)
    for _ in range(20):
        likely = share * likelihood + np.finfo(float).tiny
        likely /= likely.sum(axis=0)
        share = likely.mean(axis=1, keepdims=True)
    indoors, left = indoors.copy(), left.copy()
    for code in (0, 1):
        clear = asked[likely[code] >= CLEAR]
        indoors[clear], left[clear] = code, level[code, likely[code] >= CLEAR]
    return indoors, left


def _features(radio: Radio, links: Links) -> NDArray[np.float64]:
    """By what the model's error is explained over the whole network, shape (…, 6)."""
    scenario = radio.scenario[links.cell]
    decades = np.log10(np.maximum(links.distance, 10.0) / 500.0)
    rural = scenario == Scenario.RMA
    columns = [np.ones(links.cell.shape), scenario == Scenario.UMI, rural, decades, decades * rural]
    columns.append(np.log10(radio.frequency[links.cell] / 2.0))
    return np.stack(columns, axis=-1).astype(float)


def _tune(radio: Radio, links: Links, rsrp: Array, indoors: Array) -> tuple[Array, Array, Array]:
    """Vertical beamwidth of each cell and coefficients that explain the measurements best, and what they leave over."""
    inside = np.where(indoors == 1, radio.indoor_loss[links.cell], 0.0)
    design = np.column_stack([_features(radio, links), indoors == 1, indoors < 0]).astype(float)
    beamwidth = np.full(len(radio.cells), COLUMN_BEAMWIDTH)
    for last in (False, True):
        error = rsrp - radio.level(links, beamwidth[links.cell]) + inside
        coefficients = _robust_regression(design, error)
        left = error - design @ coefficients
        if not last:
            beamwidth = _beamwidths(radio, links, left)
    return beamwidth, coefficients, left


def _beamwidths(radio: Radio, links: Links, left: Array) -> NDArray[np.float64]:
    """The vertical beamwidth of each carrier's antennas that leaves least over of the measurements, degrees, by cell."""
    found = np.full(len(radio.cells), COLUMN_BEAMWIDTH)
    carrier, usual = radio.carrier[links.cell], radio.level(links, COLUMN_BEAMWIDTH)
    for one in np.unique(carrier):
        rows = np.flatnonzero(carrier == one)
        if len(rows) < FEWEST_OF_CARRIER:
            continue
        mine = links.take(rows)
        best = 0.98 * _spread(left[rows])  # the usual antenna stays unless another explains clearly more
        for beamwidth in BEAMWIDTHS:
            spread = _spread(left[rows] + usual[rows] - radio.level(mine, beamwidth))
            if spread < best:
                best, found[radio.carrier == one] = spread, beamwidth
    return found


def _spread(left: Array) -> float:
    """Mean square around the median in dB², outliers bounded."""
    bound = 3.0 * _deviation(left, 8.0)
    return float(np.mean(np.clip(left - np.median(left), -bound, bound) ** 2))


def _robust_regression(design: Array, error: Array) -> NDArray[np.float64]:
    """Huber's M-estimate by reweighted least squares, drawn to zero as far as there is no evidence."""
    prior = np.diag(1.0 / COEFFICIENT_SIGMA**2)
    found = np.zeros(design.shape[1])
    if not len(error):
        return found
    found[0] = np.median(error) * len(error) / (len(error) + REPEATS)
    for _ in range(8):
        left = error - design @ found
        scale = max(_deviation(left, 8.0), 1.0)
        weight = np.minimum(1.0, 1.5 * scale / np.maximum(np.abs(left), 1e-9)) / (REPEATS * scale**2)
        found[:] = np.linalg.solve((design * weight[:, None]).T @ design + prior, design.T @ (weight * error))
    return found


def _deviation(values: Array, usual: float) -> float:
    """Standard deviation from the median absolute deviation; the usual one where there are too few values."""
    return float(1.4826 * np.median(np.abs(values - np.median(values)))) if len(values) >= 10 else usual


def _places(cell: Array, position: Array, cells: int) -> NDArray[np.float64]:
    """In how many squares of about 100 m a cell was measured: what counts as independent."""
    spots = np.column_stack([cell, np.round(position / 100.0).astype(np.int64)])
    spots = spots[np.lexsort(spots.T)]
    distinct = np.diff(spots, axis=0, prepend=-1).any(axis=1)
    return np.bincount(spots[distinct, 0], minlength=cells).astype(float)


def _offsets(radio: Radio, cell: Array, left: Array, places: Array) -> tuple[Array, Array]:
    """Each cell's mean error in dB and its variance, drawn to zero where it was measured in few places."""
    cells = len(radio.cells)
    scale = _deviation(left, 8.0)
    count = np.maximum(np.bincount(cell, minlength=cells), 1)
    middle = np.bincount(cell, np.clip(left, -4 * scale, 4 * scale), cells) / count
    near = np.clip(left - middle[cell], -2 * scale, 2 * scale)
    mean = middle + np.bincount(cell, near, cells) / count
    sampled = places >= 5
    between = 9.0
    if sampled.sum() >= 10:
        between = max(_deviation(mean[sampled], 3.0) ** 2 - float(np.median(scale**2 / places[sampled])), 1.0)
    weight = places / (places + scale**2 / between)
    return weight * mean, between * (1.0 - weight)


def _beyond_street(left: Array, indoors: Array) -> NDArray[np.float64]:
    """Variance in dB² that measurements have beyond those outdoors: outdoors (0), inside buildings, and where nobody knows."""
    street = _deviation(left[indoors == 0], 6.0) ** 2
    return np.maximum(
        [0.0 if not code else _deviation(left[indoors == code], 8.0) ** 2 - street for code in (0, 1, -1)], 0.0
    )
