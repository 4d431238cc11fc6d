"""Whether a diagram can be deployed as the process of an order item: every mistake with its file, line and element.

Only elements that are known here may stand in a process, and only expressions of the flow language: nothing else is ever run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from t2r.flows.expressions import ExpressionError
from t2r.flows.files import Mistake, unknown_name
from t2r.flows.tables import DecisionTable, TableError, parsed
from t2r.processes.runner import BPMN, T2R, NodeKind, Process, ProcessError
from t2r.processes.soundness import Step, findings

OPERATIONS = frozenset(
    {
        "account.charge", "account.check", "appointment.book", "appointment.cancel", "device.assign", "device.release",
        "device.reserve", "device.restore", "device.retire", "line.test", "network.bar", "network.change", "network.deprovision",
        "network.provision", "network.unbar", "notice.send", "number.assign", "number.port_in", "number.release", "number.reserve",
    }
)  # fmt: skip
MESSAGES = frozenset({"appointment.done", "device.delivered", "payment.received", "port.confirmed"})

BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
NODES = frozenset(map(str, NodeKind))
SAID = frozenset(  # what else a process may hold: flows, what nodes are told, and words for readers
    {
        "sequenceFlow", "incoming", "outgoing", "conditionExpression", "timerEventDefinition", "timeDate",
        "messageEventDefinition", "errorEventDefinition", "documentation", "textAnnotation", "text", "association",
        "extensionElements",
    }
)  # fmt: skip
BESIDE = frozenset({"process", "message", "error", "documentation", "extensionElements"})
ATTRIBUTES = {NodeKind.SERVICE: {"operation", "undo", "retries"}, NodeKind.DECISION: {"decision"}}
EVENTS = {  # the definitions that an event may have
    NodeKind.START: set[str](),
    NodeKind.END: {"errorEventDefinition"},
    NodeKind.BOUNDARY: {"timerEventDefinition", "messageEventDefinition", "errorEventDefinition"},
}
ACTIVITIES = {NodeKind.SERVICE, NodeKind.DECISION, NodeKind.USER, NodeKind.RECEIVE, NodeKind.SUBPROCESS}
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
CODE = re.compile(r"[A-Z][A-Z0-9_]*")
DUE = re.compile(r"due_[a-z0-9_]+")
MOST_RETRIES = 20

Wrong = Callable[[Any, str], None]  # an element, and what is wrong with it


def check(path: Path, xml: bytes | None = None, tables: Mapping[str, bytes] | None = None) -> list[Mistake]:
    """Every mistake of a diagram. Without `xml` and `tables` they are read from the file and from those beside it."""
    mistakes: list[Mistake] = []

    def wrong(element: Any, text: str) -> None:
        name = element.get("id") or etree.QName(element).localname
        mistakes.append(Mistake(str(path), element.sourceline or 1, f"{name}: {text}"))

    try:
        content = path.read_bytes() if xml is None else xml
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except (OSError, etree.XMLSyntaxError) as error:
        return [Mistake(str(path), getattr(error, "lineno", None) or 1, str(error))]
    processes = root.findall(f"{BPMN}process")
    if len(processes) != 1:
        wrong(root, "exactly one process is expected")
        return mistakes
    known = _Known(root)
    for element in root.iterchildren(etree.Element):
        if element.tag.removeprefix(BPMN) not in BESIDE and element.tag != f"{BPMNDI}BPMNDiagram":
            wrong(element, f"a {etree.QName(element).localname} has no place beside a process here")
    _check_elements(processes[0], wrong)
    _check_ids(root, wrong)
    if not mistakes:
        for level in processes[0].iter(f"{BPMN}process", f"{BPMN}subProcess"):
            _check_level(level, known, wrong)
        _check_layout(root, processes[0], wrong)
        used = _check_tables(path, processes[0], tables, mistakes, wrong)
    if not mistakes:
        mistakes += _as_the_engine_reads_it(path, content, used)
    return sorted(set(mistakes))


class _Known:
    """What a diagram declares beside its process: messages by name, errors by code."""

    def __init__(self, root: Any) -> None:
        self.messages = {each.get("id"): each.get("name") for each in root.findall(f"{BPMN}message")}
        self.errors = {each.get("id"): each.get("errorCode") for each in root.findall(f"{BPMN}error")}


def _check_elements(process: Any, wrong: Wrong) -> None:
    """Nothing stands in a process that is not known here."""
    for element in process.iterdescendants(etree.Element):
        if any(each.tag == f"{BPMN}extensionElements" for each in element.iterancestors()):
            continue  # other tools' notes, which nothing here reads
        tag = element.tag.removeprefix(BPMN)
        if tag not in NODES | SAID:
            wrong(element, f"a {etree.QName(element).localname} cannot be run here; {', '.join(sorted(NODES))} can")
        allowed = {"etom", *ATTRIBUTES.get(tag, ())}
        for name in element.attrib:
            if name.startswith(T2R) and name.removeprefix(T2R) not in allowed:
                told = unknown_name(name.removeprefix(T2R), allowed, f"attribute of a {tag}")
                wrong(element, f"t2r:{told}")


def _check_ids(root: Any, wrong: Wrong) -> None:
    seen: set[str] = set()
    for element in root.iter(etree.Element):
        id = element.get("id")
        if id is None:
            continue
        if not NAME.fullmatch(id):
            wrong(element, "an id is made of letters, digits, _, - and ., and begins with a letter or _")
        if id in seen:
            wrong(element, "another element has this id")
        seen.add(id)


def _check_level(level: Any, known: _Known, wrong: Wrong) -> None:
    """A process or the inside of a subprocess: its nodes, its flows, and whether it always comes to its end."""
    told = 0

    def noted(element: Any, text: str) -> None:
        nonlocal told
        told += 1
        wrong(element, text)

    elements = {each.get("id"): each for each in level if each.tag.removeprefix(BPMN) in NODES}
    steps = {id: _step(element) for id, element in elements.items()}
    targets = _check_flows(level, elements, steps, noted)
    for id, element in elements.items():
        _check_node(element, steps[id], steps, known, noted)
    starts = [id for id, step in steps.items() if step.kind is NodeKind.START]
    if len(starts) != 1:
        noted(level, f"exactly one start is expected, not {len(starts)}")
    if not told:
        for id, text in findings(steps, targets):
            noted(elements[id], text)


def _step(element: Any) -> Step:
    kind = NodeKind(element.tag.removeprefix(BPMN))
    return Step(
        element.get("id"),
        kind,
        interrupts=kind is not NodeKind.BOUNDARY or element.get("cancelActivity", "true") == "true",
        fails=element.find(f"{BPMN}errorEventDefinition") is not None,
    )


def _check_flows(level: Any, elements: Mapping[str, Any], steps: Mapping[str, Step], wrong: Wrong) -> dict[str, str]:
    """Where each flow leads; each leads from a node to a node, and its condition can be told."""
    targets: dict[str, str] = {}
    for flow in level.findall(f"{BPMN}sequenceFlow"):
        source, target = flow.get("sourceRef"), flow.get("targetRef")
        lost = [name for name in (source, target) if name not in steps]
        if lost:
            wrong(flow, f"{lost[0]}: is no node here")
            continue
        targets[flow.get("id")] = target
        steps[source].outgoing.append(flow.get("id"))
        steps[target].incoming.append(flow.get("id"))
        condition = flow.find(f"{BPMN}conditionExpression")
        decides = steps[source].kind is NodeKind.GATEWAY and elements[source].get("default") != flow.get("id")
        if condition is not None:
            _check_expression(condition, wrong)
            if not decides:
                wrong(flow, "a condition stands at a flow out of an exclusiveGateway that is not its default")
    for id, step in steps.items():
        for way, flows in (("incoming", step.incoming), ("outgoing", step.outgoing)):
            said = sorted((each.text or "").strip() for each in elements[id].findall(f"{BPMN}{way}"))
            if said != sorted(flows):
                wrong(
                    elements[id],
                    f"names as {way} {', '.join(said) or 'none'}, but the flows are {', '.join(flows) or 'none'}",
                )
        for event in (each for each in steps.values() if each.kind is NodeKind.BOUNDARY):
            if elements[event.id].get("attachedToRef") == id:
                step.attached.append(event.id)
    return targets


def _check_node(element: Any, step: Step, steps: Mapping[str, Step], known: _Known, wrong: Wrong) -> None:
    for text in (*_degree(step), *_events(element, step, known)):
        wrong(element, text)
    if step.kind is NodeKind.SERVICE:
        for text in _work(element):
            wrong(element, text)
    elif step.kind is NodeKind.RECEIVE:
        for text in _message(element.get("messageRef"), known):
            wrong(element, text)
    elif step.kind is NodeKind.GATEWAY and len(step.outgoing) > 1:
        _check_choice(element, step, wrong)
    elif step.kind is NodeKind.BOUNDARY:
        host = steps.get(element.get("attachedToRef"))
        if host is None or host.kind not in ACTIVITIES:
            wrong(element, f"{element.get('attachedToRef')}: is no task or subprocess here to be attached to")


def _degree(step: Step) -> Iterator[str]:
    """How many flows may lead into and out of a node."""
    begins = step.kind in (NodeKind.START, NodeKind.BOUNDARY)
    if begins and step.incoming:
        yield "nothing leads into it: it begins something"
    if not begins and not step.incoming:
        yield "no way leads here"
    if step.kind is NodeKind.END:
        if step.outgoing:
            yield "nothing leads out of an end"
    elif not step.outgoing:
        yield "no way leads from here to an end"
    elif len(step.outgoing) > 1 and step.kind not in (NodeKind.GATEWAY, NodeKind.PARALLEL):
        yield "ways part at a gateway only"


def _events(element: Any, step: Step, known: _Known) -> Iterator[str]:
    definitions = [each for each in element if each.tag.endswith("EventDefinition")]
    allowed = EVENTS.get(step.kind, set[str]())
    tags = [each.tag.removeprefix(BPMN) for each in definitions]
    if any(tag not in allowed for tag in tags) or len(tags) > 1 or (step.kind is NodeKind.BOUNDARY and not tags):
        yield f"a {step.kind} has {'one of ' + ', '.join(sorted(allowed)) if allowed else 'no event definition'}"
        return
    for definition, tag in zip(definitions, tags, strict=True):
        if tag == "errorEventDefinition":
            yield from _error(definition.get("errorRef"), step, known)
        elif tag == "messageEventDefinition":
            yield from _message(definition.get("messageRef"), known)
        else:
            moments = [(each.text or "").strip() for each in definition.findall(f"{BPMN}timeDate")]
            if len(moments) != 1 or not DUE.fullmatch(moments[0]):
                yield "a timer names one moment of the item's data (timeDate), such as due_visit"


def _error(ref: str | None, step: Step, known: _Known) -> Iterator[str]:
    if ref is None and step.kind is NodeKind.BOUNDARY:
        return  # it catches any
    if ref not in known.errors:
        yield f"{ref}: is no error of this diagram"
    elif not CODE.fullmatch(known.errors[ref] or ""):
        yield f"{known.errors[ref]}: an error has an errorCode such as TEST_FAILED"


def _message(ref: str | None, known: _Known) -> Iterator[str]:
    if ref not in known.messages:
        yield f"{ref}: is no message of this diagram; messageRef names one"
    elif known.messages[ref] not in MESSAGES:
        yield unknown_name(str(known.messages[ref]), MESSAGES, "message that comes from outside")


def _work(element: Any) -> Iterator[str]:
    """What a service task does, and what takes it back."""
    operation, undo, retries = (element.get(f"{T2R}{name}") for name in ("operation", "undo", "retries"))
    if operation is None:
        yield "a serviceTask names what it does by t2r:operation"
    yield from (
        unknown_name(each, OPERATIONS, "operation") for each in (operation, undo) if each and each not in OPERATIONS
    )
    if retries is not None and not (retries.isascii() and retries.isdecimal() and int(retries) <= MOST_RETRIES):
        yield f"t2r:retries is a whole number up to {MOST_RETRIES}, not {retries}"


def _check_choice(element: Any, step: Step, wrong: Wrong) -> None:
    """Every way out has a condition, but one: what is not known takes no other."""
    default = element.get("default")
    if default not in step.outgoing:
        wrong(element, "needs a default among its flows, for when no condition is known to hold")
    for flow in element.getparent().findall(f"{BPMN}sequenceFlow"):
        bare = flow.get("sourceRef") == step.id and flow.find(f"{BPMN}conditionExpression") is None
        if bare and flow.get("id") != default:
            wrong(flow, f"needs a condition, or to be the default of {step.id}")


def _check_expression(text: Any, wrong: Wrong) -> None:
    try:
        parsed((text.text or "").strip())
    except ExpressionError as error:
        wrong(text.getparent(), str(error))


def _check_layout(root: Any, process: Any, wrong: Wrong) -> None:
    """Everything is drawn: the page shows an order's process."""
    drawn = {each.get("bpmnElement") for each in root.iter(f"{BPMNDI}BPMNShape", f"{BPMNDI}BPMNEdge")}
    for element in process.iterdescendants(etree.Element):
        tag = element.tag.removeprefix(BPMN)
        if tag in NODES | {"sequenceFlow"} and element.get("id") not in drawn:
            wrong(element, "is not drawn: the diagram has no shape for it")


def _check_tables(
    path: Path, process: Any, given: Mapping[str, bytes] | None, mistakes: list[Mistake], wrong: Wrong
) -> dict[str, DecisionTable]:
    tables: dict[str, DecisionTable] = {}
    for element in process.iter(f"{BPMN}businessRuleTask"):
        name = element.get(f"{T2R}decision")
        if not name or not NAME.fullmatch(name):
            wrong(element, "a businessRuleTask names its table by t2r:decision")
            continue
        file = path.with_name(f"{name}.dmn")
        if (name not in given) if given is not None else not file.is_file():
            wrong(element, f"there is no table {file.name} beside the diagram")
            continue
        try:
            tables[name] = DecisionTable(file, None if given is None else given[name])
        except TableError as error:
            mistakes.append(Mistake(str(file), 1, str(error).removeprefix(f"{file}: ")))
    return tables


def _as_the_engine_reads_it(path: Path, xml: bytes, tables: Mapping[str, DecisionTable]) -> list[Mistake]:
    """What the schema of BPMN or the engine says against it."""
    try:
        Process(path, tables, xml)
    except ProcessError as error:
        at = re.match(rf"{re.escape(str(path))}(?:, line (\d+))?: (.*)", str(error), re.DOTALL)
        return [Mistake(str(path), int(at[1] or 1) if at else 1, at[2] if at else str(error))]
    return []
