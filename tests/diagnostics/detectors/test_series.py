"""Rows of a CSV file become samples on a grid; what is wrong with them is counted and told, or the file is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from diagnostics.detectors import SeriesError, read_series


def write(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "series.csv"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01T06:30:00Z",
        "2026-03-01 06:30:00",
        "2026-03-01T12:00:00+05:30",
        "20260301063000",
        "1772346600",
        "1772346600000",
    ],
)
def test_times_are_read_in_the_usual_forms(tmp_path: Path, text: str) -> None:
    series = read_series(write(tmp_path, "at,v", f"{text},1", "2026-03-01T07:00:00Z,2"), "at", "v")
    assert series.at(0) == datetime(2026, 3, 1, 6, 30, tzinfo=UTC)
    assert (series.step, series.samples_per_day) == (1800, 48)


def test_rows_in_any_order_with_holes_and_repeats_are_put_right_and_counted(tmp_path: Path) -> None:
    series = read_series(
        write(
            tmp_path, "at,cell,v,site",
            "0,a,1,s", "900,a,2,s", "2700,a,4,s", "1800,a,3,s", "3600,a,nan,s", "4500,a,,s", "5400,a,7,s", "5400,a,8,s",
            "later,a,1,s", "900,,1,s", "900,b,5,t", "1800,b,6,u",
        ),
        "at", "v", "cell", "site",
    )  # fmt: skip
    assert series.entities == ("a", "b")
    assert series.groups == {"a": "s", "b": "t"}
    assert np.array_equal(series.samples[:, 0], [1, 2, 3, 4, np.nan, np.nan, 8], equal_nan=True)
    assert np.array_equal(series.samples[:4, 1], [np.nan, 5, 6, np.nan], equal_nan=True)
    assert series.rows == 12
    assert series.problems.counts == {
        "out_of_order": 1, "unreadable_value": 2, "duplicate": 1, "unreadable_time": 1, "no_entity": 1, "two_groups": 1,
    }  # fmt: skip
    assert "line 10: 'at' is not a time: 'later'" in series.problems.first


def test_a_month_of_silence_is_told(tmp_path: Path) -> None:
    month = 30 * 86_400
    rows = [f"{t},a,1" for t in (*range(0, 36_000, 3600), month, month + 3600)] + [
        f"{t},b,1" for t in range(0, 7200, 3600)
    ]
    silences = read_series(write(tmp_path, "at,cell,v", *rows), "at", "v", "cell").silences
    assert [(s.entity, s.start, s.end) for s in silences] == [("a", 32_400, month), ("b", 3600, month + 3600)]


def test_a_running_total_becomes_increases_and_its_restart_is_unknown(tmp_path: Path) -> None:
    totals = [*range(1000, 1600, 20), *range(5, 605, 20)]
    series = read_series(write(tmp_path, "at,v", *(f"{900 * n},{v}" for n, v in enumerate(totals))), "at", "v")
    assert series.totals == ("v",)
    assert series.problems.counts["restarted_total"] == 1
    assert np.isnan(series.samples[[0, 30], 0]).all()
    assert np.nanmin(series.samples) == np.nanmax(series.samples) == 20


def test_a_value_that_goes_up_and_down_is_no_total(tmp_path: Path) -> None:
    values = 100 + 50 * np.sin(np.arange(200) / 15)
    series = read_series(write(tmp_path, "at,v", *(f"{900 * n},{v}" for n, v in enumerate(values))), "at", "v")
    assert series.totals == ()


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ([], "no column 'at', only none"),
        (["time,v", "0,1"], "no column 'at', only time, v"),
        (["at,v"], "none of 0 rows"),
        (["at,v", "soon,1", "later,2"], "none of 2 rows has a time and a number; line 2: 'at' is not a time: 'soon'"),
        (["at,v", "0,nan", "900,inf"], "none of 2 rows"),
        (["at,v", "0,1", "0,2"], "no entity has two samples at different times"),
        (["at,v", "0,1", "1,2", "2,2", "1772346600,3"], "is a time wrong"),
    ],
)
def test_a_file_without_a_series_is_refused(tmp_path: Path, lines: list[str], problem: str) -> None:
    with pytest.raises(SeriesError, match=problem):
        read_series(write(tmp_path, *lines), "at", "v")


def test_other_bytes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "series.csv"
    path.write_bytes(b"at,v\n0,\xff\n")
    with pytest.raises(SeriesError, match="not UTF-8"):
        read_series(path, "at", "v")
