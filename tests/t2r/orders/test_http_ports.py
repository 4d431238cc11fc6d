from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from t2r.orders.ports import Call, Outcome, PortRefusedError, PortUnavailableError
from t2r.orders.ports.http import http_ports


class Other:
    """Another system: gives the answers that it was told to, and keeps what it was sent."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, Any]] = []
        self.got: list[tuple[str, dict[str, str], dict[str, Any]]] = []


@pytest.fixture
def other() -> Iterator[tuple[Other, str]]:
    system = Other()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            system.got.append((self.path, dict(self.headers), body))
            status, answer = system.answers.pop(0)
            content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield system, f"http://127.0.0.1:{server.server_port}/tmf-api/v4"
    server.shutdown()
    server.server_close()
    thread.join()


def call(other: tuple[Other, str], operation: str, *, undo: bool = False, **data: Any) -> Outcome:
    port, _, verb = operation.partition(".")
    made = Call(port, verb, "7:1:2:step", 7, "1", "A title", data, datetime(2026, 11, 20, tzinfo=UTC), undo)
    ports = http_ports({port: other[1]}, {"Authorization": "Bearer t"})
    try:
        return ports[port].call(made)
    finally:
        ports[port].pool.close()  # type: ignore[attr-defined]


RESERVED = {"orderItem": [{"resource": {"resourceCharacteristic": [{"name": "device_id", "value": "sim-9"}]}}]}
CHANGED = {"serviceOrderItem": [{"service": {"serviceCharacteristic": [{"name": "line", "value": "911"}]}}]}
BOOKED = {"id": "a-1", "status": "confirmed", "validFor": {"startDateTime": "2026-11-21T09:00:00Z"}}


@pytest.mark.parametrize(
    ("operation", "collection", "answer", "given"),
    [
        ("device.reserve", "resourceOrder", {"state": "completed", **RESERVED}, {"device_id": "sim-9"}),
        ("network.change", "serviceOrder", {"state": "completed", **CHANGED}, {"line": "911"}),
        ("appointment.book", "appointment", BOOKED, {"appointment_id": "a-1", "visit_at": "2026-11-21T09:00:00Z"}),
        ("line.test", "serviceTest", {"state": "done", "testMeasure": [{"ruleViolation": []}]}, {"test_passed": True}),
        ("line.test", "serviceTest", {"testMeasure": [{"ruleViolation": [{"id": "1"}]}]}, {"test_passed": False}),
        ("line.test", "serviceTest", {"testMeasure": []}, {"test_passed": None}),
        ("notice.send", "communicationMessage", {"state": "initial"}, {}),
    ],
)
def test_each_port_speaks_its_api(
    other: tuple[Other, str], operation: str, collection: str, answer: dict[str, Any], given: dict[str, Any]
) -> None:
    other[0].answers.append((201, answer))
    assert call(other, operation, line="911", service="mobile_access").given == given
    path, headers, body = other[0].got[0]
    assert path == f"/tmf-api/v4/{collection}"
    assert body["externalId"] == headers["Idempotency-Key"] == "7:1:2:step"
    assert headers["Authorization"] == "Bearer t"


def test_what_is_taken_back_is_the_opposite_action(other: tuple[Other, str]) -> None:
    other[0].answers += [(201, {"state": "completed"})] * 2
    call(other, "device.reserve", undo=True, device_id="sim-9")
    call(other, "network.change", undo=True)
    assert [(body.get("orderItem") or body["serviceOrderItem"])[0]["action"] for _, _, body in other[0].got] == [
        "delete",
        "modify",
    ]


@pytest.mark.parametrize(
    ("status", "answer", "error"),
    [
        (201, {"state": "inProgress"}, PortUnavailableError),  # asked again with its key, it says how far it is
        (201, {"state": "rejected"}, PortRefusedError),
        (400, {}, PortRefusedError),
        (404, {}, PortRefusedError),
        (429, {}, PortUnavailableError),
        (503, {}, PortUnavailableError),
        (200, b"<html>", PortUnavailableError),
    ],
)
def test_an_answer_is_tried_again_or_left_to_people(
    other: tuple[Other, str], status: int, answer: Any, error: type[Exception]
) -> None:
    other[0].answers.append((status, answer))
    with pytest.raises(error):
        call(other, "device.reserve", device_model="sim")


def test_a_system_that_is_not_there_is_tried_again() -> None:
    with pytest.raises(PortUnavailableError):
        call((Other(), "http://127.0.0.1:9"), "device.reserve")


def test_a_port_without_an_api_has_no_address() -> None:
    with pytest.raises(ValueError, match="account: is no port"):
        http_ports({"account": "https://billing.example"})
