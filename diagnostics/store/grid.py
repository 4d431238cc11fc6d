"""Performance counters of cells on a grid of intervals, where every sample, late or early, has its slot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from diagnostics.records import Floats, Moments
from diagnostics.store.chunks import INTERVALS, Chunks, as_bits, as_floats

STEP = 900  # seconds: the granularity period that 3GPP TS 32.401 names first


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of samples: new, the same again, another value for a slot, and new but before the newest known."""

    accepted: int = 0
    duplicates: int = 0
    corrected: int = 0
    late: int = 0

    def __add__(self, other: Stored) -> Stored:
        return Stored(
            self.accepted + other.accepted,
            self.duplicates + other.duplicates,
            self.corrected + other.corrected,
            self.late + other.late,
        )


class CounterGrid:
    """Counters (see `records.Counters`) in a folder or in memory: float32, [cell][interval], chunked by intervals.

    Rows of Cells are mapped to slots of the files, which are given in the order in which cells came.
    """

    def __init__(
        self,
        chunks: Chunks,
        slots: NDArray[np.int64],
        *,
        step: int = STEP,
        first: int = 0,
        end: int = 0,
        names: tuple[str, ...] = (),
    ) -> None:
        """`slots`: the slot of each row of Cells; `first` and `end`: intervals, counted from 1970."""
        if step <= 0:
            raise ValueError(f"step: {step} is not a number of seconds above 0")
        self._chunks, self._slots, self._first, self._end = chunks, slots, first, end
        self._capacity = int(slots.max()) + 1 if len(slots) else 0
        self._identity = bool(np.array_equal(slots, np.arange(len(slots))))
        self.names, self.step, self.start = names, step, first * step

    @classmethod
    def in_memory(
        cls,
        samples: Mapping[str, NDArray[Any]] | None = None,
        *,
        start: int = 0,
        step: int = STEP,
        cells: int | None = None,
    ) -> Self:
        """A grid without files: `samples` by counter, each of shape (cells, intervals), the first interval at `start`.

        Raises ValueError when `start` is not a multiple of `step`, or the shapes differ.
        """
        shapes = {np.shape(values) for values in (samples or {}).values()}
        if len(shapes) > 1 or any(len(shape) != 2 for shape in shapes) or start % step:
            raise ValueError(
                f"samples: of one shape (cells, intervals), from a multiple of {step} s on: {shapes}, {start}"
            )
        rows, intervals = next(iter(shapes), (cells or 0, 0))
        grid = cls(Chunks(None), np.arange(rows if cells is None else cells), step=step)
        grid.start, grid._first, grid._end = start, start // step, start // step + intervals
        grid.names = tuple(samples or ())
        for name, values in (samples or {}).items():
            grid._put_block(name, np.asarray(values, dtype=np.float32))
        return grid

    # Reading

    @property
    def end(self) -> int:
        """Second at which the last interval is over; `start` where there is none."""
        return self._end * self.step

    @property
    def cells(self) -> int:
        """How many rows of Cells it covers."""
        return len(self._slots)

    def __len__(self) -> int:
        return self._end - self._first

    def last(self, at: int) -> int:
        """The last interval that is over at this second; -1 where there is none."""
        return int(max(min(at // self.step - self._first, len(self)) - 1, -1))

    def window(self, name: str, cells: NDArray[Any] | slice, first: int, end: int) -> Floats:
        """Values of intervals `first` to `end` (exclusive), shape (cells, end - first); NaN where no sample came, also
        outside of the grid, for a name that no feed has brought, and for a row of -1."""
        rows = np.arange(len(self._slots))[cells] if isinstance(cells, slice) else np.asarray(cells)
        if rows.dtype == np.bool_:
            rows = np.flatnonzero(rows)
        values: Floats = np.full((len(rows), max(end - first, 0)), np.nan, dtype=np.float32)
        low, high = max(first, 0), min(end, len(self))
        if name not in self.names or low >= high or not len(rows):
            return values
        whole = self._identity and isinstance(cells, slice) and cells == slice(None)
        known = None if whole or rows.min() >= 0 else rows >= 0
        slots = self._slots[rows if known is None else rows[known]]
        begin, stop = low + self._first, high + self._first
        for number in range(begin // INTERVALS, (stop - 1) // INTERVALS + 1):
            bits = self._chunks.get(name, number)
            if bits is None:
                continue
            a, b = max(begin, number * INTERVALS), min(stop, (number + 1) * INTERVALS)
            within = slice(a - number * INTERVALS, b - number * INTERVALS)
            read = _read(bits, slots, within, whole=whole)
            target = slice(a - self._first - first, b - self._first - first)
            if known is None:
                values[:, target] = read
            else:
                values[known, target] = read
            self._chunks.touched(len(slots))
        return values

    def latest(self, name: str, at: int) -> Floats:
        """The newest whole interval of all cells at a second; NaN where no sample came. Shape (cells,)."""
        interval = self.last(at)
        return self.window(name, slice(None), interval, interval + 1)[:, 0]

    # Writing

    def put(self, rows: NDArray[Any], moments: Moments, samples: Mapping[str, NDArray[Any]], newest: int = 0) -> Stored:
        """Write samples of rows of Cells at the beginnings of intervals; NaN: no sample.

        Of several samples for a slot the last one wins. `newest` is the end (a second) of what was known before the
        load; earlier new samples count as late. One writer at a time. Shapes (n,), and (n,) for each counter.
        """
        rows, moments = np.asarray(rows), np.asarray(moments, dtype=np.int64)
        if not len(rows):
            return Stored()
        slots, intervals = self._slots[rows], moments // self.step
        key = slots * np.int64(2**31) + intervals
        repeated = bool((np.diff(np.sort(key)) == 0).any())
        numbers = intervals // INTERVALS
        chunks = np.unique(numbers)
        late = intervals < newest // self.step
        done = Stored()
        any_there = np.zeros(len(rows), dtype=np.bool_)
        for name, values in samples.items():
            values = np.asarray(values, dtype=np.float32) + np.float32(0)  # so that -0 is 0
            there = ~np.isnan(values)
            any_there |= there
            for number in chunks.tolist():
                chosen = np.flatnonzero(there & (numbers == number)) if len(chunks) > 1 else np.flatnonzero(there)
                if not len(chosen):
                    continue
                bits = self._chunks.writable(name, number, self._capacity).reshape(-1)
                places = slots[chosen] * INTERVALS + (intervals[chosen] - number * INTERVALS)
                write = _write_repeated if repeated else _write
                done += write(bits, places, as_bits(values[chosen]), late[chosen])
                self._chunks.wrote(len(chosen))
        if not any_there.any():
            return done
        low, high = int(intervals[any_there].min()), int(intervals[any_there].max()) + 1
        self._first, self._end = (low, high) if not len(self) else (min(self._first, low), max(self._end, high))
        self.start = self._first * self.step
        self.names += tuple(name for name in samples if name not in self.names)
        return done

    def flush(self) -> None:
        """Wait until what was written is on the disk, and let go of its pages."""
        self._chunks.flush()
        self._chunks.release()

    def _put_block(self, name: str, values: Floats) -> None:
        for number in range(self._first // INTERVALS, (self._end - 1) // INTERVALS + 1):
            a, b = max(self._first, number * INTERVALS), min(self._end, (number + 1) * INTERVALS)
            part = values[:, a - self._first : b - self._first]
            bits = self._chunks.writable(name, number, self._capacity)
            bits[:, a - number * INTERVALS : b - number * INTERVALS] = np.where(np.isnan(part), 0, as_bits(part))


def _read(bits: NDArray[np.int32], slots: NDArray[np.int64], within: slice, *, whole: bool) -> Floats:
    if len(slots) and slots[-1 if whole else slots.argmax()] < len(bits):
        return as_floats(bits[: len(slots), within] if whole else bits[slots, within])
    read: Floats = np.full((len(slots), within.stop - within.start), np.nan, dtype=np.float32)
    written = slots < len(bits)  # the others are cells that came after the last sample of this chunk
    read[written] = as_floats(bits[slots[written], within])
    return read


def _write(
    bits: NDArray[np.int32], places: NDArray[np.int64], new: NDArray[np.int32], late: NDArray[np.bool_]
) -> Stored:
    """Each place once."""
    old = bits[places]
    bits[places] = new
    free, same = old == 0, old == new
    accepted, duplicates = int(free.sum()), int(same.sum())
    return Stored(accepted, duplicates, len(places) - accepted - duplicates, int((free & late).sum()))


def _write_repeated(
    bits: NDArray[np.int32], places: NDArray[np.int64], new: NDArray[np.int32], late: NDArray[np.bool_]
) -> Stored:
    """Places that come more than once: each sample is compared with the one before it, and the last one stays."""
    order = np.argsort(places, kind="stable")
    places, new, late = places[order], new[order], late[order]
    again = np.zeros(len(places), dtype=np.bool_)
    again[1:] = places[1:] == places[:-1]
    old = bits[places]
    old[again] = new[np.flatnonzero(again) - 1]
    last = np.append(~again[1:], True)
    bits[places[last]] = new[last]
    free, same = old == 0, old == new
    accepted, duplicates = int(free.sum()), int(same.sum())
    return Stored(accepted, duplicates, len(places) - accepted - duplicates, int((free & late).sum()))
