"""Where orders meet other systems: inventories, workforce, accounts, tests and messages, each behind a port of a few verbs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Protocol

from sqlalchemy.orm import Session

NONE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Call:
    """What a port is to do: `verb` with the `data` of an item. The same `key` twice has one effect.

    `undo` says that something is taken back: `data` then holds what doing it gave and, under its names, what was `before`.
    """

    port: str
    verb: str
    key: str
    order: int
    item: str
    title: str
    data: Mapping[str, Any]
    at: datetime
    undo: bool = False
    again: bool = False  # it may have been made before: what it did then is looked for
    since: datetime | None = None  # when the network was last changed for the item: what is older knows nothing of that

    @property
    def holder(self) -> str:
        """By whom what is reserved is held."""
        return f"{self.order}:{self.item}"

    @property
    def line(self) -> str | None:
        """The line that it is done for."""
        line = self.data.get("line") or self.data.get("number")
        return None if line is None else str(line)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call gave, for the item's data, and what taking it back has to know."""

    given: Mapping[str, Any] = field(default_factory=dict)
    before: Mapping[str, Any] = field(default_factory=dict)


class PortUnavailableError(Exception):
    """A port that does not answer, or cannot now: the call is made again later, with the same key."""


class PortWaitError(PortUnavailableError):
    """It has it in hand, or cannot be asked yet: it is asked again later, and that is no failure of the step."""


class PortRefusedError(Exception):
    """A port that will not do it, now or later; `code` says why, in capitals, as error events of a process name it."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(f"{code}: {why}")
        self.code, self.why = code, why


class InsidePort(Protocol):
    """A port on tables of this database: what it does is part of the order's transaction."""

    def do(self, session: Session, call: Call) -> Outcome:
        """Do it. Raises PortRefusedError, PortUnavailableError."""
        ...


class OutsidePort(Protocol):
    """A port to another system: called outside of every transaction, after it was written down."""

    def call(self, call: Call) -> Outcome:
        """Do it, at most once for a key. Raises PortRefusedError, PortUnavailableError."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """The ports by their names. One that is outside stands before the embedded one of its name."""

    inside: Mapping[str, InsidePort]
    outside: Mapping[str, OutsidePort] = field(default_factory=dict)

    def __contains__(self, name: object) -> bool:
        return name in self.outside or name in self.inside


def unknown_verb(call: Call) -> PortRefusedError:
    """For a verb that a port does not have."""
    return PortRefusedError("UNKNOWN_OPERATION", f"{call.port} does not know {call.verb}")
