"""Part `workspace`: the agents' page in headless Chromium: when it is there, when it answers, and what a shift leaves in its memory."""

from __future__ import annotations

import gzip
import http.client
import json
import random
import re
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from eval.bench.common import Row, Sizes, at_most, questions, say
from eval.bench.server import Server, command, operator_data, serving
from eval.workspace import PAGE, Shift, chromium, first_words, memory_of
from t2r.simulated.tickets import tickets

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAINTED, WORDS, GROWN, SIZE = at_most(1_000), at_most(250), at_most(1.5), at_most(45)
SEED = 11
HOURS = 8
WARM = 5  # questions
STATIC = Path(__file__).parents[2] / "api" / "static"
LOADED = re.compile(r"""(?:from|import)\s*\(?\s*["'`](\./[^"'`]+\.js|\.\./[^"'`]+\.js)["'`]""")


def measure(sizes: Sizes, work: Path) -> list[Row]:
    """The rows of this part."""
    folder = work / "scratch" / "workspace"
    data = operator_data(folder, "tiny" if sizes.operator == "tiny" else "small")
    lines = pq.read_table(folder / "sandbox" / "feeds" / "lines.parquet", columns=["msisdn"])["msisdn"].to_pylist()
    given = {
        "T2R_NETWORK_CLOCK": "newest",
        "T2R_CATALOGUE": "t2r.simulated.customers:tools_of",
        "T2R_CUSTOMERS": "t2r.simulated.directory:open_directory",
        "T2R_RATE_LIMIT": "0",
    }
    chat = sum(len(gzip.compress(file.read_bytes(), 9)) for file in loaded(STATIC / "t2r-assist.js")) / 1_000
    rows = [Row("chat element with all it may load, gzipped", chat, "kB", SIZE)]
    with serving(data, work / "scratch" / "workspace.log", "cti:write", **given) as server:
        rows += _painted(server, data, sizes.starts)
        rows += _answered(server, data, sizes.asked)
        rows += _worked(server, data, random.Random(SEED).sample(lines, sizes.shift), sizes.asked)
    return rows


def loaded(file: Path, seen: frozenset[Path] = frozenset()) -> frozenset[Path]:
    """A built module and all that it imports, at once or later."""
    for name in LOADED.findall(file.read_text(encoding="utf-8")):
        if (other := (file.parent / name).resolve()) not in seen:
            seen |= loaded(other, seen | {file})
    return seen | {file}


def _painted(server: Server, data: Path, starts: int) -> list[Row]:
    """Each time a browser that has never seen the page, in a process of its own."""
    painted, usable = [], []
    for number in range(starts):
        with signed_in(server, data, f"cold-{number}") as page:
            page.goto(f"http://{server.address}{PAGE}")
            page.wait_for_selector("t2r-assist textarea")
            usable.append(page.evaluate("performance.now()"))
            painted.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
    return [
        Row("workspace opened by a cold browser → first paint, slowest", max(painted), "ms", PAINTED, f"{starts} browsers; p50 {statistics.median(painted):.0f} ms"),
        Row("… → a question can be typed, slowest", max(usable), "ms", None, f"p50 {statistics.median(usable):.0f} ms"),
    ]  # fmt: skip


def _answered(server: Server, data: Path, asked: int) -> list[Row]:
    texts = random.Random(SEED).sample([case.question for case in questions()], asked + WARM)
    say(f"workspace: {asked} questions")
    with signed_in(server, data, "asking") as page:
        page.goto(f"http://{server.address}{PAGE}")
        page.wait_for_selector("t2r-assist textarea")
        waited = first_words(page, texts)[WARM:]
    p95 = statistics.quantiles(waited, n=20, method="inclusive")[-1]
    note = f"{asked} questions, each asked for the first time; p50 {statistics.median(waited):.0f} ms"
    return [Row("Enter → first visible words of the answer, p95", p95, "ms", WORDS, note)]


def _worked(server: Server, data: Path, lines: list[str], asked: int) -> list[Row]:
    cases, settled = len(lines), max(2, len(lines) // 15)
    say(f"workspace: a shift of {cases} cases")
    texts = [case.question for case in questions()][:asked]
    words = [ticket.words for ticket in tickets(SEED, cases)]
    headers = {"Authorization": f"Bearer {server.token}", "Content-Type": "application/json"}

    def tell(message: dict[str, Any]) -> None:
        connection = http.client.HTTPConnection(
            server.address, timeout=60
        )  # between two events the server would close it
        connection.request("POST", "/v1/cti/events", json.dumps(message), headers)
        connection.getresponse().read()
        connection.close()

    with signed_in(server, data, agent := f"agent-{time.time_ns()}") as page:
        page.clock.install()
        page.goto(f"http://{server.address}{PAGE}")
        page.wait_for_selector("t2r-assist textarea")
        shift, began = Shift(page, agent, tell, agent), time.monotonic()
        early = late = memory_of(page)
        for done in shift.work(lines, texts, words, HOURS * 60 / cases):
            if done in (settled, cases):
                early, late = (memory_of(page), late) if done == settled else (early, memory_of(page))
            if done % 20 == 0:
                say(f"workspace: {done} cases, {time.monotonic() - began:.0f} s, {memory_of(page)}")
    note = f"after case {settled} {early.heap_mb:.1f} MB, after case {cases} {late.heap_mb:.1f} MB; {shift.resolved} closed, {shift.passed_on} passed on, {shift.held} held by an outage"
    return [
        Row(f"JS heap after {HOURS} simulated hours ÷ after case {settled}", late.heap_mb / early.heap_mb, "×", GROWN, note),
        Row("… DOM nodes", late.nodes / early.nodes, "×", GROWN, f"{early.nodes} and {late.nodes}"),
        Row("… event listeners", late.listeners / early.listeners, "×", GROWN, f"{early.listeners} and {late.listeners}"),
    ]  # fmt: skip


@contextmanager
def signed_in(server: Server, data: Path, agent: str) -> Iterator[Page]:
    """A page of a new browser in which this agent is signed in, and which has loaded nothing yet."""
    link = json.loads(command("token", "link", "--name", agent, "--url", f"http://{server.address}", "--data-dir", str(data), "--json"))  # fmt: skip
    with chromium() as browser:
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.request.get(link["login"])  # its cookies are the browser's, what it loads is not
        yield context.new_page()
        context.close()
