"""Finding cases: by what they are, a page at a time, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from t2r.cases.changing import find
from t2r.cases.codes import Priority
from t2r.cases.status import Status
from t2r.cases.tables import Case, Kind, TraceEvent


@dataclass(frozen=True, slots=True)
class Filter:
    """Which cases; what is None does not matter."""

    status: Sequence[Status] = ()
    kind: Kind | None = None
    priority: Priority | None = None
    owner: str | None = None
    queue: str | None = None
    line: str | None = None
    flow: str | None = None
    parent: int | None = None


def cases(session: Session, wanted: Filter, limit: int, before: int | None = None) -> list[Case]:
    """A page: those with numbers below `before`, the highest first. Its cost does not grow with the number of the page."""
    query = select(Case).where(*_conditions(wanted)).order_by(Case.id.desc()).limit(limit)
    return list(session.scalars(query if before is None else query.where(Case.id < before)))


def trace(session: Session, id: int, after: int = 0, limit: int | None = None) -> list[TraceEvent]:
    """The steps of a case behind the one with the number `after`, in order. Raises NoSuchError."""
    find(session, id)
    query = select(TraceEvent).where(TraceEvent.case_id == id, TraceEvent.seq > after).order_by(TraceEvent.seq)
    return list(session.scalars(query.limit(limit)))


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    same = {
        Case.kind: wanted.kind,
        Case.priority: wanted.priority,
        Case.owner: wanted.owner,
        Case.queue: wanted.queue,
        Case.line: wanted.line,
        Case.flow: wanted.flow,
        Case.parent_id: wanted.parent,
    }
    conditions: list[ColumnElement[bool]] = [column == value for column, value in same.items() if value is not None]
    if wanted.status:
        conditions.append(Case.status.in_(wanted.status))
    return conditions
