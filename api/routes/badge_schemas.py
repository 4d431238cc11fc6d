"""Badges, findings and readings as the API gives them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

from diagnostics.readings import Kind


class BadgeRead(BaseModel):
    """One thing to know at a glance. Grey when `stale`; `unknown` is not `clear`. `say` is for the customer."""

    id: str
    kind: Kind
    cause: str
    severity: Literal["critical", "major", "minor", "info", "unknown", "clear"]
    sentence: str
    evidence: list[str]
    since: datetime | None
    until: datetime | None
    expires: datetime
    confidence: float
    say: str
    article: str | None
    flow: str | None
    stale: bool
    retest: bool
    covers: list[Kind]
    futile: list[str]
    product: str


class RetestRead(BaseModel):
    """What has to be measured anew before anybody relies on it, and why."""

    kind: Kind
    reason: str


class PlaceRead(BaseModel):
    """Where, in degrees."""

    latitude: float
    longitude: float
    indoors: bool | None


class ReadingRead(BaseModel):
    """One value, where and when it was measured, and how long it counts; null with a reason where there is none."""

    name: str
    subject: str
    value: float | str | bool | None
    unit: str
    source: str
    measured_at: datetime | None
    ttl_s: float
    quality: float
    reason: str


class FindingRead(BaseModel):
    """What one of the four diagnoses made of its readings."""

    kind: Kind
    cause: str
    confidence: float
    since: datetime | None
    until: datetime | None
    details: dict[str, Any]
    readings: list[ReadingRead]


class BadgesRead(BaseModel):
    """The badges of a line or place, the worst first."""

    line: str | None
    at: datetime
    badges: list[BadgeRead]
    retest: list[RetestRead]


class DiagnosisRead(BadgesRead):
    """Everything that was found out."""

    place: PlaceRead | None
    cells: list[str]
    findings: list[FindingRead]
    timings_ms: dict[str, float]


class AffectedLine(BaseModel):
    """A line that a trouble reaches, and its badges of that kind."""

    line: str
    badges: list[BadgeRead]


class AffectedPage(BaseModel):
    """Lines in the order of their numbers. `looked_at` of the `candidates` were looked at; `next` is the offset of the next page.
    `unheard` says why there may be others, where the system that tells of alarms does not answer."""

    kind: Kind
    at: datetime
    candidates: int
    looked_at: int
    items: list[AffectedLine]
    next: int | None
    unheard: str | None
