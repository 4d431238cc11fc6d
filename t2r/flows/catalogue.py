"""The one seam to a host's systems: the tools it has, and how they are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol


class Actor(StrEnum):
    """Who carries a call out."""

    SYSTEM = "system"
    AGENT = "agent"
    CUSTOMER = "customer"


class ToolKind(StrEnum):
    """What a tool does to the world."""

    READ = "read"
    WRITE = "write"
    ORDER = "order"
    ESCALATE = "escalate"


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool of a host."""

    name: str
    kind: ToolKind
    actor: Actor = Actor.SYSTEM
    parameters: Mapping[str, Any] = field(default_factory=dict)  # JSON Schema (object) of the arguments
    description: str = ""


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a tool answered."""

    output: Any = None  # text or JSON
    error: str | None = None  # what went wrong, in words; the output is then ignored


class Catalogue(Protocol):
    """The tools of a host. The engine knows none of them by name: a binding says which answers what."""

    def tools(self) -> Mapping[str, Tool]:
        """The tools by name; the same for as long as a session lasts."""

    def call(self, name: str, arguments: Mapping[str, Any], *, idempotency_key: str) -> ToolResult:
        """Carry a call out. A key seen before is answered with what was answered then, and nothing is done again."""


class Tools:
    """A catalogue that only lists: the host drives the session and carries the calls out itself."""

    def __init__(self, tools: Iterable[Tool]) -> None:
        self._tools = {tool.name: tool for tool in tools}

    def tools(self) -> Mapping[str, Tool]:
        """The tools by name."""
        return self._tools

    def call(self, name: str, arguments: Mapping[str, Any], *, idempotency_key: str) -> ToolResult:  # noqa: ARG002
        """Say that nothing can be called here."""
        return ToolResult(error=f"{name}: this catalogue only lists its tools; the host carries the calls out")
