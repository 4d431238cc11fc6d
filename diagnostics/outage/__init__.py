"""Is there an outage here? Alarms, availability, silence, lost terminals, complaints and works, weighed together: one cause, one outage."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from diagnostics.outage.evidence import Readings
from diagnostics.outage.fixed import fixed_symptoms
from diagnostics.outage.from_alarms import AlarmBook, alarm_book, claims, usual_durations
from diagnostics.outage.from_complaints import Burst, Homes, bursts, homes
from diagnostics.outage.from_counters import FRESH, CellStates, cell_states
from diagnostics.outage.from_onts import OntNow, onts_at
from diagnostics.outage.heard import callers, had_reason, outage_of_callers
from diagnostics.outage.merge import Outage, linked, outage_of
from diagnostics.outage.mobile import cells_out, mobile_symptoms
from diagnostics.outage.serving import Served, affected_lines, count_lines, membership, served_at
from diagnostics.outage.symptom import Symptom
from diagnostics.outage.works import works_at
from diagnostics.readings import ALARMS, NOT_KNOWN, NOTHING, RESTS_ON, Finding, Kind, Place, Reading
from diagnostics.records import Flags, OntStatus, Records, Rows
from diagnostics.spatial import distances
from diagnostics.topology import Topology, topology

__all__ = ["Outage", "Outages"]

EVERY = 60  # seconds for which what is known of alarms, terminals and complaints counts as the same
NEAR_CELLS = 3  # of the cells of a place without a line: an outage of one of them is its outage
_KEPT = 4  # moments, and intervals, that are kept
# A customer's own terminal: without light it is a fault, without power often a switch.
_ALONE = {OntStatus.LOSS_OF_SIGNAL: 0.9, OntStatus.OFFLINE: 0.7, OntStatus.DYING_GASP: 0.6}


@dataclass(frozen=True, slots=True, eq=False)
class _Snapshot:
    """The outages of a moment, and which of them each cell and terminal is in (-1: none)."""

    outages: tuple[Outage, ...]
    of_cell: NDArray[np.int32]
    of_ont: NDArray[np.int32]
    states: CellStates
    terminals: OntNow
    served: Served


class Outages:
    """Looks for outages; `at` costs a pass over the network once for an interval of the counters, and a smaller one each minute."""

    def __init__(self, records: Records) -> None:
        self._records, self._looking = records, threading.Lock()
        self._snapshots: OrderedDict[int, _Snapshot] = OrderedDict()
        self._intervals: OrderedDict[int, tuple[CellStates, Served]] = OrderedDict()

    def at(self, at: int) -> tuple[Outage, ...]:
        """The outages that were known at a second, those of most lines first."""
        return self._snapshot(at).outages

    def affected(self, at: int, outage: Outage | None = None) -> Rows:
        """Rows of the lines that an outage (all of them) takes service from."""
        snapshot, records = self._snapshot(at), self._records
        chosen = snapshot.outages if outage is None else (outage,)
        hit = [
            affected_lines(one, records.lines, snapshot.served, len(records.cells), len(records.onts)) for one in chosen
        ]
        return np.unique(np.concatenate([*hit, np.empty(0, "i4")])).astype("i4")

    def diagnose(self, line: int, place: Place | None, cells: Rows, at: int) -> Finding:
        """Whether a line (-1: none is asked for) or place is in an outage; `cells` are those that serve it, best first.

        A line is in an outage of the cell that serves it, or of its terminal; a place without a line also in one of the next best
        cells there, less surely. Where neither counters nor terminals tell that there is service, it is `unknown`.
        """
        snapshot, records = self._snapshot(at), self._records
        ont = int(records.lines.ont[line]) if line >= 0 else -1
        readings = Readings(records, snapshot.states, snapshot.terminals, at).of(cells, ont)
        found = self._outages_of(snapshot, line, ont, place, cells)
        if found:
            return self._finding(found, readings, at)
        if ont >= 0 and snapshot.terminals.fresh and snapshot.terminals.since[ont] > 0:
            return self._alone(ont, snapshot.terminals, readings)
        known = [read for read in readings if read.value is not None]
        if not known:
            reason = next(
                (read.reason for read in readings if read.reason), "nothing is known of cells or terminals here"
            )
            return Finding(Kind.OUTAGE, NOT_KNOWN, 0.0, readings, details={"reason": reason})
        return Finding(Kind.OUTAGE, NOTHING, 0.9, readings)

    # One line or place

    def _outages_of(
        self, snapshot: _Snapshot, line: int, ont: int, place: Place | None, cells: Rows
    ) -> list[tuple[Outage, float]]:
        """The outages it is in, each with how surely: that of the most lines first."""
        found: dict[int, float] = {}
        if len(cells) and snapshot.of_cell[cells[0]] >= 0:
            found[int(snapshot.of_cell[cells[0]])] = 1.0
        if ont >= 0 and snapshot.of_ont[ont] >= 0:
            found[int(snapshot.of_ont[ont])] = 1.0
        if line < 0:
            for cell in cells[1:NEAR_CELLS].tolist():
                if snapshot.of_cell[cell] >= 0:
                    found.setdefault(int(snapshot.of_cell[cell]), 0.6)
        for number in self._areas(snapshot, line, place):
            found.setdefault(number, 0.9)
        ordered = sorted(found, key=lambda number: (-found[number], number))
        return [(snapshot.outages[number], found[number]) for number in ordered]

    def _areas(self, snapshot: _Snapshot, line: int, place: Place | None) -> list[int]:
        """Outages known by complaints alone that the place, or else the line's home, is in the area of."""
        lines = self._records.lines
        where = (place.latitude, place.longitude) if place else None
        if where is None and line >= 0:
            where = float(lines.latitude[line]), float(lines.longitude[line])
        areas = [n for n, one in enumerate(snapshot.outages) if one.radius]
        if where is None or np.isnan(where).any():
            return []
        near = []
        for number in areas:
            one = snapshot.outages[number]
            away = distances(np.array([one.latitude]), np.array([one.longitude]), *where)[0]
            if away <= one.radius * 1000:
                near.append(number)
        return near

    def _finding(self, found: list[tuple[Outage, float]], readings: tuple[Reading, ...], at: int) -> Finding:
        outage, sure = found[0]
        told = Reading(
            Kind.OUTAGE,
            "outage",
            outage.id,
            True,
            "",
            "outages",
            _moment(at),
            timedelta(seconds=self._step),
            outage.confidence,
        )
        details: dict[str, str | float | tuple[str, ...]] = {
            "outage_id": outage.id,
            "title": outage.title,
            "area": outage.where,
            "cells": tuple(str(name) for name in self._records.cells.id[outage.cells[:50]]),
            "lines_affected": float(outage.lines_affected),
            "evidence": outage.evidence,
        }
        if not outage.measured:
            details[RESTS_ON] = (ALARMS,)
        if len(found) > 1:
            details["also"] = tuple(other.title for other, _ in found[1:])
        return Finding(
            Kind.OUTAGE,
            outage.cause,
            round(outage.confidence * sure, 3),
            (told, *readings),
            since=_moment(outage.start),
            until=_moment(outage.until) if outage.until else None,
            details=details,
        )

    def _alone(self, ont: int, terminals: OntNow, readings: tuple[Reading, ...]) -> Finding:
        """The terminal of one customer is gone, and its neighbours are there."""
        reason = OntStatus(int(terminals.reason[ont]))
        name = str(self._records.onts.id[ont])
        words = {
            OntStatus.LOSS_OF_SIGNAL: "receives no light",
            OntStatus.DYING_GASP: "has lost its power, or was switched off",
        }.get(reason, "is offline")
        details: dict[str, str | float | tuple[str, ...]] = {
            "title": f"terminal {name} {words}",
            "ont": name,
            "status": reason.name.lower(),
            "lines_affected": 1.0,
            "evidence": (f"terminal {name} {words}", "its neighbours on the PON are online"),
        }
        since = _moment(int(terminals.since[ont]))
        return Finding(Kind.OUTAGE, "ont_down", _ALONE.get(reason, 0.6), readings, since=since, details=details)

    # The whole network

    @property
    def _step(self) -> int:
        return self._records.counters.step * FRESH

    @cached_property
    def _topology(self) -> Topology:
        return topology(self._records)

    @cached_property
    def _book(self) -> AlarmBook:
        return alarm_book(self._records.alarms, self._topology)

    @cached_property
    def _homes(self) -> Homes | None:
        return homes(self._records.lines)

    def _snapshot(self, at: int) -> _Snapshot:
        """What is known at a moment, which counts as the same for EVERY seconds: nothing that came later is looked at."""
        interval = self._records.counters.last(at)
        over = self._records.counters.start + (interval + 1) * self._records.counters.step
        moment = max(at // EVERY * EVERY, over) if interval >= 0 and over <= at else at // EVERY * EVERY
        found = self._snapshots.get(moment)
        if found is not None:
            return found
        with self._looking:  # one thread looks for all
            found = self._snapshots.get(moment)
            if found is None:
                found = self._snapshots[moment] = self._look(moment, interval)
                while len(self._snapshots) > _KEPT:
                    self._snapshots.popitem(last=False)
        return found

    def _look(self, at: int, interval: int) -> _Snapshot:
        records, structure, book = self._records, self._topology, self._book
        states, served = self._of_interval(interval, at)
        said, works = claims(book, structure, at), works_at(records.planned_works, structure, at)
        terminals = onts_at(records.ont_states, len(records.onts), at)
        out = cells_out(structure, states, said, works, records.counters.step)
        symptoms = mobile_symptoms(records, structure, out, book, works, interval)
        symptoms += fixed_symptoms(records.onts, records.ont_states, terminals, structure, said, book, works, at)
        lasted = usual_durations(book, at)

        def made(parts: list[Symptom]) -> Outage:
            return outage_of(parts, structure, records.cells, records.onts, records.planned_works, lasted, at)

        outages = [made(parts) for parts in linked(symptoms)]
        outages, areas = self._heard(outages, *membership(outages, len(records.cells), len(records.onts)), at)
        outages += [made([_of_burst(area)]) for area in areas]
        outages = count_lines(outages, records.lines, served, len(records.cells), len(records.onts))
        outages.sort(key=lambda one: (-one.lines_affected, one.id))
        of_cell, of_ont = membership(outages, len(records.cells), len(records.onts))
        return _Snapshot(tuple(outages), of_cell, of_ont, states, terminals, served)

    def _of_interval(self, interval: int, at: int) -> tuple[CellStates, Served]:
        """What only changes with the counters; the lines' cells are those at the first question after it."""
        found = self._intervals.get(interval)
        if found is None:
            records = self._records
            states = cell_states(records.counters, len(records.cells), interval)
            served = served_at(records.serving_cells, len(records.lines), at)
            found = self._intervals[interval] = states, served
            while len(self._intervals) > _KEPT:
                self._intervals.popitem(last=False)
        return found

    def _heard(
        self, outages: list[Outage], of_cell: NDArray[np.int32], of_ont: NDArray[np.int32], at: int
    ) -> tuple[list[Outage], list[Burst]]:
        """Complaints: those of lines in a known outage are evidence of it; of those without any reason, bursts from an area."""
        records, living = self._records, self._homes
        if living is None or not len(records.complaints):
            return outages, []
        heard = np.zeros(len(outages), int)

        def explained(rows: Rows) -> Flags:
            who = callers(records, rows)
            number = outage_of_callers(who, outages, of_cell, of_ont)
            heard[:] = np.bincount(number[number >= 0], minlength=len(outages))
            return (number >= 0) | had_reason(records, who, living, at)

        areas = bursts(records.complaints, records.lines, living, at, explained)
        told = [
            replace(
                one,
                evidence=(*one.evidence, f"{count} complaints of its lines"),
                confidence=_surer(one.confidence, int(count)),
            )
            if count
            else one
            for one, count in zip(outages, heard, strict=True)
        ]
        return told, areas


def _of_burst(burst: Burst) -> Symptom:
    words = f"{burst.complaints} complaints within {burst.radius:g} km, where {burst.expected:.1f} are usual"
    return Symptom(
        "complaints_only",
        f"{burst.latitude:.2f},{burst.longitude:.2f}",
        burst.first,
        0.6 if burst.p_value > 1e-8 else 0.75,
        (words, "no alarm, counter or terminal explains them"),
        burst.latitude,
        burst.longitude,
        radius=burst.radius,
    )


def _surer(confidence: float, complaints: int) -> float:
    """Each complaint takes a tenth of the doubt, as far as five of them."""
    return round(min(0.99, 1 - (1 - confidence) * 0.9 ** min(complaints, 5)), 3)


def _moment(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)
