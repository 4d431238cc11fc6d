"""While the system that tells of alarms does not answer, no alarm is no news, and an old one is not news for long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from diagnostics.badges import Badge
from diagnostics.diagnosis import Diagnosis
from diagnostics.readings import ALARMS, NOT_KNOWN, NOTHING, RESTS_ON, Finding, Kind, Reading
from diagnostics.rules import Rules, Severity
from diagnostics.silence import Silence, heeding

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
RULES = Rules.load()
SILENCE = Silence("the operator's fault management", NOW - timedelta(minutes=20), "answered 503")


def reading(name: str, value: float | bool) -> Reading:
    return Reading(Kind.OUTAGE, name, "CELL-1", value, "", "counters", NOW, timedelta(hours=1))


def look(cause: str, *, alarms_alone: bool = False) -> Diagnosis:
    details = {"title": "site S1", RESTS_ON: (ALARMS,)} if alarms_alone else {"title": "site S1"}
    readings = (reading("availability", 1.0),) + ((reading("outage", True),) if cause != NOTHING else ())
    found = Finding(Kind.OUTAGE, cause, 0.9, readings, details=details)
    beside = Finding(Kind.CONGESTION, NOTHING, 0.9, (reading("availability", 1.0),))
    return Diagnosis.of((found, beside), RULES, NOW, line="919800000001")


def badge_of(found: Diagnosis, kind: Kind = Kind.OUTAGE) -> Badge:
    return next(each for each in found.badges if each.kind is kind)


def test_no_outage_is_not_known_with_reason_and_age() -> None:
    assert badge_of(look(NOTHING)).severity is Severity.CLEAR
    found = heeding(look(NOTHING), SILENCE, RULES)
    badge = badge_of(found)
    assert (badge.cause, badge.severity) == (NOT_KNOWN, Severity.UNKNOWN)
    for words in ("fault management were last read at 11:40 UTC", "20 min ago", "answered 503"):
        assert words in badge.sentence
    assert [each.kind for each in found.retest] == [Kind.OUTAGE]
    assert badge_of(found, Kind.CONGESTION).severity is Severity.CLEAR  # no alarm is asked for it


def test_a_system_that_has_never_answered_says_so() -> None:
    badge = badge_of(heeding(look(NOTHING), Silence("the operator's fault management", None), RULES))
    assert "have never been read" in badge.sentence


@pytest.mark.parametrize(
    ("alarms_alone", "minutes", "is_trouble"),
    [(False, 20, True), (False, 600, True), (True, 20, True), (True, 31, False)],
)
def test_an_outage_that_alarms_alone_tell_of_turns_stale(alarms_alone: bool, minutes: int, is_trouble: bool) -> None:
    silence = Silence("the operator's fault management", NOW - timedelta(minutes=minutes))
    badge = badge_of(heeding(look("site_down", alarms_alone=alarms_alone), silence, RULES))
    assert badge.cause == "site_down"
    assert (badge.is_trouble, badge.stale) == (is_trouble, not is_trouble)
    assert f"{minutes} min ago" in badge.evidence[0]


def test_a_look_at_a_time_when_it_answered_is_as_it_was() -> None:
    found = look(NOTHING)
    assert heeding(found, Silence("the operator's fault management", NOW + timedelta(minutes=1)), RULES) is found
