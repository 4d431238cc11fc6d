"""A form fills itself from what is known, says from where, and goes out once."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.cases import opening
from t2r.cases.errors import ConflictError, NoSuchError, RefusedError, TakenError
from t2r.cases.interactions import begin_interaction
from t2r.cases.listing import trace
from t2r.cases.opening import Opening
from t2r.cases.progress import look
from t2r.cases.tables import Case, Direction, OutboxEvent
from t2r.cases.workbench import Subject, Workbench
from t2r.customers import keeping, terminating, verifying
from t2r.customers.desk import CustomerDesk
from t2r.customers.errors import NotVerifiedError
from t2r.customers.tables import Customer, Method, Verdict
from t2r.database import writing
from t2r.journeys.filling import Filled, fill, proposed
from t2r.journeys.forms import starter
from t2r.journeys.submitting import submit
from t2r.journeys.tables import Submitted
from t2r.orders.bench import order_bench
from t2r.orders.looking import of_case
from tests.t2r.customers.conftest import ASHA, LINE

SERVICE, LEAD = starter()["service-request"], starter()["lead"]
CHANGES: dict[str, Any] = {"service": "technician_visit"}
ANSWERS = {"dateOfBirth": "1990-02-28", "postCode": "380001"}


@pytest.fixture
def case(bench: Workbench) -> int:
    return opening.open_case(bench, Opening("no internet", Subject(LINE), flow="data"), "ravi").case.id


@pytest.fixture
def contact(desk: CustomerDesk, case: int) -> int:
    with writing(desk.database) as session:
        return begin_interaction(session, "phone", Direction.INBOUND, "ravi", desk.now(), case_id=case).id


@pytest.fixture
def verified(desk: CustomerDesk, asha: Customer, contact: int) -> int:
    begun = verifying.begin(desk, asha.id, contact, Method.QUESTIONS, "ravi").verification
    assert verifying.answer(desk, begun.id, "ravi", answers=ANSWERS).verdict is Verdict.PASSED
    return contact


def told(desk: CustomerDesk, type: str) -> list[OutboxEvent]:
    with Session(desk.database) as session:
        return list(session.scalars(select(OutboxEvent).where(OutboxEvent.type == type)))


def filled(bench: Workbench, desk: CustomerDesk, case: int, contact: int | None = None) -> Filled:
    return fill(bench, desk, SERVICE, case, contact)


def test_each_field_says_from_where_it_is_and_how_sure(
    bench: Workbench, desk: CustomerDesk, asha: Customer, case: int, verified: int
) -> None:
    found = filled(bench, desk, case, verified)
    shown = {name: (known.value, known.source, known.confidence) for name, known in found.fields.items()}
    record = "customer record, version 1"
    assert shown == {
        "msisdn": (f"+{LINE}", f"case {case}", 1.0),
        "description": ("no internet", f"case {case}", 1.0),
        "urgency": ("medium", f"case {case}", 1.0),
        "contact_name": ("Asha Rao", record, 1.0),
        "contact_phone": (f"+{LINE}", record, 1.0),
        "street": ("1 Hill Road", record, 1.0),
        "post_code": ("380 001", record, 1.0),
    }
    assert (found.verified, found.customer and found.customer.id) == (True, asha.id)


def test_a_reading_keeps_its_own_source_and_confidence(bench: Workbench, desk: CustomerDesk, case: int) -> None:
    found = filled(bench, desk, case).all["fact.barred"]
    assert (found.value, found.confidence) == (True, 1.0)
    assert "read_line" in found.source


def test_what_is_personal_stays_closed_without_a_verification(
    bench: Workbench, desk: CustomerDesk, asha: Customer, case: int, contact: int
) -> None:
    found = filled(bench, desk, case, contact)
    assert not found.verified
    assert {name for name, known in found.fields.items() if known.personal} == {
        "contact_name", "contact_phone", "street", "post_code",
    }  # fmt: skip


@pytest.mark.parametrize(("records", "hint"), [(0, "no customer of this line"), (2, "2 customers share")])
def test_of_several_customers_none_is_guessed(
    bench: Workbench, desk: CustomerDesk, case: int, records: int, hint: str
) -> None:
    for number in range(records):
        keeping.create(desk, ASHA | {"name": f"Rao {number}", "engagedParty": {"id": str(number)}}, "crm")
    found = filled(bench, desk, case)
    assert found.customer is None
    assert hint in found.hint
    with pytest.raises(ConflictError, match="needs a customer"):
        submit(bench, desk, SERVICE, case, CHANGES, None, "ravi", "key")


def test_the_diff_is_what_the_agent_changes(bench: Workbench, desk: CustomerDesk, asha: Customer, case: int) -> None:
    found = filled(bench, desk, case)
    assert found.changed({"urgency": "medium"}) == []
    assert found.changed({"urgency": "high", "service": "other"}) == ["service", "urgency"]
    assert "street" not in found.values({"street": None})


def test_a_form_goes_out_as_an_event_and_a_step_of_the_case(
    bench: Workbench, desk: CustomerDesk, asha: Customer, case: int, verified: int
) -> None:
    sent = submit(bench, desk, SERVICE, case, {**CHANGES, "urgency": "high"}, verified, "ravi", "key")
    (event,) = told(desk, "ProductOrderCreateEvent")
    order = event.envelope["event"]["productOrder"]
    assert (event.event_id, order["priority"], order["externalId"]) == (
        sent.event_id, "high", f"case-{case}-service-request",
    )  # fmt: skip
    assert order["relatedParty"] == [{"id": asha.id, "role": "customer", "@referredType": "Customer"}]
    assert "note" not in order  # the network had nothing to say
    assert order["productOrderItem"][0]["product"]["name"] == "technician_visit"
    with Session(desk.database) as session:
        (step,) = [one for one in trace(session, case) if one.what == "journey"]
        kept = session.scalars(select(Submitted)).one()
    assert (step.name, step.by, step.body["changed"]) == ("service-request", "ravi", ["service", "urgency"])
    assert "Asha" not in str(step.body)
    assert "Asha" not in str(kept.filled)


@pytest.mark.parametrize(("service", "is_captured"), [("technician_visit", True), ("installation", False)])
def test_a_product_order_is_captured_here_where_the_catalogue_has_it(
    bench: Workbench, desk: CustomerDesk, asha: Customer, case: int, verified: int, service: str, is_captured: bool
) -> None:
    orders = order_bench(bench.database)
    sent = submit(bench, desk, SERVICE, case, {"service": service}, verified, "ravi", "key", orders)
    (event,) = told(desk, "ProductOrderCreateEvent")
    assert event.event_id == sent.event_id
    with Session(bench.database) as session:
        found = of_case(session, case)
    assert [(each.items[0].product, each.customer, each.external_id) for each in found] == (
        [("technician_visit", asha.id, f"case-{case}-service-request")] if is_captured else []
    )
    assert submit(bench, desk, SERVICE, case, {"service": service}, verified, "ravi", "key", orders).id == sent.id


def test_a_form_is_sent_once_whatever_is_repeated(
    bench: Workbench, desk: CustomerDesk, asha: Customer, case: int, verified: int
) -> None:
    first = submit(bench, desk, SERVICE, case, CHANGES, verified, "ravi", "key")
    assert submit(bench, desk, SERVICE, case, CHANGES, verified, "ravi", "key").id == first.id
    with pytest.raises(TakenError):
        submit(bench, desk, SERVICE, case, {"service": "other"}, verified, "ravi", "key")
    with pytest.raises(ConflictError, match="was sent by ravi"):
        submit(bench, desk, SERVICE, case, CHANGES, verified, "mina", "another")
    assert len(told(desk, "ProductOrderCreateEvent")) == 1


def test_of_two_at_once_one_is_sent(
    bench: Workbench, desk: CustomerDesk, asha: Customer, case: int, verified: int
) -> None:
    ids: list[int] = []

    def send() -> None:
        ids.append(submit(bench, desk, SERVICE, case, CHANGES, verified, "ravi", "key").id)

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 4
    assert len(set(ids)) == 1
    assert len(told(desk, "ProductOrderCreateEvent")) == 1


def test_a_form_that_needs_a_verified_customer_waits_for_one(
    bench: Workbench, desk: CustomerDesk, asha: Customer, case: int, contact: int
) -> None:
    with pytest.raises(NotVerifiedError):
        submit(bench, desk, SERVICE, case, CHANGES, contact, "ravi", "key")
    assert told(desk, "ProductOrderCreateEvent") == []


def test_a_value_that_the_form_does_not_allow_is_refused(
    bench: Workbench, desk: CustomerDesk, asha: Customer, case: int, verified: int
) -> None:
    with pytest.raises(RefusedError, match="service: is missing"):
        submit(bench, desk, SERVICE, case, {}, verified, "ravi", "key")
    with pytest.raises(RefusedError, match="consent"):
        submit(bench, desk, LEAD, case, {"interest": "fibre", "consent": False}, None, "ravi", "key")


def test_a_lead_needs_the_customers_word_and_no_verification(
    bench: Workbench, desk: CustomerDesk, asha: Customer, case: int
) -> None:
    submit(bench, desk, LEAD, case, {"interest": "fibre", "consent": True}, None, "ravi", "key")
    (event,) = told(desk, "SalesLeadCreateEvent")
    lead = event.envelope["event"]["salesLead"]
    assert (lead["name"], lead["relatedParty"][0]["id"]) == ("fibre", asha.id)


def test_who_has_left_orders_nothing(bench: Workbench, desk: CustomerDesk, asha: Customer, case: int) -> None:
    keeping.change(desk, asha.id, {"characteristic": [{"name": "msisdn", "value": LINE}]}, "crm", "")
    terminating.terminate(desk, asha.id, "moves abroad", "ravi")
    with pytest.raises(ConflictError, match="has left"):
        submit(bench, desk, LEAD, case, {"interest": "fibre", "consent": True}, None, "ravi", "key")


def test_a_contact_about_another_case_fills_nothing(
    bench: Workbench, desk: CustomerDesk, asha: Customer, contact: int
) -> None:
    other = opening.open_case(bench, Opening("no internet", Subject(LINE), flow="data"), "ravi").case.id
    with pytest.raises(ConflictError, match="is about case"):
        filled(bench, desk, other, contact)
    with pytest.raises(NoSuchError):
        filled(bench, desk, 404)


def test_the_case_proposes_the_journey_it_calls_for(bench: Workbench, case: int) -> None:
    assert proposed(bench, look(bench, case)) == []
    with writing(bench.database) as session:
        session.get_one(Case, case).outcome = "escalated"
    worked = look(bench, case)
    assert [one.journey for one in proposed(bench, worked)] == ["service-request"]
    assert proposed(replace(bench, journeys=type(bench.journeys)({})), worked) == []
