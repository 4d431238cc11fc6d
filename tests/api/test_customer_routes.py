"""Customers over HTTP: masked until verified in this very contact, changed and ended only then; journeys fill and send forms."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.customer_desk import open_customers
from api.tending import relay
from api.tokens import Scope
from t2r.cases.tables import Case
from t2r.customers.directory import Embedded
from t2r.database import open_database, writing
from t2r.flows import Tools
from t2r.operator_systems.customers import CustomerSystem
from t2r.settings import Settings
from t2r.simulated.directory import BIRTHDAY, record
from tests.t2r.customers.conftest import ASHA, LINE, Recorder

BASE = "http://127.0.0.1:8000"
AGENT = (Scope.CASES_READ, Scope.CASES_WRITE, Scope.CUSTOMERS_READ, Scope.CUSTOMERS_WRITE)


class Desk:
    """An agent at work, and the operator's CRM."""

    def __init__(self, client: TestClient, agent: str, crm: str) -> None:
        self.client, self._crm = client, {"Authorization": f"Bearer {crm}"}
        client.headers["Authorization"] = f"Bearer {agent}"
        self.services = client.app.state.services  # type: ignore[attr-defined]

    def last_message(self) -> str:
        """The text of what was sent last."""
        lines = (self.services.settings.data_dir / "messages.jsonl").read_text(encoding="utf-8").splitlines()
        return str(json.loads(lines[-1])["content"])

    def ok(self, method: str, path: str, /, **body: Any) -> Any:
        response = self.client.request(method, path, json=body or None)
        assert response.is_success, response.text
        return response.json()

    def refused(self, status: int, method: str, path: str, /, **body: Any) -> dict[str, Any]:
        response = self.client.request(method, path, json=body or None)
        assert response.status_code == status, response.text
        return dict(response.json())

    def crm(self, method: str, path: str, /, **body: Any) -> Any:
        return self.client.request(method, path, json=body or None, headers=self._crm)

    def contact(self, **given: Any) -> int:
        return int(self.ok("POST", "/v1/interactions", msisdn=f"+{LINE}", **given)["id"])

    def verified(self, customer: str, contact: int) -> None:
        path = f"/v1/customers/{customer}/verifications"
        begun = self.ok("POST", path, interaction=contact, method="questions")
        answers = {"dateOfBirth": "1990-02-28", "postCode": "380001"}
        said = {name: answers[name] for name in begun["questions"]}
        assert self.ok("POST", f"/v1/verifications/{begun['id']}", answers=said)["verdict"] == "passed"


@pytest.fixture
def desk(client: TestClient, settings: Settings, token_for: Callable[..., str]) -> Desk:
    return Desk(client, token_for(settings, *AGENT), token_for(settings, Scope.CUSTOMERS_MASTER))


@pytest.fixture
def asha(desk: Desk) -> str:
    created = desk.crm("POST", "/v1/customers", record=ASHA)
    assert created.status_code == 201
    again = desk.crm("POST", "/v1/customers", record=ASHA)
    assert (again.status_code, again.json()["id"]) == (200, created.json()["id"])
    return str(created.json()["id"])


def test_a_customer_is_masked_until_verified_by_a_code_in_this_contact(desk: Desk, asha: str) -> None:
    one, other = desk.contact(), desk.contact()
    (found,) = desk.ok("GET", f"/v1/customers?line={LINE}")
    assert (found["id"], found["record"]["name"], found["verified"]) == (asha, "A••• R•••", False)
    begun = desk.ok("POST", f"/v1/customers/{asha}/verifications", interaction=one, method="code")
    assert (begun["sent_to"], begun["verdict"], begun["attempts_left"]) == ("SMS ••••0001", "pending", 3)
    code = next(word.rstrip(".") for word in desk.last_message().split() if word.rstrip(".").isdigit())
    path = f"/v1/verifications/{begun['id']}"
    wrong = desk.ok("POST", path, code=f"{(int(code) + 1) % 1_000_000:06}")
    assert (wrong["verdict"], wrong["attempts_left"]) == ("pending", 2)
    assert desk.ok("POST", path, code=code)["verdict"] == "passed"
    assert desk.ok("GET", f"/v1/customers/{asha}?interaction={one}")["record"]["name"] == "Asha Rao"
    for elsewhere in ("", f"?interaction={other}"):
        assert desk.ok("GET", f"/v1/customers/{asha}{elsewhere}")["verified"] is False
    (told,) = desk.crm("GET", f"/v1/customers/{asha}/disclosures").json()
    assert (told["interaction_id"], "name" in told["fields"]) == (one, True)
    assert code not in str(desk.ok("GET", f"/v1/customers/{asha}/notices"))


def test_nothing_is_changed_accepted_or_ended_without_a_verification(desk: Desk, asha: str) -> None:
    one = desk.contact()
    desk.refused(403, "PATCH", f"/v1/customers/{asha}", changes={"name": "Eve"}, why="w", interaction=one)
    desk.refused(403, "POST", f"/v1/customers/{asha}/termination", reason="moves abroad", interaction=one)
    offer = desk.ok("POST", f"/v1/customers/{asha}/offers", code="plan-review")["id"]
    desk.refused(403, "POST", f"/v1/offers/{offer}", accepted=True, interaction=one)
    assert desk.ok("POST", f"/v1/offers/{offer}", accepted=False)["state"] == "declined"
    assert desk.ok("GET", f"/v1/customers/{asha}")["version"] == 1


def test_a_change_keeps_history_and_of_two_the_second_sees_both(desk: Desk, asha: str) -> None:
    one, path = desk.contact(), f"/v1/customers/{asha}"
    desk.verified(asha, one)
    given = {"why": "the customer's word", "interaction": one, "version": 1}
    assert desk.ok("PATCH", path, changes={"name": "Asha Verma"}, **given)["version"] == 2
    problem = desk.refused(409, "PATCH", path, changes={"name": "Asha Sen"}, **given)
    assert (problem["mine"]["name"], problem["theirs"]["name"]) == ("Asha Sen", "Asha Verma")
    bad = [{"mediumType": "phone", "characteristic": {"phoneNumber": "none"}}]
    refused = desk.refused(422, "PATCH", path, changes={"contactMedium": bad}, **given)
    assert refused["errors"][0]["field"] == "contactMedium[0].characteristic.phoneNumber"
    (step,) = desk.ok("GET", f"{path}/history?interaction={one}")
    assert (step["old"], step["new"], step["why"]) == ("Asha Rao", "Asha Verma", "the customer's word")
    (hidden,) = desk.ok("GET", f"{path}/history")
    assert (hidden["old"], hidden["new"], hidden["field"]) == ("•••", "•••", "name")


def test_too_many_wrong_answers_lock_with_a_time_to_wait(desk: Desk, asha: str) -> None:
    answers = {"dateOfBirth": "x", "postCode": "y"}
    for _ in range(2):
        begun = desk.ok("POST", f"/v1/customers/{asha}/verifications", interaction=desk.contact(), method="questions")
        for _ in range(3):
            response = desk.client.post(f"/v1/verifications/{begun['id']}", json={"answers": answers})
    assert (response.status_code, response.headers["retry-after"]) == (409, "60")
    assert "locked until" in response.json()["detail"]


def test_the_risk_is_explained_and_says_that_it_was_trained_on_simulated_customers(desk: Desk, asha: str) -> None:
    told = desk.ok("GET", f"/v1/customers/{asha}/retention")
    assert 0 < told["risk"] < 1
    assert told["reasons"][0]["title"]
    assert told["trained_on"].startswith("SIMULATED")
    assert (told["points"], told["tier"], told["unknown"][0]) == (100, None, "time until service was restored")
    assert desk.ok("POST", f"/v1/customers/{asha}/loyalty", points=150, reason="patience")["points"] == 150
    told = desk.ok("GET", f"/v1/customers/{asha}/retention")
    assert (told["points"], told["tier"]) == (250, "silver")
    assert "thank-you-data" in {one["code"] for one in told["proposed"]}


def test_a_relationship_ends_after_an_attempt_and_is_forgotten(desk: Desk, asha: str) -> None:
    one, path = desk.contact(), f"/v1/customers/{asha}"
    desk.verified(asha, one)
    meant = desk.ok("GET", f"{path}/leaving")
    assert {"code": "price", "title": "Too expensive", "attempt": "required"} in meant["reasons"]
    assert (meant["tried"], "credit-one-month" in {one["code"] for one in meant["proposed"]}) == (None, False)
    problem = desk.refused(409, "POST", f"{path}/termination", reason="price", interaction=one)
    assert "offer first" in problem["detail"]
    offer = desk.ok("POST", f"{path}/offers", code="credit-one-month")["id"]
    desk.ok("POST", f"/v1/offers/{offer}", accepted=False)
    meant = desk.ok("GET", f"{path}/leaving")
    assert meant["tried"]["code"] == "credit-one-month"
    ended = desk.ok("POST", f"{path}/termination", reason="price", interaction=one)
    assert (ended["reason"], ended["attempt"]["code"]) == ("price", "credit-one-month")
    assert desk.ok("GET", f"{path}/termination") == ended
    assert ended["order"] is not None
    assert desk.ok("GET", f"{path}/notices")[0]["text"] == meant["farewell"]
    desk.refused(409, "GET", f"{path}/leaving")
    assert "contactMedium" not in desk.ok("GET", path)["record"]
    events = [one["type"] for one in desk.ok("GET", "/v1/events?limit=200")]
    assert {"CustomerStateChangeEvent", "ProductOrderCreateEvent"} <= set(events)
    desk.refused(409, "PATCH", path, changes={"name": "x"}, why="w", interaction=one)


def test_what_is_due_is_done_beside_the_requests(desk: Desk, asha: str) -> None:
    one = desk.contact()
    desk.verified(asha, one)
    desk.ok("PATCH", f"/v1/customers/{asha}", changes={"name": "Asha Verma"}, why="w", interaction=one)
    told = desk.ok("GET", f"/v1/customers/{asha}/notices")[0]
    assert (told["state"], told["sent_at"]) == ("initial", None)
    relay(desk.services, lambda *_: None)
    told = desk.ok("GET", f"/v1/customers/{asha}/notices")[0]
    assert (told["state"], told["sent_at"] is None, told["purpose"]) == ("completed", False, "name changed")
    assert "name on your account" in desk.last_message()


def test_a_search_names_one_thing(desk: Desk) -> None:
    for query in ("", f"?line={LINE}&email=a@b.example"):
        desk.refused(422, "GET", f"/v1/customers{query}")
    desk.refused(422, "GET", "/v1/customers?phone=none")
    assert desk.ok("GET", "/v1/customers?email=nobody@example.net") == []
    desk.refused(404, "GET", "/v1/customers/nobody")


def test_a_journey_is_filled_changed_and_sent_once(desk: Desk, asha: str) -> None:
    services = replace(desk.services, bench=replace(desk.services.bench, tools=lambda case: Tools([])))
    desk.client.app.state.services = services  # type: ignore[attr-defined]
    case = desk.ok("POST", "/v1/cases", words="no internet", msisdn=f"+{LINE}", flow="mobile-data")
    assert case["journeys"] == []
    with writing(services.bench.database) as session:
        session.get_one(Case, case["id"]).outcome = "escalated"
    (proposed,) = desk.ok("GET", f"/v1/cases/{case['id']}")["journeys"]
    path, one = f"/v1/cases/{case['id']}/journeys/{proposed['journey']}", desk.contact(case=case["id"])
    masked = {field["field"]: field for field in desk.ok("POST", path, interaction=one)["fields"]}
    assert (masked["contact_name"]["value"], masked["contact_name"]["hidden"]) == ("•••", True)
    desk.verified(asha, one)
    given = {"interaction": one, "changes": {"service": "sim_replacement", "urgency": "high"}}
    form = desk.ok("POST", path, **given)
    shown = {field["field"]: field for field in form["fields"]}
    assert (shown["contact_name"]["value"], shown["contact_name"]["source"]) == (
        "Asha Rao",
        "customer record, version 1",
    )
    assert form["diff"] == [
        {"field": "service", "filled": None, "given": "sim_replacement"},
        {"field": "urgency", "filled": "medium", "given": "high"},
    ]
    assert form["problems"] == []
    assert desk.ok("POST", path, interaction=one)["problems"] == [{"field": "service", "message": "is missing"}]
    desk.refused(422, "POST", f"{path}/submit", **given)  # without a key
    sent = [desk.client.post(f"{path}/submit", json=given, headers={"Idempotency-Key": "k"}) for _ in range(2)]
    assert [one.status_code for one in sent] == [201, 201]
    assert sent[0].json() == sent[1].json()
    other = desk.client.post(f"{path}/submit", json=given, headers={"Idempotency-Key": "other"})
    assert other.status_code == 409
    assert [one["type"] for one in desk.ok("GET", "/v1/events?limit=200")].count("ProductOrderCreateEvent") == 1
    assert {each["journey"] for each in desk.ok("GET", "/v1/journeys")} == {"service-request", "lead"}
    desk.refused(404, "POST", f"/v1/cases/{case['id']}/journeys/fax", interaction=one)


@pytest.fixture
def simulated(make_settings: Callable[..., Settings], token_for: Callable[..., str]) -> Iterator[Desk]:
    settings = make_settings(customers="t2r.simulated.directory:open_directory")
    with TestClient(create_app(settings), base_url=BASE) as client:
        yield Desk(client, token_for(settings, *AGENT), token_for(settings, Scope.CUSTOMERS_MASTER))


def test_each_line_of_the_sandbox_has_a_customer_who_is_named_as_simulated(simulated: Desk) -> None:
    number = "919997000001165"
    (found,) = simulated.ok("GET", f"/v1/customers?line={number}")
    assert found["id"] == f"SIM-{number}"
    assert {"name": "simulated", "value": True} in found["record"]["characteristic"]
    assert "(simulated)" in record(number)["name"]
    assert simulated.ok("GET", f"/v1/customers?phone={number}")[0]["id"] == found["id"]
    one = int(simulated.ok("POST", "/v1/interactions", msisdn=number)["id"])
    path = f"/v1/customers/{found['id']}"
    begun = simulated.ok("POST", f"{path}/verifications", interaction=one, method="questions")
    known = {"dateOfBirth": BIRTHDAY, "postCode": record(number)["contactMedium"][2]["characteristic"]["postCode"]}
    assert simulated.ok("POST", f"/v1/verifications/{begun['id']}", answers=known)["verdict"] == "passed"
    assert "(simulated)" in simulated.ok("GET", f"{path}?interaction={one}")["record"]["name"]


def test_the_settings_choose_the_master_of_customers(tmp_path: Path) -> None:
    database = open_database(tmp_path / "t2r.sqlite")
    found = {
        named: type(open_customers(Settings(customers=named), database, Recorder()).directory)
        for named in (None, "https://crm.example/tmf-api/customerManagement/v4")
    }
    assert list(found.values()) == [Embedded, CustomerSystem]
    with pytest.raises(ValueError, match="MODULE:NAME"):
        open_customers(Settings(customers="no.such:thing"), database, Recorder())
    rules = tmp_path / "rules.yaml"
    rules.write_text("verification: {}\n")
    with pytest.raises(ValueError, match=r"rules.yaml, line 1: .*is missing"):
        open_customers(Settings(customer_rules=rules), database, Recorder())
    database.dispose()
