"""One look at a line or place: which cells serve it, what the four diagnoses find, and the badges they make."""

from __future__ import annotations

import threading
import time
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property

import numpy as np

from diagnostics.affected import lines_in
from diagnostics.barring import Barring
from diagnostics.congestion import Congestion
from diagnostics.coverage import Coverage
from diagnostics.diagnosis import Diagnosis
from diagnostics.outage import Outages
from diagnostics.readings import NOT_KNOWN, Finding, Kind, Place, Reading
from diagnostics.records import Records, Rows, last_at, row_of
from diagnostics.rules import Rules
from diagnostics.spatial import CellIndex, distances

# A serving cell tells where a phone is for so long, and only if the place asked for is not somewhere else.
SERVED_LATELY = timedelta(hours=24)
SERVED_NEARBY = 15_000.0  # metres
CELLS = 6  # that are looked at
# Outages whose cells serve nobody; those of the others may still serve some.
OUT_OF_SERVICE = frozenset({"site_down", "cell_down", "sleeping_cell", "backhaul_down", "fibre_cut", "power_failure"})
_NONE: Rows = np.empty(0, dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who and where: rows of Lines and Devices (-1: none), and a place other than the line's home, inside of which the device
    is `indoors`, or not (None: not known)."""

    line: int = -1
    device: int = -1
    place: Place | None = None
    indoors: bool | None = None
    abroad: bool = False


class _Clock:
    """How long each part took, in milliseconds."""

    def __init__(self) -> None:
        self.timings: dict[str, float] = {}
        self._began = self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        """What has been done since the last lap was this."""
        now = time.perf_counter()
        self.timings[name], self._last = (now - self._last) * 1000, now

    def total(self) -> dict[str, float]:
        """All laps, and what they took together."""
        return self.timings | {"total": (self._last - self._began) * 1000}


class Looking:
    """The diagnoses of one state of the network, each prepared when it is first asked."""

    def __init__(self, records: Records, rules: Rules, before: Looking | None = None) -> None:
        """What was worked out `before` from tables that are still the same is kept."""
        self.records, self.rules = records, rules
        self._preparing, self._prepared = threading.Lock(), -1
        made = vars(before) if before is not None else {}
        if "index" in made and _same(records, before, "cells"):
            self.index = made["index"]
        if "coverage" in made and _same(records, before, "cells", "devices", "measurements"):
            self.coverage = copy(made["coverage"])
            self.coverage.records = records

    @cached_property
    def index(self) -> CellIndex:
        """Where the cells are."""
        return CellIndex(self.records.cells)

    @cached_property
    def coverage(self) -> Coverage:
        """See `diagnostics.coverage`."""
        return Coverage(self.records)

    @cached_property
    def congestion(self) -> Congestion:
        """See `diagnostics.congestion`."""
        return Congestion(self.records)

    @cached_property
    def outages(self) -> Outages:
        """See `diagnostics.outage`."""
        return Outages(self.records)

    @cached_property
    def barring(self) -> Barring:
        """See `diagnostics.barring`."""
        return Barring(self.records)

    def prepare(self, at: int) -> None:
        """Work out what all diagnoses of a moment share: once, also where many ask at the same time."""
        if self._prepared != at // 60:
            with self._preparing:
                if self._prepared != at // 60:
                    self.index  # noqa: B018 - made once
                    self.outages.at(at)
                    self.congestion.states(at)
                    if len(self.records.cells):
                        self.coverage.signal(self.records.cells.latitude[:1], self.records.cells.longitude[:1], at)
                    self._prepared = at // 60

    def diagnose(self, subject: Subject, moment: datetime) -> Diagnosis:
        """What there is to say of a subject at a moment."""
        at, clock, records = int(moment.timestamp()), _Clock(), self.records
        self.prepare(at)
        clock.lap("prepare")
        place = subject.place or self.home(subject.line, subject.indoors)
        down = self.down(at)
        clock.lap("outages")
        coverage = self._coverage(place, at, subject.device)
        clock.lap("coverage")
        cells = self._cells(self._served(subject, at, place), coverage, place)
        clock.lap("cells")
        if len(cells) and len(down) and np.isin(cells, down).any():
            # The cells above are those that serve when all is well: an outage is found by them, and coverage is what is left.
            coverage = self._coverage(place, at, subject.device, down)
            clock.lap("coverage without cells that are down")
        outage = self.outages.diagnose(subject.line, place, cells, at)
        clock.lap("outage")
        congestion = self.congestion.diagnose(cells, at)
        clock.lap("congestion")
        barring = self.barring.diagnose(subject.line, int(cells[0]) if len(cells) else -1, at, subject.abroad)
        clock.lap("barring")
        diagnosis = Diagnosis.of(
            (barring, outage, congestion, coverage),
            self.rules,
            moment,
            line=str(records.lines.msisdn[subject.line]) if subject.line >= 0 else None,
            place=place,
            cells=tuple(str(name) for name in records.cells.id[cells]),
        )
        clock.lap("badges")
        return replace(diagnosis, timings_ms=clock.total())

    def down(self, at: int) -> Rows:
        """Rows of the cells that are out of service."""
        rows = [outage.cells for outage in self.outages.at(at) if outage.cause in OUT_OF_SERVICE]
        return np.unique(np.concatenate(rows)) if rows else _NONE

    def affected(self, kind: Kind, at: int) -> Rows:
        """Rows of the lines that a trouble of this kind may reach now. Coverage is asked place by place: ValueError."""
        if kind is Kind.BARRING:
            return self.barring.lines(at)
        if kind is Kind.CONGESTION:
            states = self.congestion.states(at)
            return lines_in(self.records, states.cells[states.congested], _NONE, at)
        if kind is Kind.OUTAGE:
            return self.outages.affected(at)
        raise ValueError(f"affected: {kind} cannot be listed")

    def home(self, line: int, indoors: bool | None = None) -> Place | None:
        """Where a line is at home; None where that is not known."""
        if line < 0:
            return None
        latitude, longitude = float(self.records.lines.latitude[line]), float(self.records.lines.longitude[line])
        return None if np.isnan(latitude) or np.isnan(longitude) else Place(latitude, longitude, indoors)

    def _served(self, subject: Subject, at: int, place: Place | None) -> int:
        """The cell that served the line lately, unless the place is somewhere else; -1 for none."""
        serving, cells = self.records.serving_cells, self.records.cells
        entry = last_at(serving.line, serving.at, subject.line, at) if subject.line >= 0 else -1
        if entry < 0 or at - int(serving.at[entry]) > SERVED_LATELY.total_seconds():
            return -1
        cell = int(serving.cell[entry])
        if cell >= 0 and subject.place is not None and place is not None:
            spot = slice(cell, cell + 1)
            away = distances(cells.latitude[spot], cells.longitude[spot], place.latitude, place.longitude)[0]
            return cell if away <= SERVED_NEARBY else -1
        return cell

    def _coverage(self, place: Place | None, at: int, device: int, down: Rows | None = None) -> Finding:
        if place is not None:
            return self.coverage.diagnose(place, at, device, without=down)
        reason = "no place is known: neither asked for nor the line's home"
        reading = Reading(
            Kind.COVERAGE, "rsrp", "", None, "dBm", "", datetime.fromtimestamp(at, UTC), timedelta(), 0.0, reason
        )
        return Finding(Kind.COVERAGE, NOT_KNOWN, 0.0, (reading,), details={"reason": reason})

    def _cells(self, served: int, coverage: Finding, place: Place | None) -> Rows:
        """The cells to look at: the one that serves, the best server of the place, then those near it."""
        best = coverage.details.get("best_cell")
        rows = [served, row_of(self.records.cells.id, best) if isinstance(best, str) else -1]
        if place is not None:
            rows += self.index.cells_near(place.latitude, place.longitude, CELLS).rows.tolist()
        kept = [row for row in dict.fromkeys(rows) if row >= 0]
        return np.array(kept[:CELLS], dtype=np.int32)


def _same(records: Records, before: Looking | None, *names: str) -> bool:
    """Whether these tables are still the same objects; tables are never changed, only replaced."""
    return before is not None and all(getattr(records, name) is getattr(before.records, name) for name in names)
