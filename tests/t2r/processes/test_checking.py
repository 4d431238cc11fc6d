"""A diagram is deployed only where nothing is wrong with it; what is wrong is told with file, line and element."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from t2r.processes.checking import MESSAGES, OPERATIONS, check
from t2r.processes.deployed import STARTERS

SWAP = STARTERS / "ont-swap.bpmn"
PORT_IN = STARTERS / "number-port-in.bpmn"
CONDITION = 'delivery == "courier"'


def changed(folder: Path, was: str, becomes: str, source: Path = SWAP) -> Path:
    """A starter in which something was replaced, beside the tables."""
    text = source.read_text(encoding="utf-8")
    assert was in text
    for table in STARTERS.glob("*.dmn"):
        (folder / table.name).write_bytes(table.read_bytes())
    path = folder / source.name
    path.write_text(text.replace(was, becomes), encoding="utf-8")
    return path


@pytest.mark.parametrize("path", sorted(STARTERS.glob("*.bpmn")), ids=lambda path: path.stem)
def test_every_starter_is_without_a_mistake(path: Path) -> None:
    assert check(path) == []


def test_a_mistake_is_told_with_its_file_its_line_and_its_element(tmp_path: Path) -> None:
    path = changed(tmp_path, 't2r:operation="device.retire"', 't2r:operation="device.retyre"')
    (mistake,) = check(path)
    line = next(n for n, text in enumerate(path.read_text().splitlines(), 1) if "device.retyre" in text)
    assert str(mistake) == f"{path}, line {line}: retire_ont: device.retyre: is no operation; is device.retire meant?"


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        # What a task does.
        ('t2r:operation="line.test" ', "", "test_line: a serviceTask names what it does"),
        ('t2r:undo="device.release"', 't2r:undo="device.forget"', "reserve_ont: device.forget: is no operation"),
        ('t2r:retries="3"', 't2r:retries="many"', "t2r:retries is a whole number"),
        ('t2r:retries="3"', 't2r:retries="21"', "t2r:retries is a whole number up to 20"),
        ('t2r:retries="3"', 't2r:tries="3"', "t2r:tries: is no attribute of a serviceTask; is retries meant?"),
        (' t2r:decision="after_test"', "", "after_test: a businessRuleTask names its table"),
        ('t2r:decision="after_test"', 't2r:decision="after_tset"', "there is no table after_tset.dmn"),
        ('t2r:decision="after_test"', 't2r:decision="../after_test"', "a businessRuleTask names its table"),
        ('messageRef="message_appointment_done"', "", "await_visit: None: is no message of this diagram"),
        ('name="appointment.done"', 'name="appointment.over"', "is no message that comes from outside"),
        ('errorCode="TEST_FAILED"', 'errorCode="it failed"', "test_failed: it failed: an error has an errorCode"),
        ('errorRef="error_test_failed"', 'errorRef="error_other"', "test_failed: error_other: is no error"),
        ("due_visit", "visit_at", "visit_late: a timer names one moment"),
        ("due_visit", "due_visit + 1", "visit_late: a timer names one moment"),
        # What ever runs is an expression of the flow language.
        (CONDITION, "__import__('os').system('true')", "is not allowed in an expression"),
        (CONDITION, "delivery = 'courier'", "equal is written =="),
        (CONDITION, "", "an expression is missing"),
        ("bpmn:serviceTask", "bpmn:scriptTask", "a scriptTask cannot be run here"),
        ("bpmn:receiveTask", "bpmn:callActivity", "a callActivity cannot be run here"),
        ("bpmn:timeDate", "bpmn:timeDuration", "a timeDuration cannot be run here"),
        (
            "<bpmn:documentation>",
            "<bpmn:ioSpecification /><bpmn:documentation>",
            "a ioSpecification cannot be run here",
        ),
        (
            "<bpmn:outgoing>from_reserve_ont_to_choose_delivery</bpmn:outgoing>",
            "<bpmn:outgoing>from_reserve_ont_to_choose_delivery</bpmn:outgoing><bpmn:multiInstanceLoopCharacteristics />",
            "a multiInstanceLoopCharacteristics cannot be run here",
        ),
        (
            "<bpmn:message ",
            '<bpmn:collaboration id="c" /><bpmn:message ',
            "a collaboration has no place beside a process",
        ),
        # How it hangs together.
        ('targetRef="assign_ont"', 'targetRef="nowhere"', "nowhere: is no node here"),
        ('default="from_is_sent_to_book_visit"', "", "is_sent: needs a default"),
        (
            f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{CONDITION}</bpmn:conditionExpression>',
            "",
            "from_is_sent_to_tell_dispatch: needs a condition",
        ),
        ('id="from_reserve_ont_to_choose_delivery"', 'id="from_is_sent_to_book_visit"', "another element has this id"),
        ('id="reserve_ont"', 'id="reserve ont"', "an id is made of letters"),
        ('attachedToRef="await_visit"', 'attachedToRef="is_sent"', "visit_late: is_sent: is no task"),
        ("<bpmn:incoming>from_notify_to_done</bpmn:incoming>", "", "done: names as incoming none"),
        ('bpmnElement="retire_ont"', 'bpmnElement="notify"', "retire_ont: is not drawn"),
        ('isExecutable="true"', 'isExecutable="maybe"', "isExecutable"),
        ("bpmn:process", "bpmn:proces", "exactly one process"),
        ("</bpmn:definitions>", "", "line"),
    ],
)
def test_a_diagram_with_a_mistake_is_refused(tmp_path: Path, was: str, becomes: str, told: str) -> None:
    text = "\n".join(map(str, check(changed(tmp_path, was, becomes))))
    assert told in text


def retagged(folder: Path, source: Path, id: str, kind: str) -> Path:
    """A starter in which a node is of another kind."""
    (line,) = (line for line in source.read_text(encoding="utf-8").splitlines() if f'Gateway id="{id}"' in line)
    return changed(folder, line, re.sub(r"bpmn:(exclusive|parallel)Gateway", f"bpmn:{kind}", line), source)


def test_ways_that_part_as_alternatives_and_are_joined_as_branches_are_told(tmp_path: Path) -> None:
    mistakes = check(retagged(tmp_path, STARTERS / "cease.bpmn", "device_settled", "parallelGateway"))
    assert any("device_settled: may wait for ever" in mistake.text for mistake in mistakes)


def test_branches_that_are_not_joined_are_told(tmp_path: Path) -> None:
    (mistake,) = check(retagged(tmp_path, PORT_IN, "join", "exclusiveGateway"))
    assert "join: would be reached twice at once" in mistake.text


def test_a_table_with_a_mistake_is_told_by_its_own_file(tmp_path: Path) -> None:
    path = changed(tmp_path, "Swap ordered", "Ordered")
    table = tmp_path / "after_test.dmn"
    table.write_text(table.read_text().replace('"go_on"', "open('x')"))
    (mistake,) = check(path)
    assert (mistake.path, "not allowed" in mistake.text) == (str(table), True)


def test_a_file_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    (mistake,) = check(tmp_path / "none.bpmn")
    assert "none.bpmn" in mistake.path


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    path = changed(
        tmp_path, "<bpmn:definitions", '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><bpmn:definitions'
    )
    path.write_text(path.read_text().replace(CONDITION, "&x;"))
    assert any("an expression is missing" in mistake.text for mistake in check(path))


def test_what_other_tools_have_noted_is_let_be(tmp_path: Path) -> None:
    note = '<bpmn:extensionElements><x:script xmlns:x="urn:other">print(1)</x:script></bpmn:extensionElements>'
    path = changed(
        tmp_path, 't2r:retries="3"><bpmn:incoming>from_ordered', f't2r:retries="3">{note}<bpmn:incoming>from_ordered'
    )
    assert check(path) == []


def test_operations_and_messages_are_each_used_by_some_starter() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in STARTERS.glob("*.bpmn"))
    assert {each for each in OPERATIONS | MESSAGES if f'"{each}"' not in text} == set()
