"""Cells as the propagation model needs them, and the links between places and the cells around."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from diagnostics import propagation
from diagnostics.bands import frequencies, resource_elements, subcarrier_spacing
from diagnostics.propagation import Scenario
from diagnostics.records import Cells, Technology

Array = NDArray[Any]

EARTH = 6_371_000.0  # m, mean radius
REACH = 50_000.0  # m: farther cells are not looked at
CANDIDATES = 64  # nearest cells that are looked at for each place: five to seven sites of an urban network

# Antennas this low are below the roofs (between 10 m for UMi and 25 m for UMa in TR 38.901 table 7.2-1); a site is rural where
# its three nearest are on average as far as the smaller spacing of RMa (table 7.2-3).
MICRO_HEIGHT, RURAL_SPACING = 15.0, 1732.0  # m
USUAL_HEIGHT = {Scenario.UMA: 25.0, Scenario.UMI: 10.0, Scenario.RMA: 35.0}  # m, table 7.2-1
USUAL_BEAMWIDTH = 65.0  # degrees, table 7.3-1
USUAL_BANDWIDTH: Mapping[Technology, float] = MappingProxyType(  # MHz
    {Technology.GSM: 0.2, Technology.UMTS: 5.0, Technology.LTE: 10.0, Technology.NR: 100.0}
)
# dBm with the antenna's gain: 46 dBm a carrier and some 16 dBi (TR 36.814 table A.2.1.1-2), active antennas of NR more.
USUAL_EIRP: Mapping[Technology, float] = MappingProxyType(
    {Technology.GSM: 58.0, Technology.UMTS: 60.0, Technology.LTE: 62.0, Technology.NR: 70.0}
)
MICRO_EIRP_LESS = 16.0  # dB: a small cell's transmitter and antenna
EIRP_GUESS_SIGMA, TILT_GUESS_SIGMA, AZIMUTH_GUESS_SIGMA = 6.0, 3.0, 4.0  # dB that a guess adds to the uncertainty
PILOT_SHARE = 10.0  # dB: the common pilot of UMTS below its carrier


def positions(latitude: Array, longitude: Array) -> NDArray[np.float64]:
    """Points on the sphere in metres, shape (…, 3): their straight distance is the ground distance as far as radio reaches."""
    up, along = np.radians(latitude), np.radians(longitude)
    flat = np.cos(up)
    return EARTH * np.stack([flat * np.cos(along), flat * np.sin(along), np.sin(up)], axis=-1)


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Pairs of a place and a cell, of any shape: what the model says of them apart from the vertical angle."""

    cell: NDArray[np.int64]  # row of Cells; 0 where not `valid`
    valid: NDArray[np.bool_]
    distance: NDArray[np.float64]  # m
    unaimed: NDArray[np.float64]  # dBm, as if the antenna sent alike in all directions
    sigma: NDArray[np.float64]  # dB, of `unaimed`
    horizontal: NDArray[np.float64]  # dB lost by the bearing
    depression: NDArray[np.float64]  # degrees below the antenna's horizon

    def take(self, rows: Any) -> Links:
        """The pairs of these indices."""
        return Links(*(getattr(self, name)[rows] for name in Links.__slots__))


class Radio:
    """The cells of a network with what is not known filled by named assumptions; every assumption adds to the uncertainty."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self.technology = cells.technology
        self.carrier = cells.technology.astype(np.int32) * 1000 + cells.band  # cells of one carrier disturb each other
        self.frequency = frequencies(cells.technology, cells.band).astype(float)
        self.spacing = subcarrier_spacing(cells.technology, cells.band)
        self.azimuth = cells.azimuth.astype(float)
        self.beamwidth = _filled(cells.beamwidth, np.full(len(cells), USUAL_BEAMWIDTH))
        self.tilt = cells.tilt.astype(float)
        self.scenario = self._surroundings()
        self.height = _filled(cells.height, np.array([USUAL_HEIGHT[kind] for kind in Scenario])[self.scenario])
        self.power = self._reference_power()
        self.noise = propagation.noise_power(self.spacing)
        guesses = np.isnan(cells.eirp) * EIRP_GUESS_SIGMA**2 + np.isnan(cells.tilt) * TILT_GUESS_SIGMA**2
        self.guess_variance = guesses + np.isnan(cells.azimuth) * AZIMUTH_GUESS_SIGMA**2
        self.indoor_loss, self.indoor_sigma = propagation.indoor_loss(self.scenario, self.frequency)

    @cached_property
    def site(self) -> NDArray[np.int64]:
        """A number for each site: the feed's name, or the position where it has none."""
        position = np.char.add(
            np.round(self.cells.latitude, 4).astype("U9"), np.round(self.cells.longitude, 4).astype("U9")
        )
        names = np.where(self.cells.site == "", position, self.cells.site)
        return np.unique(names, return_inverse=True)[1].astype(np.int64)

    @cached_property
    def tree(self) -> cKDTree:
        """Where the cells are."""
        return cKDTree(positions(self.cells.latitude, self.cells.longitude))

    def around(self, latitude: Array, longitude: Array, candidates: int = CANDIDATES) -> Links:
        """Links of each place to its nearest cells, shape (places, candidates)."""
        wanted = min(candidates, len(self.cells))
        if wanted == 0:
            nothing = np.zeros((len(latitude), 0))
            return Links(nothing.astype(np.int64), nothing.astype(bool), *([nothing] * 5))
        found = self.tree.query(positions(latitude, longitude), k=np.arange(1, wanted + 1), distance_upper_bound=REACH)[
            1
        ]
        valid = found < len(self.cells)
        return self.links(np.where(valid, found, 0), latitude[:, None], longitude[:, None], valid)

    def links(self, cell: Array, latitude: Array, longitude: Array, valid: Array | None = None) -> Links:
        """Links of these cells to these places, broadcast."""
        cell = np.asarray(cell, dtype=np.int64)
        degree = np.pi / 180.0 * EARTH
        north = (latitude - self.cells.latitude[cell]) * degree
        around = (longitude - self.cells.longitude[cell] + 180.0) % 360.0 - 180.0
        east = around * degree * np.cos(np.radians(latitude))
        distance, height = np.hypot(east, north), self.height[cell]
        loss, sigma = propagation.expected_path_loss(self.scenario[cell], distance, self.frequency[cell], height)
        bearing = np.degrees(np.arctan2(east, north))
        return Links(
            cell=cell,
            valid=np.ones(cell.shape, dtype=bool) if valid is None else valid,
            distance=distance,
            unaimed=self.power[cell] - loss,
            sigma=np.sqrt(sigma**2 + self.guess_variance[cell]),
            horizontal=propagation.horizontal_loss(bearing, self.azimuth[cell], self.beamwidth[cell]),
            depression=propagation.depression_angle(distance, height),
        )

    def level(self, links: Links, beamwidth: Array | float, retilt: Array | float = 0.0) -> NDArray[np.float64]:
        """Level in dBm as the model has it; `beamwidth` is vertical, `retilt` is added to the listed tilt, both in degrees and by link."""
        vertical = propagation.vertical_loss(links.depression, self.tilt[links.cell] + retilt, beamwidth)
        level = links.unaimed - propagation.antenna_loss(links.horizontal, vertical)
        return np.where(links.valid, level, -np.inf)

    def _surroundings(self) -> NDArray[np.int64]:
        """Scenario of each cell, from its antenna's height and how far apart the sites are."""
        if not len(self.cells):
            return np.empty(0, dtype=np.int64)
        rounded = np.round(np.stack([self.cells.latitude, self.cells.longitude], axis=1), 4)
        spots, spot = np.unique(rounded, axis=0, return_inverse=True)
        sites = positions(spots[:, 0], spots[:, 1])
        nearest = min(4, len(spots))
        apart = cKDTree(sites).query(sites, k=np.arange(1, nearest + 1))[0][:, 1:]
        spacing = apart.mean(axis=1) if nearest > 1 else np.full(len(spots), np.inf)
        kind = np.where(spacing[spot.reshape(-1)] > RURAL_SPACING, Scenario.RMA, Scenario.UMA)
        return np.where(self.cells.height < MICRO_HEIGHT, Scenario.UMI, kind).astype(np.int64)

    def _reference_power(self) -> NDArray[np.float64]:
        """EIRP in dBm of what a handset measures: a resource element (LTE, NR), the pilot (UMTS), the carrier (GSM)."""
        usual_bandwidth = np.array([USUAL_BANDWIDTH.get(Technology(kind), 10.0) for kind in range(2, 6)])
        usual_eirp = np.array([USUAL_EIRP[Technology(kind)] for kind in range(2, 6)])
        row = np.clip(self.technology, 2, 5) - 2
        bandwidth = _filled(self.cells.bandwidth, usual_bandwidth[row])
        eirp = _filled(self.cells.eirp, usual_eirp[row] - MICRO_EIRP_LESS * (self.scenario == Scenario.UMI))
        elements = resource_elements(self.technology, bandwidth.astype(np.float32), self.spacing)
        power = eirp - 10.0 * np.log10(np.maximum(elements, 1.0))
        power = np.where(self.technology == Technology.UMTS, eirp - PILOT_SHARE, power)
        return np.asarray(np.where(self.technology == Technology.GSM, eirp, power))


def _filled(values: Array, usual: Array) -> NDArray[np.float64]:
    return np.where(np.isnan(values), usual, values).astype(float)
