"""The bytes of the counters: one sparse file a counter and chunk of intervals, in which a hole reads as no sample.

A file that a state of the store names is never written again: a load writes copies under its own generation, which the
next state names. So a reader sees one state, and a load that is killed leaves nothing but files that nobody names.
"""

from __future__ import annotations

import mmap
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from diagnostics.store.errors import StoreMovedError

Bits = NDArray[np.int32]
Generations = Mapping[str, Mapping[int, int]]  # of each counter's chunks, by number

# Intervals of a chunk: 512 bytes a cell and chunk, eight cells to a page of memory. Longer chunks make the history of one
# cell a little faster to read, and the copy larger that the newest interval needs.
INTERVALS = 128
# The bit pattern of NaN is stored as zero, so that what was never written, a hole in a sparse file, is NaN.
NAN_BITS = np.int32(0x7FC00000)
# Pages that reads have touched count as resident; beyond about this much they are given back to the page cache.
TOUCHED_BYTES = 256 * 2**20
# While a load writes: to give them back costs page faults, and more are written at once.
WRITTEN_BYTES = 768 * 2**20
_BYTES_TOUCHED_BY_A_READ = 64 * 2**10  # the kernel maps the pages around a fault
_FREE_BYTES = 256 * 2**20
_MAPPED_FILES = 400  # each holds a file descriptor, of which a process has often but 1,024


class Chunks:
    """Chunks of counters by name and number, each an array of bits of shape (slots, INTERVALS), on disk or in memory."""

    def __init__(self, folder: Path | None, generations: Generations | None = None, generation: int = 0) -> None:
        """`generations` are the files of the state that is read; `generation` is that of the files that are written."""
        self._folder, self._generation = folder, generation
        self._generations = {name: dict(numbers) for name, numbers in (generations or {}).items()}
        self._arrays: dict[tuple[str, int], Bits] = {}
        self._maps: dict[tuple[str, int], mmap.mmap] = {}
        self._touched = 0

    @property
    def generations(self) -> dict[str, dict[int, int]]:
        """The files, those written included."""
        return {name: dict(numbers) for name, numbers in self._generations.items()}

    def path(self, name: str, number: int, generation: int) -> Path:
        """The file of a chunk."""
        if self._folder is None:
            raise ValueError("these chunks are in memory")
        return self._folder / quote(name, safe="") / f"{number}-{generation}.f32"

    def get(self, name: str, number: int) -> Bits | None:
        """The chunk for reading, shape (slots, INTERVALS); None where nothing was written."""
        array = self._arrays.get((name, number))
        if array is not None or self._folder is None:
            return array
        generation = self._generations.get(name, {}).get(number)
        return None if generation is None else self._map(name, number, self.path(name, number, generation), write=False)

    def writable(self, name: str, number: int, slots: int) -> Bits:
        """The chunk for writing, made or made larger where it has to be. Raises OSError when the disk is nearly full."""
        array = self._arrays.get((name, number))
        if array is not None and len(array) >= slots and array.flags.writeable:
            return array
        if self._folder is None:
            return self._grow(name, number, slots)
        path, size = self.path(name, number, self._generation), slots * INTERVALS * 4
        path.parent.mkdir(parents=True, exist_ok=True)
        # A write into a mapped file on a full disk ends the process, so it is looked at first.
        if shutil.disk_usage(path.parent).free < _FREE_BYTES + size:
            raise OSError(f"{path}: less than {(_FREE_BYTES + size) >> 20} MB are left on the disk")
        before = self._generations.setdefault(name, {}).get(number)
        if before is None:
            path.write_bytes(b"")
        elif before != self._generation:
            shutil.copyfile(self.path(name, number, before), path)
        os.truncate(path, max(size, path.stat().st_size))
        self._generations[name][number] = self._generation
        return self._map(name, number, path, write=True)

    def touched(self, reads: int) -> None:
        """Count reads of one cell's samples, and let go of resident pages when they have become many."""
        self._touched += reads * _BYTES_TOUCHED_BY_A_READ
        if self._touched > TOUCHED_BYTES:
            self.release()

    def wrote(self, samples: int) -> None:
        """Count samples written to as many rows of chunks, and let go of resident pages when they have become many."""
        self._touched += samples * INTERVALS * 4
        if self._touched > WRITTEN_BYTES:
            self.release()

    def release(self) -> None:
        """Give the resident pages back to the page cache, written ones too: they are the system's to write out."""
        self._touched = 0
        for mapped in list(self._maps.values()):
            if hasattr(mmap, "MADV_DONTNEED"):
                mapped.madvise(mmap.MADV_DONTNEED)

    def flush(self) -> None:
        """Wait until what was written is on the disk."""
        for key, array in list(self._arrays.items()):
            if key in self._maps and array.flags.writeable:
                self._maps[key].flush()

    def _map(self, name: str, number: int, path: Path, *, write: bool) -> Bits:
        key = (name, number)
        if len(self._maps) >= _MAPPED_FILES and not write:
            for old in [key for key, array in list(self._arrays.items()) if not array.flags.writeable][:50]:
                self._arrays.pop(old, None)
                self._maps.pop(old, None)
        try:
            with path.open("r+b" if write else "rb") as file:
                mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_WRITE if write else mmap.ACCESS_READ)
        except FileNotFoundError as error:
            raise StoreMovedError(f"{path} is gone: open the store again") from error
        array: Bits = np.frombuffer(mapped, dtype="<i4").reshape(-1, INTERVALS)
        self._arrays[key], self._maps[key] = array, mapped
        return array

    def _grow(self, name: str, number: int, slots: int) -> Bits:
        array = self._arrays.get((name, number))
        if array is None or len(array) < slots:
            larger: Bits = np.zeros((slots, INTERVALS), dtype=np.int32)
            if array is not None:
                larger[: len(array)] = array
            self._arrays[name, number] = array = larger
        return array


def as_floats(bits: NDArray[Any]) -> NDArray[np.float32]:
    """Samples of stored bits; NaN where there is none."""
    samples: NDArray[np.float32] = np.bitwise_xor(bits, NAN_BITS).view(np.float32)
    return samples


def as_bits(samples: NDArray[np.float32]) -> Bits:
    """What is stored for samples; none of them NaN."""
    return np.bitwise_xor(np.ascontiguousarray(samples, dtype=np.float32).view(np.int32), NAN_BITS)
