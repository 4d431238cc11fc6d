"""The usual of an hour of the week: learned with holes, unmoved by one bad week, and unknown where nothing was learned."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.seasonal import Level, baseline, median
from diagnostics.store.grid import CounterGrid

DAY, WEEK = 96, 7 * 96
ONE = np.array([0])


def grid(values: np.ndarray) -> CounterGrid:
    return CounterGrid.in_memory({"traffic": values[None].astype("f4")}, start=0, step=900)


def weekly(weeks: int) -> np.ndarray:
    hour = np.arange(weeks * WEEK) % WEEK
    return 100 + 50 * np.sin(hour / DAY * 2 * np.pi) + np.where(hour >= 5 * DAY, 200, 0)


def test_an_hour_of_the_week_is_known_after_three_weeks() -> None:
    values = weekly(4)
    usual = baseline(grid(values), "traffic", ONE, 3 * WEEK, 4 * WEEK)
    assert (usual.level == Level.HOUR_OF_WEEK).all()
    assert np.abs(usual.centre[0] - values[3 * WEEK :])[DAY : 4 * DAY].max() < 5


def test_one_week_of_outage_does_not_move_it() -> None:
    values = weekly(4)
    values[2 * WEEK : 3 * WEEK] = 0
    usual = baseline(grid(values), "traffic", ONE, 3 * WEEK + 40, 3 * WEEK + 41)
    assert usual.centre[0, 0] == pytest.approx(values[3 * WEEK + 40], rel=0.05)


def test_the_first_days_are_judged_by_the_hour_of_day_then_by_the_cell_then_not_at_all() -> None:
    values = weekly(1)
    levels = [baseline(grid(values), "traffic", ONE, at, at + 1).level[0, 0] for at in (4 * DAY, DAY, 2)]
    assert levels == [Level.HOUR_OF_DAY, Level.CELL, Level.UNKNOWN]


def test_nothing_after_now_is_used_for_a_forecast() -> None:
    values = weekly(4)
    before = baseline(grid(values), "traffic", ONE, 3 * WEEK, 3 * WEEK + DAY, now=3 * WEEK - 1)
    values[3 * WEEK :] = 9999
    after = baseline(grid(values), "traffic", ONE, 3 * WEEK, 3 * WEEK + DAY, now=3 * WEEK - 1)
    assert np.array_equal(before.centre, after.centre)


@given(st.lists(st.one_of(st.floats(-1e6, 1e6, width=32), st.just(float("nan"))), min_size=1, max_size=12))
def test_the_median_is_that_of_the_known_values(values: list[float]) -> None:
    known = [value for value in values if not np.isnan(value)]
    middle, count = median(np.array([values], "f4"))
    assert count[0] == len(known)
    assert np.isnan(middle[0]) if not known else middle[0] == pytest.approx(np.median(known), rel=1e-5, abs=1e-5)
