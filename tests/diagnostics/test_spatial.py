from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.records import Cells, Records
from diagnostics.spatial import REACH, CellIndex, distances


def cells(latitude: list[float], longitude: list[float]) -> Cells:
    count = len(latitude)
    table = Cells.empty()
    unknown = np.full(count, np.nan, "f4")
    columns = {name: unknown for name, kind in table.types().items() if kind == "f4"}
    return Cells(
        id=np.array([f"1-1-1-{n}" for n in range(count)], dtype="U20"),
        site=np.array([""] * count, dtype="U1"),
        technology=np.full(count, 4, "i2"),
        band=np.full(count, 3, "i2"),
        latitude=np.array(latitude, dtype="f8"),
        longitude=np.array(longitude, dtype="f8"),
        **columns,
    )


POSITION = st.tuples(st.floats(-85, 85), st.floats(-180, 180))


@given(POSITION, st.lists(st.tuples(st.floats(0, 60_000), st.floats(0, 360)), min_size=1, max_size=40))
def test_it_finds_all_that_a_search_through_all_would(place: tuple[float, float], around: list[tuple[float, float]]):
    latitude, longitude = place
    away, bearing = np.radians([one[1] for one in around]), np.array([one[0] for one in around])
    north = np.clip(latitude + np.degrees(bearing * np.cos(away) / 6_371_008.8), -89, 89)
    east = longitude + np.degrees(bearing * np.sin(away) / 6_371_008.8 / np.cos(np.radians(latitude)))
    table = cells(north.tolist(), ((east + 180) % 360 - 180).tolist())
    distance = distances(table.latitude, table.longitude, latitude, longitude)
    near = CellIndex(table).cells_near(latitude, longitude, count=100)
    assert sorted(near.rows.tolist()) == np.flatnonzero(distance <= REACH).tolist()
    nearest = CellIndex(table).cells_near(latitude, longitude, count=3)
    assert nearest.rows.tolist() == near.rows[:3].tolist()


def test_the_sector_that_looks_this_way_comes_first(tiny: Records):
    index = CellIndex(tiny.cells)
    north_of_the_third_site = index.cells_near(23.020, 72.510, count=1)
    assert tiny.cells.id[north_of_the_third_site.rows].tolist() == ["404-45-1201-106"]


def test_no_cell_is_near_the_middle_of_nowhere(tiny: Records):
    assert len(CellIndex(tiny.cells).cells_near(0.0, 0.0).rows) == 0
    assert len(CellIndex(Cells.empty()).cells_near(23.0, 72.5).rows) == 0


@pytest.mark.parametrize("place", [(91.0, 0.0), (0.0, 181.0), (float("nan"), 0.0)])
def test_what_is_no_position_is_refused(tiny: Records, place: tuple[float, float]):
    with pytest.raises(ValueError, match="no position"):
        CellIndex(tiny.cells).cells_near(*place)
