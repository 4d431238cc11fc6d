"""What of an evaluation is kept for the workspace."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from eval import release
from eval.cli import app
from eval.gate import Verdict
from eval.keeping import of_part
from eval.release import Check, Part, Ran
from t2r.evaluations import SHIPPED, Evaluation
from tests.eval.traces.test_scoring import GOOD, OPENED, RESET, rows

runner = CliRunner()
PART = Part(command=("flows", "--seed", "1"))
EVIDENCE = {"check": "c", "link": "", "who": []}
PROCESS = {
    "id": "1.3.7.1", "name": "Isolate", "names": {}, "area": "1.3.7", "score": 4.0, "certified": 4.5, "in_scope": True,
    "kind": "AM", "supported": 1, "partial": 1, "sources": [],
    "tasks": [
        {"id": "T1", "name": "looks", "support": "supported", "evidence": [EVIDENCE | {"passed": True, "says": "ok", "part": ""}]},
        {"id": "T2", "name": "tells", "support": "partial", "evidence": [EVIDENCE | {"passed": True, "says": "ok", "part": "e-mail"}]},
        {"id": "T3", "name": "asks", "support": "not supported", "evidence": [EVIDENCE | {"passed": False, "says": "404", "part": ""}]},
    ],
}  # fmt: skip


def test_the_evaluations_of_the_gate_and_recorded_cases_are_those_that_are_missed() -> None:
    assert {*release.read(), "cases"} == set(SHIPPED)


def test_a_part_is_kept_with_its_metrics_its_baselines_and_its_data() -> None:
    checks = (
        Check("flows", "metrics.solved", Verdict.NOT_WORSE, 0.9, 0.95, 0.01),
        Check("flows", "R@5 on slice=hinglish", Verdict.WORSE, 0.9, 0.8, 0.01, "p 0.001", True),
    )
    result = {"metrics": {"solved": 0.95, "by_faults": {"1": {"solved": 1.0}}, "flag": True}, "config": {"seed": 1}}
    kept = of_part(Ran("flows", 12.34, checks, result=result), PART, ("--as-of", "2026-03-01"))
    assert (kept.verdict, kept.seconds) == ("worse", 12.3)
    assert kept.command == "t2r eval flows --seed 1 --as-of 2026-03-01"
    assert kept.metrics == {"solved": 0.95, "by_faults.1.solved": 1.0}
    assert kept.config == {"seed": 1}
    assert [(one.verdict, one.direction) for one in kept.checks] == [("not worse", "better"), ("worse", "better")]
    assert kept.checks[1].means.startswith("Share of the relevant documents")


def test_a_part_that_could_not_be_run_is_kept_as_that() -> None:
    kept = of_part(Ran("flows", 1.0, (), "it did not start"), PART)
    assert (kept.verdict, kept.error, kept.checks) == ("failed", "it did not start", ())


def test_processes_are_kept_with_what_they_lack() -> None:
    areas = [{"id": "1.3.7", "name": "Problem Handling"}]
    result = {"metrics": {}, "areas": areas, "processes": [PROCESS], "framework": "eTOM", "release": "24.0"}
    kept = of_part(Ran("conformance", 1.0, (), result=result), PART)
    assert kept.conformance is not None
    (process,) = kept.conformance
    assert (process.area, process.score, process.certified, process.tasks) == ("Problem Handling", 4.0, 4.5, 3)
    assert [(task.id, task.says) for task in process.missing] == [("T2", "only e-mail"), ("T3", "404")]
    assert kept.config == {"framework": "eTOM", "release": "24.0"}


def kept_in(folder: Path) -> list[Evaluation]:
    files = sorted((folder / "evaluations").glob("*.json"))
    return [Evaluation.model_validate_json(path.read_bytes()) for path in files]


def test_recorded_cases_are_kept_by_rule_process_day_and_queue(tmp_path: Path) -> None:
    traces = tmp_path / "traces.jsonl"
    handed = ("escalate", "field", {"who": "A"})
    lines = [*rows(*GOOD), *rows(OPENED, RESET, case="2"), *rows(*GOOD[:-1], handed, GOOD[-1], case="3")]
    traces.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    arguments = ["cases", "--traces", str(traces), "--keep", "--data-dir", str(tmp_path), "--json"]
    done = runner.invoke(app, arguments)
    assert done.exit_code == 0, done.output
    (kept,) = kept_in(tmp_path)
    assert (kept.name, kept.verdict, kept.command) == ("cases", None, "t2r eval cases --traces traces.jsonl")
    assert kept.recorded is not None
    assert sum(day.cases for day in kept.recorded.days) == 2  # those that have ended
    assert [(each.queue, each.cases) for each in kept.recorded.queues] == [(None, 1), ("field", 1)]
    broken = next(rule for rule in kept.recorded.rules if rule.id == "isolate-before-correct")
    assert (broken.broken, broken.cases) == (1, ("2",))
    assert str(tmp_path) not in kept.model_dump_json()


def test_our_own_cases_are_read_from_the_database_where_no_file_is_named(tmp_path: Path) -> None:
    done = runner.invoke(app, ["cases", "--data-dir", str(tmp_path), "--keep"])
    assert done.exit_code == 1
    assert "no case could be scored" in done.stderr
    assert kept_in(tmp_path) == []  # nothing is invented


def test_the_gate_keeps_each_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gate.toml").write_text(
        '[part.small]\ncommand = ["small"]\n[[part.small.figure]]\nof = "metrics.solved"\n'
    )
    printed: dict[str, Any] = {"metrics": {"solved": 1}}
    monkeypatch.setattr(release, "by_command", lambda _: json.dumps(printed))
    arguments = ["gate", "--file", str(tmp_path / "gate.toml"), "--keep", "--data-dir", str(tmp_path)]
    assert runner.invoke(app, [*arguments, "--accept"]).exit_code == 0
    (kept,) = kept_in(tmp_path)
    assert [(check.before, check.now, check.direction) for check in kept.checks] == [(1, 1, "same")]


def test_a_part_whose_name_is_no_name_is_refused_before_it_is_run(tmp_path: Path) -> None:
    (tmp_path / "gate.toml").write_text('[part."../x"]\ncommand = ["small"]\n')
    done = runner.invoke(app, ["gate", "--file", str(tmp_path / "gate.toml"), "--keep", "--data-dir", str(tmp_path)])
    assert done.exit_code == 2
    assert "'../x'" in done.stderr
