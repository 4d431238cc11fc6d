"""An element on an operator's own page: of another origin, under that page's strict policy, with a token of its back end."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from api.tokens import Scope
from t2r.settings import Settings

pytestmark = pytest.mark.browser

QUESTION = "mobile data does not work because the APN is wrong, calls are fine"
KEY = (
    Scope.WIDGET_TOKENS_WRITE,
    Scope.ANSWERS_READ,
    Scope.KNOWLEDGE_READ,
    Scope.FEEDBACK_WRITE,
    Scope.DIAGNOSTICS_READ,
)
PAGE = """<!doctype html><html lang="en"><head><title>CRM</title><link rel="icon" href="data:,">
<script type="module" src="{url}/static/t2r-assist.js"></script></head>
<body><t2r-assist token-url="/t2r-token" msisdn="{line}"></t2r-assist></body></html>"""
FRAMED = """<!doctype html><html lang="en"><head><title>CRM</title><link rel="icon" href="data:,">
<script type="module" src="{url}/static/t2r-frame.js"></script></head>
<body><t2r-frame element="t2r-assist" token-url="/t2r-token" msisdn="{line}"></t2r-frame></body></html>"""
POLICY = (
    "default-src 'none'; img-src data:; script-src {url}; connect-src 'self' {url}; frame-src {url}; base-uri 'none'; "
    "require-trusted-types-for 'script'; trusted-types lit-html"
)


class Crm(BaseHTTPRequestHandler):
    """A CRM: a page, and the tokens that its back end asks for with a key the page never sees."""

    url, key, line = "", "", ""
    minted = 0

    def do_GET(self) -> None:
        body = (FRAMED if self.path == "/framed" else PAGE).format(url=self.url, line=self.line)
        self._answer("text/html", body, {"Content-Security-Policy": POLICY.format(url=self.url)})

    def do_POST(self) -> None:
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        body = json.dumps({"agent": "asha"}).encode()
        asked = urllib.request.Request(f"{self.url}/v1/widget-tokens", body, headers)
        with urllib.request.urlopen(asked) as response:
            token = json.load(response)["token"]
        type(self).minted += 1
        self._answer("application/json", json.dumps({"token": token}), {})

    def _answer(self, kind: str, body: str, headers: dict[str, str]) -> None:
        self.send_response(200)
        for name, value in {"Content-Type": kind, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def crm(
    make_settings: Callable[..., Settings],
    small_network: Callable[[Settings], Any],
    serve: Callable[[Settings], AbstractContextManager[str]],
    token_for: Callable[..., str],
) -> Iterator[tuple[str, str]]:
    """The addresses of the CRM and of the server."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Crm) as server:
        origin = f"http://127.0.0.1:{server.server_port}"
        settings = make_settings(cors_origins=origin, frame_ancestors=f"https://other.example,{origin}")
        Crm.line = small_network(settings).suspended
        Crm.key, Crm.minted = token_for(settings, *KEY), 0
        with serve(settings) as url:
            Crm.url = url
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            yield origin, url
            server.shutdown()
            thread.join()


def test_an_element_works_on_another_origins_page(crm: tuple[str, str], browser: Any) -> None:
    origin, url = crm
    page = browser.new_context(viewport={"width": 480, "height": 800}).new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    sent: list[dict[str, str]] = []
    page.on("request", lambda asked: sent.append(asked.headers) if asked.url.startswith(f"{url}/v1/") else None)
    page.goto(origin)
    page.fill("t2r-assist textarea", QUESTION)
    page.press("t2r-assist textarea", "Enter")
    page.wait_for_selector("t2r-assist .turn:not([aria-busy]) .act")
    assert "suspended for credit" in page.inner_text("t2r-assist .notice >> nth=0")
    page.click("t2r-assist .cite >> nth=0")
    page.wait_for_selector("t2r-assist t2r-knowledge .document mark")  # a reader of its own: the page has none
    page.keyboard.press("Escape")
    page.wait_for_selector("t2r-assist t2r-knowledge", state="detached")
    page.wait_for_timeout(200)
    assert complaints == []
    assert Crm.minted == 1
    assert all(headers.get("authorization", "").startswith("Bearer t2rw_") for headers in sent)
    assert not any("cookie" in headers for headers in sent)
    assert Crm.key not in page.content()
    page.context.close()


def test_an_element_in_a_frame_gets_its_token_from_the_page_and_tells_it_what_happens(
    crm: tuple[str, str], browser: Any
) -> None:
    origin, _ = crm
    page = browser.new_context(viewport={"width": 480, "height": 800}).new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if "Content Security" in line.text else None)
    page.goto(f"{origin}/framed")
    page.evaluate("() => { window.told = []; addEventListener('t2r-answered', ({ detail }) => told.push(detail)); }")
    frame = page.frame_locator("iframe")
    frame.locator("t2r-assist textarea").fill(QUESTION)
    frame.locator("t2r-assist textarea").press("Enter")
    frame.locator("t2r-assist .turn:not([aria-busy]) .act").wait_for()
    assert "suspended for credit" in frame.locator("t2r-assist .notice").first.inner_text()
    page.wait_for_function("told.length === 1")
    assert Crm.minted == 1
    page.evaluate("document.querySelector('t2r-frame').ask('voicemail PIN')")
    frame.locator("t2r-assist .turn.last:has-text('voicemail PIN') .act").wait_for()
    assert complaints == []
    page.context.close()


def test_a_frame_listens_to_nobody_but_the_page_it_is_for(crm: tuple[str, str], browser: Any) -> None:
    origin, url = crm
    page = browser.new_context().new_page()
    page.goto(f"{url}/embed?element=t2r-assist")  # its own parent, of an origin that is not among those told
    page.wait_for_selector("t2r-assist textarea")
    page.evaluate("postMessage({ t2r: 'ask', question: 'who am I?' }, '*')")
    page.wait_for_timeout(300)
    assert page.locator("t2r-assist .turn").count() == 0
    policy = page.request.get(f"{url}/embed").headers["content-security-policy"]
    assert f"frame-ancestors https://other.example {origin}" in policy
    page.context.close()
