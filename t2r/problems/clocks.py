"""Target times: started when a case is taken up, warned of before they are missed, stopped when service is restored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.cases.tables import Case
from t2r.problems.events import ProblemEvent, announce
from t2r.problems.tables import Clock


class Jeopardy(StrEnum):
    """How a target time stands."""

    ON_TIME = "on time"
    IN_JEOPARDY = "in jeopardy"
    MISSED = "missed"


def standing(clock: Clock, now: datetime) -> Jeopardy:
    """How it stands at a moment; a stopped one as it stood when it was stopped."""
    at = clock.stopped_at or now
    if at >= clock.due_at:
        return Jeopardy.MISSED
    return Jeopardy.IN_JEOPARDY if at >= clock.jeopardy_at else Jeopardy.ON_TIME


def start(session: Session, case: Case, minutes: float, share: float, at: datetime) -> Clock:
    """Start a clock; after `share` of its minutes the case is in jeopardy."""
    span = timedelta(minutes=minutes)
    clock = Clock(case_id=case.id, started_at=at, jeopardy_at=at + span * share, due_at=at + span)
    session.add(clock)
    return clock


def running(session: Session, case_id: int) -> Clock | None:
    """The clock of a case that runs."""
    query = select(Clock).where(Clock.case_id == case_id, Clock.stopped_at.is_(None)).order_by(Clock.id.desc())
    return session.scalars(query.limit(1)).one_or_none()


def all_of(session: Session, case_id: int) -> list[Clock]:
    """The clocks of a case, the first one first."""
    return list(session.scalars(select(Clock).where(Clock.case_id == case_id).order_by(Clock.id)))


def warn(session: Session, case: Case, at: datetime) -> None:
    """Say that the target time is going to be missed, while there is still something to be done about it."""
    clock = running(session, case.id)
    if clock is not None and clock.warned_at is None:
        clock.warned_at = at
        announce(session, ProblemEvent.JEOPARDY, f"case:{case.id}", at, told(case, clock))


def miss(session: Session, case: Case, at: datetime) -> None:
    """Say that the target time was missed."""
    clock = running(session, case.id)
    if clock is not None and clock.missed_at is None:
        clock.missed_at = at
        announce(session, ProblemEvent.MISSED, f"case:{case.id}", at, told(case, clock))


def stop(session: Session, case_id: int, by: str, at: datetime) -> Clock | None:
    """Stop what runs: service is restored, or the case cancelled."""
    clock = running(session, case_id)
    if clock is not None:
        clock.stopped_at, clock.stopped_by = at, by
    return clock


def told(case: Case, clock: Clock) -> dict[str, str]:
    """A clock as others are told of it."""
    return {
        "case": str(case.id),
        "href": f"/v1/cases/{case.id}",
        "priority": case.priority.value,
        "owner": case.owner or case.queue or "",
        "jeopardyDate": clock.jeopardy_at.isoformat(),
        "targetDate": clock.due_at.isoformat(),
    }


@dataclass(frozen=True, slots=True)
class Watched:
    """An open case with its target time."""

    case: Case
    clock: Clock
    standing: Jeopardy


def watched(session: Session, now: datetime, limit: int = 200) -> Sequence[Watched]:
    """The open cases whose target time comes first."""
    query = (
        select(Case, Clock)
        .join(Clock, Clock.case_id == Case.id)
        .where(Clock.stopped_at.is_(None))
        .order_by(Clock.due_at, Clock.id)
        .limit(limit)
    )
    return [Watched(case, clock, standing(clock, now)) for case, clock in session.execute(query)]
