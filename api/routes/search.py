"""Searching the base for passages, without composing an answer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.auth import KnowledgeReader
from api.services import Wired
from knowledge import Audience, Filters, Kind
from knowledge.searching import System
from t2r.answers import MAX_QUESTION_CHARACTERS

router = APIRouter(tags=["search"])


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be blank")
    return text


Question = Annotated[str, Field(max_length=MAX_QUESTION_CHARACTERS), AfterValidator(_not_blank)]


class SearchFilters(BaseModel):
    """Which documents may be found; what is left out does not restrict."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind | None = None
    product: Annotated[str, Field(max_length=2_000)] | None = None
    audience: Audience | None = None
    language: Annotated[str, Field(max_length=35)] | None = None
    valid_at: date | None = None
    as_of: datetime | None = None


class SearchRequest(BaseModel):
    """What to look for."""

    model_config = ConfigDict(extra="forbid")

    text: Question
    k: Annotated[int, Field(ge=1, le=100)] = 10
    filters: SearchFilters = SearchFilters()
    system: System = "hybrid"


class Found(BaseModel):
    """A passage: `body[start:end]` of its document, counted in Unicode code points; `parts` say why it is here."""

    model_config = ConfigDict(from_attributes=True)

    document_id: str
    kind: Kind
    title: str
    start: int
    end: int
    text: str
    headings: tuple[str, ...]
    score: float
    parts: dict[str, float]
    reason: str
    version: int
    updated_at: datetime
    duplicates: tuple[str, ...]


class QueryRead(BaseModel):
    """How the query was understood; `changes` are (from, to)."""

    model_config = ConfigDict(from_attributes=True)

    text: str
    english: str
    language: str
    changes: tuple[tuple[str, str], ...]


class SearchResponse(BaseModel):
    """The passages, best first."""

    hits: list[Found]
    query: QueryRead
    timings_ms: dict[str, float]


@router.post("/v1/search")
def search(_: KnowledgeReader, services: Wired, wanted: SearchRequest) -> SearchResponse:
    """The best passages for a question, a complaint, or a customer's words, in English or romanised Hindi."""
    filters = Filters(**wanted.filters.model_dump())
    with services.gate.enter():
        result = services.knowledge.search(wanted.text, wanted.k, filters, system=wanted.system)
    return SearchResponse(
        hits=[Found.model_validate(hit) for hit in result.hits],
        query=QueryRead.model_validate(result.query),
        timings_ms=dict(result.timings),
    )
