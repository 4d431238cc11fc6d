"""What a case found out about a customer is in their record when it is resolved, with where it comes from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.cases.changing import become, take
from t2r.cases.status import Status
from t2r.cases.tables import OutboxEvent
from t2r.customers import keeping, learning
from t2r.customers.desk import CustomerDesk
from t2r.customers.records import characteristic
from t2r.customers.tables import Customer
from t2r.database import writing

from .conftest import ASHA, LINE
from .test_churn import make_case

FACTS = {"known": {"device": {"value": "Pixel 9"}, "imei": {"value": None}, "signal": {"value": "weak"}}}


def resolve(desk: CustomerDesk, state: dict[str, Any] | None) -> int:
    """A case of the customer's line that becomes resolved, and whose events are followed."""
    with writing(desk.database) as session:
        case = make_case(session, 1)
        case.line, case.state = LINE, state
        session.flush()
        take(session, case.id, desk.now())
        for status in (Status.IN_PROGRESS, Status.RESOLVED):
            if case.status is not status:
                become(session, case, status, "t2r", desk.now())
        session.flush()
        for event in session.scalars(select(OutboxEvent)):
            learning.follow(session, event, desk, desk.now())
        return case.id


def test_what_the_rules_name_is_taken_over_and_nothing_else(desk: CustomerDesk, asha: Customer) -> None:
    case = resolve(desk, {"facts": FACTS})
    with Session(desk.database) as session:
        body = keeping.find(session, asha.id).body
        (step,) = keeping.history(session, asha.id)
    assert characteristic(body, "device") == "Pixel 9"
    assert (characteristic(body, "imei"), characteristic(body, "signal")) == (None, None)
    assert (step.by, step.why, step.field) == ("t2r", f"found by case {case}", "characteristic")


def test_a_case_that_found_nothing_changes_nothing(desk: CustomerDesk, asha: Customer) -> None:
    resolve(desk, None)
    with Session(desk.database) as session:
        assert keeping.find(session, asha.id).version == 1


def test_where_two_have_a_line_neither_is_guessed(desk: CustomerDesk, asha: Customer) -> None:
    keeping.create(desk, ASHA | {"name": "Ravi Das", "engagedParty": {"id": "P-2"}}, "crm")
    resolve(desk, {"facts": FACTS})
    with Session(desk.database) as session:
        assert keeping.find(session, asha.id).version == 1


def test_a_record_that_a_crm_is_master_of_is_left_alone(desk: CustomerDesk, asha: Customer) -> None:
    class Crm:
        """Has nothing to say here."""

    resolve(replace(desk, directory=Crm()), {"facts": FACTS})  # type: ignore[arg-type]
    with Session(desk.database) as session:
        assert keeping.find(session, asha.id).version == 1
