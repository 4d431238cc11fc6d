"""Actions on a case: written down, called, recorded; and looked after where the record never came.

See docs/decisions/intent-before-action.md.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from knowledge import redact
from t2r.cases.changing import SYSTEM, Etom, Who, note, take
from t2r.cases.network import Seen
from t2r.cases.progress import (
    Worked,
    change,
    check_open,
    expect,
    keep,
    loaded,
    look,
    read,
    take_free,
    under_way,
    unrecorded,
)
from t2r.cases.tables import Action, ActionState
from t2r.cases.workbench import Workbench, call_in_time
from t2r.database import writing
from t2r.flows import Call, ToolKind

MARGIN = timedelta(seconds=10)  # by which the record of an action may come later than its tool's last moment


def act(bench: Workbench, id: int, call_id: str, by: str, version: int | None = None) -> Worked:
    """Carry out the step that is proposed. What changes something is written down, called, and recorded.

    The same approval twice is one action. Raises NotNextError, ChangedError, UnderWayError, NoSuchError.
    """
    settle(bench, id, by)
    proposed = look(bench, id)
    step = proposed.step
    if isinstance(step, Call) and step.id == call_id and step.kind is ToolKind.READ:
        tools = bench.tools(proposed.case)
        return change(bench, id, by, version, lambda flow: read(bench, tools, flow, expect(flow, call_id, tools)))
    call = _intend(bench, id, call_id, by, version)
    if call is not None:
        _carry_out(bench, id, call, by)
    return go_on(bench, id, by)


def go_on(bench: Workbench, id: int, by: str) -> Worked:
    """Answer what can be answered without a person, and say what comes next. An action that was lost is looked after first.

    Raises NoSuchError, and UnderWayError while somebody carries an action out.
    """
    settle(bench, id, by)
    return change(bench, id, by, None, None)


def _intend(bench: Workbench, id: int, call_id: str, by: str, version: int | None) -> Call | None:
    """Write the intent down; None where it has been carried out before. Raises NotNextError."""
    with Session(bench.database) as session:
        before = session.get(Action, (id, call_id))
        if before is not None and before.state is ActionState.DONE:
            return None
    with writing(bench.database) as session:
        now, case = bench.now(), take_free(session, bench, id, version)
        before = session.get(Action, (id, call_id))
        check_open(case)
        flow = bench.resume(case)
        call = expect(flow, call_id, bench.tools(case))
        action = before or Action(case_id=id, call_id=call_id)
        action.tool, action.arguments, action.by = call.tool, dict(call.arguments), by
        action.state, action.intended_at, action.recorded_at, action.error = ActionState.INTENDED, now, None, None
        session.add(action)
        note(
            session,
            case,
            "approved",
            by,
            now,
            name=call.action or call.tool,
            etom=call.etom or Etom.CORRECT,
            body={"call": call_id},
        )
        return call


def _carry_out(bench: Workbench, id: int, call: Call, by: str) -> None:
    tools = bench.tools(loaded(bench, id))
    result = call_in_time(tools, call, bench.patience)
    with writing(bench.database) as session:
        now = bench.now()
        case = take(session, id, now)
        action = session.get_one(Action, (id, call.id))
        flow = bench.resume(case)
        known = len(flow.trace)
        action.recorded_at = now
        if result is None:
            action.state, action.error = ActionState.FAILED, f"no answer within {bench.patience:g} s"
            flow.recover()
        else:
            action.state = ActionState.DONE if result.error is None else ActionState.FAILED
            action.error = None if result.error is None else redact(result.error).text
            flow.observe(call.id, result.output, result.error)
        keep(session, bench, case, flow, by, Seen(), known)


def settle(bench: Workbench, id: int, by: str) -> None:
    """An action whose record never came, as whoever carried it out was killed: nobody knows whether it happened.

    The flow then reads its effect before it is done again, and under the same key. Raises UnderWayError where it is not
    late yet.
    """
    with Session(bench.database) as session:
        if unrecorded(session, id) is None:
            return
    with writing(bench.database) as session:
        now = bench.now()
        case = take(session, id, now)
        action = unrecorded(session, id)
        if action is None or case.state is None:
            return
        if now < action.intended_at + timedelta(seconds=bench.patience) + MARGIN:
            raise under_way(action, now)
        flow = bench.resume(case)
        known = len(flow.trace)
        flow.recover()
        action.state, action.recorded_at = ActionState.FAILED, now
        action.error = "the record was lost; its effect is read before it is done again"
        note(session, case, "recovered", SYSTEM, now, name=action.tool, who=Who.AUTOMATED, etom=Etom.CORRECT)
        keep(session, bench, case, flow, by, Seen(), known)
