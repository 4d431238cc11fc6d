"""Runs BPMN 2.0 processes: the one module that knows SpiffWorkflow's engine.

A process waits at its user and receive tasks; its host does what its service tasks stand for and keeps the clock. Conditions
and timers are expressions of the flow language over the data of the instance: no script in a diagram is ever run.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from lxml import etree
from SpiffWorkflow.bpmn.exceptions import WorkflowException
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser, BpmnValidator
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.config import DEFAULT_CONFIG
from SpiffWorkflow.bpmn.serializer.default.event_definition import TimerConditionalEventDefinitionConverter
from SpiffWorkflow.bpmn.serializer.default.task_spec import BpmnTaskSpecConverter
from SpiffWorkflow.bpmn.specs.defaults import ServiceTask
from SpiffWorkflow.bpmn.specs.event_definitions import MessageEventDefinition, TimeDateEventDefinition
from SpiffWorkflow.bpmn.util import BpmnEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import TaskState

from t2r.flows.expressions import UNKNOWN, ExpressionError
from t2r.flows.tables import DecisionTable, parsed

T2R = "{urn:t2r:process}"
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
FORMAT = 1


class NodeKind(StrEnum):
    """What a node of a process is."""

    SERVICE = "serviceTask"  # the host does it
    DECISION = "businessRuleTask"  # a decision table does it
    USER = "userTask"  # a person does it
    RECEIVE = "receiveTask"  # it comes from elsewhere
    START = "startEvent"
    END = "endEvent"
    BOUNDARY = "boundaryEvent"
    GATEWAY = "exclusiveGateway"
    PARALLEL = "parallelGateway"
    SUBPROCESS = "subProcess"


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a process, with the eTOM process it stands for. `message` is what a receive task waits for."""

    id: str
    name: str
    kind: NodeKind
    etom: str | None = None
    decision: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A node that an instance waits at; `due` is the moment of a timer."""

    node: Node
    due: datetime | None = None


class ProcessError(ValueError):
    """A diagram that cannot be run: what is wrong, in which file, on which line."""


class Host(Protocol):
    """What an instance is run for."""

    def now(self) -> datetime:
        """The present moment; timers fire by it."""
        ...

    def run(self, node: Node, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """Do what a service task stands for; what it gives is added to the data."""
        ...

    def passed(self, node: Node, data: Mapping[str, Any]) -> None:
        """A node has been passed: for the trace. Gateways and the start are left out."""
        ...


class Process:
    """A diagram, read and checked once. Any number of instances run on it at the same time."""

    def __init__(self, path: Path, tables: Mapping[str, DecisionTable]) -> None:
        self.path = path
        self.nodes, xml = _nodes(path)
        self.digest = hashlib.sha256(xml).hexdigest()[:16]
        self.tables = tables
        self._spec, self._subprocesses = _specs(path)
        for node in self.nodes.values():
            if node.decision is not None and node.decision not in tables:
                raise ProcessError(f"{path}: {node.id} asks the table {node.decision}, which is not there")

    @classmethod
    def load(cls, path: Path) -> Process:
        """Read a diagram; its decision tables lie beside it as `NAME.dmn`. Raises ProcessError, TableError."""
        wanted = {node.decision for node in _nodes(path)[0].values() if node.decision}
        tables = {name: DecisionTable(path.with_name(f"{name}.dmn")) for name in sorted(wanted)}
        return cls(path, tables)

    def start(self, data: Mapping[str, Any], host: Host) -> Instance:
        """Start an instance and run it as far as it goes by itself."""
        workflow = BpmnWorkflow(self._spec, self._subprocesses, script_engine=_Scripts(host))
        workflow.data.update(data)
        instance = Instance(self, workflow, host)
        instance.go_on()
        return instance

    def resume(self, state: Mapping[str, Any], host: Host) -> Instance:
        """Take up an instance again. Raises ProcessError where it was written for another diagram."""
        if state.get("format") != FORMAT or state.get("process") != self.digest:
            raise ProcessError(f"{self.path}: the instance was started on another version of the process")
        # The engine takes apart what it is given.
        stored = {**deepcopy(dict(state["workflow"])), "spec": self._spec, "subprocess_specs": dict(self._subprocesses)}
        workflow = _serializer().from_dict(stored)
        workflow.script_engine = _Scripts(host)
        return Instance(self, workflow, host)


class Instance:
    """A running process."""

    def __init__(self, process: Process, workflow: BpmnWorkflow, host: Host) -> None:
        self.process = process
        self._workflow = workflow
        self._host = host

    def serve(self, host: Host) -> None:
        """From now on the instance is run for this host."""
        self._host = host
        self._workflow.script_engine = _Scripts(host)

    @property
    def data(self) -> dict[str, Any]:
        """What the instance knows: JSON, the same for all its branches."""
        return _known(self._workflow.data)

    @property
    def ended(self) -> bool:
        """Whether nothing is left to be done."""
        return bool(self._workflow.completed)

    @property
    def waiting(self) -> list[Waiting]:
        """The nodes it waits at, timers with the moment when they fire."""
        nodes = self.process.nodes
        found = [Waiting(nodes[task.task_spec.name]) for task in self._ready_for_people()]
        for task in self._workflow.get_tasks(state=TaskState.WAITING):
            node = nodes.get(task.task_spec.name)
            if node is None or node.kind not in (NodeKind.RECEIVE, NodeKind.BOUNDARY):
                continue
            definition = task.task_spec.event_definition
            found.append(Waiting(node, self._due(definition) if isinstance(definition, Due) else None))
        return found

    def waits_at(self, id: str) -> bool:
        """Whether the node is one that it waits at."""
        return any(one.node.id == id for one in self.waiting)

    def complete(self, id: str, data: Mapping[str, Any] | None = None) -> bool:
        """A user task is done, or the message of a receive task or boundary event is there; False where nobody waits for it."""
        node = self.process.nodes.get(id)
        if node is None or not self.waits_at(id):
            return False
        self._workflow.data.update(data or {})
        if node.kind is NodeKind.USER:
            task = next(task for task in self._ready_for_people() if task.task_spec.name == id)
            task.run()
            self._host.passed(node, self.data)
        else:
            self._workflow.send_event(BpmnEvent(MessageEventDefinition(str(node.message)), payload={}))
        self.go_on()
        return True

    def go_on(self) -> None:
        """Run as far as it goes: what the host and the tables do, and timers that are due."""
        try:
            self._workflow.do_engine_steps(self._before, self._after)
            while any(not task.task_spec.manual for task in self._workflow.get_tasks(state=TaskState.READY)):
                self._workflow.do_engine_steps(self._before, self._after)
        except WorkflowException as error:
            raise ProcessError(f"{self.process.path.name}: {error}") from error

    @property
    def state(self) -> dict[str, Any]:
        """Everything that is needed to resume it, as JSON; the diagram itself is not in it."""
        stored = json.loads(_serializer().serialize_json(self._workflow))
        kept = {name: value for name, value in stored.items() if name not in ("spec", "subprocess_specs")}
        return {"format": FORMAT, "process": self.process.digest, "workflow": kept}

    def _ready_for_people(self) -> list[Any]:
        return [task for task in self._workflow.get_tasks(state=TaskState.READY) if task.task_spec.manual]

    def _before(self, task: Any) -> None:
        node = self.process.nodes.get(task.task_spec.name)
        if node is None:
            return
        if node.kind is NodeKind.SERVICE:
            self._workflow.data.update(self._host.run(node, self.data))
        elif node.decision is not None:
            self._workflow.data.update(self.process.tables[node.decision].decide(self.data))

    def _after(self, task: Any) -> None:
        node = self.process.nodes.get(task.task_spec.name)
        if node is not None and node.kind not in (
            NodeKind.GATEWAY,
            NodeKind.PARALLEL,
            NodeKind.SUBPROCESS,
            NodeKind.START,
        ):
            self._host.passed(node, self.data)

    def _due(self, definition: Due) -> datetime | None:
        return _moment(self._workflow.data.get(definition.expression.strip()))


class Due(TimeDateEventDefinition):  # type: ignore[misc] # SpiffWorkflow has no types
    """A timer that fires by the host's clock at the moment that the instance's data names, also where that is changed later."""

    def has_fired(self, my_task: Any) -> bool:
        scripts = my_task.workflow.top_workflow.script_engine
        due = _moment(scripts.evaluate(my_task, self.expression))
        if due is not None and due <= scripts.host.now():
            my_task._set_internal_data(event_fired=True)
        return bool(my_task._get_internal_data("event_fired", False))


class _Scripts(PythonScriptEngine):  # type: ignore[misc] # SpiffWorkflow has no types
    """Evaluates the expressions of the flow language over the instance's data, and refuses every script."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host = host

    def validate(self, expression: str) -> None:
        try:
            parsed(expression)
        except ExpressionError as error:
            raise SyntaxError(str(error)) from error

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> Any:  # noqa: ARG002
        data = task.workflow.top_workflow.data
        value = parsed(expression.strip())(lambda name: UNKNOWN if data.get(name) is None else data[name])
        return False if value is UNKNOWN else value

    def execute(self, task: Any, script: str, external_context: Any = None) -> Any:  # noqa: ARG002
        raise ProcessError("a diagram's scripts are not run")


class _Automatic(ServiceTask):  # type: ignore[misc] # SpiffWorkflow has no types
    """A task whose work is done just before it runs."""

    def _execute(self, task: Any) -> bool:  # noqa: ARG002
        return True


class _Parser(BpmnParser):  # type: ignore[misc] # SpiffWorkflow has no types
    OVERRIDE_PARSER_CLASSES = {full_tag(tag): (TaskParser, _Automatic) for tag in ("serviceTask", "businessRuleTask")}  # noqa: RUF012


def stored_data(state: Mapping[str, Any]) -> dict[str, Any]:
    """What an instance knew when its state was stored, whichever version of the process it was."""
    return _known(state["workflow"]["data"])


def _known(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != "data_objects"}


def _moment(value: Any) -> datetime | None:
    if not isinstance(value, str):
        return None
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _nodes(path: Path) -> tuple[dict[str, Node], bytes]:
    """The nodes of a diagram that is valid and holds nothing that this module cannot run."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        xml = path.read_bytes()
        root = etree.fromstring(xml, parser)
        BpmnValidator().validate(root, str(path))
    except (OSError, etree.XMLSyntaxError) as error:
        raise ProcessError(f"{path}: {error}") from error
    except ValidationException as error:
        raise ProcessError(f"{path}, line {error.line_number}: {error}") from error
    process = root.find(f"{BPMN}process")
    if process is None or len(root.findall(f"{BPMN}process")) > 1:
        raise ProcessError(f"{path}: exactly one process is expected")
    messages = {one.get("id"): one.get("name") for one in root.findall(f"{BPMN}message")}
    nodes: dict[str, Node] = {}
    for element in process.iter(etree.Element):
        if any(element.find(f"{BPMN}{way}") is not None for way in ("incoming", "outgoing")):
            node = _node(element, messages, path)
            nodes[node.id] = node
    for text in process.iter(f"{BPMN}conditionExpression", f"{BPMN}timeDate"):
        try:
            parsed((text.text or "").strip())
        except ExpressionError as error:
            raise ProcessError(f"{path}, line {text.sourceline}: {error}") from error
    return nodes, xml


def _node(element: Any, messages: Mapping[str, str], path: Path) -> Node:
    tag = element.tag.removeprefix(BPMN)
    where = f"{path}, line {element.sourceline}"
    if tag not in list(NodeKind):
        raise ProcessError(f"{where}: a {tag} cannot be run here; {', '.join(NodeKind)} can")
    if element.find(f".//{BPMN}timeDuration") is not None or element.find(f".//{BPMN}timeCycle") is not None:
        raise ProcessError(f"{where}: a timer names a moment (timeDate), so that it can be moved")
    if tag == NodeKind.DECISION and not element.get(f"{T2R}decision"):
        raise ProcessError(f"{where}: a businessRuleTask names its table by t2r:decision")
    definition = element.find(f"{BPMN}messageEventDefinition")
    ref = element.get("messageRef") or (definition.get("messageRef") if definition is not None else None)
    return Node(
        id=element.get("id"),
        name=element.get("name", element.get("id")),
        kind=NodeKind(tag),
        etom=element.get(f"{T2R}etom"),
        decision=element.get(f"{T2R}decision"),
        message=messages.get(ref) if ref else None,
    )


def _specs(path: Path) -> tuple[Any, dict[str, Any]]:
    parser = _Parser()
    try:
        parser.add_bpmn_file(str(path))
        (name,) = parser.get_process_ids()
        spec, subprocesses = parser.get_spec(name), parser.get_subprocess_specs(name)
    except ValidationException as error:
        raise ProcessError(f"{path}, line {error.line_number}: {error}") from error
    for each in (spec, *subprocesses.values()):
        for task_spec in each.task_specs.values():
            timer = getattr(task_spec, "event_definition", None)
            if isinstance(timer, TimeDateEventDefinition):
                task_spec.event_definition = Due(timer.name, timer.expression, description=timer.description)
    return spec, subprocesses


@lru_cache(maxsize=1)
def _serializer() -> BpmnWorkflowSerializer:
    config = {**DEFAULT_CONFIG, Due: TimerConditionalEventDefinitionConverter, _Automatic: BpmnTaskSpecConverter}
    return BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(config))
