from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from diagnostics.feeds import FeedReport, Known, UnreadableError, read
from diagnostics.records import STILL, Alarms, Severity

ALARM = {
    "id": "a1",
    "alarmRaisedTime": "2026-11-02T05:30:00+05:30",
    "perceivedSeverity": "critical",
    "probableCause": "powerProblem",
    "specificProblem": "mains failure",
    "alarmedObject": {"id": "SITE-1"},
    "state": "raised",
}
T0 = 1_793_577_600


def taken(path: Path, content: str) -> tuple[list[Alarms], FeedReport]:
    path.write_text(content)
    report = FeedReport("alarms")
    return [part for part in read("alarms", path, Known(), report) if isinstance(part, Alarms)], report


def one(path: Path, alarm: Any) -> tuple[Alarms, FeedReport]:
    parts, report = taken(path, json.dumps([alarm]))
    return (parts[0] if parts else Alarms.empty()), report


def test_an_alarm_in_the_terms_of_tmf642_and_x733(tmp_path: Path):
    table, _ = one(tmp_path / "alarms.json", ALARM)
    row = {name: getattr(table, name)[0].item() for name in table.types()}
    assert row == {
        "id": "a1",
        "raised_at": T0,
        "cleared_at": STILL,
        "severity": Severity.CRITICAL,
        "probable_cause": "powerProblem",
        "object": "SITE-1",
        "problem": "mains failure",
    }


@pytest.mark.parametrize(
    "change",
    [
        {"alarmClearedTime": "2026-11-02T00:10:00Z"},
        {"state": "cleared", "alarmChangedTime": "2026-11-02T00:10:00Z"},
        {"perceivedSeverity": "cleared", "alarmReportingTime": "2026-11-02T00:10:00Z"},
    ],
)
def test_the_ways_to_say_that_it_is_over(tmp_path: Path, change: dict[str, str]):
    table, _ = one(tmp_path / "alarms.json", ALARM | change)
    assert table.cleared_at.tolist() == [T0 + 600]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"id": None}, "id: it has none"),
        ({"alarmedObject": {}}, "alarmedObject: it has no id"),
        ({"alarmRaisedTime": None}, "alarmRaisedTime: it is missing"),
        ({"alarmRaisedTime": "2026-11-02T00:00:00"}, "says no zone"),
        ({"alarmRaisedTime": "yesterday"}, "is no time between 2000 and 2099"),
        (
            {"perceivedSeverity": "terrible"},
            "'terrible' is none of critical, major, minor, warning, indeterminate, cleared",
        ),
        ({"alarmClearedTime": "2026-11-01T00:00:00Z"}, "before alarmRaisedTime"),
        ({"state": "cleared"}, "alarmClearedTime: it is missing"),
    ],
)
def test_a_bad_alarm_is_told(tmp_path: Path, change: dict[str, Any], reason: str):
    table, report = one(tmp_path / "alarms.json", ALARM | change)
    assert len(table) == 0
    assert report.bad == 1
    assert reason in str(report.problems[0])


def test_events_about_alarms_are_alarms(tmp_path: Path):
    table, report = one(tmp_path / "alarms.json", {"eventType": "AlarmCreateEvent", "event": {"alarm": ALARM}})
    assert (len(table), report.bad) == (1, 0)


def test_a_line_that_is_no_json_is_told_and_the_others_count(tmp_path: Path):
    lines = [json.dumps(ALARM), '{"id": "a2"', "", json.dumps(ALARM | {"id": "a3"}), "7"]
    (table,), report = taken(tmp_path / "alarms.jsonl", "\n".join(lines))
    assert table.id.tolist() == ["a1", "a3"]
    assert [problem.line for problem in report.problems] == [2, 5]


@pytest.mark.parametrize("cut", [1, 40, 300])
def test_a_truncated_array_counts_up_to_where_it_breaks_off(tmp_path: Path, cut: int):
    whole = json.dumps([ALARM | {"id": f"a{n}"} for n in range(5)], indent=1)
    path, report, found = tmp_path / "alarms.json", FeedReport("alarms"), []
    path.write_text(whole[:-cut])
    source = read("alarms", path, Known(), report)
    found.append(next(source))
    with pytest.raises(UnreadableError, match=r"breaks off|no JSON"):
        next(source)
    assert len(found[0]) == (5 if cut == 1 else 4 if cut == 40 else 3)


def test_an_array_is_the_same_however_it_is_cut_into_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    whole = json.dumps([ALARM | {"id": f"a{n}"} for n in range(20)], indent=2)
    monkeypatch.setattr("diagnostics.feeds.alarms._PIECE", 7)
    (table,), report = taken(tmp_path / "alarms.json", whole)
    assert table.id.tolist() == [f"a{n}" for n in range(20)]
    assert report.rows == 20


@pytest.mark.parametrize(("content", "rows"), [("[]", 0), ("[ ]\n", 0), (json.dumps(ALARM), 1)])
def test_no_alarm_and_a_single_one_are_files_too(tmp_path: Path, content: str, rows: int):
    parts, report = taken(tmp_path / "alarms.json", content)
    assert (sum(map(len, parts)), report.bad) == (rows, 0)
