"""The operator's CRM as the master of customers, over TMF629: tried again where it fails, left alone while it is down."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import httpx

from t2r.cases.errors import NoSuchError, RefusedError
from t2r.customers.directory import Held
from t2r.customers.errors import RecordChangedError, UnreachableError
from t2r.customers.records import ATTRIBUTES, LINE, merged
from t2r.customers.tables import ReachKind, Status

TRIES = 3
FIRST_WAIT = 0.2  # seconds, twice as long each time
TIMEOUT = 5.0
BROKEN_AFTER = 5  # failures in a row: then nobody waits for a CRM that is down …
REST_SECONDS = 30.0  # … until so much time has passed, when one request tries it
AGAIN = frozenset({429, 500, 502, 503, 504})
ENDED = frozenset({"terminated", "closed"})  # words of CRMs for a relationship that is over
MERGE_PATCH = "application/merge-patch+json"
FILTERS = {
    ReachKind.PHONE: ("contactMedium.characteristic.phoneNumber", "+{}"),
    ReachKind.EMAIL: ("contactMedium.characteristic.emailAddress", "{}"),
    ReachKind.PARTY: ("engagedParty.id", "{}"),
}


class Breaker:
    """Opens after failures in a row, and lets one request through when it has rested."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._failures, self._opened_at = 0, 0.0

    def enter(self) -> None:
        """Raises UnreachableError while it is open."""
        with self._lock:
            if self._failures < BROKEN_AFTER:
                return
            if self._clock() - self._opened_at < REST_SECONDS:
                raise UnreachableError("the CRM did not answer several times in a row, and is left alone for a while")
            self._opened_at = self._clock()  # this one tries; the others wait for it

    def tell(self, ok: bool) -> None:
        """Say how a request went."""
        with self._lock:
            self._failures = 0 if ok else self._failures + 1
            if self._failures == BROKEN_AFTER:
                self._opened_at = self._clock()


class Tmf629Directory:
    """A CRM's TMF629 API at `url`, such as https://crm.example/tmf-api/customerManagement/v4."""

    def __init__(
        self,
        url: str,
        token: str | None = None,
        *,
        transport: httpx.BaseTransport | None = None,
        breaker: Breaker | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._client = httpx.Client(
            base_url=f"{url.rstrip('/')}/", headers=headers, timeout=TIMEOUT, transport=transport
        )
        self._breaker, self._sleep = breaker or Breaker(), sleep

    def search(self, kind: ReachKind, value: str) -> Sequence[Held]:
        """The customers that the CRM finds by this."""
        if kind is ReachKind.LINE:
            query = {"characteristic.name": LINE, "characteristic.value": value}
        else:
            name, form = FILTERS[kind]
            query = {name: form.format(value)}
        answer = self._send("GET", "customer", params=query)
        if answer.status_code not in (200, 206):
            raise UnreachableError(f"the CRM answers a search with {answer.status_code}")
        found = answer.json()
        return [_held(one) for one in found if isinstance(one, dict)] if isinstance(found, list) else []

    def fetch(self, id: str) -> Held | None:
        """The record as the CRM has it."""
        answer = self._send("GET", _path(id))
        if answer.status_code == 404:
            return None
        if answer.status_code != 200:
            raise UnreachableError(f"the CRM answers a request for a customer with {answer.status_code}")
        return _held(answer.json(), answer.headers.get("ETag"))

    def change(self, id: str, changes: Mapping[str, Any], version: str | None) -> Held:
        """Have the CRM change it, only if it still is what was read."""
        headers = {"Content-Type": MERGE_PATCH} | ({"If-Match": version} if version else {})
        answer = self._send("PATCH", _path(id), json=dict(changes), headers=headers)
        if answer.status_code in (409, 412):
            now = self.fetch(id)
            if now is not None and merged(now.body, changes) == now.body:
                return now  # it was done before: the answer to an earlier try was lost
            raise RecordChangedError(id, changes, now.body if now else {}, str(now.version) if now else "none")
        if answer.status_code == 404:
            raise NoSuchError(id, "customer")
        if answer.status_code in (400, 422):
            raise RefusedError("customer", f"the CRM refuses it: {_reason(answer)}")
        if not answer.is_success:
            raise UnreachableError(f"the CRM answers a change with {answer.status_code}")
        if answer.status_code == 204 or not answer.content:
            now = self.fetch(id)
            if now is None:
                raise NoSuchError(id, "customer")
            return now
        return _held(answer.json(), answer.headers.get("ETag"))

    def _send(self, method: str, path: str, **given: Any) -> httpx.Response:
        """A request, tried again where that can help. A merge patch may be sent twice: the second changes nothing."""
        for attempt in range(TRIES):
            self._breaker.enter()
            try:
                answer = self._client.request(method, path, **given)
            except httpx.TransportError as error:
                failure = f"{type(error).__name__}"
            else:
                if answer.status_code not in AGAIN:
                    self._breaker.tell(True)
                    return answer
                failure = f"status {answer.status_code}"
            self._breaker.tell(False)
            if attempt < TRIES - 1:
                self._sleep(FIRST_WAIT * 2**attempt)
        raise UnreachableError(f"the CRM does not answer: {failure}")


def _path(id: str) -> str:
    return f"customer/{quote(id, safe='')}"


def _held(told: Mapping[str, Any], etag: str | None = None) -> Held:
    status = str(told.get("status") or "unknown")[:50]
    return Held(
        id=str(told["id"]),
        body={name: value for name, value in told.items() if name in ATTRIBUTES},
        status=Status.TERMINATED if status.casefold() in ENDED else status,
        status_reason=str(told.get("statusReason") or ""),
        version=etag,
    )


def _reason(answer: httpx.Response) -> str:
    try:
        told = answer.json()
    except ValueError:
        return str(answer.status_code)
    return str(told.get("reason") or told.get("message") or answer.status_code)[:200] if isinstance(told, dict) else ""
