"""What comes after a restoration: the customer is asked, a major problem reviewed, what was learned sent to who can use it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import redact
from t2r.cases.changing import SYSTEM, Etom, Who, note
from t2r.cases.errors import ConflictError, NoSuchError, RefusedError
from t2r.cases.status import Status
from t2r.cases.tables import Case
from t2r.problems.events import ProblemEvent, announce
from t2r.problems.tables import Contact, Improvement, Review

LOW = 2  # a satisfaction, of 5, that somebody has to look into


def contact(
    session: Session,
    case: Case,
    by: str,
    at: datetime,
    *,
    channel: str,
    answered: bool,
    agrees: bool | None,
    satisfaction: int | None,
    comment: str,
) -> Contact:
    """Note an attempt to reach the customer. Raises ConflictError where the case is not resolved, RefusedError for a nonsense."""
    if case.status is not Status.RESOLVED:
        raise ConflictError(f"the customer of a case that is {case.status} is not asked yet")
    if not answered and (agrees is not None or satisfaction is not None):
        raise RefusedError("answered", "who was not reached has said nothing")
    attempt = Contact(
        case_id=case.id,
        at=at,
        by=by,
        channel=channel,
        answered=answered,
        agrees=agrees,
        satisfaction=satisfaction,
        comment=redact(comment).text,
    )
    session.add(attempt)
    body = {"channel": channel, "value": agrees if answered else "not reached", "satisfaction": satisfaction}
    note(session, case, "contact", by, at, name=channel, who=Who.MANUAL, etom=Etom.CLOSE, body=body)
    if satisfaction is not None and satisfaction <= LOW:
        propose(session, case.id, f"The customer's satisfaction is {satisfaction} of 5", "retention", SYSTEM, at)
    return attempt


def contacts(session: Session, case_id: int) -> list[Contact]:
    """The attempts, the first one first."""
    return list(session.scalars(select(Contact).where(Contact.case_id == case_id).order_by(Contact.id)))


def review(
    session: Session,
    case: Case,
    by: str,
    at: datetime,
    *,
    what: str,
    why: str,
    lessons: Sequence[str],
    actions: Sequence[dict[str, str]],
) -> Review:
    """Keep the review of a major problem. Raises ConflictError where there is one, RefusedError where nothing was learned."""
    if session.get(Review, case.id) is not None:
        raise ConflictError(f"case {case.id} has been reviewed")
    if not lessons:
        raise RefusedError("lessons", "a review without a lesson is none")
    found = Review(
        case_id=case.id,
        at=at,
        by=by,
        what=redact(what).text,
        why=redact(why).text,
        lessons=[redact(one).text for one in lessons],
        actions=[{name: redact(text).text for name, text in one.items()} for one in actions],
    )
    session.add(found)
    told = {"case": str(case.id), "lessons": found.lessons, "actions": found.actions}
    announce(session, ProblemEvent.REVIEWED, f"case:{case.id}", at, told)
    note(
        session,
        case,
        "review",
        by,
        at,
        name=case.kind.value,
        who=Who.MANUAL,
        etom=Etom.CORRECT,
        body={"lessons": found.lessons},
    )
    return found


def propose(session: Session, case_id: int, text: str, to: str, by: str, at: datetime) -> Improvement:
    """Register an idea for doing better, and send it to who can. Raises RefusedError for an empty one."""
    if not text.strip():
        raise RefusedError("text", "is empty")
    idea = Improvement(case_id=case_id, at=at, by=by, text=redact(text).text, sent_to=to)
    session.add(idea)
    session.flush()
    told = {"id": str(idea.id), "case": str(case_id), "text": idea.text, "sentTo": to}
    announce(session, ProblemEvent.IMPROVEMENT, f"case:{case_id}", at, told)
    return idea


def improvements(
    session: Session, case_id: int | None = None, to: str | None = None, limit: int = 200
) -> list[Improvement]:
    """Ideas, the newest first."""
    query = select(Improvement).order_by(Improvement.id.desc()).limit(limit)
    if case_id is not None:
        query = query.where(Improvement.case_id == case_id)
    if to is not None:
        query = query.where(Improvement.sent_to == to)
    return list(session.scalars(query))


def the_review(session: Session, case_id: int) -> Review:
    """The review of a case. Raises NoSuchError."""
    found = session.get(Review, case_id)
    if found is None:
        raise NoSuchError(case_id, "review of case")
    return found
