"""Ports to other systems over HTTP, in the words of TM Forum: resource and service orders, appointments, service tests, messages.

What is to be done is posted once, with its key as `externalId` and `Idempotency-Key`. Where it may have been posted before, it is first
looked for by that key, and says how far it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from knowledge import redact
from t2r.operator_systems.calling import Caller
from t2r.operator_systems.errors import (
    AccessError,
    ChangedError,
    MalformedError,
    MissingError,
    OperatorSystemError,
    UnreachableError,
)
from t2r.orders.ports import Call, Outcome, PortRefusedError, PortUnavailableError, PortWaitError, unknown_verb

ACTIONS = {
    "reserve": "add", "assign": "modify", "release": "delete", "retire": "delete", "restore": "modify",
    "port_in": "add",
    "provision": "add", "change": "modify", "deprovision": "delete", "bar": "modify", "unbar": "modify",
}  # fmt: skip
DONE = frozenset({"completed", "done", "confirmed", "initial"})
REFUSED = frozenset({"rejected", "failed", "cancelled", "terminatedWithError", "partial"})
PRIVATE = frozenset({"order", "item", "items"})  # of an item's data, what says nothing to others

LONGEST_KEY = 64  # of an `Idempotency-Key`
CODE = re.compile(r"[A-Z][A-Z_]{1,60}")
MERGE_PATCH = {"Content-Type": "application/merge-patch+json"}

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a port speaks: the collection that it posts to, what it sends, and what an answer gives.

    `keyed`: what is there bears its key as `externalId`, and is found by it.
    """

    collection: str
    sends: Callable[[Call], Body]
    gives: Callable[[Body], Mapping[str, Any]]
    keyed: bool = True


def _characteristics(call: Call) -> list[Body]:
    return [
        {"name": name, "value": value}
        for name, value in sorted(call.data.items())
        if name not in PRIVATE and value is not None
    ]


def _action(call: Call) -> str:
    if call.verb not in ACTIONS:
        raise unknown_verb(call)
    return ACTIONS[call.verb]


def _resource_order(call: Call) -> Body:
    named = str(call.data.get("device_id" if call.port == "device" else "number") or call.key)
    resource: Body = {"id": named, "href": f"{call.port}/{quote(named)}", "category": call.port}  # TMF652 wants both
    resource |= {"resourceCharacteristic": _characteristics(call)}
    return {"category": f"{call.port}.{call.verb}", "orderItem": [_item(call, resource=resource)]}


def _service_order(call: Call) -> Body:
    named = call.data.get("service")  # without one it is everything that the line has
    service: Body = {"serviceCharacteristic": _characteristics(call)} | ({"serviceType": named} if named else {})
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
    if after := call.data.get("visit_after"):
        body["validFor"] = {"startDateTime": str(after)}
    return body


def _visit(answer: Body) -> Mapping[str, Any]:
    start = (answer.get("validFor") or {}).get("startDateTime")
    given = {"appointment_id": answer.get("id"), "visit_at": start}
    return {name: value for name, value in given.items() if value is not None}


def _test(call: Call) -> Body:
    service = str(call.data.get("service") or "access")
    return {
        "name": call.title,
        "relatedService": {"id": call.line or call.key},
        "testSpecification": {"id": service, "name": service},
        "characteristic": _characteristics(call),
    }


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
    "line": Shape("serviceTest", _test, _passed, keyed=False),
    "notice": Shape("communicationMessage", _message, lambda _: {}, keyed=False),
}


class HttpPort:
    """A port at the address of an API: `https://inventory.example/tmf-api/resourceOrdering/v4`."""

    def __init__(self, caller: Caller, shape: Shape) -> None:
        self._caller, self._shape = caller, shape

    def call(self, call: Call) -> Outcome:
        """As OutsidePort has it."""
        try:
            if call.verb == "cancel":
                return self._cancel(call)
            return self._outcome(self._found(call) or self._posted(call))
        except UnreachableError as error:
            # A system that asks for time, or that is left alone for a while, has not failed at this.
            raise (PortUnavailableError if error.after is None else PortWaitError)(str(error)) from error
        except (AccessError, ChangedError, MalformedError) as error:  # people can mend it, and it is done then
            raise PortUnavailableError(str(error)) from error
        except OperatorSystemError as error:
            raise PortRefusedError("REFUSED", str(error)) from error

    def check(self) -> None:
        """Find out whether the system answers us. Raises OperatorSystemError."""
        name = self._shape.collection
        self._caller.send("GET", name, self._caller.address(name).copy_set_param("limit", "1"), is_repeatable=True)

    def close(self) -> None:
        """Close what is kept open."""
        self._caller.close()

    def _found(self, call: Call) -> Body | None:
        """What was posted before, where it was."""
        if not (call.again and self._shape.keyed):
            return None
        name = self._shape.collection
        url = self._caller.address(name).copy_merge_params({"externalId": call.key, "limit": "2"})
        listed = self._caller.send("GET", name, url, is_repeatable=True).content
        found = listed if isinstance(listed, list) else []
        return next((each for each in found if isinstance(each, dict) and each.get("externalId") == call.key), None)

    def _posted(self, call: Call) -> Body:
        name, key = self._shape.collection, call.key
        if len(key) > LONGEST_KEY:
            key = sha256(key.encode()).hexdigest()
        body = ({"externalId": call.key} if self._shape.keyed else {}) | self._shape.sends(call)
        answer = self._caller.send(
            "POST", name, self._caller.address(name), json=body, headers={"Idempotency-Key": key}
        )
        if not isinstance(answer.content, dict):
            raise MalformedError(self._caller.name, f"POST {name}", answer.status, "the answer is no object")
        return answer.content

    def _outcome(self, answer: Body) -> Outcome:
        """What has come of it. One that does not say its state is there, and done."""
        state = str(answer.get("state") or answer.get("status") or "completed")
        if state in REFUSED:
            code, why = _refusal(answer)
            raise PortRefusedError(code or state.upper(), why)
        if state not in DONE:
            raise PortWaitError(f"it is {state}")
        return Outcome(dict(self._shape.gives(answer)))

    def _cancel(self, call: Call) -> Outcome:
        """Take back what was booked; what is not there any more is."""
        booked = call.data.get("appointment_id")
        if booked is None:
            return Outcome()
        name = self._shape.collection
        url = self._caller.address(f"{name}/{quote(str(booked), safe='')}")
        changes = {"status": "cancelled"}
        with suppress(MissingError):
            self._caller.send("PATCH", name, url, is_repeatable=True, json=changes, headers=MERGE_PATCH)
        return Outcome()


def _refusal(answer: Body) -> tuple[str | None, str]:
    """The code and the words of a refusal, where the system tells them."""
    items = answer.get("serviceOrderItem") or answer.get("orderItem") or []
    told = [each for item in items for each in item.get("errorMessage") or ()] or answer.get("errorMessage") or []
    first = told[0] if isinstance(told, list) and told and isinstance(told[0], dict) else {}
    code = str(first.get("code") or "")
    why = first.get("message") or first.get("reason") or answer.get("statusChangeReason") or ""
    return (code if CODE.fullmatch(code) else None), redact(str(why)[:200]).text
