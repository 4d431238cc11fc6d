"""Events: whoever subscribes is told of every change, signed, at least once, in order; and never at an address inside."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from api.tending import relay
from t2r.cases.events import EventType, put
from t2r.database import utc_now, writing
from t2r.problems.events import ProblemEvent, announce
from t2r.tmf import hub
from t2r.tmf.callbacks import CallbackError, Caller, Guard
from t2r.tmf.tables import Delivery, Standing

V5, V4 = "/tmf-api/troubleTicket/v5", "/tmf-api/troubleTicket/v4"
EVENTS = "/tmf-api/event/v4"
TICKET = {"@type": "TroubleTicket", "description": "d", "severity": "Major", "ticketType": "t"}


class Subscriber:
    """Takes what it is sent, unless it is ill."""

    def __init__(self) -> None:
        self.events: list[tuple[dict[str, Any], dict[str, str], bytes]] = []
        self.ill = False

    def __call__(self, url: str, body: bytes, headers: dict[str, str]) -> None:
        if self.ill:
            raise CallbackError("answered 503")
        self.events.append((json.loads(body), headers, body))

    @property
    def types(self) -> list[str]:
        return [event["eventType"] for event, _, _ in self.events]


@pytest.fixture
def subscriber(crm: TestClient) -> Iterator[Subscriber]:
    """One who gets what this test causes, and nothing from before."""
    relay(crm.app.state.services, lambda *_: None)  # type: ignore[attr-defined]
    yield Subscriber()
    for each in _subscriptions(crm):
        assert crm.delete(each).status_code == 204


def _subscriptions(crm: TestClient) -> list[str]:
    with Session(crm.app.state.services.bench.database) as session:  # type: ignore[attr-defined]
        found = session.scalars(select(hub.Subscription)).all()
        bases = {"TMF688-v4": EVENTS, "TMF621-v4": V4, "TMF621-v5": V5}
        return [f"{bases[each.api]}/hub/{each.id}" for each in found]


def subscribe(crm: TestClient, base: str = V5, **given: str) -> tuple[dict[str, Any], str]:
    response = crm.post(f"{base}/hub", json={"callback": "http://1.1.1.1/listener"} | given)
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    assert response.headers["location"] == f"{base}/hub/{made['id']}"
    return made, response.headers["x-signing-secret"]


def deliver(crm: TestClient, subscriber: Subscriber) -> None:
    relay(crm.app.state.services, subscriber)  # type: ignore[attr-defined]


def test_every_change_is_told(crm: TestClient, subscriber: Subscriber) -> None:
    subscribe(crm)
    ticket = crm.post(f"{V5}/troubleTicket", json=TICKET).json()
    for changes in (
        {"name": "n"},
        {"status": "inProgress"},
        {"status": "pending"},
        {"status": "inProgress"},
        {"status": "resolved"},
    ):
        assert crm.patch(ticket["href"], json=changes).status_code == 200
    crm.delete(ticket["href"])
    deliver(crm, subscriber)
    assert [name.removeprefix("TroubleTicket").removesuffix("Event") for name in subscriber.types] == [
        "Create",
        "AttributeValueChange",
        "StatusChange",
        "StatusChange",
        "InformationRequired",
        "StatusChange",
        "StatusChange",
        "Resolved",
        "Delete",
    ]
    told = subscriber.events[0][0]["event"]["troubleTicket"]
    assert (told["id"], told["href"]) == (ticket["id"], ticket["href"])


def test_an_event_is_signed_with_the_secret_that_was_shown_once(crm: TestClient, subscriber: Subscriber) -> None:
    made, secret = subscribe(crm)
    assert secret not in crm.get(f"{V5}/hub/{made['id']}").text
    crm.post(f"{V5}/troubleTicket", json=TICKET)
    deliver(crm, subscriber)
    event, headers, body = subscriber.events[0]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert headers["webhook-id"] == event["eventId"]


def test_v4_is_told_in_its_own_words(crm: TestClient, subscriber: Subscriber) -> None:
    subscribe(crm, V4)
    crm.post(f"{V5}/troubleTicket", json=TICKET)
    deliver(crm, subscriber)
    event = subscriber.events[0][0]
    assert "timeOcurred" in event
    assert "timeOccurred" not in event
    assert event["event"]["troubleTicket"]["href"].startswith(V4)


def test_v4_is_told_of_a_ticket_that_somebody_else_is_asked_to_open(crm: TestClient, subscriber: Subscriber) -> None:
    """A form that was sent has no address here."""
    subscribe(crm, V4)
    with writing(crm.app.state.services.bench.database) as session:  # type: ignore[attr-defined]
        put(session, "troubleTicket", EventType.CREATED, "7", {"description": "call back"}, utc_now(), key="case:7")
    crm.post(f"{V5}/troubleTicket", json=TICKET)
    deliver(crm, subscriber)
    first, second = (event["event"]["troubleTicket"] for event, _, _ in subscriber.events)
    assert first["description"] == "call back"
    assert "href" not in first
    assert second["href"].startswith(V4)


def test_what_is_no_event_of_tm_forums_has_a_topic_of_its_own(crm: TestClient, subscriber: Subscriber) -> None:
    for base in (V4, f"{EVENTS}/topic/customerProblem"):
        subscribe(crm, base)
    with writing(crm.app.state.services.bench.database) as session:  # type: ignore[attr-defined]
        announce(session, ProblemEvent.RESTORED, "case:7", utc_now(), {"case": "7"})
    deliver(crm, subscriber)
    assert subscriber.types == [ProblemEvent.RESTORED]  # once: who subscribes to tickets is told of tickets
    told = crm.get(f"{EVENTS}/topic/customerProblem/event").json()
    assert [each["eventType"] for each in told][-1] == ProblemEvent.RESTORED


def test_an_event_of_others_is_told_as_they_wrote_it(crm: TestClient, subscriber: Subscriber) -> None:
    topic = f"{EVENTS}/topic/{crm.post(f'{EVENTS}/topic', json={'name': 'fleet'}).json()['id']}"
    subscribe(crm, topic)
    event: dict[str, Any] = {"troubleTicket": {"statusChangeHistory": [{}]}}
    assert crm.post(f"{topic}/event", json={"eventType": "Broken", "event": event}).status_code == 201
    deliver(crm, subscriber)
    assert subscriber.events[0][0]["event"] == event


def test_a_query_lets_through_what_it_names(crm: TestClient, subscriber: Subscriber) -> None:
    subscribe(crm, query="eventType=TroubleTicketStatusChangeEvent&troubleTicket.status=held")
    ticket = crm.post(f"{V5}/troubleTicket", json=TICKET).json()
    for status in ("inProgress", "held"):
        crm.patch(ticket["href"], json={"status": status})
    deliver(crm, subscriber)
    assert [event["event"]["troubleTicket"]["status"] for event, _, _ in subscriber.events] == ["held"]


def test_what_does_not_arrive_is_tried_again_in_order_and_at_last_laid_aside(
    crm: TestClient, subscriber: Subscriber
) -> None:
    subscribe(crm)
    ticket = crm.post(f"{V5}/troubleTicket", json=TICKET).json()
    crm.patch(ticket["href"], json={"name": "n"})
    database = crm.app.state.services.bench.database  # type: ignore[attr-defined]
    subscriber.ill, at = True, utc_now()

    def now() -> datetime:
        return at

    hub.give_out(database, now)
    hub.deliver(database, subscriber, now)
    subscriber.ill = False
    assert hub.deliver(database, subscriber, now) == 0  # not at once
    at += timedelta(seconds=3)
    while hub.deliver(database, subscriber, now):
        pass
    assert subscriber.types == ["TroubleTicketCreateEvent", "TroubleTicketAttributeValueChangeEvent"]
    subscriber.ill = True
    crm.patch(ticket["href"], json={"name": "other"})
    hub.give_out(database, now)
    for _ in range(hub.ATTEMPTS + 2):
        hub.deliver(database, subscriber, now)
        at += hub.LONGEST_WAIT
    with Session(database) as session:
        last = session.scalars(select(Delivery).order_by(Delivery.number.desc())).first()
        assert last is not None
        assert (last.standing, last.attempts, last.error) == (Standing.DEAD, hub.ATTEMPTS, "answered 503")


def test_an_event_whose_change_is_undone_is_never_told(crm: TestClient, subscriber: Subscriber) -> None:
    subscribe(crm)
    ticket = crm.post(f"{V5}/troubleTicket", json=TICKET).json()
    assert crm.patch(ticket["href"], json={"name": "n", "status": "closed"}).status_code == 409
    deliver(crm, subscriber)
    assert subscriber.types == ["TroubleTicketCreateEvent"]
    assert "name" not in crm.get(ticket["href"]).json()


def test_an_unknown_subscription_is_404(crm: TestClient) -> None:
    for base in (V5, V4):
        assert crm.delete(f"{base}/hub/unknown").status_code == 404
        assert crm.get(f"{base}/hub/unknown").status_code == 404


@pytest.mark.parametrize(
    "callback",
    [
        "http://127.0.0.1/x",
        "http://localhost:8000/x",
        "http://10.1.2.3/x",
        "http://192.168.1.1/x",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/x",
        "http://[::ffff:127.0.0.1]/x",
        "http://[64:ff9b::7f00:1]/x",
        "http://[fe80::1]/x",
        "http://0.0.0.0/x",
        "http://100.64.0.1/x",
        "http://2130706433/x",
        "ftp://1.1.1.1/x",
        "http://user:pass@1.1.1.1/x",
        "http://1.1.1.1:99999/x",
        "file:///etc/passwd",
        "nonsense",
        "",
        7,
        None,
    ],
)
def test_a_callback_inside_or_none_at_all_is_refused(crm: TestClient, callback: object) -> None:
    response = crm.post(f"{V4}/hub", json={"callback": callback})
    assert (response.status_code, "callback" in response.json()["message"]) == (400, True)


def test_the_address_is_looked_at_again_when_it_is_called() -> None:
    answers = iter([["1.1.1.1"], ["127.0.0.1"]])
    guard = Guard(resolve=lambda host, port: next(answers))
    guard.check("http://rebinding.example/x")
    caller = Caller(guard)
    with pytest.raises(CallbackError, match="not public"):
        caller("http://rebinding.example/x", b"{}", {})
    caller.close()


def test_an_allowed_network_is_called_and_a_redirect_is_not_followed() -> None:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(302 if self.path == "/away" else 204)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    caller = Caller(Guard.of("127.0.0.0/8"), seconds=5)
    caller(f"http://127.0.0.1:{server.server_port}/here", b"{}", {"webhook-id": "1"})
    with pytest.raises(CallbackError, match="302"):
        caller(f"http://127.0.0.1:{server.server_port}/away", b"{}", {})
    caller.close()
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_listener_takes_what_another_system_tells(crm: TestClient) -> None:
    event = {"eventId": "their-1", "event": {"troubleTicket": {"id": "7"}}}
    assert crm.post(f"{V5}/listener/troubleTicketCreateEvent", json=event).status_code == 204
    assert crm.post(f"{V4}/listener/troubleTicketCreateEvent", json=event).status_code == 201
    assert crm.post(f"{V4}/listener/troubleTicketCreateEvent", json={"no": "event"}).status_code == 400


def test_what_another_system_tells_changes_nothing_and_holds_nothing_up(
    crm: TestClient, subscriber: Subscriber
) -> None:
    subscribe(crm)
    id = crm.post(f"{V5}/troubleTicket", json=TICKET).json()["id"]
    told = {"event": {"troubleTicket": {"id": id, "status": "resolved"}, "partyInteraction": {"id": "1"}}}
    for version, event in ((V5, "troubleTicketStatusChangeEvent"), (V4, "troubleTicketStatusChangeEvent")):
        assert crm.post(f"{version}/listener/{event}", json=told).status_code in (201, 204)
    contacts = "/tmf-api/partyInteraction/v4/listener/partyInteractionStatusChangeEvent"
    assert crm.post(contacts, json=told).status_code == 201
    deliver(crm, subscriber)
    assert crm.get(f"{V5}/troubleTicket/{id}").json()["status"] == "acknowledged"
    assert crm.post(f"{V5}/troubleTicket", json=TICKET).status_code == 201
    before = len(subscriber.events)
    deliver(crm, subscriber)
    assert len(subscriber.events) == before + 1
