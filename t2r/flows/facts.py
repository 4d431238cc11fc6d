"""What is known in a session: facts with their source and age, and what was tried in vain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from t2r.flows.expressions import UNKNOWN

SYSTEM = "system"  # by whom a fact is known, where it was no person


@dataclass(slots=True)
class Fact:
    """One value, and how it is known."""

    value: Any
    source: str  # the tool that was read; context, agent or customer
    measured_at: float  # seconds since 1970
    ttl: float | None = None  # seconds; None: it holds until something changes it
    by: str = SYSTEM
    confidence: float = 1.0
    call: int = 0  # the number of the call that gave it; 0: it was known from the start
    holds: bool = True  # False: something was done that may have changed it

    def is_fresh(self, now: float) -> bool:
        """Whether it may still decide anything."""
        return self.holds and (self.ttl is None or now - self.measured_at <= self.ttl)

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "value": None if self.value is UNKNOWN else self.value,
            "source": self.source,
            "measured_at": moment(self.measured_at),
            "ttl": self.ttl,
            "by": self.by,
            "confidence": self.confidence,
            "call": self.call,
            "holds": self.holds,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Fact:
        """From JSON."""
        value, at = data["value"], seconds(data["measured_at"])
        known = {name: data[name] for name in ("source", "ttl", "by", "confidence", "call", "holds")}
        return cls(UNKNOWN if value is None else value, measured_at=at, **known)


@dataclass(slots=True)
class Facts:
    """The facts of a session by name."""

    known: dict[str, Fact] = field(default_factory=dict)
    tried: dict[str, list[int]] = field(default_factory=dict)  # fact → the readings that could not give it
    asked: list[str] = field(default_factory=list)  # facts and slots that a person was asked for
    changed: dict[str, float] = field(default_factory=dict)  # fact → when something was done that may have changed it

    def value(self, name: str, now: float) -> Any:
        """The value of a fact that is fresh; UNKNOWN otherwise."""
        fact = self.known.get(name)
        return fact.value if fact is not None and fact.is_fresh(now) else UNKNOWN

    def put(self, name: str, fact: Fact) -> None:
        """Take a fact in. What a person said stands against a tool's reading, until something is done that changes it."""
        held = self.known.get(name)
        if held is not None and held.holds and held.by != SYSTEM and fact.by == SYSTEM and held.value is not UNKNOWN:
            return
        self.known[name] = fact
        self.tried.pop(name, None)

    def failed(self, names: Iterable[str], reading: int) -> None:
        """Note that a reading could not give these facts; it is not tried again before something has changed them."""
        for name in names:
            tried = self.tried.setdefault(name, [])
            if reading not in tried:
                tried.append(reading)

    def forget(self, names: Iterable[str], now: float) -> None:
        """These facts may have changed: they are to be read, or asked for, again."""
        for name in names:
            self.changed[name] = now
            if (fact := self.known.get(name)) is not None:
                fact.holds = False
            self.tried.pop(name, None)
            if name in self.asked:
                self.asked.remove(name)

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "known": {name: fact.to_json() for name, fact in self.known.items()},
            "tried": {name: list(readings) for name, readings in self.tried.items()},
            "asked": list(self.asked),
            "changed": dict(self.changed),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Facts:
        """From JSON."""
        return cls(
            {name: Fact.from_json(fact) for name, fact in data["known"].items()},
            {name: list(readings) for name, readings in data["tried"].items()},
            list(data["asked"]),
            dict(data["changed"]),
        )


def moment(at: float) -> str:
    """Seconds since 1970 as ISO 8601 in UTC."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")


def seconds(text: str) -> float:
    """ISO 8601 as seconds since 1970; a moment without a zone is in UTC."""
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
