"""Contacts with customers: begun, linked to a case, ended."""

from __future__ import annotations

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session

from api.audit import saw
from api.auth import CasesReader, CasesWriter
from api.routes import case_schemas as schemas
from api.routes.cases import Bench, Number, told
from t2r.cases.interactions import (
    begin_interaction,
    end_interaction,
    find_interaction,
    interactions_of,
    link_interaction,
)
from t2r.database import writing

router = APIRouter(tags=["interactions"])


@router.post("/v1/interactions", status_code=201)
def begin(
    caller: CasesWriter, request: Request, bench: Bench, asked: schemas.InteractionOpening
) -> schemas.InteractionRead:
    """A contact begins. The same `external_id` again is the same contact."""
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
        return schemas.contact(begun)


@router.get("/v1/interactions/{id}")
def get_interaction(_: CasesReader, bench: Bench, id: Number) -> schemas.InteractionRead:
    """A contact as it is."""
    with told(), Session(bench.database) as session:
        return schemas.contact(find_interaction(session, id))


@router.post("/v1/interactions/{id}/case")
def link(caller: CasesWriter, bench: Bench, id: Number, asked: schemas.InteractionLinking) -> schemas.InteractionRead:
    """Say which case a contact is about."""
    with told(), writing(bench.database) as session:
        return schemas.contact(link_interaction(session, id, asked.case, caller.name, bench.now()))


@router.post("/v1/interactions/{id}/end")
def end(_: CasesWriter, bench: Bench, id: Number, asked: schemas.InteractionEnding) -> schemas.InteractionRead:
    """The contact is over, and what it came to; an ended one stays as it is."""
    with told(), writing(bench.database) as session:
        return schemas.contact(end_interaction(session, id, asked.description, bench.now()))


@router.get("/v1/cases/{id}/interactions")
def list_interactions(_: CasesReader, bench: Bench, id: Number) -> list[schemas.InteractionRead]:
    """The contacts about a case, oldest first."""
    with told(), Session(bench.database) as session:
        return [schemas.contact(each) for each in interactions_of(session, id)]
