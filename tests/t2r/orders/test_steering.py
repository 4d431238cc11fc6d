from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from t2r.database import writing
from t2r.orders import looking, steering, working
from t2r.orders.decomposing import ItemWish
from t2r.orders.errors import NoSuchOrderError, OrderConflictError, OrderRefusedError
from t2r.orders.ports import Call, Outcome, PortRefusedError, Ports, PortUnavailableError
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
    assert floor.stock() | {"sim-0": "free", "esim-0": "free", "old-sim": "assigned"} == floor.stock()
    with Session(floor.bench.database) as session:
        assert session.get_one(LineService, (LINE, "mobile_access")).values["plan"] == "bronze"
        assert session.get_one(LineService, (LINE, "sim_profile")).values["device_id"] == "old-sim"
        assert sum(session.scalars(select(Charge.amount))) == 0
    undone = [call.title for call in floor.ports["device"].calls if call.undo]
    assert undone == ["reserve_profile (undo)", "retire_sim (undo)", "assign_sim (undo)", "reserve_sim (undo)"]
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
    assert not order.ready
    assert order.due_at is None  # nothing is done before people have looked after it
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


def test_the_history_tells_of_the_item_that_went_and_of_another_by_its_id(
    floor: Floor,
) -> None:
    first, second = (ItemWish(id, "esim", characteristics={"line": f"91980000000{id}"}) for id in "12")
    id = floor.order(first, second)
    floor.work()
    amend(floor, id, without=("2",))
    amend(floor, id, second)
    with Session(floor.bench.database) as session:
        told = [(each.what, each.state.value) for each in looking.history(session, id) if each.item == "2"]
    assert told[:4] == [
        ("state", "inProgress"),
        ("state", "cancelled"),
        ("added", "acknowledged"),
        ("state", "inProgress"),
    ]


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


class Far:
    """A store of devices outside: what it takes back is not answered, or refused, when it is told to."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.away = 0
        self.refuses = False

    def call(self, call: Call) -> Outcome:
        if call.undo and self.refuses:
            raise PortRefusedError("CLOSED", "stocktaking")
        if call.undo and self.away:
            self.away -= 1
            raise PortUnavailableError("no answer")
        device = call.data.get("device_id") if call.undo else f"{call.data['colour']}-{call.item}"
        self.done.append(f"{call.verb} {device}")
        return Outcome({} if call.undo else {"device_id": device})


@pytest.fixture
def far(floor: Floor) -> Far:
    far = Far()
    floor.bench = replace(floor.bench, ports=Ports(floor.bench.ports.inside, {"device": far}))
    return far


def profile(id: str, colour: str) -> ItemWish:
    return ItemWish(id, "esim", characteristics={"line": f"91980000000{id}", "colour": colour})


def amend_outside(floor: Floor, id: int, *items: ItemWish, without: tuple[str, ...] = ()) -> None:
    """As amend, with the calls to systems outside that follow."""
    with writing(floor.bench.database) as session:
        _, calls = steering.amend(session, floor.bench, id, "asha", items=items, without=without)
    working.make(floor.bench, [(id, seq, call) for seq, call in calls])
    floor.work()


@pytest.fixture
def reserved(floor: Floor, far: Far) -> int:
    """An order for which a store outside has reserved two devices."""
    id = floor.order(profile("2", "red"), profile("3", "red"))
    floor.work()
    assert (far.done, floor.look(id).state) == (["reserve red-2", "reserve red-3"], State.IN_PROGRESS)
    far.done.clear()
    return id


BOTH = {("2", "device.delivered"), ("3", "device.delivered")}


def test_what_a_system_outside_has_done_is_taken_back_before_an_amended_order_goes_on(
    floor: Floor, far: Far, reserved: int
) -> None:
    amend_outside(floor, reserved, profile("2", "blue"))
    assert far.done == ["release red-2", "reserve blue-2"]
    assert (floor.look(reserved).state, floor.awaited(reserved)) == (State.IN_PROGRESS, BOTH)


def test_an_order_that_is_held_is_amended_too(floor: Floor, far: Far) -> None:
    floor.fails("appointment.book", PortRefusedError("NO_SLOT", "nobody has time"))
    id = floor.order(profile("2", "red"), ItemWish("4", "technician_visit"))
    floor.work()
    assert floor.look(id).state is State.HELD
    amend_outside(floor, id, profile("2", "blue"))
    assert (far.done, floor.look(id).state) == (["reserve red-2", "release red-2", "reserve blue-2"], State.HELD)
    amend_outside(floor, id, without=("4",))
    assert floor.look(id).state is State.IN_PROGRESS


def test_an_amended_order_waits_for_a_system_that_is_away_and_may_be_amended_and_told_things_meanwhile(
    floor: Floor, far: Far, reserved: int
) -> None:
    far.away = 1
    amend_outside(floor, reserved, profile("2", "blue"))
    assert (far.done, floor.awaited(reserved)) == ([], set())
    floor.complete(reserved, "3", "device.delivered")  # it is kept
    amend_outside(floor, reserved, profile("2", "green"))
    floor.clock.later(minutes=1)
    floor.work()
    assert far.done[:3] == ["release red-2", "reserve green-2", "assign red-3"]
    assert floor.items(reserved) == {"2": "inProgress", "3": "completed"}


def test_what_was_done_for_an_item_that_is_left_out_is_taken_back_also_where_the_order_is_cancelled_before(
    floor: Floor, far: Far, reserved: int
) -> None:
    far.away = 1
    amend_outside(floor, reserved, without=("2",))
    cancel(floor, reserved)
    floor.clock.later(minutes=1)
    floor.work()
    assert sorted(far.done) == ["release red-2", "release red-3"]
    assert floor.look(reserved).state is State.CANCELLED


def test_an_amendment_that_a_system_refuses_to_take_back_is_left_to_people(
    floor: Floor, far: Far, reserved: int
) -> None:
    far.refuses = True
    amend_outside(floor, reserved, profile("2", "blue"))
    order = floor.look(reserved)
    assert (order.state, order.ticket_id is not None, far.done) == (State.HELD, True, [])
    stuck = 1 + [state for _, state in floor.steps(reserved)].index("stuck")
    with writing(floor.bench.database) as session:
        _, calls = steering.done_by_hand(session, floor.bench, reserved, stuck, {}, "asha", "put back on the shelf")
    working.make(floor.bench, [(reserved, seq, call) for seq, call in calls])
    assert (floor.look(reserved).state, far.done) == (State.IN_PROGRESS, ["reserve blue-2"])


def test_a_call_whose_outcome_nobody_knows_and_that_is_refused_then_was_not_done(
    floor: Floor, far: Far, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = floor.order(profile("2", "red"))
    with monkeypatch.context() as patch:
        patch.setattr(working, "make", lambda *_: None)  # killed before the call was made
        working.work_on(floor.bench)
    cancel(floor, id)
    with monkeypatch.context() as patch:
        patch.setattr(far, "call", lambda _: (_ for _ in ()).throw(PortRefusedError("CLOSED", "no")))
        floor.clock.later(minutes=3)
        floor.work()
    assert (floor.look(id).state, floor.steps(id)) == (
        State.CANCELLED,
        [("check_account", "done"), ("reserve_profile", "undone")],
    )


def told(floor: Floor, id: int) -> list[str]:
    with Session(floor.bench.database) as session:
        return [change.reason for change in looking.history(session, id) if change.what == "early"]


def test_a_message_that_comes_before_it_is_waited_for_is_kept_and_told_when_the_process_gets_there(
    floor: Floor,
) -> None:
    floor.fails("device.reserve", PortUnavailableError("no answer"))
    id = floor.order(ItemWish("1", "esim"))
    floor.work()
    for _ in range(2):  # the second changes nothing
        floor.complete(id, "1", "device.delivered", courier="r-7")
    with pytest.raises(OrderConflictError, match=r"told device\.delivered already"):
        floor.complete(id, "1", "device.delivered", courier="r-8")
    assert (told(floor, id), floor.look(id).state) == (["device.delivered"], State.IN_PROGRESS)
    floor.clock.later(minutes=1)
    floor.work()
    assert floor.look(id).state is State.COMPLETED
    with Session(floor.bench.database) as session:
        (step,) = [one for one in looking.steps(session, id) if one.kind == "receiveTask"]
        assert (step.state, step.by, step.given) == ("done", "asha", {"courier": "r-7"})
    with pytest.raises(OrderConflictError, match="completed"):
        floor.complete(id, "1", "device.delivered")


def test_a_message_is_kept_for_an_order_that_has_not_begun_and_through_its_amendment(floor: Floor) -> None:
    id = floor.order(ItemWish("1", "esim"))
    with writing(floor.bench.database) as session:
        steering.complete(session, floor.bench, id, "1", "device.delivered", {}, "asha")
        steering.amend(session, floor.bench, id, "asha", items=[ItemWish("1", "esim", characteristics={"colour": 1})])
    floor.work()
    assert floor.look(id).state is State.COMPLETED


@pytest.mark.parametrize(
    ("item", "what"), [("1", "port.confirmed"), ("1", "reserve_profile"), ("9", "device.delivered")]
)
def test_only_what_the_process_of_an_item_waits_for_some_time_is_kept(floor: Floor, item: str, what: str) -> None:
    id = floor.order(ItemWish("1", "esim"))
    with pytest.raises(OrderConflictError, match=f"does not wait for {what}"):
        floor.complete(id, item, what)
    assert (told(floor, id), floor.steps(id)) == ([], [])
