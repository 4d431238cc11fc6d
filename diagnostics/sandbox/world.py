"""A whole simulated operator, drawn from a seed: the same seed, size and end give the same world."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from diagnostics.records import (
    Alarms,
    CellRestrictions,
    Cells,
    Complaints,
    OntStates,
    PlannedWorks,
)
from diagnostics.sandbox import traffic
from diagnostics.sandbox.access import Alone, lone_losses, ont_states
from diagnostics.sandbox.accounts import Accounts, keep_accounts, restrictions
from diagnostics.sandbox.alarms import announce, raise_alarms
from diagnostics.sandbox.cells import LAYERS, Antennas, place_antennas
from diagnostics.sandbox.complaints import complain
from diagnostics.sandbox.faults import Trouble, inject
from diagnostics.sandbox.geography import SIZES, UNTIL, Clock, Sites, Size, place_sites
from diagnostics.sandbox.people import People, settle
from diagnostics.sandbox.radio import Radio
from diagnostics.sandbox.reports import Reports, measure
from diagnostics.sandbox.traffic import Demand, Stretch
from diagnostics.sandbox.whereabouts import Whereabouts, follow

NOTICE = (
    "SIMULATED: this operator, its city, its customers, their numbers and their words are invented by the t2r sandbox. "
    "Nothing here is about a real network or person."
)


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """The simulated operator: what its feeds show, and the truth behind them."""

    seed: int
    size: str
    clock: Clock
    sites: Sites
    antennas: Antennas
    radio: Radio
    people: People
    troubles: tuple[Trouble, ...]
    alone: Alone
    accounts: Accounts
    ways: Whereabouts
    reports: Reports
    demand: Demand
    ont_states: OntStates
    cell_restrictions: CellRestrictions
    alarms: Alarms
    works: PlannedWorks
    complaints: Complaints

    @property
    def cells(self) -> Cells:
        """The cell list as declared; rows are those of `antennas`."""
        antennas = self.antennas

        def of_layer(*values: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
            return np.array(values, dtype=np.float32)[antennas.layer]

        return Cells(
            id=antennas.id,
            site=self.sites.id[antennas.site],
            technology=of_layer(*(layer.technology for layer in LAYERS)).astype(np.int16),
            band=of_layer(*(layer.band for layer in LAYERS)).astype(np.int16),
            latitude=antennas.latitude,
            longitude=antennas.longitude,
            azimuth=antennas.azimuth.astype(np.float32),
            beamwidth=np.full(len(antennas), 65, dtype=np.float32),
            tilt=antennas.tilt.astype(np.float32),
            height=self.sites.height[antennas.site].astype(np.float32),
            eirp=of_layer(*(layer.eirp for layer in LAYERS)),
            bandwidth=of_layer(*(layer.bandwidth for layer in LAYERS)),
        )

    def counters(self) -> Iterator[Stretch]:
        """The performance counters, a day at a time."""
        return traffic.run(self.demand)


def create(seed: int, size: str = "full", until: int = UNTIL) -> World:
    """Draw the world of a seed; `until` is the second (since 1970 UTC) at which it ends.

    Raises ValueError for a size that is none of `SIZES`, or a seed below 0.
    """
    if size not in SIZES:
        raise ValueError(f"size: {size!r} is none of {', '.join(SIZES)}")
    if seed < 0:
        raise ValueError(f"seed: {seed} is below 0")
    how: Size = SIZES[size]
    clock = Clock.until(until, how.days)
    sites = place_sites(how, seed)
    antennas = place_antennas(sites, seed)
    radio = Radio.draw(sites, antennas, seed)
    people = settle(how, sites, radio, seed)
    troubles = inject(how, clock, sites, antennas, people, seed)
    alone = lone_losses(people.onts, clock, seed)
    ways = follow(how, clock, people, troubles, seed)
    return World(
        seed=seed,
        size=size,
        clock=clock,
        sites=sites,
        antennas=antennas,
        radio=radio,
        people=people,
        troubles=troubles,
        alone=alone,
        accounts=keep_accounts(how, clock, len(people), troubles, seed),
        ways=ways,
        reports=measure(how, clock, radio, people, troubles, seed),
        demand=traffic.plan(clock, sites, antennas, troubles, seed),
        ont_states=ont_states(people.onts, clock, troubles, alone, seed),
        cell_restrictions=restrictions(how, clock, len(antennas), troubles),
        alarms=raise_alarms(clock, sites, antennas, people.onts, troubles, seed),
        works=announce(troubles, sites, clock, seed),
        complaints=complain(clock, people, troubles, ways, seed),
    )
