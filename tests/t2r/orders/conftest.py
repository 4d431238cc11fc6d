"""A bench for orders on SQLite and on PostgreSQL in turn, with a clock that is set by hand and ports that fail when told to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from t2r.cases.tables import OutboxEvent
from t2r.database import writing
from t2r.orders import looking, steering, working
from t2r.orders.bench import OrderBench, embedded, order_bench
from t2r.orders.capturing import capture
from t2r.orders.composing import Composer
from t2r.orders.decomposing import ItemWish
from t2r.orders.ports import Call, InsidePort, Outcome, Ports
from t2r.orders.tables import LineService, Order, Slot, Stock
from t2r.orders.wishes import OrderWish
from t2r.processes.deployed import Deployments
from tests.t2r.cases.conftest import empty, one_database, opened  # noqa: F401

LINE = "919800000001"
PLACE = "Rose Street 1"
KEPT = ("process",)  # the processes are read once


@dataclass
class Clock:
    """The moment it is, until it is moved."""

    time: datetime = datetime(2026, 11, 20, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def later(self, **span: float) -> None:
        self.time += timedelta(**span)


@dataclass
class Told:
    """A port that does as it is told: raises what stands against a verb, as often as that stands there.

    What is done without a savepoint is done again with one, where it fails: that counts once.
    """

    port: InsidePort
    fails: dict[str, list[Exception]] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)

    def do(self, session: Session, call: Call) -> Outcome:
        waiting = self.fails.get(f"{call.port}.{call.verb}")
        if waiting and not session.in_nested_transaction():
            raise waiting[0]
        self.calls.append(call)
        if waiting:
            raise waiting.pop(0)
        return self.port.do(session, call)


@dataclass
class Floor:
    """The tests' hands: orders are captured, worked on, answered and looked at."""

    bench: OrderBench
    clock: Clock
    ports: Mapping[str, Told]

    def fails(self, operation: str, *errors: Exception) -> None:
        self.ports[operation.partition(".")[0]].fails[operation] = list(errors)

    def order(self, *items: ItemWish, **about: Any) -> int:
        wish = OrderWish(items=items, **{"line": LINE, "place": PLACE, "customer": "c-1"} | about)
        with writing(self.bench.database) as session:
            return capture(session, self.bench, wish, "asha")[0].id

    def work(self) -> None:
        """Until nothing is ready any more."""
        while working.wake(self.bench, self.clock()) or working.work_on(self.bench):
            pass

    def complete(self, id: int, item: str, what: str, **data: Any) -> None:
        with writing(self.bench.database) as session:
            _, calls = steering.complete(session, self.bench, id, item, what, data, "asha")
        working.make(self.bench, [(id, seq, call) for seq, call in calls])
        self.work()

    def look(self, id: int) -> Order:
        with Session(self.bench.database, expire_on_commit=False) as session:
            return looking.look(session, id)

    def items(self, id: int) -> dict[str, str]:
        return {item.id: item.state.value for item in self.look(id).items}

    def steps(self, id: int) -> list[tuple[str, str]]:
        with Session(self.bench.database) as session:
            return [(step.node, step.state.value) for step in looking.steps(session, id)]

    def awaited(self, id: int) -> set[tuple[str, str]]:
        with Session(self.bench.database) as session:
            return {
                (one.item, one.message or one.node)
                for one in looking.awaited(session, self.bench, id)
                if one.kind != "boundaryEvent"
            }

    def events(self, id: int) -> list[str]:
        query = select(OutboxEvent.type).where(OutboxEvent.key == f"order:{id}").order_by(OutboxEvent.id)
        with Session(self.bench.database) as session:
            return list(session.scalars(query))

    def stock(self, kind: str = "device") -> dict[str, str]:
        with Session(self.bench.database) as session:
            rows = session.scalars(select(Stock).where(Stock.kind == kind).order_by(Stock.name))
            return {row.name: row.state.value for row in rows}


@pytest.fixture
def database(one_database: Engine) -> Iterator[Engine]:  # noqa: F811
    yield one_database
    empty(one_database, but=KEPT)


@pytest.fixture(scope="module")
def composer(one_database: Engine) -> Composer:  # noqa: F811
    return Composer(Deployments(one_database))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def floor(database: Engine, composer: Composer, clock: Clock) -> Floor:
    """A line with a plan and a SIM, three devices of each model, two numbers, and technicians for tomorrow."""
    told = {name: Told(port) for name, port in embedded().inside.items()}
    bench = replace(order_bench(database, ports=Ports(told), now=clock), composer=composer)
    with writing(database) as session:
        stock = [
            {"kind": "device", "model": model, "name": f"{model}-{number}", "state": "free"}
            for model in ("sim", "esim", "ont")
            for number in range(3)
        ]
        stock += [
            {"kind": "number", "model": "mobile", "name": f"91970000000{number}", "state": "free"}
            for number in range(2)
        ]
        session.execute(insert(Stock), stock)
        session.add(Stock(kind="device", model="sim", name="old-sim", state="assigned", holder="before", line=LINE))
        for service in ("sim_profile", "mobile_access"):
            values = {"plan": "bronze", "device_id": "old-sim"}
            session.add(LineService(line=LINE, service=service, active=True, barred=False, values=values))
        for hour in range(3):
            starts = clock.time + timedelta(days=1, hours=hour)
            session.add(Slot(place=PLACE, starts_at=starts, ends_at=starts + timedelta(hours=1), capacity=1))
    return Floor(bench, clock, told)


@pytest.fixture
def sim() -> Callable[..., ItemWish]:
    """A SIM that is handed out at the counter: an item that waits for nobody."""

    def make(id: str = "1", **characteristics: Any) -> ItemWish:
        return ItemWish(id, "sim_replacement", characteristics={"at_counter": True, **characteristics})

    return make


@pytest.fixture
def plan() -> Callable[..., ItemWish]:
    """A change of plan for 99."""

    def make(id: str = "2", **characteristics: Any) -> ItemWish:
        return ItemWish(id, "plan_change", characteristics={"plan": "gold", "price": 99, **characteristics})

    return make
