"""Who calls: the customers that the number leads to, or the one who was attached to the call. Where it is several, nobody is guessed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.cases.errors import NoSuchError, RefusedError
from t2r.cases.tables import Interaction
from t2r.cti.bridge import told
from t2r.cti.tables import CtiCall
from t2r.customers.desk import CustomerDesk
from t2r.customers.keeping import look, search
from t2r.customers.tables import Customer, ReachKind


def callers(desk: CustomerDesk, line: str | None, attached: str | None) -> Sequence[Customer]:
    """The customers whose line it is, else those who are called at that number, else the one whose id was attached.

    Of several the attached id chooses one: the customer has named it. Raises UnreachableError.
    """
    found = _searched(desk, ReachKind.LINE, line) or _searched(desk, ReachKind.PHONE, line)
    named = [one for one in found if one.id == attached]
    if named or found or attached is None:
        return named or found
    try:
        return [look(desk, attached)]
    except NoSuchError:
        return []


def of_interaction(desk: CustomerDesk, interaction: Interaction) -> Sequence[Customer]:
    """Those of the line of a contact, with what was attached to its calls. Raises UnreachableError."""
    with Session(desk.database) as session:
        calls = list(session.scalars(select(CtiCall).where(CtiCall.interaction_id == interaction.id)))
    call = told(calls)
    return callers(desk, interaction.line, None if call is None else call.data.get("customer"))


def _searched(desk: CustomerDesk, kind: ReachKind, line: str | None) -> Sequence[Customer]:
    if line is None:
        return []
    try:
        return search(desk, kind, line)
    except RefusedError:  # no customer has a number that cannot be one
        return []
