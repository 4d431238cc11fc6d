"""The audit log, to be read: by whom, about what, when; and whether nobody has meddled with it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.audit import line_subject
from api.auth import AuditReader
from api.problems import FieldError, Invalid
from api.routes.whom import Msisdn
from api.services import Wired

router = APIRouter(tags=["audit"])

Text = Annotated[str, Field(min_length=1, max_length=200)]


class AuditRead(BaseModel):
    """What somebody did."""

    id: int
    at: datetime
    principal: str
    via: str
    method: str
    route: str
    subjects: list[str]
    status: int
    reason: str
    request_id: str


class AuditPage(BaseModel):
    """Entries, the newest first; the next page begins `before` `next`."""

    items: list[AuditRead]
    next: int | None


class ChainRead(BaseModel):
    """Whether the log is whole: `broken_at` is the first entry that was changed, or that follows one that is gone."""

    model_config = ConfigDict(from_attributes=True)

    entries: int
    head: str
    broken_at: int | None


class _AuditQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    principal: Text | None = None
    subject: Annotated[Text | None, Field(description="`cases/12`, or any other kind and id")] = None
    msisdn: Annotated[Msisdn | None, Field(description="Entries about this line")] = None
    route: Text | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    before: Annotated[int, Field(ge=1, le=2**62)] | None = None


@router.get("/v1/audit")
def read_audit(_: AuditReader, services: Wired, asked: Annotated[_AuditQuery, Query()]) -> AuditPage:
    """Who saw or changed what, when and why."""
    if asked.subject is not None and asked.msisdn is not None:
        message = "give subject or msisdn, not both"
        raise Invalid(f"msisdn: {message}.", errors=[FieldError(field="msisdn", message=message)])
    found = services.audit.find(
        asked.limit + 1,
        asked.before,
        asked.principal,
        asked.subject if asked.msisdn is None else line_subject(asked.msisdn),
        asked.route,
        asked.since,
        asked.until,
    )
    page = [
        AuditRead(
            id=each.id,
            at=each.at,
            principal=each.principal,
            via=each.via,
            method=each.method,
            route=each.route,
            subjects=[one.subject for one in each.subjects],
            status=each.status,
            reason=each.reason,
            request_id=each.request_id,
        )
        for each in found[: asked.limit]
    ]
    return AuditPage(items=page, next=page[-1].id if len(found) > asked.limit else None)


@router.get("/v1/audit/chain")
def check_chain(_: AuditReader, services: Wired) -> ChainRead:
    """Go through the whole log and see whether each entry fits the one before it."""
    return ChainRead.model_validate(services.audit.chain())
