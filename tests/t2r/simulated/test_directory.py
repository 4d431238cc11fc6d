"""Simulated customers of the lines of a simulated network."""

from __future__ import annotations

from pathlib import Path

from diagnostics.sandbox.people import FIRST_MSISDN
from t2r.customers.desk import CustomerDesk
from t2r.customers.keeping import search
from t2r.customers.tables import ReachKind
from t2r.database import open_database
from t2r.simulated.directory import open_directory
from tests.t2r.customers.conftest import Recorder


def test_a_line_of_a_simulated_network_has_one_customer_whoever_asks_and_however_often(tmp_path: Path) -> None:
    database = open_database(tmp_path / "t2r.sqlite")
    desk = CustomerDesk(database, open_directory(database), Recorder())
    line = str(FIRST_MSISDN)
    found = [[one.id for one in search(desk, kind, line)] for kind in (ReachKind.LINE, ReachKind.PHONE, ReachKind.LINE)]
    assert found == [[f"SIM-{line}"]] * 3
    database.dispose()
