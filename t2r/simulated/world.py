"""The world of one simulated customer: its state, its clock, what is on its way, and the record of every call that was made."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from t2r.flows.catalogue import Actor, Tool, ToolKind
from t2r.simulated import mobile
from t2r.simulated.state import State

NOTICE = "SIMULATED: customers, lines, devices and networks are invented by the t2r sandbox. Nothing here is real."
STARTED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SECONDS = {Actor.SYSTEM: 2, Actor.AGENT: 20, Actor.CUSTOMER: 30}
Goal = Callable[[State], bool]


@dataclass(slots=True)
class Pending:
    """A change that the operator's systems have accepted and that shows after some more reads."""

    part: str
    name: str
    value: Any
    reads_left: int


@dataclass(frozen=True, slots=True)
class Record:
    """One call as the world saw it."""

    tool: str
    kind: ToolKind
    actor: Actor
    arguments: Mapping[str, Any]
    output: Any
    error: str | None
    lost: bool  # the tool failed by chance, whether or not it did its work
    changed: tuple[str, ...]  # what is different afterwards: `phone.mobile_data`
    needless: str | None  # why the write was not needed
    unsafe: tuple[str, ...]  # why it should not have been made


@dataclass(slots=True)
class World:
    """One customer's world. The same seed and the same calls give the same answers."""

    seed: int = 0
    state: State = field(default_factory=State)
    goal: Goal = mobile.has_service
    consents: dict[str, bool | float] = field(default_factory=dict)  # on record, by the vocabulary's slot
    failure_rate: float = 0.0  # share of calls that fail by chance
    careless_rate: float = 0.0  # share of the customer's actions that are said to be done, and are not
    delay_reads: int = 0  # reads after which a provisioning shows
    report: Mapping[str, Any] | None = None  # the last one of the operator's app on the phone
    now: datetime = STARTED
    pending: list[Pending] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    visit_booked: bool = False
    escalated_to: str | None = None
    escalation: str = ""  # the words that went with it
    linked_to: str | None = None
    objections: list[str] = field(default_factory=list)  # against the call that is being made

    def facts(self) -> dict[str, Any]:
        """Everything that a call can change, by name: two moments with the same facts differ in nothing but the time."""
        state = asdict(self.state)
        known = {f"{part}.{name}": value for part, values in state.items() for name, value in values.items()}
        on_its_way = [(one.part, one.name, one.value) for one in self.pending]
        return known | {
            "pending": on_its_way,
            "visit_booked": self.visit_booked,
            "escalated_to": self.escalated_to,
            "linked_to": self.linked_to,
        }

    def digest(self) -> str:
        """Names the state of the world in a few characters."""
        text = json.dumps(self.facts(), sort_keys=True, default=sorted)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def later(self, part: str, name: str, value: Any) -> None:
        """Let the change of `state.<part>.<name>` show after some reads; nothing happens if it holds or is on its way."""
        on_its_way = any((one.part, one.name, one.value) == (part, name, value) for one in self.pending)
        if not on_its_way and getattr(getattr(self.state, part), name) != value:
            self.pending.append(Pending(part, name, value, self.delay_reads))
            self.arrive()

    def is_pending(self, part: str, name: str) -> bool:
        """Is a change of this on its way?"""
        return any((one.part, one.name) == (part, name) for one in self.pending)

    def arrive(self) -> None:
        """Let what is due take effect, and the phone react to it."""
        for one in [one for one in self.pending if one.reads_left <= 0]:
            setattr(getattr(self.state, one.part), one.name, one.value)
            self.pending.remove(one)
        mobile.settle(self.state)

    def pass_time(self, actor: Actor, kind: ToolKind) -> None:
        """Let the time of a call go by; a read brings what is on its way one step nearer."""
        self.now += timedelta(seconds=SECONDS[actor])
        if kind is ToolKind.READ:
            for one in self.pending:
                one.reads_left -= 1
        self.arrive()

    def loses(self, tool: Tool) -> bool:
        """Does this call fail by chance? Never the same tool twice in a row."""
        last = next((record for record in reversed(self.records) if record.tool == tool.name), None)
        return not (last and last.lost) and self.chance(tool.name) < self.failure_rate

    def is_only_said(self, tool: Tool) -> bool:
        """Does the customer only say that it is done?"""
        action = tool.actor is Actor.CUSTOMER and tool.kind is ToolKind.WRITE
        return action and self.chance(f"{tool.name}/only said") < self.careless_rate

    def chance(self, what: str) -> float:
        """A number between 0 and 1 that the seed and the calls so far decide."""
        return random.Random(f"{self.seed}/{len(self.records)}/{what}").random()

    def object_to(self, reason: str) -> None:
        """Note that the call being made should not have been: the world lets it happen and remembers."""
        self.objections.append(reason)

    def needs_consent(self, slot: str) -> None:
        """Object, unless the customer has agreed."""
        if self.consents.get(slot) is not True:
            self.object_to(f"{slot} is not on record")

    def needs_identity(self) -> None:
        """Object, unless it is known that the customer owns the line."""
        if not self.state.account.identity_verified:
            self.object_to("the customer has not been identified")
