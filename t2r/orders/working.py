"""Workers: any number of them, on any machines, each takes the most urgent orders that nobody else has and takes them further.

An order is taken with `SELECT … FOR UPDATE SKIP LOCKED` on PostgreSQL; SQLite lets one write at a time. A worker that is killed
leaves nothing half done: what its transaction did is undone, and the order is still ready.
"""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from sqlalchemy.orm import Session, undefer

from knowledge import redact
from t2r.cases.changing import SYSTEM
from t2r.database import writing
from t2r.orders.bench import OrderBench
from t2r.orders.changing import become, record, take, touch
from t2r.orders.fallout import BROKEN, open_ticket
from t2r.orders.fulfilling import Answer, recorded, rest, work
from t2r.orders.ports import Call, Outcome, PortRefusedError, PortUnavailableError
from t2r.orders.prioritising import review
from t2r.orders.status import State
from t2r.orders.stepping import LONGEST_ERROR, Steps
from t2r.orders.tables import Order, OrderChange

log = logging.getLogger("t2r.orders")

PORTION = 8  # orders in one transaction
DUE_PORTION = 500
IDLE_SECONDS = 0.5
LOOKED_AT_AGAIN = timedelta(minutes=15)  # an order that cannot be worked on

OF_THE_DATABASE = (OperationalError, InterfaceError, NoConnectionError)  # it is not there, or has let one of two go
Made = list[tuple[int, int, Call]]  # order, step, call


def work_on(bench: OrderBench, portion: int = PORTION) -> int:
    """Take the most urgent orders a step of theirs further; how many. 0 where nothing is ready.

    They are one transaction. Where anything goes wrong in it, they are taken again with care, and a savepoint for each.
    """
    try:
        try:
            taken, made = _work_on(replace(bench, careful=False), portion, _work)
        except OF_THE_DATABASE:
            raise
        except Exception:  # it is met again, and told, by the order that it is of
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
    with _aside(session, bench, order):
        return _work(session, bench, order)
    return []


@contextmanager
def _aside(session: Session, bench: OrderBench, order: Order) -> Iterator[None]:
    """Whatever goes wrong in an order's own work, its port, process, table or data: it is undone, and people look after the order.

    This is the one place that catches every error: a worker must not end, and no other order wait, for a fault of one of them.
    """
    try:
        with session.begin_nested():
            yield
    except OF_THE_DATABASE:
        raise
    except Exception as error:
        log.exception("an order cannot go on", extra={"order": order.id, "error": type(error).__name__})
        _put_aside(session, bench, order, redact(f"{type(error).__name__}: {error}").text[:LONGEST_ERROR])


def _put_aside(session: Session, bench: OrderBench, order: Order, reason: str) -> None:
    """It is held where it is under way, has a ticket of what has gone wrong, and is looked at again later."""
    at = bench.now()
    session.refresh(order)
    touch(order, at)
    if order.state is State.IN_PROGRESS:
        become(session, order, State.HELD, at, reason=reason)
    before = select(OrderChange.id).where(OrderChange.order_id == order.id, OrderChange.what == BROKEN)
    if session.scalar(before.where(OrderChange.reason == reason).limit(1)) is None:
        record(session, order, BROKEN, SYSTEM, at, reason=reason)
        open_ticket(session, order, Steps(session, bench, order, at).all, (), at, reason)
    rest(order, at + LOOKED_AT_AGAIN)


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
            try:
                calls = _taken_in(replace(bench, careful=False), order_id, answers)
            except OF_THE_DATABASE:
                raise
            except Exception:  # it is met again, and told, with care
                calls = _taken_in(bench, order_id, answers)


def _taken_in(
    bench: OrderBench, id: int, answers: Sequence[tuple[int, Call, Answer | Exception]]
) -> list[tuple[int, Call]]:
    with writing(bench.database) as session:
        order = take(session, id, bench.now())
        with session.no_autoflush, _aside(session, bench, order) if bench.careful else nullcontext():
            return recorded(
                session, bench, order, [(seq, call, _expected(each)) for seq, call, each in answers], bench.now()
            )
    return []


def _answer(bench: OrderBench, call: Call) -> Answer | Exception:
    try:
        return bench.ports.outside[call.port].call(call)
    except OF_THE_DATABASE:
        raise
    except Exception as error:  # what a port should not raise is told by the order, as any other fault of its work
        return error


def _expected(answer: Answer | Exception) -> Answer:
    """The answer. Raises it where it is an error that no port should raise."""
    if isinstance(answer, Outcome | PortRefusedError | PortUnavailableError):
        return answer
    raise answer


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
    concerned, after = wake(bench, bench.now()), 0
    while True:  # a transaction for each portion: workers do not wait long for any of them
        with writing(bench.database) as session:
            changed, after = review(session, bench.priority, bench.now(), after)
        concerned += changed
        if not after:
            return concerned


def run(bench: OrderBench, stop: threading.Event, portion: int = PORTION) -> None:
    """Work until told to stop."""
    while not stop.is_set():
        if not wake(bench, bench.now()) and not work_on(bench, portion):
            stop.wait(IDLE_SECONDS)
