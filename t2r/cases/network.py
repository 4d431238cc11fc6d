"""What the network says of a customer, put into the words of the flows: facts with their age, and outages to be linked to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from diagnostics.badges import Badge
from diagnostics.diagnosis import Diagnosis
from diagnostics.readings import NOT_KNOWN, NOTHING, Finding, Freshness, Kind
from t2r.cases.codes import Severity
from t2r.cases.outages import Outage

SOURCE = "network"
ACCOUNT = "account"  # the source of what `diagnostics.barring` reads of a line's account
NO_TIME = timedelta(0)
# A trouble of the customer's own, or one that nobody is working on yet: to wait for its end would help nobody.
NOT_TO_WAIT_FOR = frozenset({"ont_down", "complaints_only"})
PRODUCTS = {"mobile": ("mobile",), "fixed": ("fixed",), "any": ("mobile", "fixed")}


@dataclass(frozen=True, slots=True)
class Seen:
    """The facts that a look at the network gives, the outages it found by their id, and the badges behind them.

    `account` is what it knows of the line's account, by the names of its readings.
    """

    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    outages: Mapping[str, Outage] = field(default_factory=dict)
    badges: tuple[Badge, ...] = ()
    account: Mapping[str, Any] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """That of the worst trouble; minor where there is none."""
        found = {badge.severity.value for badge in self.badges if badge.is_trouble}
        return next((severity for severity in Severity if severity in found), Severity.MINOR)


def seen(diagnosis: Diagnosis, behind: timedelta = NO_TIME) -> Seen:
    """What a diagnosis says to the flows. What it does not know, it says nothing of.

    `behind` is how far the network's clock is behind that of the cases, where it stands still: ages are kept.
    """
    found = {badge_id(badge, diagnosis): badge for badge in diagnosis.badges if is_outage(badge)}
    at = diagnosis.at + behind
    facts: dict[str, Mapping[str, Any]] = {}
    account: dict[str, Any] = {}
    for finding in diagnosis.findings:
        fresh = [reading for reading in finding.readings if reading.freshness(diagnosis.at) is Freshness.FRESH]
        account |= {reading.name: reading.value for reading in fresh if reading.source == ACCOUNT}
        if finding.cause != NOT_KNOWN and fresh:
            newest = max(fresh, key=lambda reading: reading.measured_at or diagnosis.at)
            for name, value in _settled(finding):
                facts[name] = _fact(
                    value, newest.source, (newest.measured_at or diagnosis.at) + behind, newest.ttl, finding.confidence
                )
    for id, badge in found.items():  # a badge stays for a while when its finding is gone
        for product in PRODUCTS.get(badge.product, ()):
            lasts = badge.expires - diagnosis.at
            facts[f"{product}_outage"] = _fact(True, SOURCE, at, lasts, badge.confidence)
            facts[f"{product}_outage_id"] = _fact(id, SOURCE, at, lasts, badge.confidence)
    outages = {id: outage_of(badge, diagnosis, behind) for id, badge in found.items()}
    return Seen(facts, outages, diagnosis.badges, account)


def is_outage(badge: Badge) -> bool:
    """Whether customers wait for the end of this, on evidence that still counts."""
    return badge.kind is Kind.OUTAGE and badge.is_trouble and badge.cause not in NOT_TO_WAIT_FOR


def outage_of(badge: Badge, diagnosis: Diagnosis, behind: timedelta = NO_TIME) -> Outage:
    """The outage that a badge tells of."""
    until = badge.until + behind if badge.until is not None and badge.until > diagnosis.at else None
    severity = Severity(badge.severity.value)
    return Outage(badge_id(badge, diagnosis), badge.sentence, severity, badge.say, until)


def badge_id(badge: Badge, diagnosis: Diagnosis) -> str:
    """The outage's own name; where it has none, that of the cell it was found in."""
    named = badge.id != f"{badge.kind.value}:{badge.cause}"
    return badge.id if named or not diagnosis.cells else f"{badge.id}:{diagnosis.cells[0]}"


def _settled(finding: Finding) -> Iterator[tuple[str, Any]]:
    """The facts that a finding settles by itself."""
    if finding.kind is Kind.COVERAGE:
        yield "coverage_trouble", finding.cause
    elif finding.kind is Kind.CONGESTION:
        yield "congestion_trouble", finding.cause
    elif finding.kind is Kind.OUTAGE and finding.cause == NOTHING:
        yield from (("mobile_outage", False), ("fixed_outage", False))


def _fact(value: Any, source: str, at: datetime, lasts: timedelta, confidence: float) -> Mapping[str, Any]:
    """As the engine takes it."""
    return {
        "value": value,
        "source": source or SOURCE,
        "measured_at": at.isoformat(),
        "ttl": lasts.total_seconds(),
        "confidence": round(float(confidence), 3),
    }
