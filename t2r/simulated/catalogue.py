"""The simulated operator's tools behind the flow engine's catalogue: calls change the world, and the world keeps count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from t2r.flows.catalogue import Tool, ToolKind, ToolResult
from t2r.simulated.desk_tools import DESK
from t2r.simulated.phone_tools import CUSTOMER
from t2r.simulated.toolbox import JSON_TYPES, InVainError, RefusalError, Simulated
from t2r.simulated.world import Record, World

LOST = "timed out: no answer from the system"
TOOLS = {name: one for box in (*DESK, CUSTOMER) for name, one in box.tools.items()}
WRITES = (ToolKind.WRITE, ToolKind.ORDER)


class SimulatedCatalogue:
    """The tools of one world."""

    def __init__(self, world: World, tools: Mapping[str, Simulated] | None = None) -> None:
        self.world = world
        self._simulated = dict(TOOLS if tools is None else tools)
        self._tools = {name: one.tool for name, one in self._simulated.items()}
        self._done: dict[str, ToolResult] = {}

    def tools(self) -> Mapping[str, Tool]:
        """The tools by name."""
        return self._tools

    def call(self, name: str, arguments: Mapping[str, Any], *, idempotency_key: str) -> ToolResult:
        """Carry a call out, once for each key."""
        if idempotency_key in self._done:
            return self._done[idempotency_key]
        simulated = self._simulated.get(name)
        if simulated is None:
            return ToolResult(error=f"there is no tool {name}")
        if wrong := _mistake(simulated.tool, arguments):
            return ToolResult(error=wrong)
        return self._carry_out(simulated, arguments, idempotency_key)

    def _carry_out(self, simulated: Simulated, arguments: Mapping[str, Any], key: str) -> ToolResult:
        world, tool = self.world, simulated.tool
        world.pass_time(tool.actor, tool.kind)
        before, goal_held = world.facts(), world.goal(world.state)
        world.objections.clear()
        lost = tool.kind is not ToolKind.ESCALATE and world.loses(tool)
        result, excuse = ToolResult(error=LOST), "lost"
        if not lost or (tool.kind in WRITES and world.chance(f"{tool.name}/reached") < 0.5):
            before_it = world.state.copy()
            result, excuse = self._run(simulated, arguments)
            if world.is_only_said(tool):
                world.state, excuse = before_it, "said, and not done"
            world.arrive()
            self._done[key] = result
        after = world.facts()
        changed = tuple(fact for fact, value in after.items() if before[fact] != value)
        record = Record(
            tool=tool.name,
            kind=tool.kind,
            actor=tool.actor,
            arguments=dict(arguments),
            output=result.output,
            error=LOST if lost else result.error,
            lost=lost,
            changed=changed,
            needless=_needless(tool, changed, goal_held, result.error, excuse),
            unsafe=tuple(world.objections),
        )
        world.records.append(record)
        return ToolResult(error=LOST) if lost else result

    def _run(self, simulated: Simulated, arguments: Mapping[str, Any]) -> tuple[ToolResult, str]:
        """What the tool answers, and what excuses a call that has changed nothing, if anything does."""
        world = self.world
        try:
            if stranger := _stranger(world, arguments):
                if simulated.tool.kind in WRITES:
                    world.object_to(f"{stranger} is not what the customer complains about")
                raise RefusalError(f"{stranger} is not known here")
            output = simulated.run(world, **{name: value for name, value in arguments.items() if name != simulated.key})
        except InVainError as failure:
            return ToolResult(error=str(failure)), "in vain"
        except RefusalError as refusal:
            return ToolResult(error=str(refusal)), ""
        return ToolResult({"measured_at": world.now.isoformat(), **output}), ""


def catalogue(world: World) -> SimulatedCatalogue:
    """The simulated operator's tools for a world."""
    return SimulatedCatalogue(world)


def _needless(tool: Tool, changed: tuple[str, ...], goal_held: bool, error: str | None, excuse: str) -> str | None:
    """Why a write was not needed."""
    if tool.kind not in WRITES or tool.name == "link_to_outage":
        return None
    if goal_held:
        return "the goal held already"
    if changed or excuse:
        return None
    return f"refused: {error}" if error else "nothing changed"


def _stranger(world: World, arguments: Mapping[str, Any]) -> str | None:
    """An id that is not the customer's own line, phone or account."""
    state = world.state
    own = {
        "line_id": state.line.id,
        "customer_id": state.account.customer_id,
        "imei": state.phone.imei,
        "broadband_id": state.home.id,
        "ont_id": state.home.ont_id,
    }
    given = {name: arguments[name] for name in own if name in arguments}
    return next((f"{name} {value}" for name, value in given.items() if value != own[name]), None)


def _mistake(tool: Tool, arguments: Mapping[str, Any]) -> str | None:
    """What is wrong with the arguments of a call."""
    properties: Mapping[str, Any] = tool.parameters["properties"]
    if missing := [name for name in tool.parameters["required"] if name not in arguments]:
        return f"{tool.name}: argument {missing[0]!r} is missing"
    if unknown := [name for name in arguments if name not in properties]:
        return f"{tool.name}: there is no argument {unknown[0]!r}"
    for name, value in arguments.items():
        wanted = properties[name]
        if not _fits(value, wanted["type"]):
            return f"{tool.name}: argument {name!r} is no {wanted['type']}"
        if value not in wanted.get("enum", (value,)):
            return f"{tool.name}: argument {name!r} is none of {', '.join(wanted['enum'])}"
    return None


def _fits(value: Any, wanted: str) -> bool:
    if wanted == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return JSON_TYPES.get(type(value)) == wanted
