from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.etom.framework import shipped as framework
from eval.inputs import InputError
from eval.traces.events import Recording, collect, read
from eval.traces.rules import shipped as rules
from eval.traces.scoring import score

NINE = "2026-11-20T09:00:00+05:30"


def recorded(tmp_path: Path, *lines: dict[str, Any] | str) -> Recording:
    path = tmp_path / "traces.jsonl"
    path.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines), encoding="utf-8")
    return read(path)


def test_cases_may_be_interleaved_and_keep_their_lines(tmp_path: Path) -> None:
    recording = recorded(
        tmp_path,
        {"case": "a", "at": NINE, "what": "opened"},
        {"case": 7, "at": NINE, "what": "opened"},
        {"case": "a", "at": NINE, "what": "closed"},
    )
    assert [(trace.case, [one.line for one in trace.events]) for trace in recording.traces] == [
        ("a", [1, 3]),
        ("7", [2]),
    ]


def test_what_the_format_does_not_name_is_kept_in_the_body() -> None:
    ((trace,), _) = (lambda r: (r.traces, r.refused))(
        collect([(1, {"case": "a", "at": NINE, "what": "check", "value": True, "why": {"x": 1}, "rung": 3})])
    )
    event = trace.events[0].event
    assert (event.value, event.why, event.body["rung"]) == (True, {"x": 1}, 3)


def test_a_moment_may_be_seconds_since_1970() -> None:
    recording = collect([(1, {"case": "a", "at": 0, "what": "opened"})])
    assert recording.traces[0].events[0].event.at.isoformat() == "1970-01-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("line", "case", "told"),
    [
        ("{", None, "not JSON"),
        ("[1]", None, "an object was expected"),
        ({"at": NINE, "what": "opened"}, None, "case"),
        ({"case": "a", "what": "opened"}, "a", "at"),
        ({"case": "a", "at": "yesterday", "what": "opened"}, "a", "at"),
        ({"case": "a", "at": "2026-11-20T09:00:00", "what": "opened"}, "a", "at"),
        ({"case": "a", "at": 1e300, "what": "opened"}, "a", "at"),
        ({"case": "a", "at": NINE, "what": ""}, "a", "what"),
        ({"case": "a", "at": NINE, "what": "opened", "who": "robot"}, "a", "who"),
        ({"case": "a", "at": NINE, "what": "opened", "seq": -1}, "a", "seq"),
        ({"case": "a", "at": NINE, "what": "opened", "etom": "problem"}, "a", "etom"),
        ({"case": "a", "at": NINE, "what": "opened", "body": 3}, "a", "body"),
        ({"case": True, "at": NINE, "what": "opened"}, None, "case"),
    ],
)
def test_a_bad_line_is_refused_with_its_number_and_costs_its_case_alone(
    tmp_path: Path, line: Any, case: str | None, told: str
) -> None:
    fine = {"case": "fine", "at": NINE, "what": "opened"}
    recording = recorded(tmp_path, fine, {"case": "a", "at": NINE, "what": "opened"}, line)
    (refusal,) = recording.refused
    assert (refusal.line, refusal.case) == (3, case)
    assert told in refusal.problem
    assert {trace.case for trace in recording.traces} == {"fine"} | ({"a"} if case is None else set())


def linked(case: str, parent: str) -> dict[str, Any]:
    return {"case": case, "at": NINE, "what": "linked", "name": parent}


def test_cases_linked_in_a_circle_are_refused_and_those_that_lead_to_it_are_not(tmp_path: Path) -> None:
    recording = recorded(
        tmp_path, linked("a", "b"), linked("b", "c"), linked("c", "a"), linked("d", "a"), linked("e", "e")
    )
    assert [(one.line, one.case) for one in recording.refused] == [(1, "a"), (2, "b"), (3, "c"), (5, "e")]
    assert "a → b → c → a" in recording.refused[0].problem
    assert [trace.case for trace in recording.traces] == ["d"]


def test_a_file_without_a_line_is_no_recording(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no event"):
        recorded(tmp_path, "")


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
rows = st.fixed_dictionaries(
    {},
    optional={
        "case": st.sampled_from(["a", "b", 1, "", None]) | values,
        "at": st.sampled_from([NINE, "2026-11-20T08:00:00Z", 12.5]) | values,
        "what": st.sampled_from(["opened", "check", "action", "decision", "closed", "linked", "status", "step"])
        | values,
        "name": st.sampled_from(["goal", "resolved", "a", "validate", "cancelled"]) | values,
        "seq": st.integers(-1, 3) | values,
        "value": values,
        "why": values,
        "etom": st.sampled_from(["1.3.7.1", "9.9", "1.3.7.1.2"]) | values,
        "parent": st.sampled_from(["a", "b"]) | values,
        "step": st.sampled_from(["correct", "nothing"]) | values,
        "body": values,
    },
)


@settings(max_examples=60, deadline=None)
@given(st.lists(rows, max_size=12))
def test_whatever_a_recording_holds_the_run_does_not_crash(lines: list[dict[str, Any]]) -> None:
    recording = collect(enumerate(lines, 1))
    result = score(recording, rules(), framework())
    json.dumps(result, allow_nan=False)
    told = {one.line for one in recording.refused} | {each.line for trace in recording.traces for each in trace.events}
    refused_cases = {one.case for one in recording.refused}
    assert all(n in told or str(line.get("case")) in refused_cases for n, line in enumerate(lines, 1))
