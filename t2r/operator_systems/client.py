"""Calls an API of the operator, and believes only answers of the API's shape."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from t2r.cases.errors import RefusedError
from t2r.customers.records import check_storable
from t2r.operator_systems.breaker import Breaker
from t2r.operator_systems.calling import SECONDS, Answer, Body, Caller
from t2r.operator_systems.errors import MalformedError
from t2r.tmf.spec import Fault, load

PAGE = 100
MOST_FAULTS = 1_000
MERGE_PATCH = "application/merge-patch+json"


@dataclass(frozen=True, slots=True)
class Told:
    """A resource as the system tells it, with its version (ETag) where it has one."""

    body: Body
    version: str | None = None

    @property
    def id(self) -> str:
        """Its id, as text."""
        return str(self.body["id"])


class Client(Caller):
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
        super().__init__(name, url, auth, seconds=seconds, breaker=breaker, sleep=sleep, transport=transport)
        self.spec = load(api)

    @property
    def version(self) -> str:
        """v4 or v5."""
        return self.spec.version

    # Operations

    def retrieve(self, resource: str, id: str) -> Told:
        """The resource of an id."""
        answer = self.send("GET", resource, self._address(resource, id), is_repeatable=True)
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
            answer = self.send("GET", resource, url, is_repeatable=True)
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
        answer = self.send("POST", resource, self._address(resource), json=body, headers=headers)
        return self._told(resource, "POST", answer)

    def patch(self, resource: str, id: str, changes: Body, version: str | None) -> Told:
        """Change it, only if it still is what was read. Raises ChangedError where it is not."""
        headers = {"Content-Type": MERGE_PATCH} | ({"If-Match": version} if version else {})
        address = self._address(resource, id)
        answer = self.send("PATCH", resource, address, is_repeatable=True, json=changes, headers=headers)
        return self.retrieve(resource, id) if answer.content is None else self._told(resource, "PATCH", answer)

    def perform(self, resource: str, body: Body, key: str) -> None:
        """Have a task done (`ackAlarms`) that may be done twice."""
        headers = {"Idempotency-Key": key}
        self.send("POST", resource, self._address(resource), is_repeatable=True, json=body, headers=headers)

    def subscribe(self, callback: str, query: str) -> str:
        """Be told of events at an address; the id of the subscription."""
        body = {"callback": callback, "query": query}
        answer = self.send("POST", "hub", self._base.join("hub"), json=body)
        if not isinstance(answer.content, dict) or not isinstance(answer.content.get("id"), str | int):
            raise self._malformed("POST", "hub", answer, "has no id")
        return str(answer.content["id"])

    # Requests

    def _address(self, resource: str, id: str | None = None) -> httpx.URL:
        path = self.spec.resources[resource].path.lstrip("/")
        return self._base.join(path if id is None else f"{path}/{quote(id, safe='')}")

    # Answers

    def _told(self, resource: str, method: str, answer: Answer) -> Told:
        return self._read(resource, method, answer, answer.content)

    def _read(self, resource: str, method: str, answer: Answer, content: Any) -> Told:
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

    def _following(self, resource: str, url: httpx.URL, answer: Answer, passed: int) -> httpx.URL | None:
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

    def _malformed(self, method: str, resource: str, answer: Answer, why: str) -> MalformedError:
        return MalformedError(self.name, f"{method} {resource}", answer.status, f"the answer {why}")


def _matters(fault: Fault) -> bool:
    """Whether a system may not do so: ids are of its own kind, and what says but the type or address of something is often left out."""
    return fault.field != "id" and re.match(r"'(@\w+|href)' is a required", fault.message) is None


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(each) for name, each in value.items() if each is not None}
    return [_without_nulls(each) for each in value] if isinstance(value, list) else value
