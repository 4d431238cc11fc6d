"""A baresip softphone as a telephone system: what its control interface `ctrl_tcp` tells goes to a server's event stream."""

from __future__ import annotations

import json
import logging
import socket
import time
from collections.abc import Iterator
from typing import IO, Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from websockets.exceptions import InvalidStatus, WebSocketException
from websockets.sync.client import ClientConnection, connect

log = logging.getLogger("t2r.cti")

RETRY_SECONDS = 2.0
CONNECT_SECONDS = 10.0
MOST_BYTES = 1_000_000  # of one message of the softphone
NOT_ALLOWED = (401, 403)
ACCEPT = b'{"command":"accept"}'


def netstrings(stream: IO[bytes]) -> Iterator[bytes]:
    """What `stream` holds, netstring by netstring (`5:hello,`), until it ends. Raises ValueError for anything else."""
    while digits := _digits(stream):
        length = int(digits)
        if length > MOST_BYTES:
            raise ValueError(f"a netstring of {length} bytes is longer than {MOST_BYTES}")
        body = stream.read(length + 1)
        if len(body) <= length:
            return  # it ends in the middle
        if not body.endswith(b","):
            raise ValueError("a netstring does not end where it says")
        yield body[:-1]


def _digits(stream: IO[bytes]) -> bytes:
    """The length of the next netstring; nothing at the end."""
    read = b""
    while (byte := stream.read(1)) != b":":
        if not byte:
            return b""
        if not byte.isdigit() or len(read) >= len(str(MOST_BYTES)):
            raise ValueError("what the softphone sends is no netstring: is this its ctrl_tcp?")
        read += byte
    return read


def calls_of(stream: IO[bytes]) -> Iterator[dict[str, Any]]:
    """The events about calls that a softphone tells, with the time at which they were heard."""
    for text in netstrings(stream):
        told = json.loads(text)
        if isinstance(told, dict) and told.get("event") and told.get("class") == "call":
            yield told | {"time": time.time()}


def forward(
    host: str, port: int, url: str, token: str, agent: str | None, *, answers: bool = False
) -> Iterator[dict[str, Any]]:
    """Pass on what the softphone tells until it goes; each event's result as the server gives it.

    With `answers` it also takes each call that rings: the interface serves one connection, so nobody else could.

    Raises OSError and WebSocketException where one of the two cannot be reached, PermissionError for the token.
    """
    with socket.create_connection((host, port), CONNECT_SECONDS) as phone, _server(url, token) as server:
        phone.settimeout(None)
        for told in calls_of(phone.makefile("rb")):
            server.send(json.dumps(told | ({"AgentID": agent} if agent else {})))
            yield {"type": told.get("type"), **json.loads(server.recv())}
            if answers and told.get("type") == "CALL_INCOMING":
                phone.sendall(b"%d:%s," % (len(ACCEPT), ACCEPT))


def keep_forwarding(host: str, port: int, url: str, token: str, agent: str | None) -> Iterator[dict[str, Any]]:
    """The same for ever: a connection that breaks is made anew. Raises PermissionError for the token."""
    while True:
        try:
            yield from forward(host, port, url, token, agent)
            log.warning("the softphone has gone")
        except PermissionError:
            raise
        except (OSError, WebSocketException) as error:
            log.warning("no connection: %s", error)
        time.sleep(RETRY_SECONDS)


def _server(url: str, token: str) -> ClientConnection:
    try:
        return connect(stream_url(url), additional_headers={"Authorization": f"Bearer {token}"})
    except InvalidStatus as error:
        if error.response.status_code in NOT_ALLOWED:
            raise PermissionError("the server refuses the token: it needs the scope cti:write") from error
        raise


def stream_url(url: str) -> str:
    """Where the server takes a softphone's events. Raises ValueError for a URL that is none."""
    parts = urlsplit(url)
    scheme = {"http": "ws", "https": "wss"}.get(parts.scheme)
    if scheme is None or not parts.netloc:
        raise ValueError(f"{url}: is no URL such as https://t2r.example")
    query = urlencode({"platform": "baresip"})
    return urlunsplit((scheme, parts.netloc, f"{parts.path.rstrip('/')}/v1/cti/stream", query, ""))
