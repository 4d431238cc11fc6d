"""Calls and the customer's record: pop, verification, what is shown and changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from t2r.simulated.directory import BIRTHDAY, record
from tests.api.widget.conftest import Site, violations

pytestmark = pytest.mark.browser

NOON = 1_777_636_800
ASHA, RAVI = {"AgentID": "asha", "ThisDN": "7001"}, {"AgentID": "ravi", "ThisDN": "7002"}
CARD = "t2r-calls .card"
NUMBERS = iter(range(10, 100))


@pytest.fixture
def line() -> str:
    """A line that no other test speaks of; the network does not know it."""
    return f"9198000001{next(NUMBERS)}"


def tell(bridge: Any, name: str, line: str, at: float, conn: str, **more: Any) -> None:
    about = {"ANI": f"+{line}", "ThisQueue": "mobile", "CallType": "Inbound", "Time": NOON + at}
    assert bridge.post("/v1/cti/events", json={"Event": name, "ConnID": conn, **about, **more}).status_code == 200


def contact_of(bridge: Any, line: str) -> Any:
    (contact,) = bridge.get("/v1/interactions", params={"msisdn": line, "open": True}).json()["items"]
    return contact


def call(page: Any, bridge: Any, line: str, conn: str) -> Any:
    """A call rings and is answered; the workspace is about it then."""
    tell(bridge, "EventRinging", line, 0, conn, **ASHA)
    page.wait_for_selector(f'{CARD}[data-standing="ringing"]')
    tell(bridge, "EventEstablished", line, 5, conn, **ASHA)
    page.wait_for_selector(f'{CARD}[data-standing="talking"]')
    page.wait_for_selector("t2r-customer .who")
    return page


def post_code(line: str) -> str:
    media = record(line)["contactMedium"]
    return str(next(code for each in media if (code := each["characteristic"].get("postCode"))))


def verify(page: Any, line: str, code: str | None = None) -> None:
    page.click("t2r-customer button:has-text('Ask questions')")
    page.wait_for_selector("t2r-customer .verify input")
    page.fill("t2r-customer .verify [name=dateOfBirth]", BIRTHDAY)
    page.fill("t2r-customer .verify [name=postCode]", code or post_code(line))
    page.click("t2r-customer .verify .primary")


def test_a_call_that_rings_shows_at_once_who_it_is_masked_and_what_is_wrong(
    open_workspace: Callable[..., Any], bridge: Any, site: Site
) -> None:
    page = open_workspace()
    tell(bridge, "EventRinging", site.network.suspended, 0, "rings", **ASHA)
    page.wait_for_selector(f"{CARD} .tag")
    text = page.inner_text(CARD)
    assert f"+{site.network.suspended}" in text
    assert "•••" in text
    assert "Not verified" in text
    assert "suspended for credit" in text
    assert page.input_value("t2r-workspace .line input") == ""
    assert violations(page) == []
    tell(bridge, "EventAbandoned", site.network.suspended, 20, "rings", **ASHA)
    page.wait_for_selector(CARD, state="detached")


def test_all_customers_who_share_a_number_are_shown_masked_and_nobody_is_guessed(
    open_workspace: Callable[..., Any], bridge: Any, line: str
) -> None:
    shared = [{"name": "msisdn", "value": line}]
    for name in ("Meena Das", "Ravi Das"):
        known = {"name": name, "engagedParty": {"id": name}, "characteristic": shared}
        assert bridge.post("/v1/customers", json={"record": known}).status_code == 201
    page = open_workspace()
    tell(bridge, "EventRinging", line, 0, "shared", **ASHA)
    page.wait_for_selector(f"{CARD}:has-text('customers share this line')")
    text = page.inner_text(CARD)
    assert "Meena" not in text
    assert "Ravi" not in text
    page.keyboard.press("F8")
    page.wait_for_selector("t2r-customer >> text=M•••")
    assert page.locator("t2r-customer >> text=R•••").count()
    tell(bridge, "EventAbandoned", line, 19, "shared", **ASHA)


@pytest.mark.parametrize("width", [320, 1440])
def test_taking_it_up_moves_the_whole_workspace(
    open_workspace: Callable[..., Any], bridge: Any, line: str, width: int
) -> None:
    page = open_workspace(viewport={"width": width, "height": 800})
    tell(bridge, "EventRinging", line, 0, f"taken-{width}", **ASHA)
    page.wait_for_selector(f"{CARD} .primary")
    page.keyboard.press("F8")
    page.wait_for_selector(f"{CARD}.folded")
    page.wait_for_selector("t2r-customer .who")
    assert page.input_value("t2r-workspace .line input") == f"+{line}"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    tell(bridge, "EventAbandoned", line, 20, f"taken-{width}", **ASHA)
    page.wait_for_selector(CARD, state="detached")


def test_a_transferred_call_brings_its_case_and_what_need_not_be_asked_again(
    open_workspace: Callable[..., Any], bridge: Any, line: str
) -> None:
    tell(bridge, "EventRinging", line, 0, "passed", **RAVI)
    tell(bridge, "EventEstablished", line, 2, "passed", **RAVI)
    case = bridge.post("/v1/cases", json={"words": "no mobile data", "msisdn": line, "flow": "mobile-data"}).json()
    blank = case["next"]["blanks"][0]
    value = blank["allowed"][0] if blank["allowed"] else True
    bridge.post(f"/v1/cases/{case['id']}/answers", json={"answers": {blank["fact"]: value}})
    bridge.post(f"/v1/interactions/{contact_of(bridge, line)['id']}/case", json={"case": case["id"]})
    page = open_workspace()
    tell(bridge, "EventReleased", line, 30, "passed", CallState="Transferred", **RAVI)
    tell(bridge, "EventRinging", line, 31, "passed", **ASHA)
    page.wait_for_selector(f"{CARD} .checked li")
    text = page.inner_text(CARD)
    assert "from ravi" in text
    assert "Already checked, do not ask again" in text
    page.click(f"{CARD} >> text=Take up case {case['id']}")
    page.wait_for_selector(f"t2r-flow h2:has-text('Case {case['id']}')")
    tell(bridge, "EventReleased", line, 60, "passed", **ASHA)


def test_a_new_case_is_what_the_contact_is_about_and_the_end_is_wrapped_up(
    open_workspace: Callable[..., Any], bridge: Any, line: str
) -> None:
    page = call(open_workspace(), bridge, line, "wrapped")
    page.fill("t2r-flow .begin textarea", "my mobile data is dead, calls are fine")
    page.click("t2r-flow .begin .primary")
    page.wait_for_selector("t2r-flow .step-title")
    page.wait_for_timeout(300)
    contact = contact_of(bridge, line)
    assert contact["case"] == int(page.inner_text("t2r-flow .head h2").split()[1])
    tell(bridge, "EventReleased", line, 90, "wrapped", **ASHA)
    page.select_option(f"{CARD} select", "solved")
    page.fill(f"{CARD} [name=words]", "works again")
    page.click(f"{CARD} .ways .primary")
    page.wait_for_selector(CARD, state="detached")
    after = bridge.get(f"/v1/interactions/{contact['id']}").json()
    assert (after["wrap_up"], after["description"]) == ("solved", "works again")


# The record


def test_a_customer_is_masked_until_verified_in_the_contact(
    open_workspace: Callable[..., Any], bridge: Any, line: str
) -> None:
    page = call(open_workspace(), bridge, line, "verified")
    name = record(line)["name"]
    assert name not in page.inner_text("t2r-customer .body")
    assert not page.locator("t2r-customer button:has-text('Change')").count()
    verify(page, line, code="000000")
    page.wait_for_selector("t2r-customer .verify .notice")
    assert "2 tries are left" in page.inner_text("t2r-customer .verify .notice")
    page.fill("t2r-customer .verify [name=postCode]", post_code(line))
    page.click("t2r-customer .verify .primary")
    page.wait_for_selector(f"t2r-customer .who h2:has-text('{name}')")
    page.wait_for_selector(f"{CARD} .tag[data-tone=good]")
    assert violations(page) == []
    tell(bridge, "EventReleased", line, 90, "verified", **ASHA)
    page.wait_for_selector("t2r-customer .who h2:has-text('•••')")


def test_a_change_is_checked_field_by_field_and_kept_with_its_reason(
    open_workspace: Callable[..., Any], bridge: Any, line: str
) -> None:
    page = call(open_workspace(), bridge, line, "changed")
    verify(page, line)
    page.click("t2r-customer button:has-text('Change')")
    page.fill("t2r-customer .change [type=tel]", "+91 12")
    page.fill("t2r-customer .change label:has-text('Why it is changed') input", "asked for it")
    page.click("t2r-customer .change .primary")
    assert page.evaluate(
        "document.querySelector('t2r-workspace').shadowRoot.querySelector('t2r-customer').shadowRoot.querySelector('input:invalid') !== null"
    )
    page.fill("t2r-customer .change [type=tel]", "+91 1234567890123456")
    page.click("t2r-customer .change .primary")
    page.wait_for_selector("t2r-customer .medium .problem")
    page.fill("t2r-customer .change [type=tel]", "+91 98000 01999")
    page.click("t2r-customer .change .primary")
    page.wait_for_selector("t2r-customer .facts dd:has-text('+919800001999')")
    page.click("t2r-customer summary:has-text('History')")
    page.wait_for_selector("t2r-customer .changes li:has-text('asked for it')")
    tell(bridge, "EventReleased", line, 90, "changed", **ASHA)


def test_of_two_changes_the_second_sees_both_sides(open_workspace: Callable[..., Any], bridge: Any, line: str) -> None:
    page = call(open_workspace(), bridge, line, "both")
    verify(page, line)
    page.click("t2r-customer button:has-text('Change')")
    page.fill("t2r-customer .change input >> nth=0", "Mine")
    page.fill("t2r-customer .change label:has-text('Why it is changed') input", "married")
    change = {"changes": {"name": "Theirs"}, "why": "court", "interaction": contact_of(bridge, line)["id"]}
    assert bridge.patch(f"/v1/customers/SIM-{line}", json=change).status_code == 200
    page.click("t2r-customer .change .primary")
    page.wait_for_selector("t2r-customer .conflict td:has-text('Theirs')")
    page.click("t2r-customer button:has-text('Save mine all the same')")
    page.wait_for_selector("t2r-customer .who h2:has-text('Mine')")
    tell(bridge, "EventReleased", line, 90, "both", **ASHA)


def test_a_contact_may_be_begun_by_hand_and_outlives_a_reload(
    open_workspace: Callable[..., Any], bridge: Any, line: str
) -> None:
    page = open_workspace()
    page.fill("t2r-workspace .line input", line)
    page.press("t2r-workspace .line input", "Enter")
    page.click("t2r-customer button:has-text('A contact begins now')")
    verify(page, line)
    page.wait_for_selector("t2r-customer .who .tag[data-tone=good]")
    page.reload()
    page.wait_for_selector("t2r-customer .who .tag[data-tone=good]")
    page.click(f"{CARD} >> text=End contact")
    page.select_option(f"{CARD} select", "informed")
    page.click(f"{CARD} .ways .primary")
    page.wait_for_selector(CARD, state="detached")
    (contact,) = bridge.get("/v1/interactions", params={"msisdn": line}).json()["items"]
    assert (contact["status"], contact["wrap_up"]) == ("completed", "informed")


def test_why_they_may_leave_offers_and_points_are_shown(
    open_workspace: Callable[..., Any], bridge: Any, line: str
) -> None:
    bridge.get("/v1/customers", params={"line": line})
    offer = bridge.post(f"/v1/customers/SIM-{line}/offers", json={"code": "plan-review"}).json()
    page = call(open_workspace(), bridge, line, "offers")
    page.wait_for_selector("t2r-customer .reasons li")
    assert "SIMULATED" in page.inner_text("t2r-customer [part=retention]")
    accepts = page.locator("t2r-customer [part=offers] button:has-text('Accepts')")
    assert accepts.is_disabled()
    verify(page, line)
    page.wait_for_selector("t2r-customer [part=offers] button:has-text('Accepts'):enabled")
    accepts.click()
    page.wait_for_selector("t2r-customer [part=offers] .tag[data-tone=good]")
    assert bridge.get(f"/v1/customers/SIM-{line}/retention").json()["offers"][0]["id"] == offer["id"]
    page.click("t2r-customer summary:has-text('points')")
    page.fill("t2r-customer [part=loyalty] [name=points]", "25")
    page.fill("t2r-customer [part=loyalty] [name=reason]", "waited long")
    page.click("t2r-customer [part=loyalty] form button")
    page.wait_for_selector("t2r-customer [part=loyalty] li:has-text('waited long')")
    tell(bridge, "EventReleased", line, 90, "offers", **ASHA)


def test_a_hostile_name_is_text(open_workspace: Callable[..., Any], bridge: Any, line: str) -> None:
    payload = "<img src=x onerror=window.hacked=1>"
    bridge.get("/v1/customers", params={"line": line})
    page = call(open_workspace(), bridge, line, f"hostile {payload}")
    verify(page, line)
    page.wait_for_selector("t2r-customer button:has-text('Change')")
    change = {"changes": {"name": payload}, "why": payload, "interaction": contact_of(bridge, line)["id"]}
    assert bridge.patch(f"/v1/customers/SIM-{line}", json=change).status_code == 200
    page.reload()
    page.wait_for_selector("t2r-customer .who h2:has-text('<img')")
    page.click("t2r-customer summary:has-text('History')")
    page.wait_for_selector("t2r-customer .changes li")
    assert page.evaluate("window.hacked") is None
    tell(bridge, "EventReleased", line, 90, f"hostile {payload}", **ASHA)
