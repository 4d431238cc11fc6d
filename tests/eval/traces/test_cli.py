from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.cli import app
from tests.eval.traces.test_scoring import GOOD, OPENED, RESET, rows

runner = CliRunner()


@pytest.fixture
def traces(tmp_path: Path) -> Path:
    path = tmp_path / "traces.jsonl"
    lines = [*map(json.dumps, [*rows(*GOOD), *rows(OPENED, RESET, case="2")]), "nonsense"]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_cases_are_scored_and_what_was_refused_is_said(traces: Path) -> None:
    done = runner.invoke(app, ["cases", "--traces", str(traces), "--json"])
    assert done.exit_code == 0, done.output
    result = json.loads(done.stdout)
    assert (result["metrics"]["cases"], result["metrics"]["refused"]) == (2, 1)
    assert "line 9: not JSON" in done.stderr


def test_a_page_and_tables_are_made(traces: Path, tmp_path: Path) -> None:
    page = tmp_path / "cases.html"
    done = runner.invoke(app, ["cases", "--traces", str(traces), "--html", str(page)])
    assert done.exit_code == 0, done.output
    assert "isolate-before-correct" in done.stdout
    assert "Nothing is changed before somebody has looked" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "told"),
    [("", "no event"), ('{"case": 1}', "no case could be scored"), ("x\ny", "no case could be scored")],
)
def test_a_file_in_which_nothing_can_be_scored_fails(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "traces.jsonl"
    path.write_text(text)
    done = runner.invoke(app, ["cases", "--traces", str(path), "--json"])
    assert done.exit_code == 1
    assert told in done.stderr


def test_a_map_that_names_no_step_is_refused(traces: Path, tmp_path: Path) -> None:
    names = tmp_path / "map.yaml"
    names.write_text("steps: {Ticket created: dance}")
    done = runner.invoke(app, ["cases", "--traces", str(traces), "--map", str(names)])
    assert done.exit_code == 1
    assert "'dance' is no step" in done.stderr
