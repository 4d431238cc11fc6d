from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from diagnostics.badges import Badge, Severity
from diagnostics.diagnosis import Diagnosis
from diagnostics.readings import Finding, Kind, Place, Reading
from t2r.database import writing
from t2r.orders.decomposing import ItemWish
from t2r.orders.network import NetworkAround, line_works
from t2r.orders.ports import Call
from t2r.orders.ports.testing import LineTest
from t2r.orders.status import State
from t2r.orders.tables import LineService
from tests.t2r.orders.conftest import LINE

if TYPE_CHECKING:
    from tests.t2r.orders.conftest import Floor

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def diagnosis(cause: str, *badges: Badge) -> Diagnosis:
    return Diagnosis("911", None, NOW, (), (Finding(Kind.COVERAGE, cause, 1.0, ()),), badges)


def trouble() -> Badge:
    until = NOW + timedelta(hours=1)
    return Badge("b", Kind.COVERAGE, "no_signal", Severity.MAJOR, "No signal.", (), NOW, None, until, 1.0)


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (diagnosis("none"), State.IN_PROGRESS),
        (diagnosis("no_signal"), State.REJECTED),
        (diagnosis("unknown"), State.IN_PROGRESS),  # nobody has said that it is not covered
        (None, State.IN_PROGRESS),
    ],
)
def test_a_line_by_radio_is_refused_where_the_network_says_that_the_place_is_not_covered(
    floor: Floor, found: Diagnosis | None, state: State
) -> None:
    asked = []

    def diagnose(line: str | None, place: Place | None) -> Diagnosis | None:
        asked.append((line, place))
        return found

    floor.bench = replace(floor.bench, around=NetworkAround(diagnose, {"fibre_line"}))
    id = floor.order(ItemWish("1", "fibre_line", characteristics={"latitude": 12.97, "longitude": 77.59}), line=None)
    floor.work()
    assert floor.look(id).state is state
    assert asked == [(None, Place(12.97, 77.59))]


def test_radio_says_nothing_of_a_line_of_fibre(floor: Floor) -> None:
    floor.bench = replace(floor.bench, around=NetworkAround(lambda line, place: diagnosis("no_signal"), set()))
    id = floor.order(ItemWish("1", "fibre_line", characteristics={"latitude": 12.97, "longitude": 77.59}), line=None)
    floor.work()
    assert floor.look(id).state is State.IN_PROGRESS


@pytest.mark.parametrize(
    ("found", "passed"),
    [
        (diagnosis("none"), True),
        (diagnosis("no_signal", trouble()), False),
        (diagnosis("unknown"), None),
        (None, None),
    ],
)
def test_a_line_works_where_the_network_sees_no_trouble(found: Diagnosis | None, passed: bool | None) -> None:
    call = Call("line", "test", "k", 1, "1", "", {"line": "911"}, NOW)
    assert line_works(lambda line, place: found)(call) is passed


CHANGE = NOW - timedelta(minutes=10)


def barring(cause: str, minutes: int) -> Diagnosis:
    """Radio is well; what the account says of bars was read so many minutes after the change."""
    status = Reading(
        Kind.BARRING, "account_status", "911", cause, "", "account", CHANGE + timedelta(minutes=minutes), timedelta(1)
    )
    found = Finding(Kind.BARRING, cause, 1.0, (status,), details={"decided_by": ("account_status",)})
    until = NOW + timedelta(hours=1)
    badge = Badge("b", Kind.BARRING, cause, Severity.MAJOR, "Barred.", (), NOW, None, until, 1.0)
    coverage = Finding(Kind.COVERAGE, "none", 1.0, ())
    return Diagnosis("911", None, NOW, (), (coverage, found), () if cause == "none" else (badge,))


@pytest.mark.parametrize(
    ("found", "changed", "passed"),
    [
        (barring("suspended", -5), CHANGE, None),  # an old word says neither that it is barred still
        (barring("none", -5), CHANGE, None),  # nor that it is not
        (barring("suspended", 5), CHANGE, False),
        (barring("none", 5), CHANGE, True),
        (barring("suspended", -5), None, False),  # nothing was changed
    ],
)
def test_what_was_read_before_a_change_says_nothing_of_the_line_after_it(
    found: Diagnosis, changed: datetime | None, passed: bool | None
) -> None:
    call = Call("line", "test", "k", 1, "1", "", {"line": "911"}, NOW, since=changed)
    assert line_works(lambda line, place: found)(call) is passed


def test_an_unbarred_line_is_tested_by_what_is_newer_than_the_unbarring(floor: Floor) -> None:
    asked: list[Call] = []

    def see(call: Call) -> bool | None:
        asked.append(call)
        return None

    floor.ports["line"].port = LineTest(see)
    with writing(floor.bench.database) as session:
        session.get_one(LineService, (LINE, "mobile_access")).barred = True
    id = floor.order(ItemWish("1", "unbar"))
    floor.work()
    assert floor.look(id).state is State.COMPLETED
    assert [call.since for call in asked] == [floor.clock()]
