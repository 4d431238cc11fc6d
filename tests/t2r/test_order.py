from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from t2r.database import open_database, utc_now, writing
from t2r.operator_systems.standing import has_turn
from t2r.order import app
from t2r.orders.bench import order_bench
from t2r.orders.capturing import capture
from t2r.orders.decomposing import ItemWish
from t2r.orders.serving import EVERY, TURN
from t2r.orders.status import State
from t2r.orders.tables import Order
from t2r.orders.wishes import OrderWish

WISH = OrderWish((ItemWish("1", "technician_visit"),), line="919800000001", place="Rose Street 1", customer="c-1")


def test_orders_are_worked_on_and_shown_from_the_command_line(tmp_path: Path) -> None:
    engine = open_database(tmp_path / "t2r.sqlite")
    bench = order_bench(engine)
    with writing(engine) as session:
        capture(session, bench, WISH, "asha")
    engine.dispose()
    run = CliRunner()
    worked = run.invoke(app, ["work", "--once", "--data-dir", str(tmp_path)])
    assert (worked.exit_code, worked.output) == (0, "1 orders worked on\n")
    shown = run.invoke(app, ["show", "1", "--data-dir", str(tmp_path)])
    assert shown.output.startswith("order 1: held\n")
    assert "NO_APPOINTMENT: no technician is free at Rose Street 1" in shown.output
    told = json.loads(run.invoke(app, ["show", "1", "--json", "--data-dir", str(tmp_path)]).output)
    assert told["timeline"][0]["state"] == "acknowledged"
    missing = run.invoke(app, ["show", "7", "--data-dir", str(tmp_path)])
    assert (missing.exit_code, "there is no order 7" in missing.output) == (1, True)


@pytest.mark.slow
def test_a_worker_by_itself_works_looks_after_time_and_stops_when_it_is_told_to(tmp_path: Path) -> None:
    engine = open_database(tmp_path / "t2r.sqlite")
    bench = order_bench(engine)
    with writing(engine) as session:
        id = capture(session, bench, WISH, "asha")[0].id
    command = "from t2r.order import app; app()"
    worker = subprocess.Popen([sys.executable, "-c", command, "work", "--data-dir", str(tmp_path)])
    try:
        for _ in range(600):
            with Session(engine) as session:
                if session.get_one(Order, id).state is State.HELD:
                    break
            time.sleep(0.1)
        assert not has_turn(engine, TURN, utc_now(), EVERY)  # it has taken it
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 0
    finally:
        worker.kill()
        worker.wait()
    with Session(engine) as session:
        assert session.get_one(Order, id).state is State.HELD
    engine.dispose()
