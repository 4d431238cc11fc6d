"""What the page draws of an instance: where it stands, and exactly the way it has come."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from t2r.processes.deployed import STARTERS
from t2r.processes.runner import Process
from t2r.processes.showing import Drawing, drawing

if TYPE_CHECKING:
    from tests.t2r.processes.conftest import Desk


def drawn(
    desk: Desk, path: Path, data: dict[str, Any], *messages: tuple[str, dict[str, Any]], hours: int = 0
) -> Drawing:
    process = Process.load(path)
    instance = process.start(data, desk)
    for id, given in messages:
        instance.complete(id, given)
    desk.later(hours=hours)
    instance.go_on()
    return drawing(process, instance.state)


def test_it_stands_where_it_waits_and_has_passed_what_lies_before(desk: Desk) -> None:
    found = drawn(desk, STARTERS / "technician-visit.bpmn", {})
    assert found.waiting == ("await_visit",)
    assert set(found.passed) == {
        "ordered", "book_visit", "confirm_visit",
        "from_ordered_to_book_visit", "from_book_visit_to_confirm_visit", "from_confirm_visit_to_await_visit",
    }  # fmt: skip


def test_branches_stand_each_where_it_is_also_at_a_join(desk: Desk) -> None:
    found = drawn(desk, STARTERS / "cease.bpmn", {"device_to_return": True})
    assert found.waiting == ("await_return", "join")
    assert "from_number_settled_to_join" in found.passed
    assert "from_device_settled_to_join" not in found.passed


def test_of_alternatives_the_one_taken_is_passed(desk: Desk) -> None:
    desk.gives["check_account"] = {"account_ok": True}
    found = drawn(desk, STARTERS / "sim-replacement.bpmn", {"lost_or_stolen": True})
    assert {"from_is_lost_to_bar_line", "bar_line"} <= set(found.passed)
    assert "from_is_lost_to_reserve_sim" not in found.passed


def test_a_way_back_is_passed_only_where_it_was_taken(desk: Desk) -> None:
    back = "from_is_work_done_to_book_visit"
    missed, done = ("await_visit", {"visit_outcome": "missed"}), ("await_visit", {"visit_outcome": "done"})
    assert back in drawn(desk, STARTERS / "technician-visit.bpmn", {}, missed).passed
    desk.gives["test_line"] = {"test_passed": True}
    assert back not in drawn(desk, STARTERS / "technician-visit.bpmn", {}, done).passed


def test_a_timer_is_passed_when_it_has_gone_off_and_the_task_goes_on_waiting(desk: Desk) -> None:
    due = (desk.time + timedelta(hours=2)).isoformat()
    before = drawn(desk, STARTERS / "technician-visit.bpmn", {"due_visit": due}, hours=1)
    after = drawn(desk, STARTERS / "technician-visit.bpmn", {"due_visit": due}, hours=2)
    assert "visit_late" not in before.passed
    assert {"visit_late", "tell_visit_late", "from_visit_late_to_tell_visit_late"} <= set(after.passed)
    assert after.waiting == ("await_visit",)


def test_inside_a_subprocess_it_stands_at_the_innermost_node(desk: Desk) -> None:
    found = drawn(
        desk,
        Path(STARTERS).parent / "problem-report.bpmn",
        {"kind": "customerProblem", "severity": "major", "priority": "high"},
    )
    assert found.waiting == ("diagnose",)
    assert {"taken_up", "from_search_known_to_diagnose", "from_is_outage_to_handle"} <= set(found.passed)


def test_it_is_the_diagram_that_the_instance_runs_on(desk: Desk) -> None:
    path = STARTERS / "esim.bpmn"
    assert drawn(desk, path, {}).xml == path.read_text(encoding="utf-8")
