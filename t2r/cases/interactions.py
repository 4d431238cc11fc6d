"""Contacts with customers, as TMF683 tells them: begun, changed, linked to a case, ended; every step is kept and told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from knowledge import redact
from t2r.cases.changing import SYSTEM, find, hold, note
from t2r.cases.errors import EndedError, NoSuchError
from t2r.cases.events import EventType as TicketEvent
from t2r.cases.events import iso, put
from t2r.cases.tables import Case, Direction, Interaction, InteractionEntry, OutboxEvent, Outcome

# A contact of which nothing is heard for so long is over: by channel, and for every other one.
SILENCE = {"chat": timedelta(minutes=30), "app": timedelta(minutes=30), "email": timedelta(days=3)}
SILENCE_ELSE = timedelta(hours=4)
CONTACTS = "/tmf-api/partyInteraction/v4/partyInteraction"
AT_ONCE = 500  # contacts that one round ends


class EventType(StrEnum):
    """The notifications of TMF683."""

    CREATED = "PartyInteractionCreateEvent"
    CHANGED = "PartyInteractionAttributeValueChangeEvent"
    STATUS = "PartyInteractionStatusChangeEvent"
    DELETED = "PartyInteractionDeleteEvent"


def begin_interaction(
    session: Session,
    channel: str,
    direction: Direction,
    by: str,
    at: datetime,
    *,
    reason: str = "",
    line: str | None = None,
    case_id: int | None = None,
    external_id: str | None = None,
    agent: str | None = None,
    started_at: datetime | None = None,
) -> Interaction:
    """A contact that begins now, or of which is told now. The same `external_id` gives the same one.

    `agent` has it; whoever tells of it, where nobody is named. It began at `started_at`, where that was not now.
    """
    known = (
        external_id and session.scalars(select(Interaction).where(Interaction.external_id == external_id)).one_or_none()
    )
    if known:
        if known.channel != channel and known.ended_at is None:
            change_interaction(session, known.id, {"channel": channel}, by, at)
        return known
    interaction = Interaction(
        external_id=external_id,
        channel=channel,
        direction=direction,
        reason=redact(reason).text if reason else "",
        line=line,
        agent=by if agent is None else agent,
        started_at=started_at or at,
    )
    session.add(interaction)
    session.flush()
    add_entry(session, interaction, "begun", by, at, body={"channel": channel, "direction": direction.value})
    tell_interaction(session, interaction, EventType.CREATED, at)
    if case_id is not None:
        link_interaction(session, interaction.id, case_id, by, at)
    return interaction


def link_interaction(session: Session, id: int, case_id: int, by: str, at: datetime) -> Interaction:
    """The contact is about this case; it takes the line of the case where it has none."""
    interaction = find_interaction(session, id)
    if interaction.case_id != case_id:
        case = hold(session, case_id)
        body = {"from": interaction.case_id, "to": case_id}
        interaction.case_id, interaction.line = case_id, interaction.line or case.line
        add_entry(session, interaction, "case", by, at, body=body)
        about = {"channel": interaction.channel, "direction": interaction.direction}
        note(session, case, "interaction", by, at, name=str(id), body=about)
        tell_interaction(session, interaction, EventType.CHANGED, at)
    return interaction


def change_interaction(session: Session, id: int, changes: Mapping[str, Any], by: str, at: datetime) -> Interaction:
    """Give a contact that goes on another channel, direction, reason, line or agent. Raises EndedError, NoSuchError."""
    interaction = take_interaction(session, id)
    if interaction.ended_at is not None:
        raise EndedError(f"interaction {id} has ended and stays as it is")
    wanted = {name: redact(value).text if name == "reason" else value for name, value in changes.items()}
    was = {name: getattr(interaction, name) for name in wanted}
    differing = {name for name in wanted if was[name] != wanted[name]}
    if differing:
        for name in differing:
            setattr(interaction, name, wanted[name])
        told = sorted(differing - {"line"})  # a number is kept with the contact alone
        body = {"fields": sorted(differing), "from": {name: was[name] for name in told}}
        add_entry(session, interaction, "changed", by, at, body=body | {"to": {name: wanted[name] for name in told}})
        tell_interaction(session, interaction, EventType.CHANGED, at)
    return interaction


def add_note(session: Session, id: int, text: str, by: str, at: datetime) -> Interaction:
    """Add what was said or found out to a contact that goes on. Raises EndedError, NoSuchError."""
    interaction = take_interaction(session, id)
    if interaction.ended_at is not None:
        raise EndedError(f"interaction {id} has ended and stays as it is")
    add_entry(session, interaction, "note", by, at, text=text)
    tell_interaction(session, interaction, EventType.CHANGED, at)
    return interaction


def add_transcript(session: Session, id: int, text: str, by: str, at: datetime) -> Interaction:
    """Add words that were spoken or written, without what identifies anybody. One often comes when the contact is over."""
    interaction = take_interaction(session, id)
    interaction.transcript = f"{interaction.transcript}\n{redact(text).text}".strip()
    add_entry(session, interaction, "transcript", by, at, body={"characters": len(text)})
    return interaction


def add_feedback(session: Session, id: int, satisfaction: int, comment: str, by: str, at: datetime) -> Interaction:
    """Keep what the customer says of a contact, from 1 (bad) to 5 (good); most say it when it is over."""
    interaction = take_interaction(session, id)
    add_entry(session, interaction, "feedback", by, at, text=comment, body={"satisfaction": satisfaction})
    return interaction


def end_interaction(
    session: Session,
    id: int,
    description: str,
    at: datetime,
    *,
    by: str = SYSTEM,
    outcome: Outcome = Outcome.COMPLETED,
    wrap_up: str | None = None,
) -> Interaction:
    """The contact is over, and what it came to. An ended one stays as it is; what its end left unsaid can be said once."""
    interaction = take_interaction(session, id)
    said = redact(description).text if description else ""
    news = (said and not interaction.description) or (wrap_up and not interaction.wrap_up)
    interaction.description, interaction.wrap_up = interaction.description or said, interaction.wrap_up or wrap_up
    if interaction.ended_at is None:
        interaction.ended_at, interaction.outcome = max(at, interaction.started_at), outcome
        add_entry(
            session, interaction, "ended", by, at, body={"outcome": outcome.value, "wrap_up": interaction.wrap_up}
        )
        tell_interaction(session, interaction, EventType.STATUS, at)
    elif news:
        add_entry(session, interaction, "wrapped_up", by, at, body={"wrap_up": interaction.wrap_up})
        tell_interaction(session, interaction, EventType.CHANGED, at)
    return interaction


def follow(session: Session, event: OutboxEvent, at: datetime) -> None:
    """Keep with the contacts about a case how it goes on, also with those that are over; it is no sign of life of the contact."""
    told = event.envelope.get("event", {}).get("troubleTicket") or {}
    if event.type != TicketEvent.STATUS or not str(told.get("id", "")).isdigit():
        return
    body = {"case": int(told["id"]), "status": told["status"]}
    for one in session.scalars(select(Interaction).where(Interaction.case_id == body["case"])):
        session.add(InteractionEntry(interaction_id=one.id, at=at, by=SYSTEM, what="case_status", body=body))
        tell_interaction(session, one, EventType.CHANGED, at)


def end_silent(session: Session, now: datetime) -> list[int]:
    """End the contacts that nobody goes on with; their numbers."""
    shortest = min(*SILENCE.values(), SILENCE_ELSE)
    query = select(Interaction).where(Interaction.ended_at.is_(None), Interaction.started_at <= now - shortest)
    silent = [one for one in session.scalars(query.order_by(Interaction.id)) if times_out_at(one) <= now][:AT_ONCE]
    for one in silent:
        end_interaction(session, one.id, "", times_out_at(one), outcome=Outcome.TIMED_OUT)
    return [one.id for one in silent]


def times_out_at(interaction: Interaction) -> datetime:
    """When the contact is over, if nothing more is heard of it."""
    return (interaction.active_at or interaction.started_at) + SILENCE.get(interaction.channel, SILENCE_ELSE)


def find_interaction(session: Session, id: int) -> Interaction:
    """The contact. Raises NoSuchError."""
    interaction = session.get(Interaction, id)
    if interaction is None:
        raise NoSuchError(id, "interaction")
    return interaction


def take_interaction(session: Session, id: int) -> Interaction:
    """The contact, to be changed by this transaction alone. Raises NoSuchError."""
    interaction = session.get(Interaction, id, with_for_update=True)
    if interaction is None:
        raise NoSuchError(id, "interaction")
    return interaction


def interactions_of(session: Session, case_id: int) -> list[Interaction]:
    """The contacts about a case, oldest first. Raises NoSuchError."""
    find(session, case_id)
    return list(session.scalars(select(Interaction).where(Interaction.case_id == case_id).order_by(Interaction.id)))


@dataclass(frozen=True, slots=True)
class Filter:
    """Which contacts; what is None does not matter."""

    channel: str | None = None
    direction: Direction | None = None
    line: str | None = None
    agent: str | None = None
    case_id: int | None = None
    is_open: bool | None = None
    reason: str | None = None  # words that are in it
    since: datetime | None = None
    until: datetime | None = None


def interactions(session: Session, wanted: Filter, limit: int, before: int | None = None) -> list[Interaction]:
    """A page: contacts with numbers below `before`, the highest first."""
    query = select(Interaction).where(*_conditions(wanted)).order_by(Interaction.id.desc()).limit(limit)
    return list(session.scalars(query if before is None else query.where(Interaction.id < before)))


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    same = {
        Interaction.channel: wanted.channel,
        Interaction.direction: wanted.direction,
        Interaction.line: wanted.line,
        Interaction.agent: wanted.agent,
        Interaction.case_id: wanted.case_id,
    }
    conditions: list[ColumnElement[bool]] = [column == value for column, value in same.items() if value is not None]
    if wanted.is_open is not None:
        conditions.append(Interaction.ended_at.is_(None) if wanted.is_open else Interaction.ended_at.is_not(None))
    if wanted.reason is not None:
        conditions.append(Interaction.reason.icontains(wanted.reason, autoescape=True))
    if wanted.since is not None:
        conditions.append(Interaction.started_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(Interaction.started_at < wanted.until)
    return conditions


def earlier_interactions(session: Session, interaction: Interaction, most: int = 5) -> list[Interaction]:
    """The contacts of the same line before this one, the newest first."""
    if interaction.line is None:
        return []
    query = select(Interaction).where(
        Interaction.line == interaction.line,
        Interaction.id != interaction.id,
        Interaction.started_at <= interaction.started_at,
        Interaction.continued_in_id.is_(None),
    )
    return list(session.scalars(query.order_by(Interaction.started_at.desc(), Interaction.id.desc()).limit(most)))


def entries_of(session: Session, id: int) -> Sequence[InteractionEntry]:
    """What was said, done and changed in a contact, in order."""
    query = select(InteractionEntry).where(InteractionEntry.interaction_id == id)
    return session.scalars(query.order_by(InteractionEntry.at, InteractionEntry.id)).all()


def open_case(session: Session, interaction: Interaction) -> Case | None:
    """The case that the contact began or is about, while it is open."""
    case = None if interaction.case_id is None else session.get(Case, interaction.case_id)
    return case if case is not None and case.status.is_open else None


def add_entry(
    session: Session,
    interaction: Interaction,
    what: str,
    by: str,
    at: datetime,
    *,
    text: str = "",
    body: dict[str, Any] | None = None,
) -> None:
    """Keep a step of the contact."""
    entry = InteractionEntry(
        interaction_id=interaction.id, at=at, by=by, what=what, text=redact(text).text if text else "", body=body or {}
    )
    session.add(entry)
    interaction.active_at = max(at, interaction.active_at or interaction.started_at)


def tell_interaction(session: Session, interaction: Interaction, type: EventType, at: datetime) -> None:
    """Put an event about the contact, as it is now, into the outbox."""
    told, key = party_interaction(interaction), f"interaction:{interaction.id}"
    put(session, "partyInteraction", type.value, f"interaction-{interaction.id}", told, at, key=key)


def party_interaction(interaction: Interaction) -> dict[str, Any]:
    """The contact as TMF683 tells it, without what identifies the customer: whoever may know reads it by its `href`."""
    period = {"startDateTime": iso(interaction.started_at)}
    if interaction.ended_at is not None:
        period["endDateTime"] = iso(interaction.ended_at)
    told = {
        "@type": "PartyInteraction",
        "id": str(interaction.id),
        "href": f"{CONTACTS}/{interaction.id}",
        "direction": interaction.direction.value,
        "reason": interaction.reason,
        "description": interaction.description or None,
        "status": "inProgress" if interaction.ended_at is None else "completed",
        "interactionDate": period,
        "channel": [{"id": interaction.channel, "name": interaction.channel}],
    }
    return {name: value for name, value in told.items() if value is not None}
