"""Contacts with customers, as TMF683 tells them: begun, linked to a case, ended."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import redact
from t2r.cases.changing import find, note, take
from t2r.cases.errors import NoSuchError
from t2r.cases.tables import Direction, Interaction


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
) -> Interaction:
    """A contact that begins now, or of which is told now. The same `external_id` gives the same one."""
    known = (
        external_id and session.scalars(select(Interaction).where(Interaction.external_id == external_id)).one_or_none()
    )
    if known:
        return known
    interaction = Interaction(
        external_id=external_id,
        channel=channel,
        direction=direction,
        reason=redact(reason).text,
        line=line,
        agent=by,
        started_at=at,
    )
    session.add(interaction)
    session.flush()
    if case_id is not None:
        link_interaction(session, interaction.id, case_id, by, at)
    return interaction


def link_interaction(session: Session, id: int, case_id: int, by: str, at: datetime) -> Interaction:
    """The contact is about this case; it takes the line of the case where it has none."""
    interaction = find_interaction(session, id)
    if interaction.case_id != case_id:
        case = take(session, case_id, at)
        interaction.case_id, interaction.line = case_id, interaction.line or case.line
        body = {"channel": interaction.channel, "direction": interaction.direction}
        note(session, case, "interaction", by, at, name=str(id), body=body)
    return interaction


def end_interaction(session: Session, id: int, description: str, at: datetime) -> Interaction:
    """The contact is over, and what it came to. An ended one stays as it is."""
    interaction = find_interaction(session, id)
    if interaction.ended_at is None:
        interaction.ended_at = max(at, interaction.started_at)
        interaction.description = redact(description).text
    return interaction


def find_interaction(session: Session, id: int) -> Interaction:
    """The contact. Raises NoSuchError."""
    interaction = session.get(Interaction, id)
    if interaction is None:
        raise NoSuchError(id, "interaction")
    return interaction


def interactions_of(session: Session, case_id: int) -> list[Interaction]:
    """The contacts about a case, oldest first. Raises NoSuchError."""
    find(session, case_id)
    return list(session.scalars(select(Interaction).where(Interaction.case_id == case_id).order_by(Interaction.id)))
