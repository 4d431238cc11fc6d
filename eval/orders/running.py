"""Runs orders through worker processes, some of which are killed, while the world outside answers and cancels; then all is mended."""

from __future__ import annotations

import logging
import multiprocessing
import random
import signal
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Self

from sqlalchemy import func, or_, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from eval.orders.judging import IN_FALLOUT, subscribe
from eval.orders.postgresql import server
from eval.orders.unsteady import unsteady
from eval.orders.world import fill, wishes
from t2r.database import open_database, writing
from t2r.orders import looking, steering, working
from t2r.orders.bench import OrderBench, order_bench
from t2r.orders.capturing import capture
from t2r.orders.errors import OrderConflictError
from t2r.orders.status import State
from t2r.orders.tables import Order

CAPTURED_AT_ONCE = 50
LOOK_SECONDS = 0.1
STALLED_SECONDS = 90.0  # without any order coming to its end
CANCELLED = 0.05  # of the orders
CANCELLED_AT_ONCE = 0.2  # of these, each time they are looked at
LOOKED_AT_ONCE = 50  # waiting orders
LAST_KILL = 0.8  # share of the orders that have ended by then
FAR = timedelta(hours=1)  # what is due later than that is not waited for
OVER = tuple(state for state in State if state.is_final)
ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "device.delivered": {"delivered": True},
    "appointment.done": {"visit_outcome": "done", "test_passed": True, "cause_with_customer": False},
    "payment.received": {"paid": True},
    "port.confirmed": {"port_accepted": True},
}


@dataclass(frozen=True, slots=True)
class Run:
    """What is run: `fail` is the share of calls that fail, `kills` how often a worker is killed.

    `waits` says whether items wait for others, and orders are cancelled: where faults are looked at.
    """

    orders: int
    fail: float
    kills: int
    seed: int
    workers: int
    database: str  # the URL, or the path of an SQLite file
    accounts: Path
    waits: bool = False

    def bench(self, seed: int) -> OrderBench:
        """What a process works with."""
        where = self.database if "://" in self.database else Path(self.database)
        bench = order_bench(open_database(where))
        return unsteady(bench, self.fail, seed, self.accounts) if self.waits else bench


@dataclass(frozen=True, slots=True)
class Ran:
    """How it went: seconds from the first order worked on to the last, workers that were killed, and that ended by themselves."""

    seconds: float
    killed: int
    died: int


def prepare(run: Run) -> OrderBench:
    """Fill the inventories, and capture the orders."""
    bench = run.bench(run.seed)
    subscribe(bench)
    with writing(bench.database) as session:
        fill(session, run.orders, bench.now())
    coming = list(wishes(run.orders, run.seed, waits=run.waits))
    for first in range(0, len(coming), CAPTURED_AT_ONCE):
        with writing(bench.database) as session:
            for wish in coming[first : first + CAPTURED_AT_ONCE]:
                capture(session, bench, wish, "eval")
    return bench


def work(run: Run, seed: int) -> None:
    """A worker process; it ends with the one that started it."""
    logging.getLogger("t2r").setLevel(logging.CRITICAL)
    stop = threading.Event()
    threading.Thread(target=_wait_for_the_end_of_the_parent, args=(stop,), daemon=True).start()
    working.run(run.bench(seed), stop)


def _wait_for_the_end_of_the_parent(stop: threading.Event) -> None:
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
    stop.set()


def mend(run: Run, bench: OrderBench) -> Ran:
    """Ports are whole again, and what is in fallout is tried again, as people would: have workers do it to its end."""
    with Session(bench.database) as session:
        stuck = session.scalars(select(Order.id).where(IN_FALLOUT).order_by(Order.id)).all()
    for id in stuck:
        with writing(bench.database) as session:
            steering.retry(session, bench, id, "eval")
    return execute(replace(run, fail=0.0, kills=0), bench)


def execute(run: Run, bench: OrderBench) -> Ran:
    """Have workers do it until every order has ended, is in fallout, or nothing moves any more."""
    chance = random.Random(run.seed)
    kill_at = sorted(chance.uniform(0, LAST_KILL) for _ in range(run.kills))
    cancel = {id for id in range(1, run.orders + 1) if run.waits and chance.random() < CANCELLED}
    began, ended, moved = 0.0, 0, time.monotonic()
    outside = Outside(bench, chance, cancel)
    with Workers(run) as workers:
        while ended < run.orders or workers.killed < run.kills:
            now = time.monotonic()
            if not began and _started(bench):
                began = now
            before, ended = ended, _ended(bench)
            moved = now if ended > before else moved
            if now - moved > STALLED_SECONDS:
                break
            workers.replace_the_dead()
            if workers.killed < run.kills and ended >= kill_at[workers.killed] * run.orders:
                time.sleep(chance.uniform(0, LOOK_SECONDS))  # whatever it is doing by then
                workers.kill_one(chance)
            if run.waits:
                outside.answer()
            time.sleep(LOOK_SECONDS)
        return Ran(time.monotonic() - (began or moved), workers.killed, workers.died)


class Workers:
    """The worker processes: those that are killed, and those that end by themselves, are followed by others."""

    def __init__(self, run: Run) -> None:
        self.killed, self.died = 0, 0
        self._run, self._started = run, 0
        self._context = multiprocessing.get_context("spawn")
        self._at_work = [self._start() for _ in range(run.workers)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._at_work:
            worker.kill()
            worker.join()

    def replace_the_dead(self) -> None:
        """Put others in the place of those that are no longer there."""
        for place, worker in enumerate(self._at_work):
            if not worker.is_alive():
                self.died += worker.exitcode != -signal.SIGKILL
                self._at_work[place] = self._start()

    def kill_one(self, chance: random.Random) -> None:
        """Kill one of those that are alive, where any is."""
        alive = [worker for worker in self._at_work if worker.is_alive()]
        if not alive:
            return
        worker = chance.choice(alive)
        worker.kill()
        worker.join()
        self.killed += worker.exitcode == -signal.SIGKILL

    def _start(self) -> BaseProcess:
        self._started += 1
        worker = self._context.Process(
            target=work, args=(self._run, self._run.seed * 1000 + self._started), daemon=True
        )
        worker.start()
        return worker


def _started(bench: OrderBench) -> bool:
    with Session(bench.database) as session:
        return session.scalar(select(Order.id).where(Order.state != State.ACKNOWLEDGED).limit(1)) is not None


def _ended(bench: OrderBench) -> int:
    """Orders that are over, or in fallout and wait for people alone."""
    far = bench.now() + FAR
    rests = Order.ready.is_(False) & or_(Order.due_at.is_(None), Order.due_at > far)
    query = select(func.count()).select_from(Order).where(or_(Order.state.in_(OVER), IN_FALLOUT & rests))
    with Session(bench.database) as session:
        return session.scalar(query) or 0


class Outside:
    """The world outside: deliveries arrive, technicians come, and a few customers change their mind."""

    def __init__(self, bench: OrderBench, chance: random.Random, cancel: set[int]) -> None:
        self._bench, self._chance, self._cancel = bench, chance, cancel
        self._seen: dict[int, int] = {}  # the version in which an order was looked at last

    def answer(self) -> None:
        """Do for each order that has changed and waits what it waits for."""
        query = select(Order.id, Order.version).where(
            Order.state.in_((State.IN_PROGRESS, State.HELD)), Order.ready.is_(False), Order.instance.is_not(None)
        )
        with Session(self._bench.database) as session:
            waiting = session.execute(query.order_by(Order.updated_at)).all()
            changed = [(id, version) for id, version in waiting if self._seen.get(id) != version][:LOOKED_AT_ONCE]
            awaited = {id: self._awaited(session, id) for id, _ in changed}
        self._seen.update((id, version) for id, version in changed)
        for id, found in awaited.items():
            try:
                self._turn_to(id, found)
            except OrderConflictError:  # it went on in the meantime
                continue
            except OperationalError:  # a worker held what this wanted, and the other way round: it is told again
                del self._seen[id]

    def _turn_to(self, id: int, found: Sequence[tuple[str, str]]) -> None:
        if id in self._cancel and self._chance.random() < CANCELLED_AT_ONCE:
            self._cancel.discard(id)
            with writing(self._bench.database) as session:
                steering.cancel(session, self._bench, id, "eval", "changed their mind")
            return
        for item, message in found:
            with writing(self._bench.database) as session:
                _, calls = steering.complete(session, self._bench, id, item, message, ANSWERS[message], "eval")
            working.make(self._bench, [(id, seq, call) for seq, call in calls])

    def _awaited(self, session: Session, id: int) -> list[tuple[str, str]]:
        return [(one.item, one.message) for one in looking.awaited(session, self._bench, id) if one.message]


def measure_waiting(waiting: int, orders: int, workers: int = 2) -> float | None:
    """Orders a second that workers fulfil while so many wait; None where there is no PostgreSQL."""
    with server() as url, tempfile.TemporaryDirectory() as folder:
        if url is None:
            return None
        run = Run(orders, 0.0, 0, 1, workers, url, Path(folder) / "accounts.sqlite")
        bench = prepare(run)
        _let_wait(bench, waiting)
        try:
            with Workers(run):
                before = _wait_until_ended(bench, orders // 10)
                began = time.monotonic()
                return (_wait_until_ended(bench, orders) - before) / (time.monotonic() - began)
        finally:
            bench.database.dispose()


def _wait_until_ended(bench: OrderBench, count: int) -> int:
    """How many orders have ended, at least so many. Raises RuntimeError where nothing moves any more."""
    ended, moved = 0, time.monotonic()
    while True:
        before, ended = ended, _ended(bench)
        if ended >= count:
            return ended
        moved = time.monotonic() if ended > before else moved
        if time.monotonic() - moved > STALLED_SECONDS:
            raise RuntimeError(f"{ended} of {count} orders have ended, and none for {STALLED_SECONDS:.0f} s")
        time.sleep(LOOK_SECONDS)


def _let_wait(bench: OrderBench, count: int) -> None:
    """So many more orders that are ready, and less urgent than all others."""
    columns = [column.name for column in Order.__table__.columns if column.name not in ("id", "external_id", "rank_at")]
    names = ", ".join(columns)
    with writing(bench.database) as session:
        session.execute(
            text(
                f"INSERT INTO orders ({names}, external_id, rank_at) "  # noqa: S608 - our own words
                f"SELECT {names}, 'more-' || number, rank_at + interval '30 days' "
                "FROM (SELECT * FROM orders WHERE ready ORDER BY id LIMIT 1) AS first, generate_series(1, :count) AS number"
            ),
            {"count": count},
        )
    with bench.database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
