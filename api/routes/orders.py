"""Orders in what TM Forum's APIs have no words for: how they stand, their process, what people do about them; their link with cases."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Annotated, Any

import anyio
from anyio import to_thread
from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import StreamingResponse

from api import problems
from api.audit import saw
from api.auth import CasesReader, CasesWriter, OrdersReader, OrdersWriter
from api.logs import FIELDS
from api.ownership import orders_within_reach
from api.routes import order_schemas as schemas
from api.routes.answers import EVENT_STREAM, STREAM_HEADERS
from api.routes.case_schemas import Reference
from api.routes.cases import KEEP_ALIVE_SECONDS, LOOK_SECONDS, STREAM_SECONDS, Number, told
from api.routes.whom import Msisdn
from api.services import Wired
from knowledge import redact
from t2r.cases.changing import find as find_case
from t2r.database import writing
from t2r.orders import looking, steering, working
from t2r.orders.bench import OrderBench
from t2r.orders.capturing import capture
from t2r.orders.decomposing import ItemWish
from t2r.orders.errors import OrderConflictError, OrderRefusedError
from t2r.orders.prioritising import set_priority
from t2r.orders.status import OrderKind, State
from t2r.orders.tables import Order
from t2r.orders.wishes import OrderWish, wish_of

log = logging.getLogger("t2r.orders")
router = APIRouter(tags=["orders"])

MOST = 200


def _bench(services: Wired) -> OrderBench:
    return services.orders


Orders = Annotated[OrderBench, Depends(_bench)]


def _read(bench: OrderBench, id: int) -> schemas.OrderRead:
    with told(), Session(bench.database) as session:
        awaited = looking.awaited(session, bench, id)
        return schemas.read(looking.look(session, id), bench.catalogue, awaited, looking.steps(session, id))


class _OrderQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    state: list[State] = Field(default=[], max_length=len(State))
    kind: OrderKind | None = None
    line: Msisdn | None = None
    place: Reference | None = None
    customer: Reference | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    before: Annotated[int, Field(ge=1, le=2**62)] | None = None


@router.get("/v1/orders")
def list_orders(
    caller: OrdersReader, request: Request, bench: Orders, asked: Annotated[_OrderQuery, Query()]
) -> schemas.OrderPage:
    """Orders of all three kinds, the newest first; the next page begins `before` the last one."""
    same = {
        Order.kind: asked.kind,
        Order.line: asked.line,
        Order.place: asked.place,
        Order.customer: asked.customer,
    }
    conditions = [column == value for column, value in same.items() if value is not None]
    conditions.append(orders_within_reach(caller))
    if asked.state:
        conditions.append(Order.state.in_(asked.state))
    if asked.before is not None:
        conditions.append(Order.id < asked.before)
    query = select(Order).where(*conditions).order_by(Order.id.desc()).limit(asked.limit + 1)
    with Session(bench.database) as session:
        found = session.scalars(query).all()
        page = [schemas.OrderSummary(**schemas.summary(each, bench.catalogue)) for each in found[: asked.limit]]
    saw(request, *(f"orders/{each.id}" for each in page))
    return schemas.OrderPage(items=page, next=page[-1].id if len(found) > asked.limit else None)


@router.get("/v1/order-catalogue")
def catalogue(_: OrdersReader, bench: Orders) -> list[schemas.ProductRead]:
    """What can be ordered, with the actions that there is a process for."""
    return schemas.offered(bench.catalogue)


@router.get("/v1/orders/{id}")
def get_order(_: OrdersReader, bench: Orders, id: Number) -> schemas.OrderRead:
    """An order with its items, what it waits for, and what has failed."""
    return _read(bench, id)


@router.get("/v1/orders/{id}/process")
def process_flow(_: OrdersReader, bench: Orders, id: Number) -> dict[str, Any]:
    """The order's process with its tasks, as TMF701 has them (ProcessFlow, TaskFlow)."""
    with told(), Session(bench.database) as session:
        return looking.process_flow(session, bench, id)


@router.get("/v1/orders/{id}/timeline")
def timeline(_: OrdersReader, bench: Orders, id: Number) -> list[schemas.EntryRead]:
    """Everything that happened to the order, in the order of time."""
    with told(), Session(bench.database) as session:
        return [schemas.EntryRead.model_validate(each) for each in looking.timeline(session, id)]


@router.get("/v1/orders/{id}/drawing")
def drawing(_: OrdersReader, bench: Orders, id: Number) -> schemas.DrawingRead:
    """The order's process as BPMN with its diagram, and where it stands in it."""
    with told(), Session(bench.database) as session:
        return schemas.DrawingRead.model_validate(looking.drawn(session, bench, id))


@router.post("/v1/orders/{id}/messages")
def complete(caller: OrdersWriter, bench: Orders, id: Number, asked: schemas.Completing) -> schemas.OrderRead:
    """Tell an item what it waits for: that a visit is over (`appointment.done`), that a person has done their task.

    A message that comes before its process waits for it is kept until then; the same one again changes nothing.
    """
    with told():
        with writing(bench.database) as session:
            _, calls = steering.complete(session, bench, id, asked.item, asked.message, asked.data, caller.name)
        _make(bench, id, calls)
    return _read(bench, id)


@router.post("/v1/orders/{id}/retry")
def retry(caller: OrdersWriter, bench: Orders, id: Number, asked: schemas.Retrying) -> schemas.OrderRead:
    """The fault is mended: what has failed is tried again."""
    with told(), writing(bench.database) as session:
        steering.retry(session, bench, id, caller.name, asked.step)
    return _read(bench, id)


@router.post("/v1/orders/{id}/steps/{step}/done")
def done_by_hand(
    caller: OrdersWriter,
    bench: Orders,
    id: Number,
    step: Annotated[int, Path(ge=1, le=2**31 - 1)],
    asked: schemas.ByHand,
) -> schemas.OrderRead:
    """Somebody has done what a failed step was to do: the order goes on behind it."""
    with told():
        with writing(bench.database) as session:
            _, calls = steering.done_by_hand(session, bench, id, step, asked.given, caller.name, asked.reason)
        _make(bench, id, calls)
    return _read(bench, id)


def _make(bench: OrderBench, id: int, calls: steering.Calls) -> None:
    """The calls outside that follow, once the transaction is over."""
    working.make(bench, [(id, seq, call) for seq, call in calls])


@router.post("/v1/orders/{id}/amend")
def amend(caller: OrdersWriter, bench: Orders, id: Number, asked: schemas.Amending) -> schemas.OrderRead:
    """Say something else of an order that is not over: what its items are given, which are left out, and by when it is wanted."""
    with told():
        with writing(bench.database) as session:
            now = {each.id: wish_of(each) for each in looking.look(session, id).items if each.parent is None}
            if unknown := next((name for name in asked.items if name not in now), None):
                raise OrderRefusedError(f"items.{unknown}", "is not in the order")
            items = [
                replace(now[name], characteristics={**now[name].characteristics, **said})
                for name, said in asked.items.items()
            ]
            changes = asked.model_dump(include={"promised_at", "place", "description"}, exclude_unset=True)
            if "description" in changes:
                changes["description"] = redact(changes["description"]).text
            _, calls = steering.amend(
                session, bench, id, caller.name, items=items, without=asked.without, changes=changes
            )
        _make(bench, id, calls)
    return _read(bench, id)


@router.post("/v1/orders/{id}/cancel")
def cancel(caller: OrdersWriter, bench: Orders, id: Number, asked: schemas.Cancelling) -> schemas.OrderRead:
    """Cancel the order: at once where it has not begun, else what was done is taken back first."""
    with told(), writing(bench.database) as session:
        steering.cancel(session, bench, id, caller.name, asked.reason)
    return _read(bench, id)


@router.post("/v1/orders/{id}/priority")
def prioritise(caller: OrdersWriter, bench: Orders, id: Number, asked: schemas.Prioritising) -> schemas.OrderRead:
    """Ask for a priority: it counts at once, for an order that waits too."""
    with told(), writing(bench.database) as session:
        at = bench.now()
        if looking.look(session, id).state.is_final:
            raise OrderConflictError(f"order {id} is over")
        set_priority(session, bench.priority, id, asked.priority, caller.name, at, asked.reason)
    return _read(bench, id)


# Cases


@router.get("/v1/cases/{id}/orders")
def orders_of_case(_: CasesReader, bench: Orders, id: Number) -> list[schemas.OrderSummary]:
    """The orders that came from the case, and those whose fault it is the ticket of."""
    with told(), Session(bench.database) as session:
        find_case(session, id)
        found = looking.of_case(session, id)
        return [schemas.OrderSummary(**schemas.summary(each, bench.catalogue)) for each in found]


@router.post("/v1/cases/{id}/orders", status_code=201)
def order_for_case(
    caller: CasesWriter, bench: Orders, response: Response, id: Number, asked: schemas.CaseOrdering
) -> schemas.OrderSummary:
    """Order for the case's customer: the order and the case are linked, and the trace says so."""
    with told(), writing(bench.database) as session:
        case = find_case(session, id)
        items = [
            ItemWish(
                str(number + 1), each.product, each.action, each.quantity, each.characteristics, tuple(each.relies_on)
            )
            for number, each in enumerate(asked.items)
        ]
        wish = OrderWish(
            items=tuple(items),
            external_id=asked.external_id,
            line=case.line,
            place=asked.place,
            channel="case",
            description=asked.description,
            priority=asked.priority,
            case_id=id,
        )
        order, _ = capture(session, bench, wish, caller.name)
        response.headers["Location"] = f"/v1/orders/{order.id}"
        return schemas.OrderSummary(**schemas.summary(order, bench.catalogue))


# As it happens


@router.get(
    "/v1/orders/{id}/events",
    response_class=StreamingResponse,
    responses={200: {"description": "Server-sent events", "content": {EVENT_STREAM: {"schema": {"type": "string"}}}}},
)
async def events(
    _: OrdersReader,
    request: Request,
    bench: Orders,
    id: Number,
    last_event_id: Annotated[str | None, Header(max_length=20)] = None,
) -> StreamingResponse:
    """The event `order`, with the order as `GET` gives it, at once and whenever it has changed. Comments keep the stream alive.

    It ends when the order has, or after 15 minutes; an `EventSource` then connects anew and goes on where it was.
    """
    seen = (
        int(last_event_id) if last_event_id is not None and last_event_id.isascii() and last_event_id.isdigit() else 0
    )
    first = await to_thread.run_sync(_read, bench, id)  # an order that is not there is a 404, not a stream
    return StreamingResponse(_events(bench, id, seen, first, request), media_type=EVENT_STREAM, headers=STREAM_HEADERS)


async def _events(
    bench: OrderBench, id: int, seen: int, order: schemas.OrderRead, request: Request
) -> AsyncIterator[bytes]:
    ends, quiet = anyio.current_time() + STREAM_SECONDS, 0.0
    yield b": how the order stands\n\n"
    while True:
        if order.version > seen:
            yield f"id: {order.version}\nevent: order\ndata: {order.model_dump_json()}\n\n".encode()
            seen, quiet = order.version, 0.0
        if order.state.is_final:
            yield b"event: end\ndata: {}\n\n"
            return
        if quiet >= KEEP_ALIVE_SECONDS:
            yield b": keep-alive\n\n"
            quiet = 0.0
        if anyio.current_time() >= ends or await request.is_disconnected():
            return
        await anyio.sleep(LOOK_SECONDS)
        quiet += LOOK_SECONDS
        try:
            if await to_thread.run_sync(_version, bench, id) > seen:
                order = await to_thread.run_sync(_read, bench, id)
        except Exception as error:  # the edge: the response has begun, nobody further out can tell the client
            name = request.state.request_id
            log.exception("error", extra={FIELDS: {"id": name}}, exc_info=error)
            problem: dict[str, Any] = problems.unexpected(name).model_dump(mode="json", exclude_none=True)
            yield f"event: problem\ndata: {json.dumps(problem)}\n\n".encode()
            return


def _version(bench: OrderBench, id: int) -> int:
    with Session(bench.database) as session:
        return session.scalar(select(Order.version).where(Order.id == id)) or 0
