"""The trace: every step of a session, with the facts it was decided on and who did it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from t2r.flows.expressions import UNKNOWN
from t2r.flows.facts import moment, seconds

AUTOMATED, MANUAL, BOTH = "A", "M", "AM"


@dataclass(frozen=True, slots=True)
class Event:
    """One step."""

    at: float
    seq: int
    what: str  # route | check | ask | answer | decision | policy | action | call | escalate | done | note
    name: str
    flow: str = ""
    rung: int | None = None
    tool: str | None = None
    arguments: Mapping[str, Any] | None = None  # what identifies the customer is masked
    value: Any = None
    why: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""
    who: str = AUTOMATED
    etom: str | None = None

    def to_json(self) -> dict[str, Any]:
        """As JSON; what is empty is left out."""
        data: dict[str, Any] = {"at": moment(self.at), "seq": self.seq, "what": self.what, "name": self.name}
        for key in ("flow", "rung", "tool", "arguments", "value", "why", "source", "who", "etom"):
            value = getattr(self, key)
            if value not in (None, "", {}) or (key == "value" and value is not None):
                data[key] = plain(value)
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Event:
        """From JSON."""
        return cls(**{**data, "at": seconds(data["at"])})


def plain(value: Any) -> Any:
    """A value as JSON can hold it: unknown becomes the word."""
    if value is UNKNOWN:
        return "unknown"
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)
