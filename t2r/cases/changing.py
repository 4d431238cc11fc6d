"""How a case is changed: taken for it, stepped through its states, and every step noted in its trace."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.cases.errors import Change, ChangedError, NoSuchError
from t2r.cases.events import EventType, tell
from t2r.cases.status import Status, check_transition
from t2r.cases.tables import Case, StatusChange, TraceEvent

SYSTEM = "t2r"  # who acts where nobody does


class Who(StrEnum):
    """How a step was taken, as eTOM's support tables count it."""

    AUTOMATED = "A"
    MANUAL = "M"
    BOTH = "AM"


class Etom(StrEnum):
    """The processes that a case goes through: those of Customer Problem Management, and of an outage its diagnosis and tests."""

    ISOLATE = "1.3.7.1"
    REPORT = "1.3.7.2"
    COORDINATE = "1.3.7.3"
    CLOSE = "1.3.7.4"
    CREATE = "1.3.7.5"
    CORRECT = "1.3.7.6"
    DIAGNOSE = "1.4.6.2"
    TEST = "1.4.6.4"


def find(session: Session, id: int) -> Case:
    """The case. Raises NoSuchError."""
    case = session.get(Case, id)
    if case is None:
        raise NoSuchError(id)
    return case


def hold(session: Session, id: int) -> Case:
    """The case, for this transaction alone, to note in its trace what changes nothing of it: whoever works on it is not disturbed.

    Raises NoSuchError.
    """
    case = session.get(Case, id, with_for_update=True, populate_existing=True)
    if case is None:
        raise NoSuchError(id)
    return case


def take(session: Session, id: int, at: datetime, version: int | None = None) -> Case:
    """The case, to be changed by this transaction alone; its version goes up by one.

    `version` is the one that the caller has seen. Raises ChangedError where it is not the newest, NoSuchError.
    """
    case = hold(session, id)
    if version is not None and version != case.version:
        since = (
            select(TraceEvent).where(TraceEvent.case_id == id, TraceEvent.version > version).order_by(TraceEvent.seq)
        )
        raise ChangedError(id, version, [Change(one.by, one.at, one.what, one.name) for one in session.scalars(since)])
    case.version += 1
    case.updated_at = at
    return case


def note(
    session: Session,
    case: Case,
    what: str,
    by: str,
    at: datetime,
    *,
    name: str = "",
    who: str = Who.MANUAL,
    etom: str = Etom.COORDINATE,
    body: dict[str, Any] | None = None,
) -> None:
    """Add a step to the case's trace."""
    case.traced += 1
    session.add(
        TraceEvent(
            case_id=case.id,
            seq=case.traced,
            version=case.version,
            at=at,
            by=by,
            who=who,
            what=what,
            name=name[:200],
            etom=etom,
            body=body or {},
        )
    )


def become(
    session: Session,
    case: Case,
    status: Status,
    by: str,
    at: datetime,
    *,
    reason: str = "",
    etom: str = Etom.COORDINATE,
) -> None:
    """Change the case's status, with its history, trace and event. Raises IllegalTransitionError."""
    check_transition(case.status, status)
    _enter(case, status, by, at, reason)
    who = Who.AUTOMATED if by == SYSTEM else Who.MANUAL
    note(session, case, "status", by, at, name=status, who=who, etom=etom, body={"reason": reason} if reason else None)
    tell(session, case, EventType.STATUS, at)
    if status is Status.RESOLVED:
        tell(session, case, EventType.RESOLVED, at)
    elif status is Status.PENDING:  # it waits for the customer
        tell(session, case, EventType.INFORMATION, at)


def begin(session: Session, case: Case, by: str, at: datetime) -> None:
    """Put a new case into the database, with the first entry of its history and trace, and its event."""
    session.add(case)
    session.flush()  # it has no number before
    _enter(case, Status.ACKNOWLEDGED, by, at, "")
    note(session, case, "opened", by, at, name=case.kind, etom=Etom.CREATE)
    tell(session, case, EventType.CREATED, at)


def _enter(case: Case, status: Status, by: str, at: datetime, reason: str) -> None:
    case.status, case.status_reason, case.status_at = status, reason, at
    if status is Status.RESOLVED:
        case.resolved_at = at
    elif status.is_open:
        case.resolved_at = None
    else:
        case.closed_at = at
    case.history.append(StatusChange(at=at, status=status, reason=reason, by=by))
