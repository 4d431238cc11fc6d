"""Counters from measurement collection files, the XML of 3GPP TS 32.435 (`measCollecFile`).

The file is read a piece at a time by expat. A document type declaration is refused, and with it every entity: nothing is
expanded and nothing fetched.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

import numpy as np
import pyarrow as pa

from diagnostics.feeds.columns import EARLIEST, LATEST, Known, _seconds, cell_ids
from diagnostics.feeds.frames import UnreadableError
from diagnostics.feeds.report import FeedReport
from diagnostics.feeds.samples import Samples, aligned, beyond, counter

_PIECE = 2**20  # bytes
_BATCH = 20_000  # measured objects that are handed on together
_LONGEST_TEXT = 2**20  # characters of one element
_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$")
_CALLS_FOR_TEXT = {"measTypes", "measType", "measResults", "r", "suspect"}


@dataclass(slots=True)
class _Object:
    """One `measValue`: what was measured of one object."""

    name: str
    line: int
    results: dict[int, str] = field(default_factory=dict)
    suspect: bool = False


@dataclass(slots=True)
class _Info:
    """One `measInfo`: a granularity period and what was measured in it. `types` by position, from 1."""

    line: int
    duration: str = ""
    end: str = ""
    types: dict[int, str] = field(default_factory=dict)
    objects: list[_Object] = field(default_factory=list)


def read_meas_collec(path: Path, known: Known, report: FeedReport) -> Iterator[Samples]:
    """Samples of a file, of its measured objects that are cells of the network. Raises UnreadableError where it breaks off."""
    parser = _Parser()
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        try:
            while piece := file.read(_PIECE):
                parser.feed(piece)
                yield from _handed_on(parser, path, known, report)
            parser.close()
            broken = None
        except expat.ExpatError as error:
            broken = f"broken off or malformed at line {error.lineno}: {expat.ErrorString(error.code)}"
        except (EOFError, OSError, _RefusedError) as error:
            broken = str(error)
    if parser.info is not None and parser.info.objects:
        parser.finished.append(parser.info)
    yield from _handed_on(parser, path, known, report)
    if broken:
        raise UnreadableError(broken)
    if not parser.is_collection:
        raise UnreadableError("it is no measCollecFile (3GPP TS 32.435)")


class _RefusedError(Exception):
    """What a measurement file has no need of."""


class _Parser:
    """Collects `measInfo` after `measInfo`; a long one comes in parts."""

    def __init__(self) -> None:
        self.finished: list[_Info] = []
        self.info: _Info | None = None
        self.is_collection = False
        self._object: _Object | None = None
        self._text: list[str] | None = None
        self._position = 0
        self._size = 0
        self._expat = expat.ParserCreate(namespace_separator=" ")
        self._expat.buffer_text = True
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end
        self._expat.CharacterDataHandler = self._characters
        self._expat.StartDoctypeDeclHandler = self._refuse

    def feed(self, piece: bytes) -> None:
        """Parse the next bytes."""
        self._expat.Parse(piece, False)

    def close(self) -> None:
        """The file is over. Raises ExpatError where the document is not."""
        self._expat.Parse(b"", True)

    def _refuse(self, *_: Any) -> None:
        raise _RefusedError(
            f"line {self._expat.CurrentLineNumber}: it has a document type declaration, which is refused"
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(" ")[2]
        line = self._expat.CurrentLineNumber
        if name == "measCollecFile":
            self.is_collection = True
        elif name == "measInfo":
            self.info = _Info(line)
        elif name == "granPeriod" and self.info is not None:
            self.info.duration, self.info.end = attributes.get("duration", ""), attributes.get("endTime", "")
        elif name == "measValue":
            self._object = _Object(attributes.get("measObjLdn", ""), line)
        if name in _CALLS_FOR_TEXT:
            self._text, self._size = [], 0
            position = attributes.get("p", "")
            self._position = int(position) if position.isdecimal() and len(position) < 9 else 0

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._size += len(text)
            if self._size > _LONGEST_TEXT:
                raise _RefusedError(
                    f"line {self._expat.CurrentLineNumber}: an element of more than {_LONGEST_TEXT} characters"
                )
            self._text.append(text)

    def _end(self, name: str) -> None:
        name = name.rpartition(" ")[2]
        text = "".join(self._text or ()).strip()
        self._text = None
        info, measured = self.info, self._object
        if name == "measTypes" and info is not None:
            info.types = dict(enumerate(text.split(), 1))
        elif name == "measType" and info is not None:
            info.types[self._position] = text
        elif name == "measResults" and measured is not None and text:
            measured.results = dict(enumerate(text.split(), 1))
        elif name == "r" and measured is not None:
            measured.results[self._position] = text
        elif name == "suspect" and measured is not None:
            measured.suspect = text.lower() == "true"
        elif name == "measValue" and info is not None and measured is not None:
            info.objects.append(measured)
            self._object = None
            if len(info.objects) >= _BATCH:
                self._finish(info)
                self.info = _Info(info.line, info.duration, info.end, info.types)
        elif name == "measInfo" and info is not None:
            self._finish(info)
            self.info = None

    def _finish(self, info: _Info) -> None:
        if info.objects:
            self.finished.append(info)


def _handed_on(parser: _Parser, path: Path, known: Known, report: FeedReport) -> Iterator[Samples]:
    infos, parser.finished = parser.finished, []
    for info in infos:
        samples = _samples(info, path, known, report)
        if samples is not None:
            report.rows += samples.count()
            yield samples


def _samples(info: _Info, path: Path, known: Known, report: FeedReport) -> Samples | None:
    period = _period(info, known.step)
    if isinstance(period, str):
        report.problem(path.name, info.line, period)
        return None
    begin, step = period
    meant = {}
    for position, title in info.types.items():
        try:
            found = counter(title)
        except ValueError:
            found = None
        if found:
            meant[position] = found
    if not meant:
        report.problem(
            path.name,
            info.line,
            f"none of {', '.join(info.types.values()) or 'no types'} is a known counter",
            kept=True,
        )
        return None
    objects = [one for one in info.objects if not one.suspect]
    for one in info.objects:
        if one.suspect:
            report.problem(path.name, one.line, f"{one.name}: marked as suspect", kind="marked as suspect")
    rows = _rows(objects, path, known, report)
    values = {
        name: _values(objects, rows, position, name, factor, path, report) for position, (name, factor) in meant.items()
    }
    there = rows >= 0
    return Samples(
        rows[there],
        np.full(int(there.sum()), begin, dtype=np.int64),
        {name: each[there] for name, each in values.items()},
        step,
    )


def _period(info: _Info, known_step: int | None) -> tuple[int, int] | str:
    """Beginning and seconds of the granularity period, or what is the matter with it."""
    duration = _DURATION.match(info.duration)
    step = (
        sum(int(part or 0) * unit for part, unit in zip(duration.groups(), (3600, 60, 1), strict=True))
        if duration
        else 0
    )
    if step <= 0:
        return f"granPeriod: {info.duration!r} is no duration such as PT900S"
    if known_step is not None and step != known_step:
        return f"granPeriod: intervals are of {known_step} s, not of {step} s"
    end = _seconds(info.end)
    if not isinstance(end, int):
        return f"granPeriod: {info.end!r} {'says no zone' if end == 'zoneless' else 'is no time'}"
    begins, off = aligned(np.array([end - step]), step)
    if off[0] or not EARLIEST <= begins[0] < LATEST:
        return f"granPeriod: {info.end!r} is not the end of an interval of {step} s"
    return int(begins[0]), step


def _rows(objects: list[_Object], path: Path, known: Known, report: FeedReport) -> Any:
    """Rows of Cells that the objects' distinguished names end with; -1, and reported, where none is known."""
    names = [one.name.rpartition(",")[2].rpartition("=")[2] for one in objects]
    found = pa.compute.index_in(cell_ids(pa.array(names, pa.string())), value_set=known.ids["cells"])
    rows = found.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
    for one in np.flatnonzero(rows < 0).tolist():
        report.problem(
            path.name,
            objects[one].line,
            f"measObjLdn {objects[one].name!r} ends with no cell of the network",
            kind="measObjLdn",
        )
    return rows


def _values(
    objects: list[_Object], rows: Any, position: int, name: str, factor: float, path: Path, report: FeedReport
) -> Any:
    values = np.full(len(objects), np.nan)
    for row, one in enumerate(objects):
        text = one.results.get(position, "")
        if text and text.upper() not in ("NIL", "NULL"):
            try:
                values[row] = float(text) * factor
            except ValueError:
                report.problem(
                    path.name, one.line, f"{name} {text!r} is no number", kept=True, kind=f"{name} is no number"
                )
    values[~np.isfinite(values)] = np.nan
    wrong = beyond(name, values) & (rows >= 0)
    for row in np.flatnonzero(wrong).tolist():
        text = objects[row].results[position]
        report.problem(
            path.name, objects[row].line, f"{name} {text!r} makes no sense", kept=True, kind=f"{name} makes no sense"
        )
    values[wrong] = np.nan
    return values.astype(np.float32)
