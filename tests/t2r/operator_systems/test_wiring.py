"""The whole of it, as the settings wire it: two servers, ours and one in the operator's place, that tell each other over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.tending import relay
from api.tokens import Scope
from t2r.operator_systems import standing
from t2r.operator_systems.access import Bearer, ClientCredentials
from t2r.operator_systems.wiring import CUSTOMERS, open_client
from t2r.settings import Settings

from .conftest import PATHS, Operator

TICKET = {"@type": "TroubleTicket", "description": "No signal", "severity": "Major", "ticketType": "fault"}
V5 = "/tmf-api/troubleTicket/v5"


@pytest.fixture(scope="module")
def ours(
    operator: Operator, make_settings: Callable[..., Settings], token_for: Callable[..., str]
) -> Iterator[TestClient]:
    settings = make_settings(
        operator_tickets_url=f"{operator.url}/tmf-api/{PATHS['TMF621-v5']}",
        operator_tickets_token=operator.token,
        operator_interactions_url=f"{operator.url}/tmf-api/{PATHS['TMF683-v4']}",
        operator_interactions_token="nonsense",
        operator_listener="http://1.1.1.1",
    )
    headers = {"Authorization": f"Bearer {token_for(settings, Scope.ADMIN)}"}
    with TestClient(create_app(settings), base_url="http://127.0.0.1:8000", headers=headers) as client:
        yield client


def settle(ours: TestClient) -> None:
    services: Any = ours.app.state.services  # type: ignore[attr-defined]
    relay(services, lambda *_: None)
    for name in services.systems.connected:
        services.systems.round(name)


def standings(ours: TestClient) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in ours.get("/v1/operator-systems").json()["items"]}


def test_a_system_that_was_never_asked_is_unknown(ours: TestClient) -> None:
    assert {name: each["state"] for name, each in standings(ours).items()} == {
        "tickets": "unknown",
        "interactions": "unknown",
    }


def test_a_ticket_of_ours_is_one_of_theirs_and_their_event_has_it_read(ours: TestClient, operator: Operator) -> None:
    id = ours.post(f"{V5}/troubleTicket", json=TICKET).json()["id"]
    settle(ours)
    (theirs,) = operator.http.get("/troubleTicket/v5/troubleTicket", params={"description": "No signal"}).json()
    assert theirs["externalIdentifier"][0]["id"].startswith(f"t2r-{id}-")
    operator.http.patch(f"/troubleTicket/v5/troubleTicket/{theirs['id']}", json={"status": "inProgress"})
    event = {"eventType": "TroubleTicketStatusChangeEvent", "event": {"troubleTicket": {"id": theirs["id"]}}}
    assert ours.post(f"{V5}/listener/troubleTicketStatusChangeEvent", json=event).status_code == 204
    settle(ours)
    assert ours.get(f"{V5}/troubleTicket/{id}").json()["status"] == "inProgress"


def test_their_hub_is_asked_once_to_tell_of_each_kind_of_event(ours: TestClient, operator: Operator) -> None:
    def subscribed() -> dict[str, str]:
        services: Any = ours.app.state.services  # type: ignore[attr-defined]
        return standing.subscriptions(services.bench.database, "tickets")

    settle(ours)
    known = subscribed()
    settle(ours)
    assert known == subscribed()
    assert f"http://1.1.1.1{V5}/listener/troubleTicketStatusChangeEvent" in known
    assert not any("pecification" in listener for listener in known)
    for listener, id in known.items():
        assert operator.http.get(f"/troubleTicket/v5/hub/{id}").json()["callback"] == listener


def test_a_system_that_does_not_let_us_in_is_unknown_and_says_why(ours: TestClient) -> None:
    ours.post("/v1/interactions", json={"channel": "phone", "direction": "inbound", "reason": "no signal"})
    settle(ours)
    found = standings(ours)
    assert found["interactions"]["state"] == "unknown"
    assert found["interactions"]["error"].startswith("interactions: POST partyInteraction: 401")
    assert found["interactions"]["waiting"] == 1
    assert found["tickets"]["state"] == "answers"


def test_how_we_show_who_we_are() -> None:
    fetched = {"operator_token_url": "https://login.example/t", "operator_client_id": "t2r"}
    url = "https://crm.example/tmf-api/troubleTicket/v5/"

    def auth(token: str | None = None, **given: Any) -> Any:
        client = open_client(Settings(**given), "tickets", url, token)
        client.close()
        return client._http.auth

    assert auth() is None
    assert isinstance(auth("secret"), Bearer)
    assert isinstance(auth(**fetched, operator_client_secret="s"), ClientCredentials)
    assert isinstance(auth("secret", **fetched, operator_client_secret="s"), Bearer)
    with pytest.raises(ValueError, match="operator_token_url"):
        auth(**fetched)


@pytest.mark.parametrize(
    ("name", "url", "key"),
    [
        ("tickets", "https://x.example/troubleTicket/v5", "TMF621-v5"),
        ("tickets", "https://x.example/troubleTicket/v4/", "TMF621-v4"),
        ("tickets", "https://x.example/tickets", "TMF621-v4"),
        (CUSTOMERS, "https://x.example/customerManagement/v5", "TMF629-v4"),
    ],
)
def test_the_address_says_which_version_it_is(name: str, url: str, key: str) -> None:
    client = open_client(Settings(), name, url, None)
    assert client.spec.key == key
    client.close()


@pytest.mark.parametrize("url", ["crm.example", "ftp://crm.example", "https://user:password@crm.example/x"])
def test_an_address_that_is_none_or_holds_a_password_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="operator_tickets_url"):
        Settings(operator_tickets_url=url)
