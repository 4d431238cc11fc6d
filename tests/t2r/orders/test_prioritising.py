from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.database import writing
from t2r.flows.tables import DecisionTable
from t2r.orders import prioritising, working
from t2r.orders.bench import SHIPPED
from t2r.orders.decomposing import ItemWish
from t2r.orders.tables import Order

if TYPE_CHECKING:
    from tests.t2r.orders.conftest import Floor

USUAL: dict[str, Any] = {"customer_type": "consumer", "outage": False, "order_type": "add", "size": 1}


@pytest.mark.parametrize(
    ("known", "priority"),
    [
        ({}, 2),
        ({"wanted": 0}, 0),
        ({"wanted": 4}, 4),
        ({"customer_type": "critical"}, 0),
        ({"customer_type": "critical", "wanted": 3}, 3),
        ({"hours_to_promise": 2}, 0),
        ({"hours_to_promise": 20}, 1),
        ({"outage": True}, 1),
        ({"customer_type": "business"}, 1),
        ({"customer_type": "business", "size": 50}, 3),
        ({"order_type": "modify"}, 1),
        ({"order_type": "delete"}, 3),
    ],
)
def test_the_table_says_how_urgent_an_order_is(known: dict[str, Any], priority: int) -> None:
    assert DecisionTable(SHIPPED / "priority.dmn").decide({**USUAL, **known})["priority"] == priority


def orders(floor: Floor, *priorities: int | None) -> list[int]:
    return [
        floor.order(ItemWish("1", "esim"), line=f"91980000010{number}", priority=priority)
        for number, priority in enumerate(priorities)
    ]


def begun(floor: Floor, most: int = 10) -> list[int]:
    """The orders in the order in which they are worked on."""
    taken = []
    for _ in range(most):
        floor.clock.later(seconds=1)
        if not working.work_on(floor.bench, 1):
            break
    with Session(floor.bench.database) as session:
        query = select(Order.id).where(Order.started_at.is_not(None)).order_by(Order.started_at)
        taken += session.scalars(query)
    return taken


def test_the_most_urgent_is_worked_on_first_and_among_equals_the_one_that_waits_longest(floor: Floor) -> None:
    low, usual, also, high = orders(floor, 4, 2, 2, 0)
    assert begun(floor) == [high, usual, also, low]


def test_a_priority_that_changes_counts_at_once(floor: Floor) -> None:
    first, second, third = orders(floor, 2, 2, 4)
    with writing(floor.bench.database) as session:
        prioritising.set_priority(session, floor.bench.priority, third, 0, "asha", floor.clock(), "complaint")
    assert begun(floor) == [third, first, second]
    assert "ProductOrderAttributeValueChangeEvent" in floor.events(third)


def test_an_outage_makes_orders_more_urgent_while_it_lasts(floor: Floor) -> None:
    first, second = orders(floor, None, None)
    at = floor.clock()
    with writing(floor.bench.database) as session:
        table = floor.bench.priority
        assert prioritising.outage(session, table, [second], True, "t2r", at) == [second]
        assert prioritising.outage(session, table, [second], True, "t2r", at) == []  # it is known already
        assert session.get_one(Order, second).priority == 1
        assert prioritising.outage(session, table, [first, second], False, "t2r", at) == [second]
        assert session.get_one(Order, second).priority == 2
        assert prioritising.outage(session, table, [second], True, "t2r", at) == [second]
    assert begun(floor) == [second, first]


def test_a_promised_date_that_comes_near_makes_an_order_more_urgent(floor: Floor) -> None:
    floor.order(ItemWish("1", "esim"), promised_at=floor.clock() + timedelta(hours=40))
    floor.clock.later(hours=38)
    assert working.tend(floor.bench) == 1
    with Session(floor.bench.database) as session:
        assert session.scalars(select(Order.priority)).all() == [0]


def test_however_many_wait_each_of_them_is_looked_at(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prioritising, "PORTION", 2)
    promised = floor.clock() + timedelta(hours=40)
    ids = [floor.order(ItemWish("1", "esim"), line=f"91980000030{each}", promised_at=promised) for each in range(5)]
    floor.clock.later(hours=20)
    assert working.tend(floor.bench) == 5
    floor.clock.later(hours=18)  # those that come first have changed before: they do not keep the others from it
    assert working.tend(floor.bench) == 5
    assert working.tend(floor.bench) == 0
    with Session(floor.bench.database) as session:
        assert session.execute(select(Order.id, Order.priority).order_by(Order.id)).all() == [(id, 0) for id in ids]


def test_nobody_is_overtaken_by_those_who_come_in_after_the_ageing_bound(floor: Floor) -> None:
    (low,) = orders(floor, 4)  # a day's patience
    floor.clock.later(hours=25)
    later = floor.order(ItemWish("1", "esim"), line="919800000200", priority=0)
    assert begun(floor) == [low, later]
