"""A server with a small base, a small network and simulated customers, its orders, and the workspace of it in a browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

import api
from api.cli import PAGE_SCOPES
from api.desk import Desk
from api.orders import DeskSight
from api.tokens import Scope
from knowledge import Article, KnowledgeBase
from t2r.database import open_database, writing
from t2r.orders import steering, working
from t2r.orders.bench import OrderBench
from t2r.orders.capturing import capture
from t2r.orders.decomposing import ItemWish
from t2r.orders.tables import Slot
from t2r.orders.wiring import open_orders
from t2r.orders.wishes import OrderWish
from t2r.settings import Settings

AXE = Path(api.__file__).parent / "widget" / "node_modules" / "axe-core" / "axe.min.js"
PAYLOAD = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>[x](javascript:window.hacked=1)"
PLACE = "Rose Street 1"
LINES = iter(range(919_811_000_000, 919_812_000_000))  # a line has no two orders for the same
HOSTILE = Article(
    id='hostile"><img src=x onerror=window.hacked=1>',
    title=f"Voicemail greeting is silent {PAYLOAD}",
    body=f"The voicemail greeting is silent when it is empty {PAYLOAD}.\n\n## Steps\n\n1. Record the greeting {PAYLOAD}.\n",
    product="mobile",
    audience="customer",
)


@dataclass(frozen=True)
class Site:
    """A running server, its settings and its network."""

    url: str
    settings: Settings
    network: Any


@pytest.fixture(scope="module")
def site(
    make_settings: Callable[..., Settings],
    small_network: Callable[[Settings], Any],
    serve: Callable[[Settings], AbstractContextManager[str]],
) -> Iterator[Site]:
    settings = make_settings(
        rate_limit=0,
        catalogue="t2r.simulated.customers:tools_of",
        customers="t2r.simulated.directory:open_directory",
    )
    network = small_network(settings)
    with KnowledgeBase.open(settings.knowledge_path) as knowledge:
        knowledge.add([HOSTILE])
    with serve(settings) as url:
        yield Site(url, settings, network)


@dataclass(frozen=True)
class Orders:
    """What others do to the orders of the server."""

    bench: OrderBench

    def taken(self, *items: ItemWish, line: str | None = None, **about: Any) -> int:
        with writing(self.bench.database) as session:
            wish = OrderWish(items=items, line=line or str(next(LINES)), place=PLACE, **about)
            return capture(session, self.bench, wish, "asha")[0].id

    def work(self) -> None:
        while working.wake(self.bench, self.bench.now()) or working.work_on(self.bench):
            pass

    def visited(self, id: int) -> None:
        with writing(self.bench.database) as session:
            steering.complete(session, self.bench, id, "1", "appointment.done", {"visit_outcome": "done"}, "ravi")


@pytest.fixture(scope="module")
def orders(site: Site) -> Iterator[Orders]:
    database = open_database(site.settings.database)
    bench = open_orders(site.settings, database, DeskSight(Desk(site.settings)))
    begins = bench.now() + timedelta(days=1)
    with writing(database) as session:
        session.add(Slot(place=PLACE, starts_at=begins, ends_at=begins + timedelta(hours=4), capacity=99))
    yield Orders(bench)
    database.dispose()


@pytest.fixture
def open_workspace(new_page: Callable[..., Any], site: Site, login_code: Callable[..., str]) -> Callable[..., Any]:
    """Open the workspace, signed in, and wait until it can be worked with."""

    def opened(*scopes: Scope, **options: Any) -> Any:
        page = new_page(site.url, **options)
        page.goto(f"{site.url}/login?code={login_code(site.settings, *(scopes or PAGE_SCOPES))}")
        page.wait_for_selector("t2r-assist textarea", state="attached")
        return page

    return opened


@pytest.fixture
def bridge(site: Site, token_for: Callable[..., str]) -> Iterator[Any]:
    """A client beside the browser: the telephone system, the CRM, a colleague."""
    headers = {"Authorization": f"Bearer {token_for(site.settings, Scope.ADMIN)}"}
    with httpx2.Client(base_url=site.url, headers=headers, timeout=60) as client:
        yield client


def ask(page: Any, question: str) -> Any:
    """Ask, and wait for the whole answer."""
    page.fill("t2r-assist textarea", question)
    page.press("t2r-assist textarea", "Enter")
    page.wait_for_selector("t2r-assist .turn.last:not([aria-busy]) .act")
    return page


def violations(page: Any) -> list[Any]:
    """What axe-core finds wrong with the page as it is now."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci --prefix api/widget")
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    run = (
        "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => JSON.stringify("
        "violations.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => [html.slice(0, 200), failureSummary])])))"
    )
    found = session.send("Runtime.evaluate", {"expression": run, "awaitPromise": True, "returnByValue": True})
    session.detach()
    return list(json.loads(found["result"]["value"]))
