from __future__ import annotations

import gzip
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.feeds import FeedReport, Known, UnreadableError, feed_of, read
from diagnostics.feeds.columns import cell_ids, moment
from diagnostics.records import Odb, Technology

KNOWN = Known(
    {
        "cells": pa.array(["404-45-1201-100", "404-45-1201-101"]),
        "lines": pa.array([919800000000, 919800000001]),
        "onts": pa.array(["ONT-0"]),
        "devices": pa.array(["Phone"]),
    }
)
CELL_HEADER = "radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,averageSignal"
CELL = "LTE,404,45,1201,100,,72.5,23.0,1000,7,1,1700000000,1700000000,0"
MEASUREMENT = "at,latitude,longitude,cell,rsrp,rsrq,sinr,throughput,indoors\n"
SUBSCRIPTION = "line,at,status,sim,equipment,odb,roaming_allowed,do_not_disturb,data_used,data_limit,throttled_to\n"


def taken(feed: str, path: Path, content: str | bytes) -> tuple[dict[str, list[Any]], FeedReport]:
    """The columns that a file brings, and the report."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    report, columns = FeedReport(feed), dict[str, list[Any]]()
    for part in read(feed, path, KNOWN, report):
        for name in part.types():
            columns.setdefault(name, []).extend(getattr(part, name).tolist())
    return columns, report


@pytest.mark.parametrize(
    ("feed", "content", "reason"),
    [
        ("cells", f"{CELL_HEADER}\n{CELL.replace('LTE', 'CDMA')}\n", "cells.csv, line 2: radio 'CDMA' is none of gsm, umts, lte, nr"),
        ("cells", f"{CELL_HEADER}\n{CELL.replace('72.5,23.0', '0,0')}\n", "line 2: position 0, 0 is that of no place on land"),
        ("cells", f"{CELL_HEADER}\n{CELL.replace('23.0', '93.0')}\n", "line 2: lat '93.0' is not degrees from -90 to 90"),
        ("cells", f"{CELL_HEADER}\n\n\nLTE,404\n{CELL}\n", "line 4: 2 values, not 14"),
        ("cells", f"{CELL_HEADER}\n{CELL.replace('1201', '')}\n", "line 2: area is missing"),
        ("measurements", MEASUREMENT + "1793577600,23,72.5,404-45-1201-100,95,,,,\n", "line 2: rsrp '95' is not dBm from -156 to -20"),
        ("measurements", MEASUREMENT + "1793577600,23,72.5,,,,,,\n", "line 2: rsrp, sinr and throughput are missing"),
        ("measurements", MEASUREMENT + "1793577600,0,0,,-95,,,,\n", "line 2: position 0, 0"),
        ("measurements", MEASUREMENT + "1793577600000,23,72.5,,-95,,,,\n", "line 2: at '1793577600000' is not in seconds (milliseconds?)"),
        ("measurements", MEASUREMENT + "2026-11-02T00:00:00,23,72.5,,-95,,,,\n", "line 2: at '2026-11-02T00:00:00' says no zone"),
        ("measurements", MEASUREMENT + "1970-01-01T00:00:01Z,23,72.5,,-95,,,,\n", "is before 2000 or after 2099: a wrong clock"),
        ("measurements", MEASUREMENT + "2026-13-02T00:00:00Z,23,72.5,,-95,,,,\n", "is no time in ISO 8601 or epoch seconds"),
        ("lines", "msisdn\nabc\n", "line 2: msisdn 'abc' is no number of 5 to 15 digits"),
        ("lines", "msisdn\n12345678901234567\n", "line 2: msisdn '12345678901234567' is no number of 5 to 15 digits"),
        ("serving_cells", "line,at,cell\n919800000000,1793577600,404-45-1201-999\n", "line 2: cell '404-45-1201-999' is no cell of the network"),
        ("serving_cells", "line,at,cell\n919800000009,1793577600,404-45-1201-100\n", "line 2: line '919800000009' is no line of the network"),
        ("rejects", "line,at,layer,cause\n919800000000,1793577600,emm,300\n", "line 2: cause '300' is not from 0 to 255"),
        ("rejects", "line,at,layer,cause\n919800000000,1793577600,isup,3\n", "line 2: layer 'isup' is none of emm, esm, gmm5, gsm5"),
        ("subscriptions", SUBSCRIPTION + "919800000000,1793577600,paused,,,,1,,,,\n", "status 'paused' is none of active, suspended_for_credit"),
        ("subscriptions", SUBSCRIPTION + "919800000000,1793577600,active,,,roaming|tv,1,,,,\n", "odb 'roaming|tv' is none of outgoing_calls"),
        ("ont_states", "ont,at,status\nONT-9,1793577600,online\n", "line 2: ont 'ONT-9' is no ONT of the network"),
        ("planned_works", "id,start,end,objects\nW1,1793577600,1793577600,SITE-1\n", "line 2: it ends before it starts"),
        ("complaints", "at,msisdn,latitude,longitude,words\n1793577600,,,,no signal\n", "line 2: neither a known line nor a position"),
        ("cell_restrictions", "cell,at,barred\n404-45-1201-100,1793577600,maybe\n", "line 2: barred 'maybe' is none of 0, 1, false, true"),
    ],
)  # fmt: skip
def test_a_bad_row_is_counted_and_told_with_line_and_reason(tmp_path: Path, feed: str, content: str, reason: str):
    columns, report = taken(feed, tmp_path / f"{feed}.csv", content)
    assert report.bad == 1
    assert sum(report.reasons.values()) == 1
    assert reason in str(report.problems[0])
    assert len(next(iter(columns.values()), [])) == report.rows - 1


@pytest.mark.parametrize(
    ("feed", "content", "column", "reason"),
    [
        ("cells", f"{CELL_HEADER},height\n{CELL},4000\n", "height", "height '4000' is not m from 0 to 1000"),
        ("lines", "msisdn,latitude,longitude\n919800000000,0,0\n", "latitude", "position 0, 0"),
        ("measurements", MEASUREMENT + "1793577600,23,72.5,,-95,,,99000,\n", "throughput", "throughput '99000' is not Mbit/s from 0 to 20000"),
        ("ont_states", "ont,at,status,rx_power\nONT-0,1793577600,online,2000\n", "rx_power", "rx_power '2000' is not dBm"),
    ],
)  # fmt: skip
def test_a_value_that_can_be_missed_is_left_out_and_its_row_kept(
    tmp_path: Path, feed: str, content: str, column: str, reason: str
):
    columns, report = taken(feed, tmp_path / f"{feed}.csv", content)
    assert (report.bad, report.flagged) == (0, 1)
    assert reason in str(report.problems[0])
    assert np.isnan(columns[column][0])


def test_cells_come_in_the_columns_of_opencellid_and_ours(tmp_path: Path):
    header = f"{CELL_HEADER},site,band,azimuth,beamwidth,tilt,height,eirp,bandwidth"
    columns, report = taken(
        "cells", tmp_path / "cells.csv", f"{header}\n{CELL},S1,n78,120,65,6,30,63,20\n{CELL},,,,,,,,\n"
    )
    assert report.bad == report.flagged == 0
    assert columns["id"] == ["404-45-1201-100"] * 2
    assert columns["technology"] == [Technology.LTE] * 2
    assert columns["site"] == ["S1", "eNB-404-45-0"]  # an LTE cell's identity says its eNodeB
    assert columns["band"] == [78, -1]
    assert np.isnan(columns["azimuth"][1])


def test_opencellids_files_of_changes_have_no_header(tmp_path: Path):
    columns, report = taken("cells", tmp_path / "cells.csv", f"{CELL}\n{CELL}\n")
    assert (report.rows, columns["id"][0]) == (2, "404-45-1201-100")


def test_all_ways_to_write_a_line_are_one(tmp_path: Path):
    columns, report = taken("lines", tmp_path / "lines.csv", "msisdn\n+919800000000\n91 98000-00000\n919800000000\n")
    assert columns["msisdn"] == [919_800_000_000] * 3
    assert report.bad == 0


def test_what_is_not_known_has_no_value_of_its_own(tmp_path: Path):
    columns, report = taken(
        "subscriptions", tmp_path / "subscriptions.csv", SUBSCRIPTION + "919800000001,1793577600,active,,,,1,,,,\n"
    )
    assert report.bad == report.flagged == 0
    assert (columns["line"], columns["sim"], columns["equipment"], columns["odb"]) == ([1], [-1], [-1], [0])
    assert all(np.isnan(columns[name][0]) for name in ("data_used", "data_limit", "throttled_to"))


def test_barring_categories_are_joined_by_bars(tmp_path: Path):
    columns, _ = taken(
        "subscriptions",
        tmp_path / "subscriptions.csv",
        SUBSCRIPTION + "919800000001,1793577600,active,,,roaming|Premium_Rate_Calls,1,,,,\n",
    )
    assert columns["odb"] == [Odb.ROAMING | Odb.PREMIUM_RATE_CALLS]


def test_lines_of_problems_count_line_breaks_within_values_and_blank_lines(tmp_path: Path):
    content = 'at,msisdn,latitude,longitude,words\n1793577600,,23,72.5,"no\nsignal\nhere"\n\n1793577600,,,,lost\n1793577600,x\n1793577600,,,,lost\n'
    _, report = taken("complaints", tmp_path / "complaints.csv", content)
    assert sorted(problem.line for problem in report.problems) == [6, 7, 8]


def test_what_is_no_utf8_is_marked_not_fatal(tmp_path: Path):
    columns, report = taken(
        "complaints", tmp_path / "complaints.csv", b"at,msisdn,latitude,longitude,words\n1793577600,,23,72.5,caf\xe9\n"
    )
    assert (columns["words"], report.bad) == (["caf\ufffd"], 0)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("lines.csv", b"", "it is empty"),
        ("lines.csv", b"imsi\n1\n", "it has no column msisdn, only imsi"),
        ("lines.csv", b"msisdn,msisdn\n1,1\n", "names a column twice"),
        ("lines.csv.gz", gzip.compress(b"msisdn\n" + b"919800000000\n" * 9, mtime=0)[:-9], "unreadable"),
        ("lines.csv.gz", b"msisdn\n", "unreadable"),
        ("lines.parquet", b"PAR1 no", "unreadable"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, content: bytes, reason: str):
    with pytest.raises(UnreadableError, match=reason):
        taken("lines", tmp_path / name, content)


def test_parquet_has_its_own_types(tmp_path: Path):
    path = tmp_path / "serving_cells.parquet"
    columns = {
        "line": pa.array([919800000000, 919800000001]),
        "at": pa.array([1793577600_000, None], pa.timestamp("ms", tz="Asia/Kolkata")),
        "cell": pa.array(["404-45-1201-100", "404-045-1201-101"]).dictionary_encode(),
    }
    pq.write_table(pa.table(columns), path)
    taken_columns, report = taken("serving_cells", path, path.read_bytes())
    assert (taken_columns["at"], taken_columns["cell"]) == ([1793577600], [0])
    assert str(report.problems[0]) == "serving_cells.parquet, line 2: at is missing"


def test_a_parquet_time_without_a_zone_is_bad(tmp_path: Path):
    path = tmp_path / "serving_cells.parquet"
    pq.write_table(
        pa.table({"line": [919800000000], "at": pa.array([0], pa.timestamp("ms")), "cell": ["404-45-1201-100"]}), path
    )
    _, report = taken("serving_cells", path, path.read_bytes())
    assert "says no zone" in str(report.problems[0])


def test_tiles_come_in_ooklas_columns_and_units(tmp_path: Path):
    path = tmp_path / "tiles-2026-07-01_performance_mobile.parquet"
    pq.write_table(
        pa.table(
            {
                "quadkey": ["1230"],
                "avg_d_kbps": [25_000],
                "avg_u_kbps": [5_000],
                "avg_lat_ms": [40],
                "tests": [3],
                "devices": [2],
            }
        ),
        path,
    )
    columns, report = taken("tiles", path, path.read_bytes())
    assert report.bad == 0
    assert (columns["down"], columns["up"], columns["technology"]) == ([25], [5], [Technology.LTE])
    assert columns["at"] == [1_790_812_800]  # 2026-10-01, the end of the quarter
    nameless = path.rename(tmp_path / "tiles.parquet")
    with pytest.raises(UnreadableError, match="of when it is"):
        taken("tiles", nameless, nameless.read_bytes())


@pytest.mark.parametrize(
    ("name", "feed"),
    [
        ("counters-2026-11-01.parquet", "counters"), ("counters.csv.gz", "counters"), ("counters20261101.xml", "counters"),
        ("serving_cells.csv", "serving_cells"), ("alarms.jsonl", "alarms"), ("truth.json", None), ("cells.txt", None), ("README.md", None),
    ],
)  # fmt: skip
def test_a_files_name_tells_its_feed(name: str, feed: str | None):
    assert feed_of(Path(name)) == feed


def test_leading_zeros_of_a_cell_id_do_not_count():
    assert cell_ids(pa.array(["404-045-01201-100", " 404-45-1201-0 "])).to_pylist() == [
        "404-45-1201-100",
        "404-45-1201-0",
    ]


@given(st.datetimes(min_value=datetime(2000, 1, 3), timezones=st.timezones()).filter(lambda at: at.year < 2099))
def test_every_moment_in_iso_8601_with_a_zone_is_read(at: Any):
    found = moment(pa.array([at.isoformat()]), KNOWN)
    assert found.values.tolist() == [int(at.timestamp() // 1)]
    assert not any(mask.any() for mask, _ in found.wrong)
