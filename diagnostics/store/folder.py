"""A network in a folder: `state.json` names the files that are current; a load writes new ones, and then that one anew."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from diagnostics.records import Moments, Records, _Table
from diagnostics.store import tables
from diagnostics.store.chunks import Chunks
from diagnostics.store.errors import StoreError
from diagnostics.store.grid import STEP, CounterGrid, Stored

FORMAT = 1
STATE = "state.json"
KEPT_FOR = 600  # seconds that files of an older state are kept, for those who still read it
PATIENCE = 60  # seconds to wait for another load


@dataclass(frozen=True, slots=True)
class State:
    """Which files are current. `step` is None until the first counters come."""

    generation: int = 0
    tables: Mapping[str, str] = field(default_factory=dict)
    step: int | None = None
    first: int = 0
    end: int = 0
    chunks: Mapping[str, Mapping[int, int]] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> State:
        """The state of a folder; that of an empty network where it has none. Raises StoreError."""
        path = folder / STATE
        try:
            known = json.loads(path.read_text(encoding="utf-8"))
            if known.pop("format") != FORMAT:
                raise StoreError(f"{path}: written by another version (format {FORMAT} is known)")
            chunks = {
                name: {int(number): int(generation) for number, generation in numbers.items()}
                for name, numbers in known.pop("chunks").items()
            }
            return cls(**known, chunks=chunks)
        except FileNotFoundError:
            return cls()
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StoreError(f"{path}: {error}") from error

    def write(self, folder: Path) -> None:
        """Make this the state of the folder, at once or not at all."""
        draft = folder / f"{STATE}.new"
        with draft.open("w", encoding="utf-8") as file:
            json.dump({"format": FORMAT, **asdict(self)}, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(folder / STATE)
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """One state of the network, read."""

    state: State
    records: Records
    slots: NDArray[np.int64]  # of the counters' files, by row of Cells


class Store:
    """The files of one network. Any number of readers, one writer at a time, in any number of processes."""

    def __init__(self, folder: Path) -> None:
        """Raises StoreError where the folder can be neither read nor made."""
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{folder}: {error.strerror}") from error

    def generation(self) -> int:
        """Number of the current state."""
        return State.read(self.folder).generation

    def read(self, known: Snapshot | None = None) -> Snapshot:
        """The current state; tables of a `known` one that are still current are taken from it, the same objects.

        Raises StoreError for files that are missing or broken.
        """
        for attempt in range(3):
            state = State.read(self.folder)
            try:
                return self._read(state, known)
            except FileNotFoundError as error:
                if attempt == 2 or State.read(self.folder).generation == state.generation:
                    raise StoreError(f"{error.filename} is missing") from error
        raise AssertionError("unreachable")

    @contextmanager
    def writing(self, known: Snapshot | None = None) -> Iterator[Draft]:
        """A draft of the next state, current when the block ends well; `known` is reused where it still is current.

        Raises StoreError when another process keeps writing.
        """
        lock = FileLock(self.folder / ".lock", timeout=PATIENCE)
        try:
            lock.acquire()
        except Timeout as error:
            raise StoreError(f"{self.folder}: another process has been loading for {PATIENCE} s") from error
        try:
            if known is None or known.state.generation != self.generation():
                known = self.read(known)
            draft = Draft(self.folder, known)
            yield draft
            if draft.changed:
                draft.commit()
                self._clean(draft.state)
        finally:
            lock.release()

    def _read(self, state: State, known: Snapshot | None) -> Snapshot:
        columns: dict[str, _Table] = {}
        slots = np.empty(0, dtype=np.int64)
        if known is not None:
            same = [name for name in tables.TABLES if known.state.tables.get(name) == state.tables.get(name)]
            columns = {name: getattr(known.records, name) for name in same}
            slots = known.slots if "cells" in same else slots
        for name, file in state.tables.items():
            if name in columns:
                continue
            path = self.folder / "tables" / file
            try:
                columns[name], extra = tables.read(tables.TABLES[name], path)
            except FileNotFoundError as error:
                raise FileNotFoundError(error.errno, "missing", str(path)) from error
            except (KeyError, ValueError) as error:  # ArrowInvalid is a ValueError
                raise StoreError(f"{path}: {error}") from error
            if name == "cells":
                slots = extra["slot"]
        grid = CounterGrid(
            Chunks(self.folder / "counters", state.chunks),
            slots,
            step=state.step or STEP,
            first=state.first,
            end=state.end,
            names=tuple(state.chunks),
        )
        return Snapshot(state, Records(counters=grid, **columns), slots)  # type: ignore[arg-type]

    def _clean(self, state: State) -> None:
        """Remove files that no state names any more, those of killed loads among them, once nobody reads them."""
        chunks = Chunks(self.folder / "counters", state.chunks)
        named = {self.folder / "tables" / file for file in state.tables.values()}
        for name, numbers in state.chunks.items():
            named |= {chunks.path(name, number, generation) for number, generation in numbers.items()}
        for path in (*self.folder.glob("tables/*.parquet"), *self.folder.glob("counters/*/*.f32")):
            if path not in named and path.stat().st_mtime < time.time() - KEPT_FOR:
                path.unlink(missing_ok=True)


class Draft:
    """The next state while it is written: nobody else sees it before `commit`."""

    def __init__(self, folder: Path, known: Snapshot) -> None:
        self._folder, self._known = folder, known
        self._generation = known.state.generation + 1
        self._chunks = Chunks(folder / "counters", known.state.chunks, self._generation)
        self._tables = {name: getattr(known.records, name) for name in tables.TABLES}
        self._changed: set[str] = set()
        self._slots = known.slots
        self._newest = known.state.end * (known.state.step or STEP)
        self.state = known.state
        self._grid = self._new_grid(known.state.step or STEP, known.state.first, known.state.end)

    @property
    def changed(self) -> bool:
        """Whether there is anything to commit."""
        return bool(self._changed)

    def table(self, name: str) -> Any:
        """A table as it is by now."""
        return self._tables[name]

    def merge(self, name: str, new: _Table) -> Stored:
        """Put rows into a table, in the order in which they came; pointers to it are kept right."""
        merged = tables.merge(name, self._tables[name], new)
        if not merged.stored.accepted and not merged.stored.corrected:
            return merged.stored
        before = len(self._tables[name])
        self._tables[name] = merged.table
        self._changed.add(name)
        if not np.array_equal(merged.rows, np.arange(before)):
            self._repoint(name, merged.rows)
        if name == "cells":
            self._place_cells(merged.rows)
        return merged.stored

    @property
    def step(self) -> int | None:
        """Seconds of an interval; None as long as no counters came."""
        return self._grid.step if len(self._grid) else None

    @property
    def counters(self) -> CounterGrid:
        """The counters as they are by now."""
        return self._grid

    def put(
        self, rows: NDArray[Any], moments: Moments, samples: Mapping[str, NDArray[Any]], step: int | None = None
    ) -> Stored:
        """Put samples of counters (see `CounterGrid.put`); `step` counts where there are none so far."""
        if step is not None and step != self._grid.step:
            if len(self._grid):
                raise ValueError(f"step: intervals are of {self._grid.step} s, not of {step} s")
            self._grid = self._new_grid(step, 0, 0)
        stored = self._grid.put(rows, moments, samples, self._newest)
        if stored.accepted or stored.corrected:
            self._changed.add("counters")
        return stored

    def commit(self) -> None:
        """Write what has changed, and make it the current state."""
        folder = self._folder / "tables"
        folder.mkdir(exist_ok=True)
        files = dict(self._known.state.tables)
        for name in self._changed - {"counters"}:
            files[name] = f"{name}-{self._generation}.parquet"
            tables.write(self._tables[name], folder / files[name], {"slot": self._slots} if name == "cells" else None)
        self._grid.flush()
        grid = self._grid
        self.state = State(
            self._generation,
            files,
            grid.step if len(grid) else None,
            grid.start // grid.step,
            grid.end // grid.step,
            self._chunks.generations,
        )
        self.state.write(self._folder)

    def snapshot(self) -> Snapshot:
        """What has been committed, for readers."""
        grid = self._grid
        reader = CounterGrid(
            Chunks(self._folder / "counters", self.state.chunks),
            self._slots,
            step=grid.step,
            first=self.state.first,
            end=self.state.end,
            names=tuple(self.state.chunks),
        )
        return Snapshot(self.state, replace(self._known.records, counters=reader, **self._tables), self._slots)

    def _new_grid(self, step: int, first: int, end: int) -> CounterGrid:
        names = tuple(self._chunks.generations)
        return CounterGrid(self._chunks, self._slots, step=step, first=first, end=end, names=names)

    def _repoint(self, target: str, rows: NDArray[np.int32]) -> None:
        for name, pointers in tables.POINTERS.items():
            if target in pointers.values() and len(self._tables[name]):
                self._tables[name] = tables.repoint(name, self._tables[name], {target: rows})
                self._changed.add(name)

    def _place_cells(self, rows: NDArray[np.int32]) -> None:
        """Cells keep their slots; new ones get the next."""
        slots = np.full(len(self._tables["cells"]), -1, dtype=np.int64)
        slots[rows] = self._slots
        new = slots < 0
        slots[new] = np.arange(int(new.sum())) + len(self._slots)
        self._slots = slots
        grid = self._grid
        self._grid = self._new_grid(grid.step, grid.start // grid.step, grid.end // grid.step)
