from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from t2r.database import writing
from t2r.orders import looking
from t2r.orders.decomposing import ItemWish
from t2r.orders.status import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.t2r.orders.conftest import Floor


def test_an_order_is_a_process_flow_with_its_tasks_and_what_it_waits_for(floor: Floor) -> None:
    id = floor.order(ItemWish("1", "esim"))
    floor.work()
    with Session(floor.bench.database) as session:
        flow = looking.process_flow(session, floor.bench, id)
    assert flow["state"] == "active"
    assert [(task["name"], task["state"]) for task in flow["taskFlow"]] == [
        ("check_account", "completed"),
        ("reserve_profile", "completed"),
        ("send_code", "completed"),
    ]
    (awaited,) = flow["characteristic"]
    assert [each["message"] for each in awaited["value"] if each["message"]] == ["device.delivered"]


def test_the_picture_shows_the_way_that_an_order_has_come_and_where_it_is(floor: Floor) -> None:
    id = floor.order(ItemWish("1", "esim"))
    with Session(floor.bench.database) as session:
        assert looking.drawn(session, floor.bench, id)["xml"] is None
    floor.work()
    with Session(floor.bench.database) as session:
        drawn = looking.drawn(session, floor.bench, id)
    assert "item_0_reserve_profile" in drawn["passed"]
    assert drawn["at"] == ["item_0_await_download"]
    assert 'id="item_0_await_download"' in drawn["xml"]


def test_the_timeline_tells_everything_in_the_order_of_time(floor: Floor, sim: Callable[..., ItemWish]) -> None:
    id = floor.order(sim())
    floor.clock.later(minutes=1)
    floor.work()
    with Session(floor.bench.database) as session:
        told = looking.timeline(session, id)
    assert [entry["at"] for entry in told] == sorted(entry["at"] for entry in told)
    assert {"check_account", "reserve_sim", "swap_sim"} <= {entry.get("node") for entry in told}
    assert told[0]["state"] == "acknowledged"


def test_the_process_of_an_order_that_is_over_is_not_active(floor: Floor) -> None:
    id = floor.order(ItemWish("1", "esim"))
    with writing(floor.bench.database) as session:
        order = looking.look(session, id)
        for state in State:
            order.state = state
            session.flush()
            flow = looking.process_flow(session, floor.bench, id)
            assert (flow["state"] == "active") is (not state.is_final and state is not State.HELD), state
