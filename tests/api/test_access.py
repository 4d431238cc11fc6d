"""Who may call what: every route against every scope, and what keeps other sites out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta

import pytest
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketDenialResponse

from api.app import create_app
from api.tokens import OWN, Scope
from t2r.settings import Settings

BASE = "http://127.0.0.1:8000"
ARTICLE = {"id": "new", "title": "New", "body": "A new article."}
RESOLUTION = {"id": "new-case", "symptom": "No signal"}

# (method, path): (the scope it needs, None for being signed in, "open" for nothing), a body that is right
ROUTES: dict[tuple[str, str], tuple[Scope | str | None, object]] = {
    ("post", "/v1/answers"): (Scope.ANSWERS_READ, {"question": "no mobile data"}),
    ("post", "/v1/search"): (Scope.KNOWLEDGE_READ, {"text": "no mobile data"}),
    ("get", "/v1/documents/{id}"): (Scope.KNOWLEDGE_READ, None),
    ("post", "/v1/feedback"): (Scope.FEEDBACK_WRITE, {"answer_id": "a", "correct": True}),
    ("get", "/v1/session"): (None, None),
    ("post", "/v1/session"): (None, None),
    ("delete", "/v1/session"): (None, None),
    ("post", "/v1/widget-tokens"): (Scope.WIDGET_TOKENS_WRITE, {"agent": "asha"}),
    ("get", "/v1/articles"): (Scope.KNOWLEDGE_READ, None),
    ("post", "/v1/articles"): (Scope.KNOWLEDGE_WRITE, ARTICLE),
    ("post", "/v1/articles/bulk"): (Scope.KNOWLEDGE_WRITE, [ARTICLE]),
    ("get", "/v1/articles/{id}"): (Scope.KNOWLEDGE_READ, None),
    ("put", "/v1/articles/{id}"): (Scope.KNOWLEDGE_WRITE, ARTICLE),
    ("delete", "/v1/articles/{id}"): (Scope.KNOWLEDGE_WRITE, None),
    ("get", "/v1/resolutions"): (Scope.KNOWLEDGE_READ, None),
    ("post", "/v1/resolutions"): (Scope.KNOWLEDGE_WRITE, RESOLUTION),
    ("post", "/v1/resolutions/bulk"): (Scope.KNOWLEDGE_WRITE, [RESOLUTION]),
    ("get", "/v1/resolutions/{id}"): (Scope.KNOWLEDGE_READ, None),
    ("put", "/v1/resolutions/{id}"): (Scope.KNOWLEDGE_WRITE, RESOLUTION),
    ("delete", "/v1/resolutions/{id}"): (Scope.KNOWLEDGE_WRITE, None),
    ("get", "/v1/inbox/{topic}"): (Scope.KNOWLEDGE_WRITE, None),
    ("post", "/v1/inbox/{topic}/{id}/set-aside"): (Scope.KNOWLEDGE_WRITE, {}),
    ("get", "/v1/diagnostics"): (Scope.DIAGNOSTICS_READ, None),
    ("get", "/v1/badges"): (Scope.DIAGNOSTICS_READ, None),
    ("get", "/v1/badges/stream"): (Scope.DIAGNOSTICS_READ, None),
    ("get", "/v1/badges/affected"): (Scope.AFFECTED_READ, None),
    ("get", "/v1/map"): (Scope.DIAGNOSTICS_READ, None),
    ("get", "/v1/map/{kind}"): (Scope.DIAGNOSTICS_READ, None),
    ("get", "/v1/cases"): (Scope.CASES_READ, None),
    ("post", "/v1/cases"): (Scope.CASES_WRITE, {"words": "no mobile data", "flow": "mobile-data"}),
    ("get", "/v1/case-codes"): (Scope.CASES_READ, None),
    ("get", "/v1/cases/{id}"): (Scope.CASES_READ, None),
    ("post", "/v1/cases/{id}/next"): (Scope.CASES_WRITE, None),
    ("post", "/v1/cases/{id}/answers"): (Scope.CASES_WRITE, {"answers": {"abroad": True}}),
    ("post", "/v1/cases/{id}/actions"): (Scope.CASES_WRITE, {"call": "c", "decision": "skip"}),
    ("post", "/v1/cases/{id}/transfer"): (Scope.CASES_WRITE, {"owner": "ravi"}),
    ("post", "/v1/cases/{id}/status"): (Scope.CASES_WRITE, {"status": "pending"}),
    ("post", "/v1/cases/{id}/reopen"): (Scope.CASES_WRITE, {}),
    ("post", "/v1/cases/{id}/close"): (Scope.CASES_WRITE, {"cause": "unknown", "resolution": "fixed"}),
    ("get", "/v1/cases/{id}/trace"): (Scope.CASES_READ, None),
    ("get", "/v1/cases/{id}/events"): (Scope.CASES_READ, None),
    ("get", "/v1/cases/{id}/interactions"): (Scope.CASES_READ, None),
    ("post", "/v1/interactions"): (Scope.CASES_WRITE, {}),
    ("get", "/v1/interactions/{id}"): (Scope.CASES_READ, None),
    ("post", "/v1/interactions/{id}/case"): (Scope.CASES_WRITE, {"case": 1}),
    ("post", "/v1/interactions/{id}/end"): (Scope.CASES_WRITE, {}),
    ("post", "/v1/interactions/{id}/feedback"): (Scope.CASES_WRITE, {"satisfaction": 3}),
    ("get", "/v1/deliveries"): (Scope.EVENTS_SUBSCRIBE, None),
    ("get", "/v1/interactions"): (Scope.CASES_READ, None),
    ("patch", "/v1/interactions/{id}"): (Scope.CASES_WRITE, {"reason": "slow"}),
    ("post", "/v1/interactions/{id}/notes"): (Scope.CASES_WRITE, {"text": "n"}),
    ("get", "/v1/interactions/{id}/transcript"): (Scope.CASES_READ, None),
    ("post", "/v1/interactions/{id}/transcript"): (Scope.CASES_WRITE, {"text": "t"}),
    ("get", "/v1/interaction-report"): (Scope.CASES_READ, None),
    ("post", "/v1/cti/events"): (Scope.CTI_WRITE, []),
    ("get", "/v1/cti/seats"): (Scope.CTI_WRITE, None),
    ("put", "/v1/cti/seats/{id}"): (Scope.CTI_WRITE, {"agent": "asha"}),
    ("delete", "/v1/cti/seats/{id}"): (Scope.CTI_WRITE, None),
    ("get", "/v1/cti/pops"): (Scope.CASES_READ, None),
    ("get", "/v1/interactions/{id}/customers"): (Scope.CUSTOMERS_READ, None),
    ("get", "/v1/cases/{id}/life"): (Scope.CASES_READ, None),
    ("post", "/v1/cases/{id}/life/{node}"): (Scope.CASES_WRITE, {}),
    ("get", "/v1/cases/{id}/report"): (Scope.CASES_READ, None),
    ("post", "/v1/cases/{id}/contacts"): (Scope.CASES_WRITE, {"answered": False}),
    ("post", "/v1/cases/{id}/activities/{activity}"): (Scope.CASES_WRITE, {"to": "ravi"}),
    ("post", "/v1/handovers/{id}"): (Scope.CASES_WRITE, {"done": True}),
    ("post", "/v1/cases/{id}/improvements"): (Scope.PROBLEMS_WRITE, {"text": "better"}),
    ("get", "/v1/improvements"): (Scope.CASES_READ, None),
    ("post", "/v1/cases/{id}/review"): (Scope.PROBLEMS_WRITE, {"what": "w", "why": "y", "lessons": ["l"]}),
    ("get", "/v1/cases/{id}/review"): (Scope.CASES_READ, None),
    ("get", "/v1/known-problems"): (Scope.CASES_READ, None),
    ("post", "/v1/known-problems"): (Scope.PROBLEMS_WRITE, {"title": "t", "symptom": "s", "cause": "c"}),
    ("get", "/v1/known-problems/{id}"): (Scope.CASES_READ, None),
    ("patch", "/v1/known-problems/{id}"): (Scope.PROBLEMS_WRITE, {}),
    ("get", "/v1/jeopardy"): (Scope.CASES_READ, None),
    ("get", "/v1/board/events"): (Scope.CASES_READ, None),
    ("get", "/v1/problem-report"): (Scope.CASES_READ, None),
    ("get", "/v1/events"): (Scope.CASES_READ, None),
    ("get", "/v1/customers"): (Scope.CUSTOMERS_READ, None),
    ("post", "/v1/customers"): (Scope.CUSTOMERS_MASTER, {"record": {"name": "Asha", "engagedParty": {"id": "1"}}}),
    ("get", "/v1/customers/{id}"): (Scope.CUSTOMERS_READ, None),
    ("patch", "/v1/customers/{id}"): (Scope.CUSTOMERS_WRITE, {"changes": {"name": "A"}, "why": "w", "interaction": 1}),
    ("get", "/v1/customers/{id}/history"): (Scope.CUSTOMERS_READ, None),
    ("get", "/v1/customers/{id}/disclosures"): (Scope.CUSTOMERS_MASTER, None),
    ("get", "/v1/customers/{id}/notices"): (Scope.CUSTOMERS_READ, None),
    ("post", "/v1/customers/{id}/verifications"): (Scope.CUSTOMERS_WRITE, {"interaction": 1, "method": "code"}),
    ("post", "/v1/verifications/{id}"): (Scope.CUSTOMERS_WRITE, {"code": "123456"}),
    ("get", "/v1/customers/{id}/profile"): (Scope.CUSTOMERS_MASTER, None),
    ("get", "/v1/customers/{id}/retention"): (Scope.CUSTOMERS_READ, None),
    ("post", "/v1/customers/{id}/offers"): (Scope.CUSTOMERS_WRITE, {"code": "plan-review"}),
    ("post", "/v1/offers/{id}"): (Scope.CUSTOMERS_WRITE, {"accepted": False}),
    ("post", "/v1/customers/{id}/loyalty"): (Scope.CUSTOMERS_WRITE, {"points": 1, "reason": "r"}),
    ("post", "/v1/customers/{id}/termination"): (Scope.CUSTOMERS_WRITE, {"reason": "price", "interaction": 1}),
    ("get", "/v1/customers/{id}/leaving"): (Scope.CUSTOMERS_READ, None),
    ("get", "/v1/customers/{id}/termination"): (Scope.CUSTOMERS_READ, None),
    ("get", "/v1/journeys"): (Scope.CASES_READ, None),
    ("post", "/v1/cases/{id}/journeys/{name}"): (Scope.CASES_WRITE, {}),
    ("post", "/v1/cases/{id}/journeys/{name}/submit"): (Scope.CASES_WRITE, {}),
    ("get", "/v1/orders"): (Scope.ORDERS_READ, None),
    ("get", "/v1/order-catalogue"): (Scope.ORDERS_READ, None),
    ("get", "/v1/orders/{id}"): (Scope.ORDERS_READ, None),
    ("get", "/v1/orders/{id}/process"): (Scope.ORDERS_READ, None),
    ("get", "/v1/orders/{id}/timeline"): (Scope.ORDERS_READ, None),
    ("get", "/v1/orders/{id}/drawing"): (Scope.ORDERS_READ, None),
    ("get", "/v1/orders/{id}/events"): (Scope.ORDERS_READ, None),
    ("post", "/v1/orders/{id}/messages"): (Scope.ORDERS_WRITE, {"item": "1", "message": "appointment.done"}),
    ("post", "/v1/orders/{id}/retry"): (Scope.ORDERS_WRITE, {}),
    ("post", "/v1/orders/{id}/steps/{step}/done"): (Scope.ORDERS_WRITE, {}),
    ("post", "/v1/orders/{id}/amend"): (Scope.ORDERS_WRITE, {"items": {"1": {"plan": "5G"}}}),
    ("post", "/v1/orders/{id}/cancel"): (Scope.ORDERS_WRITE, {}),
    ("post", "/v1/orders/{id}/priority"): (Scope.ORDERS_WRITE, {"priority": 1}),
    ("get", "/v1/cases/{id}/orders"): (Scope.CASES_READ, None),
    ("post", "/v1/cases/{id}/orders"): (Scope.CASES_WRITE, {"items": [{"product": "esim"}]}),
    ("get", "/v1/evaluations"): (Scope.EVALUATIONS_READ, None),
    ("get", "/v1/evaluations/{id}"): (Scope.EVALUATIONS_READ, None),
    ("get", "/v1/audit"): (Scope.AUDIT_READ, None),
    ("get", "/v1/audit/chain"): (Scope.AUDIT_READ, None),
    ("get", "/metrics"): (Scope.METRICS_READ, None),
    ("get", "/v1/operator-systems"): (Scope.METRICS_READ, None),
    ("get", "/healthz"): ("open", None),
    ("get", "/readyz"): ("open", None),
}


SOCKETS = {"/v1/cti/stream": Scope.CTI_WRITE}
# What no document describes: the page and the signing in on it, which are open to everybody.
UNDESCRIBED = {
    "/",
    "/workspace",
    "/embed",
    "/login",
    "/login/provider",
    "/login/callback",
    "/login/backchannel",
    "/login/end",
    "/login/ways",
    "/openapi.json",
}


# TM Forum's APIs, below /tmf-api: what reading and what changing their resources needs. For a hub one must subscribe and read.
TMF: dict[str, tuple[Scope, Scope]] = {
    "/troubleTicket/v5": (Scope.TICKETS_READ, Scope.TICKETS_WRITE),
    "/troubleTicket/v4": (Scope.TICKETS_READ, Scope.TICKETS_WRITE),
    "/troubleTicket/v2": (Scope.TICKETS_READ, Scope.TICKETS_WRITE),
    "/serviceProblemManagement/v5": (Scope.TICKETS_READ, Scope.TICKETS_WRITE),
    "/serviceProblemManagement/v4": (Scope.TICKETS_READ, Scope.TICKETS_WRITE),
    "/customerManagement/v4": (Scope.CUSTOMERS_MASTER, Scope.CUSTOMERS_MASTER),
    "/partyInteraction/v4": (Scope.CUSTOMERS_MASTER, Scope.CUSTOMERS_MASTER),
    "/productOrderingManagement/v4": (Scope.ORDERS_READ, Scope.ORDERS_WRITE),
    "/serviceOrdering/v4": (Scope.ORDERS_READ, Scope.ORDERS_WRITE),
    "/resourceOrderingManagement/v4": (Scope.ORDERS_READ, Scope.ORDERS_WRITE),
    "/communicationManagement/v4": (Scope.MESSAGES_READ, Scope.MESSAGES_WRITE),
    "/alarm/v4": (Scope.NETWORK_READ, Scope.NETWORK_WRITE),
    "/serviceTestManagement/v4": (Scope.NETWORK_READ, Scope.NETWORK_WRITE),
    "/serviceQualificationManagement/v4": (Scope.NETWORK_READ, Scope.NETWORK_WRITE),
    "/event/v4": (Scope.EVENTS_SUBSCRIBE, Scope.EVENTS_PUBLISH),
}


def needed_of_tmf(method: str, path: str) -> set[Scope]:
    base = next(base for base in TMF if path.startswith(f"{base}/"))
    read, write = TMF[base]
    if "/listener/" in path:
        return {Scope.EVENTS_PUBLISH}
    if "/hub" in path:
        return {Scope.EVENTS_SUBSCRIBE, read}
    return {read if method == "get" else write}


@pytest.fixture(scope="module")
def nobody(shared_settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(shared_settings), base_url=BASE, follow_redirects=False) as client:
        yield client


def call(
    client: TestClient, method: str, path: str, body: object, **headers: str
) -> tuple[int, dict[str, str], dict[str, object]]:
    client.cookies.clear()  # POST /v1/session leaves one
    kind = "new-case" if "resolutions" in path else "new"
    response = client.request(method, path.replace("{id}", kind), json=body, headers=headers)
    problem = response.json() if response.is_error else {}
    return response.status_code, dict(response.headers), problem


def test_the_table_lists_every_route(shared: TestClient) -> None:
    paths = shared.get("/openapi.json").json()["paths"]
    assert {(method, path.replace("{id:path}", "{id}")) for path, item in paths.items() for method in item} == set(
        ROUTES
    )


def test_every_route_that_is_served_is_in_a_table(shared: TestClient) -> None:
    served = list(served_by(shared.app.routes))  # type: ignore[attr-defined]
    assert {route.path for route in served if isinstance(route, WebSocketRoute)} == set(SOCKETS)
    assert {route.path for route in served if isinstance(route, Mount)} == {"/static", "/tmf-api"}
    plain = [route for route in served if isinstance(route, Route)]
    described = {path for _, path in ROUTES}
    assert {route.path.replace("{id:path}", "{id}") for route in plain} == described | UNDESCRIBED


def served_by(routes: Iterable[BaseRoute]) -> Iterator[BaseRoute]:
    """The routes of an app, those of its routers among them."""
    for route in routes:
        inner = getattr(route, "original_router", None)
        yield from served_by(inner.routes) if inner is not None else [route]


@pytest.mark.parametrize("path", SOCKETS)
def test_every_socket_asks_for_exactly_its_scope(
    nobody: TestClient, shared_settings: Settings, token_for: Callable[..., str], path: str
) -> None:
    assert opened(nobody, path, None) == 401
    needed = SOCKETS[path]
    for scopes in ({needed}, {Scope.ADMIN}):
        assert opened(nobody, path, token_for(shared_settings, *scopes)) == 101
    assert opened(nobody, path, token_for(shared_settings, *set(Scope) - {Scope.ADMIN, needed})) == 403


def opened(client: TestClient, path: str, token: str | None) -> int:
    """With which status a WebSocket is opened, or refused."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        with client.websocket_connect(path, headers=headers):
            return 101
    except WebSocketDenialResponse as refused:
        return refused.status_code


def test_every_route_asks_for_exactly_its_scope(
    nobody: TestClient, shared_settings: Settings, token_for: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for stream in ("cti", "board"):
        monkeypatch.setattr(f"api.routes.{stream}.STREAM_SECONDS", 0.0)
    alone = {scope: token_for(shared_settings, scope) for scope in Scope}
    # One's own data is the matter of tests/api/test_roles.py.
    others = {scope: token_for(shared_settings, *set(Scope) - {Scope.ADMIN, scope, f"{scope}{OWN}"}) for scope in Scope}
    for (method, path), (needed, body) in ROUTES.items():
        status, headers, problem = call(nobody, method, path, body)
        if needed == "open":
            assert status == 200, (method, path)
            continue
        assert status == 401, (method, path)
        assert headers["www-authenticate"].startswith("Bearer")
        enough = Scope.METRICS_READ if needed is None else Scope(needed)
        for token in (alone[enough], alone[Scope.ADMIN]):
            status, headers, problem = call(nobody, method, path, body, Authorization=f"Bearer {token}")
            assert status not in (401, 403), (method, path, problem)
        if needed is not None:
            status, headers, problem = call(nobody, method, path, body, Authorization=f"Bearer {others[enough]}")
            assert status == 403, (method, path)
            assert needed in str(problem["detail"])
            assert f'scope="{needed}"' in headers["www-authenticate"]


@pytest.mark.slow
def test_every_operation_of_tm_forum_asks_for_exactly_its_scopes(
    nobody: TestClient, shared_settings: Settings, token_for: Callable[..., str]
) -> None:
    tokens: dict[frozenset[Scope], str] = {}

    def bearing(scopes: set[Scope]) -> dict[str, str]:
        token = tokens.setdefault(held := frozenset(scopes), tokens.get(held) or token_for(shared_settings, *held))
        return {"Authorization": f"Bearer {token}"}

    paths = nobody.get("/tmf-api/openapi.json").json()["paths"]
    mounted = next(route for route in nobody.app.routes if getattr(route, "path", "") == "/tmf-api")  # type: ignore[attr-defined]
    offered = {(method.lower(), f"/tmf-api{route.path}") for route in mounted.routes for method in route.methods or ()}
    described = {(method, path) for path, item in paths.items() for method in item}
    assert {each for each in offered if not each[1].endswith("/") and "openapi" not in each[1]} == described
    for method, path in sorted(offered):
        if "openapi" in path:
            continue
        address, needed = path.replace("{id}", "none").replace("{topicId}", "none"), needed_of_tmf(method, path[8:])
        assert nobody.request(method, address).status_code == 401, (method, path)
        if path.endswith("/"):  # the same route, and so the same rule
            continue
        assert nobody.request(method, address, headers=bearing(needed)).status_code not in (401, 403), (method, path)
        for missing in needed:  # who holds all the others is refused, and so is whoever holds fewer
            refused = nobody.request(method, address, headers=bearing(set(Scope) - {Scope.ADMIN, missing}))
            assert (refused.status_code, str(missing) in refused.text) == (403, True), (method, path, missing)


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Bearer nonsense", "Basic dXNlcjpwYXNz", "Bearer t2r_00000000_" + "0" * 64]
)
def test_a_wrong_token_is_401_and_is_never_repeated(nobody: TestClient, header: str) -> None:
    response = nobody.get("/v1/articles", headers={"Authorization": header})
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Bearer")
    assert "t2r_0" not in response.text


def test_an_expired_token_is_401(nobody: TestClient, shared_settings: Settings, token_for: Callable[..., str]) -> None:
    token = token_for(shared_settings, Scope.ADMIN, lifetime=timedelta(seconds=-1))
    assert nobody.get("/v1/articles", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_a_link_signs_one_browser_in_once(
    client: TestClient, settings: Settings, login_code: Callable[..., str]
) -> None:
    code = login_code(settings, Scope.ANSWERS_READ)
    response = client.get("/login", params={"code": code})
    assert (response.status_code, response.headers["location"]) == (303, "/")
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert code not in cookie
    me = client.get("/v1/session").json()
    assert (me["name"], me["scopes"]) == ("asha", ["answers:read"])
    again = TestClient(client.app, base_url=BASE, follow_redirects=False).get("/login", params={"code": code})
    assert again.headers["location"] == "/#link-used"
    assert "set-cookie" not in again.headers


def test_the_cookie_is_secure_where_the_connection_is(settings: Settings, login_code: Callable[..., str]) -> None:
    with TestClient(create_app(settings), base_url="https://127.0.0.1:8000", follow_redirects=False) as client:
        response = client.get("/login", params={"code": login_code(settings, Scope.ANSWERS_READ)})
    assert "; secure" in response.headers["set-cookie"].lower()


def test_a_token_is_exchanged_for_a_session_with_its_rights(
    client: TestClient, settings: Settings, token_for: Callable[..., str]
) -> None:
    token = token_for(settings, Scope.FEEDBACK_WRITE)
    assert client.post("/v1/session", headers={"Authorization": f"Bearer {token}"}).status_code == 201
    assert client.get("/v1/session").json()["scopes"] == ["feedback:write"]
    assert client.get("/v1/articles").status_code == 403


def test_signing_out_ends_the_session(client: TestClient, settings: Settings, login_code: Callable[..., str]) -> None:
    client.get("/login", params={"code": login_code(settings, Scope.ANSWERS_READ)})
    stolen = dict(client.cookies)
    assert client.delete("/v1/session", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 204
    assert client.get("/v1/session").status_code == 401
    assert (
        client.get("/v1/session", headers={"Cookie": "; ".join(f"{k}={v}" for k, v in stolen.items())}).status_code
        == 401
    )


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Origin": BASE}, True),
        ({"Origin": "http://127.0.0.1:9999"}, False),
        ({"Origin": "https://127.0.0.1:8000"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": BASE, "Sec-Fetch-Site": "cross-site"}, False),
        ({}, False),
    ],
)
def test_with_a_cookie_only_our_own_page_may_send(
    client: TestClient, settings: Settings, headers: dict[str, str], allowed: bool, login_code: Callable[..., str]
) -> None:
    client.get("/login", params={"code": login_code(settings, Scope.FEEDBACK_WRITE)})
    response = client.post("/v1/feedback", json={"answer_id": "a", "correct": True}, headers=headers)
    assert response.status_code == (201 if allowed else 403)


def test_a_form_of_another_site_is_not_taken_for_json(admin: TestClient) -> None:
    body = b'{"answer_id": "a", "correct": true}'
    assert admin.post("/v1/feedback", content=body, headers={"Content-Type": "text/plain"}).status_code == 422


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:8000", "LOCALHOST", "[::1]:8000", "[::1]"])
def test_our_own_names_are_answered(nobody: TestClient, host: str) -> None:
    assert nobody.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "", "localhost.", "[::2]"]
)
def test_another_name_is_refused_on_loopback(nobody: TestClient, host: str) -> None:
    response = nobody.get("/healthz", headers={"Host": host})
    assert (response.status_code, response.headers["content-type"]) == (400, "application/problem+json")


def test_other_sites_get_no_cors(nobody: TestClient) -> None:
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    for method, path in (("OPTIONS", "/v1/answers"), ("GET", "/healthz"), ("POST", "/v1/answers")):
        response = nobody.request(method, path, headers=asked)
        assert not [name for name in response.headers if name.startswith("access-control")]


def test_names_are_free_where_other_machines_are_served(make_settings: Callable[..., Settings]) -> None:
    with TestClient(create_app(make_settings(host="0.0.0.0")), base_url="http://assistant.example") as client:
        assert client.get("/healthz").status_code == 200
