"""What has become of it all: orders that did not end, inventory that does not tally, events that were lost, effects that were repeated."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping, Set
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Exists, and_, exists, or_, select
from sqlalchemy.orm import Session

from t2r.cases.tables import OutboxEvent
from t2r.database import writing
from t2r.orders.bench import OrderBench
from t2r.orders.status import State
from t2r.orders.stepping import DONE
from t2r.orders.tables import (
    Appointment,
    Charge,
    Item,
    LineService,
    Order,
    OrderChange,
    Slot,
    Step,
    StepState,
    Stock,
    Stocked,
)
from t2r.tmf import hub
from t2r.tmf.callbacks import CallbackError
from t2r.tmf.tables import Delivery, Standing

DOWN = timedelta(hours=1)  # so long the subscriber of the evaluation is not there
SIM = frozenset({"device.reserve", "device.assign", "network.change", "device.retire"})
EFFECTS: Mapping[str, frozenset[str]] = {  # what was done for an item that is complete, and can be seen
    "sim_replacement": SIM,
    "esim": SIM,
    "plan_change": frozenset({"network.change", "account.charge"}),
    "technician_visit": frozenset({"appointment.book"}),
    "unbar": frozenset(),
}
DEVICES, PLANS = ("sim_replacement", "esim"), ("plan_change",)
STOPPED = (StepState.FAILED, StepState.STUCK)


def _has(*states: StepState) -> Exists:
    return exists().where(Step.order_id == Order.id, Step.state.in_(states)).correlate(Order)


IN_FALLOUT = or_(  # people look after it: nothing of it goes on by itself
    and_(Order.state == State.HELD, _has(*STOPPED)), and_(Order.state == State.CANCELLING, _has(StepState.STUCK))
)


def ended(session: Session) -> Mapping[str, int]:
    """How many orders are completed, cancelled, in fallout, or otherwise."""
    counts: Counter[str] = Counter()
    for state, in_fallout in session.execute(select(Order.state, IN_FALLOUT)):
        if in_fallout:
            counts["fallout"] += 1
        elif state in (State.COMPLETED, State.CANCELLED):
            counts[state.value] += 1
        else:
            counts[f"{state.value} (not ended)"] += 1
    return counts


def why_in_fallout(session: Session) -> Mapping[str, int]:
    """What the steps that failed say, and how many of them."""
    query = (
        select(Step.node, Step.error).join(Order, Order.id == Step.order_id).where(IN_FALLOUT, Step.state.in_(STOPPED))
    )
    return Counter(f"{node}: {error}" for node, error in session.execute(query))


def inventory_difference(session: Session, accounts: Path | None) -> list[str]:
    """What the inventories and the accounts hold beside what the orders say, item by item; empty where they tally.

    To be asked when ports are whole and what failed was tried again: then a step that failed was refused, and had no effect.
    """
    held = Held.read(session, accounts)
    done: dict[tuple[int, str | None], set[str]] = defaultdict(set)
    for step in session.scalars(select(Step).where(Step.state.in_(DONE), Step.operation.is_not(None))):
        done[step.order_id, step.item].add(str(step.operation))
    wrong = []
    for order, item in session.execute(select(Order, Item).join(Item, Item.order_id == Order.id)):
        did = {State.COMPLETED: EFFECTS[item.product], State.CANCELLED: frozenset[str]()}.get(
            order.state, done[order.id, item.id]
        )
        said, has = _wanted(item, did), held.of(item)
        wrong += [
            f"{order.id}:{item.id} ({item.product}, {order.state}): {what} is {has[what]}, should be {said[what]}"
            for what in said
            if has[what] != said[what]
        ]
    return wrong + held.without_an_order() + _slots(session)


def _wanted(item: Item, did: Set[str]) -> dict[str, Any]:
    """What the inventories have to hold of an item for which these operations were done."""
    about, changed = item.characteristics, "network.change" in did
    wanted: dict[str, Any] = {
        "stock": [Stocked.ASSIGNED]
        if "device.assign" in did
        else [Stocked.RESERVED]
        if "device.reserve" in did
        else [],
        "visits": 1 if "appointment.book" in did else 0,
        "charged": about.get("price", 0) if "account.charge" in did else 0,
    }
    if item.product in DEVICES:
        wanted["old SIM"] = Stocked.RETIRED if "device.retire" in did else Stocked.ASSIGNED
        wanted["SIM of the line"] = "the item's" if changed else None
    if item.product in PLANS:
        wanted["plan"] = about["plan"] if changed else "bronze"
    return wanted


@dataclass(frozen=True, slots=True)
class Held:
    """What the inventories hold, by item (`order:item`) and by line."""

    stock: Mapping[str, list[Stock]]
    old: Mapping[str | None, Stocked]
    services: Mapping[tuple[str, str], Mapping[str, Any]]
    visits: Mapping[str, int]
    charged: Mapping[str, float]
    items: set[str]  # that were asked about

    @classmethod
    def read(cls, session: Session, accounts: Path | None) -> Held:
        """All of it."""
        stock: dict[str, list[Stock]] = defaultdict(list)
        for one in session.scalars(select(Stock).where(Stock.holder != "before", Stock.holder.is_not(None))):
            stock[str(one.holder)].append(one)
        old = select(Stock.line, Stock.state).where(Stock.holder == "before")
        booked = session.scalars(select(Appointment.key).where(Appointment.active.is_(True)))
        return cls(
            stock,
            {one.line: one.state for one in session.execute(old)},
            {(one.line, one.service): one.values for one in session.scalars(select(LineService))},
            Counter(map(_holder, booked)),
            {holder: sum(amounts) for holder, amounts in _charges(session, accounts).items()},
            set(),
        )

    def of(self, item: Item) -> dict[str, Any]:
        """What is held for an item and on its line."""
        holder, line = f"{item.order_id}:{item.id}", str(item.characteristics["line"])
        self.items.add(holder)
        stock = self.stock.get(holder, [])
        sim = self.services[line, "sim_profile"].get("device_id")
        return {
            "stock": [one.state for one in stock],
            "visits": self.visits.get(holder, 0),
            "charged": self.charged.get(holder, 0),
            "old SIM": self.old.get(line),
            "SIM of the line": "the item's" if sim in [one.name for one in stock] else sim,
            "plan": self.services[line, "mobile_access"].get("plan"),
        }

    def without_an_order(self) -> list[str]:
        """What is held for no item that was asked about."""
        return [
            f"{holder} is none of the orders, and holds something"
            for holder in {*self.stock, *self.visits, *self.charged} - self.items
        ]


def _slots(session: Session) -> list[str]:
    """Slots that are not taken as often as they are booked, or more often than they can be."""
    booked = Counter(session.scalars(select(Appointment.slot_id).where(Appointment.active.is_(True))))
    return [
        f"slot {slot.id}: {slot.taken} taken, {booked[slot.id]} booked, of {slot.capacity}"
        for slot in session.scalars(select(Slot))
        if slot.taken != booked[slot.id] or slot.taken > slot.capacity
    ]


def repeated_effects(session: Session, accounts: Path | None) -> list[str]:
    """What was done more often than it should: steps of one key, charges of one item."""
    keys = Counter(session.scalars(select(Step.key)))
    wrong = [f"step {key}: {count} times" for key, count in keys.items() if count > 1]
    for holder, amounts in _charges(session, accounts).items():
        if (count := sum(amount > 0 for amount in amounts)) > 1:
            wrong.append(f"{holder}: charged {count} times")
    return wrong


def _charges(session: Session, accounts: Path | None) -> Mapping[str, list[float]]:
    """What was charged, or given back, for each item: in the accounts outside, in the embedded ones where there are none."""
    found: dict[str, list[float]] = defaultdict(list)
    if accounts is None:
        for key, amount in session.execute(select(Charge.key, Charge.amount)):
            found[_holder(key)].append(amount / 100)
        return found
    with closing(sqlite3.connect(accounts)) as connection:
        for key, amount in connection.execute("SELECT key, amount FROM charge WHERE amount <> 0"):
            found[_holder(key)].append(amount)
    return found


def _holder(key: str) -> str:
    """The order and item of a step's key."""
    return ":".join(key.split(":")[:2])


def lost_events(bench: OrderBench) -> tuple[int, int]:
    """Changes of state without their event, and events that a subscriber who was away for an hour did not get; and duplicates."""
    at = bench.now()
    got: Counter[str] = Counter()

    def clock() -> datetime:
        return at

    def send(_url: str, body: bytes, _headers: dict[str, str]) -> None:
        if at < back:
            raise CallbackError("not there")
        event = json.loads(body)
        got[str(event["eventId"])] += 1

    back = at + DOWN
    while hub.give_out(bench.database, clock):
        pass
    while at < back + timedelta(hours=8):
        while hub.deliver(bench.database, send, clock):
            pass
        at += timedelta(minutes=5)
        with Session(bench.database) as session:
            if at > back and not _pending(session):
                break
    with Session(bench.database) as session:
        told = {str(id) for id in session.scalars(select(OutboxEvent.event_id))}
        changes = Counter(
            session.scalars(select(OrderChange.order_id).where(OrderChange.item.is_(None), OrderChange.what == "state"))
        )
        events: Counter[int] = Counter()
        query = select(OutboxEvent.envelope, OutboxEvent.type).where(OutboxEvent.topic == "productOrder")
        for envelope, type in session.execute(query):
            if type.endswith(("StateChangeEvent", "CreateEvent")):
                events[int(envelope["event"]["productOrder"]["id"])] += 1
    silent = sum(abs(count - events[order]) for order, count in changes.items())
    return silent + len(told - set(got)), sum(count - 1 for count in got.values())


def _pending(session: Session) -> bool:
    return session.scalar(select(Delivery.number).where(Delivery.standing == Standing.PENDING).limit(1)) is not None


def subscribe(bench: OrderBench) -> None:
    """Somebody who wants to be told of everything."""
    with writing(bench.database) as session:
        hub.subscribe(session, "TMF622-v4", None, "https://eval.invalid/events", "", "eval", bench.now())
