"""Simulated customers for cases: each line that a case is about gets a world with a trouble that fits the case's flow.

`T2R_CATALOGUE=t2r.simulated.customers:tools_of` puts them behind the cases of a server, for demonstrations. They live as
long as the process. Where the network knows the line, its account begins as the network has it, and an outage over the line
stands until the network says that it is over.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Any, Protocol

from t2r.simulated.catalogue import SimulatedCatalogue, catalogue
from t2r.simulated.network import agree, stand_under
from t2r.simulated.tickets import FLOWS, Ticket, tickets
from t2r.simulated.world import World

REMEMBERED = 1_000
MOST_FAULTS = 3
TRIED = 20  # tickets, for one whose trouble the network's account leaves standing

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


class Seen(Protocol):
    """What the network says of the line."""

    @property
    def account(self) -> Mapping[str, Any]:
        """Its account: the readings by name."""

    @property
    def facts(self) -> Mapping[str, Mapping[str, Any]]:
        """Facts in the flows' words, the outages over it among them."""


def tools_of(case: About, look: Callable[[], Seen | None]) -> SimulatedCatalogue:
    """The tools of the customer whose line a case is about: the same customer for the same line and flow."""
    line, flow, seen = case.line or "", case.flow or "", look()
    with _looking:
        found = _known.pop((line, flow), None) or catalogue(_world(line, flow, seen.account if seen else {}))
        _known[line, flow] = found
        while len(_known) > REMEMBERED:
            _known.popitem(last=False)
        stand_under(found.world.state, seen.facts if seen else {})
        return found


def _world(line: str, flow: str, account: Mapping[str, Any]) -> World:
    """A customer with a few troubles of that kind, as far as the account allows; with none where no flow is known for them."""
    for world in _worlds(line, flow):
        world.consents.clear()
        if line:
            world.state.line.number = f"+{line}"
        agree(world.state, account)
        if not world.goal(world.state):
            break
    return world


def _worlds(line: str, flow: str) -> Iterator[World]:
    if flow not in FLOWS:
        yield World()
        return
    for _, ticket in zip(range(TRIED), _tickets(line, flow), strict=False):
        yield ticket.open()


def _tickets(line: str, flow: str) -> Iterator[Ticket]:
    for seed in count(int(line or 0)):
        ticket = tickets(seed, FLOWS.index(flow) + 1)[-1]
        # An outage is for the network to know.
        if 1 <= len(ticket.faults) <= MOST_FAULTS and not any("outage" in fault for fault in ticket.faults):
            yield ticket
