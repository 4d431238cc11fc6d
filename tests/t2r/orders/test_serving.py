"""What belongs to a worker: time is looked after by one of all workers, and what two of them do at the same time comes about once."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from t2r.cases.tables import OutboxEvent
from t2r.database import writing
from t2r.orders import serving
from t2r.orders.decomposing import ItemWish
from t2r.orders.status import OrderKind, State
from t2r.orders.tables import OrderChange, Stock, Stocked
from t2r.tmf.orders import Cancellations
from t2r.tmf.shelf import Doing
from tests.t2r.orders.test_outages import HIT, Network

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.t2r.orders.conftest import Floor

WORKERS = 3


def beside_each_other(work: Callable[[], Any]) -> list[Any]:
    """What each of several workers gives that begin at the same moment."""
    given: list[Any] = []
    start = threading.Barrier(WORKERS)

    def one() -> None:
        start.wait()
        given.append(work())

    threads = [threading.Thread(target=one) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def to_be_cancelled(floor: Floor, id: int) -> None:
    """A task that cancels the order an hour from now."""
    at = floor.clock()
    body = {"productOrder": {"id": str(id)}, "requestedCancellationDate": (at + timedelta(hours=1)).isoformat()}
    with writing(floor.bench.database) as session:
        Cancellations(OrderKind.PRODUCT, floor.bench).create(session, body, Doing("crm", at, "v4"))


def count(floor: Floor, query: Any) -> int:
    with Session(floor.bench.database) as session:
        return session.scalar(query) or 0


def test_one_of_all_workers_looks_after_time_each_minute(floor: Floor) -> None:
    assert sorted(beside_each_other(lambda: serving.tend_in_turn(floor.bench))) == [False, False, True]
    floor.clock.later(minutes=1)
    assert sorted(beside_each_other(lambda: serving.tend_in_turn(floor.bench))) == [False, False, True]


def test_what_several_do_at_the_same_time_comes_about_once(floor: Floor) -> None:
    id = floor.order(ItemWish("1", "esim"), line=HIT)
    waits = floor.order(ItemWish("2", "esim"), line=HIT[:-1] + "7")
    to_be_cancelled(floor, id)
    floor.clock.later(hours=2)
    floor.bench = replace(floor.bench, sight=Network({HIT[:-1] + "7": "site_down"}))
    beside_each_other(lambda: serving.tend(floor.bench))
    serving.tend(floor.bench)  # what one has left to another
    cancelled = select(func.count()).select_from(OrderChange).where(OrderChange.state == State.CANCELLED)
    assert count(floor, cancelled.where(OrderChange.item.is_(None))) == 1
    told = select(func.count()).select_from(OutboxEvent).where(OutboxEvent.type.startswith("CancelProductOrderState"))
    assert count(floor, told) == 1
    assert count(floor, select(func.count()).select_from(OrderChange).where(OrderChange.what == "priority")) == 1
    assert floor.look(waits).priority == 1


def test_what_was_reserved_for_too_long_is_free_again(floor: Floor) -> None:
    floor.order(ItemWish("1", "esim"))
    floor.work()
    assert list(floor.stock().values()).count(Stocked.RESERVED) == 1
    with writing(floor.bench.database) as session:
        session.query(Stock).filter(Stock.state == Stocked.RESERVED).update({"until": floor.clock()})
    floor.clock.later(days=1)
    serving.tend(floor.bench)
    assert list(floor.stock().values()).count(Stocked.RESERVED) == 0


def test_a_worker_stops_when_it_is_told_to(floor: Floor) -> None:
    stop = threading.Event()
    threads = [threading.Thread(target=work, args=(floor.bench, stop)) for work in (serving.work, serving.look_after)]
    for thread in threads:
        thread.start()
    stop.set()
    for thread in threads:
        thread.join(10)
    assert not any(thread.is_alive() for thread in threads)
