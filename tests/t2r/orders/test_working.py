from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import InterfaceError
from sqlalchemy.orm import Session

from t2r.cases.tables import Case, TraceEvent
from t2r.database import writing
from t2r.orders import looking, steering, working
from t2r.orders.composing import Composer
from t2r.orders.decomposing import ItemWish
from t2r.orders.ports import Call, Outcome, Ports
from t2r.orders.status import State
from t2r.orders.tables import LineService, Order, OrderChange, Stock
from t2r.processes.deployed import STARTERS, Deployments, Source, deploy

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.t2r.orders.conftest import Floor

MANY = 12


def test_workers_beside_each_other_take_different_orders_and_do_each_once(floor: Floor) -> None:
    with writing(floor.bench.database) as session:
        session.add_all(
            LineService(line=f"9198{number}", service="mobile_access", active=True, barred=True, values={})
            for number in range(MANY)
        )
    for number in range(MANY):
        floor.order(ItemWish("1", "unbar"), line=f"9198{number}")
    stop = threading.Event()
    workers = [threading.Thread(target=working.run, args=(floor.bench, stop, 2)) for _ in range(3)]
    for worker in workers:
        worker.start()
    with Session(floor.bench.database) as session:
        left = select(func.count()).select_from(Order).where(Order.state != State.COMPLETED)
        while session.scalar(left):
            session.rollback()
            stop.wait(0.02)
    stop.set()
    for worker in workers:
        worker.join()
    with Session(floor.bench.database) as session:
        done = select(func.count()).select_from(OrderChange).where(OrderChange.state == State.COMPLETED)
        assert session.scalar(done.where(OrderChange.item.is_(None))) == MANY
    assert len(floor.ports["network"].calls) >= MANY


def test_an_order_that_cannot_be_worked_on_is_put_aside_and_the_others_go_on(
    floor: Floor, sim: Callable[..., ItemWish], plan: Callable[..., ItemWish]
) -> None:
    broken = floor.order(ItemWish("1", "esim", characteristics={"line": "919800000002"}))
    floor.work()
    with writing(floor.bench.database) as session:
        session.execute(
            update(Order).where(Order.id == broken).values(shape={"items": ["gone"], "edges": []}, ready=True)
        )
    other = floor.order(plan())
    floor.work()
    assert floor.look(other).state is State.COMPLETED
    with Session(floor.bench.database) as session:
        last = looking.history(session, broken)[-1]
        assert (last.what, last.reason) == ("broken", "NoSuchProcessError: there is no process with the digest gone")
        order = session.get_one(Order, broken)
        assert not order.ready
        assert order.due_at is not None


@pytest.mark.parametrize("error", [KeyError("price"), ZeroDivisionError("division by zero")])
def test_an_order_at_which_a_port_breaks_is_left_to_people_and_the_others_go_on(
    floor: Floor, sim: Callable[..., ItemWish], plan: Callable[..., ItemWish], error: Exception
) -> None:
    floor.fails("device.assign", *[error] * 2)
    broken, other = floor.order(sim()), floor.order(plan())
    floor.work()
    assert floor.look(other).state is State.COMPLETED
    order, reason = floor.look(broken), f"{type(error).__name__}: {error}"
    assert (order.state, order.ready) == (State.ACKNOWLEDGED, False)
    assert floor.stock()["sim-0"] == "free"  # what was done in the same go is undone
    floor.clock.later(minutes=16)
    floor.work()  # it is looked at again by and by, and nothing new is told
    with Session(floor.bench.database) as session:
        assert [case.words for case in session.scalars(select(Case))] == [f"Order {broken} cannot go on"]
        bodies = session.scalars(select(TraceEvent.body).where(TraceEvent.case_id == order.ticket_id))
        assert [body["error"] for body in bodies if "error" in body] == [reason]
    with writing(floor.bench.database) as session:
        steering.retry(session, floor.bench, broken, "asha")
    floor.work()
    assert floor.look(broken).state is State.COMPLETED


def test_an_answer_that_no_port_should_give_puts_its_order_aside_and_the_others_are_taken_in(
    floor: Floor, plan: Callable[..., ItemWish]
) -> None:
    class Odd:
        def call(self, call: Call) -> Outcome:
            if call.order == broken:
                raise KeyError("state")
            return Outcome({"account_ok": True, "amount_due": 0.0})

    floor.bench = replace(floor.bench, ports=Ports(floor.bench.ports.inside, {"account": Odd()}))
    broken, other = floor.order(plan()), floor.order(plan(line="919800000002"), line="919800000002")
    floor.work()
    assert floor.look(other).state is State.COMPLETED
    assert (floor.look(broken).state, floor.look(broken).reason) == (State.HELD, "KeyError: 'state'")


def test_a_fault_of_the_database_is_no_fault_of_an_order(floor: Floor, sim: Callable[..., ItemWish]) -> None:
    id = floor.order(sim())
    floor.fails("device.reserve", *[InterfaceError("SELECT", {}, Exception("connection closed"))] * 2)
    with pytest.raises(InterfaceError):
        working.work_on(floor.bench)
    assert floor.look(id).state is State.ACKNOWLEDGED
    floor.fails("device.reserve")
    floor.work()
    assert floor.look(id).state is State.COMPLETED


def test_orders_under_way_end_on_the_version_they_began_with_and_new_ones_take_the_newest(
    floor: Floor, plan: Callable[..., ItemWish]
) -> None:
    database = floor.bench.database
    old = floor.order(ItemWish("1", "esim"))
    floor.work()
    with Session(database) as session:
        kept = floor.bench.composer.deployments.newest("esim")
    changed = kept.xml.decode().replace("Retire the old SIM", "Scrap the old SIM")
    tables = Source.read(floor_file("esim")).tables
    with writing(database) as session:
        deploy(session, Source("esim", "eSIM", changed, tables), "asha", floor.clock())
    floor.bench = replace(floor.bench, composer=Composer(Deployments(database)))
    new = floor.order(ItemWish("1", "esim"), line="919800000002")
    floor.work()
    for id, title in ((old, "Retire the old SIM"), (new, "Scrap the old SIM")):
        with Session(database) as session:
            process = looking.process(floor.bench, looking.look(session, id))
        assert process is not None
        assert process.nodes["item_0_retire_sim"].name == title
        floor.complete(id, "1", "device.delivered")
        assert floor.look(id).state is State.COMPLETED
    with writing(database) as session:  # for the other tests of this module
        deploy(session, Source("esim", "eSIM", kept.xml.decode(), tables), "asha", floor.clock())


def floor_file(name: str) -> Path:
    return STARTERS / f"{name}.bpmn"


def test_what_comes_of_an_order_does_not_depend_on_how_many_are_worked_on_in_one_transaction(floor: Floor) -> None:
    for number in range(3):
        floor.order(ItemWish("1", "sim_replacement", characteristics={"at_counter": True}), line=f"91981{number}")
    assert working.work_on(floor.bench, 8) == 3
    with Session(floor.bench.database) as session:
        held = select(func.count(Stock.holder.distinct())).where(Stock.state == "assigned", Stock.model == "sim")
        assert session.scalar(held) == 4  # the three, and the old one of the line
