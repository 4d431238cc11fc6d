"""Problem management as the API takes and gives it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.routes.case_schemas import Name, Reference, Short, Text, Value
from t2r.problems.clocks import Watched
from t2r.problems.tables import Known
from t2r.processes.runner import Instance


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class WaitingRead(BaseModel):
    """A node that the case waits at: somebody has to do it, or, where it has a time, that time has to come."""

    node: str
    name: str
    kind: str
    etom: str | None
    due: datetime | None


class LifeRead(BaseModel):
    """How far a case has come in its process."""

    case: int
    process: str
    ended: bool
    waiting: list[WaitingRead]
    known: Annotated[dict[str, Any], Field(description="What the process has learned: category, target, cause, way, …")]


def life(case: int, process: str, instance: Instance) -> LifeRead:
    """The life of a case."""
    waiting = [
        WaitingRead(node=one.node.id, name=one.node.name, kind=one.node.kind.value, etom=one.node.etom, due=one.due)
        for one in instance.waiting
    ]
    return LifeRead(case=case, process=process, ended=instance.ended, waiting=waiting, known=instance.data)


class Completing(_Request):
    """What came of what the case waits for, by name: `cause`, `domain`, `solved`, `agrees`, …"""

    values: Annotated[dict[Name, Value | list[Text]], Field(max_length=20)] = {}


class Contacting(_Request):
    """An attempt to reach the customer about a resolved case."""

    channel: Short = "phone"
    answered: bool
    agrees: Annotated[bool | None, Field(description="Does it work again, says the customer?")] = None
    satisfaction: Annotated[int, Field(ge=1, le=5)] | None = None
    comment: Text = ""


class ContactRead(BaseModel):
    """An attempt to reach the customer."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    at: datetime
    by: str
    channel: str
    answered: bool
    agrees: bool | None
    satisfaction: int | None
    comment: str


class Assigning(_Request):
    """Who does an activity, and by when."""

    to: Short
    due_at: AwareDatetime | None = None


class ActivityRead(BaseModel):
    """A step of a restoration plan."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    plan: int
    position: int
    node: str
    title: str
    assigned_to: str
    due_at: datetime
    state: str


class Finishing(_Request):
    """What came of work that was handed over."""

    done: bool
    result: Text = ""


class HandoverRead(BaseModel):
    """A change request or service problem."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    case_id: int
    kind: str
    title: str
    evidence: list[str]
    state: str
    raised_at: datetime
    expected_at: datetime | None
    result: str


class Improving(_Request):
    """An idea for doing better, and who can use it."""

    text: Annotated[Text, Field(min_length=1)]
    to: Short = "knowledge"


class ImprovementRead(BaseModel):
    """An idea for doing better."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    case_id: int
    at: datetime
    by: str
    text: str
    sent_to: str
    state: str


class ReviewAction(_Request):
    """What is done because of a review, and by whom."""

    what: Text
    owner: Short


class Reviewing(_Request):
    """The review of a major problem."""

    what: Annotated[Text, Field(min_length=1)]
    why: Annotated[Text, Field(min_length=1)]
    lessons: Annotated[list[Text], Field(max_length=50)]
    actions: Annotated[list[ReviewAction], Field(max_length=50)] = []


class ReviewRead(BaseModel):
    """The review of a major problem."""

    model_config = ConfigDict(from_attributes=True)

    case_id: int
    at: datetime
    by: str
    what: str
    why: str
    lessons: list[str]
    actions: list[dict[str, str]]


class KnownProblemWriting(_Request):
    """A symptom with its cause and what helps."""

    title: Reference
    symptom: Annotated[Text, Field(min_length=1)]
    cause: Reference
    flow: Short | None = None
    workaround: Text = ""
    fix: Text = ""
    case: Annotated[int | None, Field(ge=1, le=2**62, description="The case it was learned from")] = None


class KnownProblemChanging(_Request):
    """What is to be changed of a known problem."""

    title: Reference | None = None
    symptom: Annotated[Text, Field(min_length=1)] | None = None
    cause: Reference | None = None
    flow: Short | None = None
    workaround: Text | None = None
    fix: Text | None = None
    state: Known | None = None


class KnownProblemRead(BaseModel):
    """A known problem."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    title: str
    flow: str | None
    symptom: str
    cause: str
    workaround: str
    fix: str
    state: Known
    case_id: int | None
    uses: int
    by: str
    updated_at: datetime


class JeopardyRead(BaseModel):
    """An open case with its target time."""

    case: int
    priority: str
    owner: str | None
    queue: str | None
    started_at: datetime
    jeopardy_at: datetime
    due_at: datetime
    warned_at: datetime | None
    standing: Literal["on time", "in jeopardy", "missed"]


def jeopardy(watched: Watched) -> JeopardyRead:
    """An open case with its target time."""
    case, clock = watched.case, watched.clock
    return JeopardyRead(
        case=case.id,
        priority=case.priority.value,
        owner=case.owner,
        queue=case.queue,
        started_at=clock.started_at,
        jeopardy_at=clock.jeopardy_at,
        due_at=clock.due_at,
        warned_at=clock.warned_at,
        standing=watched.standing.value,
    )


class EventRead(BaseModel):
    """An event in TMF688's envelope; `number` is where the next page begins."""

    number: int
    type: str
    at: datetime
    envelope: dict[str, Any]
