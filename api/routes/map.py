"""The network on a map: where it is, and GeoJSON layers of what is true of it."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

import numpy as np
from fastapi import APIRouter, Query
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict
from starlette.responses import Response

from api.auth import DiagnosticsReader
from api.problems import FieldError, Invalid
from api.services import Wired
from diagnostics.readings import Kind
from diagnostics.records import Cells

router = APIRouter(tags=["map"])

MOST_SITES = 5_000

Box = tuple[float, float, float, float]


def _box(text: str) -> str:
    corners = text.split(",")
    try:
        numbers = [float(corner) for corner in corners]
    except ValueError:
        numbers = []
    if len(numbers) != 4 or not np.isfinite(numbers).all():
        raise ValueError("must be four numbers, west,south,east,north in degrees")
    return text


class MapRead(BaseModel):
    """What a map begins with: the style of its base map (null: the page's own), the box west, south, east, north around the
    network's sites, and the sites themselves (longitude, latitude; at most 5,000)."""

    style: str | None
    bounds: Box | None
    sites: list[tuple[float, float]]
    sites_left_out: int


class GeoJson(Response):
    """JSON as RFC 7946 names it."""

    media_type = "application/geo+json"


class LegendEntry(BaseModel):
    """What a colour means; `class` is a property of the features."""

    model_config = ConfigDict(extra="allow")

    label: str
    colour: str


class LayerRead(BaseModel):
    """A GeoJSON FeatureCollection with its legend; `left_out` is how many cells the box holds beyond what a layer shows, `unheard` why
    there may be more than is told, where the system that tells of alarms does not answer."""

    type: Literal["FeatureCollection"]
    kind: Kind
    at: AwareDatetime
    legend: list[LegendEntry]
    left_out: int
    unheard: str | None
    features: list[dict[str, Any]]


class _LayerQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    bbox: Annotated[str, AfterValidator(_box)]
    at: AwareDatetime | None = None


@router.get("/v1/map")
def begin(_: DiagnosticsReader, services: Wired) -> MapRead:
    """Where the network is."""
    sites = _sites(services.desk.network().records.cells)
    shown = sites[:: max(1, -(-len(sites) // MOST_SITES))]
    bounds: Box | None = None
    if len(sites):
        (west, south), (east, north) = sites.min(axis=0).tolist(), sites.max(axis=0).tolist()
        bounds = (west, south, east, north)
    return MapRead(
        style=services.settings.map_style,
        bounds=bounds,
        sites=[(longitude, latitude) for longitude, latitude in shown.tolist()],
        sites_left_out=len(sites) - len(shown),
    )


@router.get("/v1/map/{kind}", response_class=GeoJson, responses={200: {"model": LayerRead, "description": "GeoJSON"}})
def layer(_: DiagnosticsReader, services: Wired, kind: Kind, asked: Annotated[_LayerQuery, Query()]) -> GeoJson:
    """Coverage as H3 hexagons, congestion and barring as sectors of cells, outages as areas; in a box, at a moment (now)."""
    west, south, east, north = (float(corner) for corner in asked.bbox.split(","))
    network, at = services.desk.network(), asked.at or services.desk.now()
    try:
        with services.gate.enter():
            found = network.layer(kind, (west, south, east, north), at)
    except ValueError as error:
        message = str(error).removeprefix("bbox: ")
        raise Invalid(f"bbox: {message}.", errors=[FieldError(field="bbox", message=message)]) from error
    found["unheard"] = services.desk.unheard(kind, at)
    return GeoJson(json.dumps(found, separators=(",", ":"), allow_nan=False))


def _sites(cells: Cells) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Where cells stand, each place once: longitude and latitude. One at 0, 0 has no position."""
    there = (cells.longitude != 0) | (cells.latitude != 0)
    there &= np.isfinite(cells.longitude) & np.isfinite(cells.latitude)
    return np.unique(np.round(np.column_stack([cells.longitude[there], cells.latitude[there]]), 5), axis=0)
