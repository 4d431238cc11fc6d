"""The true radio world of the sandbox: at which level its cells are received anywhere, and which one serves a device.

Path loss is that of the 5GCM white paper ("5G Channel Model for bands up to 100 GHz", 2016) in town, ABG without and CI with
line of sight, and the CIH model of G. R. MacCartney and T. S. Rappaport ("Rural Macrocell Path Loss Models for Millimeter
Wave Wireless Communications", IEEE JSAC 35(7), 2017) in the country: on purpose not the formulas the diagnoses reckon with. What no model knows is drawn
on top: how steeply each site's loss grows, soft and spatially consistent line of sight, shadowing with an exponential
correlation over distance (half of it shared by all sites), slow clutter, an offset of each cell, and a tilt that differs from
the declared one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.spatial import cKDTree

from diagnostics.sandbox.cells import GIGAHERTZ, GSM_LAYER, LAYERS, POWER, Antennas
from diagnostics.sandbox.geography import Area, Array, Sites, random_of

NEAREST = 8  # sites that are heard at a point
WAVES = 32  # of a random field
DEVICE_HEIGHT = 1.5  # metres
SHADOW, SIGHT = 90.0, 70.0  # metres over which shadowing and line of sight are alike
USABLE = -118.0  # dBm: below it a device finds no service
LOAD = 0.5  # share of the time in which a neighbour disturbs
NOISE = -124.0  # dBm in a subcarrier of 15 kHz, with a device's noise figure of 8 dB


@dataclass(frozen=True, slots=True, eq=False)
class Fields:
    """Gaussian fields with exponential correlation, one a row: sums of waves with Cauchy-distributed wave vectors."""

    waves: Array  # (fields, WAVES, 2) radians a metre
    phases: Array  # (fields, WAVES)

    @classmethod
    def draw(cls, dice: np.random.Generator, count: int, metres: float, waves: int = WAVES) -> Fields:
        """`count` fields that are correlated over so many metres."""
        direction = dice.normal(size=(count, waves, 2)) / np.abs(dice.normal(size=(count, waves, 1)))
        return cls(
            (np.clip(direction, -20, 20) / metres).astype(np.float32),
            dice.uniform(0, 2 * np.pi, (count, waves)).astype(np.float32),
        )

    def at(self, row: Array, x: Array, y: Array) -> Array:
        """Values with mean 0 and variance 1 of field numbers `row` (points, k) at points x, y (points,)."""
        waves, phases = self.waves[row], self.phases[row]
        x, y = x.astype(np.float32), y.astype(np.float32)
        total = np.cos(waves[..., 0] * x[:, None, None] + waves[..., 1] * y[:, None, None] + phases).sum(axis=-1)
        return np.asarray(total * np.sqrt(2 / waves.shape[-2]), dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What is received at points: cells around (points, k), -1 for none, and their level in dBm outdoors, -inf for none."""

    cell: Array
    level: Array

    def __len__(self) -> int:
        return len(self.cell)

    def take(self, rows: Array) -> Heard:
        """The points of these numbers, or where this mask is true."""
        return Heard(self.cell[rows], self.level[rows])

    @classmethod
    def join(cls, parts: list[Heard]) -> Heard:
        """All points of the parts, in their order."""
        return cls(np.concatenate([part.cell for part in parts]), np.concatenate([part.level for part in parts]))


@dataclass(frozen=True, slots=True, eq=False)
class Served:
    """Of each point: the serving cell (-1: none that is usable), its level and quality, and the next best cell of another site."""

    cell: Array
    level: Array  # dBm
    sinr: Array  # dB
    rsrq: Array  # dB
    other: Array


@dataclass(frozen=True, slots=True, eq=False)
class Slip:
    """Antennas whose tilt changed: degrees for each cell, from a moment on."""

    degrees: Array
    since: Array


@dataclass(frozen=True, slots=True, eq=False)
class Radio:
    """Answers at which level cells are received."""

    sites: Sites
    antennas: Antennas
    members: Array  # (sites, most cells of a site), -1 where there are fewer
    steepness: Array  # dB a decade by which a site's loss grows faster than the model's
    shared: Fields  # shadowing that all sites have in common
    own: Fields  # shadowing of a site
    sight: Fields  # whether a site is seen
    clutter: Fields  # slow: hills, districts
    tree: cKDTree = field(repr=False)

    @classmethod
    def draw(cls, sites: Sites, antennas: Antennas, seed: int) -> Radio:
        """The radio world of a seed."""
        dice = random_of(seed, "shadowing")
        order = np.argsort(antennas.site, kind="stable")
        counts = np.bincount(antennas.site, minlength=len(sites))
        members = np.full((len(sites), int(counts.max())), -1, dtype=np.int32)
        rank = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts)
        members[antennas.site[order], rank] = order
        return cls(
            sites,
            antennas,
            members,
            dice.normal(0, 2.0, len(sites)),
            shared=Fields.draw(dice, 1, SHADOW, 128),
            own=Fields.draw(dice, len(sites), SHADOW),
            sight=Fields.draw(dice, len(sites), SIGHT),
            clutter=Fields.draw(dice, 1, 700, 128),
            tree=cKDTree(np.column_stack([sites.x, sites.y])),
        )

    def hear(self, x: Array, y: Array, slip: Slip | None = None, at: Array | None = None, chunk: int = 2_000) -> Heard:
        """Cells around points (metres) and their levels; with `slip`, as the antennas were tilted at the moments `at`."""
        parts = []
        for first in range(0, len(x), chunk):
            span = slice(first, first + chunk)
            parts.append(self._hear(x[span], y[span], slip, None if at is None else at[span]))
        return Heard.join(parts)

    def serve(self, heard: Heard, receives: Array, loss: Array | None = None, silent: Array | None = None) -> Served:
        """Which cell serves a device of each point: `receives` (points, layers) says what it can, `loss` (points, layers) what
        the building around it takes (dB), and `silent` (points, k) which cells were off."""
        cell, outdoors = heard.cell, heard.level
        points = np.arange(len(cell))
        layer = np.where(cell >= 0, self.antennas.layer[cell], 0)
        level = outdoors if loss is None else outdoors - loss[points[:, None], layer]
        on_air = level if silent is None else np.where(silent, -np.inf, level)
        can = receives[points[:, None], layer] & (on_air > USABLE)
        wish = np.where(can, on_air + np.array([one.preference for one in LAYERS])[layer], -np.inf)
        best = np.argmax(wish, axis=1)
        found = np.isfinite(wish[points, best])
        same_site = self.antennas.site[cell] == self.antennas.site[cell[points, best]][:, None]
        elsewhere = np.where(same_site, -np.inf, wish)
        other = np.argmax(elsewhere, axis=1)
        same_carrier = (layer == layer[points, best][:, None]) & np.isfinite(on_air)
        power = np.where(same_carrier, 10 ** (np.where(same_carrier, on_air, 0) / 10), 0.0)
        signal = power[points, best]
        power[points, best] = 0
        disturbing = LOAD * power.sum(axis=1) + 10 ** (NOISE / 10)
        with np.errstate(divide="ignore", invalid="ignore"):
            sinr = 10 * np.log10(signal / disturbing)
            rsrq = 10 * np.log10(signal / (signal * (2 + 10 * LOAD) + 12 * disturbing))
        packet = found & (layer[points, best] != GSM_LAYER)
        return Served(
            np.where(found, cell[points, best], -1),
            np.where(found, on_air[points, best], np.nan),
            np.where(packet, sinr, np.nan),
            np.where(packet, rsrq, np.nan),
            np.where(np.isfinite(elsewhere[points, other]), cell[points, other], -1),
        )

    def _hear(self, x: Array, y: Array, slip: Slip | None, at: Array | None) -> Heard:
        sites = self.sites
        distance, near = self.tree.query(np.column_stack([x, y]), k=np.arange(1, min(NEAREST, len(sites)) + 1))
        distance = np.maximum(distance, 10.0)  # (points, sites)
        bearing = np.degrees(np.arctan2(x[:, None] - sites.x[near], y[:, None] - sites.y[near]))
        rural = sites.area[near] == Area.RURAL
        seen = self._seen(near, distance, rural, x, y)
        deviation = np.where(rural, 6.5 - 3.5 * seen, 6.2 - 2.0 * seen)
        zero = np.zeros((len(x), 1), dtype=int)
        shadow = deviation * np.sqrt(0.5) * (self.shared.at(zero, x, y) + self.own.at(near, x, y))
        shadow = shadow + 3.5 * self.clutter.at(zero, x, y) - self.steepness[near] * np.log10(distance / 200)
        cells = self.members[near]  # (points, sites, cells)
        tilt = self.antennas.true_tilt[cells]
        if slip is not None and at is not None:
            tilt = tilt + slip.degrees[cells] * (at[:, None, None] >= slip.since[cells])
        level = self._received(cells, distance, bearing, seen, rural, tilt) + shadow[..., None]
        level = np.where(cells >= 0, level, -np.inf)
        return Heard(cells.reshape(len(x), -1), level.reshape(len(x), -1).astype(np.float32))

    def _seen(self, near: Array, distance: Array, rural: Array, x: Array, y: Array) -> Array:
        """Soft line of sight, 0 to 1: likely close by, and alike for points near each other."""
        town = np.minimum(20 / distance, 1) * (1 - np.exp(-distance / 39)) + np.exp(-distance / 39)
        country = np.exp(-np.maximum(distance - 10, 0) / 800)
        chance = np.clip(np.where(rural, country, town), 1e-3, 1 - 1e-3)
        threshold = np.log(chance / (1 - chance)) / 1.702  # logistic approximation of the normal quantile
        return np.asarray(1 / (1 + np.exp(-4 * (threshold - self.sight.at(near, x, y)))))

    def _received(self, cells: Array, distance: Array, bearing: Array, seen: Array, rural: Array, tilt: Array) -> Array:
        antennas = self.antennas
        layer = antennas.layer[cells]
        height = self.sites.height[antennas.site[cells]]
        away = distance[..., None]
        slant = np.log10(np.sqrt(away**2 + (height - DEVICE_HEIGHT) ** 2))
        carrier = 20 * np.log10(GIGAHERTZ)[layer]
        loss = np.where(
            rural[..., None],
            rural_loss(slant, height, carrier, seen[..., None]),
            urban_loss(slant, carrier, seen[..., None]),
        )
        off_axis = (bearing[..., None] - antennas.azimuth[cells] + 180) % 360 - 180
        down = np.degrees(np.arctan2(height - DEVICE_HEIGHT, away)) - tilt
        width = np.array([one.vertical for one in LAYERS])[layer]
        # The pattern of 3GPP TR 36.814 table A.2.1.1-2: 25 dB at most, side lobes 20 dB down in the vertical
        pattern = np.minimum(12 * (off_axis / 68) ** 2, 25) + np.minimum(12 * (down / width) ** 2, 20)
        return np.asarray(POWER[layer] - loss - np.minimum(pattern, 28) + antennas.offset[cells])


def urban_loss(slant: Array, carrier: Array, seen: Array) -> Array:
    """Urban macro of 5GCM in dB: `slant` is log10 of metres, `carrier` 20·log10 of GHz, `seen` the share of line of sight."""
    sight = 32.4 + 20 * slant + carrier
    blocked = np.maximum(sight, 19.2 + 34 * slant + 1.15 * carrier)
    return np.asarray(seen * sight + (1 - seen) * blocked)


def rural_loss(slant: Array, height: Array, carrier: Array, seen: Array) -> Array:
    """Rural macro, CIH, in dB; the arguments as in `urban_loss`, and the height of the antenna in metres."""
    relative = (height - 35) / 35
    sight = 32.4 + carrier + 23.1 * (1 - 0.03 * relative) * slant
    blocked = 32.4 + carrier + 30.7 * (1 - 0.049 * relative) * slant
    return np.asarray(seen * sight + (1 - seen) * blocked)
