from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.etom.checking import Finding, TaskResult, judged
from eval.etom.cli import remember
from eval.etom.conformance import LONGEST_LINE, MOST_LINES, conformance, in_short, records
from eval.etom.framework import shipped
from eval.etom.instance import Answer
from eval.etom.report import conformance_tables, place, trend, write_page
from eval.etom.scoring import Support
from eval.inputs import InputError


def finding(passed: bool, part: str = "", who: tuple[str, ...] = ("A",)) -> Finding:
    return Finding("a check", passed, "<b>seen</b>" if passed else "nothing is there", "/v1/cases/1", part, who)


def results(good: str = "1.3.7.1", by_hand: str = "1.3.7.4", half: str = "1.3.7.3") -> list[TaskResult]:
    """One process in full, one by people alone, one in part, and nothing of all others."""
    found = []
    for task in shipped().tasks.values():
        if task.process == good:
            found.append(judged(task, [finding(True)]))
        elif task.process == by_hand:
            found.append(judged(task, [finding(True, who=("M",))]))
        elif task.process == half:
            found.append(judged(task, [finding(True, "half of it"), finding(False)]))
        else:
            found.append(judged(task, [finding(False)]))
    return found


@pytest.fixture
def result() -> dict[str, Any]:
    return {
        "framework": "GB921",
        "release": "v26.0",
        "at": "2026-11-26T12:00:00+00:00",
        **conformance(results(), shipped()),
        "records": {"/v1/cases/1": '{"words": "<i>slow</i>"}'},
        "config": {"seconds": 1.0, "versions": {"t2r": "0.1.0"}},
    }


def process(result: dict[str, Any], id: str) -> dict[str, Any]:
    return next(one for one in result["processes"] if one["id"] == id)


def test_scores_coverage_and_kinds_follow_from_the_tasks(result: dict[str, Any]) -> None:
    assert [process(result, id)["score"] for id in ("1.3.7.1", "1.3.7.3", "1.3.7.2")] == [5.0, 3.5, 3.0]
    assert process(result, "1.3.7.1")["kind"] == "A"
    area = next(one for one in result["areas"] if one["id"] == "1.3.7")
    assert (area["covered"], area["total"]) == (2, 6)


def test_a_process_by_people_alone_is_out_of_scope_without_a_score(result: dict[str, Any]) -> None:
    manual = process(result, "1.3.7.4")
    assert (manual["score"], manual["in_scope"], manual["kind"]) == (None, False, "M")
    assert manual["tasks"][0]["support"] == Support.FULL.value


def test_records_are_read_while_the_system_is_there_and_kept_in_short() -> None:
    asked: list[str] = []

    def send(method: str, path: str) -> Answer:
        asked.append(f"{method} {path}")
        return Answer(200, {"items": [{"n": n} for n in range(MOST_LINES + 3)]})

    kept = records(results(), send)
    assert asked == ["GET /v1/cases/1"]
    lines = kept["/v1/cases/1"].splitlines()
    assert lines[:2] == ['{"n": 0}', '{"n": 1}']
    assert lines[-1] == "… 3 more"
    assert records(results(), lambda *_: Answer(404, None)) == {}


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("up", "up"),
        ({"a": 1}, '{\n "a": 1\n}'),
        ([1, 2], "1\n2"),
        (["x" * 900], f'"{"x" * (LONGEST_LINE - 1)}…'),
        ([], ""),
    ],
)
def test_a_record_in_short_is_a_line_for_each_member(body: Any, shown: str) -> None:
    assert in_short(body) == shown


def test_the_figures_add_up(result: dict[str, Any]) -> None:
    metrics = result["metrics"]
    assert metrics["supported"] + metrics["partial"] + metrics["not_supported"] == metrics["tasks"] == 222
    assert metrics["certified_tasks"] == 162
    assert metrics["unchecked"] == 0


def test_the_page_stands_alone_and_escapes_what_it_shows(result: dict[str, Any], tmp_path: Path) -> None:
    page = tmp_path / "conformance.html"
    write_page(result, [], page)
    text = page.read_text(encoding="utf-8")
    assert "&lt;b&gt;seen&lt;/b&gt;" in text
    assert '<details id="r1">' in text
    assert 'href="#r1"' in text  # from the evidence to the record
    assert "&lt;i&gt;slow" in text
    assert "src=" not in text
    assert "<link" not in text
    for id in shipped().tasks:
        assert f'id="{id}"' in text


def test_the_page_shows_what_changed_since_the_run_before(result: dict[str, Any], tmp_path: Path) -> None:
    history = tmp_path / "history.jsonl"
    assert remember(result, history) == []
    result["processes"][13]["score"] = 4.0
    earlier = remember(result, history)
    assert len(earlier) == 1
    page = tmp_path / "conformance.html"
    write_page(result, earlier, page)
    assert "Mean score" in page.read_text(encoding="utf-8")
    assert len(history.read_text().splitlines()) == 2


def test_a_broken_history_is_named_with_its_line(result: dict[str, Any], tmp_path: Path) -> None:
    history = tmp_path / "history.jsonl"
    remember(result, history)
    with history.open("a") as file:
        file.write("nonsense\n")
    with pytest.raises(InputError, match="line 2"):
        remember(result, history)


def test_one_run_has_no_trend() -> None:
    assert trend([{"at": "2026-11-26", "metrics": {"mean_score": 4.0, "supported": 1, "tasks": 2}}]) is None


@pytest.mark.parametrize(("score", "percent"), [(3.0, 0.0), (4.0, 50.0), (5.0, 100.0)])
def test_a_score_has_its_place_on_the_bar(score: float, percent: float) -> None:
    assert place(score) == percent


def test_the_tables_for_the_terminal_name_what_is_missing(result: dict[str, Any]) -> None:
    report = conformance_tables(result)
    missing = next(table for table in report.tables if table.caption == "Not supported")
    assert len(missing.rows) == result["metrics"]["not_supported"]
    assert missing.rows[0][2] == "nothing is there"
    json.dumps(result)
