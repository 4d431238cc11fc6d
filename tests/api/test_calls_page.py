"""The agent's calls on the page, in a real browser against a real server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest

from api.cli import PAGE_SCOPES
from api.tokens import Scope
from t2r.settings import Settings
from tests.t2r.customers.conftest import ASHA as CUSTOMER
from tests.t2r.customers.conftest import LINE as CUSTOMERS_LINE

pytestmark = pytest.mark.browser

NOON = 1_777_636_800
LINE = "919800000002"  # suspended for credit
ASHA, RAVI = {"AgentID": "asha", "ThisDN": "7001"}, {"AgentID": "ravi", "ThisDN": "7002"}
PHONE = {"viewport": {"width": 390, "height": 800}}


@pytest.fixture(scope="module")
def site(
    make_settings: Callable[..., Settings], small_network: Callable[[Settings], Any], serve: Callable[..., Any]
) -> Iterator[tuple[str, Settings]]:
    settings = make_settings()
    small_network(settings)
    with serve(settings) as url:
        yield url, settings


@pytest.fixture
def bridge(site: tuple[str, Settings], token_for: Callable[..., str]) -> Iterator[Any]:
    """Sends events, and looks at what was made of them."""
    token = token_for(site[1], Scope.CTI_WRITE, Scope.CASES_READ, Scope.CASES_WRITE)
    with httpx2.Client(base_url=site[0], headers={"Authorization": f"Bearer {token}"}, timeout=60) as client:
        yield client


@pytest.fixture
def open_page(
    new_page: Callable[..., Any], site: tuple[str, Settings], login_code: Callable[..., str]
) -> Callable[..., Any]:
    """Open the page, signed in as asha."""

    def opened(**options: Any) -> Any:
        page = new_page(site[0], **options)
        page.goto(f"{site[0]}/login?code={login_code(site[1], *PAGE_SCOPES)}")
        page.wait_for_selector("#work:not([hidden])")
        return page

    return opened


def send(bridge: Any, name: str, at: float, conn: str, **more: Any) -> None:
    about = {"ANI": f"+{LINE}", "ThisQueue": "mobile", "CallType": "Inbound", "Time": NOON + at}
    assert bridge.post("/v1/cti/events", json={"Event": name, "ConnID": conn, **about, **more}).status_code == 200


def with_flow(route: Any) -> None:
    """Name the flow, so that the test need not wait for the router to be made ready."""
    route.continue_(post_data=json.dumps(route.request.post_data_json | {"flow": "mobile-data"}))


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_a_call_that_rings_shows_who_it_is_and_what_is_wrong(
    open_page: Callable[..., Any], bridge: Any, options: dict[str, Any]
) -> None:
    conn = f"shown-{len(options)}"
    page = open_page(**options)
    send(bridge, "EventRinging", 0, conn, **ASHA)
    page.wait_for_selector('.call[data-standing="ringing"]')
    text = page.inner_text(".call")
    assert f"+{LINE}" in text
    assert "Barring" in text
    assert "queue mobile" in text
    assert LINE in page.inner_text("#announcer")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box, composer = page.locator(".call").bounding_box(), page.locator("#composer").bounding_box()
    assert box["y"] + box["height"] <= composer["y"]
    send(bridge, "EventAbandoned", 20, conn, **ASHA)
    page.wait_for_selector(".call", state="detached")


def test_the_customer_of_the_number_stands_on_the_card_masked_until_verified(
    open_page: Callable[..., Any], bridge: Any, site: tuple[str, Settings], token_for: Callable[..., str]
) -> None:
    crm = {"Authorization": f"Bearer {token_for(site[1], Scope.CUSTOMERS_MASTER)}"}
    made = bridge.post("/v1/customers", json={"record": CUSTOMER}, headers=crm)
    assert made.status_code == 201
    page = open_page()
    ringing = ASHA | {"ANI": f"+{CUSTOMERS_LINE}"}
    send(bridge, "EventRinging", 0, "masked", **ringing)
    page.wait_for_selector(".call-customers")
    text = page.inner_text(".call")
    assert "A••• R•••" in text
    assert "not verified" in text
    assert "Asha" not in text
    assert not page.locator(".verify").count()  # nobody is there to ask yet
    send(bridge, "EventEstablished", 3, "masked", **ringing)
    page.click("text=Verify by questions")
    page.wait_for_selector(".verify label")
    right = {"What is your date of birth?": "1990-02-28", "What is the post code of your address?": "38 00 01"}
    wrong = dict.fromkeys(right, "2000-01-01")
    for answers, outcome in ((wrong, ".verify .problem:not([hidden])"), (right, "text=Asha Rao")):
        fields = page.locator(".verify label").all()
        assert {each.inner_text().strip() for each in fields} == set(right)
        for field in fields:
            field.locator("input").fill(answers[field.inner_text().strip()])
        send(bridge, "EventHeld" if answers is wrong else "EventRetrieved", 5 + (answers is right), "masked", **ringing)
        page.wait_for_selector(f'.call[data-standing="{"held" if answers is wrong else "talking"}"]')
        page.click(".verify >> text=Check")  # what was typed is still there
        page.wait_for_selector(outcome)
    assert "· verified" in page.inner_text(".call")
    page.reload()
    page.wait_for_selector("text=Asha Rao")
    send(bridge, "EventReleased", 9, "masked", **ringing)


def test_all_customers_who_share_a_number_are_shown(
    open_page: Callable[..., Any], bridge: Any, site: tuple[str, Settings], token_for: Callable[..., str]
) -> None:
    crm = {"Authorization": f"Bearer {token_for(site[1], Scope.CUSTOMERS_MASTER)}"}
    lines = [{"name": "msisdn", "value": "919800000062"}]
    for name in ("Meena Das", "Ravi Das"):
        record = {"name": name, "engagedParty": {"id": name}, "characteristic": lines}
        assert bridge.post("/v1/customers", json={"record": record}, headers=crm).status_code == 201
    page = open_page()
    send(bridge, "EventRinging", 10, "shared", **ASHA | {"ANI": "+919800000062"})
    page.wait_for_selector(".call-customers")
    assert "2 customers share this number" in page.inner_text(".call")
    assert {each.split()[0] for each in page.locator(".call-customers li").all_inner_texts()} == {"M•••", "R•••"}
    send(bridge, "EventAbandoned", 19, "shared", **ASHA)


def test_its_trouble_is_taken_up_linked_and_wrapped_up(open_page: Callable[..., Any], bridge: Any) -> None:
    page = open_page()
    send(bridge, "EventRinging", 0, "taken", **ASHA)
    send(bridge, "EventEstablished", 5, "taken", **ASHA)
    page.route("**/v1/cases", with_flow)
    page.click("text=Take up the trouble")
    assert page.input_value("#line") == f"+{LINE}"
    page.fill("#question", "no mobile data at all")
    page.click("#case-begin")
    page.wait_for_selector("#case .case-said")
    (contact,) = bridge.get("/v1/interactions", params={"msisdn": LINE, "open": True}).json()["items"]
    assert contact["case"] is not None
    send(bridge, "EventReleased", 90, "taken", **ASHA)
    page.select_option(".call select", "case_open")
    page.fill(".call input", "suspended for credit, pays today")
    page.click(".call >> text=Done")
    page.wait_for_selector(".call", state="detached")
    after = bridge.get(f"/v1/interactions/{contact['id']}").json()
    assert (after["wrap_up"], after["description"]) == ("case_open", "suspended for credit, pays today")


def test_a_call_that_is_handed_over_brings_its_case_and_what_was_checked(
    open_page: Callable[..., Any], bridge: Any
) -> None:
    send(bridge, "EventRinging", 0, "passed", **RAVI)
    send(bridge, "EventEstablished", 2, "passed", **RAVI)
    case = bridge.post("/v1/cases", json={"words": "no mobile data", "msisdn": LINE, "flow": "mobile-data"}).json()
    blank = case["next"]["blanks"][0]
    value = blank["allowed"][0] if blank["allowed"] else True
    bridge.post(f"/v1/cases/{case['id']}/answers", json={"answers": {blank["fact"]: value}})
    (contact,) = bridge.get("/v1/interactions", params={"agent": "ravi", "open": True}).json()["items"]
    bridge.post(f"/v1/interactions/{contact['id']}/case", json={"case": case["id"]})
    page = open_page()
    send(bridge, "EventReleased", 30, "passed", CallState="Transferred", **RAVI)
    send(bridge, "EventRinging", 31, "passed", **ASHA)
    page.wait_for_selector(".call .checked")
    text = page.inner_text(".call")
    assert "from ravi" in text
    assert "Already checked, do not ask again" in text
    page.click(f".call >> text=Open case #{case['id']}")
    page.wait_for_selector("#case .case-said")
    send(bridge, "EventReleased", 60, "passed", **ASHA)
