"""How often each caller may ask, and which other sites may come near."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.app import create_app
from api.limits import RateLimits
from api.problems import TooMany
from api.tokens import Principal, Scope, Via
from t2r.settings import Settings

BASE = "http://127.0.0.1:8000"
ASHA = Principal("asha", frozenset(), datetime.max.replace(tzinfo=UTC), via=Via.SESSION)
CRM = Principal("crm", frozenset(), datetime.max.replace(tzinfo=UTC), is_machine=True)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def turns(limits: RateLimits, caller: Principal, tries: int) -> int:
    got = 0
    for _ in range(tries):
        try:
            limits.take(caller)
        except TooMany:
            continue
        got += 1
    return got


def test_a_person_and_a_program_have_a_minutes_turns_each_of_their_own() -> None:
    limits = RateLimits(person=3, machine=5, clock=Clock())
    ravi = Principal("ravi", frozenset(), ASHA.expires_at, via=Via.SESSION)
    assert [turns(limits, caller, 9) for caller in (ASHA, CRM, ravi, ASHA)] == [3, 5, 3, 0]


def test_turns_come_back_evenly_and_never_more_than_a_minutes() -> None:
    limits = RateLimits(person=60, machine=0, clock=(clock := Clock()))
    assert turns(limits, ASHA, 100) == 60
    with pytest.raises(TooMany) as refused:
        limits.take(ASHA)
    assert refused.value.headers == {"Retry-After": "1"}
    clock.now = 1
    assert turns(limits, ASHA, 100) == 1
    clock.now = 10_000
    assert turns(limits, ASHA, 100) == 60


def test_0_is_no_limit() -> None:
    assert turns(RateLimits(person=1, machine=0), CRM, 1_000) == 1_000


@given(st.integers(1, 50), st.lists(st.floats(0, 30), max_size=200))
def test_nobody_gets_more_than_the_first_minutes_turns_and_what_came_back(a_minute: int, pauses: list[float]) -> None:
    limits, got = RateLimits(a_minute, 0, clock := Clock()), 0
    for pause in pauses:
        clock.now += pause
        got += turns(limits, ASHA, 1)
    assert got <= a_minute + clock.now * a_minute / 60 + 1e-6


@given(st.integers(1, 50), st.integers(1, 100))
def test_whoever_waits_as_long_as_told_gets_a_turn(a_minute: int, tries: int) -> None:
    limits = RateLimits(a_minute, 0, clock := Clock())
    for _ in range(tries):
        try:
            limits.take(ASHA)
        except TooMany as refused:
            clock.now += int((refused.headers or {})["Retry-After"])
            limits.take(ASHA)


def test_too_many_requests_are_told_as_a_problem(
    make_settings: Callable[..., Settings], token_for: Callable[..., str]
) -> None:
    settings = make_settings(rate_limit_machine=2)
    first, second = (
        {"Authorization": f"Bearer {token_for(settings, Scope.TICKETS_READ, Scope.KNOWLEDGE_READ)}"} for _ in range(2)
    )
    with TestClient(create_app(settings), base_url=BASE) as client:
        assert [client.get("/v1/session", headers=first).status_code for _ in range(3)] == [200, 200, 429]
        refused = client.get("/v1/articles", headers=first)
        assert refused.headers["content-type"] == "application/problem+json"
        assert (refused.json()["type"], refused.json()["status"]) == ("urn:t2r:problem:too-many-requests", 429)
        assert 1 <= int(refused.headers["retry-after"]) <= 30
        tickets = client.get("/tmf-api/troubleTicket/v5/troubleTicket", headers=first)
        assert (tickets.status_code, tickets.json()["code"]) == (429, "429")
        assert tickets.headers["retry-after"]
        assert client.get("/v1/session", headers=second).status_code == 200
        assert client.get("/healthz").status_code == 200


def preflight(client: TestClient, origin: str) -> dict[str, str]:
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, content-type, t2r-reason",
    }
    found = client.options("/v1/answers", headers=asked).headers
    return {name: value for name, value in found.items() if name.startswith("access-control")}


def test_an_origin_that_is_set_may_call_with_a_token_and_never_with_a_cookie(
    make_settings: Callable[..., Settings],
) -> None:
    settings = make_settings(cors_origins="https://crm.example, https://desk.example:8443")
    with TestClient(create_app(settings), base_url=BASE) as client:
        for origin in ("https://crm.example", "https://desk.example:8443"):
            assert preflight(client, origin)["access-control-allow-origin"] == origin
        for origin in ("https://evil.example", "http://crm.example", "https://crm.example.evil.example", "null"):
            assert "access-control-allow-origin" not in preflight(client, origin)
        refused = client.post("/v1/answers", headers={"Origin": "https://crm.example"})
        assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (401, "https://crm.example")
        assert "access-control-allow-credentials" not in refused.headers


def test_the_page_is_framed_by_nobody_but_those_who_are_set(make_settings: Callable[..., Settings]) -> None:
    with TestClient(create_app(make_settings()), base_url=BASE) as client:
        closed = client.get("/").headers
        assert "frame-ancestors 'none'" in closed["content-security-policy"]
        assert closed["x-frame-options"] == "DENY"
        assert closed["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
    with TestClient(create_app(make_settings(frame_ancestors="https://crm.example")), base_url=BASE) as client:
        opened = client.get("/").headers
        assert "frame-ancestors https://crm.example" in opened["content-security-policy"]
        assert "x-frame-options" not in opened


@pytest.mark.parametrize("setting", ["cors_origins", "frame_ancestors"])
@pytest.mark.parametrize(
    "wrong",
    ["*", "crm.example", "https://*.example", "https://crm.example/", "https://crm.example; script-src *", "null",
     "https://crm.example/page", "https://me@crm.example", "ftp://crm.example", "https://"],
)  # fmt: skip
def test_what_is_no_origin_stops_the_start(setting: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=setting):
        create_app(Settings(**{setting: wrong}))
