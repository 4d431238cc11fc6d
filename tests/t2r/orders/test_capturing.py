from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.orm import Session

from t2r.cases.listing import trace
from t2r.customers.tables import Customer, Status
from t2r.database import writing
from t2r.orders import looking
from t2r.orders.capturing import capture
from t2r.orders.errors import OrderConflictError, OrderRefusedError, OrderTakenError
from t2r.orders.status import Action, OrderKind, State
from t2r.orders.wishes import OrderWish

if TYPE_CHECKING:
    from collections.abc import Callable

    from t2r.cases.tables import Case
    from t2r.orders.decomposing import ItemWish
    from tests.t2r.orders.conftest import Floor


def test_an_order_is_acknowledged_with_its_history_and_event(floor: Floor, sim: Callable[..., ItemWish]) -> None:
    id = floor.order(sim(), external_id="crm-1")
    order = floor.look(id)
    assert (order.state, order.ready, floor.items(id)) == (State.ACKNOWLEDGED, True, {"1": "acknowledged"})
    assert floor.events(id) == ["ProductOrderCreateEvent"]
    with Session(floor.bench.database) as session:
        assert [(one.state, one.by) for one in looking.history(session, id)] == [(State.ACKNOWLEDGED, "asha")]


def test_the_same_order_sent_again_is_the_order_that_it_made(floor: Floor, sim: Callable[..., ItemWish]) -> None:
    first = floor.order(sim(), external_id="crm-1")
    assert floor.order(sim(), external_id="crm-1") == first
    with pytest.raises(OrderTakenError, match=f"order {first}"):
        floor.order(sim("another"), external_id="crm-1")


def test_an_order_that_comes_in_several_times_at_once_is_one(floor: Floor, sim: Callable[..., ItemWish]) -> None:
    wish = sim()
    with ThreadPoolExecutor(4) as pool:
        ids = set(pool.map(lambda _: floor.order(wish, external_id="crm-1"), range(8)))
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("about", "says"), [({"priority": 7}, "priority: is 0"), ({"case_id": 404}, "case: there is no case 404")]
)
def test_what_cannot_be_taken_is_refused(
    floor: Floor, sim: Callable[..., ItemWish], about: dict[str, Any], says: str
) -> None:
    with pytest.raises(OrderRefusedError, match=says):
        floor.order(sim(), **about)


@pytest.mark.parametrize(
    ("status", "action", "is_taken"),
    [
        (Status.TERMINATED, Action.ADD, False),
        (Status.TERMINATED, Action.DELETE, True),
        (Status.ACTIVE, Action.ADD, True),
    ],
)
def test_a_customer_who_has_left_orders_nothing_new(
    floor: Floor, sim: Callable[..., ItemWish], status: Status, action: Action, is_taken: bool
) -> None:
    now = floor.bench.now()
    with writing(floor.bench.database) as session:
        session.add(Customer(id="ravi", status=status, version=1, body={}, created_at=now, updated_at=now))
    wish = replace(sim(), action=action, product="sim_replacement" if action is Action.ADD else "all_services")
    with nullcontext() if is_taken else pytest.raises(OrderConflictError, match="has left"):
        floor.order(wish, customer="ravi")


def test_an_order_of_a_case_and_the_case_know_of_each_other(
    floor: Floor, opened: Callable[..., Case], sim: Callable[..., ItemWish]
) -> None:
    with writing(floor.bench.database) as session:
        case = opened(session)
        version = case.version
    id = floor.order(sim(), case_id=case.id)
    floor.work()
    with Session(floor.bench.database) as session:
        assert [order.id for order in looking.of_case(session, case.id)] == [id]
        told = [(one.name, one.body["value"]) for one in trace(session, case.id) if one.what == "order"]
        assert told == [(str(id), "acknowledged"), (str(id), "inProgress"), (str(id), "completed")]
        found = session.get_one(type(case), case.id)
        assert found.version == version  # whoever works on the case is not disturbed


def test_a_service_order_is_told_in_the_words_of_its_own_api(floor: Floor) -> None:
    wish = OrderWish(items=(), kind=OrderKind.SERVICE)
    with pytest.raises(OrderRefusedError), writing(floor.bench.database) as session:
        capture(session, floor.bench, wish, "asha")


def test_an_order_for_later_waits_for_its_day(floor: Floor, sim: Callable[..., ItemWish]) -> None:
    id = floor.order(sim(), start_at=floor.clock() + timedelta(days=2))
    floor.work()
    assert floor.look(id).state is State.ACKNOWLEDGED
    floor.clock.later(days=2)
    floor.work()
    assert floor.look(id).state is State.COMPLETED
