"""Ports over HTTP: each speaks its API, and what fails is tried again, waited for, or left to people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from t2r.operator_systems.calling import Caller
from t2r.orders.ports import Call, Outcome, PortRefusedError, PortUnavailableError, PortWaitError
from t2r.orders.ports.http import SHAPES, HttpPort
from t2r.tmf.spec import load
from tests.t2r.orders.outside import LATE, LOST, Inventory, served

KEY = "7:1:2:step"


class Other:
    """A port to a system that is there."""

    def __init__(self, inventory: Inventory, url: str) -> None:
        self.inventory, self.url = inventory, url

    def call(self, operation: str, *, undo: bool = False, again: bool = False, key: str = KEY, **data: Any) -> Outcome:
        port, _, verb = operation.partition(".")
        made = Call(port, verb, key, 7, "1", "A title", data, datetime(2026, 11, 20, tzinfo=UTC), undo, again)
        caller = Caller(port, f"{self.url}/tmf-api/v4", seconds=0.3, sleep=lambda _: None)
        try:
            return HttpPort(caller, SHAPES[port]).call(made)
        finally:
            caller.close()


@pytest.fixture
def other() -> Iterator[Other]:
    inventory = Inventory()
    with served(inventory.handle) as url:
        yield Other(inventory, url)


MEASURES = {"id": "1", "state": "done", "testMeasure": [{"ruleViolation": []}]}
CROSSED = {"id": "1", "state": "done", "testMeasure": [{"ruleViolation": [{"id": "1"}]}]}


@pytest.mark.parametrize(
    ("operation", "collection", "answer", "given"),
    [
        ("device.reserve", "resourceOrder", None, {"device_id": "sim-0", "device_model": "sim"}),
        ("network.change", "serviceOrder", None, {"line": "911", "device_model": "sim"}),
        ("appointment.book", "appointment", None, {"appointment_id": "1", "visit_at": "2026-11-21T09:00:00Z"}),
        ("line.test", "serviceTest", MEASURES, {"test_passed": True}),
        ("line.test", "serviceTest", CROSSED, {"test_passed": False}),
        ("line.test", "serviceTest", {"id": "1", "testMeasure": []}, {"test_passed": None}),
        ("notice.send", "communicationMessage", {"id": "1", "state": "initial"}, {}),
    ],
)
def test_each_port_speaks_its_api(
    other: Other, operation: str, collection: str, answer: Any, given: dict[str, Any]
) -> None:
    if answer is not None:
        other.inventory.faults.append(answer)
    found = other.call(operation, line="911", service="mobile_access", device_model="sim").given
    assert {name: found[name] for name in given} == given
    _, path, headers, body = other.inventory.got[0]
    assert path == f"/tmf-api/v4/{collection}"
    assert headers["Idempotency-Key"] == KEY
    assert body.get("externalId", KEY) == KEY


@pytest.mark.parametrize(
    ("operation", "api"),
    [
        ("device.reserve", "TMF652-v4"),
        ("number.port_in", "TMF652-v4"),
        ("network.provision", "TMF641-v4"),
        ("line.test", "TMF653-v4"),
        ("notice.send", "TMF681-v4"),
    ],
)
def test_what_is_sent_is_what_the_specification_asks_for(other: Other, operation: str, api: str) -> None:
    other.call(operation, line="911", service="mobile_access", device_model="sim", number="912")
    spec, (_, path, _, body) = load(api), other.inventory.got[0]
    create = spec.resources[path.rsplit("/", 1)[-1]].create
    assert create is not None
    assert spec.errors(create, body) == []


def test_what_is_taken_back_is_the_action_of_its_undo_and_a_visit_is_cancelled(other: Other) -> None:
    other.call("device.release", undo=True, device_id="sim-9")
    other.call("network.change", undo=True)
    booked = other.call("appointment.book", place="Rose Street 1").given
    for _ in range(2):  # the same again is nothing new
        other.call("appointment.cancel", undo=True, **booked)
    assert other.inventory.posts("resourceOrder")[0]["orderItem"][0]["action"] == "delete"
    assert other.inventory.posts("serviceOrder")[0]["serviceOrderItem"][0]["action"] == "modify"
    assert [each["status"] for each in other.inventory.posts("appointment")] == ["cancelled"]
    other.call("appointment.cancel", undo=True, appointment_id="gone")
    other.call("appointment.cancel", undo=True)


REFUSAL = {"id": "1", "state": "rejected", "orderItem": [{"errorMessage": [{"code": "OUT_OF_STOCK"}]}]}


@pytest.mark.parametrize(
    ("fault", "error", "why"),
    [
        ({"id": "1", "state": "inProgress"}, PortWaitError, "it is inProgress"),
        ({"id": "1", "state": "rejected"}, PortRefusedError, "REJECTED"),
        (REFUSAL, PortRefusedError, "OUT_OF_STOCK"),
        (400, PortRefusedError, "REFUSED: device: POST resourceOrder: 400"),
        (404, PortRefusedError, "REFUSED: device: POST resourceOrder: 404"),
        (401, PortUnavailableError, "device: POST resourceOrder: 401"),  # the settings can be mended
        (409, PortUnavailableError, "device: POST resourceOrder: 409"),
        (503, PortUnavailableError, "device: POST resourceOrder: 503"),
        (LOST, PortUnavailableError, "device: POST resourceOrder: RemoteProtocolError"),
        (LATE, PortUnavailableError, "device: POST resourceOrder: ReadTimeout"),
        (b"<html>", PortUnavailableError, "device: POST resourceOrder: the answer is no JSON"),
        ([], PortUnavailableError, "device: POST resourceOrder: 201: the answer is no object"),
    ],
)
def test_an_answer_is_waited_for_tried_again_or_left_to_people(
    other: Other, fault: Any, error: type[Exception], why: str
) -> None:
    other.inventory.faults.append(fault)
    with pytest.raises(error) as raised:
        other.call("device.reserve", device_model="sim")
    assert type(raised.value) is error
    assert str(raised.value).startswith(why)


def test_a_system_that_is_not_there_is_tried_again() -> None:
    with pytest.raises(PortUnavailableError, match="device: POST resourceOrder: ConnectError"):
        Other(Inventory(), "http://127.0.0.1:9").call("device.reserve")


@pytest.mark.parametrize("fault", [LOST, LATE])
def test_what_was_done_before_its_answer_was_lost_is_found_and_not_done_again(other: Other, fault: str) -> None:
    other.inventory.faults.append(fault)
    with pytest.raises(PortUnavailableError):
        other.call("device.reserve", device_model="sim")
    assert other.call("device.reserve", again=True, device_model="sim").given["device_id"] == "sim-0"
    assert len(other.inventory.posts("resourceOrder")) == 1
    assert other.call("device.reserve", again=True, key="7:1:3:other").given["device_id"] == "sim-1"


def test_long_keys_are_not_mistaken_for_each_other(other: Other) -> None:
    item = "i" * 90
    for key in (f"7:{item}:2:step", f"7:{item}:2:step:undo"):
        other.call("network.change", key=key)
    sent = [headers["Idempotency-Key"] for _, _, headers, _ in other.inventory.got]
    assert len(set(sent)) == 2
    assert all(len(each) <= 64 for each in sent)


def test_an_operation_that_an_api_does_not_have_is_refused(other: Other) -> None:
    with pytest.raises(PortRefusedError, match="UNKNOWN_OPERATION: device does not know paint"):
        other.call("device.paint")
