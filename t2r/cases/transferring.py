"""Handing a case over: to a person or a queue, with all that is known."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from knowledge import redact
from t2r.cases.changing import SYSTEM, Who, note, take
from t2r.cases.errors import IllegalTransitionError, RefusedError
from t2r.cases.events import EventType, tell
from t2r.cases.tables import Case


def hand_to(
    session: Session, case: Case, owner: str | None, queue: str | None, by: str, at: datetime, reason: str = ""
) -> None:
    """Give a case, taken before, to a person or to a queue; what is known goes with it, and nothing is asked again."""
    before = {"owner": case.owner, "queue": case.queue}
    case.owner, case.queue = owner, queue
    body = {"from": before, "reason": redact(reason).text}
    who = Who.AUTOMATED if by == SYSTEM else Who.MANUAL
    note(session, case, "transferred", by, at, name=owner or queue or "", who=who, body=body)
    tell(session, case, EventType.CHANGED, at)


def transfer(
    session: Session,
    id: int,
    owner: str | None,
    queue: str | None,
    by: str,
    at: datetime,
    reason: str = "",
    version: int | None = None,
) -> Case:
    """Give a case to another person or queue. Raises RefusedError where none of them is named."""
    if not owner and not queue:
        raise RefusedError("owner", "name the person, or the queue, that takes the case over")
    case = take(session, id, at, version)
    if case.status.is_final:
        raise IllegalTransitionError(f"a case that is {case.status} is not given to anybody")
    hand_to(session, case, owner, queue, by, at, reason)
    return case
