from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from eval.etom.framework import shipped as framework
from eval.traces.events import collect
from eval.traces.rules import shipped as rules
from eval.traces.scoring import score
from t2r.problems import life
from t2r.traces import events
from tests.t2r.problems.test_life import approve, begin, finished

if TYPE_CHECKING:
    from t2r.cases.workbench import Workbench
    from tests.t2r.cases.conftest import Operator


def scored(bench: Workbench) -> dict[str, Any]:
    with Session(bench.database) as session:
        rows = json.loads(json.dumps(list(events(session))))
    recording = collect(enumerate(rows, 1))
    assert not recording.refused
    return score(recording, rules(), framework())


def test_our_own_cases_keep_the_rules_and_fit_the_model(bench: Workbench) -> None:
    worked = approve(bench, begin(bench))
    life.catch_up(bench.database, bench.now)
    finished(bench, worked.case.id)
    life.catch_up(bench.database, bench.now)
    result = scored(bench)
    (case,) = result["cases"]
    assert case["deviations"] == []
    assert case["steps"] == [
        "create_report",
        "diagnose",
        "correct",
        "validate",
        "report_restoration",
        "finalise_report",
    ]
    assert (case["ended"], case["fitness"]) == (True, 1.0)


def test_a_case_in_an_outage_fits_the_model_too(bench: Workbench, operator: Operator) -> None:
    operator.outage = "O-1"
    begin(bench)
    result = scored(bench)
    assert [case["deviations"] for case in result["cases"]] == [[], []]
    assert "await_restoration" in result["cases"][-1]["steps"] + result["cases"][0]["steps"]


def test_traces_are_written_by_the_command(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from t2r.traces import app

    out = tmp_path / "cases.jsonl"
    done = CliRunner().invoke(app, ["export", "--data-dir", str(tmp_path), "--out", str(out), "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == {"file": str(out), "cases": 0, "events": 0}
    assert out.read_text() == ""
