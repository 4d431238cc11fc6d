from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from eval.etom.framework import shipped as framework
from eval.traces.events import collect
from eval.traces.rules import load, shipped
from eval.traces.scoring import score

NINE = datetime(2026, 11, 20, 9, tzinfo=UTC)
Row = tuple[str, str] | tuple[str, str, dict[str, Any]]

OPENED: Row = ("opened", "customerProblem", {"who": "M", "etom": "1.3.7.5"})
LOOKED: Row = ("check", "apn", {"who": "A", "etom": "1.3.7.1", "value": {"apn_correct": False}})
RESET: Row = ("action", "reset_apn", {"who": "AM", "etom": "1.3.7.6", "value": "done"})
WORKS: Row = ("decision", "goal", {"who": "A", "etom": "1.3.7.1", "value": True})
WORKS_NOT: Row = ("decision", "goal", {"who": "A", "etom": "1.3.7.1", "value": False})
RESOLVED: Row = ("status", "resolved", {"who": "A", "etom": "1.3.7.6"})
CLOSED: Row = ("closed", "fixed", {"who": "M", "etom": "1.3.7.4"})
ESCALATED: Row = ("escalate", "technical support", {"who": "A", "etom": "1.3.7.3"})
CANCELLED: Row = ("status", "cancelled", {"who": "M", "etom": "1.3.7.3"})
BOUGHT: Row = ("action", "refuel_data", {"who": "A", "value": "done", "why": {"risk": "costs_money"}})
AGREED: Row = ("answer", "consent_refuel", {"who": "M", "value": 2})
REFUSED: Row = ("answer", "consent_refuel", {"who": "M", "value": False})
LINKED: Row = ("linked", "9", {"who": "A", "etom": "1.3.7.5"})

GOOD = [OPENED, LOOKED, RESET, WORKS, RESOLVED, CLOSED]


def rows(*events: Row, case: str = "1") -> list[dict[str, Any]]:
    return [
        {
            "case": case,
            "seq": n,
            "at": (NINE + timedelta(minutes=n)).isoformat(),
            "what": what,
            "name": name,
            **(more[0] if more else {}),
        }
        for n, (what, name, *more) in enumerate(events, 1)
    ]


def scored(*events: dict[str, Any]) -> dict[str, Any]:
    return score(collect(enumerate(events, 1)), shipped(), framework())


def found(*events: Row) -> dict[str, int]:
    """The rules that a case breaks, with the line."""
    (case,) = scored(*rows(*events))["cases"]
    return {one["rule"]: one["line"] for one in case["deviations"] if one["rule"] != "unknown-case"}


@pytest.mark.parametrize(
    ("events", "broken"),
    [
        (GOOD, {}),
        ([OPENED, LOOKED, RESET, WORKS_NOT, LOOKED, RESET, WORKS, RESOLVED, CLOSED], {}),
        ([OPENED, LOOKED, ESCALATED], {}),
        ([OPENED, LOOKED, CANCELLED], {}),
        ([OPENED, LINKED, ("status", "resolved"), CLOSED], {}),
        ([OPENED, LOOKED, AGREED, BOUGHT, WORKS, RESOLVED, CLOSED], {}),
        (GOOD[1:], {"reported-first": 1}),
        ([OPENED, RESET, WORKS, RESOLVED, CLOSED], {"isolate-before-correct": 2}),
        ([OPENED, ESCALATED], {"isolate-before-escalate": 2}),
        ([OPENED, LOOKED, BOUGHT, AGREED, WORKS, RESOLVED, CLOSED], {"consent-before-charge": 3}),
        ([OPENED, LOOKED, REFUSED, BOUGHT, WORKS, RESOLVED, CLOSED], {"consent-before-charge": 4}),
        ([OPENED, LOOKED, RESET, RESOLVED, CLOSED], {"verify-after-correct": 4, "verify-before-close": 5}),
        (
            [OPENED, LOOKED, RESET, WORKS, RESET, RESOLVED, CLOSED],
            {"verify-after-correct": 6, "verify-before-close": 7},
        ),
        ([OPENED, LOOKED, RESET, WORKS_NOT, RESOLVED, CLOSED], {"verify-after-correct": 5, "verify-before-close": 6}),
        ([OPENED, LOOKED, CLOSED], {"restored-before-close": 3}),
        ([*GOOD, RESET], {"nothing-after-close": 7}),
        ([OPENED, LOOKED, CANCELLED, RESET], {"nothing-after-cancel": 4}),
        (
            [OPENED, LINKED, RESET, WORKS, ("status", "resolved"), CLOSED],
            {"isolate-before-correct": 3, "no-steps-in-an-outage": 3},
        ),
    ],
)
def test_rules(events: list[Row], broken: dict[str, int]) -> None:
    assert found(*events) == broken


@pytest.mark.parametrize(
    ("change", "rule", "line"),
    [
        ({2: {"at": (NINE - timedelta(hours=1)).isoformat()}}, "clock-goes-back", 3),
        ({2: {"etom": "1.3.7.99"}}, "unknown-process", 3),
        ({2: {"seq": 1}}, "repeated-number", 3),
        ({2: {"step": "nonsense"}}, "unknown-step", 3),
        ({2: {"parent": "404"}}, "unknown-case", 3),
    ],
)
def test_a_disordered_record_is_scored_with_the_deviation_named(change: dict[int, Any], rule: str, line: int) -> None:
    events = [{**row, **change.get(n, {})} for n, row in enumerate(rows(*GOOD))]
    (case,) = scored(*events)["cases"]
    assert (rule, line) in [(one["rule"], one["line"]) for one in case["deviations"]]


def test_the_goal_of_a_flow_within_another_verifies_nothing() -> None:
    led: Row = ("route", "mobile-data")
    within: Row = ("decision", "goal", {"who": "A", "value": True, "flow": "line-ready"})
    whole: Row = ("decision", "goal", {"who": "A", "value": True, "flow": "mobile-data"})
    assert "verify-before-close" in found(OPENED, led, LOOKED, RESET, within, RESOLVED, CLOSED)
    assert found(OPENED, led, LOOKED, RESET, within, RESET, whole, RESOLVED, CLOSED) == {}


def test_what_the_process_of_a_case_writes_later_does_not_turn_its_clock_back() -> None:
    events = rows(OPENED, ("step", "diagnose", {"at": (NINE + timedelta(hours=9)).isoformat()}), LOOKED)
    assert scored(*events)["cases"][0]["deviations"] == []


def test_a_case_that_goes_through_the_model_fits_it_and_one_that_leaves_steps_out_fits_less() -> None:
    whole, short = rows(*GOOD, case="whole"), rows(OPENED, LOOKED, RESET, CLOSED, case="short")
    cases = {case["id"]: case for case in scored(*whole, *short)["cases"]}
    assert (cases["whole"]["fitness"], cases["whole"]["missing"], cases["whole"]["extra"]) == (1.0, [], [])
    assert cases["short"]["missing"] == ["validate", "report_restoration"]
    assert 0 < cases["short"]["fitness"] < 1


def test_an_open_case_is_not_aligned_as_its_end_is_yet_to_come() -> None:
    (case,) = scored(*rows(OPENED, LOOKED))["cases"]
    assert (case["ended"], case["fitness"]) == (False, None)


def test_precision_falls_when_the_model_allows_more_than_the_cases_do() -> None:
    one = scored(*rows(*GOOD))["metrics"]["precision"]
    more = scored(
        *rows(*GOOD, case="1"),
        *rows(OPENED, LOOKED, ESCALATED, CANCELLED, case="2"),
        *rows(OPENED, LOOKED, RESET, WORKS_NOT, LOOKED, RESET, WORKS, RESOLVED, CLOSED, case="3"),
    )["metrics"]["precision"]
    assert 0 < one < more < 1


def test_time_is_spent_in_the_process_of_the_earlier_event() -> None:
    (case,) = scored(*rows(*GOOD))["cases"]
    assert case["seconds"] == {"1.3.7.1": 120.0, "1.3.7.5": 60.0, "1.3.7.6": 120.0}


def test_who_worked_in_a_process_is_read_from_its_events() -> None:
    kinds = {one["id"]: one["kind"] for one in scored(*rows(*GOOD))["processes"]}
    assert kinds == {"1.3.7.1": "A", "1.3.7.4": "M", "1.3.7.5": "M", "1.3.7.6": "AM"}


def test_answers_are_told_by_whom_they_came_and_whether_they_were_right() -> None:
    events = rows(
        OPENED,
        ("check", "signal", {"who": "A", "value": "good", "expected": "good"}),
        ("check", "sim", {"who": "A", "value": "unknown"}),
        ("answer", "saver", {"who": "M", "value": True, "expected": False}),
        ("answer", "signal", {"who": "M", "value": "none", "why": {"before": "good"}}),
    )
    assert scored(*events)["answers"] == {"asked": 4, "automatic": 0.5, "unknown": 0.25, "corrected": 1, "right": 0.5}


def test_another_system_names_its_steps_or_has_them_mapped() -> None:
    events = [
        {"case": "x", "at": NINE.isoformat(), "what": "Ticket created"},
        {"case": "x", "at": NINE.isoformat(), "what": "work", "step": "diagnose"},
        {"case": "x", "at": NINE.isoformat(), "what": "work", "etom": "1.3.7.6.4"},
        {"case": "x", "at": NINE.isoformat(), "what": "validate", "value": "passed"},
        {"case": "x", "at": NINE.isoformat(), "what": "step", "name": "finalise_report"},
    ]
    names = {"Ticket created": "create_report"}
    result = score(collect(enumerate(events, 1)), shipped(), framework(), names)
    assert result["cases"][0]["steps"] == [
        "create_report",
        "diagnose",
        "apply_workaround",
        "validate",
        "finalise_report",
    ]


def test_a_case_without_a_step_is_said_to_have_none() -> None:
    (case,) = scored({"case": "x", "at": NINE.isoformat(), "what": "hello"})["cases"]
    assert [one["rule"] for one in case["deviations"]] == ["no-step"]


def test_scoring_twice_gives_the_same() -> None:
    events = [*rows(*GOOD, case="1"), *rows(OPENED, RESET, CLOSED, case="2"), *rows(OPENED, LINKED, CLOSED, case="3")]
    assert scored(*events) == scored(*events)


def test_a_rule_about_an_unknown_step_is_refused(tmp_path: Any) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text("rules:\n- {id: odd-rule, text: x, etom: 1.3.7.1, weight: minor, before: dance, then: correct}\n")
    with pytest.raises(ValueError, match="'dance' is no step"):
        load(path)
