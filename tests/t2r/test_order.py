from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from t2r.database import open_database, writing
from t2r.order import app
from t2r.orders.bench import order_bench
from t2r.orders.capturing import capture
from t2r.orders.decomposing import ItemWish
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
