"""Counters from CSV or Parquet, a column a counter (wide) or a row a value (long)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from diagnostics.feeds.columns import Known, Mask, moment, numbers, pointer
from diagnostics.feeds.frames import Frame, UnreadableError, frames
from diagnostics.feeds.report import FeedReport
from diagnostics.feeds.rows import Column, note, read_columns
from diagnostics.feeds.samples import A_YEAR, Samples, aligned, beyond, counter, inferred_step, limits, unit_of
from diagnostics.records import COUNTERS

_KEY = {"cell": Column(pointer("cells"), required=True), "at": Column(moment, required=True)}
_SHARE_SUSPECTED = 1000  # values of which none is above 1 before a percentage is suspected to be a share


def read_counters(path: Path, known: Known, report: FeedReport) -> Iterator[Samples]:
    """Samples of a file. A value that makes no sense is left out, and its row kept; a row without cell or time is bad.

    A row's `at` is the beginning of its interval. Counters that the diagnoses do not know are left out and named.
    """
    left_out: set[str] = set()
    step = known.step
    largest: dict[str, tuple[float, int]] = {}
    for frame in frames(path, report):
        values, good = read_columns(frame, _KEY, known, report)
        at = values["at"]
        if good.any():
            step = step or inferred_step(at[good])
            good &= ~_misplaced(frame, at, good, step, report)
        long = "counter" in frame.columns and "value" in frame.columns
        named = _long(frame, good, report, left_out) if long else _wide(frame, good, report, left_out)
        for name, found in named.items():
            there = found[~np.isnan(found)]
            top, count = largest.get(name, (0.0, 0))
            largest[name] = (max(top, float(there.max(initial=0))), count + len(there))
        if not named or not good.any():
            continue
        samples = Samples(
            values["cell"][good].astype(np.int32),
            aligned(at[good], step or 0)[0],
            {name: found[good].astype(np.float32) for name, found in named.items()},
            step or 0,
        )
        report.rows += samples.count()
        yield samples
    for name, (top, count) in largest.items():
        if unit_of(name) == "%" and 0 < top <= 1 and count >= _SHARE_SUSPECTED:
            report.problem(
                path.name, 0, f"{name}: no value is above {top:g} %; a share of 1 is named {name}[share]", kept=True
            )


def _misplaced(frame: Frame, at: NDArray[np.int64], good: Mask, step: int, report: FeedReport) -> Mask:
    """Rows whose time begins no interval, or is years from the others'."""
    _, off = aligned(at, step)
    off &= good
    note(frame, report, f"at is not the beginning of an interval of {step} s", off, "at")
    far = good & ~off & (np.abs(at - np.median(at[good])) > A_YEAR)
    note(frame, report, "at is more than a year from the rest of the file: a wrong clock", far, "at")
    return off | far


def _wide(frame: Frame, good: Mask, report: FeedReport, left_out: set[str]) -> dict[str, NDArray[np.float64]]:
    named = {}
    for title, column in frame.columns.items():
        if title in ("cell", "at"):
            continue
        meant = _meant(frame, title, None, report, left_out)
        if meant is not None:
            found, _, unreadable = numbers(column)
            named[meant[0]] = _sensible(frame, title, meant, found, unreadable, good, report)
    if not named:
        raise UnreadableError(
            f"it has no column of a known counter ({', '.join(COUNTERS)}), only {', '.join(frame.columns)}"
        )
    return named


def _long(frame: Frame, good: Mask, report: FeedReport, left_out: set[str]) -> dict[str, NDArray[np.float64]]:
    found, missing, unreadable = numbers(frame.columns["value"])
    note(frame, report, "value is missing", good & missing)
    good &= ~missing
    units = frame.columns.get("unit", pa.nulls(len(frame), pa.string())).cast(pa.string()).fill_null("")
    both = pc.binary_join_element_wise(frame.columns["counter"].cast(pa.string()).fill_null(""), units, "\t")
    coded = both.dictionary_encode()
    codes = coded.indices.to_numpy(zero_copy_only=False)
    named: dict[str, NDArray[np.float64]] = {}
    for code, pair in enumerate(coded.dictionary.to_pylist()):
        title, _, unit = pair.partition("\t")
        meant = _meant(frame, title, unit, report, left_out)
        mine = codes == code
        if meant is None:
            good &= ~mine
            continue
        values = _sensible(frame, "value", meant, np.where(mine, found, np.nan), unreadable & mine, good & mine, report)
        before = named.get(meant[0])
        named[meant[0]] = values if before is None else np.where(mine, values, before)
    return named


def _meant(
    frame: Frame, title: str, unit: str | None, report: FeedReport, left_out: set[str]
) -> tuple[str, float] | None:
    """The counter of a title; one that is unknown, or in an unknown unit, is reported once a file."""
    try:
        meant, why = counter(title, unit), f"{title or 'a counter without a name'} is none of the known counters"
    except ValueError as error:
        meant, why = None, str(error)
    if meant is None and title not in left_out:
        left_out.add(title)
        report.problem(frame.file, 0, f"{why}: left out", kept=True)
    return meant


def _sensible(
    frame: Frame,
    title: str,
    meant: tuple[str, float],
    found: NDArray[np.float64],
    unreadable: Mask,
    good: Mask,
    report: FeedReport,
) -> NDArray[np.float64]:
    """Values in the counter's unit, without those that make no sense."""
    name, factor = meant
    values = found if factor == 1 else found * factor
    wrong = beyond(name, values)
    if unreadable.any():
        note(frame, report, f"{title} is no number", unreadable & good, title, kept=True)
    if wrong.any():
        low, high = limits(name)
        reason = f"{title} is beyond {low:g} to {high:g} {unit_of(name)}".rstrip()
        note(frame, report, reason, wrong & good, title, kept=True)
        values = np.where(wrong, np.nan, values)
    return values
