from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.cases.listing import trace
from t2r.cases.tables import Case
from t2r.database import writing
from t2r.orders import looking, steering
from t2r.orders.changing import follow_parts
from t2r.orders.decomposing import ItemWish
from t2r.orders.ports import PortRefusedError, PortUnavailableError
from t2r.orders.status import OrderKind, State
from t2r.orders.tables import Account, Charge, LineService
from t2r.tmf.tables import Record
from tests.t2r.orders.conftest import LINE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.t2r.orders.conftest import Floor

DOWN = PortUnavailableError("no answer")


def test_an_order_that_waits_for_nobody_is_fulfilled_at_once(
    floor: Floor, sim: Callable[..., ItemWish], plan: Callable[..., ItemWish]
) -> None:
    id = floor.order(sim(), plan())
    floor.work()
    order = floor.look(id)
    assert (order.state, floor.items(id)) == (State.COMPLETED, {"1": "completed", "2": "completed"})
    assert floor.stock() | {"sim-0": "assigned", "old-sim": "retired"} == floor.stock()
    with Session(floor.bench.database) as session:
        access = session.get_one(LineService, (LINE, "mobile_access"))
        assert access.values["plan"] == "gold"
        assert [charge.amount for charge in session.scalars(select(Charge))] == [9900]
    assert order.items[0].results["device_id"] == "sim-0"


def test_crm_inventory_billing_and_the_customer_are_told(
    floor: Floor, sim: Callable[..., ItemWish], plan: Callable[..., ItemWish]
) -> None:
    id = floor.order(sim(), plan())
    floor.work()
    assert floor.events(id) == [
        "ProductOrderCreateEvent",
        "ProductOrderStateChangeEvent",
        "ResourceStateChangeEvent",  # the SIM is assigned
        "ServiceStateChangeEvent",
        "ResourceStateChangeEvent",  # the old one is retired
        "ServiceStateChangeEvent",
        "AppliedCustomerBillingRateCreateEvent",
        "ProductOrderStateChangeEvent",
    ]
    with Session(floor.bench.database) as session:
        messages = session.scalars(select(Record).where(Record.kind == "communicationMessage")).all()
    assert {message.body["receiver"][0]["phoneNumber"] for message in messages} == {LINE}
    assert len(messages) == 2


def test_a_step_that_fails_is_tried_again_later_and_later_and_is_done_once(
    floor: Floor, plan: Callable[..., ItemWish]
) -> None:
    floor.fails("network.change", DOWN, DOWN)
    id = floor.order(plan())
    floor.work()
    assert ("change_plan", "waiting") in floor.steps(id)
    assert floor.look(id).due_at == floor.clock() + timedelta(seconds=5)
    floor.clock.later(seconds=5)
    floor.work()
    assert floor.look(id).due_at == floor.clock() + timedelta(seconds=10)
    floor.clock.later(seconds=10)
    floor.work()
    assert floor.look(id).state is State.COMPLETED
    keys = [call.key for call in floor.ports["network"].calls]
    assert len(keys) == 3
    assert len(set(keys)) == 1


def test_a_fault_leaves_people_a_ticket_and_the_order_goes_on_from_where_it_stopped(
    floor: Floor, sim: Callable[..., ItemWish], plan: Callable[..., ItemWish]
) -> None:
    floor.fails("device.reserve", PortRefusedError("OUT_OF_STOCK", "none is free"))
    id = floor.order(sim(), ItemWish("3", "technician_visit"), plan())
    floor.work()
    order = floor.look(id)
    assert order.state is State.HELD
    assert floor.items(id) == {"1": "held", "3": "inProgress", "2": "inProgress"}
    assert ("3", "appointment.done") in floor.awaited(id)  # what does not depend on it goes on
    with Session(floor.bench.database) as session:
        case = session.get_one(Case, order.ticket_id)
        assert case.queue == "order fallout"
        assert case.ticket is not None
        assert case.ticket["relatedEntity"][0]["id"] == str(id)
        (told,) = [event.body for event in trace(session, case.id) if event.what == "order" and "failed" in event.body]
        assert told["failed"][0]["error"] == "OUT_OF_STOCK: none is free"
        assert {"check_account", "reserve_sim", "book_visit"} <= {step["node"] for step in told["steps"]}
        assert LINE not in str(told)
        assert [one.id for one in looking.of_case(session, case.id)] == [id]
    with writing(floor.bench.database) as session:
        steering.retry(session, floor.bench, id, "asha")
    floor.work()
    assert floor.items(id) == {"1": "completed", "3": "inProgress", "2": "completed"}
    assert floor.look(id).state is State.IN_PROGRESS
    assert [node for node, _ in floor.steps(id)].count("check_account") == 2  # one an item: none was made again


def test_a_step_that_was_done_by_hand_is_passed_with_what_it_gave(floor: Floor, sim: Callable[..., ItemWish]) -> None:
    floor.fails("device.assign", PortRefusedError("RESERVATION_EXPIRED", "gone"))
    id = floor.order(sim())
    floor.work()
    seq = 1 + [node for node, _ in floor.steps(id)].index("assign_sim")
    with writing(floor.bench.database) as session:
        steering.done_by_hand(session, floor.bench, id, seq, {"device_id": "drawer-7"}, "asha", "taken from the drawer")
    assert ("assign_sim", "skipped") in floor.steps(id)
    with Session(floor.bench.database) as session:
        kept = session.get_one(LineService, (LINE, "sim_profile"))
        assert kept.values["device_id"] == "drawer-7"
    assert floor.look(id).state is State.COMPLETED


def test_an_item_that_its_process_ends_as_failed_is_taken_back_and_the_others_go_on(
    floor: Floor, sim: Callable[..., ItemWish], plan: Callable[..., ItemWish]
) -> None:
    with writing(floor.bench.database) as session:
        session.add(Account(line=LINE, owed=5000))
    id = floor.order(plan(), ItemWish("3", "esim", characteristics={"line": "919800000002"}))
    floor.work()
    assert floor.items(id) == {"2": "failed", "3": "inProgress"}
    floor.complete(id, "3", "device.delivered")
    order = floor.look(id)
    assert (order.state, floor.items(id)) == (State.PARTIAL, {"2": "failed", "3": "completed"})


def test_what_was_done_for_an_item_that_fails_is_undone(floor: Floor) -> None:
    floor.fails("line.test", *[PortRefusedError("TEST_FAILED", "no light")])
    id = floor.order(ItemWish("1", "esim"))
    floor.work()
    floor.complete(id, "1", "device.delivered")
    assert floor.look(id).state is State.HELD  # its process does not say what to do: people do
    with writing(floor.bench.database) as session:
        steering.cancel(session, floor.bench, id, "asha", "not possible")
    floor.work()
    assert (floor.look(id).state, floor.stock()["esim-0"]) == (State.CANCELLED, "free")


def test_an_order_waits_for_messages_and_people_and_warns_when_they_are_late(floor: Floor) -> None:
    id = floor.order(ItemWish("1", "esim"))
    floor.work()
    assert floor.awaited(id) == {("1", "device.delivered")}
    assert floor.look(id).state is State.IN_PROGRESS
    floor.clock.later(hours=25)  # due_delivery
    floor.work()
    assert floor.events(id)[-1] == "ProductOrderJeopardyEvent"
    assert ("tell_download_late", "done") in floor.steps(id)
    floor.complete(id, "1", "device.delivered")
    assert floor.look(id).state is State.COMPLETED


def test_an_order_whose_promised_date_comes_near_is_in_jeopardy_once(floor: Floor) -> None:
    id = floor.order(ItemWish("1", "esim"), promised_at=floor.clock() + timedelta(hours=10))
    floor.work()
    for _ in range(2):
        floor.clock.later(hours=7)
        floor.work()
    assert floor.events(id).count("ProductOrderJeopardyEvent") == 1


def test_an_order_is_complete_only_when_what_has_to_be_tested_has_passed(floor: Floor) -> None:
    floor.ports["line"].fails["line.test"] = []
    id = floor.order(ItemWish("1", "ont_swap", characteristics={"self_install": True, "test_passed": None}))
    floor.work()
    order = floor.look(id)
    assert order.state in (State.IN_PROGRESS, State.HELD, State.PARTIAL, State.FAILED)
    assert order.state is not State.COMPLETED


@pytest.mark.parametrize("message", ["port.confirmed", "nonsense"])
def test_nobody_is_answered_who_was_not_asked(floor: Floor, message: str) -> None:
    id = floor.order(ItemWish("1", "esim"))
    floor.work()
    with pytest.raises(steering.OrderConflictError, match=r"it waits for .*device\.delivered"):
        floor.complete(id, "1", message)
    assert floor.awaited(id) == {("1", "device.delivered")}


def ways(floor: Floor, id: int, item: str) -> list[str]:
    with Session(floor.bench.database) as session:
        history = looking.history(session, id)
        return [change.state.value for change in history if change.item == item and change.what == "state"]


def test_an_item_stands_as_the_parts_do_that_it_was_taken_apart_into(floor: Floor) -> None:
    floor.fails("device.reserve", PortRefusedError("OUT_OF_STOCK", "none is free"))
    id = floor.order(ItemWish("1", "esim", quantity=2))
    floor.work()
    assert floor.items(id) == {"1": "held", "1.1": "held", "1.2": "inProgress"}
    with writing(floor.bench.database) as session:
        steering.retry(session, floor.bench, id, "asha")
    floor.work()
    assert floor.items(id) == {"1": "inProgress", "1.1": "inProgress", "1.2": "inProgress"}
    floor.complete(id, "1.1", "device.delivered")
    assert floor.items(id) == {"1": "inProgress", "1.1": "completed", "1.2": "inProgress"}
    floor.complete(id, "1.2", "device.delivered")
    assert ways(floor, id, "1") == ["inProgress", "held", "inProgress", "completed"]


@pytest.mark.parametrize(("kind", "whole"), [(OrderKind.PRODUCT, "failed"), (OrderKind.SERVICE, "partial")])
def test_an_item_with_a_part_that_was_given_up_is_not_complete(floor: Floor, kind: OrderKind, whole: str) -> None:
    name = {OrderKind.PRODUCT: "esim", OrderKind.SERVICE: "sim_profile"}[kind]
    id = floor.order(ItemWish("1", name, quantity=2), kind=kind)
    floor.work()
    with writing(floor.bench.database) as session:
        order = looking.look(session, id)
        first, second = (item for item in order.items if item.parent is not None)
        first.state, second.state = State.FAILED, State.COMPLETED
        follow_parts(session, order, floor.clock())
    assert floor.items(id)["1"] == whole


def test_a_part_that_lacks_something_keeps_its_item_waiting(floor: Floor) -> None:
    id = floor.order(ItemWish("1", "plan_change", quantity=2))
    floor.work()
    assert floor.items(id) == {"1": "pending", "1.1": "pending", "1.2": "pending"}
    with writing(floor.bench.database) as session:
        amended = ItemWish("1", "plan_change", quantity=2, characteristics={"plan": "gold"})
        steering.amend(session, floor.bench, id, "asha", items=[amended])
    floor.work()
    assert ways(floor, id, "1") == ["pending", "inProgress", "completed"]
