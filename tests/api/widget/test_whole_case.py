"""A call from its first ring to the resolution that the next search finds, in one browser on the real server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.widget.conftest import Site
from tests.api.widget.test_calls import ASHA, CARD, call, contact_of, tell, verify
from tests.api.widget.test_workspace import work_off

pytestmark = pytest.mark.browser

WORDS = "since this morning my mobile data is dead, calls are fine, the handset is a lilac one"


def test_a_call_is_resolved_and_the_next_search_finds_how(
    open_workspace: Callable[..., Any], bridge: Any, site: Site
) -> None:
    line = site.network.well
    page = call(open_workspace(), bridge, line, "whole")
    verify(page, line)
    page.wait_for_selector(f"{CARD} .tag[data-tone=good]")

    page.fill("t2r-flow .begin textarea", WORDS)
    page.click("t2r-flow .begin .primary")
    page.wait_for_selector("t2r-flow .step-title")
    assert page.locator('t2r-flow [data-standing="answered"]').count()  # by systems, before anybody was asked
    case = int(page.inner_text("t2r-flow .head h2").split()[1])
    work_off(page, page.click)

    page.click("t2r-workspace .work > nav button.journey")
    page.click("t2r-journey [data-journey=service-request] button")
    page.select_option("t2r-journey [data-field=service] select", "sim_replacement")
    page.wait_for_selector("t2r-journey .diff ins:has-text('sim replacement')")
    page.click("t2r-journey .foot .primary")
    page.wait_for_selector("t2r-journey [data-journey=service-request] .tag[data-tone=good]")

    page.select_option("t2r-flow [name=cause]", "sim.defect")
    page.select_option("t2r-flow [name=resolution]", "replaced")
    page.click("t2r-flow .step.done form .primary")
    page.wait_for_selector('t2r-flow [data-status="closed"]')

    contact = contact_of(bridge, line)
    tell(bridge, "EventReleased", line, 300, "whole", **ASHA)
    page.select_option(f"{CARD} select", "solved")
    page.click(f"{CARD} .ways .primary")
    page.wait_for_selector(CARD, state="detached")

    after = bridge.get(f"/v1/interactions/{contact['id']}").json()
    assert (after["case"], after["status"], after["wrap_up"]) == (case, "completed", "solved")
    assert "ProductOrderCreateEvent" in [event["type"] for event in bridge.get("/v1/events?limit=200").json()]
    found = bridge.post(
        "/v1/search", json={"text": "lilac handset without mobile data", "filters": {"kind": "resolution"}}
    )
    assert f"case-{case}" in found.text
