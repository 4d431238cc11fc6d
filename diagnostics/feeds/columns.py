"""Values of columns: from what a file has, text or typed, to NumPy, with a mask and a reason for what makes no sense."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, IntFlag
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from diagnostics.store.tables import text_array

Mask = NDArray[np.bool_]
EARLIEST, LATEST = 946_684_800, 4_102_444_800  # 2000 and 2100: a clock that says otherwise is wrong
_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
_FLAGS = {"0": 0, "1": 1, "false": 0, "true": 1, "no": 0, "yes": 1}


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """A column's values; what is `missing` has its stand-in there. `wrong` are masks with what is the matter."""

    values: NDArray[Any]
    missing: Mask
    wrong: Sequence[tuple[Mask, str]] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What a reader needs to know of the network: the `ids` that pointers are resolved by, in the order of their tables, and
    the `step` of its counters, where it has any."""

    ids: Mapping[str, pa.Array] = field(default_factory=dict)
    step: int | None = None


Parse = Callable[[pa.Array, Known], Values]


def number(low: float, high: float, unit: str) -> Parse:
    """A number within limits; NaN where it is missing."""
    name = f" {unit}" if unit else ""

    def parse(column: pa.Array, _: Known) -> Values:
        values, missing, unreadable = numbers(column)
        with np.errstate(invalid="ignore"):
            beyond = (values < low) | (values > high)
        values[beyond | unreadable] = np.nan
        return Values(
            values, missing, ((unreadable, "is no number"), (beyond, f"is not{name} from {low:g} to {high:g}"))
        )

    return parse


def numbers(column: pa.Array) -> tuple[NDArray[np.float64], Mask, Mask]:
    """Numbers, NaN where missing or unreadable; and the masks of both."""
    kind = column.type
    if pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_boolean(kind) or pa.types.is_null(kind):
        cast = column.cast(pa.float64())
        values = np.array(cast.to_numpy(zero_copy_only=False), dtype=np.float64)
        return values, np.isnan(values), np.zeros(len(values), dtype=np.bool_)
    text = _stripped(column)
    missing = _is_missing(text)
    try:
        cast, unreadable = _without(text, missing).cast(pa.float64()), np.zeros(len(text), dtype=np.bool_)
    except pa.ArrowInvalid:
        fits = pc.match_substring_regex(text, _NUMBER).fill_null(False).to_numpy(zero_copy_only=False)
        unreadable = ~fits & ~missing
        cast = _without(text, missing | unreadable).cast(pa.float64())
    return np.array(cast.to_numpy(zero_copy_only=False), dtype=np.float64), missing, unreadable


def whole(low: int, high: int, prefix: str = "") -> Parse:
    """A whole number within limits, after an optional `prefix` of letters; -1 where it is missing."""

    def parse(column: pa.Array, _: Known) -> Values:
        if pa.types.is_integer(column.type):
            missing = column.is_null().to_numpy(zero_copy_only=False)
            values = column.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
            unreadable = np.zeros(len(values), dtype=np.bool_)
        elif pa.types.is_floating(column.type):
            plain, missing, _wrong = numbers(column)
            unreadable = ~missing & ((plain != np.round(plain)) | (np.abs(plain) > 2**53))
            values = np.where(missing | unreadable, -1, plain).astype(np.int64)
        else:
            text = _stripped(column)
            missing = _is_missing(text)
            text = pc.replace_substring_regex(text, f"^{prefix}", "") if prefix else text
            fits = pc.match_substring_regex(text, r"^\d{1,18}$").fill_null(False).to_numpy(zero_copy_only=False)
            unreadable = ~fits & ~missing
            values = _without(text, ~fits).cast(pa.int64()).fill_null(-1).to_numpy(zero_copy_only=False)
        beyond = ~missing & ~unreadable & ((values < low) | (values > high))
        values = np.where(beyond, -1, values)
        reasons = ((unreadable, "is no whole number"), (beyond, f"is not from {low} to {high}"))
        return Values(values, missing, reasons)

    return parse


def digits(column: pa.Array, _: Known) -> Values:
    """An E.164 or E.212 number: 5 to 15 digits, a plus sign, blanks, hyphens and parentheses aside; -1 where missing."""
    if not pa.types.is_integer(column.type) and not pa.types.is_floating(column.type):
        column = pc.replace_substring_regex(_stripped(column), r"^\+|[ ()-]", "")
    found = whole(0, 10**18)(column, Known())
    wrong = ~found.missing & ((found.values < 10**4) | (found.values >= 10**15))
    return Values(np.where(wrong, -1, found.values), found.missing, ((wrong, "is no number of 5 to 15 digits"),))


def moment(column: pa.Array, _: Known) -> Values:
    """Seconds since 1970 UTC from ISO 8601 with its zone, or from epoch seconds; 0 where missing."""
    values, missing, zoneless, unreadable = _moments(column)
    fine = ~(missing | zoneless | unreadable)
    milliseconds = fine & (values > 10**11)
    beyond = fine & ~milliseconds & ((values < EARLIEST) | (values >= LATEST))
    return Values(
        np.where(fine & ~milliseconds & ~beyond, values, 0),
        missing,
        (
            (zoneless, "says no zone (Z or an offset such as +05:30)"),
            (unreadable, "is no time in ISO 8601 or epoch seconds"),
            (milliseconds, "is not in seconds (milliseconds?)"),
            (beyond, "is before 2000 or after 2099: a wrong clock"),
        ),
    )


def _moments(column: pa.Array) -> tuple[NDArray[np.int64], Mask, Mask, Mask]:
    kind, none = column.type, np.zeros(len(column), dtype=np.bool_)
    if pa.types.is_timestamp(kind):
        missing = column.is_null().to_numpy(zero_copy_only=False)
        ticks = column.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
        seconds = ticks // {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[kind.unit]
        return seconds, missing, ~missing if kind.tz is None else none, none
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        values, missing, unreadable = numbers(column)
        unreadable |= np.abs(values) > 2**62
        return np.where(missing | unreadable, 0, values).astype(np.int64), missing, none, unreadable
    coded = _stripped(column).dictionary_encode()
    missing_code = len(coded.dictionary)
    codes = coded.indices.fill_null(missing_code).to_numpy(zero_copy_only=False)
    told = [_seconds(text) for text in coded.dictionary.to_pylist()] + [""]
    values = np.array([one if isinstance(one, int) else 0 for one in told], dtype=np.int64)[codes]
    masks = (np.array([one == what for one in told], dtype=np.bool_)[codes] for what in ("", "zoneless", "unreadable"))
    return (values, *masks)


def _seconds(text: str) -> int | str:
    """Epoch seconds of a text, or what is the matter with it ("": it is empty)."""
    if not text:
        return ""
    try:
        if text.replace(".", "", 1).isdigit() and (len(text) > 8 or "." in text):
            return int(float(text))
        moment = datetime.fromisoformat(text)
        return int(moment.timestamp() // 1) if moment.tzinfo else "zoneless"
    except (ValueError, OverflowError):
        return "unreadable"


def member(kind: type[IntEnum], others: Mapping[str, int] | None = None) -> Parse:
    """A member of an enumeration by its lower-case name, or by one of `others`; -1 where it is missing."""
    names = {name.lower(): int(value) for name, value in kind.__members__.items()} | dict(others or {})
    return _by_name(names, f"is none of {', '.join(names)}")


def members(kind: type[IntFlag]) -> Parse:
    """Members of a set joined by `|`, as their sum; 0 where it is empty."""
    names = {name.lower(): int(value) for name, value in kind.__members__.items()}

    def parse(column: pa.Array, _: Known) -> Values:
        def code(text: str) -> int:
            parts = [part.strip() for part in text.lower().split("|") if part.strip()]
            return -1 if any(part not in names for part in parts) else sum(names[part] for part in set(parts))

        found = _by_distinct(column, code)
        wrong = found.values < 0
        return Values(
            np.where(wrong | found.missing, 0, found.values),
            found.missing,
            ((wrong & ~found.missing, f"is none of {', '.join(names)}"),),
        )

    return parse


def flag(column: pa.Array, _: Known) -> Values:
    """0, 1, false or true; False where it is missing."""
    if pa.types.is_boolean(column.type):
        missing = column.is_null().to_numpy(zero_copy_only=False)
        return Values(column.fill_null(False).to_numpy(zero_copy_only=False).astype(np.bool_), missing)
    found = _by_name(_FLAGS, "is none of 0, 1, false, true")(column, Known())
    return Values(found.values == 1, found.missing, found.wrong)


def text(limit: int) -> Parse:
    """A text, cut at `limit` characters; empty where it is missing."""

    def parse(column: pa.Array, _: Known) -> Values:
        stripped = pc.utf8_slice_codeunits(_stripped(column), 0, limit)
        values = text_array(stripped)
        return Values(values, values == "")

    return parse


def pointer(table: str) -> Parse:
    """The row of another table by its id; -1 where it is missing."""
    what = {"cells": "cell", "lines": "line", "onts": "ONT", "devices": "device"}[table]

    def parse(column: pa.Array, known: Known) -> Values:
        wrong: Mask
        if table == "lines":
            ids = digits(column, known)
            keys, missing = pa.array(ids.values), ids.missing
        else:
            keys = cell_ids(column) if table == "cells" else _stripped(column)
            missing = _is_missing(keys)
        rows = pc.index_in(keys, value_set=known.ids[table]).fill_null(-1).to_numpy(zero_copy_only=False)
        wrong = ~missing & (rows < 0)
        return Values(rows.astype(np.int32), missing, ((wrong, f"is no {what} of the network"),))

    return parse


def cell_ids(column: pa.Array) -> pa.Array:
    """CGI, ECGI or NCGI as the cell list has them: MCC-MNC-area-cell, without leading zeros."""
    plain = _stripped(column)
    if not pc.any(pc.match_substring_regex(plain, r"(^|-)0\d"), min_count=0).as_py():
        return plain
    return pc.replace_substring_regex(plain, r"(^|-)0+(\d)", r"\1\2")


def _by_name(names: Mapping[str, int], reason: str) -> Parse:
    def parse(column: pa.Array, _: Known) -> Values:
        found = _by_distinct(column, lambda text: names.get(text.lower(), -2))
        wrong = (found.values == -2) & ~found.missing
        return Values(np.where(wrong | found.missing, -1, found.values), found.missing, ((wrong, reason),))

    return parse


def _by_distinct(column: pa.Array, code: Callable[[str], int]) -> Values:
    """Codes of texts, by way of the distinct ones."""
    coded = _stripped(column).dictionary_encode()
    distinct = coded.dictionary.to_pylist()
    codes = coded.indices.fill_null(len(distinct)).to_numpy(zero_copy_only=False)
    values = np.array([*(code(text) for text in distinct), 0], dtype=np.int64)[codes]
    missing = np.array([*(not text for text in distinct), True], dtype=np.bool_)[codes]
    return Values(values, missing)


def _stripped(column: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    return pc.utf8_trim_whitespace(column.cast(pa.string()))


def _is_missing(text: pa.Array) -> Mask:
    missing: Mask = pc.equal(text, "").fill_null(True).to_numpy(zero_copy_only=False)
    return missing


def _without(text: pa.Array, mask: Mask) -> pa.Array:
    return pc.if_else(pa.array(mask), pa.scalar(None, pa.string()), text)
