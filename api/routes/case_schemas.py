"""Cases and their traces as the API takes and gives them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.routes.search import Question as Words
from api.routes.whom import Msisdn
from diagnostics.readings import Place
from t2r.cases.changing import Etom
from t2r.cases.codes import Level, Priority, Severity
from t2r.cases.progress import Worked
from t2r.cases.questions import Known, Standing, blanks, questions
from t2r.cases.status import Status
from t2r.cases.tables import Case, Kind, TraceEvent
from t2r.cases.workbench import Subject
from t2r.cases.working import FLOW
from t2r.flows import Call, Flows, ToolKind
from t2r.orders.status import State


def _storable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("must not hold the character NUL")
    return text


Text = Annotated[str, Field(max_length=4_000), AfterValidator(_storable)]
Short = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_storable)]
Reference = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_storable)]
Value = bool | float | Annotated[str, Field(max_length=500), AfterValidator(_storable)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_:]{0,99}$")]
Version = Annotated[int | None, Field(ge=1, description="The version that was seen; 409 if it is not the newest")]


class Taken(BaseModel):
    """What a request says: nothing that is not known."""

    model_config = ConfigDict(extra="forbid")


class CaseOpening(Taken):
    """A trouble as it comes in: the customer's words, and whom it is about."""

    words: Annotated[Words, AfterValidator(_storable)]
    msisdn: Msisdn | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    indoors: bool | None = None
    device: Reference | None = None
    abroad: bool = False
    channel: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,49}$")] = "phone"
    severity: Severity | None = None
    impact: Level | None = None
    urgency: Level = Level.MEDIUM
    flow: Annotated[Short | None, Field(description="The flow to take; else the words decide")] = None
    slots: Annotated[dict[Name, Value], Field(max_length=50, description="What is known already, by slot")] = {}
    external_id: Reference | None = None

    def subject(self) -> Subject:
        """Whom it is about, as the network is asked."""
        place = None if self.lat is None or self.lon is None else Place(self.lat, self.lon, self.indoors)
        return Subject(self.msisdn, place, self.device, self.abroad, self.indoors)


class Answering(Taken):
    """Answers to what is asked, or corrections of what is known, by fact or slot."""

    answers: Annotated[dict[Name, Value], Field(min_length=1, max_length=50)]
    of: Annotated[Literal["agent", "customer"], Field(description="Who says so")] = "customer"
    version: Version = None


class Acting(Taken):
    """What becomes of the step that is proposed."""

    call: Annotated[Reference, Field(description="`next.call` of the case")]
    decision: Annotated[
        Literal["approve", "skip", "done", "failed"],
        Field(
            description="`approve`: its tool is called; `done`, `failed`: somebody did it, or could not; `skip`: do without"
        ),
    ]
    reason: Text = ""
    version: Version = None


class Transferring(Taken):
    """Who takes the case over: a person, or a queue."""

    owner: Short | None = None
    queue: Reference | None = None
    reason: Text = ""
    version: Version = None


class StatusChanging(Taken):
    """Put the case off, take it up again, reject or cancel it."""

    status: Status
    reason: Text = ""
    version: Version = None


class Reopening(Taken):
    """It does not work after all."""

    reason: Text = ""
    version: Version = None


class Closing(Taken):
    """What was wrong and how it ended, by their codes (`GET /v1/case-codes`)."""

    cause: Short
    resolution: Short
    note: Text = ""
    version: Version = None


# What is given


class StatusRead(BaseModel):
    """A step of the case's life."""

    model_config = ConfigDict(from_attributes=True)

    at: datetime
    status: Status
    reason: str
    by: str


class PlaceRead(BaseModel):
    """Where, in degrees."""

    lat: float
    lon: float


class CaseSummary(BaseModel):
    """A case in a list. `version` goes up with every change."""

    id: int
    version: int
    kind: Kind
    status: Status
    status_reason: str
    severity: Severity
    impact: Level
    urgency: Level
    priority: Priority
    words: str
    msisdn: str | None
    place: PlaceRead | None
    channel: str
    owner: str | None
    queue: str | None
    parent: int | None
    outage: str | None
    say: str
    expected_at: datetime | None
    flow: str | None
    outcome: str | None
    cause: str | None
    resolution: str | None
    resolution_note: str
    external_id: str | None
    opened_at: datetime
    updated_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None


class BlankRead(BaseModel):
    """A fact or slot that can be answered; `allowed` is empty where anything of the type is."""

    model_config = ConfigDict(from_attributes=True)

    fact: str
    type: str
    allowed: list[Any]
    unit: str | None


class KnownRead(BaseModel):
    """A fact as it is known: `by` says who (system, agent, customer), `source` from where."""

    fact: str
    value: Any
    unit: str | None
    source: str
    by: str
    measured_at: datetime
    age_s: float
    fresh: bool
    confidence: float


class QuestionRead(BaseModel):
    """One question of the flow."""

    check: str
    flow: str
    question: str
    wording: str | None
    etom: str | None
    standing: Standing
    known: list[KnownRead]
    blanks: list[BlankRead]


class StepRead(BaseModel):
    """What comes next, named by `call` in `POST …/actions`.

    `question`: answer its blanks; `check`: have it looked at, and answer its blanks; `action`: approve it, `tell`: have the
    customer do it, and say `done`; `hand_over`: approve it; `reading`: `POST …/next` makes it.
    """

    call: str
    kind: Literal["question", "check", "action", "tell", "hand_over", "reading"]
    title: str
    why: str
    of: Literal["system", "agent", "customer"]
    wording: str | None
    check: str | None
    action: str | None
    risk: str | None
    tool: str
    arguments: dict[str, Any]
    has_tool: bool
    blanks: list[BlankRead]
    etom: str | None


class DoneRead(BaseModel):
    """How the flow ended."""

    outcome: str
    reason: str
    queue: str | None
    say: str | None
    actions: list[str]
    titles: list[str]
    evidence: list[str]


class UnderWayRead(BaseModel):
    """An action that is being carried out."""

    call: str
    tool: str
    by: str
    since: datetime


class JourneyProposed(BaseModel):
    """A form that a case calls for, filled by `POST /v1/cases/{id}/journeys/{name}`."""

    model_config = ConfigDict(from_attributes=True)

    journey: str
    title: str
    why: str


class OrderOfCase(BaseModel):
    """An order that came from the case, or whose fault it is the ticket of."""

    id: int
    state: State
    products: list[str]


class CaseRead(CaseSummary):
    """A case with its history and its flow: the questions, and what comes next or how it ended."""

    history: list[StatusRead]
    flow_title: str | None
    questions: list[QuestionRead]
    next: StepRead | None
    done: DoneRead | None
    under_way: UnderWayRead | None
    journeys: Annotated[
        list[JourneyProposed], Field(description="Forms that the case calls for: the next best actions beside the flow")
    ] = []
    orders: list[OrderOfCase] = []


class CasePage(BaseModel):
    """Cases, the newest first; `next` is the `before` of the next page, null on the last."""

    items: list[CaseSummary]
    next: int | None


class TraceRead(BaseModel):
    """A step that was taken; `who` is A (automated), M (manual) or AM (both)."""

    model_config = ConfigDict(from_attributes=True)

    seq: int
    version: int
    at: datetime
    by: str
    who: str
    what: str
    name: str
    etom: str
    body: dict[str, Any]


class TracePage(BaseModel):
    """The steps of a case in order."""

    items: list[TraceRead]


class CodesRead(BaseModel):
    """The codes that a case is closed and a contact is ended with, each with its title."""

    causes: dict[str, str]
    resolutions: dict[str, str]
    wrap_ups: dict[str, str]


def summary(case: Case) -> dict[str, Any]:
    """A case's own fields."""
    given = {name: getattr(case, name) for name in CaseSummary.model_fields if hasattr(case, name)}
    place = (
        None if case.latitude is None or case.longitude is None else PlaceRead(lat=case.latitude, lon=case.longitude)
    )
    return {**given, "msisdn": case.line, "place": place, "parent": case.parent_id}


def read(worked: Worked, flows: Flows, tools: Mapping[str, object]) -> CaseRead:
    """A case with its flow, as it is."""
    case, flow, step = worked.case, worked.flow, worked.step
    under_way, actions = worked.under_way, flows.vocabulary.actions
    done = flow.done if flow else None
    return CaseRead(
        **summary(case),
        history=[StatusRead.model_validate(each) for each in case.history],
        flow_title=flows[case.flow].title if case.flow is not None and case.flow in flows else None,
        questions=[_question(each) for each in questions(flow, flows, step)] if flow else [],
        next=_next(case, step, flows, tools) if case.status.is_open else None,
        done=done
        and DoneRead(
            outcome=done.outcome,
            reason=done.reason,
            queue=done.queue,
            say=done.say,
            actions=list(done.cause),
            titles=[actions[name].title if name in actions else name for name in done.cause],
            evidence=list(done.evidence),
        ),
        under_way=under_way
        and UnderWayRead(call=under_way.call_id, tool=under_way.tool, by=under_way.by, since=under_way.intended_at),
    )


def known_read(known: Known) -> KnownRead:
    """A fact, as it is known."""
    rest = {name: getattr(known, name) for name in KnownRead.model_fields if name not in ("fact", "unit")}
    return KnownRead(fact=known.blank.fact, unit=known.blank.unit, **rest)


def _question(asked: Any) -> QuestionRead:
    known = [known_read(each) for each in asked.known]
    rest = {name: getattr(asked, name) for name in QuestionRead.model_fields if name not in ("known", "blanks")}
    return QuestionRead(**rest, known=known, blanks=[BlankRead.model_validate(each) for each in asked.blanks])


def _next(case: Case, step: object, flows: Flows, tools: Mapping[str, object]) -> StepRead | None:
    if isinstance(step, Call):
        return _step(step, flows, tools)
    return None if case.doubt is None else _which_flow(case.doubt)


def _which_flow(doubt: Mapping[str, Any]) -> StepRead:
    """The question that parts the flows it may be; it is answered as `flow`."""
    return StepRead(
        call=FLOW,
        kind="question",
        title=doubt["question"],
        why="the words fit several flows",
        of="customer",
        wording=doubt["question"],
        check=None,
        action=None,
        risk=None,
        tool="",
        arguments={},
        has_tool=False,
        blanks=[BlankRead(fact=FLOW, type="enum", allowed=list(doubt["answers"]), unit=None)],
        etom=Etom.CREATE,
    )


def _step(call: Call, flows: Flows, tools: Mapping[str, object]) -> StepRead:
    action = flows.vocabulary.actions.get(call.action or "")
    return StepRead(
        call=call.id,
        kind=_kind(call, call.tool in tools),
        title=call.title,
        why=call.why,
        of=call.actor.value,
        wording=call.wording,
        check=call.question,
        action=call.action,
        risk=action.risk if action else None,
        tool=call.tool,
        arguments=dict(call.arguments),
        has_tool=call.tool in tools,
        blanks=[BlankRead.model_validate(each) for each in blanks(flows, call)] if call.kind is ToolKind.READ else [],
        etom=call.etom,
    )


def _kind(call: Call, has_tool: bool) -> Literal["question", "check", "action", "tell", "hand_over", "reading"]:
    if call.kind is ToolKind.READ:
        if call.actor == "system":
            return "reading"
        return "check" if has_tool else "question"
    if call.kind is ToolKind.ESCALATE:
        return "hand_over"
    return "action" if has_tool else "tell"


def traced(event: TraceEvent) -> TraceRead:
    """A step of the trace."""
    return TraceRead.model_validate(event)
