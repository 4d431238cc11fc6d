"""States with two limits keep still in between."""

from __future__ import annotations

import numpy as np
import pytest

from diagnostics.hysteresis import last_known, latch

N = np.nan


@pytest.mark.parametrize(
    ("values", "state", "since"),
    [
        ([50, 95, 85, 85], True, 1),  # between the limits it stays on
        ([50, 95, 85, 70], False, 3),
        ([50, 85, 85, 85], False, -1),  # never on
        ([95, N, N, N], True, 0),  # a hole changes nothing
        ([95, 70, 95, N], True, 2),
        ([N, N, N, N], False, -1),
    ],
)
def test_on_from_90_until_below_80(values: list[float], state: bool, since: int) -> None:
    row = np.array([values])
    held, begun = latch(row >= 90, row < 80)
    assert (bool(held[0, -1]), int(begun[0, -1])) == (state, since)


def test_the_last_known_value() -> None:
    assert np.array_equal(last_known(np.array([[1, 2, N], [N, N, N], [3, N, N]])), [2, N, 3], equal_nan=True)
