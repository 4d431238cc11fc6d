"""A network to be asked: open it, load feeds into it, diagnose a line or a place."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self, TypeVar

import numpy as np
import pyarrow as pa

from diagnostics import feeds, layers
from diagnostics.diagnosis import Diagnosis
from diagnostics.feeds import FeedReport, Known, Report, Samples, UnreadableError
from diagnostics.looking import Looking, Subject
from diagnostics.outage import Outage
from diagnostics.readings import Kind, Place
from diagnostics.records import Records, row_of
from diagnostics.rules import Rules
from diagnostics.store import Draft, Snapshot, Store, StoreError, StoreMovedError
from diagnostics.store.folder import STATE
from diagnostics.store.tables import concatenate
from diagnostics.totals import RESET, put_differences

__all__ = ["Network", "NoSuchDeviceError", "NoSuchLineError", "StoreError"]


T = TypeVar("T")


class NoSuchLineError(LookupError):
    """The network knows no such line."""


class NoSuchDeviceError(LookupError):
    """The network knows no such device model."""


class Network:
    """All that is known of a network, and the diagnoses of it. One object may be used by many threads."""

    def __init__(self, store: Store, rules: Rules | None = None) -> None:
        self._store, self._rules = store, rules or Rules.load()
        self._loading, self._taking = threading.Lock(), threading.Lock()
        self._stamp: object = self._stamped()
        self._snapshot = store.read()
        self._looking = Looking(self._snapshot.records, self._rules)

    @classmethod
    def open(cls, folder: str | Path, *, rules: Rules | None = None) -> Self:
        """The network of a folder, an empty one where there is none yet. Raises StoreError."""
        return cls(Store(Path(folder)), rules)

    @property
    def records(self) -> Records:
        """What is known, as columns."""
        return self._current().records

    @property
    def newest(self) -> datetime | None:
        """When the newest interval of the counters was over; None without any."""
        counters = self.records.counters
        return datetime.fromtimestamp(counters.start + len(counters) * counters.step, UTC) if len(counters) else None

    def load(self, *sources: str | Path, feed: str | None = None) -> Report:
        """Take in files, or the files of folders, each a feed that its name tells, or that is given.

        All of a load becomes visible at once, when it is done. What is wrong with rows and files is in the report. Raises
        FileNotFoundError for a source that is not there, ValueError for one that is of no feed, StoreError.
        """
        began = time.perf_counter()
        files, ignored = _files([Path(source) for source in sources], feed)
        reports: dict[str, FeedReport] = {}
        with self._loading, self._store.writing(self._snapshot) as draft:
            for name in feeds.ORDER:
                mine = [path for path, its in files if its == name]
                if mine:
                    reports[name] = _load(draft, name, mine)
        if draft.changed:
            with self._taking:
                self._take(draft.snapshot())
        return Report(reports, time.perf_counter() - began, ignored)

    def diagnose(
        self,
        line: str | int | None = None,
        place: Place | None = None,
        at: datetime | None = None,
        *,
        device: str | None = None,
        abroad: bool = False,
        indoors: bool | None = None,
    ) -> Diagnosis:
        """What is wrong, or about to be, with a line (its MSISDN), at a place, or both, at a moment (now).

        Without a place it is the line's home, and `indoors` says whether the phone is in it; without a `device` (a model)
        it is the line's own. Raises NoSuchLineError, NoSuchDeviceError, and ValueError for a question about nothing or a
        moment without a zone.
        """
        moment = _aware(at)
        if line is None and place is None:
            raise ValueError("line, place: one of them is needed")

        def look(looking: Looking) -> Diagnosis:
            return looking.diagnose(Subject(*_rows(looking.records, line, device), place, indoors, abroad), moment)

        return self._asked(look)

    def prepare(self, at: datetime | None = None) -> None:
        """Work out beforehand what all diagnoses of a moment (now) share, seconds for a large network; else the first one does."""
        moment = int(_aware(at).timestamp())
        self._asked(lambda looking: looking.prepare(moment))

    def layer(
        self, kind: Kind | str, bbox: tuple[float, float, float, float], at: datetime | None = None
    ) -> dict[str, Any]:
        """A GeoJSON layer of the box west, south, east, north (degrees) at a moment (now); see `layers.layer`. ValueError for
        a box that is none, or too large."""
        at = _aware(at)
        return self._asked(lambda looking: layers.layer(looking, Kind(kind), layers.Box(*bbox), int(at.timestamp())))

    def outages(self, at: datetime | None = None) -> tuple[Outage, ...]:
        """The outages that are known at a moment (now), those of most lines first."""
        moment = int(_aware(at).timestamp())
        return self._asked(lambda looking: looking.outages.at(moment))

    def affected(self, kind: Kind, at: datetime | None = None) -> tuple[str, ...]:
        """MSISDNs of the lines that a trouble of this kind may reach, sorted: each is worth a `diagnose` before it calls."""
        moment = int(_aware(at).timestamp())

        def numbers(looking: Looking) -> tuple[str, ...]:
            return tuple(str(number) for number in looking.records.lines.msisdn[looking.affected(kind, moment)])

        return self._asked(numbers)

    def _asked(self, question: Callable[[Looking], T]) -> T:
        """The answer of the newest state; asked again where another process has replaced its files meanwhile."""
        for _ in range(2):
            try:
                return question(self._current())
            except StoreMovedError:
                self._stamp = None
        return question(self._current())

    def _current(self) -> Looking:
        """The diagnoses of the newest state, also where another process has loaded it."""
        if self._stamped() != self._stamp:
            with self._taking:
                stamp = self._stamped()
                if stamp != self._stamp:
                    if self._store.generation() != self._snapshot.state.generation:
                        self._take(self._store.read(self._snapshot))
                    self._stamp = stamp
        return self._looking

    def _take(self, snapshot: Snapshot) -> None:
        self._snapshot, self._looking = snapshot, Looking(snapshot.records, self._rules, self._looking)

    def _stamped(self) -> tuple[int, ...]:
        """Changes with every state of the store."""
        try:
            status = (self._store.folder / STATE).stat()
        except FileNotFoundError:
            return ()
        return status.st_ino, status.st_mtime_ns, status.st_size


def _aware(at: datetime | None) -> datetime:
    """The moment, now where none is given. Raises ValueError for one without a zone."""
    if at is not None and at.tzinfo is None:
        raise ValueError(f"at: {at.isoformat()} has no time zone")
    return at or datetime.now(UTC)


def _rows(records: Records, line: str | int | None, device: str | None) -> tuple[int, int]:
    """Rows of Lines and Devices; -1 for what was not asked for. Raises NoSuchLineError and NoSuchDeviceError."""
    row, model = -1, -1
    if line is not None:
        number = _msisdn(line)
        row = row_of(records.lines.msisdn, number) if number is not None else -1
        if row < 0:
            raise NoSuchLineError(f"line: {line} is none of the network's {len(records.lines)} lines")
        model = int(records.lines.device[row])
    if device is not None:
        found = np.flatnonzero(np.char.lower(records.devices.model) == device.strip().lower())
        if not len(found):
            raise NoSuchDeviceError(f"device: {device} is none of the {len(records.devices)} models that are known")
        model = int(found[0])
    return row, model


def _msisdn(line: str | int) -> int | None:
    digits = str(line).strip().removeprefix("+").replace(" ", "").replace("-", "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 15 else None


def _files(sources: Iterable[Path], feed: str | None) -> tuple[list[tuple[Path, str]], tuple[str, ...]]:
    """Files with their feeds, in order of their names; and those of folders that are of no feed."""
    if feed is not None:
        feeds.table_of_feed(feed)
    files: list[tuple[Path, str]] = []
    ignored: list[str] = []
    for source in sources:
        if source.is_dir():
            found = [(path, feed or feeds.feed_of(path)) for path in sorted(source.iterdir()) if path.is_file()]
            files += [(path, its) for path, its in found if its is not None]
            ignored += [path.name for path, its in found if its is None]
            if not any(its for _, its in found):
                raise ValueError(f"{source}: none of its {len(found)} files is a feed ({', '.join(feeds.ORDER)})")
        elif not source.exists():
            raise FileNotFoundError(f"{source}: there is no such file or folder")
        else:
            its = feed or feeds.feed_of(source)
            if its is None:
                raise ValueError(f"{source}: its name tells no feed ({', '.join(feeds.ORDER)}); say which it is")
            files.append((source, its))
    return files, tuple(ignored)


def _load(draft: Draft, feed: str, files: list[Path]) -> FeedReport:
    report, table = FeedReport(feed), feeds.table_of_feed(feed)
    parts: list[Any] = []
    for path in files:
        known = Known(_Ids(draft), draft.step)
        with _told(path, report):
            for part in feeds.read(feed, path, known, report):
                if isinstance(part, Samples):
                    report.stored(draft.put(part.rows, part.at, part.values, part.step))
                    resets = put_differences(draft, part)
                    report.many(path.name, RESET, [(0, f"{RESET}: {resets} times")], resets, kept=True)
                elif len(part):
                    parts.append(part)
    if parts:
        report.stored(draft.merge(table, concatenate(*parts)))
    return report


@contextmanager
def _told(path: Path, report: FeedReport) -> Iterator[None]:
    """What makes the rest of a file unreadable is a problem of the file, not of the load."""
    try:
        yield
    except UnreadableError as error:
        report.problem(path.name, 0, str(error))


_IDS = {"cells": "id", "lines": "msisdn", "onts": "id", "devices": "model"}


class _Ids(Mapping[str, pa.Array]):
    """Ids of the tables of a draft as Arrow arrays, made when they are asked for."""

    def __init__(self, draft: Draft) -> None:
        self._draft, self._made = draft, dict[str, pa.Array]()

    def __getitem__(self, table: str) -> pa.Array:
        if table not in self._made:
            ids = getattr(self._draft.table(table), _IDS[table])
            self._made[table] = pa.array(ids.tolist(), pa.string()) if ids.dtype.kind == "U" else pa.array(ids)
        return self._made[table]

    def __iter__(self) -> Iterator[str]:
        return iter(_IDS)

    def __len__(self) -> int:
        return len(_IDS)
