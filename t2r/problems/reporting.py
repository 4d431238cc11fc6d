"""Reports on problem handling: one problem in full, and many in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from statistics import median
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.cases.changing import find
from t2r.cases.tables import Case, Kind, StatusChange
from t2r.problems import aftercare, clocks, plans
from t2r.problems.clocks import Jeopardy, standing
from t2r.problems.tables import Clock, Isolation, Review


def one(session: Session, id: int, now: datetime) -> dict[str, Any]:
    """What happened in a case, why, and what was done about it. Raises NoSuchError."""
    case = find(session, id)
    causes = session.scalars(select(Isolation).where(Isolation.case_id == id).order_by(Isolation.id))
    review = session.get(Review, id)
    return {
        "id": case.id,
        "what": case.words,
        "status": case.status.value,
        "opened_at": case.opened_at.isoformat(),
        "closed_at": case.closed_at.isoformat() if case.closed_at else None,
        "causes": [
            {
                "known": cause.known,
                "cause": cause.cause,
                "domain": cause.domain,
                "evidence": cause.evidence,
                "by": cause.by,
            }
            for cause in causes
        ],
        "cause": case.cause,
        "resolution": case.resolution,
        "target": [_clock(clock, now) for clock in clocks.all_of(session, id)],
        "activities": [
            {
                "id": each.id,
                "plan": each.plan,
                "title": each.title,
                "node": each.node,
                "assigned_to": each.assigned_to,
                "due_at": each.due_at.isoformat(),
                "state": each.state.value,
            }
            for each in plans.of(session, id)
        ],
        "handovers": [
            {
                "id": each.id,
                "kind": each.kind.value,
                "title": each.title,
                "state": each.state.value,
                "result": each.result,
            }
            for each in plans.handovers(session, id)
        ],
        "contacts": [
            {
                "at": each.at.isoformat(),
                "answered": each.answered,
                "agrees": each.agrees,
                "satisfaction": each.satisfaction,
            }
            for each in aftercare.contacts(session, id)
        ],
        "improvements": [
            {"id": each.id, "text": each.text, "sent_to": each.sent_to} for each in aftercare.improvements(session, id)
        ],
        "review": None if review is None else {"what": review.what, "why": review.why, "lessons": review.lessons},
    }


def _clock(clock: Clock, now: datetime) -> dict[str, Any]:
    return {
        "started_at": clock.started_at.isoformat(),
        "jeopardy_at": clock.jeopardy_at.isoformat(),
        "due_at": clock.due_at.isoformat(),
        "warned_at": clock.warned_at.isoformat() if clock.warned_at else None,
        "stopped_at": clock.stopped_at.isoformat() if clock.stopped_at else None,
        "standing": standing(clock, now).value,
    }


def many(
    session: Session,
    since: datetime,
    until: datetime,
    now: datetime,
    *,
    kind: Kind = Kind.CUSTOMER,
    queue: str | None = None,
    line: str | None = None,
) -> dict[str, Any]:
    """Problem handling in figures, over the cases of a kind opened in a span of time: all of them, a team's, or a customer's."""
    wanted = [Case.kind == kind, Case.opened_at >= since, Case.opened_at < until]
    if queue is not None:
        wanted.append(Case.queue == queue)
    if line is not None:
        wanted.append(Case.line == line)
    cases = list(session.scalars(select(Case).where(*wanted)))
    of_span = select(Case.id).where(*wanted)
    stopped = list(session.scalars(select(Clock).where(Clock.case_id.in_(of_span))))
    changes = session.scalars(select(StatusChange).where(StatusChange.case_id.in_(of_span)).order_by(StatusChange.id))
    restored = [clock for clock in stopped if clock.stopped_at is not None and clock.stopped_by == "restored"]
    return {
        "since": since.isoformat(),
        "until": until.isoformat(),
        "kind": kind.value,
        "queue": queue,
        "cases": len(cases),
        "by_status": dict(Counter(case.status.value for case in cases)),
        "by_priority": dict(Counter(case.priority.value for case in cases)),
        "by_cause": dict(Counter(case.cause for case in cases if case.cause)),
        "minutes_to_restore": _middle([_minutes(clock) for clock in restored]),
        "on_time": _share(sum(standing(clock, now) is not Jeopardy.MISSED for clock in restored), len(restored)),
        "in_jeopardy": sum(
            clock.stopped_at is None and standing(clock, now) is Jeopardy.IN_JEOPARDY for clock in stopped
        ),
        "missed": sum(standing(clock, now) is Jeopardy.MISSED for clock in stopped),
        "hours_in_status": _hours_in_status(list(changes)),
        "reopened": _share(sum(case.came_back for case in cases), len(cases)),
    }


def _minutes(clock: Clock) -> float:
    assert clock.stopped_at is not None
    return (clock.stopped_at - clock.started_at).total_seconds() / 60


def _middle(values: Sequence[float]) -> float | None:
    return round(median(values), 1) if values else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _hours_in_status(changes: Sequence[StatusChange]) -> dict[str, float]:
    """The median time that a case stays in each status before it leaves it."""
    spent: dict[str, list[float]] = {}
    before: dict[int, StatusChange] = {}
    for change in changes:
        left = before.get(change.case_id)
        if left is not None:
            spent.setdefault(left.status.value, []).append((change.at - left.at).total_seconds() / 3600)
        before[change.case_id] = change
    return {status: round(median(hours), 3) for status, hours in sorted(spent.items())}
