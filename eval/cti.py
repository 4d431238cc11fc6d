"""Simulated calls with their truth, what becomes of their events on the way, and whether what was made of them is wrong."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

Message = dict[str, Any]

BEGAN = datetime(2026, 5, 1, 9, tzinfo=UTC)
AGENTS = ("asha", "ravi", "meena", "imran")
UNKNOWN = "t2r"  # has an interaction of which nobody has told whose it is
FINAL = ("EventReleased", "EventAbandoned", "EventPartyDeleted")


@dataclass(frozen=True, slots=True)
class Truth:
    """What a call really was; `agents` talked with the customer, or were rung, and `agent` had it last."""

    line: str | None
    agent: str
    agents: frozenset[str]
    started_at: datetime
    ended_at: datetime
    abandoned: bool = False
    is_contact: bool = True


@dataclass(slots=True)
class Story:
    """A call in the making: its messages in order, each a second or more after the one before."""

    rng: random.Random
    number: int
    messages: list[Message] = field(default_factory=list)
    withheld: bool = False
    now: datetime = BEGAN

    def __post_init__(self) -> None:
        self.now = BEGAN + timedelta(seconds=self.rng.randrange(3_000))
        self.withheld = self.rng.random() < 0.25

    @property
    def line(self) -> str:
        """The customer's number."""
        return f"9198{self.number % 100_000_000:08}"

    def conn(self, leg: int = 1) -> str:
        """The id of a call of this story."""
        return f"{self.number:08X}{leg:02X}"

    def say(self, name: str, agent: str | None, leg: int = 1, call_type: str = "Inbound", **more: Any) -> None:
        """One more event, at the telephone of an agent."""
        self.now += timedelta(seconds=self.rng.randrange(1, 30))
        seat: Message = {} if agent is None else {"AgentID": agent, "ThisDN": dn(agent)}
        ani = "anonymous" if self.withheld else f"+{self.line}"
        attached = {"UserData": {"MSISDN": self.line, "CallReason": "no data"}}
        about = {"ANI": ani, "DNIS": "1800111", "ThisQueue": "mobile", "CallType": call_type}
        told = {"Event": name, "ConnID": self.conn(leg), "Time": self.now.isoformat()}
        self.messages.append(told | about | seat | attached | more)

    def truth(self, agent: str, *agents: str, abandoned: bool = False, is_contact: bool = True) -> Truth:
        """The story is over."""
        began = datetime.fromisoformat(self.messages[0]["Time"])
        return Truth(self.line, agent, frozenset((agent, *agents)), began, self.now, abandoned, is_contact)


def dn(agent: str) -> str:
    """The telephone of an agent."""
    return f"7{AGENTS.index(agent):03}"


def _answered(story: Story, one: str, *_: str) -> Truth:
    story.say("EventRinging", one)
    story.say("EventEstablished", one)
    for _n in range(story.rng.randrange(3)):
        story.say("EventHeld", one)
        story.say("EventRetrieved", one)
    story.say("EventAttachedDataChanged", one)
    story.say("EventReleased", one)
    return story.truth(one)


def _abandoned(story: Story, one: str, *_: str) -> Truth:
    story.say("EventRinging", one)
    story.say("EventAbandoned", one)
    return story.truth(one, abandoned=True)


def _redirected(story: Story, one: str, two: str, *_: str) -> Truth:
    story.say("EventRinging", one)
    story.say("EventReleased", one, CallState="Redirected")
    story.say("EventRinging", two)
    story.say("EventEstablished", two)
    story.say("EventReleased", two)
    return story.truth(two, one)


def _consulted(story: Story, one: str, two: str) -> None:
    """The first agent holds the call and talks to the second."""
    story.say("EventRinging", one)
    story.say("EventEstablished", one)
    story.say("EventHeld", one)
    origin: Message = {"TransferConnID": story.conn()}
    story.say("EventRinging", two, 2, "Consult", OtherDN=dn(one), **origin)
    story.say("EventEstablished", two, 2, "Consult", OtherDN=dn(one), **origin)


def _transferred(story: Story, one: str, two: str, *_: str) -> Truth:
    _consulted(story, one, two)
    moved: Message = {"CallState": "Transferred", "ThirdPartyDN": dn(one), "PreviousConnID": story.conn(2)}
    story.say("EventReleased", one, CallState="Transferred")
    story.say("EventPartyChanged", two, **moved)
    story.say("EventReleased", two)
    return story.truth(two, one)


def _transferred_at_once(story: Story, one: str, two: str, *_: str) -> Truth:
    story.say("EventRinging", one)
    story.say("EventEstablished", one)
    story.say("EventReleased", one, CallState="Transferred")
    story.say("EventRinging", two)
    story.say("EventEstablished", two)
    story.say("EventReleased", two)
    return story.truth(two, one)


def _to_another_site(story: Story, one: str, two: str, *_: str) -> Truth:
    story.say("EventRinging", one)
    story.say("EventEstablished", one)
    story.say("EventReleased", one, CallState="Transferred")
    for name in ("EventRinging", "EventEstablished", "EventReleased"):
        story.say(name, two, 3, PreviousConnID=story.conn())
    return story.truth(two, one)


def _conference(story: Story, one: str, two: str, *_: str) -> Truth:
    _consulted(story, one, two)
    joined: Message = {"CallState": "Conferenced", "ThirdPartyDN": dn(one)}
    story.say("EventPartyAdded", one, OtherDN=dn(two), **joined)
    story.say("EventPartyChanged", two, PreviousConnID=story.conn(2), **joined)
    first, last = (one, two) if story.rng.random() < 0.5 else (two, one)
    story.say("EventReleased", first)
    story.say("EventPartyDeleted", last, OtherDN=dn(first))
    story.say("EventReleased", last)
    return story.truth(last, first)


def _among_agents(story: Story, one: str, two: str, *_: str) -> Truth:
    for name in ("EventRinging", "EventEstablished", "EventReleased"):
        story.say(name, two, 1, "Internal", OtherDN=dn(one))
    return story.truth(two, is_contact=False)


STORIES: tuple[Callable[..., Truth], ...] = (
    _answered, _abandoned, _redirected, _transferred, _transferred_at_once, _to_another_site, _conference, _among_agents,
)  # fmt: skip


def simulated(rng: random.Random, number: int) -> tuple[Story, Truth]:
    """A call and its truth; `number` makes it another customer's than those of other numbers."""
    story = Story(rng, number)
    truth = rng.choice(STORIES)(story, *rng.sample(AGENTS, k=len(AGENTS)))
    return story, truth


def on_the_way(
    rng: random.Random, messages: Sequence[Message], *, lost: float = 0.15, repeated: float = 0.3
) -> list[Message]:
    """The messages as they arrive: some never, some several times, in any order."""
    arrived = [message for message in messages if rng.random() >= lost]
    arrived += [message for message in arrived if rng.random() < repeated for _ in range(rng.randrange(1, 3))]
    rng.shuffle(arrived)
    return arrived


@dataclass(frozen=True, slots=True)
class Made:
    """An interaction that was made of a call: what there is to compare."""

    line: str | None
    agent: str
    started_at: datetime
    ended_at: datetime | None
    abandoned: bool


def wrong(story: Story, truth: Truth, arrived: Sequence[Message], made: Sequence[Made]) -> list[str]:
    """What the interactions of a call say that is not so, as far as what arrived could tell. Empty for none."""
    there = {_told(message) for message in arrived}
    whole = all(_told(message) in there for message in story.messages)
    if not truth.is_contact:
        return ["agents among themselves are taken for a contact"] if made else []
    joined = _pieces(arrived)
    complaints = [f"{len(made)} interactions of {joined} pieces"] if len(made) > joined else []
    if whole:
        exact = Made(truth.line, truth.agent, truth.started_at, truth.ended_at, truth.abandoned)
        return complaints if list(made) == [exact] else [*complaints, f"{made} is not {exact}"]
    if not made and any(message["CallType"] == "Inbound" for message in arrived):
        complaints.append("nothing was made of it")
    ends = {datetime.fromisoformat(message["Time"]) for message in arrived if message["Event"] in FINAL}
    for one in made:
        complaints += [
            f"{what} of {one} against {truth}"
            for what, is_right in {
                "line": one.line == truth.line,
                "agent": one.agent in truth.agents or (one.agent == UNKNOWN and not _names_a_party(arrived)),
                "begin": truth.started_at <= one.started_at <= truth.ended_at,
                "end": one.ended_at is None or (one.ended_at in ends and one.started_at <= one.ended_at),
                "outcome": truth.abandoned or not one.abandoned,
            }.items()
            if not is_right
        ]
    left = [message for message in story.messages if message["Event"] in FINAL]
    if (
        all(_told(message) in there for message in left)
        and max(one.ended_at or BEGAN for one in made) != truth.ended_at
    ):
        complaints.append(f"every end arrived, and the last of {made} is not that of {truth}")
    return complaints


def _names_a_party(arrived: Sequence[Message]) -> bool:
    """Whether anything arrived that tells who is in the call; attached data tells of the call alone."""
    return any(message["Event"] != "EventAttachedDataChanged" for message in arrived)


def _told(message: Message) -> tuple[str, ...]:
    return (message["Event"], message["ConnID"], message["Time"], message.get("AgentID", ""))


def _pieces(arrived: Sequence[Message]) -> int:
    """How many conversations the customer's calls fall into, by the links that arrived."""
    groups: list[set[str]] = []
    for message in arrived:
        named = {message[name] for name in ("ConnID", "PreviousConnID", "TransferConnID") if name in message}
        touched = [group for group in groups if group & named]
        groups = [group for group in groups if not group & named] + [named.union(*touched)]
    customers = {message["ConnID"] for message in arrived if message["CallType"] == "Inbound"}
    return sum(bool(group & customers) for group in groups)
