"""Outages are looked at again: passed on while they last, over when the network says so, and never for want of a word."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from t2r.cases import opening, progress
from t2r.cases.codes import Severity
from t2r.cases.network import Seen
from t2r.cases.opening import Opening
from t2r.cases.outages import Outage
from t2r.cases.watching import review
from t2r.cases.workbench import Subject, Workbench

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
