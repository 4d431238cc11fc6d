from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from diagnostics.feeds import FeedReport, Known, Samples, UnreadableError, read
from diagnostics.feeds.samples import aligned, counter, inferred_step

CELLS = ["404-45-1201-100", "404-45-1201-101"]
KNOWN = Known({"cells": pa.array(CELLS)}, step=900)
T0 = 1_793_577_600
WIDE = "cell,at,prb_utilisation,traffic\n"


def taken(path: Path, content: str | bytes, known: Known = KNOWN) -> tuple[list[Samples], FeedReport]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    report = FeedReport("counters")
    return list(read("counters", path, known, report)), report


def only(parts: list[Samples]) -> dict[str, list[tuple[int, int, float]]]:
    """(row, interval after T0, value) by counter."""
    found: dict[str, list[tuple[int, int, float]]] = {}
    for part in parts:
        for name, values in part.values.items():
            there = [
                (int(row), (int(at) - T0) // part.step, float(value))
                for row, at, value in zip(part.rows, part.at, values, strict=True)
                if not np.isnan(value)
            ]
            found.setdefault(name, []).extend(there)
    return found


def test_wide_and_long_bring_the_same(tmp_path: Path):
    wide, _ = taken(tmp_path / "counters.csv", f"{WIDE}{CELLS[0]},{T0},30,5\n{CELLS[1]},{T0 + 900},,7\n")
    rows = [(CELLS[0], T0, "prb_utilisation", 30), (CELLS[0], T0, "traffic", 5), (CELLS[1], T0 + 900, "traffic", 7)]
    long, _ = taken(
        tmp_path / "counters.csv", "cell,at,counter,value\n" + "".join(f"{','.join(map(str, row))}\n" for row in rows)
    )
    expected = {"prb_utilisation": [(0, 0, 30)], "traffic": [(0, 0, 5), (1, 1, 7)]}
    assert only(wide) == only(long) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f"cell,at,user_throughput[kbit/s]\n{CELLS[0]},{T0},1500\n", {"user_throughput": [(0, 0, 1.5)]}),
        (f"cell,at,DRB.UEThpDl\n{CELLS[0]},{T0},1500\n", {"user_throughput": [(0, 0, 1.5)]}),
        (f"cell,at,availability[share]\n{CELLS[0]},{T0},0.5\n", {"availability": [(0, 0, 50)]}),
        (f"cell,at,counter,value,unit\n{CELLS[0]},{T0},traffic,2,GB\n{CELLS[1]},{T0},traffic,3,\n", {"traffic": [(0, 0, 2000), (1, 0, 3)]}),
    ],
)  # fmt: skip
def test_units_are_explicit(tmp_path: Path, content: str, expected: dict[str, list[tuple[int, int, float]]]):
    parts, report = taken(tmp_path / "counters.csv", content)
    assert only(parts) == expected
    assert not report.problems


@pytest.mark.parametrize(
    ("row", "reason", "kept"),
    [
        (f"{CELLS[0]},{T0},-5,1", "prb_utilisation '-5' is beyond 0 to 100 %", True),
        (f"{CELLS[0]},{T0},4000,1", "prb_utilisation '4000' is beyond 0 to 100 %", True),
        (f"{CELLS[0]},{T0},much,1", "prb_utilisation 'much' is no number", True),
        (f"{CELLS[0]},{T0},inf,1", "prb_utilisation 'inf'", True),
        (f"{CELLS[0]},{T0 + 400},5,1", "is not the beginning of an interval of 900 s", False),
        (f"{CELLS[0]},{T0 + 90_000_000},5,1", "more than a year from the rest of the file: a wrong clock", False),
        (f"nowhere,{T0},5,1", "cell 'nowhere' is no cell of the network", False),
        (f"{CELLS[0]},2026-11-02T00:00:00,5,1", "says no zone", False),
        (f",{T0},5,1", "cell is missing", False),
    ],
)
def test_what_makes_no_sense_is_told_and_left_out(tmp_path: Path, row: str, reason: str, kept: bool):
    good = "".join(f"{CELLS[1]},{T0 + 900 * n},10,10\n" for n in range(3))
    parts, report = taken(tmp_path / "counters.csv", f"{WIDE}{row}\n{good}")
    assert reason in str(report.problems[0])
    assert report.problems[0].line == 2
    assert (report.bad, report.flagged) == ((0, 1) if kept else (1, 0))
    found = only(parts)
    assert len(found["prb_utilisation"]) == 3
    assert len(found["traffic"]) == (4 if kept else 3)


def test_counters_that_nobody_knows_and_units_that_cannot_be_are_named_once(tmp_path: Path):
    parts, report = taken(
        tmp_path / "counters.csv", f"cell,at,traffic,delay[MB],vendor\n{CELLS[0]},{T0},1,2,3\n{CELLS[1]},{T0},1,2,3\n"
    )
    assert set(only(parts)) == {"traffic"}
    assert [str(problem) for problem in report.problems] == [
        "counters.csv: delay[MB]: MB is no unit of it; those are us, µs, 0.1ms, ms, s: left out (the row was kept without it)",
        "counters.csv: vendor is none of the known counters: left out (the row was kept without it)",
    ]


def test_a_percentage_that_looks_like_a_share_is_suspected(tmp_path: Path):
    rows = "".join(f"{CELLS[0]},{T0 + 900 * n},0.{n % 10},5\n" for n in range(1000))
    _, report = taken(tmp_path / "counters.csv", WIDE + rows)
    assert "a share of 1 is named prb_utilisation[share]" in str(report.problems[0])


def test_a_clock_that_is_a_little_off_means_the_interval_next_to_it():
    begins, off = aligned(np.array([T0 - 30, T0 + 59, T0 + 61, T0 + 450]), 900)
    assert begins[:2].tolist() == [T0, T0]
    assert off.tolist() == [False, False, True, True]


@pytest.mark.parametrize(
    ("moments", "step"), [([0], 900), ([0, 3600, 7200], 3600), ([0, 300, 600, 3000], 300), ([5, 0], 900)]
)
def test_the_interval_is_told_by_the_moments(moments: list[int], step: int):
    assert inferred_step(np.array(moments)) == step


def test_names_of_3gpp_have_the_unit_that_3gpp_gives_them():
    assert counter("DRB.AirIfDelayDl") == ("delay", 0.1)
    assert counter("DRB.PdcpSduVolumeDL") == ("traffic", 0.125)
    assert counter("pmVendor") is None


# Measurement collection files

XML = """<?xml version="1.0"?>
<measCollecFile xmlns="http://www.3gpp.org/ftp/specs/archive/32_series/32.435#measCollec">
<fileHeader fileFormatVersion="32.435 V10.0"><measCollec beginTime="2026-11-02T00:00:00Z"/></fileHeader>
<measData><managedElement localDn="ManagedElement=1"/>
<measInfo measInfoId="radio"><granPeriod duration="{duration}" endTime="{end}"/>
{types}
{values}
</measInfo></measData>
<fileFooter><measCollec endTime="2026-11-02T00:15:00Z"/></fileFooter>
</measCollecFile>
"""
TYPES = "<measTypes>RRU.PrbTotDl DRB.UEThpDl pmVendor</measTypes>"
VALUE = '<measValue measObjLdn="ManagedElement=1,EUtranCellFDD={cell}"><measResults>{results}</measResults></measValue>'


def xml(values: str, types: str = TYPES, duration: str = "PT900S", end: str = "2026-11-02T00:15:00Z") -> str:
    return XML.format(types=types, values=values, duration=duration, end=end)


def test_a_measurement_file_brings_the_samples_of_its_granularity_period(tmp_path: Path):
    values = "\n".join(VALUE.format(cell=cell, results=f"{20 + n} {1000 * n} 5") for n, cell in enumerate(CELLS))
    parts, report = taken(tmp_path / "counters.xml", xml(values, end="2026-11-02T05:45:30+05:30"))
    assert only(parts) == {"prb_utilisation": [(0, 0, 20), (1, 0, 21)], "user_throughput": [(0, 0, 0), (1, 0, 1)]}
    assert report.rows == 4
    assert not report.problems


def test_results_may_be_numbered(tmp_path: Path):
    types = '<measType p="2">DRB.UEThpDl</measType><measType p="1">RRU.PrbTotDl</measType>'
    value = f'<measValue measObjLdn="EUtranCellFDD={CELLS[0]}"><r p="1">55</r><r p="2">NIL</r></measValue>'
    parts, _ = taken(tmp_path / "counters.xml", xml(value, types))
    assert only(parts) == {"prb_utilisation": [(0, 0, 55)], "user_throughput": []}


def test_what_is_suspect_or_of_no_cell_is_told_with_its_line(tmp_path: Path):
    suspect = VALUE.format(cell=CELLS[0], results="1 1 1").replace(
        "</measValue>", "<suspect>true</suspect></measValue>"
    )
    parts, report = taken(tmp_path / "counters.xml", xml(f"{suspect}\n{VALUE.format(cell='9', results='1 1 1')}\n"))
    assert [(problem.line, problem.reason.partition(":")[2]) for problem in report.problems if problem.line == 7] == [
        (7, " marked as suspect")
    ]
    assert "line 8: measObjLdn" in str(report.problems[1])
    assert report.bad == 2
    assert not any(only(parts).values())


def test_a_truncated_file_counts_up_to_where_it_breaks_off(tmp_path: Path):
    whole = xml("\n".join(VALUE.format(cell=cell, results="20 2000 5") for cell in CELLS))
    path, report = tmp_path / "counters.xml", FeedReport("counters")
    path.write_text(whole[: whole.rindex("<measResults>") + 15])
    parts = []
    with pytest.raises(UnreadableError, match="broken off or malformed at line 8"):
        parts.extend(read("counters", path, KNOWN, report))
    parts, report = [], FeedReport("counters")
    source = read("counters", path, KNOWN, report)
    parts.append(next(source))
    assert only(parts) == {"prb_utilisation": [(0, 0, 20)], "user_throughput": [(0, 0, 2)]}


BOMB = '<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><measCollecFile>&b;</measCollecFile>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (BOMB, "document type declaration, which is refused"),
        ('<!DOCTYPE m SYSTEM "file:///etc/passwd"><measCollecFile/>', "document type declaration"),
        ("<html/>", "no measCollecFile"),
        ("", "broken off or malformed at line 1"),
        (xml(f"<measValue><measResults>{'1 ' * 2**20}"), "more than 1048576 characters"),
    ],
)
def test_a_file_that_is_none_or_unsafe_is_refused(tmp_path: Path, content: str, reason: str):
    with pytest.raises(UnreadableError, match=reason):
        taken(tmp_path / "counters.xml", content)


@pytest.mark.parametrize(
    ("duration", "end", "reason"),
    [
        ("PT300S", "2026-11-02T00:15:00Z", "intervals are of 900 s, not of 300 s"),
        ("soon", "2026-11-02T00:15:00Z", "'soon' is no duration"),
        ("PT15M", "2026-11-02T00:15:00", "says no zone"),
        ("PT15M", "2026-11-02T00:22:00Z", "is not the end of an interval of 900 s"),
    ],
)
def test_a_granularity_period_that_makes_no_sense_is_told(tmp_path: Path, duration: str, end: str, reason: str):
    parts, report = taken(
        tmp_path / "counters.xml", xml(VALUE.format(cell=CELLS[0], results="1 1 1"), duration=duration, end=end)
    )
    assert not parts
    assert reason in str(report.problems[0])
    assert report.problems[0].line == 5
