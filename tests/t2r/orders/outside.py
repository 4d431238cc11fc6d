"""Another system for the tests: a small inventory with appointments, that speaks TM Forum's words over real HTTP and fails when told to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Body = dict[str, Any]

LOST = "lost"  # it is done, and the answer does not come back
LATE = "late"  # it is done, and the answer comes too late
LATE_SECONDS = 0.6


class Inventory:
    """Devices that are reserved and services that are changed; it knows nothing of idempotency keys, as many systems.

    `faults` has what is wrong with the next posts: a status, LOST, LATE, or what the answer is instead.
    """

    def __init__(self) -> None:
        self.devices = [f"sim-{number}" for number in range(5)]
        self.kept: dict[str, list[Body]] = {}
        self.faults: list[Any] = []
        self.got: list[tuple[str, str, dict[str, str], Body]] = []
        self.state = "completed"  # of what is posted
        self.token: str | None = None
        self.tokens_given = 0
        self.down = False

    def handle(self, method: str, path: str, headers: dict[str, str], sent: Body) -> tuple[int, Any]:
        url = urlsplit(path)
        if url.path == "/token":
            self.tokens_given += 1
            self.token = f"token-{self.tokens_given}"
            return 200, {"access_token": self.token, "expires_in": 3600}
        self.got.append((method, url.path, headers, sent))
        if self.down:
            return 503, {}
        if self.token is not None and headers.get("Authorization") != f"Bearer {self.token}":
            return 401, {}
        collection = url.path.rsplit("/", 1)[-1]
        if method == "GET":
            wanted = parse_qs(url.query).get("externalId")
            found = [
                each for each in self.kept.get(collection, []) if not wanted or each.get("externalId") == wanted[0]
            ]
            return 200, found
        if method == "PATCH":
            id = collection
            found = [each for each in self.kept.get("appointment", []) if each["id"] == id]
            for each in found:
                each.update(sent)
            return (200, found[0]) if found else (404, {})
        fault = self.faults.pop(0) if self.faults else None
        if fault not in (None, LOST, LATE):
            return (fault, {}) if isinstance(fault, int) else (201, fault)
        body = {"id": str(sum(map(len, self.kept.values())) + 1), "state": self.state, **sent}
        self._done(collection, body)
        self.kept.setdefault(collection, []).append(body)
        if fault == LATE:
            time.sleep(LATE_SECONDS)
        return (0, {}) if fault == LOST else (201, body)

    def _done(self, collection: str, body: Body) -> None:
        if collection == "appointment":
            body |= {"status": "confirmed", "validFor": {"startDateTime": "2026-11-21T09:00:00Z"}}
            del body["state"]
        elif body.get("category") == "device.reserve":
            said = body["orderItem"][0]["resource"]["resourceCharacteristic"]
            said.append({"name": "device_id", "value": self.devices.pop(0)})

    def posts(self, collection: str) -> list[Body]:
        """What is there of a collection."""
        return self.kept.get(collection, [])


@contextmanager
def served(handle: Callable[[str, str, dict[str, str], Body], tuple[int, Any]]) -> Iterator[str]:
    """Serve it on a port of this machine; gives its address. A status of 0 breaks the connection off."""

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            raw = self.rfile.read(length)
            is_json = "json" in (self.headers.get("Content-Type") or "")
            status, answer = handle(self.command, self.path, dict(self.headers), json.loads(raw) if is_json else {})
            if not status:
                self.close_connection = True
                return
            content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
            except OSError:
                pass  # whoever asked has gone

        do_GET = do_POST = do_PATCH = handle_any  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
