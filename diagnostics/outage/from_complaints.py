"""Evidence of an outage from complaints: a burst from one area, by Kulldorff's Poisson space-time scan statistic.

Zones are circles around where people live, times are the last minutes to hours; a zone's expected complaints are its share
of the lines times what is usual for the hour. The most likely zone is the one of largest Poisson likelihood ratio (M. Kulldorff,
"Prospective time periodic geographical disease surveillance using a scan statistic", J. R. Statist. Soc. A 164, 2001), and
its p-value the Poisson tail times the number of zones and times looked at: an upper bound (Bonferroni) of what Monte Carlo
would give, exact enough to be decisive and quick enough for every minute.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from scipy.special import gammainc

from diagnostics.records import Complaints, Degrees, Flags, Lines, Rows
from diagnostics.seasonal import DAY, SIGMA

CELL = 0.005  # degrees of latitude: the grid on which lines and complaints are counted, about 550 m
RADII = np.array([0.6, 1.0, 1.5, 2.5, 4.0, 6.0])  # km
TIMES = np.array([900, 1800, 2700, 3600, 5400, 7200, 10800, 14400])  # seconds back from now
HISTORY = 14 * DAY
HOURS_EVEN = 0.25  # share of complaints spread evenly over the day: hours without any yet are not hours that have none
LEVEL = 1e-5  # looked at every minute, so well below what one look would need
FEWEST = 4  # complaints
MOST_BURSTS = 5  # at one moment
LARGEST_SHARE = 0.5  # of all lines: a zone of more is no area
EARTH = 6371.0  # km


@dataclass(frozen=True, slots=True)
class Burst:
    """More complaints from an area than chance brings."""

    latitude: float
    longitude: float
    radius: float  # km
    start: int  # of the time in which they came
    first: int  # the first complaint in it
    complaints: int
    expected: float
    p_value: float


@dataclass(frozen=True, slots=True, eq=False)
class Homes:
    """Where lines live: squares of a grid around an origin (latitude, longitude), and how many lines each has."""

    origin: tuple[float, float]
    keys: NDArray[np.int64]  # of the squares, sorted
    lines: NDArray[np.float64]


def homes(lines: Lines) -> Homes | None:
    """Count lines by grid point; None where no home is known."""
    known = ~(np.isnan(lines.latitude) | np.isnan(lines.longitude))
    if not known.any():
        return None
    latitude, longitude = lines.latitude[known], lines.longitude[known]
    origin = float(np.median(latitude)), float(np.median(longitude))
    keys, counts = np.unique(_key(_grid(to_km(latitude, longitude, origin))), return_counts=True)
    return Homes(origin, keys, counts.astype("f8"))


def positions(complaints: Complaints, lines: Lines, rows: Rows | NDArray[np.intp]) -> tuple[Degrees, Degrees]:
    """Where complaints came from: their own position, else the line's home; NaN where neither is known."""
    line = complaints.line[rows]
    if not len(lines):
        return complaints.latitude[rows], complaints.longitude[rows]
    unknown = np.isnan(complaints.latitude[rows])
    home_latitude = np.where(line >= 0, lines.latitude[line], np.nan)
    home_longitude = np.where(line >= 0, lines.longitude[line], np.nan)
    return (
        np.where(unknown, home_latitude, complaints.latitude[rows]),
        np.where(unknown, home_longitude, complaints.longitude[rows]),
    )


def bursts(
    complaints: Complaints, lines: Lines, living: Homes, at: int, explained: Callable[[Rows], Flags] | None = None
) -> list[Burst]:
    """Clusters that end now and that chance does not explain, the most likely first; each without the complaints of those before.

    `explained` tells which complaints (rows) something that is known accounts for: they are left out.
    """
    end = int(np.searchsorted(complaints.at, at, side="right"))
    first = int(np.searchsorted(complaints.at, at - TIMES[-1], side="right"))
    rows = np.arange(first, end, dtype=np.int32)
    if len(rows) < FEWEST:
        return []
    latitude, longitude = positions(complaints, lines, rows)
    open_ = ~np.isnan(latitude)
    if explained is not None:
        open_ &= ~explained(rows)
    usual = usual_complaints(complaints.at[:end], at) if open_.sum() >= FEWEST else None
    found: list[Burst] = []
    if usual is None:
        return found
    where = to_km(latitude, longitude, living.origin)
    while len(found) < MOST_BURSTS and open_.sum() >= FEWEST:
        burst = _most_likely(where[open_], complaints.at[rows[open_]], complaints.line[rows[open_]], living, usual, at)
        if burst is None:
            break
        found.append(burst)
        centre = to_km(np.array([burst.latitude]), np.array([burst.longitude]), living.origin)
        open_ &= np.hypot(*(where - centre).T) > burst.radius
    return found


def usual_complaints(moments: NDArray[np.int64], at: int) -> NDArray[np.float64] | None:
    """Expected complaints of the whole network in the last TIMES seconds: the median day of the past, spread over the hours
    as all of them were. None without three days of history."""
    past = moments[(moments > at - HISTORY) & (moments <= at - DAY // 4)]
    if not len(past) or at - past[0] < 3 * DAY:
        return None
    days = np.bincount((at - past) // DAY, minlength=1)[1:]  # the first is not whole
    median = float(np.median(days))
    spread = SIGMA * float(np.median(np.abs(days - median)))
    hours = np.bincount(past // 3600 % 24, minlength=24) / len(past)
    hours = (1 - HOURS_EVEN) * hours + HOURS_EVEN / 24
    quarter = np.arange(at - int(TIMES[-1]), at, 900)
    rate = (median + spread) * hours[quarter // 3600 % 24] / 4  # of each quarter of an hour, the busier of usual days
    return np.array([rate[-int(time // 900) :].sum() for time in TIMES])


def _most_likely(
    where: NDArray[np.float64], times: NDArray[np.int64], line: Rows, living: Homes, usual: NDArray[np.float64], at: int
) -> Burst | None:
    """Scan circles around the grid points that complained."""
    around = cKDTree(where).query_ball_point(where, RADII[-1], return_length=True)
    crowded = where[around >= FEWEST]
    if not len(crowded):
        return None
    squares = np.unique(_grid(crowded), axis=0)
    centres = (squares + 0.5) * _side()
    people = _living_within(squares, living) / living.lines.sum()  # (centres, radii)
    _, distinct = np.unique(np.where(line >= 0, line, -1 - np.arange(len(line))), return_index=True)
    counts = _complaints_within(centres, where[distinct], at - times[distinct])  # a line that complains twice is one
    expected = np.maximum(people, 1 / living.lines.sum())[:, :, None] * usual
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(counts > expected, counts * np.log(counts / expected) + expected - counts, 0.0)
    ratio[(counts < FEWEST) | (people[:, :, None] > LARGEST_SHARE)] = 0
    best = np.unravel_index(int(np.argmax(ratio)), ratio.shape)
    if ratio[best] <= 0:
        return None
    count, mean = float(counts[best]), float(expected[best])
    p_value = min(1.0, float(gammainc(count, mean)) * len(living.keys) * len(RADII) * len(TIMES))
    if p_value > LEVEL:
        return None
    centre, radius, time = centres[best[0]], float(RADII[best[1]]), int(TIMES[best[2]])
    inside = (np.hypot(*(where - centre).T) <= radius) & (times > at - time)
    latitude, longitude = to_degrees(centre, living.origin)
    return Burst(latitude, longitude, radius, at - time, int(times[inside].min()), int(count), mean, p_value)


def _living_within(squares: NDArray[np.int64], living: Homes) -> NDArray[np.float64]:
    """Lines within each radius of the middles of squares of the grid: shape (squares, radii)."""
    reach = int(RADII[-1] / _side()) + 1
    step = np.arange(-reach, reach + 1)
    east, north = (part.reshape(-1) for part in np.meshgrid(step, step))
    away = np.hypot(east, north) * _side()
    result = np.zeros((len(squares), len(RADII)))
    for shift in np.flatnonzero(away <= RADII[-1]).tolist():
        key = _key(squares + np.array([east[shift], north[shift]]))
        place = np.minimum(np.searchsorted(living.keys, key), len(living.keys) - 1)
        result[:, away[shift] <= RADII] += np.where(living.keys[place] == key, living.lines[place], 0.0)[:, None]
    return result


def _complaints_within(
    centres: NDArray[np.floating[Any]], where: NDArray[np.float64], ago: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Complaints within each radius of each centre in each of the last TIMES: shape (centres, radii, times)."""
    near = cKDTree(where).query_ball_point(centres, RADII[-1])
    centre = np.repeat(np.arange(len(centres)), [len(found) for found in near])
    which = np.concatenate([np.asarray(found, np.intp) for found in near])
    radius = np.searchsorted(RADII, np.hypot(*(centres[centre] - where[which]).T))
    time = np.searchsorted(TIMES, ago[which], side="right")  # those of exactly so long ago are not in it
    result = np.zeros((len(centres), len(RADII) + 1, len(TIMES) + 1))
    np.add.at(result, (centre, radius, time), 1)
    return np.asarray(result.cumsum(axis=1).cumsum(axis=2)[:, :-1, :-1])


def to_km(latitude: Degrees, longitude: Degrees, origin: tuple[float, float]) -> NDArray[np.float64]:
    """Kilometres east and north of the origin (sinusoidal projection: areas are true, and near distances but for a shear)."""
    degree = EARTH * np.pi / 180
    east = ((longitude - origin[1] + 180) % 360 - 180) * degree * np.cos(np.radians(latitude))
    return np.stack([east, (latitude - origin[0]) * degree], axis=-1)


def to_degrees(point: NDArray[np.float64], origin: tuple[float, float]) -> tuple[float, float]:
    """Latitude and longitude of a point in kilometres from the origin."""
    degree = EARTH * np.pi / 180
    latitude = float(origin[0] + point[1] / degree)
    longitude = float(origin[1] + point[0] / degree / np.cos(np.radians(latitude)))
    return latitude, (longitude + 180) % 360 - 180


def _side() -> float:
    return CELL * EARTH * np.pi / 180


def _grid(points: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.floor(points / _side()).astype("i8")


def _key(squares: NDArray[np.int64]) -> NDArray[np.int64]:
    """One number for each square."""
    return np.asarray(squares[:, 0] * 2**31 + squares[:, 1])
