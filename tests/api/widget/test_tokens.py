"""A widget's token: of one agent, of one case where that is given, short-lived, and useless for anybody else's case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.tokens import Scope, TokenStore
from t2r.cases.codes import Level, Priority, Severity
from t2r.cases.tables import Case
from t2r.database import open_database, writing
from t2r.settings import Settings

BASE = "http://127.0.0.1:8000"
NOW = datetime(2026, 5, 1, tzinfo=UTC)
MINE, ANOTHERS, NOBODYS, MY_OTHER = 1, 2, 3, 4
LINES = {MINE: "919800000001", ANOTHERS: "919800000002", NOBODYS: None, MY_OTHER: "919800000004"}
CRM = (
    Scope.WIDGET_TOKENS_WRITE, Scope.ANSWERS_READ, Scope.KNOWLEDGE_READ, Scope.FEEDBACK_WRITE, Scope.DIAGNOSTICS_READ,
    Scope.CASES_READ, Scope.CASES_WRITE,
)  # fmt: skip

Mint = Callable[..., dict[str, str]]


@pytest.fixture(scope="module")
def settings_of_module(make_settings: Callable[..., Settings]) -> Settings:
    return make_settings(rate_limit=0, rate_limit_machine=0)


@pytest.fixture(scope="module")
def served(settings_of_module: Settings) -> Iterator[TestClient]:
    """An app in which asha has two cases, ravi one, and one is nobody's."""
    with TestClient(create_app(settings_of_module), base_url=BASE, follow_redirects=False) as client:
        engine = open_database(settings_of_module.database)
        with writing(engine) as session:
            for id, owner in ((MINE, "asha"), (ANOTHERS, "ravi"), (NOBODYS, None), (MY_OTHER, "asha")):
                session.add(
                    Case(
                        id=id, owner=owner, line=LINES[id], words="no data", channel="voice", severity=Severity.MINOR,
                        impact=Level.LOW, urgency=Level.LOW, priority=Priority.LOW, opened_at=NOW, updated_at=NOW,
                    )
                )  # fmt: skip
        engine.dispose()
        yield client


@pytest.fixture(scope="module")
def crm(settings_of_module: Settings, token_for: Callable[..., str]) -> dict[str, str]:
    return {"Authorization": f"Bearer {token_for(settings_of_module, *CRM)}"}


@pytest.fixture(scope="module")
def mint(served: TestClient, crm: dict[str, str]) -> Mint:
    """The headers of a page with a token for this agent, and case."""

    def minted(**asked: Any) -> dict[str, str]:
        made = served.post("/v1/widget-tokens", json={"agent": "asha", **asked}, headers=crm)
        assert made.status_code == 201, made.text
        return {"Authorization": f"Bearer {made.json()['token']}"}

    return minted


@pytest.mark.parametrize(
    ("case", "reached"),
    [
        (None, {MINE: True, ANOTHERS: False, NOBODYS: True, MY_OTHER: True}),
        (MINE, {MINE: True, ANOTHERS: False, NOBODYS: False, MY_OTHER: False}),
    ],
    ids=["of an agent", "of a case"],
)
def test_it_reads_and_changes_the_cases_it_is_for_and_no_other(
    served: TestClient, mint: Mint, case: int | None, reached: dict[int, bool]
) -> None:
    page = mint(case=case)
    for id, expected in reached.items():
        for method, path in (
            ("GET", ""),
            ("GET", "/trace"),
            ("GET", "/report"),
            ("POST", "/next"),
            ("POST", "/transfer"),
        ):
            body = {"owner": "asha"} if path == "/transfer" else None
            status = served.request(method, f"/v1/cases/{id}{path}", headers=page, json=body).status_code
            assert (status != 403) is expected, (id, method, path, status)


def test_a_list_is_of_the_agents_own_cases(served: TestClient, mint: Mint) -> None:
    page = mint()
    assert served.get("/v1/cases", headers=page).status_code == 403
    assert served.get("/v1/cases", params={"owner": "ravi"}, headers=page).status_code == 403
    found = served.get("/v1/cases", params={"owner": "asha"}, headers=page).json()
    assert {item["id"] for item in found["items"]} >= {MINE, MY_OTHER}
    assert {item["owner"] for item in found["items"]} == {"asha"}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/v1/cases?owner=asha", None),
        ("POST", "/v1/cases", {"words": "no data"}),
        ("GET", "/v1/events", None),
        ("GET", "/v1/jeopardy", None),
        ("GET", "/v1/interactions", None),
        ("GET", "/v1/cti/pops", None),
        ("GET", "/v1/orders", None),
        ("GET", f"/v1/badges?msisdn={LINES[MY_OTHER]}", None),
        ("POST", "/v1/answers", {"question": "no data", "msisdn": LINES[ANOTHERS]}),
        ("POST", "/v1/session", None),
        ("POST", "/v1/widget-tokens", {"agent": "ravi"}),
    ],
)
def test_one_of_a_case_does_not_reach_around_it(
    served: TestClient, mint: Mint, method: str, path: str, body: dict[str, Any] | None
) -> None:
    assert served.request(method, path, json=body, headers=mint(case=MINE)).status_code == 403


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/v1/session", None),
        ("POST", "/v1/answers", {"question": "mobile data does not work"}),
        ("POST", "/v1/search", {"text": "mobile data"}),
        ("GET", "/v1/documents/voicemail-pin", None),
        ("POST", "/v1/feedback", {"answer_id": "a", "correct": True}),
        ("GET", "/v1/case-codes", None),
    ],
)
def test_what_the_elements_of_a_case_need_it_gives(
    served: TestClient, mint: Mint, method: str, path: str, body: dict[str, Any] | None
) -> None:
    assert served.request(method, path, json=body, headers=mint(case=MINE)).status_code in {200, 201}


def test_it_starts_no_session_that_would_outlive_it(served: TestClient, mint: Mint) -> None:
    refused = served.post("/v1/session", headers=mint())
    assert (refused.status_code, refused.cookies) == (403, {})


def test_nobody_gives_away_more_than_they_have(
    served: TestClient, settings_of_module: Settings, token_for: Callable[..., str]
) -> None:
    poor = token_for(settings_of_module, Scope.WIDGET_TOKENS_WRITE, Scope.ANSWERS_READ)
    made = served.post("/v1/widget-tokens", json={"agent": "asha"}, headers={"Authorization": f"Bearer {poor}"}).json()
    assert made["scopes"] == ["answers:read"]
    assert made["agent"] == "asha"


def test_it_ends_with_its_time_and_with_the_token_it_came_from(
    served: TestClient, settings_of_module: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_database(settings_of_module.database)
    maker = TokenStore(engine).create("crm of a day", CRM, timedelta(days=1))
    headers = {"Authorization": f"Bearer {maker}"}
    made = served.post("/v1/widget-tokens", json={"agent": "asha", "lifetime_s": 60}, headers=headers).json()
    left = datetime.fromisoformat(made["expires_at"]) - datetime.now(UTC)
    assert timedelta(seconds=50) < left <= timedelta(seconds=60)
    page = {"Authorization": f"Bearer {made['token']}"}
    assert served.get("/v1/session", headers=page).json()["name"] == "asha"
    with monkeypatch.context() as later:
        later.setattr("api.widget_tokens.utc_now", lambda: datetime.now(UTC) + timedelta(seconds=61))
        assert served.get("/v1/session", headers=page).status_code == 401
    TokenStore(engine).revoke("crm of a day")
    engine.dispose()
    assert served.get("/v1/session", headers=page).status_code == 401


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"agent": "asha", "case": 999}, 404),
        ({"agent": ""}, 422),
        ({"agent": "asha", "lifetime_s": 86_400}, 422),
        ({"agent": "asha", "scopes": ["admin"]}, 422),
    ],
)
def test_what_cannot_be_minted_is_refused(
    served: TestClient, crm: dict[str, str], asked: dict[str, Any], status: int
) -> None:
    assert served.post("/v1/widget-tokens", json=asked, headers=crm).status_code == status
