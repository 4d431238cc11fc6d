"""Orders (TMF622, TMF641, TMF652) over t2r.orders: a shelf for each of the three, and the tasks that cancel them.

What an order or item carries that orders here have no place for is kept beside it, in the words of its API, and told again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import case, select
from sqlalchemy.orm import Session, object_session

from knowledge import redact
from t2r.cases.changing import SYSTEM
from t2r.cases.errors import ConflictError, RefusedError
from t2r.cases.events import iso, put
from t2r.cases.tables import OutboxEvent
from t2r.database import writing
from t2r.orders import events, steering
from t2r.orders.bench import OrderBench
from t2r.orders.capturing import PRIORITIES, capture
from t2r.orders.catalogue import Catalogue
from t2r.orders.decomposing import ItemWish
from t2r.orders.errors import NoSuchOrderError, OrderConflictError, OrderRefusedError
from t2r.orders.events import OrderEvent, thin
from t2r.orders.prioritising import set_priority
from t2r.orders.status import Action, OrderKind, State
from t2r.orders.tables import Item, Order, OrderChange, Step
from t2r.orders.wishes import OrderWish
from t2r.tmf.query import Column, Mapped, moment, number
from t2r.tmf.records import Nature, Records
from t2r.tmf.shelf import Body, Doing, NoSuchResourceError
from t2r.tmf.spec import load
from t2r.tmf.tables import Record

RELIES = frozenset({"relieson", "dependson", "requires"})  # the relations of items that say which one comes first
LINES = ("line", "msisdn")  # characteristics that name the customer's number
RESERVED = frozenset({"order", "item", "product", "action", "service", "customer"})  # what a process knows by itself
CANCELLING = frozenset({State.CANCELLED, State.ASSESSING, State.CANCELLING})
DELETABLE = (State.ACKNOWLEDGED, State.PENDING, State.REJECTED)
WORDS = MappingProxyType({"critical": 0, "high": 1, "medium": 2, "low": 3})  # priorities as some systems word them
YEARS = range(1970, 9000)
DUE_PORTION = 100
LONGEST_ID = 90  # of an item; its parts are numbered behind it
STATED = "state"  # the id of the note that says why an order stands as it does
# What an order, or an item, has of its own; the rest is kept beside it.
OWN = frozenset(
    {
        "id", "href", "externalId", "state", "description", "priority", "orderDate", "startDate", "requestedStartDate",
        "requestedCompletionDate", "completionDate", "cancellationDate", "cancellationReason", "errorMessage", "jeopardyAlert",
        "milestone",
    }
)  # fmt: skip
TOLD_HERE = frozenset({"orderDate", "startDate", "completionDate", "cancellationDate"})  # by nobody else
OWN_OF_ITEM = frozenset({"id", "action", "state", "errorMessage"})


@dataclass(frozen=True, slots=True)
class Wording:
    """How an API words its orders: where the items are, how they rely on one another, what they are of, and where that is named."""

    spec: str
    kind: OrderKind
    items: str
    relations: str
    subject: str
    named: tuple[tuple[str, ...], ...]  # the first of these is where it is told
    flat: bool = False  # a relation names its item itself
    first_of_task: str = "acknowledged"  # the state of a task that is not carried out yet

    @property
    def noun(self) -> str:
        """What the names of its events begin with."""
        return self.kind[0].upper() + self.kind[1:]

    @property
    def cancel(self) -> str:
        """The task that cancels one."""
        return f"cancel{self.noun}"

    @property
    def characteristics(self) -> str:
        """Where what is ordered has its characteristics."""
        return f"{self.subject}Characteristic"


WORDINGS: Mapping[OrderKind, Wording] = MappingProxyType(
    {
        one.kind: one
        for one in (
            Wording(
                "TMF622-v4", OrderKind.PRODUCT, "productOrderItem", "productOrderItemRelationship", "product",
                (
                    ("productOffering", "id"), ("product", "productOffering", "id"), ("productOffering", "name"),
                    ("product", "name"), ("product", "productSpecification", "id"),
                ),
                flat=True,
            ),
            Wording(
                "TMF641-v4", OrderKind.SERVICE, "serviceOrderItem", "serviceOrderItemRelationship", "service",
                (("service", "serviceSpecification", "id"), ("service", "name"), ("service", "serviceType")),
                first_of_task="accepted",
            ),
            Wording(
                "TMF652-v4", OrderKind.RESOURCE, "orderItem", "orderItemRelationship", "resource",
                (
                    ("resourceSpecification", "id"), ("resource", "resourceSpecification", "id"),
                    ("resourceSpecification", "name"), ("resource", "name"), ("resource", "category"),
                ),
            ),
        )
    }
)  # fmt: skip


def _mapped(words: Wording) -> Mapped:
    items = Mapped(
        entity=Item,
        number=Item.position,
        columns=MappingProxyType(
            {"id": Column(Item.id), "action": Column(Item.action, _action_or_none), "state": Column(Item.state, _state)}
        ),
        json=Item.body,
        also=MappingProxyType({".".join(words.named[0]): Column(Item.product)}),
        only=(Item.order_id == Order.id) & Item.parent.is_(None),
    )
    return Mapped(
        entity=Order,
        number=Order.id,
        columns=MappingProxyType(
            {
                "id": Column(Order.id, number, counts=True),
                "externalId": Column(Order.external_id),
                "state": Column(Order.state, _state),
                "description": Column(Order.description),
                "priority": Column(Order.priority, number),
                "orderDate": Column(Order.captured_at, moment, counts=True),
                "startDate": Column(Order.started_at, moment),
                "requestedStartDate": Column(Order.start_at, moment),
                "requestedCompletionDate": Column(Order.promised_at, moment),
                "completionDate": Column(Order.ended_at, moment),
                "cancellationDate": Column(case((Order.state == State.CANCELLED, Order.ended_at)), moment),
                "cancellationReason": Column(case((Order.state == State.CANCELLED, Order.reason))),
            }
        ),
        json=Order.body,
        parts=MappingProxyType({words.items: items}),
        only=Order.kind == words.kind,
        sorts_all=True,
    )


def _state(word: str) -> State | None:
    return State(word) if word in list(State) else None


def _action_or_none(word: str) -> Action | None:
    return Action(word) if word in list(Action) else None


class Orders:
    """The shelf of the orders of one kind."""

    def __init__(self, kind: OrderKind, bench: OrderBench) -> None:
        self.kind, self._words, self._bench = kind.value, WORDINGS[kind], bench
        self.mapped = _mapped(self._words)

    def told(self, row: Order, version: str) -> Body:  # noqa: ARG002 - as Shelf has it
        """The order with its items; those that it was taken apart into lie within theirs."""
        words, beside = self._words, row.body or {}
        own: Body = {
            "@type": words.noun,
            **beside,
            "id": str(row.id),
            "externalId": row.external_id,
            "description": row.description or None,
            "state": row.state.value,
            "priority": events.priority(row),
            "orderDate": iso(row.captured_at),
            "requestedStartDate": iso(row.start_at),
            "requestedCompletionDate": iso(row.promised_at),
            "completionDate": iso(row.ended_at),
            words.items: [self._item(row, item) for item in row.items if item.parent is None],
        }
        if row.kind is not OrderKind.PRODUCT:
            own["startDate"] = iso(row.started_at)
        if row.kind is not OrderKind.RESOURCE and row.state is State.CANCELLED:
            own |= {"cancellationDate": iso(row.ended_at), "cancellationReason": row.reason or None}
        if row.kind is OrderKind.SERVICE:
            own |= _alerts(row)
        if row.reason:
            why = {"id": STATED, "author": SYSTEM, "date": iso(row.updated_at), "text": row.reason}
            own["note"] = [*beside.get("note", ()), why]
        return {name: value for name, value in own.items() if value is not None}

    def find(self, session: Session, id: str, *, to_change: bool = False) -> Order:
        """The order of an id."""
        found = number(id)
        order = (
            None
            if found is None
            else session.get(Order, found, with_for_update=to_change or None, populate_existing=to_change)
        )
        if order is None or order.kind != self.kind:
            raise NoSuchResourceError(self.kind, id)
        return order

    def create(self, session: Session, body: Body, doing: Doing) -> Order:
        """Take an order in. One of the same external identifier that says the same is the one that is there."""
        with self._worded():
            order, _ = capture(session, self._bench, wish_of(self._bench.catalogue, self._words, body, doing), doing.by)
        session.flush()
        return order

    def change(self, session: Session, row: Order, changes: Mapping[str, Any], doing: Doing) -> None:
        """Amend the order, give it another priority, or cancel it: of its states that is all that others may say."""
        state = changes.get("state")
        if state not in (None, row.state.value, *CANCELLING):
            raise ConflictError(f"{self.kind} {row.id} is {row.state}: its process says when it is {state}")
        if changes.get("externalId", row.external_id) != row.external_id:
            raise RefusedError("externalId", "is what the order is known by: it stays")
        if said := sorted(TOLD_HERE & changes.keys()):
            raise RefusedError(said[0], "is told here, and by nobody else")
        with self._worded():
            self._amend(session, row, changes, doing)
            if "priority" in changes:
                wanted = priority(changes["priority"])
                set_priority(session, self._bench.priority, row.id, wanted, doing.by, doing.at)
            if state is not None and state != row.state.value:
                steering.cancel(session, self._bench, row.id, doing.by, str(changes.get("cancellationReason") or ""))
        session.flush()

    def remove(self, session: Session, row: Order, doing: Doing) -> None:
        """Take an order away that has not begun: of one under way, what was done stays on record."""
        if row.run or row.state not in DELETABLE:
            raise ConflictError(f"{self.kind} {row.id} is {row.state}: cancel it instead")
        put(session, self.kind, f"{self._words.noun}DeleteEvent", str(row.id), thin(row), doing.at, f"order:{row.id}")
        session.delete(row)

    def path(self, path: tuple[str, ...], version: str) -> tuple[str, ...]:  # noqa: ARG002 - as Shelf has it
        """As the API names it."""
        return path

    def _amend(self, session: Session, row: Order, changes: Mapping[str, Any], doing: Doing) -> None:
        words, own = self._words, dict[str, Any]()
        if "description" in changes:
            own["description"] = redact(str(changes["description"] or "")).text
        for name, column in (("requestedStartDate", "start_at"), ("requestedCompletionDate", "promised_at")):
            if name in changes:
                own[column] = _moment(changes, name)
        beside = {name: value for name, value in changes.items() if name not in OWN and name != words.items}
        if beside:
            kept = {name: value for name, value in (row.body or {}).items() if name not in beside}
            own["body"] = kept | _beside(words, {name: value for name, value in beside.items() if value is not None})
            if "relatedParty" in beside and _customer(own["body"]) != row.customer:
                raise RefusedError("relatedParty", "the customer of an order stays the same")
        items, without = list[ItemWish](), list[str]()
        if words.items in changes:
            items, without = self._other_items(row, changes[words.items] or [])
        if items or without or own:
            _, calls = steering.amend(session, self._bench, row.id, doing.by, items=items, without=without, changes=own)
            _hand_over(session, row, [seq for seq, _ in calls], doing.at)

    def _other_items(self, row: Order, sent: Sequence[Body]) -> tuple[list[ItemWish], list[str]]:
        """The items that are new or say something else, and those that are no longer there."""
        words = self._words
        now = {item.id: _bare(words, self._item(row, item)) for item in row.items if item.parent is None}
        changed = [each for each in sent if _bare(words, each) != now.get(str(each.get("id")))]
        wishes = [_item_wish(self._bench.catalogue, words, each, f"{words.items}.{each.get('id')}") for each in changed]
        there = {str(each.get("id")) for each in sent}
        return wishes, [id for id in now if id not in there]

    def _item(self, row: Order, item: Item) -> Body:
        words, told = self._words, _named(self._words, item)
        if item.relies_on:
            told[words.relations] = [_relation(words, id) for id in item.relies_on]
        told |= item.body or {}
        told |= {"id": item.id, "action": item.action.value, "state": item.state.value}
        if row.kind is OrderKind.SERVICE and item.reasons:
            told["errorMessage"] = [
                {"code": str(each["code"]), "message": str(each["reason"]), "timestamp": str(each["at"])}
                for each in item.reasons
            ]
        parts = [one for one in row.items if one.parent == item.id]
        if parts and row.kind is not OrderKind.RESOURCE:
            told[words.items] = [self._item(row, one) for one in parts]
        return told

    @contextmanager
    def _worded(self) -> Iterator[None]:
        """What orders refuse, as the API has it."""
        try:
            yield
        except OrderRefusedError as error:
            raise RefusedError(error.field.replace("items", self._words.items, 1), error.why) from error


def _hand_over(session: Session, order: Order, steps: Sequence[int], at: datetime) -> None:
    """Leave calls outside to the workers: who amends an order does not wait for other systems."""
    if steps:
        for step in session.scalars(select(Step).where(Step.order_id == order.id, Step.seq.in_(steps))):
            step.retry_at = at
        order.ready, order.due_at = True, None


def _alerts(row: Order) -> Body:
    """The milestones of a service order, which are the states that it has reached, and the warnings about its date."""
    session = object_session(row)
    if session is None:
        raise ValueError("an order is told while its session lasts")
    of_order = OrderChange.item.is_(None) & (OrderChange.what == "state")
    query = select(OrderChange).where(OrderChange.order_id == row.id, of_order | (OrderChange.what == "jeopardy"))
    changes = session.scalars(query.order_by(OrderChange.id)).all()
    reached = [events.milestone(each) for each in changes if each.what == "state"]
    warned = [events.alert(each) for each in changes if each.what == "jeopardy"]
    return {"milestone": reached or None, "jeopardyAlert": warned or None}


# What is ordered, in the words of orders


def wish_of(
    catalogue: Catalogue, words: Wording, body: Mapping[str, Any], doing: Doing, *, case_id: int | None = None
) -> OrderWish:
    """An order of the API as a wish. Raises RefusedError that names the attribute."""
    items = [
        _item_wish(catalogue, words, each, f"{words.items}[{position}]")
        for position, each in enumerate(body.get(words.items) or ())
    ]
    external = body.get("externalId")
    if external is not None and not 0 < len(str(external)) <= 200:
        raise RefusedError("externalId", "has 1 to 200 characters")
    said = [one.characteristics for one in items]
    beside = _beside(words, body)
    return OrderWish(
        items=tuple(items),
        kind=words.kind,
        external_id=None if external is None else str(external),
        customer=_customer(beside),
        customer_type=str(body.get("category") or "consumer")[:30],
        line=next((str(each["line"]) for each in said if "line" in each), None),
        place=next((str(each["place"]) for each in said if "place" in each), None),
        channel=_channel(body, doing),
        description=str(body.get("description") or ""),
        priority=priority(body.get("priority")),
        start_at=_moment(body, "requestedStartDate"),
        promised_at=_moment(body, "requestedCompletionDate"),
        case_id=case_id,
        body=beside,
    )


def priority(word: Any) -> int | None:
    """0, the most urgent, to 4; None where the word is none."""
    text = str(word).strip().lower()
    wanted = int(text) if text.isascii() and text.isdigit() and len(text) == 1 else WORDS.get(text)
    return wanted if wanted in PRIORITIES else None


def _item_wish(catalogue: Catalogue, words: Wording, item: Mapping[str, Any], where: str) -> ItemWish:
    id, action = str(item.get("id") or ""), str(item.get("action") or "")
    if not 0 < len(id) <= LONGEST_ID:
        raise RefusedError(f"{where}.id", f"has 1 to {LONGEST_ID} characters")
    if action not in list(Action):
        raise RefusedError(f"{where}.action", f"is one of {', '.join(Action)}")
    if inner := [each for each in item.get(words.items) or () if not str(each.get("id")).startswith(f"{id}.")]:
        raise RefusedError(f"{where}.{words.items}", f"{str(inner[0].get('id'))[:40]} has to be an item of the order")
    quantity = item.get("quantity", 1)
    subject = item.get(words.subject) or {}
    return ItemWish(
        id=id,
        product=_name(catalogue, words, item, where),
        action=Action(action),
        quantity=quantity,
        characteristics=_characteristics(words, subject, where),
        relies_on=tuple(_relied_on(words, item)),
        body={name: value for name, value in item.items() if name not in OWN_OF_ITEM and name != words.items},
    )


def _name(catalogue: Catalogue, words: Wording, item: Mapping[str, Any], where: str) -> str:
    """What is ordered: the first name that the catalogue has."""
    known = {"product": catalogue.products, "service": catalogue.services, "resource": catalogue.resources}
    names = [str(found) for path in words.named if (found := _at(item, path))]
    if not names:
        raise RefusedError(f"{where}.{'.'.join(words.named[0])}", "is missing: it says what is ordered")
    return next((name for name in names if name in known[words.subject]), names[0])[:100]


def _at(value: Any, path: tuple[str, ...]) -> Any:
    for part in path:
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _characteristics(words: Wording, subject: Mapping[str, Any], where: str) -> dict[str, Any]:
    field = f"{where}.{words.subject}.{words.characteristics}"
    told = subject.get(words.characteristics) or ()
    said = {str(each["name"]): each["value"] for each in told if "name" in each and "value" in each}
    if taken := sorted(RESERVED & said.keys()):
        raise RefusedError(field, f"{taken[0]} is no characteristic: the order says it")
    line = next((said[name] for name in LINES if said.get(name) not in (None, "")), None)
    if line is not None:
        digits = "".join(each for each in str(line) if each not in "+ -()")
        if not (digits.isascii() and digits.isdigit() and 6 <= len(digits) <= 15):
            raise RefusedError(field, "the line is a number of 6 to 15 digits")
        said["line"] = digits
    place = subject.get("place")
    where_to = _place(place[0] if isinstance(place, list) and place else place)
    return said | ({"place": where_to} if where_to else {})


def _place(place: Any) -> str | None:
    """The place as one line: its id, its name, or its address."""
    if not isinstance(place, Mapping):
        return None
    street = " ".join(str(place[name]) for name in ("streetName", "streetNr") if place.get(name))
    address = ", ".join(str(each) for each in (street, place.get("postcode"), place.get("city")) if each)
    return str(place.get("id") or place.get("name") or address)[:200] or None


def _relied_on(words: Wording, item: Mapping[str, Any]) -> Iterator[str]:
    for each in item.get(words.relations) or ():
        if str(each.get("relationshipType", "")).lower() in RELIES:
            id = each.get("id") if words.flat else (each.get("orderItem") or {}).get("itemId")
            if id:
                yield str(id)


def _relation(words: Wording, id: str) -> Body:
    told: Body = {"relationshipType": "reliesOn"}
    return told | ({"id": id} if words.flat else {"orderItem": {"id": id, "itemId": id}})


def _named(words: Wording, item: Item) -> Body:
    """An item that did not come in the API's words, in these."""
    told: Body = events.ordered(words.kind, item.product)
    if item.characteristics and words.kind is not OrderKind.RESOURCE:  # a resource must have an address there
        said = [{"name": name, "value": value} for name, value in item.characteristics.items()]
        told[words.subject] = told.get(words.subject, {}) | {words.characteristics: said}
    return told


def _bare(words: Wording, item: Mapping[str, Any]) -> Body:
    """An item without what is told of how it stands."""
    return {name: value for name, value in item.items() if name not in ("state", "errorMessage", words.items)}


def _beside(words: Wording, body: Mapping[str, Any]) -> Body:
    """What the order itself has no place for; notes name nobody in their text."""
    kept = {name: value for name, value in body.items() if name not in OWN and name != words.items}
    if kept.get("note"):
        notes = [each for each in kept["note"] if each.get("id") != STATED]
        kept["note"] = [
            {"id": str(position + 1), **each, "text": redact(str(each.get("text", ""))).text}
            for position, each in enumerate(notes)
        ]
    return kept


def _customer(body: Mapping[str, Any]) -> str | None:
    parties = body.get("relatedParty") or ()
    found = [each for each in parties if each.get("id") and str(each.get("role") or "customer").lower() == "customer"]
    return str(found[0]["id"])[:200] if found else None


def _channel(body: Mapping[str, Any], doing: Doing) -> str:
    channels = body.get("channel") or ()
    first = channels[0] if isinstance(channels, list) and channels else None
    return str(_at(first, ("name",)) or _at(first, ("id",)) or doing.by)[:50]


def _moment(body: Mapping[str, Any], name: str) -> datetime | None:
    if not body.get(name):
        return None
    found = moment(str(body[name]))
    if found is None or found.year not in YEARS:
        raise RefusedError(name, "is no date that an order can have")
    return found


# Tasks


class Cancellations(Records):
    """The tasks that cancel orders of one kind: carried out at once or at the date they ask for, done when all is taken back."""

    def __init__(self, kind: OrderKind, bench: OrderBench) -> None:
        self._words, self._bench = WORDINGS[kind], bench
        nature = Nature(
            self._words.cancel,
            state="state",
            first=self._words.first_of_task,
            events=load(self._words.spec).events,
            then=self._begin,
        )
        super().__init__(nature)

    def carry_out(self, session: Session, row: Record, by: str, at: datetime) -> None:
        """Cancel the order; where it is over already, or there no more, the task ends with an error."""
        reason, id = str(row.body.get("cancellationReason") or ""), int(row.body[self._words.kind]["id"])
        row.due_at = None
        try:
            order = steering.cancel(session, self._bench, id, by, reason)
        except (NoSuchOrderError, OrderConflictError) as error:
            gone = isinstance(error, NoSuchOrderError)
            wrong = {"code": "404", "reason": "Not Found"} if gone else {"code": "409", "reason": "Conflict"}
            row.body = row.body | {"state": "terminatedWithError", "errorMessage": wrong | {"message": str(error)}}
            return
        done = order.state is State.CANCELLED
        row.body = row.body | (
            {"state": "done", "effectiveCancellationDate": iso(at)} if done else {"state": "inProgress"}
        )

    def _begin(self, session: Session, row: Record, doing: Doing) -> None:
        kind, wanted = self._words.kind, _moment(row.body, "requestedCancellationDate")
        try:
            Orders(kind, self._bench).find(session, str(row.body.get(kind, {}).get("id")), to_change=True)
        except NoSuchResourceError as error:
            raise RefusedError(f"{kind}.id", str(error)) from error
        if row.body.get("cancellationReason"):
            row.body = row.body | {"cancellationReason": redact(str(row.body["cancellationReason"])).text}
        if wanted is not None and wanted > doing.at:
            row.due_at = wanted
        else:
            self.carry_out(session, row, doing.by, doing.at)


def cancel_due(bench: OrderBench) -> int:
    """Carry out the cancellations whose date has come; how many."""
    at, shelves = bench.now(), {words.cancel: Cancellations(kind, bench) for kind, words in WORDINGS.items()}
    due = select(Record).where(Record.kind.in_(shelves), Record.due_at <= at).order_by(Record.due_at).limit(DUE_PORTION)
    with writing(bench.database) as session:
        rows = list(session.scalars(due.with_for_update(skip_locked=True)))
        for row in rows:
            shelves[row.kind].carry_out(session, row, SYSTEM, at)
            row.version, row.updated_at = row.version + 1, at
            shelves[row.kind].tell(session, row, "StateChange", at)
        return len(rows)


def follow(session: Session, bench: OrderBench, event: OutboxEvent) -> None:
    """End the cancellations of an order that has come to its end."""
    words = next((one for kind, one in WORDINGS.items() if kind == event.topic), None)
    if words is None or event.type != f"{words.noun}{OrderEvent.STATE}":
        return
    told = event.envelope["event"][event.topic]
    if not State(told["state"]).is_final:
        return
    same = Record.body[(words.kind.value, "id")].as_string() == told["id"]
    query = select(Record).where(Record.kind == words.cancel, Record.body["state"].as_string() == "inProgress", same)
    shelf = Cancellations(words.kind, bench)
    for row in session.scalars(query.with_for_update()).all():
        done = told["state"] == State.CANCELLED
        ended = (
            {"state": "done", "effectiveCancellationDate": iso(event.at)} if done else {"state": "terminatedWithError"}
        )
        shelf.change(session, row, ended, Doing(SYSTEM, event.at, "v4"))
