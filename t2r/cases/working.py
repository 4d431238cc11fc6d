"""What people say to a case: answers and corrections, another flow, steps left out or done by hand, and that it does not work after all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from knowledge import redact
from t2r.cases.acting import settle
from t2r.cases.changing import Etom, become, note
from t2r.cases.choosing import Choice, narrowed
from t2r.cases.closing import mark_return
from t2r.cases.errors import NotNextError, RefusedError
from t2r.cases.network import Seen
from t2r.cases.progress import (
    NUMBER,
    Worked,
    change,
    check_open,
    expect,
    keep,
    let_go,
    loaded,
    started,
    subject_of,
    take_free,
)
from t2r.cases.status import Status, check_transition
from t2r.cases.tables import Case
from t2r.cases.workbench import OUTAGE_FACTS, Workbench
from t2r.database import writing
from t2r.flows import Actor
from t2r.flows import Session as Flow
from t2r.flows.slots import digits_of_line

FLOW = "flow"  # what is answered where it is in doubt which flow it is


def answer(
    bench: Workbench, id: int, answers: Mapping[str, Any], of: Actor, by: str, version: int | None = None
) -> Worked:
    """Take answers to what is asked, or corrections of what is known: of slots and facts, from the agent or the customer.

    Raises RefusedError that names the field for what is no answer to it, NotNextError where the flow has ended, ChangedError,
    UnderWayError, NoSuchError.
    """

    if FLOW in answers:
        if len(answers) > 1:
            raise RefusedError(f"answers.{FLOW}", "is answered alone: the questions of another flow are others")
        return _take_flow(bench, id, str(answers[FLOW]), by, version)

    def take_in(flow: Flow) -> None:
        if flow.done is not None:
            raise NotNextError(f"the flow has ended ({flow.done.outcome}); open it again first")
        for name, value in answers.items():
            if not flow.answer(name, value, of.value):
                raise RefusedError(f"answers.{name}", "is no answer to that")

    settle(bench, id, by)
    line = digits_of_line(str(answers[NUMBER])) if NUMBER in answers else None
    case = loaded(bench, id)
    if line is None or case.line is not None or case.state is None:
        return change(bench, id, by, version, take_in)
    check_open(case)
    flow = bench.resume(case)
    take_in(flow)
    return _take_line(bench, case, line, flow, by, version)


def _take_line(bench: Workbench, case: Case, line: str, told: Flow, by: str, version: int | None) -> Worked:
    """The line is known now: the network is asked about it, and the flow goes on with what it says and all that was told."""
    id, before, case.line = case.id, case.version, line
    seen = bench.look(subject_of(case)) or Seen()
    known = {one["fact"]: one for one in told.answers if one["fresh"]}
    flow, step = started(bench, case, Choice(case.flow, told.state["slots"]), known, seen)
    with writing(bench.database) as session:
        now = bench.now()
        kept = take_free(session, bench, id, before if version is None else version)
        kept.line = line
        body = {"value": f"[{NUMBER}]", "source": "customer"}
        note(session, kept, "answer", by, now, name=NUMBER, etom=Etom.ISOLATE, body=body)
        if flow is not None:
            mark_return(session, kept, now)
            keep(session, bench, kept, flow, by, seen)
        let_go(session, kept)
    return Worked(kept, flow, step)


def _take_flow(bench: Workbench, id: int, wish: str, by: str, version: int | None) -> Worked:
    """The flow that an answer, or an agent, says it is; what is known and still fresh is not asked again."""
    settle(bench, id, by)
    case = loaded(bench, id)
    check_open(case)
    was, old = case.flow, bench.resume(case) if case.state is not None else None
    choice = narrowed(bench.router, bench.flows, case.doubt, wish)
    slots = {**choice.slots, **(case.state["slots"] if case.state else {})}
    seen = bench.look(subject_of(case)) or Seen()
    known = {one["fact"]: one for one in old.answers if one["fresh"]} if old else {}
    flow, step = started(bench, case, Choice(choice.flow, slots, choice.doubt), known, seen)
    with writing(bench.database) as session:
        now = bench.now()
        kept = take_free(session, bench, id, case.version if version is None else version)
        kept.flow, kept.doubt = case.flow, case.doubt
        if kept.status is Status.ACKNOWLEDGED:  # a ticket that another system wrote is taken up
            become(session, kept, Status.IN_PROGRESS, by, now)
        body = {"value": wish, "why": {"before": was}, "doubt": case.doubt and case.doubt["question"]}
        note(session, kept, "answer", by, now, name=FLOW, etom=Etom.CREATE, body=body)
        if flow is not None:
            mark_return(session, kept, now)
            keep(session, bench, kept, flow, by, seen)
        let_go(session, kept)
    return Worked(kept, flow, step)


def skip(bench: Workbench, id: int, call_id: str, by: str, reason: str, version: int | None = None) -> Worked:
    """Do without the step that is proposed. Raises NotNextError and what `answer` raises."""

    def leave_out(flow: Flow) -> None:
        expect(flow, call_id)
        flow.skip(call_id, redact(reason).text or "skipped by the agent")

    settle(bench, id, by)
    return change(bench, id, by, version, leave_out)


def done_by_hand(
    bench: Workbench, id: int, call_id: str, by: str, output: Any, error: str | None, version: int | None = None
) -> Worked:
    """What came of a step that no tool takes: somebody did it, or read it off. Raises NotNextError and what `answer` raises."""

    def take_in(flow: Flow) -> None:
        expect(flow, call_id)
        flow.observe(call_id, output, error)

    settle(bench, id, by)
    return change(bench, id, by, version, take_in)


def reopen(bench: Workbench, id: int, by: str, reason: str, version: int | None = None) -> Worked:
    """It does not work after all: a resolved case goes on, its flow from the start with what is known and still fresh.

    Raises IllegalTransitionError, ChangedError, NoSuchError.
    """
    case = loaded(bench, id)
    check_transition(case.status, Status.IN_PROGRESS)
    seen = bench.look(subject_of(case)) or Seen()
    slots: dict[str, Any] = {}
    known: dict[str, Any] = {}
    if case.state is not None:
        before = bench.resume(case)
        slots = case.state["slots"]
        anew = {*bench.flows.vocabulary.experience, *bench.flows[before.flow].goal.names}
        anew |= {*OUTAGE_FACTS, *OUTAGE_FACTS.values()}
        known = {one["fact"]: one for one in before.answers if one["fresh"] and one["fact"] not in anew}
    now = bench.now()  # the flow's own events come after it
    flow, step = started(bench, case, Choice(case.flow, slots, case.doubt), known, seen)
    with writing(bench.database) as session:
        case = take_free(session, bench, id, case.version if version is None else version)
        become(session, case, Status.IN_PROGRESS, by, now, reason=redact(reason).text)
        case.outcome, case.cause, case.resolution, case.parent_id, case.say = None, None, None, None, ""
        if flow is not None:
            keep(session, bench, case, flow, by, seen)
        let_go(session, case)
    return Worked(case, flow, step)
