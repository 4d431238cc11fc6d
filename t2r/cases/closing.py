"""Ending a case: resolved when it works again, closed when the customer agrees; and noticing where it comes back."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import redact
from t2r.cases.changing import SYSTEM, Etom, Who, become, note, take
from t2r.cases.codes import Codes
from t2r.cases.errors import RefusedError
from t2r.cases.status import Status
from t2r.cases.tables import Case, Kind

COMES_BACK_WITHIN = timedelta(days=7)


def resolve(
    session: Session, case: Case, cause: str, resolution: str, by: str, at: datetime, codes: Codes, text: str = ""
) -> None:
    """It works again, as far as is known: the case, taken before, waits for the customer's word.

    Raises RefusedError for a code that is not known, IllegalTransitionError.
    """
    codes.check(cause, resolution)
    case.cause, case.resolution, case.resolution_note = cause, resolution, redact(text).text
    if case.status is not Status.RESOLVED:
        become(session, case, Status.RESOLVED, by, at, reason=codes.resolutions[resolution], etom=Etom.CORRECT)


def close(session: Session, case: Case, by: str, at: datetime) -> None:
    """The customer agrees that a resolved case, taken before, is over."""
    body = {"cause": case.cause, "resolution": case.resolution}
    who = Who.AUTOMATED if by == SYSTEM else Who.MANUAL
    note(session, case, "closed", by, at, name=str(case.resolution or ""), who=who, etom=Etom.CLOSE, body=body)
    become(session, case, Status.CLOSED, by, at, etom=Etom.CLOSE)


def set_status(
    session: Session, id: int, status: Status, by: str, at: datetime, reason: str, version: int | None = None
) -> Case:
    """Put a case off, take it up again, reject or cancel it. Resolving and closing need codes: they are not done here."""
    if status in (Status.RESOLVED, Status.CLOSED):
        raise RefusedError("status", f"a case becomes {status} by being closed with a cause and a resolution")
    case = take(session, id, at, version)
    become(session, case, status, by, at, reason=redact(reason).text)
    return case


def mark_return(session: Session, case: Case, at: datetime) -> Case | None:
    """Where a new case is a closed one come back, note that in both; the earlier one is learned anew."""
    if case.line is None or case.flow is None:
        return None
    query = (
        select(Case.id)
        .where(Case.line == case.line, Case.flow == case.flow, Case.kind == Kind.CUSTOMER, Case.id != case.id)
        .where(Case.status == Status.CLOSED, Case.closed_at >= at - COMES_BACK_WITHIN)
        .order_by(Case.closed_at.desc())
        .limit(1)
    )
    earlier_id = session.scalar(query)
    if earlier_id is None:
        return None
    earlier = take(session, earlier_id, at)
    earlier.came_back, earlier.learned = True, False
    for one, other in ((case, earlier), (earlier, case)):
        what = "comes back" if one is case else "came back"
        note(session, one, what, SYSTEM, at, name=str(other.id), who=Who.AUTOMATED, etom=Etom.REPORT)
    return earlier
