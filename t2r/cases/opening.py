"""Opening a case: what the network says, the flow for the words, and every question answered that needs no person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine as Database
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge import redact
from t2r.cases.changing import SYSTEM, become, begin
from t2r.cases.choosing import Choice, choose
from t2r.cases.closing import mark_return
from t2r.cases.codes import Level, Severity
from t2r.cases.errors import RefusedError, TakenError
from t2r.cases.network import Seen
from t2r.cases.progress import NUMBER, Worked, keep, let_go, look, started
from t2r.cases.status import Status
from t2r.cases.tables import Case
from t2r.cases.workbench import Subject, Workbench
from t2r.database import writing
from t2r.flows.slots import digits_of_line, slots_of


@dataclass(frozen=True, slots=True)
class Request:
    """The caller's own name of a request, and a digest of all it says: the same one twice opens one case."""

    key: str
    digest: str


@dataclass(frozen=True, slots=True)
class Opening:
    """A trouble as it comes in."""

    words: str
    subject: Subject
    channel: str = "phone"
    severity: Severity | None = None
    impact: Level | None = None
    urgency: Level = Level.MEDIUM
    flow: str | None = None
    slots: Mapping[str, Any] = field(default_factory=dict)
    external_id: str | None = None
    request: Request | None = None


def open_case(bench: Workbench, opening: Opening, by: str) -> Worked:
    """Open a case: what the network says, the flow for the words, and every question answered that can be without a person.

    Raises RefusedError for a flow that is not there, TakenError for an external id that another case has.
    """
    if (known := _opened_before(bench.database, opening)) is not None:
        return look(bench, known)
    if opening.flow is not None and opening.flow not in bench.flows:
        raise RefusedError("flow", f"{opening.flow!r} is none of {', '.join(sorted(bench.flows))}")
    opening = _about_its_line(opening)
    now, seen = bench.now(), bench.look(opening.subject) or Seen()
    case = _case(bench, opening, seen, by, now)
    choice = _first_choice(bench, opening, seen)
    flow, step = started(bench, case, choice, {}, seen)
    try:
        with writing(bench.database) as session:
            begin(session, case, by, now)
            become(session, case, Status.IN_PROGRESS, SYSTEM, now)
            if flow is not None:
                mark_return(session, case, now)
                keep(session, bench, case, flow, by, seen)
            let_go(session, case)
    except IntegrityError:  # another one came at the same time
        if (known := _opened_before(bench.database, opening)) is None:
            raise
        return look(bench, known)
    return Worked(case, flow, step)


def _about_its_line(opening: Opening) -> Opening:
    """The trouble with its line, where only the words name it: the network is asked about that line."""
    number = None if opening.subject.line else slots_of(opening.words).get(NUMBER)
    line = digits_of_line(number) if number else None
    return opening if line is None else replace(opening, subject=replace(opening.subject, line=line))


def _case(bench: Workbench, opening: Opening, seen: Seen, by: str, now: datetime) -> Case:
    subject, place = opening.subject, opening.subject.place
    severity = opening.severity or seen.severity
    impact = opening.impact or severity.impact
    return Case(
        external_id=opening.external_id,
        request=opening.request and opening.request.key,
        request_digest=opening.request and opening.request.digest,
        words=redact(opening.words).text,
        line=subject.line,
        latitude=place and place.latitude,
        longitude=place and place.longitude,
        channel=opening.channel,
        owner=by,
        flow=opening.flow,
        severity=severity,
        impact=impact,
        urgency=opening.urgency,
        priority=bench.codes.priority[impact][opening.urgency],
        opened_at=now,
        updated_at=now,
    )


def _first_choice(bench: Workbench, opening: Opening, seen: Seen) -> Choice:
    """The flow that was asked for, or the one for the words."""
    subject = opening.subject
    given = {"device": subject.device, "abroad": subject.abroad or None, **opening.slots}
    slots = {name: value for name, value in given.items() if value is not None}
    if opening.flow is not None:
        return Choice(opening.flow, {**slots_of(opening.words), **slots})
    return choose(bench.router, bench.flows, opening.words, seen.badges, slots)


def _opened_before(database: Database, opening: Opening) -> int | None:
    """The case that the same request has opened. Raises TakenError where its key, or the external id, belongs to another."""
    with Session(database) as session:
        if opening.request is not None:
            case = session.scalars(select(Case).where(Case.request == opening.request.key)).one_or_none()
            if case is not None and case.request_digest != opening.request.digest:
                raise TakenError(f"case {case.id} was opened by another request with this Idempotency-Key")
            if case is not None:
                return case.id
        if opening.external_id is not None:
            taken = session.scalar(select(Case.id).where(Case.external_id == opening.external_id))
            if taken is not None:
                raise TakenError(f"external_id: case {taken} has it already")
    return None
