"""Coverage: can this device be served here, indoors or out?

The level of each cell around comes from the propagation model of 3GPP TR 38.901, corrected by the measurements known at the
moment asked for. The best server is judged by thresholds (`serving`), and by how sure its level is.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diagnostics.propagation import USUAL_LOAD
from diagnostics.radio import REACH, Radio, positions
from diagnostics.readings import NOT_KNOWN, NOTHING, Finding, Kind, Place, Reading
from diagnostics.records import Cells, Codes, Degrees, Floats, Records, Rows, Technology
from diagnostics.residuals import Measured
from diagnostics.serving import LEAST, WEAK, BestServer, Signal, View

Array = NDArray[Any]

SURE = 0.6  # a cause is named when it is at least this likely
INDOORS_SHARE = (
    0.8  # how likely a phone is indoors where nobody said so: four in five calls are (ITU-R M.2412 clause 8.3.2)
)
PREDICTION_TTL, MEASUREMENT_TTL = timedelta(days=1), timedelta(days=90)
LEARN_EVERY = 6 * 3600  # s: a question about the past uses what was learnt at the last such moment before it
KEPT = 8  # moments whose learning is kept
CHUNK = 512  # places at once: what fits into memory near the processor
ODD_OFFSET = 6.0  # dB that an antenna's level may differ from its cell list before it is called odd
NO_LEVEL = "no cell that the device can use is within reach, or its technology has no such quantity"


@dataclass(frozen=True, slots=True)
class Antenna:
    """A cell whose measurements speak against its entry in the cell list, or against its own past."""

    cell: int  # row of Cells
    offset: float  # dB measured beyond what the cell list lets expect
    retilt: float  # degrees by which it is tilted further down than before
    changed_at: int  # second since when its tilt or level differs from before; -1: it did not change
    confidence: float  # probability that it changed


@dataclass(frozen=True, slots=True)
class _Judged:
    """What is wrong with a signal, and how likely."""

    cause: str
    confidence: float
    indoors: bool
    signal: Signal  # of one place


class Coverage:
    """Coverage of a network, as far as its cell list, its measurements and its counters tell."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self._servers: dict[int, BestServer] = {}
        self._lock = Lock()
        self._devices: dict[int, NDArray[np.bool_] | None] = {}

    @cached_property
    def radio(self) -> Radio:
        """The cells, as the model sees them."""
        return Radio(self.records.cells)

    @cached_property
    def measured(self) -> Measured:
        """The measurements that a level can be learnt from."""
        return Measured(self.records.measurements, self.radio)

    def signal(
        self,
        latitudes: Degrees,
        longitudes: Degrees,
        at: int,
        device: int = -1,
        indoors: bool | NDArray[np.bool_] = False,
        without: Rows | None = None,
    ) -> Signal:
        """Best server of each place; cells of `without` are out of service. ValueError where the positions do not pair up."""
        latitudes, longitudes = np.atleast_1d(latitudes).astype(float), np.atleast_1d(longitudes).astype(float)
        if latitudes.shape != longitudes.shape or latitudes.ndim != 1:
            raise ValueError(f"signal: {latitudes.size} latitudes and {longitudes.size} longitudes do not pair up")
        server, usable, working = self._server(at), self._usable(device), self._working(without)
        inside = np.broadcast_to(np.asarray(indoors, dtype=bool), latitudes.shape)
        parts = []
        for first in range(0, max(len(latitudes), 1), CHUNK):
            span = slice(first, first + CHUNK)
            view = server.look(latitudes[span], longitudes[span])
            allowed = None if usable is None else usable[view.links.cell]
            parts.append(server.serve(view, allowed, working, self._load(view, at), inside[span].astype(int)))
        return Signal(*(np.concatenate([getattr(part, column.name) for part in parts]) for column in fields(Signal)))

    def levels(
        self,
        cells: Rows,
        latitudes: Degrees,
        longitudes: Degrees,
        at: int,
        indoors: Codes | int = 0,
        serving: bool = True,
    ) -> tuple[Floats, Floats]:
        """Level in dBm that a handset would measure of each of these cells at each of these places, one to one, and its
        standard deviation in dB.

        `indoors` is 1 inside, 0 outside, -1 not known. `serving`: given that the cell serves the handset, which tells that its
        level is higher than those of the others there; otherwise nothing of the kind is known. NaN for cell -1.
        """
        cells, latitudes, longitudes = np.asarray(cells), np.asarray(latitudes, float), np.asarray(longitudes, float)
        server, inside = self._server(at), np.broadcast_to(indoors, cells.shape)
        found = np.full((2, len(cells)), np.nan, dtype=np.float32)
        rows = np.flatnonzero(cells >= 0)
        for first in range(0, len(rows), CHUNK):
            part = rows[first : first + CHUNK]
            place = latitudes[part], longitudes[part]
            found[:, part] = server.level(cells[part].astype(np.int64), *place, inside[part], serving=serving)
        return found[0], found[1]

    def antennas(self, at: int) -> tuple[Antenna, ...]:
        """Antennas that seem wrongly listed, wrongly tilted or changed, the worst first."""
        learnt = self._server(at).correction
        odd, changes = np.abs(learnt.offset) > ODD_OFFSET, learnt.changes
        odd &= np.abs(learnt.offset) > 3.0 * np.sqrt(learnt.offset_variance)
        rows = np.flatnonzero(odd | (changes.since >= 0))
        badness = np.abs(learnt.offset[rows]) + 3.0 * np.abs(changes.tilt[rows])
        return tuple(
            Antenna(
                int(row),
                float(learnt.offset[row]),
                float(changes.tilt[row]),
                int(changes.since[row]),
                float(changes.confidence[row]),
            )
            for row in rows[np.argsort(-badness, kind="stable")]
        )

    def diagnose(self, place: Place, at: int, device: int = -1, without: Rows | None = None) -> Finding:
        """Whether the device is served at the place; where nobody said indoors or out, the worse of both decides.

        Cells of `without` (rows of Cells) are out of service.
        """
        server = self._server(at)
        view = server.look(np.array([place.latitude]), np.array([place.longitude]))
        if not view.links.valid.any():
            return self._beyond_the_list(place, at)
        usable, working, load = self._usable(device), self._working(without), self._load(view, at)
        allowed = None if usable is None else usable[view.links.cell]
        judged = {}
        for indoors in (False,) if place.indoors is False else (False, True):
            inside = np.array([int(indoors)])
            mine = _judge(server.serve(view, allowed, working, load, inside), self._gap, indoors, place.indoors)
            if mine.cause != NOTHING and allowed is not None:
                anyone = _judge(server.serve(view, None, working, load, inside), self._gap, indoors, place.indoors)
                mine = self._blame_device(mine, anyone, device)
            judged[indoors] = mine
        chosen = _worse(judged, place.indoors)
        cell = int(chosen.signal.cell[0])
        changed = int(server.correction.changes.since[cell]) if cell >= 0 and chosen.cause != NOTHING else -1
        return Finding(
            Kind.COVERAGE,
            chosen.cause,
            round(chosen.confidence, 3),
            (*self._predictions(place, at, judged), *self._nearest(place, at)),
            since=_moment(changed) if changed >= 0 else None,
            details=self._details(chosen, judged, place, device),
        )

    def _server(self, at: int) -> BestServer:
        """What was learnt by a moment. Once all measurements are in the past they are learnt from once and for all."""
        when = self.measured.at
        moment = int(when[-1]) if len(when) and at >= when[-1] else at - at % LEARN_EVERY
        if not len(when) or moment < when[0]:
            moment = 0
        with self._lock:
            if moment not in self._servers:
                while len(self._servers) >= KEPT:
                    self._servers.pop(next(iter(self._servers)))
                self._servers[moment] = BestServer(self.radio, self.measured, moment)
            return self._servers[moment]

    def _usable(self, device: int) -> NDArray[np.bool_] | None:
        """Which cells a device can receive; None where that is not known, and all count."""
        if device not in self._devices:
            named = str(self.records.devices.bands[device]).split() if 0 <= device < len(self.records.devices) else []
            self._devices[device] = _receives(named, self.records.cells) if named else None
        return self._devices[device]

    def _working(self, without: Rows | None) -> NDArray[np.bool_] | None:
        if without is None or not len(without):
            return None
        working = np.ones(len(self.records.cells), dtype=bool)
        working[without] = False
        return working

    @cached_property
    def _gap(self) -> NDArray[np.float64]:
        """dB from what is weak down to where a handset may not stay, by cell."""
        table = {kind: LEAST[kind] - WEAK[kind] for kind in Technology}
        return np.array([table.get(kind, -14.0) for kind in self.records.cells.technology.tolist()])

    def _load(self, view: View, at: int) -> NDArray[np.float64]:
        """Share of resource blocks in use by cell, from the last interval over by then; a usual one where no counter says."""
        cells, place = np.unique(view.links.cell, return_inverse=True)
        last = self.records.counters.last(at)
        if last < 0 or not cells.size:
            return np.full(view.links.cell.shape, USUAL_LOAD)
        load = self.records.counters.window("prb_utilisation", cells, last, last + 1)[:, 0] / 100.0
        known = np.where(np.isfinite(load), np.clip(load, 0.0, 1.0), USUAL_LOAD)
        return np.asarray(known[place.reshape(view.links.cell.shape)], dtype=float)

    def _blame_device(self, mine: _Judged, anyone: _Judged, device: int) -> _Judged:
        """Where another device would be served well, this one lacks something: the technology, or only the band."""
        if anyone.cause != NOTHING:
            return mine
        cells, cell = self.records.cells, int(anyone.signal.cell[0])
        technology = Technology(int(cells.technology[cell])).name
        named = str(self.records.devices.bands[device]).split()
        knows = any(_technology(name) == technology for name in named)
        cause = "band_not_supported" if knows else "technology_not_supported"
        signal = replace(mine.signal, cell=anyone.signal.cell)  # the badge names what the device cannot use
        return _Judged(cause, mine.confidence * anyone.confidence, mine.indoors, signal)

    def _details(self, chosen: _Judged, judged: dict[bool, _Judged], place: Place, device: int) -> dict[str, Any]:
        signal, cell, cells = chosen.signal, int(chosen.signal.cell[0]), self.records.cells
        details: dict[str, Any] = {
            "indoors": "yes" if chosen.indoors else "no",
            "indoors_known": "no, the worse of indoors and outdoors decides" if place.indoors is None else "yes",
            "helps": self._helps(chosen, judged, device),
        }
        for name, column in (("rsrp_dbm", "rsrp"), ("rsrq_db", "rsrq"), ("sinr_db", "sinr"), ("sigma_db", "sigma")):
            value = float(getattr(signal, column)[0])
            if np.isfinite(value):
                details[name] = round(value, 1)
        if cell >= 0:
            technology = Technology(int(cells.technology[cell]))
            details |= {
                "best_cell": str(cells.id[cell]),
                "technology": technology.name,
                "threshold_dbm": WEAK[technology],
            }
            if cells.band[cell] >= 0:
                details["band"] = int(cells.band[cell])
        return details

    def _helps(self, chosen: _Judged, judged: dict[bool, _Judged], device: int) -> tuple[str, ...]:
        """What would help, the easiest first."""
        if chosen.cause == NOTHING:
            return ()
        knows_device = 0 <= device < len(self.records.devices)
        helps = []
        if chosen.indoors and judged[False].cause == NOTHING:
            helps.append("outdoors")
        if not knows_device or bool(self.records.devices.wifi_calling[device]):
            helps.append("wifi_calling")
        if chosen.signal.reserve[0] >= 0:
            helps.append("other_band")
        if chosen.cause in ("band_not_supported", "technology_not_supported"):
            helps.append("other_device")
        return tuple(helps)

    def _predictions(self, place: Place, at: int, judged: dict[bool, _Judged]) -> tuple[Reading, ...]:
        """Level and quality of the best server, outdoors and, where it matters, indoors."""
        counted, subject = len(self._server(at).correction.rows), _subject(place)
        source = f"3GPP TR 38.901, corrected by {counted} measurements" if counted else "3GPP TR 38.901, no measurement"
        readings = []
        for indoors, judgement in judged.items():
            signal, where = judgement.signal, "_indoors" if indoors else ""
            quality = round(float(np.clip(1.0 - np.nan_to_num(signal.sigma[0], nan=20.0) / 20.0, 0.1, 0.9)), 2)
            for name, unit in (("rsrp", "dBm"), ("rsrq", "dB"), ("sinr", "dB")):
                value = float(getattr(signal, name)[0])
                known = bool(np.isfinite(value))
                reason = "" if known else NO_LEVEL
                common = (unit, source, _moment(at), PREDICTION_TTL, quality, reason)
                readings.append(
                    Reading(Kind.COVERAGE, name + where, subject, round(value, 1) if known else None, *common)
                )
        return tuple(readings)

    def _nearest(self, place: Place, at: int) -> tuple[Reading, ...]:
        """Distance and age of the nearest measurement that counts."""
        learnt = self._server(at).correction
        common = (Kind.COVERAGE, "nearest_measurement", _subject(place))
        if not len(learnt.rows):
            return (Reading(*common, None, "m", "measurements", None, MEASUREMENT_TTL, 0.0, "no measurement is known"),)
        distance, row = learnt.samples.tree.query(positions(np.array([place.latitude]), np.array([place.longitude]))[0])
        when = _moment(int(self.measured.at[learnt.rows[int(row)]]))
        return (Reading(*common, round(float(distance)), "m", "measurements", when, MEASUREMENT_TTL),)

    def _beyond_the_list(self, place: Place, at: int) -> Finding:
        """Where no cell of the list is in reach nothing can be said: the list may end here, not the network."""
        cells = len(self.records.cells)
        reason = f"no cell of the list is within {REACH / 1000:.0f} km" if cells else "no cell list has been loaded"
        rsrp = Reading(
            *(
                Kind.COVERAGE,
                "rsrp",
                _subject(place),
                None,
                "dBm",
                "cell list",
                _moment(at),
                PREDICTION_TTL,
                0.0,
                reason,
            )
        )
        readings = (rsrp, *self._nearest(place, at))
        return Finding(Kind.COVERAGE, NOT_KNOWN, 0.0, readings, details={"reason": reason})


def _receives(named: list[str], cells: Cells) -> NDArray[np.bool_]:
    """Which cells a device with these bands ("LTE3 NR78") receives; a cell of unknown band by its technology alone."""
    receives = np.zeros(len(cells), dtype=bool)
    for name in named:
        technology = Technology.__members__.get(_technology(name))
        if technology is None:
            continue  # the feed's reader has reported it
        digits = name[len(technology.name) :]
        band = ((cells.band == int(digits)) | (cells.band < 0)) if digits else True
        receives |= (cells.technology == technology) & band
    return receives


def _technology(band_name: str) -> str:
    """LTE of LTE3."""
    return band_name.rstrip("0123456789")


def _judge(signal: Signal, gap: NDArray[np.float64], indoors: bool, told: bool | None) -> _Judged:
    """What is wrong with one place's signal; less sure of indoors where nobody said that the device is there."""
    cell = int(signal.cell[0])
    share = INDOORS_SHARE if indoors and told is None else 1.0
    if cell < 0:
        return _Judged("no_coverage", 0.9 * share, indoors, signal)
    nothing, weak = share * float(signal.below(gap[cell])[0]), share * float(signal.below()[0])
    if nothing >= SURE:
        return _Judged("no_coverage", nothing, indoors, signal)
    if weak >= SURE:
        return _Judged("weak_indoors" if indoors else "weak_coverage", weak, indoors, signal)
    return _Judged(NOTHING, 1.0 - weak, indoors, signal)


def _worse(judged: dict[bool, _Judged], told: bool | None) -> _Judged:
    """The judgement that counts: where the device is, else the worse; weak outdoors is not put down to the walls."""
    outside = judged[False]
    if told is False or (told is None and outside.cause != NOTHING):
        return outside
    inside = judged[True]
    if inside.cause == "weak_indoors" and outside.cause == "weak_coverage":
        return replace(inside, cause="weak_coverage")
    return inside


def _subject(place: Place) -> str:
    return f"{place.latitude:.5f},{place.longitude:.5f}"


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)
