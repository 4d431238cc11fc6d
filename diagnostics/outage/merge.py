"""Makes outages of symptoms: those of one cause are one outage, with its extent, start, expected end and confidence."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import ConvexHull, QhullError, cKDTree

from diagnostics.outage.fixed import MOST
from diagnostics.outage.from_alarms import AlarmClass
from diagnostics.outage.symptom import Symptom
from diagnostics.records import Cells, Moments, Onts, PlannedWorks, Rows
from diagnostics.topology import Thing, Topology

TOGETHER = 900  # seconds within which symptoms of one cause begin
NEAR = 3.0  # km between sites that one cause takes
LEAST_REPAIRS = 5  # past outages from which the end of one is told
KILOMETRES = 111.2  # of a degree of latitude
CELL_RADIUS, ONT_RADIUS = (0.3, 3.0), 0.15  # km around a cell (least, most) and a terminal that count as hit
_CORNERS = 12  # of the circle around a position
_OF_ALARM = {
    "power_failure": AlarmClass.POWER,
    "backhaul_down": AlarmClass.LINK,
    "fibre_cut": AlarmClass.LINK,
    "pon_down": AlarmClass.LINK,
    "olt_down": AlarmClass.EQUIPMENT,
    "site_down": AlarmClass.EQUIPMENT,
    "cell_down": AlarmClass.EQUIPMENT,
}


@dataclass(frozen=True, slots=True, eq=False)
class Outage:
    """One cause with all that it takes away. The `id` stays the same over time: it is of the thing and the day it began.

    `start` and `until` are seconds since 1970 UTC, `until` is None where nothing tells it; `area` is a polygon of latitudes and
    longitudes (first corner not repeated; empty: no position is known); `where` and `title` say it in words.
    """

    id: str
    cause: str
    title: str
    where: str
    cells: Rows
    onts: Rows
    latitude: float
    longitude: float
    area: tuple[tuple[float, float], ...]
    radius: float  # km around the position, of an area known by complaints alone; 0: not so known
    start: int
    until: int | None
    confidence: float
    evidence: tuple[str, ...]
    lines_affected: int = 0
    measured: bool = True  # otherwise alarms alone tell of it

    @property
    def is_placed(self) -> bool:
        """Whether it is known where it is."""
        return not np.isnan(self.latitude + self.longitude)


def linked(symptoms: list[Symptom]) -> list[list[Symptom]]:
    """Symptoms by cause: of one work; of one OLT at once; of neighbouring whole sites at once; of one failure of power."""
    count = len(symptoms)
    if count < 2:
        return [[symptom] for symptom in symptoms]
    pairs = {*_same(symptoms, [symptom.work for symptom in symptoms], None), *_nearby(symptoms)}
    pairs |= set(_same(symptoms, [symptom.olt for symptom in symptoms], TOGETHER))
    a, b = (np.array(column, np.intp) for column in zip(*pairs, strict=True)) if pairs else (np.empty(0, np.intp),) * 2
    graph = coo_matrix((np.ones(len(a)), (a, b)), shape=(count, count))
    _, label = connected_components(graph, directed=False)
    order = np.argsort(label, kind="stable")
    return [[symptoms[n] for n in part] for part in np.split(order, np.flatnonzero(np.diff(label[order])) + 1)]


def _same(symptoms: list[Symptom], keys: list[int], within: int | None) -> list[tuple[int, int]]:
    """Neighbours in time that share a key of 0 or more."""
    chosen = sorted(
        (key, symptom.start, n) for n, (key, symptom) in enumerate(zip(keys, symptoms, strict=True)) if key >= 0
    )
    return [
        (first[2], second[2])
        for first, second in pairwise(chosen)
        if first[0] == second[0] and (within is None or second[1] - first[1] <= within)
    ]


def _nearby(symptoms: list[Symptom]) -> list[tuple[int, int]]:
    """Whole sites, or failures of power, near each other that began at the same time."""
    may = [
        n for n, one in enumerate(symptoms) if (one.whole or one.power) and one.work < 0 and not np.isnan(one.latitude)
    ]
    if len(may) < 2:
        return []
    latitude, longitude = (np.array([getattr(symptoms[n], name) for n in may]) for name in ("latitude", "longitude"))
    place = np.column_stack([latitude, longitude * np.cos(np.radians(latitude.mean()))]) * KILOMETRES
    pairs = cKDTree(place).query_pairs(NEAR, output_type="ndarray")
    found = []
    for first, second in ((may[a], may[b]) for a, b in pairs):
        one, other = symptoms[first], symptoms[second]
        alike = (one.whole and other.whole) or (one.power and other.power)
        if alike and abs(one.start - other.start) <= TOGETHER:
            found.append((first, second))
    return found


def outage_of(
    parts: list[Symptom],
    topology: Topology,
    cells: Cells,
    onts: Onts,
    works: PlannedWorks,
    lasted: dict[AlarmClass, Moments],
    at: int,
) -> Outage:
    """One outage of the symptoms of one cause; `lines_affected` is left for who knows the lines."""
    parts = sorted(parts, key=lambda part: (-(len(part.cells) + len(part.onts)), part.anchor))
    anchor, cause, head = _head(parts, topology)
    work = parts[0].work
    of = str(works.id[work]) if work >= 0 else anchor
    start = min(part.start for part in parts)
    its_cells, its_onts = (
        np.unique(np.concatenate([getattr(part, name) for part in parts])) for name in ("cells", "onts")
    )
    until = int(works.end[work]) if work >= 0 and works.end[work] > at else None
    evidence = [word for part in parts[:5] for word in part.words]
    if work >= 0 and until is None:
        evidence.append("it takes longer than announced")
    elif work < 0:
        until = expected_end(lasted, cause, start, at)
    doubt = np.prod([1 - part.confidence for part in parts[:5]])
    places = _places(parts, cells, onts)
    middle = places[:, :2].mean(axis=0) if len(places) else np.array([parts[0].latitude, parts[0].longitude])
    return Outage(
        id=outage_id(of, start),
        cause=cause,
        title=head,
        where=_where(parts, anchor, cause),
        cells=its_cells.astype("i4"),
        onts=its_onts.astype("i4"),
        latitude=float(middle[0]),
        longitude=float(middle[1]),
        area=outline(places),
        radius=parts[0].radius,
        start=start,
        until=until,
        confidence=round(min(0.99, 1 - float(doubt)), 3),
        evidence=tuple(dict.fromkeys(evidence)),
        measured=any(part.measured for part in parts),
    )


def outage_id(anchor: str, start: int) -> str:
    """Of the thing and the day (UTC) on which it began, so that better evidence of the minute does not change it."""
    day = datetime.fromtimestamp(start, UTC)
    digest = hashlib.blake2b(f"{anchor}|{day:%Y%m%d}".encode(), digest_size=4).hexdigest()
    return f"OUT-{day:%Y%m%d}-{digest}"


def expected_end(lasted: dict[AlarmClass, Moments], cause: str, start: int, at: int) -> int | None:
    """When it is usually over: half of the past outages of its class that lasted as long as this one had ended by then.

    None without enough of them, and for what has lasted longer than nearly all.
    """
    kind = _OF_ALARM.get(cause)
    known = lasted.get(kind) if kind is not None else None
    if known is None or len(known) < LEAST_REPAIRS:
        known = np.sort(np.concatenate([*lasted.values(), np.empty(0, "i8")])) if cause in _OF_ALARM else None
    if known is None or len(known) < LEAST_REPAIRS:
        return None
    longer = known[known > at - start]
    return start + int(np.median(longer)) if len(longer) >= LEAST_REPAIRS - 2 else None


def _head(parts: list[Symptom], topology: Topology) -> tuple[str, str, str]:
    """The id of what it hangs on, its cause and a title."""
    first = parts[0]
    causes = [part.cause for part in parts]
    cause = max(dict.fromkeys(causes), key=causes.count)
    olts = {part.olt for part in parts}
    if len(parts) > 1 and len(olts) == 1 and first.olt >= 0:
        olt = topology.olts[first.olt]
        of = len(np.unique(topology.pon[topology.members(Thing.OLT, first.olt)[1]]))
        whole = len(parts) >= MOST * of
        cause = "olt_down" if whole and cause in ("pon_down", "fibre_cut") else cause
        return (
            olt if whole else min(part.anchor for part in parts),
            cause,
            f"{len(parts)} of {of} PONs of OLT {olt} are out",
        )
    if len(parts) > 1:
        sites = sum(1 for part in parts if len(part.cells))
        fixed = len(parts) - sites
        words = [f"{sites} sites" if sites else "", f"{fixed} PONs" if fixed else ""]
        return (
            min(part.anchor for part in parts),
            cause,
            " and ".join(word for word in words if word) + " are out together",
        )
    return first.anchor, cause, _title(first)


def _title(one: Symptom) -> str:
    """What is the matter, of one symptom."""
    cells = f"{len(one.cells)} cells of {one.anchor}" if len(one.cells) > 1 else f"cell {one.anchor}"
    match one.cause:
        case "sleeping_cell":
            return f"{cells} without traffic"
        case "cell_down":
            return f"{cells} out of service"
        case "site_down":
            return f"site {one.anchor} is out of service"
        case "backhaul_down":
            return f"site {one.anchor} is cut off"
        case "power_failure":
            return f"{one.anchor} is without power"
        case "planned_work":
            return one.words[0]
        case "complaints_only":
            return one.words[0]
        case "fibre_cut":
            return f"fibre of PON {one.anchor}"
        case _:
            return f"PON {one.anchor} is out"


def _where(parts: list[Symptom], anchor: str, cause: str) -> str:
    if cause == "complaints_only":
        return f"{parts[0].radius:g} km around {parts[0].latitude:.3f}, {parts[0].longitude:.3f}"
    return anchor if len(parts) == 1 else f"{anchor} and {len(parts) - 1} more"


def _places(parts: list[Symptom], cells: Cells, onts: Onts) -> NDArray[np.float64]:
    """Latitude, longitude and radius in km of all that is hit, the same place once."""
    rows = np.concatenate([part.cells for part in parts])
    found = [np.column_stack([cells.latitude[rows], cells.longitude[rows], _reach(cells, rows)])]
    rows = np.concatenate([part.onts for part in parts])
    found.append(np.column_stack([onts.latitude[rows], onts.longitude[rows], np.full(len(rows), ONT_RADIUS)]))
    found += [np.array([[part.latitude, part.longitude, part.radius]]) for part in parts if part.radius]
    places = np.concatenate(found)
    return np.unique(places[~np.isnan(places).any(axis=1)], axis=0)


def _reach(cells: Cells, rows: Rows) -> NDArray[np.float64]:
    """About how far cells serve, km: three times what the height of their antennas is in metres, in tens of metres."""
    height = np.nan_to_num(cells.height[rows], nan=30.0)
    return np.clip(height * 0.03, *CELL_RADIUS)


def outline(places: NDArray[np.float64]) -> tuple[tuple[float, float], ...]:
    """The hull of circles (latitude, longitude, radius in km), as latitudes and longitudes."""
    if not len(places):
        return ()
    angle = np.linspace(0, 2 * np.pi, _CORNERS, endpoint=False)
    north = places[:, :1] + places[:, 2:] / KILOMETRES * np.sin(angle)
    scale = np.maximum(np.cos(np.radians(places[:, :1])), 0.01)
    east = places[:, 1:2] + places[:, 2:] / KILOMETRES / scale * np.cos(angle)
    points = np.column_stack([north.reshape(-1), east.reshape(-1)])
    try:
        corners = points[ConvexHull(points).vertices]
    except QhullError:  # all in one spot
        corners = points[:1]
    return tuple((round(float(a), 6), round(float(b), 6)) for a, b in corners)
