"""The feeds that are tables as they are: which columns each has, in which units, within which limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from diagnostics.feeds.columns import (
    Known,
    digits,
    flag,
    member,
    members,
    moment,
    number,
    pointer,
    text,
    whole,
)
from diagnostics.feeds.frames import Frame, frames
from diagnostics.feeds.report import FeedReport
from diagnostics.feeds.rows import Column, Columns, note, nowhere, read_columns, read_table, table_of
from diagnostics.records import (
    CellRestrictions,
    Complaints,
    Devices,
    Equipment,
    Lines,
    LineStatus,
    Measurements,
    Odb,
    Onts,
    OntStates,
    OntStatus,
    PlannedWorks,
    Protocol3gpp,
    Rejects,
    ServingCells,
    SimStatus,
    Subscriptions,
    _Table,
)

Reader = Callable[[Path, Known, FeedReport], Iterator[_Table]]

LATITUDE, LONGITUDE = number(-90, 90, "degrees"), number(-180, 180, "degrees")
# What handsets report: RSRP -156 to -31 dBm, RSRQ -43 to 20 dB, SINR -23 to 40 dB (3GPP TS 38.133 clause 10.1); RSCP and the
# level of GSM go up to -25 dBm (TS 25.133, TS 45.008).
RSRP, RSRQ, SINR = number(-156, -20, "dBm"), number(-43, 20, "dB"), number(-23, 40, "dB")
IDENTIFIER, WORDS = 80, 500  # characters that are kept

_LINE = Column(pointer("lines"), required=True)
_AT = Column(moment, required=True)
_HOME = {"latitude": Column(LATITUDE, keep=True), "longitude": Column(LONGITUDE, keep=True)}

DEVICES: Columns = {
    "model": Column(text(IDENTIFIER), required=True),
    "bands": Column(text(WORDS)),
    "volte": Column(flag),
    "wifi_calling": Column(flag),
}
ONTS: Columns = {
    "id": Column(text(IDENTIFIER), required=True),
    "pon": Column(text(IDENTIFIER), required=True),
    "olt": Column(text(IDENTIFIER), required=True),
    **_HOME,
}
LINES: Columns = {
    "msisdn": Column(digits, required=True),
    "imsi": Column(digits, keep=True),
    **_HOME,
    "device": Column(pointer("devices"), keep=True),
    "ont": Column(pointer("onts"), keep=True),
}
SERVING_CELLS: Columns = {"line": _LINE, "at": _AT, "cell": Column(pointer("cells"), required=True)}
SUBSCRIPTIONS: Columns = {
    "line": _LINE,
    "at": _AT,
    "status": Column(member(LineStatus), required=True),
    "sim": Column(member(SimStatus)),
    "equipment": Column(member(Equipment)),
    "odb": Column(members(Odb)),
    "roaming_allowed": Column(flag, required=True),
    "do_not_disturb": Column(flag),
    "data_used": Column(number(0, 1e6, "GB"), keep=True),
    "data_limit": Column(number(0, 1e6, "GB"), keep=True),
    "throttled_to": Column(number(0, 1e5, "Mbit/s"), keep=True),
}
REJECTS: Columns = {
    "line": _LINE,
    "at": _AT,
    "layer": Column(member(Protocol3gpp), required=True),
    "cause": Column(whole(0, 255), required=True),  # one octet (3GPP TS 24.301 clause 9.9.3.9)
}
CELL_RESTRICTIONS: Columns = {
    "cell": Column(pointer("cells"), required=True),
    "at": _AT,
    "barred": Column(flag, required=True),
    "barring_factor": Column(number(0, 1, "a share"), keep=True),
    "barred_classes": Column(whole(0, 63), keep=True),
}
ONT_STATES: Columns = {
    "ont": Column(pointer("onts"), required=True),
    "at": _AT,
    "status": Column(member(OntStatus), required=True),
    "rx_power": Column(number(-60, 10, "dBm"), keep=True),
}
PLANNED_WORKS: Columns = {
    "id": Column(text(IDENTIFIER), required=True),
    "start": Column(moment, required=True),
    "end": Column(moment, required=True),
    "objects": Column(text(10_000), required=True),
    "description": Column(text(WORDS)),
}
MEASUREMENTS: Columns = {
    "at": _AT,
    "latitude": Column(LATITUDE, required=True),
    "longitude": Column(LONGITUDE, required=True),
    "cell": Column(pointer("cells"), keep=True),
    "rsrp": Column(RSRP),
    "rsrq": Column(RSRQ, keep=True),
    "sinr": Column(SINR, keep=True),
    "throughput": Column(number(0, 20_000, "Mbit/s"), keep=True),
    "indoors": Column(flag),
}
COMPLAINTS: Columns = {
    "at": _AT,
    "msisdn": Column(pointer("lines"), keep=True),
    **_HOME,
    "words": Column(text(WORDS)),
}


def _table(kind: type[_Table], columns: Columns) -> Reader:
    return partial(_read_table, kind, columns)


def _read_table(kind: type[_Table], columns: Columns, path: Path, known: Known, report: FeedReport) -> Iterator[_Table]:
    return read_table(path, kind, columns, known, report)


def _with_homes(kind: type[_Table], columns: Columns) -> Reader:
    """A table whose positions may be unknown."""

    def read(path: Path, known: Known, report: FeedReport) -> Iterator[_Table]:
        for frame, values, good in _parsed(path, columns, known, report):
            _forget_nowhere(frame, values, good, report)
            yield table_of(kind, {name: column[good] for name, column in values.items()})

    return read


def cell_restrictions(path: Path, known: Known, report: FeedReport) -> Iterator[_Table]:
    """What cells broadcast; without a word on classes, none is kept out."""
    for table in read_table(path, CellRestrictions, CELL_RESTRICTIONS, known, report):
        assert isinstance(table, CellRestrictions)
        yield replace(table, barred_classes=np.maximum(table.barred_classes, 0))


def planned_works(path: Path, known: Known, report: FeedReport) -> Iterator[_Table]:
    """Announced works; one that ends before it starts is bad."""
    for frame, values, good in _parsed(path, PLANNED_WORKS, known, report):
        backwards = good & (values["end"] <= values["start"])
        note(frame, report, "it ends before it starts", backwards)
        yield table_of(PlannedWorks, {name: column[good & ~backwards] for name, column in values.items()})


def measurements(path: Path, known: Known, report: FeedReport) -> Iterator[_Table]:
    """Measurement reports; one without any value, or at 0, 0, is bad."""
    for frame, values, good in _parsed(path, MEASUREMENTS, known, report):
        lost = good & nowhere(values["latitude"], values["longitude"])
        note(frame, report, "position 0, 0 is that of no place on land", lost)
        empty = np.isnan(values["rsrp"]) & np.isnan(values["sinr"]) & np.isnan(values["throughput"])
        note(frame, report, "rsrp, sinr and throughput are missing", good & ~lost & empty)
        good &= ~lost & ~empty
        told = frame.columns.get("indoors")
        indoors = values["indoors"].astype(np.int16)
        if told is None:
            indoors[:] = -1
        else:
            indoors[flag(told, known).missing] = -1
        values["indoors"] = indoors
        yield table_of(Measurements, {name: column[good] for name, column in values.items()})


def complaints(path: Path, known: Known, report: FeedReport) -> Iterator[_Table]:
    """Complaints with a line, a position or both; one without either says nothing about the network."""
    for frame, values, good in _parsed(path, COMPLAINTS, known, report):
        _forget_nowhere(frame, values, good, report)
        values["line"] = values.pop("msisdn")
        placeless = good & (values["line"] < 0) & (np.isnan(values["latitude"]) | np.isnan(values["longitude"]))
        note(frame, report, "neither a known line nor a position", placeless)
        yield table_of(Complaints, {name: column[good & ~placeless] for name, column in values.items()})


def _parsed(
    path: Path, columns: Columns, known: Known, report: FeedReport
) -> Iterator[tuple[Frame, dict[str, Any], Any]]:
    for frame in frames(path, report):
        report.rows += len(frame)
        yield frame, *read_columns(frame, columns, known, report)


def _forget_nowhere(frame: Frame, values: dict[str, Any], good: Any, report: FeedReport) -> None:
    lost = good & nowhere(values["latitude"], values["longitude"])
    note(frame, report, "position 0, 0 is that of no place on land", lost, kept=True)
    values["latitude"][lost] = values["longitude"][lost] = np.nan


READERS: Mapping[str, tuple[str, Reader]] = {  # feed: the table it fills, and its reader
    "devices": ("devices", _table(Devices, DEVICES)),
    "onts": ("onts", _with_homes(Onts, ONTS)),
    "lines": ("lines", _with_homes(Lines, LINES)),
    "serving_cells": ("serving_cells", _table(ServingCells, SERVING_CELLS)),
    "subscriptions": ("subscriptions", _table(Subscriptions, SUBSCRIPTIONS)),
    "rejects": ("rejects", _table(Rejects, REJECTS)),
    "cell_restrictions": ("cell_restrictions", cell_restrictions),
    "ont_states": ("ont_states", _table(OntStates, ONT_STATES)),
    "planned_works": ("planned_works", planned_works),
    "measurements": ("measurements", measurements),
    "complaints": ("complaints", complaints),
}
