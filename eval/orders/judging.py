"""What has become of it all: orders that did not end, inventory that does not tally, events that were lost, effects that were repeated."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping, Set
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from eval.orders.world import PRICE
from t2r.cases.tables import OutboxEvent
from t2r.database import writing
from t2r.orders.bench import OrderBench
from t2r.orders.status import State
from t2r.orders.tables import Appointment, Item, LineService, Order, OrderChange, Slot, Step, StepState, Stock, Stocked
from t2r.tmf import hub
from t2r.tmf.callbacks import CallbackError
from t2r.tmf.tables import Delivery, Standing

DOWN = timedelta(hours=1)  # so long the subscriber of the evaluation is not there
DEVICES = {"sim_replacement", "esim"}
PLANS = {"plan_change"}


def ended(session: Session) -> Mapping[str, int]:
    """How many orders are completed, cancelled, in fallout, or otherwise."""
    counts: Counter[str] = Counter()
    for order in session.scalars(select(Order)):
        if order.state is State.HELD and order.ticket_id is not None:
            counts["fallout"] += 1
        elif order.state in (State.COMPLETED, State.CANCELLED):
            counts[order.state.value] += 1
        else:
            counts[f"{order.state.value} (not ended)"] += 1
    return counts


def inventory_difference(session: Session) -> list[str]:
    """What the inventories hold beside what the orders say, and the other way round; empty where they tally."""
    wrong: list[str] = []
    state = {order.id: order.state for order in session.scalars(select(Order))}
    items = list(session.scalars(select(Item)))
    held: dict[str, list[Stock]] = defaultdict(list)
    for stock in session.scalars(select(Stock).where(Stock.holder != "before", Stock.holder.is_not(None))):
        held[str(stock.holder)].append(stock)
    done: dict[tuple[int, str | None], set[str | None]] = defaultdict(set)
    maybe: dict[tuple[int, str | None], set[str | None]] = defaultdict(set)
    for step in session.scalars(
        select(Step).where(Step.state.in_((StepState.DONE, StepState.SKIPPED, StepState.FAILED)))
    ):
        # Whether a step had an effect that failed with its answer lost, is found out when it is tried again or taken back.
        (maybe if step.state is StepState.FAILED else done)[(step.order_id, step.item)].add(step.operation)
    for item in items:
        holder, over = f"{item.order_id}:{item.id}", state[item.order_id]
        mine = [one.state for one in held.pop(holder, [])]
        did = done[(item.order_id, item.id)]
        if over is State.COMPLETED:
            wanted = [[Stocked.ASSIGNED] if item.product in DEVICES else []]
        elif over is State.CANCELLED:
            wanted = [[]]
        else:
            wanted = [_stocked(did), _stocked(did | maybe[(item.order_id, item.id)])]
        if mine not in wanted:
            wrong.append(f"{holder} ({over}): holds {mine}, should {wanted[0]}")
    wrong += [f"{holder} holds {len(them)} without an order" for holder, them in held.items()]
    return wrong + _services(session, state, items) + _visits(session, state)


def _stocked(did: Set[str | None]) -> list[Stocked]:
    """What an item holds after these operations."""
    if "device.assign" in did:
        return [Stocked.ASSIGNED]
    return [Stocked.RESERVED] if "device.reserve" in did else []


def _services(session: Session, state: Mapping[int, State], items: list[Item]) -> list[str]:
    wrong = []
    plans = {
        one.line: one for one in session.scalars(select(LineService).where(LineService.service == "mobile_access"))
    }
    for item in items:
        over = state[item.order_id]
        if item.product in PLANS and over in (State.COMPLETED, State.CANCELLED):
            plan = item.characteristics["plan"] if over is State.COMPLETED else "bronze"
            has = plans[item.characteristics["line"]].values.get("plan")
            if has != plan:
                wrong.append(f"line of {item.order_id}:{item.id} ({over}): has plan {has}, should {plan}")
    return wrong


def _visits(session: Session, state: Mapping[int, State]) -> list[str]:
    wrong = []
    taken: Counter[int] = Counter()
    for visit in session.scalars(select(Appointment).where(Appointment.active.is_(True))):
        taken[visit.slot_id] += 1
        if state[int(visit.key.partition(":")[0])] is State.CANCELLED:
            wrong.append(f"the visit of {visit.key} was not cancelled")
    return wrong + [
        f"slot {slot.id}: {slot.taken} taken, {taken[slot.id]} booked, of {slot.capacity}"
        for slot in session.scalars(select(Slot))
        if slot.taken != taken[slot.id] or slot.taken > slot.capacity
    ]


def repeated_effects(session: Session, accounts: Path | None) -> list[str]:
    """What was done more often than it should: steps of one key, charges of one item, devices of one item."""
    wrong = []
    keys = Counter(session.scalars(select(Step.key)))
    wrong += [f"step {key}: {count} times" for key, count in keys.items() if count > 1]
    if accounts is None:
        return wrong
    with closing(sqlite3.connect(accounts)) as connection:
        charged = {
            holder: (total, count)
            for holder, total, count in connection.execute(
                "SELECT holder, SUM(amount), SUM(amount > 0) FROM charge GROUP BY holder"
            )
        }
    for order, item in session.execute(select(Order, Item).join(Item, Item.order_id == Order.id)):
        total, count = charged.get(f"{order.id}:{item.id}", (0.0, 0))
        if count > 1:
            wrong.append(f"{order.id}:{item.id}: charged {count} times")
        if order.state is State.COMPLETED and total != (PRICE if item.product in PLANS else 0):
            wrong.append(f"{order.id}:{item.id} (completed): charged {total}")
        if order.state is State.CANCELLED and total > 0 and _takes_back(session, order.id, item.id):
            wrong.append(f"{order.id}:{item.id} (cancelled): charged {total}")
    return wrong


def _takes_back(session: Session, order: int, item: str) -> bool:
    """Whether the process says how the charge of an item is taken back."""
    query = select(Step.undo).where(Step.order_id == order, Step.item == item, Step.operation == "account.charge")
    return session.scalar(query) is not None


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
