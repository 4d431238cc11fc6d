"""T2R flows: ladders of checks and actions that lead a trouble to its resolution, on whatever tools a host has."""

from __future__ import annotations

from t2r.flows.binding import Binding
from t2r.flows.catalogue import Actor, Catalogue, Tool, ToolKind, ToolResult, Tools
from t2r.flows.collection import Flows
from t2r.flows.files import FlowError
from t2r.flows.language import Flow, Outcome

__all__ = [
    "Actor",
    "Binding",
    "Catalogue",
    "Flow",
    "FlowError",
    "Flows",
    "Outcome",
    "Tool",
    "ToolKind",
    "ToolResult",
    "Tools",
]
