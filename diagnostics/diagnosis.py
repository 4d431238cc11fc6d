"""What was found out about one line or place at one moment: findings, the badges made of them, and what to measure anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from diagnostics.badges import Badge, badges, plain
from diagnostics.readings import Finding, Kind, Place, Reading
from diagnostics.rules import Rules


@dataclass(frozen=True, slots=True)
class Retest:
    """A question that has to be measured anew before anybody relies on its answer, and why."""

    kind: Kind
    reason: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One look: `line` is the MSISDN (None: a place was asked for), `cells` the ids of the serving cells, best first."""

    line: str | None
    place: Place | None
    at: datetime
    cells: tuple[str, ...]
    findings: tuple[Finding, ...]
    badges: tuple[Badge, ...]
    retest: tuple[Retest, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        findings: Sequence[Finding],
        rules: Rules,
        at: datetime,
        *,
        line: str | None = None,
        place: Place | None = None,
        cells: Sequence[str] = (),
        timings_ms: Mapping[str, float] | None = None,
    ) -> Self:
        """The diagnosis that these findings make by these rules, without regard to earlier ones. `at` must be aware."""
        if at.tzinfo is None:
            raise ValueError(f"at: {at.isoformat()} has no time zone")
        shown = badges(findings, at, rules)
        return cls(line, place, at, tuple(cells), tuple(findings), shown, retests(shown), dict(timings_ms or {}))

    @property
    def troubles(self) -> tuple[Badge, ...]:
        """The badges that the customer feels, the worst first."""
        return tuple(badge for badge in self.badges if badge.is_trouble)

    def to_json(self) -> dict[str, Any]:
        """As a JSON object; moments are ISO 8601, numbers that are not known null."""
        place = self.place
        return {
            "line": self.line,
            "place": place and {"latitude": place.latitude, "longitude": place.longitude, "indoors": place.indoors},
            "at": self.at.isoformat(),
            "cells": list(self.cells),
            "badges": [badge.to_json() for badge in self.badges],
            "findings": [finding_to_json(finding) for finding in self.findings],
            "retest": [{"kind": entry.kind.value, "reason": entry.reason} for entry in self.retest],
            "timings_ms": {name: round(float(value), 3) for name, value in self.timings_ms.items()},
        }


def retests(shown: Sequence[Badge]) -> tuple[Retest, ...]:
    """What has to be measured anew, and why."""
    return tuple(
        Retest(badge.kind, f"too old: {badge.sentence}" if badge.stale else badge.sentence)
        for badge in shown
        if badge.retest
    )


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """A finding with its readings as a JSON object."""
    return {
        "kind": finding.kind.value,
        "cause": finding.cause,
        "confidence": round(float(finding.confidence), 3),
        "since": None if finding.since is None else finding.since.isoformat(),
        "until": None if finding.until is None else finding.until.isoformat(),
        "details": {name: plain(value) for name, value in finding.details.items()},
        "readings": [_reading_to_json(reading) for reading in finding.readings],
    }


def _reading_to_json(reading: Reading) -> dict[str, Any]:
    return {
        "name": reading.name,
        "subject": reading.subject,
        "value": plain(reading.value),
        "unit": reading.unit,
        "source": reading.source,
        "measured_at": None if reading.measured_at is None else reading.measured_at.isoformat(),
        "ttl_s": reading.ttl.total_seconds(),
        "quality": round(float(reading.quality), 3),
        "reason": reading.reason,
    }
