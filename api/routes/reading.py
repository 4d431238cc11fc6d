"""Any document as a reader sees it: what a citation opens."""

from __future__ import annotations

from datetime import date, datetime

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from api.auth import KnowledgeReader
from api.problems import NotFound
from api.services import Wired
from knowledge import Audience, Kind

router = APIRouter(tags=["reading"])


class Reading(BaseModel):
    """A document with the Markdown `body` that citations are spans of. What its kind does not have is null."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    kind: Kind
    title: str
    body: str
    version: int
    product: str
    language: str
    source: tuple[str, ...]
    audience: Audience | None = None
    etom: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    closed_at: datetime | None = None
    reopened_within_7_days: bool | None = None


@router.get("/v1/documents/{id:path}")
def read(_: KnowledgeReader, services: Wired, id: str, as_of: datetime | None = None) -> Reading:
    """The article or resolution of this id, as it is or as it was at a moment."""
    document = services.knowledge.get(id, at=as_of)
    if document is None:
        raise NotFound(f"There is no document {id!r}.")
    return Reading.model_validate(document)
