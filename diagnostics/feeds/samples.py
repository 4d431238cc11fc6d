"""Samples of counters as all their feeds bring them: on whole intervals, in the units of `records.COUNTERS`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diagnostics.records import COUNTERS, Floats, Moments, Rows
from diagnostics.store.grid import STEP

STEPS = (
    60,
    300,
    600,
    900,
    1800,
    3600,
)  # seconds of an interval (granularity periods, 3GPP TS 32.401 clause 5.2.2, TS 28.550)
DRIFT = 1 / 15  # share of an interval by which a clock may be off: a minute of a quarter of an hour
A_YEAR = 366 * 86_400

# What makes sense, in the counter's unit. A cell carries no 100 Gbit/s, a quarter of an hour no 10 TB.
RANGES: Mapping[str, tuple[float, float]] = {
    "prb_utilisation": (0, 100),
    "connected_users": (0, 100_000),
    "user_throughput": (0, 100_000),
    "delay": (0, 60_000),
    "traffic": (0, 1e7),
    "availability": (0, 100),
}
# Units by what a value is multiplied with to come into the counter's own.
UNITS: Mapping[str, Mapping[str, float]] = {
    "%": {"%": 1, "percent": 1, "share": 100, "ratio": 100},
    "": {"": 1, "users": 1},
    "Mbit/s": {"bit/s": 1e-6, "kbit/s": 1e-3, "Mbit/s": 1, "Gbit/s": 1e3, "kbps": 1e-3, "Mbps": 1},
    "ms": {"us": 1e-3, "µs": 1e-3, "0.1ms": 0.1, "ms": 1, "s": 1e3},
    "MB": {"B": 1e-6, "kB": 1e-3, "MB": 1, "GB": 1e3, "Mbit": 0.125, "Gbit": 125},
}
# Measurements of 3GPP TS 28.552 (clause 5.1.1) and TS 32.425, with the unit that these define for them.
MEASUREMENTS: Mapping[str, tuple[str, str]] = {
    "RRU.PrbTotDl": ("prb_utilisation", "%"),
    "RRC.ConnMean": ("connected_users", ""),
    "DRB.UEThpDl": ("user_throughput", "kbit/s"),
    "DRB.AirIfDelayDl": ("delay", "0.1ms"),
    "DRB.PdcpSduVolumeDL": ("traffic", "Mbit"),
    "DRB.PdcpSduVolumeDl": ("traffic", "Mbit"),
}


# A counter that only rises until its element restarts: `traffic[MB total]`. What rose within an interval is the sample.
TOTAL = " total"
_TOTALLED = frozenset({"traffic"})
_MOST_IN_TOTAL = 1e9  # MB


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Samples of rows of Cells at the beginnings of intervals of `step` seconds; NaN: none. All of one length.

    A name that ends with `TOTAL` is a running total, as it stood at the end of the interval.
    """

    rows: Rows
    at: Moments
    values: Mapping[str, Floats]
    step: int

    def count(self) -> int:
        """How many values there are."""
        return sum(int(np.count_nonzero(~np.isnan(values))) for values in self.values.values())


def counter(title: str, unit: str | None = None) -> tuple[str, float] | None:
    """Which counter a column's title means, and what its values are multiplied with; None for one that is not known.

    A title is a name of `COUNTERS` or `MEASUREMENTS`, with its unit in brackets where it is another: `user_throughput[kbit/s]`,
    and `total` after it where it is a running total: `traffic[GB total]`. Raises ValueError for a unit that the counter
    cannot have.
    """
    name, _, bracketed = title.strip().removesuffix("]").partition("[")
    given = unit.strip() if unit and unit.strip() else bracketed.strip()
    name, own = MEASUREMENTS.get(name.strip(), (name.strip(), ""))
    if name not in COUNTERS:
        return None
    total = TOTAL if given.endswith(TOTAL.strip()) else ""
    if total and name not in _TOTALLED:
        raise ValueError(f"{title}: there is no running total of it")
    given = given.removesuffix(TOTAL.strip()).strip()
    units = UNITS[COUNTERS[name]]
    given = given or own or COUNTERS[name]
    if given not in units:
        raise ValueError(f"{title}: {given} is no unit of it; those are {', '.join(units)}")
    return name + total, units[given]


def inferred_step(moments: Moments) -> int:
    """Seconds of an interval, from the smallest distance of moments; the usual quarter of an hour where there is but one."""
    distances = np.diff(np.unique(moments))
    distances = distances[distances >= STEPS[0] // 2]
    if not len(distances):
        return STEP
    usual = int(np.median(distances))
    return min(STEPS, key=lambda step: abs(step - usual))


def aligned(moments: Moments, step: int) -> tuple[Moments, NDArray[np.bool_]]:
    """The beginnings of the intervals that moments mean, a clock's drift set right; and which moments mean none."""
    begins = (moments + step // 2) // step * step
    return begins, np.abs(moments - begins) > step * DRIFT


def limits(name: str) -> tuple[float, float]:
    """The least and the most that a counter can be."""
    return (0, _MOST_IN_TOTAL) if name.endswith(TOTAL) else RANGES[name]


def unit_of(name: str) -> str:
    """The unit of a counter, or of its running total."""
    return COUNTERS[name.removesuffix(TOTAL)]


def beyond(name: str, values: NDArray[Any]) -> NDArray[np.bool_]:
    """Which values of a counter make no sense."""
    low, high = limits(name)
    with np.errstate(invalid="ignore"):
        wrong: NDArray[np.bool_] = (values < low) | (values > high * 1.005)
    return wrong
