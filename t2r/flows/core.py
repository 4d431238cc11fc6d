"""What the parts of a session share: its state, the flows, the host's tools, the clock and the trace."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from t2r.flows.catalogue import Tool, ToolKind
from t2r.flows.expressions import UNKNOWN
from t2r.flows.facts import moment
from t2r.flows.policy import Policy
from t2r.flows.state import Pending, State
from t2r.flows.trace import AUTOMATED, Event
from t2r.flows.types import TODAY

if TYPE_CHECKING:
    from t2r.flows.collection import Flows

Clock = Callable[[], float]


class Needs(Exception):  # noqa: N818 it is no error: it is how a step says what it waits for
    """A step cannot go on before this call was observed; then the same step is gone through again."""

    def __init__(self, pending: Pending) -> None:
        super().__init__(pending.call.tool)
        self.pending = pending


class Core:
    """What the parts of a session share."""

    __slots__ = ("clock", "flows", "policy", "state", "tools", "trace")

    def __init__(
        self, state: State, flows: Flows, tools: Mapping[str, Tool], policy: Policy, clock: Clock, trace: list[Event]
    ) -> None:
        self.state, self.flows, self.tools, self.policy, self.clock, self.trace = (
            state,
            flows,
            tools,
            policy,
            clock,
            trace,
        )

    def tool(self, name: str | None, kinds: Iterable[ToolKind] = tuple(ToolKind)) -> Tool | None:
        """The host's tool of this name, where it has one of these kinds."""
        found = self.tools.get(name) if name else None
        return found if found is not None and found.kind in kinds else None

    def value(self, name: str, own: Mapping[str, Any]) -> Any:
        """What a name stands for at this moment; UNKNOWN where that cannot be said."""
        if name in own:
            return own[name]
        if name in self.state.slots:
            return self.state.slots[name]
        if name == TODAY:
            return self.state.today or self.flows.today or moment(self.clock())[:10]
        return self.state.facts.value(name, self.clock())

    def values(self, names: Iterable[str], own: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """What names stand for, for the trace."""
        return {name: self.masked(self.value(name, own or {}), name) for name in names}

    def key(self) -> str:
        """The idempotency key of the next call."""
        return f"{self.state.id}-{self.state.calls + 1}"

    def note(self, what: str, name: str, **more: Any) -> None:
        """Add an event to the trace."""
        frames = self.state.frames
        if frames and "flow" not in more:
            on_a_rung = frames[-1].stage != "verify" and frames[-1].rung >= 0
            more["flow"], more["rung"] = frames[-1].flow, frames[-1].rung if on_a_rung else None
        more.setdefault("who", AUTOMATED)
        self.trace.append(Event(at=self.clock(), seq=len(self.trace) + 1, what=what, name=name, **more))

    def masked(self, value: Any, name: str = "") -> Any:
        """A value as the trace may hold it: what identifies the customer is replaced by its name."""
        if value is UNKNOWN or isinstance(value, (bool, int, float)) or value is None:
            return value
        if name and self.flows.vocabulary.is_personal(name):
            return f"[{name}]"
        if isinstance(value, str):
            for slot, personal in self._personal():
                value = value.replace(personal, f"[{slot}]")
            return value
        if isinstance(value, Mapping):
            return {key: self.masked(each) for key, each in value.items()}
        return [self.masked(each) for each in value] if isinstance(value, (list, tuple)) else str(value)

    def _personal(self) -> Iterable[tuple[str, str]]:
        for name in self.flows.vocabulary.personal:
            value = self.state.slots.get(name)
            if value is None and (fact := self.state.facts.known.get(name)) is not None:
                value = fact.value
            if isinstance(value, str) and value:
                yield name, value
