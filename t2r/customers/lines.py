"""Whose line it is: the customer whose record tells of it, where it is one alone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from t2r.customers.tables import Customer, Reach, ReachKind


def of_line(session: Session, line: str | None) -> Customer | None:
    """The customer of a line; None where none is known, and where several are: none of them is guessed."""
    if line is None:
        return None
    query = select(Customer).join(Reach, Reach.customer_id == Customer.id)
    found = session.scalars(query.where(Reach.kind == ReachKind.LINE, Reach.value == line).limit(2)).all()
    return found[0] if len(found) == 1 else None


def customer_id(line: InstrumentedAttribute[Any]) -> ColumnElement[str | None]:
    """The id of the customer of a row's line, in a query."""
    of_it = select(func.min(Reach.customer_id)).where(Reach.kind == ReachKind.LINE, Reach.value == line)
    return of_it.having(func.count() == 1).correlate(line.class_).scalar_subquery()
