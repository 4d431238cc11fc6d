"""Shadowing between places and cells: how alike it is, fitted to measurements, and what those near a place say of its cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls
from scipy.spatial import cKDTree

Array = NDArray[Any]

STREETS = (60.0, 90.0, 130.0)  # m, decorrelation distances of a street that are tried
DISTRICT = 600.0  # m, of a district
# dB² by what is alike (all cells, those of one site, the same cell) and over what (street, district), before anything is
# measured: 36 dB² in all, most of it over a street (TR 38.901 tables 7.4.1-1 and 7.5-6: 50 m in town, 120 m in the country),
# half of it common to all sites (3GPP TR 36.942 clause 4.5.2). What a cell has alone is its antenna, pointed or built otherwise
# than listed, which changes with the angle: over a district.
USUAL = np.array([[12.0, 6.0], [11.0, 0.0], [0.0, 7.0]])
VARIES = np.array([[True, True], [True, True], [False, True]])  # parts that are fitted
USUAL_NUGGET = 9.0  # dB²: what differs within a step, and the handset's own error
NEAR = 20.0  # m: pairs about as near as this count most, for they decide what is predicted (Cressie, Math. Geology 17, 1985)
USUAL_PAIRS = 300  # pairs of measurements for which `USUAL` counts
FEWEST = 200  # measurements to fit anything to
PREDICTED, SAME_PLACE = (
    1500,
    1.0,
)  # measurements that are predicted to choose a length; m that are left out, as the same report
OUTLIERS = 4.0  # deviations that an error counts for at most
NEIGHBOURS = 32
PREDECESSORS, LOOKED_AT = 24, 40  # samples that predict the next one; nearest ones among which they are sought
BUILDING = 20.0  # m over which walls are alike
FARTHEST = 1600.0  # m: farther measurements say nothing of a place


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """Covariance of the shadowing of two links: a sum of exponentials, for all cells, for those of one site, and for the same cell.

    Each part is a covariance of its own, so that their sum is one (the linear model of coregionalisation).
    """

    site: NDArray[np.int64]  # by cell
    parts: NDArray[np.float64] = field(default_factory=USUAL.copy)  # dB², as `USUAL`
    nugget: float = USUAL_NUGGET  # dB²
    street: float = STREETS[0]  # m, decorrelation distance

    @property
    def lengths(self) -> tuple[float, float]:
        """Decorrelation distances in metres, of a street and a district."""
        return self.street, DISTRICT

    @property
    def sill(self) -> float:
        """Variance in dB² of one link's shadowing, the nugget apart."""
        return float(self.parts.sum())

    def covariance(self, gap: Array, one: Array, other: Array) -> NDArray[np.float64]:
        """Covariance in dB² over a gap in metres between shadowing of one cell and of another (broadcast)."""
        level = (self.site[one] == self.site[other]).astype(np.int8) + (one == other)
        sums = np.cumsum(self.parts, axis=0)  # what a pair of cells has in common, by its level
        return np.asarray(sum(sums[level, row] * np.exp(-gap / length) for row, length in enumerate(self.lengths)))


def fit(position: Array, residual: Array, cell: Array, site: Array) -> Likeness:
    """The likeness of a street's length that predicts residuals (dB) best from those around.

    How measurements nearby differ is not all shadowing: they tell their places inexactly, and a corner hides a site at once. By
    the length that fits such pairs best they would be predicted worse than by a longer one; cross-validation is robust to that
    (Bachoc, Computational Statistics & Data Analysis 66, 2013).
    """
    if len(residual) < FEWEST:
        return Likeness(site)
    pairs = _pairs(position)
    rows = np.random.default_rng(0).choice(len(residual), min(PREDICTED, len(residual)), replace=False)
    fitted = [_fit(pairs, residual, cell, Likeness(site, street=street)) for street in STREETS]
    return min(fitted, key=lambda each: _misses(each, position, residual, cell, rows))


def _misses(likeness: Likeness, position: Array, residual: Array, cell: Array, rows: Array) -> float:
    """Mean square error in dB² with which `rows` are predicted from the others, outliers bounded."""
    samples = Samples(likeness, position, cell, residual, np.full(len(cell), likeness.nugget), np.zeros(len(cell)))
    error = residual[rows] - samples.around(position[rows], SAME_PLACE).expect(cell[rows, None])[:, 0]
    bound = OUTLIERS * 1.4826 * float(np.median(np.abs(error)))
    return float(np.mean(np.clip(error, -bound, bound) ** 2))


def _fit(pairs: tuple[Array, Array, Array], residual: Array, cell: Array, usual: Likeness) -> Likeness:
    """The parts that explain products of residuals best (dB²), by non-negative least squares over pairs of measurements."""
    one, other, gap = pairs
    site = usual.site
    same_site, same_cell = site[cell[one]] == site[cell[other]], cell[one] == cell[other]
    fade = np.exp(-gap[:, None] / usual.lengths)
    varies = VARIES.ravel()
    design = np.hstack([fade, fade * same_site[:, None], fade * same_cell[:, None]])[:, varies]
    product = residual[one] * residual[other]
    near = (NEAR / (NEAR + gap)) ** 2
    near /= near.mean()
    weight = USUAL_PAIRS / len(usual.lengths)
    normal = (design.T * near) @ design + weight * np.eye(design.shape[1])
    target = (design.T * near) @ product + weight * USUAL.ravel()[varies]
    # The same minimum as over all pairs: NNLS on the Cholesky factor of the normal equations.
    root = np.linalg.cholesky(normal)
    parts = np.zeros(USUAL.shape)
    parts[VARIES] = nnls(root.T, np.linalg.solve(root, target))[0]
    nugget = max(float(np.var(residual) - parts.sum()), 1.0)
    return Likeness(site, parts, nugget, usual.street)


def _pairs(position: Array) -> tuple[Array, Array, Array]:
    """Pairs of measurements, near ones and, among ever fewer measurements, farther ones: rows, rows, metres."""
    draw = np.random.default_rng(0)  # any even draw will do, the same one each time
    found = []
    for size in (len(position), 12_000, 3000, 800):
        among = np.sort(draw.choice(len(position), min(size, len(position)), replace=False))
        asked = draw.choice(len(among), min(2500, len(among)), replace=False)
        count = np.arange(2, min(24, len(among)) + 1)
        gap, near = cKDTree(position[among]).query(position[among[asked]], k=count, distance_upper_bound=FARTHEST)
        there = np.isfinite(gap)
        found.append((np.broadcast_to(among[asked][:, None], gap.shape)[there], among[near[there]], gap[there]))
    one, other, gap = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return one, other, gap


@dataclass(frozen=True, eq=False)
class Samples:
    """Measured residuals: where, of which cell, how many dB, how noisy, and behind which walls.

    Walls take more or less than usual, alike from all cells; `walls` is the deviation in dB of what they take beyond that.
    """

    likeness: Likeness
    position: NDArray[np.float64]  # m on the sphere, shape (samples, 3)
    cell: NDArray[np.int64]
    residual: NDArray[np.float64]  # dB
    noise: NDArray[np.float64]  # dB², the nugget with it
    walls: NDArray[np.float64]  # dB; 0 outdoors

    @cached_property
    def tree(self) -> cKDTree:
        """Where they are."""
        return cKDTree(self.position)

    def around(self, position: Array, apart: Array | float = 0.0) -> Neighbourhood:
        """The samples near each place (shape (places, 3)), those within `apart` metres left out."""
        count = min(NEIGHBOURS, len(self.cell))
        found, near = np.full((len(position), 0), np.inf), np.zeros((len(position), 0), dtype=np.int64)
        if count:
            found, near = self.tree.query(position, k=np.arange(1, count + 1), distance_upper_bound=FARTHEST)
        there = np.isfinite(found) & (found >= np.reshape(apart, (-1, 1)))
        return Neighbourhood(self, np.where(there, near, 0), np.where(there, found, FARTHEST), there)

    def before(self, rows: Array, at: Array) -> Neighbourhood:
        """The samples near each of `rows` that are of other cells, or of its own from an earlier moment (`at`, by sample)."""
        count = np.arange(1, min(LOOKED_AT, len(self.cell)) + 1)
        found, near = self.tree.query(self.position[rows], k=count, distance_upper_bound=FARTHEST)
        there, row = np.isfinite(found), np.asarray(rows)[:, None]
        near = np.where(there, near, row)
        earlier = (at[near] < at[row]) | ((at[near] == at[row]) & (near < row))
        there &= (self.cell[near] != self.cell[row]) | earlier
        first = np.argsort(~there, axis=1, kind="stable")[:, :PREDECESSORS]
        near, found, there = (np.take_along_axis(each, first, axis=1) for each in (near, found, there))
        return Neighbourhood(self, np.where(there, near, 0), np.where(there, found, FARTHEST), there)


class Neighbourhood:
    """Samples near places, and what they say of the cells there: simple kriging over places and cells."""

    def __init__(self, samples: Samples, near: Array, distance: Array, there: Array) -> None:
        self._likeness, self._distance, self._there = samples.likeness, distance, there
        self.near = near  # row of Samples, shape (places, samples)
        self._cell = samples.cell[near] if near.size else near
        if not near.size:
            return
        position = samples.position[near]
        gap = np.sqrt(((position[:, :, None, :] - position[:, None, :, :]) ** 2).sum(axis=-1))
        matrix = self._likeness.covariance(gap, self._cell[:, :, None], self._cell[:, None, :])
        matrix *= there[:, :, None] & there[:, None, :]
        walls = samples.walls[near] * there
        matrix += walls[:, :, None] * walls[:, None, :] * np.exp(-gap / BUILDING)
        self._walls = walls * np.exp(-distance / BUILDING)
        span = np.arange(near.shape[1])
        variance = self._likeness.sill + samples.noise[near] + walls**2
        matrix[:, span, span] = np.where(there, variance, 1.0)
        self._inverse = np.linalg.inv(matrix)
        self._weighted = (self._inverse @ np.where(there, samples.residual[near], 0.0)[:, :, None])[:, :, 0]

    def expect(self, cell: Array) -> NDArray[np.float64]:
        """Shadowing in dB to be expected of cells at the places, shape (places, cells)."""
        if not self._cell.size:
            return np.zeros(cell.shape)
        return np.asarray(np.einsum("pn,pnk->pk", self._weighted, self._known(cell)))

    def behind(self, walls: Array) -> NDArray[np.float64]:
        """What is to be expected beyond that behind walls of this deviation (dB, by place), shape (places,)."""
        if not self._cell.size:
            return np.zeros(len(self._cell))
        return np.asarray(walls * (self._weighted * self._walls).sum(axis=1))

    def variance(self, cell: Array, walls: Array | float = 0.0) -> NDArray[np.float64]:
        """Variance in dB² of one cell's level at each place, behind such walls, shape (places,); the nugget with it."""
        left = self._likeness.sill + np.broadcast_to(walls, len(cell)) ** 2
        if self._cell.size:
            known = self._known(cell[:, None])[:, :, 0] + self._behind(walls)
            left = left - np.einsum("pm,pmn,pn->p", known, self._inverse, known)
        return np.asarray(np.maximum(left, 0.0) + self._likeness.nugget)

    def weights(self, cell: Array, walls: Array) -> NDArray[np.float64]:
        """The weight of each sample in what is expected of one cell at each place behind such walls, shape (places, samples)."""
        if not self._cell.size:
            return np.zeros(self.near.shape)
        known = self._known(cell[:, None])[:, :, 0] + self._behind(walls)
        return np.asarray(np.einsum("pm,pmn->pn", known, self._inverse))

    def _behind(self, walls: Array | float) -> NDArray[np.float64]:
        """Covariance of each sample's walls with those around the place, shape (places, samples)."""
        return np.asarray(np.reshape(walls, (-1, 1)) * self._walls)

    def _known(self, cell: Array) -> NDArray[np.float64]:
        """Covariance of each sample with each cell at the place, shape (places, samples, cells)."""
        covariance = self._likeness.covariance(self._distance[:, :, None], self._cell[:, :, None], cell[:, None, :])
        return np.where(self._there[:, :, None], covariance, 0.0)
