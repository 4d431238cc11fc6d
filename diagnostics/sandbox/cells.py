"""The antennas of the sandbox: which carriers exist, which of them a site has, and how its cells are declared and truly are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diagnostics.records import Technology
from diagnostics.sandbox.geography import Area, Array, Sites, random_of, to_degrees

MCC, MNC = 999, 99  # ITU-T E.212 keeps 999 for networks that nobody else reaches: no public operator has it


@dataclass(frozen=True, slots=True)
class Layer:
    """A carrier that a site may have in each of its sectors."""

    technology: Technology
    band: int
    megahertz: float  # downlink centre
    bandwidth: float  # MHz
    eirp: float  # dBm, whole carrier
    elements: int  # subcarriers that share the power; the level is that of one of them
    capacity: float  # Mbit/s that the cell carries at most
    demand: float  # Mbit/s that a connected user asks for, mean
    vertical: float  # degrees, half power
    preference: float  # dB by which devices are steered towards it

    @property
    def name(self) -> str:
        """As device lists write it."""
        return f"{self.technology.name}{self.band}"


LAYERS = (
    Layer(Technology.GSM, 8, 942, 0.2, 57, 1, 0.4, 0.012, 8, -45),
    Layer(Technology.LTE, 5, 881, 10, 61, 600, 38, 0.35, 9, 0),
    Layer(Technology.LTE, 3, 1842, 20, 63, 1200, 85, 0.40, 7, 6),
    Layer(Technology.LTE, 40, 2350, 20, 65, 1200, 75, 0.40, 6.5, 9),
    Layer(Technology.NR, 28, 780, 10, 62, 624, 50, 0.60, 9, 5),
    Layer(Technology.NR, 78, 3500, 100, 75, 3276, 620, 1.2, 6, 20),
)
GSM_LAYER = 0
GIGAHERTZ = np.array([layer.megahertz / 1000 for layer in LAYERS])
POWER = np.array([layer.eirp - 10 * np.log10(layer.elements) for layer in LAYERS])  # dBm of what a device measures
_CHANCES = {  # that a site has a layer, in the order of LAYERS
    Area.OFFICE: (0.1, 1, 1, 1, 0.1, 0.95),
    Area.RESIDENTIAL: (0.2, 1, 1, 0.95, 0.15, 0.5),
    Area.TRANSPORT: (0.3, 1, 1, 0.4, 0.7, 0.1),
    Area.RURAL: (0.85, 1, 0.5, 0, 0.45, 0),
}


@dataclass(frozen=True, slots=True, eq=False)
class Antennas:
    """The cells, sorted by id: as declared in the cell list, and what no list knows."""

    id: NDArray[np.str_]
    number: Array  # OpenCelliD's `cell`
    tac: Array  # OpenCelliD's `area`
    site: Array  # row of Sites
    layer: Array  # row of LAYERS
    azimuth: Array
    tilt: Array  # degrees, as declared
    true_tilt: Array
    offset: Array  # dB that a feeder, a connector or a calibration takes or gives
    latitude: Array
    longitude: Array

    def __len__(self) -> int:
        return len(self.id)


def place_antennas(sites: Sites, seed: int) -> Antennas:
    """Three sectors a site; which layers it has depends on what is around it."""
    dice = random_of(seed, "cells")
    chances = np.array([_CHANCES[area] for area in Area])[sites.area]
    row, layer = np.nonzero(dice.random(chances.shape) < chances)
    rows, layers = np.repeat(row, 3), np.repeat(layer, 3)
    sectors = np.tile([0, 1, 2], len(row))
    turned = dice.uniform(0, 120, len(sites))[rows]
    tilt = np.where(sites.area[rows] == Area.RURAL, 2.5, 6.0) + dice.integers(-1, 2, len(rows))
    true_tilt = tilt + dice.normal(0, 0.6, len(rows))
    offset = dice.normal(0, 2.0, len(rows))
    tac = 1200 + rows // 2000 * 10 + (sites.y[rows] > 0) * 2 + (sites.x[rows] > 0)
    # LTE and NR count 256 cells a node; GSM counts cells in 16 bits.
    number = np.where(
        layers == GSM_LAYER, rows % 2000 * 10 + sectors + 1, (1001 + rows) * 256 + layers * 8 + sectors + 1
    )
    ids = np.array([f"{MCC}-{MNC}-{area}-{cell}" for area, cell in zip(tac.tolist(), number.tolist(), strict=True)])
    latitude, longitude = to_degrees(sites.x[rows], sites.y[rows])
    order = np.argsort(ids, kind="stable")
    columns = (number, tac, rows, layers, np.round((turned + 120 * sectors) % 360), tilt, true_tilt, offset)
    return Antennas(ids[order], *(column[order] for column in (*columns, latitude, longitude)))
