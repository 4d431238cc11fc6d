"""What the network says of a customer, put into the words of the flows: facts with their age, and outages to be linked to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from diagnostics.badges import Badge
from diagnostics.diagnosis import Diagnosis
from diagnostics.readings import NOT_KNOWN, NOTHING, Finding, Freshness, Kind
from t2r.cases.codes import Severity
from t2r.cases.outages import Outage

SOURCE = "network"
# A trouble of the customer's own, or one that nobody is working on yet: to wait for its end would help nobody.
NOT_TO_WAIT_FOR = frozenset({"ont_down", "complaints_only"})
PRODUCTS = {"mobile": ("mobile",), "fixed": ("fixed",), "any": ("mobile", "fixed")}


@dataclass(frozen=True, slots=True)
class Seen:
    """The facts that a look at the network gives, the outages it found by their id, and the badges behind them."""

    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    outages: Mapping[str, Outage] = field(default_factory=dict)
    badges: tuple[Badge, ...] = ()

    @property
    def severity(self) -> Severity:
        """That of the worst trouble; minor where there is none."""
        found = {badge.severity.value for badge in self.badges if badge.is_trouble}
        return next((severity for severity in Severity if severity in found), Severity.MINOR)


def seen(diagnosis: Diagnosis) -> Seen:
    """What a diagnosis says to the flows. What it does not know, it says nothing of."""
    badges = {badge.kind: badge for badge in diagnosis.badges}
    facts: dict[str, Mapping[str, Any]] = {}
    outages: dict[str, Outage] = {}
    for finding in diagnosis.findings:
        for name, value in _values(finding, badges.get(finding.kind), diagnosis):
            facts[name] = _fact(finding, value, diagnosis.at)
    for badge in diagnosis.badges:
        if is_outage(badge):
            outages[badge_id(badge, diagnosis)] = outage_of(badge, diagnosis)
    return Seen(facts, outages, diagnosis.badges)


def is_outage(badge: Badge) -> bool:
    """Whether customers wait for the end of this, on evidence that still counts."""
    return badge.kind is Kind.OUTAGE and badge.is_trouble and badge.cause not in NOT_TO_WAIT_FOR


def outage_of(badge: Badge, diagnosis: Diagnosis) -> Outage:
    """The outage that a badge tells of."""
    until = badge.until if badge.until is not None and badge.until > diagnosis.at else None
    severity = Severity(badge.severity.value)
    return Outage(badge_id(badge, diagnosis), badge.sentence, severity, badge.say, until)


def badge_id(badge: Badge, diagnosis: Diagnosis) -> str:
    """The outage's own name; where it has none, that of the cell it was found in."""
    named = badge.id != f"{badge.kind.value}:{badge.cause}"
    return badge.id if named or not diagnosis.cells else f"{badge.id}:{diagnosis.cells[0]}"


def _values(finding: Finding, badge: Badge | None, diagnosis: Diagnosis) -> Iterator[tuple[str, Any]]:
    """The facts that a finding settles."""
    if finding.cause == NOT_KNOWN or not _is_fresh(finding, diagnosis.at):
        return
    if finding.kind is Kind.COVERAGE:
        yield "coverage_trouble", finding.cause
    elif finding.kind is Kind.CONGESTION:
        yield "congestion_trouble", finding.cause
    elif finding.kind is Kind.OUTAGE and finding.cause == NOTHING:
        yield from (("mobile_outage", False), ("fixed_outage", False))
    elif badge is not None and badge.kind is Kind.OUTAGE and is_outage(badge):
        for product in PRODUCTS.get(badge.product, ()):
            yield f"{product}_outage", True
            yield f"{product}_outage_id", badge_id(badge, diagnosis)


def _is_fresh(finding: Finding, at: datetime) -> bool:
    return any(reading.freshness(at) is Freshness.FRESH for reading in finding.readings)


def _fact(finding: Finding, value: Any, at: datetime) -> Mapping[str, Any]:
    """As the engine takes it: as old as the newest reading, and good for as long as that."""
    fresh = [reading for reading in finding.readings if reading.freshness(at) is Freshness.FRESH]
    newest = max(fresh, key=lambda reading: reading.measured_at or at)
    return {
        "value": value,
        "source": newest.source or SOURCE,
        "measured_at": (newest.measured_at or at).isoformat(),
        "ttl": newest.ttl.total_seconds(),
        "confidence": round(float(finding.confidence), 3),
    }
