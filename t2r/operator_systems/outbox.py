"""What is to be made alike in a system of the operator: written down in the transaction of the change, done until it is done.

What is kept is that ours and theirs differ, not each step that led there. So nothing is lost or overtaken while a system is down: when
it answers, it is told how things stand then.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Engine, case, literal, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from t2r.database import UtcDateTime, writing
from t2r.operator_systems import standing
from t2r.operator_systems.errors import (
    AccessError,
    MalformedError,
    MissingError,
    OperatorSystemError,
    RejectedError,
    UnreachableError,
)
from t2r.operator_systems.tables import Copy, OperatorSystem

log = logging.getLogger("t2r.operator_systems")

PORTION = 20
LEASE = timedelta(minutes=10)  # whoever took one and was killed has it no longer
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=2), timedelta(minutes=2)


class Exchange(Protocol):
    """Makes ours and theirs alike in one system."""

    @property
    def name(self) -> str:
        """The system's name."""

    def settle(self, copy: Copy) -> None:
        """Make them alike, and keep in `copy` how they are now. Raises OperatorSystemError."""


def want(session: Session, system: str, ours: str, at: datetime) -> None:
    """Ours has changed: it is to be told."""
    if not _wanted(session, system, ours, at):
        try:
            with session.begin_nested():
                key = f"t2r-{ours}-{secrets.token_hex(4)}"
                session.add(Copy(system=system, ours=ours, key=key[:100], due_at=at))
        except IntegrityError:  # another process was faster
            _wanted(session, system, ours, at)


def _wanted(session: Session, system: str, ours: str, at: datetime) -> bool:
    same = (Copy.system == system, Copy.ours == ours)
    values = {"wanted": Copy.wanted + 1, "due_at": at, "attempts": 0}
    return bool(session.execute(update(Copy).where(*same).values(values)).rowcount)  # type: ignore[attr-defined]


def heard(session: Session, system: str, theirs: str, at: datetime) -> bool:
    """Theirs has changed, they say: it is to be read. False where it is none of ours."""
    same = (Copy.system == system, Copy.theirs == theirs)
    values = {"wanted": Copy.wanted + 1, "due_at": at}
    return bool(session.execute(update(Copy).where(*same).values(values)).rowcount)  # type: ignore[attr-defined]


def heard_all(session: Session, system: str, at: datetime) -> int:
    """Any of theirs may have changed: all are to be read."""
    values = {"wanted": Copy.wanted + 1, "due_at": at}
    done = session.execute(update(Copy).where(Copy.system == system, Copy.theirs.is_not(None)).values(values))
    return int(done.rowcount)  # type: ignore[attr-defined]


def deliver(database: Engine, exchange: Exchange, now: Callable[[], datetime]) -> int:
    """Settle what is due; how many were. Where the system cannot be reached the rest waits for it, however long that takes."""
    copies = _taken(database, exchange.name, now())
    for position, copy in enumerate(copies):
        try:
            exchange.settle(copy)
        except (UnreachableError, AccessError) as error:
            _failed(database, copy, error, now())
            _left(database, copies[position + 1 :])
            standing.failed(database, exchange.name, error, now())
            return position
        except MalformedError as error:
            _failed(database, copy, error, now())
            standing.failed(database, exchange.name, error, now())
        except OperatorSystemError as error:
            _failed(database, copy, error, now())
            standing.answered(database, exchange.name, now())
        else:
            _settled(database, copy, now())
            standing.answered(database, exchange.name, now())
    return len(copies)


def keep(database: Engine, copy: Copy, **values: Any) -> None:
    """Keep how far it has come."""
    with writing(database) as session:
        put(session, copy, **values)


def put(session: Session, copy: Copy, **values: Any) -> None:
    """Keep it in the transaction of something else."""
    session.execute(update(Copy).where(Copy.number == copy.number).values(**values))
    for name, value in values.items():
        setattr(copy, name, value)


def _taken(database: Engine, system: str, at: datetime) -> list[Copy]:
    is_free = or_(Copy.leased_until.is_(None), Copy.leased_until <= at)
    due = select(Copy).where(Copy.system == system, Copy.due_at <= at, is_free).order_by(Copy.due_at, Copy.number)
    with writing(database) as session:
        kept = session.get(OperatorSystem, system)
        if kept is not None and kept.retry_at is not None and at < kept.retry_at:
            return []
        copies = list(session.scalars(due.limit(PORTION).with_for_update(skip_locked=True)))
        for copy in copies:
            copy.leased_until = at + LEASE
        return copies


def _settled(database: Engine, copy: Copy, at: datetime) -> None:
    with writing(database) as session:
        put(session, copy, done=copy.wanted, attempts=0, error="")
        _let_go(session, copy, None, at)


def _failed(database: Engine, copy: Copy, error: OperatorSystemError, at: datetime) -> None:
    """Try it again later. What is not taken as it is waits for its next change."""
    attempts = copy.attempts + 1
    with writing(database) as session:
        put(session, copy, attempts=attempts, error=str(error)[:500])
        due = None if isinstance(error, (RejectedError, MissingError)) else at + wait(attempts)
        _let_go(session, copy, due, at)
    log.warning("not settled: attempt %d: %s", attempts, error)


def _let_go(session: Session, copy: Copy, due: datetime | None, at: datetime) -> None:
    """It is due then; at once, where it has changed while it was in hand."""
    is_same = Copy.wanted == copy.wanted
    due_at = case((is_same, literal(due, UtcDateTime)), else_=literal(at, UtcDateTime))
    session.execute(update(Copy).where(Copy.number == copy.number).values(due_at=due_at, leased_until=None))


def _left(database: Engine, copies: list[Copy]) -> None:
    numbers = [copy.number for copy in copies]
    with writing(database) as session:
        session.execute(update(Copy).where(Copy.number.in_(numbers)).values(leased_until=None))


def wait(attempts: int) -> timedelta:
    """How long after so many failed attempts the next one is made."""
    return min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(attempts - 1, 20))
