from __future__ import annotations

from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from diagnostics.network import Network

CELLS = (
    "radio,mcc,net,area,cell,unit,lon,lat,range,samples\nLTE,404,45,1,100,,72.5,23,1,1\nLTE,404,45,1,101,,72.5,23,1,1\n"
)
T0 = 1_793_577_600
TOTALS = (1000.0, 1010.0, 1030.0, 5.0, 12.0)  # restarted in the fourth interval


@pytest.fixture
def network(tmp_path: Path) -> Network:
    (tmp_path / "cells.csv").write_text(CELLS)
    network = Network.open(tmp_path / "network")
    network.load(tmp_path / "cells.csv")
    return network


def load(network: Network, path: Path, intervals: tuple[int, ...]) -> int:
    rows = [f"404-45-1-{cell},{T0 + 900 * n},{TOTALS[n] + cell}" for n in intervals for cell in (100, 101)]
    path.write_text("\n".join(["cell,at,traffic[MB total]", *rows, ""]))
    return network.load(path).feeds["counters"].flagged


def traffic(network: Network) -> list[list[float]]:
    counters = network.records.counters
    return counters.window("traffic", slice(None), 0, len(counters)).tolist()


EXPECTED = [[np.nan, 10, 20, np.nan, 7]] * 2


def test_a_total_that_jumps_back_leaves_its_interval_unknown_and_is_told(network: Network, tmp_path: Path):
    assert load(network, tmp_path / "counters.csv", (0, 1, 2, 3, 4)) == 2
    assert np.array_equal(traffic(network), EXPECTED, equal_nan=True)


@pytest.mark.parametrize("order", list(permutations(range(5)))[::17])
def test_totals_may_come_in_any_order_and_in_deliveries_of_their_own(
    network: Network, tmp_path: Path, order: tuple[int, ...]
):
    for interval in order:
        load(network, tmp_path / "counters.csv", (interval,))
    assert np.array_equal(traffic(network), EXPECTED, equal_nan=True)


def test_there_is_no_running_total_of_a_share(network: Network, tmp_path: Path):
    path = tmp_path / "counters.csv"
    path.write_text(f"cell,at,availability[% total]\n404-45-1-100,{T0},5\n")
    report = network.load(path)
    assert "there is no running total of it" in str(report.problems[0])
