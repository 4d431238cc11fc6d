"""Files of rows, CSV or Parquet, read a block at a time: columns as Arrow arrays, and the line of each row."""

from __future__ import annotations

import csv
import gzip
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from diagnostics.feeds.report import FeedReport

BLOCK = 8 * 2**20  # bytes of CSV at a time; also the longest line
BATCH = 2**17  # rows of Parquet at a time


class UnreadableError(Exception):
    """The rest of a file cannot be read; says why."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Some rows of a file: columns by name, and `lines`, where they are in it (Parquet: row numbers, from 1)."""

    file: str
    columns: dict[str, pa.Array]
    lines: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.lines)


def frames(path: Path, report: FeedReport, header: Sequence[str] = ()) -> Iterator[Frame]:
    """The rows of a CSV (gzipped or not) or Parquet file; rows of the wrong width are reported and left out.

    `header` are the columns of a file that has none, which is told by its first value, that of no column. Raises
    UnreadableError where the file breaks off; what came before has been yielded.
    """
    try:
        if path.suffix == ".parquet":
            yield from _parquet(path)
        else:
            yield from _csv(path, report, header)
    except (pa.ArrowInvalid, EOFError, OSError, csv.Error, UnicodeDecodeError) as error:
        raise UnreadableError(f"unreadable: {' '.join(str(error).split())}") from error


def _parquet(path: Path) -> Iterator[Frame]:
    with pq.ParquetFile(path, memory_map=True) as file:
        number = 1
        for batch in file.iter_batches(BATCH):
            columns = dict(zip(batch.schema.names, batch.columns, strict=True))
            yield Frame(path.name, columns, np.arange(number, number + len(batch)))
            number += len(batch)


def _csv(path: Path, report: FeedReport, header: Sequence[str]) -> Iterator[Frame]:
    first = _first_line(path)
    if not first.strip():
        raise UnreadableError("it is empty")
    delimiter = max(",;\t", key=first.count)
    names = [name.strip() for name in next(csv.reader([first], delimiter=delimiter))]
    headless = bool(header) and not set(names) & set(header)
    if headless:
        names = list(header)
    if len(set(names)) < len(names):
        raise UnreadableError(f"its header names a column twice: {', '.join(names)}")
    invalid: list[tuple[int, str]] = []

    def handle(row: pacsv.InvalidRow) -> str:
        invalid.append((row.number, f"{row.actual_columns} values, not {row.expected_columns}"))
        return "skip"

    with pa.input_stream(str(path), compression="gzip" if path.suffix == ".gz" else None) as stream:
        reader = pacsv.open_csv(
            stream,
            pacsv.ReadOptions(use_threads=False, block_size=BLOCK, column_names=names, skip_rows=0 if headless else 1),
            pacsv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=handle
            ),
            pacsv.ConvertOptions(column_types={name: pa.binary() for name in names}),
        )
        lines = _Lines(1 if headless else 2, invalid)
        for batch in reader:
            yield lines.frame(path.name, batch)
    report.many(path.name, "values of a row", lines.of_invalid(), len(invalid))
    report.rows += len(invalid)


class _Lines:
    """Counts lines of a CSV file: rows that were left out, and line breaks within values, are lines too."""

    def __init__(self, first: int, invalid: list[tuple[int, str]]) -> None:
        """`invalid` are numbers of rows that are left out, as the parser finds them, with the reason."""
        self._next, self._invalid = first, invalid
        self._within = 0  # line breaks within values so far
        self._steps: list[tuple[int, int]] = []  # number of a row, and the line breaks within values up to it

    def frame(self, file: str, batch: pa.RecordBatch) -> Frame:
        """The next rows, blank lines left out."""
        columns = {name: _text(column) for name, column in zip(batch.schema.names, batch.columns, strict=True)}
        # The n-th row that is left is the (n + the invalid ones before it)-th of the file.
        numbers = np.arange(self._next, self._next + len(batch))
        before = np.array([row for row, _ in self._invalid], dtype=np.int64) - np.arange(len(self._invalid))
        numbers += np.searchsorted(before, numbers, side="right")
        breaks, blank = np.zeros(len(batch), dtype=np.int64), np.ones(len(batch), dtype=np.bool_)
        for column in columns.values():
            breaks += pc.count_substring(column, "\n").to_numpy(zero_copy_only=False)
            blank &= pc.equal(pc.binary_length(column), 0).to_numpy(zero_copy_only=False)
        after = self._within + np.cumsum(breaks)
        lines = numbers + after - breaks
        self._steps += [(int(numbers[row]), int(after[row])) for row in np.flatnonzero(breaks)]
        self._within = int(after[-1]) if len(batch) else self._within
        self._next += len(batch)
        if blank.any():
            columns = {name: column.filter(pa.array(~blank)) for name, column in columns.items()}
            lines = lines[~blank]
        return Frame(file, columns, lines)

    def of_invalid(self) -> list[tuple[int, str]]:
        """Lines of the rows that were left out, with the reason."""
        return [(row + self._breaks_before(row), reason) for row, reason in self._invalid]

    def _breaks_before(self, row: int) -> int:
        place = bisect_left(self._steps, row, key=lambda step: step[0])
        return self._steps[place - 1][1] if place else 0


def _text(column: pa.Array) -> pa.Array:
    """Bytes as text; what is no UTF-8 is marked."""
    try:
        return column.cast(pa.string())
    except pa.ArrowInvalid:
        return pa.array([value.as_py().decode("utf-8", "replace") for value in column], pa.string())


def _first_line(path: Path) -> str:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        line = file.readline(BLOCK)
    return line.decode("utf-8-sig", "replace")
