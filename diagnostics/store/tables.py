"""Tables as Parquet files, and new rows merged into what is known: the last delivery wins."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from diagnostics import records
from diagnostics.records import STILL, Alarms, Records, Severity, _Table
from diagnostics.store.grid import Stored

T = TypeVar("T", bound=_Table)

# What makes two rows of a table the same thing, in the order by which the table is sorted.
KEYS: Mapping[str, tuple[str, ...]] = {
    "cells": ("id",),
    "devices": ("model",),
    "onts": ("id",),
    "lines": ("msisdn",),
    "serving_cells": ("line", "at"),
    "subscriptions": ("line", "at"),
    "rejects": ("line", "at", "layer", "cause"),
    "cell_restrictions": ("cell", "at"),
    "ont_states": ("ont", "at"),
    "alarms": ("raised_at", "id"),
    "planned_works": ("start", "id"),
    "complaints": ("at", "line", "latitude", "longitude", "words"),
    "measurements": ("at", "latitude", "longitude", "cell"),
    "speed_tiles": ("quadkey", "technology", "at"),
}
IDS = {"alarms": ("id",), "planned_works": ("id",)}  # one row an id, though the table is sorted otherwise
# Columns that are rows of another table.
POINTERS: Mapping[str, Mapping[str, str]] = {
    "lines": {"device": "devices", "ont": "onts"},
    "serving_cells": {"line": "lines", "cell": "cells"},
    "subscriptions": {"line": "lines"},
    "rejects": {"line": "lines"},
    "cell_restrictions": {"cell": "cells"},
    "ont_states": {"ont": "onts"},
    "complaints": {"line": "lines"},
    "measurements": {"cell": "cells"},
}


def _classes() -> dict[str, type[_Table]]:
    return {column.name: getattr(records, str(column.type)) for column in fields(Records) if column.name != "counters"}


TABLES: Mapping[str, type[_Table]] = _classes()


@dataclass(frozen=True, slots=True, eq=False)
class Merged:
    """A table with new rows in it, and where the old rows are now."""

    table: _Table
    stored: Stored
    rows: NDArray[np.int32]  # of the table as it is now, for each row it had


def merge(name: str, old: _Table, new: _Table) -> Merged:
    """New rows, in the order in which they came, put into a table: of rows of one key the last one stays."""
    both = concatenate(old, new)
    if not len(both):
        return Merged(both, Stored(), np.empty(0, dtype=np.int32))
    group = _groups(both, IDS.get(name, KEYS[name]))
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.append(True, np.diff(group[order]) != 0))
    first, last = order[starts], order[np.append(starts[1:], len(order)) - 1]
    stored = _count(len(old), both, order, starts)
    if isinstance(both, Alarms):
        both = _still_cleared(both, order, starts, last)
    # Rows of devices are not sorted, so that they keep their numbers.
    sorted_by = (first,) if name == "devices" else tuple(getattr(both, key)[last] for key in reversed(KEYS[name]))
    place = np.lexsort(sorted_by)
    row_of_group = np.empty(len(place), dtype=np.int32)
    row_of_group[place] = np.arange(len(place), dtype=np.int32)
    return Merged(both.take(last[place]), stored, row_of_group[group[: len(old)]])


def concatenate(first: T, *others: _Table) -> T:
    """The rows of tables of one class, one after another."""
    tables = (first, *others)
    columns = {name: np.concatenate([getattr(table, name) for table in tables]) for name in first.types()}
    return type(first)(**columns)


def repoint(name: str, table: T, changed: Mapping[str, NDArray[np.int32]]) -> T:
    """The table with its pointers to tables whose rows have moved, `changed`, set right."""
    columns = {column: getattr(table, column) for column in table.types()}
    for column, target in POINTERS.get(name, {}).items():
        if target in changed:
            moved = np.append(changed[target], np.int32(-1))  # -1, none, stays -1
            columns[column] = moved[columns[column]]
    return type(table)(**columns)


def write(table: _Table, path: Path, extra: Mapping[str, NDArray[Any]] | None = None) -> None:
    """Write a table as Parquet, and wait until it is on the disk."""
    columns = {name: getattr(table, name) for name in table.types()} | dict(extra or {})
    arrow = pa.table({name: pa.array(_texts(values)) for name, values in columns.items()})
    with path.open("wb") as file:
        pq.write_table(arrow, file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())


def read(kind: type[T], path: Path) -> tuple[T, dict[str, NDArray[Any]]]:
    """A table and its extra columns. Raises OSError and pyarrow.ArrowInvalid for what is no such file."""
    arrow = pq.read_table(path, memory_map=True)
    types = kind.types()
    columns = {name: _column(arrow[name], types.get(name)) for name in arrow.column_names}
    return kind(**{name: columns.pop(name) for name in types}), columns


def text_array(values: pa.Array | pa.ChunkedArray) -> NDArray[np.str_]:
    """Texts as NumPy keeps them, by way of their distinct ones."""
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    if not len(values):
        return np.empty(0, dtype="U1")
    coded = values if isinstance(values, pa.DictionaryArray) else values.dictionary_encode()
    distinct = np.array([*(text or "" for text in coded.dictionary.to_pylist()), ""], dtype=np.str_)
    codes = coded.indices.fill_null(len(distinct) - 1).to_numpy(zero_copy_only=False)
    taken: NDArray[np.str_] = distinct[codes]
    return taken if taken.dtype.itemsize else taken.astype("U1")


def _texts(values: NDArray[Any]) -> Any:
    if values.dtype.kind != "U":
        return values
    distinct, codes = np.unique(values, return_inverse=True)
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(distinct.tolist(), pa.string()))


def _column(values: pa.ChunkedArray, kind: str | None) -> NDArray[Any]:
    if pa.types.is_dictionary(values.type) or pa.types.is_string(values.type):
        return text_array(values)
    array = values.to_numpy()
    return np.ascontiguousarray(array if kind is None else array.astype(kind, copy=False))


def _groups(table: _Table, keys: tuple[str, ...]) -> NDArray[np.int64]:
    """A number for each row, from 0 on without gaps: the same for rows of one key."""
    group = np.zeros(len(table), dtype=np.int64)
    for place, key in enumerate(keys):
        codes = np.unique(getattr(table, key), return_inverse=True)[1]  # NaN are one
        group = codes.astype(np.int64) if not place else group * (int(codes.max()) + 1) + codes
        if place:
            group = np.unique(group, return_inverse=True)[1].astype(np.int64)
    return group


def _count(known: int, both: _Table, order: NDArray[np.int64], starts: NDArray[np.int64]) -> Stored:
    """What became of the rows from `known` on, each against the one of its key that came before it; `order` is by key."""
    leads = np.zeros(len(order), dtype=np.bool_)
    leads[starts] = True
    is_new = order >= known
    first_of_key = order[leads & is_new]
    again = np.flatnonzero(~leads & is_new)
    later, before = order[again], order[again - 1]
    same = np.ones(len(again), dtype=np.bool_)
    for name in both.types():
        column = getattr(both, name)
        equal = column[later] == column[before]
        if column.dtype.kind == "f":
            equal |= np.isnan(column[later]) & np.isnan(column[before])
        same &= equal
    moments: NDArray[Any] | None = getattr(both, "at", None)
    newest = moments[:known].max(initial=0) if moments is not None else 0
    late = int((moments[first_of_key] < newest).sum()) if moments is not None else 0
    return Stored(len(first_of_key), int(same.sum()), int((~same).sum()), late)


def _still_cleared(
    alarms: Alarms, order: NDArray[np.int64], starts: NDArray[np.int64], last: NDArray[np.int64]
) -> Alarms:
    """A raise that is delivered after its own clearance does not make the alarm active again, and a clearance, which has no
    severity of its own, leaves that of the alarm."""
    cleared = np.where(alarms.cleared_at == STILL, -1, alarms.cleared_at)
    latest = np.maximum.reduceat(cleared[order], starts)
    again = (alarms.cleared_at[last] == STILL) & (latest >= alarms.raised_at[last])
    cleared_at, severity = alarms.cleared_at.copy(), alarms.severity.copy()
    cleared_at[last[again]] = latest[again]
    worst = np.minimum.reduceat(severity[order], starts)
    bare = (severity[last] == Severity.INDETERMINATE) & (cleared_at[last] != STILL)
    severity[last[bare]] = worst[bare]
    return replace(alarms, cleared_at=cleared_at, severity=severity)
