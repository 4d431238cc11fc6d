"""A worker with all that belongs to it, in the server and by itself: orders are worked on, and one of all workers looks after time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from t2r.database import writing
from t2r.operator_systems.standing import has_turn
from t2r.orders import outages, working
from t2r.orders.bench import OrderBench
from t2r.orders.ports.outside import WatchedPort
from t2r.orders.ports.stock import release_expired
from t2r.tmf.orders import cancel_due

log = logging.getLogger("t2r.orders")

TURN = "t2r orders"  # under which name it is kept when time was looked after last
EVERY = timedelta(minutes=1)
LOOK_SECONDS = 5.0  # between two looks whether it is anybody's turn
AGAIN_SECONDS = 5.0  # after a fault of the database, say


def work(bench: OrderBench, stop: threading.Event) -> None:
    """Work on orders until told to stop, whatever goes wrong meanwhile."""
    _until(stop, lambda: working.run(bench, stop))


def look_after(bench: OrderBench, stop: threading.Event) -> None:
    """Do what time asks for until told to stop, whenever it is this worker's turn."""

    def rounds() -> None:
        while not stop.is_set():
            tend_in_turn(bench)
            stop.wait(LOOK_SECONDS)

    _until(stop, rounds)


def tend_in_turn(bench: OrderBench) -> bool:
    """One round of what time asks for, where no other worker, on whatever machine, has done it within a minute."""
    if not has_turn(bench.database, TURN, bench.now(), EVERY):
        return False
    tend(bench)
    return True


def tend(bench: OrderBench) -> None:
    """One round: orders woken, priorities looked at again, cancellations carried out, what was reserved for too long set free,
    systems outside asked whether they answer.

    Each of it finds done what another worker has done: nothing comes about twice where two do it at the same time.
    """
    working.tend(bench)
    cancel_due(bench)
    with writing(bench.database) as session:
        release_expired(session, bench.now())
    outages.watch(bench)
    for port in bench.ports.outside.values():
        if isinstance(port, WatchedPort):
            port.check()


def _until(stop: threading.Event, work: Callable[[], None]) -> None:
    while not stop.is_set():
        try:
            work()
        except Exception as error:  # the edge: what was begun is undone, and the order is still ready
            log.exception("error", exc_info=error)
            stop.wait(AGAIN_SECONDS)
