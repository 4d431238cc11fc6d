"""A subscriber that asks who calls is shown it, and nobody else: one T2R tells another of its tickets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from api.app import create_app
from api.tending import relay
from api.tokens import Scope
from t2r.flows.files import FlowError
from t2r.operator_systems.callback_access import load
from t2r.settings import Settings
from t2r.tmf.callbacks import CallbackError, Caller, Guard, origin_of
from t2r.tmf.tables import Delivery

from .conftest import Operator, Rogue
from .test_client import says

V4 = "/tmf-api/troubleTicket/v4"
TICKET = {"description": "No signal at home", "severity": "Major", "ticketType": "fault"}
LOOPBACK = Guard.of("127.0.0.1")


def written(folder: Path, text: str) -> Path:
    path = folder / "callbacks.yaml"
    path.write_text(f"callbacks:\n  {text}\n")
    return path


@pytest.fixture
def ours(
    operator: Operator, make_settings: Callable[..., Settings], token_for: Callable[..., str], tmp_path: Path
) -> Iterator[TestClient]:
    """A T2R that may call the other one, and has a token of it."""
    access = written(tmp_path, f"{operator.url}: {{token: {operator.token}}}")
    settings = make_settings(callback_hosts="127.0.0.1", callback_access=access)
    headers = {"Authorization": f"Bearer {token_for(settings, Scope.ADMIN)}"}
    with TestClient(create_app(settings), base_url="http://127.0.0.1:8000", headers=headers) as client:
        yield client


def test_one_t2r_tells_another_of_its_tickets(
    ours: TestClient, operator: Operator, caplog: pytest.LogCaptureFixture
) -> None:
    callback = f"{operator.url}{V4}/listener/troubleTicketCreateEvent"
    made = ours.post(f"{V4}/hub", json={"callback": callback, "query": "eventType=TroubleTicketCreateEvent"})
    assert made.status_code == 201, made.text
    ticket = ours.post(f"{V4}/troubleTicket", json=TICKET).json()
    services = ours.app.state.services  # type: ignore[attr-defined]
    for access, arrives in (({}, False), (services.callback_access, True)):
        with Session(services.bench.database) as session, session.begin():
            for each in session.scalars(select(Delivery)):
                each.due_at = each.due_at.replace(year=2020)
        caller = Caller(LOOPBACK, access=access)
        relay(services, caller)
        caller.close()
        heard = operator.http.get("/event/v4/topic/received/event").json()
        told = [each["event"]["troubleTicket"] for each in heard if "troubleTicket" in each["event"]]
        assert [each["id"] for each in told if each["description"] == TICKET["description"]] == [ticket["id"]] * arrives
    assert operator.token not in caplog.text
    assert operator.token not in ours.get("/v1/deliveries").text


def test_a_token_is_fetched_and_fetched_again_where_it_is_refused(rogue: Rogue, tmp_path: Path) -> None:
    client = f"token_url: {rogue.url}/token, client_id: t2r, client_secret: hush"
    caller = Caller(LOOPBACK, access=load(written(tmp_path, f"{rogue.url}: {{{client}}}")))
    rogue.answers = [says(200, {"access_token": token}) if token else says(204, None) for token in ("first", "")]
    caller(f"{rogue.url}/listener", b"{}", {"webhook-id": "1"})
    rogue.answers = [says(401, {}), says(200, {"access_token": "second"}), says(204, None)]
    caller(f"{rogue.url}/listener", b"{}", {"webhook-id": "2"})
    rogue.answers = [says(401, {}), says(500, {})]
    with pytest.raises(CallbackError, match="no token"):
        caller(f"{rogue.url}/listener", b"{}", {"webhook-id": "3"})
    caller.close()
    sent = [headers.get("authorization") for _, path, headers in rogue.requests if path == "/listener"]
    assert sent == ["Bearer first", "Bearer first", "Bearer second", "Bearer second"]


def test_headers_are_shown_to_their_origin_alone(rogue: Rogue, tmp_path: Path) -> None:
    rogue.answers = [says(204, None)]
    for origin, shown in ((rogue.url, "hush"), ("https://elsewhere.example", None)):
        caller = Caller(LOOPBACK, access=load(written(tmp_path, f"{origin}: {{headers: {{X-API-Key: hush}}}}")))
        caller(f"{rogue.url}/listener", b"{}", {"webhook-id": "1"})
        caller.close()
        assert rogue.requests[-1][2].get("x-api-key") == shown


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("https://a.example: {}", "needs one of token, headers, token_url"),
        ("https://a.example: {token: hush, headers: {A: hush}}", "needs one of token, headers, token_url"),
        ("https://a.example: {token_url: 'https://id.example/t', client_id: t2r}", "needs client_id and client_secret"),
        ("https://a.example/path: {token: hush}", "is no origin"),
        ("a.example: {token: hush}", "is no origin"),
        ("https://a.example: {tokn: hush}", "is not known here"),
        ("https://a.example: {token: hush, headers: [}", "line 2"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_line_and_without_secrets(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(FlowError, match=r"callbacks\.yaml, line 2") as raised:
        load(written(tmp_path, text))
    assert words in str(raised.value)
    assert "hush" not in str(raised.value)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://CRM.example/x?y=1", "https://crm.example"),
        ("https://crm.example:443/", "https://crm.example"),
        ("http://crm.example:443/", "http://crm.example:443"),
        ("http://[::1]:80/x", "http://[::1]"),
        ("ftp://crm.example/", None),
        ("https://crm.example:99999/", None),
        ("nonsense", None),
    ],
)
def test_an_origin_is_scheme_host_and_port(url: str, origin: str | None) -> None:
    assert origin_of(url) == origin
