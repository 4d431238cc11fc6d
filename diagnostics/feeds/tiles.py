"""Speed tests in tiles of the web map, in the columns of Ookla's open data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from diagnostics.feeds.columns import Known, member, moment, number, text, whole
from diagnostics.feeds.frames import UnreadableError, frames
from diagnostics.feeds.report import FeedReport
from diagnostics.feeds.rows import Column, Columns, read_columns, table_of
from diagnostics.records import SpeedTiles, Technology, _Table

_FIXED = -1
_QUARTER = re.compile(r"(\d{4})-(01|04|07|10)-01")
COLUMNS: Columns = {
    "quadkey": Column(text(23), required=True),
    "avg_d_kbps": Column(number(0, 1e8, "kbit/s"), required=True),
    "avg_u_kbps": Column(number(0, 1e8, "kbit/s"), required=True),
    "avg_lat_ms": Column(number(0, 60_000, "ms"), keep=True),
    "tests": Column(whole(0, 2**31 - 1), required=True),
    "technology": Column(member(Technology, {"fixed": _FIXED - 1})),
    "at": Column(moment),
}


def read_tiles(path: Path, known: Known, report: FeedReport) -> Iterator[_Table]:
    """Tiles of a file. Ookla says by the path which access (`mobile`, `fixed`) and which quarter (2026-01-01) they are
    of; columns `technology` (or `fixed`) and `at`, the end of the period, say it row by row.

    Ookla's mobile tiles mix LTE and NR, and stand for LTE here. Raises UnreadableError where neither says it.
    """
    name = path.as_posix().lower()
    access = Technology.LTE if "mobile" in name else _FIXED if "fixed" in name else None
    quarter = _QUARTER.search(name)
    ends = _end_of_quarter(int(quarter[1]), int(quarter[2])) if quarter else None
    for frame in frames(path, report):
        report.rows += len(frame)
        values, good = read_columns(frame, COLUMNS, known, report)
        if (values["at"] == 0).any() and ends is None:
            raise UnreadableError("neither a column at nor the path (2026-01-01: the quarter) says of when it is")
        if (values["technology"] == -1).any() and access is None:
            raise UnreadableError("neither a column technology nor the path (mobile, fixed) says of which access it is")
        technology = np.where(values["technology"] == -1, access or 0, values["technology"])
        columns = {
            "quadkey": values["quadkey"],
            "technology": np.where(technology == _FIXED - 1, _FIXED, technology),
            "down": values["avg_d_kbps"] / 1000,
            "up": values["avg_u_kbps"] / 1000,
            "latency": values["avg_lat_ms"],
            "tests": values["tests"],
            "at": np.where(values["at"] == 0, ends or 0, values["at"]),
        }
        yield table_of(SpeedTiles, {name: column[good] for name, column in columns.items()})


def _end_of_quarter(year: int, month: int) -> int:
    year, month = (year + 1, 1) if month == 10 else (year, month + 3)
    return int(datetime(year, month, 1, tzinfo=UTC).timestamp())
