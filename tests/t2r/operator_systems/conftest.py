"""The operator's systems: our own server in their place, over real HTTP and a wire that can fail, and one that misbehaves by itself."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from api.tokens import Scope
from t2r.operator_systems.access import Bearer
from t2r.operator_systems.breaker import Breaker
from t2r.operator_systems.client import Client
from t2r.settings import Settings
from tests.api.conftest import knowledge_folder, make_settings, serve, token_for  # noqa: F401
from tests.t2r.cases.conftest import codes, database, one_database, opened  # noqa: F401

PATHS = {
    "TMF621-v4": "troubleTicket/v4",
    "TMF621-v5": "troubleTicket/v5",
    "TMF642-v4": "alarm/v4",
    "TMF683-v4": "partyInteraction/v4",
}


class Clock:
    """A clock that stands until it is put on."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.at

    def on(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@dataclass
class Wire(httpx.BaseTransport):
    """The way to the operator's system. `cut`: nothing gets there; `loses`: so many answers do not come back."""

    cut: bool = False
    loses: int = 0
    requests: list[tuple[str, str]] = field(default_factory=list)
    before: Callable[[httpx.Request], None] | None = None
    _real: httpx.HTTPTransport = field(default_factory=httpx.HTTPTransport)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self.cut:
            raise httpx.ConnectError("no way there", request=request)
        self.requests.append((request.method, request.url.path))
        if self.before is not None:
            self.before(request)
        response = self._real.handle_request(request)
        if self.loses and request.method != "GET":
            self.loses -= 1
            response.close()
            raise httpx.ReadError("the answer was lost", request=request)
        return response

    def close(self) -> None:
        self._real.close()

    def count(self, method: str) -> int:
        return sum(each == method for each, _ in self.requests)


@dataclass
class Operator:
    """Our own server in the place of the operator's: with their agents, who work by `http`."""

    url: str
    token: str
    http: httpx.Client

    def client(self, name: str, api: str, wire: Wire, clock: Clock) -> Client:
        url, breaker = f"{self.url}/tmf-api/{PATHS[api]}", Breaker(lambda: clock.at.timestamp())
        return Client(name, url, api, Bearer(self.token), breaker=breaker, transport=wire, sleep=lambda _: None)


@pytest.fixture(scope="session")
def operator(
    make_settings: Callable[..., Settings],  # noqa: F811
    token_for: Callable[..., str],  # noqa: F811
    serve: Callable[[Settings], AbstractContextManager[str]],  # noqa: F811
) -> Iterator[Operator]:
    settings = make_settings()
    token = token_for(settings, Scope.ADMIN)
    headers = {"Authorization": f"Bearer {token}"}
    with serve(settings) as url, httpx.Client(base_url=f"{url}/tmf-api", headers=headers, timeout=60) as http:
        yield Operator(url, token, http)


@pytest.fixture
def wire() -> Wire:
    return Wire()


class Rogue:
    """A server that answers as it is told, one answer after the other; the last one again and again."""

    def __init__(self) -> None:
        self.answers: list[Callable[[BaseHTTPRequestHandler], None]] = []
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        rogue = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                self.rfile.read(length)
                rogue.requests.append((self.command, self.path, dict(self.headers)))
                answer = rogue.answers.pop(0) if len(rogue.answers) > 1 else rogue.answers[0]
                answer(self)

            do_GET = do_POST = do_PATCH = handle_any  # noqa: N815

            def log_message(self, *_: Any) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def rogue() -> Iterator[Rogue]:
    rogue = Rogue()
    yield rogue
    rogue.close()
