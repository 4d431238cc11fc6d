"""What alarms claim: by class, from which severity on, for which thing, and until when."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from diagnostics.outage.from_alarms import AlarmClass, Meaning, alarm_book, claims, meaning_of, usual_durations
from diagnostics.records import STILL, Alarms, Records, Severity
from diagnostics.topology import Thing, topology


def alarms(*entries: tuple[int, int, Severity, str, str, str]) -> Alarms:
    """(raised, cleared, severity, cause, object, problem)"""
    raised, cleared, severity, cause, thing, problem = zip(*sorted(entries), strict=True)
    return Alarms(
        id=np.array([f"A{n}" for n in range(len(entries))]),
        raised_at=np.array(raised, "i8"),
        cleared_at=np.array(cleared, "i8"),
        severity=np.array(severity, "i2"),
        probable_cause=np.array(cause),
        object=np.array(thing),
        problem=np.array(problem),
    )


def said(tiny: Records, table: Alarms, at: int) -> dict[Thing, Any]:
    structure = topology(tiny)
    return claims(alarm_book(table, structure), structure, at)


@pytest.mark.parametrize(
    ("cause", "problem", "meaning"),
    [
        ("powerProblem", "Battery exhausted", Meaning(AlarmClass.POWER)),
        ("powerProblem", "Mains failure, running on battery", Meaning(AlarmClass.POWER, at_risk=True)),
        ("lossOfSignal", "", Meaning(AlarmClass.LINK)),
        ("communicationsSubsystemFailure", "S1 link down", Meaning(AlarmClass.LINK)),
        ("equipmentMalfunction", "", Meaning(AlarmClass.EQUIPMENT)),
        ("temperatureUnacceptable", "Cabinet above 45 C", Meaning(AlarmClass.OTHER)),
        ("bandwidthReduced", "Backhaul link at reduced capacity", Meaning(AlarmClass.OTHER)),
        ("other", "Site unreachable", Meaning(AlarmClass.LINK)),
        ("", "", Meaning(AlarmClass.OTHER)),
    ],
)
def test_what_an_alarm_is_about(cause: str, problem: str, meaning: Meaning) -> None:
    assert meaning_of(cause, problem) == meaning


def test_the_power_is_the_cause_and_the_rest_its_effects(tiny: Records) -> None:
    table = alarms(
        (100, STILL, Severity.CRITICAL, "lossOfSignal", "SITE-1", ""),
        (150, STILL, Severity.MAJOR, "powerProblem", "SITE-1", ""),
    )
    site = said(tiny, table, 200)[Thing.SITE]
    assert (site.since[0], site.about[0], site.severity[0]) == (100, AlarmClass.POWER, Severity.CRITICAL)


@pytest.mark.parametrize(
    ("severity", "cleared", "at", "claimed"),
    [
        (Severity.MAJOR, STILL, 200, True),
        (Severity.MINOR, STILL, 200, False),
        (Severity.MAJOR, STILL, 99, False),  # not raised yet
        (Severity.MAJOR, 150, 149, True),  # that it will be cleared is not known yet
        (Severity.MAJOR, 150, 200, False),
    ],
)
def test_a_claim_is_serious_raised_and_not_cleared(
    tiny: Records, severity: Severity, cleared: int, at: int, claimed: bool
) -> None:
    table = alarms((100, cleared, severity, "equipmentMalfunction", "404-45-1201-104", ""))
    cell = said(tiny, table, at)[Thing.CELL]
    assert bool(cell.since[4]) is claimed


def test_objects_that_nobody_knows_claim_nothing(tiny: Records) -> None:
    table = alarms((100, STILL, Severity.CRITICAL, "powerProblem", "SITE-99", ""))
    assert not any(entry.since.any() for entry in said(tiny, table, 200).values())


def test_how_long_alarms_last_without_the_flapping(tiny: Records) -> None:
    table = alarms(
        *((n, n + 10, Severity.MAJOR, "lossOfSignal", "SITE-1", "") for n in range(50)),
        *((n * 1000, n * 1000 + 3600, Severity.MAJOR, "powerProblem", "SITE-1", "") for n in range(5)),
    )
    lasted = usual_durations(alarm_book(table, topology(tiny)), 10**6)
    assert lasted[AlarmClass.POWER].tolist() == [3600] * 5
    assert not len(lasted[AlarmClass.LINK])
