"""The edge of the app: every error is a problem, logs say nothing they should not, limits hold, metrics count."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from api.app import BODY_LIMITS, MAX_BODY, STATIC, create_app
from api.gate import Gate
from api.logs import JsonFormatter, configure
from api.middleware import BodyLimit
from api.problems import Unavailable
from api.tokens import Scope
from t2r.settings import Settings

BASE = "http://127.0.0.1:8000"
PHONE = "+91 98765 43210"


def is_problem(response: Any, status: int) -> bool:
    problem = response.json()
    return (
        (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
        and problem["status"] == status
        and all(isinstance(problem[member], str) and problem[member] for member in ("type", "title", "detail"))
    )


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing/here", 404),
        ("GET", "/static/nothing.js", 404),
        ("GET", "/static/../app.py", 404),
        ("GET", "/static/%2e%2e/app.py", 404),
        ("GET", "/v1/articles/nothing", 404),
        ("GET", "/v1/articles/", 404),
        ("GET", "/v1/documents/%00", 404),
        ("GET", "/v1/documents/%ff", 404),
        ("DELETE", "/v1/answers", 405),
        ("PATCH", "/v1/articles", 405),
        ("POST", "/login", 405),
        ("GET", "/docs", 404),
        ("GET", "/v1/documents/case-1?as_of=yesterday", 422),
    ],
)
def test_every_error_is_a_problem(shared: TestClient, method: str, path: str, status: int) -> None:
    assert is_problem(shared.request(method, path), status)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"", 422),
        (b"null", 422),
        (b'{"question": "\\ud800"}', 422),
        (b'{"question": "x", "\\ud800": 1}', 422),
        (b'{"question": ' + b"1" * 5000 + b"}", 400),
        (b"[" * 100_000, 400),
        (b"\xff\xfe\x00", 400),
    ],
)
def test_what_is_no_question_is_a_problem(shared: TestClient, body: bytes, status: int) -> None:
    assert is_problem(shared.post("/v1/answers", content=body, headers={"Content-Type": "application/json"}), status)


@pytest.fixture
def broken(make_settings: Callable[..., Settings]) -> Iterator[TestClient]:
    """An app with a route that fails in a way nobody foresaw."""
    app: FastAPI = create_app(make_settings())

    @app.get("/broken/{id}")
    def fail(id: str) -> None:
        raise ZeroDivisionError(f"cannot divide {id}, call {PHONE}")

    with TestClient(app, base_url=BASE) as client:
        yield client


def test_an_unexpected_error_gives_only_an_id_that_the_log_explains(
    broken: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    response = broken.get("/broken/secret-id")
    assert is_problem(response, 500)
    assert "ZeroDivision" not in response.text
    assert "secret-id" not in response.text
    id = response.json()["id"]
    lines = [json.loads(JsonFormatter().format(record)) for record in caplog.records]
    (line,) = [line for line in lines if line["event"] == "error"]
    assert (line["id"], line["error"]) == (id, "ZeroDivisionError")
    assert id in response.json()["detail"]
    assert any("test_edge.py" in frame for frame in line["frames"])
    assert PHONE not in json.dumps(line)


def test_the_access_log_names_routes_and_callers_and_nothing_that_was_said(
    client: TestClient,
    settings: Settings,
    token_for: Callable[..., str],
    login_code: Callable[..., str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    token, code = token_for(settings, Scope.ADMIN), login_code(settings, Scope.ADMIN)
    client.get("/login", params={"code": code})
    client.post("/v1/session", headers={"Authorization": f"Bearer {token}"})
    headers = {"Authorization": f"Bearer {token}"}
    client.post("/v1/answers", json={"question": "my name is Balasubramaniam"}, headers=headers)
    client.get("/v1/articles/balasubramaniam", params={"q": "balasubramaniam"}, headers=headers)
    client.get("/balasubramaniam")
    ours = (record for record in caplog.records if not record.name.startswith("httpx"))  # the test's own client
    lines = [JsonFormatter().format(record) for record in ours]
    requests = [line for line in map(json.loads, lines) if line["event"] == "request"]
    assert [(line["method"], line["route"], line["status"]) for line in requests] == [
        ("GET", "/login", 303),
        ("POST", "/v1/session", 201),
        ("POST", "/v1/answers", 200),
        ("GET", "/v1/articles/{id}", 404),
        ("GET", "unknown", 404),
    ]
    assert requests[2]["principal"].startswith("admin")
    everything = "\n".join(lines).lower()
    cookie = next(iter(client.cookies.values()))
    assert not [secret for secret in (token, code, cookie, "balasubramaniam") if secret.lower() in everything]


def test_the_description_names_every_error_a_problem_and_every_schema_it_uses(shared: TestClient) -> None:
    text = shared.get("/openapi.json").text
    description = json.loads(text)
    for operations in description["paths"].values():
        for operation in operations.values():
            assert list(operation["responses"]["4XX"]["content"]) == ["application/problem+json"]
    used = set(re.findall(r'"#/components/schemas/([^"]+)"', text))
    assert used <= set(description["components"]["schemas"])
    assert {"Article", "Resolution", "Answer", "ProblemDetails"} <= used


def test_each_response_has_the_security_headers_and_an_id(shared: TestClient) -> None:
    for path in ("/", "/static/t2r-workspace.js", "/healthz", "/v1/session", "/nothing", "/openapi.json"):
        headers = shared.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert len(headers["x-request-id"]) == 16


def test_files_of_the_page_are_compressed_for_whoever_takes_that(shared: TestClient) -> None:
    path = "/static/t2r-workspace.js"
    plain = shared.get(path, headers={"Accept-Encoding": "identity"})
    packed = shared.get(path, headers={"Accept-Encoding": "gzip, br"})
    assert plain.content == packed.content == (STATIC / "t2r-workspace.js").read_bytes()
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 2
    assert packed.headers["etag"] == f"W/{plain.headers['etag']}"
    for each in (plain, packed):
        assert each.headers["vary"] == "Accept-Encoding"
        again = shared.get(path, headers={"If-None-Match": each.headers["etag"], "Accept-Encoding": "gzip"})
        assert (again.status_code, again.content) == (304, b"")


def test_a_part_of_a_file_is_a_part_of_the_file_as_it_is(shared: TestClient) -> None:
    part = shared.get("/static/icon.svg", headers={"Accept-Encoding": "gzip", "Range": "bytes=0-3"})
    assert (part.status_code, part.content) == (206, b"<svg")
    assert "content-encoding" not in part.headers


def test_browsers_keep_what_has_a_hash_in_its_name_and_ask_for_all_else(shared: TestClient) -> None:
    page = shared.get("/").text
    files = re.findall(r'href="(/static/[^"]+\.js)"', page)
    kept = {file: shared.get(file).headers["cache-control"] for file in files}
    assert set(kept.values()) == {"no-cache", "public, max-age=31536000, immutable"}
    assert all(("/chunks/" in file) is ("immutable" in control) for file, control in kept.items())


@pytest.mark.parametrize("path", ["/v1/session", "/v1/articles", "/v1/documents/case-1", "/login"])
def test_what_is_private_is_not_cached(shared: TestClient, path: str) -> None:
    assert shared.get(path).headers["cache-control"] == "no-store"


def test_the_page_and_its_files_hold_no_secret_and_nothing_inline(shared: TestClient) -> None:
    page = shared.get("/").text
    assert "<style" not in page
    assert " style=" not in page
    assert page.count("<script") == page.count('<script type="module" src="/static/') == 1
    assert "http://" not in page
    assert "https://" not in page


@pytest.mark.parametrize("path", ["/v1/answers", "/v1/search", "/v1/feedback", "/v1/articles", "/v1/resolutions/bulk"])
def test_a_body_over_its_limit_is_refused_unread(shared: TestClient, path: str) -> None:
    limit = BODY_LIMITS.get(path, MAX_BODY)
    headers = {"Content-Type": "application/json", "Content-Length": str(limit + 1)}
    assert is_problem(shared.post(path, content=b"{}", headers=headers), 413)


def test_a_body_that_hides_its_length_is_cut_off_at_the_limit(shared: TestClient) -> None:
    chunks = (b" " * 100_000 for _ in range(MAX_BODY // 100_000 + 1))
    response = shared.post("/v1/answers", content=chunks, headers={"Content-Type": "application/json"})
    assert "content-length" not in response.request.headers
    assert is_problem(response, 413)


def test_a_body_that_dawdles_is_given_up() -> None:
    async def read(scope: Any, receive: Any, send: Any) -> None:
        await receive()

    async def never() -> Any:
        await asyncio.Event().wait()

    async def send(message: Any) -> None:
        raise AssertionError(message)

    limit = BodyLimit(read, default=10, by_path={}, seconds=0.01)
    with pytest.raises(Exception, match=r"did not arrive within 0\.01 seconds") as caught:
        asyncio.run(limit({"type": "http", "path": "/", "headers": []}, never, send))
    assert getattr(caught.value, "status_code") == 408  # noqa: B009


def test_the_gate_lets_so_many_in_lets_some_wait_and_sends_the_rest_away() -> None:
    gate = Gate(running=1, waiting=1, patience=30)
    inside, leave, waited = threading.Event(), threading.Event(), threading.Event()

    def hold() -> None:
        with gate.enter():
            inside.set()
            leave.wait(30)

    def wait() -> None:
        with gate.enter():
            waited.set()

    first = threading.Thread(target=hold)
    first.start()
    assert inside.wait(30)
    second = threading.Thread(target=wait)
    second.start()
    while gate._places.acquire(blocking=False):  # until the second has taken the place to wait in
        gate._places.release()
    assert not waited.is_set()
    with pytest.raises(Unavailable) as refused, gate.enter():
        pass
    assert refused.value.headers == {"Retry-After": "1"}
    leave.set()
    assert waited.wait(30)
    first.join()
    second.join()
    with gate.enter():
        pass


def test_the_gate_gives_up_on_waiting() -> None:
    gate = Gate(running=1, waiting=1, patience=0.01)
    with gate.enter(), pytest.raises(Unavailable), gate.enter():
        pass
    with gate.enter():
        pass


def test_too_many_questions_are_answered_with_503_also_in_a_stream(admin: TestClient) -> None:
    places = admin.app.state.services.gate._places  # type: ignore[attr-defined]
    while places.acquire(blocking=False):
        pass
    plain = admin.post("/v1/answers", json={"question": "no data"})
    assert is_problem(plain, 503)
    assert plain.headers["retry-after"] == "1"
    streamed = admin.post("/v1/answers", json={"question": "no data"}, headers={"Accept": "text/event-stream"})
    event, data = streamed.text.strip().split("\n")
    assert event == "event: problem"
    assert json.loads(data.removeprefix("data: "))["status"] == 503


def test_an_unexpected_error_in_a_stream_becomes_its_last_event(admin: TestClient) -> None:
    admin.app.state.services.knowledge.close()  # type: ignore[attr-defined]
    response = admin.post("/v1/answers", json={"question": "no data"}, headers={"Accept": "text/event-stream"})
    event, data = response.text.strip().split("\n")
    assert event == "event: problem"
    assert json.loads(data.removeprefix("data: "))["id"] == response.headers["x-request-id"]


def test_it_is_ready_when_it_can_search_and_says_so_when_it_cannot(admin: TestClient) -> None:
    ready = admin.get("/readyz")
    assert (ready.status_code, ready.json()["documents"]) == (200, {"article": 3, "resolution": 1})
    assert ready.json()["passages"] > 3
    admin.app.state.services.knowledge.close()  # type: ignore[attr-defined]
    assert is_problem(admin.get("/readyz"), 503)
    assert admin.get("/healthz").status_code == 200


def metrics(client: TestClient) -> dict[tuple[str, frozenset[str]], float]:
    response = client.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    return {
        (sample.name, frozenset(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


def test_metrics_count_requests_answers_stages_and_documents(admin: TestClient) -> None:
    decision = admin.post("/v1/answers", json={"question": "mobile data does not work"}).json()["decision"]
    admin.get("/v1/articles/a")
    admin.get("/v1/articles/b")
    admin.request("BREW", "/v1/articles")
    found = metrics(admin)
    assert found["t2r_answers_total", frozenset({decision})] == 1
    assert found["t2r_http_requests_total", frozenset({"/v1/articles/{id}", "GET", "404"})] == 2
    assert found["t2r_http_requests_total", frozenset({"/v1/articles", "other", "405"})] == 1
    assert found["t2r_http_request_seconds_count", frozenset({"/v1/answers", "POST"})] == 1
    assert found["t2r_stage_seconds_count", frozenset({"search"})] == 1
    assert found["t2r_documents", frozenset({"article"})] == 3
    assert found["t2r_passages", frozenset()] > 3


def test_two_apps_count_apart(shared: TestClient, admin: TestClient) -> None:
    shared.post("/v1/answers", json={"question": "mobile data does not work"})
    assert not [name for name, _ in metrics(admin) if name == "t2r_answers_total"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = {
    "/v1/answers": ("question", "context"),
    "/v1/search": ("text", "k", "filters", "system"),
    "/v1/feedback": ("answer_id", "document_id", "comment", "correct"),
    "/v1/articles": ("id", "title", "body", "symptoms", "valid_from", "version", "etom"),
    "/v1/resolutions": ("id", "symptom", "steps", "closed_at", "reopened_within_7_days"),
    "/v1/resolutions/bulk": ("id", "symptom"),
}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(sorted(FIELDS)), values=st.lists(JSON, min_size=7, max_size=7), accept=st.text(max_size=10))
def test_no_json_whatever_makes_the_server_fail(shared: TestClient, path: str, values: list[Any], accept: str) -> None:
    body: Any = dict(zip(FIELDS[path], values, strict=False))
    content = json.dumps([body, *values] if path.endswith("bulk") else body).encode()
    headers = {"Content-Type": "application/json", "Accept": accept.encode("ascii", "ignore").decode().strip() or "*/*"}
    response = shared.post(path, content=content, headers={name: v for name, v in headers.items() if v.isprintable()})
    assert response.status_code < 500, response.text


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE"]),
    path=st.sampled_from(["/v1/articles/", "/v1/documents/", "/v1/resolutions/", "/static/", "/", "/login?code="]),
    rest=st.binary(max_size=12),
    match=st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=12),
)
def test_no_path_whatever_makes_the_server_fail(
    shared: TestClient, method: str, path: str, rest: bytes, match: str
) -> None:
    quoted = "".join(f"%{byte:02x}" for byte in rest)
    headers = {"If-Match": match.strip()} if match.strip() else {}
    assert shared.request(method, path + quoted, headers=headers).status_code < 500


def test_what_other_systems_are_asked_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    root, told = logging.getLogger(), [logging.getLogger(name) for name in ("httpx", "spiff")]
    handlers, levels = root.handlers[:], [each.level for each in (root, *told)]
    try:
        configure("info")
        logging.getLogger("t2r.test").info("begun")
        with httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200))) as crm:
            crm.get("https://crm.example/customer", params={"phone": "919800000001"})
        logged = capsys.readouterr().err
    finally:
        root.handlers[:] = handlers
        for each, level in zip((root, *told), levels, strict=True):
            each.setLevel(level)
    assert "begun" in logged
    assert "crm.example" not in logged
