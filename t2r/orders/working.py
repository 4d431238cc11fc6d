"""Workers: any number of them, on any machines, each takes the most urgent orders that nobody else has and takes them further.

An order is taken with `SELECT … FOR UPDATE SKIP LOCKED` on PostgreSQL; SQLite lets one write at a time. A worker that is killed
leaves nothing half done: what its transaction did is undone, and the order is still ready.
"""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, undefer

from t2r.database import writing
from t2r.flows.tables import TableError
from t2r.orders.bench import OrderBench
from t2r.orders.changing import record, take, touch
from t2r.orders.errors import OrderError
from t2r.orders.fulfilling import Answer, recorded, rest, work
from t2r.orders.ports import Call, PortRefusedError, PortUnavailableError
from t2r.orders.prioritising import review
from t2r.orders.tables import Order
from t2r.processes.runner import ProcessError

log = logging.getLogger("t2r.orders")

PORTION = 8  # orders in one transaction
DUE_PORTION = 500
IDLE_SECONDS = 0.5
BROKEN = timedelta(minutes=15)  # an order that cannot be worked on is looked at again by then

BREAKS = (ProcessError, TableError, OrderError)
Made = list[tuple[int, int, Call]]  # order, step, call


def work_on(bench: OrderBench, portion: int = PORTION) -> int:
    """Take the most urgent orders a step of theirs further; how many. 0 where nothing is ready.

    They are one transaction. Where one of them cannot be worked on, they are taken again with a savepoint for each.
    """
    try:
        try:
            taken, made = _work_on(bench, portion, _work)
        except BREAKS:
            taken, made = _work_on(bench, portion, _work_alone)
    except OperationalError as error:  # two held what the other wanted: the database has let one of them go
        log.info("orders are taken again", extra={"error": type(error.orig).__name__})
        return 1
    make(bench, made)
    return taken


def _work_on(
    bench: OrderBench, portion: int, work_one: Callable[[Session, OrderBench, Order], list[tuple[int, Call]]]
) -> tuple[int, Made]:
    made: Made = []
    with writing(bench.database) as session:
        orders = _taken(session, portion)
        for order in orders:
            made += [(order.id, seq, call) for seq, call in work_one(session, bench, order)]
        return len(orders), made


def _taken(session: Session, portion: int) -> Sequence[Order]:
    query = (
        select(Order)
        .where(Order.ready.is_(True))
        .order_by(Order.rank_at)
        .limit(portion)
        .with_for_update(skip_locked=True)
        .options(undefer(Order.instance))
    )
    return list(session.scalars(query))


def _work(session: Session, bench: OrderBench, order: Order) -> list[tuple[int, Call]]:
    at = bench.now()
    with session.no_autoflush:
        touch(order, at)
        return work(session, bench, order, at)


def _work_alone(session: Session, bench: OrderBench, order: Order) -> list[tuple[int, Call]]:
    """What `work` says. An order that cannot be worked on is put aside, and does not hold up the others."""
    try:
        with session.begin_nested():
            return _work(session, bench, order)
    except BREAKS as error:
        at = bench.now()
        log.error("an order cannot go on", extra={"order": order.id, "error": str(error)})
        session.refresh(order)
        touch(order, at)
        record(session, order, "broken", "t2r", at, reason=str(error))
        rest(order, at + BROKEN)
        return []


def make(bench: OrderBench, made: Made) -> None:
    """Make calls outside, of which their orders have been told, and take in what comes of them, with what follows from that.

    Those of an order are taken in together.
    """
    by_order: dict[int, list[tuple[int, Call]]] = defaultdict(list)
    for order_id, seq, call in made:
        by_order[order_id].append((seq, call))
    for order_id, calls in by_order.items():
        while calls:
            answers = [(seq, call, _answer(bench, call)) for seq, call in calls]
            with writing(bench.database) as session:
                order = take(session, order_id, bench.now())
                with session.no_autoflush:
                    calls = recorded(session, bench, order, answers, bench.now())


def _answer(bench: OrderBench, call: Call) -> Answer:
    try:
        return bench.ports.outside[call.port].call(call)
    except (PortRefusedError, PortUnavailableError) as error:
        return error


def wake(bench: OrderBench, at: datetime) -> int:
    """Orders whose time has come are ready; how many."""
    due = (
        select(Order.id)
        .where(Order.ready.is_(False), Order.due_at <= at)
        .order_by(Order.due_at)
        .limit(DUE_PORTION)
        .with_for_update(skip_locked=True)
    )
    with Session(bench.database) as session:
        if session.scalar(select(Order.id).where(Order.ready.is_(False), Order.due_at <= at).limit(1)) is None:
            return 0
    with writing(bench.database) as session:
        ids = list(session.scalars(due))
        session.execute(update(Order).where(Order.id.in_(ids)).values(ready=True, due_at=None))
        return len(ids)


def tend(bench: OrderBench) -> int:
    """One round of what time asks for: orders woken, priorities looked at again. How many orders it concerned."""
    woken = wake(bench, bench.now())
    with writing(bench.database) as session:
        return woken + review(session, bench.priority, bench.now())


def run(bench: OrderBench, stop: threading.Event, portion: int = PORTION) -> None:
    """Work until told to stop."""
    while not stop.is_set():
        if not wake(bench, bench.now()) and not work_on(bench, portion):
            stop.wait(IDLE_SECONDS)
