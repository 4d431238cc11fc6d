"""Contacts with customers: begun, changed, linked to a case, noted, ended, listed and reported."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from api.audit import saw
from api.auth import CasesReader, CasesWriter
from api.ownership import require_case
from api.routes import interaction_schemas as schemas
from api.routes.case_schemas import Short
from api.routes.cases import MOST, Bench, Number, told
from api.routes.whom import Msisdn
from t2r.cases.changing import SYSTEM
from t2r.cases.interaction_report import report
from t2r.cases.interactions import (
    Filter,
    add_feedback,
    add_note,
    add_transcript,
    begin_interaction,
    change_interaction,
    end_interaction,
    find_interaction,
    interactions,
    interactions_of,
    link_interaction,
)
from t2r.cases.tables import Direction
from t2r.database import writing
from t2r.problems import aftercare

router = APIRouter(tags=["interactions"])


@router.post("/v1/interactions", status_code=201)
def begin(
    caller: CasesWriter, request: Request, bench: Bench, asked: schemas.InteractionOpening
) -> schemas.InteractionRead:
    """A contact begins. The same `external_id` again is the same contact, and goes on in the channel that is named."""
    require_case(bench.database, caller, asked.case)
    with told(), writing(bench.database) as session:
        begun = begin_interaction(
            session,
            asked.channel,
            asked.direction,
            caller.name,
            bench.now(),
            reason=asked.reason,
            line=asked.msisdn,
            case_id=asked.case,
            external_id=asked.external_id,
        )
        session.flush()
        saw(request, f"interactions/{begun.id}")
        return schemas.contact(session, begun)


class _InteractionQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    channel: schemas.Channel | None = None
    direction: Direction | None = None
    msisdn: Msisdn | None = None
    agent: Short | None = None
    case: schemas.CaseNumber | None = None
    open: bool | None = None
    reason: Annotated[Short | None, Field(description="Words of the reason")] = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    before: schemas.CaseNumber | None = None


@router.get("/v1/interactions")
def list_interactions(
    _: CasesReader, bench: Bench, asked: Annotated[_InteractionQuery, Query()]
) -> schemas.InteractionPage:
    """Contacts, the newest first; the next page begins `before` the last one."""
    wanted = Filter(
        channel=asked.channel,
        direction=asked.direction,
        line=asked.msisdn,
        agent=asked.agent,
        case_id=asked.case,
        is_open=asked.open,
        reason=asked.reason,
        since=asked.since,
        until=asked.until,
    )
    with Session(bench.database) as session:
        found = interactions(session, wanted, asked.limit + 1, asked.before)
        page = [schemas.InteractionSummary(**schemas.summary(one)) for one in found[: asked.limit]]
    return schemas.InteractionPage(items=page, next=page[-1].id if len(found) > asked.limit else None)


@router.get("/v1/interaction-report")
def get_report(
    _: CasesReader, bench: Bench, since: AwareDatetime, until: AwareDatetime | None = None
) -> schemas.InteractionReport:
    """The contacts that began since then: by channel, outcome and code, how long they took, how many came again."""
    with Session(bench.database) as session:
        return schemas.InteractionReport.model_validate(report(session, since, until or bench.now()))


@router.get("/v1/interactions/{id}")
def get_interaction(_: CasesReader, bench: Bench, id: Number) -> schemas.InteractionRead:
    """A contact as it is."""
    with told(), Session(bench.database) as session:
        return schemas.contact(session, find_interaction(session, id))


@router.patch("/v1/interactions/{id}")
def change(
    caller: CasesWriter, bench: Bench, id: Number, asked: schemas.InteractionChanging
) -> schemas.InteractionRead:
    """Change a contact that goes on; what it was is kept in its history."""
    with told(), writing(bench.database) as session:
        return schemas.contact(session, change_interaction(session, id, asked.changes(), caller.name, bench.now()))


@router.post("/v1/interactions/{id}/case")
def link(caller: CasesWriter, bench: Bench, id: Number, asked: schemas.InteractionLinking) -> schemas.InteractionRead:
    """Say which case a contact is about."""
    require_case(bench.database, caller, asked.case)
    with told(), writing(bench.database) as session:
        return schemas.contact(session, link_interaction(session, id, asked.case, caller.name, bench.now()))


@router.post("/v1/interactions/{id}/notes")
def take_note(caller: CasesWriter, bench: Bench, id: Number, asked: schemas.Noting) -> schemas.InteractionRead:
    """Add what was said or found out, without what identifies anybody."""
    with told(), writing(bench.database) as session:
        return schemas.contact(session, add_note(session, id, asked.text, caller.name, bench.now()))


@router.get("/v1/interactions/{id}/transcript")
def get_transcript(_: CasesReader, bench: Bench, id: Number) -> schemas.TranscriptRead:
    """The words of a contact."""
    with told(), Session(bench.database) as session:
        return schemas.TranscriptRead(text=find_interaction(session, id).transcript)


@router.post("/v1/interactions/{id}/transcript")
def transcribe(caller: CasesWriter, bench: Bench, id: Number, asked: schemas.Transcribing) -> schemas.TranscriptRead:
    """Add words to the transcript, without what identifies anybody; also of a contact that is over."""
    with told(), writing(bench.database) as session:
        return schemas.TranscriptRead(text=add_transcript(session, id, asked.text, caller.name, bench.now()).transcript)


@router.post("/v1/interactions/{id}/end")
def end(caller: CasesWriter, bench: Bench, id: Number, asked: schemas.InteractionEnding) -> schemas.InteractionRead:
    """The contact is over, and what it came to; `open_items` says what goes on.

    An ended one stays as it is; description and wrap-up code can be added once where its end left them out.
    """
    with told(), writing(bench.database) as session:
        if asked.wrap_up is not None:
            bench.codes.check_wrap_up(asked.wrap_up)
        ended = end_interaction(session, id, asked.description, bench.now(), by=caller.name, wrap_up=asked.wrap_up)
        return schemas.contact(session, ended)


@router.post("/v1/interactions/{id}/feedback")
def take_feedback(
    caller: CasesWriter, bench: Bench, id: Number, asked: schemas.InteractionFeedback
) -> schemas.InteractionRead:
    """What the customer says of the contact. Of a low one about a case, whoever keeps customers is told."""
    with told(), writing(bench.database) as session:
        one = add_feedback(session, id, asked.satisfaction, asked.comment, caller.name, bench.now())
        if asked.satisfaction <= aftercare.LOW and one.case_id is not None:
            text = f"The customer's satisfaction with contact {id} is {asked.satisfaction} of 5"
            aftercare.propose(session, one.case_id, text, "retention", SYSTEM, bench.now())
        return schemas.contact(session, one)


@router.get("/v1/cases/{id}/interactions")
def list_interactions_of(_: CasesReader, bench: Bench, id: Number) -> list[schemas.InteractionRead]:
    """The contacts about a case, oldest first."""
    with told(), Session(bench.database) as session:
        return [schemas.contact(session, each) for each in interactions_of(session, id)]
