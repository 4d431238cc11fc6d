from __future__ import annotations

from collections import defaultdict
from itertools import count, pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from t2r.database import writing
from t2r.orders import looking, steering
from t2r.orders.decomposing import ItemWish
from t2r.orders.errors import OrderConflictError, OrderRefusedError, OrderTransitionError
from t2r.orders.ports import PortRefusedError, PortUnavailableError
from t2r.orders.status import FOLLOWING, ITEM_FOLLOWING, State, check_transition
from t2r.orders.tables import Stock
from tests.t2r.orders.specified import OF_ITEMS, SPECIFIED

if TYPE_CHECKING:
    from tests.t2r.orders.conftest import Floor

NUMBERS = count(1)


@pytest.mark.parametrize("now", State)
@pytest.mark.parametrize("then", State)
def test_a_state_follows_another_or_is_refused(now: State, then: State) -> None:
    if then in FOLLOWING[now]:
        check_transition(now, then)
    else:
        with pytest.raises(OrderTransitionError, match=f"what is {now} cannot become {then}"):
            check_transition(now, then)


def test_every_state_is_reached_from_the_first_and_every_one_comes_to_an_end() -> None:
    reached, ahead = {State.ACKNOWLEDGED}, [State.ACKNOWLEDGED]
    while ahead:
        new = FOLLOWING[ahead.pop()] - reached
        reached |= new
        ahead += new
    assert reached == set(State)
    ends = {state for state in State if state.is_final}
    for _ in State:
        ends |= {state for state in State if FOLLOWING[state] & ends}
    assert ends == set(State)


WAYS = st.sampled_from(
    ["work", "work", "later", "deliver", "deliver", "visit", "cancel", "retry", "hand", "add", "drop", "down", "refuse"]
)
FAILING = st.sampled_from(["device.reserve", "device.assign", "network.change", "device.release", "appointment.book"])


def go(floor: Floor, id: int, way: str, failing: str) -> None:
    """What may happen to an order at any moment; what it is not in the state for is refused."""
    bench = floor.bench
    match way:
        case "work":
            floor.work()
        case "later":
            floor.clock.later(hours=5)
        case "deliver":
            floor.complete(id, "1", "device.delivered")
        case "visit":
            floor.complete(id, "2", "appointment.done", visit_outcome="done")
        case "down":
            floor.fails(failing, *[PortUnavailableError("no answer")] * 7)
        case "refuse":
            floor.fails(failing, PortRefusedError("NO", "no"))
        case _:
            with writing(bench.database) as session:
                if way == "cancel":
                    steering.cancel(session, bench, id, "asha")
                elif way == "retry":
                    steering.retry(session, bench, id, "asha")
                elif way == "add":
                    item = ItemWish("3", "esim", characteristics={"line": f"93{id:09d}"})
                    steering.amend(session, bench, id, "asha", items=[item])
                elif way == "drop":
                    steering.amend(session, bench, id, "asha", without=["2"])
                elif way == "hand":
                    failed = [step for step in looking.steps(session, id) if step.state in ("failed", "stuck")]
                    if failed and failed[0].state == "stuck":  # somebody has really given it back
                        mine = Stock.holder == f"{id}:{failed[0].item}"
                        session.execute(update(Stock).where(mine).values(state="free", holder=None))
                    steering.done_by_hand(session, bench, id, failed[0].seq if failed else 1, {}, "asha")


@pytest.mark.parametrize("one_database", ["sqlite"], indirect=True)  # what is tried is the same on both
@example([("work", "device.reserve"), ("cancel", ""), ("refuse", "device.release"), ("work", ""), ("hand", "")])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ways=st.lists(st.tuples(WAYS, FAILING), max_size=14))
def test_whatever_happens_no_illegal_state_is_reached_and_what_is_cancelled_holds_nothing(
    floor: Floor, ways: list[tuple[str, str]]
) -> None:
    number = next(NUMBERS)
    with writing(floor.bench.database) as session:
        session.add(Stock(kind="device", model="esim", name=f"more-{number}", state="free"))
    line = f"92{number:09d}"
    esim = ItemWish("1", "esim", characteristics={"line": line})
    visit = ItemWish(
        "2", "technician_visit", characteristics={"service": "sim_profile", "line": line}, relies_on=("1",)
    )
    id = floor.order(esim, visit, line=None)
    for way, failing in ways:
        try:
            go(floor, id, way, failing)
        except (OrderConflictError, OrderRefusedError):
            continue
    for port in floor.ports.values():
        port.fails.clear()
    floor.clock.later(hours=1)
    floor.work()

    with Session(floor.bench.database) as session:
        changes = defaultdict(list)
        for change in looking.history(session, id):
            if change.what == "state":
                changes[change.item].append(change.state)
        for item, states in changes.items():
            following = FOLLOWING if item is None else ITEM_FOLLOWING
            begins = states if item is None else [State.ACKNOWLEDGED, *states]
            assert all(then in following[now] for now, then in pairwise(begins)), (item, begins)
        order = looking.look(session, id)
        assert changes[None][-1] is order.state
        held = session.scalars(select(Stock).where(Stock.holder.like(f"{id}:%"))).all()
        if order.state is State.CANCELLED:
            assert [one.name for one in held] == []
            assert {item.state for item in order.items} <= {State.CANCELLED, State.FAILED}
        elif order.state is State.COMPLETED:
            done = [item for item in order.items if item.product == "esim"]
            assert [one.state for one in held] == ["assigned"] * len(done)


def test_nothing_follows_that_the_specifications_do_not_know() -> None:
    assert {state for state in State if not FOLLOWING[state] <= SPECIFIED[state]} == set()
    assert {state for state in State if not ITEM_FOLLOWING[state] <= OF_ITEMS[state]} == set()
