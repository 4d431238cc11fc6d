"""Antennas that changed, in a world that follows another law than the model's: found, dated and measured, and nothing where nothing is."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from diagnostics.changes import BELIEVED, Changes
from diagnostics.radio import Radio
from diagnostics.records import Cells, Measurements, Technology
from diagnostics.residuals import Measured, learn

NOW = 1_794_999_600
DAY = 86_400
METRE = 1 / 111_195  # degrees of latitude
LATITUDE, LONGITUDE = 23.0, 72.5
EAST = METRE / np.cos(np.radians(LATITUDE))
SITES = np.array([[0, 0], [620, 80], [-590, 130], [330, 590], [-280, -560], [360, -520], [-330, 610]], dtype=float)
SLIPPED, SINCE = 4, NOW - 8 * DAY


def cell_list() -> Cells:
    """Three sectors of LTE band 3 at each site, 30 m up and tilted by 6 degrees."""
    count = 3 * len(SITES)
    x, y = np.repeat(SITES, 3, axis=0).T
    return Cells(
        id=np.array([f"404-45-1-{row:05d}" for row in range(count)]),
        site=np.repeat([f"S{row:03d}" for row in range(len(SITES))], 3),
        technology=np.full(count, Technology.LTE, "i2"),
        band=np.full(count, 3, "i2"),
        latitude=LATITUDE + y * METRE,
        longitude=LONGITUDE + x * EAST,
        azimuth=np.tile([0, 120, 240], len(SITES)).astype("f4"),
        beamwidth=np.full(count, 65, "f4"),
        tilt=np.full(count, 6, "f4"),
        height=np.full(count, 30, "f4"),
        eirp=np.full(count, 62, "f4"),
        bandwidth=np.full(count, 20, "f4"),
    )


@dataclass(frozen=True)
class World:
    """Levels by an empirical law, antennas 8 degrees high, shadowing of 6 dB alike over 60 m and half of it at all sites."""

    tilt: float = 0.0  # degrees by which a cell is tilted further down since SINCE
    step: float = 0.0  # dB by which it is stronger since then
    fewer: bool = False  # three in four reports of that cell are never sent since then

    def measure(self, seed: int, count: int = 4000) -> Measurements:
        """Reports of the strongest cell over 20 days."""
        draw = np.random.default_rng(seed)
        x, y = draw.uniform(-1000, 1000, (2, count))
        at = np.sort(NOW - draw.integers(0, 20 * DAY, count))
        after = (at >= SINCE)[:, None] & (np.arange(3 * len(SITES)) == SLIPPED)
        level = self._level(np.random.default_rng(99), x, y, after)
        cell = level.argmax(axis=1)
        sent = np.ones(count, dtype=bool)
        if self.fewer:
            sent = (cell != SLIPPED) | (at < SINCE) | (draw.random(count) < 0.25)
        nothing = np.full(count, np.nan, "f4")
        return Measurements(
            at=at,
            latitude=LATITUDE + y * METRE,
            longitude=LONGITUDE + x * EAST,
            cell=cell.astype("i4"),
            rsrp=np.round(level.max(axis=1) + draw.normal(0, 2, count)).astype("f4"),
            rsrq=nothing,
            sinr=nothing,
            throughput=nothing,
            indoors=np.zeros(count, "i2"),
        ).take(sent)

    def _level(self, draw: np.random.Generator, x: np.ndarray, y: np.ndarray, after: np.ndarray) -> np.ndarray:
        away = np.hypot(x[:, None] - SITES[:, 0], y[:, None] - SITES[:, 1])
        bearing = np.degrees(np.arctan2(x[:, None] - SITES[:, 0], y[:, None] - SITES[:, 1]))
        fields = np.stack([self._field(draw, x, y) for _ in range(len(SITES) + 1)], axis=1)
        street = (
            -130.0 - 36 * np.log10(np.maximum(away, 30) / 1000) + 6 * np.sqrt(0.5) * (fields[:, :1] + fields[:, 1:])
        )
        off = (bearing[:, :, None] - np.array([0, 120, 240]) + 180) % 360 - 180
        tilt = (6 + self.tilt * after).reshape(*away.shape, 3)
        down = np.degrees(np.arctan2(28.5, away))[:, :, None] - tilt
        pattern = np.minimum(12 * (off / 68) ** 2, 25) + np.minimum(12 * (down / 8) ** 2, 20)
        level = 31.0 + street[:, :, None] - np.minimum(pattern, 28)
        return level.reshape(len(x), -1) + self.step * after

    @staticmethod
    def _field(draw: np.random.Generator, x: np.ndarray, y: np.ndarray, waves: int = 100) -> np.ndarray:
        direction = draw.normal(size=(waves, 2)) / np.abs(draw.normal(size=(waves, 1))) / 60
        phase = x[:, None] * direction[:, 0] + y[:, None] * direction[:, 1] + draw.uniform(0, 2 * np.pi, waves)
        return np.sqrt(2 / waves) * np.cos(phase).sum(axis=1)


def changes(measurements: Measurements, at: int = NOW, cells: Cells | None = None) -> Changes:
    radio = Radio(cells or cell_list())
    return learn(Measured(measurements, radio), radio, at).changes


@pytest.mark.parametrize("tilt", [7.0, pytest.param(9.0, marks=pytest.mark.slow)])
def test_a_slipped_antenna_is_found_with_its_moment_and_its_degrees(tilt: float) -> None:
    found = changes(World(tilt=tilt).measure(seed=1))
    assert np.flatnonzero(found.since >= 0).tolist() == [SLIPPED]
    assert found.since[SLIPPED] == pytest.approx(SINCE, abs=DAY)
    assert found.tilt[SLIPPED] == pytest.approx(tilt, abs=3)
    assert found.step[SLIPPED] == 0
    assert found.confidence[SLIPPED] > 0.99


def test_a_level_that_fell_is_no_tilt() -> None:
    found = changes(World(step=-12).measure(seed=2))
    assert np.flatnonzero(found.since >= 0).tolist() == [SLIPPED]
    assert (found.tilt[SLIPPED], found.step[SLIPPED]) == (0, pytest.approx(-12, abs=4))


@pytest.mark.parametrize("seed", [3, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (4, 5))])
def test_nothing_is_found_where_nothing_changed(seed: int) -> None:
    found = changes(World().measure(seed))
    assert (found.since == -1).all()
    assert found.confidence.max() < BELIEVED


def test_fewer_reports_alone_are_no_change() -> None:
    assert (changes(World(fewer=True).measure(seed=6)).since == -1).all()


def test_where_reports_come_from_adds_to_what_their_levels_say(monkeypatch: pytest.MonkeyPatch) -> None:
    measurements, at = World(tilt=9.0).measure(seed=12), SINCE + 3 * DAY // 2
    with_places = changes(measurements, at).confidence[SLIPPED]
    monkeypatch.setattr("diagnostics.changes.FOLLOWS", 0.0)
    assert with_places > 0.9 > 0.5 > changes(measurements, at).confidence[SLIPPED]


def test_antennas_that_always_were_tilted_otherwise_have_not_changed() -> None:
    cells = cell_list()
    wrong = np.random.default_rng(2).choice([-5, 5], len(cells))
    found = changes(World().measure(seed=7), cells=replace(cells, tilt=(cells.tilt + wrong).astype("f4")))
    assert found.confidence.max() < 0.1


def test_a_slip_is_not_known_before_it_and_soon_after() -> None:
    measurements = World(tilt=9.0).measure(seed=8)
    assert changes(measurements, SINCE).since[SLIPPED] == -1
    assert changes(measurements, SINCE + 3 * DAY).since[SLIPPED] >= 0


def test_what_comes_later_does_not_matter() -> None:
    measurements = World(tilt=9.0).measure(seed=9)
    known = measurements.take(measurements.at <= SINCE + 3 * DAY)
    one, other = changes(measurements, SINCE + 3 * DAY), changes(known, SINCE + 3 * DAY)
    assert one.since.tolist() == other.since.tolist()
    assert one.confidence == pytest.approx(other.confidence)


def test_a_cell_measured_rarely_is_not_judged() -> None:
    measurements = World(tilt=9.0).measure(seed=10)
    rare = measurements.take(np.flatnonzero(measurements.cell == SLIPPED)[-16:])
    others = measurements.take(measurements.cell != SLIPPED)
    columns = {name: np.concatenate([getattr(rare, name), getattr(others, name)]) for name in Measurements.types()}
    both = Measurements(**columns)
    found = changes(both.take(np.argsort(both.at, kind="stable")))
    assert (found.since[SLIPPED], found.confidence[SLIPPED]) == (-1, 0)
