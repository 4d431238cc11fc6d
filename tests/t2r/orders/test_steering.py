from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from t2r.database import writing
from t2r.orders import steering
from t2r.orders.decomposing import ItemWish
from t2r.orders.errors import NoSuchOrderError, OrderConflictError, OrderRefusedError
from t2r.orders.ports import PortRefusedError, PortUnavailableError
from t2r.orders.status import State
from t2r.orders.tables import Appointment, Charge, LineService, Slot
from tests.t2r.orders.conftest import LINE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.t2r.orders.conftest import Floor


def cancel(floor: Floor, id: int) -> None:
    with writing(floor.bench.database) as session:
        steering.cancel(session, floor.bench, id, "asha", "changed their mind")
    floor.work()


def amend(floor: Floor, id: int, *items: ItemWish, without: tuple[str, ...] = ()) -> None:
    with writing(floor.bench.database) as session:
        steering.amend(session, floor.bench, id, "asha", items=items, without=without)
    floor.work()


def test_an_order_that_has_not_begun_is_cancelled_at_once(floor: Floor, sim: Callable[..., ItemWish]) -> None:
    id = floor.order(sim())
    cancel(floor, id)
    assert (floor.look(id).state, floor.items(id), floor.steps(id)) == (State.CANCELLED, {"1": "cancelled"}, [])


def test_what_was_done_is_taken_back_in_reverse_order(
    floor: Floor, sim: Callable[..., ItemWish], plan: Callable[..., ItemWish]
) -> None:
    id = floor.order(sim(), plan(), ItemWish("3", "esim", characteristics={"line": "919800000002"}))
    floor.work()
    assert floor.items(id) == {"1": "completed", "2": "completed", "3": "inProgress"}
    calls = floor.ports["network"].calls + floor.ports["device"].calls
    before = len(calls)
    cancel(floor, id)
    assert (floor.look(id).state, set(floor.items(id).values())) == (State.CANCELLED, {"cancelled"})
    assert floor.stock()["sim-0"] == floor.stock()["esim-0"] == "free"
    with Session(floor.bench.database) as session:
        assert session.get_one(LineService, (LINE, "mobile_access")).values["plan"] == "bronze"
        assert session.get_one(LineService, (LINE, "sim_profile")).values["device_id"] == "old-sim"
    undone = [call.title for call in floor.ports["device"].calls if call.undo]
    assert undone == ["reserve_profile (undo)", "assign_sim (undo)", "reserve_sim (undo)"]
    assert before


def test_taking_back_is_tried_again_and_at_last_left_to_people(floor: Floor) -> None:
    id = floor.order(ItemWish("1", "esim"))
    floor.work()
    floor.fails("device.release", PortUnavailableError("no answer"), PortRefusedError("LOCKED", "stocktaking"))
    cancel(floor, id)
    assert floor.look(id).state is State.CANCELLING
    floor.clock.later(minutes=1)
    floor.work()
    order = floor.look(id)
    assert order.ticket_id is not None
    assert ("reserve_profile", "stuck") in floor.steps(id)
    with writing(floor.bench.database) as session:
        steering.retry(session, floor.bench, id, "asha")
    floor.work()
    assert (floor.look(id).state, floor.stock()["esim-0"]) == (State.CANCELLED, "free")


def test_what_is_over_is_neither_cancelled_nor_amended(floor: Floor, sim: Callable[..., ItemWish]) -> None:
    id = floor.order(sim())
    floor.work()
    with pytest.raises(OrderConflictError, match="completed"):
        cancel(floor, id)
    with pytest.raises(OrderConflictError, match="completed"):
        amend(floor, id, sim())
    with pytest.raises(NoSuchOrderError):
        cancel(floor, 404)


def test_an_amended_order_keeps_what_was_done_for_the_items_that_stay(
    floor: Floor, sim: Callable[..., ItemWish], plan: Callable[..., ItemWish]
) -> None:
    id = floor.order(
        sim(), ItemWish("2", "esim", characteristics={"line": "919800000002"}), ItemWish("3", "technician_visit")
    )
    floor.work()
    assert floor.awaited(id) == {("2", "device.delivered"), ("3", "appointment.done")}
    with Session(floor.bench.database) as session:
        booked = session.scalar(select(Slot.starts_at).where(Slot.taken == 1))
    after = (booked or floor.clock()).isoformat()
    amend(floor, id, ItemWish("3", "technician_visit", characteristics={"visit_after": after}), plan("4"))
    assert floor.items(id) == {"1": "completed", "2": "inProgress", "3": "inProgress", "4": "completed"}
    assert floor.awaited(id) == {("2", "device.delivered"), ("3", "appointment.done")}
    assert [node for node, state in floor.steps(id)].count("reserve_profile") == 1
    assert ("book_visit", "undone") in floor.steps(id)
    with Session(floor.bench.database) as session:
        visits = session.scalars(select(Appointment).where(Appointment.active.is_(True))).all()
        assert len(visits) == 1
        assert session.get_one(Slot, visits[0].slot_id).starts_at > (booked or floor.clock())
        assert session.scalar(select(func.count()).select_from(Charge)) == 1
    amend(floor, id, without=("3",))
    floor.complete(id, "2", "device.delivered")
    assert floor.look(id).state is State.COMPLETED
    with Session(floor.bench.database) as session:
        assert session.scalars(select(Appointment).where(Appointment.active.is_(True))).all() == []


def test_what_others_said_before_an_amendment_is_not_asked_again(floor: Floor) -> None:
    first, second = (ItemWish(id, "esim", characteristics={"line": f"91980000000{id}"}) for id in "23")
    third = ItemWish("4", "technician_visit", relies_on=("2",))
    id = floor.order(first, second, third)
    floor.work()
    floor.fails("network.change", PortUnavailableError("no answer"))
    floor.complete(id, "2", "device.delivered")
    assert floor.awaited(id) >= {("3", "device.delivered")}
    amend(floor, id, without=("3",))
    assert ("2", "device.delivered") not in floor.awaited(id)
    floor.clock.later(minutes=1)
    floor.work()
    assert floor.awaited(id) == {("4", "appointment.done")}


def test_items_that_are_complete_and_wishes_that_cannot_be_are_not_amended(
    floor: Floor, sim: Callable[..., ItemWish]
) -> None:
    id = floor.order(sim(), ItemWish("2", "esim", characteristics={"line": "919800000002"}))
    floor.work()
    with pytest.raises(OrderConflictError, match="item 1 of order"):
        amend(floor, id, sim(device_model="esim"))
    with pytest.raises(OrderRefusedError, match="3 → teleport"):
        amend(floor, id, ItemWish("3", "teleport"))
    with pytest.raises(OrderRefusedError, match="information is missing: plan"):
        amend(floor, id, ItemWish("3", "plan_change"))
    assert floor.items(id) == {"1": "completed", "2": "inProgress"}
