"""The formulas of 3GPP TR 38.901 against values reckoned by hand from its tables."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics import propagation
from diagnostics.bands import downlink_centre, frequencies, resource_elements, subcarrier_spacing
from diagnostics.propagation import Scenario
from diagnostics.records import Technology


@pytest.mark.parametrize(
    ("scenario", "slant", "height", "frequency", "sight", "blocked"),
    [
        (Scenario.UMA, 100.0, 25.0, 2.0, 78.02, 97.72),
        (Scenario.UMI, 100.0, 10.0, 2.0, 80.42, 99.41),
        (Scenario.RMA, 1000.0, 35.0, 2.0, 100.59, 125.55),
    ],
)
def test_path_loss_is_that_of_table_7_4_1_1(
    scenario: Scenario, slant: float, height: float, frequency: float, sight: float, blocked: float
) -> None:
    ground = np.array([np.sqrt(slant**2 - (height - 1.5) ** 2)])
    los, nlos, _ = propagation.path_loss(scenario, ground, np.array([frequency]), np.array([height]))
    assert los[0] == pytest.approx(sight, abs=0.02)
    assert nlos[0] == pytest.approx(blocked, abs=0.02)


@pytest.mark.parametrize(
    ("scenario", "distance", "likely"),
    [
        (Scenario.UMA, 10.0, 1.0),
        (Scenario.UMA, 100.0, 0.18 + 0.82 * np.exp(-100 / 63)),
        (Scenario.UMI, 100.0, 0.18 + 0.82 * np.exp(-100 / 36)),
        (Scenario.RMA, 1010.0, np.exp(-1.0)),
    ],
)
def test_line_of_sight_is_as_likely_as_table_7_4_2_1_has_it(scenario: Scenario, distance: float, likely: float) -> None:
    assert propagation.los_probability(scenario, np.array([distance]))[0] == pytest.approx(likely)


@pytest.mark.parametrize("scenario", list(Scenario))
@given(near=st.floats(10, 20_000), farther=st.floats(1.01, 3), frequency=st.floats(0.5, 30), height=st.floats(6, 60))
def test_loss_grows_with_distance(
    scenario: Scenario, near: float, farther: float, frequency: float, height: float
) -> None:
    distance = np.array([near, near * farther])
    loss, sigma = propagation.expected_path_loss(
        np.full(2, scenario), distance, np.full(2, frequency), np.full(2, height)
    )
    assert loss[1] > loss[0]
    assert (sigma >= 3.99).all()


def test_walls_take_what_tables_7_4_3_1_and_2_say() -> None:
    assert propagation.wall_loss(np.array(2.0)) == pytest.approx(11.83, abs=0.01)
    assert propagation.wall_loss(np.array(2.0), high=True) == pytest.approx(22.43, abs=0.01)


def test_an_antenna_sends_forward_and_along_its_tilt() -> None:
    azimuth, beamwidth = np.array([350.0, 350.0, np.nan]), np.full(3, 65.0)
    bearing = np.array([10.0, 170.0, 170.0])
    assert propagation.horizontal_loss(bearing, azimuth, beamwidth) == pytest.approx([12 * (20 / 65) ** 2, 25.0, 0.0])
    assert propagation.vertical_loss(np.array([6.0, 11.0, 60.0]), np.array([6.0, 6.0, np.nan])) == pytest.approx(
        [0, 3, 0]
    )


@pytest.mark.parametrize(("load", "quality"), [(0.0, -3.01), (1.0, -10.79)])
def test_reference_signal_quality_of_a_cell_alone(load: float, quality: float) -> None:
    found = propagation.rsrq(np.array([-60.0]), np.zeros(1), np.array([-160.0]), np.array([load]))
    assert found[0] == pytest.approx(quality, abs=0.01)


def test_bands_and_carriers_are_those_of_the_specifications() -> None:
    technology = np.array([Technology.LTE, Technology.NR, Technology.NR, Technology.GSM, Technology.LTE], "i2")
    band = np.array([3, 78, 28, 900, -1], "i2")
    assert downlink_centre(40) == pytest.approx(2.35)
    assert np.isnan(downlink_centre(999))
    assert frequencies(technology, band) == pytest.approx([1.8425, 3.55, 0.7805, 0.9425, 1.8425])
    spacing = subcarrier_spacing(technology, band)
    assert spacing.tolist() == [15, 30, 15, 15, 15]
    bandwidth = np.array([20, 100, 10, 0.2, 10], "f4")
    assert resource_elements(technology, bandwidth, spacing)[[0, 1, 2, 4]].tolist() == [1200, 3276, 624, 600]
