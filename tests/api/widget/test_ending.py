"""A customer leaves: an offer is made first, the end is asked for twice, and what it came to is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.widget.conftest import violations
from tests.api.widget.test_calls import verify

pytestmark = pytest.mark.browser

STAYS, LEAVES, UNVERIFIED = "919800000301", "919800000302", "919800000303"
ENDING = "t2r-customer [part=ending]"
BEGIN = f"{ENDING} button:has-text('The customer wants to leave')"
GO_ON = f"{ENDING} button:has-text('Go on')"


def show(page: Any, line: str) -> Any:
    page.fill("t2r-workspace .line input", line)
    page.press("t2r-workspace .line input", "Enter")
    page.click("t2r-workspace .work > nav button.customer")
    page.wait_for_selector("t2r-customer .who")
    return page


def verified(page: Any, line: str) -> Any:
    show(page, line)
    page.click("t2r-customer button:has-text('A contact begins now')")
    verify(page, line)
    page.wait_for_selector("t2r-customer .who .tag[data-tone=good]")
    return page


def accessible(page: Any) -> None:
    """In both themes, on a phone as at a desk."""
    desk = page.viewport_size
    for width, scheme in ((320, "dark"), (desk["width"], "light")):
        page.set_viewport_size({**desk, "width": width})
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == [], (width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_who_is_not_verified_cannot_leave(open_workspace: Callable[..., Any]) -> None:
    page = show(open_workspace(), UNVERIFIED)
    assert page.locator(BEGIN).is_disabled()
    assert "Who leaves must be verified." in page.inner_text(ENDING)


def test_a_customer_leaves_after_an_offer_was_declined(open_workspace: Callable[..., Any], bridge: Any) -> None:
    page = verified(open_workspace(), LEAVES)
    page.click(BEGIN)
    page.select_option(f"{ENDING} [name=reason]", "price")
    assert page.locator(GO_ON).is_disabled()
    accessible(page)
    page.click(f"{ENDING} button:has-text('Make it') >> nth=0")
    page.click(f"{ENDING} button:has-text('Declines')")
    page.wait_for_selector(f"{ENDING} :text('Offered and declined on')")
    page.click(GO_ON)
    page.wait_for_selector(f"{ENDING} .end")
    assert (
        page.evaluate("document.activeElement.shadowRoot.activeElement.shadowRoot.activeElement.id") == "confirm-title"
    )
    text = page.inner_text(f"{ENDING} .end")
    assert "This cannot be undone" in text
    assert "Erased at once: contact data." in text
    accessible(page)
    page.click(f"{ENDING} button:has-text('End the contract')")
    page.wait_for_selector("t2r-customer [part=ended]")
    text = page.inner_text("t2r-customer [part=ended]")
    assert "Declined" in text
    assert "name" in text
    accessible(page)
    assert bridge.get(f"/v1/customers/SIM-{LEAVES}").json()["status"] == "terminated"
    page.reload()
    page.wait_for_selector("t2r-customer [part=ended]")  # it is still known
    assert page.locator(ENDING).count() == 0


def test_a_customer_who_accepts_the_offer_stays(open_workspace: Callable[..., Any], bridge: Any) -> None:
    page = verified(open_workspace(), STAYS)
    page.click(BEGIN)
    page.select_option(f"{ENDING} [name=reason]", "competitor")
    page.click(f"{ENDING} button:has-text('Make it') >> nth=0")
    page.click(f"{ENDING} button:has-text('Accepts')")
    page.wait_for_selector(BEGIN)
    assert bridge.get(f"/v1/customers/SIM-{STAYS}").json()["status"] == "active"


def test_what_somebody_else_did_meanwhile_is_said_and_nothing_ends_unseen(
    open_workspace: Callable[..., Any], bridge: Any
) -> None:
    line = "919800000304"
    page = verified(open_workspace(), line)
    page.click(BEGIN)
    page.select_option(f"{ENDING} [name=reason]", "no_need")
    page.click(GO_ON)
    contact = bridge.get("/v1/interactions", params={"msisdn": line, "open": True}).json()["items"][0]["id"]
    changed = {"changes": {"name": "Asha Verma"}, "why": "the CRM", "interaction": contact}
    assert bridge.patch(f"/v1/customers/SIM-{line}", json=changed).is_success
    page.click(f"{ENDING} button:has-text('End the contract')")
    page.wait_for_selector(f"{ENDING} .problem:has-text('changed meanwhile')")
    assert page.input_value(f"{ENDING} [name=reason]") == "no_need"
    assert "Asha Verma" in page.inner_text("t2r-customer .who")
    assert bridge.get(f"/v1/customers/SIM-{line}").json()["status"] == "active"
