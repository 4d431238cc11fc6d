"""What the system does by itself in the life of a case: the service tasks of its process, each with its records and events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from t2r.cases.changing import SYSTEM, Etom, Who, note, take
from t2r.cases.closing import close
from t2r.cases.status import Status
from t2r.cases.tables import Case, Kind
from t2r.problems import aftercare, clocks, known, plans
from t2r.problems.events import ProblemEvent, announce
from t2r.problems.tables import Clock, Handed, Isolation, Progress
from t2r.processes.runner import Node, NodeKind

PEOPLE = (NodeKind.USER, NodeKind.RECEIVE)
HANDED_OVER_HOURS = 8.0  # others are expected to be done by then, unless they say otherwise

Values = Mapping[str, Any]


class Desk:
    """The host of a case's process: its service tasks are the functions below."""

    def __init__(self, session: Session, case: Case, process: str, at: datetime) -> None:
        self.session, self.case, self.process = session, case, process
        self.moment, self.by = at, SYSTEM  # when what is followed happened, and who did it
        self.written_at = at  # when it is followed: a trace is written in the order of time

    def now(self) -> datetime:
        return self.moment

    def run(self, node: Node, data: Values) -> Values:
        work = WORK.get(node.id)
        return {} if work is None else work(self, data)

    def passed(self, node: Node, data: Values) -> None:
        """Each node leaves a trace event: by the system, or by whoever did what was waited for."""
        if node.etom is None:
            return
        by = self.by if node.kind in PEOPLE else SYSTEM
        who = Who.AUTOMATED if by == SYSTEM else Who.MANUAL
        body: dict[str, Any] = {"process": self.process, "at": self.moment.isoformat()}
        if node.id == "validate":
            body["value"] = data.get("solved")
        self.note("step", node.id, by, who, node.etom, body)
        if node.kind is not NodeKind.SERVICE:
            plans.end(self.session, self.case.id, node.id, self.moment)

    def note(self, what: str, name: str, by: str, who: str, etom: str, body: dict[str, Any]) -> None:
        note(self.session, self.case, what, by, self.written_at, name=name, who=who, etom=etom, body=body)


def _check_outage(desk: Desk, _: Values) -> Values:
    case = desk.case
    return {
        "outage": case.parent_id is not None,
        "severity": case.severity.value,
        "priority": case.priority.value,
        "customers": 1,
    }


def _create_service_report(desk: Desk, _: Values) -> Values:
    case = desk.case
    linked = desk.session.scalar(select(func.count()).select_from(Case).where(Case.parent_id == case.id)) or 0
    return {"outage": False, "severity": case.severity.value, "priority": case.priority.value, "customers": linked}


def _estimate(desk: Desk, _: Values) -> Values:
    """When it will be over: as the network says, or as it was half of the times before; nothing where there was none."""
    if desk.case.expected_at is not None:
        return {"expected_at": desk.case.expected_at.isoformat(), "expected_by": "network"}
    query = (
        select(Clock)
        .join(Case, Case.id == Clock.case_id)
        .where(Case.kind == Kind.OUTAGE, Clock.stopped_by == "restored")
    )
    taken = [
        clock.stopped_at - clock.started_at for clock in desk.session.scalars(query) if clock.stopped_at is not None
    ]
    if not taken:
        return {"expected_at": None, "expected_by": None}
    expected = desk.moment + sorted(taken)[len(taken) // 2]
    body = {"value": expected.isoformat(), "of": len(taken)}
    desk.note("estimated", "restoration", SYSTEM, Who.AUTOMATED, Etom.DIAGNOSE, body)
    return {"expected_at": expected.isoformat(), "expected_by": "history"}


def _take_over(desk: Desk, _: Values) -> Values:
    """An outage comes with what the network shows: that is its diagnosis."""
    return {"cause": desk.case.words, "domain": "network", "evidence": [desk.case.words]}


def _start_clocks(desk: Desk, data: Values) -> Values:
    clock = clocks.start(desk.session, desk.case, data["target_minutes"], data["jeopardy_share"], desk.moment)
    return {"jeopardy_at": clock.jeopardy_at.isoformat(), "due_at": clock.due_at.isoformat()}


def _search_known(desk: Desk, _: Values) -> Values:
    problem = known.search(desk.session, desk.case.words, desk.case.flow)
    if problem is None:
        return {"known_problem": None, "workaround": None, "fix_known": None}
    problem.uses += 1
    body = {"value": problem.id, "title": problem.title, "workaround": problem.workaround, "fix": problem.fix}
    desk.note("known", problem.title, SYSTEM, Who.AUTOMATED, Etom.ISOLATE, body)
    return {"known_problem": problem.id, "workaround": bool(problem.workaround), "fix_known": bool(problem.fix)}


def _record_cause(desk: Desk, data: Values) -> Values:
    case = desk.case
    found = Isolation(
        case_id=case.id,
        at=desk.moment,
        by=desk.by,
        known=True,
        cause=str(data.get("cause") or "not said")[:200],
        domain=str(data.get("domain") or "unknown")[:30],
        evidence=list(data.get("evidence") or []),
        known_problem_id=data.get("known_problem"),
    )
    desk.session.add(found)
    told = {"case": str(case.id), "rootCause": found.cause, "domain": found.domain, "evidence": found.evidence}
    announce(desk.session, ProblemEvent.ISOLATED, f"case:{case.id}", desk.moment, told)
    return {}


def _escalate(desk: Desk, data: Values) -> Values:
    evidence = list(data.get("evidence") or [])
    found = Isolation(
        case_id=desk.case.id, at=desk.moment, by=desk.by, known=False, cause="", domain="unknown", evidence=evidence
    )
    desk.session.add(found)
    text = f"No step of the flow {desk.case.flow or '–'} found the cause"
    aftercare.propose(desk.session, desk.case.id, text, "knowledge", SYSTEM, desk.moment)
    return {}


def _plan(desk: Desk, data: Values) -> Values:
    plans.make(desk.session, desk.case, data["way"], desk.moment, datetime.fromisoformat(data["due_at"]))
    return {}


def _hand_over(kind: Handed) -> Callable[[Desk, Values], Values]:
    def work(desk: Desk, data: Values) -> Values:
        expected = desk.moment + timedelta(hours=HANDED_OVER_HOURS)
        title = f"{data.get('cause') or desk.case.words}"
        plans.hand_over(desk.session, desk.case, kind, title, data.get("evidence") or [], desk.moment, expected)
        return {}

    return work


def _report_failure(desk: Desk, data: Values) -> Values:
    plans.abandon(desk.session, desk.case.id, desk.moment)
    told = {"case": str(desk.case.id), "attempt": str(data.get("cause") or "")}
    announce(desk.session, ProblemEvent.FAILED, f"case:{desk.case.id}", desk.moment, told)
    return {"solved": None, "cause_known": None}


def _report_restoration(desk: Desk, data: Values) -> Values:
    clocks.stop(desk.session, desk.case.id, "restored", desk.moment)
    by_workaround = data.get("way") == "workaround" or desk.case.resolution == "workaround"
    told = {"case": str(desk.case.id), "by": "workaround" if by_workaround else str(data.get("way") or "fix")}
    announce(desk.session, ProblemEvent.RESTORED, f"case:{desk.case.id}", desk.moment, told)
    if by_workaround:
        desk.note("restored", "workaround", SYSTEM, Who.AUTOMATED, Etom.CORRECT, {"permanent fix": "open"})
    return {"close_at": (desk.moment + timedelta(hours=data["silence_hours"])).isoformat()}


def _warn(desk: Desk, _: Values) -> Values:
    clocks.warn(desk.session, desk.case, desk.moment)
    return {}


def _escalate_breach(desk: Desk, _: Values) -> Values:
    clocks.miss(desk.session, desk.case, desk.moment)
    return {}


def _cancel(desk: Desk, _: Values) -> Values:
    clocks.stop(desk.session, desk.case.id, "cancelled", desk.moment)
    plans.abandon(desk.session, desk.case.id, desk.moment)
    for work in plans.handovers(desk.session, desk.case.id):
        if work.state is Progress.OPEN:
            work.state, work.ended_at = Progress.CANCELLED, desk.moment
    return {}


def _reopen(desk: Desk, data: Values) -> Values:
    plans.abandon(desk.session, desk.case.id, desk.moment)
    return {"solved": None, "cause_known": None, "agrees": None, **_start_clocks(desk, data)}


def _close_silently(desk: Desk, _: Values) -> Values:
    """Nobody has answered within the agreed time: that is recorded, and the case closed."""
    if desk.case.status is Status.RESOLVED:
        desk.session.flush()  # taking reads the case anew
        case = take(desk.session, desk.case.id, desk.moment)
        case.cause, case.resolution = case.cause or "unknown", case.resolution or "fixed"
        close(desk.session, case, SYSTEM, desk.moment)
    return {"closed_silently": True}


def _restoration_time(desk: Desk, _: Values) -> Values:
    clocks.stop(desk.session, desk.case.id, "restored", desk.moment)
    taken = [
        (clock.stopped_at - clock.started_at).total_seconds()
        for clock in clocks.all_of(desk.session, desk.case.id)
        if clock.stopped_at
    ]
    return {"seconds_to_restore": sum(taken)}


WORK: Mapping[str, Callable[[Desk, Values], Values]] = {
    "check_outage": _check_outage,
    "create_service_report": _create_service_report,
    "estimate_restoration": _estimate,
    "start_clocks": _start_clocks,
    "search_known": _search_known,
    "diagnose": _take_over,  # of an outage; a customer's problem is diagnosed by a flow or a person
    "record_cause": _record_cause,
    "escalate": _escalate,
    "plan_restoration": _plan,
    "request_change": _hand_over(Handed.CHANGE),
    "raise_service_problem": _hand_over(Handed.SERVICE),
    "report_failure": _report_failure,
    "report_restoration": _report_restoration,
    "report_end": _report_restoration,
    "warn": _warn,
    "escalate_breach": _escalate_breach,
    "cancel_report": _cancel,
    "reopen": _reopen,
    "close_silently": _close_silently,
    "update_restoration_time": _restoration_time,
}
