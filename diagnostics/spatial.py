"""Which cells are near a place: an index of their H3 hexagons."""

from __future__ import annotations

from dataclasses import dataclass

import h3.api.numpy_int as h3
import numpy as np
from numpy.typing import NDArray

from diagnostics.readings import Place
from diagnostics.records import Cells, Degrees, Rows

EARTH = 6_371_008.8  # metres, mean radius (IUGG)
# Hexagons are searched from small to large: resolution, and the rings around the place's own. A ring of resolution 8, 6, 4 is
# about 0.9, 6.4, 45 km wide, so that whatever is within the reach is in the hexagons of the last.
_SEARCHES = ((8, 2), (6, 2), (4, 2))
_SURE = (1_000.0, 7_000.0, 45_000.0)  # metres around any point of the own hexagon that those rings certainly hold
REACH = 35_000.0  # metres: beyond it no cell is called near (the timing advance of GSM ends there, 3GPP TS 45.010)
USUAL_BEAMWIDTH = 65.0  # degrees
FRONT_TO_BACK = 30.0  # dB (3GPP TR 38.901 table 7.3-1)
LOSS_PER_DECADE = 37.6  # dB by which a level falls with ten times the distance (3GPP TR 36.942 clause 4.5.2)


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """Cells near a place, likely servers first."""

    rows: Rows  # of Cells
    distance: NDArray[np.float64]  # metres


class CellIndex:
    """Finds the cells near a place; built once for a cell list."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        hexagons = _hexagons(cells.latitude, cells.longitude, _SEARCHES[0][0])
        self._levels = []
        for resolution, _ in _SEARCHES:
            of_cells = hexagons if resolution == _SEARCHES[0][0] else _parents(hexagons, resolution)
            order = np.argsort(of_cells, kind="stable").astype(np.int32)
            self._levels.append((of_cells[order], order))

    def cells_near(self, latitude: float, longitude: float, count: int = 12, within: float = REACH) -> Near:
        """Up to `count` cells within so many metres, those first that would be received best at equal power: the distance
        counts, and whether the antenna points there. Raises ValueError for what is no position."""
        place = Place(latitude, longitude)
        rows = np.empty(0, dtype=np.int32)
        for (resolution, rings), (hexagons, order), sure in zip(_SEARCHES, self._levels, _SURE, strict=True):
            wanted = h3.grid_disk(h3.latlng_to_cell(place.latitude, place.longitude, resolution), rings)
            first, end = np.searchsorted(hexagons, wanted), np.searchsorted(hexagons, wanted, side="right")
            rows = np.concatenate([order[a:b] for a, b in zip(first, end, strict=True)])
            distance = self._distance(rows, place)
            inside = distance <= min(sure, within)
            if inside.sum() >= count or sure >= within:
                break
        near = np.flatnonzero(distance <= within)
        rows, distance = rows[near], distance[near]
        best = np.argsort(self._loss(rows, distance, place), kind="stable")[:count]
        return Near(rows[best], distance[best])

    def _distance(self, rows: Rows, place: Place) -> NDArray[np.float64]:
        return distances(self._cells.latitude[rows], self._cells.longitude[rows], place.latitude, place.longitude)

    def _loss(self, rows: Rows, distance: NDArray[np.float64], place: Place) -> NDArray[np.float64]:
        """Loss in dB up to a constant, by distance and direction (antenna pattern: 3GPP TR 38.901 table 7.3-1)."""
        cells = self._cells
        north = np.radians(place.latitude - cells.latitude[rows])
        east = np.radians((place.longitude - cells.longitude[rows] + 180) % 360 - 180) * np.cos(
            np.radians(place.latitude)
        )
        off = (np.degrees(np.arctan2(east, north)) - cells.azimuth[rows] + 180) % 360 - 180
        beamwidth = np.where(np.isnan(cells.beamwidth[rows]), USUAL_BEAMWIDTH, cells.beamwidth[rows])
        pattern = np.minimum(12 * (np.nan_to_num(off) / beamwidth) ** 2, FRONT_TO_BACK)
        loss: NDArray[np.float64] = LOSS_PER_DECADE * np.log10(np.maximum(distance, 35.0)) + pattern
        return loss


def distances(latitudes: Degrees, longitudes: Degrees, latitude: float, longitude: float) -> NDArray[np.float64]:
    """Great-circle distances in metres of places from a place (haversine)."""
    north, south = np.radians(latitudes), np.radians(latitude)
    half = np.sin((north - south) / 2) ** 2
    half = half + np.cos(north) * np.cos(south) * np.sin(np.radians(longitudes - longitude) / 2) ** 2
    metres: NDArray[np.float64] = 2 * EARTH * np.arcsin(np.sqrt(np.minimum(half, 1)))
    return metres


def _hexagons(latitudes: Degrees, longitudes: Degrees, resolution: int) -> NDArray[np.uint64]:
    """The hexagon of each place."""
    places = zip(latitudes.tolist(), longitudes.tolist(), strict=True)
    return np.fromiter(
        (h3.latlng_to_cell(*place, resolution) for place in places), dtype=np.uint64, count=len(latitudes)
    )


def _parents(hexagons: NDArray[np.uint64], resolution: int) -> NDArray[np.uint64]:
    distinct, back = np.unique(hexagons, return_inverse=True)
    parents = np.fromiter(
        (h3.cell_to_parent(one, resolution) for one in distinct), dtype=np.uint64, count=len(distinct)
    )
    return parents[back]
