"""Orders whose inventories are other systems, as the settings name them: nothing is done twice, nothing is lost while one is down, and
how each stands is known."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.orm import Session

from t2r.operator_systems.standing import State as Standing
from t2r.orders import looking, serving, steering, working
from t2r.orders.bench import embedded
from t2r.orders.decomposing import ItemWish
from t2r.orders.ports import Ports
from t2r.orders.ports.outside import open_outside, standings
from t2r.orders.status import State
from t2r.settings import Settings
from tests.t2r.orders.outside import LATE, LOST, Inventory, served

if TYPE_CHECKING:
    from tests.t2r.orders.conftest import Floor

SECRET = "s3cret-of-the-tests"


@dataclass
class World:
    """A floor, of which devices, services and visits are another system's."""

    floor: Floor
    inventory: Inventory
    url: str

    def step(self, id: int, node: str) -> tuple[str, int]:
        with Session(self.floor.bench.database) as session:
            return next((one.state.value, one.attempts) for one in looking.steps(session, id) if one.node == node)

    def standings(self) -> dict[str, tuple[Standing, int, int]]:
        bench = self.floor.bench
        with Session(bench.database) as session:
            found = standings(session, bench.ports.outside, bench.now())
        return {one.name: (one.state, one.waiting, one.laid_aside) for one in found}


Opened = Callable[..., World]


@pytest.fixture
def opened(floor: Floor, tmp_path: Path) -> Iterator[Opened]:
    inventory = Inventory()
    worlds: list[World] = []

    with served(inventory.handle) as url:

        def open_with(*ports: str, **settings: Any) -> World:
            named = {f"operator_{port}_url": f"{url}/tmf-api/v4" for port in ports}
            made = Settings(data_dir=tmp_path, operator_timeout=0.3, **named, **settings)
            outside = open_outside(made, floor.bench.database, floor.clock)
            for port in outside.values():
                port._port._caller._sleep = lambda _: None  # type: ignore[method-assign]
            floor.bench = replace(floor.bench, ports=Ports(embedded().inside, outside))
            worlds.append(World(floor, inventory, url))
            return worlds[-1]

        yield open_with
        for world in worlds:
            for port in world.floor.bench.ports.outside.values():
                port.close()  # type: ignore[attr-defined]


def swap(floor: Floor) -> int:
    return floor.order(ItemWish("1", "sim_replacement", characteristics={"at_counter": True}))


def test_an_order_is_fulfilled_by_systems_outside(opened: Opened) -> None:
    world = opened("device", "network")
    id = swap(world.floor)
    world.floor.work()
    assert world.floor.look(id).state is State.COMPLETED
    reserved = [one for one in world.inventory.posts("resourceOrder") if one["category"] == "device.reserve"]
    assert len(reserved) == 1
    assert world.floor.look(id).items[0].results["device_id"] == "sim-0"
    assert world.floor.stock()["sim-0"] == "free"  # the embedded inventory is not asked
    assert world.standings()["device"] == (Standing.ANSWERS, 0, 0)


@pytest.mark.parametrize("fault", [LOST, LATE, 503])
def test_what_fails_is_done_once_in_effect(opened: Opened, fault: Any) -> None:
    world = opened("device", "network")
    world.inventory.faults.append(fault)
    id = swap(world.floor)
    world.floor.work()
    assert world.floor.look(id).state is State.IN_PROGRESS
    world.floor.clock.later(seconds=6)
    world.floor.work()
    assert world.floor.look(id).state is State.COMPLETED
    keys = [each["externalId"] for name in ("resourceOrder", "serviceOrder") for each in world.inventory.posts(name)]
    assert len(keys) == len(set(keys))
    assert world.inventory.devices == ["sim-1", "sim-2", "sim-3", "sim-4"]


def test_a_call_that_was_made_and_not_recorded_is_found_by_its_key(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = opened("device")
    id = swap(world.floor)
    with monkeypatch.context() as patched:

        def killed(bench: Any, made: Any) -> None:
            working._answer(bench, made[0][2])

        patched.setattr(working, "make", killed)
        working.work_on(world.floor.bench)
    world.floor.work()
    assert world.step(id, "reserve_sim")[0] == "called"  # nobody takes it before its lease is over
    world.floor.clock.later(minutes=3)
    world.floor.work()
    assert world.floor.look(id).state is State.COMPLETED
    assert len(world.inventory.devices) == 4


def test_a_system_that_takes_its_time_is_asked_how_far_it_is_and_has_not_failed(opened: Opened) -> None:
    world = opened("device")
    world.inventory.state = "inProgress"
    id = swap(world.floor)
    for _ in range(7):  # more often than a step is tried again
        world.floor.work()
        world.floor.clock.later(minutes=1)
    assert world.floor.look(id).state is State.IN_PROGRESS
    assert world.step(id, "reserve_sim") == ("waiting", 1)
    assert world.standings()["device"][1:] == (1, 0)
    assert len(world.inventory.posts("resourceOrder")) == 1
    world.inventory.state = "completed"
    for each in world.inventory.posts("resourceOrder"):
        each["state"] = "completed"
    world.floor.work()
    assert world.floor.look(id).state is State.COMPLETED


def test_what_is_refused_is_left_to_people_and_counted(opened: Opened) -> None:
    world = opened("device")
    world.inventory.faults.append({"id": "1", "state": "rejected"})
    id = swap(world.floor)
    world.floor.work()
    order = world.floor.look(id)
    assert (order.state, order.ticket_id is not None) == (State.HELD, True)
    assert world.standings()["device"] == (Standing.ANSWERS, 0, 1)


def test_what_was_done_outside_is_taken_back_when_the_order_is_cancelled(opened: Opened) -> None:
    world = opened("device", "appointment")
    id = world.floor.order(ItemWish("1", "ont_swap"))
    world.floor.work()
    assert [each["status"] for each in world.inventory.posts("appointment")] == ["confirmed"]
    with Session(world.floor.bench.database) as session, session.begin():
        steering.cancel(session, world.floor.bench, id, "asha")
    world.floor.work()
    assert world.floor.look(id).state is State.CANCELLED
    assert [each["status"] for each in world.inventory.posts("appointment")] == ["cancelled"]
    actions = [each["orderItem"][0]["action"] for each in world.inventory.posts("resourceOrder")]
    assert actions.count("add") == actions.count("delete")


def test_how_a_system_stands_is_found_out_before_an_order_needs_it(opened: Opened) -> None:
    world = opened("device", "number")
    assert world.standings()["device"][0] is Standing.UNKNOWN
    serving.tend(world.floor.bench)
    assert {name: state for name, (state, _, _) in world.standings().items()} == {
        "device": Standing.ANSWERS,
        "number": Standing.ANSWERS,
    }
    world.inventory.down = True
    world.floor.clock.later(minutes=2)
    serving.tend(world.floor.bench)
    assert world.standings()["device"][0] is Standing.UNKNOWN


def test_a_system_is_shown_a_token_that_is_fetched_anew_when_it_is_refused(opened: Opened) -> None:
    world = opened("device", operator_device_token=None)
    assert not [headers for _, _, headers, _ in world.inventory.got if "Authorization" in headers]
    fetched = opened(
        "device",
        operator_token_url=f"{world.url}/token",
        operator_client_id="t2r",
        operator_client_secret=SECRET,
    )
    swap(fetched.floor)
    fetched.floor.work()
    world.inventory.token = "taken back"
    id = fetched.floor.order(
        ItemWish("1", "sim_replacement", characteristics={"at_counter": True}), line="919800000077"
    )
    fetched.floor.work()
    assert world.inventory.tokens_given == 2
    assert fetched.floor.look(id).state is not State.HELD


def test_a_secret_is_in_no_log_error_or_step(opened: Opened, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    world = opened("device", operator_device_token=SECRET)
    world.inventory.token = "another"
    id = swap(world.floor)
    for _ in range(5):
        world.floor.work()
        world.floor.clock.later(minutes=5)
    assert world.floor.look(id).state is State.HELD
    with Session(world.floor.bench.database) as session:
        errors = [one.error for one in looking.steps(session, id)]
        told = [one.error for one in standings(session, world.floor.bench.ports.outside, world.floor.clock())]
    assert told == ["device: GET resourceOrder: 401"]
    assert SECRET not in caplog.text + str(errors) + str(told) + repr(world.floor.bench.ports)


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ({"operator_device_url": "inventory.example"}, "operator_device_url"),
        ({"operator_network_url": f"https://t2r:{SECRET}@inventory.example"}, "operator_network_url"),
        ({"operator_account_url": "https://billing.example"}, "operator_account_url"),  # there is no API of that
        (
            {"operator_number_url": "https://inventory.example", "operator_token_url": "https://login.example"},
            "operator_token_url: needs operator_client_id and operator_client_secret",
        ),
    ],
)
def test_a_setting_that_is_wrong_is_named_and_its_value_is_not_repeated(
    floor: Floor, tmp_path: Path, named: dict[str, str], says: str
) -> None:
    with pytest.raises(ValueError, match=says) as raised:
        open_outside(Settings(data_dir=tmp_path, **named), floor.bench.database, floor.clock)  # type: ignore[arg-type]
    assert SECRET not in str(raised.value)
