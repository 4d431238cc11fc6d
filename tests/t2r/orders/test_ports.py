from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from t2r.database import writing
from t2r.orders import fulfilling, steering, working
from t2r.orders.ports import Call, Outcome, PortRefusedError, Ports, PortUnavailableError
from t2r.orders.ports.stock import release_expired
from t2r.orders.status import State
from t2r.orders.tables import Appointment, Charge, Slot, Step, StepState, Stock, Stocked
from tests.t2r.orders.conftest import LINE, PLACE

if TYPE_CHECKING:
    from collections.abc import Callable

    from t2r.orders.decomposing import ItemWish
    from tests.t2r.orders.conftest import Floor


def do(floor: Floor, operation: str, order: int = 1, *, key: str = "k", again: bool = False, **data: Any) -> Outcome:
    port, _, verb = operation.partition(".")
    call = Call(port, verb, key, order, "1", "", data, floor.clock(), again=again)
    with writing(floor.bench.database) as session:
        return floor.bench.ports.inside[port].do(session, call)


def given(floor: Floor, operation: str, order: int = 1, **more: Any) -> Mapping[str, Any]:
    return do(floor, operation, order, **more).given


def test_nothing_is_sold_twice_whoever_asks_at_the_same_time(floor: Floor) -> None:
    def reserve(order: int) -> str | None:
        try:
            return str(given(floor, "device.reserve", order, device_model="sim")["device_id"])
        except PortRefusedError as error:
            return error.code

    with ThreadPoolExecutor(6) as pool:
        got = Counter(pool.map(reserve, range(12)))
    assert got == {"sim-0": 1, "sim-1": 1, "sim-2": 1, "OUT_OF_STOCK": 9}


def test_a_slot_is_taken_as_often_as_there_are_technicians(floor: Floor) -> None:
    def book(order: int) -> bool:
        try:
            return "appointment_id" in given(floor, "appointment.book", order, key=f"k{order}", place=PLACE)
        except PortRefusedError:
            return False

    with ThreadPoolExecutor(6) as pool:
        assert Counter(pool.map(book, range(8))) == {True: 3, False: 5}
    with Session(floor.bench.database) as session:
        assert session.scalar(select(func.sum(Slot.taken))) == 3


def test_a_reservation_that_has_expired_is_free_for_others_and_is_not_assigned_any_more(floor: Floor) -> None:
    first = [given(floor, "device.reserve", order, device_model="sim")["device_id"] for order in (1, 2, 3)]
    floor.clock.later(days=15)
    assert given(floor, "device.reserve", 4, device_model="sim")["device_id"] == first[0]
    with pytest.raises(PortRefusedError, match="RESERVATION_EXPIRED"):
        do(floor, "device.assign", 1, device_id=first[0], line=LINE)
    with writing(floor.bench.database) as session:
        assert release_expired(session, floor.clock()) == 2


@pytest.mark.parametrize(
    ("operation", "data"),
    [
        ("device.reserve", {"device_model": "sim"}),
        ("number.reserve", {}),
        ("number.port_in", {"number": "919999999999"}),
        ("network.change", {"line": LINE, "service": "mobile_access", "plan": "gold"}),
        ("appointment.book", {"place": PLACE}),
        ("account.charge", {"line": LINE, "price": 9}),
        ("notice.send", {"line": LINE}),
    ],
)
def test_a_call_that_is_made_again_has_one_effect_and_the_same_answer(
    floor: Floor, operation: str, data: dict[str, Any]
) -> None:
    first = do(floor, operation, **data)
    assert do(floor, operation, again=True, **data) == first


def test_a_number_of_this_network_is_not_ported_in(floor: Floor) -> None:
    with pytest.raises(PortRefusedError, match="NUMBER_TAKEN"):
        do(floor, "number.port_in", number="919700000000")


def test_what_is_free_of_an_order_already_is_not_taken_from_another(floor: Floor) -> None:
    device = given(floor, "device.reserve", 1, device_model="sim")["device_id"]
    do(floor, "device.release", 2, device_id=device)
    assert floor.stock()[str(device)] == "reserved"


@pytest.mark.parametrize(
    ("operation", "data", "code"),
    [
        ("device.reserve", {}, "UNKNOWN_MODEL"),
        ("device.assign", {}, "NOT_RESERVED"),
        ("device.fly", {}, "UNKNOWN_OPERATION"),
        ("network.bar", {"line": "919800000077", "service": "x"}, "NO_SUCH_SERVICE"),
        ("account.charge", {"line": LINE, "price": "much"}, "NO_AMOUNT"),
        ("account.charge", {"price": 1}, "NO_ACCOUNT"),
        ("appointment.book", {"place": "nowhere"}, "NO_APPOINTMENT"),
        ("appointment.cancel", {"appointment_id": "told by phone"}, "NO_APPOINTMENT"),
    ],
)
def test_what_a_port_will_not_do_says_why(floor: Floor, operation: str, data: dict[str, Any], code: str) -> None:
    with pytest.raises(PortRefusedError) as refused:
        do(floor, operation, **data)
    assert refused.value.code == code


class Far:
    """A system outside: knows its calls by their keys, and loses answers when told to."""

    def __init__(self) -> None:
        self.effects: dict[str, str] = {}
        self.calls: list[str] = []
        self.again: list[bool] = []
        self.lost = 0
        self.refuses = ""

    def call(self, call: Call) -> Outcome:
        self.calls.append(call.key)
        self.again.append(call.again)
        if self.refuses:
            raise PortRefusedError(self.refuses, "no")
        self.effects[call.key] = f"{call.verb}{' undone' if call.undo else ''}"
        if self.lost:
            self.lost -= 1
            raise PortUnavailableError("the answer was lost")
        return Outcome({"account_ok": True, "amount_due": 0.0} if call.verb == "check" else {})


@pytest.fixture
def far(floor: Floor) -> Far:
    far = Far()
    floor.bench = replace(floor.bench, ports=Ports(floor.bench.ports.inside, {"account": far}))
    return far


def test_a_port_outside_is_called_after_it_was_written_down(
    floor: Floor, far: Far, plan: Callable[..., ItemWish]
) -> None:
    id = floor.order(plan())
    floor.work()
    assert floor.look(id).state is State.COMPLETED
    assert list(far.effects.values()) == ["check", "charge"]


def test_an_answer_that_is_lost_is_asked_for_with_the_same_key(
    floor: Floor, far: Far, plan: Callable[..., ItemWish]
) -> None:
    far.lost = 2
    id = floor.order(plan())
    for _ in range(4):
        floor.work()
        floor.clock.later(minutes=1)
    assert floor.look(id).state is State.COMPLETED
    assert (len(far.effects), len(far.calls)) == (2, 4)


def test_what_comes_of_the_calls_of_one_order_is_taken_in_together(
    floor: Floor, far: Far, plan: Callable[..., ItemWish], monkeypatch: pytest.MonkeyPatch
) -> None:
    together: list[list[str]] = []

    def recorded(*about: Any) -> Any:
        together.append([f"{call.item} {call.verb}" for _, call, _ in about[3]])
        return fulfilling.recorded(*about)

    monkeypatch.setattr(working, "recorded", recorded)
    id = floor.order(plan("1"), plan("2", line="919800000002"))
    floor.work()
    assert floor.look(id).state is State.COMPLETED
    assert together == [["1 check", "2 check"], ["1 charge", "2 charge"]]
    assert len(far.calls) == len(set(far.calls)) == 4


def test_a_worker_that_is_killed_between_call_and_record_leaves_a_step_that_another_finishes(
    floor: Floor, far: Far, plan: Callable[..., ItemWish], monkeypatch: pytest.MonkeyPatch
) -> None:
    id = floor.order(plan())

    def killed(bench: object, made: object) -> None:
        far.call(made[0][2])  # type: ignore[index]
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(working, "make", killed)
        with pytest.raises(KeyboardInterrupt):
            working.work_on(floor.bench)
    assert floor.steps(id) == [("check_account", "called")]
    floor.work()
    assert len(far.calls) == 1  # whoever called may still be about to record
    floor.clock.later(minutes=3)
    floor.work()
    assert floor.look(id).state is State.COMPLETED
    assert len(far.effects) == 2


def test_what_a_port_outside_will_not_do_is_left_to_people(
    floor: Floor, far: Far, plan: Callable[..., ItemWish]
) -> None:
    far.refuses = "CLOSED"
    id = floor.order(plan())
    floor.work()
    assert floor.look(id).state is State.HELD
    assert floor.steps(id) == [("check_account", "failed")]
    far.refuses = ""
    with writing(floor.bench.database) as session:
        steering.retry(session, floor.bench, id, "asha")
    floor.work()
    assert floor.look(id).state is State.COMPLETED


def test_a_call_outside_whose_outcome_nobody_knows_is_settled_before_an_order_is_cancelled(
    floor: Floor, far: Far, plan: Callable[..., ItemWish]
) -> None:
    id = floor.order(plan())
    with writing(floor.bench.database) as session:
        working.wake(floor.bench, floor.clock())
    far.lost = 1
    floor.work()
    with writing(floor.bench.database) as session:
        steering.cancel(session, floor.bench, id, "asha")
    floor.clock.later(minutes=3)
    floor.work()
    assert floor.look(id).state is State.CANCELLED
    with Session(floor.bench.database) as session:
        states = set(session.scalars(select(Step.state)))
        assert states == {StepState.UNDONE}
        assert session.scalar(select(func.count()).select_from(Appointment)) == 0


@pytest.mark.parametrize("goes_on", [True, False])
def test_what_may_have_been_done_before_people_try_it_again_is_asked_for_as_such(
    floor: Floor, plan: Callable[..., ItemWish], goes_on: bool
) -> None:
    far = Far()
    floor.bench = replace(floor.bench, ports=Ports(floor.bench.ports.inside, {"network": far}))
    far.lost = 4
    id = floor.order(plan())
    for _ in range(4):
        floor.work()
        floor.clock.later(minutes=1)
    assert ("change_plan", "failed") in floor.steps(id)
    with writing(floor.bench.database) as session:
        steering.retry(session, floor.bench, id, "asha")
        if not goes_on:
            steering.cancel(session, floor.bench, id, "asha")
    floor.work()
    assert floor.look(id).state is (State.COMPLETED if goes_on else State.CANCELLED)
    assert far.again[:5] == [False, True, True, True, True]
    assert list(far.effects.values()) == ["change"] + ["change undone"] * (not goes_on)


class Half:
    """A port that writes, and then fails."""

    def do(self, session: Session, call: Call) -> Outcome:
        session.execute(update(Stock).values(state=Stocked.RETIRED))
        session.add(Charge(line=LINE, amount=1, key=call.key, at=call.at))
        session.flush()
        session.add(Charge(line=LINE, amount=1, key=f"{call.key}:2", at=call.at))
        raise PortUnavailableError("no answer")


def test_a_port_that_fails_midway_leaves_nothing_half_done(
    floor: Floor, sim: Callable[..., ItemWish], plan: Callable[..., ItemWish]
) -> None:
    before = floor.stock()
    floor.bench = replace(floor.bench, ports=Ports({**floor.bench.ports.inside, "network": Half()}))
    id, other = floor.order(plan()), floor.order(sim())
    floor.work()
    assert ("change_plan", "waiting") in floor.steps(id)
    assert floor.stock() == before | {"sim-0": "assigned"}  # of the other order, in the same go
    assert ("swap_sim", "waiting") in floor.steps(other)
    with Session(floor.bench.database) as session:
        assert session.scalar(select(func.count()).select_from(Charge)) == 0
