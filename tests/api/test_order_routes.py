"""/v1/orders: how an order stands, its process and timeline, what people do about it, its stream, and its link with a case."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from api.app import create_app
from api.services import Services
from api.tending import relay
from api.tokens import Scope
from t2r.cases.tables import Case
from t2r.database import writing
from t2r.orders import serving, working
from t2r.orders.ports import Call
from t2r.orders.tables import LineService, Slot, Stock
from t2r.settings import Settings
from tests.t2r.orders.outside import Inventory, served

BASE = "http://127.0.0.1:8000"
LINE = "919800000001"
TMF622 = "/tmf-api/productOrderingManagement/v4/productOrder"
WORDS = {"words": "my mobile data does not work", "flow": "mobile-data", "msisdn": LINE}


@pytest.fixture
def desk(admin: TestClient) -> TestClient:
    """Signed in as somebody who may do everything, with SIM cards on the shelf and a technician who has time."""
    bench = services(admin).orders
    with writing(bench.database) as session:
        for number in range(3):
            session.add(Stock(kind="device", model="sim", name=f"8991{number}"))
        session.add(LineService(line=LINE, service="sim_profile", active=True, values={}))
        at = bench.now()
        session.add(
            Slot(
                place="Rose Street 1",
                starts_at=at.replace(year=at.year + 1),
                ends_at=at.replace(year=at.year + 2),
                capacity=9,
            )
        )
    return admin


def services(client: TestClient) -> Services:
    found = client.app.state.services  # type: ignore[attr-defined]
    assert isinstance(found, Services)
    return found


def work(client: TestClient) -> None:
    bench = services(client).orders
    while working.wake(bench, bench.now()) or working.work_on(bench):
        pass


def ordered(client: TestClient, product: str, **said: Any) -> int:
    told = [{"name": name, "value": value} for name, value in said.items()]
    place = [{"role": "installation", "name": "Rose Street 1"}]
    item = {"id": "1", "action": "add", "productOffering": {"id": product}}
    item |= {"product": {"productCharacteristic": told, "place": place}}
    made = client.post(TMF622, json={"productOrderItem": [item]})
    assert made.status_code == 201, made.text
    return int(made.json()["id"])


def ok(client: TestClient, method: str, path: str, body: Any = None) -> Any:
    answer = client.request(method, path, json=body)
    assert answer.is_success, (path, answer.text)
    return answer.json()


def test_a_visit_is_ordered_waited_for_told_to_be_done_and_tracked_throughout(desk: TestClient) -> None:
    id = ordered(desk, "technician_visit", line=LINE)
    before = ok(desk, "GET", f"/v1/orders/{id}/drawing")
    assert before == {"xml": None, "passed": [], "at": [], "failed": []}
    work(desk)
    order = ok(desk, "GET", f"/v1/orders/{id}")
    assert (order["state"], order["title"], order["items"][0]["state"]) == (
        "inProgress",
        "Technician's visit",
        "inProgress",
    )
    (waits,) = [each for each in order["awaited"] if each["message"] == "appointment.done"]
    drawn = ok(desk, "GET", f"/v1/orders/{id}/drawing")
    assert drawn["xml"].startswith("<?xml") or drawn["xml"].startswith("<")
    assert (len(drawn["at"]), drawn["failed"]) == (1, [])
    assert all(f'id="{node}"' in drawn["xml"] for node in drawn["passed"] + drawn["at"])
    flow = ok(desk, "GET", f"/v1/orders/{id}/process")
    assert (flow["@type"], flow["state"]) == ("ProcessFlow", "active")
    assert {"completed"} <= {task["state"] for task in flow["taskFlow"]}
    wrong = desk.post(f"/v1/orders/{id}/messages", json={"item": "1", "message": "port.confirmed"})
    assert (wrong.status_code, "it waits for" in wrong.json()["detail"]) == (409, True)
    sent = {"item": waits["item"], "message": "appointment.done", "data": {"visit_outcome": "done"}}
    ok(desk, "POST", f"/v1/orders/{id}/messages", sent)
    work(desk)
    timeline = ok(desk, "GET", f"/v1/orders/{id}/timeline")
    assert [each["at"] for each in timeline] == sorted(each["at"] for each in timeline)
    assert {"state", "step"} <= {each["what"] for each in timeline}
    assert ok(desk, "GET", f"/v1/orders/{id}")["version"] > order["version"]


def test_a_message_that_comes_early_is_kept_and_told_when_it_is_waited_for(desk: TestClient) -> None:
    id = ordered(desk, "technician_visit", line=LINE)
    sent = {"item": "1", "message": "appointment.done", "data": {"visit_outcome": "done"}}
    for _ in range(2):
        assert ok(desk, "POST", f"/v1/orders/{id}/messages", sent)["state"] == "acknowledged"
    other = desk.post(f"/v1/orders/{id}/messages", json=sent | {"data": {"visit_outcome": "absent"}})
    assert (other.status_code, "already" in other.json()["detail"]) == (409, True)
    work(desk)
    timeline = ok(desk, "GET", f"/v1/orders/{id}/timeline")
    assert [(each["item"], each["reason"]) for each in timeline if each["what"] == "early"] == [
        ("1", "appointment.done")
    ]
    (passed,) = [each for each in timeline if each.get("node") == "await_visit"]
    assert (passed["state"], passed["by"] == timeline[0]["by"]) == ("done", True)


def test_a_fault_is_looked_after_by_trying_again_and_by_hand(desk: TestClient) -> None:
    bench = services(desk).orders
    with writing(bench.database) as session:
        session.execute(delete(Stock))
    id = ordered(desk, "sim_replacement", line=LINE, at_counter=True)
    work(desk)
    held = ok(desk, "GET", f"/v1/orders/{id}")
    assert held["state"] == "held", held
    (fault,) = held["faults"]
    assert (fault["state"], fault["operation"], held["ticket"] is not None) == ("failed", "device.reserve", True)
    assert ok(desk, "GET", f"/v1/cases/{held['ticket']}")["orders"] == [
        {"id": id, "state": "held", "products": ["sim_replacement"]}
    ]
    ok(desk, "POST", f"/v1/orders/{id}/retry", {})
    work(desk)
    assert ok(desk, "GET", f"/v1/orders/{id}")["state"] == "held"  # there is still none
    given = {"given": {"device_id": "8991-from-the-shop"}, "reason": "taken from the shop"}
    ok(desk, "POST", f"/v1/orders/{id}/steps/{fault['step']}/done", given)
    work(desk)
    flow = ok(desk, "GET", f"/v1/orders/{id}/process")["taskFlow"]
    assert [task["state"] for task in flow if task["id"] == str(fault["step"])] == ["completed"]
    assert desk.post(f"/v1/orders/{id}/steps/999/done", json={}).status_code == 409
    reasons = [each["reason"] for each in ok(desk, "GET", f"/v1/orders/{id}/timeline") if each["what"] == "by hand"]
    assert reasons
    assert reasons[0].endswith("taken from the shop")


def test_a_priority_counts_at_once_and_not_for_an_order_that_is_over(desk: TestClient) -> None:
    id = ordered(desk, "esim", line=LINE)
    assert ok(desk, "POST", f"/v1/orders/{id}/priority", {"priority": 0, "reason": "a hospital"})["priority"] == 0
    assert ok(desk, "POST", f"/v1/orders/{id}/priority", {"priority": None})["wanted"] is None
    assert desk.post(f"/v1/orders/{id}/priority", json={"priority": 5}).status_code == 422
    desk.patch(f"{TMF622}/{id}", json={"state": "cancelled"})
    assert desk.post(f"/v1/orders/{id}/priority", json={"priority": 0}).status_code == 409


def test_what_is_missing_is_said_later_and_an_order_goes_on(desk: TestClient) -> None:
    id = ordered(desk, "plan_change", line=LINE)
    work(desk)
    waits = ok(desk, "GET", f"/v1/orders/{id}")
    assert (waits["state"], waits["items"][0]["reasons"][0]["reason"]) == ("pending", "information is missing: plan")
    told = {"items": {"1": {"plan": "5G"}}, "description": "call +919810000000", "promised_at": "2027-02-01T10:00:00Z"}
    mended = ok(desk, "POST", f"/v1/orders/{id}/amend", told)
    assert mended["items"][0]["characteristics"] == {"line": LINE, "place": "Rose Street 1", "plan": "5G"}
    assert "919810000000" not in mended["description"]
    work(desk)
    assert ok(desk, "GET", f"/v1/orders/{id}")["state"] == "completed"
    other = ordered(desk, "esim", line=LINE)
    refused = desk.post(f"/v1/orders/{other}/amend", json={"items": {"7": {"plan": "5G"}}})
    assert (refused.status_code, "items.7" in refused.json()["detail"]) == (422, True)


def test_an_order_is_cancelled_with_its_reason_and_not_twice_over(desk: TestClient) -> None:
    id = ordered(desk, "esim", line=LINE)
    gone = ok(desk, "POST", f"/v1/orders/{id}/cancel", {"reason": "has moved"})
    assert (gone["state"], gone["reason"]) == ("cancelled", "has moved")
    assert desk.post(f"/v1/orders/{id}/cancel", json={}).status_code == 409
    assert desk.post(f"/v1/orders/{id}/amend", json={"without": ["1"]}).status_code == 409


def test_orders_are_listed_by_what_they_are_a_page_at_a_time(desk: TestClient) -> None:
    ids = [ordered(desk, "esim", line=f"91980000010{number}") for number in range(3)]
    page = ok(desk, "GET", "/v1/orders?limit=2")
    assert [each["id"] for each in page["items"]] == ids[:0:-1]
    assert [each["id"] for each in ok(desk, "GET", f"/v1/orders?before={page['next']}")["items"]] == ids[:1]
    assert [each["id"] for each in ok(desk, "GET", "/v1/orders?line=%2B91 98000 00101")["items"]] == ids[1:2]
    assert ok(desk, "GET", "/v1/orders?state=completed&kind=serviceOrder")["items"] == []
    assert desk.get("/v1/orders/999").status_code == 404


def test_the_catalogue_says_what_can_be_ordered_and_what_that_needs(desk: TestClient) -> None:
    offered = {(each["kind"], each["name"]): each for each in ok(desk, "GET", "/v1/order-catalogue")}
    assert offered["productOrder", "fibre_line"]["actions"] == ["add", "delete"]
    assert offered["productOrder", "plan_change"]["needs"] == ["line", "plan"]
    assert offered["productOrder", "home_bundle"]["actions"] == ["add", "delete"]
    assert ("resourceOrder", "number") not in offered  # there is no process for it


def test_a_case_orders_and_either_shows_the_other(desk: TestClient) -> None:
    case = ok(desk, "POST", "/v1/cases", WORDS)["id"]
    body = {"items": [{"product": "sim_replacement"}], "external_id": "case-sim"}
    made, again = (ok(desk, "POST", f"/v1/cases/{case}/orders", body) for _ in range(2))
    assert (made["id"], made["case"], made["line"]) == (again["id"], case, LINE)
    assert ok(desk, "GET", f"/v1/cases/{case}")["orders"] == [
        {"id": made["id"], "state": "acknowledged", "products": ["sim_replacement"]}
    ]
    assert [each["id"] for each in ok(desk, "GET", f"/v1/cases/{case}/orders")] == [made["id"]]
    traced = [step for step in ok(desk, "GET", f"/v1/cases/{case}/trace")["items"] if step["what"] == "order"]
    assert [(step["name"], step["body"]["value"]) for step in traced] == [(str(made["id"]), "acknowledged")]
    refused = desk.post(f"/v1/cases/{case}/orders", json={"items": [{"product": "moon"}]})
    assert (refused.status_code, "moon" in refused.json()["detail"]) == (422, True)
    assert desk.post("/v1/cases/999/orders", json=body).status_code == 404


def test_a_flow_of_a_case_may_order_and_the_case_hears_of_the_end(desk: TestClient) -> None:
    case = ok(desk, "POST", "/v1/cases", WORDS)["id"]
    found = services(desk)
    with Session(found.bench.database) as session:
        offered = found.bench.tools(session.get_one(Case, case)).tools()
    assert {"order_esim", "order_technician_visit", "book_visit", "read_order"} <= offered.keys()
    asked = {"items": [{"product": "sim_replacement", "characteristics": {"at_counter": True}}]}
    order = ok(desk, "POST", f"/v1/cases/{case}/orders", asked)["id"]
    with writing(found.bench.database) as session:
        session.add(LineService(line=LINE, service="access", active=True, values={}))
    work(desk)
    relay(found, lambda *_: None)
    assert ok(desk, "GET", f"/v1/orders/{order}")["state"] == "completed"
    told = ok(desk, "GET", f"/v1/cases/{case}")
    assert told["say"] == f"Your order {order} (Replacement SIM) is done. Does it work for you now?"
    assert (told["cause"], told["resolution"]) == ("sim.defect", "replaced")
    ended = [step for step in ok(desk, "GET", f"/v1/cases/{case}/trace")["items"] if step["what"] == "order ended"]
    assert [step["name"] for step in ended] == [str(order)]


def test_the_stream_tells_an_order_whenever_it_changes_and_ends_with_it(desk: TestClient) -> None:
    id = ordered(desk, "esim", line=LINE)
    desk.patch(f"{TMF622}/{id}", json={"state": "cancelled"})

    def events(**headers: str) -> list[tuple[str, Any]]:
        parts = desk.get(f"/v1/orders/{id}/events", headers=headers).text.split("\n\n")
        fields = [dict(line.split(": ", 1) for line in part.splitlines() if line and line[0] != ":") for part in parts]
        return [(each["event"], json.loads(each["data"])) for each in fields if "event" in each]

    (_, order), (last, _) = events()
    assert (order["id"], order["state"], last) == (id, "cancelled", "end")
    assert events(**{"Last-Event-ID": str(order["version"])}) == [("end", {})]
    assert desk.get("/v1/orders/999/events").status_code == 404


def test_the_server_works_on_orders_beside_the_requests(
    make_settings: Callable[..., Settings], token_for: Callable[..., str]
) -> None:
    settings = make_settings(order_workers=2)
    headers = {"Authorization": f"Bearer {token_for(settings, Scope.ADMIN)}"}
    with TestClient(create_app(settings, serving=True), base_url=BASE, headers=headers) as client:
        id = ordered(client, "technician_visit", line=LINE)
        with client.stream("GET", f"/v1/orders/{id}/events") as stream:
            seen = []
            for line in stream.iter_lines():
                if line.startswith("data: "):
                    seen.append(json.loads(line[6:])["state"])
                if seen and seen[-1] != "acknowledged":
                    break
    assert seen[-1] in ("inProgress", "held")


def test_a_worker_goes_on_after_a_fault(monkeypatch: pytest.MonkeyPatch, desk: TestClient) -> None:
    stop, times = threading.Event(), iter([True, False])

    def run(bench: Any, told: threading.Event) -> None:
        if next(times):
            raise OSError("the database is away")
        told.set()

    monkeypatch.setattr("t2r.orders.serving.AGAIN_SECONDS", 0.0)
    monkeypatch.setattr("t2r.orders.working.run", run)
    serving.work(services(desk).orders, stop)
    assert stop.is_set()
    serving.tend(services(desk).orders)


def test_what_the_network_sees_of_a_line_counts_in_its_test(
    settings: Settings, small_network: Callable[[Settings], Any], admin: TestClient
) -> None:
    line = admin.app.state.services.orders.ports.inside["line"]  # type: ignore[attr-defined]
    small = small_network(settings)
    bench = services(admin).orders

    def passed(number: str) -> Any:
        call = Call("line", "test", "k", 1, "1", "t", {"line": number}, bench.now())
        with Session(bench.database) as session:
            return line.do(session, call).given["test_passed"]

    assert [passed(number) for number in (small.suspended, small.stranger)] == [False, None]


def test_how_the_systems_behind_the_ports_stand_is_shown(
    make_settings: Callable[..., Settings], token_for: Callable[..., str]
) -> None:
    inventory = Inventory()
    with served(inventory.handle) as url:
        settings = make_settings(operator_device_url=f"{url}/tmf-api/v4", operator_network_url="http://127.0.0.1:9")
        headers = {"Authorization": f"Bearer {token_for(settings, Scope.ADMIN)}"}
        with TestClient(create_app(settings), base_url=BASE, headers=headers) as client:
            serving.tend(services(client).orders)
            found = {each["name"]: each for each in ok(client, "GET", "/v1/operator-systems")["items"]}
    assert {name: each["state"] for name, each in found.items()} == {"device": "answers", "network": "unknown"}
    assert found["network"]["error"] == "network: GET serviceOrder: ConnectError"
