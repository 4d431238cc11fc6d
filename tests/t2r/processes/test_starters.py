"""The starter processes: whatever their operations and messages say, they end, or wait for a message; and they do the work."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from t2r.flows.expressions import Expression
from t2r.processes.checking import MESSAGES as FROM_OUTSIDE
from t2r.processes.checking import OPERATIONS
from t2r.processes.deployed import STARTERS
from t2r.processes.runner import BPMN, Instance, Node, NodeKind, Process, StepError

NAMES = sorted(path.stem for path in STARTERS.glob("*.bpmn"))
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
AT_MOST = 60  # tasks between two messages: no loop goes round without end
MESSAGES = 25

YES_OR_NO = (
    "account_ok", "test_passed", "lost_or_stolen", "at_counter", "prepaid", "line_fault", "self_install", "with_telephone",
    "cause_with_customer", "visits_are_free", "release_number", "device_to_return", "port_accepted",
)  # fmt: skip
WORDS = {"visit_outcome": ("done", "missed", "not_possible"), "refusal": ("dues", "timeout", "try_later", "wrong_code")}
DUES = tuple(f"due_{each}" for each in ("delivery", "visit", "payment", "payment_end", "port", "return", "return_end"))

FRAME = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:t2r:process">
  <bpmn:process id="order" isExecutable="true">
    <bpmn:startEvent id="captured"><bpmn:outgoing>to_item</bpmn:outgoing></bpmn:startEvent>
    <bpmn:subProcess id="item"><bpmn:incoming>to_item</bpmn:incoming><bpmn:outgoing>to_end</bpmn:outgoing></bpmn:subProcess>
    <bpmn:boundaryEvent id="failed" attachedToRef="item" cancelActivity="true">
      <bpmn:outgoing>to_fallout</bpmn:outgoing><bpmn:errorEventDefinition /></bpmn:boundaryEvent>
    <bpmn:endEvent id="completed"><bpmn:incoming>to_end</bpmn:incoming></bpmn:endEvent>
    <bpmn:endEvent id="fallout"><bpmn:incoming>to_fallout</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="to_item" sourceRef="captured" targetRef="item" />
    <bpmn:sequenceFlow id="to_end" sourceRef="item" targetRef="completed" />
    <bpmn:sequenceFlow id="to_fallout" sourceRef="failed" targetRef="fallout" />
  </bpmn:process>
</bpmn:definitions>"""


@lru_cache
def embedded(name: str) -> Process:
    """An order with one item: its process as a subprocess, out of which an error leads to fallout."""
    item = Process.load(STARTERS / f"{name}.bpmn")
    order, theirs = etree.fromstring(FRAME), etree.fromstring(item.xml)
    subprocess = order.find(f".//{BPMN}subProcess")
    subprocess.extend(each for each in theirs.find(f"{BPMN}process") if each.tag != f"{BPMN}documentation")
    for declared in theirs.findall(f"{BPMN}message") + theirs.findall(f"{BPMN}error"):
        order.insert(0, declared)
    return Process(Path(f"{name}.bpmn"), item.tables, etree.tostring(order))


class Ports:
    """Operations that give what the test says, and count."""

    def __init__(self, gives: Mapping[str, Any]) -> None:
        self.gives = gives
        self.did: list[str] = []
        self.trail: list[str] = []
        self.time, self.since = NOW, 0

    def now(self) -> datetime:
        return self.time

    def run(self, node: Node, data: Mapping[str, Any]) -> Mapping[str, Any]:
        self.since += 1
        assert self.since < AT_MOST, f"{node.id}: goes round without end"
        self.did.append(str(node.operation))
        return dict(self.gives)

    def passed(self, node: Node, data: Mapping[str, Any]) -> None:
        self.trail.append(node.id)


class RandomPorts(Ports):
    """Operations that say anything, or nothing, or fail."""

    def __init__(self, random: Random) -> None:
        super().__init__({})
        self.random = random

    def run(self, node: Node, data: Mapping[str, Any]) -> Mapping[str, Any]:
        super().run(node, data)
        if self.random.random() < 0.03:
            raise StepError("PORT_DOWN")
        return anything(self.random)


def anything(random: Random) -> dict[str, Any]:
    data: dict[str, Any] = {name: random.choice((True, True, False, None)) for name in YES_OR_NO}
    data |= {name: random.choice((*words, None)) for name, words in WORDS.items()}
    data |= {"price": random.choice((0, 199)), "amount_due": random.choice((0, 50))}
    return {name: value for name, value in data.items() if value is not None}


def awaited(instance: Instance) -> list[str]:
    return [one.node.id for one in instance.waiting if one.node.kind is NodeKind.RECEIVE]


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=12)
@given(st.randoms(use_true_random=False))
def test_whatever_happens_it_ends_or_waits_for_a_message(name: str, random: Random) -> None:
    ports = RandomPorts(random)
    dues = {due: (NOW + timedelta(days=random.randint(1, 9))).isoformat() for due in DUES if random.random() < 0.8}
    instance = embedded(name).start({**anything(random), **dues}, ports)
    for _ in range(MESSAGES):
        if instance.ended:
            break
        places = awaited(instance)
        assert places, f"stands where nothing ever comes: {[one.node.id for one in instance.waiting]}"
        ports.since = 0
        if random.random() < 0.4:
            ports.time += timedelta(days=random.randint(1, 3))
            instance.go_on()
        else:
            assert instance.complete(random.choice(places), anything(random))
    if instance.ended:
        assert len({"completed", "fallout"} & set(ports.trail)) == 1


WELL = {"account_ok": True, "test_passed": True, "port_accepted": True, "visit_outcome": "done", "amount_due": 0}
RUNS = [
    (
        "sim-replacement",
        {},
        ["account.check", "device.reserve", "notice.send", "device.assign", "network.change", "line.test"],
    ),
    (
        "sim-replacement",
        {"lost_or_stolen": True, "at_counter": True},
        [
            "account.check",
            "network.bar",
            "device.reserve",
            "device.assign",
            "network.change",
            "network.unbar",
            "line.test",
        ],
    ),
    ("esim", {}, ["device.reserve", "notice.send", "device.assign", "network.change", "line.test", "device.retire"]),
    (
        "plan-change",
        {"prepaid": False, "price": 299},
        ["account.check", "network.change", "line.test", "account.charge"],
    ),
    ("plan-change", {"prepaid": True, "price": 299}, ["account.check", "notice.send", "network.change", "line.test"]),
    (
        "ont-swap",
        {},
        ["device.reserve", "appointment.book", "device.assign", "network.provision", "line.test", "device.retire"],
    ),
    ("ont-swap", {"self_install": True}, ["device.reserve", "notice.send", "device.assign", "network.provision"]),
    (
        "new-fibre-line",
        {"with_telephone": True},
        [
            "number.reserve",
            "appointment.book",
            "device.assign",
            "number.assign",
            "network.provision",
            "line.test",
            "account.charge",
        ],
    ),
    (
        "technician-visit",
        {"cause_with_customer": True},
        ["appointment.book", "line.test", "account.charge", "notice.send"],
    ),
    ("unbar-after-payment", {}, ["account.check", "network.unbar", "line.test", "notice.send"]),
    ("number-port-in", {}, ["number.port_in", "number.assign", "device.assign", "network.provision", "line.test"]),
    (
        "cease",
        {"release_number": True, "device_to_return": True},
        ["network.deprovision", "number.release", "device.retire", "account.charge", "notice.send"],
    ),
]


def worked(name: str, data: Mapping[str, Any], gives: Mapping[str, Any]) -> Ports:
    """What is done for an item where each message comes as soon as it is waited for."""
    ports = Ports(gives)
    instance = embedded(name).start(data, ports)
    while not instance.ended:
        instance.complete(awaited(instance)[0], gives)
    return ports


@pytest.mark.parametrize(("name", "data", "operations"), RUNS)
def test_where_all_goes_well_the_work_is_done_in_its_order(
    name: str, data: dict[str, Any], operations: list[str]
) -> None:
    ports = worked(name, data, WELL)
    assert ports.trail[-1] == "completed"
    did = iter(ports.did)
    assert [each for each in operations if each in did] == operations, ports.did


def test_each_starter_is_worked_through() -> None:
    assert {name for name, *_ in RUNS} == set(NAMES)


@pytest.mark.parametrize(
    ("name", "gives", "end", "tries"),
    [
        ("ont-swap", {"test_passed": False}, "test_failed", {"line.test": 3, "network.provision": 3}),
        ("esim", {"test_passed": None}, "test_failed", {"line.test": 3}),
        ("technician-visit", {"visit_outcome": "missed"}, "visit_failed", {"appointment.book": 3, "line.test": 0}),
        ("technician-visit", {"visit_outcome": "not_possible"}, "visit_failed", {"appointment.book": 1}),
        ("technician-visit", {"test_passed": False}, "test_failed", {"appointment.book": 3}),
        ("new-fibre-line", {"account_ok": False}, "account_refused", {"device.reserve": 0}),
        ("new-fibre-line", {"account_ok": None}, "account_refused", {"device.reserve": 0}),
        ("number-port-in", {"port_accepted": False, "refusal": "timeout"}, "port_refused", {"number.port_in": 3}),
        ("number-port-in", {"port_accepted": False, "refusal": "wrong_code"}, "port_refused", {"number.port_in": 1}),
        ("number-port-in", {"port_accepted": None}, "port_refused", {"number.assign": 0}),
    ],
)
def test_what_fails_for_good_falls_out_after_the_tries_of_the_table(
    name: str, gives: dict[str, Any], end: str, tries: dict[str, int]
) -> None:
    ports = worked(name, {}, WELL | gives)
    assert (ports.trail[-1], end in ports.trail) == ("fallout", True)
    counted = Counter(ports.did)
    assert {each: counted[each] for each in tries} == tries


@pytest.mark.parametrize(
    ("name", "due"), [("unbar-after-payment", "payment"), ("plan-change", "payment"), ("cease", "return")]
)
def test_who_is_late_is_reminded_once_and_then_it_goes_on_without(name: str, due: str) -> None:
    ports = Ports({"account_ok": name == "plan-change", "pay_first": True})
    data = {"prepaid": True, "price": 99, "device_to_return": True}
    dues = {
        f"due_{due}": (NOW + timedelta(days=2)).isoformat(),
        f"due_{due}_end": (NOW + timedelta(days=9)).isoformat(),
    }
    instance = embedded(name).start({**data, **dues}, ports)
    before = Counter(ports.did)["notice.send"]
    ports.time += timedelta(days=3)
    instance.go_on()
    instance.go_on()
    assert Counter(ports.did)["notice.send"] == before + 1
    assert awaited(instance)
    ports.time += timedelta(days=7)
    instance.go_on()
    assert instance.ended
    assert ports.trail[-1] == ("completed" if name == "cease" else "fallout")


@pytest.mark.parametrize("name", NAMES)
def test_what_is_reserved_booked_or_provisioned_says_what_takes_it_back(name: str) -> None:
    nodes = embedded(name).nodes.values()
    holding = (
        "device.reserve",
        "device.assign",
        "number.reserve",
        "number.assign",
        "number.port_in",
        "appointment.book",
    )
    bare = [
        node.id
        for node in nodes
        if node.operation in (*holding, "network.provision", "network.change") and not node.undo
    ]
    assert bare == []


GIVEN = {  # by operations and messages
    "account_ok", "amount_due", "test_passed", "visit_outcome", "cause_with_customer", "port_accepted", "refusal",
}  # fmt: skip
DOCS = Path(__file__).parents[3] / "docs" / "processes.md"


def test_the_documentation_names_every_process_operation_message_table_and_error() -> None:
    read = DOCS.read_text(encoding="utf-8")
    codes = {node.error for name in NAMES for node in embedded(name).nodes.values() if node.error}
    tables = {path.stem for path in STARTERS.glob("*.dmn")}
    assert [word for word in (*NAMES, *OPERATIONS, *FROM_OUTSIDE, *codes, *tables) if f"`{word}`" not in read] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_documentation_names_the_data_that_a_process_asks_for_and_the_errors_that_end_it(name: str) -> None:
    (row,) = (line for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith(f"| `{name}` |"))
    process = embedded(name)
    root = etree.fromstring(process.xml)
    asked = {each for table in process.tables.values() for each in table.inputs}
    asked |= {
        each
        for text in root.iter(f"{BPMN}conditionExpression", f"{BPMN}timeDate")
        for each in Expression(text.text).names
    }
    given = {each for table in process.tables.values() for each in table.outputs} | GIVEN
    ends = {node.error for node in process.nodes.values() if node.kind is NodeKind.END and node.error}
    assert {word for word in re.findall(r"`([^`]+)`", row) if word != name} == (asked - given) | ends
