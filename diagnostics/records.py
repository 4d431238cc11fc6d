"""The network as columns: what the feeds bring in, the store keeps, and the diagnoses read.

A table is a frozen set of NumPy columns of equal length. Rows of other tables are pointed at by number (-1: none). Moments
are seconds since 1970-01-01 UTC. What is not known is NaN, -1 or an empty text, never a default. Positions are WGS 84
degrees. Tables with an `at` hold history: what was true at a moment is the last row at or before it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import IntEnum, IntFlag
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

Moments = NDArray[np.int64]  # seconds since 1970-01-01 UTC
Numbers = NDArray[np.int64]  # digits of an identifier: MSISDN, IMSI, IMEI
Rows = NDArray[np.int32]  # row numbers of another table
Codes = NDArray[np.int16]  # members of an IntEnum or IntFlag, band numbers
Floats = NDArray[np.float32]
Degrees = NDArray[np.float64]
Flags = NDArray[np.bool_]
Texts = NDArray[np.str_]

_DTYPES = {"Moments": "i8", "Numbers": "i8", "Rows": "i4", "Codes": "i2", "Floats": "f4", "Degrees": "f8", "Flags": "?"}

STILL = int(np.iinfo(np.int64).max)  # the end of what has not ended


class Technology(IntEnum):
    """Radio access technology, by its generation."""

    GSM = 2
    UMTS = 3
    LTE = 4
    NR = 5


class Severity(IntEnum):
    """Perceived severity of an alarm (ITU-T X.733); the smaller, the worse."""

    CRITICAL = 1
    MAJOR = 2
    MINOR = 3
    WARNING = 4
    INDETERMINATE = 5


class Odb(IntFlag):
    """Categories of operator-determined barring (3GPP TS 23.015), as far as an agent tells them apart."""

    OUTGOING_CALLS = 1
    INCOMING_CALLS = 2
    OUTGOING_INTERNATIONAL_CALLS = 4
    ROAMING = 8
    PACKET_SERVICES = 16
    PREMIUM_RATE_CALLS = 32
    SHORT_MESSAGES = 64


class LineStatus(IntEnum):
    """Whether the subscription is in force."""

    ACTIVE = 1
    SUSPENDED_FOR_CREDIT = 2  # unpaid bill, or a prepaid balance or validity that ran out
    SUSPENDED_ON_REQUEST = 3  # the customer's own wish, a lost phone
    SUSPENDED_BY_OPERATOR = 4  # fraud, missing identity proof, end of contract
    CLOSED = 5


class SimStatus(IntEnum):
    """Whether the SIM may register."""

    ACTIVE = 1
    NOT_ACTIVATED = 2
    BLOCKED = 3  # reported lost, or swapped away


class Equipment(IntEnum):
    """What the equipment identity register says of the phone (3GPP TS 22.016)."""

    ALLOWED = 1  # white list
    TRACKED = 2  # grey list: served, and watched
    BLOCKED = 3  # black list: stolen or not type-approved


class Protocol3gpp(IntEnum):
    """The layer that a reject cause belongs to (3GPP TS 24.301, TS 24.501); causes are numbered within it."""

    EMM = 1
    ESM = 2
    GMM5 = 3
    GSM5 = 4


class OntStatus(IntEnum):
    """What the optical line terminal last said of an optical network terminal (ITU-T G.984, G.987)."""

    ONLINE = 1
    LOSS_OF_SIGNAL = 2
    DYING_GASP = 3  # the terminal lost its power
    OFFLINE = 4  # gone, and no reason given


class _Table:
    """Columns of one length."""

    __slots__ = ()

    @classmethod
    def types(cls) -> dict[str, str]:
        """The NumPy type of each column, by name; texts are as wide as their longest."""
        return {column.name: _DTYPES.get(str(column.type), "U1") for column in fields(cls)}  # type: ignore[arg-type]

    @classmethod
    def empty(cls) -> Self:
        """A table without rows."""
        return cls(**{name: np.empty(0, dtype=kind) for name, kind in cls.types().items()})

    def __len__(self) -> int:
        return len(getattr(self, next(iter(self.types()))))

    def take(self, rows: NDArray[Any]) -> Self:
        """The rows of these numbers, or where this mask is true."""
        return type(self)(**{name: getattr(self, name)[rows] for name in self.types()})


@dataclass(frozen=True, slots=True, eq=False)
class Cells(_Table):
    """Radio cells, sorted by `id`."""

    id: Texts  # CGI, ECGI or NCGI, as MCC-MNC-area-cell in decimal: 404-45-1201-33810
    site: Texts
    technology: Codes  # Technology
    band: Codes  # number of the operating band (3GPP TS 36.101, TS 38.101); -1 not known
    latitude: Degrees
    longitude: Degrees
    azimuth: Floats  # degrees clockwise from north; NaN: omnidirectional
    beamwidth: Floats  # degrees, horizontal, half power
    tilt: Floats  # degrees below the horizon, electrical and mechanical
    height: Floats  # metres above ground
    eirp: Floats  # dBm, the whole carrier
    bandwidth: Floats  # MHz


@dataclass(frozen=True, slots=True, eq=False)
class Devices(_Table):
    """Device models."""

    model: Texts
    bands: Texts  # operating bands it receives, space-separated, with their technology: "LTE3 LTE40 NR78"
    volte: Flags
    wifi_calling: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Onts(_Table):
    """Optical network terminals, sorted by `id`, and what they hang on."""

    id: Texts
    pon: Texts  # passive optical network: a port of the OLT and its splitters
    olt: Texts
    latitude: Degrees
    longitude: Degrees


@dataclass(frozen=True, slots=True, eq=False)
class Lines(_Table):
    """Subscribers' lines, sorted by `msisdn`."""

    msisdn: Numbers  # E.164 without the plus sign
    imsi: Numbers
    latitude: Degrees  # home, where known
    longitude: Degrees
    device: Rows  # of Devices
    ont: Rows  # of Onts: the fixed access of the same customer


@dataclass(frozen=True, slots=True, eq=False)
class ServingCells(_Table):
    """Which cell served a line from when on; sorted by line, then at."""

    line: Rows  # of Lines
    at: Moments
    cell: Rows  # of Cells


@dataclass(frozen=True, slots=True, eq=False)
class Subscriptions(_Table):
    """The state of lines from when on; sorted by line, then at."""

    line: Rows  # of Lines
    at: Moments
    status: Codes  # LineStatus
    sim: Codes  # SimStatus
    equipment: Codes  # Equipment; -1 not known
    odb: Codes  # Odb
    roaming_allowed: Flags
    do_not_disturb: Flags  # commercial calls and messages are blocked, not those of persons
    data_used: Floats  # GB in this period
    data_limit: Floats  # GB of this period; NaN: no limit
    throttled_to: Floats  # Mbit/s beyond the limit; 0: no data; NaN: not throttled


@dataclass(frozen=True, slots=True, eq=False)
class Rejects(_Table):
    """Rejections that the core network sent to a line's device; sorted by line, then at."""

    line: Rows  # of Lines
    at: Moments
    layer: Codes  # Protocol3gpp
    cause: Codes


@dataclass(frozen=True, slots=True, eq=False)
class CellRestrictions(_Table):
    """What a cell broadcasts about who may use it, from when on; sorted by cell, then at."""

    cell: Rows  # of Cells
    at: Moments
    barred: Flags  # cellBarred (3GPP TS 36.331, TS 38.331)
    barring_factor: Floats  # share of attempts let through, access class barring or UAC; 1: all
    barred_classes: Codes  # access classes 10 to 15 that are kept out, bit 0 for class 10 (3GPP TS 22.011)


@dataclass(frozen=True, slots=True, eq=False)
class OntStates(_Table):
    """What the OLT said of an ONT, from when on; sorted by ont, then at."""

    ont: Rows  # of Onts
    at: Moments
    status: Codes  # OntStatus
    rx_power: Floats  # dBm at the ONT


@dataclass(frozen=True, slots=True, eq=False)
class Alarms(_Table):
    """Alarms (TMF642, ITU-T X.733), sorted by `raised_at`."""

    id: Texts
    raised_at: Moments
    cleared_at: Moments  # STILL while it is active
    severity: Codes  # Severity
    probable_cause: Texts  # X.733: powerProblem, lossOfSignal, equipmentMalfunction, …
    object: Texts  # id of the cell, site, OLT, PON or ONT
    problem: Texts  # specific problem, as the source words it


@dataclass(frozen=True, slots=True, eq=False)
class PlannedWorks(_Table):
    """Announced works, sorted by `start`."""

    id: Texts
    start: Moments
    end: Moments
    objects: Texts  # ids of the cells, sites, OLTs or PONs, space-separated
    description: Texts


@dataclass(frozen=True, slots=True, eq=False)
class Complaints(_Table):
    """Troubles as customers reported them, sorted by `at`; the words are redacted before they come here."""

    at: Moments
    line: Rows  # of Lines
    latitude: Degrees
    longitude: Degrees
    words: Texts


@dataclass(frozen=True, slots=True, eq=False)
class Measurements(_Table):
    """Measurement reports and drive tests, sorted by `at`."""

    at: Moments
    latitude: Degrees
    longitude: Degrees
    cell: Rows  # of Cells
    rsrp: Floats  # dBm (3GPP TS 36.214, TS 38.215)
    rsrq: Floats  # dB
    sinr: Floats  # dB
    throughput: Floats  # Mbit/s down
    indoors: Codes  # 1, 0; -1 not known


@dataclass(frozen=True, slots=True, eq=False)
class SpeedTiles(_Table):
    """Speed tests, summed up in tiles of the web map; sorted by `quadkey`."""

    quadkey: Texts
    technology: Codes  # Technology; -1: fixed access
    down: Floats  # Mbit/s, mean
    up: Floats  # Mbit/s, mean
    latency: Floats  # ms, mean
    tests: Rows
    at: Moments  # end of the period


# Counters of a cell that the diagnoses know, with their unit and the measurement of 3GPP TS 28.552 they stand for.
COUNTERS = {
    "prb_utilisation": "%",  # RRU.PrbTotDl
    "connected_users": "",  # RRC.ConnMean
    "user_throughput": "Mbit/s",  # DRB.UEThpDl
    "delay": "ms",  # DRB.AirIfDelayDl
    "traffic": "MB",  # DRB.PdcpSduVolumeDL: of the interval
    "availability": "%",  # share of the interval in which the cell was in service
}


class Counters(Protocol):
    """Performance counters on a grid: `names` × rows of Cells × intervals; interval n is [start + n·step, start + (n+1)·step)."""

    names: tuple[str, ...]
    start: int  # second of the first interval
    step: int  # seconds

    def __len__(self) -> int:
        """How many intervals there are."""
        ...

    def last(self, at: int) -> int:
        """The last interval that is over at this second; -1 where there is none."""
        ...

    def window(self, name: str, cells: NDArray[Any] | slice, first: int, end: int) -> Floats:
        """Values of intervals `first` to `end` (exclusive), shape (cells, end - first); NaN where no sample came, also
        outside of the grid and for a name that no feed has brought."""
        ...


@dataclass(frozen=True, slots=True)
class Records:
    """All that is known of a network; the diagnoses are functions of it and a moment."""

    counters: Counters
    cells: Cells = field(default_factory=Cells.empty)
    devices: Devices = field(default_factory=Devices.empty)
    onts: Onts = field(default_factory=Onts.empty)
    lines: Lines = field(default_factory=Lines.empty)
    serving_cells: ServingCells = field(default_factory=ServingCells.empty)
    subscriptions: Subscriptions = field(default_factory=Subscriptions.empty)
    rejects: Rejects = field(default_factory=Rejects.empty)
    cell_restrictions: CellRestrictions = field(default_factory=CellRestrictions.empty)
    ont_states: OntStates = field(default_factory=OntStates.empty)
    alarms: Alarms = field(default_factory=Alarms.empty)
    planned_works: PlannedWorks = field(default_factory=PlannedWorks.empty)
    complaints: Complaints = field(default_factory=Complaints.empty)
    measurements: Measurements = field(default_factory=Measurements.empty)
    speed_tiles: SpeedTiles = field(default_factory=SpeedTiles.empty)


def row_of(sorted_ids: NDArray[Any], id: str | int) -> int:
    """The row of an id in a sorted column; -1 where it is not there."""
    row = int(np.searchsorted(sorted_ids, id))
    return row if row < len(sorted_ids) and sorted_ids[row] == id else -1


def span_of(sorted_rows: Rows, row: int) -> slice:
    """Where the entries of a row are, in a table sorted by it."""
    first, end = np.searchsorted(sorted_rows, np.array([row, row + 1], dtype=sorted_rows.dtype))
    return slice(int(first), int(end))


def last_at(sorted_rows: Rows, at: Moments, row: int, moment: int) -> int:
    """The entry of a row that was true at a moment, in a table sorted by row and at; -1 where there is none."""
    span = span_of(sorted_rows, row)
    entry = span.start + int(np.searchsorted(at[span], moment, side="right")) - 1
    return entry if entry >= span.start else -1
