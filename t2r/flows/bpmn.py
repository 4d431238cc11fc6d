"""A flow as BPMN 2.0 with its diagram: a row for each rung, so that the drawing is the ladder that the file describes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from t2r.flows.catalogue import Actor, Tool
from t2r.flows.language import Flow, Rung
from t2r.flows.vocabulary import Action, Risk, facts_of

if TYPE_CHECKING:
    from t2r.flows.collection import Flows

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
T2R = "urn:t2r:flows"  # the extension elements: the eTOM process, the name of a check or action, the words to the customer
LANGUAGE = "urn:t2r:flows:expression"

TASK, GATEWAY, EVENT = (150, 90), (50, 50), (36, 36)
LEFT, TOP, GAP, ROW = 160, 120, 70, 220
INSIDE = 40  # between the border of a sub-process and what is in it
PLAIN = (Risk.FREE, Risk.REVERSIBLE)  # actions that are drawn without their business rule


@dataclass(slots=True)
class _Node:
    id: str
    kind: str
    name: str
    size: tuple[int, int]
    x: int
    y: int  # of its middle
    etom: str | None = None
    attributes: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)  # extension elements
    inside: list[_Node] = field(default_factory=list)
    label: str = ""  # where its name stands, if not below it: above | right
    repeats: str | None = None  # how often it is gone through, as an expression

    @property
    def right(self) -> tuple[int, int]:
        return self.x + self.size[0], self.y

    @property
    def left(self) -> tuple[int, int]:
        return self.x, self.y

    @property
    def bottom(self) -> tuple[int, int]:
        return self.x + self.size[0] // 2, self.y + self.size[1] // 2

    @property
    def top(self) -> tuple[int, int]:
        return self.x + self.size[0] // 2, self.y - self.size[1] // 2


@dataclass(slots=True)
class _Edge:
    id: str
    source: _Node
    target: _Node
    name: str = ""
    condition: str | None = None
    way: tuple[tuple[int, int], ...] = ()


def to_bpmn(flow: Flow, flows: Flows, tools: Mapping[str, Tool] | None = None) -> bytes:
    """The flow as a BPMN 2.0 document. `tools` tell who carries a step out: what a person does is a user task."""
    drawing = _Drawing(flow, flows, tools or {})
    drawing.draw()
    return _document(flow, drawing)


class _Drawing:
    """Nodes and edges, row by row."""

    def __init__(self, flow: Flow, flows: Flows, tools: Mapping[str, Tool]) -> None:
        self.flow, self.flows, self.tools = flow, flows, tools
        self.nodes: list[_Node] = []
        self.edges: list[_Edge] = []
        self._x, self._y = LEFT, TOP
        self._row = "start"
        self._last: tuple[_Node, str] | None = None  # the node that the row goes on from, and what its edge is called
        self._skips: list[tuple[_Node, str]] = []  # what leads from this row to the next
        self._coming: list[tuple[_Node, str]] = []  # what leads to this row from the one before

    def draw(self) -> None:
        start = self._add("startEvent", self.flow.title, EVENT)
        self._last = (start, "")
        self._verify(self.flow.verify, "Nothing wrong")
        for index, rung in enumerate(self.flow.rungs):
            self._next_row(f"rung{index + 1}")
            self._rung(rung)
        self._next_row("end")
        self._end("escalation", f"Hand over to {self.flow.escalate}")

    # Rows

    def _next_row(self, name: str) -> None:
        if self._last is not None:
            self._skips.append(self._last)
        self._coming, self._skips = self._skips, []
        self._last, self._row = None, name
        self._x, self._y = LEFT, self._y + ROW

    def _add(self, kind: str, name: str, size: tuple[int, int], etom: str | None = None, **notes: str | None) -> _Node:
        count = sum(node.id.startswith(f"{self._row}_") for node in self.nodes)
        told = {key: value for key, value in notes.items() if value}
        node = _Node(f"{self._row}_{count + 1}", kind, name, size, self._x, self._y, etom or self.flow.etom, notes=told)
        self._x += size[0] + GAP
        self.nodes.append(node)
        if self._last is not None:
            source, condition = self._last
            self._edge(source, node, condition, (source.right, node.left))
        for source, condition in self._coming:
            lane = source.y + ROW // 2
            way = (source.bottom, (source.bottom[0], lane), (node.top[0], lane), node.top)
            self._edge(source, node, condition, way)
        self._last, self._coming = (node, ""), []
        return node

    def _edge(self, source: _Node, target: _Node, condition: str, way: tuple[tuple[int, int], ...]) -> None:
        name, _, expression = condition.partition("|")
        self.edges.append(_Edge(f"flow_{len(self.edges) + 1}", source, target, name, expression or None, way))

    def _gateway(self, question: str, expression: str, etom: str | None, wanted: bool = True) -> _Node:
        """A question; the row goes on where the answer is the wanted one, and the next row begins where it is not."""
        node = self._add("exclusiveGateway", question, GATEWAY, etom)
        yes, no = ("yes", "no") if wanted else ("no", "yes")
        node.label = "above"
        self._last = (node, f"{yes}|{expression if wanted else f'not ({expression})'}")
        self._skips.append((node, no))
        return node

    def _end(self, kind: str, name: str, etom: str | None = None, say: str | None = None) -> None:
        node = self._add("endEvent", name, EVENT, etom, say=say)
        if kind == "escalation":
            node.attributes["escalation"] = "escalation"
        self._last = None

    # What a row is made of

    def _rung(self, rung: Rung) -> None:
        for expression, wanted in ((rung.when, True), (rung.unless, False)):
            if expression is not None:
                self._gateway(str(expression), str(expression), rung.etom, wanted)
        for check in rung.check:
            self._check(check, rung.etom)
        if rung.if_ is not None:
            self._gateway(rung.title or str(rung.if_), str(rung.if_), rung.etom)
        if rung.guard is not None:
            self._allowed(f"{rung.guard}", str(rung.guard), rung.etom, rung.otherwise == "escalate")
        if rung.call is not None:
            self._called(rung.call, rung.etom)
        elif rung.do:
            self._do(rung)
            self._verify(rung.recheck or self.flow.verify, "Solved", rung.etom)
        elif rung.escalate is not None:
            self._end("escalation", rung.escalate, rung.etom, rung.say)
        elif rung.end is not None:
            self._end("plain", rung.title or rung.end, rung.etom, rung.say)

    def _check(self, name: str, etom: str | None) -> None:
        question = self.flows.vocabulary.checks[name]
        facts = facts_of(name, question)
        readings = (index for fact in facts for index in self.flows.wiring.of.get(fact, ()))
        tool = next((self.flows.wiring.readings[index].tool for index in readings), None)
        self._add(self._kind(tool), question.question, TASK, etom or question.etom, check=name, say=question.ask)

    def _kind(self, tool: str | None) -> str:
        """A service task where a system does it; what a person does is a user task."""
        known = self.tools.get(tool or "")
        return "userTask" if tool is None or (known is not None and known.actor != Actor.SYSTEM) else "serviceTask"

    def _verify(self, checks: Iterable[str], reached: str, etom: str | None = None) -> None:
        for check in checks:
            self._check(check, etom)
        goal = str(self.flow.goal)
        gateway = self._add("exclusiveGateway", f"Goal: {goal}", GATEWAY, etom)
        gateway.label = "above"
        self._last = (gateway, f"yes|{goal}")
        self._end("plain", reached, etom)
        self._skips.append((gateway, "no"))

    def _allowed(self, name: str, expression: str, etom: str | None, escalates: bool) -> None:
        self._add("businessRuleTask", f"May it be done? {name}", TASK, etom)
        if not escalates:
            self._gateway("Allowed?", expression, etom)
            return
        gateway = self._add("exclusiveGateway", "Allowed?", GATEWAY, etom)
        end = self._above(gateway, f"Hand over to {self.flow.escalate}", etom)
        end.attributes["escalation"] = "escalation"
        self._last = (gateway, f"yes|{expression}")

    def _above(self, gateway: _Node, name: str, etom: str | None) -> _Node:
        """An end above a gateway, for the answer no."""
        x, y = gateway.top[0] - EVENT[0] // 2, gateway.y - 90
        end = _Node(f"{gateway.id}_no", "endEvent", name, EVENT, x, y, etom or self.flow.etom, label="right")
        self.nodes.append(end)
        self._edge(gateway, end, "no", (gateway.top, end.bottom))
        return end

    def _called(self, flow: str, etom: str | None) -> None:
        called = self.flows[flow]
        node = self._add("callActivity", called.title, TASK, etom or called.etom)
        node.attributes["calledElement"] = process_id(flow)
        gateway = self._add("exclusiveGateway", "Solved, or nothing wrong?", GATEWAY, etom)
        self._above(gateway, "As that flow ended", etom)
        self._last = (gateway, f"yes|{called.goal}")
        self._verify(self.flow.verify, "Solved", etom)

    def _do(self, rung: Rung) -> None:
        actions = [(do.action, self.flows.vocabulary.actions[do.action]) for do in rung.do]
        for name, action in actions:
            if action.risk not in PLAIN or action.consent:
                self._allowed(action.title, f"policy allows {name}", rung.etom or action.etom, True)
        follow = dict.fromkeys(name for _, action in actions for name in action.then)
        if rung.foreach is None:
            for name, action in actions:
                self._action(name, action, rung.etom)
        else:
            self._each(rung, actions)
        for name in follow:
            self._action(name, self.flows.vocabulary.actions[name], rung.etom)

    def _action(self, name: str, action: Action, etom: str | None) -> None:
        bound = self.flows.binding.actions.get(name)
        kind = self._kind(bound.tool if bound else None)
        self._add(kind, action.title, TASK, etom or action.etom, action=name, say=action.say)

    def _each(self, rung: Rung, actions: list[tuple[str, Action]]) -> None:
        """The actions for each item: a sub-process that is gone through once for each."""
        outer = self._row
        names = f"For each {rung.foreach.item} in {rung.foreach.of}" if rung.foreach else ""
        width = 2 * INSIDE + 2 * EVENT[0] + len(actions) * TASK[0] + (len(actions) + 1) * GAP
        box = self._add("subProcess", names, (width, TASK[1] + 2 * INSIDE), rung.etom)
        box.repeats = f"count({rung.foreach.of})" if rung.foreach else None
        self._x, self._row, self._last = box.x + INSIDE, f"{box.id}_in", None
        first = len(self.nodes)
        self._add("startEvent", "", EVENT, rung.etom)
        for name, action in actions:
            self._action(name, action, rung.etom)
        self._add("endEvent", "", EVENT, rung.etom)
        box.inside, self.nodes[first:] = self.nodes[first:], []
        self._row, self._x, self._last = outer, box.x + width + GAP, (box, "")


def process_id(flow: str) -> str:
    """The id of a flow's process: also what a call activity names."""
    return f"flow_{flow.replace('-', '_')}"


# The document


def _document(flow: Flow, drawing: _Drawing) -> bytes:
    spaces = {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "di": DI, "xsi": XSI, "t2r": T2R}
    root = etree.Element(f"{{{BPMN}}}definitions", nsmap=spaces, id=f"definitions_{process_id(flow.flow)}",
                         targetNamespace=T2R, exporter="t2r", exporterVersion=str(flow.version))  # fmt: skip
    etree.SubElement(root, f"{{{BPMN}}}escalation", id="escalation", name="Hand over", escalationCode="hand_over")
    process = etree.SubElement(
        root, f"{{{BPMN}}}process", id=process_id(flow.flow), name=flow.title, isExecutable="false"
    )
    _extend(process, flow.etom, {})
    within = {node.id: box for box in drawing.nodes for node in box.inside}
    parts = {box.id: etree.SubElement(process, f"{{{BPMN}}}{box.kind}") for box in drawing.nodes}
    for node in drawing.nodes:
        _element(parts[node.id], node, drawing.edges)
        for inner in node.inside:
            _element(etree.SubElement(parts[node.id], f"{{{BPMN}}}{inner.kind}"), inner, drawing.edges)
    for edge in drawing.edges:
        box = within.get(edge.source.id)
        _sequence(parts[box.id] if box else process, edge)
    _diagram(root, flow, drawing)
    etree.indent(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _extend(element: etree._Element, etom: str | None, notes: Mapping[str, str]) -> None:
    told = {**({"etom": etom} if etom else {}), **notes}
    if not told:
        return
    extension = etree.SubElement(element, f"{{{BPMN}}}extensionElements")
    for name, value in told.items():
        etree.SubElement(extension, f"{{{T2R}}}{name}").set("value", value)


def _element(element: etree._Element, node: _Node, edges: Iterable[_Edge]) -> None:
    element.set("id", node.id)
    if node.name:
        element.set("name", node.name)
    _extend(element, node.etom, node.notes)
    for edge in edges:
        if edge.target is node:
            etree.SubElement(element, f"{{{BPMN}}}incoming").text = edge.id
    for edge in edges:
        if edge.source is node:
            etree.SubElement(element, f"{{{BPMN}}}outgoing").text = edge.id
            if node.kind == "exclusiveGateway" and edge.condition is None:
                element.set("default", edge.id)
    if node.repeats:
        loop = etree.SubElement(element, f"{{{BPMN}}}multiInstanceLoopCharacteristics", isSequential="true")
        _expression(loop, "loopCardinality", node.repeats)
    if "calledElement" in node.attributes:
        element.set("calledElement", node.attributes["calledElement"])
    if "escalation" in node.attributes:
        etree.SubElement(element, f"{{{BPMN}}}escalationEventDefinition", escalationRef=node.attributes["escalation"])


def _sequence(parent: etree._Element, edge: _Edge) -> None:
    element = etree.SubElement(
        parent, f"{{{BPMN}}}sequenceFlow", id=edge.id, sourceRef=edge.source.id, targetRef=edge.target.id
    )
    if edge.name:
        element.set("name", edge.name)
    if edge.condition:
        _expression(element, "conditionExpression", edge.condition)


def _expression(parent: etree._Element, tag: str, text: str) -> None:
    element = etree.SubElement(parent, f"{{{BPMN}}}{tag}", language=LANGUAGE)
    element.set(f"{{{XSI}}}type", "bpmn:tFormalExpression")
    element.text = text


def _diagram(root: etree._Element, flow: Flow, drawing: _Drawing) -> None:
    diagram = etree.SubElement(root, f"{{{BPMNDI}}}BPMNDiagram", id="diagram")
    plane = etree.SubElement(diagram, f"{{{BPMNDI}}}BPMNPlane", id="plane", bpmnElement=process_id(flow.flow))
    for node in (each for box in drawing.nodes for each in (box, *box.inside)):
        shape = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNShape", id=f"{node.id}_shape", bpmnElement=node.id)
        if node.kind == "exclusiveGateway":
            shape.set("isMarkerVisible", "true")
        if node.kind == "subProcess":
            shape.set("isExpanded", "true")
        _bounds(shape, node.x, node.top[1], *node.size)
        if node.label:
            label = etree.SubElement(shape, f"{{{BPMNDI}}}BPMNLabel")
            x, y = (node.top[0] - 65, node.top[1] - 60) if node.label == "above" else (node.right[0] + 4, node.y - 14)
            _bounds(label, x, y, 130, 56 if node.label == "above" else 28)
    for edge in drawing.edges:
        line = etree.SubElement(plane, f"{{{BPMNDI}}}BPMNEdge", id=f"{edge.id}_edge", bpmnElement=edge.id)
        for x, y in edge.way:
            etree.SubElement(line, f"{{{DI}}}waypoint", x=str(x), y=str(y))


def _bounds(parent: etree._Element, x: int, y: int, width: int, height: int) -> None:
    values = {"x": x, "y": y, "width": width, "height": height}
    etree.SubElement(parent, f"{{{DC}}}Bounds", {name: str(value) for name, value in values.items()})
