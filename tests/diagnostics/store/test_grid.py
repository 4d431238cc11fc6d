from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.store import CounterGrid, Stored
from diagnostics.store.chunks import INTERVALS, Chunks

STEP = 900


def grid(cells: int = 3) -> CounterGrid:
    return CounterGrid(Chunks(None), np.arange(cells))


def put(into: CounterGrid, *samples: tuple[int, int, float], newest: int = 0) -> Stored:
    rows, intervals, values = (np.array(column) for column in zip(*samples, strict=True))
    return into.put(rows, intervals * STEP, {"traffic": values.astype("f4")}, newest * STEP)


def test_a_hole_reads_as_no_sample_and_is_filled_by_a_later_delivery():
    counters = grid()
    put(counters, (0, 100, 1.0), (0, 102, 3.0))
    assert np.array_equal(counters.window("traffic", np.array([0]), 0, 3)[0], [1, np.nan, 3], equal_nan=True)
    assert put(counters, (0, 101, 2.0), newest=103) == Stored(accepted=1, late=1)
    assert counters.window("traffic", np.array([0]), 0, 3).tolist() == [[1, 2, 3]]


def test_the_last_of_several_samples_wins_within_a_delivery_and_after_it():
    counters = grid()
    assert put(counters, (1, 7, 1.0), (1, 7, 1.0), (1, 7, 5.0)) == Stored(accepted=1, duplicates=1, corrected=1)
    assert put(counters, (1, 7, 5.0)) == Stored(duplicates=1)
    assert put(counters, (1, 7, 6.0)) == Stored(corrected=1)
    assert counters.window("traffic", np.array([1]), 0, 1).tolist() == [[6]]


def test_zero_is_a_sample():
    counters = grid()
    put(counters, (0, 7, -0.0))
    assert counters.window("traffic", np.array([0]), 0, 1).tolist() == [[0]]


def test_a_month_of_silence_costs_no_memory_and_reads_as_no_sample():
    counters = grid()
    month = 30 * 96
    put(counters, (0, 0, 1.0), (0, month, 2.0))
    assert len(counters) == month + 1
    values = counters.window("traffic", np.array([0]), 0, month + 1)[0]
    assert values[0] == 1
    assert values[-1] == 2
    assert np.isnan(values[1:-1]).all()


@pytest.mark.parametrize(
    ("at", "interval"),
    [(0, -1), (100 * STEP, -1), (101 * STEP - 1, -1), (101 * STEP, 0), (103 * STEP + 5, 2), (10**10, 2)],
)
def test_last_is_the_interval_that_is_over(at: int, interval: int):
    counters = grid()
    put(counters, (0, 100, 1.0), (0, 102, 1.0))
    assert counters.last(at) == interval


def test_what_is_outside_of_the_grid_or_of_no_cell_or_unknown_has_no_sample():
    counters = grid()
    put(counters, (0, 100, 1.0))
    assert np.array_equal(
        counters.window("traffic", np.array([0, -1]), -1, 2), [[np.nan, 1, np.nan], [np.nan] * 3], equal_nan=True
    )
    assert np.isnan(counters.window("delay", np.array([0]), 0, 1)).all()
    assert counters.window("traffic", np.array([0]), 3, 1).shape == (1, 0)


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 3 * INTERVALS), st.floats(-(2.0**20), 2.0**20, width=32)),
        min_size=1,
        max_size=60,
    ),
    st.integers(1, 5),
)
def test_it_holds_what_a_dictionary_would_however_deliveries_are_cut(samples: list[tuple[int, int, float]], parts: int):
    counters, expected = grid(5), {}
    for part in range(parts):
        if mine := samples[part::parts]:
            put(counters, *mine)
            expected |= {(row, interval): value for row, interval, value in mine}
    first = min(interval for _, interval in expected)
    values = counters.window("traffic", slice(None), 0, len(counters))
    there = {
        (int(row), int(column) + first): float(values[row, column]) for row, column in np.argwhere(~np.isnan(values))
    }
    assert there == expected
