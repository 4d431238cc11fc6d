"""Priority under overload, on a clock of its own: more orders come in than can be worked on, and each class waits as long as it may."""

from __future__ import annotations

import random
import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.database import writing
from t2r.orders.bench import OrderBench
from t2r.orders.capturing import capture
from t2r.orders.decomposing import ItemWish
from t2r.orders.tables import LineService, Order
from t2r.orders.wishes import OrderWish
from t2r.orders.working import work_on

BEGIN = datetime(2026, 11, 2, 8, tzinfo=UTC)
HIGH, LOW = 0, 4
SHARES = {HIGH: 0.2, 2: 0.3, LOW: 0.5}
OVERLOAD = 1.5  # orders that come in for each that can be worked on
PER_STEP = 4  # orders worked on in a step
STEP = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Waited:
    """Mean waits in minutes by priority, and orders that one overtook which came in later than their ageing bound."""

    minutes: Mapping[int, float]
    beyond_bound: int

    @property
    def ratio(self) -> float:
        """How often longer the low class waits than the high one."""
        return self.minutes[LOW] / max(self.minutes[HIGH], STEP.total_seconds() / 60)


def simulate(bench: OrderBench, orders: int, seed: int) -> Waited:
    """Let so many orders come in, and work on all of them."""
    chance = random.Random(seed)
    now = [BEGIN]
    bench = replace(bench, now=lambda: now[0])
    coming = 0
    while True:
        arrived = round(OVERLOAD * PER_STEP)
        with writing(bench.database) as session:
            for _ in range(min(arrived, orders - coming)):
                priority = chance.choices(list(SHARES), list(SHARES.values()))[0]
                _capture(session, bench, coming, priority)
                coming += 1
        now[0] += STEP
        if not work_on(bench, PER_STEP) and coming == orders:
            break
    with Session(bench.database) as session:
        return judged(session.scalars(select(Order).where(Order.external_id.like("wait-%"))).all())


def _capture(session: Session, bench: OrderBench, number: int, priority: int) -> None:
    line = f"92{number:09d}"
    session.add(LineService(line=line, service="mobile_access", active=True, barred=True, values={}))
    item = ItemWish("1", "unbar")
    capture(session, bench, OrderWish((item,), external_id=f"wait-{number}", line=line, priority=priority), "eval")


def judged(orders: Sequence[Order]) -> Waited:
    """How long they waited, and how many were overtaken by one that came in after their ageing bound."""
    waits: dict[int, list[float]] = defaultdict(list)
    for order in orders:
        started = order.started_at or order.updated_at
        waits[order.priority].append((started - order.captured_at).total_seconds() / 60)
    begun = sorted(orders, key=lambda order: (order.started_at or order.updated_at, order.id))
    beyond, latest = 0, BEGIN
    for order in begun:  # rank_at is the bound; nobody captured after it may have begun in an earlier step
        beyond += any(
            other.captured_at > order.rank_at and (other.started_at or other.updated_at) < (order.started_at or latest)
            for other in begun
        )
    return Waited({priority: statistics.fmean(each) for priority, each in waits.items()}, beyond)
