"""Signing in on the page at the operator's identity provider, over a small provider that is served beside the app."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
import uvicorn
from starlette.testclient import TestClient

from api.app import create_app
from api.audit import AuditLog
from t2r.database import open_database
from t2r.settings import Settings
from tests.api.provider import AUDIENCE, CLIENT, LOGOUT, SECRET, Provider

BASE = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def served_provider() -> Iterator[Provider]:
    provider = Provider()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        provider.issuer = f"http://localhost:{listening.getsockname()[1]}"  # another site than 127.0.0.1
        server = uvicorn.Server(uvicorn.Config(provider.app, log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield provider
        server.should_exit = True
        thread.join(30)


@pytest.fixture
def provider(served_provider: Provider) -> Provider:
    served_provider.changed, served_provider.roles_in_access_token = {}, False
    served_provider.ended.clear()
    return served_provider


def given(provider: Provider) -> dict[str, Any]:
    return {
        "oidc_issuer": provider.issuer,
        "oidc_audience": AUDIENCE,
        "oidc_jwks": f"{provider.issuer}/keys",
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SECRET,
    }


@pytest.fixture(scope="module")
def app(make_settings: Callable[..., Settings], served_provider: Provider) -> Iterator[tuple[TestClient, Settings]]:
    settings = make_settings(**given(served_provider), oidc_session_minutes=30)
    with TestClient(create_app(settings), base_url=BASE, follow_redirects=False) as client:
        yield client, settings


@pytest.fixture
def browser_of(app: tuple[TestClient, Settings]) -> TestClient:
    client, _ = app
    client.cookies.clear()
    return client


def at_provider(client: TestClient, who: str = "asha") -> str:
    """Go to the provider and be somebody there; the address that it sends the browser back to."""
    away = client.get("/login/provider")
    assert away.status_code == 303
    with httpx2.Client() as browser:
        page = browser.get(away.headers["location"])
        assert f'id="{who}"' in page.text
        decided = browser.get(
            str(page.url).replace("/authorize?", "/decide?"), params={"who": who} | dict(page.url.params)
        )
    back = str(decided.headers["location"])
    assert back.startswith(f"{BASE}/login/callback?")
    return back


def test_whoever_the_provider_signs_in_has_a_session_with_their_roles(
    provider: Provider, app: tuple[TestClient, Settings], browser_of: TestClient
) -> None:
    back = at_provider(browser_of)
    assert (provider.asked["response_type"], provider.asked["client_id"]) == ("code", CLIENT)
    assert (provider.asked["code_challenge_method"], provider.asked["scope"]) == ("S256", "openid profile")
    signed_in = browser_of.get(back)
    assert (signed_in.status_code, signed_in.headers["location"]) == (303, "/")
    session = next(each for each in signed_in.headers.get_list("set-cookie") if each.startswith("t2r_session"))
    assert "HttpOnly" in session
    assert "SameSite=strict" in session
    assert "Max-Age=1799" in session or "Max-Age=1800" in session
    me = browser_of.get("/v1/session").json()
    assert me["name"] == "asha"
    assert "cases:write:own" in me["scopes"]
    assert not [name for name in browser_of.cookies if "sign_in" in name]
    engine = open_database(app[1].database)
    (entry,) = AuditLog(engine).find(1, route="/login/callback")
    engine.dispose()
    assert (entry.principal, entry.via, entry.status) == ("asha", "provider", 303)


def test_a_code_signs_in_once_and_only_the_browser_that_asked(provider: Provider, browser_of: TestClient) -> None:
    back = at_provider(browser_of)
    mine = dict(browser_of.cookies)
    browser_of.cookies.clear()
    assert browser_of.get(back).headers["location"] == "/#sign-in-failed"  # another's link
    exchanges = provider.exchanges
    at_provider(browser_of)
    assert browser_of.get(back).headers["location"] == "/#sign-in-failed"  # an answer to somebody else's question
    assert provider.exchanges == exchanges
    browser_of.cookies.update(mine)
    assert browser_of.get(back).headers["location"] == "/"
    browser_of.cookies.update(mine)
    assert browser_of.get(back).headers["location"] == "/#sign-in-failed"  # the code is used up


@pytest.mark.parametrize(
    "changed",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": AUDIENCE},
        {"aud": [CLIENT, "others"]},
        {"azp": "another"},
        {"iss": "https://evil.example"},
        {"exp": 1_700_000_000},  # in 2023
        {"sub": None},
        {"sub": "a\nb"},
    ],
    ids=str,
)
def test_an_id_token_that_is_not_in_order_signs_nobody_in(
    provider: Provider, browser_of: TestClient, changed: dict[str, Any]
) -> None:
    provider.changed = changed
    assert browser_of.get(at_provider(browser_of)).headers["location"] == "/#sign-in-failed"
    assert browser_of.get("/v1/session").status_code == 401


@pytest.mark.parametrize(
    "answered", ["error=access_denied&state={state}", "code=x&state={state}&iss=https://evil.example", "code=x", ""]
)
def test_an_answer_that_is_none_signs_nobody_in(provider: Provider, browser_of: TestClient, answered: str) -> None:
    at_provider(browser_of)
    exchanges = provider.exchanges
    back = browser_of.get(f"/login/callback?{answered.format(state=provider.asked['state'])}")
    assert back.headers["location"] == "/#sign-in-failed"
    assert provider.exchanges == exchanges


def test_roles_may_stand_in_the_access_token_alone(provider: Provider, browser_of: TestClient) -> None:
    provider.roles_in_access_token = True
    browser_of.get(at_provider(browser_of))
    assert "cases:write:own" in browser_of.get("/v1/session").json()["scopes"]


def test_whoever_has_no_role_is_told_so(provider: Provider, browser_of: TestClient) -> None:
    assert browser_of.get(at_provider(browser_of, "guest")).headers["location"] == "/#no-role"
    assert browser_of.get("/v1/session").status_code == 401


def test_signing_out_ends_the_session_at_the_provider_too(provider: Provider, browser_of: TestClient) -> None:
    browser_of.get(at_provider(browser_of))
    assert browser_of.delete("/v1/session", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 204
    away = browser_of.get("/login/end").headers["location"]
    assert away.startswith(f"{provider.issuer}/end?client_id={CLIENT}&post_logout_redirect_uri=http%3A%2F%2F127.0.0.1")
    assert browser_of.get("/login/end").headers["location"] == "/"  # who came by a link has nothing to end there


def test_behind_a_proxy_the_public_address_is_told_and_cookies_are_secure(
    provider: Provider, make_settings: Callable[..., Settings]
) -> None:
    settings = make_settings(**given(provider), public_url="https://t2r.example")
    with TestClient(create_app(settings), base_url=BASE, follow_redirects=False) as client:
        away = client.get("/login/provider")
        assert "redirect_uri=https%3A%2F%2Ft2r.example%2Flogin%2Fcallback" in away.headers["location"]
        assert "; secure" in away.headers["set-cookie"].lower()


def test_without_a_client_there_is_no_such_way(shared: TestClient) -> None:
    assert shared.get("/login/ways").json() == {"provider": False}
    assert shared.get("/login/provider").status_code == 404
    assert shared.get("/login/callback").status_code == 404
    assert shared.get("/login/end").headers["location"] == "/"


def test_while_the_provider_is_away_the_page_says_so(make_settings: Callable[..., Settings]) -> None:
    away = Provider()
    away.issuer = "http://127.0.0.1:9"
    with TestClient(create_app(make_settings(**given(away))), base_url=BASE, follow_redirects=False) as client:
        assert client.get("/login/ways").json() == {"provider": True}
        refused = client.get("/login/provider")
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "10")


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"oidc_client_id": AUDIENCE}, "oidc_client_id"),
        ({"oidc_issuer": "http://login.example"}, "oidc_issuer"),
        ({"oidc_jwks": None}, "oidc_jwks"),
        ({"oidc_issuer": None, "oidc_audience": None, "oidc_jwks": None}, "oidc_client_id"),
    ],
    ids=str,
)
def test_a_setting_that_cannot_be_stops_the_start(provider: Provider, changed: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        create_app(Settings(**given(provider) | changed))


@pytest.mark.browser
def test_an_agent_signs_in_and_out_on_the_page(
    provider: Provider, make_settings: Callable[..., Settings], serve: Callable[..., Any], browser: Any
) -> None:
    with serve(make_settings(**given(provider))) as url:
        context = browser.new_context()
        page = context.new_page()
        page.goto(url)
        page.click("text=Sign in with your organisation")
        page.click("#asha")
        page.wait_for_selector("t2r-assist textarea", state="attached")
        assert page.url == f"{url}/"
        kept = {each["name"].rpartition("_")[0]: each for each in context.cookies()}
        assert kept["t2r_session"]["httpOnly"]
        assert kept["t2r_session"]["sameSite"] == "Strict"
        assert page.evaluate("document.cookie") == ""
        assert "eyJ" not in page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")  # no token
        page.click("t2r-workspace [popovertarget]")
        page.click("t2r-workspace .menu button:has-text('Sign out')")
        page.wait_for_selector("t2r-workspace .signed-out a:has-text('Sign in with your organisation')")
        page.wait_for_function(f"location.href === '{url}/'")
        assert page.evaluate("fetch('/v1/session').then(({ status }) => status)") == 401
        context.close()
    assert [each["client_id"] for each in provider.ended] == [CLIENT]


# The provider signs somebody out


def sign_in(client: TestClient, provider: Provider, **claims: Any) -> dict[str, str]:
    """The cookies of a browser that is signed in as Asha, by an ID token with these claims."""
    client.cookies.clear()
    provider.changed = claims
    assert client.get(at_provider(client)).headers["location"] == "/"
    return dict(client.cookies)


def is_in(client: TestClient, cookies: dict[str, str]) -> bool:
    client.cookies.clear()
    client.cookies.update(cookies)
    return bool(client.get("/v1/session").status_code == 200)


def told_over(client: TestClient, token: str) -> int:
    client.cookies.clear()
    answer = client.post("/login/backchannel", data={"logout_token": token})
    assert answer.headers["cache-control"] == "no-store"
    return int(answer.status_code)


@pytest.mark.parametrize(
    ("told", "ended"),
    [
        ({"sub": "asha", "sid": "desk"}, {"desk", "none"}),  # of one nobody knows which it is
        ({"sid": "desk"}, {"desk"}),
        ({"sub": "asha"}, {"desk", "phone", "none"}),
        ({"sub": "asha", "sid": "elsewhere"}, {"none"}),
        ({"sub": "ravi"}, set()),
        ({"sub": "ravi", "sid": "desk"}, set()),
    ],
)
def test_sessions_end_that_the_provider_says_are_over(
    provider: Provider, browser_of: TestClient, told: dict[str, str], ended: set[str]
) -> None:
    sessions = {sid: sign_in(browser_of, provider, sid=sid) for sid in ("desk", "phone")}
    sessions["none"] = sign_in(browser_of, provider)
    assert told_over(browser_of, provider.logout_token(**told)) == 200
    assert {sid for sid, cookies in sessions.items() if not is_in(browser_of, cookies)} == ended


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "another-client"},
        {"iss": "https://elsewhere.example"},
        {"exp": 1},
        {"exp": None},
        {"iat": None},
        {"jti": None},
        {"nonce": "n"},
        {"events": None},
        {"events": {}},
        {"events": {LOGOUT: True}},
        {"events": [LOGOUT]},
        {"sub": None},
        {"sub": 7},
        {"kind": "at+jwt"},
    ],
)
def test_a_logout_token_that_is_not_as_it_should_be_ends_nothing(
    provider: Provider, browser_of: TestClient, changed: dict[str, Any]
) -> None:
    cookies = sign_in(browser_of, provider)
    assert told_over(browser_of, provider.logout_token(**{"sub": "asha"} | changed)) == 400
    assert is_in(browser_of, cookies)


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c"])
def test_what_is_no_token_ends_nothing(provider: Provider, browser_of: TestClient, token: str) -> None:
    assert told_over(browser_of, token) == 400


def test_a_logout_token_is_no_key_to_anything(provider: Provider, browser_of: TestClient) -> None:
    browser_of.cookies.clear()
    token = provider.logout_token(sub="asha", aud=AUDIENCE, roles=["agent"])
    assert browser_of.get("/v1/session", headers={"Authorization": f"Bearer {token}"}).status_code == 401
