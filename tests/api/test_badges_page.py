"""The badges of a customer's line on the page, in a real browser against a real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api import desk
from api.cli import PAGE_SCOPES
from api.routes import diagnostics
from api.tokens import Scope
from t2r.settings import Settings

pytestmark = pytest.mark.browser

QUESTION = "mobile data does not work because the APN is wrong, calls are fine"
SHOWN = ".turn:last-child:not([aria-busy]) .actions"
CRITICAL = '.chip[data-severity="critical"]'


@pytest.fixture(scope="module")
def site(
    make_settings: Callable[..., Settings], small_network: Callable[[Settings], Any], serve: Callable[..., Any]
) -> Iterator[tuple[str, Settings, Any]]:
    """The address of a running server over the small network, its settings, and the network. Its streams look often."""
    settings = make_settings()
    network = small_network(settings)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk, "FRESH_SECONDS", 0.0)
        patch.setattr(diagnostics, "LOOK_SECONDS", 0.1)
        with serve(settings) as url:
            yield url, settings, network


@pytest.fixture
def open_page(
    new_page: Callable[..., Any], site: tuple[str, Settings, Any], login_code: Callable[..., str]
) -> Callable[..., Any]:
    """Open the page, signed in."""
    url, settings, _ = site

    def opened(*scopes: Scope, **options: Any) -> Any:
        page = new_page(url, **options)
        page.goto(f"{url}/login?code={login_code(settings, *(scopes or PAGE_SCOPES))}")
        page.wait_for_selector("#work:not([hidden])")
        page.wait_for_selector("#size:not(:empty)", state="attached")
        return page

    return opened


def type_number(page: Any, number: str) -> Any:
    page.fill("#line", number)
    page.press("#line", "Enter")
    return page


def test_a_number_shows_a_row_with_words_and_icons_not_colour_alone(
    open_page: Callable[..., Any], site: tuple[str, Settings, Any]
) -> None:
    page = type_number(open_page(), site[2].slowed)
    page.wait_for_selector(".chip")
    chips = page.locator(".chip").all_inner_texts()
    assert any("Barring: throttled" in text for text in chips)
    assert all(page.locator(".chip .icon").all_inner_texts())
    assert "Minor." in page.locator(".chip >> nth=0").text_content()
    assert "slowed to 0.5 Mbit/s" in page.inner_text("#announcer")
    icons = page.evaluate(
        "[...document.querySelectorAll('.chip')].map((chip) => [chip.dataset.severity, chip.querySelector('.icon').textContent])"
    )
    assert len({icon for _, icon in icons}) == len({severity for severity, _ in icons})


def test_a_badge_opens_to_its_evidence_and_what_to_say(
    open_page: Callable[..., Any], site: tuple[str, Settings, Any]
) -> None:
    page = type_number(open_page(), site[2].suspended)
    page.click(CRITICAL)
    details = page.inner_text(".details")
    assert "Critical" in details
    assert "Tell the customer:" in details
    assert "Account status: suspended for credit" in details
    assert page.get_attribute(CRITICAL, "aria-expanded") == "true"
    page.click(CRITICAL)
    assert not page.locator(".details").is_visible()


def test_an_answer_heeds_the_line_and_says_so(open_page: Callable[..., Any], site: tuple[str, Settings, Any]) -> None:
    page = type_number(open_page(), site[2].suspended)
    page.wait_for_selector(CRITICAL)
    page.fill("#question", QUESTION)
    with page.expect_request("**/v1/answers") as asked:
        page.press("#question", "Enter")
    assert asked.value.post_data_json["msisdn"] == site[2].suspended
    page.wait_for_selector(SHOWN)
    note = page.inner_text(".live")
    assert "The line is suspended for credit" in note
    assert "is not offered first" in note
    assert "suspended for credit" in page.inner_text("#announcer")


def test_the_row_follows_the_network_without_being_asked(
    open_page: Callable[..., Any], site: tuple[str, Settings, Any]
) -> None:
    page = type_number(open_page(), "919800000004")
    page.wait_for_selector('.chip[data-severity="clear"]')
    site[2].account("919800000004", "suspended_on_request", datetime.now(UTC) - timedelta(seconds=1))
    page.wait_for_selector(CRITICAL)
    assert "suspended on request" in page.inner_text(".chips")


def test_a_new_question_or_an_empty_field_forgets_the_line(
    open_page: Callable[..., Any], site: tuple[str, Settings, Any]
) -> None:
    page = type_number(open_page(), site[2].suspended)
    page.wait_for_selector(CRITICAL)
    page.fill("#line", "")
    page.press("#line", "Tab")
    page.wait_for_selector("#badges", state="hidden")
    type_number(page, site[2].suspended)
    page.wait_for_selector(CRITICAL)
    page.fill("#question", QUESTION)
    page.press("#question", "Enter")
    page.wait_for_selector(SHOWN)
    page.click("#new")
    page.wait_for_selector("#badges", state="hidden")
    assert page.input_value("#line") == ""


@pytest.mark.parametrize(
    ("number", "words"), [("919800000099", "knows no line of this number"), ("12", "6 to 15 digits")]
)
def test_a_wrong_number_is_said_in_words_and_not_sent_with_a_question(
    open_page: Callable[..., Any], site: tuple[str, Settings, Any], number: str, words: str
) -> None:
    page = type_number(open_page(), number)
    page.wait_for_selector("#badges .problem")
    assert words in page.inner_text("#badges .problem")
    page.fill("#question", QUESTION)
    with page.expect_request("**/v1/answers") as asked:
        page.press("#question", "Enter")
    assert "msisdn" not in asked.value.post_data_json
    page.wait_for_selector(SHOWN)


def test_without_the_right_there_is_no_field(open_page: Callable[..., Any]) -> None:
    page = open_page(Scope.ANSWERS_READ)
    assert not page.locator("#line").is_visible()


@pytest.mark.parametrize("width", [320, 380, 768, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out_and_text_has_enough_contrast(
    open_page: Callable[..., Any], site: tuple[str, Settings, Any], width: int, scheme: str
) -> None:
    page = open_page(viewport={"width": width, "height": 780}, color_scheme=scheme)
    for number in (site[2].slowed, site[2].suspended):
        type_number(page, number)
        page.wait_for_selector(
            f'.chip[data-badge="{"barring:throttled" if number == site[2].slowed else "barring:suspended_for_credit"}"]'
        )
        page.click(".chip >> nth=0")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        box = page.locator("#question").bounding_box()
        assert box["y"] + box["height"] <= 780
        assert page.evaluate(CONTRAST_OF_BADGES) == []


CONTRAST_OF_BADGES = """() => {
  const channels = (text) => text.match(/[\\d.]+/g).map(Number);
  const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
  const ground = (node) => {
    for (let n = node; n; n = n.parentElement) {
      const color = channels(getComputedStyle(n).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
  };
  return [...document.querySelectorAll("#badges *")].filter((node) => node.checkVisibility() && [...node.childNodes].some((n) => n.nodeType === 3))
    .map((node) => {
      const [a, b] = [light(channels(getComputedStyle(node).color)), light(ground(node))];
      return [node.className, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
    }).filter(([, ratio]) => ratio < 4.5);
}"""
