"""Calls a system of the operator: within its time, again where that can help, and leaves it alone where it does not answer."""

from __future__ import annotations

import json
import math
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception,
    stop_after_attempt,
    stop_before_delay,
    wait_exponential,
    wait_random,
)

from knowledge import redact
from t2r.operator_systems.access import NoTokenError
from t2r.operator_systems.breaker import Breaker
from t2r.operator_systems.errors import (
    AccessError,
    ChangedError,
    MalformedError,
    MissingError,
    OperatorSystemError,
    RejectedError,
    UnreachableError,
)

TRIES = 3
SECONDS = 5.0  # for each of connecting, sending, and each part of the answer
PATIENCE = 20.0  # seconds for one answer as a whole, and after which no other try is begun
LARGEST = 32 * 2**20  # bytes of an answer
TEMPORARY = frozenset({408, 425, 429, 500, 502, 503, 504})
# What fails before the request is on its way.
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: no success is an error."""

    status: int
    headers: httpx.Headers
    next: str | None
    content: Any


class Caller:
    """A system of the operator at `url`, called `name` in errors."""

    def __init__(
        self,
        name: str,
        url: str,
        auth: httpx.Auth | None = None,
        *,
        seconds: float = SECONDS,
        breaker: Breaker | None = None,
        sleep: Callable[[float], None] = time.sleep,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.name = name
        self._base = httpx.URL(f"{url.rstrip('/')}/")
        headers = {"Accept": "application/json"}
        # Of the environment SSL_CERT_FILE counts, by which an operator names its own authority, and no proxy.
        ours: Any = {"trust_env": False, "verify": httpx.create_ssl_context()}
        self._http = httpx.Client(auth=auth, headers=headers, timeout=seconds, transport=transport, **ours)
        self._breaker, self._sleep = breaker or Breaker(), sleep
        self._jitter = wait_exponential(multiplier=0.2, max=5) + wait_random(0, 0.2)

    def close(self) -> None:
        """Close what is kept open."""
        self._http.close()

    def address(self, path: str) -> httpx.URL:
        """Where something of the system is."""
        return self._base.join(path)

    def send(
        self,
        method: str,
        resource: str,
        url: httpx.URL,
        *,
        is_repeatable: bool = False,
        json: Body | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """What the system answers. Raises OperatorSystemError for whatever is no success."""
        operation = f"{method} {resource}"

        def can_help(error: BaseException) -> bool:
            if not isinstance(error, UnreachableError) or (error.after is not None and error.after > PATIENCE):
                return False
            return is_repeatable or error.untouched

        tries = Retrying(
            stop=stop_after_attempt(TRIES) | stop_before_delay(PATIENCE),
            retry=retry_if_exception(can_help),
            wait=self._wait,
            sleep=self._sleep,
            reraise=True,
        )
        answer: Answer = tries(self._once, operation, method, url, json, headers)
        return answer

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.after if isinstance(error, UnreachableError) else None
        return self._jitter(state) if asked is None else asked

    def _once(
        self, operation: str, method: str, url: httpx.URL, json: Body | None, headers: Mapping[str, str] | None
    ) -> Answer:
        if not self._breaker.enter():
            why = "it did not answer and is left alone for a while"
            raise UnreachableError(self.name, operation, None, why, untouched=True, after=math.inf)
        try:
            answer = self._answer(operation, method, url, json, headers)
        except UnreachableError as error:
            self._breaker.failed(error.after if (error.after or 0.0) > PATIENCE else None)
            raise
        except OperatorSystemError:
            self._breaker.succeeded()  # it answers
            raise
        self._breaker.succeeded()
        return answer

    def _answer(
        self, operation: str, method: str, url: httpx.URL, body: Body | None, headers: Mapping[str, str] | None
    ) -> Answer:
        """Raises the error of whatever is no success."""
        until, content = time.monotonic() + PATIENCE, bytearray()
        try:
            with self._http.stream(method, url, json=body, headers=headers) as response:
                for part in response.iter_bytes():
                    content += part
                    if len(content) > LARGEST:
                        why = f"the answer is longer than {LARGEST} bytes"
                        raise MalformedError(self.name, operation, response.status_code, why)
                    if time.monotonic() > until:
                        raise UnreachableError(self.name, operation, None, f"no whole answer within {PATIENCE:.0f} s")
        except NoTokenError as error:
            raise AccessError(self.name, operation, None, str(error)) from error
        except httpx.RequestError as error:
            untouched = isinstance(error, NOT_SENT)
            raise UnreachableError(self.name, operation, None, type(error).__name__, untouched=untouched) from error
        if response.is_success:
            return Answer(response.status_code, response.headers, _next(response), self._parsed(operation, content))
        raise self._error(operation, response, bytes(content))

    def _error(self, operation: str, response: httpx.Response, content: bytes) -> OperatorSystemError:
        status, why = response.status_code, _reason(content)
        if status in TEMPORARY:
            after = _seconds(response.headers.get("Retry-After"))
            return UnreachableError(self.name, operation, status, why, untouched=status == 429, after=after)
        if status in (401, 403):
            return AccessError(self.name, operation, status, why)
        if status in (404, 410):
            return MissingError(self.name, operation, status, why)
        if status in (409, 412):
            return ChangedError(self.name, operation, status, why)
        if 400 <= status < 500:
            return RejectedError(self.name, operation, status, why)
        return MalformedError(self.name, operation, status, "redirects are not followed" if status < 400 else why)

    def _parsed(self, operation: str, content: bytearray) -> Any:
        if not content.strip():
            return None
        try:
            return json.loads(content)
        except (ValueError, RecursionError) as error:
            raise MalformedError(self.name, operation, None, "the answer is no JSON") from error


def _next(response: httpx.Response) -> str | None:
    return response.links.get("next", {}).get("url")


def _reason(content: bytes) -> str:
    """What the system says of it, without what may identify anybody."""
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    said = (told.get("message") or told.get("reason") or told.get("code") or "") if isinstance(told, dict) else ""
    return re.sub(r"\s+", " ", redact(str(said)[:200]).text)


def _seconds(header: str | None) -> float | None:
    """What Retry-After says: seconds, or a date."""
    if header is None:
        return None
    if header.strip().isdigit():
        return float(header)
    try:
        at = parsedate_to_datetime(header)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - datetime.now(UTC)).total_seconds())
