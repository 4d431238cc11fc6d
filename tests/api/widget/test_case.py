"""A case worked on in the workspace, with a simulated customer whose phone it changes only after it was approved."""

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
from api.routes import cases
from t2r.flows import Flows
from t2r.flows.router import Route
from t2r.settings import Settings
from t2r.simulated import World, catalogue, mobile

pytestmark = pytest.mark.browser

LINE = "919800000001"
STEP = "t2r-flow .scroll:not([aria-busy]) .step-title"


class OneWay:
    """Leads to mobile data."""

    def route(self, words: str, flows: Flows, *, badges: Any = None, slots: Any = None) -> Route:
        return Route("mobile-data", 0.9, {}, None, {})


@dataclass
class Desk:
    """A running server, and the customer that its next case is about."""

    url: str
    settings: Settings
    world: World


@pytest.fixture(scope="module")
def site(make_settings: Callable[..., Settings]) -> Iterator[Desk]:
    listening = socket.create_server(("127.0.0.1", 0))
    settings = make_settings(port=listening.getsockname()[1], rate_limit=0)
    app = create_app(settings)
    config = uvicorn.Config(app, log_config=None, access_log=False, ws="none", timeout_graceful_shutdown=5)
    server = uvicorn.Server(config)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cases, "LOOK_SECONDS", 0.1)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.05)
        found = Desk(f"http://127.0.0.1:{settings.port}", settings, World())
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
def page(open_workspace: Callable[..., Any], site: Desk) -> Any:
    """A case has been begun for a customer whose mobile data is switched off."""
    site.world = World(goal=mobile.has_data)
    site.world.state.line.number = f"+{LINE}"
    site.world.state.phone.mobile_data = False
    page = open_workspace()
    page.fill("t2r-flow .begin textarea", "my data is dead")
    page.fill("t2r-flow .begin input", LINE)
    page.click("t2r-flow .begin .primary")
    page.wait_for_selector(STEP)
    return page


def press(page: Any, selector: str) -> None:
    with page.expect_response(lambda response: response.request.method == "POST") as sent:
        page.click(selector)
    assert sent.value.ok, sent.value.text()
    page.wait_for_selector("t2r-flow .scroll:not([aria-busy])")


def test_an_agent_leads_a_case_from_words_to_closure(page: Any, site: Desk) -> None:
    assert page.text_content("t2r-flow .step .kind") == "A question to the customer"
    title = page.text_content("t2r-flow .step-title")
    assert title in page.text_content('t2r-flow .question[data-standing="next"] .asked')
    for _ in range(10):
        if page.query_selector("t2r-flow .step.done"):
            break
        press(page, "t2r-flow .step .primary")
    assert page.text_content("t2r-flow .step-title") == "It works again"
    assert "Turn mobile data on" in page.text_content("t2r-flow .step")
    chosen = (page.input_value("t2r-flow [name=cause]"), page.input_value("t2r-flow [name=resolution]"))
    assert chosen == ("device.settings", "fixed")
    press(page, "t2r-flow .step.done form .primary")
    page.wait_for_selector('t2r-flow [data-status="closed"]')
    assert site.world.state.phone.mobile_data


def test_an_action_shows_what_it_is_and_does_nothing_until_it_is_approved(page: Any, site: Desk) -> None:
    while "Next step" not in page.text_content("t2r-flow .step .kind"):
        press(page, "t2r-flow .step .primary")
    assert page.text_content("t2r-flow .step-title") == "Turn mobile data on"
    assert page.text_content("t2r-flow .effect .tag") == "can be undone"
    assert not site.world.state.phone.mobile_data
    press(page, "t2r-flow .step .ways button:has-text('Skip')")
    assert page.text_content("t2r-flow .step-title") != "Turn mobile data on"
    assert not site.world.state.phone.mobile_data


def test_an_answer_has_its_source_and_age_and_can_be_corrected(page: Any) -> None:
    press(page, "t2r-flow .step .primary")
    asked = "t2r-flow .question:has-text('Does mobile data work')"
    assert "run speed test" in page.text_content(f"{asked} dl")
    assert "now" in page.text_content(f"{asked} dl")
    page.click(f"{asked} .correct")
    press(page, f"{asked} .correction button:has-text('Yes')")
    assert "the agent says" in page.text_content(f"{asked} dl")


def test_the_next_step_has_the_focus_and_is_announced(page: Any) -> None:
    page.focus("t2r-flow .step .primary")
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.keyboard.press("Enter")
    page.wait_for_selector("t2r-flow .step-title:focus")
    title = page.text_content("t2r-flow .step-title")
    page.wait_for_selector(f"t2r-flow [role=status]:has-text('Next: {title}')", state="attached")
