"""A simulated operator says that it is one, is the same for the same seed, and is read without a bad row."""

from __future__ import annotations

import filecmp
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from diagnostics.network import Network
from diagnostics.sandbox import Built, build
from diagnostics.sandbox.build import README
from diagnostics.sandbox.faults import COUNTS
from knowledge.loaders import Skipped, load


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(built: Built, tmp_path: Path) -> None:
    again = build(tmp_path / "again", 3, "tiny")
    names = files(built.folder)
    assert names == files(again.folder)
    _, different, missing = filecmp.cmpfiles(built.folder, again.folder, names, shallow=False)
    assert (different, missing) == ([], [])
    other = build(tmp_path / "other", 4, "tiny")
    assert not filecmp.cmp(built.feeds / "cells.csv", other.feeds / "cells.csv", shallow=False)


def test_it_is_named_as_simulated(built: Built, truth: dict[str, Any]) -> None:
    assert "SIMULATED" in (built.folder / README).read_text()
    assert truth["simulated"] is True
    assert "SIMULATED" in truth["notice"]
    assert "simulated" in truth["operator"]
    alarm = json.loads((built.feeds / "alarms.jsonl").read_text().splitlines()[0])
    assert "simulated" in alarm["sourceSystemId"]


def test_no_line_has_a_number_that_could_be_somebodys(built: Built) -> None:
    lines = pq.read_table(built.feeds / "lines.parquet")
    assert {str(number)[:3] for number in lines["msisdn"].to_pylist()} == {"999"}  # no country has this code
    assert {str(number)[:3] for number in lines["imsi"].to_pylist()} == {"999"}


def test_a_network_reads_every_feed_without_a_bad_row(built: Built, tmp_path: Path) -> None:
    network = Network.open(tmp_path / "network")
    report = network.load(built.feeds)
    assert {name: feed.bad for name, feed in report.feeds.items() if feed.bad} == {}
    assert report.ignored == ()
    assert len(network.records.cells) == built.cells
    assert len(network.records.lines) == built.lines
    counters = network.records.counters
    assert len(counters) == built.intervals
    samples = counters.window("traffic", slice(None), 0, built.intervals)
    assert 0.005 < np.isnan(samples).mean() < 0.05  # holes, late and repeated rows are there, and none is lost


def test_counters_that_jump_back_are_told_and_kept_out(built: Built, tmp_path: Path) -> None:
    network = Network.open(tmp_path / "network")
    report = network.load(built.feeds)
    assert report.feeds["counters"].flagged > 0
    assert report.feeds["counters"].duplicates > 0
    samples = network.records.counters.window("traffic", slice(None), 0, built.intervals)
    assert np.nanmin(samples) >= 0


def test_past_cases_are_resolutions(built: Built) -> None:
    documents = list(load([built.folder / "resolutions.jsonl"]))
    assert not [item for item in documents if isinstance(item, Skipped)]
    assert len(documents) == built.resolutions >= 60
    assert {document.kind for document in documents if not isinstance(document, Skipped)} == {"resolution"}


def test_every_kind_of_fault_is_injected_and_some_go_on_at_the_end(truth: dict[str, Any]) -> None:
    assert {fault["kind"] for fault in truth["faults"]} == set(COUNTS)
    assert {fault["kind"] for fault in truth["faults"] if fault["end"] is None} == set(COUNTS)
    assert all(fault["start"] >= truth["scored_from"] for fault in truth["faults"])


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("precious")
    with pytest.raises(FileExistsError, match="not empty"):
        build(tmp_path, 1, "tiny")
    assert files(tmp_path) == ["mine.txt"]


@pytest.mark.parametrize(("seed", "size", "message"), [(1, "huge", "size: 'huge'"), (-1, "tiny", "seed: -1")])
def test_a_wrong_seed_or_size_is_named(seed: int, size: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=message):
        build(tmp_path / "world", seed, size)
