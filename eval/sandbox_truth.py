"""The ground truth of a sandbox operator, as the scoring of diagnoses needs it: seconds, rows and grids instead of texts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from eval.episodes import Trouble
from eval.inputs import InputError

STATES = {"border": 1, "full": 2}


@dataclass(frozen=True, slots=True)
class Fault:
    """One injected fault; `end` is None where it went on beyond the world's end."""

    id: str
    kind: str
    causes: tuple[str, ...]
    start: int
    end: int | None
    site: str | None
    latitude: float
    longitude: float
    cells: tuple[str, ...]
    onts: tuple[str, ...]
    lines: tuple[int, ...]
    moved: tuple[int, ...]

    def is_on(self, at: int, before: int = 0, after: int = 0) -> bool:
        """Whether it goes on at a second, or so many seconds before or after."""
        return self.start - before <= at and (self.end is None or at < self.end + after)

    @property
    def trouble(self) -> Trouble:
        """As an episode of cells and terminals."""
        return Trouble(self.id, self.kind, self.start, self.end, frozenset((*self.cells, *self.onts)))


@dataclass(frozen=True, slots=True, eq=False)
class TrueLines:
    """What is true of each line at home."""

    msisdn: NDArray[np.int64]
    cell: NDArray[np.str_]  # "": none
    rsrp: NDArray[np.float64]  # dBm indoors, NaN: none that is usable
    any_band: NDArray[np.bool_]  # the phone receives every LTE carrier


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """All that a sandbox world knows of itself."""

    seed: int
    size: str
    start: int
    end: int
    step: int
    scored_from: int
    faults: tuple[Fault, ...]
    accounts: Mapping[int, str]  # lasting condition, by line
    terminals: tuple[Trouble, ...]  # that went by themselves
    capacity: tuple[tuple[str, int, int, int], ...]  # cell, start, end, 1 border or 2 full
    lines: TrueLines

    def of(self, *kinds: str) -> tuple[Fault, ...]:
        """The faults of these kinds."""
        return tuple(fault for fault in self.faults if fault.kind in kinds)

    @property
    def moments(self) -> range:
        """When the diagnoses are asked: at the end of each interval from which faults count."""
        first = -(-(self.scored_from - self.start) // self.step) * self.step + self.start + self.step
        return range(first, self.end + 1, self.step)

    def capacity_grid(self, cells: NDArray[np.str_]) -> NDArray[np.int8]:
        """How full each cell was in the interval before each of `moments`: 0 room, 1 border, 2 full."""
        rows = {name: row for row, name in enumerate(cells.tolist())}
        grid = np.zeros((len(cells), len(self.moments)), dtype=np.int8)
        for cell, start, end, state in self.capacity:
            first, last = ((moment - self.moments[0]) // self.step + 1 for moment in (start, end))
            grid[rows[cell], max(first, 0) : max(last, 0)] = state
        return grid


def read_truth(folder: Path) -> Truth:
    """The truth of a folder that `t2r sandbox build` made. Raises InputError, OSError."""
    path = folder / "truth.json"
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return Truth(
            seed=told["seed"],
            size=told["size"],
            start=_second(told["start"]),
            end=_second(told["end"]),
            step=told["step"],
            scored_from=_second(told["scored_from"]),
            faults=tuple(_fault(fault) for fault in told["faults"]),
            accounts={entry["line"]: entry["cause"] for entry in told["accounts"]},
            terminals=tuple(_terminal(entry) for entry in told["terminals"]),
            capacity=tuple(
                (run["cell"], _second(run["start"]), _second(run["end"]), STATES[run["state"]])
                for run in told["congestion"]
            ),
            lines=_lines(folder / "truth_lines.parquet"),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"it is no truth of a sandbox operator: {error!r}", path) from error


def _fault(told: Mapping[str, Any]) -> Fault:
    latitude, longitude = (np.nan if told[name] is None else float(told[name]) for name in ("latitude", "longitude"))
    return Fault(
        id=told["id"],
        kind=told["kind"],
        causes=tuple(told["causes"]),
        start=_second(told["start"]),
        end=None if told["end"] is None else _second(told["end"]),
        site=told["site"],
        latitude=latitude,
        longitude=longitude,
        cells=tuple(told["cells"]),
        onts=tuple(told["onts"]),
        lines=tuple(told["lines"]),
        moved=tuple(told["moved_lines"]),
    )


def _terminal(told: Mapping[str, Any]) -> Trouble:
    return Trouble(told["ont"], "terminal", _second(told["start"]), _second(told["end"]), frozenset((told["ont"],)))


def _lines(path: Path) -> TrueLines:
    table = pq.read_table(path)
    return TrueLines(
        msisdn=table["msisdn"].to_numpy(),
        cell=np.array([name or "" for name in table["cell"].to_pylist()]),
        rsrp=table["rsrp_indoors"].to_numpy(),
        any_band=table["receives_all_lte"].to_numpy(zero_copy_only=False),
    )


def _second(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())
