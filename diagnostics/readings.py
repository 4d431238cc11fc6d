"""What the diagnoses speak in: readings with their age and source, findings made of them, places and devices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """The four questions that are asked of the network, one module each."""

    COVERAGE = "coverage"
    CONGESTION = "congestion"
    OUTAGE = "outage"
    BARRING = "barring"


class Freshness(StrEnum):
    """Whether a reading may still decide anything."""

    FRESH = "fresh"
    STALE = "stale"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reading:
    """One value read from the network: `name` of `subject` (a cell, a line, an ONT, a place) as it was at `measured_at`.

    `value` is None when it could not be had, and then `reason` says why: unknown is different from fine. `quality` is from
    0 (a guess) to 1 (measured on the thing itself).
    """

    kind: Kind
    name: str
    subject: str
    value: float | str | bool | None
    unit: str
    source: str
    measured_at: datetime | None
    ttl: timedelta
    quality: float = 1.0
    reason: str = ""

    def freshness(self, now: datetime) -> Freshness:
        """Unknown without a value or a time; stale once its time to live is over."""
        if self.value is None or self.measured_at is None:
            return Freshness.UNKNOWN
        return Freshness.FRESH if now - self.measured_at <= self.ttl else Freshness.STALE


@dataclass(frozen=True, slots=True)
class Finding:
    """What one diagnosis makes of its readings.

    `cause` is one of the causes that its module lists; two are common to all: `none` (looked, nothing wrong) and `unknown`
    (nothing fresh to judge by, `details["reason"]` says why). `details` are the values that a badge's wording uses.
    `since` is when the trouble began, `until` when it is expected to end; `confidence` is from 0 to 1.
    """

    kind: Kind
    cause: str
    confidence: float
    readings: tuple[Reading, ...]
    since: datetime | None = None
    until: datetime | None = None
    details: Mapping[str, str | float | tuple[str, ...]] = field(default_factory=dict)


NOTHING, NOT_KNOWN = "none", "unknown"
RESTS_ON, ALARMS = "rests_on", "alarms"  # the detail that tells which source alone tells of a trouble


@dataclass(frozen=True, slots=True)
class Place:
    """A point on WGS 84, in degrees, and whether the device is indoors (None: not known)."""

    latitude: float
    longitude: float
    indoors: bool | None = None

    def __post_init__(self) -> None:
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise ValueError(f"place: {self.latitude}, {self.longitude} is no position in degrees")
