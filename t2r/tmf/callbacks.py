"""Telling a subscriber: a signed POST to its callback, never to an address inside unless an administrator allows it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import socket
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import httpcore
import httpx

SECONDS = 10.0  # for each of connecting, sending and reading
LONGEST_URL = 2_000
NAT64 = ip_network("64:ff9b::/96")

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[str]]


class CallbackError(Exception):
    """A callback that is not, or could not be, called."""


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a host. Raises CallbackError where it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise CallbackError(f"{host} cannot be resolved") from error
    return list(dict.fromkeys(str(each[4][0]).partition("%")[0] for each in found))


@dataclass(frozen=True, slots=True)
class Guard:
    """Which hosts may be called: all with public addresses, and those of `allowed`, which are names, addresses or networks."""

    allowed: frozenset[str] = frozenset()
    resolve: Resolve = resolve

    @classmethod
    def of(cls, allowed: str) -> Guard:
        """The guard of a setting: hosts and networks, separated by commas."""
        return cls(frozenset(part.strip().lower() for part in allowed.split(",") if part.strip()))

    def check(self, url: str) -> None:
        """Raises CallbackError for a callback that cannot or may not be called."""
        try:
            parts = urlsplit(url)
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError as error:
            raise CallbackError("it is no URL") from error
        if parts.scheme not in ("http", "https") or not parts.hostname or len(url) > LONGEST_URL or not url.isascii():
            raise CallbackError("it must be a URL of http or https")
        if parts.username is not None or any(character.isspace() for character in url):
            raise CallbackError("it must hold neither a user nor blanks")
        self.address(parts.hostname, port)

    def address(self, host: str, port: int) -> str:
        """An address of the host to connect to. Raises CallbackError unless all of them are allowed."""
        addresses = self.resolve(host, port)
        if host.lower() not in self.allowed:
            for each in addresses:
                if not is_public(ip_address(each)) and not self._allows(ip_address(each)):
                    raise CallbackError(f"{host} is at an address that is not public")
        return addresses[0]

    def _allows(self, address: Address) -> bool:
        return any(address in network for network in _networks(self.allowed))


def _networks(words: Iterable[str]) -> Iterable[Any]:
    for word in words:
        try:
            yield ip_network(word, strict=False)
        except ValueError:
            continue


def is_public(address: Address) -> bool:
    """Whether an address is one of the internet's, also where it is written within another."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


class _Guarded(httpcore.SyncBackend):
    """Connects to the very address that was looked at: a name that is resolved twice may say two things."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        address = self._guard.address(host, port)
        return super().connect_tcp(address, port, timeout, local_address, socket_options)

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        raise CallbackError("a socket of this machine is no callback")


class Caller:
    """Calls subscribers, and shows those of which `access` (by origin) says how who we are. Redirects are not followed."""

    def __init__(
        self, guard: Guard, seconds: float = SECONDS, access: Mapping[str, httpx.Auth] = MappingProxyType({})
    ) -> None:
        self._pool = httpcore.ConnectionPool(network_backend=_Guarded(guard), max_connections=20, keepalive_expiry=30)
        self._timeout = dict.fromkeys(("connect", "read", "write", "pool"), seconds)
        self._access = access
        self._tokens = httpx.Client(timeout=seconds)  # whom an administrator named: no guard keeps us from it

    def __call__(self, url: str, body: bytes, headers: dict[str, str]) -> None:
        """POST it. Raises CallbackError unless the subscriber says that it has it (2xx)."""
        told = {"Host": urlsplit(url).netloc, "Content-Type": "application/json", **headers}
        auth = self._access.get(origin_of(url) or "")
        try:
            status = self._post(url, body, told) if auth is None else self._as_somebody(auth, url, body, told)
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError, ValueError) as error:
            raise CallbackError(f"{type(error).__name__}") from error
        except httpx.RequestError as error:
            raise CallbackError(f"no token: {type(error).__name__}") from error
        if not 200 <= status < 300:
            raise CallbackError(f"answered {status}")

    def _as_somebody(self, auth: httpx.Auth, url: str, body: bytes, headers: dict[str, str]) -> int:
        """Go through what the credential asks for: a token may have to be fetched first, or again."""
        request = httpx.Request("POST", url, headers=headers)
        flow = auth.sync_auth_flow(request)
        asked = next(flow)
        while True:
            if asked is request:
                answer = httpx.Response(self._post(url, body, dict(request.headers)), request=request)
            else:
                answer = self._tokens.send(asked)
            try:
                asked = flow.send(answer)
            except StopIteration:
                return answer.status_code

    def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        kept = [(name, value) for name, value in headers.items() if name.lower() != "content-length"]
        return self._pool.request("POST", url, headers=kept, content=body, extensions={"timeout": self._timeout}).status

    def close(self) -> None:
        """Close what is kept open."""
        self._pool.close()
        self._tokens.close()


def origin_of(url: str) -> str | None:
    """Scheme, host and port of a URL, as one writes them; None where it has none."""
    try:
        parts = urlsplit(url.lower())
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    default = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in (None, default) else "")


def signed(secret: str, id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers that prove who sends it, as Standard Webhooks has them: HMAC-SHA256 over id, time and body."""
    stamp = str(int(at.timestamp()))
    digest = hmac.new(secret.encode(), f"{id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": id,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }
