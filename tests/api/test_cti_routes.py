"""Events of calls over HTTP and a WebSocket, and the screens that pop for the agents they ring."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from api.audit import Act, AuditLog
from api.routes import cti
from api.tokens import Principal, Scope, TokenStore
from t2r.cti.bridge import take_in
from t2r.database import open_database
from t2r.operator_systems.client import Client
from t2r.operator_systems.customers import CustomerSystem
from t2r.settings import Settings

LINE = "919800000001"
NOON = 1_777_636_800
ASHA, RAVI = {"AgentID": "asha", "ThisDN": "7001"}, {"AgentID": "ravi", "ThisDN": "7002"}


def event(name: str, at: float = 0, conn: str = "c1", **more: Any) -> dict[str, Any]:
    about = {"ANI": f"+{LINE}", "DNIS": "1800111", "ThisQueue": "mobile", "CallType": "Inbound"}
    return {"Event": name, "ConnID": conn, "Time": NOON + at, **about, **more}


@pytest.fixture(scope="module")
def site(
    make_settings: Callable[..., Settings], small_network: Callable[[Settings], Any], serve: Callable[..., Any]
) -> Iterator[tuple[str, Settings]]:
    settings = make_settings()
    small_network(settings)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cti, "LOOK_SECONDS", 0.1)
        patch.setattr(cti, "KEEP_ALIVE_SECONDS", 0.1)  # so that a stream notices soon that the client has gone
        with serve(settings) as url:
            yield url, settings


@pytest.fixture
def bridge(site: tuple[str, Settings], token_for: Callable[..., str]) -> Iterator[httpx2.Client]:
    """A telephone system's client, which may also look at what was made of its events."""
    token = token_for(site[1], Scope.CTI_WRITE, Scope.CASES_READ, Scope.CASES_WRITE)
    with httpx2.Client(base_url=site[0], headers={"Authorization": f"Bearer {token}"}, timeout=60) as client:
        yield client


@pytest.fixture
def screen_of(site: tuple[str, Settings]) -> Callable[[str], Any]:
    """What an agent's stream brings, as a queue of events; the agent is signed in under that name."""
    url, settings = site
    engine = open_database(settings.database)

    @contextmanager
    def opened(agent: str, last: str | None = None) -> Iterator[queue.Queue[tuple[str, dict[str, Any]]]]:
        store = TokenStore(engine)
        store.revoke(agent)
        rights = [Scope.CASES_READ, Scope.CUSTOMERS_READ]
        headers = {"Authorization": f"Bearer {store.create(agent, rights, timedelta(hours=1))}"}
        if last is not None:
            headers["Last-Event-ID"] = last
        got: queue.Queue[tuple[str, dict[str, Any]]] = queue.Queue()
        ready, stop = threading.Event(), threading.Event()

        def listen() -> None:
            with httpx2.stream("GET", f"{url}/v1/cti/pops", headers=headers, timeout=60) as response:
                name = ""
                for text in response.iter_lines():
                    if text.startswith(":"):
                        if text == ": keep-alive":
                            ready.set()
                        if stop.is_set():
                            return
                    name = text.removeprefix("event: ") if text.startswith("event: ") else name
                    if text.startswith("data: "):
                        got.put((name, json.loads(text[6:])))

        listening = threading.Thread(target=listen)
        listening.start()
        assert ready.wait(60)
        yield got
        stop.set()
        listening.join(60)

    return opened


def send(bridge: httpx2.Client, *events: dict[str, Any], **params: Any) -> dict[str, Any]:
    response = bridge.post("/v1/cti/events", json=list(events), params=params)
    assert response.status_code == 200, response.text
    return dict(response.json())


def next_of(got: queue.Queue[tuple[str, dict[str, Any]]]) -> tuple[str, dict[str, Any]]:
    return got.get(timeout=60)


def test_ringing_pops_the_line_its_badges_and_open_cases_for_that_agent_alone(
    bridge: httpx2.Client, screen_of: Callable[..., Any]
) -> None:
    case = bridge.post("/v1/cases", json={"words": "no mobile data", "msisdn": LINE, "flow": "mobile-data"}).json()
    with screen_of("asha") as asha, screen_of("ravi") as ravi:
        taken = send(bridge, event("EventRinging", conn="pop", **ASHA))
        name, pop = next_of(asha)
        assert (name, pop["call"], pop["standing"], pop["msisdn"]) == ("pop", "pop", "ringing", LINE)
        assert (pop["queue"], pop["dialled"], pop["withheld"]) == ("mobile", "1800111", False)
        assert pop["interaction"] == taken["items"][0]["interaction"]
        assert [each["id"] for each in pop["open_cases"]] == [case["id"]]
        assert {badge["kind"] for badge in pop["badges"]} >= {"barring"}
        send(bridge, event("EventEstablished", 3, "pop", **ASHA), event("EventReleased", 60, "pop", **ASHA))
        assert [next_of(asha)[1]["standing"] for _ in range(2)] == ["talking", "left"]
        assert ravi.empty()
    contact = bridge.get(f"/v1/interactions/{pop['interaction']}").json()
    assert (contact["agent"], contact["msisdn"], contact["status"]) == ("asha", LINE, "completed")
    assert contact["outcome"] == "completed"


def test_a_withheld_number_falls_back_on_what_was_attached(
    bridge: httpx2.Client, screen_of: Callable[..., Any]
) -> None:
    with screen_of("asha") as asha:
        attached = {"msisdn": "98000 00003", "Intent": "roaming", "Pin": "1234"}
        send(bridge, event("EventRinging", conn="hidden", ANI="anonymous", UserData=attached, **ASHA))
        _, pop = next_of(asha)
        assert (pop["msisdn"], pop["withheld"], pop["reason"]) == ("919800000003", True, "roaming")
        send(bridge, event("EventAbandoned", 9, "hidden", **ASHA))


def test_the_number_leads_to_its_customer_and_to_all_who_share_it_and_shows_nothing_of_them(
    site: tuple[str, Settings], bridge: httpx2.Client, screen_of: Callable[..., Any], token_for: Callable[..., str]
) -> None:
    crm = {"Authorization": f"Bearer {token_for(site[1], Scope.CUSTOMERS_MASTER, Scope.AUDIT_READ)}"}

    def customer(name: str, party: str, *lines: str, phone: str = "") -> str:
        record = {
            "name": name,
            "engagedParty": {"id": party},
            "characteristic": [{"name": "msisdn", "value": line} for line in lines],
            "contactMedium": [{"mediumType": "phone", "characteristic": {"phoneNumber": phone}}] if phone else [],
        }
        made = bridge.post("/v1/customers", json={"record": record}, headers=crm)
        assert made.is_success, made.text
        return str(made.json()["id"])

    own = customer("Asha Rao", "1", "919800000011", "919800000012")
    one, other = (customer(name, name, "919800000013") for name in ("Meena Das", "Meena Iyer"))
    called_there = customer("Ravi Das", "4", "919800000015", phone="+91 98000 00014")
    cases: list[tuple[dict[str, Any], list[str]]] = [
        ({"ANI": "+919800000011"}, [own]),
        ({"ANI": "sip:09800000012@pbx"}, [own]),
        ({"ANI": "+919800000013"}, [one, other]),
        ({"ANI": "+919800000013", "UserData": {"CustomerId": other}}, [other]),
        ({"ANI": "+919800000014"}, [called_there]),
        ({"ANI": "anonymous", "UserData": {"msisdn": "98000 00012"}}, [own]),
        ({"ANI": "anonymous", "UserData": {"CustomerId": called_there}}, [called_there]),
        ({"ANI": "anonymous"}, []),
        ({"ANI": "+919800000099", "UserData": {"CustomerId": "C-17"}}, []),
    ]
    with screen_of("asha") as asha:
        for number, (about, found) in enumerate(cases):
            send(bridge, event("EventRinging", conn=f"who-{number}", **about, **ASHA))
            _, pop = next_of(asha)
            assert sorted(each["id"] for each in pop["customers"]) == sorted(found), about
            assert not any(each["verified"] for each in pop["customers"])
            assert not {"Asha Rao", "Meena Das", "Ravi Das"} & {each["record"]["name"] for each in pop["customers"]}
            path = f"/v1/interactions/{pop['interaction']}/customers"
            asked = bridge.get(path, headers={"Authorization": f"Bearer {token_for(site[1], Scope.CUSTOMERS_READ)}"})
            assert asked.json() == pop["customers"]
            send(bridge, event("EventAbandoned", 9, f"who-{number}", **ASHA))
            assert next_of(asha)[0] == "call"
    seen = bridge.get("/v1/audit", params={"subject": f"customers/{own}", "route": "/v1/cti/pops"}, headers=crm).json()
    assert {each["principal"] for each in seen["items"]} == {"asha"}


def test_a_screen_shows_no_customers_to_whom_may_not_see_them_and_waits_for_no_crm(
    site: tuple[str, Settings], bridge: httpx2.Client, token_for: Callable[..., str], client: TestClient
) -> None:
    services = client.app.state.services  # type: ignore[attr-defined]
    nobody = Client("customers", "http://127.0.0.1:9/customerManagement/v4", "TMF629-v4")
    away = replace(services.customers, directory=CustomerSystem(nobody))
    for desk, may_see in ((services.customers, False), (away, True)):
        scopes = frozenset({Scope.CASES_READ} | ({Scope.CUSTOMERS_READ} if may_see else set()))
        caller = Principal("asha", scopes, datetime.max.replace(tzinfo=UTC))
        rung = services.platforms.read(event("EventRinging", conn="away", **ASHA))
        take_in(services.bench.database, rung, services.bench.now())
        act = Act("asha", caller.via, "GET", "/v1/cti/pops")
        (told,) = cti._Reader(replace(services, customers=desk), caller, None, act).read()
        assert json.loads(told.partition(b"data: ")[2])["customers"] is None


def test_a_transfer_carries_interaction_case_and_what_was_checked(
    bridge: httpx2.Client, screen_of: Callable[..., Any]
) -> None:
    with screen_of("ravi") as ravi:
        rung = send(bridge, event("EventRinging", conn="t1", **ASHA), event("EventEstablished", 2, "t1", **ASHA))
        interaction = rung["items"][1]["interaction"]
        case = bridge.post("/v1/cases", json={"words": "no mobile data", "msisdn": LINE, "flow": "mobile-data"}).json()
        bridge.post(f"/v1/cases/{case['id']}/transfer", json={"owner": "asha"})
        bridge.post(f"/v1/interactions/{interaction}/case", json={"case": case["id"]})
        blank = case["next"]["blanks"][0]
        value = blank["allowed"][0] if blank["allowed"] else True
        bridge.post(f"/v1/cases/{case['id']}/answers", json={"answers": {blank["fact"]: value}})
        consult = {"CallType": "Consult", "TransferConnID": "t1"}
        send(bridge, event("EventHeld", 20, "t1", **ASHA), event("EventRinging", 21, "t2", **consult, **RAVI))
        name, pop = next_of(ravi)
        assert (name, pop["kind"], pop["interaction"], pop["msisdn"]) == ("pop", "Consult", interaction, LINE)
        assert pop["case"]["id"] == case["id"]
        assert pop["agents"] == ["asha"]
        assert blank["fact"] in {known["fact"] for each in pop["case"]["checked"] for known in each["known"]}
        moved = {"CallState": "Transferred", "ThirdPartyDN": "7001", "PreviousConnID": "t2"}
        send(
            bridge,
            event("EventEstablished", 25, "t2", **consult, **RAVI),
            event("EventPartyChanged", 40, "t1", **moved, **RAVI),
            event("EventReleased", 40, "t1", CallState="Transferred", **ASHA),
        )
        assert bridge.get(f"/v1/cases/{case['id']}").json()["owner"] == "ravi"
        contact = bridge.get(f"/v1/interactions/{interaction}").json()
        assert (contact["agent"], contact["status"], contact["case"]) == ("ravi", "inProgress", case["id"])
        send(bridge, event("EventReleased", 90, "t1", **RAVI))
    assert bridge.get(f"/v1/interactions/{interaction}").json()["status"] == "completed"


def test_a_stream_begins_with_the_calls_that_go_on_and_goes_on_where_it_broke_off(
    bridge: httpx2.Client, screen_of: Callable[..., Any]
) -> None:
    send(bridge, event("EventRinging", conn="on", **ASHA))
    with screen_of("asha") as asha:
        name, pop = next_of(asha)
        assert (name, pop["call"]) == ("pop", "on")
    send(bridge, event("EventEstablished", 1, "on", **ASHA))
    with screen_of("asha", last=str(pop["number"])) as asha:
        assert next_of(asha)[1]["standing"] == "talking"
        assert asha.empty()
    send(bridge, event("EventReleased", 2, "on", **ASHA))
    with screen_of("asha") as asha:
        assert asha.empty()


def test_a_telephone_is_whose_seat_it_is(bridge: httpx2.Client, screen_of: Callable[..., Any]) -> None:
    assert bridge.put("/v1/cti/seats/4711", json={"agent": "meena"}).json() == {"id": "4711", "agent": "meena"}
    with screen_of("meena") as meena:
        send(bridge, event("EventRinging", conn="seat", AgentID="4711"))
        assert next_of(meena)[1]["call"] == "seat"
    send(bridge, event("EventReleased", 5, "seat", AgentID="4711"))
    assert bridge.get("/v1/cti/seats").json() == [{"id": "4711", "agent": "meena"}]
    assert bridge.delete("/v1/cti/seats/4711").status_code == 204
    assert bridge.delete("/v1/cti/seats/4711").status_code == 404


def test_one_wrong_event_keeps_no_other_out(bridge: httpx2.Client) -> None:
    good = event("EventRinging", conn="batch", **ASHA)
    bad = {**event("EventRinging", conn=""), "Time": "yesterday"}
    response = bridge.post("/v1/cti/events", json=[good, bad, good, event("EventLinkConnected")])
    assert response.status_code == 207
    told = response.json()
    assert [item["status"] for item in told["items"]] == ["taken", "refused", "duplicate", "ignored"]
    assert {error["field"] for error in told["items"][1]["errors"]} == {"ConnID", "Time"}
    assert "yesterday" not in response.text
    assert bridge.post("/v1/cti/events", json=[]).status_code == 422
    assert bridge.post("/v1/cti/events", json=good, params={"platform": "unheard"}).status_code == 422


ENVELOPE = {"specversion": "1.0", "id": "e-1", "source": "/tserver/1", "type": "com.example.EventRinging"}


@pytest.mark.parametrize(
    ("content_type", "headers", "body"),
    [
        ("application/cloudevents+json", {}, {**ENVELOPE, "data": event("EventRinging", conn="ce")}),
        ("application/cloudevents-batch+json", {}, [{**ENVELOPE, "data": event("EventRinging", conn="ce")}]),
        ("application/json", {f"ce-{k}": v for k, v in ENVELOPE.items()}, event("EventRinging", conn="ce")),
    ],
)
def test_cloudevents_come_in_each_of_their_forms(
    bridge: httpx2.Client, content_type: str, headers: dict[str, str], body: Any
) -> None:
    headers = {"Content-Type": content_type, **headers}
    response = bridge.post("/v1/cti/events", content=json.dumps(body), headers=headers)
    assert response.status_code == 200
    (item,) = response.json()["items"]
    assert item["status"] in ("taken", "duplicate")  # the three are one event
    assert item["interaction"]


def test_a_socket_takes_events_and_answers_each(site: tuple[str, Settings], token_for: Callable[..., str]) -> None:
    address = site[0].replace("http", "ws") + "/v1/cti/stream"
    headers = {"Authorization": f"Bearer {token_for(site[1], Scope.CTI_WRITE)}"}
    with connect(address, additional_headers=headers) as socket:
        for message, status in (
            (event("EventRinging", conn="ws", **ASHA), "taken"),
            (event("EventRinging", conn="ws", **ASHA), "duplicate"),
            (event("EventReleased", 3, conn="ws", **ASHA), "taken"),
        ):
            socket.send(json.dumps(message))
            assert json.loads(socket.recv())["items"][0]["status"] == status
        for wrong, answer in (("{", 400), ("[]", 422), ('"x"', 422), (b"\xff", 400)):
            socket.send(wrong)
            assert json.loads(socket.recv())["status"] == answer


def test_a_socket_takes_turns_and_is_written_down(
    make_settings: Callable[..., Settings], token_for: Callable[..., str], serve: Callable[..., Any]
) -> None:
    settings = make_settings(rate_limit_machine=4)
    headers = {"Authorization": f"Bearer {token_for(settings, Scope.CTI_WRITE)}", "T2R-Reason": "test of the exchange"}
    answers = []
    with serve(settings) as url:
        address = url.replace("http", "ws") + "/v1/cti/stream"
        with connect(address, additional_headers=headers) as socket:
            for message in (event("EventRinging", conn="w", **ASHA), "x", event("EventAbandoned", 2, "w"), {"x": 1}):
                socket.send(json.dumps(message))
                answers.append(json.loads(socket.recv()))
        with pytest.raises(InvalidStatus) as refused:
            connect(address, additional_headers=headers)
    assert [answer.get("status") for answer in answers] == [None, 422, None, 429]
    assert refused.value.response.status_code == 429
    assert int(refused.value.response.headers["Retry-After"]) > 0
    engine = open_database(settings.database)
    written = AuditLog(engine).find(10, route="/v1/cti/stream")[::-1]
    engine.dispose()
    assert [(each.method, each.status) for each in written] == [
        ("GET", 101),
        ("MESSAGE", 200),
        ("MESSAGE", 422),
        ("MESSAGE", 200),
    ]
    contact = f"interactions/{answers[0]['items'][0]['interaction']}"
    assert [[about.subject for about in each.subjects] for each in written] == [[], [contact], [], [contact]]
    assert {each.reason for each in written} == {"test of the exchange"}


@pytest.mark.parametrize(("scope", "status"), [(Scope.CASES_READ, 403), (None, 401)])
def test_a_socket_needs_a_token_with_its_scope(
    site: tuple[str, Settings], token_for: Callable[..., str], scope: Scope | None, status: int
) -> None:
    headers = {"Authorization": f"Bearer {token_for(site[1], scope)}"} if scope else {}
    with pytest.raises(InvalidStatus) as refused:
        connect(site[0].replace("http", "ws") + "/v1/cti/stream", additional_headers=headers)
    assert refused.value.response.status_code == status


def test_a_socket_closes_when_its_token_is_revoked(site: tuple[str, Settings], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cti, "CHECK_SECONDS", -1.0)
    engine = open_database(site[1].database)
    token = TokenStore(engine).create("pbx", [Scope.CTI_WRITE], timedelta(hours=1))
    with connect(
        site[0].replace("http", "ws") + "/v1/cti/stream", additional_headers={"Authorization": f"Bearer {token}"}
    ) as socket:
        socket.send("[]")
        assert json.loads(socket.recv())["status"] == 422
        TokenStore(engine).revoke("pbx")
        socket.send("[]")
        with pytest.raises(ConnectionClosed):
            socket.recv()
    engine.dispose()


def test_contacts_are_changed_noted_listed_wrapped_up_and_reported(admin: TestClient) -> None:
    begun = admin.post("/v1/interactions", json={"channel": "chat", "reason": "no data", "msisdn": LINE}).json()
    path = f"/v1/interactions/{begun['id']}"
    assert begun["times_out_at"]
    changed = admin.patch(path, json={"channel": "phone", "reason": "no data, call 9876543210"}).json()
    assert (changed["channel"], "9876543210" in changed["reason"]) == ("phone", False)
    assert admin.post(f"{path}/notes", json={"text": "asked for the model"}).status_code == 200
    said = admin.post(f"{path}/transcript", json={"text": "my number is 9876543210"}).json()["text"]
    assert "9876543210" not in said
    assert admin.get(f"{path}/transcript").json()["text"] == said
    assert admin.post(f"{path}/end", json={"wrap_up": "unheard"}).status_code == 422
    ended = admin.post(f"{path}/end", json={"description": "explained", "wrap_up": "informed"}).json()
    assert (ended["outcome"], ended["wrap_up"], ended["times_out_at"]) == ("completed", "informed", None)
    assert [entry["what"] for entry in ended["history"]] == ["begun", "changed", "note", "transcript", "ended"]
    assert admin.patch(path, json={"channel": "app"}).status_code == 409
    assert admin.post(f"{path}/notes", json={"text": "late"}).status_code == 409
    again = admin.post("/v1/interactions", json={"msisdn": LINE}).json()
    assert [one["id"] for one in again["earlier"]] == [begun["id"]]
    for params, found in (
        ({"open": True}, [again["id"]]),
        ({"channel": "phone", "reason": "NO DATA"}, [begun["id"]]),
        ({"msisdn": f"+{LINE}", "limit": 1}, [again["id"]]),
        ({"reason": "50%"}, []),
    ):
        assert [one["id"] for one in admin.get("/v1/interactions", params=params).json()["items"]] == found, params
    report = admin.get("/v1/interaction-report", params={"since": "2020-01-01T00:00:00Z"}).json()
    assert (report["contacts"], report["open"], report["by_wrap_up"]) == (2, 1, {"informed": 1})
    assert report["came_again"] == 0.5
    told = {one["type"] for one in admin.get("/v1/events", params={"limit": 50}).json()}
    assert {"PartyInteractionCreateEvent", "PartyInteractionStatusChangeEvent"} <= told


def test_ending_a_contact_says_which_case_goes_on(admin: TestClient) -> None:
    case = admin.post("/v1/cases", json={"words": "no mobile data", "msisdn": LINE, "flow": "mobile-data"}).json()
    begun = admin.post("/v1/interactions", json={"case": case["id"]}).json()
    ended = admin.post(f"/v1/interactions/{begun['id']}/end", json={"description": "bye"}).json()
    assert ended["open_items"] == [{"kind": "case", "id": case["id"], "status": case["status"]}]
