"""Other systems see and change a customer in the words of TMF629, and all that is known of one in those of TMF717."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator
from sqlalchemy.orm import Session

from t2r.cases.errors import RefusedError
from t2r.cases.interactions import begin_interaction
from t2r.cases.tables import Direction
from t2r.customers import keeping, resource
from t2r.customers.desk import CustomerDesk
from t2r.customers.tables import Customer
from t2r.database import writing

from .conftest import LINE
from .test_churn import make_case

SPECIFICATION = Path(__file__).parents[4] / "shared" / "spec" / "tmf" / "TMF629-Customer-v4.0.0.swagger.json"


def told(desk: CustomerDesk, id: str) -> dict[str, Any]:
    with Session(desk.database) as session:
        return resource.told(session, keeping.find(session, id))


def profile(desk: CustomerDesk, id: str) -> dict[str, Any]:
    with Session(desk.database) as session:
        return resource.profile(session, keeping.find(session, id), desk.rules, desk.now())


def test_a_customer_is_told_as_the_official_schema_has_it(desk: CustomerDesk, asha: Customer) -> None:
    if not SPECIFICATION.is_file():
        pytest.skip(f"{SPECIFICATION.name} is not here")
    schema = json.loads(SPECIFICATION.read_text())
    validator = Draft4Validator({"$ref": "#/definitions/Customer", "definitions": schema["definitions"]})
    party = {"engagedParty": {"id": "P-1", "@referredType": "Individual"}}
    resource.patch(desk, asha.id, party, "crm")
    assert [error.message for error in validator.iter_errors(told(desk, asha.id))] == []
    resource.patch(desk, asha.id, {"status": "terminated", "statusReason": "moves abroad"}, "crm")
    assert [error.message for error in validator.iter_errors(told(desk, asha.id))] == []


def test_the_status_terminated_ends_the_relationship(desk: CustomerDesk, asha: Customer) -> None:
    ended = resource.patch(desk, asha.id, {"name": "Asha V", "status": "terminated", "statusReason": "moves abroad"}, "crm")  # fmt: skip
    assert (ended.status, ended.status_reason, ended.body["name"]) == ("terminated", "moves abroad", "Asha V")
    seen = told(desk, asha.id)
    assert "contactMedium" not in seen
    assert seen["validFor"]["endDateTime"]
    assert {one["name"] for one in seen["characteristic"]} >= {"retentionAttempt"}


def test_no_other_status_is_set(desk: CustomerDesk, asha: Customer) -> None:
    with pytest.raises(RefusedError, match="status"):
        resource.patch(desk, asha.id, {"status": "gold"}, "crm")
    assert resource.patch(desk, asha.id, {"status": "active"}, "crm").version == 1


def test_the_profile_has_contacts_tickets_and_what_follows_from_them(desk: CustomerDesk, asha: Customer) -> None:
    with writing(desk.database) as session:
        case = make_case(session, 1).id
        begin_interaction(session, "phone", Direction.INBOUND, "ravi", desk.now(), line=LINE)
    seen = profile(desk, asha.id)
    assert [one["id"] for one in seen["troubleTicket"]] == [str(case)]
    assert [one["direction"] for one in seen["partyInteraction"]] == ["inbound"]
    known = {one["name"]: one["value"] for one in seen["characteristic"]}
    assert 0 < known["churnRisk"] < 1
    assert known["customerLifetimeValue"] > 0
    assert known["loyaltyPoints"] == 100
    keeping.change(desk, asha.id, {"characteristic": []}, "crm", "")
    assert {one["name"]: one["value"] for one in profile(desk, asha.id)["characteristic"]}[
        "customerLifetimeValue"
    ] is None
