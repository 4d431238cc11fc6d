"""A process drawn on the page, in a real browser under the page's policy: nothing inline, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from t2r.processes.deployed import STARTERS
from t2r.settings import Settings

pytestmark = pytest.mark.browser

DRAW = """async ({ xml, ...marks }) => {
  const { drawProcess } = await import("/static/process.js");
  const box = document.querySelector("#box") ?? Object.assign(document.createElement("div"), { id: "box" });
  if (!box.isConnected) document.body.prepend(box);
  await drawProcess(box, xml, marks);
}"""
MARKED = (
    """(mark) => [...document.querySelectorAll(`#box .${mark}`)].map((node) => node.dataset.elementId).toSorted()"""
)
COLOUR = """([id, what]) => getComputedStyle(document.querySelector(`#box [data-element-id=${id}] .djs-visual > :is(rect, circle, polygon, path)`))[what]"""
TOKEN = """(name) => {
  const probe = document.body.appendChild(document.createElement("i"));
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


@pytest.fixture(scope="module")
def site(make_settings: Callable[..., Settings], serve: Callable[..., Any]) -> Iterator[str]:
    with serve(make_settings()) as url:
        yield url


@pytest.fixture
def page(new_page: Callable[..., Any], site: str) -> Any:
    page = new_page(site)
    page.goto(site)
    page.wait_for_selector("#signed-out:not([hidden])")
    return page


def test_the_library_is_loaded_when_a_process_is_shown_and_not_before(page: Any) -> None:
    loaded = "performance.getEntriesByType('resource').filter(({ name }) => name.includes('/vendor/bpmn-js/')).length"
    assert page.evaluate(loaded) == 0
    page.evaluate(DRAW, {"xml": diagram("esim")})
    assert page.evaluate(loaded) == 2


def test_each_starter_is_drawn_with_all_its_nodes_and_flows(page: Any) -> None:
    drawn = "[...document.querySelectorAll('#box [data-element-id]')].map((node) => node.dataset.elementId)"
    for path in STARTERS.glob("*.bpmn"):
        text = path.read_text(encoding="utf-8")
        page.evaluate(DRAW, {"xml": text})
        ids = {part.split('"')[0] for part in text.split('bpmnElement="')[1:]}
        assert ids - set(page.evaluate(drawn)) == set(), path.name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_token_and_the_way_it_has_come_stand_out_in_either_theme(
    new_page: Callable[..., Any], site: str, scheme: str
) -> None:
    page = new_page(site, color_scheme=scheme)
    page.goto(site)
    page.wait_for_selector("#signed-out:not([hidden])")
    page.evaluate(DRAW, {"xml": diagram("technician-visit"), **VISIT})
    assert page.evaluate(MARKED, "process-waiting") == VISIT["waiting"]
    assert page.evaluate(MARKED, "process-passed") == sorted(VISIT["passed"])
    for id, what, token in (
        ("await_visit", "fill", "--accent-soft"),
        ("await_visit", "stroke", "--accent"),
        ("book_visit", "fill", "--good-soft"),
        ("from_ordered_to_book_visit", "stroke", "--good"),
        ("notify", "fill", "--surface"),
        ("notify", "stroke", "--line-strong"),
    ):
        assert page.evaluate(COLOUR, [id, what]) == page.evaluate(TOKEN, token), (id, what)


def test_an_error_that_was_reached_is_marked_as_one(page: Any) -> None:
    page.evaluate(DRAW, {"xml": diagram("esim"), "passed": ["ordered", "account_refused"]})
    assert page.evaluate(MARKED, "process-failed") == ["account_refused"]


def test_drawn_again_only_the_marks_change_and_the_view_stays(page: Any) -> None:
    xml = diagram("technician-visit")
    page.evaluate(DRAW, {"xml": xml, **VISIT})
    page.evaluate("window.before = document.querySelector('#box svg'); window.before.dataset.seen = 'yes'")
    view = "document.querySelector('#box .viewport').getAttribute('transform')"
    page.mouse.move(300, 200)
    page.mouse.down()
    page.mouse.move(200, 200, steps=4)
    page.mouse.up()
    moved = page.evaluate(view)
    page.evaluate(DRAW, {"xml": xml, "waiting": ["test_line"], "passed": ["await_visit"]})
    assert page.evaluate("document.querySelector('#box svg').dataset.seen") == "yes"
    assert page.evaluate(view) == moved
    assert page.evaluate(MARKED, "process-waiting") == ["test_line"]
    assert page.evaluate(MARKED, "process-passed") == ["await_visit"]


def test_of_two_drawn_at_once_the_last_is_shown(page: Any) -> None:
    one, other = diagram("technician-visit"), diagram("esim")
    page.evaluate(DRAW, {"xml": one})
    both = f"([one, other]) => Promise.all([({DRAW})(other), ({DRAW})(one), ({DRAW})(other)])"
    page.evaluate(both, [{"xml": one, **VISIT}, {"xml": other, "waiting": ["await_download"]}])
    assert page.locator("#box .djs-container").count() == 1
    assert page.evaluate(MARKED, "process-waiting") == ["await_download"]


def test_another_diagram_takes_the_place_of_the_first(page: Any) -> None:
    page.evaluate(DRAW, {"xml": diagram("technician-visit"), **VISIT})
    page.evaluate(DRAW, {"xml": diagram("esim"), "waiting": ["await_download"]})
    assert page.locator("#box .djs-container").count() == 1
    assert page.evaluate(MARKED, "process-waiting") == ["await_download"]


def test_the_token_is_in_view_where_the_whole_would_be_too_small_to_read(
    new_page: Callable[..., Any], site: str
) -> None:
    page = new_page(site, viewport={"width": 700, "height": 500})
    page.goto(site)
    page.wait_for_selector("#signed-out:not([hidden])")
    page.evaluate(DRAW, {"xml": diagram("new-fibre-line"), "waiting": ["test_line"]})
    box = page.locator("#box").bounding_box()
    node = page.locator("#box [data-element-id=test_line]").bounding_box()
    assert box["x"] <= node["x"]
    assert node["x"] + node["width"] <= box["x"] + box["width"]
    assert node["height"] > 40


def test_it_can_be_shown_larger_and_as_a_whole_and_a_wheel_scrolls_the_page(page: Any) -> None:
    page.evaluate(DRAW, {"xml": diagram("new-fibre-line"), "waiting": ["test_line"]})
    node = page.locator("#box [data-element-id=test_line]")
    seen = node.bounding_box()
    page.mouse.move(600, 200)
    page.mouse.wheel(0, 50)
    page.wait_for_timeout(100)
    assert node.bounding_box()["width"] == seen["width"]
    page.click("#box button[aria-label=Larger]")
    assert node.bounding_box()["width"] > seen["width"]
    page.click("#box button[aria-label='Show all']")
    assert node.bounding_box()["width"] < seen["width"]
    box, last = page.locator("#box").bounding_box(), page.locator("#box [data-element-id=done]").bounding_box()
    assert last["x"] + last["width"] <= box["x"] + box["width"]


def test_it_is_told_in_words_too(page: Any) -> None:
    page.evaluate(DRAW, {"xml": diagram("technician-visit"), **VISIT})
    assert page.get_attribute("#box", "aria-label") == "Technician visit, now at: Wait for the visit"
    assert page.get_attribute("#box", "role") == "figure"


def test_the_watermark_that_the_licence_asks_for_is_in_view_and_opens_its_note(page: Any) -> None:
    page.evaluate(DRAW, {"xml": diagram("esim")})
    page.click("#box .bjs-powered-by")
    page.wait_for_selector(".bjs-powered-by-lightbox")


def test_what_cannot_be_loaded_is_said_and_can_be_tried_again(page: Any) -> None:
    page.route("**/vendor/bpmn-js/*.js", lambda route: route.abort())
    failed = page.evaluate(
        f"(given) => ({DRAW})(given).then(() => '', (problem) => problem.message)", {"xml": diagram("esim")}
    )
    assert failed == "What draws processes could not be loaded."
    page.unroute("**/vendor/bpmn-js/*.js")
    page.evaluate(DRAW, {"xml": diagram("esim")})


def test_what_is_no_diagram_is_an_error(page: Any) -> None:
    for _ in range(2):
        failed = f"(given) => ({DRAW})(given).then(() => '', (problem) => problem.message)"
        assert page.evaluate(failed, {"xml": "<nothing/>"})
