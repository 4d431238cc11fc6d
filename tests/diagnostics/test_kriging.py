"""Shadowing: what is alike is found, and what is near a sample follows it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.kriging import DISTRICT, STREETS, USUAL, Likeness, Samples, fit

SITE = np.array([0, 0, 1, 1])


def field(draw: np.random.Generator, places: np.ndarray, length: float, waves: int = 400) -> np.ndarray:
    """A Gaussian field of variance 1 with exponential correlation over `length` metres, at places (n, 2)."""
    direction = draw.normal(size=(waves, 2)) / np.abs(draw.normal(size=(waves, 1))) / length
    return np.sqrt(2 / waves) * np.cos(places @ direction.T + draw.uniform(0, 2 * np.pi, waves)).sum(axis=1)


def test_fitted_likeness_finds_what_cells_and_sites_share() -> None:
    draw = np.random.default_rng(3)
    places = draw.uniform(0, 1500, (6000, 2))
    cell = draw.integers(0, 4, len(places))
    shared, own = field(draw, places, 50), np.stack([field(draw, places, 50) for _ in range(2)])
    residual = 5 * shared + 4 * own[SITE[cell], np.arange(len(places))] + draw.normal(0, 2, len(places))
    found = fit(np.column_stack([places, np.zeros(len(places))]), residual, cell, SITE)
    near = found.covariance(np.zeros(3), np.array([0, 0, 0]), np.array([0, 1, 2]))
    assert near[2] == pytest.approx(25, rel=0.35)
    assert near[1] == pytest.approx(41, rel=0.35)
    assert near[0] == pytest.approx(41, rel=0.35)
    assert found.nugget == pytest.approx(4, abs=5)
    assert found.sill + found.nugget == pytest.approx(residual.var(), rel=0.05)


@pytest.mark.parametrize(("length", "chosen"), [(40, STREETS[0]), (300, STREETS[-1])])
def test_length_of_a_street_is_the_one_that_predicts_best(length: float, chosen: float) -> None:
    draw = np.random.default_rng(5)
    places = draw.uniform(0, 1500, (6000, 2))
    cell = draw.integers(0, 4, len(places))
    residual = 7 * field(draw, places, length) + draw.normal(0, 1, len(places))
    found = fit(np.column_stack([places, np.zeros(len(places))]), residual, cell, SITE)
    assert found.lengths == (chosen, DISTRICT)


def test_what_a_cell_has_alone_is_its_antenna_and_alike_over_a_district() -> None:
    draw = np.random.default_rng(7)
    places = draw.uniform(0, 1500, (6000, 2))
    cell = draw.integers(0, 4, len(places))
    own = np.stack([field(draw, places, DISTRICT) for _ in range(4)])
    residual = 5 * own[cell, np.arange(len(places))] + draw.normal(0, 2, len(places))
    found = fit(np.column_stack([places, np.zeros(len(places))]), residual, cell, SITE)
    assert found.parts[2, 1] > found.parts[:2].sum()


@given(
    places=st.lists(st.tuples(st.floats(0, 3000), st.floats(0, 3000)), min_size=2, max_size=12),
    parts=st.lists(st.floats(0, 50), min_size=USUAL.size, max_size=USUAL.size),
    street=st.floats(10, 300),
    seed=st.integers(0, 99),
)
def test_likeness_is_a_covariance(
    places: list[tuple[float, float]], parts: list[float], street: float, seed: int
) -> None:
    likeness = Likeness(SITE, np.array(parts).reshape(USUAL.shape), street=street)
    position = np.array(places)
    cell = np.random.default_rng(seed).integers(0, 4, len(position))
    gap = np.hypot(*(position[:, None, axis] - position[None, :, axis] for axis in (0, 1)))
    matrix = likeness.covariance(gap, cell[:, None], cell[None, :])
    assert np.linalg.eigvalsh(matrix).min() >= -1e-6 * max(1, sum(parts))


def test_near_a_sample_its_residual_is_expected_and_far_away_nothing_is() -> None:
    likeness = Likeness(SITE)
    samples = Samples(likeness, np.zeros((1, 3)), np.array([0]), np.array([10.0]), np.array([0.01]), np.zeros(1))
    place = np.array([[0.0, 0, 0], [40, 0, 0], [9000, 0, 0]])
    around = samples.around(place)
    same, same_site, other = around.expect(np.array([[0, 1, 2]] * 3)).T
    fading = likeness.parts.sum(axis=0) @ np.exp(-40 / np.array(likeness.lengths)) / likeness.sill
    assert same == pytest.approx([10, 10 * fading, 0], abs=0.01)
    assert (same[:2] > same_site[:2]).all()
    assert (same_site[:2] > other[:2]).all()
    assert (other[:2] > 0).all()
    deviation = np.sqrt(around.variance(np.zeros(3, dtype=int)) - likeness.nugget)
    assert deviation[0] < 0.2 < deviation[1] < deviation[2] == pytest.approx(6)


def test_a_sample_too_near_can_be_left_out() -> None:
    samples = Samples(Likeness(SITE), np.zeros((1, 3)), np.array([0]), np.array([10.0]), np.array([0.01]), np.zeros(1))
    assert samples.around(np.zeros((1, 3)), apart=1.0).expect(np.array([[0]]))[0, 0] == 0


def test_without_samples_nothing_is_expected() -> None:
    nothing = Samples(Likeness(SITE), np.empty((0, 3)), np.empty(0, int), np.empty(0), np.empty(0), np.empty(0))
    around = nothing.around(np.zeros((2, 3)))
    assert around.expect(np.zeros((2, 4), int)).tolist() == [[0] * 4] * 2
    assert around.variance(np.zeros(2, int)) == pytest.approx([45, 45])
