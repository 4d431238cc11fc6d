"""`t2r eval anomalies` on a small benchmark of the same layout: what it prints, and what it refuses."""

from __future__ import annotations

import json
import os
import tarfile
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from eval.anomalies import detect, read_corpus
from eval.cli import app
from eval.inputs import InputError

START = datetime(2026, 1, 1)


def at(row: int) -> str:
    return f"{START + timedelta(minutes=5 * row):%Y-%m-%d %H:%M:%S}"


@pytest.fixture
def benchmark(tmp_path: Path) -> Path:
    """Two noisy series; the first has a spike far above all before it, in its window."""
    random = np.random.default_rng(3)
    folder = tmp_path / "nab"
    (folder / "data" / "real").mkdir(parents=True)
    (folder / "labels").mkdir()
    for name in ("spike", "quiet"):
        values = random.normal(100, 2, 2000)
        if name == "spike":
            values[1500:1504] = 160
        lines = [f"{at(row)},{value:.4f}\n" for row, value in enumerate(values)]
        (folder / "data" / "real" / f"{name}.csv").write_text("timestamp,value\n" + "".join(lines))
    windows = {"real/spike.csv": [[f"{at(1450)}.000000", f"{at(1550)}.000000"]], "real/quiet.csv": []}
    (folder / "labels" / "combined_windows.json").write_text(json.dumps(windows))
    return folder


def test_the_spike_is_found_and_nothing_else(benchmark: Path) -> None:
    result = CliRunner().invoke(app, ["anomalies", "--nab", str(benchmark), "--json"])
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["metrics"].keys() == {"standard", "reward_low_fp", "reward_low_fn"}
    middle = 100 * (2 / (1 + np.exp(-5 * 51 / 101)) - 1) / (2 / (1 + np.exp(-5)) - 1)  # the spike is in mid-window
    assert found["metrics"]["standard"] == pytest.approx((100 + middle) / 2, abs=0.1)
    spike = next(row for row in found["files"] if row["file"] == "real/spike.csv")
    assert (spike["found"], spike["missed"], spike["false_alarms"]) == (1, 0, 0)


def test_the_archive_reads_like_the_folder(benchmark: Path, tmp_path: Path) -> None:
    packed = tmp_path / "packed"
    packed.mkdir()
    with tarfile.open(packed / "nab_data_labels.tar.gz", "w:gz") as archive:
        archive.add(benchmark / "data", "data")
        archive.add(benchmark / "labels", "labels")
    folder, unpacked = read_corpus(benchmark), read_corpus(packed)
    assert [each.truth for each in folder.series] == [each.truth for each in unpacked.series]
    assert np.array_equal(folder.series[0].values, unpacked.series[0].values)


def test_files_are_streams_of_their_own(benchmark: Path) -> None:
    series = read_corpus(benchmark).series
    both, alone = detect(series), [detect([each])[0] for each in series]
    assert all(np.array_equal(a, b) for a, b in zip(both, alone, strict=True))


@pytest.mark.parametrize(
    ("file", "text", "problem"),
    [
        ("data/real/spike.csv", "timestamp,value\n2026-01-01 00:00:00,much\n", "spike.csv, line 2"),
        ("data/real/spike.csv", "timestamp,value\n2026-01-01 00:00:00,1\n", "where no row is"),
        ("labels/combined_windows.json", '{"real/gone.csv": []}', "gone.csv"),
        ("labels/combined_windows.json", "[]", "an object was expected"),
    ],
)
def test_a_broken_file_is_named(benchmark: Path, file: str, text: str, problem: str) -> None:
    (benchmark / file).write_text(text)
    with pytest.raises(InputError, match=problem):
        read_corpus(benchmark)


def test_a_folder_without_the_benchmark_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["anomalies", "--nab", str(tmp_path), "--json"])
    assert result.exit_code == 1
    assert "combined_windows.json" in result.output


@pytest.mark.skipif("T2R_NAB_DIR" not in os.environ, reason="T2R_NAB_DIR names no copy of the benchmark")
def test_one_setting_for_all_files_reaches_what_the_documentation_says() -> None:
    result = CliRunner().invoke(app, ["anomalies", "--nab", os.environ["T2R_NAB_DIR"], "--json"])
    found = json.loads(result.stdout)
    assert found["metrics"]["standard"] == pytest.approx(72.1, abs=0.1)
    assert found["cross_validated"]["standard"] == pytest.approx(69.4, abs=0.1)
