"""Product, service and resource orders (TMF622, TMF641, TMF652): taken once, told as the files say, amended, cancelled, listened to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from api.services import Services
from t2r.cases.tables import OutboxEvent
from t2r.database import writing
from t2r.orders import working
from t2r.orders.status import FOLLOWING, OrderKind, State
from t2r.orders.tables import LineService, OrderChange, Stock
from t2r.tmf.orders import WORDINGS, cancel_due, follow, priority
from t2r.tmf.spec import load
from tests.api.tmf import official

PRODUCT = "/tmf-api/productOrderingManagement/v4/productOrder"
SERVICE = "/tmf-api/serviceOrdering/v4/serviceOrder"
RESOURCE = "/tmf-api/resourceOrderingManagement/v4/resourceOrder"
PATHS = {OrderKind.PRODUCT: PRODUCT, OrderKind.SERVICE: SERVICE, OrderKind.RESOURCE: RESOURCE}
numbers = iter(range(919_810_000_000, 919_820_000_000))


def item(name: str, id: str = "1", action: str = "add", **said: Any) -> dict[str, Any]:
    told = [{"name": key, "value": value} for key, value in said.items()]
    return {
        "id": id,
        "action": action,
        "productOffering": {"id": name},
        "product": {"productCharacteristic": told, "place": [{"role": "installation", "name": "Rose Street 1"}]},
    }


def line() -> str:
    """A number that no other test orders for."""
    return str(next(numbers))


def bodies(kind: OrderKind) -> dict[str, Any]:
    """An order of each kind, with a bit of everything."""
    number = line()
    about = {
        "externalId": f"crm-{number}",
        "description": "after the talk of today",
        "category": "business",
        "requestedCompletionDate": "2027-01-15T10:00:00Z",
        "note": [{"text": "call before you come"}],
        "relatedParty": [{"id": "c-77", "role": "customer", "@type": "RelatedParty", "@referredType": "Customer"}],
    }
    if kind is OrderKind.PRODUCT:
        return about | {"priority": "1", "productOrderItem": [item("sim_replacement", msisdn=number)]}
    said = [{"name": "line", "value": number}]
    if kind is OrderKind.SERVICE:
        service = {"serviceSpecification": {"id": "sim_profile"}, "serviceCharacteristic": said}
        return about | {"priority": "1", "serviceOrderItem": [{"id": "1", "action": "add", "service": service}]}
    resource = {"id": "r", "href": "https://crm.example/r", "resourceCharacteristic": said}
    ordered = {"id": "1", "action": "add", "resourceSpecification": {"id": "sim"}, "resource": resource}
    return about | {"priority": 1, "orderItem": [ordered]}


def services(crm: TestClient) -> Services:
    found = crm.app.state.services  # type: ignore[attr-defined]
    assert isinstance(found, Services)
    return found


def work(crm: TestClient) -> None:
    """What the workers do, until nothing is ready."""
    bench = services(crm).orders
    while working.wake(bench, bench.now()) or working.work_on(bench):
        pass


def stock(crm: TestClient, *lines: str) -> None:
    """SIM cards, and lines that are active."""
    with writing(services(crm).orders.database) as session:
        for number in lines:
            session.add(Stock(kind="device", model="sim", name=f"sim-{number}"))
            session.add(LineService(line=number, service="sim_profile", active=True, values={}))


def check(kind: OrderKind, told: Any, schema: str | None = None) -> None:
    words = WORDINGS[kind]
    name = schema or words.noun
    assert load(words.spec).errors(name, told) == []
    if official.FOLDER.is_dir():
        assert official.errors(words.spec, name, told) == []


def events(crm: TestClient, id: str) -> list[str]:
    with Session(services(crm).orders.database) as session:
        query = select(OutboxEvent).where(OutboxEvent.key == f"order:{id}").order_by(OutboxEvent.id)
        return [each.type for each in session.scalars(query)]


@pytest.mark.parametrize("kind", list(OrderKind))
def test_an_order_is_told_as_its_file_says_and_keeps_what_it_carries(crm: TestClient, kind: OrderKind) -> None:
    body, words = bodies(kind), WORDINGS[kind]
    made = crm.post(PATHS[kind], json=body)
    assert made.status_code == 201, made.text
    told = made.json()
    check(kind, told)
    assert made.headers["location"] == told["href"]
    assert (told["state"], told["@type"], told["externalId"]) == ("acknowledged", words.noun, body["externalId"])
    assert (told["priority"], told["relatedParty"], told["category"]) == (
        body["priority"],
        body["relatedParty"],
        "business",
    )
    assert told["note"] == [{"id": "1", "text": "call before you come"}]
    (ordered,) = told[words.items]
    assert ordered == body[words.items][0] | {"state": "acknowledged"}
    assert crm.get(told["href"]).json() == told
    work(crm)
    later = crm.get(told["href"]).json()
    check(kind, later)
    assert later["state"] in ("inProgress", "held", "partial", "failed", "completed")


@pytest.mark.parametrize("kind", list(OrderKind))
def test_the_same_order_sent_again_is_the_order_that_is_there(crm: TestClient, kind: OrderKind) -> None:
    body = bodies(kind)
    first, second = (crm.post(PATHS[kind], json=body) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert len(crm.get(PATHS[kind], params={"externalId": body["externalId"]}).json()) == 1
    other = crm.post(PATHS[kind], json=body | {"description": "another one"})
    assert (other.status_code, first.json()["id"] in other.json()["message"]) == (409, True)


@pytest.mark.parametrize("kind", list(OrderKind))
@pytest.mark.parametrize(
    ("what", "message"),
    [
        ({"action": "explode"}, "action"),
        ({"id": ""}, "id"),
        ({"quantity": 0}, "quantity"),
        ({"unknown": True}, "there is no such"),
    ],
)
def test_what_cannot_be_ordered_is_400_and_names_the_attribute(
    crm: TestClient, kind: OrderKind, what: dict[str, Any], message: str
) -> None:
    body, words = bodies(kind), WORDINGS[kind]
    (ordered,) = body[words.items]
    changed = ordered | what
    if changed.pop("unknown", False):
        changed |= {
            OrderKind.PRODUCT: {"productOffering": {"id": "moon"}},
            OrderKind.SERVICE: {"service": {"serviceSpecification": {"id": "moon"}}},
            OrderKind.RESOURCE: {"resourceSpecification": {"id": "moon"}},
        }[kind]
    refused = crm.post(PATHS[kind], json=body | {words.items: [changed]})
    assert (refused.status_code, message in refused.json()["message"]) == (400, True), refused.text


def test_items_that_wait_for_one_another_are_refused_with_the_path(crm: TestClient) -> None:
    def relies(on: str) -> dict[str, Any]:
        return {"productOrderItemRelationship": [{"id": on, "relationshipType": "reliesOn"}]}

    number = line()
    items = [
        item("esim", "a", line=number) | relies("b"),
        item("plan_change", "b", line=number, plan="5G") | relies("a"),
    ]
    refused = crm.post(PRODUCT, json={"productOrderItem": items})
    assert (refused.status_code, "a → b → a" in refused.json()["message"]) == (400, True), refused.text


def test_a_list_is_filtered_by_what_an_order_and_its_items_say(crm: TestClient) -> None:
    number, more = line(), {"productOrderItemRelationship": [{"id": "sim", "relationshipType": "reliesOn"}]}
    items = [item("sim_replacement", "sim", line=number), item("plan_change", "plan", line=number, plan="5G") | more]
    made = crm.post(PRODUCT, json={"category": f"shop-{number}", "productOrderItem": items}).json()

    def found(**query: str) -> list[str]:
        answer = crm.get(PRODUCT, params=query | {"category": f"shop-{number}"})
        assert answer.status_code == 200, answer.text
        return [each["id"] for each in answer.json()]

    here, none = [made["id"]], list[str]()
    assert found() == found(state="acknowledged") == found(**{"state.ne": "held"}) == here
    assert found(**{"productOrderItem.productOffering.id": "plan_change"}) == here
    assert found(**{"productOrderItem.id": "plan"}) == found(**{"productOrderItem.state": "acknowledged"}) == here
    assert found(**{"productOrderItem.product.productCharacteristic.value": "5G"}) == here
    assert found(**{"productOrderItem.productOffering.id": "esim"}) == found(state="held,completed") == none
    assert found(**{"productOrderItem.id.ne": "plan"}) == found(**{"productOrderItem.state": "moon"}) == none
    assert found(**{"orderDate.gte": "2026-01-01", "orderDate.lt": "2100-01-01"}) == here
    (few,) = crm.get(PRODUCT, params={"id": made["id"], "fields": "state,priority"}).json()
    assert set(few) == {"id", "href", "state", "priority"}
    page = crm.get(PRODUCT, params={"sort": "-priority,orderDate", "limit": 1})
    assert (page.status_code, page.headers["x-result-count"]) == (206, "1")
    assert crm.get(PRODUCT, params={"colour": "red"}).status_code == 400


def test_what_a_bundle_is_taken_apart_into_lies_within_its_item(crm: TestClient) -> None:
    made = crm.post(PRODUCT, json={"productOrderItem": [item("home_bundle", line=line())]})
    assert made.status_code == 201, made.text
    check(OrderKind.PRODUCT, made.json())
    (bundle,) = made.json()["productOrderItem"]
    inner = bundle["productOrderItem"]
    assert [(each["id"], each["productOffering"]["id"], each["state"]) for each in inner] == [
        ("1.1", "fibre_line", "acknowledged"),
        ("1.2", "internet", "acknowledged"),
        ("1.3", "television", "acknowledged"),
    ]
    work(crm)
    told = crm.get(made.json()["href"]).json()
    sent_back = crm.patch(told["href"], json={"productOrderItem": told["productOrderItem"], "description": "the same"})
    assert sent_back.status_code == 200, sent_back.text  # what is told may be sent: nothing of it is done anew


def test_an_incomplete_order_waits_says_why_and_goes_on_when_it_is_amended(crm: TestClient) -> None:
    number = line()
    made = crm.post(PRODUCT, json={"productOrderItem": [item("plan_change", line=number)]}).json()
    work(crm)
    waits = crm.get(made["href"]).json()
    check(OrderKind.PRODUCT, waits)
    assert waits["state"] == "pending"
    assert "plan" in waits["note"][-1]["text"]
    assert "ProductOrderInformationRequiredEvent" in events(crm, made["id"])
    mended = crm.patch(made["href"], json={"productOrderItem": [item("plan_change", line=number, plan="5G")]})
    assert mended.status_code == 200, mended.text
    work(crm)
    told = crm.get(made["href"]).json()
    assert told["state"] not in ("pending", "rejected")
    assert {"ProductOrderCreateEvent", "ProductOrderStateChangeEvent", "ProductOrderAttributeValueChangeEvent"} <= set(
        events(crm, made["id"])
    )


def test_a_replacement_sim_is_ordered_delivered_and_complete(crm: TestClient) -> None:
    number = line()
    stock(crm, number)
    made = crm.post(PRODUCT, json={"productOrderItem": [item("sim_replacement", line=number, at_counter=True)]}).json()
    work(crm)
    told = crm.get(made["href"]).json()
    assert told["state"] in ("inProgress", "completed"), told
    if told["state"] == "inProgress":
        (waits,) = [each for each in crm.get(f"/v1/orders/{made['id']}").json()["awaited"] if each["message"]]
        sent = {"item": "1", "message": waits["message"]}
        assert crm.post(f"/v1/orders/{made['id']}/messages", json=sent).status_code == 200
        work(crm)
        told = crm.get(made["href"]).json()
    check(OrderKind.PRODUCT, told)
    assert (told["state"], told["productOrderItem"][0]["state"]) == ("completed", "completed")
    assert "completionDate" in told


def test_of_states_others_say_only_that_an_order_is_cancelled(crm: TestClient) -> None:
    for state in State:
        made = crm.post(PRODUCT, json={"productOrderItem": [item("esim", line=line())]}).json()
        answer = crm.patch(made["href"], json={"state": state.value})
        if state in (State.CANCELLED, State.ASSESSING, State.CANCELLING):
            assert (answer.status_code, answer.json()["state"]) == (200, "cancelled"), state
            check(OrderKind.PRODUCT, answer.json())
            assert crm.patch(made["href"], json={"description": "too late"}).status_code == 409
        elif state is State.ACKNOWLEDGED:
            assert (answer.status_code, answer.json()["state"]) == (200, "acknowledged")
        else:
            assert answer.status_code == 409, state


def test_a_service_order_tells_its_milestones(crm: TestClient) -> None:
    made = crm.post(SERVICE, json=bodies(OrderKind.SERVICE)).json()
    assert crm.patch(made["href"], json={"state": "cancelled"}).status_code == 200
    told = crm.get(made["href"]).json()
    check(OrderKind.SERVICE, told)
    assert [each["name"] for each in told["milestone"]] == ["acknowledged", "cancelled"]
    assert "cancellationDate" in told


def test_a_priority_counts_at_once_and_the_date_external_id_and_customer_hold(crm: TestClient) -> None:
    made = crm.post(PRODUCT, json=bodies(OrderKind.PRODUCT)).json()
    changed = crm.patch(made["href"], json={"priority": "0"})
    assert (changed.status_code, changed.json()["priority"]) == (200, "0"), changed.text
    for body in ({"externalId": "other"}, {"relatedParty": [{"id": "c-1", "@referredType": "Customer"}]}):
        assert crm.patch(made["href"], json=body).status_code == 400, body
    moved = crm.patch(made["href"], json={"requestedCompletionDate": "2027-02-01T00:00:00Z", "x-more": [1]})
    assert (moved.json()["requestedCompletionDate"], moved.json()["x-more"]) == ("2027-02-01T00:00:00Z", [1])
    for name in ("orderDate", "completionDate", "cancellationDate"):
        assert crm.patch(made["href"], json={name: "2020-01-01T00:00:00Z"}).status_code == 400, name
    gone = crm.patch(made["href"], json={"state": "cancelled", "cancellationReason": "moved"}).json()
    assert (gone["state"], gone["cancellationReason"]) == ("cancelled", "moved")


@pytest.mark.parametrize("word", ["0", "4", "high", "Low", "7", "x", None])
def test_words_of_priority(word: str | None) -> None:
    known = {"0": 0, "4": 4, "high": 1, "Low": 3}
    assert priority(word) == known.get(str(word))


def test_an_order_is_taken_away_only_before_it_has_begun(crm: TestClient) -> None:
    made = crm.post(PRODUCT, json=bodies(OrderKind.PRODUCT)).json()
    assert crm.delete(made["href"]).status_code == 204
    assert crm.get(made["href"]).status_code == 404
    assert events(crm, made["id"])[-1] == "ProductOrderDeleteEvent"
    begun = crm.post(PRODUCT, json=bodies(OrderKind.PRODUCT)).json()
    work(crm)
    assert crm.delete(begun["href"]).status_code == 409
    assert crm.get(SERVICE + "/" + begun["id"]).status_code == 404  # it is of another kind


@pytest.mark.parametrize("kind", list(OrderKind))
def test_a_task_cancels_an_order_and_is_done_when_all_is_taken_back(crm: TestClient, kind: OrderKind) -> None:
    words = WORDINGS[kind]
    tasks = f"{load(words.spec).base}/{words.cancel}"
    order = crm.post(PATHS[kind], json=bodies(kind)).json()
    work(crm)
    made = crm.post(tasks, json={kind.value: {"id": order["id"]}, "cancellationReason": "call +919810000000"})
    assert made.status_code == 201, made.text
    task = made.json()
    check(kind, task, f"Cancel{words.noun}")
    assert (task["state"], "919810000000" in made.text) == ("inProgress", False)
    work(crm)
    assert crm.get(PATHS[kind] + "/" + order["id"]).json()["state"] == "cancelled"
    relay(crm)
    done = crm.get(task["href"]).json()
    check(kind, done, f"Cancel{words.noun}")
    assert (done["state"], "effectiveCancellationDate" in done) == ("done", True)
    again = crm.post(tasks, json={kind.value: {"id": order["id"]}}).json()
    assert (again["state"], "cancelled" in again["errorMessage"]["message"]) == ("terminatedWithError", True)
    assert crm.post(tasks, json={kind.value: {"id": "999999"}}).status_code == 400
    found = crm.get(tasks, params={"state": "done", f"{kind.value}.id": order["id"]}).json()
    assert [each["id"] for each in found] == [task["id"]]


def relay(crm: TestClient) -> None:
    """Draw the consequences of events, as the server does beside its requests."""
    bench = services(crm).orders
    with writing(bench.database) as session:
        for event in session.scalars(select(OutboxEvent).order_by(OutboxEvent.id)).all():
            follow(session, bench, event)


def test_a_cancellation_may_be_for_a_later_date(crm: TestClient) -> None:
    order = crm.post(PRODUCT, json=bodies(OrderKind.PRODUCT)).json()
    soon = datetime.now(UTC) + timedelta(seconds=0.3)
    tasks = "/tmf-api/productOrderingManagement/v4/cancelProductOrder"
    body = {"productOrder": {"id": order["id"]}, "requestedCancellationDate": soon.isoformat()}
    task = crm.post(tasks, json=body).json()
    assert (task["state"], cancel_due(services(crm).orders)) == ("acknowledged", 0)
    while datetime.now(UTC) < soon:
        pass
    assert cancel_due(services(crm).orders) == 1
    assert crm.get(task["href"]).json()["state"] == "done"
    assert crm.get(order["href"]).json()["state"] == "cancelled"


def test_a_cancellation_to_come_of_an_order_that_was_deleted_ends_with_an_error(crm: TestClient) -> None:
    order = crm.post(PRODUCT, json=bodies(OrderKind.PRODUCT)).json()
    soon = datetime.now(UTC) + timedelta(seconds=0.3)
    tasks = "/tmf-api/productOrderingManagement/v4/cancelProductOrder"
    body = {"productOrder": {"id": order["id"]}, "requestedCancellationDate": soon.isoformat()}
    task = crm.post(tasks, json=body).json()
    assert crm.delete(order["href"]).status_code == 204
    while datetime.now(UTC) < soon:
        pass
    assert cancel_due(services(crm).orders) == 1
    ended = crm.get(task["href"]).json()
    assert (ended["state"], ended["errorMessage"]["code"]) == ("terminatedWithError", "404")


def test_events_are_told_in_their_order_and_name_nobody(crm: TestClient) -> None:
    hub = crm.post(
        "/tmf-api/productOrderingManagement/v4/hub",
        json={"callback": "http://1.1.1.1/in", "query": "eventType=ProductOrderStateChangeEvent"},
    )
    assert hub.status_code == 201, hub.text
    number = line()
    made = crm.post(PRODUCT, json={"productOrderItem": [item("esim", line=number)]}).json()
    crm.patch(made["href"], json={"state": "cancelled"})
    with Session(services(crm).orders.database) as session:
        told = session.scalars(select(OutboxEvent).where(OutboxEvent.key == f"order:{made['id']}")).all()
        assert events(crm, made["id"]) == ["ProductOrderCreateEvent", "ProductOrderStateChangeEvent"]
        assert number not in str([each.envelope for each in told])  # whoever may know reads it by its href
    assert crm.delete(f"/tmf-api/productOrderingManagement/v4/hub/{hub.json()['id']}").status_code == 204


def test_no_history_of_an_order_has_a_step_that_its_life_does_not_allow(crm: TestClient) -> None:
    with Session(services(crm).orders.database) as session:
        query = select(OrderChange).where(OrderChange.item.is_(None), OrderChange.what == "state")
        before: dict[int, State] = {}
        steps = 0
        for each in session.scalars(query.order_by(OrderChange.id)):
            if (was := before.get(each.order_id)) is not None:
                assert each.state in FOLLOWING[was], (each.order_id, was, each.state)
                steps += 1
            before[each.order_id] = each.state
    assert steps > 5
