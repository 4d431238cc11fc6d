"""Contacts as the API takes and gives them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from api.routes.case_schemas import Reference, Short, Taken, Text
from api.routes.whom import Msisdn
from t2r.cases.interactions import earlier_interactions, entries_of, open_case, times_out_at
from t2r.cases.status import Status
from t2r.cases.tables import Direction, Interaction, Outcome
from t2r.customers import lines

Channel = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,49}$")]
CaseNumber = Annotated[int, Field(ge=1, le=2**62)]
Words = Annotated[str, Field(min_length=1, max_length=4_000, pattern=r"^[^\x00]*$")]
Transcript = Annotated[str, Field(min_length=1, max_length=200_000, pattern=r"^[^\x00]*$")]


class InteractionOpening(Taken):
    """A contact that begins (TMF683)."""

    channel: Channel = "phone"
    direction: Direction = Direction.INBOUND
    reason: Text = ""
    msisdn: Msisdn | None = None
    case: CaseNumber | None = None
    external_id: Reference | None = None


class InteractionChanging(Taken):
    """What is otherwise than it was told; what is left out stays."""

    channel: Channel | None = None
    direction: Direction | None = None
    reason: Text | None = None
    msisdn: Msisdn | None = None
    agent: Short | None = None

    def changes(self) -> dict[str, Any]:
        """By the names of what is kept."""
        given = self.model_dump(exclude_none=True)
        return {"line" if name == "msisdn" else name: value for name, value in given.items()}


class InteractionLinking(Taken):
    """The case that a contact is about."""

    case: CaseNumber


class Noting(Taken):
    """What was said or found out; it is redacted."""

    text: Words


class Transcribing(Taken):
    """What was spoken or written; it is redacted."""

    text: Transcript


class InteractionEnding(Taken):
    """What a contact came to: in words, and by its wrap-up code (`GET /v1/case-codes`)."""

    description: Text = ""
    wrap_up: Short | None = None


class InteractionFeedback(Taken):
    """How the contact was for the customer, from 1 (bad) to 5 (good); the words are redacted."""

    satisfaction: Annotated[int, Field(ge=1, le=5)]
    comment: Text = ""


class InteractionSummary(BaseModel):
    """A contact in a list. `status` and `times_out_at` follow from when it ended, or was heard of last."""

    id: int
    channel: str
    direction: Direction
    reason: str
    description: str
    msisdn: str | None
    agent: str
    case: int | None
    external_id: str | None
    started_at: datetime
    ended_at: datetime | None
    status: Literal["inProgress", "completed"]
    outcome: Outcome | None
    wrap_up: str | None
    times_out_at: datetime | None
    continued_in: int | None


class EarlierRead(BaseModel):
    """A contact of the same line before."""

    id: int
    channel: str
    reason: str
    description: str
    case: int | None
    started_at: datetime
    status: Literal["inProgress", "completed"]


class OpenItemRead(BaseModel):
    """What the contact began and what goes on."""

    kind: Literal["case"]
    id: int
    status: Status


class EntryRead(BaseModel):
    """Something that was said, done or changed."""

    model_config = ConfigDict(from_attributes=True)

    at: datetime
    by: str
    what: str
    text: str
    body: dict[str, Any]


class InteractionRead(InteractionSummary):
    """A contact with its history, what it began and what goes on, and the contacts before it; `customer` is whose line it is."""

    customer: Annotated[str | None, Field(description="Null where nobody is known to have the line, or several are")]
    history: list[EntryRead]
    open_items: list[OpenItemRead]
    earlier: list[EarlierRead]


class InteractionPage(BaseModel):
    """Contacts, the newest first; `next` is the `before` of the next page, null on the last."""

    items: list[InteractionSummary]
    next: int | None


class TranscriptRead(BaseModel):
    """The words of a contact, without what identifies anybody."""

    text: str


class InteractionReport(BaseModel):
    """What the contacts that began within a time came to; what nothing can be told from is null."""

    model_config = ConfigDict(from_attributes=True)

    since: datetime
    until: datetime
    contacts: int
    open: int
    by_channel: dict[str, int]
    by_direction: dict[str, int]
    by_outcome: dict[str, int]
    by_wrap_up: dict[str, int]
    by_agent: dict[str, int]
    with_case: Annotated[float | None, Field(description="Share that led to a case")]
    abandoned: Annotated[float | None, Field(description="Share in which the customer gave up before an answer")]
    came_again: Annotated[float | None, Field(description="Share after which the line came again within seven days")]
    handling_s_median: float | None
    handling_s_p90: float | None


def summary(one: Interaction) -> dict[str, Any]:
    """A contact's own fields."""
    given = {name: getattr(one, name) for name in InteractionSummary.model_fields if hasattr(one, name)}
    return {
        **given,
        "msisdn": one.line,
        "case": one.case_id,
        "status": _status(one),
        "times_out_at": times_out_at(one) if one.ended_at is None else None,
        "continued_in": one.continued_in_id,
    }


def contact(session: Session, one: Interaction) -> InteractionRead:
    """A contact, as it is."""
    session.flush()
    case = open_case(session, one)
    customer = lines.of_line(session, one.line)
    return InteractionRead(
        **summary(one),
        customer=None if customer is None else customer.id,
        history=[EntryRead.model_validate(entry) for entry in entries_of(session, one.id)],
        open_items=[] if case is None else [OpenItemRead(kind="case", id=case.id, status=case.status)],
        earlier=[earlier(each) for each in earlier_interactions(session, one)],
    )


def earlier(one: Interaction) -> EarlierRead:
    """A contact of before, in short."""
    own = {name: getattr(one, name) for name in EarlierRead.model_fields if hasattr(one, name)}
    return EarlierRead(**own, case=one.case_id, status=_status(one))


def _status(one: Interaction) -> Literal["inProgress", "completed"]:
    return "inProgress" if one.ended_at is None else "completed"
