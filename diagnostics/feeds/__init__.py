"""What an operator's systems export, read: one reader a feed, all of one shape."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from diagnostics.feeds.alarms import read_alarms
from diagnostics.feeds.cells import read_cells
from diagnostics.feeds.columns import Known
from diagnostics.feeds.counters import read_counters
from diagnostics.feeds.frames import UnreadableError
from diagnostics.feeds.meas_collec import read_meas_collec
from diagnostics.feeds.report import FeedReport, Problem, Report
from diagnostics.feeds.samples import Samples
from diagnostics.feeds.tables import READERS
from diagnostics.feeds.tiles import read_tiles
from diagnostics.records import _Table

__all__ = [
    "ORDER",
    "FeedReport",
    "Known",
    "Problem",
    "Report",
    "Samples",
    "UnreadableError",
    "feed_of",
    "read",
    "table_of_feed",
]

Reader = Callable[[Path, Known, FeedReport], Iterator[Any]]


def _counters(path: Path, known: Known, report: FeedReport) -> Iterator[Samples]:
    return (read_meas_collec if ".xml" in path.name.lower() else read_counters)(path, known, report)


_FEEDS: Mapping[str, tuple[str, Reader]] = {
    "cells": ("cells", read_cells),
    **READERS,
    "alarms": ("alarms", read_alarms),
    "tiles": ("speed_tiles", read_tiles),
    "counters": ("counters", _counters),
}
# Feeds in the order in which they are to be read: what others point at comes first.
ORDER = (
    *(
        "devices",
        "onts",
        "cells",
        "lines",
        "serving_cells",
        "subscriptions",
        "rejects",
        "cell_restrictions",
        "ont_states",
    ),
    *("planned_works", "alarms", "measurements", "tiles", "complaints", "counters"),
)
_SUFFIXES = (".csv", ".csv.gz", ".parquet", ".json", ".json.gz", ".jsonl", ".jsonl.gz", ".ndjson", ".xml", ".xml.gz")


def feed_of(path: Path) -> str | None:
    """The feed of a file by its name, up to the first `-`, `.` or digit; None for a file of none."""
    if not path.name.lower().endswith(_SUFFIXES):
        return None
    stem = re.split(r"[-.\d]", path.name, maxsplit=1)[0].rstrip("_").lower()
    return stem if stem in _FEEDS else None


def table_of_feed(feed: str) -> str:
    """The table that a feed fills, or `counters`. Raises ValueError for a feed that is none."""
    if feed not in _FEEDS:
        raise ValueError(f"feed: {feed} is none of {', '.join(ORDER)}")
    return _FEEDS[feed][0]


def read(feed: str, path: Path, known: Known, report: FeedReport) -> Iterator[_Table | Samples]:
    """What a file brings, some rows at a time. What is wrong with rows is added to the report; a file that cannot be read,
    or breaks off, ends with UnreadableError after what came before."""
    table_of_feed(feed)
    report.files += 1
    yield from _FEEDS[feed][1](path, known, report)
