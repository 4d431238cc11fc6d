"""Forms, the map, the board and the knowledge inbox in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from api.cli import PAGE_SCOPES
from api.tokens import Scope
from t2r.database import open_database, writing
from t2r.learning.tables import AskedQuestion
from t2r.simulated.directory import BIRTHDAY, record
from tests.api.widget.conftest import Site, violations

pytestmark = pytest.mark.browser

WORDS = "my mobile data is dead, calls are fine"
LEAD = [*PAGE_SCOPES, Scope.KNOWLEDGE_WRITE]


def new_case(bridge: Any, line: str) -> int:
    return int(bridge.post("/v1/cases", json={"words": WORDS, "msisdn": line, "flow": "mobile-data"}).json()["id"])


def open_case(page: Any, number: int) -> Any:
    page.wait_for_selector("t2r-flow .begin", state="attached")
    page.locator("t2r-flow").evaluate("(flow, id) => flow.open(id)", number)
    page.wait_for_selector("t2r-flow .step-title", state="attached")
    return page


def show(page: Any, view: str) -> Any:
    page.click(f"t2r-workspace .work > nav button.{view}")
    return page


# Forms

REASON = "t2r-journey [data-field=reason] textarea"


def open_form(page: Any, journey: str) -> Any:
    show(page, "journey")
    page.click(f"t2r-journey [data-journey={journey}] button")
    page.wait_for_selector("t2r-journey .field")
    return page


def test_a_form_comes_filled_with_sources_shows_what_is_changed_and_is_sent_once(
    open_workspace: Callable[..., Any], bridge: Any, site: Site
) -> None:
    case = new_case(bridge, site.network.slowed)
    page = open_form(open_case(open_workspace(), case), "lead")
    assert page.input_value("t2r-journey [data-field=msisdn] input") == f"+{site.network.slowed}"
    assert f"from case {case} · certain" in page.inner_text("t2r-journey [data-field=msisdn]")
    filled = page.input_value(REASON)
    page.click("t2r-journey .foot .primary")
    page.wait_for_selector("t2r-journey [data-field=interest] .problem")
    page.select_option("t2r-journey [data-field=interest] select", "larger_plan")
    page.fill(REASON, "wants more data")
    page.check("t2r-journey [data-field=consent] input")
    page.wait_for_selector("t2r-journey .diff ins:has-text('wants more data')")
    assert page.inner_text("t2r-journey .diff tr:has-text('wants more data') del") == filled
    page.reload()
    page.wait_for_selector("t2r-journey .diff ins:has-text('wants more data')")
    assert violations(page) == []
    with page.expect_request("**/submit") as sent:
        page.click("t2r-journey .foot .primary")
    page.wait_for_selector("t2r-journey [data-journey=lead] .tag[data-tone=good]")
    repeated = bridge.post(sent.value.url, json=sent.value.post_data_json, headers={"Idempotency-Key": "another"})
    assert repeated.status_code == 409
    assert len([one for one in bridge.get("/v1/events?limit=200").json() if one["type"] == "SalesLeadCreateEvent"]) == 1


def test_a_change_is_undone(open_workspace: Callable[..., Any], bridge: Any, site: Site) -> None:
    page = open_form(open_case(open_workspace(), new_case(bridge, site.network.well)), "lead")
    filled = page.input_value(REASON)
    page.fill(REASON, "something else")
    page.wait_for_selector("t2r-journey .diff ins")
    page.click("t2r-journey [data-field=reason] .link")
    page.wait_for_selector("t2r-journey .diff ins", state="detached")
    assert page.input_value(REASON) == filled


def test_personal_values_are_hidden_until_the_customer_is_verified(
    open_workspace: Callable[..., Any], bridge: Any
) -> None:
    line = "919800000299"
    page = open_form(open_case(open_workspace(), new_case(bridge, line)), "service-request")
    assert page.locator("t2r-journey .foot .primary").is_disabled()
    assert page.input_value("t2r-journey [data-field=contact_name] input") == ""
    assert "shown once the customer is verified" in page.inner_text("t2r-journey [data-field=contact_name]")
    page.click("t2r-journey button:has-text('Verify the customer')")
    page.click("t2r-customer button:has-text('A contact begins now')")
    page.click("t2r-customer button:has-text('Ask questions')")
    page.fill("t2r-customer [name=dateOfBirth]", BIRTHDAY)
    code = next(one for each in record(line)["contactMedium"] if (one := each["characteristic"].get("postCode")))
    page.fill("t2r-customer [name=postCode]", code)
    page.click("t2r-customer .verify .primary")
    page.wait_for_selector("t2r-customer .who .tag[data-tone=good]")
    show(page, "journey")
    page.wait_for_function(
        "(name) => document.querySelector('t2r-workspace').shadowRoot.querySelector('t2r-journey').shadowRoot"
        ".querySelector('[data-field=contact_name] input').value === name",
        arg=record(line)["name"],
    )
    assert page.locator("t2r-journey .foot .primary").is_enabled()


# The map

IN_VIEW = "t2r-map [role=status]:has-text('in view at')"


def open_map(page: Any, line: str = "") -> Any:
    if line:
        page.fill("t2r-workspace .line input", line)
        page.press("t2r-workspace .line input", "Enter")
    show(page, "map")
    page.wait_for_selector(IN_VIEW, timeout=60_000)
    return page


def choose(page: Any, kind: str, legend: str) -> None:
    page.check(f"t2r-map input[value={kind}]", force=True)
    page.wait_for_selector(f"t2r-map .legend:has-text('{legend}')")


def test_nothing_of_the_map_is_loaded_before_it_is_shown(open_workspace: Callable[..., Any]) -> None:
    page = open_workspace()
    page.wait_for_timeout(500)
    loaded = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    assert not [name for name in loaded if "maplibre" in name or "/v1/map" in name]


@pytest.mark.parametrize("width", [320, 1440])
def test_each_layer_is_drawn_with_its_legend(open_workspace: Callable[..., Any], width: int) -> None:
    page = open_map(open_workspace(viewport={"width": width, "height": 800}))
    page.wait_for_selector("t2r-map .canvas canvas")
    for kind, legend in {
        "congestion": "slow behind the radio",
        "outage": "planned work",
        "barring": "barred",
        "coverage": "no coverage",
    }.items():
        choose(page, kind, legend)
    assert page.locator("t2r-map .canvas canvas").bounding_box()["height"] > 150
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


def test_the_customers_place_is_shown_and_a_place_explains_itself(
    open_workspace: Callable[..., Any], site: Site
) -> None:
    page = open_map(open_workspace(), site.network.well)
    page.wait_for_selector("t2r-map .pin", timeout=60_000)
    page.wait_for_timeout(1500)  # until the layer of the new view is drawn
    box = page.locator("t2r-map .canvas").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2 + 60, box["y"] + box["height"] / 2)
    page.wait_for_selector("t2r-map .facts")
    assert "dBm, give or take" in page.inner_text("t2r-map .facts")
    assert "404-45-1201-" in page.inner_text("t2r-map .facts")


def test_a_table_says_the_same_and_where_it_is(open_workspace: Callable[..., Any], site: Site) -> None:
    page = open_map(open_workspace(), site.network.well)
    page.click("t2r-map button:has-text('Table')")
    choose(page, "barring", "barred")
    page.wait_for_selector("t2r-map tbody tr")
    assert "of the customer" in page.inner_text("t2r-map table") or "at the customer" in page.inner_text(
        "t2r-map table"
    )
    assert violations(page) == []


def test_another_moment_is_asked_for(open_workspace: Callable[..., Any]) -> None:
    page = open_map(open_workspace())
    with page.expect_request(lambda asked: "/v1/map/coverage" in asked.url and "at=" in asked.url):
        page.press("t2r-map #hours", "ArrowLeft")
    assert page.inner_text("t2r-map output") != "Now"


def test_in_the_dark_the_layers_stay(open_workspace: Callable[..., Any]) -> None:
    page = open_map(open_workspace())
    page.wait_for_selector("t2r-map .canvas canvas")
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(500)
    page.wait_for_selector(IN_VIEW)
    assert page.locator("t2r-map .legend li").count() > 1


def test_without_webgl_the_table_takes_its_place(browser: Any, site: Site, login_code: Callable[..., str]) -> None:
    context = browser.new_context()
    context.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page = context.new_page()
    page.goto(f"{site.url}/login?code={login_code(site.settings, *PAGE_SCOPES)}")
    page.goto(site.url)
    page.wait_for_selector("t2r-assist textarea", state="attached")
    show(page, "map")
    page.wait_for_selector("t2r-map [role=status]:has-text('cannot be drawn')")
    page.wait_for_selector("t2r-map tbody tr")
    context.close()


# The board


def test_the_board_shows_target_times_and_who_has_what_and_opens_a_case(
    open_workspace: Callable[..., Any], bridge: Any, site: Site
) -> None:
    case = new_case(bridge, site.network.suspended)
    page = open_workspace()
    page.click("t2r-workspace .places button:has-text('Board')")
    row = f"t2r-board tr[data-case='{case}']"
    page.wait_for_selector(f"{row}:has-text('On time')")
    assert WORDS in page.inner_text(row)
    assert violations(page) == []
    page.click(f"{row} .link")
    page.wait_for_selector(f"t2r-flow h2:has-text('Case {case}')")


def test_the_board_is_live_and_says_since_when_it_is_not(
    open_workspace: Callable[..., Any], bridge: Any, site: Site
) -> None:
    page = open_workspace()
    page.click("t2r-workspace .places button:has-text('Board')")
    page.wait_for_selector("t2r-board [data-live=true]:has-text('Live')")
    case = new_case(bridge, site.network.well)
    page.wait_for_selector(f"t2r-board tr[data-case='{case}']")
    page.context.set_offline(True)
    page.wait_for_selector("t2r-board [data-live=false]:has-text('as of')")
    assert page.locator(f"t2r-board tr[data-case='{case}']").count()
    page.context.set_offline(False)
    page.wait_for_selector("t2r-board [data-live=true]")


def test_a_board_whose_server_says_nothing_any_more_is_not_live(open_workspace: Callable[..., Any]) -> None:
    page = open_workspace()
    page.clock.install()
    page.click("t2r-workspace .places button:has-text('Board')")
    page.wait_for_selector("t2r-board [data-live=true]")
    page.clock.run_for(60_000)  # none of it on the server's clock
    page.wait_for_selector("t2r-board [data-live=false]")


@pytest.mark.parametrize(
    ("scopes", "places"),
    [
        ([Scope.ANSWERS_READ, Scope.CASES_READ], []),
        ([*PAGE_SCOPES], ["Desk", "Board", "Reports"]),
        ([Scope.ANSWERS_READ, Scope.CASES_READ, Scope.EVALUATIONS_READ], ["Desk", "Reports"]),
        ([Scope.ANSWERS_READ, Scope.KNOWLEDGE_READ, Scope.KNOWLEDGE_WRITE], ["Desk", "Inbox"]),
    ],
)
def test_a_place_is_there_for_who_has_a_use_for_it(
    open_workspace: Callable[..., Any], scopes: list[Scope], places: list[str]
) -> None:
    page = open_workspace(*scopes)
    page.wait_for_selector("t2r-workspace .work")
    assert page.locator("t2r-workspace .places button").all_inner_texts() == places


# The inbox


def open_inbox(page: Any, topic: str) -> Any:
    page.click("t2r-workspace .places button:has-text('Inbox')")
    page.click(f"t2r-inbox [data-topic={topic}]")
    return page


STALE = {
    "id": "old-offer",
    "title": "The summer offer of last year",
    "body": "It gives more data.\n",
    "product": "mobile",
    "valid_until": "2025-09-01",
}


def test_a_gap_becomes_an_article_that_the_next_search_finds(
    open_workspace: Callable[..., Any], bridge: Any, site: Site
) -> None:
    question = "the parental lock of the television box forgets its code"
    answer = bridge.post("/v1/answers", json={"question": question}).json()
    assert answer["decision"] == "abstained"
    engine = open_database(site.settings.database)
    with writing(engine) as session:  # what serving does each second
        about = {"answer_id": answer["answer_id"], "decision": "abstained", "confidence": answer["confidence"]}
        session.add(AskedQuestion(at=datetime.now(UTC), question=question, **about))
    engine.dispose()
    page = open_inbox(open_workspace(*LEAD), "gap")
    item = f"t2r-inbox .item:has-text('{question}')"
    page.click(f"{item} summary")
    page.click(f"{item} button:has-text('Write the article')")
    page.wait_for_selector("t2r-article-editor form")
    assert question in page.input_value("t2r-article-editor textarea >> nth=0")
    page.fill("t2r-article-editor input >> nth=0", "The parental lock of the TV box forgets its code")
    page.fill(
        "t2r-article-editor .text", "## Steps\n\n1. Set the code of the parental lock again.\n2. Update the box.\n"
    )
    page.click("t2r-article-editor button:has-text('Preview')")
    page.wait_for_selector("t2r-article-editor .shown li")
    assert violations(page) == []
    page.reload()  # what was typed is kept
    page.click(f"{item} summary")
    page.click(f"{item} button:has-text('Write the article')")
    page.click("t2r-article-editor .foot .primary")
    page.wait_for_selector("t2r-knowledge .document:has-text('Set the code of the parental lock again')")
    page.wait_for_selector(item, state="detached")
    assert bridge.post("/v1/answers", json={"question": question}).json()["decision"] != "abstained"


def test_an_article_out_of_date_is_mended_unless_somebody_was_faster(
    open_workspace: Callable[..., Any], bridge: Any
) -> None:
    assert bridge.post("/v1/articles", json=STALE).status_code == 201
    page = open_inbox(open_workspace(*LEAD), "stale")
    item = "t2r-inbox .item:has-text('summer offer')"
    page.click(f"{item} summary")
    assert "ended on 2025-09-01" in page.inner_text(item)
    page.click(f"{item} button:has-text('Mend')")
    page.wait_for_selector("t2r-article-editor form")
    bridge.put("/v1/articles/old-offer", json=STALE | {"body": "It gave more data.\n", "version": 2})
    page.fill("t2r-article-editor .text", "It gives a lot more data.\n")
    page.click("t2r-article-editor .foot .primary")
    page.wait_for_selector("t2r-article-editor .problem:has-text('Somebody else has changed')")
    page.click("t2r-article-editor button:has-text('Discard')")
    page.click(f"{item} button:has-text('Mend')")
    page.wait_for_selector("t2r-article-editor form")
    assert page.input_value("t2r-article-editor .text") == "It gave more data.\n"
    page.fill("t2r-article-editor .text", "It gives a lot more data.\n")
    page.click("t2r-article-editor .foot .primary")
    page.wait_for_selector("t2r-knowledge .document:has-text('a lot more data')")
    assert bridge.get("/v1/articles/old-offer").json()["version"] == 3


def test_what_needs_nothing_is_set_aside_with_the_reason(open_workspace: Callable[..., Any], bridge: Any) -> None:
    bridge.put("/v1/articles/old-tariff", json=STALE | {"id": "old-tariff", "title": "The tariff of last winter"})
    page = open_inbox(open_workspace(*LEAD), "stale")
    item = "t2r-inbox .item:has-text('last winter')"
    page.click(f"{item} summary")
    page.click(f"{item} .ways button:has-text('Set aside')")
    page.fill(f"{item} [name=why]", "kept for the records")
    page.click(f"{item} .ways .primary")
    page.wait_for_selector(item, state="detached")
    titles = [each["title"] for each in bridge.get("/v1/inbox/stale").json()["items"]]
    assert not [title for title in titles if "last winter" in title]


# All of them


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (768, "light"), (1440, "dark")])
def test_every_view_and_place_is_accessible_and_fits(
    open_workspace: Callable[..., Any], bridge: Any, site: Site, width: int, scheme: str
) -> None:
    case = new_case(bridge, site.network.suspended)
    page = open_case(open_workspace(*LEAD, viewport={"width": width, "height": 800}, color_scheme=scheme), case)
    found = {}
    for name, reach in {
        "customer": lambda: (show(page, "customer"), page.wait_for_selector("t2r-customer [part=loyalty]")),
        "forms": lambda: (show(page, "journey"), page.wait_for_selector("t2r-journey .card")),
        "form": lambda: open_form(page, "service-request"),
        "orders": lambda: (show(page, "order"), page.wait_for_selector("t2r-order .empty")),
        "board": lambda: (
            page.click("t2r-workspace .places button:has-text('Board')"),
            page.wait_for_selector("t2r-board .figure"),
        ),
        "inbox": lambda: open_inbox(page, "stale"),
    }.items():
        reach()
        page.wait_for_timeout(150)
        found[name] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_they_speak_hindi(open_workspace: Callable[..., Any], bridge: Any, site: Site) -> None:
    page = open_case(open_workspace(*LEAD), new_case(bridge, site.network.well))
    page.evaluate("localStorage.setItem('t2r choices', JSON.stringify({ lang: 'hi', theme: 'auto' }))")
    page.reload()
    for view, said in {"customer": "छोड़ने का जोखिम", "journey": "दूसरे फ़ॉर्म", "order": "कोई नहीं है", "map": "सेल"}.items():
        show(page, view)
        page.wait_for_selector(f"t2r-{view} >> text={said}" if view != "map" else "t2r-map button:has-text('तालिका')")
    for place, said in {
        "बोर्ड": "t2r-board h3:has-text('समय-सीमाएँ')",
        "इनबॉक्स": "t2r-inbox button:has-text('कमियाँ')",
    }.items():
        page.click(f"t2r-workspace .places button:has-text('{place}')")
        page.wait_for_selector(said)
