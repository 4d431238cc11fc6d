"""The tests of significance: known values, symmetry, coverage, and the order Holm demands."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.significance import bootstrap_interval, bootstrap_statistic, holm, randomisation_p

differences = st.lists(st.floats(-1, 1, allow_subnormal=False), min_size=2, max_size=30)
p_values = st.lists(st.floats(0, 1), max_size=20)


def test_the_interval_of_one_value_is_unknown_and_of_equal_values_a_point() -> None:
    assert bootstrap_interval([0.3]) is None
    assert bootstrap_interval([0.25, 0.25, 0.25]) == (0.25, 0.25)


@given(differences)
def test_the_interval_lies_within_the_values_and_is_reproducible(values: list[float]) -> None:
    interval = bootstrap_interval(values, resamples=200)
    assert interval is not None
    assert min(values) - 1e-12 <= interval[0] <= interval[1] <= max(values) + 1e-12
    assert bootstrap_interval(values, resamples=200) == interval


def test_the_interval_agrees_with_the_normal_one_for_many_values() -> None:
    values = np.random.default_rng(1).normal(0.1, 1.0, 2_000)
    interval = bootstrap_interval(values)
    assert interval is not None
    half = 1.96 * values.std() / np.sqrt(len(values))
    assert interval == pytest.approx((values.mean() - half, values.mean() + half), abs=0.004)


def test_more_pairs_than_fit_at_once_are_resampled_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    values = [0.0, 1.0, 0.5, 0.25] * 5
    monkeypatch.setattr("eval.significance._CELLS_AT_ONCE", 7)
    batched = bootstrap_interval(values, resamples=500)
    assert batched is not None
    assert 0.2 < batched[0] < 0.4375 < batched[1] < 0.7


def test_a_statistic_is_bootstrapped_over_indices_and_undefined_resamples_left_out() -> None:
    values = np.array([0.0, 0.0, 1.0, 1.0])
    interval = bootstrap_statistic(lambda drawn: float(values[drawn].mean()) or None, 4)
    assert interval is not None
    assert 0 < interval[0] < 0.5 < interval[1] <= 1
    assert bootstrap_statistic(lambda drawn: None, 4) is None
    assert bootstrap_statistic(lambda drawn: 1.0, 1) is None


@pytest.mark.parametrize(
    ("values", "p"),
    [
        ([], 1.0),
        ([0.0, 0.0, 0.0], 1.0),
        ([0.5], 1.0),
        ([0.1] * 5, 2 / 32),
        ([0.1] * 10, 2 / 1024),
        ([1.0, 1.0, -1.0], 1.0),
        ([1.0, 2.0, 3.0, -1.0], 6 / 16),
    ],
)
def test_small_samples_are_tested_exactly(values: list[float], p: float) -> None:
    assert randomisation_p(values) == pytest.approx(p)


def test_zero_differences_do_not_change_the_p_value() -> None:
    assert randomisation_p([0.2, 0.1, 0.0, 0.0, 0.3]) == randomisation_p([0.2, 0.1, 0.3])


@given(differences)
def test_the_p_value_does_not_depend_on_which_system_is_first(values: list[float]) -> None:
    p = randomisation_p(values, resamples=500)
    assert 0 < p <= 1
    assert randomisation_p([-value for value in values], resamples=500) == p


def test_monte_carlo_agrees_with_the_exact_test() -> None:
    values = [0.3, -0.1, 0.4, 0.2, -0.2, 0.5, 0.1, 0.05, -0.3, 0.25, 0.15, 0.45]
    assert randomisation_p(values, resamples=4_000) == pytest.approx(randomisation_p(values), abs=0.02)


def test_a_clear_difference_is_significant_and_noise_is_not() -> None:
    noise = np.random.default_rng(3).normal(0, 1, 300)
    assert randomisation_p(noise - noise.mean()) > 0.9
    assert randomisation_p(noise - noise.mean() + 0.5) < 0.001


def test_holm_agrees_with_a_worked_example() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


@given(p_values)
def test_holm_only_raises_p_keeps_their_order_and_stays_below_bonferroni(values: list[float]) -> None:
    adjusted = holm(values)
    assert all(p <= q <= min(1, len(values) * p) + 1e-12 for p, q in zip(values, adjusted, strict=True))
    ranked = [q for _, q in sorted(zip(values, adjusted, strict=True))]
    assert ranked == sorted(ranked)
