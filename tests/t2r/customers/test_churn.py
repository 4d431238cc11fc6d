"""The risk that a customer leaves follows from contacts and troubles, is calibrated, and says what it is made of."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from t2r.cases.changing import begin
from t2r.cases.codes import Level, Priority, Severity
from t2r.cases.interactions import begin_interaction
from t2r.cases.tables import Case, Direction
from t2r.customers.churn import FEATURES, Behaviour, behaviour, shipped_model
from t2r.customers.desk import CustomerDesk
from t2r.customers.tables import Customer
from t2r.database import writing
from t2r.problems.tables import Contact
from t2r.simulated.leaving import customers

from .conftest import LINE, NOON

QUIET = Behaviour(cases=0, came_back=0, outages=0, open=0, hours=None, unsatisfied=0, contacts=0, leaving=0, years=None)
counts = st.integers(0, 20).map(float)
seen = st.builds(
    Behaviour, cases=counts, came_back=counts, outages=counts, open=counts, hours=st.none() | st.floats(0, 500),
    unsatisfied=counts, contacts=counts, leaving=counts, years=st.none() | st.floats(0, 60),
)  # fmt: skip


def make_case(session: Session, days: float, **given: object) -> Case:
    at = NOON - timedelta(days=days)
    about: dict[str, object] = {
        "words": "no internet", "line": LINE, "channel": "phone", "severity": Severity.MINOR, "impact": Level.LOW,
        "urgency": Level.MEDIUM, "priority": Priority.LOW, "opened_at": at, "updated_at": at,
    }  # fmt: skip
    case = Case(**about | given)
    begin(session, case, "asha", at)
    return case


def test_what_counts_is_the_last_half_year_of_all_lines(desk: CustomerDesk, asha: Customer) -> None:
    with writing(desk.database) as session:
        make_case(session, 200)
        make_case(session, 3, line="919800000002")
        solved = make_case(session, 10, came_back=True)
        solved.resolved_at = solved.opened_at + timedelta(hours=6)
        session.add(
            Contact(case_id=solved.id, at=NOON, by="x", channel="phone", answered=True, satisfaction=1, comment="")
        )
        make_case(session, 1)
        for reason in ("I want to cancel my line", "no internet"):
            begin_interaction(session, "phone", Direction.INBOUND, "ravi", NOON, reason=reason, line=LINE)
    with Session(desk.database) as session:
        found = behaviour(session, asha, NOON)
    assert found == replace(QUIET, cases=2, came_back=1, open=2, hours=6.0, unsatisfied=1, contacts=2, leaving=1)


@pytest.mark.parametrize("feature", ["came_back", "unsatisfied", "leaving", "open"])
def test_trouble_makes_it_worse(feature: str) -> None:
    model = shipped_model()
    assert model.assess(replace(QUIET, **{feature: 2.0})).score > model.assess(QUIET).score


@given(seen)
def test_the_contributions_are_the_score(found: Behaviour) -> None:
    model = shipped_model()
    risk = model.assess(found)
    total = model.intercept + sum(one.weight for one in risk.contributions)
    assert 0 < risk.score < 1
    assert risk.score == pytest.approx(1 / (1 + math.exp(-total)), abs=1e-3)
    assert len(risk.contributions) + len(risk.unknown) == len(FEATURES)


def test_the_model_says_that_its_customers_are_simulated() -> None:
    assert shipped_model().trained_on.startswith("SIMULATED")
    assert shipped_model().assess(QUIET).trained_on.startswith("SIMULATED")


def test_it_is_calibrated_on_customers_it_has_not_seen() -> None:
    model = shipped_model()
    scored = sorted((model.assess(found).score, left) for found, left in customers(99, 6_000))
    for part in range(5):
        fifth = scored[part * 1_200 : (part + 1) * 1_200]
        told, is_so = sum(score for score, _ in fifth) / 1_200, sum(left for _, left in fifth) / 1_200
        assert told == pytest.approx(is_so, abs=0.04)
    assert scored[-600][0] > 3 * scored[600][0]
