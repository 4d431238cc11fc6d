"""An agent's shift in the workspace, in a real browser: cases worked one after the other in one page, and the memory it then has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",  # WebGL without a GPU
]  # fmt: skip
PAGE = "/"
BEGUN = 1_777_636_800  # when the first call rings, by the telephone system's clock
MOST_STEPS = 12  # a case that takes more is passed on: a shift is measured, not a flow

CARD = "t2r-calls .card"
LAST = "t2r-assist .turn.last"
NEXT = ("t2r-flow .step .primary", "t2r-flow .step > .ways .quiet", "t2r-flow .step .ways button")
LOOKED_AT = {"timeline": ".step", "map": "canvas", "journey": ".card", "customer": ".who"}

Tell = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Memory:
    """What a page holds after all garbage was collected."""

    heap_mb: float
    nodes: int
    listeners: int

    def over(self, before: Memory) -> float:
        """The largest of its three parts as a multiple of what it was."""
        return max(self.heap_mb / before.heap_mb, self.nodes / before.nodes, self.listeners / max(before.listeners, 1))


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless. Raises RuntimeError where it or playwright is not there."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise RuntimeError("playwright is not installed: pip install 't2r[dev]'") from error
    if not CHROMIUM.exists():
        raise RuntimeError(f"{CHROMIUM} is not there (Debian's package chromium)")
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


def memory_of(page: Page) -> Memory:
    """The page's memory, after what nothing refers to any more was thrown away."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    for _ in range(2):  # what the first lets go of, the second collects
        session.send("HeapProfiler.collectGarbage")
    found = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    session.detach()
    return Memory(found["JSHeapUsedSize"] / 2**20, int(found["Nodes"]), int(found["JSEventListeners"]))


@dataclass(slots=True)
class Shift:
    """One agent at one page that is never loaded again. `tell` gives the telephone system's messages to the server."""

    page: Page
    agent: str
    tell: Tell
    prefix: str = "shift"  # of its calls' ids
    passed_on: int = 0
    resolved: int = 0
    held: int = 0

    def work(
        self, lines: Sequence[str], questions: Sequence[str], words: Sequence[str], minutes: float
    ) -> Iterator[int]:
        """Work a case for each line, with that many minutes of the page's clock for each; says how many are done."""
        for done in count():
            if done == len(lines):
                return
            self._case(done, lines[done], questions[done % len(questions)], words[done % len(words)])
            self.page.clock.run_for(round(minutes * 60_000))
            yield done + 1

    def _case(self, number: int, line: str, question: str, words: str) -> None:
        page, conn = self.page, f"{self.prefix}-{number}"
        self._happens("EventRinging", conn, line, number)
        self._see(f'{CARD}[data-standing="ringing"]')
        self._happens("EventEstablished", conn, line, number)
        self._see(f'{CARD}[data-standing="talking"]')
        self._ask(question)
        self._flow(words)
        self._look_around(number)
        self._happens("EventReleased", conn, line, number)
        page.click(f"{CARD} .ways .primary")
        page.locator(CARD).wait_for(state="detached")
        page.click("t2r-workspace .line button.quiet")

    def _ask(self, question: str) -> None:
        page = self.page
        page.fill("t2r-assist textarea", question)
        page.press("t2r-assist textarea", "Enter")
        self._see(f"{LAST}:not([aria-busy]) .act")
        source = page.locator(f"{LAST} .cite").first
        if source.count():
            source.click()
            self._see("t2r-knowledge .document")

    def _flow(self, words: str) -> None:
        page = self.page
        page.keyboard.press("F2")
        page.fill("t2r-flow .begin textarea", words)
        page.click("t2r-flow .begin .primary")
        self._see("t2r-flow .step-title, t2r-flow .about [data-status=held]")
        if page.locator("t2r-flow .about [data-status=held]").count():  # an outage explains it: there is nothing to ask
            self.held += 1
            return
        for _ in range(MOST_STEPS):
            self._see("t2r-flow .scroll:not([aria-busy])")
            if page.locator("t2r-flow .step.done").count():
                self._close()
                return
            way = next((way for way in NEXT if page.locator(way).count()), None)
            if way is None:  # it waits for somebody else
                break
            page.click(way)
        self._see("t2r-flow .scroll:not([aria-busy])")
        page.click("t2r-flow details[part=escalate] summary")
        page.fill("t2r-flow [name=queue]", "second line")
        page.click("t2r-flow details[part=escalate] form .secondary")
        self._see("t2r-flow .about:has-text('second line')")
        self.passed_on += 1

    def _look_around(self, number: int) -> None:
        """At one more view of the case, and at the board."""
        page = self.page
        view, there = list(LOOKED_AT.items())[number % len(LOOKED_AT)]
        page.click(f"t2r-workspace .work > nav button.{view}")
        self._see(f"t2r-{view} {there}")
        page.click("t2r-workspace .work > nav button.customer")  # nobody looks at a map for long
        page.click("t2r-workspace .places button:has-text('Board')")
        self._see("t2r-board .figure")
        page.click("t2r-workspace .places button:has-text('Desk')")

    def _close(self) -> None:
        page = self.page
        self._see("t2r-flow [name=cause]")
        for name in ("cause", "resolution"):
            if not page.input_value(f"t2r-flow [name={name}]"):
                page.select_option(f"t2r-flow [name={name}]", index=1)
        page.click("t2r-flow .step.done form .primary")
        self._see('t2r-flow [data-status="closed"]')
        self.resolved += 1

    def _see(self, selector: str) -> None:
        """Wait until it is there; unlike `wait_for_selector`, no handle keeps it from being collected."""
        self.page.locator(selector).first.wait_for()

    def _happens(self, event: str, conn: str, line: str, number: int) -> None:
        message = {"Event": event, "ConnID": conn, "ANI": f"+{line}", "CallType": "Inbound", "AgentID": self.agent}
        at = BEGUN + number * 600 + {"EventRinging": 0, "EventEstablished": 5, "EventReleased": 300}[event]
        self.tell(message | {"ThisDN": "7001", "Time": at})


FIRST_WORDS = """() => {
  const root = document.querySelector("t2r-workspace").shadowRoot.querySelector("t2r-assist").shadowRoot;
  const last = () => root.querySelector(".turn.last");
  let asked = null, before = null;
  window.waited = [];
  root.addEventListener("keydown", (event) => {
    if (event.key === "Enter") [asked, before] = [event.timeStamp, last()];
  }, true);
  new MutationObserver(() => {
    const turn = last();
    if (asked === null || turn === before || !turn.matches("[data-decision], :has(.sentence)")) return;
    const from = asked;
    asked = null;
    requestAnimationFrame(() => setTimeout(() => waited.push(performance.now() - from)));
  }).observe(root, { childList: true, subtree: true, attributes: true });
}"""


def first_words(page: Page, questions: Sequence[str]) -> list[float]:
    """For each question the milliseconds from Enter until the frame in which the first words of its answer are seen."""
    page.evaluate(FIRST_WORDS)
    for number, question in enumerate(questions):
        page.fill("t2r-assist textarea", question)
        page.press("t2r-assist textarea", "Enter")
        page.wait_for_function("(count) => waited.length > count", arg=number)
        page.wait_for_selector(f"{LAST}:not([aria-busy]) .act")
        page.click("t2r-assist .head button")
    return [float(each) for each in page.evaluate("waited")]
