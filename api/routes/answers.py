"""Asking: the answer as one JSON document, or piece by piece as server-sent events."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response, StreamingResponse

from api import audit, problems
from api.auth import AnswersReader, require
from api.logs import FIELDS
from api.ownership import require_line
from api.problems import Problem
from api.routes.search import Question
from api.routes.whom import Msisdn
from api.services import Services, Wired
from api.tokens import Scope
from t2r.answers import Answer, Context
from t2r.assistant import Found

log = logging.getLogger("t2r.answers")
router = APIRouter(tags=["answers"])

EVENT_STREAM = "text/event-stream"
STREAM_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class AnswerRequest(BaseModel):
    """A question, and what is known beside it; of the customer's line (`msisdn`) the network is asked."""

    model_config = ConfigDict(extra="forbid")

    question: Question
    context: Context = Context()
    msisdn: Msisdn | None = None


@router.post(
    "/v1/answers",
    response_model=Answer,
    responses={
        200: {
            "description": "The answer; with `Accept: text/event-stream`, the events `passages` (the two pools), "
            "`sentence` (each), `answer` (the whole) and, when it goes wrong, `problem`.",
            "content": {EVENT_STREAM: {"schema": {"type": "string"}}},
        }
    },
)
def answer(caller: AnswersReader, request: Request, services: Wired, asked: AnswerRequest) -> Response:
    """An answer of which every sentence cites its source, or "not known" and what to check next.

    With `msisdn`, for which the scope diagnostics:read is needed too, advice that makes no sense under what the network says
    of that line now is not offered first.
    """
    if asked.msisdn is not None:
        require(caller, Scope.DIAGNOSTICS_READ)
        require_line(services.bench.database, caller, asked.msisdn)
        audit.start(request, caller)
        audit.saw(request, audit.line_subject(asked.msisdn))
        live = services.desk.live(asked.msisdn)
        asked = asked.model_copy(update={"context": asked.context.model_copy(update={"live": live})})
    if EVENT_STREAM in request.headers.get("accept", ""):
        events = _events(services, asked, request.state.request_id)
        return StreamingResponse(events, media_type=EVENT_STREAM, headers=STREAM_HEADERS)
    *_, whole = _stages(services, asked)
    assert isinstance(whole, Answer)
    # Written as it is: FastAPI would validate it once more first.
    return Response(whole.model_dump_json(), media_type="application/json")


def _stages(services: Services, asked: AnswerRequest) -> Iterator[Found | Answer]:
    """What the assistant finds, then its answer. A turn is held only while it works, never while a client reads."""
    stages = services.assistant.stream(asked.question, asked.context)
    while True:
        with services.gate.enter():
            stage = next(stages, None)
        if stage is None:
            return
        if isinstance(stage, Answer):
            services.metrics.answer(stage.decision, stage.timings_ms)
            services.learning.questions.note(stage)
        yield stage


def _events(services: Services, asked: AnswerRequest, request_id: str) -> Iterator[bytes]:
    try:
        for stage in _stages(services, asked):
            if isinstance(stage, Found):
                pools = {
                    "articles": [view.model_dump(mode="json") for view in stage.articles],
                    "resolutions": [view.model_dump(mode="json") for view in stage.resolutions],
                }
                yield _event("passages", json.dumps(pools))
            else:
                # In one piece: each by itself is a thread's turn here, and a drawing in the browser.
                if stage.sentences:
                    yield b"".join(_event("sentence", sentence.model_dump_json()) for sentence in stage.sentences)
                yield _event("answer", stage.model_dump_json())
    except Problem as problem:
        yield _event("problem", problems.of(problem).model_dump_json(exclude_none=True))
    except Exception as error:  # the edge: the response has begun, nobody further out can tell the client
        log.exception("error", extra={FIELDS: {"id": request_id}}, exc_info=error)
        yield _event("problem", problems.unexpected(request_id).model_dump_json(exclude_none=True))


def _event(name: str, data: str) -> bytes:
    """One server-sent event; JSON has no line breaks of its own."""
    return f"event: {name}\ndata: {data}\n\n".encode()
