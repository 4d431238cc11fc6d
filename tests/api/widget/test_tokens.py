"""A widget's token: of one agent, of one case where that is given, short-lived, and useless for anybody else's case."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from api import roles
from api.app import create_app
from api.tokens import Scope, TokenStore
from t2r.cases.changing import SYSTEM
from t2r.cases.codes import Level, Priority, Severity
from t2r.cases.tables import Case, Direction, Interaction
from t2r.cti.calls import Standing
from t2r.cti.tables import CtiCall, CtiPop
from t2r.customers.tables import (
    Customer,
    Method,
    Offer,
    OfferKind,
    OfferState,
    Reach,
    ReachKind,
    Verdict,
    Verification,
)
from t2r.database import open_database, writing
from t2r.orders.tables import Order
from t2r.settings import Settings

BASE = "http://127.0.0.1:8000"
NOW = datetime(2026, 5, 1, tzinfo=UTC)
MINE, ANOTHERS, NOBODYS, MY_OTHER = 1, 2, 3, 4
LINES = {MINE: "919800000001", ANOTHERS: "919800000002", NOBODYS: None, MY_OTHER: "919800000004"}
CRM = (
    Scope.WIDGET_TOKENS_WRITE, Scope.ANSWERS_READ, Scope.KNOWLEDGE_READ, Scope.FEEDBACK_WRITE, Scope.DIAGNOSTICS_READ,
    Scope.CASES_READ, Scope.CASES_WRITE, Scope.CUSTOMERS_READ, Scope.CUSTOMERS_WRITE, Scope.ORDERS_READ, Scope.ORDERS_WRITE,
    Scope.KNOWLEDGE_WRITE, Scope.EVALUATIONS_READ,
)  # fmt: skip
# Asha speaks with one customer, ravi with another, nobody with the third; each has an order, an offer and a verification.
HER_CONTACT, HIS_CONTACT, FREE_CONTACT, RUNG = 11, 12, 13, 14
HER_ORDER, HIS_ORDER, FREE_ORDER, HIS_FAULT = 21, 22, 23, 24
WHOSE = {"hers": HER_CONTACT, "his": HIS_CONTACT, "free": FREE_CONTACT}
FREE_LINE = "919800000005"

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
            session.flush()
            _work(session)
        engine.dispose()
        yield client


def _work(session: Session) -> None:
    """Contacts, customers, offers, verifications and orders of asha's, of ravi's, and of nobody's."""
    lines = {"hers": LINES[MINE], "his": LINES[ANOTHERS], "free": FREE_LINE}
    agents = {HER_CONTACT: "asha", HIS_CONTACT: "ravi", FREE_CONTACT: SYSTEM, RUNG: "ravi"}
    on = {HER_CONTACT: lines["hers"], HIS_CONTACT: lines["his"], FREE_CONTACT: FREE_LINE, RUNG: FREE_LINE}
    for id, agent in agents.items():
        ended = NOW if id == RUNG else None
        session.add(
            Interaction(
                id=id, agent=agent, line=on[id], channel="voice", direction=Direction.INBOUND, reason="r", started_at=NOW, ended_at=ended
            )
        )  # fmt: skip
    session.flush()
    # the call of this contact has rung at asha's telephone before ravi took it
    session.add(CtiCall(conn_id="c", conversation="c", events=[], interaction_id=RUNG, heard_at=NOW))
    session.add(CtiPop(at=NOW, agent="asha", conn_id="c", standing=Standing.RINGING, opens=True))
    for id, line in lines.items():
        session.add(Customer(id=id, body={"name": "A Customer"}, created_at=NOW, updated_at=NOW))
        session.flush()
        session.add(Reach(customer_id=id, kind=ReachKind.LINE, value=line))
        contact = WHOSE[id]
        session.add(
            Offer(
                id=contact, customer_id=id, kind=OfferKind.RETENTION, code="plan-review", title="t", why="", state=OfferState.MADE,
                by="x", made_at=NOW, valid_until=NOW + timedelta(days=9_999),
            )
        )  # fmt: skip
        session.add(
            Verification(
                id=contact, customer_id=id, interaction_id=contact, method=Method.QUESTIONS, questions=[], wrong=0, by="x",
                verdict=Verdict.PENDING, started_at=NOW, expires_at=NOW + timedelta(days=9_999),
            )
        )  # fmt: skip
    orders = {
        HER_ORDER: (MINE, None),
        HIS_ORDER: (ANOTHERS, None),
        FREE_ORDER: (None, None),
        HIS_FAULT: (None, ANOTHERS),
    }
    for id, (of_case, ticket) in orders.items():
        session.add(
            Order(
                id=id, case_id=of_case, ticket_id=ticket, line=FREE_LINE, channel="shop", digest="d", rank_at=NOW, captured_at=NOW,
                updated_at=NOW,
            )
        )  # fmt: skip


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
        ("GET", "/v1/board/events", None),
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


@pytest.mark.parametrize(
    ("id", "reached"), [(HER_CONTACT, True), (HIS_CONTACT, False), (FREE_CONTACT, True), (RUNG, True)]
)
def test_a_colleagues_contact_is_of_no_use(served: TestClient, mint: Mint, id: int, reached: bool) -> None:
    page = mint()
    asked: list[tuple[str, str, Any]] = [
        ("GET", f"/v1/interactions/{id}", None),
        ("GET", f"/v1/interactions/{id}/transcript", None),
        ("GET", f"/v1/interactions/{id}/customers", None),
        ("POST", f"/v1/interactions/{id}/notes", {"text": "a note"}),
        ("GET", f"/v1/customers/free?interaction={id}", None),
        ("PATCH", "/v1/customers/hers", {"changes": {"name": "Eve"}, "why": "w", "interaction": id}),
        ("POST", "/v1/customers/hers/verifications", {"interaction": id, "method": "code"}),
        ("POST", f"/v1/offers/{HER_CONTACT}", {"accepted": True, "interaction": id}),
        ("POST", "/v1/customers/hers/termination", {"reason": "price", "interaction": id}),
        ("POST", f"/v1/cases/{MINE}/journeys/lead", {"interaction": id}),
    ]
    for method, path, body in asked:
        answer = served.request(method, path, headers=page, json=body)
        assert ("colleague's contact" in answer.text) is not reached, (method, path, answer.text)
        assert (answer.status_code == 403) is (not reached or "not verified" in answer.text), (
            method,
            path,
            answer.text,
        )


@pytest.mark.parametrize(("id", "reached"), [("hers", True), ("his", False), ("free", True)])
def test_a_colleagues_customer_is_masked_and_nothing_is_done_for_them(
    served: TestClient, mint: Mint, id: str, reached: bool
) -> None:
    page = mint()
    seen = served.get(f"/v1/customers/{id}", headers=page).json()
    assert (seen["verified"], seen["record"]["name"]) == (False, "A••• C•••")
    contact = {"interaction": HER_CONTACT}
    asked: list[tuple[str, str, Any]] = [
        ("GET", f"/v1/customers/{id}/retention", None),
        ("GET", f"/v1/customers/{id}/history", None),
        ("GET", f"/v1/customers/{id}/notices", None),
        ("GET", f"/v1/customers/{id}/leaving", None),
        ("PATCH", f"/v1/customers/{id}", {"changes": {"name": "Eve"}, "why": "w", **contact}),
        ("POST", f"/v1/customers/{id}/verifications", {"method": "code", **contact}),
        ("POST", f"/v1/customers/{id}/offers", {"code": "thank-you-data"}),
        ("POST", f"/v1/customers/{id}/loyalty", {"points": 1, "reason": "r"}),
        ("POST", f"/v1/customers/{id}/termination", {"reason": "price", **contact}),
        ("POST", f"/v1/offers/{WHOSE[id]}", {"accepted": True, **contact}),
        ("POST", f"/v1/verifications/{WHOSE[id]}", {"answers": {"postCode": "1"}}),
    ]
    for method, path, body in asked:
        answer = served.request(method, path, headers=page, json=body)
        held = answer.status_code == 403 and "olleague" in answer.text
        assert held is not reached, (method, path, answer.text)


def test_a_customer_in_two_hands_is_served_by_both(served: TestClient, mint: Mint) -> None:
    page = mint(agent="meena")
    path = "/v1/customers/his/history"
    assert served.get(path, headers=page).status_code == 403
    begun = served.post("/v1/interactions", json={"msisdn": f"+{LINES[ANOTHERS]}", "channel": "voice"}, headers=page)
    assert begun.status_code == 201, begun.text
    assert served.get(path, headers=page).status_code == 200
    served.post(f"/v1/interactions/{begun.json()['id']}/end", json={"description": "over"}, headers=page)
    assert served.get(path, headers=page).status_code == 403


@pytest.mark.parametrize(
    ("id", "of_agent", "of_case"),
    [(HER_ORDER, True, True), (HIS_ORDER, False, False), (FREE_ORDER, True, False), (HIS_FAULT, False, False)],
)
def test_a_colleagues_order_is_of_no_use(
    served: TestClient, mint: Mint, id: int, of_agent: bool, of_case: bool
) -> None:
    for page, reached in ((mint(), of_agent), (mint(case=MINE), of_case)):
        for method, path, body in (
            ("GET", "", None),
            ("GET", "/timeline", None),
            ("GET", "/drawing", None),
            ("POST", "/retry", {}),
            ("POST", "/priority", {"priority": 1}),
        ):
            status = served.request(method, f"/v1/orders/{id}{path}", headers=page, json=body).status_code
            assert (status != 403) is reached, (id, method, path, status)


def test_a_list_of_orders_is_of_one_customer_and_without_those_of_colleagues(served: TestClient, mint: Mint) -> None:
    page = mint()
    assert served.get("/v1/orders", headers=page).status_code == 403
    found = served.get("/v1/orders", params={"line": f"+{FREE_LINE}"}, headers=page).json()
    assert [each["id"] for each in found["items"]] == [FREE_ORDER, HER_ORDER]
    assert served.get("/v1/orders", params={"line": f"+{FREE_LINE}"}, headers=mint(case=MINE)).status_code == 403
    assert served.get("/v1/order-catalogue", headers=mint(case=MINE)).status_code == 200


def test_a_list_of_contacts_is_of_one_customer_or_the_agents_own(served: TestClient, mint: Mint) -> None:
    page = mint()
    assert served.get("/v1/interactions", headers=page).status_code == 403
    assert served.get("/v1/interactions", params={"agent": "ravi"}, headers=page).status_code == 403
    found = served.get("/v1/interactions", params={"agent": "asha"}, headers=page).json()
    assert {item["agent"] for item in found["items"]} == {"asha"}
    assert served.get("/v1/interactions", params={"msisdn": FREE_LINE}, headers=page).status_code == 200


def test_no_contact_is_linked_to_a_colleagues_case(served: TestClient, mint: Mint) -> None:
    page, told = mint(), {"channel": "voice", "msisdn": f"+{FREE_LINE}"}
    for case, expected in ((ANOTHERS, 403), (MINE, 201)):
        assert served.post("/v1/interactions", json={**told, "case": case}, headers=page).status_code == expected
    path = f"/v1/interactions/{HER_CONTACT}/case"
    assert served.post(path, json={"case": ANOTHERS}, headers=page).status_code == 403
    assert served.post(path, json={"case": MINE}, headers=page).status_code == 200


def test_what_no_agent_may_no_widgets_token_may(served: TestClient, mint: Mint) -> None:
    page = mint()
    for path in ("/v1/inbox/gap", "/v1/evaluations", "/v1/jeopardy", "/v1/audit", "/metrics", "/v1/widget-tokens"):
        assert served.get(path, headers=page).status_code in {403, 405}, path


def test_where_the_operators_agents_keep_articles_their_elements_do_too(
    make_settings: Callable[..., Settings], token_for: Callable[..., str], tmp_path: Path
) -> None:
    table = tmp_path / "roles.yaml"
    shipped = roles.SHIPPED.read_text(encoding="utf-8")
    allowed = re.sub(r"(knowledge:write:\s+\[)none", r"\1all", shipped)
    table.write_text(allowed, encoding="utf-8")
    settings = make_settings(roles=table)
    with TestClient(create_app(settings), base_url=BASE) as client:
        key = {"Authorization": f"Bearer {token_for(settings, *CRM)}"}
        made = client.post("/v1/widget-tokens", json={"agent": "asha"}, headers=key).json()
        page = {"Authorization": f"Bearer {made['token']}"}
        assert client.get("/v1/inbox/gap", headers=page).status_code == 200
        assert client.get("/v1/articles", headers=page).status_code == 200


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
