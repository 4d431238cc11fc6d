"""One process for an order, made of the processes of its items: parallel where they are independent, else one after the other."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from t2r.processes.deployed import Deployments
from t2r.processes.runner import BPMN, T2R, Process

BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DI = "{http://www.omg.org/spec/DD/20100524/DI}"
SPACES = {
    "bpmn": BPMN[1:-1], "bpmndi": BPMNDI[1:-1], "dc": DC[1:-1], "di": DI[1:-1], "t2r": T2R[1:-1],
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}  # fmt: skip
REFERENCES = (
    "sourceRef", "targetRef", "attachedToRef", "messageRef", "errorRef", "default", "bpmnElement", f"{T2R}decision",
)  # fmt: skip
KEPT = 256  # composed processes
SECONDS_KEPT = 1.0  # which version is the newest
CHECK, COMPLETE = "check_quality", "complete_order"

Edges = frozenset[tuple[int, int]]  # (before, after)


@dataclass(frozen=True, slots=True)
class Shape:
    """What an order's process is made of: the process of each item, by its digest, and which item has to follow which."""

    items: tuple[str, ...]
    edges: Edges

    def as_json(self) -> dict[str, Any]:
        """As it is kept with the order."""
        return {"items": list(self.items), "edges": sorted(map(list, self.edges))}

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Shape:
        """As it was kept."""
        return cls(tuple(kept["items"]), frozenset((before, after) for before, after in kept["edges"]))


class Composer:
    """Makes the process of an order, once for each shape."""

    def __init__(self, deployments: Deployments) -> None:
        self.deployments = deployments
        self._made: dict[Shape, Process] = {}
        self._newest: dict[str, tuple[float, str]] = {}

    def newest(self, name: str) -> str:
        """The digest of the process that new orders take, as it was at most a second ago. Raises NoSuchProcessError."""
        now = time.monotonic()
        until, digest = self._newest.get(name, (0.0, ""))
        if until < now:
            digest = self.deployments.newest(name).digest
            self._newest[name] = (now + SECONDS_KEPT, digest)
        return digest

    def process(self, shape: Shape) -> Process:
        """The process of a shape."""
        if shape not in self._made:
            if len(self._made) >= KEPT:
                del self._made[next(iter(self._made))]
            self._made[shape] = compose([self.deployments.version(each) for each in shape.items], shape.edges)
        return self._made[shape]


def compose(items: Sequence[Process], edges: Edges) -> Process:
    """The process of an order with these items; `edges` say which has to be done before which, without a cycle.

    Item number n becomes a subprocess `item_n`, its ids begin with `item_n_`, its messages with `n:`, and its data is its own.
    """
    edges = _reduced(edges)
    root = etree.Element(f"{BPMN}definitions", {"id": "order_definitions", "targetNamespace": T2R[1:-1]}, nsmap=SPACES)
    process = etree.SubElement(root, f"{BPMN}process", {"id": "order", "name": "Order", "isExecutable": "true"})
    shapes: list[Any] = []
    columns = _columns(len(items), edges)
    places, width, height = _places(items, columns)
    for number, item in enumerate(items):
        shapes += _put_item(root, process, number, item, places[number])
    flows = _flows(len(items), edges)
    _put_frame(process, flows)
    _put_plane(root, shapes, places, flows, width, height)
    for message in root.findall(f"{BPMN}message") + root.findall(
        f"{BPMN}error"
    ):  # the schema has them before the process
        root.insert(0, message)
    etree.cleanup_namespaces(root, keep_ns_prefixes=list(SPACES))
    tables = {
        f"item_{number}_{name}": table for number, item in enumerate(items) for name, table in item.tables.items()
    }
    return Process(Path("order.bpmn"), tables, etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def scope_of(number: int) -> str:
    """The name under which the data of an item is kept in the instance."""
    return str(number)


def _reduced(edges: Edges) -> Edges:
    """Without those that follow from others."""
    return frozenset(
        (before, after)
        for before, after in edges
        if not any(_leads(edges, middle, after) for first, middle in edges if first == before and middle != after)
    )


def _leads(edges: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    edges = tuple(edges)
    return start == end or any(_leads(edges, after, end) for before, after in edges if before == start)


def _columns(count: int, edges: Edges) -> list[int]:
    """How many items have to come before each, at least."""
    columns = [0] * count
    for _ in range(count):
        for before, after in edges:
            columns[after] = max(columns[after], columns[before] + 1)
    return columns


def _put_item(root: Any, process: Any, number: int, item: Process, place: _Place) -> list[Any]:
    """The item's process as a subprocess; the shapes of its diagram, moved to their place."""
    theirs = etree.fromstring(item.xml)
    for element in theirs.iter(etree.Element):
        _rename(element, f"item_{number}_", f"{number}:")
    inner = theirs.find(f"{BPMN}process")
    for each in theirs.findall(f"{BPMN}message") + theirs.findall(f"{BPMN}error"):
        root.append(each)
    around = etree.SubElement(
        process,
        f"{BPMN}subProcess",
        {"id": f"item_{number}", "name": inner.get("name", item.path.stem), f"{T2R}scope": scope_of(number)},
    )
    for child in list(inner):
        around.append(child)
    shapes = list(theirs.iter(f"{BPMNDI}BPMNShape", f"{BPMNDI}BPMNEdge"))
    for shape in shapes:
        for point in shape.iter(f"{DC}Bounds", f"{DI}waypoint"):
            point.set("x", str(float(point.get("x")) + place.shift_x))
            point.set("y", str(float(point.get("y")) + place.shift_y))
    return shapes


def _rename(element: Any, prefix: str, spoken: str) -> None:
    if (id := element.get("id")) is not None:
        element.set("id", prefix + id)
    for name in REFERENCES:
        if (value := element.get(name)) is not None:
            element.set(name, prefix + value)
    if element.tag in (f"{BPMN}incoming", f"{BPMN}outgoing"):
        element.text = prefix + (element.text or "").strip()
    elif element.tag == f"{BPMN}message":
        element.set("name", spoken + element.get("name", ""))


@dataclass(frozen=True, slots=True)
class _Flow:
    source: str
    target: str
    condition: str = ""
    default: bool = False  # of its source

    @property
    def id(self) -> str:
        return f"from_{self.source}_to_{self.target}"


def _flows(count: int, edges: Edges) -> list[_Flow]:
    """The sequence flows between items and what parts, joins and looks after them.

    An item that fails is given up; one that relies on an item that was given up is not begun.
    """
    flows: list[_Flow] = []

    def part(source: str, targets: list[str]) -> None:
        if len(targets) > 1:
            flows.append(_Flow(source, f"after_{source}"))
            source = f"after_{source}"
        flows.extend(_Flow(source, target) for target in targets)

    before = {number: sorted(first for first, then in edges if then == number) for number in range(count)}
    entrance = {
        number: f"before_item_{number}" if len(first) > 1 else f"may_item_{number}" if first else f"item_{number}"
        for number, first in before.items()
    }
    last = [f"settled_item_{number}" for number in range(count) if not any(first == number for first, _ in edges)]
    ending = "before_check" if len(last) > 1 else CHECK
    part("captured", [entrance[number] for number in range(count) if not before[number]] or [ending])
    for number in range(count):
        item, settled = f"item_{number}", f"settled_item_{number}"
        if len(before[number]) > 1:
            flows.append(_Flow(entrance[number], f"may_{item}"))
        if before[number]:
            given_up = " or ".join(f"failed_{first}" for first in before[number])
            flows += [_Flow(f"may_{item}", item, default=True), _Flow(f"may_{item}", f"skip_{item}", given_up)]
            flows.append(_Flow(f"skip_{item}", settled))
        flows += [_Flow(item, settled), _Flow(f"failed_{item}", f"give_up_{item}"), _Flow(f"give_up_{item}", settled)]
        followers = sorted(then for first, then in edges if first == number)
        part(settled, [entrance[each] for each in followers] or [ending])
    if ending != CHECK:
        flows.append(_Flow(ending, CHECK))
    return [*flows, _Flow(CHECK, COMPLETE), _Flow(COMPLETE, "completed")]


def _put_frame(process: Any, flows: list[_Flow]) -> None:
    """Start, gateways, what looks after items, quality check and end of the order, and the flows between all of them."""
    there = {each.get("id"): each for each in process}
    for name in _names(flows):
        if name not in there:
            there[name] = _put_node(process, name)
    first = (f"{BPMN}documentation", f"{BPMN}extensionElements")  # the schema has these before the flows
    at = {name: sum(child.tag in first for child in node) for name, node in there.items()}
    for way in ("incoming", "outgoing"):
        for flow in flows:
            name = flow.target if way == "incoming" else flow.source
            told = etree.Element(f"{BPMN}{way}")
            told.text = flow.id
            there[name].insert(at[name], told)
            at[name] += 1
    for flow in flows:
        if flow.default:
            there[flow.source].set("default", flow.id)
        ends = {"id": flow.id, "sourceRef": flow.source, "targetRef": flow.target}
        element = etree.SubElement(process, f"{BPMN}sequenceFlow", ends)
        if flow.condition:
            etree.SubElement(element, f"{BPMN}conditionExpression").text = flow.condition


def _put_node(process: Any, name: str) -> Any:
    kind, _, item = name.rpartition("item_")
    tasks = {
        CHECK: ("Check the quality", "order.check"),
        COMPLETE: ("Complete the order", "order.complete"),
        f"give_up_item_{item}": ("Give the item up", "order.give_up"),
        f"skip_item_{item}": ("Leave the item out", "order.skip"),
    }
    if name in tasks:
        title, operation = tasks[name]
        more = {"name": title, f"{T2R}operation": operation}
        return etree.SubElement(process, f"{BPMN}serviceTask", {"id": name, **more})
    if name in ("captured", "completed"):
        tag = "startEvent" if name == "captured" else "endEvent"
        return etree.SubElement(process, f"{BPMN}{tag}", {"id": name, "name": name.capitalize()})
    if kind == "failed_":
        attached = {"id": name, "name": "Failed", "attachedToRef": f"item_{item}", "cancelActivity": "true"}
        event = etree.SubElement(process, f"{BPMN}boundaryEvent", attached)
        etree.SubElement(event, f"{BPMN}errorEventDefinition", {"id": f"{name}_error"})
        return event
    tag = "exclusiveGateway" if kind in ("may_", "settled_") else "parallelGateway"
    return etree.SubElement(process, f"{BPMN}{tag}", {"id": name})


def _names(flows: list[_Flow]) -> dict[str, None]:
    return dict.fromkeys(name for flow in flows for name in (flow.source, flow.target))


# The picture: items in columns by what has to come before them, each in a frame around its own diagram.

GAP, MARGIN = 80.0, 30.0
SIZES = {"gateway": (50.0, 50.0), "event": (36.0, 36.0), "task": (112.0, 72.0)}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an item is drawn, and by how much its own diagram is moved."""

    x: float
    y: float
    width: float
    height: float
    shift_x: float
    shift_y: float


def _places(items: Sequence[Process], columns: Sequence[int]) -> tuple[list[_Place], float, float]:
    boxes = [_box(item) for item in items]
    places: dict[int, _Place] = {}
    x, height = 4 * GAP + SIZES["event"][0] + SIZES["gateway"][0], 0.0
    for column in range(max(columns, default=0) + 1):
        y, widest = 0.0, 0.0
        for number in (number for number, its in enumerate(columns) if its == column):
            left, top, right, bottom = boxes[number]
            width, tall = right - left + 2 * MARGIN, bottom - top + 2 * MARGIN
            shift = (x + MARGIN - left, y + MARGIN - top)
            places[number] = _Place(x, y, width, tall, *shift)
            y, widest = y + tall + GAP + SIZES["task"][1], max(widest, width)
        x, height = x + widest + 3 * GAP + 4 * SIZES["gateway"][0], max(height, y)
    return [places[number] for number in range(len(items))], x, height


def _box(item: Process) -> tuple[float, float, float, float]:
    """The box around a diagram; a small one where it has no layout."""
    root = etree.fromstring(item.xml)
    xs, ys = [0.0], [0.0]
    for point in root.iter(f"{DC}Bounds", f"{DI}waypoint"):
        x, y = float(point.get("x")), float(point.get("y"))
        xs += [x, x + float(point.get("width", 0))]
        ys += [y, y + float(point.get("height", 0))]
    if len(xs) == 1:
        return 0.0, 0.0, 160.0, 80.0
    return min(xs[1:]), min(ys[1:]), max(xs), max(ys)


def _put_plane(
    root: Any, shapes: list[Any], places: Sequence[_Place], flows: list[_Flow], width: float, height: float
) -> None:
    diagram = etree.SubElement(root, f"{BPMNDI}BPMNDiagram", {"id": "order_diagram"})
    plane = etree.SubElement(diagram, f"{BPMNDI}BPMNPlane", {"id": "order_plane", "bpmnElement": "order"})
    boxes = {f"item_{number}": (each.x, each.y, each.width, each.height) for number, each in enumerate(places)}
    for name in _names(flows):
        boxes[name] = _box_of(name, boxes, width, height / 2)
        x, y, wide, tall = boxes[name]
        shape = etree.SubElement(plane, f"{BPMNDI}BPMNShape", {"id": f"{name}_shape", "bpmnElement": name})
        if name.startswith("item_"):
            shape.set("isExpanded", "true")
        size = {"x": str(x), "y": str(y), "width": str(wide), "height": str(tall)}
        etree.SubElement(shape, f"{DC}Bounds", size)
    plane.extend(shapes)
    for flow in flows:
        edge = etree.SubElement(plane, f"{BPMNDI}BPMNEdge", {"id": f"{flow.id}_edge", "bpmnElement": flow.id})
        (x, y, wide, tall), (to_x, to_y, _, to_tall) = boxes[flow.source], boxes[flow.target]
        start, end = (x + wide, y + tall / 2), (to_x, to_y + to_tall / 2)
        turn = (start[0] + end[0]) / 2
        for point in (start, (turn, start[1]), (turn, end[1]), end) if start[1] != end[1] else (start, end):
            etree.SubElement(edge, f"{DI}waypoint", {"x": str(point[0]), "y": str(point[1])})


_Box = tuple[float, float, float, float]


def _box_of(name: str, boxes: Mapping[str, _Box], width: float, middle: float) -> _Box:
    """Where a node of the frame is drawn: those of an item around it, the others at the ends."""
    gateway, event, task = SIZES["gateway"], SIZES["event"], SIZES["task"]
    if name in boxes:
        return boxes[name]
    kind, _, item = name.rpartition("item_")
    if item.isdecimal():
        x, y, wide, tall = boxes[f"item_{item}"]
        level, bottom = y + tall / 2 - gateway[1] / 2, y + tall
        return {
            "before_": (x - 2 * gateway[0] - GAP / 2, level, *gateway),
            "may_": (x - gateway[0] - GAP / 4, level, *gateway),
            "skip_": (x, bottom + GAP / 4, *task),
            "failed_": (x + wide - 2 * event[0], bottom - event[1] / 2, *event),
            "give_up_": (x + wide - task[0], bottom + GAP / 4, *task),
            "settled_": (x + wide + GAP / 4, level, *gateway),
            "after_settled_": (x + wide + GAP / 2 + gateway[0], level, *gateway),
        }[kind]
    return {
        "captured": (0.0, middle - event[1] / 2, *event),
        "after_captured": (GAP + event[0], middle - gateway[1] / 2, *gateway),
        "before_check": (width - GAP, middle - gateway[1] / 2, *gateway),
        CHECK: (width, middle - task[1] / 2, *task),
        COMPLETE: (width + task[0] + GAP, middle - task[1] / 2, *task),
        "completed": (width + 2 * (task[0] + GAP), middle - event[1] / 2, *event),
    }[name]
