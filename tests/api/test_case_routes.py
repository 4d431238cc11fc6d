"""Cases over HTTP: opened, answered, acted on, closed, found again; what is wrong is told with its field."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from api.app import create_app
from api.tending import tend
from api.tokens import Scope
from t2r.cases.network import Seen
from t2r.flows import Flows
from t2r.flows.router import Route
from t2r.flows.routing.questions import Ask
from t2r.settings import Settings
from t2r.simulated import World, catalogue, mobile

BASE = "http://127.0.0.1:8000"
LINE = "919800000001"
OPENING = {"words": "My data is dead, I am Mr Rakesh Sharma", "msisdn": f"+{LINE}", "flow": "mobile-data"}


class OneWay:
    """Leads to mobile data, or asks."""

    def route(self, words: str, flows: Flows, *, badges: Any = None, slots: Any = None) -> Route:
        if "slow" in words:
            answers = {"on the phone": ("slow-data",), "at home": ("broadband-slow", "wifi")}
            return Route(
                "slow-data", 0.0, {}, Ask("On the phone, or at home?", answers), {"slow-data": 0.5, "wifi": 0.4}
            )
        return Route("mobile-data", 0.9, {}, None, {})

    def answered(self, route: Route, answer: str, flows: Flows) -> Route:
        return Route("wifi", 0.9, {}, None, {})


@pytest.fixture
def world() -> World:
    """A simulated customer whose mobile data is switched off."""
    world = World(goal=mobile.has_data)
    world.state.line.number = f"+{LINE}"
    world.state.phone.mobile_data = False
    return world


def at_work(client: TestClient, world: World, token: str) -> TestClient:
    """The app's cases are about that customer, and its client is somebody with that token."""
    services = client.app.state.services  # type: ignore[attr-defined]
    tools = catalogue(world)
    bench = replace(services.bench, tools=lambda case: tools, router=OneWay())
    client.app.state.services = replace(services, bench=bench)  # type: ignore[attr-defined]
    client.headers["Authorization"] = f"Bearer {token}"
    return client


@pytest.fixture
def agent(client: TestClient, settings: Settings, token_for: Callable[..., str], world: World) -> TestClient:
    """Somebody who may read and write cases and what is known of problems."""
    return at_work(client, world, token_for(settings, Scope.CASES_READ, Scope.CASES_WRITE, Scope.PROBLEMS_WRITE))


def opened(agent: TestClient, **given: Any) -> dict[str, Any]:
    response = agent.post("/v1/cases", json=OPENING | given)
    assert response.status_code == 201, response.text
    case: dict[str, Any] = response.json()
    assert response.headers["location"] == f"/v1/cases/{case['id']}"
    return case


def send(agent: TestClient, case: dict[str, Any], what: str, expected: int = 200, **body: Any) -> dict[str, Any]:
    response = agent.post(f"/v1/cases/{case['id']}/{what}", json=body)
    assert response.status_code == expected, response.text
    told: dict[str, Any] = response.json()
    return told


def solved(agent: TestClient) -> dict[str, Any]:
    case = opened(agent)
    for _ in range(10):
        if case["next"] is None:
            return case
        case = send(agent, case, "actions", call=case["next"]["call"], decision="approve", version=case["version"])
    raise AssertionError("no end")


def test_a_case_is_led_from_words_to_closure_and_teaches_the_next_search(
    agent: TestClient, world: World, settings: Settings, token_for: Callable[..., str]
) -> None:
    case = solved(agent)
    assert (case["status"], case["outcome"], case["done"]["actions"]) == ("resolved", "solved", ["turn_mobile_data_on"])
    assert [record.tool for record in world.records if record.needless or record.unsafe] == []
    closing = {
        "cause": "device.settings",
        "resolution": "fixed",
        "note": "The purple tile was off.",
        "version": case["version"],
    }
    case = send(agent, case, "close", **closing)
    assert (case["status"], case["next"]) == ("closed", None)
    assert [each["status"] for each in case["history"]] == ["acknowledged", "inProgress", "resolved", "closed"]
    reader = {"Authorization": f"Bearer {token_for(settings, Scope.KNOWLEDGE_READ)}"}
    found = agent.post("/v1/search", json={"text": "data dead, the purple tile"}, headers=reader).json()["hits"]
    assert f"case-{case['id']}" in [hit["document_id"] for hit in found]
    assert "Sharma" not in agent.get(f"/v1/resolutions/case-{case['id']}", headers=reader).text


def test_all_of_it_works_on_postgresql(
    make_settings: Callable[..., Settings],
    new_postgresql: Callable[[], str],
    token_for: Callable[..., str],
    world: World,
) -> None:
    settings = make_settings(database_url=new_postgresql())
    with TestClient(create_app(settings), base_url=BASE) as client:
        agent = at_work(client, world, token_for(settings, Scope.ADMIN))
        case = solved(agent)
        closed = send(agent, case, "close", cause="device.settings", resolution="fixed", version=case["version"])
        assert closed["status"] == "closed"
        assert agent.get(f"/v1/resolutions/case-{case['id']}").status_code == 200
        assert agent.post("/v1/feedback", json={"answer_id": "a", "correct": True}).status_code == 201
        steps = agent.get(f"/v1/cases/{case['id']}/trace").json()["items"]
        assert steps[-1]["name"] == "closed"


def test_opening_tells_what_is_known_what_comes_next_and_nothing_that_names_anybody(agent: TestClient) -> None:
    case = opened(agent)
    assert (case["status"], case["flow"], case["msisdn"]) == ("inProgress", "mobile-data", LINE)
    assert "Sharma" not in case["words"]
    step = case["next"]
    assert (step["kind"], step["of"], step["has_tool"]) == ("check", "customer", True)
    assert step["wording"]
    assert {"data_works", "data_speed"} <= {blank["fact"] for blank in step["blanks"]}
    standing = {each["check"]: each["standing"] for each in case["questions"]}
    assert standing["speed_test"] == "next"
    assert "open" in standing.values()
    assert agent.get(f"/v1/cases/{case['id']}").json()["next"] == step


def test_an_answer_is_shown_with_its_source_and_can_be_corrected(agent: TestClient) -> None:
    case = opened(agent)
    case = send(agent, case, "answers", answers={"data_works": False}, version=case["version"])
    (asked,) = [each for each in case["questions"] if each["check"] == "speed_test"]
    known = {each["fact"]: each for each in asked["known"]}
    assert (known["data_works"]["value"], known["data_works"]["by"]) == (False, "customer")
    assert known["data_works"]["age_s"] < 60
    case = send(agent, case, "answers", answers={"mobile_data": True}, of="agent", version=case["version"])
    corrected = next(each for each in case["questions"] if each["check"] == "mobile_data")["known"]
    assert [(each["value"], each["by"]) for each in corrected] == [(True, "agent")]


def test_in_doubt_the_question_that_parts_the_flows_comes_first(agent: TestClient) -> None:
    case = opened(agent, words="it is slow", flow=None)
    assert (case["flow"], case["next"]["kind"], case["next"]["title"]) == (
        None,
        "question",
        "On the phone, or at home?",
    )
    assert case["next"]["blanks"] == [
        {"fact": "flow", "type": "enum", "allowed": ["on the phone", "at home"], "unit": None}
    ]
    case = send(agent, case, "answers", answers={"flow": "on the phone"})
    assert case["flow"] == "slow-data"


def test_the_same_key_opens_one_case_and_another_body_under_it_is_refused(agent: TestClient) -> None:
    key = {"Idempotency-Key": "call-77"}
    first, second = (agent.post("/v1/cases", json=OPENING, headers=key).json() for _ in range(2))
    assert first["id"] == second["id"]
    other = agent.post("/v1/cases", json=OPENING | {"channel": "chat"}, headers=key)
    assert (other.status_code, "Idempotency-Key" in other.json()["detail"]) == (409, True)


def test_an_external_id_names_one_case(agent: TestClient) -> None:
    case = opened(agent, external_id="CRM-7")
    taken = agent.post("/v1/cases", json=OPENING | {"external_id": "CRM-7"})
    assert (taken.status_code, str(case["id"]) in taken.json()["detail"]) == (409, True)


def test_the_second_of_two_agents_is_told_who_changed_what(agent: TestClient) -> None:
    seen = opened(agent)
    send(agent, seen, "transfer", owner="ravi", reason="end of shift", version=seen["version"])
    told = send(agent, seen, "transfer", 409, owner="meera", version=seen["version"])
    assert "has been changed since its version 1: cases:" in told["detail"]
    assert "transferred ravi" in told["detail"]


def test_after_a_transfer_the_same_step_is_next(agent: TestClient, world: World) -> None:
    case = opened(agent)
    calls = len(world.records)
    after = send(agent, case, "transfer", queue="second line")
    assert (after["owner"], after["queue"], after["next"]) == (None, "second line", case["next"])
    assert len(world.records) == calls


@pytest.mark.parametrize(
    ("what", "body", "status", "field"),
    [
        ("answers", {"answers": {"data_works": "perhaps"}}, 422, "answers.data_works"),
        ("answers", {"answers": {"tea": True}}, 422, "answers.tea"),
        ("answers", {"answers": {}}, 422, "answers"),
        ("answers", {"answers": {"flow": "tea"}}, 422, "answers.flow"),
        ("answers", {}, 422, "answers"),
        ("actions", {"call": "none", "decision": "approve"}, 409, None),
        ("actions", {"call": "none", "decision": "perhaps"}, 422, "decision"),
        ("close", {"cause": "tea", "resolution": "fixed"}, 422, "cause"),
        ("close", {"cause": "unknown", "resolution": "tea"}, 422, "resolution"),
        ("transfer", {}, 422, "owner"),
        ("status", {"status": "closed"}, 422, "status"),
        ("status", {"status": "acknowledged"}, 409, None),
        ("status", {"status": "asleep"}, 422, "status"),
        ("reopen", {}, 409, None),
    ],
)
def test_what_is_wrong_is_told_with_its_field_and_changes_nothing(
    agent: TestClient, what: str, body: dict[str, Any], status: int, field: str | None
) -> None:
    case = opened(agent)
    told = send(agent, case, what, status, **body)
    assert [error["field"] for error in told.get("errors", [])] == ([field] if field else [])
    assert agent.get(f"/v1/cases/{case['id']}").json()["version"] == case["version"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"words": " "}, "words"),
        ({"words": "a\x00b"}, "words"),
        ({"words": "x" * 5_000}, "words"),
        ({"msisdn": "12"}, "msisdn"),
        ({"lat": 10.0}, "lon"),
        ({"flow": "tea"}, "flow"),
        ({"severity": "awful"}, "severity"),
        ({"slots": {"Big": 1}}, "slots.Big.[key]"),
        ({"surplus": 1}, "surplus"),
    ],
)
def test_a_wrong_opening_opens_nothing(agent: TestClient, given: dict[str, Any], field: str) -> None:
    response = agent.post("/v1/cases", json=OPENING | given)
    assert (response.status_code, [error["field"] for error in response.json()["errors"]]) == (422, [field])
    assert agent.get("/v1/cases").json()["items"] == []


@pytest.mark.parametrize("id", ["404", str(2**62)])
def test_a_case_that_is_not_there_is_404_on_every_route(agent: TestClient, id: str) -> None:
    bodies: dict[str, Any] = {
        "next": {},
        "answers": {"answers": {"a": True}},
        "actions": {"call": "c", "decision": "approve"},
        "transfer": {"owner": "ravi"},
        "status": {"status": "pending"},
        "reopen": {},
        "close": {"cause": "unknown", "resolution": "fixed"},
    }
    for what, body in bodies.items():
        send(agent, {"id": id}, what, 404, **body)
    for what in ("", "/trace", "/events", "/interactions"):
        assert agent.get(f"/v1/cases/{id}{what}").status_code == 404


def test_cases_are_listed_filtered_and_paged(agent: TestClient) -> None:
    numbers = [opened(agent)["id"] for _ in range(3)]
    send(agent, {"id": numbers[0]}, "status", status="pending", reason="calls back")
    page = agent.get("/v1/cases", params={"limit": 2}).json()
    assert [case["id"] for case in page["items"]] == [numbers[2], numbers[1]]
    rest = agent.get("/v1/cases", params={"limit": 2, "before": page["next"]}).json()
    assert ([case["id"] for case in rest["items"]], rest["next"]) == ([numbers[0]], None)
    for params, found in (
        ({"status": "pending"}, [numbers[0]]),
        ({"status": ["pending", "inProgress"], "flow": "mobile-data"}, numbers[::-1]),
        ({"msisdn": "+91 98000 00001"}, numbers[::-1]),
        ({"priority": "critical"}, []),
        ({"kind": "outage"}, []),
    ):
        listed = agent.get("/v1/cases", params=params).json()["items"]
        assert [case["id"] for case in listed] == found, params
    assert agent.get("/v1/cases", params={"status": "asleep"}).status_code == 422


def test_the_trace_tells_every_step_and_masks_the_customer(agent: TestClient) -> None:
    case = solved(agent)
    steps = agent.get(f"/v1/cases/{case['id']}/trace").json()["items"]
    assert [step["seq"] for step in steps] == list(range(1, len(steps) + 1))
    assert {"opened", "status", "route", "check", "decision", "approved", "action", "outcome"} <= {
        step["what"] for step in steps
    }
    assert all(step["etom"] for step in steps)
    assert {step["who"] for step in steps} >= {"A", "M"}
    assert LINE not in json.dumps(steps)
    rest = agent.get(f"/v1/cases/{case['id']}/trace", params={"after": steps[-2]["seq"]}).json()["items"]
    assert rest == steps[-1:]


def test_a_stream_goes_on_where_it_was(agent: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.routes.cases.STREAM_SECONDS", 0.0)
    case = opened(agent)
    path = f"/v1/cases/{case['id']}/events"
    told = [line for line in agent.get(path).text.splitlines() if line.startswith("id: ")]
    assert len(told) > 3
    again = agent.get(path, headers={"Last-Event-ID": str(len(told) - 1)}).text
    assert [line for line in again.splitlines() if line.startswith("id: ")] == [f"id: {len(told)}"]
    assert "event: step" in again


def test_a_stream_tells_a_step_as_it_is_taken(agent: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.routes.cases.STREAM_SECONDS", 0.6)
    monkeypatch.setattr("api.routes.cases.LOOK_SECONDS", 0.1)
    case = opened(agent)
    later = threading.Timer(0.2, lambda: send(agent, case, "transfer", owner="ravi"))
    later.start()
    told = agent.get(f"/v1/cases/{case['id']}/events").text
    later.join()
    assert '"what":"transferred","name":"ravi"' in told


def test_a_contact_is_begun_linked_and_ended(agent: TestClient) -> None:
    begun = agent.post("/v1/interactions", json={"reason": "no data", "external_id": "conn-1"})
    assert begun.status_code == 201
    contact = begun.json()
    assert agent.post("/v1/interactions", json={"external_id": "conn-1"}).json()["id"] == contact["id"]
    case = opened(agent)
    linked = agent.post(f"/v1/interactions/{contact['id']}/case", json={"case": case["id"]}).json()
    assert (linked["case"], linked["msisdn"], linked["status"]) == (case["id"], LINE, "inProgress")
    ended = agent.post(f"/v1/interactions/{contact['id']}/end", json={"description": "told Mr Rakesh Sharma"}).json()
    assert (ended["status"], ended["description"]) == ("completed", "told Mr [NAME]")
    assert agent.get(f"/v1/interactions/{contact['id']}").json() == ended
    assert agent.get(f"/v1/cases/{case['id']}/interactions").json() == [ended]
    assert agent.get("/v1/interactions/404").status_code == 404


def outage(value: bool) -> Seen:
    from t2r.cases.codes import Severity
    from t2r.cases.outages import Outage

    fact = {"source": "alarms", "measured_at": None, "ttl": 900.0, "confidence": 0.9}
    if not value:
        return Seen({"mobile_outage": {**fact, "value": False}, "fixed_outage": {**fact, "value": False}})
    facts = {"mobile_outage": {**fact, "value": True}, "mobile_outage_id": {**fact, "value": "outage:S1"}}
    site = Outage("outage:S1", "Mobile outage: S1 is down", Severity.MAJOR, "There is a fault in our network.")
    return Seen(facts, {site.id: site})


def says(agent: TestClient, seen: Seen) -> None:
    services = agent.app.state.services  # type: ignore[attr-defined]
    bench = replace(services.bench, look=lambda subject: seen)
    agent.app.state.services = replace(services, bench=bench)  # type: ignore[attr-defined]


def test_cases_of_an_outage_wait_for_it_and_are_resolved_when_it_ends(agent: TestClient, world: World) -> None:
    says(agent, outage(True))
    held = [opened(agent) for _ in range(2)]
    assert world.records == []
    assert [case["status"] for case in held] == ["held", "held"]
    assert held[0]["parent"] == held[1]["parent"]
    assert held[0]["say"].startswith("There is a fault in our network.")
    assert [case["id"] for case in agent.get("/v1/cases", params={"kind": "outage"}).json()["items"]] == [
        held[0]["parent"]
    ]
    tend(agent.app.state.services)  # type: ignore[attr-defined]
    assert agent.get(f"/v1/cases/{held[0]['id']}").json()["status"] == "held"
    says(agent, outage(False))
    tend(agent.app.state.services)  # type: ignore[attr-defined]
    for case in held:
        after = agent.get(f"/v1/cases/{case['id']}").json()
        assert (after["status"], after["cause"], after["resolution"]) == ("resolved", "network.outage", "restored")
    again = send(agent, held[0], "reopen", reason="still no data")
    assert (again["status"], again["next"]["check"]) == ("inProgress", "speed_test")


def test_closing_an_outages_case_releases_those_that_wait_for_it(agent: TestClient) -> None:
    says(agent, outage(True))
    held = opened(agent)
    ended = send(agent, {"id": held["parent"]}, "close", cause="network.outage", resolution="restored")
    assert (ended["status"], ended["outage"]) == ("closed", None)
    assert agent.get(f"/v1/cases/{held['id']}").json()["status"] == "resolved"


def test_the_codes_are_told(agent: TestClient) -> None:
    codes = agent.get("/v1/case-codes").json()
    assert codes["causes"]["device.settings"]
    assert codes["resolutions"]["fixed"]


def test_without_tools_people_are_asked_everything(
    client: TestClient, settings: Settings, token_for: Callable[..., str]
) -> None:
    client.headers["Authorization"] = f"Bearer {token_for(settings, Scope.ADMIN)}"
    case = opened(client)
    assert (case["next"]["kind"], case["next"]["has_tool"]) == ("question", False)


def test_a_catalogue_that_is_not_there_stops_the_start(settings: Settings) -> None:
    wrong = settings.model_copy(update={"catalogue": "t2r.simulated:nothing"})
    with pytest.raises(ValueError, match=r"catalogue: t2r\.simulated:nothing"), TestClient(create_app(wrong)):
        pass


def test_nothing_that_a_customer_said_is_logged(agent: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    case = opened(agent)
    send(agent, case, "answers", 422, answers={"data_works": "Rakesh"})
    logged = " ".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    for secret in ("Sharma", "Rakesh", LINE):
        assert secret not in logged


def test_each_request_is_one_transaction(agent: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails half way leaves nothing: neither a status, nor a step, nor an event to be sent."""
    from t2r.cases import changing
    from t2r.cases.tables import OutboxEvent

    case = opened(agent)
    database = agent.app.state.services.bench.database  # type: ignore[attr-defined]
    with Session(database) as session:
        events = session.query(OutboxEvent).count()

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(changing, "tell", fail)
    assert send(agent, case, "status", 500, status="pending")["id"]
    monkeypatch.undo()
    assert agent.get(f"/v1/cases/{case['id']}").json()["status"] == "inProgress"
    with Session(database) as session:
        assert session.query(OutboxEvent).count() == events
