"""The dense index: unit vectors in an append-only file, searched exactly by FAISS while few, by IVF-SQ8 when many."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import Vectors

# Up to here exact search costs less than the embedding of the query: 20,000 × 384 takes about 2 ms on one core.
EXACT_UP_TO = 20_000
# Measured on 100,000 generated passages: of the 100 nearest, 32 probes find .90 in 0.2 ms, 64 find .95 in 0.3 ms, 128 .98 in 0.6 ms.
PROBES = 64
# Inverted lists, for n vectors; FAISS's own guideline is 4·√n to 16·√n.
LISTS_PER_ROOT = 4


@dataclass(frozen=True, slots=True)
class DenseHits:
    """Passage numbers and their cosine to the query, best first."""

    numbers: NDArray[np.int64]
    scores: NDArray[np.float32]


class VectorFile:
    """Float32 rows one after the other; row n belongs to passage n. How many count is the store's word."""

    def __init__(self, path: Path, dimension: int) -> None:
        self._path, self._dimension = path, dimension

    def append(self, vectors: Vectors, first: int) -> None:
        """Write rows from number `first` on and flush them to disk; what an interrupted writer left there is cut off."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("r+b" if self._path.exists() else "w+b") as file:
            file.truncate(first * self._dimension * 4)
            file.seek(0, os.SEEK_END)
            file.write(np.ascontiguousarray(vectors, dtype="<f4").tobytes())
            file.flush()
            os.fsync(file.fileno())

    def rows(self, count: int) -> Vectors:
        """The first `count` rows, memory-mapped."""
        shape = (count, self._dimension)
        if count == 0:
            return np.empty(shape, dtype=np.float32)
        # A plain array of the mapped memory: every slice of a memmap costs microseconds of bookkeeping.
        return np.asarray(np.memmap(self._path, dtype="<f4", mode="r", shape=shape))


class DenseIndex:
    """What one reader searches: a memory-mapped IVF-SQ8 file for the first rows, if there is one, and the rest exactly."""

    def __init__(self, vectors: Vectors, bulk_path: Path) -> None:
        # A query is too short to share out; threads that wait for the next one would only spin.
        faiss.omp_set_num_threads(1)
        self._vectors = vectors
        self._bulk = _open_bulk(bulk_path, len(vectors), vectors.shape[1])
        self._tail = faiss.IndexFlatIP(vectors.shape[1])
        self._tail.add(np.ascontiguousarray(vectors[self._bulk_size :]))

    @property
    def _bulk_size(self) -> int:
        return int(self._bulk.ntotal) if self._bulk is not None else 0

    def search(self, query: Vectors, k: int, allowed: NDArray[np.bool_] | None = None) -> DenseHits:
        """The k passages nearest to the query vector (384,) among the allowed ones; cosines are exact in both ways."""
        k = min(k, len(self._vectors))
        if k == 0:
            return DenseHits(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32))
        parts = []
        bulk_size = self._bulk_size
        row = query.reshape(1, -1)
        if self._bulk is not None:
            settings: Any = faiss.SearchParametersIVF()
            settings.nprobe = PROBES
            keep = _selector(allowed, 0, bulk_size)
            if keep is not None:
                settings.sel = keep
            _, found = self._bulk.search(row, k, params=settings)
            parts.append(found[0])
        if self._tail.ntotal:
            flat = faiss.SearchParameters()
            keep = _selector(allowed, bulk_size, len(self._vectors))
            if keep is not None:
                flat.sel = keep
            _, found = self._tail.search(row, min(k, self._tail.ntotal), params=flat)
            parts.append(np.where(found[0] >= 0, found[0] + bulk_size, -1))
        numbers = np.concatenate(parts)
        numbers = numbers[numbers >= 0].astype(np.int64)
        scores = self.scores(query, numbers)
        order = np.argsort(-scores, kind="stable")[:k]
        return DenseHits(numbers[order], scores[order])

    def scores(self, query: Vectors, numbers: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float32]:
        """The exact cosine of each of these passages to the query."""
        return np.asarray(self.vectors(numbers) @ query, dtype=np.float32)

    def vectors(self, numbers: Sequence[int] | NDArray[np.int64]) -> Vectors:
        """The rows of these passages, shape (len(numbers), dimension)."""
        return np.asarray(self._vectors[np.asarray(numbers, dtype=np.int64)])


def bulk_is_due(path: Path, count: int) -> bool:
    """Is it time to (re)build the IVF file: more than EXACT_UP_TO rows are outside of it?"""
    return count - _bulk_rows(path) > EXACT_UP_TO


def build_bulk(path: Path, vectors: Vectors) -> None:
    """Put all rows into the IVF-SQ8 file; train anew only when they have doubled since the last training.

    The file is replaced in one rename, so that a reader has the old one or the new one, and never half of one.
    """
    index = faiss.read_index(str(path)) if path.exists() else None
    if index is None or len(vectors) > 2 * _trained_on(index) or index.ntotal > len(vectors):
        lists = max(1, round(LISTS_PER_ROOT * math.sqrt(len(vectors))))
        index = faiss.index_factory(vectors.shape[1], f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
        generator = np.random.default_rng(0)
        faiss.omp_set_num_threads(os.cpu_count() or 1)
        sample = min(len(vectors), 64 * lists)
        index.train(np.ascontiguousarray(vectors[np.sort(generator.permutation(len(vectors))[:sample])]))
    for first in range(int(index.ntotal), len(vectors), 65_536):
        index.add(np.ascontiguousarray(vectors[first : first + 65_536]))
    faiss.omp_set_num_threads(1)
    scratch = path.with_suffix(".new")
    faiss.write_index(index, str(scratch))
    os.replace(scratch, path)


def _trained_on(index: Any) -> float:
    return (int(index.nlist) / LISTS_PER_ROOT) ** 2


def _bulk_rows(path: Path) -> int:
    return int(faiss.read_index(str(path), faiss.IO_FLAG_MMAP).ntotal) if path.exists() else 0


def _open_bulk(path: Path, count: int, dimension: int) -> faiss.Index | None:
    """The IVF file, mapped; None if there is none, or it holds rows that the store has not committed."""
    if not path.exists():
        return None
    index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP)
    if index.ntotal > count or index.d != dimension:
        return None
    # Threads that read lists ahead are for a disk: the file is in memory after its first use, and they cost 8 times the search.
    lists: Any = faiss.downcast_InvertedLists(cast(Any, index).invlists)  # the stub knows what all indexes have
    lists.prefetch_nthread = 0
    return index


def _selector(allowed: NDArray[np.bool_] | None, first: int, end: int) -> Any:
    """FAISS's selector of the allowed ids among rows `first` to `end`; None where all are."""
    if allowed is None:
        return None
    bits = np.packbits(allowed[first:end], bitorder="little")
    make: Any = faiss.IDSelectorBitmap  # the stub knows the C++ signature only
    return make(bits)
