"""Where things are: all of it within reach on a phone, a tablet and at a zoom of 200%, and together what belongs together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.widget.conftest import Site, ask
from tests.api.widget.test_calls import ASHA, CARD, call, tell
from tests.api.widget.test_more import LEAD, new_case, open_case, open_form, open_inbox, show
from tests.api.widget.test_workspace import QUESTION, TURN

pytestmark = pytest.mark.browser

# For each last word with its citation: how far apart they are vertically, where 0 is one line.
APART = """(spans) => spans.map((span) => {
  const words = document.createRange();
  words.selectNodeContents(span);
  const [word] = words.getClientRects();
  const cite = span.querySelector(".cite").getBoundingClientRect();
  return Math.max(0, cite.top - word.bottom);
})"""


@pytest.mark.parametrize("width", [320, 720, 768, 1440])
def test_every_place_is_in_view_also_with_a_customer_picked(
    open_workspace: Callable[..., Any], site: Site, width: int
) -> None:
    page = open_workspace(*LEAD, viewport={"width": width, "height": 640})
    page.fill("t2r-workspace .line input", site.network.well)
    page.press("t2r-workspace .line input", "Enter")
    page.wait_for_selector("t2r-workspace .line button:has-text('Clear')")
    nav = page.locator("t2r-workspace .places")
    assert nav.locator("button").count() == 4
    assert nav.evaluate("(nav) => nav.scrollWidth - nav.clientWidth") <= 0
    number = page.locator("t2r-workspace .line input")
    assert number.evaluate("(field) => field.scrollWidth - field.clientWidth") <= 0


def test_the_view_that_is_shown_is_in_view_among_those_of_a_phone(open_workspace: Callable[..., Any]) -> None:
    page = open_workspace(viewport={"width": 320, "height": 640})
    for key, view in (("F4", "timeline"), ("F1", "ask")):
        page.keyboard.press(key)
        tab = f"t2r-workspace .work > nav button.{view}[aria-current]"
        page.wait_for_selector(tab)
        box = page.locator(tab).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320


def test_on_a_phone_the_keyboard_sheet_is_in_the_menu(open_workspace: Callable[..., Any]) -> None:
    page = open_workspace(viewport={"width": 320, "height": 640})
    page.click("t2r-workspace [popovertarget] >> nth=0")
    page.click("t2r-workspace .menu button:has-text('Keyboard shortcuts')")
    page.wait_for_selector("t2r-workspace dialog[open] kbd")


@pytest.mark.parametrize("width", [320, 400, 768, 1440])
def test_a_citation_is_never_alone_in_its_line(open_workspace: Callable[..., Any], width: int) -> None:
    page = ask(open_workspace(viewport={"width": width, "height": 900}), QUESTION)
    apart = page.locator(f"{TURN} .kept:has(.cite)").evaluate_all(APART)
    assert len(apart) >= 2
    assert max(apart) == 0


def test_the_passage_of_a_citation_is_shown_beside_it(open_workspace: Callable[..., Any]) -> None:
    page = ask(open_workspace(), QUESTION)
    cite = page.locator(f"{TURN} .cite >> nth=0")
    cite.hover()
    card = page.locator("t2r-assist .card:popover-open")
    card.wait_for()
    page.wait_for_timeout(100)
    at, shown = cite.bounding_box(), card.bounding_box()
    assert abs(shown["x"] - at["x"]) < 8
    assert 0 <= shown["y"] - (at["y"] + at["height"]) < 12


def test_how_a_call_ended_is_said_on_a_phone_without_anything_sticking_out(
    open_workspace: Callable[..., Any], bridge: Any
) -> None:
    line = "919800000331"
    page = call(open_workspace(), bridge, line, "narrow")
    page.set_viewport_size({"width": 320, "height": 640})
    tell(bridge, "EventReleased", line, 90, "narrow", **ASHA)
    done = page.locator(f"{CARD} .ways .primary")
    done.wait_for()
    box = done.bounding_box()
    assert box["x"] + box["width"] <= 320
    page.select_option(f"{CARD} select", "solved")
    done.click()
    page.wait_for_selector(CARD, state="detached")


def test_what_was_missing_is_not_said_of_a_value_just_given(
    open_workspace: Callable[..., Any], bridge: Any, site: Site
) -> None:
    page = open_form(open_case(open_workspace(), new_case(bridge, site.network.well)), "lead")
    page.click("t2r-journey .foot .primary")
    field = "t2r-journey [data-field=interest]"
    page.wait_for_selector(f"{field} .problem")
    page.route("**/journeys/**", lambda route: None)  # nothing more is heard of the server
    page.select_option(f"{field} select", "larger_plan")
    page.wait_for_selector(f"{field} .problem", state="detached", timeout=2_000)


def test_the_documents_of_the_inbox_have_names(open_workspace: Callable[..., Any], bridge: Any) -> None:
    old = {"id": "named-old", "title": "The roaming offer of spring", "body": "It gives more.\n", "product": "mobile"}
    assert bridge.post("/v1/articles", json=old | {"valid_until": "2025-09-01"}).status_code == 201
    page = open_inbox(open_workspace(*LEAD), "stale")
    item = "t2r-inbox .item:has-text('roaming offer')"
    page.click(f"{item} summary")
    page.wait_for_selector(f"{item} .links button:text-is('The roaming offer of spring')")


def test_of_a_tablets_width_the_views_take_all(open_workspace: Callable[..., Any]) -> None:
    page = open_workspace(viewport={"width": 768, "height": 1024})
    nav = page.locator("t2r-workspace .work > nav")
    assert nav.evaluate("(nav) => nav.scrollWidth - nav.clientWidth") <= 0
    show(page, "timeline")
    page.wait_for_selector("t2r-timeline .empty")
