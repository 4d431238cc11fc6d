from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Update, update
from sqlalchemy.orm import Session

from eval.orders import judging
from eval.orders.running import Run, prepare
from t2r.database import writing
from t2r.orders import working
from t2r.orders.bench import OrderBench
from t2r.orders.status import State
from t2r.orders.tables import Charge, LineService, Order, Slot, Stock, Stocked


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> OrderBench:
    """Two orders that are complete."""
    folder = tmp_path_factory.mktemp("judged")
    bench = prepare(Run(2, 0.0, 0, 1, 1, str(folder / "orders.sqlite"), Path("none")))
    while working.work_on(bench):
        pass
    return bench


def difference(bench: OrderBench, change: Update | None = None) -> list[str]:
    """What the judge finds after a change, which is undone."""
    with Session(bench.database) as session:
        if change is not None:
            session.execute(change)
        return judging.inventory_difference(session, None)


def test_orders_that_are_complete_and_inventories_tally(done: OrderBench) -> None:
    with Session(done.database) as session:
        assert judging.ended(session) == {"completed": 2}
        assert judging.repeated_effects(session, None) == []
    assert difference(done) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (update(Stock).where(Stock.holder == "1:1").values(holder=None), "1:1 (sim_replacement, completed): stock is"),
        (update(Stock).where(Stock.holder == "1:1").values(holder="2:4"), "2:4 (sim_replacement, completed): stock is"),
        (update(Stock).where(Stock.holder == "1:1").values(holder="9:1"), "9:1 is none of the orders"),
        (update(Stock).where(Stock.holder == "before").values(state=Stocked.ASSIGNED), "old SIM is"),
        (update(LineService).values(values={"plan": "bronze"}), "1:2 (plan_change, completed): plan is bronze"),
        (update(LineService).values(values={"plan": "gold"}), "SIM of the line is None, should be the item's"),
        (update(Charge).values(amount=1), "1:2 (plan_change, completed): charged is 0.01"),
        (update(Slot).values(taken=1), "slot 1: 1 taken, 0 booked"),
        (update(Order).values(state=State.CANCELLED), "1:1 (sim_replacement, cancelled): stock is"),
    ],
)  # fmt: skip
def test_whatever_is_not_as_the_orders_say_is_told(done: OrderBench, change: Update, told: str) -> None:
    assert any(told in each for each in difference(done, change))


def test_an_order_that_is_under_way_holds_what_its_steps_say(done: OrderBench) -> None:
    with writing(done.database) as session:
        session.execute(update(Order).values(state=State.HELD))
    try:
        assert difference(done) == []
    finally:
        with writing(done.database) as session:
            session.execute(update(Order).values(state=State.COMPLETED))
