from __future__ import annotations

import json
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from t2r.processes.runner import Instance, NodeKind, Process, ProcessError

if TYPE_CHECKING:
    from tests.t2r.processes.conftest import Desk

FOLDER = Path(__file__).parents[3] / "t2r/processes"
REPORT = FOLDER / "problem-report.bpmn"


@lru_cache
def problem_report() -> Process:
    return Process.load(REPORT)


def opened(desk: Desk, **data: Any) -> Instance:
    start = desk.time
    desk.gives |= {
        "start_clocks": {
            "jeopardy_at": (start + timedelta(hours=6)).isoformat(),
            "due_at": (start + timedelta(hours=8)).isoformat(),
        },
        "report_restoration": {"close_at": (start + timedelta(days=3)).isoformat()},
    }
    return problem_report().start({"kind": "customerProblem", "severity": "major", "priority": "high", **data}, desk)


def places(instance: Instance) -> set[str]:
    return {one.node.id for one in instance.waiting if one.node.kind is not NodeKind.BOUNDARY}


def test_a_report_is_taken_up_by_the_system_until_somebody_has_to_diagnose(desk: Desk) -> None:
    instance = opened(desk)
    assert desk.trail == [
        "create_report",
        "obtain_configuration",
        "check_outage",
        "categorise",
        "prioritise",
        "start_clocks",
        "search_known",
    ]
    assert places(instance) == {"diagnose"}
    assert (instance.data["category"], instance.data["target_minutes"]) == ("degraded service", 480)


def test_one_that_is_isolated_corrected_and_validated_is_closed_when_the_customer_agrees(desk: Desk) -> None:
    instance = opened(desk)
    assert instance.complete("diagnose", {"cause_known": True, "domain": "device"})
    assert places(instance) == {"correct"}
    instance.complete("correct")
    instance.complete("validate", {"solved": True})
    assert places(instance) == {"contact_customer"}
    instance.complete("contact_customer", {"agrees": True})
    assert instance.ended
    assert desk.trail[-1] == "closed"
    assert desk.trail.index("record_cause") < desk.trail.index("correct") < desk.trail.index("validate")


@pytest.mark.parametrize(
    ("finding", "waits", "did"),
    [
        ({"domain": "device"}, "correct", "plan_restoration"),
        ({"domain": "network", "workaround": True}, "apply_workaround", "plan_restoration"),
        ({"domain": "network"}, "await_service", "raise_service_problem"),
        ({"domain": "line", "needs_change": True}, "await_change", "request_change"),
        ({"domain": "home", "fix_known": False, "workaround": True}, "apply_workaround", "plan_restoration"),
        ({"domain": "home", "cost": 9000}, "await_change", "request_change"),
    ],
)
def test_the_way_back_to_service_is_chosen_by_the_table(
    desk: Desk, finding: dict[str, Any], waits: str, did: str
) -> None:
    instance = opened(desk)
    instance.complete("diagnose", {"cause_known": True, **finding})
    assert places(instance) == {waits}
    assert desk.trail[-1] == did


def test_without_a_cause_it_is_escalated_and_the_second_line_isolates(desk: Desk) -> None:
    instance = opened(desk)
    instance.complete("diagnose", {"cause_known": False})
    assert desk.did[-1] == "escalate"
    assert places(instance) == {"second_line"}


def test_an_unknown_answer_is_not_a_yes(desk: Desk) -> None:
    instance = opened(desk)
    instance.complete("diagnose")
    assert places(instance) == {"second_line"}


def test_a_failed_attempt_goes_back_to_diagnosis(desk: Desk) -> None:
    instance = opened(desk)
    instance.complete("diagnose", {"cause_known": True})
    instance.complete("correct")
    instance.complete("validate", {"solved": False})
    assert desk.did[-1] == "report_failure"
    assert places(instance) == {"diagnose"}


def test_who_does_not_agree_has_the_case_reopened(desk: Desk) -> None:
    instance = opened(desk)
    instance.complete("diagnose", {"cause_known": True})
    instance.complete("correct")
    instance.complete("validate", {"solved": True})
    instance.complete("contact_customer", {"agrees": False})
    assert "reopen" in desk.did
    assert places(instance) == {"diagnose"}


def test_one_that_an_outage_explains_waits_for_its_end(desk: Desk) -> None:
    instance = opened(desk, outage=True)
    assert places(instance) == {"await_restoration"}
    instance.complete("await_restoration")
    assert places(instance) == {"contact_customer"}


def test_jeopardy_is_told_before_the_target_time_is_missed_and_both_only_once(desk: Desk) -> None:
    instance = opened(desk)
    desk.later(hours=5)
    instance.go_on()
    assert "warn" not in desk.did
    desk.later(hours=1)
    instance.go_on()
    instance.go_on()
    assert desk.did.count("warn") == 1
    assert "escalate_breach" not in desk.did
    desk.later(hours=2)
    instance.go_on()
    assert (desk.did.count("warn"), desk.did.count("escalate_breach")) == (1, 1)
    assert places(instance) == {"diagnose"}


def test_silence_closes_when_the_agreed_time_is_over(desk: Desk) -> None:
    instance = opened(desk)
    instance.complete("diagnose", {"cause_known": True})
    instance.complete("correct")
    instance.complete("validate", {"solved": True})
    desk.later(days=4)
    instance.go_on()
    assert instance.ended
    assert "close_silently" in desk.did


def test_one_that_is_withdrawn_ends_at_once(desk: Desk) -> None:
    instance = opened(desk)
    instance.complete("withdrawn", {"reason": "duplicate"})
    assert instance.ended
    assert desk.trail[-1] == "cancelled"


def test_a_major_problem_is_reviewed(desk: Desk) -> None:
    instance = opened(desk, kind="outage", customers=400)
    instance.complete("diagnose", {"cause_known": True})
    instance.complete("correct")
    instance.complete("validate", {"solved": True})
    instance.complete("contact_customer", {"agrees": True})
    assert places(instance) == {"review_major"}


def test_what_nobody_waits_for_changes_nothing(desk: Desk) -> None:
    instance = opened(desk)
    before = instance.state
    assert not instance.complete("validate", {"solved": True})
    assert not instance.complete("no_such_node")
    assert instance.state == before


ANSWERS = {
    "diagnose": {"cause_known": True},
    "second_line": {"domain": "line"},
    "validate": {"solved": True},
    "contact_customer": {"agrees": True},
}
moves = st.lists(
    st.tuples(
        st.sampled_from(
            [node.id for node in Process.load(REPORT).nodes.values() if node.message or node.kind is NodeKind.USER]
        ),
        st.booleans(),
        st.integers(min_value=0, max_value=30),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None)
@given(moves)
def test_an_instance_that_is_stored_and_resumed_at_every_step_goes_the_same_way(
    moves: list[tuple[str, bool, int]],
) -> None:
    from tests.t2r.processes.conftest import Desk

    whole, parts = Desk(), Desk()
    one, other = opened(whole), opened(parts)
    for id, yes, hours in moves:
        stored = json.loads(json.dumps(other.state))
        assert problem_report().waiting_stored(stored) == other.waiting
        other = problem_report().resume(stored, parts)
        answer = dict.fromkeys(ANSWERS.get(id, {}), yes)
        for desk, instance in ((whole, one), (parts, other)):
            desk.later(hours=hours)
            instance.complete(id, answer)
            instance.go_on()
    assert (parts.trail, other.data, other.ended) == (whole.trail, one.data, one.ended)


def test_resuming_leaves_the_stored_state_as_it_is(desk: Desk) -> None:
    state = opened(desk).state
    before = json.dumps(state)
    problem_report().resume(state, desk).complete("diagnose", {"cause_known": True})
    assert json.dumps(state) == before


def test_an_instance_of_another_version_is_not_resumed(desk: Desk, tmp_path: Path) -> None:
    state = opened(desk).state
    changed = tmp_path / REPORT.name
    changed.write_text(REPORT.read_text(encoding="utf-8").replace("Diagnose", "Find out"), encoding="utf-8")
    for table in FOLDER.glob("*.dmn"):
        (tmp_path / table.name).write_bytes(table.read_bytes())
    with pytest.raises(ProcessError, match="another version"):
        Process.load(changed).resume(state, desk)


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("<bpmn:userTask", "<bpmn:scriptTask", "scriptTask"),
        (">cause_known<", ">__import__('os')<", "not allowed"),
        (">jeopardy_at<", ">open(jeopardy_at)<", "not allowed"),
        (' t2r:decision="categorise"', "", "t2r:decision"),
        ("bpmn:timeDate", "bpmn:timeDuration", "timeDate"),
        ('targetRef="diagnose"', 'targetRef="nowhere"', "line|nowhere"),
        ("<bpmn:process", "<bpmn:proces", "problem-report"),
    ],
)
def test_a_diagram_that_cannot_be_run_is_refused(tmp_path: Path, was: str, becomes: str, told: str) -> None:
    text = REPORT.read_text(encoding="utf-8")
    assert was in text
    path = tmp_path / REPORT.name
    changed = text.replace(was, becomes)
    if "scriptTask" in becomes:
        changed = changed.replace("</bpmn:userTask>", "</bpmn:scriptTask>")
    path.write_text(changed, encoding="utf-8")
    for table in FOLDER.glob("*.dmn"):
        (tmp_path / table.name).write_bytes(table.read_bytes())
    with pytest.raises(ProcessError, match=told):
        Process.load(path)


def test_every_task_and_event_of_the_life_of_a_report_names_its_etom_process() -> None:
    silent = {"silence"}
    bare = {
        node.id
        for node in problem_report().nodes.values()
        if node.etom is None and node.kind not in (NodeKind.GATEWAY, NodeKind.START, NodeKind.END)
    }
    assert bare == silent
