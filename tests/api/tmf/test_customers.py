"""Customers and contacts over TMF629 and TMF683 are those of the agents: one record, one life, one truth; and what they are told."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.tending import relay
from t2r.cases import outages
from t2r.cases.changing import take
from t2r.cases.codes import Severity
from t2r.cases.outages import Outage
from t2r.database import writing
from t2r.problems import life
from t2r.tmf.callbacks import CallbackError
from tests.api.tmf.test_others import made, services

CUSTOMERS = "/tmf-api/customerManagement/v4/customer"
CONTACTS = "/tmf-api/partyInteraction/v4/partyInteraction"
MESSAGES = "/tmf-api/communicationManagement/v4/communicationMessage"
PARTY = {"id": "P-1", "@type": "PartyRef", "@referredType": "Individual"}


def body(number: str, **more: Any) -> dict[str, Any]:
    reached = {"phoneNumber": f"+{number}", "emailAddress": f"c{number}@crm.example"}
    medium = {"mediumType": "phone", "preferred": True, "characteristic": reached}
    return {"name": "Asha Rao", "engagedParty": PARTY | {"id": f"P-{number}"}, "contactMedium": [medium]} | more


def told_events(crm: TestClient, topic: str, type: str, about: str) -> list[dict[str, Any]]:
    query = {"eventType": type, "correlationId": about}
    events: list[dict[str, Any]] = crm.get(f"/tmf-api/event/v4/topic/{topic}/event", params=query).json()
    return events


def messages_about(crm: TestClient, value: str) -> list[dict[str, Any]]:
    relay(services(crm), lambda *_: None)
    found: list[dict[str, Any]] = crm.get(MESSAGES, params={"characteristic.value": value}).json()
    return found


def test_the_record_of_tmf629_is_that_of_the_agents(crm: TestClient) -> None:
    told = made(crm, CUSTOMERS, body("919822000001"))
    for query in ({"line": "919822000001"}, {"email": "c919822000001@crm.example"}, {"party": "P-919822000001"}):
        (seen,) = crm.get("/v1/customers", params=query).json()
        assert (seen["id"], seen["verified"]) == (told["id"], False)
    assert crm.patch(told["href"], json={"name": "Asha Verma"}).status_code == 200
    (step,) = crm.get(f"/v1/customers/{told['id']}/history").json()
    assert (step["field"], step["why"]) == ("name", "TMF629")
    (event,) = told_events(crm, "customer", "CustomerAttributeValueChangeEvent", told["id"])
    assert event["event"]["changed"] == ["name"]
    assert event["event"]["customer"]["href"] == told["href"]
    assert "Asha" not in json.dumps(event)


def test_who_is_known_already_is_answered_with_the_record_that_there_is(crm: TestClient) -> None:
    first = made(crm, CUSTOMERS, body("919822000002"))
    again = crm.post(CUSTOMERS, json=body("919822000002"))
    assert (again.status_code, again.json()["id"], again.headers["location"]) == (200, first["id"], first["href"])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"name": "Asha Rao"}, 2),
        ({"contactMedium.characteristic.phoneNumber": "+919822000004"}, 1),
        ({"characteristic.name": "segment", "characteristic.value": "business"}, 1),
        ({"engagedParty.id": "P-919822000003,P-919822000004"}, 2),
        ({"status": "suspended"}, 1),
        ({"status.ne": "suspended"}, 1),
    ],
)
def test_customers_are_filtered_by_what_their_record_holds(crm: TestClient, query: dict[str, str], found: int) -> None:
    segment = [{"name": "segment", "value": "business"}]
    for each in (body("919822000003", characteristic=segment), body("919822000004", status="suspended")):
        crm.post(CUSTOMERS, json=each)
    both = "P-919822000003,P-919822000004"
    answer = crm.get(CUSTOMERS, params={"engagedParty.id": both} | query)
    assert (answer.headers["x-total-count"], len(answer.json())) == (str(found), found)


def test_customers_are_sorted_and_paged(crm: TestClient) -> None:
    names = ["Zara", "Anil", "Mina"]
    for place, name in enumerate(names):
        crm.post(CUSTOMERS, json=body(f"91982200001{place}", name=name, engagedParty=PARTY | {"id": f"page-{place}"}))
    asked = {"engagedParty.id": "page-0,page-1,page-2", "fields": "name"}
    newest = crm.get(CUSTOMERS, params=asked | {"limit": "2"})
    assert (newest.status_code, [one["name"] for one in newest.json()]) == (206, ["Mina", "Anil"])
    rest = crm.get(CUSTOMERS, params=asked | {"limit": "2", "offset": "2"}).json()
    assert [one["name"] for one in rest] == ["Zara"]
    by_name = crm.get(CUSTOMERS, params=asked | {"sort": "name"}).json()
    assert [one["name"] for one in by_name] == sorted(names)


def test_of_two_who_change_the_same_version_the_second_is_refused(crm: TestClient) -> None:
    told = crm.post(CUSTOMERS, json=body("919822000020"))
    href, seen = told.json()["href"], told.headers["etag"]
    changed = crm.patch(href, json={"name": "First"}, headers={"If-Match": seen})
    assert (changed.status_code, changed.headers["etag"] != seen) == (200, True)
    late = crm.patch(href, json={"name": "Second"}, headers={"If-Match": seen})
    assert (late.status_code, late.headers["etag"]) == (412, changed.headers["etag"])
    assert crm.get(href).json()["name"] == "First"
    assert crm.delete(href, headers={"If-Match": seen}).status_code == 412


def test_a_json_patch_takes_away_what_is_inside_an_object(crm: TestClient) -> None:
    told = made(crm, CUSTOMERS, body("919822000021"))
    patch = [
        {"op": "remove", "path": "/engagedParty/@referredType"},
        {"op": "add", "path": "/x-more", "value": {"a": 1}},
    ]
    sent = {"content": json.dumps(patch), "headers": {"Content-Type": "application/json-patch+json"}}
    changed = crm.patch(told["href"], **sent)
    assert changed.status_code == 400, "v4 asks for the type that a party refers to"
    patch[0]["path"] = "/engagedParty/@type"
    changed = crm.patch(told["href"], **sent | {"content": json.dumps(patch)}).json()
    assert (sorted(changed["engagedParty"]), changed["x-more"]) == (["@referredType", "id"], {"a": 1})


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"contactMedium": [{"mediumType": "phone", "characteristic": {"phoneNumber": "none"}}]}, "phoneNumber"),
        ({"status": "gold"}, "status"),
        ({"name": " "}, "name"),
    ],
)
def test_a_bad_value_is_refused_and_named(crm: TestClient, wrong: dict[str, Any], named: str) -> None:
    told = crm.post(CUSTOMERS, json=body("919822000022")).json()
    refused = crm.patch(told["href"], json=wrong)
    assert (refused.status_code, named in refused.json()["message"]) == (400, True)


def test_who_leaves_is_erased_told_and_kept_on_record(crm: TestClient) -> None:
    told = made(crm, CUSTOMERS, body("919822000023"))
    rest = crm.patch(told["href"], json={"status": "suspended", "statusReason": "asked for a pause"}).json()
    assert (rest["status"], rest["statusReason"]) == ("suspended", "asked for a pause")
    ended = crm.patch(told["href"], json={"status": "terminated", "statusReason": "moves abroad"}).json()
    assert (ended["status"], "contactMedium" in ended) == ("terminated", False)
    assert crm.patch(told["href"], json={"name": "x"}).status_code == 409
    assert crm.delete(told["href"]).status_code == 409
    states = told_events(crm, "customer", "CustomerStateChangeEvent", told["id"])
    assert len(states) == 2
    (farewell,) = messages_about(crm, told["id"])
    assert (farewell["state"], farewell["receiver"]) == ("completed", [{}])


def test_a_contact_lives_one_life_whoever_tells_of_it(crm: TestClient) -> None:
    number = "919822000030"
    customer = made(crm, CUSTOMERS, body(number))
    begun = crm.post("/v1/interactions", json={"channel": "chat", "reason": "slow", "msisdn": number}).json()
    href = f"{CONTACTS}/{begun['id']}"
    told = crm.get(href).json()
    parties = {one["role"]: one["id"] for one in told["relatedParty"]}
    assert parties == {"customer": customer["id"], "agent": begun["agent"]}
    query = {"relatedParty.id": customer["id"], "channel.name": "chat", "status": "inProgress", "reason": "slow"}
    assert [one["id"] for one in crm.get(CONTACTS, params=query).json()] == [told["id"]]

    words = base64.b64encode(b"call me on 9876543210").decode()
    note = {"author": "asha", "text": "rang from 9876543210"}
    file = {"attachmentType": "transcript", "content": words, "mimeType": "text/plain"}
    changed = crm.patch(href, json={"reason": "very slow", "note": [note], "attachment": [file]}).json()
    assert (changed["note"][0]["author"], "9876543210" in json.dumps(changed)) == ("asha", False)
    assert "9876543210" not in crm.get(f"/v1/interactions/{begun['id']}/transcript").json()["text"]
    seen = crm.get(f"/v1/interactions/{begun['id']}").json()
    assert [step["what"] for step in seen["history"]] == ["begun", "changed", "note", "transcript", "changed"]
    assert crm.patch(href, json={"note": []}).status_code == 409, "a note is taken away"

    crm.post(f"/v1/interactions/{begun['id']}/notes", json={"text": "an agent's note"})
    code = next(iter(services(crm).bench.codes.wrap_ups))
    over = crm.patch(href, json={"status": "completed", "description": "works again", "wrapUp": code}).json()
    assert (over["status"], over["outcome"], over["wrapUp"]) == ("completed", "completed", code)
    assert [one["text"] for one in over["note"]][1] == "an agent's note"
    for wrong in (
        {"reason": "other"},
        {"description": "other"},
        {"status": "inProgress"},
        {"note": [*over["note"], note]},
    ):
        assert crm.patch(href, json=wrong).status_code == 409, wrong
    assert crm.delete(href).status_code == 409
    types = {
        event["eventType"]
        for event in crm.get(
            "/tmf-api/event/v4/topic/partyInteraction/event", params={"correlationId": f"interaction-{begun['id']}"}
        ).json()
    }
    assert types == {
        "PartyInteractionCreateEvent",
        "PartyInteractionAttributeValueChangeEvent",
        "PartyInteractionStatusChangeEvent",
    }


def test_subscribers_to_an_api_are_told_of_its_resources_alone(crm: TestClient) -> None:
    relay(services(crm), lambda *_: None)  # what was there before
    hubs = [
        crm.post(f"/tmf-api/{api}/hub", json={"callback": f"http://1.1.1.1/{api}"}).headers["location"]
        for api in ("customerManagement/v4", "partyInteraction/v4", "troubleTicket/v4")
    ]
    made(crm, CUSTOMERS, body("919822000040"))
    crm.post("/v1/interactions", json={"channel": "chat", "reason": "slow"})
    told: list[tuple[str, str]] = []
    relay(services(crm), lambda url, content, headers: told.append((url, json.loads(content)["eventType"])))
    for each in hubs:
        assert crm.delete(each).status_code == 204
    assert sorted(told) == [
        ("http://1.1.1.1/customerManagement/v4", "CustomerCreateEvent"),
        ("http://1.1.1.1/partyInteraction/v4", "PartyInteractionCreateEvent"),
    ]


# What customers are told of cases and contacts


def open_case(crm: TestClient, number: str) -> int:
    case = {"words": "nothing works", "flow": "mobile-data", "msisdn": number}
    return int(crm.post("/v1/cases", json=case).json()["id"])


def test_whom_an_outage_hits_is_told_so_and_told_when_it_is_over(crm: TestClient) -> None:
    wish = [{"name": "preferredChannel", "value": "email"}]
    customer = made(crm, CUSTOMERS, body("919822000050", characteristic=wish))
    bench, id = services(crm).bench, open_case(crm, "919822000050")
    outage = Outage("OUT-50", "Fibre cut", Severity.CRITICAL, "There is a fault in our network.")
    with writing(bench.database) as session:
        parent = outages.link(session, take(session, id, bench.now()), outage, bench.codes, bench.now()).id
    (told,) = messages_about(crm, customer["id"])
    assert (told["messageType"], told["state"]) == ("Email", "completed")
    assert told["content"].startswith("There is a fault in our network.")
    with writing(bench.database) as session:
        outages.end(session, parent, "t2r", bench.now())
        outages.release(session, "t2r", bench.now())
    over, _ = messages_about(crm, customer["id"])
    assert "has been mended" in over["content"]


def test_who_is_not_known_is_told_on_the_line(crm: TestClient) -> None:
    id = open_case(crm, "919822000051")
    bench = services(crm).bench
    with writing(bench.database) as session:
        life.follow(session, id, bench.now())
    with writing(bench.database) as session:
        life.follow(session, id, bench.now() + timedelta(days=10))
    (late,) = [one for one in messages_about(crm, str(id)) if "by the time" in one["content"]]
    assert (late["messageType"], late["state"]) == ("SMS", "completed")


def test_whoever_wrote_is_told_that_it_is_done_and_asked_how_it_was_but_not_each_time(crm: TestClient) -> None:
    ended = []
    for channel in ("chat", "chat", "phone"):
        given = {"channel": channel, "reason": "slow", "msisdn": "919822000052"}
        id = crm.post("/v1/interactions", json=given).json()["id"]
        crm.post(f"/v1/interactions/{id}/end", json={"description": "done"})
        ended.append(str(id))
    told = [
        [one for one in messages_about(crm, id) if {"name": "interaction", "value": id} in one["characteristic"]]
        for id in ended
    ]
    first, second, third = told
    assert [("is done" in one["content"], "How was it" in one["content"]) for one in first] == [(True, True)]
    assert [("is done" in one["content"], "How was it" in one["content"]) for one in second] == [(True, False)]
    assert third == []


def test_what_a_customer_says_of_a_contact_is_kept_and_a_low_word_is_followed(crm: TestClient) -> None:
    case = open_case(crm, "919822000060")
    given = {"channel": "phone", "reason": "slow", "msisdn": "919822000060", "case": case}
    id = crm.post("/v1/interactions", json=given).json()["id"]
    crm.post(f"/v1/interactions/{id}/end", json={"description": "done"})
    said = {"satisfaction": 1, "comment": "call 9876543210"}
    kept = crm.post(f"/v1/interactions/{id}/feedback", json=said).json()["history"][-1]
    assert (kept["what"], kept["body"], "9876543210" in kept["text"]) == ("feedback", {"satisfaction": 1}, False)
    (idea,) = crm.get("/v1/improvements", params={"case": case, "to": "retention"}).json()
    assert idea["case_id"] == case
    assert crm.post(f"/v1/interactions/{id}/feedback", json={"satisfaction": 6}).status_code == 422


def test_a_delivery_that_fails_is_seen_with_its_attempts(crm: TestClient) -> None:
    relay(services(crm), lambda *_: None)
    hub = crm.post("/tmf-api/customerManagement/v4/hub", json={"callback": "http://1.1.1.1/crm"})
    made(crm, CUSTOMERS, body("919822000061"))

    def refuse(url: str, content: bytes, headers: dict[str, str]) -> None:
        raise CallbackError("answered 503")

    relay(services(crm), refuse)
    (told,) = crm.get("/v1/deliveries", params={"standing": "pending", "subscription": hub.json()["id"]}).json()
    assert (told["type"], told["attempts"], told["error"]) == ("CustomerCreateEvent", 1, "answered 503")
    assert crm.delete(hub.headers["location"]).status_code == 204


def test_the_profile_is_the_record_with_all_that_follows_from_it(crm: TestClient) -> None:
    told = made(crm, CUSTOMERS, body("919822000062"))
    open_case(crm, "919822000062")
    profile = crm.get(f"/v1/customers/{told['id']}/profile").json()
    assert (profile["name"], len(profile["troubleTicket"])) == ("Asha Rao", 1)
    assert {"churnRisk", "loyaltyTier"} <= {one["name"] for one in profile["characteristic"]}
