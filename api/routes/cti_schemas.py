"""Events of calls and screen-pops as the API takes and gives them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.problems import FieldError
from api.routes.badge_schemas import BadgeRead
from api.routes.case_schemas import CaseSummary, KnownRead, Short, Taken
from api.routes.customer_schemas import CustomerRead
from api.routes.interaction_schemas import EarlierRead
from t2r.cti.bridge import Reception
from t2r.cti.calls import Standing
from t2r.cti.events import CallType

MOST_AT_ONCE = 1_000

Message = dict[str, Any]
Messages = Annotated[list[Message], Field(min_length=1, max_length=MOST_AT_ONCE)]


class ItemRead(BaseModel):
    """What became of an event: its place in the request, and the interaction it belongs to, if that is known."""

    index: int
    status: Reception | Literal["refused"]
    interaction: int | None = None
    errors: list[FieldError] = []


class EventsRead(BaseModel):
    """What became of the events."""

    taken: int
    duplicates: int
    ignored: int
    refused: int
    items: list[ItemRead]


class SeatTaking(Taken):
    """Whose telephone, or agent id, it is: the name that person signs in with."""

    agent: Short


class SeatRead(BaseModel):
    """An agent's id or number of the telephone system, and the name that person signs in with."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    agent: str


class CheckedRead(BaseModel):
    """A question that is answered: not to be asked again."""

    question: str
    known: list[KnownRead]


class PopCaseRead(CaseSummary):
    """The case that the call is about, with what has been checked already."""

    checked: list[CheckedRead]


class CallRead(BaseModel):
    """How a call of an agent stands now."""

    number: int
    at: datetime
    call: str
    standing: Standing


class PopRead(CallRead):
    """A call that has come to an agent. What nobody has told is null; `network` says why there are no badges.

    `customers` are those of the number, masked; null where they are to be asked for (`/v1/interactions/{id}/customers`):
    a CRM that takes its time must not keep the telephone ringing.
    """

    kind: CallType
    interaction: int | None
    msisdn: str | None
    withheld: bool
    dialled: str | None
    queue: str | None
    reason: str
    customer: Annotated[str | None, Field(description="What the telephone system attached")]
    customers: list[CustomerRead] | None
    agents: Annotated[list[str], Field(description="Who had the call before, or has it too")]
    case: PopCaseRead | None
    open_cases: list[CaseSummary]
    earlier: list[EarlierRead]
    badges: list[BadgeRead]
    network: str | None
