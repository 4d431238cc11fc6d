"""Signing in on the page, and out: by a link, by a token, by nobody else's doing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from api.cli import PAGE_SCOPES
from api.tokens import Scope
from tests.api.widget.conftest import Site, ask, violations

pytestmark = pytest.mark.browser

OUT = "t2r-workspace .signed-out"
STORED = "[...Object.values(localStorage), ...Object.values(sessionStorage), document.cookie].join(' ')"


def test_signed_out_it_says_how_to_get_in_and_takes_a_token_that_it_does_not_keep(
    new_page: Callable[..., Any], site: Site, token_for: Callable[..., str]
) -> None:
    page = new_page(site.url)
    page.goto(site.url)
    page.wait_for_selector(OUT)
    assert "t2r token link" not in page.inner_text(OUT)  # agents have no use for it
    page.click(f"{OUT} summary")
    assert "t2r token link" in page.inner_text(OUT)
    page.fill("t2r-workspace #token", "t2r_wrong")
    page.press("t2r-workspace #token", "Enter")
    page.wait_for_selector(f"{OUT} [role=alert]:has-text('unknown')")
    assert violations(page) == []
    token = token_for(site.settings, *PAGE_SCOPES)
    page.fill("t2r-workspace #token", token)
    page.press("t2r-workspace #token", "Enter")
    page.wait_for_selector("t2r-assist textarea")
    ask(page, "voicemail PIN")
    assert token not in page.evaluate(STORED)
    page.click("t2r-workspace [popovertarget]")
    page.click("t2r-workspace .menu button:has-text('Sign out')")
    page.wait_for_selector(OUT)
    assert page.input_value("t2r-workspace #token") == ""


@pytest.mark.parametrize(
    ("ended", "said"),
    [("link-used", "has been used already"), ("sign-in-failed", "did not work"), ("no-role", "have no role here")],
)
def test_how_a_sign_in_ended_is_said(new_page: Callable[..., Any], site: Site, ended: str, said: str) -> None:
    page = new_page(site.url)
    page.goto(f"{site.url}/login?code=used" if ended == "link-used" else f"{site.url}/#{ended}")
    page.wait_for_selector(f"{OUT} .notice:has-text('{said}')")
    assert violations(page) == []


def test_who_is_there_is_asked_once_and_again_when_the_session_has_ended(
    open_workspace: Callable[..., Any], new_page: Callable[..., Any], site: Site
) -> None:
    asked: list[str] = []
    page = new_page(site.url)
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/v1/session") else None)
    page.goto(site.url)
    page.wait_for_selector(OUT)
    page.wait_for_timeout(500)
    assert len(asked) == 1
    page = open_workspace()
    page.context.clear_cookies()
    page.fill("t2r-assist textarea", "voicemail PIN")
    page.press("t2r-assist textarea", "Enter")
    page.wait_for_selector(OUT)


def test_the_session_is_out_of_reach_of_scripts(open_workspace: Callable[..., Any]) -> None:
    page = open_workspace()
    assert page.evaluate("document.cookie") == ""
    assert "code=" not in page.url


def test_who_may_not_ask_is_told_what_is_missing(open_workspace: Callable[..., Any]) -> None:
    page = open_workspace(Scope.KNOWLEDGE_READ)
    page.fill("t2r-assist textarea", "voicemail PIN")
    page.press("t2r-assist textarea", "Enter")
    page.wait_for_selector("t2r-assist >> text=This needs the scope answers:read.")
