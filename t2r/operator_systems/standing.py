"""How each system of the operator stands. One that has not answered lately is unknown: what it last said is not what is so."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from t2r.database import writing
from t2r.operator_systems.tables import Copy, OperatorSystem

STALE = timedelta(minutes=5)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=2), timedelta(minutes=1)


class State(StrEnum):
    """Whether what is known of a system is known now."""

    ANSWERS = "answers"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Standing:
    """A system as it stands: how much waits to be told to it, and since when it has not been."""

    name: str
    state: State
    answered_at: datetime | None
    failed_at: datetime | None
    error: str
    waiting: int
    laid_aside: int
    conflicts: int


def standing(session: Session, name: str, now: datetime) -> Standing:
    """How a system stands that ours is made alike with."""
    counts = select(
        func.count().filter(Copy.due_at.is_not(None)),
        func.count().filter(Copy.due_at.is_(None), Copy.wanted > Copy.done),
        func.count().filter(Copy.conflict != ""),
    )
    return standing_with(session, name, now, *session.execute(counts.where(Copy.system == name)).one())


def standing_with(
    session: Session, name: str, now: datetime, waiting: int, laid_aside: int, conflicts: int = 0
) -> Standing:
    """How a system stands, with what waits for it."""
    row = session.get(OperatorSystem, name)
    answered, failed = (row.answered_at, row.failed_at) if row else (None, None)
    return Standing(
        name=name,
        state=State.ANSWERS if is_known(row, now) else State.UNKNOWN,
        answered_at=answered,
        failed_at=failed,
        error=row.error if row else "",
        waiting=waiting,
        laid_aside=laid_aside,
        conflicts=conflicts,
    )


def is_known(row: OperatorSystem | None, now: datetime) -> bool:
    """Whether a system has answered lately, and not failed since."""
    if row is None or row.answered_at is None or now - row.answered_at >= STALE:
        return False
    return row.failed_at is None or row.failed_at < row.answered_at


def of(session: Session, name: str) -> OperatorSystem:
    """What is kept of a system, to be changed by this transaction alone."""
    row = session.get(OperatorSystem, name, with_for_update=True, populate_existing=True)
    if row is not None:
        return row
    with suppress(IntegrityError), session.begin_nested():  # another process was faster
        session.add(OperatorSystem(name=name))
    return session.get_one(OperatorSystem, name, with_for_update=True, populate_existing=True)


def answered(database: Engine, name: str, at: datetime) -> None:
    """It has answered."""
    with writing(database) as session:
        row = of(session, name)
        row.answered_at, row.failures, row.retry_at, row.error = at, 0, None, ""


def failed(database: Engine, name: str, error: Exception, at: datetime) -> None:
    """It has not, or not with what it should; it is tried again later and later, at last each minute."""
    with writing(database) as session:
        row = of(session, name)
        row.failed_at, row.failures, row.error = at, row.failures + 1, str(error)[:500]
        row.retry_at = at + wait(row.failures)


def wait(failures: int) -> timedelta:
    """How long after so many failures in a row the next try is made."""
    return min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(failures - 1, 10))


def has_turn(database: Engine, name: str, now: datetime, every: timedelta) -> bool:
    """Whether it is time to ask the system for what is new. Of several processes one is told so."""
    with writing(database) as session:
        row = of(session, name)
        if (row.poll_at is not None and now < row.poll_at) or (row.retry_at is not None and now < row.retry_at):
            return False
        row.poll_at = now + every
        return True


def subscriptions(database: Engine, name: str) -> dict[str, str]:
    """What we have subscribed to: the ids of subscriptions, by the address that is told."""
    with Session(database) as session:
        row = session.get(OperatorSystem, name)
        return dict(row.subscriptions or {}) if row is not None else {}


def keep_subscription(database: Engine, name: str, listener: str, id: str) -> None:
    """Keep that we have subscribed."""
    with writing(database) as session:
        row = of(session, name)
        row.subscriptions = (row.subscriptions or {}) | {listener: id}


def ask_now(session: Session, name: str, now: datetime) -> None:
    """Something is new there, it says: it is asked in the next round."""
    of(session, name).poll_at = now
