"""The page in a real browser, against a real server."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import api
from api.tokens import Scope
from knowledge import KnowledgeBase
from t2r.database import open_database
from t2r.feedback import FeedbackStore
from t2r.settings import Settings

pytestmark = pytest.mark.browser

PAGE_SCOPES = (Scope.ANSWERS_READ, Scope.KNOWLEDGE_READ, Scope.FEEDBACK_WRITE)
QUESTION = "mobile data does not work because the APN is wrong, calls are fine"
ANSWER = """async (body) => {
  const headers = { "Content-Type": "application/json" };
  return (await fetch("/v1/answers", { method: "POST", headers, body: JSON.stringify(body) })).json();
}"""
SHOWN = ".turn:last-child:not([aria-busy]) .actions"


@pytest.fixture(scope="module")
def site(make_settings: Callable[..., Settings], serve: Callable[..., Any]) -> Iterator[tuple[str, Settings]]:
    """The address of a running server, and its settings."""
    settings = make_settings()
    with serve(settings) as url:
        yield url, settings


@pytest.fixture
def open_page(
    new_page: Callable[..., Any], site: tuple[str, Settings], login_code: Callable[..., str]
) -> Callable[..., Any]:
    """Open the page, signed in."""
    url, settings = site

    def opened(*scopes: Scope, signed_in: bool = True, **options: Any) -> Any:
        page = new_page(url, **options)
        page.goto(f"{url}/login?code={login_code(settings, *(scopes or PAGE_SCOPES))}" if signed_in else url)
        page.wait_for_selector("#work:not([hidden])" if signed_in else "#signed-out:not([hidden])")
        return page

    return opened


def ask(page: Any, question: str = QUESTION) -> Any:
    page.fill("#question", question)
    page.press("#question", "Enter")
    page.wait_for_selector(SHOWN)
    return page


def test_signed_out_it_says_how_to_get_in_and_takes_a_token(
    open_page: Callable[..., Any], site: tuple[str, Settings], token_for: Callable[..., str]
) -> None:
    page = open_page(signed_in=False)
    assert "t2r token link" in page.inner_text("#signed-out")
    page.fill("#token", "t2r_wrong")
    page.press("#token", "Enter")
    page.wait_for_selector("#token-problem:not(:empty)")
    assert "unknown" in page.inner_text("#token-problem")
    page.fill("#token", token_for(site[1], *PAGE_SCOPES))
    page.press("#token", "Enter")
    page.wait_for_selector("#work:not([hidden])")
    page.click("#sign-out")
    page.wait_for_selector("#signed-out:not([hidden])")
    assert page.input_value("#token") == ""


def test_a_used_link_says_so(open_page: Callable[..., Any], site: tuple[str, Settings]) -> None:
    page = open_page(signed_in=False)
    page.goto(f"{site[0]}/login?code=used")
    page.wait_for_selector("#link-used:not([hidden])")


def test_the_session_is_out_of_reach_of_scripts(open_page: Callable[..., Any]) -> None:
    page = open_page()
    assert page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]
    assert "code=" not in page.url


def test_an_answer_shows_its_decision_its_sentences_and_both_pools(open_page: Callable[..., Any]) -> None:
    page = ask(open_page())
    assert page.inner_text(".asked") == QUESTION
    assert page.inner_text(".badge") in ("Answered", "Suggestion: check it before you act")
    assert "confidence" in page.inner_text(".verdict")
    assert all("1" in sentence for sentence in page.locator(".sentence").all_inner_texts())
    assert page.locator(".pool > h3").all_inner_texts() == ["Articles\n3", "Past resolutions\n1"]
    assert "ms" in page.inner_text(".timings")
    page.click(".source summary >> nth=0")
    assert "meaning" in page.inner_text(".why >> nth=0")


@pytest.mark.parametrize("width", [360, 1440])
def test_a_citation_opens_its_document_with_exactly_that_span_marked(
    open_page: Callable[..., Any], site: tuple[str, Settings], width: int
) -> None:
    with KnowledgeBase.open(site[1].knowledge_path, read_only=True) as knowledge:
        document = knowledge.get("data/apn wrong?")
    assert document is not None
    page = open_page(viewport={"width": width, "height": 780})
    page.select_option("#audience", "customer")  # of which there is only this document, full of emoji
    ask(page)
    answer = page.evaluate(ANSWER, {"question": QUESTION, "context": {"audience": "customer"}})
    spans = [(cited["start"], cited["end"]) for each in answer["sentences"] for cited in each["citations"]]
    cites = page.locator(".answer .cite")
    assert cites.count() == len(spans) >= 2
    for n, (start, end) in enumerate(spans):
        cites.nth(n).click()
        page.wait_for_selector("#reader mark")
        marked = "".join(page.locator("#reader mark").all_text_contents())
        assert marked == document.body[start:end].replace("**", "")
        assert page.locator("#reader mark").first.is_visible()
        assert page.evaluate("document.activeElement.id") == "reader-title"
        page.keyboard.press("Escape")
        assert page.locator("#reader").is_hidden()
        assert page.evaluate("document.activeElement.className") == "cite"


def test_hovering_or_focusing_a_sentence_lights_up_its_source(open_page: Callable[..., Any]) -> None:
    page = ask(open_page())
    page.hover(".sentence >> nth=0")
    assert page.locator(".source.lit .number").first.inner_text() == "1"
    page.hover(".brand")
    assert page.locator(".lit").count() == 0
    page.focus(".cite >> nth=0")
    assert page.locator(".source.lit").count() >= 1


def test_the_keyboard_is_enough(open_page: Callable[..., Any]) -> None:
    page = open_page()
    focused = "document.activeElement.id"
    assert page.evaluate(focused) == "question"
    page.keyboard.type("first line")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("a/b")
    assert page.input_value("#question") == "first line\na/b"
    page.keyboard.press("Escape")
    assert page.input_value("#question") == ""
    page.locator("#question").blur()
    page.keyboard.press("/")
    assert (page.evaluate(focused), page.input_value("#question")) == ("question", "")
    page.keyboard.type("voicemail PIN")
    page.keyboard.press("Enter")
    page.wait_for_selector(SHOWN)
    assert page.inner_text(".asked") == "voicemail PIN"


def test_screen_readers_get_one_announcement_at_the_end(open_page: Callable[..., Any]) -> None:
    page = open_page()
    page.evaluate(
        "() => { window.said = []; const announcer = document.getElementById('announcer');"
        " new MutationObserver(() => said.push(announcer.textContent)).observe(announcer, { childList: true }); }"
    )
    ask(page)
    said = [text for text in page.evaluate("window.said") if text]
    assert len(said) == 1
    assert page.inner_text(".sentence >> nth=0").split(" 📶")[0].split("\n")[0][:12] in said[0]
    log = page.locator("[role=log]")
    assert log.get_attribute("aria-live") == "off"
    assert page.locator("[aria-busy]").count() == 0


def test_a_follow_up_takes_the_conversation_along_and_a_new_question_does_not(open_page: Callable[..., Any]) -> None:
    page = ask(open_page())
    with page.expect_request("**/v1/answers") as follow_up:
        ask(page, "and if that does not help?")
    turns = follow_up.value.post_data_json["context"]["turns"]
    assert [turn["role"] for turn in turns] == ["agent", "assistant"]
    assert turns[0]["text"] == QUESTION
    page.click("#new")
    assert page.locator(".turn").count() == 0
    assert page.locator("#welcome").is_visible()
    with page.expect_request("**/v1/answers") as fresh:
        ask(page, "voicemail PIN")
    assert fresh.value.post_data_json["context"]["turns"] == []


def test_the_sources_can_be_narrowed(open_page: Callable[..., Any]) -> None:
    page = open_page()
    page.fill("#product", "fixed")
    page.select_option("#audience", "customer")
    with page.expect_request("**/v1/answers") as asked:
        ask(page)
    context = asked.value.post_data_json["context"]
    assert (context["product"], context["audience"]) == ("fixed", "customer")
    assert page.locator(".pool .none").count() >= 1


def test_what_is_not_known_is_said_with_what_to_do_next(open_page: Callable[..., Any]) -> None:
    page = ask(open_page(), "who won the cricket world cup in 1983?")
    assert page.inner_text(".badge") == "Not known"
    assert page.inner_text(".next-check h4 >> nth=0") in ("Check this next", "Ask the customer")
    assert page.locator(".sentences .sentence").count() == 0


def test_how_a_hinglish_question_was_read_is_shown(open_page: Callable[..., Any]) -> None:
    page = ask(open_page(), "net nahi chal raha")
    assert "not working" in page.inner_text(".understood")
    assert page.locator(".understood i").count() >= 1


def test_what_the_agent_does_and_says_is_kept(open_page: Callable[..., Any], site: tuple[str, Settings]) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    with page.expect_response("**/v1/feedback"):
        ask(page)
    said = [
        lambda: page.click(".cite >> nth=0"),
        lambda: page.click("#reader fieldset:nth-of-type(1) button:has-text('Yes')"),
        lambda: page.click("#reader fieldset:nth-of-type(2) button:has-text('No')"),
        lambda: page.click(".actions button:has-text('Not correct')"),
        lambda: (page.fill(".comment input", "step 2 is old"), page.press(".comment input", "Enter")),
        lambda: page.click(".actions button:has-text('Copy')"),
    ]
    for act in said:
        with page.expect_response("**/v1/feedback") as kept:
            act()
        assert kept.value.status == 201
    engine = open_database(site[1].database)
    store = FeedbackStore(engine)
    answer_id = store.list()[-1][1].answer_id
    entries = [feedback.model_dump(exclude_none=True, exclude={"answer_id"}) for _, feedback in store.list(answer_id)]
    engine.dispose()
    document = {"document_id": page.get_attribute(".cite >> nth=0", "data-document")}
    assert entries == [
        {"displayed": True},
        {**document, "clicked": True},
        {**document, "document_correct": True},
        {**document, "document_clear": False},
        {"correct": False},
        {"comment": "step 2 is old"},
        {"copied": True},
    ]
    assert "\n\nSources: Mobile data" in page.evaluate("navigator.clipboard.readText()")


def test_without_the_right_to_give_feedback_none_is_sent(open_page: Callable[..., Any]) -> None:
    page = open_page(Scope.ANSWERS_READ)
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.url))
    ask(page)
    assert not [url for url in sent if "feedback" in url]


def test_a_problem_is_said_in_words(open_page: Callable[..., Any]) -> None:
    page = open_page(Scope.KNOWLEDGE_READ)
    page.fill("#question", QUESTION)
    page.press("#question", "Enter")
    page.wait_for_selector(".turn .problem")
    assert page.inner_text(".turn .problem") == "This needs the scope answers:read."
    page.route("**/v1/answers", lambda route: route.abort())
    page.fill("#question", QUESTION)
    page.press("#question", "Enter")
    page.wait_for_selector(".turn:last-child .problem")
    assert "cannot be reached" in page.inner_text(".turn:last-child .problem")
    assert page.inner_text("#send") == "Ask"


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_nothing_sticks_out_at_any_width(open_page: Callable[..., Any], width: int) -> None:
    page = ask(open_page(viewport={"width": width, "height": 780}))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator("#question").bounding_box()
    assert box["y"] + box["height"] <= 780
    page.click(".cite >> nth=0")
    page.wait_for_selector("#reader mark")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


CONTRASTS = """() => {
  const channels = (text) => text.match(/[\\d.]+/g).map(Number);
  const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
  const ground = (node) => {
    for (let n = node; n; n = n.parentElement) {
      const color = channels(getComputedStyle(n).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const low = [];
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    if (!texts.currentNode.textContent.trim() || !node.checkVisibility()) continue;
    const [a, b] = [light(channels(getComputedStyle(node).color)), light(ground(node))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) low.push(`${node.className || node.nodeName} ${ratio.toFixed(2)}`);
  }
  return low;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_enough_contrast(open_page: Callable[..., Any], scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    assert page.evaluate(CONTRASTS) == []
    ask(page)
    page.click(".source summary >> nth=0")
    page.click(".actions button:has-text('Not correct')")
    page.click(".cite >> nth=0")
    page.wait_for_selector("#reader mark")
    assert page.evaluate(CONTRASTS) == []
    page.click("#sign-out")
    page.wait_for_selector("#signed-out:not([hidden])")
    assert page.evaluate(CONTRASTS) == []


def test_every_control_has_a_name(open_page: Callable[..., Any]) -> None:
    page = ask(open_page())
    page.click(".cite >> nth=0")
    page.wait_for_selector("#reader mark")
    nameless = (
        "[...document.querySelectorAll('button, input, select, textarea')].filter((node) => node.checkVisibility()"
        " && !(node.innerText?.trim() || node.labels?.length || node.ariaLabel)).map((node) => node.outerHTML)"
    )
    assert page.evaluate(nameless) == []


def test_the_files_are_small(open_page: Callable[..., Any]) -> None:
    files = (Path(api.__file__).parent / "static").glob("*.*")  # vendor/ is loaded when the map is opened
    others = ("t2r-", "workspace.", "order.", "process.")  # the elements', and what is loaded when an order is opened
    ours = [file for file in files if not file.name.startswith(others)]
    assert sum(len(gzip.compress(file.read_bytes())) for file in ours) < 45_000
