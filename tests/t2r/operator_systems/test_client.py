"""A system that is slow, broken, throttled, changed or strange: each has its own error, and nobody waits longer than is said."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from t2r.operator_systems import calling as module
from t2r.operator_systems.access import ClientCredentials
from t2r.operator_systems.breaker import BROKEN_AFTER, REST_SECONDS, Breaker
from t2r.operator_systems.calling import TRIES
from t2r.operator_systems.client import Client
from t2r.operator_systems.errors import (
    AccessError,
    ChangedError,
    MalformedError,
    MissingError,
    OperatorSystemError,
    RejectedError,
    UnreachableError,
)

from .conftest import Rogue

Answer = Callable[[BaseHTTPRequestHandler], None]
TICKET = {"id": "7", "href": "/7", "@type": "TroubleTicket", "status": "inProgress"}
NEW = {"@type": "TroubleTicket", "description": "d", "severity": "Major", "ticketType": "t"}


def says(status: int, body: Any = None, **headers: str) -> Answer:
    """An answer of a status with a body, as JSON unless it is bytes."""
    content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in ({"Content-Length": str(len(content))} | headers).items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(content)

    return answer


def hangs(request: BaseHTTPRequestHandler) -> None:
    time.sleep(1.2)
    request.close_connection = True


def hangs_up(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(b'{"id"')
    request.close_connection = True


def drips(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    for _ in range(20):
        request.wfile.write(b" ")
        request.wfile.flush()
        time.sleep(0.1)
    request.close_connection = True


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def seconds() -> list[float]:
    return [0.0]


@pytest.fixture
def client(rogue: Rogue, waits: list[float], seconds: list[float]) -> Iterator[Client]:
    breaker = Breaker(lambda: seconds[0])
    made = Client("tickets", f"{rogue.url}/v5", "TMF621-v5", seconds=0.8, breaker=breaker, sleep=waits.append)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("answer", "error", "words", "asked"),
    [
        (hangs, UnreachableError, "ReadTimeout", TRIES),
        (hangs_up, UnreachableError, "RemoteProtocolError", TRIES),
        (says(500, {"message": "boom"}), UnreachableError, "500: boom", TRIES),
        (says(503), UnreachableError, "503", TRIES),
        (says(429), UnreachableError, "429", TRIES),
        (says(401), AccessError, "401", 1),
        (says(403, {"code": "60", "reason": "no scope"}), AccessError, "no scope", 1),
        (says(404), MissingError, "404", 1),
        (says(409), ChangedError, "409", 1),
        (says(412), ChangedError, "412", 1),
        (says(400, {"message": "severity: none of ours"}), RejectedError, "severity", 1),
        (says(422, b"<html>"), RejectedError, "422", 1),
        (says(302, Location="http://127.0.0.1:1/"), MalformedError, "redirects", 1),
        (says(200, b"<html>"), MalformedError, "no JSON", 1),
        (says(200, b"[" * 100_000), MalformedError, "no JSON", 1),
        (says(200, []), MalformedError, "no object", 1),
        (says(200, TICKET | {"id": None}), MalformedError, "id:", 1),
        (says(200, TICKET | {"status": "lost"}), MalformedError, "status: must be one of", 1),
        (says(200, TICKET | {"note": [{"@type": "Note", "text": 7}]}), MalformedError, "note", 1),
        (says(200, TICKET | {"name": "a\x00b"}), MalformedError, "character", 1),
    ],
)
def test_each_failure_is_an_error_of_its_own_that_names_system_operation_and_status(
    client: Client, rogue: Rogue, answer: Answer, error: type[OperatorSystemError], words: str, asked: int
) -> None:
    rogue.answers = [answer]
    with pytest.raises(error, match=words) as raised:
        client.retrieve("troubleTicket", "7")
    assert str(raised.value).startswith("tickets: GET troubleTicket")
    assert len(rogue.requests) == asked


@pytest.mark.parametrize("failure", [hangs, hangs_up, says(500), says(503)])
def test_reading_is_tried_again_after_waits_that_grow(
    client: Client, rogue: Rogue, waits: list[float], failure: Answer
) -> None:
    rogue.answers = [failure, failure, says(200, TICKET, ETag='"3"')]
    told = client.retrieve("troubleTicket", "7")
    assert (told.id, told.version, len(rogue.requests)) == ("7", '"3"', 3)
    assert 0.2 <= waits[0] <= 0.4 <= waits[1] <= 0.6


@pytest.mark.parametrize("failure", [hangs_up, says(500), says(503)])
def test_what_may_have_been_made_is_not_made_again(client: Client, rogue: Rogue, failure: Answer) -> None:
    rogue.answers = [failure, says(201, TICKET)]
    with pytest.raises(UnreachableError) as raised:
        client.create("troubleTicket", NEW, "key-1")
    assert not raised.value.untouched
    assert len(rogue.requests) == 1


def test_what_was_certainly_not_made_is_made_with_the_same_key(client: Client, rogue: Rogue) -> None:
    rogue.answers = [says(429, Retry_After="1"), says(201, TICKET)]
    assert client.create("troubleTicket", NEW, "key-1").id == "7"
    assert [headers["Idempotency-Key"] for _, _, headers in rogue.requests] == ["key-1", "key-1"]


def test_nobody_there_is_tried_again_also_to_make_something(waits: list[float]) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        client = Client("tickets", f"http://127.0.0.1:{unused.getsockname()[1]}/v5", "TMF621-v5", sleep=waits.append)
        with pytest.raises(UnreachableError, match="ConnectError"):
            client.create("troubleTicket", NEW, "key-1")
    assert len(waits) == TRIES - 1
    client.close()


@pytest.mark.parametrize("is_date", [False, True])
def test_a_system_that_says_when_is_asked_then(client: Client, rogue: Rogue, waits: list[float], is_date: bool) -> None:
    after = format_datetime(datetime.now(UTC) + timedelta(seconds=8), usegmt=True) if is_date else "7"
    rogue.answers = [says(503, Retry_After=after), says(200, TICKET)]
    client.retrieve("troubleTicket", "7")
    assert len(waits) == 1
    assert 5 <= waits[0] <= 8


def test_a_system_that_wants_a_long_rest_gets_it(
    client: Client, rogue: Rogue, waits: list[float], seconds: list[float]
) -> None:
    rogue.answers = [says(429, Retry_After="3600"), says(200, TICKET)]
    for _ in range(2):
        with pytest.raises(UnreachableError):
            client.retrieve("troubleTicket", "7")
    assert (len(rogue.requests), waits) == (1, [])
    seconds[0] += 3600
    assert client.retrieve("troubleTicket", "7").id == "7"


def test_a_system_that_is_down_is_left_alone_and_then_tried_by_one(
    client: Client, rogue: Rogue, seconds: list[float]
) -> None:
    rogue.answers = [says(500)]
    for _ in range(4):
        with pytest.raises(UnreachableError):
            client.retrieve("troubleTicket", "7")
    assert len(rogue.requests) == BROKEN_AFTER
    seconds[0] += REST_SECONDS
    with pytest.raises(UnreachableError, match="left alone"):
        client.retrieve("troubleTicket", "7")
    assert len(rogue.requests) == BROKEN_AFTER + 1
    seconds[0] += REST_SECONDS
    rogue.answers = [says(404)]  # an answer too
    for _ in range(BROKEN_AFTER + 1):
        with pytest.raises(MissingError):
            client.retrieve("troubleTicket", "7")


def test_an_answer_that_never_ends_is_given_up(client: Client, rogue: Rogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.2)
    rogue.answers = [drips]
    with pytest.raises(UnreachableError, match="no whole answer"):
        client.create("troubleTicket", NEW, "key")


def test_an_answer_that_is_too_long_is_given_up(client: Client, rogue: Rogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST", 1000)
    rogue.answers = [says(200, TICKET | {"name": "x" * 2000})]
    with pytest.raises(MalformedError, match="longer than 1000"):
        client.retrieve("troubleTicket", "7")


def test_an_error_repeats_nothing_that_identifies_a_customer(client: Client, rogue: Rogue) -> None:
    rogue.answers = [says(400, {"message": "asha.rao@example.net of +91 98000 00001 is locked"})]
    with pytest.raises(RejectedError) as raised:
        client.patch("troubleTicket", "7", {"name": "Asha Rao"}, None)
    for word in ("asha", "Asha", "98000", "00001"):
        assert word not in str(raised.value)


def test_what_is_null_is_not_there(client: Client, rogue: Rogue) -> None:
    rogue.answers = [says(200, TICKET | {"severity": None, "note": [{"@type": "Note", "text": "t", "author": None}]})]
    assert client.retrieve("troubleTicket", "7").body == TICKET | {"note": [{"@type": "Note", "text": "t"}]}


def test_a_change_without_an_answer_is_read(client: Client, rogue: Rogue) -> None:
    rogue.answers = [says(204), says(200, TICKET)]
    assert client.patch("troubleTicket", "7", {"name": "n"}, '"1"').body == TICKET
    assert rogue.requests[0][2]["If-Match"] == '"1"'


# Pages


def tickets(*numbers: int) -> list[dict[str, Any]]:
    return [TICKET | {"id": str(number)} for number in numbers]


@pytest.mark.parametrize(
    "pages",
    [
        [says(200, tickets(1, 2), Link='</v5/troubleTicket?after=x>; rel="next"'), says(200, tickets(3))],
        [says(206, tickets(1, 2), X_Total_Count="3"), says(206, tickets(3), X_Total_Count="3")],
        [says(206, tickets(1, 2)), says(206, tickets(3)), says(206, [])],
        [says(200, tickets(1, 2), X_Total_Count="3"), says(200, tickets(2, 3), X_Total_Count="3")],
    ],
    ids=["link", "total", "partial", "shifted while it was read"],
)
def test_pages_are_followed(client: Client, rogue: Rogue, pages: list[Answer]) -> None:
    rogue.answers = [*pages, says(500)]
    found = [told.id for told in client.each("troubleTicket", {"status": "held"})]
    assert found == ["1", "2", "3"]
    assert len(rogue.requests) == len(pages)


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (says(206, tickets(1, 2)), "same page"),
        (says(200, tickets(1), Link='<http://elsewhere.example/x>; rel="next"'), "another host"),
        (says(200, {"items": []}), "no list"),
        (says(200, [*tickets(1), {"id": "2", "status": 3}]), "status"),
    ],
)
def test_lists_that_are_none_are_refused(client: Client, rogue: Rogue, page: Answer, words: str) -> None:
    rogue.answers = [page]
    with pytest.raises(MalformedError, match=words):
        list(client.each("troubleTicket", {}))


def test_a_list_may_leave_out_what_is_wrong_and_tell(client: Client, rogue: Rogue) -> None:
    rogue.answers = [says(200, [*tickets(1), {"id": "2", "status": 3}, *tickets(3)])]
    wrong: list[MalformedError] = []
    assert [told.id for told in client.each("troubleTicket", {}, wrong=wrong.append)] == ["1", "3"]
    assert len(wrong) == 1


# Tokens


def token(word: str) -> Answer:
    return says(200, {"access_token": word, "token_type": "Bearer", "expires_in": 300})


def test_a_token_is_fetched_once_and_anew_when_it_is_refused_or_over(rogue: Rogue) -> None:
    now = [0.0]
    auth = ClientCredentials(f"{rogue.url}/token", "t2r", "s€cret", "tickets", clock=lambda: now[0])
    client = Client("tickets", f"{rogue.url}/v5", "TMF621-v5", auth)
    ok = says(200, TICKET)
    rogue.answers = [token("a"), ok, ok, says(401), token("b"), ok, token("c"), ok]
    for _ in range(3):
        client.retrieve("troubleTicket", "7")
    now[0] += 290
    client.retrieve("troubleTicket", "7")
    seen = [headers["Authorization"] for _, path, headers in rogue.requests if path != "/token"]
    assert seen == ["Bearer a", "Bearer a", "Bearer a", "Bearer b", "Bearer c"]
    assert [path for _, path, _ in rogue.requests].count("/token") == 3
    client.close()


@pytest.mark.parametrize("name", ["@type", "href"])
def test_a_system_that_leaves_out_type_or_address_is_understood(client: Client, rogue: Rogue, name: str) -> None:
    rogue.answers = [says(200, {key: value for key, value in TICKET.items() if key != name})]
    assert client.retrieve("troubleTicket", "7").id == "7"


@pytest.mark.parametrize("answer", [says(401), says(200, {}), says(200, b"x"), says(200, [])])
def test_without_a_token_nothing_is_asked(rogue: Rogue, answer: Answer) -> None:
    client = Client("tickets", f"{rogue.url}/v5", "TMF621-v5", ClientCredentials(f"{rogue.url}/token", "t2r", "s"))
    rogue.answers = [answer]
    with pytest.raises(AccessError, match="token server"):
        client.retrieve("troubleTicket", "7")
    assert {path for _, path, _ in rogue.requests} == {"/token"}
    client.close()
