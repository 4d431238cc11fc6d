"""Orders in the workspace: how they stand, their process drawn, live; amended, cancelled, tried again; and links that lead to one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from api.cli import PAGE_SCOPES
from api.tokens import Scope
from t2r.orders.decomposing import ItemWish
from tests.api.widget.conftest import Orders, Site, violations

pytestmark = pytest.mark.browser

STATE = "t2r-order .about .tag"


def lead_to(page: Any, site: Site, what: str) -> Any:
    """As if somebody clicked on a link to it."""
    page.evaluate("(hash) => (location.hash = hash)", what)
    return page


def show(page: Any, site: Site, id: int) -> Any:
    lead_to(page, site, f"order-{id}").wait_for_selector(STATE)
    return page


def test_an_order_is_shown_with_its_process_and_follows_what_happens(
    open_workspace: Callable[..., Any], site: Site, orders: Orders
) -> None:
    id = orders.taken(ItemWish("1", "technician_visit"))
    page = show(open_workspace(), site, id)
    assert page.inner_text(STATE) == "Taken in"
    assert not page.locator("t2r-process").count()  # its process has not begun
    orders.work()
    page.wait_for_selector("t2r-process .waiting")
    assert page.inner_text(STATE) == "In progress"
    assert "Technician's visit" in page.inner_text("t2r-order .items")
    assert page.is_visible("t2r-order .waits li")
    assert page.locator("t2r-process .passed").count()
    assert "now at: Wait for the visit" in str(page.get_attribute("t2r-process figure", "aria-label"))
    page.wait_for_selector("t2r-order [role=status]:has-text('In progress')", state="attached")
    orders.visited(id)
    orders.work()
    page.click("t2r-order summary")
    page.wait_for_selector("t2r-order .timeline li:has-text('ravi')")


def test_what_draws_is_loaded_and_a_stream_opened_only_when_an_order_is_seen(
    open_workspace: Callable[..., Any], site: Site, orders: Orders
) -> None:
    id = orders.taken(ItemWish("1", "technician_visit"))
    orders.work()
    page = open_workspace()
    loaded = "performance.getEntriesByType('resource').filter(({ name }) => /drawing-|orders/.test(name)).length"
    page.wait_for_timeout(300)
    assert page.evaluate(loaded) == 0
    streams: list[str] = []
    page.on("request", lambda asked: streams.append(asked.url) if asked.url.endswith(f"/orders/{id}/events") else None)
    show(page, site, id).wait_for_selector("t2r-process .waiting")
    assert (page.evaluate(loaded) > 0, len(streams)) == (True, 1)
    page.keyboard.press("v")
    page.wait_for_timeout(300)
    page.keyboard.press("o")
    page.wait_for_selector("t2r-process .waiting")
    page.wait_for_timeout(300)
    assert len(streams) == 2


def test_a_fault_is_shown_and_tried_again(open_workspace: Callable[..., Any], site: Site, orders: Orders) -> None:
    id = orders.taken(ItemWish("1", "sim_replacement", characteristics={"at_counter": True}))
    orders.work()  # there is no SIM on the shelf
    page = show(open_workspace(), site, id)
    assert page.inner_text(STATE) == "On hold"
    page.wait_for_selector("t2r-process .failed")
    page.click("t2r-order .faults button")
    page.click("t2r-order summary")
    page.wait_for_selector("t2r-order .timeline li:has-text('Retried')")


def test_what_is_missing_is_said_and_the_order_goes_on(
    open_workspace: Callable[..., Any], site: Site, orders: Orders
) -> None:
    id = orders.taken(ItemWish("1", "plan_change"))
    orders.work()
    page = show(open_workspace(), site, id)
    assert page.inner_text(STATE) == "Waits for information"
    page.click("t2r-order button:has-text('Amend')")
    page.wait_for_selector("t2r-order [data-name=plan]")
    page.click("t2r-order .acting .primary")
    page.wait_for_selector("t2r-order .acting [role=alert]:has-text('Nothing is changed')")
    page.fill("t2r-order [data-name=plan]", "5G")
    page.fill("t2r-order [name=promised_at]", "2027-02-01T10:00")
    with page.expect_response("**/amend") as answered:
        page.click("t2r-order .acting .primary")
    sent = answered.value.request.post_data_json
    assert (sent["items"], set(sent)) == ({"1": {"plan": "5G"}}, {"items", "promised_at"})
    orders.work()
    page.wait_for_selector(f"{STATE}:not(:has-text('Waits for information'), :has-text('Taken in'))")


def test_what_was_about_to_be_changed_outlives_the_view_and_a_reload_until_it_is_left_or_sent(
    open_workspace: Callable[..., Any], site: Site, orders: Orders
) -> None:
    id, other = orders.taken(ItemWish("1", "plan_change")), orders.taken(ItemWish("1", "esim"))
    page = show(open_workspace(), site, id)
    page.click("t2r-order button:has-text('Amend')")
    page.fill("t2r-order [data-name=plan]", "5G")
    page.fill("t2r-order [name=promised_at]", "2027-02-01T10:00")
    page.reload()
    page.wait_for_selector(f"t2r-order h2:has-text('Order {id}')")
    assert page.input_value("t2r-order [data-name=plan]") == "5G"
    show(page, site, other).wait_for_selector(f"t2r-order h2:has-text('Order {other}')")
    page.click("t2r-order button:has-text('Cancel the order')")
    page.fill("t2r-order [name=reason]", "has moved")
    lead_to(page, site, f"order-{id}").wait_for_selector("t2r-order [data-name=plan]")
    assert page.input_value("t2r-order [name=promised_at]") == "2027-02-01T10:00"
    with page.expect_response("**/amend") as answered:
        page.click("t2r-order .acting .primary")
    assert answered.value.request.post_data_json["items"] == {"1": {"plan": "5G"}}
    page.wait_for_selector("t2r-order button:has-text('Amend')")
    lead_to(page, site, f"order-{other}").wait_for_selector("t2r-order [name=reason]")
    assert page.input_value("t2r-order [name=reason]") == "has moved"
    page.click("t2r-order .acting .quiet")
    page.reload()
    page.wait_for_selector("t2r-order button:has-text('Amend')")


def test_an_order_is_cancelled_after_being_asked_why_by_keyboard_alone(
    open_workspace: Callable[..., Any], site: Site, orders: Orders
) -> None:
    id = orders.taken(ItemWish("1", "esim"))
    page = show(open_workspace(), site, id)
    page.focus("t2r-order button:has-text('Cancel the order')")
    page.keyboard.press("Enter")
    page.wait_for_selector("t2r-order [name=reason]:focus")
    page.keyboard.type("has moved")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{STATE}:has-text('Cancelled')")
    assert "has moved" in page.inner_text("t2r-order .why")
    page.wait_for_selector("t2r-order h2:focus")


def test_the_orders_of_a_case_and_of_its_number_are_listed_and_follow_the_case(
    open_workspace: Callable[..., Any], bridge: Any, site: Site, orders: Orders
) -> None:
    line = site.network.well
    case = bridge.post("/v1/cases", json={"words": "no data", "msisdn": line, "flow": "mobile-data"}).json()["id"]
    other = orders.taken(ItemWish("1", "esim"), line=line)
    page = lead_to(open_workspace(), site, f"case-{case}")
    page.wait_for_selector(f"t2r-flow h2:has-text('Case {case}')")
    page.locator("t2r-assist textarea").blur()
    page.keyboard.press("o")
    page.wait_for_selector(f"t2r-order section:has-text('Of this number') [data-order='{other}']")
    made = bridge.post(f"/v1/cases/{case}/orders", json={"items": [{"product": "plan_change"}]}).json()["id"]
    row = f"t2r-order section:has-text('Of this case') [data-order='{made}']"
    page.wait_for_selector(row)
    assert violations(page) == []
    page.click(row)
    page.wait_for_selector(f"t2r-order h2:has-text('Order {made}'):focus")
    page.reload()
    page.wait_for_selector(f"t2r-order h2:has-text('Order {made}')")
    page.click("t2r-order button:has-text('All orders')")
    page.wait_for_selector(row)


@pytest.mark.parametrize("address", ["/#order-{}", "/?order={}", "/workspace#order-{}"])
def test_a_link_to_an_order_leads_there_with_its_number_and_is_gone_from_the_address(
    open_workspace: Callable[..., Any], site: Site, orders: Orders, address: str
) -> None:
    id = orders.taken(ItemWish("1", "esim"))
    page = open_workspace()
    page.goto("about:blank")
    page.goto(site.url + address.format(id))
    page.wait_for_selector(f"t2r-order h2:has-text('Order {id}')")
    assert page.url == f"{site.url}/"
    assert page.input_value("t2r-workspace .line input").startswith("+9198110")


def test_a_link_waits_until_somebody_is_signed_in(
    new_page: Callable[..., Any], bridge: Any, site: Site, login_code: Callable[..., str]
) -> None:
    case = bridge.post("/v1/cases", json={"words": "no data", "flow": "mobile-data"}).json()["id"]
    page = new_page(site.url)
    page.goto(f"{site.url}/#case-{case}")
    page.wait_for_selector("t2r-workspace .signed-out")
    page.goto(f"{site.url}/login?code={login_code(site.settings, *PAGE_SCOPES)}")
    page.wait_for_selector(f"t2r-flow h2:has-text('Case {case}')")


def test_who_may_not_see_orders_has_no_view_of_them(open_workspace: Callable[..., Any], site: Site) -> None:
    page = open_workspace(Scope.ANSWERS_READ, Scope.CASES_READ)
    page.wait_for_selector("t2r-workspace .work")
    assert not page.locator("t2r-workspace .work > nav button.order").count()


def test_who_may_only_see_orders_changes_none(open_workspace: Callable[..., Any], site: Site, orders: Orders) -> None:
    id = orders.taken(ItemWish("1", "esim"))
    page = show(open_workspace(Scope.ANSWERS_READ, Scope.ORDERS_READ), site, id)
    assert not page.locator("t2r-order button:has-text('Amend')").count()


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (400, "light"), (768, "light"), (1440, "dark")])
def test_it_is_accessible_and_fits(
    open_workspace: Callable[..., Any], site: Site, orders: Orders, width: int, scheme: str
) -> None:
    id = orders.taken(ItemWish("1", "home_bundle"), promised_at=orders.bench.now())
    orders.work()
    page = open_workspace(viewport={"width": width, "height": 900}, color_scheme=scheme)
    show(page, site, id).wait_for_selector("t2r-process .djs-container")
    page.click("t2r-order summary")
    page.wait_for_selector("t2r-order .timeline li")
    found = {"shown": violations(page)}
    for acting in ("Amend", "Cancel the order"):
        page.click(f"t2r-order button:has-text('{acting}')")
        page.wait_for_selector("t2r-order .acting")
        found[acting] = violations(page)
        page.click("t2r-order .acting .quiet")
    assert found == {state: [] for state in found}
    wide = "(host) => [...host.shadowRoot.querySelectorAll('section, li, form, fieldset')].filter((n) => n.scrollWidth > n.clientWidth + 1).length"
    assert page.locator("t2r-order").evaluate(wide) == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
