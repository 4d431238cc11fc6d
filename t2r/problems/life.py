"""The life of a case as a process: it follows the case's trace, does what the system does by itself, and keeps the time.

The process is `t2r/processes/problem-report.bpmn`. What people, tools and flows do with a case is in its trace; each event that the
process waits for takes it further. What it does then (target times, known problems, plan, handovers, warnings) are records with
events of their own, and each node it passes is an event of the trace with its eTOM process.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from importlib import resources
from pathlib import Path

from sqlalchemy import Engine as Database
from sqlalchemy import select, union
from sqlalchemy.orm import Session, undefer

from t2r.cases.changing import SYSTEM
from t2r.cases.errors import ConflictError, NoSuchError
from t2r.cases.listing import trace
from t2r.cases.tables import Case, Kind, TraceEvent
from t2r.database import writing
from t2r.flows.tables import TableError
from t2r.problems.desk import PEOPLE, Desk, Values
from t2r.problems.meaning import take_in
from t2r.problems.tables import Life
from t2r.processes.runner import Instance, Node, Process, ProcessError, stored_data

log = logging.getLogger("t2r.problems")

PORTION, MOST = 50, 200
FILES = {Kind.CUSTOMER: "problem-report.bpmn", Kind.OUTAGE: "service-problem.bpmn"}


@lru_cache
def process(kind: Kind) -> Process:
    """The life of a case of a kind, read once."""
    return Process.load(Path(str(resources.files("t2r.processes") / FILES[kind])))


# Following the trace


def catch_up(database: Database, now: Callable[[], datetime], most: int = MOST) -> list[int]:
    """Take cases as far as their trace and the clock allow, the newest first; the numbers of those that went on.

    Each in a transaction, and so many at most: where thousands are behind, the requests beside it are not held up. A case
    whose process cannot go on is logged, and left for the next time; the others go on.
    """
    moved: list[int] = []
    last = None
    while len(moved) < most:
        with Session(database) as session:
            behind = _behind(session, now(), last)
        if not behind:
            break
        for id in behind[: most - len(moved)]:
            try:
                with writing(database) as session:
                    follow(session, id, now())
                moved.append(id)
            except (ProcessError, TableError) as error:
                log.error("the process of a case cannot go on", extra={"case": id, "error": str(error)})
        last = behind[-1]
    return moved


def _behind(session: Session, now: datetime, last: int | None) -> list[int]:
    """Cases before the number `last` with events that were not followed yet, or with a timer that is due."""
    with_news = select(Case.id).where(Case.traced > Case.followed)
    with_timer = select(Life.case_id).where(Life.next_due <= now)
    behind = union(with_news, with_timer).subquery().c.id
    query = select(behind).order_by(behind.desc()).limit(PORTION)
    return list(session.scalars(query if last is None else query.where(behind < last)))


def follow(session: Session, id: int, at: datetime) -> Life:
    """Take one case as far as its trace and the clock allow. Raises NoSuchError."""
    case = session.get(Case, id, with_for_update=True, populate_existing=True)
    if case is None:
        raise NoSuchError(id)
    life, instance, desk = _open(session, case, at)
    for event in trace(session, id, after=case.traced if case.followed is None else case.followed):
        if event.what != "step":
            desk.by, desk.moment = event.by, event.at
            take_in(instance, event, case)
    desk.by, desk.moment = SYSTEM, at
    instance.go_on()
    _keep(life, instance, case)
    return life


def complete(session: Session, id: int, node: str, values: Values, by: str, at: datetime) -> Life:
    """Somebody has done what the case waits for. Raises NoSuchError, ConflictError where it waits for something else."""
    follow(session, id, at)
    case = session.get_one(Case, id)
    life, instance, desk = _open(session, case, at)
    desk.by = by
    if not instance.complete(node, values):
        waits = ", ".join(sorted(one.node.id for one in instance.waiting)) or "nothing: it is over"
        raise ConflictError(f"case {id} does not wait at {node}; it waits at {waits}")
    _keep(life, instance, case)
    return life


def look(session: Session, id: int) -> tuple[Life, Instance] | None:
    """The life of a case as it is; None where it has none yet."""
    life = session.get(Life, id, options=[undefer(Life.state)])
    case = session.get(Case, id)
    if life is None or case is None:
        return None
    return life, _resumed(Desk(session, case, process(case.kind).digest, case.updated_at), life)


def _open(session: Session, case: Case, at: datetime) -> tuple[Life, Instance, Desk]:
    life = session.get(Life, case.id, options=[undefer(Life.state)])
    if life is not None:
        desk = Desk(session, case, process(case.kind).digest, at)
        return life, _resumed(desk, life), desk
    life = Life(case_id=case.id, process=process(case.kind).digest)
    desk = Desk(session, case, process(case.kind).digest, at)
    desk.moment = case.opened_at
    instance = process(case.kind).start({"case": case.id, "kind": case.kind.value}, desk)
    life.state, case.followed = instance.state, 0
    session.add(life)
    return life, instance, desk


def _resumed(desk: Desk, life: Life) -> Instance:
    """The instance as it was left. One that was started on another version of the process is made anew from the trace."""
    its = process(desk.case.kind)
    if life.process == its.digest:
        return its.resume(life.state, desk)
    instance = its.start(stored_data(life.state), _Quiet(desk.moment))
    followed = desk.case.traced if desk.case.followed is None else desk.case.followed
    steps = [event for event in trace(desk.session, life.case_id) if event.what == "step" and event.seq <= followed]
    for event, after in zip(steps, [*steps[1:], None], strict=True):
        node = its.nodes.get(event.name)
        if node is not None and node.kind in PEOPLE:
            instance.complete(node.id, _answer(event, after.name if after is not None else None))
    instance.go_on()
    instance.serve(desk)
    return instance


def _answer(event: TraceEvent, after: str | None) -> Values:
    """What was found at a step, as far as the way was decided by it."""
    match event.name:
        case "validate":
            return {"solved": event.body.get("value")}
        case "diagnose":
            return {"cause_known": after != "escalate"}
        case "contact_customer":
            return {"agrees": after != "reopen"}
    return {}


class _Quiet:
    """The host of a process that is gone through again: what it did is done, and nothing is written twice."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    def run(self, node: Node, data: Values) -> Values:  # noqa: ARG002 - as Host has it
        return {}

    def passed(self, node: Node, data: Values) -> None:
        pass


def _keep(life: Life, instance: Instance, case: Case) -> None:
    life.process, life.state = instance.process.digest, instance.state
    life.ended = instance.ended
    case.followed = None if instance.ended else case.traced
    life.next_due = min((one.due for one in instance.waiting if one.due is not None), default=None)
