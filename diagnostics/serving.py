"""The best server at a place, and what a handset would measure there: level, quality, and how far that may be off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from scipy.special import log_ndtr, ndtr

from diagnostics import propagation
from diagnostics.kriging import Neighbourhood
from diagnostics.propagation import USUAL_LOAD
from diagnostics.radio import Links, Radio, positions
from diagnostics.records import Floats, Rows, Technology
from diagnostics.residuals import Correction, Measured, learn

Array = NDArray[Any]

# Below the first the handset may not stay on the cell, below the second service suffers; dBm, by generation. A cell broadcasts
# its own least level (Qrxlevmin, 3GPP TS 36.304 clause 5.2.3.2, TS 38.304); where it is not known, -124 dBm RSRP is a usual
# setting. -110 dBm RSRP is operators' usual edge of acceptable service; 3GPP names no classes, only the reporting range
# (TS 36.133 clause 9.1.4). GSM by the carrier's level, UMTS by the pilot's, as TS 45.008 and TS 25.304 are usually configured.
LEAST = {Technology.GSM: -106.0, Technology.UMTS: -115.0, Technology.LTE: -124.0, Technology.NR: -124.0}
WEAK = {Technology.GSM: -98.0, Technology.UMTS: -105.0, Technology.LTE: -110.0, Technology.NR: -110.0}
TIER = {
    Technology.GSM: 0,
    Technology.UMTS: 1,
    Technology.LTE: 2,
    Technology.NR: 2,
}  # the highest that can be used at all serves

CALIBRATED_ON, FEWEST = 3000, 50  # measurements that are predicted from the others; fewer say nothing
APART = (1.0, 1.0, 50.0, 150.0, 400.0)  # m around each that are left out: places are near to measurements, and far
WITHIN_ONE_SIGMA = 0.6827  # of a normal distribution
OUTLIERS = 4.0  # deviations beyond which an error counts no more
NARROW = 3.5  # dB by which a cell is ahead of others that leave it open which of them serves; found by predicting measurements
STEERING_SPREAD, STEERING_ROUNDS = (
    6.0,
    60,
)  # dB by which levels are off, so that the weaker carrier may serve; rounds to convergence
QUALITY_NEIGHBOURS, QUALITY_PRIOR = (
    8,
    1.0,
)  # measurements of SINR and RSRQ around; how many of them the model counts for
QUALITY_LENGTH = 100.0  # m over which they are alike
SINR_RANGE, RSRQ_RANGE = (-23.0, 40.0), (-43.0, 20.0)  # dB, as reported (TS 38.133 tables 10.1.16.1-1 and 10.1.11.1-1)


@dataclass(frozen=True, slots=True, eq=False)
class Signal:
    """Best server of each place and what a handset would measure there; -1 and NaN where no cell is in reach."""

    cell: Rows  # of Cells
    rsrp: Floats  # dBm; of UMTS the pilot's RSCP, of GSM the carrier's level
    rsrq: Floats  # dB; LTE and NR only
    sinr: Floats  # dB; LTE and NR only
    sigma: Floats  # dB, standard deviation of `rsrp`
    margin: Floats  # dB of `rsrp` above what is weak for the technology
    reserve: Floats  # dB of the best cell of another carrier above what is weak for it

    def below(self, margin: Array | float = 0.0) -> NDArray[np.float64]:
        """How likely the level is less than this above what is weak; NaN where no cell is in reach."""
        return np.asarray(ndtr((margin - self.margin) / self.sigma))


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """Places, the cells around them, and the levels of those cells outdoors, the measurements around counted in."""

    position: NDArray[np.float64]  # m on the sphere, shape (places, 3)
    links: Links  # shape (places, cells)
    level: NDArray[np.float64]  # dBm, shape (places, cells); -inf for no cell
    near: Neighbourhood


@dataclass(frozen=True, slots=True, eq=False)
class _Quality:
    """How a measured quality differs from the modelled one, where it was measured."""

    tree: cKDTree
    difference: NDArray[np.float64]  # dB
    usual: float  # dB, their median

    @classmethod
    def of(cls, position: Array, difference: Array) -> _Quality | None:
        """From differences in dB, NaN where there is none; None where there are too few."""
        there = np.isfinite(difference)
        if there.sum() < FEWEST:
            return None
        usual = float(np.median(difference[there]))
        spread = 4.0 * 1.4826 * float(np.median(np.abs(difference[there] - usual)))
        return cls(cKDTree(position[there]), np.clip(difference[there], usual - spread, usual + spread), usual)

    def at(self, position: Array) -> NDArray[np.float64]:
        """Difference in dB to be expected at places: of the measurements around by their nearness, else the usual one."""
        count = np.arange(1, min(QUALITY_NEIGHBOURS, len(self.difference)) + 1)
        distance, near = self.tree.query(position, k=count, distance_upper_bound=4.0 * QUALITY_LENGTH)
        weight = np.exp(-distance / QUALITY_LENGTH)  # nothing for those that are not there, at infinity
        beyond = self.difference[np.minimum(near, len(self.difference) - 1)] - self.usual
        return np.asarray(self.usual + (weight * beyond).sum(axis=1) / (weight.sum(axis=1) + QUALITY_PRIOR))


class BestServer:
    """The model as the measurements known at a moment correct it, and calibrated by predicting them from each other."""

    def __init__(self, radio: Radio, measured: Measured, at: int) -> None:
        self.radio = radio
        self.correction: Correction = learn(measured, radio, at)
        self.least, self.weak = _by_technology(radio, LEAST), _by_technology(radio, WEAK)
        self._tier = _by_technology(radio, TIER)
        self._bias = 0.0  # dB by which the best of several predictions is too high
        self._served = 0.0  # how much of `_narrowness` a serving cell's level is beyond what is expected of it
        self._preference = np.zeros(len(radio.cells))  # dB by which the network steers handsets to a cell's carrier
        self._stretch = np.ones(2)  # of the deviation, so that it is honest: outdoors, indoors
        self._sinr: _Quality | None = None
        self._rsrq: _Quality | None = None
        rows = self.correction.rows[measured.serves[self.correction.rows]]
        if len(rows) >= FEWEST:
            self._calibrate(measured, rows)

    def look(self, latitude: Array, longitude: Array, apart: Array | float = 0.0) -> View:
        """The cells around places and their levels; measurements within `apart` metres are left out."""
        links, position = self.radio.around(latitude, longitude), positions(latitude, longitude)
        near = self.correction.samples.around(position, apart)
        return View(position, links, self.correction.level(links) + near.expect(links.cell), near)

    def level(
        self,
        cell: Array,
        latitude: Array,
        longitude: Array,
        indoors: Array,
        apart: Array | float = 0.0,
        serving: bool = True,
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Level of one cell at each place in dBm and its standard deviation in dB; all arguments of shape (places,).

        `indoors` is 1 inside a building, 0 outside, -1 where nobody knows. `serving`: given that the cell serves there.
        """
        near, links, street = self._street(cell, latitude, longitude, apart)
        level = street + near.behind(self.correction.walls[indoors]) - self.correction.entry_loss(cell, indoors)
        if serving:
            around = self.radio.around(latitude, longitude)
            lead = self._lead(around.cell, self.correction.level(around) + near.expect(around.cell), cell, street)
            level = level + _narrowness(lead, near.variance(cell)) * self._served
        return level, self._sigma(near, links, indoors)

    def serve(self, view: View, allowed: Array | None, working: Array | None, load: Array, indoors: Array) -> Signal:
        """Best server among the `allowed` links (None: all); cells not `working` (by row of Cells) do not disturb either.

        `allowed` and `load`, the share of resource blocks in use, have shape (places, cells); `indoors` (places,) is 1 or 0.
        """
        cell = view.links.cell
        if not cell.size:
            nothing = np.full(len(cell), np.nan, dtype=np.float32)
            return Signal(np.full(len(cell), -1, dtype=np.int32), *([nothing] * 6))
        behind = view.near.behind(self.correction.walls[indoors])[:, None]
        on_air = view.level + behind - self.correction.entry_loss(cell, indoors[:, None]) - self._bias
        if working is not None:
            on_air = np.where(working[cell], on_air, -np.inf)
        offered = on_air if allowed is None else np.where(allowed, on_air, -np.inf)
        best = self._best(cell, offered)
        row = np.arange(len(cell))
        serving, rsrp = cell[row, best], offered[row, best]
        sinr, rsrq = self._quality(cell, on_air, best, load, view.position)
        carrier = self.radio.carrier[cell]
        others = np.where(carrier == self.radio.carrier[serving][:, None], -np.inf, offered - self.weak[cell])
        sigma = self._sigma(view.near, view.links.take((row, best)), indoors)
        columns = (rsrp, rsrq, sinr, sigma, rsrp - self.weak[serving], others.max(axis=1))
        there = np.isfinite(rsrp)
        return Signal(
            np.where(there, serving, -1).astype(np.int32),
            *(np.where(there & np.isfinite(column), column, np.nan).astype(np.float32) for column in columns),
        )

    def _street(
        self, cell: Array, latitude: Array, longitude: Array, apart: Array | float
    ) -> tuple[Neighbourhood, Links, NDArray[np.float64]]:
        """The measurements around each place, its link to one cell, and the level of that outdoors, dBm."""
        near = self.correction.samples.around(positions(latitude, longitude), apart)
        links = self.radio.links(cell, latitude, longitude)
        return near, links, self.correction.level(links) + near.expect(cell[:, None])[:, 0]

    def _lead(self, around: Array, others: Array, cell: Array, level: Array) -> NDArray[np.float64]:
        """By how many dB a cell is ahead of the strongest other site's on its carrier, shape (places,); of `others`, cells `around`."""
        rivals = self.radio.carrier[around] == self.radio.carrier[cell][:, None]
        rivals &= self.radio.site[around] != self.radio.site[cell][:, None]
        return np.asarray(level - np.where(rivals, others, -np.inf).max(axis=1, initial=-np.inf))

    def _best(self, cell: Array, offered: Array) -> NDArray[np.int64]:
        """The link that serves each place: of the highest tier that can be used, there not weak if possible, then by level and
        the network's preference; where none can be used, the one that is nearest to it."""
        margin = offered - self.least[cell]
        wish = 2000.0 * self._tier[cell] + 1000.0 * (offered >= self.weak[cell]) + offered + self._preference[cell]
        return np.asarray(np.argmax(np.where(margin >= 0.0, 1000.0 + wish, margin), axis=1))

    def _quality(self, cell: Array, on_air: Array, best: Array, load: Array, position: Array) -> tuple[Array, Array]:
        """SINR and RSRQ in dB: other cells of the carrier disturb as much as they are loaded. NaN for GSM and UMTS."""
        row = np.arange(len(cell))
        serving, signal = cell[row, best], on_air[row, best]
        carrier = self.radio.carrier[cell]
        power = np.where(carrier == self.radio.carrier[serving][:, None], propagation.milliwatts(on_air), 0.0)
        power[row, best] = 0.0
        disturbing = (power * load).sum(axis=1)
        known = (self._tier[serving] == TIER[Technology.NR]) & np.isfinite(signal)
        signal, noise = np.where(known, signal, 0.0), self.radio.noise[serving]
        sinr = propagation.sinr(signal, disturbing, noise)
        rsrq = propagation.rsrq(signal, disturbing, noise, load[row, best])
        if self._sinr is not None:
            sinr = sinr + self._sinr.at(position)
        if self._rsrq is not None:
            rsrq = rsrq + self._rsrq.at(position)
        return np.where(known, np.clip(sinr, *SINR_RANGE), np.nan), np.where(known, np.clip(rsrq, *RSRQ_RANGE), np.nan)

    def _sigma(self, near: Neighbourhood, links: Links, indoors: Array) -> NDArray[np.float64]:
        """Standard deviation in dB of one link's level at each place."""
        learnt, cell = self.correction, links.cell
        learnt_from = near.variance(cell) + learnt.offset_variance[cell]
        variance = links.sigma**2 if len(learnt.rows) < FEWEST else learnt_from
        walls = learnt.walls[indoors]
        told = near.variance(cell) + walls**2 - near.variance(cell, walls)  # what is known of the walls from around
        inside = np.where(indoors == 0, 0.0, np.maximum(self.radio.indoor_sigma[cell] ** 2 - told, 0.0))
        return np.asarray(np.sqrt(variance + inside) * self._stretch[(indoors != 0).astype(int)])

    def _calibrate(self, measured: Measured, rows: Array) -> None:
        """Predict measurements from the others: how honest the deviation is, how much too high the best server comes out."""
        draw = np.random.default_rng(0)  # any even draw will do, the same one each time
        rows = np.sort(draw.choice(rows, min(CALIBRATED_ON, len(rows)), replace=False))
        apart = draw.choice(APART, len(rows))
        cell, place = measured.cell[rows], (measured.latitude[rows], measured.longitude[rows])
        indoors = measured.indoors[rows]
        near, links, street = self._street(cell, *place, apart)
        level = street + near.behind(self.correction.walls[indoors]) - self.correction.entry_loss(cell, indoors)
        narrowness, outdoors = np.empty(len(rows)), indoors == 0
        signals, strongest, carriers = [], [], np.unique(self.radio.carrier[self._tier == TIER[Technology.NR]])
        for first in range(0, len(rows), 512):
            part = slice(first, first + 512)
            view = self.look(place[0][part], place[1][part], apart[part])
            lead = self._lead(view.links.cell, view.level, cell[part], street[part])
            narrowness[part] = _narrowness(lead, view.near.variance(cell[part]))
            # Which carrier a handset is on is the network's choice: the best server of that carrier is what can be compared.
            carrier = self.radio.carrier[view.links.cell] == self.radio.carrier[cell[part]][:, None]
            load = np.full(carrier.shape, USUAL_LOAD)
            signals.append(self.serve(view, carrier, None, load, (measured.indoors[rows[part]] == 1).astype(int)))
            on = self.radio.carrier[view.links.cell]
            strongest.append(
                np.stack([np.where(on == each, view.level, -np.inf).max(axis=1) for each in carriers], axis=1)
            )
        rsrp, sinr, rsrq = (
            np.concatenate([getattr(each, name) for each in signals]).astype(float) for name in ("rsrp", "sinr", "rsrq")
        )
        beyond = measured.rsrp[rows] - level
        if outdoors.sum() >= FEWEST:
            self._served = _slope(narrowness[outdoors], beyond[outdoors])
            there = outdoors & np.isfinite(rsrp)
            self._bias = float(np.median((rsrp - measured.rsrp[rows])[there]))
        off = np.abs(beyond - narrowness * self._served) / self._sigma(near, links, indoors)
        for code, those in enumerate((outdoors, ~outdoors)):
            if those.sum() >= FEWEST:
                self._stretch[code] = np.clip(np.quantile(off[those], WITHIN_ONE_SIGMA), 0.5, 2.0)
        self._preference = _preferences(
            np.concatenate(strongest), carriers, self.radio.carrier, self.radio.carrier[cell]
        )
        self._sinr = _Quality.of(measured.position[rows], measured.sinr[rows] - sinr)
        self._rsrq = _Quality.of(measured.position[rows], measured.rsrq[rows] - rsrq)


def _narrowness(lead: Array, variance: Array) -> NDArray[np.float64]:
    """By how many dB a serving cell's level is higher than expected, up to a factor: the more, the less sure it is that it leads.

    That a cell serves tells that its level is higher than those of the others. Of a normal distribution cut off below, the mean is
    higher by its deviation times the inverse Mills ratio (sample selection, Heckman, Econometrica 47, 1979).
    """
    lead = np.clip(lead / NARROW, -20.0, 20.0)
    mills = np.exp(-(lead**2) / 2.0 - log_ndtr(lead)) / np.sqrt(2.0 * np.pi)
    return np.asarray(np.sqrt(variance) * mills)


def _slope(cause: Array, values: Array) -> float:
    """Least squares through zero, drawn there as far as there is no evidence; outliers are bounded."""
    bound = OUTLIERS * 1.4826 * float(np.median(np.abs(values)))
    return float(cause @ np.clip(values, -bound, bound) / (cause @ cause + float(np.var(values))))


def _preferences(level: Array, carriers: Array, of_cell: Array, chosen: Array) -> NDArray[np.float64]:
    """By how many dB each cell's carrier is preferred, so that the handsets are expected on carriers as they were measured on them.

    `level` is of the strongest cell of each of the `carriers`, dBm, shape (places, carriers); `chosen` the carrier that served.
    Operators steer by priorities and offsets (3GPP TS 36.304 clause 5.2.4) that no cell list has; iterative proportional fitting
    of a multinomial logit finds them.
    """
    preference = np.zeros(len(carriers))
    seen = np.isin(chosen, carriers) & np.isfinite(level).any(axis=1)
    counted = (chosen[seen, None] == carriers).sum(axis=0)
    for _ in range(STEERING_ROUNDS if len(carriers) > 1 and seen.any() else 0):
        wish = (level[seen] + preference) / STEERING_SPREAD
        share = np.exp(wish - wish.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
        preference += 0.5 * STEERING_SPREAD * np.log((counted + 1.0) / (share.sum(axis=0) + 1.0))
    place = np.searchsorted(carriers, of_cell) if len(carriers) else np.zeros(len(of_cell), dtype=int)
    found = np.append(preference - preference.max(initial=-np.inf), 0.0)[np.minimum(place, len(carriers))]
    return np.where(np.isin(of_cell, carriers), found, 0.0)


def _by_technology(radio: Radio, values: dict[Technology, Any]) -> NDArray[np.float64]:
    """The value of each cell's technology."""
    table = np.array([values[Technology(kind)] for kind in range(2, 6)], dtype=float)
    return table[np.clip(radio.technology, 2, 5) - 2]
