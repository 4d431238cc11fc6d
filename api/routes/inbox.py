"""The knowledge inbox: what whoever keeps the articles has to do."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from api.auth import KnowledgeWriter
from api.problems import NotFound
from api.services import Wired
from t2r.learning.inbox import NoSuchItemError, Topic

router = APIRouter(tags=["knowledge inbox"])


class InboxItem(BaseModel):
    """Something to do. `documents` are those to open; `detail` is what there is to know, by its topic (docs/inbox.md)."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    topic: Topic
    title: str
    weight: float
    documents: tuple[str, ...]
    detail: dict[str, Any]


class InboxPage(BaseModel):
    """The items of a topic, the weightiest first; `total` counts those that are not shown too."""

    total: int
    items: list[InboxItem]


class SettingAside(BaseModel):
    """Why an item needs nothing more."""

    model_config = ConfigDict(extra="forbid")

    why: Annotated[str, Field(max_length=2_000)] = ""


@router.get("/v1/inbox/{topic}")
def items(
    _: KnowledgeWriter, services: Wired, topic: Topic, limit: Annotated[int, Query(ge=1, le=500)] = 50
) -> InboxPage:
    """What there is to do of a kind: unanswered questions by matter (`gap`), articles that past cases speak against
    (`contradiction`), that are out of date (`stale`) or told twice (`duplicate`), and articles that are missing (`draft`)."""
    found = services.learning.inbox.items(topic, services.bench.now())
    return InboxPage(total=len(found), items=[InboxItem.model_validate(each) for each in found[:limit]])


@router.post("/v1/inbox/{topic}/{id}/set-aside", status_code=204)
def set_aside(
    caller: KnowledgeWriter,
    services: Wired,
    topic: Topic,
    id: Annotated[str, Path(pattern=r"^[0-9a-f]{24}$")],
    asked: SettingAside,
) -> None:
    """The item has been dealt with, or is none. What is new about the same matter comes as another item."""
    try:
        services.learning.inbox.set_aside(topic, id, caller.name, asked.why, services.bench.now())
    except NoSuchItemError as error:
        raise NotFound(f"{str(error).capitalize()}.") from error
