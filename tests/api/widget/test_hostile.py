"""What others have written runs nowhere: hostile articles, names, tickets, tool output, orders and calls in every view."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest
import yaml

from api.cli import PAGE_SCOPES
from api.tokens import Scope
from t2r.database import open_database, writing
from t2r.learning.tables import AskedQuestion
from t2r.orders.bench import SHIPPED
from t2r.orders.decomposing import ItemWish
from t2r.processes.deployed import STARTERS, Source, deploy
from t2r.settings import Settings
from tests.api.widget.conftest import Orders, Site, ask
from tests.api.widget.hostile import ALL, KINDS, LINES, RUNS, short
from tests.api.widget.test_calls import ASHA, CARD, RAVI, contact_of, tell, verify
from tests.api.widget.test_more import open_form, open_inbox
from tests.api.widget.test_orders import show

pytestmark = pytest.mark.browser

LEAD = [*PAGE_SCOPES, Scope.KNOWLEDGE_WRITE]
CALLER = "919800007001"
WATCH = """
  window.ran = [];
  window.refused = [];
  window.hack = (kind) => ran.push(kind);
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) =>
    refused.push([violatedDirective, blockedURI, sample]));
"""
# All that somebody's text has put into the page, within the elements too.
MADE = r"""() => {
  const found = [];
  const walk = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (/^(script|iframe|object|embed|math|base|meta|video|audio|form\[action\])$/.test(node.localName) && root !== document)
        found.push(node.outerHTML.slice(0, 200));
      for (const { name, value } of node.attributes) {
        const isAddress = /^(href|src|action|formaction|data|xlink:href|srcdoc)$/.test(name);
        if (name.startsWith("on") || (isAddress && /^[\s\x00-\x1f]*(javascript|vbscript|data):/i.test(value)))
          found.push(`${node.localName} ${name}=${value}`.slice(0, 200));
      }
      if (node.shadowRoot) walk(node.shadowRoot);
    }
  };
  walk(document);
  return found;
}"""


@pytest.fixture(scope="module")
def site(
    make_settings: Callable[..., Settings],
    small_network: Callable[[Settings], Any],
    serve: Callable[[Settings], AbstractContextManager[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    products = yaml.safe_load((SHIPPED / "catalogue.yaml").read_text(encoding="utf-8"))
    products["products"]["technician_visit"]["title"] = FIRST
    folder = tmp_path_factory.mktemp("orders")
    (folder / "catalogue.yaml").write_text(yaml.safe_dump(products), encoding="utf-8")
    settings = make_settings(
        rate_limit=0,
        orders=folder,
        catalogue="tests.api.widget.hostile:tools_of",
        customers="t2r.simulated.directory:open_directory",
    )
    network = small_network(settings)
    with serve(settings) as url:
        yield Site(url, settings, network)


@pytest.fixture
def case(bridge: Any, site: Site) -> int:
    """A case of hostile words, worked on with hostile tools and notes, and ordered for; all comes in through the API."""
    made(bridge.put("/v1/articles/hostile", json=ARTICLE | {"version": 1}), 200, 201, 409)
    ticket = made(bridge.post("/v1/cases", json={"words": LINES, "msisdn": site.network.well, "flow": "mobile-data"}))
    id = int(ticket["id"])
    for _ in range(3):
        step = bridge.get(f"/v1/cases/{id}").json()["next"]
        if step and step["kind"] == "action":
            bridge.post(f"/v1/cases/{id}/actions", json={"call": step["call"], "decision": "approve"})
        elif step:
            bridge.post(f"/v1/cases/{id}/actions", json={"call": step["call"], "decision": "skip", "reason": LINES})
    order = {
        "items": [{"product": "esim", "characteristics": {"note": LINES}}],
        "description": LINES,
        "place": LINES[:200],
    }
    made(bridge.post(f"/v1/cases/{id}/orders", json=order))
    made(bridge.post(f"/v1/cases/{id}/transfer", json={"queue": LINES[:190], "reason": LINES}), 200)
    return id


FIRST, *REST = short(150)
LABEL = quoteattr(LINES[:900], {'"': "&quot;"})
PRESSED = "".join(f"{number}. Press {number} for {each}.\n" for number, each in enumerate(list(KINDS.values())[:12], 2))
ARTICLE = {
    "id": "hostile",
    "title": f"Voicemail greeting is silent {FIRST}",
    "body": "The voicemail greeting is silent when it is empty.\n\n## Steps\n\n1. Record the greeting.\n"
    f"{PRESSED}\n## Notes\n\n{ALL}\n",
    "product": "mobile",
    "audience": "customer",
    "symptoms": ["my greeting is silent <img src=x onerror=hack('symptom')>"],
    "source": REST,
}


def made(response: Any, *statuses: int) -> Any:
    assert response.status_code in (statuses or (201,)), response.text
    return response.json()


@pytest.fixture
def watched(open_workspace: Callable[..., Any]) -> Callable[[], Any]:
    """Open the workspace with a watch over what runs and what its policy refuses."""

    def opened() -> Any:
        page = open_workspace(*LEAD)
        page.context.add_init_script(WATCH)
        page.reload()
        page.wait_for_selector("t2r-assist textarea", state="attached")
        return page

    return opened


def harmless(page: Any) -> None:
    """Nothing ran, nothing was even refused, and no text has become an element."""
    page.wait_for_timeout(300)
    assert page.evaluate("ran") == []
    assert page.evaluate("refused") == []
    assert page.evaluate(MADE) == []


def test_what_is_tried_runs_where_nothing_prevents_it(browser: Any) -> None:
    page = browser.new_page()
    page.add_init_script(WATCH)
    page.goto("about:blank")
    page.route("**/*", lambda route: route.abort())
    seen: set[str] = set()
    for html in KINDS.values():
        page.set_content(f"<!doctype html><body>{html}</body>", wait_until="commit")
        page.wait_for_timeout(60)
        seen |= set(page.evaluate("window.ran ?? []"))
    page.close()
    assert seen >= RUNS


def test_an_article_is_text_in_the_answer_the_reader_and_the_search(watched: Callable[[], Any], case: int) -> None:
    page = ask(watched(), "the voicemail greeting is silent")
    page.click("t2r-assist .turn.last .more summary")
    page.hover("t2r-assist .turn.last .cite >> nth=0")
    page.wait_for_selector("t2r-assist .card:popover-open")
    page.click("t2r-assist .turn.last .cite >> nth=0")
    page.wait_for_selector("t2r-knowledge .document")
    assert "hack('script')" in page.inner_text("t2r-knowledge .document")
    harmless(page)
    ask(page, LINES[:3_900])
    page.keyboard.press("F3")
    page.fill("t2r-knowledge .find input", "voicemail greeting is silent")
    page.press("t2r-knowledge .find input", "Enter")
    page.wait_for_selector("t2r-knowledge .hit")
    harmless(page)


def test_a_ticket_its_tools_and_its_orders_are_text_in_the_case_the_trace_and_the_board(
    watched: Callable[[], Any], case: int
) -> None:
    page = watched()
    page.wait_for_selector(f"t2r-flow .case-row[data-case='{case}']")
    harmless(page)
    page.click(f"t2r-flow .case-row[data-case='{case}']")
    page.wait_for_selector("t2r-flow .words:has-text('<script>')")
    page.keyboard.press("F4")
    page.wait_for_selector("t2r-timeline .step:has-text('hack(')")
    page.locator("t2r-timeline details").evaluate_all("(all) => all.forEach((each) => { each.open = true; })")
    harmless(page)
    open_form(page, "service-request")
    harmless(page)
    page.click("t2r-workspace .places button:has-text('Board')")
    page.wait_for_selector(f"t2r-board tr[data-case='{case}']")
    assert "hack(" in page.inner_text("t2r-board [part=load]")
    harmless(page)


def test_a_call_and_a_customers_record_are_text(watched: Callable[[], Any], bridge: Any) -> None:
    bridge.get("/v1/customers", params={"line": CALLER})
    other = RAVI | {"AgentID": "<img src=x onerror=hack('agent')>"}
    about = {"ThisQueue": LINES[:90], "UserData": {"CallReason": LINES}}
    tell(bridge, "EventRinging", CALLER, 0, "hostile", **other | about)
    tell(bridge, "EventEstablished", CALLER, 2, "hostile", **other | about)
    made(bridge.post(f"/v1/interactions/{contact_of(bridge, CALLER)['id']}/notes", json={"text": LINES}), 200, 201)
    page = watched()
    tell(bridge, "EventReleased", CALLER, 30, "hostile", CallState="Transferred", **other)
    tell(bridge, "EventRinging", CALLER, 31, "hostile", **ASHA | about)
    page.wait_for_selector(f"{CARD}:has-text('from <img')")
    harmless(page)
    tell(bridge, "EventEstablished", CALLER, 33, "hostile", **ASHA | about)
    page.wait_for_selector("t2r-customer .who")
    verify(page, CALLER)
    page.wait_for_selector("t2r-customer button:has-text('Change')")
    changes = {"name": LINES[:200]}
    change = {"changes": changes, "why": LINES, "interaction": contact_of(bridge, CALLER)["id"]}
    made(bridge.patch(f"/v1/customers/SIM-{CALLER}", json=change), 200)
    page.reload()
    page.wait_for_selector("t2r-customer .who h2:has-text('<script>')")
    page.click("t2r-customer summary:has-text('History')")
    page.wait_for_selector("t2r-customer .changes li")
    page.wait_for_selector(f"{CARD}:has-text('<script>')")
    harmless(page)
    tell(bridge, "EventReleased", CALLER, 90, "hostile", **ASHA)


def test_an_order_is_text_in_its_items_its_form_its_process_and_its_timeline(
    watched: Callable[[], Any], site: Site, orders: Orders
) -> None:
    process = Source.read(STARTERS / "technician-visit.bpmn")
    labelled = re.sub(
        r'(<(?:\w+:)?(?:\w*[tT]ask|catchEvent|startEvent)\b[^>]*? name=)"[^"]*"', rf"\1{LABEL}", process.xml
    )
    assert labelled.count(LABEL) > 3
    with writing(orders.bench.database) as session:
        deploy(session, replace(process, xml=labelled), "asha", orders.bench.now())
    values = {"note": LINES, '"><img src=x onerror=hack(1)>': LINES}
    id = orders.taken(ItemWish("1", "technician_visit", characteristics=values), description=LINES)
    orders.work()
    page = show(watched(), site, id)
    page.wait_for_selector("t2r-process .waiting")
    for where in (".title", ".why", ".items", ".waits"):
        assert "hack(" in page.inner_text(f"t2r-order {where}"), where
    assert "hack(" in page.text_content("t2r-process svg")
    assert "hack(" in str(page.get_attribute("t2r-process figure", "aria-label"))
    harmless(page)
    page.click("t2r-order button:has-text('Amend')")
    page.wait_for_selector("t2r-order [data-name=note]")
    assert "hack(" in page.input_value("t2r-order [data-name=note]")
    harmless(page)
    page.fill("t2r-order [name=description]", f"{LINES} anew")
    page.click("t2r-order .acting .primary")
    page.click("t2r-order summary")
    page.wait_for_selector("t2r-order .timeline li")
    harmless(page)


def test_what_the_network_is_called_is_text_on_the_map_in_its_legend_and_its_table(
    watched: Callable[[], Any], site: Site
) -> None:
    def rename(route: Any) -> None:
        layer = route.fetch().json()
        for each in layer["legend"]:
            each["label"] += LINES
        for feature in layer["features"]:
            about = feature["properties"]
            about |= dict.fromkeys(("text", "cell", "technology", "cause", "site"), LINES)
        route.fulfill(json=layer)

    page = watched()
    page.route("**/v1/map/*", rename)
    page.fill("t2r-workspace .line input", site.network.well)
    page.press("t2r-workspace .line input", "Enter")
    page.locator("t2r-workspace .line input").blur()
    page.keyboard.press("m")
    page.wait_for_selector("t2r-map .legend li:has-text('hack(')")
    page.wait_for_selector("t2r-map .pin", timeout=60_000)
    page.wait_for_timeout(1500)  # until the layer of the new view is drawn
    box = page.locator("t2r-map .canvas").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2 + 60, box["y"] + box["height"] / 2)
    page.wait_for_selector("t2r-map .facts dd:has-text('hack(')")
    harmless(page)
    page.click("t2r-map button:has-text('Table')")
    page.wait_for_selector("t2r-map tbody td:has-text('hack(')")
    harmless(page)


def test_what_was_asked_and_written_is_text_in_the_inbox(
    watched: Callable[[], Any], bridge: Any, site: Site, case: int
) -> None:
    engine = open_database(site.settings.database)
    with writing(engine) as session:  # what serving does each second
        session.add(
            AskedQuestion(at=datetime.now(UTC), question=LINES, answer_id="h", decision="abstained", confidence=0.1)
        )
    engine.dispose()
    made(bridge.post("/v1/articles", json=ARTICLE | {"id": "hostile-old", "valid_until": "2025-09-01"}), 201, 409)
    page = watched()
    for topic in ("gap", "stale", "duplicate", "contradiction", "draft"):
        open_inbox(page, topic)
        page.wait_for_timeout(300)
        for item in page.locator("t2r-inbox .item summary").all():
            item.click()
        harmless(page)
    open_inbox(page, "stale")
    page.click("t2r-inbox .item:has-text('greeting is silent') summary")
    page.click("t2r-inbox .item:has-text('greeting is silent') button:has-text('Mend')")
    page.wait_for_selector("t2r-article-editor form")
    page.click("t2r-article-editor button:has-text('Preview')")
    page.wait_for_selector("t2r-article-editor .shown li")
    harmless(page)


def test_the_page_lets_no_text_become_html(watched: Callable[[], Any]) -> None:
    page = watched()
    tried = "() => { try { document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=hack(1)>'); } catch (error) { return error.name; } }"
    assert page.evaluate(tried) == "TypeError"
    page.wait_for_timeout(100)
    assert page.evaluate("ran") == []
    assert page.evaluate("refused.length") == 1  # the watch sees what is refused
