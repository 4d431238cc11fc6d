"""Working on a case: opened from words, answered by readings and people, acted on step by step, and never twice.

A tool is never called within a transaction: the database would wait for it. What only reads is called, and then kept in one
transaction. What changes something is written down first, called, and then recorded, each in a transaction of its own; see
docs/decisions/intent-before-action.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine as Database
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, undefer

from diagnostics.readings import Place
from knowledge import redact
from t2r.cases import outages
from t2r.cases.changing import SYSTEM, Etom, Who, become, begin, note, take
from t2r.cases.choosing import Choice, choose, narrowed
from t2r.cases.closing import mark_return
from t2r.cases.codes import Level, Severity
from t2r.cases.errors import (
    ChangedError,
    IllegalTransitionError,
    NoSuchError,
    NotNextError,
    RefusedError,
    TakenError,
    UnderWayError,
)
from t2r.cases.events import EventType, tell
from t2r.cases.network import Seen
from t2r.cases.outages import Outage
from t2r.cases.status import Status, check_transition
from t2r.cases.tables import Action, ActionState, Case
from t2r.cases.workbench import OUTAGE_FACTS, Subject, Workbench, call_in_time, outages_that_matter
from t2r.database import writing
from t2r.flows import Actor, Call, Catalogue, Done, Outcome, ToolKind
from t2r.flows import Session as Flow
from t2r.flows.slots import slots_of

MARGIN = timedelta(seconds=10)  # by which the record of an action may come later than its tool's last moment
FLOW = "flow"  # what is answered where it is in doubt which flow it is
ATTEMPTS = 3  # how often a look is taken again because the case was changed meanwhile
PEOPLE = ("agent", "customer")


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


@dataclass(frozen=True, slots=True)
class Worked:
    """A case as it is, with its flow where it has one, and what that waits for."""

    case: Case
    flow: Flow | None = None
    step: Call | Done | None = None
    under_way: Action | None = None


# Opening


def open_case(bench: Workbench, opening: Opening, by: str) -> Worked:
    """Open a case: what the network says, the flow for the words, and every question answered that can be without a person.

    Raises RefusedError for a flow that is not there, TakenError for an external id that another case has.
    """
    if (known := _opened_before(bench.database, opening)) is not None:
        return look(bench, known)
    if opening.flow is not None and opening.flow not in bench.flows:
        raise RefusedError("flow", f"{opening.flow!r} is none of {', '.join(sorted(bench.flows))}")
    now, seen = bench.now(), bench.look(opening.subject) or Seen()
    case = _case(bench, opening, seen, by, now)
    choice = _first_choice(bench, case, opening, seen)
    flow, step = _started(bench, case, choice, {}, seen)
    try:
        with writing(bench.database) as session:
            begin(session, case, by, now)
            become(session, case, Status.IN_PROGRESS, SYSTEM, now)
            if flow is not None:
                mark_return(session, case, now)
                _keep(session, bench, case, flow, by, seen)
            _let_go(session, case)
    except IntegrityError:  # another one came at the same time
        if (known := _opened_before(bench.database, opening)) is None:
            raise
        return look(bench, known)
    return Worked(case, flow, step)


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


def _first_choice(bench: Workbench, case: Case, opening: Opening, seen: Seen) -> Choice:
    """The flow that was asked for, or the one for the words; the line, where the words name it."""
    subject = opening.subject
    given = {"device": subject.device, "abroad": subject.abroad or None, **opening.slots}
    slots = {name: value for name, value in given.items() if value is not None}
    if opening.flow is not None:
        return Choice(opening.flow, {**slots_of(opening.words), **slots})
    choice = choose(bench.router, bench.flows, opening.words, seen.badges, slots)
    if case.line is None and (number := choice.slots.get("phone_number_e164")):
        case.line = str(number).removeprefix("+")
    return choice


def _started(
    bench: Workbench, case: Case, choice: Choice, known: Mapping[str, Any], seen: Seen
) -> tuple[Flow | None, Call | Done | None]:
    """The session of the chosen flow, as far as it comes without a person; none where the choice is still in doubt."""
    case.flow, case.doubt = choice.flow, choice.doubt
    if choice.flow is None:
        return None, None
    slots = dict(choice.slots)
    if case.line is not None:
        slots["phone_number"] = f"+{case.line}"
    context: dict[str, Any] = {"ask": PEOPLE, "flow": choice.flow, "facts": {**known, **seen.facts}}
    for fact in outages_that_matter(bench.flows, choice.flow):
        if seen.facts.get(fact, {}).get("value") is True:
            context["outage"] = {"id": seen.facts[OUTAGE_FACTS[fact]]["value"]}  # it explains the trouble
    flow = bench.engine.open(case.words, bench.tools(case), bench.flows, slots, context)
    return flow, _advance(bench, case, flow)


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


# Looking, and going on


def look(bench: Workbench, id: int) -> Worked:
    """The case as it is; nothing is called and nothing changed. Raises NoSuchError."""
    with Session(bench.database, expire_on_commit=False) as session:
        case = _load(session, id)
        under_way = _unrecorded(session, id)
        session.expunge_all()
    if case.state is None:
        return Worked(case)
    flow = bench.resume(case)
    return Worked(case, flow, flow.next(), under_way)


def go_on(bench: Workbench, id: int, by: str) -> Worked:
    """Answer what can be answered without a person, and say what comes next. An action that was lost is looked after first.

    Raises NoSuchError, and UnderWayError while somebody carries an action out.
    """
    _settle(bench, id, by)
    return _change(bench, id, by, None, None)


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

    _settle(bench, id, by)
    return _change(bench, id, by, version, take_in)


def _take_flow(bench: Workbench, id: int, wish: str, by: str, version: int | None) -> Worked:
    """The flow that an answer, or an agent, says it is; what is known and still fresh is not asked again."""
    _settle(bench, id, by)
    case = _loaded(bench, id)
    _check_open(case)
    was, old = case.flow, bench.resume(case) if case.state is not None else None
    choice = narrowed(bench.router, bench.flows, case.doubt, wish)
    slots = {**choice.slots, **(case.state["slots"] if case.state else {})}
    seen = bench.look(subject_of(case)) or Seen()
    known = {one["fact"]: one for one in old.answers if one["fresh"]} if old else {}
    flow, step = _started(bench, case, Choice(choice.flow, slots, choice.doubt), known, seen)
    with writing(bench.database) as session:
        now = bench.now()
        kept = take(session, id, now, case.version if version is None else version)
        kept.flow, kept.doubt = case.flow, case.doubt
        if kept.status is Status.ACKNOWLEDGED:  # a ticket that another system wrote is taken up
            become(session, kept, Status.IN_PROGRESS, by, now)
        body = {"value": wish, "why": {"before": was}, "doubt": case.doubt and case.doubt["question"]}
        note(session, kept, "answer", by, now, name=FLOW, etom=Etom.CREATE, body=body)
        if flow is not None:
            mark_return(session, kept, now)
            _keep(session, bench, kept, flow, by, seen)
        _let_go(session, kept)
    return Worked(kept, flow, step)


def skip(bench: Workbench, id: int, call_id: str, by: str, reason: str, version: int | None = None) -> Worked:
    """Do without the step that is proposed. Raises NotNextError and what `answer` raises."""

    def leave_out(flow: Flow) -> None:
        _expect(flow, call_id)
        flow.skip(call_id, redact(reason).text or "skipped by the agent")

    _settle(bench, id, by)
    return _change(bench, id, by, version, leave_out)


def done_by_hand(
    bench: Workbench, id: int, call_id: str, by: str, output: Any, error: str | None, version: int | None = None
) -> Worked:
    """What came of a step that no tool takes: somebody did it, or read it off. Raises NotNextError and what `answer` raises."""

    def take_in(flow: Flow) -> None:
        _expect(flow, call_id)
        flow.observe(call_id, output, error)

    _settle(bench, id, by)
    return _change(bench, id, by, version, take_in)


def act(bench: Workbench, id: int, call_id: str, by: str, version: int | None = None) -> Worked:
    """Carry out the step that is proposed. What changes something is written down, called, and recorded.

    The same approval twice is one action. Raises NotNextError, ChangedError, UnderWayError, NoSuchError.
    """
    _settle(bench, id, by)
    proposed = look(bench, id)
    step = proposed.step
    if isinstance(step, Call) and step.id == call_id and step.kind is ToolKind.READ:
        tools = bench.tools(proposed.case)
        return _change(bench, id, by, version, lambda flow: _read(bench, tools, flow, _expect(flow, call_id, tools)))
    call = _intend(bench, id, call_id, by, version)
    if call is not None:
        _carry_out(bench, id, call, by)
    return go_on(bench, id, by)


def reopen(bench: Workbench, id: int, by: str, reason: str, version: int | None = None) -> Worked:
    """It does not work after all: a resolved case goes on, its flow from the start with what is known and still fresh.

    Raises IllegalTransitionError, ChangedError, NoSuchError.
    """
    case = _loaded(bench, id)
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
    flow, step = _started(bench, case, Choice(case.flow, slots, case.doubt), known, seen)
    with writing(bench.database) as session:
        now = bench.now()
        case = take(session, id, now, case.version if version is None else version)
        become(session, case, Status.IN_PROGRESS, by, now, reason=redact(reason).text)
        case.outcome, case.cause, case.resolution, case.parent_id, case.say = None, None, None, None, ""
        if flow is not None:
            _keep(session, bench, case, flow, by, seen)
        _let_go(session, case)
    return Worked(case, flow, step)


# The parts


def _change(bench: Workbench, id: int, by: str, version: int | None, change: Callable[[Flow], None] | None) -> Worked:
    """Load the flow, change it, answer what can be answered, and keep it, unless somebody else has changed it meanwhile."""
    for attempt in range(ATTEMPTS):
        case = _loaded(bench, id)
        if version is not None and version != case.version:
            with writing(bench.database) as session:
                take(session, id, bench.now(), version)  # raises what has changed
        if change is not None:
            _check_open(case)
        elif case.state is None or not case.status.is_open:
            return look(bench, id)
        flow = bench.resume(case)
        known = len(flow.trace)
        if change is not None:
            change(flow)
        step = _advance(bench, case, flow)
        if len(flow.trace) == known and flow.state == case.state:
            return Worked(case, flow, step)
        try:
            with writing(bench.database) as session:
                kept = take(session, id, bench.now(), case.version)
                _keep(session, bench, kept, flow, by, Seen(), known)
                _let_go(session, kept)
            return Worked(kept, flow, step)
        except ChangedError:
            if version is not None or attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("not reached")


def _advance(bench: Workbench, case: Case, flow: Flow) -> Call | Done:
    """Make every reading that a system gives by itself; stop at what needs a person."""
    tools = bench.tools(case)
    while isinstance(step := flow.next(), Call) and is_automatic(step):
        _read(bench, tools, flow, step)
    return step


def _read(bench: Workbench, tools: Catalogue, flow: Flow, call: Call) -> None:
    """Make a reading."""
    result = call_in_time(tools, call, bench.patience)
    if result is None:
        flow.observe(call, None, f"{call.tool}: no answer within {bench.patience:g} s")
    else:
        flow.observe(call, result.output, result.error)


def is_automatic(call: Call) -> bool:
    """Whether a call needs nobody: it only reads, and a system answers."""
    return call.kind is ToolKind.READ and call.actor is Actor.SYSTEM


def _keep(session: Session, bench: Workbench, case: Case, flow: Flow, by: str, seen: Seen, known: int = 0) -> None:
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
        outages.link(session, case, _outage(flow, done, seen), bench.codes, at)
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


# An action: its intent, its call, its record


def _intend(bench: Workbench, id: int, call_id: str, by: str, version: int | None) -> Call | None:
    """Write the intent down; None where it has been carried out before. Raises NotNextError."""
    with Session(bench.database) as session:
        before = session.get(Action, (id, call_id))
        if before is not None and before.state is ActionState.DONE:
            return None
    with writing(bench.database) as session:
        now = bench.now()
        case = take(session, id, now, version)
        before = session.get(Action, (id, call_id))
        if before is not None and before.state is ActionState.INTENDED:
            raise _under_way(before, now)
        _check_open(case)
        flow = bench.resume(case)
        call = _expect(flow, call_id, bench.tools(case))
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
    tools = bench.tools(_loaded(bench, id))
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
        _keep(session, bench, case, flow, by, Seen(), known)


def _settle(bench: Workbench, id: int, by: str) -> None:
    """An action whose record never came, as whoever carried it out was killed: nobody knows whether it happened.

    The flow then reads its effect before it is done again, and under the same key. Raises UnderWayError where it is not
    late yet.
    """
    with Session(bench.database) as session:
        if _unrecorded(session, id) is None:
            return
    with writing(bench.database) as session:
        now = bench.now()
        case = take(session, id, now)
        action = _unrecorded(session, id)
        if action is None or case.state is None:
            return
        if now < action.intended_at + timedelta(seconds=bench.patience) + MARGIN:
            raise _under_way(action, now)
        flow = bench.resume(case)
        known = len(flow.trace)
        flow.recover()
        action.state, action.recorded_at = ActionState.FAILED, now
        action.error = "the record was lost; its effect is read before it is done again"
        note(session, case, "recovered", SYSTEM, now, name=action.tool, who=Who.AUTOMATED, etom=Etom.CORRECT)
        _keep(session, bench, case, flow, by, Seen(), known)


def _unrecorded(session: Session, id: int) -> Action | None:
    query = select(Action).where(Action.case_id == id, Action.state == ActionState.INTENDED)
    return session.scalars(query.order_by(Action.intended_at)).first()


def _check_open(case: Case) -> None:
    if not case.status.is_open:
        raise NotNextError(f"case {case.id} is {case.status}: there is nothing to be done")


def _under_way(action: Action, now: datetime) -> UnderWayError:
    ago = max(0, round((now - action.intended_at).total_seconds()))
    return UnderWayError(f"case {action.case_id}: {action.tool} is being carried out; {action.by} began it {ago} s ago")


def _expect(flow: Flow, call_id: str, tools: Catalogue | None = None) -> Call:
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


def _loaded(bench: Workbench, id: int) -> Case:
    with Session(bench.database, expire_on_commit=False) as session:
        case = _load(session, id)
        session.expunge_all()
        return case


def _let_go(session: Session, case: Case) -> None:
    """The case stays readable when the transaction is over."""
    _ = case.history
    session.flush()
    session.expunge_all()


# Handing over


def hand_to(
    session: Session, case: Case, owner: str | None, queue: str | None, by: str, at: datetime, reason: str = ""
) -> None:
    """Give a case, taken before, to a person or to a queue; what is known goes with it, and nothing is asked again."""
    before = {"owner": case.owner, "queue": case.queue}
    case.owner, case.queue = owner, queue
    body = {"from": before, "reason": redact(reason).text}
    who = Who.AUTOMATED if by == SYSTEM else Who.MANUAL
    note(session, case, "transferred", by, at, name=owner or queue or "", who=who, body=body)
    tell(session, case, EventType.CHANGED, at)


def transfer(
    session: Session,
    id: int,
    owner: str | None,
    queue: str | None,
    by: str,
    at: datetime,
    reason: str = "",
    version: int | None = None,
) -> Case:
    """Give a case to another person or queue. Raises RefusedError where none of them is named."""
    if not owner and not queue:
        raise RefusedError("owner", "name the person, or the queue, that takes the case over")
    case = take(session, id, at, version)
    if case.status.is_final:
        raise IllegalTransitionError(f"a case that is {case.status} is not given to anybody")
    hand_to(session, case, owner, queue, by, at, reason)
    return case
