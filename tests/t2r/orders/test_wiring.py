"""Workers that run by themselves see of the network what the server sees: lines are tested, and outages make orders urgent."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from t2r.database import open_database, writing
from t2r.orders import serving
from t2r.orders.bench import OrderBench
from t2r.orders.capturing import capture
from t2r.orders.decomposing import ItemWish
from t2r.orders.ports import Call
from t2r.orders.tables import Order
from t2r.orders.wiring import open_orders
from t2r.orders.wishes import OrderWish
from t2r.settings import Settings
from tests.api.conftest import SmallNetwork, small_network  # noqa: F401

CELL = "404-45-1201-101"
POWER = {"perceivedSeverity": "critical", "state": "raised", "probableCause": "powerFailure"}


@dataclass
class Place:
    """A worker's folder, with the bench that its settings give."""

    settings: Settings
    bench: OrderBench


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Place]:
    settings = Settings(data_dir=tmp_path)
    engine = open_database(settings.database)
    yield Place(settings, open_orders(settings, engine))
    engine.dispose()


def passed(bench: OrderBench, line: str) -> Any:
    call = Call("line", "test", "k", 1, "1", "t", {"line": line}, bench.now())
    with Session(bench.database) as session:
        return bench.ports.inside["line"].do(session, call).given["test_passed"]


def test_a_worker_by_itself_tests_lines_by_the_network(
    worker: Place,
    small_network: Callable[[Settings], SmallNetwork],  # noqa: F811
) -> None:
    assert passed(worker.bench, SmallNetwork.suspended) is None  # no network is loaded, so nobody can tell
    small_network(worker.settings)
    assert [passed(worker.bench, line) for line in (SmallNetwork.suspended, SmallNetwork.stranger)] == [False, None]


def test_a_worker_by_itself_makes_orders_urgent_while_an_outage_lasts(
    worker: Place,
    small_network: Callable[[Settings], SmallNetwork],  # noqa: F811
    tmp_path: Path,
) -> None:
    network = small_network(worker.settings).network
    with writing(worker.bench.database) as session:
        wish = OrderWish((ItemWish("1", "esim"),), line=SmallNetwork.well)
        id = capture(session, worker.bench, wish, "asha")[0].id

    def priority_after(feed: str, content: str) -> int:
        (tmp_path / feed).write_text(content)
        report = network.load(tmp_path / feed)
        assert not [problem for each in report.feeds.values() for problem in each.problems]
        serving.tend(worker.bench)
        with Session(worker.bench.database) as session:
            return session.get_one(Order, id).priority

    at = datetime.now(UTC) - timedelta(minutes=10)
    raised = {"id": "a1", "alarmRaisedTime": at.isoformat(), "alarmedObject": {"id": "SITE-1"}} | POWER
    cleared = raised | {"state": "cleared", "alarmClearedTime": (at + timedelta(minutes=5)).isoformat()}
    hour = (at - timedelta(minutes=15)).replace(minute=0, second=0, microsecond=0).isoformat()  # a period that is over
    assert priority_after("serving_cells.csv", f"line,at,cell\n{SmallNetwork.well},{at.isoformat()},{CELL}\n") == 2
    assert priority_after("alarms.json", json.dumps([raised])) == 1
    assert priority_after("alarms.json", json.dumps([cleared])) == 1  # nothing says yet that there is service
    assert priority_after("counters.csv", f"cell,at,availability\n{CELL},{hour},100\n") == 2
