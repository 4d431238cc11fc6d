"""The BPMN export: valid against OMG's schema, whole, drawn, and with the eTOM process on every node."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import SpiffWorkflow
from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs.defaults import ManualTask

from t2r.flows import Actor, Flows, Tool, ToolKind
from t2r.flows.bpmn import BPMN, BPMNDI, DC, DI, T2R, process_id, to_bpmn
from t2r.flows.collection import PACKAGE, VOCABULARY
from tests.t2r.flows.desk import World, ladder, load

NAMESPACES = {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "di": DI, "t2r": T2R}
NODES = (
    "startEvent",
    "endEvent",
    "serviceTask",
    "userTask",
    "businessRuleTask",
    "exclusiveGateway",
    "callActivity",
    "subProcess",
)


NAMES = sorted(path.stem for path in (PACKAGE / "starter").glob("*.yaml") if path.name != VOCABULARY)


@lru_cache(1)
def starter() -> Flows:
    return Flows.starter()


@lru_cache(1)
def schema() -> etree.XMLSchema:
    folder = Path(os.path.dirname(SpiffWorkflow.__file__)) / "bpmn" / "parser" / "schema"
    return etree.XMLSchema(etree.parse(folder / "BPMN20.xsd"))


def exported(flows: Flows, name: str, tools: dict[str, Tool] | None = None) -> etree._Element:
    return etree.fromstring(to_bpmn(flows[name], flows, tools))


def found(root: etree._Element, path: str) -> list[Any]:
    return list(root.xpath(path, namespaces=NAMESPACES))


@pytest.mark.parametrize("name", NAMES)
def test_every_starter_flow_is_valid_whole_and_drawn(name: str) -> None:
    root = exported(starter(), name)
    assert schema().validate(root), schema().error_log
    nodes = {node.get("id"): node for tag in NODES for node in found(root, f"//bpmn:{tag}")}
    edges = found(root, "//bpmn:sequenceFlow")
    assert {edge.get(end) for edge in edges for end in ("sourceRef", "targetRef")} <= set(nodes)
    ids = [*nodes, *(edge.get("id") for edge in edges)]
    assert len(set(ids)) == len(ids)
    drawn = {shape.get("bpmnElement") for shape in found(root, "//bpmndi:BPMNShape | //bpmndi:BPMNEdge")}
    assert drawn == set(ids)
    for node in nodes.values():
        assert found(node, "bpmn:extensionElements/t2r:etom/@value"), node.get("id")
        tag = etree.QName(node).localname
        assert (tag == "startEvent") == (not found(node, "bpmn:incoming"))
        assert (tag == "endEvent") == (not found(node, "bpmn:outgoing"))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_drawn_over_anything_else(name: str) -> None:
    root = exported(starter(), name)
    inside = {node.get("id") for node in found(root, "//bpmn:subProcess/*")}
    boxes = [
        tuple(int(bounds.get(key)) for key in ("x", "y", "width", "height"))
        for shape in found(root, "//bpmndi:BPMNShape")
        if shape.get("bpmnElement") not in inside
        for bounds in shape.findall("dc:Bounds", NAMESPACES)
    ]
    for index, (x, y, width, height) in enumerate(boxes):
        for other_x, other_y, other_width, other_height in boxes[:index]:
            apart = (
                x + width <= other_x
                or other_x + other_width <= x
                or y + height <= other_y
                or other_y + other_height <= y
            )
            assert apart


class _Reader(BpmnParser):
    """SpiffWorkflow's parser; the business rules stand for themselves, without a table of their own."""

    OVERRIDE_PARSER_CLASSES = {full_tag("businessRuleTask"): (TaskParser, ManualTask)}  # noqa: RUF012


def test_another_tool_reads_every_flow_and_finds_every_step() -> None:
    reader = _Reader()
    for name, flow in starter().items():
        document = to_bpmn(flow, starter()).replace(b'isExecutable="false"', b'isExecutable="true"')
        reader.add_bpmn_xml(etree.fromstring(document), filename=name)
    for name in starter():
        root = exported(starter(), name)
        specs = set(reader.get_spec(process_id(name)).task_specs)
        inner = {node.get("id") for node in found(root, "//bpmn:subProcess/*")}
        assert {node.get("id") for tag in NODES for node in found(root, f"//bpmn:{tag}")} - inner - specs == set()


def test_what_each_part_of_a_flow_becomes(tmp_path: Path) -> None:
    flows = load(
        tmp_path,
        ladder("{if: airplane, do: airplane_off}", name="settings"),
        ladder(
            "{call: settings}",
            "{when: abroad, check: roaming, if: not roaming, guard: apn, do: roaming_on}",
            "{foreach: bill in bills, do: {action: pay, with: {bill: bill.id}}}",
            "{if: 'sim == \"locked\"', escalate: SIM desk}",
            "{if: not apn, do: reset_apn}",
        ),
    )
    root = exported(flows, "no-service", dict(World().tools()))
    assert found(root, "//bpmn:callActivity/@calledElement") == ["flow_settings"]
    assert found(root, "//bpmn:subProcess/bpmn:multiInstanceLoopCharacteristics/bpmn:loopCardinality/text()") == [
        "count(bills)"
    ]
    rules = found(root, "//bpmn:businessRuleTask/@name")
    assert rules == ["May it be done? apn", "May it be done? Pay a bill"]
    handed_over = found(root, "//bpmn:endEvent[bpmn:escalationEventDefinition]/@name")
    assert {"SIM desk", "Hand over to technical support"} == set(handed_over)
    by_customer = found(root, "//bpmn:userTask/bpmn:extensionElements/t2r:action/@value")
    by_system = found(root, "//bpmn:serviceTask/bpmn:extensionElements/t2r:action/@value")
    assert (by_customer, by_system) == (["reset_apn", "reboot"], ["roaming_on", "pay"])
    conditions = found(root, "//bpmn:conditionExpression/text()")
    assert {"abroad", "not roaming", "service"} <= set(conditions)


def test_what_no_tool_does_is_a_persons(tmp_path: Path) -> None:
    flows = load(tmp_path, ladder("{if: airplane, do: call_back}"))
    tools = {"status_bar": Tool("status_bar", ToolKind.READ, Actor.SYSTEM)}
    root = exported(flows, "no-service", tools)
    assert found(root, "//bpmn:userTask/@name") == ["Call back later"]
