"""What the network says of a customer's line, on a server whose streams look often."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api import desk
from api.routes import diagnostics
from api.tokens import Scope
from t2r.settings import Settings
from tests.api.widget.conftest import Site, ask, violations

pytestmark = pytest.mark.browser

QUESTION = "mobile data does not work because the APN is wrong, calls are fine"
CRITICAL = 't2r-badges .chip[data-look="critical"]'


@pytest.fixture(scope="module")
def site(
    make_settings: Callable[..., Settings],
    small_network: Callable[[Settings], Any],
    serve: Callable[[Settings], AbstractContextManager[str]],
) -> Iterator[Site]:
    settings = make_settings()
    network = small_network(settings)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk, "FRESH_SECONDS", 0.0)
        patch.setattr(diagnostics, "LOOK_SECONDS", 0.1)
        with serve(settings) as url:
            yield Site(url, settings, network)


def pick(page: Any, number: str) -> Any:
    page.fill("t2r-workspace .line input", number)
    page.press("t2r-workspace .line input", "Enter")
    return page


def test_a_row_has_words_and_icons_and_never_colour_alone(open_workspace: Callable[..., Any], site: Site) -> None:
    page = pick(open_workspace(), site.network.slowed)
    page.wait_for_selector("t2r-badges .chip")
    chips = page.locator("t2r-badges .chip").all_inner_texts()
    assert any("Barring: throttled" in text for text in chips)
    assert "Minor." in str(page.locator("t2r-badges .chip").first.text_content())
    assert "slowed to 0.5 Mbit/s" in page.inner_text("t2r-badges [role=status]")
    icons = page.locator("t2r-badges").evaluate(
        "(host) => [...host.shadowRoot.querySelectorAll('.chip')].map((chip) => [chip.dataset.look, chip.querySelector('.sign').textContent])"
    )
    assert all(icon for _, icon in icons)
    assert len({icon for _, icon in icons}) == len({look for look, _ in icons})


def test_a_badge_opens_to_its_evidence_and_what_to_say(open_workspace: Callable[..., Any], site: Site) -> None:
    page = pick(open_workspace(), site.network.suspended)
    page.click(CRITICAL)
    details = page.inner_text("t2r-badges .about")
    assert "Critical" in details
    assert "Tell the customer:" in details
    assert "Account status: suspended for credit" in details
    assert page.get_attribute(CRITICAL, "aria-expanded") == "true"
    page.click(CRITICAL)
    assert not page.locator("t2r-badges .about").is_visible()


def test_the_row_follows_the_network_without_being_asked(open_workspace: Callable[..., Any], site: Site) -> None:
    page = pick(open_workspace(), "919800000004")
    page.wait_for_selector('t2r-badges .chip[data-look="clear"]')
    site.network.account("919800000004", "suspended_on_request", datetime.now(UTC) - timedelta(seconds=1))
    page.wait_for_selector(CRITICAL)
    assert "suspended on request" in page.inner_text("t2r-badges .chips")


@pytest.mark.parametrize(
    ("number", "words"), [("919800000099", "The network knows no line of this number"), ("12", "6 to 15 digits")]
)
def test_a_wrong_number_is_said_in_words_and_a_question_is_answered_all_the_same(
    open_workspace: Callable[..., Any], number: str, words: str
) -> None:
    page = pick(open_workspace(), number)
    page.wait_for_selector("t2r-badges .problem")
    assert words in page.inner_text("t2r-badges .problem")
    assert violations(page) == []
    ask(page, QUESTION)
    assert page.get_attribute("t2r-assist .turn.last", "data-decision") == "answered"


def test_without_the_right_nothing_is_said_of_a_line(open_workspace: Callable[..., Any], site: Site) -> None:
    page = pick(open_workspace(Scope.ANSWERS_READ), site.network.suspended)
    page.wait_for_timeout(200)
    assert not page.locator("t2r-badges").count()


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1440, "light")])
def test_nothing_sticks_out_and_the_question_stays_in_view(
    open_workspace: Callable[..., Any], site: Site, width: int, scheme: str
) -> None:
    page = open_workspace(viewport={"width": width, "height": 780}, color_scheme=scheme)
    for number in (site.network.slowed, site.network.suspended):
        pick(page, number)
        page.click("t2r-badges .chip >> nth=0")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        box = page.locator("t2r-assist textarea").bounding_box()
        assert box["y"] + box["height"] <= 780
