"""Another system that is told of events: it takes what is posted to it on this machine, and remembers it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from eval.etom.checking import need
from eval.etom.system import System


@dataclass(slots=True)
class Partner:
    """What was posted, with its headers in small letters; `url` is where."""

    url: str = ""
    taken: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)

    def told(self, system: System, type: str, kind: str, id: object) -> tuple[dict[str, str], dict[str, Any]]:
        """The last event of a type about a resource, once it has come: its headers, and itself. Raises UnmetError."""

        def look() -> tuple[dict[str, str], dict[str, Any]] | None:
            mine = [one for one in self.taken if one[1]["eventType"] == type and _id(one[1], kind) == str(id)]
            return mine[-1] if mine else None

        return system.eventually(look, f"the partner is not told of {kind} {id}: {type}")


def _id(envelope: dict[str, Any], kind: str) -> str:
    return str((envelope["event"].get(kind) or {}).get("id"))


@contextmanager
def subscribed(system: System, base: str, query: str | None = None) -> Iterator[Partner]:
    """A partner who subscribes to the events of an API, those that a query lets through, for as long as the block lasts."""
    with listening() as partner:
        wish = {"callback": partner.url} | ({} if query is None else {"query": query})
        answer = system.send("POST", f"{base}/hub", wish)
        need(answer.status == 201, f"no partner can be told: {answer.status}")
        try:
            yield partner
        finally:
            system.send("DELETE", f"{base}/hub/{answer.body['id']}")


@contextmanager
def listening() -> Iterator[Partner]:
    """A partner, for as long as the block lasts."""
    partner = Partner()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the name that the server calls
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            partner.taken.append(({name.lower(): value for name, value in self.headers.items()}, json.loads(body)))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        partner.url = f"http://127.0.0.1:{server.server_port}/events"
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield partner
        finally:
            server.shutdown()
            thread.join()
