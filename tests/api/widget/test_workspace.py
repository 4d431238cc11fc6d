"""The workspace in a real browser, against a real server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from api.tokens import Scope
from knowledge import KnowledgeBase
from t2r.database import open_database
from t2r.feedback import FeedbackStore
from tests.api.widget.conftest import Site, ask, violations

pytestmark = pytest.mark.browser

QUESTION = "mobile data does not work because the APN is wrong, calls are fine"
INTERNAL = "the LOS light on the fibre modem is red"
WORDS = "my mobile data is dead, calls are fine"
TURN = "t2r-assist .turn.last"
ANSWER = """async (body) => {
  const headers = { "Content-Type": "application/json" };
  return (await fetch("/v1/answers", { method: "POST", headers, body: JSON.stringify(body) })).json();
}"""
STEP = "t2r-flow .step-title"
MARKED = """(plain) => [...document.querySelector("t2r-workspace").shadowRoot.querySelector("t2r-knowledge").shadowRoot
  .querySelectorAll("mark")].map((mark) => mark.textContent).join("") === plain"""


def begin(page: Any, words: str = WORDS, number: str = "") -> Any:
    page.fill("t2r-flow .begin textarea", words)
    page.fill("t2r-flow .begin input", number)
    page.click("t2r-flow .begin .primary")
    page.wait_for_selector(STEP)
    return page


# Asking


def test_an_answer_cites_every_sentence_and_a_citation_opens_the_article_at_the_span(
    open_workspace: Callable[..., Any],
) -> None:
    page = open_workspace()
    with page.expect_response("**/v1/answers") as answered:
        ask(page, QUESTION)
    assert answered.value.request.headers["accept"] == "text/event-stream"
    sentences = page.locator(f"{TURN} .sentence")
    assert sentences.count() >= 2
    assert all(sentences.nth(n).locator(".cite").count() for n in range(sentences.count()))
    quote = sentences.nth(1).inner_text().split("\n")[0].lstrip("0123456789. ")[:25]
    sentences.nth(1).locator(".cite").click()
    page.wait_for_selector("t2r-knowledge mark")
    marked = "".join(page.locator("t2r-knowledge mark").all_inner_texts())
    assert quote.split(" 📱")[0][:12] in marked
    assert page.locator("t2r-knowledge mark >> nth=0").is_visible()


@pytest.mark.parametrize("width", [360, 1440])
def test_exactly_the_cited_span_is_marked_whatever_characters_come_before(
    open_workspace: Callable[..., Any], site: Site, width: int
) -> None:
    with KnowledgeBase.open(site.settings.knowledge_path, read_only=True) as knowledge:
        document = knowledge.get("data/apn wrong?")  # full of emoji
    assert document is not None
    page = open_workspace(viewport={"width": width, "height": 780})
    ask(page, QUESTION)
    answer = page.evaluate(ANSWER, {"question": QUESTION, "context": {}})
    cited = [one for each in answer["sentences"] for one in each["citations"]]
    cites = page.locator(f"{TURN} .sentence .cite")
    assert cites.count() == len(cited) >= 2
    for n, one in enumerate(cited):
        if one["document_id"] != document.id:
            continue
        cites.nth(n).press("Enter")  # what is hovered would lie over the next one
        plain = document.body[one["start"] : one["end"]].replace("**", "")
        page.wait_for_function(MARKED, arg=plain)
        assert page.locator("t2r-knowledge mark").first.is_visible()
        page.keyboard.press("F1")


@pytest.mark.parametrize(
    ("question", "decision", "said"),
    [(QUESTION, "answered", "Answer"), ("who won the cricket world cup in 1983?", "abstained", "Not known")],
)
def test_answer_is_said_only_of_what_passed_the_gate(
    open_workspace: Callable[..., Any], question: str, decision: str, said: str
) -> None:
    page = ask(open_workspace(), question)
    assert page.get_attribute(TURN, "data-decision") == decision
    assert page.inner_text(f"{TURN} .verdict .badge") == said
    if decision == "answered":
        assert "confidence, " in page.inner_text(f"{TURN} .sure")


def test_what_is_only_similar_is_suggested_knowledge(open_workspace: Callable[..., Any]) -> None:
    page = open_workspace()
    page.route(
        "**/v1/answers", lambda route: route.fulfill(response=route.fetch(), body=suggested(route.fetch().text()))
    )
    ask(page, QUESTION)
    assert page.inner_text(f"{TURN} .verdict .badge") == "Suggested knowledge"
    assert "check it before you act" in page.inner_text(f"{TURN} .verdict")


def suggested(events: str) -> str:
    return events.replace('"decision":"answered"', '"decision":"suggested"')


def test_hovering_a_citation_shows_the_passage_with_the_cited_words_marked(open_workspace: Callable[..., Any]) -> None:
    page = ask(open_workspace(), QUESTION)
    page.hover(f"{TURN} .cite >> nth=1")
    page.wait_for_selector("t2r-assist .card:popover-open mark")
    assert page.locator(f"{TURN} .sources li.lit").count() == 1
    page.focus(f"{TURN} .cite >> nth=1")
    page.keyboard.press("Escape")
    page.wait_for_selector("t2r-assist .card:popover-open", state="detached")


def test_the_transcript_is_a_log_and_an_answer_is_announced_once(open_workspace: Callable[..., Any]) -> None:
    page = open_workspace()
    page.evaluate(
        "() => { window.said = []; const node = document.querySelector('t2r-workspace').shadowRoot.querySelector('t2r-assist')"
        ".shadowRoot.querySelector('[role=status]'); new MutationObserver(() => said.push(node.textContent))"
        ".observe(node, { childList: true, characterData: true, subtree: true }); }"
    )
    ask(page, QUESTION)
    page.wait_for_timeout(300)
    said = [text for text in page.evaluate("window.said") if text]
    assert len(said) == 1
    assert said[0].startswith("Answer, ")
    log = page.locator("t2r-assist [role=log]")
    assert log.get_attribute("aria-live") == "off"
    assert log.locator("[aria-busy]").count() == 0


def test_a_follow_up_takes_the_conversation_along_and_a_new_one_does_not(open_workspace: Callable[..., Any]) -> None:
    page = ask(open_workspace(), QUESTION)
    with page.expect_request("**/v1/answers") as follow_up:
        ask(page, "and if that does not help?")
    assert [turn["role"] for turn in follow_up.value.post_data_json["context"]["turns"]] == ["agent", "assistant"]
    page.click("t2r-assist .head button")
    with page.expect_request("**/v1/answers") as fresh:
        ask(page, INTERNAL)
    assert fresh.value.post_data_json["context"]["turns"] == []


# What leaves the page


def test_only_what_may_be_sent_to_customers_is_copied_for_them(open_workspace: Callable[..., Any]) -> None:
    page = open_workspace(permissions=["clipboard-read", "clipboard-write"])
    page.click("t2r-assist .options .link")
    page.select_option("t2r-assist .options select", "customer")
    ask(page, QUESTION)
    page.wait_for_selector(f"{TURN} .tag[data-tone=good]")
    page.click(f"{TURN} button:has-text('Copy for customer')")
    page.wait_for_selector(f"{TURN} .note:has-text('Copied')")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Access point names" in copied
    assert "data/apn" not in copied
    page.select_option("t2r-assist .options select", "")
    ask(page, INTERNAL)
    page.wait_for_selector(f"{TURN} .tag[data-tone=warn]")
    page.click(f"{TURN} button:has-text('Copy for customer')")
    page.wait_for_selector(f"{TURN} .note:has-text('Nothing was copied')")
    assert page.evaluate("navigator.clipboard.readText()") == copied
    page.click(f"{TURN} button:has-text('Copy for notes')")
    page.wait_for_selector(f"{TURN} .note:has-text('Copied')")
    assert "broadband-los-red" in page.evaluate("navigator.clipboard.readText()")


def is_judgement(response: Any) -> bool:
    """Whether it answers feedback other than that the answer was displayed."""
    return "feedback" in response.url and "displayed" not in (response.request.post_data or "")


def test_one_key_judges_an_answer(open_workspace: Callable[..., Any], site: Site) -> None:
    page = ask(open_workspace(), QUESTION)
    page.press("t2r-assist textarea", "Escape")
    for key in "cwu":
        with page.expect_response(is_judgement) as kept:
            page.keyboard.press(key)
        assert kept.value.status == 201
    engine = open_database(site.settings.database)
    store = FeedbackStore(engine)
    answer_id = store.list()[-1][1].answer_id
    said = [each.model_dump(exclude_none=True, exclude={"answer_id"}) for _, each in store.list(answer_id)]
    engine.dispose()
    document = {"document_id": page.get_attribute(f"{TURN} .cite >> nth=0", "data-document")}
    judged = [{"correct": True}, {**document, "document_correct": False}, {**document, "document_clear": False}]
    assert said == [{"displayed": True}, *judged]


def test_without_the_right_to_give_feedback_none_is_sent(open_workspace: Callable[..., Any]) -> None:
    page = open_workspace(Scope.ANSWERS_READ, Scope.KNOWLEDGE_READ)
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.url))
    ask(page, QUESTION)
    assert not page.locator(f"{TURN} .judge").count()
    assert not [url for url in sent if "feedback" in url]


# When the server is away


def test_a_question_waits_for_the_server_and_is_then_asked_by_itself(open_workspace: Callable[..., Any]) -> None:
    page = open_workspace()
    page.route("**/v1/answers", lambda route: route.abort())
    page.route("**/healthz", lambda route: route.abort())
    page.fill("t2r-assist textarea", QUESTION)
    page.press("t2r-assist textarea", "Enter")
    page.wait_for_selector("t2r-workspace .connection[data-state=offline]")
    assert "Waiting for the connection" in page.inner_text(f"{TURN} .verdict")
    page.unroute("**/v1/answers")
    page.unroute("**/healthz")
    page.wait_for_selector(f"{TURN} .act")
    assert not page.locator("t2r-workspace .connection").count()


def test_what_is_typed_asked_and_picked_is_there_after_a_reload(open_workspace: Callable[..., Any], site: Site) -> None:
    page = open_workspace()
    page.fill("t2r-workspace .line input", site.network.suspended)
    page.press("t2r-workspace .line input", "Enter")
    ask(page, QUESTION)
    page.fill("t2r-assist textarea", "half a questi")
    page.fill("t2r-flow .begin textarea", "half a case")
    page.reload()
    page.wait_for_selector(f"{TURN} .act")
    assert page.inner_text(f"{TURN} .asked") == QUESTION
    assert page.input_value("t2r-assist textarea") == "half a questi"
    assert page.input_value("t2r-flow .begin textarea") == "half a case"
    assert page.input_value("t2r-workspace .line input") == f"+{site.network.suspended}"


def test_a_case_goes_on_after_a_reload_where_it_was(open_workspace: Callable[..., Any]) -> None:
    page = begin(open_workspace())
    case, step = page.inner_text("t2r-flow .head h2"), page.inner_text(STEP)
    page.reload()
    page.wait_for_selector(STEP)
    assert (page.inner_text("t2r-flow .head h2"), page.inner_text(STEP)) == (case, step)


def test_offline_what_was_typed_stays_and_a_case_is_opened_once_when_the_server_is_back(
    open_workspace: Callable[..., Any], bridge: Any
) -> None:
    page, words = open_workspace(), "my mobile data is dead since the thunderstorm, calls are fine"
    page.context.set_offline(True)
    page.wait_for_selector("t2r-workspace .connection[data-state=offline]")
    page.fill("t2r-assist textarea", "half a questi")
    page.fill("t2r-flow .begin textarea", words)
    page.click("t2r-flow .begin .primary")
    page.wait_for_selector("t2r-flow [role=alert]:not(:empty)")
    assert page.input_value("t2r-flow .begin textarea") == words
    page.context.set_offline(False)
    page.wait_for_selector("t2r-workspace .connection", state="detached")
    page.reload()
    page.wait_for_selector("t2r-flow .begin textarea")
    assert page.input_value("t2r-assist textarea") == "half a questi"
    page.click("t2r-flow .begin .primary")
    page.wait_for_selector(STEP)
    assert [each["words"] for each in bridge.get("/v1/cases?limit=50").json()["items"]].count(words) == 1


def test_signing_out_leaves_nothing_behind(open_workspace: Callable[..., Any]) -> None:
    page = ask(open_workspace(), QUESTION)
    page.click("t2r-workspace [popovertarget]")
    page.click("t2r-workspace .menu button:has-text('Sign out')")
    page.wait_for_selector("t2r-workspace .signed-out")
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('t2r '))") == []


# The bus


def test_a_customer_picked_in_one_element_moves_all(open_workspace: Callable[..., Any], site: Site) -> None:
    page = open_workspace()
    page.fill("t2r-workspace .line input", site.network.suspended)
    page.press("t2r-workspace .line input", "Enter")
    page.wait_for_selector('t2r-badges .chip[data-look="critical"]')
    assert "suspended for credit" in page.inner_text("t2r-badges .worst")
    assert site.network.suspended in page.inner_text("t2r-assist .composer")
    assert page.input_value("t2r-flow .begin input") == f"+{site.network.suspended}"
    with page.expect_request("**/v1/answers") as asked:
        ask(page, QUESTION)
    assert asked.value.post_data_json["msisdn"] == site.network.suspended
    assert "The line is suspended for credit" in page.inner_text(f"{TURN} .notice >> nth=0")
    page.click("t2r-workspace .line button:has-text('Clear')")
    page.wait_for_selector("t2r-badges", state="detached")


def test_elements_alone_on_a_page_move_together_too(open_workspace: Callable[..., Any], site: Site) -> None:
    page = open_workspace()
    page.evaluate(
        """async ([line]) => {
          document.body.replaceChildren(document.createElement("t2r-badges"), document.createElement("t2r-flow"));
          window.told = [];
          addEventListener("t2r-context", ({ detail }) => told.push(detail));
          document.querySelector("t2r-flow").msisdn = line;
        }""",
        [site.network.slowed],
    )
    page.wait_for_selector('t2r-badges .chip[data-look="minor"]')
    assert page.evaluate("told") == [{"group": "", "case": None, "msisdn": site.network.slowed}]


# A case


def work_off(page: Any, press: Callable[[str], None]) -> None:
    """Go through the steps, whatever comes: approve, answer with the first choice, or say that nobody can tell."""
    for _ in range(40):
        page.wait_for_selector("t2r-flow .scroll:not([aria-busy])")
        if page.query_selector("t2r-flow .step.done"):
            return
        ways = ["t2r-flow .step .primary", "t2r-flow .step > .ways .quiet", "t2r-flow .step .ways button"]
        press(next(way for way in ways if page.query_selector(way)))
    raise AssertionError("the case does not end")


def test_a_full_case_by_keyboard_alone(open_workspace: Callable[..., Any], site: Site) -> None:
    page = open_workspace()

    def tab_to(selector: str) -> None:
        node = page.locator(selector).first
        for _ in range(120):
            if node.evaluate("(node) => node.matches(':focus')"):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"{selector} is not reached")

    def press(selector: str) -> None:
        tab_to(selector)
        with page.expect_response(lambda response: response.request.method == "POST" and "/cases/" in response.url):
            page.keyboard.press("Enter")

    page.keyboard.press("Escape")
    page.locator("t2r-assist textarea").blur()
    page.keyboard.press("l")
    page.keyboard.type(site.network.well)
    page.keyboard.press("Enter")
    tab_to("t2r-flow .begin textarea")
    page.keyboard.type(WORDS)
    tab_to("t2r-flow .begin .primary")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{STEP}:focus")
    work_off(page, press)
    page.wait_for_selector("t2r-flow [name=cause]")
    tab_to("t2r-flow [name=cause]")
    page.keyboard.press("ArrowDown")
    tab_to("t2r-flow [name=resolution]")
    page.keyboard.press("ArrowDown")
    tab_to("t2r-flow .step.done form .primary")
    page.keyboard.press("Enter")
    page.wait_for_selector('t2r-flow [data-status="closed"]')
    page.keyboard.press("F4")
    page.wait_for_selector("t2r-timeline .step:has-text('closed')")


def test_of_two_agents_the_second_sees_what_the_first_did(open_workspace: Callable[..., Any]) -> None:
    first = begin(open_workspace())
    number = first.inner_text("t2r-flow .head h2").split()[1]
    second = open_workspace()
    second.click(f"t2r-flow .case-row[data-case='{number}']")
    second.wait_for_selector(STEP)
    first.click("t2r-flow summary:has-text('Escalate or pass on')")
    first.fill("t2r-flow [name=owner]", "ravi")
    first.click("t2r-flow button:has-text('Pass on')")
    second.wait_for_selector("t2r-flow .about:has-text('with ravi')")
    second.keyboard.press("F4")
    second.wait_for_selector("t2r-timeline .step:has-text('transferred')")


def test_the_customer_of_a_resolved_case_is_asked_before_it_is_closed(open_workspace: Callable[..., Any]) -> None:
    page = begin(open_workspace())
    number = page.inner_text("t2r-flow .head h2").split()[1]
    done = {"outcome": "solved", "reason": "", "queue": None, "say": None, "actions": [], "titles": [], "evidence": []}

    def resolved(route: Any) -> None:
        response = route.fetch()
        codes = {"cause": "device.settings", "resolution": "fixed"}
        route.fulfill(
            response=response, json=response.json() | codes | {"status": "resolved", "next": None, "done": done}
        )

    page.route(f"**/v1/cases/{number}", resolved)
    page.route("**/contacts", lambda route: route.fulfill(status=201, json={}))
    page.route("**/close", lambda route: route.fulfill(status=503, json={"detail": "Not now."}))
    page.reload()
    page.select_option("t2r-flow [name=satisfaction]", "5")
    with page.expect_request("**/contacts") as told, page.expect_request("**/close") as closed:
        page.click("t2r-flow .step.done form .primary")
    assert told.value.post_data_json == {"answered": True, "agrees": True, "satisfaction": 5}
    assert {"cause": "device.settings", "resolution": "fixed"}.items() <= closed.value.post_data_json.items()
    page.wait_for_selector("t2r-flow [role=alert]:has-text('Not now.')")
    assert page.input_value("t2r-flow [name=satisfaction]") == "5"


def test_who_may_not_work_on_cases_sees_none(open_workspace: Callable[..., Any]) -> None:
    page = open_workspace(Scope.ANSWERS_READ, Scope.KNOWLEDGE_READ)
    page.wait_for_selector("t2r-flow .empty:has-text('cases:read')")
    assert not page.locator("t2r-flow .begin").count()


# What others have written


def test_what_somebody_wrote_is_text_and_nothing_else(open_workspace: Callable[..., Any]) -> None:
    page = open_workspace()
    ask(page, "the voicemail greeting is silent")
    page.click(f"{TURN} .more summary")
    page.click(f"{TURN} .cite >> nth=0")
    page.wait_for_selector("t2r-knowledge .document")
    payload = '<img src=x onerror=window.hacked=1><svg onload=window.hacked=1>"><script>window.hacked=1</script>'
    begin(page, f"data {payload}")
    page.keyboard.press("F4")
    page.wait_for_selector("t2r-timeline .step")
    page.wait_for_timeout(300)
    assert page.evaluate("window.hacked") is None
    assert payload in page.inner_text("t2r-flow .words")
    inner = "(root) => [...root.querySelectorAll('img, script, svg, [onerror]')].length"
    for element in ("t2r-assist", "t2r-knowledge", "t2r-flow", "t2r-timeline"):
        assert page.locator(element).first.evaluate(f"(node) => ({inner})(node.shadowRoot)") == 0, element


def test_the_page_allows_no_inline_script_and_no_untrusted_html(open_workspace: Callable[..., Any]) -> None:
    page = open_workspace()
    policy = page.request.get(page.url).headers["content-security-policy"]
    assert "script-src 'self'; style-src 'self'" in policy
    assert "require-trusted-types-for 'script'; trusted-types lit-html" in policy


# How it looks

STATES: dict[str, Callable[[Any], Any]] = {
    "empty": lambda page: page,
    "answer": lambda page: ask(page, QUESTION),
    "not known": lambda page: ask(page, "who won the cricket world cup in 1983?"),
    "document": lambda page: (ask(page, QUESTION), page.click(f"{TURN} .cite >> nth=0"), page.wait_for_selector("t2r-knowledge mark")),
    "judged": lambda page: (ask(page, QUESTION), page.click(f"{TURN} .judge button >> nth=1"), page.click(f"{TURN} .more summary")),
    "keys": lambda page: (page.locator("t2r-assist textarea").blur(), page.keyboard.press("?")),
    "menu": lambda page: page.click("t2r-workspace [popovertarget]"),
    "customer": lambda page: (
        page.fill("t2r-workspace .line input", "919800000002"),
        page.press("t2r-workspace .line input", "Enter"),
        page.click("t2r-badges .chip >> nth=0"),
    ),
    "case": lambda page: (page.keyboard.press("F2"), begin(page), page.keyboard.press("F2")),
    "timeline": lambda page: (page.keyboard.press("F2"), begin(page), page.keyboard.press("F4"), page.wait_for_selector("t2r-timeline .step")),
    "search": lambda page: (
        page.keyboard.press("F3"),
        page.fill("t2r-knowledge .find input", "modem"),
        page.press("t2r-knowledge .find input", "Enter"),
        page.wait_for_selector("t2r-knowledge .hit"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (720, "dark"), (1440, "light")])
def test_every_view_is_accessible_and_fits(open_workspace: Callable[..., Any], width: int, scheme: str) -> None:
    """720 is what a desk of 1440 has at a zoom of 200%: nothing new in it to be named, but it has to fit."""
    page = open_workspace(viewport={"width": width, "height": 800}, color_scheme=scheme)
    found = {}
    for state, reach in STATES.items():
        page.keyboard.press("F1")
        reach(page)
        page.wait_for_timeout(100)
        found[state] = violations(page) if width != 720 else []
        assert page.evaluate("document.documentElement.scrollWidth") <= width, state
        page.evaluate("sessionStorage.clear()")
        page.reload()
        page.wait_for_selector("t2r-assist textarea", state="attached")
    assert {state: wrong for state, wrong in found.items() if wrong} == {}


def test_signed_out_is_accessible(new_page: Callable[..., Any], site: Site) -> None:
    page = new_page(site.url)
    page.goto(site.url)
    page.wait_for_selector("t2r-workspace .signed-out")
    assert violations(page) == []


def test_it_speaks_hindi(open_workspace: Callable[..., Any]) -> None:
    page = open_workspace()
    page.click("t2r-workspace [popovertarget]")
    page.select_option("t2r-workspace .menu select >> nth=0", "hi")
    page.wait_for_selector("t2r-assist button:has-text('पूछें')")
    assert page.evaluate("document.documentElement.lang") == "hi"
    assert page.get_attribute("t2r-assist .panel >> nth=0", "lang") == "hi"
