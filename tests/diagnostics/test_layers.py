from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from diagnostics.layers import LEGENDS, MOST_HEXAGONS, Box, hexagons_of, layer
from diagnostics.looking import Looking
from diagnostics.readings import Kind
from diagnostics.records import Alarms, CellRestrictions, Records, Severity
from diagnostics.rules import Rules

BOX = Box(72.49, 22.99, 72.53, 23.03)
ELSEWHERE = Box(10.0, 50.0, 10.05, 50.05)


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules.load()


def classes(made: dict[str, Any]) -> Counter[str]:
    return Counter(feature["properties"]["class"] for feature in made["features"])


@pytest.mark.parametrize("kind", list(Kind))
def test_a_layer_is_geojson_with_a_legend_that_names_every_class(tiny: Records, rules: Rules, now: int, kind: Kind):
    made = json.loads(json.dumps(layer(Looking(tiny, rules), kind, BOX, now), allow_nan=False))
    assert (made["type"], made["kind"], made["at"]) == ("FeatureCollection", kind.value, "2026-11-23T00:00:00+00:00")
    named = {entry["class"]: entry["colour"] for entry in made["legend"]}
    for feature in made["features"]:
        (ring,) = feature["geometry"]["coordinates"]
        assert ring[0] == ring[-1]
        corners = np.array(ring)
        x, y = corners[:, 0], corners[:, 1]
        assert float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) > 0  # counter-clockwise, as RFC 7946 has it
        assert np.abs(corners - [72.51, 23.01]).max() < 0.1  # longitude before latitude
        assert feature["properties"]["colour"] == named[feature["properties"]["class"]]
        assert feature["properties"]["text"]


def test_coverage_is_better_near_the_sites(tiny: Records, rules: Rules, now: int):
    made = layer(Looking(tiny, rules), Kind.COVERAGE, BOX, now)
    assert 0.5 * MOST_HEXAGONS / 7 < len(made["features"]) <= MOST_HEXAGONS
    level = {feature["properties"]["h3"]: feature["properties"]["rsrp_dbm"] for feature in made["features"]}
    assert max(level.values()) > -75 > min(level.values())


def test_a_full_cell_is_seen_and_one_that_is_silent_is_not_green(
    build_network: Callable[..., Records], usual_samples: dict[str, Any], rules: Rules, now: int
):
    usual_samples["prb_utilisation"][2, -8:] = 98
    for values in usual_samples.values():
        values[5, -20:] = np.nan
    made = layer(Looking(build_network(usual_samples), rules), Kind.CONGESTION, BOX, now)
    by_cell = {feature["properties"]["cell"]: feature["properties"]["class"] for feature in made["features"]}
    assert by_cell["404-45-1201-102"] == "congested"
    assert by_cell["404-45-1201-105"] == "unknown"
    assert Counter(by_cell.values())["room"] == 8


def test_barring_of_a_cell_that_nobody_told_of_is_not_green(
    build_network: Callable[..., Records], rules: Rules, now: int
):
    told = CellRestrictions(
        np.array([0, 1, 2], "i4"),
        np.full(3, now - 60),
        np.array([True, False, False]),
        np.array([1, 0.4, 1], "f4"),
        np.zeros(3, "i2"),
    )
    made = layer(Looking(build_network(cell_restrictions=told), rules), Kind.BARRING, BOX, now)
    assert classes(made) == {"barred": 1, "limited": 1, "open": 1, "unknown": 7}


def test_an_outage_is_an_area(
    build_network: Callable[..., Records], usual_samples: dict[str, Any], rules: Rules, now: int
):
    for name in ("traffic", "connected_users", "availability"):
        usual_samples[name][0:3, -4:] = 0
        usual_samples[name][9, -4:] = 0
    raised = Alarms(
        np.array(["A1"]), np.array([now - 3600]), np.array([np.iinfo(np.int64).max]), np.array([Severity.CRITICAL], "i2"),
        np.array(["powerProblem"]), np.array(["SITE-1"]), np.array(["mains failure"]),
    )  # fmt: skip
    looking = Looking(build_network(usual_samples, alarms=raised), rules)
    made = layer(looking, Kind.OUTAGE, BOX, now)
    assert classes(made) == {"outage": 1}
    assert made["features"][0]["properties"]["cells"] == 4
    assert layer(looking, Kind.OUTAGE, ELSEWHERE, now)["features"] == []
    assert {int(row) for row in looking.down(now)} == {0, 1, 2, 9}


@pytest.mark.parametrize("kind", list(Kind))
def test_where_nothing_is_known_nothing_is_drawn(tiny: Records, rules: Rules, now: int, kind: Kind):
    assert layer(Looking(tiny, rules), kind, ELSEWHERE, now)["features"] == []


@pytest.mark.parametrize("box", [(72.53, 23, 72.49, 24), (0, 95, 1, 96), (float("nan"), 0, 1, 1), (0, 1, 1, 1)])
def test_a_box_that_is_none_is_refused(box: tuple[float, float, float, float]):
    with pytest.raises(ValueError, match="no box west, south, east, north"):
        Box(*box)


@pytest.mark.parametrize("size", [0.01, 0.1, 1.0, 10.0])
def test_hexagons_are_as_fine_as_a_map_can_draw(size: float):
    count = len(hexagons_of(Box(70, 20, 70 + size, 20 + size)))
    assert count <= 1.1 * MOST_HEXAGONS
    assert count > MOST_HEXAGONS / 10 or size < 0.05


def test_the_whole_world_is_too_large_for_hexagons():
    with pytest.raises(ValueError, match="too large"):
        hexagons_of(Box(-180, -90, 180, 90))


def test_every_kind_has_a_legend():
    assert set(LEGENDS) == set(Kind)
