"""Diagnoses are scored on a simulated operator, and what is healthy by its truth is."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from diagnostics.network import Network
from diagnostics.records import Technology
from diagnostics.sandbox import build
from diagnostics.sandbox.faults import COUNTS
from eval.cli import app
from eval.diagnostics import _before_a_slip
from eval.healthy import healthy_lines
from eval.inputs import InputError
from eval.line_answers import right_cause
from eval.sandbox_truth import Truth, read_truth
from t2r.sandbox import app as sandbox


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("sandbox") / "world", 5, "tiny").folder


@pytest.fixture(scope="module")
def truth(world: Path) -> Truth:
    return read_truth(world)


@pytest.mark.slow
def test_every_kind_of_fault_and_every_diagnosis_is_scored(world: Path) -> None:
    done = CliRunner().invoke(app, ["diagnostics", "--world", str(world), "--healthy", "20", "--json"])
    assert done.exit_code == 0, done.output
    result = json.loads(done.stdout)
    metrics = result["metrics"]
    assert {"recall", "precision", "f1", "delay", "overlap"} <= set.intersection(
        *(set(metrics[kind]) for kind in COUNTS)
    )
    assert {"outage", "congestion", "barring", "coverage"} <= set(metrics)
    assert metrics["healthy_lines"] == 20
    assert 0 <= metrics["false_badges_per_1000"] <= 1000
    assert metrics["coverage"]["rmse"] > 0
    assert metrics["coverage"]["unpredicted"] == 0
    assert 0 <= metrics["barring"]["exact"] <= 1
    assert "SIMULATED" in result["config"]["notice"]
    assert result["config"]["bad_rows"] == 0


def test_truth_is_asked_at_the_end_of_intervals_from_when_faults_count(truth: Truth) -> None:
    assert truth.moments[0] > truth.scored_from >= truth.moments[0] - 2 * truth.step
    assert truth.moments[-1] == truth.end
    assert all(fault.start >= truth.scored_from for fault in truth.faults)


def test_the_grid_of_capacity_is_that_of_the_spans(truth: Truth) -> None:
    cells = np.array(sorted({cell for cell, *_ in truth.capacity}))
    grid = truth.capacity_grid(cells)
    assert set(np.unique(grid)) == {0, 1, 2}
    full = [
        (cell, start, end) for cell, start, end, state in truth.capacity if state == 2 and start >= truth.scored_from
    ]
    cell, start, end = full[0]
    row = grid[int(np.searchsorted(cells, cell))]
    over = [at for at, state in zip(truth.moments, row, strict=True) if state == 2 and start < at <= end]
    assert over == list(range(start + truth.step, end + 1, truth.step))


def test_healthy_lines_are_those_that_no_fault_reaches(world: Path, truth: Truth, tmp_path: Path) -> None:
    network = Network.open(tmp_path / "network")
    names = ("devices.csv", "onts.csv", "cells.csv", "lines.parquet", "serving_cells.parquet")
    network.load(*(world / "feeds" / name for name in names))
    chosen = healthy_lines(truth, network.records, 200)
    assert len(chosen) == 200
    assert chosen == healthy_lines(truth, network.records, 200)
    for msisdn, at in chosen:
        assert not [fault for fault in truth.faults if msisdn in fault.lines and fault.is_on(at)]
        assert truth.accounts.get(msisdn, "do_not_disturb") == "do_not_disturb"


def test_a_faint_gsm_cell_alone_does_not_make_a_line_healthy(world: Path, truth: Truth, tmp_path: Path) -> None:
    network = Network.open(tmp_path / "network")
    names = ("devices.csv", "onts.csv", "cells.csv", "lines.parquet", "serving_cells.parquet")
    network.load(*(world / "feeds" / name for name in names))
    cells = network.records.cells
    gsm = str(cells.id[np.flatnonzero(cells.technology == Technology.GSM)[0]])

    def at_home(level: float) -> Truth:
        lines = replace(
            truth.lines, cell=np.full_like(truth.lines.cell, gsm), rsrp=np.full_like(truth.lines.rsrp, level)
        )
        return replace(truth, lines=lines)

    assert healthy_lines(at_home(-95.0), network.records, 5) == []
    assert len(healthy_lines(at_home(-80.0), network.records, 5)) == 5


def test_reports_of_an_antenna_before_it_slipped_are_told_apart(truth: Truth) -> None:
    slip = truth.of("mis_tilted_antenna")[0]
    (cell,) = slip.cells
    moments = [slip.start - 1, slip.start, slip.start - 1]
    assert _before_a_slip(truth, [cell, cell, "another"], moments).tolist() == [True, False, False]


def test_the_right_cause_of_a_line_changes_with_its_fault(truth: Truth) -> None:
    fault = next(fault for fault in truth.of("credit_barring") if fault.end is not None)
    assert fault.end is not None
    (line,) = fault.lines
    causes = [right_cause(truth, fault, line, at) for at in (fault.start - 1, fault.start, fault.end - 1, fault.end)]
    assert causes == ["none", "suspended_for_credit", "suspended_for_credit", "none"]


def test_a_folder_without_a_truth_is_named(tmp_path: Path) -> None:
    (tmp_path / "truth.json").write_text('{"seed": 1}')
    with pytest.raises(InputError, match=r"truth\.json: it is no truth of a sandbox operator"):
        read_truth(tmp_path)


def test_a_sandbox_is_built_from_the_command_line(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        sandbox, ["build", "--seed", "2", "--size", "tiny", "--out", str(tmp_path / "w"), "--json"]
    )
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["lines"] == 500
    assert "SIMULATED" in told["notice"]
    assert (tmp_path / "w" / "truth.json").exists()
    wrong = CliRunner().invoke(sandbox, ["build", "--size", "huge", "--out", str(tmp_path / "x")])
    assert wrong.exit_code == 2
