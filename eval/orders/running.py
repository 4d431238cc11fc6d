"""Runs orders through worker processes, some of which are killed, while the world outside answers, cancels, and mends nothing."""

from __future__ import annotations

import logging
import multiprocessing
import os
import random
import signal
import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from eval.orders.judging import subscribe
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
OVER = tuple(state for state in State if state.is_final)
ANSWERS = {
    "device.delivered": {"delivered": True},
    "appointment.done": {"visit_outcome": "done", "test_passed": True, "cause_with_customer": False},
    "payment.received": {"paid": True},
    "port.confirmed": {"port_accepted": True},
}


@dataclass(frozen=True, slots=True)
class Run:
    """What is run: `fail` is the share of calls that fail, `kills` how often a worker is killed."""

    orders: int
    fail: float
    kills: int
    seed: int
    workers: int
    database: str  # the URL, or the path of an SQLite file
    accounts: Path

    @property
    def waits(self) -> bool:
        """Whether items wait for others, and orders are cancelled: where faults are looked at."""
        return self.fail > 0 or self.kills > 0

    def bench(self, seed: int) -> OrderBench:
        """What a process works with."""
        where = self.database if "://" in self.database else Path(self.database)
        bench = order_bench(open_database(where))
        return unsteady(bench, self.fail, seed, self.accounts) if self.waits else bench


@dataclass(frozen=True, slots=True)
class Ran:
    """How it went: seconds from the first order worked on to the last, and how many workers were killed."""

    seconds: float
    killed: int


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
    """A worker process."""
    logging.getLogger("t2r").setLevel(logging.CRITICAL)
    working.run(run.bench(seed), threading.Event())


def execute(run: Run, bench: OrderBench) -> Ran:
    """Have workers do it until every order has ended, is in fallout, or nothing moves any more."""
    context = multiprocessing.get_context("spawn")
    chance = random.Random(run.seed)
    workers = [_start(context, run, run.seed * 1000 + number) for number in range(run.workers)]
    kill_at = sorted(chance.uniform(0, 0.8) for _ in range(run.kills))
    cancel = {id for id in range(1, run.orders + 1) if run.waits and chance.random() < CANCELLED}
    began, ended, moved, killed = 0.0, 0, time.monotonic(), 0
    try:
        while ended < run.orders:
            now = time.monotonic()
            if not began and _started(bench):
                began = now
            before, ended = ended, _ended(bench)
            moved = now if ended > before else moved
            if now - moved > STALLED_SECONDS:
                break
            while kill_at and ended >= kill_at[0] * run.orders:
                kill_at.pop(0)
                killed += _kill(chance.choice(workers))
            for number, worker in enumerate(workers):
                if not worker.is_alive():
                    workers[number] = _start(context, run, run.seed * 1000 + 100 + killed * 10 + number)
            if run.waits:
                _answer(bench, chance, cancel)
            time.sleep(LOOK_SECONDS)
        return Ran(time.monotonic() - (began or moved), killed)
    finally:
        for worker in workers:
            _kill(worker)


def _start(context: multiprocessing.context.SpawnContext, run: Run, seed: int) -> BaseProcess:
    worker = context.Process(target=work, args=(run, seed), daemon=True)
    worker.start()
    return worker


def _kill(worker: BaseProcess) -> int:
    if worker.pid is None or not worker.is_alive():
        return 0
    os.kill(worker.pid, signal.SIGKILL)
    worker.join()
    return 1


def _started(bench: OrderBench) -> bool:
    with Session(bench.database) as session:
        return session.scalar(select(Order.id).where(Order.state != State.ACKNOWLEDGED).limit(1)) is not None


def _ended(bench: OrderBench) -> int:
    """Orders that are over, or in fallout and wait for people alone."""
    with Session(bench.database) as session:
        over = select(func.count()).select_from(Order).where(Order.state.in_(OVER))
        stuck = select(func.count()).select_from(Order).where(
            Order.state == State.HELD, Order.ticket_id.is_not(None), Order.ready.is_(False), Order.due_at > _far(bench)
        )
        idle = select(func.count()).select_from(Order).where(
            Order.state == State.HELD, Order.ticket_id.is_not(None), Order.ready.is_(False), Order.due_at.is_(None)
        )
        return sum(session.scalar(each) or 0 for each in (over, stuck, idle))


def _far(bench: OrderBench) -> object:
    return bench.now() + timedelta(hours=1)


def _answer(bench: OrderBench, chance: random.Random, cancel: set[int]) -> None:
    """Deliveries arrive, technicians come, and a few customers change their mind."""
    with Session(bench.database) as session:
        query = select(Order.id).where(
            Order.state.in_((State.IN_PROGRESS, State.HELD)), Order.ready.is_(False), Order.instance.is_not(None)
        )
        waiting = list(session.scalars(query.order_by(Order.updated_at).limit(200)))
    for id in sorted(cancel & set(waiting)):
        if chance.random() < 0.2:
            cancel.discard(id)
            with writing(bench.database) as session:
                steering.cancel(session, bench, id, "eval", "changed their mind")
            waiting.remove(id)
    for id in waiting:
        with Session(bench.database) as session:
            awaited = [(one.item, one.message) for one in looking.awaited(session, bench, id) if one.message]
        for item, message in awaited:
            try:
                with writing(bench.database) as session:
                    _, calls = steering.complete(session, bench, id, item, str(message), ANSWERS[str(message)], "eval")
            except OrderConflictError:  # it went on in the meantime
                continue
            working.make(bench, [(id, seq, call) for seq, call in calls])
