"""Customers and journeys as the API takes and gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.routes.case_schemas import Name, Short, Text
from t2r.customers.leaving import Leaving
from t2r.customers.masking import HIDDEN, masked
from t2r.customers.notices import PURPOSE, about
from t2r.customers.retaining import Profile, Proposal
from t2r.customers.rules import Attempt, Rules
from t2r.customers.tables import (
    Change,
    Customer,
    LoyaltyEntry,
    Method,
    Offer,
    OfferKind,
    OfferState,
    Verdict,
    Verification,
)
from t2r.customers.verifying import Begun, Shown, attempts_left
from t2r.journeys.filling import Filled
from t2r.journeys.forms import Form
from t2r.tmf.tables import Record

Id = Annotated[int, Field(ge=1, le=2**62)]
Interaction = Annotated[Id | None, Field(description="The contact in which the customer was verified")]
Body = Annotated[dict[Annotated[str, Field(max_length=100)], Any], Field(max_length=20)]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Read(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class CustomerWriting(_Request):
    """A new customer in the words of TMF629: `name`, `engagedParty`, `contactMedium`, `characteristic`, …"""

    record: Body
    why: Text = ""


class CustomerChanging(_Request):
    """A merge patch of a record, and why; null takes an attribute away."""

    changes: Annotated[Body, Field(min_length=1)]
    why: Annotated[Text, Field(min_length=1)]
    interaction: Id
    version: Annotated[
        int | None, Field(ge=1, description="The version that was seen; 409 with both if not the newest")
    ] = None


class CustomerRead(BaseModel):
    """A customer: `record` in the words of TMF629, masked unless `verified`."""

    id: str
    version: int
    status: str
    status_reason: str
    verified: bool
    record: dict[str, Any]
    created_at: datetime
    updated_at: datetime


class ChangeRead(_Read):
    """A change of an attribute; the values are hidden unless the customer is verified."""

    version: int
    at: datetime
    by: str
    why: str
    field: str
    old: Any
    new: Any


class VerificationBeginning(_Request):
    """How the customer shows who they are, and in which contact."""

    interaction: Id
    method: Method


class VerificationAnswering(_Request):
    """The code, or all answers, as the customer says them."""

    code: Annotated[str | None, Field(pattern=r"^\d{6,10}$")] = None
    answers: Annotated[dict[str, Annotated[str, Field(max_length=200)]] | None, Field(max_length=10)] = None

    @model_validator(mode="after")
    def _one_of_both(self) -> VerificationAnswering:
        if (self.code is None) == (self.answers is None):
            raise ValueError("give code, or answers")
        return self


class VerificationRead(BaseModel):
    """A verification: where the code went, or what to ask."""

    id: int
    customer: str
    interaction: int
    method: Method
    verdict: Verdict
    attempts_left: int
    expires_at: datetime
    sent_to: str | None = None
    questions: dict[str, str] | None = None


class DisclosureRead(_Read):
    """Personal data that was shown: which attributes, to whom, when."""

    at: datetime
    by: str
    interaction_id: int | None
    fields: list[str]
    why: str


class NoticeRead(BaseModel):
    """What the customer is told: a message of TMF681, by its id there."""

    id: str
    purpose: str
    channel: str
    text: str
    at: datetime
    state: str
    tries: int
    sent_at: datetime | None


class ContributionRead(_Read):
    """What moves the risk, in log-odds, from that of the average customer."""

    feature: str
    title: str
    value: float
    weight: float


class OfferRead(_Read):
    """An offer that was made."""

    id: int
    kind: OfferKind
    code: str
    title: str
    why: str
    state: OfferState
    by: str
    made_at: datetime
    valid_until: datetime
    answered_at: datetime | None


class OfferProposed(BaseModel):
    """An offer worth making; `value` is what it is expected to bring beyond its cost."""

    code: str
    title: str
    kind: OfferKind
    value: float
    why: str


class LoyaltyRead(_Read):
    """Points given or spent."""

    points: int
    reason: str
    at: datetime
    by: str


class RetentionRead(BaseModel):
    """How a customer stands: the risk that they leave within 90 days with its reasons, their worth, offers, loyalty."""

    risk: float
    at_risk: bool
    reasons: list[ContributionRead]
    unknown: list[str]
    trained_on: str
    lifetime_value: Annotated[float | None, Field(description="Null where the record tells no revenue")]
    points: int
    tier: str | None
    proposed: list[OfferProposed]
    offers: list[OfferRead]
    loyalty: list[LoyaltyRead]


class OfferMaking(_Request):
    """An offer of the rules, by its code."""

    code: Short
    why: Text = ""


class OfferAnswering(_Request):
    """What the customer says to an offer; to accept one, they must be verified."""

    accepted: bool
    interaction: Id | None = None


class Rewarding(_Request):
    """Points to give, or, below nothing, to spend."""

    points: Annotated[int, Field(ge=-100_000, le=100_000)]
    reason: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]


class LeavingReason(BaseModel):
    """A reason to leave, and what is tried before that ends the relationship: `required`, `offer` or `none`."""

    code: str
    title: str
    attempt: Attempt


class LeavingRead(BaseModel):
    """What the end of the relationship would mean now: nothing of it is done by asking."""

    reasons: list[LeavingReason]
    tried: Annotated[OfferRead | None, Field(description="The offer that was declined within 30 days")]
    proposed: list[OfferProposed]
    farewell: Annotated[str, Field(description="What the customer would be told")]
    erase: Annotated[dict[str, datetime], Field(description="When each attribute would be erased")]
    kept_until: datetime


class Terminating(_Request):
    """Why the customer leaves, as a code of the rules or in words."""

    reason: Annotated[Text, Field(min_length=1)]
    interaction: Id
    version: Annotated[int | None, Field(ge=1)] = None


class TerminationRead(_Read):
    """How a relationship ended, what was tried before, and what is erased when."""

    reason: str
    words: str
    attempt: dict[str, Any] | None
    cease: Annotated[str, Field(description="Id of the event that asks for the end of the services")]
    order: Annotated[int | None, Field(description="The order that ends them, where that is made here")] = None
    by: str
    at: datetime
    erase: dict[str, datetime]
    kept_until: datetime


class JourneyRead(BaseModel):
    """A form: its JSON Schema, and what it becomes."""

    journey: str
    title: str
    sends: str
    needs_verification: bool
    form: Annotated[dict[str, Any], Field(description="The JSON Schema of its values")]


class JourneyFilling(_Request):
    """The contact in which the form is filled, and the agent's changes so far, by field."""

    interaction: Id | None = None
    changes: Annotated[dict[Name, Any], Field(max_length=100)] = {}


class FieldRead(BaseModel):
    """A field with its value, where that comes from, and how sure it is. `hidden`: it is known, and shown when verified."""

    field: str
    title: str
    value: Any
    source: str | None
    confidence: float | None
    hidden: bool


class DifferenceRead(BaseModel):
    """What the agent changes: from what it was filled with, to what."""

    field: str
    filled: Any
    given: Any


class FormProblem(BaseModel):
    """What is wrong with a field."""

    field: str
    message: str


class FormRead(BaseModel):
    """A filled form."""

    journey: str
    case: int
    customer: str | None
    verified: bool
    needs_verification: bool
    hint: str
    fields: list[FieldRead]
    diff: list[DifferenceRead]
    problems: list[FormProblem]


class SubmittedRead(_Read):
    """A form that was sent, and the event that it became."""

    case_id: int
    journey: str
    event_id: str
    event_type: str
    changed: list[str]
    by: str
    at: datetime


def customer(shown: Shown) -> CustomerRead:
    """A record as it may be seen."""
    row = shown.customer
    return CustomerRead(
        id=row.id,
        version=row.version,
        status=row.status,
        status_reason=row.status_reason,
        verified=shown.verified,
        record=shown.body,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def masked_customer(row: Customer, rules: Rules) -> CustomerRead:
    """A record as anybody sees it who has not been shown more."""
    return customer(Shown(row, masked(row.body, rules.open_characteristics), False))


def notice(message: Record) -> NoticeRead:
    """What the customer is told."""
    sent = message.body.get("sendTimeComplete")
    return NoticeRead(
        id=message.id,
        purpose=about(message, PURPOSE),
        channel=message.body["messageType"],
        text=message.body["content"],
        at=message.created_at,
        state=message.body["state"],
        tries=message.body.get("tryTimes", 0),
        sent_at=None if sent is None else datetime.fromisoformat(sent),
    )


def change(step: Change, verified: bool) -> ChangeRead:
    """A change, without its values where the customer is not verified."""
    read = ChangeRead.model_validate(step)
    if not verified and step.field != "status":
        read.old, read.new = HIDDEN, HIDDEN
    return read


def verification(found: Verification, rules: Rules, begun: Begun | None = None) -> VerificationRead:
    """A verification as the agent sees it."""
    return VerificationRead(
        id=found.id,
        customer=found.customer_id,
        interaction=found.interaction_id,
        method=found.method,
        verdict=found.verdict,
        attempts_left=attempts_left(found, rules.verification),
        expires_at=found.expires_at,
        sent_to=begun.sent_to if begun else None,
        questions=dict(begun.questions) if begun and begun.questions else None,
    )


def retention(profile: Profile, offers: Sequence[Offer], entries: Sequence[LoyaltyEntry]) -> RetentionRead:
    """How a customer stands."""
    return RetentionRead(
        risk=round(profile.risk.score, 4),
        at_risk=profile.at_risk,
        reasons=[ContributionRead.model_validate(one) for one in profile.risk.contributions],
        unknown=list(profile.risk.unknown),
        trained_on=profile.risk.trained_on,
        lifetime_value=profile.lifetime_value,
        points=profile.points,
        tier=profile.tier,
        proposed=[_proposed(one) for one in profile.proposals],
        offers=[OfferRead.model_validate(one) for one in offers],
        loyalty=[LoyaltyRead.model_validate(one) for one in entries],
    )


def leaving(found: Leaving) -> LeavingRead:
    """What the end would mean."""
    return LeavingRead(
        reasons=[LeavingReason(code=code, **dict(rule)) for code, rule in found.reasons.items()],
        tried=None if found.tried is None else OfferRead.model_validate(found.tried),
        proposed=[_proposed(one) for one in found.proposals],
        farewell=found.farewell,
        erase=dict(found.erase),
        kept_until=found.kept_until,
    )


def _proposed(one: Proposal) -> OfferProposed:
    rule = one.rule
    return OfferProposed(code=rule.code, title=rule.title, kind=rule.kind, value=one.value, why=one.why)


def journey(form: Form) -> JourneyRead:
    """A form."""
    return JourneyRead(
        journey=form.journey,
        title=form.title,
        sends=form.sends.value,
        needs_verification=form.needs_verification,
        form=form.schema_,
    )


def filled(found: Filled, changes: Mapping[str, Any]) -> FormRead:
    """A form as the agent may see it, with what the changes come to."""
    values = found.values(changes)
    fields = [_field(found, name, spec) for name, spec in found.form.properties.items()]
    shown = {field.field: field.value for field in fields}
    return FormRead(
        journey=found.form.journey,
        case=found.case.id,
        customer=found.customer.id if found.customer else None,
        verified=found.verified,
        needs_verification=found.form.needs_verification,
        hint=found.hint,
        fields=fields,
        diff=[
            DifferenceRead(field=name, filled=shown.get(name), given=changes[name]) for name in found.changed(changes)
        ],
        problems=[FormProblem(field=field, message=message) for field, message in found.form.problems(values)],
    )


def _field(found: Filled, name: str, spec: Mapping[str, Any]) -> FieldRead:
    known = found.fields.get(name)
    hidden = known is not None and known.personal and not found.verified
    return FieldRead(
        field=name,
        title=str(spec.get("title", name)),
        value=None if known is None else HIDDEN if hidden else known.value,
        source=known and known.source,
        confidence=known and known.confidence,
        hidden=hidden,
    )
