"""How we show a system of the operator who we are: a token that was given to us, or one that we fetch (OAuth 2 client credentials)."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Callable, Generator
from urllib.parse import quote_plus

import httpx

EARLY = 30.0  # seconds before its end that a token is renewed
SHORTEST = 60.0  # seconds that a token of unknown or tiny lifetime is used


class NoTokenError(httpx.RequestError):
    """The token server refuses us, or answers with something else."""


class Bearer(httpx.Auth):
    """A token that does not change."""

    def __init__(self, token: str) -> None:
        self._header = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = self._header
        yield request


class ClientCredentials(httpx.Auth):
    """A token of RFC 6749, 4.4: fetched when it is needed, kept until it ends, fetched anew when it is refused."""

    def __init__(
        self, url: str, client: str, secret: str, scope: str = "", clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._url, self._scope, self._clock, self._lock = url, scope, clock, threading.Lock()
        both = f"{quote_plus(client)}:{quote_plus(secret)}"
        self._basic = f"Basic {base64.b64encode(both.encode()).decode()}"
        self._token, self._until = "", 0.0

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        token = yield from self._fresh("")
        request.headers["Authorization"] = f"Bearer {token}"
        response = yield request
        if response.status_code == 401:  # it was taken back before its end
            token = yield from self._fresh(token)
            request.headers["Authorization"] = f"Bearer {token}"
            yield request

    def _fresh(self, refused: str) -> Generator[httpx.Request, httpx.Response, str]:
        """A token that is valid and not the one that was refused. Raises NoTokenError."""
        with self._lock:
            if self._token and self._token != refused and self._clock() < self._until:
                return self._token
            form = {"grant_type": "client_credentials"} | ({"scope": self._scope} if self._scope else {})
            headers = {"Authorization": self._basic, "Accept": "application/json"}
            response = yield httpx.Request("POST", self._url, data=form, headers=headers)
            response.read()
            try:
                told = json.loads(response.content) if response.is_success else {}
                self._token, lifetime = str(told["access_token"]), float(told.get("expires_in", 0))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise NoTokenError(f"the token server gives no token: {response.status_code}") from error
            self._until = self._clock() + max(SHORTEST, lifetime - EARLY)
            return self._token
