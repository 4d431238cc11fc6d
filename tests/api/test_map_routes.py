"""The network on a map: where it is, and its layers as GeoJSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from api.app import create_app
from api.routes.map import LayerRead
from api.tokens import Scope
from t2r.settings import Settings

BASE = "http://127.0.0.1:8000"
AROUND = "72.49,22.99,72.59,23.07"


@pytest.fixture(scope="module")
def site(
    make_settings: Callable[..., Settings], small_network: Callable[[Settings], Any], token_for: Callable[..., str]
) -> Iterator[TestClient]:
    """An app over the small network of two sites, signed in as admin."""
    settings = make_settings()
    small_network(settings)
    headers = {"Authorization": f"Bearer {token_for(settings, Scope.ADMIN)}"}
    with TestClient(create_app(settings), base_url=BASE, headers=headers) as client:
        yield client


def test_a_map_begins_where_the_network_is(site: TestClient) -> None:
    found = site.get("/v1/map").json()
    assert found["bounds"] == [72.5, 23.0, 72.58, 23.06]
    assert found["sites"] == [[72.5, 23.0], [72.58, 23.06]]
    assert (found["style"], found["sites_left_out"]) == (None, 0)


@pytest.mark.parametrize("kind", ["coverage", "congestion", "outage", "barring"])
def test_a_layer_is_geojson_with_a_legend_of_its_colours(site: TestClient, kind: str) -> None:
    response = site.get(f"/v1/map/{kind}", params={"bbox": AROUND})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/geo+json"
    layer = LayerRead.model_validate(response.json())
    assert layer.kind == kind
    colours = {entry["class"]: entry["colour"] for entry in response.json()["legend"]}
    for feature in layer.features:
        assert feature["properties"]["colour"] == colours[feature["properties"]["class"]]
        ring = feature["geometry"]["coordinates"][0]
        assert ring[0] == ring[-1]
    assert (
        len(layer.features) == {"coverage": len(layer.features) or 1, "congestion": 2, "outage": 0, "barring": 2}[kind]
    )


def test_coverage_is_better_near_a_site(site: TestClient) -> None:
    def levels(bbox: str) -> list[float]:
        features = site.get("/v1/map/coverage", params={"bbox": bbox}).json()["features"]
        return [feature["properties"]["rsrp_dbm"] for feature in features]

    near, far = levels("72.498,23.001,72.502,23.005"), levels("72.46,23.06,72.464,23.064")
    assert min(near) > max(far)


@pytest.mark.parametrize(
    ("bbox", "message"),
    [
        ("72,23,73", "must be four numbers, west,south,east,north in degrees"),
        ("72,23,73,nan", "must be four numbers, west,south,east,north in degrees"),
        ("a,b,c,d", "must be four numbers, west,south,east,north in degrees"),
        ("73,23,72,24", "is no box west, south, east, north in degrees"),
        ("72,23,73,99", "is no box west, south, east, north in degrees"),
        ("-180,-90,180,90", "it is too large for a layer of coverage"),
    ],
)
def test_a_box_that_is_none_is_named(site: TestClient, bbox: str, message: str) -> None:
    response = site.get("/v1/map/coverage", params={"bbox": bbox})
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "bbox"
    assert message in response.json()["errors"][0]["message"]


@pytest.mark.parametrize("query", [{}, {"bbox": AROUND, "zoom": 3}, {"bbox": AROUND, "at": "2026-11-02T10:00:00"}])
def test_what_is_missing_strange_or_without_a_zone_is_refused(site: TestClient, query: dict[str, Any]) -> None:
    assert site.get("/v1/map/coverage", params=query).status_code == 422
    assert site.get("/v1/map/weather", params={"bbox": AROUND}).status_code == 422


def test_a_layer_is_of_the_moment_that_is_asked_for(site: TestClient) -> None:
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2)
    found = site.get("/v1/map/barring", params={"bbox": AROUND, "at": at.isoformat()}).json()
    assert datetime.fromisoformat(found["at"]) == at


def test_the_map_needs_the_right_and_a_network(
    client: TestClient, settings: Settings, token_for: Callable[..., str]
) -> None:
    assert client.get("/v1/map").status_code == 401
    client.headers["Authorization"] = f"Bearer {token_for(settings, Scope.KNOWLEDGE_READ)}"
    assert client.get("/v1/map/coverage", params={"bbox": AROUND}).status_code == 403
    client.headers["Authorization"] = f"Bearer {token_for(settings, Scope.DIAGNOSTICS_READ)}"
    assert client.get("/v1/map").status_code == 503


def test_only_the_origin_of_the_map_style_may_be_loaded_from_elsewhere(make_settings: Callable[..., Settings]) -> None:
    def policy(**given: Any) -> str:
        with TestClient(create_app(make_settings(**given)), base_url=BASE) as client:
            return str(client.get("/healthz").headers["content-security-policy"])

    assert "http" not in policy()
    assert "connect-src 'self' https://tiles.example;" in policy(map_style="https://tiles.example/styles/plain.json")


@pytest.mark.parametrize(
    "style",
    [
        "plain.json",
        "ftp://tiles.example/x",
        "https://tiles.example; script-src *",
        "https://a b/",
        "https://a;script-src",
    ],
)
def test_a_map_style_is_a_url(make_settings: Callable[..., Settings], style: str) -> None:
    with pytest.raises(ValidationError, match="map_style"):
        make_settings(map_style=style)
