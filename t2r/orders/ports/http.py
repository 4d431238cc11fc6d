"""Ports to other systems over HTTP, in the words of TM Forum: resource and service orders, appointments, service tests, messages.

Each call is a POST that bears its key as `externalId` and `Idempotency-Key`: made again, it is the same one, and says how far it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpcore

from t2r.orders.ports import Call, Outcome, OutsidePort, PortRefusedError, PortUnavailableError, unknown_verb
from t2r.tmf.callbacks import SECONDS

ACTIONS = {
    "reserve": "add", "assign": "modify", "release": "delete", "retire": "delete", "port_in": "add",
    "provision": "add", "change": "modify", "deprovision": "delete", "bar": "modify", "unbar": "modify",
}  # fmt: skip
OPPOSITE = {"add": "delete", "delete": "add", "modify": "modify"}
DONE = frozenset({"completed", "done", "confirmed", "initial"})
REFUSED = frozenset({"rejected", "failed", "cancelled", "terminatedWithError", "partial"})
PRIVATE = frozenset({"order", "item", "items"})  # of an item's data, what says nothing to others

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a port speaks: the collection that it posts to, what it sends, and what an answer gives."""

    collection: str
    sends: Callable[[Call], Body]
    gives: Callable[[Body], Mapping[str, Any]]


def _characteristics(call: Call) -> list[Body]:
    return [
        {"name": name, "value": value}
        for name, value in sorted(call.data.items())
        if name not in PRIVATE and value is not None
    ]


def _action(call: Call) -> str:
    if call.verb not in ACTIONS:
        raise unknown_verb(call)
    action = ACTIONS[call.verb]
    return OPPOSITE[action] if call.undo else action


def _resource_order(call: Call) -> Body:
    resource = {"category": call.port, "resourceCharacteristic": _characteristics(call)}
    return {"category": f"{call.port}.{call.verb}", "orderItem": [_item(call, resource=resource)]}


def _service_order(call: Call) -> Body:
    service = {"serviceType": call.data.get("service"), "serviceCharacteristic": _characteristics(call)}
    return {"category": f"{call.port}.{call.verb}", "serviceOrderItem": [_item(call, service=service)]}


def _item(call: Call, **what: Body) -> Body:
    return {"id": "1", "action": _action(call), **what}


def _given(items: str, what: str, characteristics: str) -> Callable[[Body], Mapping[str, Any]]:
    def read(answer: Body) -> Mapping[str, Any]:
        first = (answer.get(items) or [{}])[0]
        told = (first.get(what) or {}).get(characteristics) or []
        return {str(each["name"]): each.get("value") for each in told if "name" in each}

    return read


def _appointment(call: Call) -> Body:
    body: Body = {"category": call.verb, "relatedPlace": {"name": call.data.get("place")}, "description": call.title}
    if call.undo or call.verb == "cancel":
        body |= {"status": "cancelled", "id": call.data.get("appointment_id")}
    return body


def _visit(answer: Body) -> Mapping[str, Any]:
    start = (answer.get("validFor") or {}).get("startDateTime")
    given = {"appointment_id": answer.get("id"), "visit_at": start}
    return {name: value for name, value in given.items() if value is not None}


def _test(call: Call) -> Body:
    return {"name": call.title, "relatedService": {"id": call.line}, "characteristic": _characteristics(call)}


def _passed(answer: Body) -> Mapping[str, Any]:
    measures = answer.get("testMeasure") or []
    crossed = [bool(each.get("ruleViolation")) for each in measures]
    return {"test_passed": not any(crossed) if crossed else None}


def _message(call: Call) -> Body:
    return {
        "messageType": "SMS",
        "subject": call.title,
        "content": f"Your order {call.order}: {call.title}.",
        "receiver": [{"phoneNumber": call.line}],
        "sender": {"name": "Orders"},
    }


SHAPES = {
    "device": Shape("resourceOrder", _resource_order, _given("orderItem", "resource", "resourceCharacteristic")),
    "number": Shape("resourceOrder", _resource_order, _given("orderItem", "resource", "resourceCharacteristic")),
    "network": Shape("serviceOrder", _service_order, _given("serviceOrderItem", "service", "serviceCharacteristic")),
    "appointment": Shape("appointment", _appointment, _visit),
    "line": Shape("serviceTest", _test, _passed),
    "notice": Shape("communicationMessage", _message, lambda _: {}),
}


@dataclass(frozen=True, slots=True)
class HttpPort:
    """A port at the address of an API: `https://inventory.example/tmf-api/resourceOrdering/v4`."""

    base: str
    shape: Shape
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = SECONDS
    pool: httpcore.ConnectionPool = field(default_factory=lambda: httpcore.ConnectionPool(keepalive_expiry=30))

    def call(self, call: Call) -> Outcome:
        """As OutsidePort has it."""
        body = {"externalId": call.key, **self.shape.sends(call)}
        answer = self._post(f"{self.base.rstrip('/')}/{self.shape.collection}", call.key, body)
        state = str(answer.get("state") or answer.get("status") or "completed")
        if state in REFUSED and not (call.undo or call.verb == "cancel"):
            raise PortRefusedError(state.upper(), str(answer.get("statusChangeReason") or answer.get("id") or ""))
        if state not in DONE | REFUSED:
            raise PortUnavailableError(f"it is {state}")
        return Outcome(dict(self.shape.gives(answer)))

    def _post(self, url: str, key: str, body: Body) -> Body:
        headers = {"Content-Type": "application/json", "Idempotency-Key": key[:64], **self.headers}
        try:
            response = self.pool.request(
                "POST",
                url,
                headers=list(headers.items()),
                content=json.dumps(body, default=str).encode(),
                extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), self.seconds)},
            )
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError) as error:
            raise PortUnavailableError(type(error).__name__) from error
        if response.status in (408, 409, 425, 429) or response.status >= 500:
            raise PortUnavailableError(f"answered {response.status}")
        if not 200 <= response.status < 300:
            raise PortRefusedError("REFUSED", f"answered {response.status}")
        try:
            answer = json.loads(response.content or b"{}")
        except ValueError as error:
            raise PortUnavailableError("the answer is no JSON") from error
        return answer if isinstance(answer, dict) else {}


def http_ports(urls: Mapping[str, str], headers: Mapping[str, str] | None = None) -> dict[str, OutsidePort]:
    """The ports that are reached at these addresses, by their names. Raises ValueError for a name that has no such port."""
    if unknown := sorted(set(urls) - set(SHAPES)):
        raise ValueError(f"{unknown[0]}: is no port that is spoken to over HTTP; {', '.join(SHAPES)} are")
    return {name: HttpPort(url, SHAPES[name], headers or {}) for name, url in urls.items()}
