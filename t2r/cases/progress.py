"""How far a case has come: its flow taken up, led on as far as no person is needed, and kept with what follows from its end.

A tool is never called within a transaction: the database would wait for it. What only reads is called first, and then kept in
one transaction, unless somebody else has changed the case meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from diagnostics.readings import Place
from t2r.cases import outages
from t2r.cases.changing import SYSTEM, Etom, Who, become, note, take
from t2r.cases.choosing import Choice
from t2r.cases.codes import Severity
from t2r.cases.errors import ChangedError, NoSuchError, NotNextError, UnderWayError
from t2r.cases.network import Seen
from t2r.cases.outages import Outage
from t2r.cases.status import Status
from t2r.cases.tables import Action, ActionState, Case
from t2r.cases.transferring import hand_to
from t2r.cases.workbench import OUTAGE_FACTS, Subject, Workbench, call_in_time, outages_that_matter
from t2r.database import writing
from t2r.flows import Actor, Call, Catalogue, Done, Outcome, ToolKind
from t2r.flows import Session as Flow

ATTEMPTS = 3  # how often a look is taken again because the case was changed meanwhile
NUMBER = "phone_number"  # the slot of the number that the trouble is about
PEOPLE = ("agent", "customer")


@dataclass(frozen=True, slots=True)
class Worked:
    """A case as it is, with its flow where it has one, and what that waits for."""

    case: Case
    flow: Flow | None = None
    step: Call | Done | None = None
    under_way: Action | None = None


def look(bench: Workbench, id: int) -> Worked:
    """The case as it is; nothing is called and nothing changed. Raises NoSuchError."""
    with Session(bench.database, expire_on_commit=False) as session:
        case = _load(session, id)
        action = unrecorded(session, id)
        session.expunge_all()
    if case.state is None:
        return Worked(case)
    flow = bench.resume(case)
    return Worked(case, flow, flow.next(), action)


def change(bench: Workbench, id: int, by: str, version: int | None, wish: Callable[[Flow], None] | None) -> Worked:
    """Take the flow up, do with it what is wished, answer what can be answered, and keep it.

    Raises what the wish does, ChangedError where somebody else has changed the case meanwhile, UnderWayError, NoSuchError.
    """
    for attempt in range(ATTEMPTS):
        case = loaded(bench, id)
        if version is not None and version != case.version:
            with writing(bench.database) as session:
                take(session, id, bench.now(), version)  # raises what has changed
        if wish is not None:
            check_open(case)
        elif case.state is None or not case.status.is_open:
            return look(bench, id)
        flow = bench.resume(case)
        known = len(flow.trace)
        if wish is not None:
            wish(flow)
        step = advance(bench, case, flow)
        if len(flow.trace) == known and flow.state == case.state:
            return Worked(case, flow, step)
        try:
            with writing(bench.database) as session:
                kept = take_free(session, bench, id, case.version)
                keep(session, bench, kept, flow, by, Seen(), known)
                let_go(session, kept)
            return Worked(kept, flow, step)
        except ChangedError:
            if version is not None or attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("not reached")


def started(
    bench: Workbench, case: Case, choice: Choice, known: Mapping[str, Any], seen: Seen
) -> tuple[Flow | None, Call | Done | None]:
    """The session of the chosen flow, as far as it comes without a person; none where the choice is still in doubt."""
    case.flow, case.doubt = choice.flow, choice.doubt
    if choice.flow is None:
        return None, None
    slots = dict(choice.slots)
    if case.line is not None:
        slots[NUMBER] = f"+{case.line}"
    context: dict[str, Any] = {"ask": PEOPLE, "flow": choice.flow, "facts": {**known, **seen.facts}}
    for fact in outages_that_matter(bench.flows, choice.flow):
        if seen.facts.get(fact, {}).get("value") is True:
            context["outage"] = {"id": seen.facts[OUTAGE_FACTS[fact]]["value"]}  # it explains the trouble
    flow = bench.engine.open(case.words, bench.tools(case), bench.flows, slots, context)
    return flow, advance(bench, case, flow)


def advance(bench: Workbench, case: Case, flow: Flow) -> Call | Done:
    """Make every reading that a system gives by itself; stop at what needs a person."""
    tools = bench.tools(case)
    while isinstance(step := flow.next(), Call) and is_automatic(step):
        read(bench, tools, flow, step)
    return step


def read(bench: Workbench, tools: Catalogue, flow: Flow, call: Call) -> None:
    """Make a reading."""
    result = call_in_time(tools, call, bench.patience)
    if result is None:
        flow.observe(call, None, f"{call.tool}: no answer within {bench.patience:g} s")
    else:
        flow.observe(call, result.output, result.error)


def is_automatic(call: Call) -> bool:
    """Whether a call needs nobody: it only reads, and a system answers."""
    return call.kind is ToolKind.READ and call.actor is Actor.SYSTEM


def keep(session: Session, bench: Workbench, case: Case, flow: Flow, by: str, seen: Seen, known: int = 0) -> None:
    """Put what a flow did since its event number `known` into the case, and draw the consequences of its end."""
    for event in flow.trace[known:]:
        body = event.to_json()
        told = {name: body[name] for name in body if name not in ("at", "seq", "what", "name", "who", "etom")}
        told["seq"] = event.seq
        note(
            session,
            case,
            event.what,
            SYSTEM if event.who == Who.AUTOMATED else by,
            datetime.fromtimestamp(event.at, UTC),
            name=event.name,
            who=event.who,
            etom=event.etom or Etom.ISOLATE,
            body=told,
        )
    case.state = flow.state
    if flow.done is not None and case.outcome is None:
        _conclude(session, bench, case, flow, flow.done, seen)


def _conclude(session: Session, bench: Workbench, case: Case, flow: Flow, done: Done, seen: Seen) -> None:
    """The flow is over: what it means for the case."""
    at = bench.now()
    case.outcome = done.outcome.value
    case.say = done.say or case.say
    case.cause, case.resolution = bench.codes.proposed_cause(done.cause), bench.codes.ended.get(done.outcome)
    body = {"reason": done.reason, "cause": list(done.cause), "evidence": list(done.evidence)}
    note(session, case, "outcome", SYSTEM, at, name=done.outcome, who=Who.AUTOMATED, etom=Etom.ISOLATE, body=body)
    if not case.status.is_open:  # it was cancelled while the last action was carried out
        return
    if case.status in (Status.PENDING, Status.HELD):
        become(session, case, Status.IN_PROGRESS, SYSTEM, at, reason="it was worked on")
    if done.outcome is Outcome.LINKED_TO_OUTAGE:
        parent = outages.link(session, case, _outage(flow, done, seen), bench.codes, at)
        outages.tested(session, parent, [seen.facts], "first", at)
    elif done.outcome is Outcome.SOLVED:
        become(session, case, Status.RESOLVED, SYSTEM, at, reason="the goal was verified", etom=Etom.CORRECT)
    elif done.outcome is Outcome.ESCALATED:
        hand_to(session, case, None, done.queue or "technical support", SYSTEM, at, done.reason)


def _outage(flow: Flow, done: Done, seen: Seen) -> Outage:
    """The outage that the flow has found: as the network tells it, or as far as a tool does."""
    names = [flow.shown(fact) for fact in OUTAGE_FACTS.values()]
    id = next((str(name) for name in names if name), f"{flow.flow}: {done.reason}")
    say = done.say or "There is a fault in our network at your place and our team is working on it."
    return seen.outages.get(id) or Outage(id, done.reason, Severity.MAJOR, say)


def take_free(session: Session, bench: Workbench, id: int, version: int | None) -> Case:
    """The case, to be changed, while no action of it is being carried out. Raises UnderWayError and what `take` does."""
    case = take(session, id, bench.now(), version)
    action = unrecorded(session, id)
    if action is not None:
        raise under_way(action, bench.now())
    return case


def unrecorded(session: Session, id: int) -> Action | None:
    query = select(Action).where(Action.case_id == id, Action.state == ActionState.INTENDED)
    return session.scalars(query.order_by(Action.intended_at)).first()


def check_open(case: Case) -> None:
    if not case.status.is_open:
        raise NotNextError(f"case {case.id} is {case.status}: there is nothing to be done")


def under_way(action: Action, now: datetime) -> UnderWayError:
    ago = max(0, round((now - action.intended_at).total_seconds()))
    return UnderWayError(f"case {action.case_id}: {action.tool} is being carried out; {action.by} began it {ago} s ago")


def expect(flow: Flow, call_id: str, tools: Catalogue | None = None) -> Call:
    """The call that the flow waits for, which must be this one, and one that these tools can make."""
    step = flow.next()
    if not isinstance(step, Call) or step.id != call_id:
        now = f"{step.title} ({step.id})" if isinstance(step, Call) else f"nothing: the flow has ended ({step.outcome})"
        raise NotNextError(f"{call_id} is not what the case waits for; it waits for {now}")
    if tools is not None and step.tool not in tools.tools():
        raise NotNextError(f"{step.title}: no tool does it; say what came of it when it was done")
    return step


def subject_of(case: Case) -> Subject:
    """Whom a case is about, as the network is asked."""
    place = None if case.latitude is None or case.longitude is None else Place(case.latitude, case.longitude)
    return Subject(case.line, place)


def _load(session: Session, id: int) -> Case:
    case = session.get(Case, id, options=[undefer(Case.state)])
    if case is None:
        raise NoSuchError(id)
    _ = case.history
    return case


def loaded(bench: Workbench, id: int) -> Case:
    with Session(bench.database, expire_on_commit=False) as session:
        case = _load(session, id)
        session.expunge_all()
        return case


def let_go(session: Session, case: Case) -> None:
    """The case stays readable when the transaction is over."""
    _ = case.history
    session.flush()
    session.expunge_all()
