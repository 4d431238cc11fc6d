"""An instance of a process as the page draws it: its diagram, where it stands, and the way it has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from t2r.processes.runner import BPMN, NodeKind, Process, walked


@dataclass(frozen=True, slots=True)
class Drawing:
    """What `<t2r-process>` of the page takes: BPMN, and ids of elements in it; `passed` has nodes and flows."""

    xml: str
    waiting: tuple[str, ...]
    passed: tuple[str, ...]


def drawing(process: Process, state: Mapping[str, Any]) -> Drawing:
    """The drawing of an instance, of its stored state."""
    way = walked(state, process.nodes)
    quiet = (NodeKind.BOUNDARY, NodeKind.SUBPROCESS)  # timers wait all along, and inside a subprocess there is a place
    waiting = (id for id in way.present if process.nodes[id].kind not in quiet)
    flows = (
        flow.get("id")
        for flow in etree.fromstring(process.xml).iter(f"{BPMN}sequenceFlow")
        if (flow.get("sourceRef"), flow.get("targetRef")) in way.steps
    )
    return Drawing(process.xml.decode(), tuple(sorted(waiting)), (*sorted(way.passed), *flows))
