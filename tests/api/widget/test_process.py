"""A process drawn in the page, under its policy: nothing inline, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from t2r.processes.deployed import STARTERS
from tests.api.widget.conftest import Site

pytestmark = pytest.mark.browser

DRAW = """async ({ xml, ...marks }) => {
  await import("/static/t2r-order.js");
  const texts = {
    process: "Process", drawing: (name, places) => (places ? `${name}, now at: ${places}` : name),
    larger: "Larger", smaller: "Smaller", whole: "Show all", cannotDraw: "It could not be loaded.", retry: "Try again",
  };
  const box = document.querySelector("t2r-process") ?? Object.assign(document.createElement("t2r-process"), { id: "box", texts });
  Object.assign(box, { xml, marks: { waiting: [], passed: [], failed: [], ...marks } });
  if (!box.isConnected) document.body.prepend(box);
}"""
MARKED = (
    "(box, mark) => [...box.shadowRoot.querySelectorAll(`.${mark}`)].map((node) => node.dataset.elementId).toSorted()"
)
COLOUR = """(box, [id, what]) => getComputedStyle(
  box.shadowRoot.querySelector(`[data-element-id=${id}] .djs-visual > :is(rect, circle, polygon, path)`))[what]"""
TOKEN = """(box, name) => {
  const probe = box.shadowRoot.appendChild(document.createElement("i"));
  probe.style.color = `var(${name})`;
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}"""
VISIT = {
    "waiting": ["await_visit"],
    "passed": [
        "ordered",
        "book_visit",
        "confirm_visit",
        "from_ordered_to_book_visit",
        "from_confirm_visit_to_await_visit",
    ],
}


def diagram(name: str) -> str:
    return (STARTERS / f"{name}.bpmn").read_text(encoding="utf-8")


@pytest.fixture
def open_page(new_page: Callable[..., Any], site: Site) -> Callable[..., Any]:
    def opened(**options: Any) -> Any:
        page = new_page(site.url, **options)
        page.goto(site.url)
        page.wait_for_selector("t2r-workspace .signed-out")
        return page

    return opened


@pytest.fixture
def page(open_page: Callable[..., Any]) -> Any:
    return open_page()


def draw(page: Any, name: str, **marks: list[str]) -> Any:
    """Draw it, and wait until it bears its marks."""
    page.evaluate(DRAW, {"xml": diagram(name), **marks})
    for node in marks.get("waiting", []):
        page.wait_for_selector(f"t2r-process .waiting[data-element-id={node}]")
    page.wait_for_selector("t2r-process figure[aria-label]:not([aria-label=Process])")
    return page.locator("t2r-process")


def test_each_starter_is_drawn_with_all_its_nodes_and_flows(page: Any) -> None:
    drawn = "(box) => [...box.shadowRoot.querySelectorAll('[data-element-id]')].map((node) => node.dataset.elementId)"
    for path in STARTERS.glob("*.bpmn"):
        ids = {part.split('"')[0] for part in path.read_text(encoding="utf-8").split('bpmnElement="')[1:]}
        box = draw(page, path.stem)
        for _ in range(50):
            if not (missing := ids - set(box.evaluate(drawn))):
                break
            page.wait_for_timeout(20)
        assert not missing, path.name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_token_and_the_way_it_has_come_stand_out_in_either_theme(
    open_page: Callable[..., Any], scheme: str
) -> None:
    box = draw(open_page(color_scheme=scheme), "technician-visit", **VISIT)
    assert box.evaluate(MARKED, "waiting") == VISIT["waiting"]
    assert box.evaluate(MARKED, "passed") == sorted(VISIT["passed"])
    for id, what, token in (
        ("await_visit", "fill", "--accent-soft"),
        ("await_visit", "stroke", "--accent"),
        ("book_visit", "fill", "--good-soft"),
        ("from_ordered_to_book_visit", "stroke", "--good"),
        ("notify", "fill", "--surface"),
        ("notify", "stroke", "--line-strong"),
    ):
        assert box.evaluate(COLOUR, [id, what]) == box.evaluate(TOKEN, token), (id, what)


def test_an_error_that_was_reached_is_marked_as_one(page: Any) -> None:
    draw(page, "esim", passed=["ordered", "account_refused"])
    page.wait_for_selector("t2r-process .failed[data-element-id=account_refused]")


def test_drawn_again_only_the_marks_change_and_the_view_stays(page: Any) -> None:
    box = draw(page, "technician-visit", **VISIT)
    box.evaluate("(box) => (box.shadowRoot.querySelector('.djs-container svg').dataset.seen = 'yes')")
    view = "(box) => box.shadowRoot.querySelector('.viewport').getAttribute('transform')"
    before = box.evaluate(view)
    page.mouse.move(300, 200)
    page.mouse.down()
    page.mouse.move(200, 200, steps=4)
    page.mouse.up()
    moved = box.evaluate(view)
    assert moved != before
    draw(page, "technician-visit", waiting=["test_line"], passed=["await_visit"])
    assert box.evaluate("(box) => box.shadowRoot.querySelector('.djs-container svg').dataset.seen") == "yes"
    assert box.evaluate(view) == moved
    assert box.evaluate(MARKED, "waiting") == ["test_line"]
    assert box.evaluate(MARKED, "passed") == ["await_visit"]


def test_of_several_drawn_at_once_the_last_is_shown(page: Any) -> None:
    one, other = {"xml": diagram("technician-visit"), **VISIT}, {"xml": diagram("esim"), "waiting": ["await_download"]}
    draw(page, "technician-visit")
    page.evaluate(f"(each) => Promise.all(each.map({DRAW}))", [other, one, other])
    page.wait_for_selector("t2r-process .waiting[data-element-id=await_download]")
    page.wait_for_timeout(200)
    box = page.locator("t2r-process")
    assert page.locator("t2r-process .djs-container").count() == 1
    assert box.evaluate(MARKED, "waiting") == ["await_download"]
    draw(page, "technician-visit", **VISIT)
    assert page.locator("t2r-process .djs-container").count() == 1


def test_the_token_is_in_view_where_the_whole_would_be_too_small_to_read(open_page: Callable[..., Any]) -> None:
    page = open_page(viewport={"width": 700, "height": 500})
    draw(page, "new-fibre-line", waiting=["test_line"])
    box = page.locator("t2r-process").bounding_box()
    node = page.locator("t2r-process [data-element-id=test_line]").first.bounding_box()
    assert box["x"] <= node["x"]
    assert node["x"] + node["width"] <= box["x"] + box["width"]
    assert node["height"] > 40


def test_it_can_be_shown_larger_and_as_a_whole_and_a_wheel_scrolls_the_page(page: Any) -> None:
    draw(page, "new-fibre-line", waiting=["test_line"])
    node = page.locator("t2r-process [data-element-id=test_line]").first
    seen = node.bounding_box()
    page.mouse.move(600, 200)
    page.mouse.wheel(0, 50)
    page.wait_for_timeout(100)
    assert node.bounding_box()["width"] == seen["width"]
    page.click("t2r-process button[aria-label=Larger]")
    assert node.bounding_box()["width"] > seen["width"]
    page.click("t2r-process button[aria-label='Show all']")
    assert node.bounding_box()["width"] < seen["width"]
    box, last = page.locator("t2r-process").bounding_box(), page.locator("t2r-process [data-element-id=done]").first
    assert last.bounding_box()["x"] + last.bounding_box()["width"] <= box["x"] + box["width"]


def test_it_is_told_in_words_too(page: Any) -> None:
    draw(page, "technician-visit", **VISIT)
    assert page.get_attribute("t2r-process figure", "aria-label") == "Technician visit, now at: Wait for the visit"


def test_the_watermark_that_the_licence_asks_for_is_in_view_and_its_note_is_closed_by_keyboard(page: Any) -> None:
    draw(page, "esim")
    page.focus("t2r-process .bjs-powered-by")
    page.keyboard.press("Enter")
    page.wait_for_selector(".bjs-powered-by-lightbox")
    page.keyboard.press("Escape")
    page.wait_for_selector(".bjs-powered-by-lightbox", state="detached")


def test_what_cannot_be_loaded_is_said_and_can_be_tried_again(page: Any) -> None:
    page.route("**/chunks/drawing-*.js", lambda route: route.abort())
    page.evaluate(DRAW, {"xml": diagram("esim"), "waiting": ["await_download"]})
    page.wait_for_selector("t2r-process [role=alert]:has-text('It could not be loaded.')")
    page.unroute("**/chunks/drawing-*.js")
    page.click("t2r-process button:has-text('Try again')")
    page.wait_for_selector("t2r-process .waiting[data-element-id=await_download]")


def test_what_is_no_diagram_is_said(page: Any) -> None:
    page.evaluate(DRAW, {"xml": "<nothing/>"})
    page.wait_for_selector("t2r-process [role=alert]:not(:empty)")
    draw(page, "esim", waiting=["await_download"])
