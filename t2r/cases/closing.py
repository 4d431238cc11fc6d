"""Ending a case: resolved when it works again, closed when the customer agrees, and what was learned kept for the next one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import Resolution, redact
from t2r.cases.changing import SYSTEM, Etom, Who, become, note, take
from t2r.cases.codes import Codes
from t2r.cases.listing import trace
from t2r.cases.status import Status
from t2r.cases.tables import Case, Kind

COMES_BACK_WITHIN = timedelta(days=7)


def resolve(
    session: Session,
    id: int,
    cause: str,
    resolution: str,
    by: str,
    at: datetime,
    codes: Codes,
    *,
    text: str = "",
    version: int | None = None,
) -> Case:
    """It works again, as far as is known: the case waits for the customer's word. Raises UnknownCodeError and what `take` does."""
    codes.check(cause, resolution)
    case = take(session, id, at, version)
    case.cause, case.resolution, case.resolution_note = cause, resolution, redact(text).text
    if case.status is not Status.RESOLVED:
        become(session, case, Status.RESOLVED, by, at, reason=codes.resolutions[resolution], etom=Etom.CORRECT)
    return case


def close(session: Session, case: Case, by: str, at: datetime) -> None:
    """The customer agrees that a resolved case, taken before, is over."""
    body = {"cause": case.cause, "resolution": case.resolution}
    note(session, case, "closed", by, at, name=str(case.resolution or ""), etom=Etom.CLOSE, body=body)
    become(session, case, Status.CLOSED, by, at, etom=Etom.CLOSE)


def set_status(
    session: Session, id: int, status: Status, by: str, at: datetime, reason: str, version: int | None = None
) -> Case:
    """Put a case off, take it up again, reject or cancel it. Resolving and closing need codes: they are not done here."""
    if status in (Status.RESOLVED, Status.CLOSED):
        raise ValueError(f"status: a case becomes {status} by being closed with a cause and a resolution")
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


def unlearned(session: Session, codes: Codes, most: int = 100) -> list[Case]:
    """Closed cases that others can learn from and have not yet."""
    query = (
        select(Case)
        .where(Case.learned.is_(False), Case.status == Status.CLOSED, Case.kind == Kind.CUSTOMER)
        .where(Case.resolution.in_(codes.teach))
        .order_by(Case.id)
        .limit(most)
    )
    return list(session.scalars(query))


def lesson(
    session: Session, case: Case, titles: Callable[[str], str], codes: Codes, product: str = "any"
) -> Resolution:
    """The case as a past case of the knowledge base: the words, what was wrong and what was done; nobody's name or number."""
    events = trace(session, case.id)
    done = [one.name for one in events if one.what == "action" and str(one.body.get("value", "")).startswith("done")]
    found: list[str] = next((one.body["evidence"] for one in reversed(events) if one.what == "outcome"), [])
    outcome = ". ".join(filter(None, [codes.resolutions[case.resolution or ""], case.resolution_note]))
    return Resolution(
        id=f"case-{case.id}",
        version=2 if case.came_back else 1,
        symptom=case.words,
        context="\n".join(f"- {line}" for line in found),
        cause_code=case.cause or "",
        steps=tuple(dict.fromkeys(map(titles, done))),
        outcome=outcome,
        reopened_within_7_days=case.came_back or None,
        closed_at=case.closed_at,
        product=product,
    )
