"""A call as the events that are known tell it: the same whatever order they came in, how often, and which were lost.

Nothing is remembered between two events but the events themselves. A call is worked out anew from all of them, in the order in
which they happened: so a repeated one changes nothing, and a late one takes its place among the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from t2r.cti.events import CallState, CallType, Event, Name, in_order


class Standing(StrEnum):
    """How far a party's part of a call has come."""

    RINGING = "ringing"
    TALKING = "talking"
    HELD = "held"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Leg:
    """A party's part of a call; the party is an agent's telephone. `answered_at` is when it talked first, if ever."""

    party: str
    agent: str | None
    standing: Standing
    since: datetime
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A call, or several that are one conversation. `agent` has it now, or had it last; `data` is what was attached."""

    kind: CallType
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    ani: str | None
    dnis: str | None
    queue: str | None
    data: Mapping[str, str]
    legs: tuple[Leg, ...]
    abandoned: bool = False  # the customer gave up before anybody answered

    @property
    def active(self) -> tuple[Leg, ...]:
        """The parties that are in it now."""
        return () if self.ended_at is not None else tuple(leg for leg in self.legs if leg.standing is not Standing.LEFT)

    @property
    def holder(self) -> Leg | None:
        """Whose it is now, or was last: of those who talk, who talks the longest; else for whom it rings; else who left last."""
        talking = [leg for leg in self.active if leg.standing is not Standing.RINGING]
        if talking:
            return min(talking, key=lambda leg: leg.answered_at or leg.since)
        if self.active:
            return max(self.active, key=lambda leg: leg.since)
        answered = [leg for leg in self.legs if leg.answered_at is not None]
        return max(answered or self.legs, key=lambda leg: leg.since, default=None)


def follow(events: Iterable[Event]) -> Call | None:
    """The call as these events tell it; None for no event."""
    ordered = in_order(events)
    return _Follower(ordered).call() if ordered else None


def kind_of(events: Iterable[Event]) -> CallType:
    """Between whom the call of these events is: a consultation where one of them says so."""
    told = {event.call_type for event in events}
    rarest_first = (CallType.CONSULT, CallType.INTERNAL, CallType.OUTBOUND)
    return next((kind for kind in rarest_first if kind in told), CallType.INBOUND)


@dataclass(slots=True)
class _Follower:
    ordered: Sequence[Event]
    legs: dict[str, Leg] = field(default_factory=dict)
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    agents: dict[str, str] = field(default_factory=dict)
    in_conference: bool = False
    gave_up: bool = False

    def call(self) -> Call:
        self.agents = {event.this_dn: event.agent_id for event in self.ordered if event.this_dn and event.agent_id}
        # Whether several talk at once is a matter of the whole call: who joined before that was told has not sent anybody away.
        self.in_conference = any(
            event.name is Name.PARTY_ADDED or event.call_state is CallState.CONFERENCED for event in self.ordered
        )
        data: dict[str, str] = {}
        for event in self.ordered:
            data |= event.user_data or {}
            self._take(event)
        return Call(
            kind=kind_of(self.ordered),
            started_at=min(event.time for event in self.ordered),
            answered_at=self.answered_at,
            ended_at=self.ended_at,
            ani=self._first("ani"),
            dnis=self._first("dnis"),
            queue=self._first("this_queue"),
            data=data,
            legs=tuple(self.legs.values()),
            abandoned=self.gave_up and self.answered_at is None,
        )

    def _first(self, name: str) -> str | None:
        return next((value for event in self.ordered if (value := getattr(event, name))), None)

    def _take(self, event: Event) -> None:
        party = event.party
        match event.name:
            case Name.RINGING if party is not None:
                self._join(party, Standing.RINGING, event)
            case Name.PARTY_CHANGED if party is not None:
                self._changed(party, event)
            case Name.PARTY_ADDED:
                self._added(event)
            case Name.ESTABLISHED if party is not None and self._goes_on(party):
                self._join(party, Standing.TALKING, event)
            case Name.HELD | Name.RETRIEVED if party is not None and self._goes_on(party):
                standing = Standing.HELD if event.name is Name.HELD else Standing.TALKING
                self._join(party, standing, event)
            case Name.PARTY_DELETED:
                self._deleted(event)
            case Name.RELEASED:
                self._released(party, event)
            case Name.ABANDONED:
                self.gave_up = True
                self._end(event)
            case _:
                pass

    def _goes_on(self, party: str) -> bool:
        """Whether the party may still talk: an event that says so of one that has left, or after the end, is late or wrong."""
        leg = self.legs.get(party)
        return self.ended_at is None and (leg is None or leg.standing is not Standing.LEFT)

    def _join(self, party: str, standing: Standing, event: Event) -> None:
        """The party rings, talks or holds; unless it is a conference, whoever talks takes the call from the others."""
        self.ended_at = None
        known = self.legs.pop(party, None)
        if known is not None and known.standing is Standing.LEFT:
            known = None
        answered = known.answered_at if known else None
        if standing is not Standing.RINGING:
            answered = answered or event.time
            self.answered_at = self.answered_at or event.time
            if not self.in_conference:
                for other in list(self.legs):
                    self._leave(other, event)
        elif known is not None and known.standing is not Standing.RINGING:
            standing = known.standing  # it rings only until it is answered
        self.legs[party] = Leg(party, self._agent(party, event), standing, event.time, answered)

    def _agent(self, party: str, event: Event) -> str | None:
        return (event.agent_id if event.party == party else None) or self.agents.get(party)

    def _leave(self, party: str, event: Event) -> None:
        leg = self.legs.get(party)
        if leg is None:
            self.legs[party] = Leg(party, self._agent(party, event), Standing.LEFT, event.time)
        elif leg.standing is not Standing.LEFT:
            self.legs[party] = replace(leg, standing=Standing.LEFT, since=event.time)

    def _changed(self, party: str, event: Event) -> None:
        """A transfer or conference is complete: this party talks with the customer now."""
        if event.third_party_dn is not None and event.call_state is not CallState.CONFERENCED:
            self._leave(event.third_party_dn, event)
        if self._is_customer(party, event):
            return
        self._join(party, Standing.TALKING, event)

    def _added(self, event: Event) -> None:
        if event.other_dn is not None and not self._is_customer(event.other_dn, event):
            self._join(event.other_dn, Standing.TALKING, event)

    def _deleted(self, event: Event) -> None:
        gone = event.other_dn or event.third_party_dn
        if gone is None:
            return
        if self._is_customer(gone, event):
            self._end(event)
        else:
            self._leave(gone, event)

    def _released(self, party: str | None, event: Event) -> None:
        if party is not None:
            self._leave(party, event)
        stays = any(leg.standing is not Standing.LEFT for leg in self.legs.values())
        if not (stays or (event.call_state or CallState.OK).goes_on):
            self._end(event)

    def _end(self, event: Event) -> None:
        for party in [*self.legs, *filter(None, [event.party])]:
            self._leave(party, event)
        self.ended_at = event.time

    def _is_customer(self, party: str, event: Event) -> bool:
        return party == (event.ani or self._first("ani"))
