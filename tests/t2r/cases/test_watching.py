"""Outages are looked at again: passed on while they last, over when the network says so, and never for want of a word."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from diagnostics.readings import Place
from t2r.cases import opening, progress
from t2r.cases.codes import Severity
from t2r.cases.listing import trace
from t2r.cases.network import Seen
from t2r.cases.opening import Opening
from t2r.cases.outages import Outage, end
from t2r.cases.tables import TraceEvent
from t2r.cases.watching import look_again, report, review
from t2r.cases.workbench import Subject, Workbench
from t2r.database import writing

from .conftest import NOON

SITE = Outage("outage:SITE-1", "Mobile outage: SITE-1 is down", Severity.MAJOR, "There is a fault in our network.")
OTHER = replace(SITE, id="outage:SITE-2")


def seen(outage: Outage | None = SITE) -> Seen:
    fact = {"source": "alarms", "measured_at": NOON.isoformat(), "ttl": 900.0, "confidence": 0.9}
    if outage is None:
        return Seen({"mobile_outage": {**fact, "value": False}, "fixed_outage": {**fact, "value": False}})
    facts = {"mobile_outage": {**fact, "value": True}, "mobile_outage_id": {**fact, "value": outage.id}}
    return Seen(facts, {outage.id: outage})


@pytest.fixture
def held(bench: Workbench) -> list[int]:
    out = replace(bench, look=lambda subject: seen())
    lines = ("919800000001", "919800000002")
    return [
        opening.open_case(out, Opening("no internet", Subject(line), flow="data"), "asha").case.id for line in lines
    ]


def status(bench: Workbench, id: int) -> str:
    return progress.look(bench, id).case.status.value


PLACE = Place(22.5, 72.5)


def trace_of(bench: Workbench, id: int) -> list[TraceEvent]:
    with Session(bench.database) as session:
        return trace(session, id)


def test_a_large_outage_has_its_case_before_anybody_calls_and_the_first_caller_joins_it(bench: Workbench) -> None:
    out = replace(bench, look=lambda subject: seen(), outages=lambda: {SITE.id: PLACE})
    (id,) = report(out)
    assert report(out) == []
    first = [event for event in trace_of(out, id) if event.what in ("opened", "reported", "check")]
    assert [event.what for event in first] == ["opened", "reported", "check"]
    assert (first[-1].name, first[-1].body) == ("network_test", {"value": "first", "looks": 1, "mobile_outage": True})
    case = opening.open_case(out, Opening("no internet", Subject("919800000001"), flow="data"), "asha").case
    assert (case.parent_id, case.status.value) == (id, "held")
    assert len([event for event in trace_of(out, id) if event.name == "network_test"]) == 1


@pytest.mark.parametrize("says", [lambda subject: None, lambda subject: Seen(), lambda subject: seen(None)])
def test_nothing_is_reported_that_no_look_shows(bench: Workbench, says: object) -> None:
    assert report(replace(bench, look=says, outages=lambda: {SITE.id: PLACE})) == []  # type: ignore[arg-type]


def test_an_outage_that_nobody_called_about_is_over_when_its_place_says_so_and_is_tested_then(bench: Workbench) -> None:
    (id,) = report(replace(bench, look=lambda subject: seen(), outages=lambda: {SITE.id: PLACE}))
    for says, becomes in ((Seen(), "inProgress"), (seen(), "inProgress"), (seen(None), "resolved")):
        review(replace(bench, look=lambda subject, says=says: says if subject.place == PLACE else None))
        assert status(bench, id) == becomes
    tests = [event.body for event in trace_of(bench, id) if event.name == "network_test"]
    assert [body["value"] for body in tests] == ["first", "final"]
    assert tests[-1]["mobile_outage"] is False


def test_what_people_have_ended_is_not_reported_again_while_it_lasts(bench: Workbench) -> None:
    out = replace(bench, look=lambda subject: seen(), outages=lambda: {SITE.id: PLACE})
    (id,) = report(out)
    look_again(out, id)
    with writing(out.database) as session:
        end(session, id, "asha", out.now())
    assert report(out) == []
    tests = [event.body["value"] for event in trace_of(out, id) if event.name == "network_test"]
    assert tests == ["first", "final"]


@pytest.mark.parametrize(
    ("says", "over"),
    [
        (lambda subject: seen(None), True),
        (lambda subject: seen(OTHER), True),  # that one is over, another one lasts
        (lambda subject: seen(), False),
        (lambda subject: None, False),
        (lambda subject: Seen(), False),  # it cannot tell
        (lambda subject: seen(None) if subject.line == "919800000001" else Seen(), False),
    ],
)
def test_it_is_over_only_when_the_network_says_so(bench: Workbench, held: list[int], says: object, over: bool) -> None:
    assert review(replace(bench, look=says)) == (held if over else [])  # type: ignore[arg-type]
    assert {status(bench, id) for id in held} == ({"resolved"} if over else {"held"})
    assert review(replace(bench, look=says)) == []  # type: ignore[arg-type]


def test_a_new_expected_end_is_passed_on(bench: Workbench, held: list[int]) -> None:
    until = replace(SITE, expected_at=NOON + timedelta(hours=2))
    review(replace(bench, look=lambda subject: seen(until)))
    case = progress.look(bench, held[0]).case
    assert case.expected_at == NOON + timedelta(hours=2)
    assert "14:00" in case.say
