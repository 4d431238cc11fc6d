from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.cases.tables import OutboxEvent
from t2r.database import writing
from t2r.flows.tables import COLLECT, DecisionTable
from t2r.orders import steering
from t2r.orders.bench import SHIPPED
from t2r.orders.decomposing import ItemWish
from t2r.orders.ports import Call, Outcome, Ports
from t2r.orders.status import State
from t2r.orders.tables import Account, Item, Order
from t2r.tmf.tables import Record
from tests.t2r.orders.conftest import LINE

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


def amended(floor: Floor, id: int, **said: Any) -> None:
    with writing(floor.bench.database) as session:
        item = ItemWish("1", floor.look(id).items[0].product, characteristics=said)
        steering.amend(session, floor.bench, id, "asha", items=[item])
    floor.work()


@pytest.mark.parametrize(
    ("product", "first", "then", "state"),
    [
        ("plan_change", {}, {"plan": "gold"}, State.COMPLETED),
        ("plan_change", {}, {"plan": ""}, State.PENDING),  # it still says too little
        ("number_port_in", {"number": "911"}, {"number": "911", "donor": "other"}, State.IN_PROGRESS),
        ("plan_change", {}, {"plan": "gold", "identified": False}, State.REJECTED),
    ],
)
def test_what_was_missing_is_told_and_the_order_goes_on_from_there(
    floor: Floor, product: str, first: dict[str, Any], then: dict[str, Any], state: State
) -> None:
    id = floor.order(ItemWish("1", product, characteristics=first))
    floor.work()
    assert floor.look(id).state is State.PENDING
    assert floor.steps(id) == []
    with Session(floor.bench.database) as session:
        query = select(OutboxEvent.envelope).where(OutboxEvent.type == "ProductOrderInformationRequiredEvent")
        (told,) = session.scalars(query)
    assert told["event"]["productOrder"]["note"] == [{"text": floor.look(id).items[0].reasons[0]["reason"]}]
    amended(floor, id, **then)
    assert floor.look(id).state is state


def with_product(floor: Floor, name: str, **changes: Any) -> None:
    """The catalogue, with something else about a product."""
    catalogue = floor.bench.catalogue
    products = {**catalogue.products, name: catalogue.products[name].model_copy(update=changes)}
    floor.bench = replace(floor.bench, catalogue=catalogue.model_copy(update={"products": products}))


def reasons(floor: Floor, id: int) -> dict[str, list[str]]:
    return {item.id: [str(each["code"]) for each in item.reasons] for item in floor.look(id).items}


def qualification(floor: Floor, result: str) -> str:
    with writing(floor.bench.database) as session:
        at = floor.clock()
        body = {"qualificationResult": result}
        made = Record(kind="checkServiceQualification", id="q-1", body=body, created_at=at, updated_at=at)
        session.add(made)
        return made.id


@pytest.mark.parametrize(
    ("result", "state", "codes"),
    [
        ("qualified", State.IN_PROGRESS, []),
        ("unqualified", State.REJECTED, ["not_feasible"]),
        ("undetermined", State.IN_PROGRESS, []),  # nobody has said that it cannot be had
        (None, State.IN_PROGRESS, []),  # it is another system's
    ],
)
@pytest.mark.parametrize("named", ["as TMF622 names it", "as a characteristic"])
def test_a_fibre_line_is_feasible_where_its_service_qualification_says_so(
    floor: Floor, named: str, result: str | None, state: State, codes: list[str]
) -> None:
    id = "q-2" if result is None else qualification(floor, result)
    item = ItemWish("1", "fibre_line", body={"qualification": [{"id": id}]})
    if named == "as a characteristic":
        item = ItemWish("1", "fibre_line", characteristics={"qualification": id})
    order = floor.order(item)
    floor.work()
    assert (floor.look(order).state, reasons(floor, order)) == (state, {"1": codes})


@pytest.mark.parametrize(
    ("owed", "state"), [(50_000, State.IN_PROGRESS), (50_001, State.REJECTED), (None, State.IN_PROGRESS)]
)
def test_who_owes_too_much_gets_no_new_product(floor: Floor, owed: int | None, state: State) -> None:
    with writing(floor.bench.database) as session:
        if owed is not None:
            session.add(Account(line=LINE, owed=owed))
    floor.bench = replace(floor.bench, ports=Ports({**floor.bench.ports.inside, "account": Paid()}))
    id = floor.order(ItemWish("1", "esim"))
    floor.work()
    assert floor.look(id).state is state
    assert reasons(floor, id) == {"1": ["debt_too_high"] if state is State.REJECTED else []}


class Paid:
    """Accounts that are in order whatever they owe: so that the conditions alone decide."""

    def do(self, session: Session, call: Call) -> Outcome:
        return Outcome({"account_ok": True})


def test_what_does_not_go_with_another_is_rejected_in_an_order_and_on_a_line(floor: Floor) -> None:
    with_product(floor, "television", excludes=("esim",))
    together = floor.order(
        ItemWish("1", "television", characteristics={"line": "919800000005"}),
        ItemWish("2", "esim", characteristics={"line": "919800000005"}),
        line="919800000005",
    )
    on_the_line = floor.order(ItemWish("1", "television"))  # its SIM profile is active
    alone = floor.order(ItemWish("1", "television"), line="919800000006")
    floor.work()
    assert [reasons(floor, id) for id in (together, on_the_line, alone)] == [
        {"1": ["not_compatible"], "2": []},
        {"1": ["not_compatible"]},
        {"1": []},
    ]
    assert floor.items(together) == {"1": "rejected", "2": "rejected"}
    assert floor.look(together).reason == "1: it does not go with: esim"


def test_what_is_not_on_sale_is_rejected(floor: Floor) -> None:
    with_product(floor, "esim", available=False)
    id = floor.order(ItemWish("1", "esim"))
    floor.work()
    assert (floor.look(id).state, reasons(floor, id)) == (State.REJECTED, {"1": ["product_not_available"]})


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
