from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from eval.gate import ENOUGH_PAIRS
from eval.inputs import InputError
from eval.release import SHIPPED, Ran, as_result, gate_report, passed, read, run, write_junit

GATE = """
[part.small]
command = ["small", "--per-query"]

[[part.small.figure]]
of = "metrics.solved"
margin = 0.01

[[part.small.figure]]
of = "metrics.unsafe"
lower_is_better = true

[[part.small.figure]]
of = "processes/1.3.7.1/score"

[[part.small.rule]]
metric = "right"
margin = 0.05
"""


def result(solved: float = 0.9, unsafe: float = 0, score: float | None = 4.5, right: float = 0.95) -> dict[str, Any]:
    wrong = round(200 * (1 - right))
    return {
        "metrics": {"solved": solved, "unsafe": unsafe},
        "processes": [{"id": "1.3.7.1", "score": score}],
        "per_query": {f"q{n}": {"metrics": {"right": float(n >= wrong)}, "slices": []} for n in range(200)},
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "gate.toml").write_text(GATE)
    return tmp_path


@pytest.fixture
def judged(folder: Path) -> Callable[..., Ran]:
    """What comes of a version against the accepted one."""
    part = read(folder / "gate.toml")["small"]

    def evaluate(told: dict[str, Any]) -> Callable[[Sequence[str]], str]:
        def printed(arguments: Sequence[str]) -> str:
            assert list(arguments) == ["small", "--per-query", "--json"]
            return json.dumps(told)

        return printed

    run("small", part, folder, True, evaluate(result()))

    def judge(**changed: Any) -> Ran:
        return run("small", part, folder, False, evaluate(result(**changed)))

    return judge


@pytest.mark.parametrize(
    ("changed", "worse"),
    [
        ({}, []),
        ({"solved": 0.891}, []),
        ({"solved": 0.88}, ["metrics.solved"]),
        ({"solved": 1.0, "right": 1.0}, []),
        ({"unsafe": 1}, ["metrics.unsafe"]),
        ({"score": 4.0}, ["processes/1.3.7.1/score"]),
        ({"score": None}, ["processes/1.3.7.1/score"]),
        ({"right": 0.93}, []),
        ({"right": 0.7}, ["right"]),
    ],
)
def test_what_is_worse_by_more_than_its_margin_does_not_pass(
    judged: Callable[..., Ran], changed: dict[str, Any], worse: list[str]
) -> None:
    ran = judged(**changed)
    assert [check.name for check in ran.checks if check.verdict == "worse"] == worse
    assert passed([ran]) is not bool(worse)


def test_a_part_that_cannot_be_run_does_not_pass(folder: Path) -> None:
    def fails(arguments: Sequence[str]) -> str:
        raise InputError("it failed", folder)

    ran = run("small", read(folder / "gate.toml")["small"], folder, False, fails)
    assert not passed([ran])
    assert "it failed" in ran.error


def test_a_figure_without_a_baseline_is_said_to_have_none(folder: Path) -> None:
    (folder / "small.json").write_text("{}")
    ran = run("small", read(folder / "gate.toml")["small"], folder, False, lambda _: json.dumps(result()))
    assert "metrics.solved" in ran.error


def test_accepting_twice_writes_the_same(folder: Path) -> None:
    part = read(folder / "gate.toml")["small"]
    texts = []
    for _ in range(2):
        run("small", part, folder, True, lambda _: json.dumps(result()))
        texts.append((folder / "small.json").read_text())
    assert texts[0] == texts[1]


def test_junit_has_a_failure_for_what_is_worse(judged: Callable[..., Ran], tmp_path: Path) -> None:
    path = tmp_path / "gate.xml"
    write_junit([judged(right=0.7), Ran("other", 1.0, (), "it did not start")], path)
    suites = ET.parse(path).getroot().findall("testsuite")
    assert [(one.get("name"), one.get("failures"), one.get("errors")) for one in suites] == [
        ("small", "1", "0"),
        ("other", "0", "1"),
    ]
    (failure,) = suites[0].findall("testcase/failure")
    assert "Holm" in str(failure.get("message"))


def test_the_result_and_the_tables_tell_the_verdict(judged: Callable[..., Ran]) -> None:
    good, bad = [judged()], [judged(unsafe=1)]
    assert (as_result(good)["verdict"], as_result(bad)["verdict"]) == ("pass", "worse")
    assert gate_report(bad).subtitle == "worse than the baseline"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[part.x]", "command"),
        ('[part.x]\ncommand = ["x"]\n[[part.x.figure]]\nof = "a"\nmargin = -1', "margin"),
        ("part = 3", "part"),
        ("[", "not TOML"),
    ],
)
def test_a_wrong_gate_file_is_refused(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "gate.toml"
    path.write_text(text)
    with pytest.raises(InputError, match=told):
        read(path)


def test_the_shipped_gate_names_commands_that_there_are() -> None:
    from eval.cli import app

    known = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    assert {part.command[0] for part in read(SHIPPED).values()} <= known


def test_a_part_that_travels_is_run_as_of_the_moment_and_judged_on_what_was_asked(folder: Path) -> None:
    asked: list[Sequence[str]] = []
    then = result()
    then["per_query"] = dict(list(then["per_query"].items())[100:])

    def printed(arguments: Sequence[str]) -> str:
        asked.append(arguments)
        return json.dumps(then if "--as-of" in arguments else result())

    (folder / "gate.toml").write_text(GATE.replace("[[part", "travels = true\n\n[[part", 1))
    part = read(folder / "gate.toml")["small"]
    run("small", part, folder, True, printed)
    ran = run("small", part, folder, False, printed, datetime(2026, 3, 1, tzinfo=UTC))
    assert list(asked[-1]) == ["small", "--per-query", "--as-of", "2026-03-01T00:00:00", "--json"]
    assert "n 100" in ran.checks[-1].says


def test_a_baseline_has_a_line_for_each_query(judged: Callable[..., Ran], folder: Path) -> None:
    judged()
    lines = (folder / "small.json").read_text().splitlines()
    assert '"q7": {"metrics": {"right": 0.0}, "slices": []},' in lines


@pytest.mark.parametrize("name", list(read()))
def test_every_part_that_is_shipped_has_a_baseline_of_all_that_it_judges(name: str) -> None:
    part, path = read()[name], SHIPPED.with_name(f"{name}.json")
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert {figure.of for figure in part.figure} <= kept.keys()
    rows = kept.get("per_query", {}).values()
    for rule in part.rule:
        values = [row["metrics"][rule.metric] for row in rows if rule.slice in (None, *row["slices"])]
        assert sum(value is not None for value in values) >= ENOUGH_PAIRS, (rule.metric, rule.slice)
