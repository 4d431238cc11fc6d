"""Simulated customers for cases: each line that a case is about gets a world with a trouble that fits the case's flow.

`T2R_CATALOGUE=t2r.simulated.customers:tools_of` puts them behind the cases of a server, for demonstrations. They live as
long as the process.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from itertools import count
from typing import Protocol

from t2r.simulated.catalogue import SimulatedCatalogue, catalogue
from t2r.simulated.tickets import FLOWS, Ticket, tickets
from t2r.simulated.world import World

REMEMBERED = 1_000
MOST_FAULTS = 3

_known: OrderedDict[tuple[str, str], SimulatedCatalogue] = OrderedDict()
_looking = threading.Lock()


class About(Protocol):
    """What is to be known of a case."""

    @property
    def line(self) -> str | None:
        """The line's digits."""

    @property
    def flow(self) -> str | None:
        """The flow it takes."""


def tools_of(case: About) -> SimulatedCatalogue:
    """The tools of the customer whose line a case is about: the same customer for the same line and flow."""
    line, flow = case.line or "", case.flow or ""
    with _looking:
        found = _known.pop((line, flow), None) or catalogue(_world(line, flow))
        _known[line, flow] = found
        while len(_known) > REMEMBERED:
            _known.popitem(last=False)
        return found


def _world(line: str, flow: str) -> World:
    """A customer with a few troubles of that kind; with none where no trouble is known for the flow."""
    world = _ticket(line, flow).open() if flow in FLOWS else World()
    world.consents.clear()
    if line:
        world.state.line.number = f"+{line}"
    return world


def _ticket(line: str, flow: str) -> Ticket:
    for seed in count(int(line or 0)):
        ticket = tickets(seed, FLOWS.index(flow) + 1)[-1]
        # An outage is for the network to know, which is asked of first.
        if 1 <= len(ticket.faults) <= MOST_FAULTS and not any("outage" in fault for fault in ticket.faults):
            return ticket
    raise AssertionError("seeds have no end")
