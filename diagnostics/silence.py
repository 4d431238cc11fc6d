"""What a look is worth while the system that tells of alarms does not answer: no alarm is then no news, and an old one may be over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from diagnostics.badges import badges, clock
from diagnostics.diagnosis import Diagnosis, retests
from diagnostics.readings import ALARMS, NOT_KNOWN, NOTHING, RESTS_ON, Finding, Kind, Reading
from diagnostics.rules import Rules

HOLDS = timedelta(minutes=30)  # an outage that alarms alone tell of is believed for so long after they were read last


@dataclass(frozen=True, slots=True)
class Silence:
    """A source of alarms that does not answer: when it last did (None: never), and what it says now."""

    source: str
    since: datetime | None
    why: str = ""

    def hides(self, at: datetime) -> bool:
        """Whether there may be alarms of this moment that were never read."""
        return self.since is None or at > self.since

    def words(self, now: datetime, zone: tzinfo) -> str:
        """Since when, for how long, and why nothing is known."""
        if self.since is None:
            told = f"the alarms of {self.source} have never been read"
        else:
            minutes = max(0, int((now - self.since).total_seconds() // 60))
            told = f"the alarms of {self.source} were last read at {clock(self.since, now, zone)}, {minutes} min ago"
        return f"{told} ({self.why})" if self.why else told


def heeding(found: Diagnosis, silence: Silence, rules: Rules) -> Diagnosis:
    """The look as far as it may be believed: no outage is known of no longer, and one that alarms alone told of turns stale."""
    if not silence.hides(found.at):
        return found
    findings = tuple(
        _outage(each, silence, found.at, rules) if each.kind is Kind.OUTAGE else each for each in found.findings
    )
    shown = badges(findings, found.at, rules)
    return replace(found, findings=findings, badges=shown, retest=retests(shown))


def _outage(finding: Finding, silence: Silence, at: datetime, rules: Rules) -> Finding:
    why = silence.words(at, rules.timezone)
    missing = Reading(Kind.OUTAGE, ALARMS, "", None, "", silence.source, silence.since, HOLDS, 0.0, why)
    readings, details = (*finding.readings, missing), dict(finding.details)
    if finding.cause == NOTHING:
        return replace(finding, cause=NOT_KNOWN, confidence=0.0, readings=readings, details=details | {"reason": why})
    if finding.cause != NOT_KNOWN:
        told = details.get("evidence", ())
        details["evidence"] = (why, *(told if isinstance(told, tuple) else (str(told),)))
        if details.get(RESTS_ON) == (ALARMS,):
            details["decided_by"] = (Kind.OUTAGE.value,)
            readings = tuple(
                replace(each, measured_at=silence.since, ttl=HOLDS) if each.name == Kind.OUTAGE else each
                for each in readings
            )
    return replace(finding, readings=readings, details=details)
