"""What the diagnostics say of an order: whether its place is covered before it begins, whether there is an outage while it waits, and
whether its line works before it is complete."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, Protocol

from diagnostics.diagnosis import Diagnosis
from diagnostics.readings import NOT_KNOWN, NOTHING, Finding, Kind, Place
from t2r.orders.ports import Call
from t2r.orders.ports.testing import See
from t2r.orders.tables import Item, Order

ALONE = "ont_down"  # the terminal of one customer: no outage, its neighbours have service
Diagnose = Callable[[str | None, Place | None], Diagnosis | None]  # None where nothing is known of the line or place


class Sight(Protocol):
    """The network as orders look at it."""

    def diagnose(self, line: str | None, place: Place | None) -> Diagnosis | None:
        """What is wrong with a line or at a place; None where nothing is known of it."""
        ...

    def affected(self) -> Collection[str]:
        """The lines that an outage may reach now: each is worth a diagnosis."""
        ...


class NetworkAround:
    """Feasibility of products that are served by radio: the coverage at the line, or at the place that an item names by latitude
    and longitude (as TMF645 judges it). Of copper and fibre nothing is known here."""

    def __init__(self, diagnose: Diagnose, radio: Collection[str]) -> None:
        self._diagnose, self._radio = diagnose, radio

    def look(self, order: Order, item: Item) -> Mapping[str, Any]:
        """As Surroundings has it. What is not known is left out."""
        if item.product not in self._radio:
            return {}
        place = place_of(item.characteristics)
        line = item.characteristics.get("line") or order.line
        if place is None and line is None:
            return {}
        found = self._diagnose(None if place is not None else str(line), place)
        known = _known(found, Kind.COVERAGE)
        return {} if known is None else {"feasible": known == NOTHING}


def line_works(diagnose: Diagnose) -> See:
    """What a test and turn-up sees: no trouble with the line. Unknown where nothing fresh is known of it.

    Whether a line is barred is what a change of its service changes: what was read before that neither passes nor fails it.
    """

    def see(call: Call) -> bool | None:
        if call.line is None:
            return None
        found = diagnose(call.line, None)
        if found is None or all(finding.cause == NOT_KNOWN for finding in found.findings):
            return None
        old = {finding.kind for finding in found.findings if _is_older(finding, call.since)}
        if any(badge.is_trouble for badge in found.badges if badge.kind not in old):
            return False
        return None if old else True

    return see


def _is_older(finding: Finding, change: datetime | None) -> bool:
    """Whether a finding is of how the line was before the change, or cannot say that it is not."""
    if finding.kind is not Kind.BARRING or finding.cause == NOT_KNOWN or change is None:
        return False
    decided = finding.details.get("decided_by", ())
    moments = [each.measured_at for each in finding.readings if isinstance(decided, tuple) and each.name in decided]
    return not moments or any(moment is None or moment < change for moment in moments)


def is_out(found: Diagnosis | None) -> bool | None:
    """Whether there is an outage, of more than the customer's own terminal; None where nobody can tell."""
    known = _known(found, Kind.OUTAGE)
    return None if known is None else known not in (NOTHING, ALONE)


def place_of(said: Mapping[str, Any]) -> Place | None:
    """The place that an item names by latitude and longitude."""
    latitude, longitude = said.get("latitude"), said.get("longitude")
    if not isinstance(latitude, (int, float)) or not isinstance(longitude, (int, float)):
        return None
    try:
        return Place(float(latitude), float(longitude))
    except ValueError:
        return None


def _known(found: Diagnosis | None, kind: Kind) -> str | None:
    """The cause of the finding of a kind; None where it is not known."""
    finding = None if found is None else next((one for one in found.findings if one.kind is kind), None)
    return None if finding is None or finding.cause == NOT_KNOWN else finding.cause
