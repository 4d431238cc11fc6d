"""T2R flows: ladders of checks and actions that lead a trouble to its resolution, on whatever tools a host has."""

from __future__ import annotations

from t2r.flows.binding import Binding
from t2r.flows.catalogue import Actor, Catalogue, Tool, ToolKind, ToolResult, Tools
from t2r.flows.collection import Flows
from t2r.flows.engine import Engine
from t2r.flows.files import FlowError
from t2r.flows.language import Flow, Outcome
from t2r.flows.policy import Policy, PolicyError
from t2r.flows.router import Route, Router
from t2r.flows.session import Session
from t2r.flows.state import Call, Done
from t2r.flows.trace import Event

__all__ = [
    "Actor",
    "Binding",
    "Call",
    "Catalogue",
    "Done",
    "Engine",
    "Event",
    "Flow",
    "FlowError",
    "Flows",
    "Outcome",
    "Policy",
    "PolicyError",
    "Route",
    "Router",
    "Session",
    "Tool",
    "ToolKind",
    "ToolResult",
    "Tools",
]
