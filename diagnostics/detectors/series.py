"""Time series from a CSV file, as samples on one grid of time; what was wrong with the rows is counted and told."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from diagnostics.detectors.samples import Floats

DAY = 86_400
MILLISECONDS = 1e11  # a number of seconds above this (the year 5138) is one of a thousandth of them
_COMPACT = {8: "%Y%m%d", 14: "%Y%m%d%H%M%S"}
PROBLEMS_TOLD = 20
MOST_SAMPLES = 200_000_000
RISING = 0.95  # of a running total's steps, so many do not fall, the others are restarts
MOVING = 0.5  # and so many rise


class SeriesError(ValueError):
    """A file that holds no series: what is wrong, and where."""


@dataclass(slots=True)
class Problems:
    """What was wrong with rows, by kind: how many, and the first few with their line."""

    counts: Counter[str] = field(default_factory=Counter)
    first: list[str] = field(default_factory=list)

    def add(self, kind: str, line: int, what: str) -> None:
        """Count one, and tell it if it is among the first."""
        self.counts[kind] += 1
        if len(self.first) < PROBLEMS_TOLD:
            self.first.append(f"line {line}: {what}")


@dataclass(frozen=True, slots=True)
class Silence:
    """More than a day without a sample of an entity: from its last sample before to its first after (or the grid's end)."""

    entity: str
    start: float
    end: float


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Samples of entities on a grid: shape (times, entities), NaN where there is none; interval n is at start + n·step.

    Times are seconds since 1970 UTC. `totals` names the entities whose values were running totals: their samples are the
    increases, unknown where the total restarted.
    """

    start: float
    step: float
    entities: tuple[str, ...]
    groups: Mapping[str, str]
    samples: Floats
    rows: int
    problems: Problems
    silences: tuple[Silence, ...]
    totals: tuple[str, ...]

    @property
    def samples_per_day(self) -> int:
        """The nearest whole number."""
        return max(1, round(DAY / self.step))

    def at(self, interval: int) -> datetime:
        """Time of an interval."""
        return datetime.fromtimestamp(self.start + interval * self.step, UTC)


@dataclass(slots=True)
class _Rows:
    times: list[float] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


def read_series(path: Path, time: str, value: str, entity: str | None = None, group: str | None = None) -> Series:
    """Series of a CSV file's columns; without `entity`, one series named after the value's column.

    Rows may be in any order. Rows without a time, and values that are no finite number, are counted, told and left out;
    of two rows of one entity and time the later line counts. Raises SeriesError where a column is missing, where no row
    is left, or where the times cannot make a grid.
    """
    problems = Problems()
    rows: dict[str, _Rows] = {}
    groups: dict[str, str] = {}
    count = 0
    for line, row in _rows(path, [column for column in (time, value, entity, group) if column]):
        count += 1
        name = (row[entity] or "").strip() if entity else value
        if not name:
            problems.add("no_entity", line, f"{entity!r} is empty")
            continue
        moment = _moment(row[time])
        if moment is None:
            problems.add("unreadable_time", line, f"{time!r} is not a time: {row[time]!r}")
            continue
        number = _number(row[value])
        if number is None:
            problems.add("unreadable_value", line, f"{value!r} is not a finite number: {row[value]!r}")
        if group and (where := (row[group] or "").strip()) and groups.setdefault(name, where) != where:
            problems.add("two_groups", line, f"{name!r} is in {groups[name]!r} already, not in {where!r}")
        mine = rows.setdefault(name, _Rows())
        mine.times.append(moment)
        mine.values.append(float("nan") if number is None else number)
        mine.lines.append(line)
    if not any(np.isfinite(mine.values).any() for mine in rows.values()):
        told = f"; {problems.first[0]}" if problems.first else ""
        raise SeriesError(f"{path}: none of {count} rows has a time and a number{told}")
    return _on_grid(path, rows, groups, count, problems)


def _rows(path: Path, columns: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            present = reader.fieldnames or []
            for column in columns:
                if column not in present:
                    raise SeriesError(f"{path}: there is no column {column!r}, only {', '.join(present) or 'none'}")
            for row in reader:
                yield reader.line_num, {column: row[column] or "" for column in columns}
    except UnicodeDecodeError as error:
        raise SeriesError(f"{path}: not UTF-8 at byte {error.start}") from error
    except csv.Error as error:
        raise SeriesError(f"{path}: not CSV: {error}") from error


def _moment(text: str) -> float | None:
    """Seconds since 1970 of ISO 8601 (UTC unless it says otherwise), or of epoch seconds, milli-, micro- or nanoseconds."""
    text = text.strip()
    try:
        if len(text) in _COMPACT and text.isdigit():
            moment = datetime.strptime(text, _COMPACT[len(text)]).replace(tzinfo=UTC)
        else:
            moment = datetime.fromisoformat(text)
    except ValueError:
        number = _number(text)
        while number is not None and abs(number) > MILLISECONDS:
            number /= 1000
        return number
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < np.finfo(np.float32).max else None


def _on_grid(
    path: Path, rows: Mapping[str, _Rows], groups: Mapping[str, str], count: int, problems: Problems
) -> Series:
    sorted_rows = {name: _sorted(name, rows[name], problems) for name in sorted(rows)}
    gaps = [np.diff(times) for times, _ in sorted_rows.values()]
    gaps = [gap[gap > 0] for gap in gaps]
    if not any(gap.size for gap in gaps):
        raise SeriesError(f"{path}: no entity has two samples at different times")
    step = float(np.median(np.concatenate(gaps)))
    start = min(float(times[0]) for times, _ in sorted_rows.values())
    length = round((max(float(times[-1]) for times, _ in sorted_rows.values()) - start) / step) + 1
    if length * len(rows) > MOST_SAMPLES:
        first = datetime.fromtimestamp(start, UTC).isoformat()
        raise SeriesError(f"{path}: {length} intervals of {step:g} s from {first} on are too many; is a time wrong?")
    samples = np.full((length, len(rows)), np.nan)
    totals: list[str] = []
    silences: list[Silence] = []
    for column, (name, (times, values)) in enumerate(sorted_rows.items()):
        places = np.rint((times - start) / step).astype(np.intp)
        if shared := int((np.diff(places) == 0).sum()):
            problems.counts["same_interval"] += shared
        samples[places, column] = values
        silences += _silences(name, places[np.isfinite(values)], length, start, step)
        if _is_total(values):
            totals.append(name)
            problems.counts["restarted_total"] += _to_increases(samples[:, column])
    return Series(
        start, step, tuple(sorted_rows), dict(groups), samples, count, problems, tuple(silences), tuple(totals)
    )


def _sorted(name: str, rows: _Rows, problems: Problems) -> tuple[Floats, Floats]:
    """Times and values in order of time, the last line of each time; late and repeated rows are counted."""
    times, values = np.array(rows.times), np.array(rows.values)
    late = np.flatnonzero(times < np.maximum.accumulate(times))
    for place in late:
        problems.add("out_of_order", rows.lines[place], f"{name!r} is older than a line before")
    order = np.argsort(times, kind="stable")
    newest = np.append(np.diff(times[order]) > 0, True)
    for place in order[~newest]:
        problems.add("duplicate", rows.lines[place], f"{name!r} has another line for this time")
    return times[order][newest], values[order][newest]


def _silences(name: str, places: Floats, length: int, start: float, step: float) -> Iterator[Silence]:
    edges = np.concatenate([places, [length]])
    for place in np.flatnonzero(np.diff(edges) * step > DAY):
        yield Silence(name, start + edges[place] * step, start + min(edges[place + 1], length - 1) * step)


def _is_total(values: Floats) -> bool:
    """Is it a running total, such as octets since the last restart?"""
    change = np.diff(values[np.isfinite(values)])
    return len(change) >= 20 and bool((change >= 0).mean() >= RISING and (change > 0).mean() >= MOVING)


def _to_increases(column: Floats) -> int:
    """Turn totals into increases, in place; how often the total restarted (the increase is unknown then)."""
    increases = np.diff(column, prepend=np.nan)
    restarts = increases < 0
    increases[restarts] = np.nan
    column[:] = increases
    return int(restarts.sum())
