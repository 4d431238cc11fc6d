"""The page's Markdown renderer: safe, and exact about where a citation is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import api

pytestmark = pytest.mark.browser
STATIC = Path(api.__file__).parent / "static"


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    """A blank page that can import our modules."""
    page = browser.new_page()
    page.route("http://t2r.test/*.js", lambda route: route.fulfill(path=STATIC / Path(route.request.url).name))
    page.route("http://t2r.test/", lambda route: route.fulfill(body="<!doctype html><body>", content_type="text/html"))
    page.goto("http://t2r.test/")
    yield page
    page.close()


RENDER = """async ([source, start, end]) => {
  const { render } = await import("/markdown.js");
  document.body.replaceChildren(render(source, start === null ? null : { start, end }));
  return {
    html: document.body.innerHTML,
    marked: [...document.querySelectorAll("mark")].map((mark) => mark.textContent).join(""),
    elements: [...document.body.querySelectorAll("*")].map((node) => node.nodeName.toLowerCase()),
  };
}"""


def rendered(page: Any, source: str, start: int | None = None, end: int | None = None) -> dict[str, Any]:
    result: dict[str, Any] = page.evaluate(RENDER, [source, start, end])
    return result


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("# Title", "<h2>Title</h2>"),
        ("###### Deep ##", "<h6>Deep</h6>"),
        ("one\ntwo\n\nthree", "<p>one\ntwo</p><p>three</p>"),
        (
            "a **bold** and *soft* and `code` word",
            "<p>a <strong>bold</strong> and <em>soft</em> and <code>code</code> word</p>",
        ),
        ("**bold with `code` in it**", "<p><strong>bold with <code>code</code> in it</strong></p>"),
        ("snake_case_name and 2*3*4", "<p>snake_case_name and 2<em>3</em>4</p>"),
        (r"a \*literal\* star", "<p>a *literal* star</p>"),
        ("- one\n- two", "<ul><li>one</li><li>two</li></ul>"),
        ("- one\n\n- two", "<ul><li>one</li><li>two</li></ul>"),
        ("- one\n  goes on\n- two", "<ul><li>one\ngoes on</li><li>two</li></ul>"),
        ("3. three\n4. four", '<ol start="3"><li>three</li><li>four</li></ol>'),
        ("- a\n  - b\n- c", "<ul><li><p>a</p><ul><li>b</li></ul></li><li>c</li></ul>"),
        ("1. a\n\n- b", '<ol start="1"><li>a</li></ol><ul><li>b</li></ul>'),
        ("> said", "<blockquote><p>said</p></blockquote>"),
        ("---", "<hr>"),
        ("```sh\na <b>\n```\nafter", "<pre><code>a &lt;b&gt;</code></pre><p>after</p>"),
        ("a  \nb", "<p>a<br>b</p>"),
        (
            "| a | b |\n|---|---|\n| 1 | x\\|y |",
            '<div class="table"><table><thead><tr><th>a</th><th>b</th></tr></thead>'
            "<tbody><tr><td>1</td><td>x|y</td></tr></tbody></table></div>",
        ),
        (
            "[here](https://example.org/a_(b))",
            '<p><a href="https://example.org/a_(b)" rel="noopener noreferrer" target="_blank">here</a></p>',
        ),
        (
            "see https://example.org/x.",
            '<p>see <a href="https://example.org/x" rel="noopener noreferrer" target="_blank">https://example.org/x</a>.</p>',
        ),
    ],
)
def test_markdown_becomes_the_right_elements(page: Any, source: str, html: str) -> None:
    assert rendered(page, source)["html"] == html


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[click](javascript:alert(1))",
        "[click](JaVaScRiPt:alert(1))",
        "[click](data:text/html,<script>alert(1)</script>)",
        "![pixel](https://example.org/pixel.png)",
        '[x](https://example.org/"onmouseover="alert(1))',
        "<a href='javascript:alert(1)'>x</a>",
        "`<b>`\n\n> <iframe src=//example.org>\n\n| <svg onload=alert(1)> | b |\n|---|---|\n",
    ],
)
def test_nothing_that_runs_or_loads_gets_in(page: Any, source: str) -> None:
    result = rendered(page, source)
    assert not {"script", "img", "iframe", "svg", "style", "object"} & set(result["elements"])
    addresses = page.evaluate("[...document.querySelectorAll('a')].map((a) => a.protocol)")
    assert set(addresses) <= {"http:", "https:"}
    handlers = (
        "[...document.querySelectorAll('*')].flatMap((n) => n.getAttributeNames()).filter((a) => a.startsWith('on'))"
    )
    assert page.evaluate(handlers) == []


SOURCE = (
    "# 📶 Signal\r\n\nThe **APN 🙂 names** the gateway. A wrong `APN` stops data 👩‍👩‍👧 at once.\n\n"
    "1. Open *Settings* 📱 now.\n2. Reset it: यह ठीक है.\n   - check 𝕏 twice\n\n> quoted 😀 words\n> go on\n\n"
    "| a 🙂 | b |\n|---|---|\n| one | two 🎉 |\n\n```\ncode 🧪 line\nnext\n```\n"
    "last [link 🔗](https://example.org) end."
)


@pytest.mark.parametrize(
    "quote",
    [
        "The **APN 🙂 names** the gateway.",
        "A wrong `APN` stops data 👩‍👩‍👧 at once.",
        "Open *Settings* 📱 now.",
        "Reset it: यह ठीक है.",
        "check 𝕏 twice",
        "quoted 😀 words",
        "two 🎉",
        "code 🧪 line",
        "last [link 🔗](https://example.org) end.",
        "📶 Signal",
        "🙂",
    ],
)
def test_the_cited_span_is_marked_exactly_whatever_comes_before(page: Any, quote: str) -> None:
    start = SOURCE.index(quote)
    visible = (
        quote.replace("**", "").replace("*", "").replace("`", "").replace("[", "").replace("](https://example.org)", "")
    )
    assert rendered(page, SOURCE, start, start + len(quote))["marked"] == visible


def test_every_span_marks_only_characters_of_that_span(page: Any) -> None:
    check = """async ([source, spans]) => {
      const { render, slice } = await import("/markdown.js");
      return spans.filter(([start, end]) => {
        const root = document.createElement("div");
        root.append(render(source, { start, end }));
        const marked = [...root.querySelectorAll("mark")].map((mark) => mark.textContent).join("");
        let at = 0;
        const cited = slice(source, start, end);
        for (const unit of marked) {
          at = cited.indexOf(unit, at);
          if (at < 0) return true;
          at += unit.length;
        }
        return root.textContent !== plain(source);
        function plain(text) {
          const other = document.createElement("div");
          other.append(render(text));
          return other.textContent;
        }
      });
    }"""
    spans = [(start, start + length) for start in range(0, len(SOURCE), 3) for length in (1, 7, 60)]
    assert page.evaluate(check, [SOURCE, spans]) == []


@pytest.mark.parametrize(
    "source", ["", "\n\n", "|", "**", "`", "> ", "- ", "1.", "```", "[", "![](", "\\", "#", "# ", "*a **b* c**"]
)
def test_scraps_of_markup_are_rendered_without_failing(page: Any, source: str) -> None:
    rendered(page, source, 0, len(source))


def test_offsets_count_code_points_as_python_does(page: Any) -> None:
    text = "a📶b👩‍👩‍👧c𝕏"
    cut = 'async ([text, a, b]) => (await import("/markdown.js")).slice(text, a, b)'
    for start in range(len(text)):
        for end in range(start, len(text) + 1):
            assert page.evaluate(cut, [text, start, end]) == text[start:end]
