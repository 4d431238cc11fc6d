from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from t2r.database import writing
from t2r.flows.tables import COLLECT, DecisionTable
from t2r.orders import steering
from t2r.orders.bench import SHIPPED
from t2r.orders.decomposing import ItemWish
from t2r.orders.status import State
from t2r.orders.tables import Item, Order

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.t2r.orders.conftest import Floor

FINE: Mapping[str, Any] = {"available": True, "missing": "", "incompatible": "", "duplicate": "", "action": "add"}


@pytest.mark.parametrize(
    ("known", "codes"),
    [
        ({}, []),
        ({"available": False}, ["product_not_available"]),
        ({"missing": "plan"}, ["information_missing"]),
        ({"fixed": True, "feasible": False}, ["not_feasible"]),
        ({"fixed": True, "feasible": False, "action": "delete"}, []),
        ({"fixed": False, "feasible": False}, []),
        ({"fixed": True, "feasible": None}, []),
        ({"identified": False}, ["not_identified"]),
        ({"debt": 501}, ["debt_too_high"]),
        ({"debt": 501, "action": "modify"}, []),
        ({"incompatible": "esim"}, ["not_compatible"]),
        ({"duplicate": "7", "available": False}, ["product_not_available", "duplicate"]),
    ],
)
def test_every_condition_that_an_item_does_not_meet_gives_a_reason(known: dict[str, Any], codes: list[str]) -> None:
    table = DecisionTable(SHIPPED / "conditions.dmn", hit_policy=COLLECT)
    assert [said["code"] for said in table.decide_all({**FINE, **known})] == codes


def test_what_is_not_known_meets_no_condition_for_refusal() -> None:
    table = DecisionTable(SHIPPED / "conditions.dmn", hit_policy=COLLECT)
    assert table.decide_all({}) == []


def test_an_order_that_says_too_little_waits_for_it_and_goes_on_from_there(floor: Floor) -> None:
    id = floor.order(ItemWish("1", "plan_change"))
    floor.work()
    order = floor.look(id)
    assert (order.state, order.reason) == (State.PENDING, "1: information is missing: plan")
    assert floor.items(id) == {"1": "pending"}
    assert floor.events(id)[-1] == "ProductOrderInformationRequiredEvent"
    with writing(floor.bench.database) as session:
        steering.amend(
            session, floor.bench, id, "asha", items=[ItemWish("1", "plan_change", characteristics={"plan": "gold"})]
        )
    floor.work()
    assert floor.look(id).state is State.COMPLETED


class Around:
    """What other systems know, for the tests."""

    def __init__(self, **known: Any) -> None:
        self.known = known

    def look(self, order: Order, item: Item) -> Mapping[str, Any]:
        return self.known


def test_an_order_is_rejected_with_the_reasons_of_each_item(floor: Floor, plan: Callable[..., ItemWish]) -> None:
    floor.bench = replace(floor.bench, around=Around(identified=False))
    id = floor.order(plan("1"), ItemWish("2", "fibre_line"))
    floor.work()
    order = floor.look(id)
    assert order.state is State.REJECTED
    assert floor.items(id) == {"1": "rejected", "2": "rejected"}
    assert [one.reasons[0]["code"] for one in order.items] == ["not_identified", "not_identified"]
    assert floor.steps(id) == []


def test_the_same_ordered_twice_for_a_line_is_rejected_the_second_time(
    floor: Floor, plan: Callable[..., ItemWish]
) -> None:
    first, second = floor.order(plan()), floor.order(plan())
    with writing(floor.bench.database) as session:
        session.get_one(Order, first).ready = False  # it is still open when the second is looked at
    floor.work()
    assert floor.look(second).reason == f"2: the same is ordered already: {first}"
