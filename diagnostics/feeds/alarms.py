"""Alarms as TMF642 (v4) objects, with the terms of ITU-T X.733: a JSON array, or one object a line."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from diagnostics.feeds.columns import EARLIEST, LATEST, Known, _seconds, cell_ids
from diagnostics.feeds.frames import UnreadableError
from diagnostics.feeds.report import FeedReport
from diagnostics.records import STILL, Alarms, Severity, _Table

_BATCH = 50_000
_PIECE = 2**20  # characters
_LONGEST = 2**20  # characters of one alarm
_TEXT, _PROBLEM = 80, 120  # characters that are kept: a storm of alarms must fit into memory
_SEVERITIES = {name.lower(): int(value) for name, value in Severity.__members__.items()}
_OVER = ("cleared", "closed")

Row = tuple[str, int, int, int, str, str, str]


def read_alarms(path: Path, _: Known, report: FeedReport) -> Iterator[_Table]:
    """Alarms of a file, whether raised, changed or cleared; also events about them. Raises UnreadableError where it breaks off."""
    rows: list[Row] = []
    broken: UnreadableError | None = None
    try:
        for line, found in _objects(path, report):
            report.rows += 1
            row = _row(found)
            if isinstance(row, str):
                report.problem(path.name, line, row, kind=row.partition(":")[0])
            else:
                rows.append(row)
            if len(rows) >= _BATCH:
                yield _table(rows)
                rows = []
    except UnreadableError as error:
        broken = error
    if rows:
        yield _table(rows)
    if broken:
        raise broken


def _row(found: Any) -> Row | str:
    """The columns of an alarm, or what is the matter with it."""
    alarm = _alarm(found)
    if alarm is None:
        return "it is no alarm"
    identifier = alarm.get("id") or alarm.get("externalAlarmId")
    if not isinstance(identifier, str | int) or isinstance(identifier, bool):
        return "id: it has none"
    subject = alarm.get("alarmedObject")
    name = (subject.get("id") or subject.get("name")) if isinstance(subject, Mapping) else subject
    if not isinstance(name, str | int) or not str(name).strip():
        return "alarmedObject: it has no id"
    raised = _moment(alarm, "alarmRaisedTime")
    if isinstance(raised, str):
        return raised
    word = str(alarm.get("perceivedSeverity", "")).strip().lower()
    over = word == "cleared" or str(alarm.get("state", "")).strip().lower() in _OVER
    if word not in _SEVERITIES and not over:
        return f"perceivedSeverity: {word!r} is none of {', '.join(_SEVERITIES)}, cleared (X.733)"
    cleared = STILL
    if over or alarm.get("alarmClearedTime"):
        told = _moment(alarm, "alarmClearedTime", "alarmChangedTime", "alarmReportingTime")
        if isinstance(told, str):
            return told
        if told < raised:
            return "alarmClearedTime: it is before alarmRaisedTime"
        cleared = told
    severity = _SEVERITIES.get(word, int(Severity.INDETERMINATE))
    cause, problem = (str(alarm.get(key) or "").strip() for key in ("probableCause", "specificProblem"))
    return (
        str(identifier)[:_TEXT],
        raised,
        cleared,
        severity,
        cause[:_TEXT],
        str(name).strip()[:_TEXT],
        problem[:_PROBLEM],
    )


def _alarm(found: Any) -> Mapping[str, Any] | None:
    """The alarm of an object, or of an event about one (`{"event": {"alarm": …}}`)."""
    if isinstance(found, Mapping) and isinstance(found.get("event"), Mapping):
        found = found["event"].get("alarm")
    return found if isinstance(found, Mapping) else None


def _moment(alarm: Mapping[str, Any], *names: str) -> int | str:
    """The first of these times that is there, in epoch seconds; or what is the matter with it."""
    name = next((name for name in names if alarm.get(name)), None)
    if name is None:
        return f"{names[0]}: it is missing"
    seconds = _seconds(str(alarm[name]).strip())
    if seconds == "zoneless":
        return f"{name}: {alarm[name]!r} says no zone"
    if isinstance(seconds, str) or not EARLIEST <= seconds < LATEST:
        return f"{name}: {alarm[name]!r} is no time between 2000 and 2099"
    return seconds


def _table(rows: list[Row]) -> Alarms:
    columns = list(zip(*rows, strict=True))
    names = cell_ids(pa.array(columns[5], pa.string())).to_pylist()
    return Alarms(
        id=np.array(columns[0], dtype=np.str_),
        raised_at=np.array(columns[1], dtype=np.int64),
        cleared_at=np.array(columns[2], dtype=np.int64),
        severity=np.array(columns[3], dtype=np.int16),
        probable_cause=np.array(columns[4], dtype=np.str_),
        object=np.array(names, dtype=np.str_),
        problem=np.array(columns[6], dtype=np.str_),
    )


def _objects(path: Path, report: FeedReport) -> Iterator[tuple[int, Any]]:
    """The objects of a file with their lines."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as raw:
        file = io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace")
        try:
            if ".jsonl" in path.name or ".ndjson" in path.name:
                yield from _of_lines(path, file, report)
            else:
                yield from _of_array(file)
        except (EOFError, OSError) as error:
            raise UnreadableError(f"unreadable: {error}") from error


def _of_lines(path: Path, file: io.TextIOWrapper, report: FeedReport) -> Iterator[tuple[int, Any]]:
    number = 0
    while text := file.readline(_LONGEST):
        number += 1
        if not text.strip():
            continue
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            report.rows += 1
            report.problem(path.name, number, f"no JSON: {error}", kind="no JSON")
        else:
            yield number, found


def _of_array(file: io.TextIOWrapper) -> Iterator[tuple[int, Any]]:
    """One object, or an array, parsed object by object, so that what comes before a truncation counts."""
    decoder, text, place, line, over = json.JSONDecoder(), "", 0, 1, False
    opened = closed = False
    while True:
        while place < len(text) and (text[place] in " \t\r\n," or (text[place] == "[" and not opened)):
            opened |= text[place] == "["
            line += text[place] == "\n"
            place += 1
        if place < len(text) and text[place] == "]" and opened:
            closed, place = True, place + 1
            continue
        try:
            if place == len(text):
                raise json.JSONDecodeError("more is needed", text, place)
            found, end = decoder.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            if over:
                if place == len(text) and (closed or not opened):
                    return
                words = "it breaks off" if place == len(text) else f"no JSON: {error}"
                raise UnreadableError(f"line {line}: {words}") from error
            if len(text) - place > _LONGEST + _PIECE:
                raise UnreadableError(
                    f"line {line}: no JSON, or an alarm of more than {_LONGEST} characters"
                ) from error
            piece = file.read(_PIECE)
            text, place, over = text[place:] + piece, 0, not piece
            continue
        yield line, found
        line += text.count("\n", place, end)
        place = end
