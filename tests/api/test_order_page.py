"""An order on the page, in a real browser under the page's policy: its state, items and process, as they go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api.desk import Desk
from api.orders import DeskSight
from api.tokens import Scope
from t2r.cases.codes import Level, Priority, Severity
from t2r.cases.tables import Case
from t2r.database import open_database, writing
from t2r.orders import steering, working
from t2r.orders.bench import OrderBench
from t2r.orders.capturing import capture
from t2r.orders.decomposing import ItemWish
from t2r.orders.tables import Slot
from t2r.orders.wiring import open_orders
from t2r.orders.wishes import OrderWish
from t2r.settings import Settings

pytestmark = pytest.mark.browser

PLACE = "Rose Street 1"
LINES = iter(range(919_800_000_000, 919_900_000_000))  # a line has no two orders for the same


@dataclass(frozen=True)
class Site:
    """A server, and what others do to its orders."""

    url: str
    settings: Settings
    bench: OrderBench

    def order(self, *items: ItemWish, **about: Any) -> int:
        with writing(self.bench.database) as session:
            wish = OrderWish(items=items, line=str(next(LINES)), place=PLACE, **about)
            return capture(session, self.bench, wish, "asha")[0].id

    def work(self) -> None:
        while working.wake(self.bench, self.bench.now()) or working.work_on(self.bench):
            pass

    def case(self) -> int:
        at = self.bench.now()
        with writing(self.bench.database) as session:
            case = Case(
                words="the light on the box is red",
                channel="voice",
                severity=Severity.MINOR,
                impact=Level.LOW,
                urgency=Level.LOW,
                priority=Priority.LOW,
                opened_at=at,
                updated_at=at,
            )
            session.add(case)
            session.flush()
            return case.id


@pytest.fixture(scope="module")
def site(make_settings: Callable[..., Settings], serve: Callable[..., Any]) -> Iterator[Site]:
    settings = make_settings()
    with serve(settings) as url:
        database = open_database(settings.database)
        bench = open_orders(settings, database, DeskSight(Desk(settings)))
        begins = bench.now() + timedelta(days=1)
        with writing(database) as session:
            session.add(Slot(place=PLACE, starts_at=begins, ends_at=begins + timedelta(hours=4), capacity=99))
        yield Site(url, settings, bench)
        database.dispose()


def shown(
    site: Site, new_page: Callable[..., Any], login_code: Callable[..., str], id: int, width: int = 1300, **options: Any
) -> Any:
    page = new_page(site.url, viewport={"width": width, "height": 900}, **options)
    page.goto(f"{site.url}/login?code={login_code(site.settings, Scope.ADMIN)}")
    page.wait_for_selector("#question")
    page.goto(f"{site.url}/#order-{id}")
    page.reload()
    page.wait_for_selector("t2r-order .order-state")
    return page


def text(page: Any, selector: str) -> str:
    return str(page.inner_text(selector))


def test_an_order_is_shown_with_its_process_and_follows_what_happens(
    site: Site, new_page: Callable[..., Any], login_code: Callable[..., str]
) -> None:
    id = site.order(ItemWish("1", "technician_visit"))
    page = shown(site, new_page, login_code, id)
    assert text(page, ".order-about .order-state") == "Taken in"
    assert page.is_hidden(".order-process")  # its process has not begun
    site.work()
    page.wait_for_selector("t2r-order .process-waiting")
    assert text(page, ".order-about .order-state") == "In progress"
    assert "Technician's visit" in text(page, ".order-items")
    assert page.is_visible(".order-waits li")
    assert page.query_selector("t2r-order .process-passed")
    with writing(site.bench.database) as session:
        steering.complete(session, site.bench, id, "1", "appointment.done", {"visit_outcome": "done"}, "ravi")
    site.work()
    page.click(".order-more summary")
    page.wait_for_selector(".order-timeline li:has-text('ravi')")


def test_a_fault_is_shown_and_tried_again(
    site: Site, new_page: Callable[..., Any], login_code: Callable[..., str]
) -> None:
    id = site.order(ItemWish("1", "sim_replacement", characteristics={"at_counter": True}))
    site.work()  # there is no SIM on the shelf
    page = shown(site, new_page, login_code, id)
    assert text(page, ".order-about .order-state") == "On hold"
    page.wait_for_selector("t2r-order .process-failed")
    page.click(".order-faults button")
    page.click(".order-more summary")
    page.wait_for_selector(".order-timeline li:has-text('retried')")


def test_a_case_shows_its_orders_and_loads_their_view_when_one_is_opened(
    site: Site, new_page: Callable[..., Any], login_code: Callable[..., str]
) -> None:
    case = site.case()
    id = site.order(ItemWish("1", "technician_visit"), case_id=case)
    page = new_page(site.url)
    page.goto(f"{site.url}/login?code={login_code(site.settings, Scope.ADMIN)}")
    page.click("#cases-open")
    page.click(f".case-row:has-text('#{case}')")
    loaded = "performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/order.js')).length"
    page.wait_for_selector(".case-order summary")
    assert page.evaluate(loaded) == 0
    page.click(".case-order summary")
    page.wait_for_selector("t2r-order .order-state")
    site.work()  # the case changes with its order: the view stays open
    page.wait_for_selector("t2r-order .process-waiting")
    assert f"Order {id}" in text(page, ".case-order summary")


@pytest.mark.parametrize("width", [400, 1300])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_runs_over_the_edge(
    site: Site,
    new_page: Callable[..., Any],
    login_code: Callable[..., str],
    tmp_path: Path,
    width: int,
    scheme: str,
) -> None:
    id = site.order(ItemWish("1", "home_bundle"), promised_at=site.bench.now())
    site.work()
    page = shown(site, new_page, login_code, id, width, color_scheme=scheme)
    page.wait_for_selector("t2r-order .djs-container")
    page.click(".order-more summary")
    wide = page.evaluate(
        "[...document.querySelectorAll('t2r-order, t2r-order section, t2r-order li')].filter((n) => n.scrollWidth > n.clientWidth + 1).length"
    )
    assert wide == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.screenshot(path=tmp_path / f"order-{width}-{scheme}.png")
