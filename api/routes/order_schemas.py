"""Orders as the API takes and gives them, in what TM Forum's APIs have no words for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from api.routes.case_schemas import Reference, Short, Taken, Text
from t2r.orders.catalogue import Catalogue, Product, Resource, Service
from t2r.orders.decomposing import entry_of
from t2r.orders.errors import OrderRefusedError
from t2r.orders.looking import Awaited
from t2r.orders.status import Action, OrderKind, State
from t2r.orders.tables import Item, Order, Step, StepState

DEEPEST = 8


def _storable(value: Any, depth: int = 0) -> Any:
    """A value that any database can hold."""
    if depth > DEEPEST:
        raise ValueError(f"must not be nested deeper than {DEEPEST} levels")
    if isinstance(value, str) and ("\x00" in value or any("\ud800" <= each <= "\udfff" for each in value)):
        raise ValueError("must not hold a character that is none")
    if isinstance(value, int) and abs(value) >= 2**63:
        raise ValueError("must not hold a number that is too large")
    if isinstance(value, dict):
        for name, each in value.items():
            _storable(name)
            _storable(each, depth + 1)
    elif isinstance(value, list):
        for each in value:
            _storable(each, depth + 1)
    return value


Data = Annotated[dict[str, Any], Field(max_length=100), AfterValidator(_storable)]


class ReasonRead(BaseModel):
    """Why an item was rejected, or what is missing."""

    verdict: str
    code: str
    reason: str


class ItemRead(BaseModel):
    """An item; `parent` is the one that it was taken out of. `results` is what its process has found and done.

    `characteristics` is what was said of it.
    """

    id: str
    parent: str | None
    action: Action
    product: str
    title: str
    state: State
    characteristics: dict[str, Any]
    reasons: list[ReasonRead]
    results: dict[str, Any]


class AwaitedRead(BaseModel):
    """What an item waits for: a message or a person, by `complete`; or a moment, or a step that is tried again (`due`)."""

    model_config = ConfigDict(from_attributes=True)

    item: str
    node: str
    name: str
    kind: str
    message: str | None
    due: datetime | None


class FaultRead(BaseModel):
    """A step that people look after, or that is tried again."""

    step: int
    item: str | None
    node: str
    operation: str | None
    state: StepState
    attempts: int
    error: str
    retry_at: datetime | None


class OrderSummary(BaseModel):
    """An order among others."""

    id: int
    version: int
    kind: OrderKind
    external_id: str | None
    state: State
    reason: str
    title: str
    priority: int
    line: str | None
    place: str | None
    channel: str
    case: int | None
    ticket: int | None
    captured_at: datetime
    updated_at: datetime
    promised_at: datetime | None
    ended_at: datetime | None


class OrderRead(OrderSummary):
    """An order with its items, what it waits for, and what has failed."""

    description: str
    wanted: int | None
    outage: bool
    items: list[ItemRead]
    awaited: list[AwaitedRead]
    faults: list[FaultRead]


class OrderPage(BaseModel):
    """Orders, the newest first; `next` is the `before` of the next page, null on the last."""

    items: list[OrderSummary]
    next: int | None


class EntryRead(BaseModel):
    """A step of an order's life: a change of it or of one of its items, or a node of its process."""

    at: datetime
    by: str
    what: str
    item: str | None
    node: str | None = None
    state: str
    reason: str


class DrawingRead(BaseModel):
    """The order's process: BPMN (null where it has not begun), and ids of nodes in it."""

    xml: str | None
    passed: list[str]
    at: list[str]
    failed: list[str]


class ProductRead(BaseModel):
    """What can be ordered; `needs` is what an order of it has to say."""

    kind: OrderKind
    name: str
    title: str
    actions: list[Action]
    needs: list[str]
    available: bool
    bundles: list[str]


class Completing(Taken):
    """What an item waits for has come: `message` (appointment.done), or the name of a person's task; `data` is what it brings."""

    item: Reference
    message: Short
    data: Data = Field(default_factory=dict)


class Retrying(Taken):
    """The fault is mended: one step that failed, or all of them."""

    step: Annotated[int | None, Field(ge=1, le=2**31 - 1)] = None


class ByHand(Taken):
    """Somebody has done it; `given` is what the step would have given (`device_id`)."""

    given: Data = Field(default_factory=dict)
    reason: Text = ""


class Amending(Taken):
    """What is said anew: characteristics by item (those left out stay), items to leave out, and what the order itself says."""

    items: Annotated[dict[Reference, Data], Field(max_length=200)] = Field(default_factory=dict)
    without: list[Reference] = Field(default_factory=list, max_length=200)
    promised_at: AwareDatetime | None = None
    place: Reference | None = None
    description: Text = ""


class Cancelling(Taken):
    """Why it is cancelled."""

    reason: Text = ""


class Prioritising(Taken):
    """The priority that somebody asks for, 0 is the most urgent; null: what the table says without that."""

    priority: Annotated[int | None, Field(ge=0, le=4)]
    reason: Text = ""


class ItemOrdering(Taken):
    """An item of an order from a case."""

    product: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,99}$")]
    action: Action = Action.ADD
    quantity: Annotated[int, Field(ge=1, le=200)] = 1
    characteristics: Data = Field(default_factory=dict)
    relies_on: list[Reference] = Field(default_factory=list, max_length=200)


class CaseOrdering(Taken):
    """What a case orders; the line is the case's. The same `external_id` twice is one order."""

    items: Annotated[list[ItemOrdering], Field(min_length=1, max_length=200)]
    place: Reference | None = None
    description: Text = ""
    priority: Annotated[int | None, Field(ge=0, le=4)] = None
    external_id: Reference | None = None


def summary(order: Order, catalogue: Catalogue) -> dict[str, Any]:
    """The attributes of an OrderSummary."""
    titles = [_title(catalogue, order, item) for item in order.items if item.parent is None]
    return {
        "id": order.id,
        "version": order.version,
        "kind": order.kind,
        "external_id": order.external_id,
        "state": order.state,
        "reason": order.reason,
        "title": ", ".join(dict.fromkeys(titles)),
        "priority": order.priority,
        "line": order.line,
        "place": order.place,
        "channel": order.channel,
        "case": order.case_id,
        "ticket": order.ticket_id,
        "captured_at": order.captured_at,
        "updated_at": order.updated_at,
        "promised_at": order.promised_at,
        "ended_at": order.ended_at,
    }


def read(order: Order, catalogue: Catalogue, awaited: Sequence[Awaited], steps: Sequence[Step]) -> OrderRead:
    """An order as it is."""
    items = [
        ItemRead(
            id=item.id,
            parent=item.parent,
            action=item.action,
            product=item.product,
            title=_title(catalogue, order, item),
            state=item.state,
            characteristics=item.characteristics,
            reasons=[ReasonRead.model_validate(each) for each in item.reasons],
            results=item.results,
        )
        for item in order.items
    ]
    faulty = (StepState.FAILED, StepState.STUCK, StepState.WAITING, StepState.UNDOING)
    faults = [
        FaultRead(
            step=one.seq,
            item=one.item,
            node=one.node,
            operation=one.operation,
            state=one.state,
            attempts=one.attempts,
            error=one.error,
            retry_at=one.retry_at,
        )
        for one in steps
        if one.state in faulty and one.error and not order.state.is_final
    ]
    return OrderRead(
        **summary(order, catalogue),
        description=order.description,
        wanted=order.wanted,
        outage=order.outage,
        items=items,
        awaited=[AwaitedRead.model_validate(each) for each in awaited],
        faults=faults,
    )


def offered(catalogue: Catalogue) -> list[ProductRead]:
    """Everything that can be ordered."""
    shelves: Sequence[tuple[OrderKind, Mapping[str, Product | Service | Resource]]] = (
        (OrderKind.PRODUCT, catalogue.products),
        (OrderKind.SERVICE, catalogue.services),
        (OrderKind.RESOURCE, catalogue.resources),
    )
    return [
        ProductRead(
            kind=kind,
            name=name,
            title=entry.title,
            actions=_actions(catalogue, entry),
            needs=list(entry.needs) if isinstance(entry, Product) else [],
            available=entry.available if isinstance(entry, Product) else True,
            bundles=list(entry.products) if isinstance(entry, Product) else [],
        )
        for kind, shelf in shelves
        for name, entry in shelf.items()
        if _actions(catalogue, entry)
    ]


def _actions(catalogue: Catalogue, entry: Product | Service | Resource) -> list[Action]:
    """The actions that an entry has a process for; of a bundle those that all its products have."""
    if isinstance(entry, Product) and entry.products:
        each = [set(_actions(catalogue, catalogue.products[name])) for name in entry.products]
        return [action for action in Action if all(action in able for able in each)]
    process = entry.process
    if process is None:
        return []
    return [
        action
        for action in Action
        if action is not Action.NO_CHANGE and (isinstance(process, str) or action in process)
    ]


def _title(catalogue: Catalogue, order: Order, item: Item) -> str:
    """What is ordered, in words; its name where the catalogue no longer has it."""
    try:
        return entry_of(catalogue, order.kind, item.product).title
    except OrderRefusedError:
        return item.product
