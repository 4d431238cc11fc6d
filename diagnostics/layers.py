"""Maps: GeoJSON layers with a legend, of coverage (H3 hexagons), congestion (sectors), outages (areas) and barring (cells)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import h3
import numpy as np
from numpy.typing import NDArray

from diagnostics.congestion import Load
from diagnostics.readings import Kind
from diagnostics.records import Cells, Rows, Technology

if TYPE_CHECKING:
    from diagnostics.looking import Looking

MOST_HEXAGONS, MOST_CELLS = 3_000, 10_000  # of one layer: what a map draws without a pause
FINEST, COARSEST = 10, 3  # H3 resolutions: edges of 76 m and 69 km
USUAL_BEAMWIDTH = 65.0
_ARC = 8  # corners of a sector's arc

Feature = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Class:
    """One entry of a legend. The colours stay apart for the colour-blind (Okabe and Ito 2008)."""

    name: str
    label: str
    colour: str


UNKNOWN = Class("unknown", "not known", "#9e9e9e")
# Levels of RSRP as in `diagnostics.serving`: at or above -95 dBm it serves indoors, below -110 dBm it is weak, below -124 dBm none.
COVERAGE = (
    Class("good", "good, also indoors (-95 dBm and more)", "#009e73"),
    Class("fair", "fair outdoors (-110 to -95 dBm)", "#f0e442"),
    Class("weak", "weak (-124 to -110 dBm)", "#e69f00"),
    Class("none", "no coverage", "#d55e00"),
)
CONGESTION: Mapping[Load, Class] = {
    Load.ROOM: Class("room", "room", "#009e73"),
    Load.BUSY: Class("busy", "busy", "#f0e442"),
    Load.CONGESTED: Class("congested", "congested", "#d55e00"),
    Load.SLOW: Class("slow", "slow behind the radio", "#cc79a7"),
    Load.UNKNOWN: UNKNOWN,
}
OUTAGE = (Class("outage", "out of service", "#d55e00"), Class("planned", "planned work", "#56b4e9"))
BARRING = (
    Class("open", "open", "#009e73"),
    Class("limited", "lets only a share of attempts through", "#e69f00"),
    Class("barred", "barred", "#d55e00"),
    UNKNOWN,
)
LEGENDS: Mapping[Kind, Sequence[Class]] = {
    Kind.COVERAGE: COVERAGE,
    Kind.CONGESTION: tuple(CONGESTION.values()),
    Kind.OUTAGE: OUTAGE,
    Kind.BARRING: BARRING,
}


@dataclass(frozen=True, slots=True)
class Box:
    """A bounding box in degrees. Raises ValueError where it is none, or crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        if not (-180 <= self.west < self.east <= 180 and -90 <= self.south < self.north <= 90):
            raise ValueError(
                f"bbox: {self.west}, {self.south}, {self.east}, {self.north} is no box west, south, east, north in degrees"
            )

    def holds(self, latitude: NDArray[Any], longitude: NDArray[Any], margin: float = 0.0) -> NDArray[np.bool_]:
        """Which places are in the box, or within so many degrees of it."""
        inside: NDArray[np.bool_] = (latitude >= self.south - margin) & (latitude <= self.north + margin)
        inside &= (longitude >= self.west - margin) & (longitude <= self.east + margin)
        return inside


def layer(looking: Looking, kind: Kind, box: Box, at: int) -> dict[str, Any]:
    """A GeoJSON FeatureCollection (RFC 7946) with members `kind`, `at` and `legend`, and `left_out`: how many cells a box has
    beyond what a layer shows. Each feature has the properties `class`, `colour` and `text`, and what it was made from."""
    make = {Kind.COVERAGE: _coverage, Kind.CONGESTION: _congestion, Kind.OUTAGE: _outages, Kind.BARRING: _barring}[kind]
    features, left_out = make(looking, box, at)
    return {
        "type": "FeatureCollection",
        "kind": kind.value,
        "at": datetime.fromtimestamp(at, UTC).isoformat(),
        "legend": [{"class": each.name, "label": each.label, "colour": each.colour} for each in LEGENDS[kind]],
        "left_out": left_out,
        "features": features,
    }


def _coverage(looking: Looking, box: Box, at: int) -> tuple[list[Feature], int]:
    """The best server outdoors in the middle of each hexagon; nothing where no cell list reaches."""
    hexagons = hexagons_of(box)
    places = np.array([h3.cell_to_latlng(one) for one in hexagons]).reshape(-1, 2)
    signal = looking.coverage.signal(places[:, 0], places[:, 1], at, without=looking.down(at))
    features = []
    for row, one in enumerate(hexagons):
        if signal.cell[row] < 0:
            continue
        level, cell = float(signal.rsrp[row]), int(signal.cell[row])
        which = COVERAGE[0 if level >= -95 else 1 if level >= -110 else 2 if level >= -124 else 3]
        ring = [[longitude, latitude] for latitude, longitude in h3.cell_to_boundary(one)]
        text = f"{level:.0f} dBm, give or take {float(signal.sigma[row]):.0f} dB"
        details = {
            "rsrp_dbm": _rounded(level),
            "sinr_db": _rounded(float(signal.sinr[row])),
            "sigma_db": _rounded(float(signal.sigma[row])),
            "cell": str(looking.records.cells.id[cell]),
            "technology": Technology(int(looking.records.cells.technology[cell])).name,
        }
        features.append(_polygon(ring, which, text, details | {"h3": one}))
    return features, 0


def _congestion(looking: Looking, box: Box, at: int) -> tuple[list[Feature], int]:
    rows, left_out = _cells_in(looking.records.cells, box)
    states = looking.congestion.states(at, rows)
    features = []
    for place, row in enumerate(rows.tolist()):
        which = CONGESTION[Load(int(states.state[place]))]
        load, usual = float(states.load[place]), float(states.usual[place])
        text = which.label if np.isnan(load) else f"{which.label}: {load:.0f} % of the resource blocks in use"
        details = {
            "cell": str(looking.records.cells.id[row]),
            "prb_utilisation": _rounded(load),
            "usual": _rounded(usual),
            "since": _moment(int(states.since[place])),
            "until": _moment(int(states.until[place])),
        }
        features.append(_polygon(_sector(looking.records.cells, row, _radius(box)), which, text, details))
    return features, left_out


def _outages(looking: Looking, box: Box, at: int) -> tuple[list[Feature], int]:
    features = []
    for outage in looking.outages.at(at):
        corners = np.array(outage.area).reshape(-1, 2)
        if not len(corners) or not _touches(box, corners):
            continue
        which = OUTAGE[outage.cause == "planned_work"]
        details = {
            "outage_id": outage.id,
            "cause": outage.cause,
            "since": _moment(outage.start),
            "until": None if outage.until is None else _moment(outage.until),
            "cells": len(outage.cells),
            "onts": len(outage.onts),
            "lines_affected": outage.lines_affected,
            "confidence": round(outage.confidence, 3),
            "evidence": list(outage.evidence),
        }
        features.append(
            _polygon([[longitude, latitude] for latitude, longitude in outage.area], which, outage.title, details)
        )
    return features, 0


def _touches(box: Box, corners: NDArray[Any]) -> bool:
    """Whether the box around these corners (latitude, longitude) and the other one have a place in common."""
    (south, west), (north, east) = corners.min(axis=0), corners.max(axis=0)
    return bool(south <= box.north and north >= box.south and west <= box.east and east >= box.west)


def _barring(looking: Looking, box: Box, at: int) -> tuple[list[Feature], int]:
    rows, left_out = _cells_in(looking.records.cells, box)
    barred, share = looking.barring.cells(at)
    features = []
    for row in rows.tolist():
        let_through = float(share[row])
        known = bool(barred[row]) or not np.isnan(let_through)
        which = BARRING[2 if barred[row] else 3 if not known else 1 if let_through < 1 else 0]
        text = f"{let_through:.0%} of attempts are let through" if which.name == "limited" else which.label
        details = {"cell": str(looking.records.cells.id[row]), "barring_factor": _rounded(let_through, 3)}
        features.append(_polygon(_sector(looking.records.cells, row, _radius(box)), which, text, details))
    return features, left_out


def hexagons_of(box: Box) -> list[str]:
    """The H3 hexagons whose middles are in a box, as fine as `MOST_HEXAGONS` allows."""
    ring = [(box.south, box.west), (box.south, box.east), (box.north, box.east), (box.north, box.west)]
    middle = np.radians((box.south + box.north) / 2)
    area = (box.north - box.south) * (box.east - box.west) * 111.2**2 * max(float(np.cos(middle)), 0.01)
    for resolution in range(FINEST, COARSEST, -1):
        if area / h3.average_hexagon_area(resolution, "km^2") <= MOST_HEXAGONS:
            return list(h3.polygon_to_cells(h3.LatLngPoly(ring), resolution))
    raise ValueError("bbox: it is too large for a layer of coverage")


def _cells_in(cells: Cells, box: Box) -> tuple[Rows, int]:
    rows = np.flatnonzero(box.holds(cells.latitude, cells.longitude)).astype(np.int32)
    return rows[:MOST_CELLS], max(len(rows) - MOST_CELLS, 0)


def _radius(box: Box) -> float:
    """Metres that a sector is drawn long: a fiftieth of the box's height, so that it can be seen and hides little."""
    return float(np.clip((box.north - box.south) * 111_200 / 50, 40, 4_000))


def _sector(cells: Cells, row: int, radius: float) -> list[list[float]]:
    """Corners of a cell's sector, counter-clockwise; a circle where the antenna looks everywhere."""
    latitude, longitude = float(cells.latitude[row]), float(cells.longitude[row])
    azimuth, beamwidth = float(cells.azimuth[row]), float(cells.beamwidth[row])
    if np.isnan(azimuth):
        bearings, tip = np.arange(360, 0, -360 / (2 * _ARC)), False
    else:
        half = (USUAL_BEAMWIDTH if np.isnan(beamwidth) else beamwidth) / 2
        bearings, tip = np.linspace(azimuth + half, azimuth - half, _ARC), True
    north = latitude + np.degrees(radius / 6_371_008.8) * np.cos(np.radians(bearings))
    east = longitude + np.degrees(radius / 6_371_008.8) * np.sin(np.radians(bearings)) / np.cos(np.radians(latitude))
    corners = [[float(x), float(y)] for x, y in zip(east, north, strict=True)]
    return [[longitude, latitude], *corners] if tip else corners


def _polygon(ring: list[list[float]], which: Class, text: str, details: Mapping[str, Any]) -> Feature:
    corners = [[round(longitude, 6), round(latitude, 6)] for longitude, latitude in ring]
    return {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [[*corners, corners[0]]]},
        "properties": {"class": which.name, "colour": which.colour, "text": text, **details},
    }


def _rounded(value: float, digits: int = 1) -> float | None:
    return None if np.isnan(value) else round(value, digits)


def _moment(second: int) -> str | None:
    return None if second <= 0 else datetime.fromtimestamp(second, UTC).isoformat()
