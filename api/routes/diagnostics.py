"""What the network says of a line or a place: the whole diagnosis, its badges, a stream of them, and whom a trouble reaches."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal

import anyio
from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from starlette.responses import StreamingResponse

from api import problems
from api.audit import line_subject, saw
from api.auth import AffectedReader, DiagnosticsReader
from api.desk import Desk, Subject
from api.logs import FIELDS
from api.problems import Problem
from api.routes.answers import EVENT_STREAM, STREAM_HEADERS
from api.routes.badge_schemas import AffectedLine, AffectedPage, BadgesRead, DiagnosisRead
from api.routes.whom import Whom, WhomAt
from api.services import Services, Wired
from diagnostics.badges import Badge
from diagnostics.diagnosis import Diagnosis
from diagnostics.readings import Kind

log = logging.getLogger("t2r.badges")
router = APIRouter(tags=["diagnostics"])

LOOK_SECONDS = 5.0  # between two looks of a stream
KEEP_ALIVE_SECONDS = 15.0
STREAM_SECONDS = 900.0  # then the client connects anew, and is asked anew who it is
MOST_LINES = 200


def _desk(services: Wired) -> Desk:
    return services.desk


Asked = Annotated[Desk, Depends(_desk)]


@router.get("/v1/diagnostics")
def diagnose(_: DiagnosticsReader, desk: Asked, whom: Annotated[WhomAt, Query()]) -> DiagnosisRead:
    """Coverage, congestion, outage and barring of a line or place, with their readings and the badges made of them."""
    return DiagnosisRead.model_validate(desk.diagnose(whom.subject(), whom.at).to_json())


@router.get("/v1/badges")
def badges(_: DiagnosticsReader, desk: Asked, whom: Annotated[WhomAt, Query()]) -> BadgesRead:
    """What an agent has to know at a glance. Without `at` they follow from what was shown before, so that they do not flap."""
    subject = whom.subject()
    found = desk.diagnose(subject, whom.at) if whom.at else desk.show(subject)
    return BadgesRead.model_validate(_badges_of(found))


class _AffectedQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: Literal[Kind.OUTAGE, Kind.CONGESTION, Kind.BARRING] = Kind.OUTAGE  # coverage is a matter of each place
    at: AwareDatetime | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_LINES)] = 50
    offset: Annotated[int, Field(ge=0)] = 0


@router.get("/v1/badges/affected")
def affected(
    _: AffectedReader, request: Request, desk: Asked, asked: Annotated[_AffectedQuery, Query()]
) -> AffectedPage:
    """The lines that a trouble reaches, before they call: looked at one by one, as when they would call now."""
    at = asked.at or desk.now()
    lines = desk.affected(asked.kind, at)
    page = lines[asked.offset : asked.offset + asked.limit]
    items = []
    for line in page:
        found = desk.diagnose(Subject(line), at)
        mine = [badge.to_json() for badge in found.troubles if badge.kind is asked.kind]
        if mine:
            items.append(AffectedLine.model_validate({"line": line, "badges": mine}))
    saw(request, *(line_subject(item.line) for item in items))
    end = asked.offset + len(page)
    return AffectedPage(
        kind=asked.kind,
        at=at,
        candidates=len(lines),
        looked_at=len(page),
        items=items,
        next=end if end < len(lines) else None,
        unheard=desk.unheard(asked.kind, at),
    )


@router.get(
    "/v1/badges/stream",
    response_class=StreamingResponse,
    responses={200: {"description": "Server-sent events", "content": {EVENT_STREAM: {"schema": {"type": "string"}}}}},
)
async def stream(
    _: DiagnosticsReader, request: Request, services: Wired, whom: Annotated[Whom, Query()]
) -> StreamingResponse:
    """The event `badges` at once and then whenever they change; `problem` when they cannot be had. Comments keep it alive.

    The stream ends after 15 minutes; an `EventSource` then connects anew.
    """
    subject = whom.subject()
    first = await to_thread.run_sync(services.desk.show, subject)  # a line that is not there is a 404, not a stream
    return StreamingResponse(
        _events(services, subject, first, request), media_type=EVENT_STREAM, headers=STREAM_HEADERS
    )


async def _events(services: Services, subject: Subject, first: Diagnosis, request: Request) -> AsyncIterator[bytes]:
    """Events until the client goes (the server then cancels this) or the time is over."""
    yield _event("badges", _badges_of(first))
    shown, failing, quiet = first.badges, False, 0.0
    ends = anyio.current_time() + STREAM_SECONDS
    while anyio.current_time() < ends and not await request.is_disconnected():
        await anyio.sleep(LOOK_SECONDS)
        quiet += LOOK_SECONDS
        try:
            found = await to_thread.run_sync(services.desk.show, subject)
        except Problem as problem:
            if not failing:
                yield _event("problem", problems.of(problem).model_dump(mode="json", exclude_none=True))
            failing, shown, quiet = True, (), 0.0
            continue
        except Exception as error:  # the edge: the response has begun, nobody further out can tell the client
            id = request.state.request_id
            log.exception("error", extra={FIELDS: {"id": id}}, exc_info=error)
            yield _event("problem", problems.unexpected(id).model_dump(mode="json", exclude_none=True))
            return
        failing = False
        if not _alike(shown, found.badges):
            yield _event("badges", _badges_of(found))
            shown, quiet = found.badges, 0.0
        elif quiet >= KEEP_ALIVE_SECONDS:
            yield b": keep-alive\n\n"
            quiet = 0.0


def _alike(before: tuple[Badge, ...], after: tuple[Badge, ...]) -> bool:
    return len(before) == len(after) and all(one.same_as(other) for one, other in zip(before, after, strict=True))


def _badges_of(found: Diagnosis) -> dict[str, Any]:
    told = found.to_json()
    return {name: told[name] for name in ("line", "at", "badges", "retest")}


def _event(name: str, data: dict[str, Any]) -> bytes:
    """One server-sent event; JSON has no line breaks of its own."""
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()
