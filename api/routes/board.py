"""The board as a stream: how all cases stand, whenever that has changed."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace

import anyio
from anyio import to_thread
from fastapi import APIRouter, Request
from starlette.responses import StreamingResponse

from api.audit import Act, act_of
from api.auth import CasesReader
from api.board import NOTHING, BoardRead
from api.routes.answers import EVENT_STREAM, STREAM_HEADERS
from api.services import Services, Wired

router = APIRouter(tags=["cases"])

LOOK_SECONDS = 1.0  # between two looks whether the client is still there
STREAM_SECONDS = 900.0  # then the client connects anew, and is asked anew who it is


@router.get(
    "/v1/board/events",
    response_class=StreamingResponse,
    responses={200: {"description": "Server-sent events", "content": {EVENT_STREAM: {"schema": {"type": "string"}}}}},
)
async def events(caller: CasesReader, request: Request, services: Wired) -> StreamingResponse:
    """How the desk stands: the event `board` at once and whenever it has changed, `same` at least every 15 seconds else.

    The stream ends after 15 minutes; an `EventSource` then connects anew.
    """
    act = act_of(request, caller, "GET", request.state.request_id)
    return StreamingResponse(_events(services, act, request), media_type=EVENT_STREAM, headers=STREAM_HEADERS)


async def _events(services: Services, act: Act, request: Request) -> AsyncIterator[bytes]:
    """Boards as they are read; the cases that they show for the first time are written down before."""
    ends, look = anyio.current_time() + STREAM_SECONDS, services.board
    yield b": the board\n\n"
    shown, told = NOTHING, frozenset[int]()
    board: BoardRead | None = None
    with look.listening():
        while True:
            found = await look.wait(shown, LOOK_SECONDS)
            if anyio.current_time() >= ends or await request.is_disconnected():
                return
            if found == shown or found.board is None:
                continue
            shown, at = found, found.at.isoformat()
            if found.board == board:
                yield f"event: same\ndata: {json.dumps({'at': at})}\n\n".encode()
                continue
            board = found.board
            if new := board.seen - told:
                told |= new
                seen = replace(act, subjects={f"cases/{id}" for id in new})
                await to_thread.run_sync(services.audit.append, seen, 200)
            yield f'event: board\ndata: {{"at": {json.dumps(at)}, {board.model_dump_json()[1:]}\n\n'.encode()
