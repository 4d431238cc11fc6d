"""From a frame to columns of a table: each by its rule, and what breaks a rule reported with line and reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from diagnostics.feeds.columns import Known, Mask, Parse
from diagnostics.feeds.frames import Frame, UnreadableError, frames
from diagnostics.feeds.report import LISTED, FeedReport
from diagnostics.records import _Table


@dataclass(frozen=True, slots=True)
class Column:
    """How a column is read. A row is bad without a `required` value, or with one that makes no sense; where a value may be
    left out instead (`keep`), the row is kept without it."""

    parse: Parse
    required: bool = False
    keep: bool = False


Columns = Mapping[str, Column]


def read_columns(
    frame: Frame, columns: Columns, known: Known, report: FeedReport
) -> tuple[dict[str, NDArray[Any]], Mask]:
    """Values of all columns for all rows, and which rows are good. Raises UnreadableError without a required column."""
    absent = [name for name, column in columns.items() if column.required and name not in frame.columns]
    if absent:
        raise UnreadableError(f"it has no column {', '.join(absent)}, only {', '.join(frame.columns)}")
    good = np.ones(len(frame), dtype=np.bool_)
    values: dict[str, NDArray[Any]] = {}
    for name, column in columns.items():
        raw = frame.columns.get(name)
        raw = pa.nulls(len(frame), pa.string()) if raw is None else raw
        found = column.parse(raw, known)
        values[name] = found.values
        for mask, reason in found.wrong:
            if mask.any():
                note(frame, report, f"{name} {reason}", mask & good, name, kept=column.keep)
                good &= column.keep | ~mask
        if column.required:
            note(frame, report, f"{name} is missing", found.missing & good)
            good &= ~found.missing
    return values, good


def note(frame: Frame, report: FeedReport, reason: str, mask: Mask, column: str = "", *, kept: bool = False) -> None:
    """Report the rows of a mask, with the value that a `column` of theirs has."""
    rows = np.flatnonzero(mask)
    if not len(rows):
        return
    listed = rows[: max(LISTED - len(report.problems), 0)]

    def places() -> Iterator[tuple[int, str]]:
        for row in listed.tolist():
            value = f"{column} {frame.columns[column][row].as_py()!r}" if column else ""
            words = f"{value}{reason.removeprefix(column)}" if column else reason
            yield int(frame.lines[row]), words

    report.many(frame.file, reason, places(), len(rows), kept=kept)


def read_table(path: Path, kind: type[_Table], columns: Columns, known: Known, report: FeedReport) -> Iterator[_Table]:
    """A file whose columns are those of a table, some rows at a time."""
    for frame in frames(path, report):
        report.rows += len(frame)
        values, good = read_columns(frame, columns, known, report)
        yield table_of(kind, {name: column[good] for name, column in values.items()})


def table_of(kind: type[_Table], columns: Mapping[str, NDArray[Any]]) -> _Table:
    """A table of these columns, in its types."""
    types = kind.types()
    return kind(**{name: columns[name] if types[name] == "U1" else columns[name].astype(types[name]) for name in types})


def nowhere(latitude: NDArray[Any], longitude: NDArray[Any]) -> Mask:
    """Positions 0, 0: what systems write that know none."""
    mask: Mask = (latitude == 0) & (longitude == 0)
    return mask
