"""The ground of the sandbox: an invented city with its surroundings, where its sites stand, and how large a world is."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

CITY = "Tarangabad"
OPERATOR = "Sandbox Telecom (simulated)"
LATITUDE, LONGITUDE = 21.9, 80.6  # of the invented city's centre: hills and forest in the real world
METRES_PER_DEGREE = 111_320.0
LOCAL_TIME = 19_800  # seconds ahead of UTC: the customers live by Indian Standard Time

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Size:
    """How large a world is; `faults` scales how many of each kind are injected (each kind at least once)."""

    sites: int
    olts: int
    pons: int  # of an OLT
    lines: int
    days: int  # of counters
    quiet: int  # days at the beginning without a fault, from which a baseline can be learnt
    reports: int  # positions at which a device or a drive test measured
    faults: float
    nightly: bool = True  # accounts, cells and whereabouts are exported every night, not only in the first and the last


SIZES = {
    "tiny": Size(sites=12, olts=2, pons=4, lines=500, days=10, quiet=7, reports=6_000, faults=0.1),
    "small": Size(sites=36, olts=4, pons=10, lines=1_600, days=14, quiet=8, reports=20_000, faults=0.25),
    "full": Size(sites=200, olts=20, pons=16, lines=20_000, days=21, quiet=8, reports=110_000, faults=1.0),
    "large": Size(
        sites=10_000, olts=800, pons=16, lines=1_000_000, days=8, quiet=6, reports=130_000, faults=2.0, nightly=False
    ),
}
UNTIL = 1_795_359_600  # 2026-11-22 20:30 local time, a Sunday evening: the default end of a world
DAY = 86_400


class Area(IntEnum):
    """What people do around a site; it shapes the day of its cells."""

    OFFICE = 0
    RESIDENTIAL = 1
    TRANSPORT = 2
    RURAL = 3


DISTRICTS = (
    ("Kendra Chowk", 0.0, 0.0), ("Neelam Bazaar", 0.35, 0.25), ("Vidyut Vihar", -0.4, 0.3), ("Sagar Colony", 0.1, -0.5),
    ("Ashray Enclave", 0.65, -0.3), ("Tarang Tech Park", -0.2, -0.25), ("Purvi Layout", 0.85, 0.3),
    ("Uttar Gaon Extension", 0.05, 0.8), ("Pashchim Nagar", -0.85, -0.05), ("Dakshin Mills", -0.45, -0.75),
)  # fmt: skip
VILLAGES = ("Lohitkheda", "Amrapali Wadi", "Chandrapani", "Girnar Khurd", "Motisar", "Belsond", "Harnipur", "Kusumtola")


@dataclass(frozen=True, slots=True)
class Clock:
    """The time of a world: intervals of `step` seconds from `start` (seconds since 1970 UTC) on."""

    start: int
    intervals: int
    step: int = 900

    @classmethod
    def until(cls, end: int, days: int) -> Clock:
        """Whole intervals of so many days, the last one over at `end` or shortly before."""
        return cls(end // 900 * 900 - days * DAY, days * DAY // 900)

    @property
    def end(self) -> int:
        return self.start + self.intervals * self.step

    @property
    def moments(self) -> NDArray[np.int64]:
        """The first second of each interval."""
        return self.start + self.step * np.arange(self.intervals, dtype=np.int64)

    def hours(self, moments: Array) -> Array:
        """Local hour of the day, 0 to 24, with its fraction."""
        return (moments + LOCAL_TIME) % DAY / 3600

    def weekdays(self, moments: Array) -> Array:
        """0 is Monday (1970-01-01 was a Thursday)."""
        return ((moments + LOCAL_TIME) // DAY + 3) % 7

    def nights(self, hour: float = 2.0) -> list[int]:
        """The moments at which it is this local hour."""
        first = (self.start + LOCAL_TIME) // DAY * DAY - LOCAL_TIME + round(hour * 3600)
        return [night for night in range(first, self.end, DAY) if night >= self.start]


@dataclass(frozen=True, slots=True)
class Sites:
    """Where antennas stand: metres east and north of the centre."""

    id: NDArray[np.str_]
    x: Array
    y: Array
    area: Array  # Area
    height: Array  # metres
    district: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.id)


def random_of(seed: int, part: str) -> np.random.Generator:
    """The dice of one part of the world: a change of one part leaves the others as they were."""
    return np.random.default_rng([seed, zlib.crc32(part.encode())])


def to_degrees(x: Array, y: Array) -> tuple[Array, Array]:
    """Latitude and longitude (WGS 84) of metres east and north of the centre."""
    latitude = LATITUDE + np.asarray(y, dtype=float) / METRES_PER_DEGREE
    longitude = LONGITUDE + np.asarray(x, dtype=float) / (METRES_PER_DEGREE * np.cos(np.radians(LATITUDE)))
    return np.round(latitude, 6), np.round(longitude, 6)


def place_sites(size: Size, seed: int) -> Sites:
    """Denser towards the centre, along a highway across, and thin in the country around."""
    dice = random_of(seed, "sites")
    urban = max(round(size.sites * 0.74), 3)
    radius = city_radius(size)
    spiral = np.arange(urban) + 0.5  # sunflower spiral: even, without the regularity of a grid
    distance = radius * (spiral / urban) ** 0.6
    angle = spiral * np.pi * (3 - np.sqrt(5)) + dice.uniform(0, 2 * np.pi)
    rural = size.sites - urban
    distance = np.concatenate([distance, radius * dice.uniform(1.25, 3.6, rural)])
    angle = np.concatenate([angle, 2 * np.pi * (np.arange(rural) / max(rural, 1)) + dice.normal(0, 0.15, rural)])
    x = distance * np.cos(angle) + dice.normal(0, 0.13 * radius / np.sqrt(urban) * 1.7, size.sites)
    y = distance * np.sin(angle) + dice.normal(0, 0.13 * radius / np.sqrt(urban) * 1.7, size.sites)
    is_rural = np.arange(size.sites) >= urban
    highway = np.abs(y - 0.25 * x) < 0.09 * radius
    draw = dice.random(size.sites)
    area = np.full(size.sites, Area.RESIDENTIAL, dtype=np.int16)
    area[(distance < 0.45 * radius) & (draw < 0.65)] = Area.OFFICE
    area[highway & (draw > 0.45)] = Area.TRANSPORT
    area[is_rural & ~(highway & (draw > 0.2))] = Area.RURAL
    height = np.where(is_rural, dice.uniform(32, 48, size.sites), dice.uniform(22, 34, size.sites)).round(1)
    return Sites(
        id=np.array([f"SBX{n:04d}" for n in range(1, size.sites + 1)]),
        x=x, y=y, area=area, height=height,
        district=_districts(x / radius, y / radius, is_rural),
    )  # fmt: skip


def city_radius(size: Size) -> float:
    """Metres; about one site a square kilometre, whatever the size of the world."""
    return float(7_000 * np.sqrt(size.sites / 200))


def _districts(x: Array, y: Array, is_rural: Array) -> NDArray[np.str_]:
    centres = np.array([[east, north] for _, east, north in DISTRICTS])
    nearest = np.argmin((x[:, None] - centres[:, 0]) ** 2 + (y[:, None] - centres[:, 1]) ** 2, axis=1)
    sector = ((np.arctan2(y, x) + np.pi) / (2 * np.pi) * len(VILLAGES)).astype(int) % len(VILLAGES)
    names = np.array([name for name, _, _ in DISTRICTS])[nearest]
    return np.asarray(np.where(is_rural, np.array(VILLAGES)[sector], names))
