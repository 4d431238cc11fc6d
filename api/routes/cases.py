"""Cases: opened from a customer's words, answered, acted on, handed over, closed; their trace, and a stream of it."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import anyio
from anyio import to_thread
from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session
from starlette.responses import StreamingResponse

from api import problems
from api.audit import saw
from api.auth import CasesReader, CasesWriter
from api.logs import FIELDS
from api.ownership import refuse_another
from api.problems import Conflict, FieldError, Invalid, NotFound, Unavailable
from api.routes import case_schemas as schemas
from api.routes.answers import EVENT_STREAM, STREAM_HEADERS
from api.routes.whom import Msisdn
from api.services import Services, Wired
from api.tokens import Scope
from t2r.cases import acting, opening, outages, progress, transferring, watching, working
from t2r.cases.changing import find, take
from t2r.cases.closing import close, resolve, set_status
from t2r.cases.codes import Priority
from t2r.cases.errors import ConflictError, NoSuchError, RefusedError, UnderWayError
from t2r.cases.learning import learn
from t2r.cases.listing import Filter, cases, trace
from t2r.cases.opening import Opening
from t2r.cases.progress import Worked
from t2r.cases.status import Status
from t2r.cases.tables import Kind
from t2r.cases.workbench import Workbench
from t2r.database import writing
from t2r.flows import Actor
from t2r.journeys.filling import proposed
from t2r.orders.looking import of_case

log = logging.getLogger("t2r.cases")
router = APIRouter(tags=["cases"])

LOOK_SECONDS = 1.0  # between two looks of a stream
KEEP_ALIVE_SECONDS = 15.0
STREAM_SECONDS = 900.0  # then the client connects anew, and is asked anew who it is
MOST = 200

Number = Annotated[int, Path(ge=1, le=2**62)]


def _bench(services: Wired) -> Workbench:
    return services.bench


Bench = Annotated[Workbench, Depends(_bench)]


@contextmanager
def told() -> Iterator[None]:
    """What is wrong with a wish about a case or an order, as a problem."""
    try:
        yield
    except NoSuchError as error:
        raise NotFound(f"{str(error).capitalize()}.") from error
    except RefusedError as error:
        raise Invalid(f"{error}.", errors=[FieldError(field=error.field, message=error.why)]) from error
    except UnderWayError as error:
        raise Conflict(f"{error}.", headers={"Retry-After": "2"}) from error
    except ConflictError as error:
        raise Conflict(f"{error}.") from error


def _read(bench: Workbench, worked: Worked) -> schemas.CaseRead:
    read = schemas.read(worked, bench.flows, bench.tools(worked.case).tools())
    read.journeys = [schemas.JourneyProposed.model_validate(each) for each in proposed(bench, worked)]
    with Session(bench.database) as session:
        read.orders = [
            schemas.OrderOfCase(
                id=order.id,
                state=order.state,
                products=[item.product for item in order.items if item.parent is None],
            )
            for order in of_case(session, worked.case.id)
        ]
    return read


@router.post("/v1/cases", status_code=201)
def open_case(
    caller: CasesWriter,
    bench: Bench,
    response: Response,
    asked: schemas.CaseOpening,
    idempotency_key: Annotated[
        str | None, Header(min_length=1, max_length=200, description="The same key twice opens one case.")
    ] = None,
) -> schemas.CaseRead:
    """Open a case: what the network says, the flow for the words, and every question answered that needs no person."""
    if (asked.lat is None) != (asked.lon is None):
        missing = "lat" if asked.lat is None else "lon"
        raise Invalid(
            f"{missing}: is missing: a place has both.", errors=[FieldError(field=missing, message="is missing")]
        )
    trouble = Opening(
        words=asked.words,
        subject=asked.subject(),
        channel=asked.channel,
        severity=asked.severity,
        impact=asked.impact,
        urgency=asked.urgency,
        flow=asked.flow,
        slots=asked.slots,
        external_id=asked.external_id,
        request=None if idempotency_key is None else _request(caller.name, idempotency_key, asked),
    )
    with told():
        worked = opening.open_case(bench, trouble, caller.name)
    response.headers["Location"] = f"/v1/cases/{worked.case.id}"
    return _read(bench, worked)


def _request(caller: str, key: str, asked: BaseModel) -> opening.Request:
    name = hashlib.sha256(json.dumps([caller, key]).encode()).hexdigest()
    return opening.Request(name, hashlib.sha256(asked.model_dump_json().encode()).hexdigest())


class _CaseQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    status: list[Status] = Field(default=[], max_length=len(Status))
    kind: Kind | None = None
    priority: Priority | None = None
    owner: schemas.Short | None = None
    queue: schemas.Reference | None = None
    msisdn: Msisdn | None = None
    flow: schemas.Short | None = None
    parent: Annotated[int, Field(ge=1, le=2**62)] | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    before: Annotated[int, Field(ge=1, le=2**62)] | None = None


@router.get("/v1/cases")
def list_cases(
    _: CasesReader, request: Request, bench: Bench, asked: Annotated[_CaseQuery, Query()]
) -> schemas.CasePage:
    """Cases, the newest first; the next page begins `before` the last one."""
    wanted = Filter(
        asked.status, asked.kind, asked.priority, asked.owner, asked.queue, asked.msisdn, asked.flow, asked.parent
    )
    with Session(bench.database) as session:
        found = cases(session, wanted, asked.limit + 1, asked.before)
        page = [schemas.CaseSummary(**schemas.summary(case)) for case in found[: asked.limit]]
    saw(request, *(f"cases/{case.id}" for case in page))
    return schemas.CasePage(items=page, next=page[-1].id if len(found) > asked.limit else None)


@router.get("/v1/case-codes")
def codes(_: CasesReader, bench: Bench) -> schemas.CodesRead:
    """The codes that a case is closed with, and those that a contact is ended with."""
    codes = bench.codes
    return schemas.CodesRead(
        causes=dict(codes.causes), resolutions=dict(codes.resolutions), wrap_ups=dict(codes.wrap_ups)
    )


@router.get("/v1/cases/{id}")
def get_case(_: CasesReader, bench: Bench, id: Number) -> schemas.CaseRead:
    """A case as it is; nothing is read anew for it."""
    with told():
        return _read(bench, progress.look(bench, id))


@router.post("/v1/cases/{id}/next")
def go_on(caller: CasesWriter, bench: Bench, id: Number) -> schemas.CaseRead:
    """Read what has become too old, look after an action that was lost, and say what comes next."""
    with told():
        return _read(bench, acting.go_on(bench, id, caller.name))


@router.post("/v1/cases/{id}/answers")
def answer(caller: CasesWriter, bench: Bench, id: Number, asked: schemas.Answering) -> schemas.CaseRead:
    """Answer what is asked, or correct what is known; a correction stands until something is done that changes it."""
    with told():
        worked = working.answer(bench, id, asked.answers, Actor(asked.of), caller.name, asked.version)
        return _read(bench, worked)


@router.post("/v1/cases/{id}/actions")
def act(caller: CasesWriter, bench: Bench, id: Number, asked: schemas.Acting) -> schemas.CaseRead:
    """Approve the proposed step, do without it, or say what came of it. The same approval twice is one action."""
    by, version = caller.name, asked.version
    with told():
        if asked.decision == "approve":
            worked = acting.act(bench, id, asked.call, by, version)
        elif asked.decision == "skip":
            worked = working.skip(bench, id, asked.call, by, asked.reason, version)
        else:
            error = None if asked.decision == "done" else asked.reason or "could not be done"
            worked = working.done_by_hand(bench, id, asked.call, by, "done", error, version)
        return _read(bench, worked)


@router.post("/v1/cases/{id}/transfer")
def transfer(caller: CasesWriter, bench: Bench, id: Number, asked: schemas.Transferring) -> schemas.CaseRead:
    """Give the case to another person or queue; what is known goes with it, and nothing is asked again.

    Whoever may change only their own cases may take another's over, and give away their own.
    """
    with told():
        with writing(bench.database) as session:
            if asked.owner != caller.name and not caller.may(Scope.CASES_WRITE):
                refuse_another(find(session, id).owner, caller)
            transferring.transfer(
                session, id, asked.owner, asked.queue, caller.name, bench.now(), asked.reason, asked.version
            )
        return _read(bench, progress.look(bench, id))


@router.post("/v1/cases/{id}/status")
def change_status(caller: CasesWriter, bench: Bench, id: Number, asked: schemas.StatusChanging) -> schemas.CaseRead:
    """Put the case off (`pending`, `held`), take it up again (`inProgress`), reject or cancel it."""
    with told():
        with writing(bench.database) as session:
            set_status(session, id, asked.status, caller.name, bench.now(), asked.reason, asked.version)
        return _read(bench, progress.look(bench, id))


@router.post("/v1/cases/{id}/reopen")
def reopen(caller: CasesWriter, bench: Bench, id: Number, asked: schemas.Reopening) -> schemas.CaseRead:
    """A resolved case that does not work after all goes on, with what is known and still fresh."""
    with told():
        return _read(bench, working.reopen(bench, id, caller.name, asked.reason, asked.version))


@router.post("/v1/cases/{id}/close")
def close_case(caller: CasesWriter, services: Wired, id: Number, asked: schemas.Closing) -> schemas.CaseRead:
    """Close the case with its codes. An outage's case resolves all that wait for it; a customer's is learned from."""
    bench, by = services.bench, caller.name
    with told():
        watching.look_again(bench, id)
        with writing(bench.database) as session:
            at = bench.now()
            case = take(session, id, at, asked.version)
            if case.kind is Kind.OUTAGE:
                case.outage = None
            resolve(session, case, asked.cause, asked.resolution, by, at, bench.codes, text=asked.note)
            close(session, case, by, at)
        outages.release_all(bench.database, by, bench.now)
        worked = progress.look(bench, id)
    learn_from_closed(services)
    return _read(bench, worked)


def learn_from_closed(services: Services) -> None:
    """Put what was closed into the base; what cannot be put there now will be later."""
    try:
        with services.writing():
            learn(services.bench, services.knowledge)
    except Unavailable:
        log.info("documents are being written: closed cases are learned from later")


@router.get("/v1/cases/{id}/trace")
def get_trace(
    _: CasesReader,
    bench: Bench,
    id: Number,
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 1_000,
) -> schemas.TracePage:
    """The steps of the case behind number `after`: what was read, asked, decided and done, on what grounds, by whom."""
    with told(), Session(bench.database) as session:
        return schemas.TracePage(items=[schemas.traced(each) for each in trace(session, id, after, limit)])


@router.get(
    "/v1/cases/{id}/events",
    response_class=StreamingResponse,
    responses={200: {"description": "Server-sent events", "content": {EVENT_STREAM: {"schema": {"type": "string"}}}}},
)
async def events(
    _: CasesReader,
    request: Request,
    bench: Bench,
    id: Number,
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    last_event_id: Annotated[str | None, Header(max_length=20)] = None,
) -> StreamingResponse:
    """The event `step` for each step of the trace behind `after` (or `Last-Event-ID`), as it is taken. Comments keep it alive.

    The stream ends after 15 minutes; an `EventSource` then connects anew and goes on where it was.
    """
    seen = (
        int(last_event_id)
        if last_event_id is not None and last_event_id.isascii() and last_event_id.isdigit()
        else after
    )
    first = await to_thread.run_sync(_steps, bench, id, seen)  # a case that is not there is a 404, not a stream
    return StreamingResponse(_events(bench, id, seen, first, request), media_type=EVENT_STREAM, headers=STREAM_HEADERS)


def _steps(bench: Workbench, id: int, after: int) -> list[schemas.TraceRead]:
    with told(), Session(bench.database) as session:
        return [schemas.traced(each) for each in trace(session, id, after)]


async def _events(
    bench: Workbench, id: int, seen: int, steps: list[schemas.TraceRead], request: Request
) -> AsyncIterator[bytes]:
    ends, quiet = anyio.current_time() + STREAM_SECONDS, 0.0
    yield b": steps of the case\n\n"
    while True:
        for step in steps:
            yield f"id: {step.seq}\nevent: step\ndata: {step.model_dump_json()}\n\n".encode()
            seen, quiet = step.seq, 0.0
        if quiet >= KEEP_ALIVE_SECONDS:
            yield b": keep-alive\n\n"
            quiet = 0.0
        if anyio.current_time() >= ends or await request.is_disconnected():
            return
        await anyio.sleep(LOOK_SECONDS)
        quiet += LOOK_SECONDS
        try:
            steps = await to_thread.run_sync(_steps, bench, id, seen)
        except Exception as error:  # the edge: the response has begun, nobody further out can tell the client
            name = request.state.request_id
            log.exception("error", extra={FIELDS: {"id": name}}, exc_info=error)
            problem: dict[str, Any] = problems.unexpected(name).model_dump(mode="json", exclude_none=True)
            yield f"event: problem\ndata: {json.dumps(problem)}\n\n".encode()
            return
