"""Calls an API of the operator: within its time, again where that can help, and believing only answers of the API's shape."""

from __future__ import annotations

import json
import math
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

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
from t2r.cases.errors import RefusedError
from t2r.customers.records import check_storable
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
from t2r.tmf.spec import Fault, load

TRIES = 3
SECONDS = 5.0  # for each of connecting, sending, and each part of the answer
PATIENCE = 20.0  # seconds for one answer as a whole, and after which no other try is begun
LARGEST = 32 * 2**20  # bytes of an answer
PAGE = 100
MOST_FAULTS = 1_000
MERGE_PATCH = "application/merge-patch+json"
TEMPORARY = frozenset({408, 425, 429, 500, 502, 503, 504})
# What fails before the request is on its way.
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """A resource as the system tells it, with its version (ETag) where it has one."""

    body: Body
    version: str | None = None

    @property
    def id(self) -> str:
        """Its id, as text."""
        return str(self.body["id"])


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: httpx.Headers
    next: str | None
    content: Any


class Client:
    """A system of the operator, called `name` in errors, which offers `api` (TMF621-v5) at `url`."""

    def __init__(
        self,
        name: str,
        url: str,
        api: str,
        auth: httpx.Auth | None = None,
        *,
        seconds: float = SECONDS,
        breaker: Breaker | None = None,
        sleep: Callable[[float], None] = time.sleep,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.name, self.spec = name, load(api)
        self._base = httpx.URL(f"{url.rstrip('/')}/")
        headers = {"Accept": "application/json"}
        # Of the environment SSL_CERT_FILE counts, by which an operator names its own authority, and no proxy.
        ours: Any = {"trust_env": False, "verify": httpx.create_ssl_context()}
        self._http = httpx.Client(auth=auth, headers=headers, timeout=seconds, transport=transport, **ours)
        self._breaker, self._sleep = breaker or Breaker(), sleep
        self._jitter = wait_exponential(multiplier=0.2, max=5) + wait_random(0, 0.2)

    @property
    def version(self) -> str:
        """v4 or v5."""
        return self.spec.version

    def close(self) -> None:
        """Close what is kept open."""
        self._http.close()

    # Operations

    def retrieve(self, resource: str, id: str) -> Told:
        """The resource of an id."""
        answer = self._send("GET", resource, self._address(resource, id), is_repeatable=True)
        return self._told(resource, "GET", answer)

    def each(
        self,
        resource: str,
        query: Mapping[str, str],
        *,
        most: int = 10_000,
        wrong: Callable[[MalformedError], None] | None = None,
    ) -> Iterator[Told]:
        """What a query finds, page after page. `wrong` is told of one that is none; without it that is raised.

        Raises MalformedError too for more than `most`, and for a system that gives the same page again and again.
        """
        url, seen = self._address(resource).copy_merge_params({"limit": str(PAGE), **query}), set[str]()
        passed = 0
        while True:
            answer = self._send("GET", resource, url, is_repeatable=True)
            if not isinstance(answer.content, list):
                raise self._malformed("GET", resource, answer, "is no list")
            before = len(seen)
            for item in answer.content:
                passed += 1
                try:
                    told = self._read(resource, "GET", answer, item)
                except MalformedError as error:
                    if wrong is None:
                        raise
                    wrong(error)
                    continue
                if told.id not in seen:
                    seen.add(told.id)
                    yield told
            following = self._following(resource, url, answer, passed)
            if following is None:
                return
            if before == len(seen) or passed >= most:
                what = f"finds more than {most}" if passed >= most else "gives the same page again"
                raise self._malformed("GET", resource, answer, what)
            url = following

    def create(self, resource: str, body: Body, key: str) -> Told:
        """A new one. It is tried again only where the system has done nothing, or knows by `key` what it has done already."""
        headers = {"Idempotency-Key": key}
        answer = self._send("POST", resource, self._address(resource), json=body, headers=headers)
        return self._told(resource, "POST", answer)

    def patch(self, resource: str, id: str, changes: Body, version: str | None) -> Told:
        """Change it, only if it still is what was read. Raises ChangedError where it is not."""
        headers = {"Content-Type": MERGE_PATCH} | ({"If-Match": version} if version else {})
        address = self._address(resource, id)
        answer = self._send("PATCH", resource, address, is_repeatable=True, json=changes, headers=headers)
        return self.retrieve(resource, id) if answer.content is None else self._told(resource, "PATCH", answer)

    def perform(self, resource: str, body: Body, key: str) -> None:
        """Have a task done (`ackAlarms`) that may be done twice."""
        headers = {"Idempotency-Key": key}
        self._send("POST", resource, self._address(resource), is_repeatable=True, json=body, headers=headers)

    def subscribe(self, callback: str, query: str) -> str:
        """Be told of events at an address; the id of the subscription."""
        body = {"callback": callback, "query": query}
        answer = self._send("POST", "hub", self._base.join("hub"), json=body)
        if not isinstance(answer.content, dict) or not isinstance(answer.content.get("id"), str | int):
            raise self._malformed("POST", "hub", answer, "has no id")
        return str(answer.content["id"])

    # Requests

    def _address(self, resource: str, id: str | None = None) -> httpx.URL:
        path = self.spec.resources[resource].path.lstrip("/")
        return self._base.join(path if id is None else f"{path}/{quote(id, safe='')}")

    def _send(
        self,
        method: str,
        resource: str,
        url: httpx.URL,
        *,
        is_repeatable: bool = False,
        json: Body | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> _Answer:
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
        answer: _Answer = tries(self._once, operation, method, url, json, headers)
        return answer

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.after if isinstance(error, UnreachableError) else None
        return self._jitter(state) if asked is None else asked

    def _once(
        self, operation: str, method: str, url: httpx.URL, json: Body | None, headers: Mapping[str, str] | None
    ) -> _Answer:
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
    ) -> _Answer:
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
            return _Answer(response.status_code, response.headers, _next(response), self._parsed(operation, content))
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

    # Answers

    def _parsed(self, operation: str, content: bytearray) -> Any:
        if not content.strip():
            return None
        try:
            return json.loads(content)
        except (ValueError, RecursionError) as error:
            raise MalformedError(self.name, operation, None, "the answer is no JSON") from error

    def _told(self, resource: str, method: str, answer: _Answer) -> Told:
        return self._read(resource, method, answer, answer.content)

    def _read(self, resource: str, method: str, answer: _Answer, content: Any) -> Told:
        """A resource, if it is one. What is null is not there."""
        if not isinstance(content, dict):
            raise self._malformed(method, resource, answer, "is no object")
        body = {name: _without_nulls(value) for name, value in content.items() if value is not None}
        id = body.get("id")
        if not isinstance(id, str | int) or isinstance(id, bool) or not str(id) or len(str(id)) > 200:
            raise self._malformed(method, resource, answer, "id: is missing, or none")
        schema = self.spec.resources[resource].schema
        faults = [each for each in self.spec.errors(schema, body, most=MOST_FAULTS) if _matters(each)]
        if faults:
            more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
            raise self._malformed(
                method, resource, answer, f"{faults[0].field}: {faults[0].message}{more}".lstrip(": ")
            )
        try:
            check_storable(body, resource)
        except RefusedError as error:
            raise self._malformed(method, resource, answer, str(error)) from error
        return Told(body, answer.headers.get("ETag"))

    def _following(self, resource: str, url: httpx.URL, answer: _Answer, passed: int) -> httpx.URL | None:
        """The next page: where the answer says that it is, or by counting."""
        if answer.next is not None:
            following = url.join(answer.next)
            if (following.scheme, following.netloc) != (self._base.scheme, self._base.netloc):
                raise self._malformed("GET", resource, answer, "leads to another host")  # which would get our token
            return following
        total = answer.headers.get("X-Total-Count", "")
        is_counted = total.isdigit() and answer.headers.get("X-Total-Count-Estimated") != "true"
        if not answer.content or (is_counted and passed >= int(total)):
            return None
        if not is_counted and answer.status != 206 and len(answer.content) < PAGE:
            return None
        return url.copy_set_param("offset", str(passed))

    def _malformed(self, method: str, resource: str, answer: _Answer, why: str) -> MalformedError:
        return MalformedError(self.name, f"{method} {resource}", answer.status, f"the answer {why}")


def _matters(fault: Fault) -> bool:
    """Whether a system may not do so: ids are of its own kind, and what says but the type or address of something is often left out."""
    return fault.field != "id" and re.match(r"'(@\w+|href)' is a required", fault.message) is None


def _next(response: httpx.Response) -> str | None:
    return response.links.get("next", {}).get("url")


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(each) for name, each in value.items() if each is not None}
    return [_without_nulls(each) for each in value] if isinstance(value, list) else value


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
