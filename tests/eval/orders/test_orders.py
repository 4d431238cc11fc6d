from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.orders.waiting import simulate
from t2r.database import open_database
from t2r.orders.bench import order_bench


@pytest.mark.slow
def test_nothing_is_lost_or_repeated_when_ports_fail_and_workers_are_killed(
    t2r: Callable[..., Any], tmp_path: Path
) -> None:
    database = f"sqlite:///{tmp_path / 'orders.sqlite'}"
    said = t2r(
        "eval", "orders", "--orders", 12, "--fail", 0.1, "--kills", 2, "--seed", 5, "--database", database, "--json"
    )
    assert said.status == 0, said.stderr
    result = json.loads(said.stdout)
    metrics = result["metrics"]
    assert result["problems"] == []
    assert {name: metrics[name] for name in ("ended", "inventory_difference", "lost_events", "repeated_effects")} == {
        "ended": 1.0,
        "inventory_difference": 0,
        "lost_events": 0,
        "repeated_effects": 0,
    }
    assert metrics["workers_killed"] == 2


@pytest.mark.slow
def test_under_overload_the_urgent_wait_a_fifth_of_the_others_at_most_and_nobody_starves(tmp_path: Path) -> None:
    bench = order_bench(open_database(tmp_path / "orders.sqlite"))
    waited = simulate(bench, 90, seed=3)
    bench.database.dispose()
    assert waited.ratio >= 5
    assert waited.beyond_bound == 0
