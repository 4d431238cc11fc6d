"""Restoration plans: what is to be done, in which order, by whom and by when; and work handed over to others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge import redact
from t2r.cases.changing import Etom, Who, note
from t2r.cases.errors import ConflictError, NoSuchError
from t2r.cases.tables import Case
from t2r.problems.events import ProblemEvent, announce
from t2r.problems.tables import Activity, Handed, Handover, Progress


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a plan to be: `share` of the time that is left is over when it should be done."""

    node: str
    title: str
    assigned_to: str
    share: float


WAYS = {
    "fix": (Step("correct", "Remove the cause", "", 0.6),),
    "workaround": (Step("apply_workaround", "Apply the known workaround", "", 0.4),),
    "change": (Step("await_change", "Carry out the change", "change management", 0.8),),
    "service": (Step("await_service", "Restore the service", "service operations", 0.8),),
    "explain": (Step("explain", "Explain the right use", "", 0.6),),
}
TEST = Step("validate", "Test that it works", "", 0.9)
LAST = Step("contact_customer", "Ask the customer", "", 1.0)


def make(session: Session, case: Case, way: str, at: datetime, due_at: datetime) -> list[Activity]:
    """Plan a case: what was planned before and is still open is cancelled."""
    abandon(session, case.id, at)
    number = 1 + (session.scalar(select(func.max(Activity.plan)).where(Activity.case_id == case.id)) or 0)
    left = max(due_at - at, due_at - due_at)
    steps = [*WAYS[way], *([] if way == "explain" else [TEST]), LAST]
    activities = [
        Activity(
            case_id=case.id,
            plan=number,
            position=position,
            node=step.node,
            title=step.title,
            assigned_to=step.assigned_to or case.owner or case.queue or "",
            due_at=at + left * step.share,
        )
        for position, step in enumerate(steps, 1)
    ]
    session.add_all(activities)
    session.flush()
    return activities


def of(session: Session, case_id: int) -> list[Activity]:
    """Every activity ever planned for a case, in order."""
    query = select(Activity).where(Activity.case_id == case_id).order_by(Activity.plan, Activity.position)
    return list(session.scalars(query))


def end(session: Session, case_id: int, node: str, at: datetime, state: Progress = Progress.DONE) -> None:
    """The open activity that a node of the process stands for has ended."""
    for activity in of(session, case_id):
        if activity.node == node and activity.state is Progress.OPEN:
            activity.state, activity.ended_at = state, at


def abandon(session: Session, case_id: int, at: datetime) -> None:
    """Stop every activity that is open."""
    for activity in of(session, case_id):
        if activity.state is Progress.OPEN:
            activity.state, activity.ended_at = Progress.CANCELLED, at


def assign(
    session: Session, case_id: int, id: int, to: str, due_at: datetime | None, by: str, at: datetime
) -> Activity:
    """Give an open activity to somebody else, or another time. Raises NoSuchError, ConflictError where it has ended."""
    activity = session.get(Activity, id)
    if activity is None or activity.case_id != case_id:
        raise NoSuchError(id, "activity of that case")
    if activity.state is not Progress.OPEN:
        raise ConflictError(f"the activity is {activity.state} already")
    before = activity.assigned_to
    activity.assigned_to = to or before
    activity.due_at = due_at or activity.due_at
    body = {"activity": activity.title, "from": before, "due": activity.due_at.isoformat()}
    case = session.get_one(Case, case_id)
    note(session, case, "assigned", by, at, name=activity.assigned_to, who=Who.MANUAL, etom=Etom.COORDINATE, body=body)
    return activity


def hand_over(
    session: Session, case: Case, kind: Handed, title: str, evidence: Sequence[str], at: datetime, expected_at: datetime
) -> Handover:
    """Ask others for work, with what is known; they are told by an event that names the case, and the case names them."""
    work = Handover(
        case_id=case.id,
        kind=kind,
        title=title[:200],
        evidence=[redact(one).text for one in evidence],
        raised_at=at,
        expected_at=expected_at,
    )
    session.add(work)
    session.flush()
    told = {
        "id": str(work.id),
        "case": str(case.id),
        "kind": kind.value,
        "title": work.title,
        "evidence": work.evidence,
    }
    told["expectedResolutionDate"] = expected_at.isoformat()
    announce(session, ProblemEvent.HANDED_OVER, f"case:{case.id}", at, told)
    return work


def handovers(session: Session, case_id: int) -> list[Handover]:
    """What was handed over for a case."""
    return list(session.scalars(select(Handover).where(Handover.case_id == case_id).order_by(Handover.id)))


def handover(session: Session, id: int) -> Handover:
    """Work that was handed over. Raises NoSuchError."""
    found = session.get(Handover, id)
    if found is None:
        raise NoSuchError(id, "handover")
    return found


def finish(session: Session, id: int, done: bool, result: str, by: str, at: datetime) -> Handover:
    """What came of it. Raises NoSuchError, ConflictError where it has ended."""
    work = handover(session, id)
    if work.state is not Progress.OPEN:
        raise ConflictError(f"it is {work.state} already")
    work.state, work.ended_at = (Progress.DONE if done else Progress.FAILED), at
    work.result = redact(result).text
    case, body = session.get_one(Case, work.case_id), {"value": work.state.value, "result": work.result}
    note(session, case, "handover", by, at, name=work.kind.value, who=Who.MANUAL, etom=Etom.CORRECT, body=body)
    return work
