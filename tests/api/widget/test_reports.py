"""Evaluation reports in a real browser: what was never run is said, what became worse is seen, for those alone who may see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from api.cli import PAGE_SCOPES
from api.tokens import Scope
from t2r import evaluations
from t2r.evaluations import (
    SHIPPED,
    Check,
    Day,
    Evaluation,
    MissingTask,
    Process,
    ProcessWalked,
    Queue,
    Recorded,
    RuleKept,
)
from tests.api.widget.conftest import Site, violations

pytestmark = pytest.mark.browser

WORDS = "my mobile data is dead, calls are fine"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOSTILE = "<img src=x onerror=window.hacked=1>"
FLOWS = (
    Check(name="metrics.solved", verdict="worse", before=0.99, now=0.95, margin=0.005),
    Check(name="metrics.unsafe_actions", verdict="not worse", before=2, now=0, margin=0, lower_is_better=True),
    Check(name=f"R@5 on slice={HOSTILE}", verdict="inconclusive", before=0.8, now=0.8, margin=0.1, means=HOSTILE),
)
PROCESSES = tuple(
    Process(
        id=id, name=name, area="Customer Problem Handling", score=score, certified=4.5, tasks=9, supported=7, partial=1,
        kind="AM", missing=(MissingTask(id=f"{id}-T01", name="Tell the customer by e-mail", support="partial", says="only by SMS"),),
    )
    for id, name, score in (("1.3.7.1", "Isolate Customer Problem", 4.5), ("1.3.7.6", "Correct & Recover", 4.0))
)  # fmt: skip
RECORDED = Recorded(
    rules=(RuleKept(id="look", text="Nothing is changed before somebody has looked", weight="severe", kept=0.9, broken=2, cases=("1", "9")),),
    processes=(ProcessWalked(id="1.3.7.1", name="Isolate Customer Problem", cases=20, seconds=340.5, kind="A", deviations=2),),
    days=tuple(Day(day=date(2026, 11, 18 + n), cases=10, conforming=0.7 + n / 10, severe=0.1, fitness=0.95) for n in range(3)),
    queues=(
        Queue(queue=None, cases=15, conforming=0.9, severe=0, fitness=1),
        Queue(queue="field service", cases=5, conforming=0.4, severe=0.2, fitness=0.8),
    ),
)  # fmt: skip


def kept(name: str, days: int = 0, **more: Any) -> Evaluation:
    told = {"verdict": "pass", "config": {"seed": 1, "versions": {"t2r": "0.1.0"}}, **more}
    return Evaluation(name=name, at=NOON + timedelta(days=days), seconds=45.2, command=f"t2r eval {name}", **told)


@pytest.fixture
def reports(site: Site) -> Iterator[Site]:
    """Evaluations of two days, of which one file is broken; `past` was never run."""
    folder = site.settings.evaluations_path
    before = FLOWS[0].model_copy(update={"now": 0.94})
    scores = tuple(
        Check(name=f"processes/{one.id}/score", verdict="not worse", before=4.0, now=one.score, margin=0)
        for one in PROCESSES
    )
    for evaluation in (
        kept("flows", checks=(before,)),
        kept("flows", 1, verdict="worse", checks=FLOWS, metrics={"solved": 0.95, "routed": 0.99}),
        kept("conformance", checks=scores, conformance=PROCESSES),
        kept("cases", verdict=None, recorded=RECORDED, metrics={"cases": 20}, config={"cases": "of the database"}),
        kept("routing", verdict="failed", error="`t2r eval routing` failed: no model"),
    ):
        evaluations.keep(folder, evaluation)
    (folder / "20261101T000000Z-questions.json").write_text("{}")
    yield site
    for path in folder.glob("*"):
        path.unlink()


def go(page: Any) -> Any:
    page.click("t2r-workspace .places button:has-text('Reports')")
    page.wait_for_selector("t2r-reports .list .trail, t2r-reports .empty")
    return page


def pick(page: Any, name: str) -> Any:
    page.click(f"t2r-reports [data-evaluation={name}]")
    page.wait_for_selector("t2r-reports .report .body")
    return page


def test_where_nothing_was_run_it_is_said_and_no_figure_is_shown(open_workspace: Callable[..., Any]) -> None:
    page = go(open_workspace())
    page.wait_for_selector("t2r-reports [data-never]")
    assert page.locator("t2r-reports [data-never]").count() == len(SHIPPED)
    assert "No evaluation has been run here." in page.inner_text("t2r-reports .list")
    assert violations(page) == []


def test_what_became_worse_is_seen_first_with_its_baseline(reports: Site, open_workspace: Callable[..., Any]) -> None:
    page = pick(go(open_workspace()), "flows")
    first = page.inner_text("t2r-reports [data-metric] >> nth=0")
    assert all(each in first for each in ("solved", "0.99", "0.95", "−0.04 worse", "worse than allowed"))
    assert "−2 better" in page.inner_text("t2r-reports [data-metric='metrics.unsafe_actions']")
    page.select_option("t2r-reports .against", index=1)
    page.wait_for_selector("t2r-reports [data-metric='metrics.solved'][data-direction=better]")
    assert "+0.01 better" in page.inner_text("t2r-reports [data-metric='metrics.solved']")
    assert page.evaluate("window.hacked") is None


def test_each_process_is_shown_with_its_score_and_what_it_lacks(
    reports: Site, open_workspace: Callable[..., Any]
) -> None:
    page = pick(go(open_workspace()), "conformance")
    row = page.locator("t2r-reports [data-process='1.3.7.1']")
    assert "+0.5 better" in row.inner_text()
    row.locator("summary").click()
    assert "only by SMS" in row.inner_text()


def test_a_case_that_broke_a_rule_is_one_click_away(
    reports: Site, open_workspace: Callable[..., Any], bridge: Any
) -> None:
    bridge.post("/v1/cases", json={"words": WORDS, "msisdn": reports.network.well, "flow": "mobile-data"})
    page = pick(go(open_workspace()), "cases")
    assert "solved where they began" in page.inner_text("t2r-reports .report")
    page.click("t2r-reports [data-rule=look] .link >> nth=0")
    page.wait_for_selector("t2r-workspace nav button.timeline[aria-current=true]")
    page.wait_for_selector("t2r-timeline li")


def test_agents_have_no_reports(reports: Site, open_workspace: Callable[..., Any]) -> None:
    scopes = [scope for scope in PAGE_SCOPES if scope is not Scope.EVALUATIONS_READ]
    page = open_workspace(*scopes)
    assert page.locator("t2r-workspace .places button:has-text('Reports')").count() == 0


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1440, "light")])
def test_every_report_can_be_read_by_everybody(
    reports: Site, open_workspace: Callable[..., Any], width: int, scheme: str
) -> None:
    page = go(open_workspace(viewport={"width": width, "height": 800}, color_scheme=scheme))
    page.wait_for_selector("t2r-reports [data-never=past]")
    assert violations(page) == []
    for name in ("flows", "conformance", "cases", "routing"):
        pick(page, name)
        page.locator("t2r-reports details").evaluate_all("(all) => all.forEach((each) => { each.open = true; })")
        assert violations(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        inner = "(body) => body.scrollWidth - body.clientWidth"
        assert page.locator("t2r-reports .report .scroll").evaluate(inner) <= 0, name
        if width < 960:
            page.click("t2r-reports .back")


def test_the_keyboard_is_enough_and_hindi_is_spoken(reports: Site, open_workspace: Callable[..., Any]) -> None:
    page = open_workspace()
    page.click("t2r-workspace button[popovertarget=menu]")
    page.select_option("t2r-workspace .menu select >> nth=0", "hi")
    page.keyboard.press("Escape")
    page.locator("t2r-workspace .places button").first.focus()
    page.keyboard.press("r")
    page.wait_for_selector("t2r-reports [data-evaluation=flows]")
    page.locator("t2r-reports [data-evaluation=flows]").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("t2r-reports [data-metric]")
    assert "अनुमति से बदतर" in page.inner_text("t2r-reports .report")
    page.keyboard.press("Shift+Tab")  # from the title of the report, where the focus has gone, back into the list
    focused = "document.activeElement.shadowRoot.activeElement.shadowRoot.activeElement.dataset.evaluation"
    assert page.evaluate(focused)
