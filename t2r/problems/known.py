"""Known problems: searched before a new analysis, written down for the next one, kept until they are fixed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from knowledge import redact
from t2r.cases.errors import NoSuchError, RefusedError
from t2r.problems.events import ProblemEvent, announce
from t2r.problems.tables import Known, KnownProblem

ALIKE = 0.5  # the share of a known symptom's words that the customer's must have
SPELT_ALIKE = 85.0  # of 100: two words that are meant to be the same
EMPTY = frozenset(
    [
        "the",
        "and",
        "not",
        "no",
        "does",
        "did",
        "after",
        "before",
        "since",
        "with",
        "for",
        "from",
        "this",
        "that",
        "has",
        "have",
        "its",
        "my",
        "is",
        "are",
        "was",
        "when",
        "all",
    ]
)
MOST = 500  # known problems of a flow that are compared
CHANGEABLE = frozenset({"title", "flow", "symptom", "cause", "workaround", "fix", "state"})


def search(session: Session, words: str, flow: str | None) -> KnownProblem | None:
    """The open known problem that fits the words best, of the same flow or of none."""
    query = select(KnownProblem).where(KnownProblem.state == Known.OPEN)
    query = query.where(or_(KnownProblem.flow == flow, KnownProblem.flow.is_(None)))
    candidates = session.scalars(query.order_by(KnownProblem.uses.desc(), KnownProblem.id).limit(MOST))
    said = _words(words)
    scored = [(_shared(_words(one.symptom), said), one) for one in candidates]
    best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] >= ALIKE else None


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.lower()) if len(word) > 1 and word not in EMPTY]


def _shared(symptom: list[str], said: list[str]) -> float:
    """The share of a symptom's words that were said, misspelt or not."""
    found = [any(fuzz.ratio(word, other) >= SPELT_ALIKE for other in said) for word in symptom]
    return sum(found) / len(found) if found else 0.0


def create(
    session: Session, given: Mapping[str, Any], by: str, at: datetime, case_id: int | None = None
) -> KnownProblem:
    """Write a known problem down. Raises RefusedError where symptom or cause is empty."""
    for field in ("title", "symptom", "cause"):
        if not str(given.get(field) or "").strip():
            raise RefusedError(field, "is empty")
    values = {name: _clean(name, value) for name, value in given.items() if name in CHANGEABLE}
    problem = KnownProblem(**values, case_id=case_id, by=by, created_at=at, updated_at=at)
    session.add(problem)
    session.flush()
    announce(session, ProblemEvent.KNOWN, f"known:{problem.id}", at, told(problem))
    return problem


def change(session: Session, id: int, given: Mapping[str, Any], at: datetime) -> KnownProblem:
    """Change a known problem, or say that it is fixed. Raises NoSuchError."""
    problem = find(session, id)
    for name, value in given.items():
        if name in CHANGEABLE and value is not None:
            setattr(problem, name, _clean(name, value))
    problem.updated_at = at
    announce(session, ProblemEvent.KNOWN_CHANGED, f"known:{problem.id}", at, told(problem))
    return problem


def find(session: Session, id: int) -> KnownProblem:
    """The known problem. Raises NoSuchError."""
    problem = session.get(KnownProblem, id)
    if problem is None:
        raise NoSuchError(id, "known problem")
    return problem


def listed(
    session: Session, flow: str | None = None, state: Known | None = None, limit: int = 200
) -> list[KnownProblem]:
    """Known problems, the most used first."""
    query = select(KnownProblem).order_by(KnownProblem.uses.desc(), KnownProblem.id).limit(limit)
    if flow is not None:
        query = query.where(KnownProblem.flow == flow)
    if state is not None:
        query = query.where(KnownProblem.state == state)
    return list(session.scalars(query))


def told(problem: KnownProblem) -> dict[str, Any]:
    """A known problem as others are told of it."""
    return {
        "id": str(problem.id),
        "title": problem.title,
        "flow": problem.flow,
        "symptom": problem.symptom,
        "cause": problem.cause,
        "workaround": problem.workaround,
        "fix": problem.fix,
        "state": Known(problem.state).value,
    }


def _clean(name: str, value: Any) -> Any:
    return (
        Known(value) if name == "state" else redact(value).text if isinstance(value, str) and name != "flow" else value
    )
