"""The readings behind an outage finding: what the counters last said of the serving cell, and the OLT of the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from diagnostics.outage.from_counters import FRESH, CellStates
from diagnostics.outage.from_onts import FEED_ALIVE, OntNow
from diagnostics.readings import Kind, Reading
from diagnostics.records import COUNTERS, OntStatus, Records, Rows


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """Makes readings of what was known at a moment."""

    records: Records
    states: CellStates
    terminals: OntNow
    at: int

    def of(self, cells: Rows, ont: int) -> tuple[Reading, ...]:
        """Those of the serving cell (the first) and of a terminal (-1: none)."""
        found = [self._counter(int(cells[0]), name) for name in ("availability", "traffic")] if len(cells) else []
        return (*found, self._terminal(ont)) if ont >= 0 else tuple(found)

    def _counter(self, cell: int, name: str) -> Reading:
        counters, subject = self.records.counters, str(self.records.cells.id[cell])
        interval = counters.last(self.at)
        values = counters.window(name, np.array([cell]), interval - FRESH + 1, interval + 1)[0]
        known = np.flatnonzero(values >= 0)
        ttl = timedelta(seconds=FRESH * counters.step)
        if interval < 0 or not len(known):
            reason = f"the counters of cell {subject} have brought no {name} in the last {FRESH} intervals"
            return Reading(Kind.OUTAGE, name, subject, None, COUNTERS[name], "counters", None, ttl, reason=reason)
        over = counters.start + (interval - FRESH + 2 + int(known[-1])) * counters.step
        if self.at - over > FRESH * counters.step:
            reason = f"the counters of cell {subject} are {(self.at - over) // 60} minutes old"
            return Reading(
                Kind.OUTAGE, name, subject, None, COUNTERS[name], "counters", _moment(over), ttl, reason=reason
            )
        return Reading(
            Kind.OUTAGE, name, subject, float(values[known[-1]]), COUNTERS[name], "counters", _moment(over), ttl
        )

    def _terminal(self, ont: int) -> Reading:
        """The state of a terminal holds until the OLT tells another, as long as the feed is alive."""
        status, subject = int(self.terminals.status[ont]), str(self.records.onts.id[ont])
        ttl = timedelta(seconds=FEED_ALIVE)
        if status < 0 or not self.terminals.fresh:
            reason = (
                f"the OLT has said nothing of terminal {subject}" if status < 0 else "the feed of the OLTs is silent"
            )
            return Reading(Kind.OUTAGE, "ont_status", subject, None, "", "ont_states", None, ttl, reason=reason)
        value = OntStatus(status).name.lower()
        return Reading(Kind.OUTAGE, "ont_status", subject, value, "", "ont_states", _moment(self.at), ttl)


def _moment(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)
