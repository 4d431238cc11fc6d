"""What is learnt of a network as a whole: how high its beams are, by carrier."""

from __future__ import annotations

import numpy as np
import pytest

from diagnostics.radio import Radio
from diagnostics.records import Cells, Measurements, Technology
from diagnostics.residuals import Measured, learn

NOW = 1_794_999_600
BANDS = (3, 5)


def cell_list() -> Cells:
    """Ten sites on a line, each with one sector of both bands that looks north."""
    count = 10 * len(BANDS)
    return Cells(
        id=np.array([f"404-45-1-{row:05d}" for row in range(count)]),
        site=np.repeat([f"S{site}" for site in range(10)], len(BANDS)),
        technology=np.full(count, Technology.LTE, "i2"),
        band=np.tile(BANDS, 10).astype("i2"),
        latitude=np.full(count, 23.0),
        longitude=72.5 + np.repeat(np.arange(10), len(BANDS)) * 0.006,
        azimuth=np.zeros(count, "f4"),
        beamwidth=np.full(count, 65, "f4"),
        tilt=np.full(count, 7, "f4"),
        height=np.full(count, 30, "f4"),
        eirp=np.full(count, 62, "f4"),
        bandwidth=np.full(count, 20, "f4"),
    )


@pytest.mark.parametrize("truly", [(6.0, 8.0), (20.0, 10.0)])
def test_the_height_of_the_beam_is_learnt_by_carrier(truly: tuple[float, float]) -> None:
    draw, radio, count = np.random.default_rng(1), Radio(cell_list()), 3000
    cell = draw.integers(0, len(radio.cells), count)
    latitude = 23.0 + draw.uniform(0.0007, 0.006, count)
    longitude = radio.cells.longitude[cell] + draw.uniform(-0.001, 0.001, count)
    width = np.tile(truly, 10)
    level = radio.level(radio.links(cell, latitude, longitude), width[cell]) + draw.normal(0, 6, count)
    nothing = np.full(count, np.nan, "f4")
    measured = Measurements(
        at=np.sort(NOW - draw.integers(0, 86_400, count)),
        latitude=latitude,
        longitude=longitude,
        cell=cell.astype("i4"),
        rsrp=level.astype("f4"),
        rsrq=nothing,
        sinr=nothing,
        throughput=nothing,
        indoors=np.zeros(count, "i2"),
    )
    found = learn(Measured(measured, radio), radio, NOW).beamwidth
    assert found == pytest.approx(np.tile(truly, 10), rel=0.3)
