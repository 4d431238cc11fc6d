"""Runs BPMN 2.0 processes: the one module that knows SpiffWorkflow's engine.

A process waits at its user and receive tasks; its host does what its service tasks stand for and keeps the clock. Conditions
and timers are expressions of the flow language over the data of the instance: no script in a diagram is ever run. A subprocess may
be a scope (`t2r:scope`): what its nodes give is kept apart, and they see it before what the whole instance knows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

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
from SpiffWorkflow.bpmn.serializer.default.workflow import (
    BpmnSubWorkflowConverter,
    BpmnWorkflowConverter,
    WorkflowConverter,
)
from SpiffWorkflow.bpmn.serializer.helpers import BpmnConverter
from SpiffWorkflow.bpmn.specs.defaults import EndEvent, ServiceTask
from SpiffWorkflow.bpmn.specs.event_definitions import (
    ErrorEventDefinition,
    MessageEventDefinition,
    NoneEventDefinition,
    TimeDateEventDefinition,
)
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.util import BpmnEvent
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task, TaskState

from t2r.flows.expressions import UNKNOWN, ExpressionError
from t2r.flows.tables import DecisionTable, parsed

T2R = "{urn:t2r:process}"
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
FORMAT = 1
SCOPES = "items"  # the name under which the data of scopes is kept, by scope


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


PRESENT = (TaskState.WAITING, TaskState.READY, TaskState.STARTED)
WAITS = {  # at what an instance waits
    (NodeKind.USER, TaskState.READY),
    (NodeKind.SERVICE, TaskState.STARTED),
    (NodeKind.RECEIVE, TaskState.WAITING),
    (NodeKind.BOUNDARY, TaskState.WAITING),
}
UNTOLD = (NodeKind.GATEWAY, NodeKind.PARALLEL, NodeKind.SUBPROCESS, NodeKind.START)  # passing them tells nothing


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a process, with the eTOM process it stands for. `message` is what a receive task waits for.

    `operation` is what a service task does, `undo` what takes it back, `retries` how often it is tried again. `parent` is the
    subprocess around it, `scope` the one whose data it works on. `attached` is what a boundary event is at, `error` the code of
    the failure that it catches ("" for any), or that an end event gives. `due` is what a timer's moment is called in the data.
    """

    id: str
    name: str
    kind: NodeKind
    etom: str | None = None
    decision: str | None = None
    message: str | None = None
    operation: str | None = None
    undo: str | None = None
    retries: int | None = None
    parent: str | None = None
    scope: str | None = None
    attached: str | None = None
    error: str | None = None
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A node that an instance waits at; `due` is the moment of a timer."""

    node: Node
    due: datetime | None = None


class ProcessError(ValueError):
    """A diagram that cannot be run: what is wrong, in which file, on which line."""


class StepError(Exception):
    """Raised by a host: a service task has failed, and the boundary event that catches `code` takes it from there."""

    def __init__(self, code: str, why: str = "") -> None:
        super().__init__(f"{code}: {why}" if why else code)
        self.code = code


class Host(Protocol):
    """What an instance is run for."""

    def now(self) -> datetime:
        """The present moment; timers fire by it."""
        ...

    def run(self, node: Node, data: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Do what a service task stands for; what it gives is added to the data.

        None where it is not done yet: the instance waits there, and asks again when it goes on. Raises StepError where it has
        failed for good and the process catches that.
        """
        ...

    def passed(self, node: Node, data: Mapping[str, Any]) -> None:
        """A node has been passed: for the trace. Gateways and the start are left out."""
        ...


class Process:
    """A diagram, read and checked once. Any number of instances run on it at the same time."""

    def __init__(self, path: Path, tables: Mapping[str, DecisionTable], xml: bytes | None = None) -> None:
        """`xml` is the diagram where it is not in the file itself; `path` then names it."""
        self.path = path
        self.xml = _content(path) if xml is None else xml
        root = _root(path, self.xml)
        self.nodes = _nodes(path, root)
        self.places = {id: place for place, id in enumerate(self.nodes)}
        self.digest = hashlib.sha256(self.xml).hexdigest()[:16]
        self.tables = tables
        self._spec, self._subprocesses = _specs(path, root)
        for node in self.nodes.values():
            if node.decision is not None and node.decision not in tables:
                raise ProcessError(f"{path}: {node.id} asks the table {node.decision}, which is not there")

    @classmethod
    def load(cls, path: Path) -> Process:
        """Read a diagram; its decision tables lie beside it as `NAME.dmn`. Raises ProcessError, TableError."""
        xml = _content(path)
        wanted = {node.decision for node in _nodes(path, _root(path, xml)).values() if node.decision}
        tables = {name: DecisionTable(path.with_name(f"{name}.dmn")) for name in sorted(wanted)}
        return cls(path, tables, xml)

    def catching(self, node: Node, code: str) -> Node | None:
        """The boundary event that takes over where `node` fails with `code`: at the node itself, or at a subprocess around it."""
        at: str | None = node.id
        while at is not None:
            for each in self.nodes.values():
                if each.attached == at and each.error is not None and each.error in ("", code):
                    return each
            at = self.nodes[at].parent
        return None

    def waiting(self, tasks: Iterable[tuple[str, int]], data: Mapping[str, Any]) -> list[Waiting]:
        """Of the engine's tasks, by name and state, those that an instance with this data waits at; in the order of the diagram."""
        found = []
        for name, state in tasks:
            node = self.nodes.get(name)
            if node is None or (node.kind, state) not in WAITS or node.error is not None:
                continue
            own = data.get(SCOPES, {}).get(node.scope, {})
            due = None if node.due is None else own.get(node.due, data.get(node.due))
            found.append(Waiting(node, _moment(due)))
        return sorted(found, key=lambda one: self.places[one.node.id])

    def waiting_stored(self, state: Mapping[str, Any]) -> list[Waiting]:
        """What an instance waits at, of its stored state: it is not taken up for that."""
        top = state["workflow"]
        parts = (top, *(part for part in top["subprocesses"].values() if not part["completed"]))
        tasks = ((task["task_spec"], task["state"]) for part in parts for task in part["tasks"].values())
        return self.waiting(tasks, top["data"])

    def start(self, data: Mapping[str, Any], host: Host) -> Instance:
        """Start an instance and run it as far as it goes by itself."""
        workflow = _Workflow(self._spec, self._subprocesses, script_engine=_Scripts(host, self.nodes))
        workflow.data.update(data)
        instance = Instance(self, workflow, host)
        instance.go_on()
        return instance

    def resume(self, state: Mapping[str, Any], host: Host) -> Instance:
        """Take up an instance again. Raises ProcessError where it was written for another diagram."""
        if state.get("format") != FORMAT or state.get("process") != self.digest:
            raise ProcessError(f"{self.path}: the instance was started on another version of the process")
        stored = {**state["workflow"], "spec": self._spec, "subprocess_specs": dict(self._subprocesses)}
        stored["subprocesses"] = dict(stored["subprocesses"])  # the engine takes this one apart
        workflow = _serializer().from_dict(stored)
        workflow.script_engine = _Scripts(host, self.nodes)
        return Instance(self, workflow, host)


class Instance:
    """A running process."""

    def __init__(self, process: Process, workflow: _Workflow, host: Host) -> None:
        self.process = process
        self._workflow = workflow
        self._host = host

    def serve(self, host: Host) -> None:
        """From now on the instance is run for this host."""
        self._host = host
        self._workflow.script_engine = _Scripts(host, self.process.nodes)

    @property
    def data(self) -> dict[str, Any]:
        """What the instance knows: JSON, the same for all its branches."""
        return _known(self._workflow.data)

    def data_at(self, node: Node) -> dict[str, Any]:
        """What is known at a node: of its scope, and beside it of the whole instance."""
        if node.scope is None:
            return self.data
        return {name: value for name, value in self.data.items() if name != SCOPES} | self._own(node)

    @property
    def ended(self) -> bool:
        """Whether nothing is left to be done."""
        return bool(self._workflow.completed)

    @property
    def waiting(self) -> list[Waiting]:
        """The nodes it waits at, timers with the moment when they fire."""
        return self.process.waiting(((task.task_spec.name, task.state) for task in self._present()), self.data)

    def waits_at(self, id: str) -> bool:
        """Whether the node is one that it waits at."""
        return any(one.node.id == id for one in self.waiting)

    def has_passed(self, id: str) -> bool:
        """Whether a node of the process itself, or a subprocess, is done."""
        return any(
            task.task_spec.name == id for task in self._workflow.tasks.values() if task.state == TaskState.COMPLETED
        )

    def complete(self, id: str, data: Mapping[str, Any] | None = None) -> bool:
        """A user or service task is done, or the message of a receive task or boundary event is there; False where nobody waits."""
        node = self.process.nodes.get(id)
        if node is None or not self.waits_at(id):
            return False
        self._own(node).update(data or {})
        if node.kind is NodeKind.USER:
            task = next(task for task in self._present() if task.task_spec.name == id and _is_for_people(task))
            task.run()
            self._host.passed(node, self.data_at(node))
        elif node.kind is NodeKind.SERVICE:
            task = next(task for task in self._present() if task.task_spec.name == id and _is_begun(task))
            task.complete()
            self._host.passed(node, self.data_at(node))
        else:
            self._workflow.send_event(BpmnEvent(MessageEventDefinition(str(node.message)), payload={}))
        self.go_on(again=False)
        return True

    def fail(self, id: str, error: StepError) -> None:
        """A service task that was begun has failed. Raises ProcessError where nobody waits for it, or nothing catches that."""
        task = next((one for one in self._present() if one.task_spec.name == id and _is_begun(one)), None)
        if task is None:
            raise ProcessError(f"{self.process.path.name}: {id} is not begun")
        self._fail(task, self.process.nodes[id], error)
        self.go_on(again=False)

    def go_on(self, *, again: bool = True) -> None:
        """Run as far as it goes: what the host and the tables do, and timers that are due; what was begun is asked for `again`."""
        try:
            for task in self._present() if again else ():
                if _is_begun(task):  # what another one of them has ended is no longer
                    self._try(task)
            while self._step():
                pass
        except WorkflowException as error:
            raise ProcessError(f"{self.process.path.name}: {error}") from error

    @property
    def state(self) -> dict[str, Any]:
        """Everything that is needed to resume it, as JSON; the diagram itself is not in it."""
        return {"format": FORMAT, "process": self.process.digest, "workflow": _serializer().to_dict(self._workflow)}

    def _present(self) -> list[Any]:
        """The tasks where it is now, in the order of the diagram."""
        parts = (self._workflow, *self._workflow.get_active_subprocesses())
        found = [task for part in parts for task in part.tasks.values() if task.state in PRESENT]
        return sorted(found, key=lambda task: self.process.places.get(task.task_spec.name, 0))

    def _step(self) -> bool:
        """Run what is ready, from the innermost subprocess out, and let timers fire; whether there was anything."""
        inside = self._workflow.get_active_subprocesses()
        ran = False
        for subprocess in sorted(inside, key=lambda one: one.depth, reverse=True):
            ran |= self._run_ready(subprocess)
            around = self._workflow.get_task_from_id(subprocess.parent_task_id)
            if not around.has_state(TaskState.FINISHED_MASK):
                around.task_spec._update(around)
        ran |= self._run_ready(self._workflow)
        if ran or len(self._workflow.get_active_subprocesses()) != len(inside):
            return True
        self._workflow.refresh_timers()
        return any(_is_ready(task) for each in (self._workflow, *inside) for task in each.tasks.values())

    def _run_ready(self, workflow: Any) -> bool:
        ran = False
        while (task := next((one for one in workflow.tasks.values() if _is_ready(one)), None)) is not None:
            self._run(task)
            ran = True
        return ran

    def _run(self, task: Any) -> None:
        node = self.process.nodes.get(task.task_spec.name)
        if node is not None and node.kind is NodeKind.SERVICE:
            task.run()  # begun
            self._try(task)
            return
        if node is not None and node.decision is not None:
            self._own(node).update(self.process.tables[node.decision].decide(self.data_at(node)))
        task.run()
        if node is not None and node.decision is not None:
            task.complete()
        if node is not None and node.kind not in UNTOLD:
            self._host.passed(node, self.data_at(node))
        if node is not None and node.kind is NodeKind.END and node.error is not None:
            error = StepError(node.error, node.name)
            if self.process.catching(node, error.code) is not None:
                self._fail(task, node, error)

    def _try(self, task: Any) -> None:
        """Have the host do a service task that has begun."""
        node = self.process.nodes[task.task_spec.name]
        try:
            given = self._host.run(node, self.data_at(node))
        except StepError as error:
            self._fail(task, node, error)
            return
        if given is not None:
            self._own(node).update(given)
            task.complete()
            self._host.passed(node, self.data_at(node))

    def _fail(self, task: Any, node: Node, error: StepError) -> None:
        """Hand over to the boundary event that catches the error; what it is attached to ends there."""
        catching = self.process.catching(node, error.code)
        if catching is None:
            raise ProcessError(f"{self.process.path.name}: nothing catches that {node.id} failed: {error}") from error
        self._own(node)["error"] = error.code
        while task.task_spec.name != catching.attached:
            task = self._workflow.get_task_from_id(task.workflow.parent_task_id)
        event = next(one for one in task.parent.children if one.task_spec.name == catching.id)
        thrown = ErrorEventDefinition(catching.error or error.code, code=error.code)
        event.task_spec.catch(event, BpmnEvent(thrown, payload={}))
        task.cancel()
        event.task_spec._update(event)

    def _own(self, node: Node) -> dict[str, Any]:
        """The data that a node adds to."""
        data: dict[str, Any] = self._workflow.data
        return data if node.scope is None else data.setdefault(SCOPES, {}).setdefault(node.scope, {})


def _is_ready(task: Any) -> bool:
    """Whether a task may run by itself."""
    return task.state == TaskState.READY and not task.task_spec.manual


def _is_for_people(task: Any) -> bool:
    return bool(task.state == TaskState.READY and task.task_spec.manual)


def _is_begun(task: Any) -> bool:
    """Whether it is a service task that is not done yet."""
    return task.state == TaskState.STARTED and isinstance(task.task_spec, _Automatic)


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

    def __init__(self, host: Host, nodes: Mapping[str, Node]) -> None:
        super().__init__()
        self.host, self._nodes = host, nodes

    def validate(self, expression: str) -> None:
        try:
            parsed(expression)
        except ExpressionError as error:
            raise SyntaxError(str(error)) from error

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> Any:  # noqa: ARG002
        data = task.workflow.top_workflow.data
        node = self._nodes.get(task.task_spec.name)
        own = data.get(SCOPES, {}).get(node.scope, {}) if node is not None and node.scope is not None else data

        def look_up(name: str) -> Any:
            value = own[name] if name in own else data.get(name)
            return UNKNOWN if value is None else value

        value = parsed(expression.strip())(look_up)
        return False if value is UNKNOWN else value

    def execute(self, task: Any, script: str, external_context: Any = None) -> Any:  # noqa: ARG002
        raise ProcessError("a diagram's scripts are not run")


class _Quick:
    """What the engine looks for most often is found without walking its tree of tasks."""

    def update_waiting_tasks(self) -> None:
        """As the engine has it."""
        for task in [task for task in self.tasks.values() if task.state == TaskState.WAITING]:  # type: ignore[attr-defined]
            if task.state == TaskState.WAITING:  # updating another one may have ended it
                task.task_spec._update(task)

    def get_tasks(self, first_task: Any = None, **wanted: Any) -> list[Any]:
        """As the engine has it; nodes of a name are all in one workflow."""
        if first_task is None and wanted.keys() == {"spec_name"}:
            name = wanted["spec_name"]
            return [task for task in self.tasks.values() if task.task_spec.name == name]  # type: ignore[attr-defined]
        found: list[Any] = super().get_tasks(first_task, **wanted)  # type: ignore[misc]
        return found


class _SubWorkflow(_Quick, BpmnSubWorkflow):  # type: ignore[misc] # SpiffWorkflow has no types
    pass


class _Workflow(_Quick, BpmnWorkflow):  # type: ignore[misc] # SpiffWorkflow has no types
    def create_subprocess(self, my_task: Any, spec_name: str) -> _SubWorkflow:
        subprocess = _SubWorkflow(self.subprocess_specs[spec_name], parent_task_id=my_task.id, top_workflow=self)
        self.subprocesses[my_task.id] = subprocess
        return subprocess


class _WithoutSpecs(BpmnWorkflowConverter):  # type: ignore[misc] # SpiffWorkflow has no types
    """Stores an instance without its diagram."""

    def to_dict(self, workflow: Any) -> dict[str, Any]:
        """As the engine has it."""
        stored: dict[str, Any] = WorkflowConverter.to_dict(self, workflow)
        stored["subprocesses"] = self.mapping_to_dict(workflow.subprocesses)
        stored["bpmn_events"] = self.registry.convert(workflow.bpmn_events)
        return stored


class _Tasks(BpmnConverter):  # type: ignore[misc] # SpiffWorkflow has no types
    """Stores the engine's tasks without data of their own: all that is known is the instance's."""

    def to_dict(self, task: Any) -> dict[str, Any]:
        """As the engine has it."""
        return {
            "id": str(task.id),
            "parent": None if task._parent is None else str(task._parent),
            "children": [str(child) for child in task._children],
            "last_state_change": task.last_state_change,
            "state": task.state,
            "task_spec": task.task_spec.name,
            "triggered": task.triggered,
            "internal_data": self.registry.convert(task.internal_data),
            "data": {},  # the engine's own reader wants it
        }

    def from_dict(self, stored: Mapping[str, Any], workflow: Any) -> Any:
        """As the engine has it."""
        spec = workflow.spec.task_specs[stored["task_spec"]]
        task = self.target_class(workflow, spec, state=stored["state"], id=UUID(stored["id"]))
        task._parent = None if stored["parent"] is None else UUID(stored["parent"])
        task._children = [UUID(child) for child in stored["children"]]
        task.last_state_change = stored["last_state_change"]
        task.triggered = stored["triggered"]
        task.internal_data = self.registry.restore(stored["internal_data"])
        if isinstance(spec, CatchingEvent) and task.has_state(TaskState.WAITING):
            workflow.top_workflow.event_manager.add_task(task)
        return task


class _Automatic(ServiceTask):  # type: ignore[misc] # SpiffWorkflow has no types
    """A task whose work is done from outside: it has begun when it runs, and is completed when the work is done."""

    def _execute(self, task: Any) -> None:
        pass


class _Parser(BpmnParser):  # type: ignore[misc] # SpiffWorkflow has no types
    OVERRIDE_PARSER_CLASSES = {full_tag(tag): (TaskParser, _Automatic) for tag in ("serviceTask", "businessRuleTask")}  # noqa: RUF012


def stored_data(state: Mapping[str, Any]) -> dict[str, Any]:
    """What an instance knew when its state was stored, whichever version of the process it was."""
    return _known(state["workflow"]["data"])


@dataclass(frozen=True, slots=True)
class Walked:
    """Where the tokens of an instance have been: steps from node to node, the nodes passed, and those where a token is."""

    steps: frozenset[tuple[str, str]]
    passed: frozenset[str]
    present: frozenset[str]


def walked(state: Mapping[str, Any], nodes: Mapping[str, Node]) -> Walked:
    """The way that an instance has come, of its stored state."""
    steps: set[tuple[str, str]] = set()
    passed: set[str] = set()
    present: set[str] = set()
    for part in (state["workflow"], *state["workflow"]["subprocesses"].values()):
        tasks = part["tasks"]
        for task in tasks.values():
            name = task["task_spec"]
            if name not in nodes or task["state"] < TaskState.WAITING:  # foreseen only
                continue
            if task["state"] == TaskState.COMPLETED:
                passed.add(name)
            elif task["state"] in PRESENT:
                present.add(name)
            before = tasks.get(task["parent"])
            while before is not None and before["task_spec"] not in nodes:  # what the engine puts between
                before = tasks.get(before["parent"])
            if before is not None and before["state"] == TaskState.COMPLETED:
                steps.add((before["task_spec"], name))
    return Walked(frozenset(steps), frozenset(passed), frozenset(present))


def _known(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != "data_objects"}


def _moment(value: Any) -> datetime | None:
    if not isinstance(value, str):
        return None
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ProcessError(f"{path}: {error}") from error


def _root(path: Path, xml: bytes) -> Any:
    """The diagram as a tree. Raises ProcessError where it is not valid BPMN 2.0."""
    try:
        root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
        BpmnValidator().validate(root, str(path))
    except etree.XMLSyntaxError as error:
        raise ProcessError(f"{path}: {error}") from error
    except ValidationException as error:
        raise ProcessError(f"{path}, line {error.line_number}: {error}") from error
    return root


def _nodes(path: Path, root: Any) -> dict[str, Node]:
    """The nodes of a diagram that holds nothing that this module cannot run."""
    process = root.find(f"{BPMN}process")
    if process is None or len(root.findall(f"{BPMN}process")) > 1:
        raise ProcessError(f"{path}: exactly one process is expected")
    messages = {one.get("id"): one.get("name") for one in root.findall(f"{BPMN}message")}
    errors = {one.get("id"): one.get("errorCode", "") for one in root.findall(f"{BPMN}error")}
    nodes: dict[str, Node] = {}
    for element in process.iter(etree.Element):
        if any(element.find(f"{BPMN}{way}") is not None for way in ("incoming", "outgoing")):
            node = _node(element, messages, errors, path)
            nodes[node.id] = node
    for text in process.iter(f"{BPMN}conditionExpression", f"{BPMN}timeDate"):
        try:
            parsed((text.text or "").strip())
        except ExpressionError as error:
            raise ProcessError(f"{path}, line {text.sourceline}: {error}") from error
    return nodes


def _node(element: Any, messages: Mapping[str, str], errors: Mapping[str, str], path: Path) -> Node:
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
    failure = element.find(f"{BPMN}errorEventDefinition")
    moment = element.find(f"{BPMN}timerEventDefinition/{BPMN}timeDate")
    retries = element.get(f"{T2R}retries")
    if retries is not None and not retries.isdecimal():
        raise ProcessError(f"{where}: t2r:retries is a number, not {retries!r}")
    around = list(element.iterancestors(f"{BPMN}subProcess"))
    scopes = (each.get(f"{T2R}scope") for each in (element, *around))
    return Node(
        id=element.get("id"),
        name=element.get("name", element.get("id")),
        kind=NodeKind(tag),
        etom=element.get(f"{T2R}etom"),
        decision=element.get(f"{T2R}decision"),
        message=messages.get(ref) if ref else None,
        operation=element.get(f"{T2R}operation"),
        undo=element.get(f"{T2R}undo"),
        retries=None if retries is None else int(retries),
        parent=around[0].get("id") if around else None,
        scope=next((scope for scope in scopes if scope), None),
        attached=element.get("attachedToRef"),
        error=None if failure is None else errors.get(failure.get("errorRef"), ""),
        due=None if moment is None else (moment.text or "").strip(),
    )


def _specs(path: Path, root: Any) -> tuple[Any, dict[str, Any]]:
    parser = _Parser()
    try:
        parser.add_bpmn_xml(root, filename=str(path))
        (name,) = parser.get_process_ids()
        spec, subprocesses = parser.get_spec(name), parser.get_subprocess_specs(name)
    except ValidationException as error:
        raise ProcessError(f"{path}, line {error.line_number}: {error}") from error
    for each in (spec, *subprocesses.values()):
        for task_spec in each.task_specs.values():
            event = getattr(task_spec, "event_definition", None)
            if isinstance(event, TimeDateEventDefinition):
                task_spec.event_definition = Due(event.name, event.expression, description=event.description)
            elif isinstance(event, ErrorEventDefinition) and isinstance(task_spec, EndEvent):
                task_spec.event_definition = (
                    NoneEventDefinition()
                )  # the engine would tell every boundary event of that code
    return spec, subprocesses


@lru_cache(maxsize=1)
def _serializer() -> BpmnWorkflowSerializer:
    config = {
        **DEFAULT_CONFIG,
        Task: _Tasks,
        Due: TimerConditionalEventDefinitionConverter,
        _Automatic: BpmnTaskSpecConverter,
        _Workflow: _WithoutSpecs,
        _SubWorkflow: BpmnSubWorkflowConverter,
    }
    return BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(config))
