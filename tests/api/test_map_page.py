"""The network's map on the page, in a real browser against a real server; nothing comes from anywhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from api.cli import PAGE_SCOPES
from t2r.settings import Settings

pytestmark = pytest.mark.browser

HEXAGONS = ".map-state:has-text('hexagons in view at')"


@pytest.fixture(scope="module")
def site(
    make_settings: Callable[..., Settings], small_network: Callable[[Settings], Any], serve: Callable[..., Any]
) -> Iterator[tuple[str, Settings, Any]]:
    """The address of a running server over the small network, its settings, and the network."""
    settings = make_settings()
    network = small_network(settings)
    with serve(settings) as url:
        yield url, settings, network


@pytest.fixture
def open_map(
    new_page: Callable[..., Any], site: tuple[str, Settings, Any], login_code: Callable[..., str]
) -> Callable[..., Any]:
    """Open the page, follow a line where a number is given, and open the map."""
    url, settings, _ = site

    def opened(number: str = "", **options: Any) -> Any:
        page = new_page(url, **options)
        page.goto(f"{url}/login?code={login_code(settings, *PAGE_SCOPES)}")
        page.wait_for_selector("#map-open:not([hidden])")
        if number:
            page.fill("#line", number)
            page.press("#line", "Enter")
            page.wait_for_selector(".chip")
        page.click("#map-open")
        page.wait_for_selector(HEXAGONS, timeout=60_000)
        return page

    return opened


def show(page: Any, kind: str, said: str, legend: str) -> None:
    """Choose a layer, and wait for what the page says of it and for an entry of its legend."""
    page.check(f"input[value={kind}]", force=True)
    page.wait_for_selector(f".map-state:has-text('{said}')")
    page.wait_for_selector(f".legend:has-text('{legend}')")


@pytest.mark.parametrize("width", [360, 1440])
def test_each_layer_is_shown_with_its_legend(open_map: Callable[..., Any], width: int) -> None:
    page = open_map(viewport={"width": width, "height": 800})
    assert "no coverage" in page.inner_text(".legend")
    show(page, "congestion", "2 cells in view", "slow behind the radio")
    show(page, "outage", "0 outages in view", "planned work")
    show(page, "barring", "2 cells in view", "barred")
    assert page.locator(".map-canvas canvas").bounding_box()["height"] > 300
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_line_is_shown_at_its_home_and_a_place_explains_itself(
    open_map: Callable[..., Any], site: tuple[str, Settings, Any]
) -> None:
    page = open_map(site[2].well)
    page.wait_for_selector(".pin")
    page.wait_for_timeout(1500)  # until the layer of the new view is drawn
    box = page.locator(".map-canvas").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2 + 60, box["y"] + box["height"] / 2)
    page.wait_for_selector(".map-facts")
    facts = page.inner_text(".map-facts")
    assert "dBm, give or take" in facts
    assert "404-45-1201-" in facts


def test_the_map_is_closed_with_escape_and_gives_way_to_a_document(open_map: Callable[..., Any]) -> None:
    page = open_map()
    assert page.evaluate("document.activeElement.id") == "map-title"
    page.keyboard.press("Escape")
    page.wait_for_selector("#map", state="hidden")
    assert page.evaluate("document.activeElement.id") == "map-open"


def test_in_the_dark_the_layers_stay(open_map: Callable[..., Any]) -> None:
    page = open_map()
    with page.expect_response(lambda response: "/v1/map/coverage?" in response.url):
        page.emulate_media(color_scheme="dark")
    page.wait_for_selector(HEXAGONS)


def test_without_webgl_it_says_so(
    browser: Any, open_map: Callable[..., Any], site: tuple[str, Settings, Any], login_code: Callable[..., str]
) -> None:
    context = browser.new_context()
    context.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page = context.new_page()
    page.goto(f"{site[0]}/login?code={login_code(site[1], *PAGE_SCOPES)}")
    page.click("#map-open:not([hidden])")
    page.wait_for_selector(".map-state.problem")
    assert "WebGL" in page.inner_text(".map-state")
    context.close()
