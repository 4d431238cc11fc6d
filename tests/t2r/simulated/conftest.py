"""A simulated customer and the tools of the operator, called as a host would."""

from __future__ import annotations

from itertools import count
from typing import Any, Protocol

import pytest

from t2r.flows.catalogue import ToolResult
from t2r.simulated import SimulatedCatalogue, World, catalogue


class Call(Protocol):
    """Calls a tool by name, each time under a new key unless one is given; the ids of the customer are filled in."""

    def __call__(self, tool: str, *, key: str | None = None, **arguments: Any) -> ToolResult: ...


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def tools(world: World) -> SimulatedCatalogue:
    return catalogue(world)


@pytest.fixture
def call(world: World, tools: SimulatedCatalogue) -> Call:
    numbers = count(1)
    state = world.state
    own = {
        "line_id": state.line.id,
        "customer_id": state.account.customer_id,
        "imei": state.phone.imei,
        "broadband_id": state.home.id,
        "ont_id": state.home.ont_id,
    }

    def call(tool: str, *, key: str | None = None, **arguments: Any) -> ToolResult:
        wanted = tools.tools()[tool].parameters["properties"]
        filled = {name: value for name, value in own.items() if name in wanted} | arguments
        return tools.call(tool, filled, idempotency_key=key or f"call-{next(numbers)}")

    return call
