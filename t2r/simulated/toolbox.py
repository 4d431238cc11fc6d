"""Turns a plain function into a tool: its name, its first line of words and its arguments become the tool's description and schema."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args, get_origin

from t2r.flows.catalogue import Actor, Tool, ToolKind
from t2r.simulated.world import World

Run = Callable[..., Mapping[str, Any]]
JSON_TYPES = {bool: "boolean", str: "string", float: "number", int: "integer"}


class RefusalError(Exception):
    """A tool says no, in words, and does nothing."""


class InVainError(Exception):
    """It was tried, and it did not work: nobody could have known that before."""


@dataclass(frozen=True, slots=True)
class Simulated:
    """A tool and what it does to a world."""

    tool: Tool
    key: str | None
    run: Run


@dataclass(slots=True)
class Toolbox:
    """The tools that one actor carries out on one kind of thing, which `key` names in every call."""

    actor: Actor
    key: str | None = None
    tools: dict[str, Simulated] = field(default_factory=dict)

    def read(self, function: Run) -> Run:
        """Add a tool that only looks."""
        return self._add(ToolKind.READ, function)

    def write(self, function: Run) -> Run:
        """Add a tool that changes something."""
        return self._add(ToolKind.WRITE, function)

    def order(self, function: Run) -> Run:
        """Add a tool that starts work which takes its time."""
        return self._add(ToolKind.ORDER, function)

    def escalate(self, function: Run) -> Run:
        """Add a tool that hands the case to somebody else."""
        return self._add(ToolKind.ESCALATE, function)

    def _add(self, kind: ToolKind, function: Run) -> Run:
        name = function.__name__
        description = (inspect.getdoc(function) or "").partition("\n")[0]
        tool = Tool(name, kind, self.actor, _schema(function, self.key), description)
        self.tools[name] = Simulated(tool, self.key, function)
        return function


def _schema(function: Run, key: str | None) -> dict[str, Any]:
    """JSON Schema of the arguments: the key, and what the function takes after the world."""
    hints = typing.get_type_hints(function, localns={"World": World})
    names = [name for name in inspect.signature(function).parameters if name != "world"]
    properties = {key: {"type": "string"}} if key else {}
    properties |= {name: _type(hints[name]) for name in names}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _type(hint: Any) -> dict[str, Any]:
    if get_origin(hint) is Literal:
        return {"type": "string", "enum": list(get_args(hint))}
    return {"type": JSON_TYPES[hint]}
