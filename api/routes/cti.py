"""Calls of a telephone system: their events come in, and screens pop for the agents whose telephones ring."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated

import anyio
from anyio import to_thread
from fastapi import APIRouter, Body, Header, Path, Query, Request, Response, WebSocket
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import StreamingResponse

from api import problems
from api.audit import Act, act_of, line_subject, saw
from api.auth import CasesReader, CtiWriter, CustomersReader, of_socket, open_socket
from api.desk import Desk
from api.desk import Subject as Asked
from api.logs import FIELDS
from api.problems import FieldError, Invalid, NotFound, Problem, ProblemDetails, TooMany
from api.routes import cti_schemas as schemas
from api.routes.answers import EVENT_STREAM, STREAM_HEADERS
from api.routes.badge_schemas import BadgeRead
from api.routes.case_schemas import CaseSummary, known_read
from api.routes.case_schemas import summary as case_summary
from api.routes.cases import KEEP_ALIVE_SECONDS, LOOK_SECONDS, STREAM_SECONDS, Bench, Number
from api.routes.customer_schemas import CustomerRead, masked_customer
from api.routes.customer_schemas import customer as customer_read
from api.routes.customers import customers_told
from api.routes.interaction_schemas import earlier
from api.services import Services, Wired
from api.tokens import Principal, Scope
from t2r.cases.interactions import find_interaction
from t2r.cti.bridge import Reception, take_in
from t2r.cti.calls import Standing
from t2r.cti.platforms import OWN
from t2r.cti.screens import OVERLAP, Mark, Screen, live_pops, mark, pops_since, screen
from t2r.cti.tables import CtiPop, CtiSeat
from t2r.cti.whose import callers, of_interaction
from t2r.customers import verifying
from t2r.customers.tables import Customer
from t2r.database import writing

log = logging.getLogger("t2r.cti")
router = APIRouter(tags=["cti"])

CHECK_SECONDS = 60.0  # after so long a socket is asked anew whether its token still holds
NOT_ALLOWED = 1008  # how RFC 6455 closes for a policy

PlatformName = Annotated[str, Query(min_length=1, max_length=50, description="Whose words the events are in")]
SeatId = Annotated[str, Path(min_length=1, max_length=100, pattern=r"^[^\x00]+$")]
_messages = TypeAdapter(schemas.Messages)


@router.post("/v1/cti/events", responses={207: {"model": schemas.EventsRead, "description": "Some were refused."}})
def take_events(
    _: CtiWriter,
    services: Wired,
    request: Request,
    response: Response,
    asked: Annotated[schemas.Message | schemas.Messages, Body(description="An event, or several; bare or CloudEvents")],
    platform: PlatformName = OWN,
) -> schemas.EventsRead:
    """Take events in, one by one: what is wrong with one keeps no other out. 207 if any was refused.

    CloudEvents come structured, in batches, or with their attributes as `ce-` headers.
    """
    messages = [_with_headers(asked, request.headers)] if isinstance(asked, dict) else asked
    taken = _take(services, messages, platform)
    saw(request, *_subjects(taken))
    response.status_code = _status(taken)
    return taken


def _status(taken: schemas.EventsRead) -> int:
    return 207 if taken.refused else 200


def _subjects(taken: schemas.EventsRead) -> set[str]:
    """What the events changed."""
    return {f"interactions/{item.interaction}" for item in taken.items if item.interaction is not None}


def _with_headers(message: schemas.Message, headers: Mapping[str, str]) -> schemas.Message:
    if "ce-specversion" not in headers:
        return message
    return {name[3:]: value for name, value in headers.items() if name.startswith("ce-")} | {"data": message}


def _take(services: Services, messages: list[schemas.Message], platform: str) -> schemas.EventsRead:
    if platform not in services.platforms.platforms:
        message = f"is none of {', '.join(services.platforms.platforms)}"
        raise Invalid(f"platform: {message}.", errors=[FieldError(field="platform", message=message)])
    items = [_take_one(services, index, message, platform) for index, message in enumerate(messages)]
    services.pops.wake()
    count = {status: sum(item.status == status for item in items) for status in (*Reception, "refused")}
    return schemas.EventsRead(
        taken=count[Reception.TAKEN],
        duplicates=count[Reception.DUPLICATE],
        ignored=count[Reception.IGNORED],
        refused=count["refused"],
        items=items,
    )


def _take_one(services: Services, index: int, message: schemas.Message, platform: str) -> schemas.ItemRead:
    try:
        event = services.platforms.read(message, platform)
    except ValidationError as error:
        return schemas.ItemRead(index=index, status="refused", errors=_errors(error))
    if event is None:
        return schemas.ItemRead(index=index, status=Reception.IGNORED)
    received = take_in(services.bench.database, event, services.bench.now())
    return schemas.ItemRead(index=index, status=received.reception, interaction=received.interaction)


def _errors(error: ValidationError) -> list[FieldError]:
    """What is wrong, by attribute; never the value, which may be a customer's number."""
    return [
        FieldError(field=".".join(map(str, each["loc"])), message=each["msg"])
        for each in error.errors(include_url=False, include_input=False, include_context=False)
    ]


@router.websocket("/v1/cti/stream")
async def take_stream(socket: WebSocket, platform: PlatformName = OWN) -> None:
    """Events as they happen: each message is one event or several, as `POST /v1/cti/events` takes them, and is answered."""
    services: Services = socket.app.state.services
    try:
        caller = await to_thread.run_sync(open_socket, socket, services, Scope.CTI_WRITE)
    except Problem as problem:
        await socket.send_denial_response(problems.response(problems.of(problem), dict(problem.headers or {})))
        return
    await socket.accept()
    log.info("cti stream opened", extra={FIELDS: {"principal": caller.name}})
    count = await _serve(socket, services, caller, platform)
    log.info("cti stream closed", extra={FIELDS: {"principal": caller.name, "messages": count}})


async def _serve(socket: WebSocket, services: Services, caller: Principal, platform: str) -> int:
    """Answer each message until the other side goes, or may no longer send; how many there were."""
    checked, count = anyio.current_time(), 0
    while (message := await socket.receive())["type"] != "websocket.disconnect":
        count += 1
        try:
            if anyio.current_time() - checked > CHECK_SECONDS:
                await to_thread.run_sync(of_socket, socket, services, Scope.CTI_WRITE)
                checked = anyio.current_time()
        except Problem:
            await socket.close(NOT_ALLOWED, "The token does not hold any more.")
            break
        act = act_of(socket, caller, "MESSAGE", secrets.token_hex(8))
        text = message.get("text") or message.get("bytes") or ""
        answer = await to_thread.run_sync(_answer, services, caller, act, text, platform)
        await socket.send_text(answer)
    return count


def _answer(services: Services, caller: Principal, act: Act, text: str | bytes, platform: str) -> str:
    """What is answered to a message: as to a request, it takes a turn, and is written down before it is told."""
    try:
        services.limits.take(caller)
        answer = _answered(services, text, platform)
        if isinstance(answer, ProblemDetails):
            services.audit.append(act, answer.status)
        else:
            services.audit.append(replace(act, subjects=_subjects(answer)), _status(answer))
            return answer.model_dump_json()
    except TooMany as problem:
        answer = problems.of(problem)
    except Exception as error:  # the edge: one message that fails must not end the stream of all others
        log.exception("error", exc_info=error)
        answer = problems.details(500, "The message could not be taken in; the log says why.")
    return answer.model_dump_json(exclude_none=True)


def _answered(services: Services, text: str | bytes, platform: str) -> schemas.EventsRead | ProblemDetails:
    try:
        told = json.loads(text)
        messages = _messages.validate_python(told if isinstance(told, list) else [told])
        return _take(services, messages, platform)
    except ValidationError as error:
        return problems.details(422, "A message is an event, or a list of events.", _errors(error))
    except ValueError:  # JSON that cannot be read, or text that is no UTF-8
        return problems.details(400, "A message is JSON.")
    except Problem as problem:
        return problems.of(problem)


# Seats


@router.get("/v1/cti/seats")
def list_seats(_: CtiWriter, bench: Bench) -> list[schemas.SeatRead]:
    """Whose telephones are known. Where none is, the telephone system's agent id is the name that is signed in with."""
    with Session(bench.database) as session:
        return [schemas.SeatRead.model_validate(one) for one in session.scalars(select(CtiSeat).order_by(CtiSeat.id))]


@router.put("/v1/cti/seats/{id}")
def take_seat(_: CtiWriter, bench: Bench, id: SeatId, asked: schemas.SeatTaking) -> schemas.SeatRead:
    """Say who sits at a telephone, or who an agent id is."""
    with writing(bench.database) as session:
        return schemas.SeatRead.model_validate(session.merge(CtiSeat(id=id, agent=asked.agent)))


@router.delete("/v1/cti/seats/{id}", status_code=204)
def leave_seat(_: CtiWriter, bench: Bench, id: SeatId) -> None:
    """Nobody sits there."""
    with writing(bench.database) as session:
        seat = session.get(CtiSeat, id)
        if seat is None:
            raise NotFound("There is no such seat.")
        session.delete(seat)


# Screens


@router.get(
    "/v1/cti/pops",
    response_class=StreamingResponse,
    responses={200: {"description": "Server-sent events", "content": {EVENT_STREAM: {"schema": {"type": "string"}}}}},
)
async def pops(
    caller: CasesReader,
    request: Request,
    services: Wired,
    last_event_id: Annotated[str | None, Header(max_length=20)] = None,
) -> StreamingResponse:
    """The caller's own calls: the event `pop` when one comes, at once for those that go on; `call` when one stands otherwise.

    The stream ends after 15 minutes; an `EventSource` then connects anew and goes on where it was.
    """
    seen = last_event_id or ""
    after = int(seen) if seen.isascii() and seen.isdigit() else None
    reader = _Reader(services, caller, after, act_of(request, caller, "GET", request.state.request_id))
    return StreamingResponse(_pops(services, reader, request), media_type=EVENT_STREAM, headers=STREAM_HEADERS)


async def _pops(services: Services, reader: _Reader, request: Request) -> AsyncIterator[bytes]:
    ends, board = anyio.current_time() + STREAM_SECONDS, services.pops
    yield b": calls\n\n"
    with board.listening():
        seen, quiet = Mark(), 0.0
        while True:
            for event in await to_thread.run_sync(reader.read):
                yield event
            before = seen
            while seen == before:
                if anyio.current_time() >= ends or await request.is_disconnected():
                    return
                seen = await board.wait(before, LOOK_SECONDS)
                quiet = quiet + LOOK_SECONDS if seen == before else 0.0
                if quiet >= KEEP_ALIVE_SECONDS:
                    yield b": keep-alive\n\n"
                    quiet = 0.0


class _Reader:
    """Reads the pops of one agent, each once, though some come to light behind newer ones. What is shown is written down."""

    def __init__(self, services: Services, caller: Principal, after: int | None, act: Act) -> None:
        self._services, self._caller, self._after, self._act = services, caller, after, act
        self._agent = caller.name
        self._floor = 0
        self._begun = False
        self._read: set[int] = set()

    def read(self) -> list[bytes]:
        """What is new. A stream that does not go on where another broke off is told of the calls that go on."""
        with Session(self._services.bench.database, expire_on_commit=False) as session:
            if not self._begun:
                live = self._begin(session)
                if self._after is None:
                    return [self._event(pop, opens=True) for pop in live]
            window = pops_since(session, self._agent, self._floor - OVERLAP)
        found = [pop for pop in window if pop.id not in self._read]
        self._read |= {pop.id for pop in found}
        self._floor = max([self._floor, *(pop.id for pop in found)])
        return [self._event(pop, opens=pop.opens) for pop in found]

    def _begin(self, session: Session) -> list[CtiPop]:
        """Everything up to here has been told, or is told by the calls that go on."""
        self._begun = True
        self._floor = mark(session).newest if self._after is None else self._after
        before = pops_since(session, self._agent, self._floor - OVERLAP)
        live = live_pops(session, self._agent, self._services.bench.now())
        told = before if self._after is None else [pop for pop in before if pop.id <= self._after]
        self._read = {pop.id for pop in (*told, *(live if self._after is None else ()))}
        return live

    def _event(self, pop: CtiPop, *, opens: bool) -> bytes:
        shown = screen(self._services.bench, pop) if opens else None
        body = _call(pop) if shown is None else self._card(pop, shown)
        name = "call" if shown is None else "pop"
        return f"id: {pop.id}\nevent: {name}\ndata: {body.model_dump_json()}\n\n".encode()

    def _card(self, pop: CtiPop, shown: Screen) -> schemas.PopRead:
        desk = self._services.customers
        may_see = self._caller.may(Scope.CUSTOMERS_READ)
        found = callers(desk, shown.line, shown.customer) if may_see and desk.is_master else None
        customers = None if found is None else [masked_customer(each, desk.rules) for each in found]
        self._services.audit.append(replace(self._act, subjects=_shown(shown, found or ())), 200)
        return _card(self._services.desk, pop, shown, customers)


def _shown(shown: Screen, found: Sequence[Customer]) -> set[str]:
    """Whom and what a screen is about."""
    cases = [*shown.open_cases, *([shown.case] if shown.case else [])]
    subjects = {f"cases/{case.id}" for case in cases} | {f"customers/{one.id}" for one in found}
    subjects |= {f"interactions/{shown.interaction.id}"} if shown.interaction else set()
    return subjects | ({line_subject(shown.line)} if shown.line else set())


def _call(pop: CtiPop) -> schemas.CallRead:
    return schemas.CallRead(number=pop.id, at=pop.at, call=pop.conn_id, standing=Standing(pop.standing))


def _card(desk: Desk, pop: CtiPop, shown: Screen, customers: list[CustomerRead] | None) -> schemas.PopRead:
    badges, network = _badges(desk, shown.line)
    case = shown.case and schemas.PopCaseRead(
        **case_summary(shown.case),
        checked=[
            schemas.CheckedRead(question=each.question, known=[known_read(one) for one in each.known])
            for each in shown.checked
        ],
    )
    return schemas.PopRead(
        **_call(pop).model_dump(),
        kind=shown.kind,
        interaction=shown.interaction.id if shown.interaction else None,
        msisdn=shown.line,
        withheld=shown.withheld,
        dialled=shown.dialled,
        queue=shown.queue,
        reason=shown.reason,
        customer=shown.customer,
        customers=customers,
        agents=list(shown.agents),
        case=case,
        open_cases=[CaseSummary(**case_summary(each)) for each in shown.open_cases],
        earlier=[earlier(each) for each in shown.earlier],
        badges=badges,
        network=network,
    )


def _badges(desk: Desk, line: str | None) -> tuple[list[BadgeRead], str | None]:
    """What the network says of the line, or why it says nothing."""
    if line is None:
        return [], "The number is not known."
    try:
        return [BadgeRead.model_validate(each.to_json()) for each in desk.show(Asked(line)).badges], None
    except Problem as problem:
        return [], str(problem.detail)


@router.get("/v1/interactions/{id}/customers")
def who_calls(caller: CustomersReader, services: Wired, request: Request, id: Number) -> list[CustomerRead]:
    """Whom a contact is with: the customers of its number, or the one who was attached to the call. Several: ask which.

    They are masked but where they are verified in this contact, which is written down.
    """
    desk = services.customers
    with customers_told():
        with Session(desk.database, expire_on_commit=False) as session:
            interaction = find_interaction(session, id)
        found = of_interaction(desk, interaction)
        saw(request, *(f"customers/{each.id}" for each in found))
        with writing(desk.database) as session:
            shown = [verifying.show(session, desk.rules, each, id, caller.name, desk.now(), "call") for each in found]
        return [customer_read(each) for each in shown]
