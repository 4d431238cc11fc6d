"""The state of a session: plain JSON at every step, so that it can be stored, moved and taken up again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from t2r.flows.catalogue import Actor, ToolKind
from t2r.flows.facts import Facts
from t2r.flows.language import Outcome

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Call:
    """What is to be done next: a call of one of the host's tools, or a question to a person."""

    id: str  # the idempotency key
    tool: str
    arguments: Mapping[str, Any]
    actor: Actor
    kind: ToolKind
    why: str = ""
    title: str = ""
    wording: str | None = None  # for the customer
    question: str | None = None  # the check it is for
    action: str | None = None  # the action it is for
    etom: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """How a session ended."""

    outcome: Outcome
    flow: str
    reason: str = ""
    queue: str | None = None  # to whom it was handed over
    say: str | None = None  # what the customer is told
    cause: tuple[str, ...] = ()  # the actions that were done
    evidence: tuple[str, ...] = ()  # what was found and done, in words


@dataclass(slots=True)
class Task:
    """One action to be done."""

    action: str
    arguments: dict[str, Any] = field(default_factory=dict)
    follows: bool = False  # it must be done because of another one
    attempt: int = 1
    id: str = ""  # the key of its call, once there is one
    before: dict[str, Any] = field(default_factory=dict)  # the facts of its effect, before
    looks: int = 0  # how often its effect was looked for again
    ruling: str = ""  # why the policy allowed it
    followed: bool = False  # what must follow it was seen to
    unsure: bool = False  # the call may have been carried out, and nobody knows


@dataclass(slots=True)
class Frame:
    """A flow that is being gone through; the last one is the one that was called last."""

    flow: str
    digest: str  # of the flow as it was when the frame was made
    stage: str = "verify"  # verify | rungs | act | recheck | confirm | last
    rung: int = 0
    passes: int = 1
    acted: bool = False  # something was done, here or in a flow called from here
    touched: bool = False  # something was attempted on this rung, and the goal is to be looked at again
    moved: bool = False  # something was done, or corrected, on this pass
    why: dict[str, Any] = field(default_factory=dict)  # the facts that the rung was decided on
    queue: list[Task] = field(default_factory=list)
    follow: list[Task] = field(default_factory=list)  # what must follow what was done, and is still owed
    done: list[Task] = field(default_factory=list)  # the actions of this rung that were done


@dataclass(slots=True)
class Loop:
    """A reading that calls its tool for one item after the other."""

    items: list[Any]
    lists: dict[str, list[Any]] = field(default_factory=dict)


@dataclass(slots=True)
class Pending:
    """The call that was given out and not yet observed."""

    call: Call
    what: str  # route | read | ask | do | tell | hand_over
    reading: int | None = None
    names: list[str] = field(default_factory=list)  # the facts or slots asked for


@dataclass(slots=True)
class Choice:
    """Flows that the words do not tell apart: the question that does, and the flow for each answer."""

    question: str
    flows: dict[str, str]


@dataclass(slots=True)
class State:
    """Everything a session knows."""

    id: str
    flow: str
    binding: str = ""  # digest of the binding
    slots: dict[str, Any] = field(default_factory=dict)
    ask: list[str] = field(default_factory=list)  # who may be asked: agent, customer
    today: str | None = None
    facts: Facts = field(default_factory=Facts)
    choice: Choice | None = None
    frames: list[Frame] = field(default_factory=list)
    loops: dict[int, Loop] = field(default_factory=dict)
    errors: dict[int, int] = field(default_factory=dict)  # reading → how often it went wrong in a row
    pending: Pending | None = None
    calls: int = 0  # how many calls were given out
    written: int = 0  # the number of the last call that changed anything
    last: str = ""  # the last action that was done
    times: dict[str, int] = field(default_factory=dict)  # action with its arguments → how often it was done
    cause: list[str] = field(default_factory=list)
    ending: Done | None = None  # the end is decided, and still to be handed over
    done: Done | None = None

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "format": FORMAT,
            **{name: getattr(self, name) for name in _PLAIN},
            "slots": dict(self.slots),
            "ask": list(self.ask),
            "times": dict(self.times),
            "cause": list(self.cause),
            "facts": self.facts.to_json(),
            "choice": asdict(self.choice) if self.choice else None,
            "frames": [asdict(frame) for frame in self.frames],
            "loops": {str(reading): asdict(loop) for reading, loop in self.loops.items()},
            "errors": {str(reading): count for reading, count in self.errors.items()},
            "pending": asdict(self.pending) if self.pending else None,
            "ending": asdict(self.ending) if self.ending else None,
            "done": asdict(self.done) if self.done else None,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> State:
        """From JSON; raises ValueError where it is of another format, or damaged."""
        if data.get("format") != FORMAT:
            raise ValueError(f"a session's state of format {data.get('format')!r}; this version reads {FORMAT}")
        try:
            return cls(
                **{name: data[name] for name in _PLAIN},
                slots=dict(data["slots"]),
                ask=list(data["ask"]),
                times=dict(data["times"]),
                cause=list(data["cause"]),
                facts=Facts.from_json(data["facts"]),
                choice=Choice(**data["choice"]) if data["choice"] else None,
                frames=[_frame(frame) for frame in data["frames"]],
                loops={int(reading): Loop(**loop) for reading, loop in data["loops"].items()},
                errors={int(reading): count for reading, count in data["errors"].items()},
                pending=_pending(data["pending"]) if data["pending"] else None,
                ending=_done(data["ending"]) if data["ending"] else None,
                done=_done(data["done"]) if data["done"] else None,
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"a session's state that is damaged: {error}") from error


_PLAIN = ("id", "flow", "binding", "today", "calls", "written", "last")


def _frame(data: Mapping[str, Any]) -> Frame:
    tasks = {name: [Task(**task) for task in data[name]] for name in ("queue", "follow", "done")}
    return Frame(**{**data, **tasks})


def _pending(data: Mapping[str, Any]) -> Pending:
    call = {**data["call"], "actor": Actor(data["call"]["actor"]), "kind": ToolKind(data["call"]["kind"])}
    return Pending(**{**data, "call": Call(**call)})


def _done(data: Mapping[str, Any]) -> Done:
    lists = {name: tuple(data[name]) for name in ("cause", "evidence")}
    return Done(**{**data, **lists, "outcome": Outcome(data["outcome"])})
