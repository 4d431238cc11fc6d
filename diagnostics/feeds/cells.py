"""The cell list, in the columns of OpenCelliD, and what an operator knows beyond them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diagnostics.feeds.columns import Known, member, number, text, whole
from diagnostics.feeds.frames import frames
from diagnostics.feeds.report import FeedReport
from diagnostics.feeds.rows import Column, Columns, note, nowhere, read_columns, table_of
from diagnostics.feeds.tables import IDENTIFIER, LATITUDE, LONGITUDE
from diagnostics.records import Cells, Technology, _Table

# The columns of a file of OpenCelliD, in its order; its files of changes come without a header.
OPENCELLID = (
    *(
        "radio",
        "mcc",
        "net",
        "area",
        "cell",
        "unit",
        "lon",
        "lat",
        "range",
        "samples",
        "changeable",
        "created",
        "updated",
    ),
    "averageSignal",
)
_ENB_BITS = 8  # of an E-UTRAN cell identity after those of its eNodeB (3GPP TS 23.003 clause 19.6)

COLUMNS: Columns = {
    "radio": Column(member(Technology), required=True),
    "mcc": Column(whole(1, 999), required=True),
    "net": Column(whole(0, 999), required=True),
    "area": Column(whole(0, 2**24 - 1), required=True),  # TAC of 5GS
    "cell": Column(whole(0, 2**36 - 1), required=True),  # NR cell identity
    "lon": Column(LONGITUDE, required=True),
    "lat": Column(LATITUDE, required=True),
    "site": Column(text(IDENTIFIER)),
    "band": Column(whole(1, 1900, "[bBnN]"), keep=True),
    "azimuth": Column(number(0, 360, "degrees"), keep=True),
    "beamwidth": Column(number(1, 360, "degrees"), keep=True),
    "tilt": Column(number(-30, 90, "degrees"), keep=True),
    "height": Column(number(0, 1000, "m"), keep=True),
    "eirp": Column(number(0, 100, "dBm"), keep=True),
    "bandwidth": Column(number(0.1, 400, "MHz"), keep=True),
}


def read_cells(path: Path, known: Known, report: FeedReport) -> Iterator[_Table]:
    """Cells of a file. One at 0, 0 is bad: it would serve the Gulf of Guinea."""
    for frame in frames(path, report, OPENCELLID):
        report.rows += len(frame)
        values, good = read_columns(frame, COLUMNS, known, report)
        lost = good & nowhere(values["lat"], values["lon"])
        note(frame, report, "position 0, 0 is that of no place on land", lost)
        values = {name: column[good & ~lost] for name, column in values.items()}
        yield table_of(Cells, _columns(values))


def _columns(values: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    ids = _joined(values["mcc"], values["net"], values["area"], values["cell"])
    return {
        "id": ids,
        "site": _sites(values),
        "technology": values["radio"],
        "latitude": values["lat"],
        "longitude": values["lon"],
        **{name: values[name] for name in ("band", "azimuth", "beamwidth", "tilt", "height", "eirp", "bandwidth")},
    }


def _sites(values: dict[str, NDArray[Any]]) -> NDArray[np.str_]:
    """Sites as the list names them; of an LTE cell without one its eNodeB, which its identity contains."""
    nameless = (values["site"] == "") & (values["radio"] == Technology.LTE)
    if not nameless.any():
        return values["site"]
    enb = _joined(values["mcc"][nameless], values["net"][nameless], values["cell"][nameless] >> _ENB_BITS)
    sites = values["site"].astype(f"U{max(values['site'].dtype.itemsize // 4, enb.dtype.itemsize // 4 + 4)}")
    sites[nameless] = np.char.add("eNB-", enb)
    return sites


def _joined(*parts: NDArray[Any]) -> NDArray[np.str_]:
    """Numbers in decimal, joined by hyphens."""
    joined = parts[0].astype(np.str_)
    for part in parts[1:]:
        joined = np.char.add(np.char.add(joined, "-"), part.astype(np.str_))
    return joined if len(joined) else np.empty(0, dtype="U1")
