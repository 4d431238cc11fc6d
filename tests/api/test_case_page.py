"""A case on the page, in a real browser against a real server with a simulated customer."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
import uvicorn

from api.app import create_app
from api.cli import PAGE_SCOPES
from api.routes import cases
from api.tokens import Scope
from t2r.flows import Flows
from t2r.flows.router import Route
from t2r.settings import Settings
from t2r.simulated import World, catalogue, mobile

pytestmark = pytest.mark.browser

LINE = "919800000001"
STEP = ".case:not([aria-busy]) .step-title"


class OneWay:
    """Leads to mobile data."""

    def route(self, words: str, flows: Flows, *, badges: Any = None, slots: Any = None) -> Route:
        return Route("mobile-data", 0.9, {}, None, {})


@dataclass
class Site:
    """A running server, and the customer that its next case is about."""

    url: str
    settings: Settings
    world: World


@pytest.fixture(scope="module")
def site(make_settings: Callable[..., Settings]) -> Iterator[Site]:
    listening = socket.create_server(("127.0.0.1", 0))
    settings = make_settings(port=listening.getsockname()[1])
    app = create_app(settings)
    config = uvicorn.Config(app, log_config=None, access_log=False, ws="none", timeout_graceful_shutdown=5)
    server = uvicorn.Server(config)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cases, "LOOK_SECONDS", 0.1)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.05)
        found = Site(f"http://127.0.0.1:{settings.port}", settings, World())
        services = app.state.services
        tools: dict[int, Any] = {}
        bench = replace(
            services.bench,
            tools=lambda case: tools.setdefault(id(found.world), catalogue(found.world)),
            router=OneWay(),
        )
        app.state.services = replace(services, bench=bench)
        yield found
        server.should_exit = True
        thread.join(60)
    listening.close()


@pytest.fixture
def open_page(browser: Any, site: Site, login_code: Callable[..., str]) -> Iterator[Callable[..., Any]]:
    """Open the page, signed in; nothing may go wrong in it. The customer's mobile data is switched off."""
    site.world = World(goal=mobile.has_data)
    site.world.state.line.number = f"+{LINE}"
    site.world.state.phone.mobile_data = False
    contexts, complaints = [], []

    def opened(*scopes: Scope, **options: Any) -> Any:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if "Content Security" in line.text else None)
        page.goto(f"{site.url}/login?code={login_code(site.settings, *(scopes or PAGE_SCOPES))}")
        page.wait_for_selector("#work:not([hidden])")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def begin(page: Any) -> None:
    page.fill("#question", "my data is dead")
    page.fill("#line", LINE)
    page.click("#case-begin")
    page.wait_for_selector(STEP)


def press(page: Any, selector: str) -> None:
    with page.expect_response(lambda response: response.request.method == "POST") as sent:
        page.click(selector)
    assert sent.value.ok, sent.value.text()
    page.wait_for_selector(".case:not([aria-busy])")


def test_an_agent_leads_a_case_from_words_to_closure(open_page: Callable[..., Any], site: Site) -> None:
    page = open_page()
    begin(page)
    assert page.text_content(".step-kind") == "A question to the customer"
    assert page.text_content('.question[data-standing="next"] .question-text') == page.text_content(".step-title")
    for _ in range(10):
        if page.query_selector(".step.done"):
            break
        press(page, ".step .primary")
    assert page.text_content(".step-title") == "It works again"
    assert "Turn mobile data on" in page.text_content(".step")
    assert (page.input_value("[name=cause]"), page.input_value("[name=resolution]")) == ("device.settings", "fixed")
    press(page, ".close-case .primary")
    assert page.text_content(".case-status") == "Closed"
    assert site.world.state.phone.mobile_data


def test_an_action_shows_what_it_is_and_does_nothing_until_it_is_approved(
    open_page: Callable[..., Any], site: Site
) -> None:
    page = open_page()
    begin(page)
    while "Next step" not in page.text_content(".step-kind"):
        press(page, ".step .primary")
    assert page.text_content(".step-title") == "Turn mobile data on"
    assert page.text_content(".risk") == "can be undone"
    assert not site.world.state.phone.mobile_data
    press(page, ".step .ways button:has-text('Skip')")
    assert page.text_content(".step-title") != "Turn mobile data on"
    assert not site.world.state.phone.mobile_data


def test_an_answer_has_its_source_and_age_and_can_be_corrected(open_page: Callable[..., Any]) -> None:
    page = open_page()
    begin(page)
    press(page, ".step .primary")
    asked = ".question:has-text('Does mobile data work')"
    assert "run speed test, just now" in page.text_content(f"{asked} dl")
    page.click(f"{asked} .correct")
    press(page, f"{asked} .correction [aria-label='data works'] button:has-text('Yes')")
    assert "the agent says" in page.text_content(f"{asked} dl")


def test_of_two_agents_the_second_sees_what_the_first_did(open_page: Callable[..., Any]) -> None:
    first = open_page()
    begin(first)
    number = first.text_content("#case-title")
    second = open_page()
    second.click("#cases-open")
    second.click(f".case-row:has-text('#{number.split()[1]} ')")
    second.wait_for_selector(STEP)
    first.click("summary:has-text('Pass the case on')")
    first.fill("[name=owner]", "ravi")
    press(first, ".pass-on button")
    second.wait_for_selector(".case-state:has-text('with ravi')")  # by itself
    second.click("summary:has-text('What was done')")
    second.wait_for_selector(".trace li:has-text('transferred ravi')")


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_screen(open_page: Callable[..., Any], width: int) -> None:
    page = open_page(viewport={"width": width, "height": 844})
    begin(page)
    press(page, ".step .primary")
    for summary in page.query_selector_all(".case summary"):
        summary.click()
    wide = "(node) => [...node.querySelectorAll('*')].filter((each) => each.scrollWidth > innerWidth).map((each) => each.className)"
    assert page.eval_on_selector("body", wide) == []
    assert page.eval_on_selector(".case", "(node) => node.scrollWidth <= node.clientWidth")


def test_the_keyboard_is_enough_and_the_next_step_is_announced(open_page: Callable[..., Any]) -> None:
    page = open_page()
    begin(page)
    page.focus(".step .primary")
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.keyboard.press("Enter")
    page.wait_for_selector(".step-title:focus")
    assert page.text_content("#announcer") == f"Next: {page.text_content('.step-title')}"
    page.keyboard.press("Escape")
    page.wait_for_selector("#case", state="hidden")


def test_who_may_not_work_on_cases_sees_none(open_page: Callable[..., Any]) -> None:
    page = open_page(Scope.ANSWERS_READ, Scope.KNOWLEDGE_READ)
    assert not page.is_visible("#cases-open")
    assert not page.is_visible("#case-begin")
