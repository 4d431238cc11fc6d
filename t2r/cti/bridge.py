"""Taking an event: it is kept with its call, and what it changes of the call is changed of the interaction, and nothing else.

What agents have said of an interaction stays: only what the call has told before is told anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Engine as Database
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from t2r.cases.changing import SYSTEM, take
from t2r.cases.interactions import (
    EventType,
    add_entry,
    begin_interaction,
    change_interaction,
    end_interaction,
    find_interaction,
    link_interaction,
    tell_interaction,
)
from t2r.cases.tables import Case, Direction, Interaction, Outcome
from t2r.cases.transferring import hand_to
from t2r.cti.calls import Call, Leg, Standing, follow, kind_of
from t2r.cti.events import CallType, Event, Name
from t2r.cti.lines import line_of
from t2r.cti.tables import CtiCall, CtiPop, CtiSeat
from t2r.database import writing

CHANNEL = "phone"
ATTEMPTS = 3
MOST_EVENTS = 2_000  # of one call: what comes beyond, but for its end, is let go
WITH_CUSTOMER = (CallType.INBOUND, CallType.OUTBOUND)


class Reception(StrEnum):
    """What became of an event."""

    TAKEN = "taken"
    DUPLICATE = "duplicate"
    IGNORED = "ignored"  # it says nothing that matters here


@dataclass(frozen=True, slots=True)
class Received:
    """What became of an event, and the interaction it belongs to, if that is known."""

    reception: Reception
    interaction: int | None = None


def take_in(database: Database, event: Event, at: datetime) -> Received:
    """Take an event in, in a transaction of its own; `at` is now. The same event again changes nothing."""
    for _ in range(ATTEMPTS - 1):
        with (
            suppress(IntegrityError),
            writing(database) as session,
        ):  # another process has begun the same call meanwhile
            return receive(session, event, at)
    with writing(database) as session:
        return receive(session, event, at)


def receive(session: Session, event: Event, at: datetime) -> Received:
    """Take an event in, within a transaction."""
    calls = _calls(session, {event.conn_id, *event.linked}, at)
    call = next(each for each in calls if each.conn_id == event.conn_id)
    known = [Event.model_validate(each) for each in call.events]
    if any(each.key == event.key for each in known):
        return Received(Reception.DUPLICATE, call.interaction_id)
    if len(known) >= MOST_EVENTS and event.name not in (Name.RELEASED, Name.ABANDONED):
        return Received(Reception.IGNORED, call.interaction_id)
    interactions = sorted({each.interaction_id for each in calls if each.interaction_id is not None})
    kept = interactions[0] if interactions else None
    before = None if kept is None else told(each for each in calls if each.interaction_id == kept)
    call.events = [*call.events, event.model_dump(mode="json", exclude_none=True)]
    call.heard_at = at
    for each in calls:
        each.conversation, each.interaction_id = calls[0].conversation, kept
    for id in interactions[1:]:
        _merge(session, id, interactions[0])
    after, rang, rings = told(calls), follow(known), follow([*known, event])
    seats = _seats(session, (before, after, rang, rings))
    interaction = None if after is None else _follow_up(session, calls, kept, before, after, seats)
    _pop(session, call.conn_id, rang, rings, seats, at)
    session.flush()
    return Received(Reception.TAKEN, None if interaction is None else interaction.id)


def _calls(session: Session, conn_ids: AbstractSet[str], at: datetime) -> list[CtiCall]:
    """These calls, and all of their conversations, to be changed by this transaction alone."""
    there = set(session.scalars(select(CtiCall.conn_id).where(CtiCall.conn_id.in_(conn_ids))))
    for conn_id in sorted(conn_ids - there):
        session.add(CtiCall(conn_id=conn_id, conversation=conn_id, events=[], heard_at=at))
    session.flush()
    theirs = select(CtiCall.conversation).where(CtiCall.conn_id.in_(conn_ids))
    query = select(CtiCall).where(CtiCall.conversation.in_(theirs)).order_by(CtiCall.conn_id)
    return list(session.scalars(query.with_for_update().execution_options(populate_existing=True)))


def told(calls: Iterable[CtiCall]) -> Call | None:
    """What the calls of a conversation tell of the customer's: agents' calls among themselves are none of it."""
    told: list[Event] = []
    for call in calls:
        events = [Event.model_validate(each) for each in call.events]
        if kind_of(events) in WITH_CUSTOMER:
            told += events
    return follow(told)


def _merge(session: Session, id: int, kept: int) -> None:
    """The interaction turned out to be a part of another one."""
    part, whole = find_interaction(session, id), find_interaction(session, kept)
    if part.case_id is not None and whole.case_id is None:
        link_interaction(session, kept, part.case_id, SYSTEM, part.started_at)
    end_interaction(session, id, "", part.active_at or part.started_at, outcome=Outcome.CONTINUED)
    part.outcome, part.continued_in_id = Outcome.CONTINUED, kept
    add_entry(session, whole, "continues", SYSTEM, part.started_at, body={"interaction": id})


# The interaction


def _follow_up(
    session: Session,
    calls: list[CtiCall],
    kept: int | None,
    before: Call | None,
    after: Call,
    seats: Mapping[str, str],
) -> Interaction:
    """Change of the interaction what has become otherwise in the call."""
    interaction = None if kept is None else session.get(Interaction, kept, with_for_update=True)
    if interaction is None:
        interaction, before = _begun(session, calls, after, seats), None
        for each in calls:
            each.interaction_id = interaction.id
    was_at = before.ended_at if before else None
    is_ours = interaction.ended_at == was_at or interaction.outcome is Outcome.TIMED_OUT  # nobody else has ended it
    _take_line(session, interaction, before, after)
    _take_holder(session, interaction, before, after, seats)
    _take_case(session, interaction, after)
    if after.started_at < interaction.started_at:
        interaction.started_at = after.started_at
    if is_ours and after.ended_at != was_at:
        _take_end(session, interaction, after)
    interaction.active_at = max(_heard(after), interaction.active_at or interaction.started_at)
    return interaction


def _begun(session: Session, calls: list[CtiCall], call: Call, seats: Mapping[str, str]) -> Interaction:
    direction = Direction.OUTBOUND if call.kind is CallType.OUTBOUND else Direction.INBOUND
    return begin_interaction(
        session,
        CHANNEL,
        direction,
        SYSTEM,
        call.started_at,
        reason=call.data.get("reason", ""),
        external_id=calls[0].conn_id,
        agent=_name(call.holder, seats) or SYSTEM,
    )


def _take_line(session: Session, interaction: Interaction, before: Call | None, after: Call) -> None:
    line, was = line_of(after), line_of(before) if before else None
    if line is not None and line != interaction.line and interaction.line in (None, was):
        _change(session, interaction, "line", line, _heard(after))


def _take_holder(
    session: Session, interaction: Interaction, before: Call | None, after: Call, seats: Mapping[str, str]
) -> None:
    """Whoever has the call has the interaction, and its case: what is known goes with it, and nothing is asked again."""
    name, was = _name(after.holder, seats), _name(before.holder, seats) if before else None
    if name is None or name == was:
        return
    if was is not None and interaction.agent not in (was, SYSTEM, name):
        return  # somebody has said whose it is
    _change(session, interaction, "agent", name, _heard(after))
    _hand_case(session, interaction, was, name, _heard(after))


def _hand_case(session: Session, interaction: Interaction, was: str | None, name: str, at: datetime) -> None:
    case = None if interaction.case_id is None else session.get(Case, interaction.case_id)
    if was is None or case is None or case.status.is_final or case.owner != was:
        return
    hand_to(session, take(session, case.id, at), name, None, SYSTEM, at, f"the call was transferred by {was}")


def _take_case(session: Session, interaction: Interaction, call: Call) -> None:
    """The case that was attached to the call, where it is there and of no other line."""
    told = call.data.get("case", "").lstrip("#")
    if interaction.case_id is not None or not (told.isascii() and told.isdigit() and len(told) < 19):
        return
    case = session.get(Case, int(told))
    if case is not None and case.line in (None, interaction.line):
        link_interaction(session, interaction.id, case.id, SYSTEM, _heard(call))


def _take_end(session: Session, interaction: Interaction, call: Call) -> None:
    """The call is over, was over at another time than was known, or goes on after all: somebody else is in the conference."""
    if interaction.ended_at is None and call.ended_at is not None:
        outcome = Outcome.ABANDONED if call.abandoned else Outcome.COMPLETED
        end_interaction(session, interaction.id, "", call.ended_at, outcome=outcome)
        return
    interaction.ended_at = call.ended_at
    interaction.outcome = None if call.ended_at is None else Outcome.ABANDONED if call.abandoned else Outcome.COMPLETED
    what = "goes_on" if call.ended_at is None else "ended"
    add_entry(session, interaction, what, SYSTEM, _heard(call), body={"corrected": True})
    tell_interaction(session, interaction, EventType.STATUS, _heard(call))


def _change(session: Session, interaction: Interaction, name: str, value: str, at: datetime) -> None:
    if interaction.ended_at is None:
        change_interaction(session, interaction.id, {name: value}, SYSTEM, at)
    else:  # a late event says what was so before the end
        setattr(interaction, name, value)
        add_entry(session, interaction, "changed", SYSTEM, at, body={"fields": [name], "late": True})


def _heard(call: Call) -> datetime:
    """When the call was last heard of."""
    return max(call.started_at, *(leg.since for leg in call.legs), call.ended_at or call.started_at)


# Screens


def _pop(
    session: Session, conn_id: str, before: Call | None, after: Call | None, seats: Mapping[str, str], at: datetime
) -> None:
    """Tell each agent whose part of the call stands otherwise now; the first time it opens on the screen."""
    stood = _standings(before, seats)
    for agent, standing in _standings(after, seats).items():
        was = stood.get(agent)
        if standing is was or (was is None and standing is Standing.LEFT):
            continue  # one that has left before it was heard of is not shown
        opens = was in (None, Standing.LEFT)
        session.add(CtiPop(at=at, agent=agent, conn_id=conn_id, standing=standing, opens=opens))


def _standings(call: Call | None, seats: Mapping[str, str]) -> dict[str, Standing]:
    if call is None:
        return {}
    active = {leg.party for leg in call.active}
    named = {leg: name for leg in call.legs if (name := _name(leg, seats)) is not None}
    return {name: leg.standing if leg.party in active else Standing.LEFT for leg, name in named.items()}


def _name(leg: Leg | None, seats: Mapping[str, str]) -> str | None:
    """The name an agent signs in with; the telephone system's own name of them where nobody has said another one."""
    if leg is None:
        return None
    ids = [id for id in (leg.agent, leg.party) if id is not None]
    return next((seats[id] for id in ids if id in seats), leg.agent)


def _seats(session: Session, calls: Iterable[Call | None]) -> dict[str, str]:
    legs = [leg for call in calls if call is not None for leg in call.legs]
    ids = {id for leg in legs for id in (leg.agent, leg.party) if id is not None}
    return {seat.id: seat.agent for seat in session.scalars(select(CtiSeat).where(CtiSeat.id.in_(ids)))}
