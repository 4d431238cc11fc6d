"""Asking the network: diagnoses, badges and their stream, affected lines, and answers that heed them."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import anyio
import pytest
from starlette.testclient import TestClient

from api import desk
from api.app import create_app
from api.routes import diagnostics as routes
from api.tokens import Scope
from diagnostics.network import Network
from diagnostics.rules import SHIPPED, RulesError
from diagnostics.silence import Silence
from t2r.settings import Settings

BASE = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def site(
    make_settings: Callable[..., Settings], small_network: Callable[[Settings], Any], token_for: Callable[..., str]
) -> Iterator[tuple[TestClient, Any]]:
    """An app over the small network, signed in as admin, and that network."""
    settings = make_settings()
    network = small_network(settings)
    headers = {"Authorization": f"Bearer {token_for(settings, Scope.ADMIN)}"}
    with TestClient(create_app(settings), base_url=BASE, headers=headers) as client:
        yield client, network


@pytest.fixture
def ask(site: tuple[TestClient, Any]) -> Callable[..., Any]:
    """GET with these parameters; gives the body of a 200."""

    def get(path: str, **parameters: Any) -> Any:
        response = site[0].get(path, params=parameters)
        assert response.status_code == 200, response.text
        return response.json()

    return get


def test_a_line_is_diagnosed_with_its_readings(ask: Callable[..., Any], site: tuple[TestClient, Any]) -> None:
    found = ask("/v1/diagnostics", msisdn=site[1].suspended)
    assert found["line"] == site[1].suspended
    assert found["badges"][0]["cause"] == "suspended_for_credit"
    barring = next(each for each in found["findings"] if each["kind"] == "barring")
    assert barring["readings"][0]["value"] == "suspended_for_credit"
    assert barring["readings"][0]["measured_at"]
    assert found["cells"][0] == "404-45-1201-101"
    assert found["timings_ms"]["total"] > 0


@pytest.mark.parametrize("written", ["+919800000002", "91 98000 00002", "+91-9800000002"])
def test_a_number_may_be_written_as_people_do(ask: Callable[..., Any], written: str) -> None:
    assert ask("/v1/badges", msisdn=written)["line"] == "919800000002"


def test_a_place_is_diagnosed_without_a_line(ask: Callable[..., Any]) -> None:
    found = ask("/v1/diagnostics", lat=23.0605, lon=72.58, indoors=True)
    assert (found["line"], found["place"]["indoors"]) == (None, True)
    assert found["cells"][0] == "404-45-1201-102"
    barring = next(each for each in found["badges"] if each["kind"] == "barring")
    assert (barring["severity"], barring["retest"]) == ("unknown", True)
    assert "no line was given" in barring["sentence"]


def test_a_look_says_that_the_system_that_tells_of_alarms_is_down(
    ask: Callable[..., Any], site: tuple[TestClient, Any]
) -> None:
    its, since = site[0].app.state.services.desk, datetime.now(UTC) - timedelta(minutes=20)  # type: ignore[attr-defined]
    its.heed(lambda: Silence("the operator's fault management", since, "answered 503"))
    try:
        found = ask("/v1/diagnostics", lat=23.0605, lon=72.58)
        earlier = (since - timedelta(minutes=1)).isoformat()
        before = ask("/v1/diagnostics", lat=23.0605, lon=72.58, at=earlier)
        lists = {
            (kind, at): ask("/v1/badges/affected", kind=kind, **({"at": at} if at else {}))["unheard"]
            for kind in ("outage", "congestion")
            for at in (None, earlier)
        }
        area = {"bbox": "72.49,22.99,72.59,23.07"}
        layer, other = ask("/v1/map/outage", **area), ask("/v1/map/congestion", **area)
    finally:
        its.heed(lambda: None)
    alarms = _readings(found)["alarms"]
    assert (alarms["value"], datetime.fromisoformat(alarms["measured_at"])) == (None, since)
    assert "20 min ago (answered 503)" in alarms["reason"]
    assert "alarms" not in _readings(before)
    assert "20 min ago (answered 503)" in (lists.pop(("outage", None)) or "")
    assert set(lists.values()) == {None}
    assert "20 min ago (answered 503)" in layer["unheard"]
    assert other["unheard"] is None


def _readings(found: Any) -> dict[str, Any]:
    outage = next(each for each in found["findings"] if each["kind"] == "outage")
    return {each["name"]: each for each in outage["readings"]}


def test_what_was_true_then_is_asked_with_a_moment(ask: Callable[..., Any], site: tuple[TestClient, Any]) -> None:
    before = (datetime.now(UTC) - timedelta(days=3)).isoformat()
    then = ask("/v1/badges", msisdn=site[1].suspended, at=before)
    assert [each["severity"] for each in then["badges"] if each["kind"] == "barring"] == ["unknown"]
    assert ask("/v1/badges", msisdn=site[1].suspended)["badges"][0]["severity"] == "critical"


@pytest.mark.parametrize("path", ["/v1/diagnostics", "/v1/badges", "/v1/badges/stream"])
@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({}, "msisdn"),
        ({"msisdn": "12"}, "msisdn"),
        ({"msisdn": "9198000000x1"}, "msisdn"),
        ({"lat": 23}, "lon"),
        ({"lon": 72.5}, "lat"),
        ({"lat": 91, "lon": 0}, "lat"),
        ({"lat": 23, "lon": "nan"}, "lon"),
        ({"lat": 23, "lon": 72.5, "device": "Nokia 3310"}, "device"),
        ({"lat": 23, "lon": 72.5, "device": ""}, "device"),
        ({"lat": 23, "lon": 72.5, "indoors": "perhaps"}, "indoors"),
        ({"lat": 23, "lon": 72.5, "imsi": "1"}, "imsi"),
    ],
)
def test_bad_input_names_its_field(
    site: tuple[TestClient, Any], path: str, parameters: dict[str, Any], field: str
) -> None:
    response = site[0].get(path, params=parameters)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert [each["field"] for each in response.json()["errors"]] == [field]


@pytest.mark.parametrize("at", ["yesterday", "2026-11-25T10:00:00"])
def test_a_moment_needs_its_zone(site: tuple[TestClient, Any], at: str) -> None:
    response = site[0].get("/v1/badges", params={"msisdn": site[1].well, "at": at})
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "at")


@pytest.mark.parametrize("path", ["/v1/diagnostics", "/v1/badges", "/v1/badges/stream"])
def test_a_line_that_is_not_there_is_404_and_is_not_repeated(site: tuple[TestClient, Any], path: str) -> None:
    response = site[0].get(path, params={"msisdn": site[1].stranger})
    assert response.status_code == 404
    assert response.json()["errors"][0]["field"] == "msisdn"
    assert site[1].stranger not in response.text


def test_without_a_network_it_says_so(shared: TestClient) -> None:
    response = shared.get("/v1/badges", params={"msisdn": "919800000001"})
    assert response.status_code == 503
    assert "No network is loaded" in response.json()["detail"]
    assert shared.get("/readyz").json()["network"] is False


def test_ready_tells_that_there_is_a_network(ask: Callable[..., Any]) -> None:
    assert ask("/readyz")["network"] is True


# Affected lines


def test_what_all_looks_share_is_ready_before_anybody_asks(
    make_settings: Callable[..., Settings], small_network: Callable[[Settings], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = make_settings()
    small_network(settings)
    prepared = threading.Event()
    prepare = Network.prepare

    def tell(network: Network, at: datetime) -> None:
        prepare(network, at)
        prepared.set()

    monkeypatch.setattr(Network, "prepare", tell)
    with TestClient(create_app(settings, serving=True), base_url=BASE):
        assert prepared.wait(20)


def test_affected_lines_are_listed_before_they_call(ask: Callable[..., Any], site: tuple[TestClient, Any]) -> None:
    page = ask("/v1/badges/affected", kind="barring")
    assert [(item["line"], item["badges"][0]["cause"]) for item in page["items"]] == [
        (site[1].suspended, "suspended_for_credit")
    ]
    assert (page["candidates"], page["next"]) == (1, None)
    assert ask("/v1/badges/affected", kind="barring", offset=1)["items"] == []


def test_affected_lines_come_in_pages(ask: Callable[..., Any], site: tuple[TestClient, Any]) -> None:
    off = ["919800000001", "919800000004"]
    now = datetime.now(UTC)
    for number in off:
        site[1].account(number, "closed", now - timedelta(minutes=2))
    lines, offset = [], 0
    while offset is not None:
        page = ask("/v1/badges/affected", kind="barring", limit=1, offset=offset)
        lines += [item["line"] for item in page["items"]]
        offset = page["next"]
    assert lines == sorted([*off, site[1].suspended])
    for number in off:
        site[1].account(number, "active", now - timedelta(minutes=1))


@pytest.mark.parametrize(
    ("name", "value"),
    [("limit", 0), ("limit", 201), ("offset", -1), ("kind", "weather"), ("kind", "coverage"), ("at", "x")],
)
def test_the_limits_of_a_page_are_named(site: tuple[TestClient, Any], name: str, value: Any) -> None:
    response = site[0].get("/v1/badges/affected", params={name: value})
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, name)


# Steady badges and their stream


def test_badges_hold_for_a_while_after_the_trouble(
    site: tuple[TestClient, Any], ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "FRESH_SECONDS", 0.0)
    number = site[1].slowed
    assert ask("/v1/badges", msisdn=number)["badges"][0]["cause"] == "throttled"
    site[1].account(number, "active", datetime.now(UTC) - timedelta(seconds=1))
    held = ask("/v1/badges", msisdn=number)["badges"][0]
    assert held["cause"] == "throttled"
    assert held["evidence"][0].startswith("Not confirmed since")
    by_itself = ask("/v1/diagnostics", msisdn=number)["badges"]
    assert [each["severity"] for each in by_itself if each["kind"] == "barring"] == ["clear"]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "FRESH_SECONDS", 0.0)
    monkeypatch.setattr(routes, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(routes, "KEEP_ALIVE_SECONDS", 0.2)
    monkeypatch.setattr(routes, "STREAM_SECONDS", 60.0)  # a busy machine takes seconds for a look


def listen(client: TestClient, number: str, on: Callable[[int, str], bool]) -> list[str]:
    """The pieces of a stream, until `on(how many came, the last one)` says that it is enough; then the client goes."""

    async def listening() -> list[str]:
        pieces: list[str] = []
        gone = anyio.Event()
        token = client.headers["Authorization"]

        async def receive() -> dict[str, Any]:
            if not receive.asked:  # type: ignore[attr-defined]
                receive.asked = True  # type: ignore[attr-defined]
                return {"type": "http.request", "body": b"", "more_body": False}
            if not gone.is_set():  # as uvicorn: what is known already needs no waiting
                await gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            piece = message.get("body", b"").decode()
            if piece:
                pieces.append(piece)
                if await anyio.to_thread.run_sync(on, len(pieces), piece):
                    gone.set()

        receive.asked = False  # type: ignore[attr-defined]
        scope = {
            "type": "http", "method": "GET", "path": "/v1/badges/stream", "query_string": f"msisdn={number}".encode(), "headers":
            [(b"host", b"127.0.0.1:8000"), (b"authorization", token.encode())], "scheme": "http", "http_version": "1.1",
            "server": ("127.0.0.1", 8000), "client": ("127.0.0.1", 1), "root_path": "", "raw_path": b"/v1/badges/stream",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
        }  # fmt: skip
        with anyio.fail_after(120):
            await client.app(scope, receive, send)  # type: ignore[arg-type]
        return pieces

    return anyio.run(listening)


def data(piece: str) -> Any:
    return json.loads(piece.split("data: ", 1)[1])


def test_the_stream_tells_at_once_then_only_changes_and_keeps_alive(site: tuple[TestClient, Any], quick: None) -> None:
    network, number = site[1], "919800000004"

    def on(count: int, piece: str) -> bool:
        if piece.startswith(":") and count == 2:
            network.account(number, "suspended_on_request", datetime.now(UTC) - timedelta(seconds=1))
        return count > 1 and piece.startswith("event: badges")

    pieces = listen(site[0], number, on)
    assert pieces[0].startswith("event: badges\ndata: {")
    assert pieces[1] == ": keep-alive\n\n"
    assert data(pieces[-1])["badges"][0]["cause"] == "suspended_on_request"
    assert all(piece == ": keep-alive\n\n" for piece in pieces[1:-1])
    network.account(number, "active", datetime.now(UTC))


def test_the_stream_ends_when_the_client_goes(site: tuple[TestClient, Any], quick: None) -> None:
    looks = len(listen(site[0], site[1].suspended, lambda count, _: count >= 2))
    assert looks <= 3


def test_the_stream_ends_by_itself_so_that_rights_are_asked_anew(
    site: tuple[TestClient, Any], quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "STREAM_SECONDS", 0.1)
    assert len(listen(site[0], site[1].suspended, lambda count, _: False)) == 1


# Answers


QUESTION = "mobile data does not work because the APN is wrong, calls are fine"


def test_an_answer_heeds_the_line(site: tuple[TestClient, Any]) -> None:
    def answer(**more: Any) -> Any:
        response = site[0].post("/v1/answers", json={"question": QUESTION, **more})
        assert response.status_code == 200, response.text
        return response.json()

    usual, now = answer(), answer(msisdn=site[1].suspended)
    assert usual["live"] is None
    assert usual["articles"][0]["document_id"] == "data/apn wrong?"
    assert "data/apn wrong?" in now["live"]["put_back"]
    assert now["live"]["text"].startswith("The line is suspended for credit")
    assert now["live"]["changed"] is True
    assert now["articles"][0]["document_id"] not in now["live"]["put_back"]
    assert now["decision"] != "answered"  # the base has nothing else on it, not even the article of the badge
    assert answer(msisdn=site[1].well)["live"] is None


@pytest.mark.parametrize(("number", "status"), [("919800000099", 404), ("12", 422)])
def test_an_answer_says_when_the_number_is_wrong(site: tuple[TestClient, Any], number: str, status: int) -> None:
    response = site[0].post("/v1/answers", json={"question": QUESTION, "msisdn": number})
    assert (response.status_code, response.json()["errors"][0]["field"]) == (status, "msisdn")


def test_an_answer_about_a_line_needs_the_right_to_ask_about_lines(
    client: TestClient, settings: Settings, token_for: Callable[..., str]
) -> None:
    headers = {"Authorization": f"Bearer {token_for(settings, Scope.ANSWERS_READ)}"}
    response = client.post("/v1/answers", json={"question": QUESTION, "msisdn": "919800000001"}, headers=headers)
    assert response.status_code == 403
    assert 'scope="diagnostics:read"' in response.headers["www-authenticate"]


# Privacy, and the rules


def test_no_number_is_in_logs_or_metrics(
    site: tuple[TestClient, Any], ask: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        ask("/v1/badges", msisdn=site[1].suspended)
        site[0].get("/v1/badges", params={"msisdn": site[1].stranger})
        ask("/v1/badges/affected", kind="barring")
    ours = [record for record in caplog.records if record.name.startswith("t2r")]
    assert ours
    told = "".join(f"{record.getMessage()}{record.__dict__}" for record in ours) + site[0].get("/metrics").text
    assert "9198000000" not in told


def test_mistakes_in_the_operators_rules_stop_the_start(make_settings: Callable[..., Settings]) -> None:
    settings = make_settings()
    mine = settings.data_dir / "rules.yaml"
    mine.write_text(SHIPPED.read_text().replace("severity: critical", "severity: worst", 1))
    with (
        pytest.raises(RulesError, match=r"rules\.yaml, line \d+: severity"),
        TestClient(create_app(settings.model_copy(update={"badge_rules": mine})), base_url=BASE),
    ):
        pass


def test_the_operators_rules_word_the_badges(
    make_settings: Callable[..., Settings], small_network: Callable[[Settings], Any], token_for: Callable[..., str]
) -> None:
    settings = make_settings()
    network = small_network(settings)
    mine = settings.data_dir / "rules.yaml"
    mine.write_text(SHIPPED.read_text().replace("The line is suspended for credit:", "Bill not paid:", 1))
    headers = {"Authorization": f"Bearer {token_for(settings, Scope.DIAGNOSTICS_READ)}"}
    app = create_app(settings.model_copy(update={"badge_rules": mine}))
    with TestClient(app, base_url=BASE, headers=headers) as client:
        badge = client.get("/v1/badges", params={"msisdn": network.suspended}).json()["badges"][0]
    assert badge["sentence"].startswith("Bill not paid:")
