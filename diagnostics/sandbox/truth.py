"""The ground truth of a simulated operator, for scoring: what was injected, who was hit, and which cells truly lacked capacity."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa

from diagnostics.records import STILL, OntStatus, Technology
from diagnostics.sandbox.cells import LAYERS
from diagnostics.sandbox.complaints import sufferers
from diagnostics.sandbox.faults import Fault, Trouble
from diagnostics.sandbox.geography import CITY, DAY, OPERATOR, SIZES, to_degrees
from diagnostics.sandbox.traffic import FULL, ROOM, Stretch
from diagnostics.sandbox.world import NOTICE, World

VERSION = 1
LTE_LAYERS = [row for row, layer in enumerate(LAYERS) if layer.technology is Technology.LTE]
CAUSES = {  # of a finding, that are right for a fault; the first is the best
    Fault.SITE_DOWN: ("site_down", "power_failure", "cell_down", "backhaul_down"),
    Fault.SLEEPING_CELL: ("sleeping_cell",),
    Fault.BACKHAUL_LIMIT: ("slow_backhaul", "backhaul_down"),
    Fault.STADIUM_EVENT: ("congested",),
    Fault.FIBRE_CUT: ("fibre_cut", "pon_down", "olt_down"),
    Fault.MIS_TILTED_ANTENNA: ("weak_coverage", "no_coverage", "weak_indoors"),
    Fault.BARRED_CELL: ("cell_barred",),
    Fault.CREDIT_BARRING: ("suspended_for_credit",),
    Fault.CAP_REACHED: ("throttled", "data_limit_reached"),
    Fault.PLANNED_WORK: ("planned_work",),
}


def truth(world: World, full: list[dict[str, Any]]) -> dict[str, Any]:
    """All that was injected; `full` are the times in which cells lacked capacity, from `Capacity`."""
    clock = world.clock
    return {
        "notice": NOTICE,
        "simulated": True,
        "version": VERSION,
        "operator": OPERATOR,
        "city": CITY,
        "seed": world.seed,
        "size": world.size,
        "start": moment(clock.start),
        "end": moment(clock.end),
        "step": clock.step,
        "scored_from": moment(clock.start + SIZES[world.size].quiet * DAY),
        "cells": len(world.antennas),
        "lines": len(world.people),
        "faults": [_fault(world, n) for n in range(len(world.troubles))],
        "accounts": [
            {"line": int(world.people.lines.msisdn[row]), "cause": str(world.accounts.condition[row])}
            for row in np.flatnonzero(world.accounts.condition != "")
        ],
        "terminals": list(_terminals(world)),
        "congestion": full,
    }


class Capacity:
    """Gathers, day by day, when cells had less capacity than was asked for, and when it was hard to say."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._states: list[np.ndarray[Any, np.dtype[np.int8]]] = []

    def see(self, stretch: Stretch) -> None:
        """Take one day in."""
        self._states.append((stretch.load >= ROOM).astype(np.int8) + (stretch.load >= FULL))

    def spans(self) -> list[dict[str, Any]]:
        """Runs of intervals that were `full`, or on the `border` between room for all and full, by cell."""
        if not self._states:
            return []
        states = np.concatenate(self._states, axis=1)
        clock, found = self._world.clock, []
        edge = np.diff(states, axis=1, prepend=0, append=0) != 0
        for row in np.flatnonzero(states.any(axis=1)):
            edges = np.flatnonzero(edge[row])
            for first, end in zip(edges, [*edges[1:], states.shape[1]], strict=True):
                state = states[row, first] if first < states.shape[1] else 0
                if state:
                    found.append(
                        {
                            "cell": str(self._world.antennas.id[row]),
                            "start": moment(clock.start + int(first) * clock.step),
                            "end": moment(clock.start + int(end) * clock.step),
                            "state": "full" if state == 2 else "border",
                        }
                    )
        return found


def moment(second: int) -> str | None:
    """ISO 8601 in UTC; None for what has not ended."""
    return None if second == STILL else datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def lines(world: World) -> dict[str, Any]:
    """What is true of each line at home: the cell that serves it, and the level indoors (nothing: no usable one)."""
    people = world.people
    return {
        "msisdn": people.lines.msisdn,
        "cell": pa.array(world.antennas.id[people.home], mask=people.home < 0),
        "rsrp_indoors": pa.array(np.round(people.level.astype(float), 1), from_pandas=True),
        "receives_all_lte": people.receives[:, LTE_LAYERS].all(axis=1),
    }


def _fault(world: World, number: int) -> dict[str, Any]:
    one, people = world.troubles[number], world.people
    lines = sufferers(one, world.ways.hit[number], people)
    latitude, longitude = _centre(world, one)
    causes = CAUSES[one.kind]
    if one.kind is Fault.CAP_REACHED:
        causes = ("throttled",) if one.strength > 0 else ("data_limit_reached",)
    return {
        "id": one.id,
        "kind": str(one.kind),
        "variant": one.variant,
        "causes": list(causes),
        "start": moment(one.start),
        "end": moment(one.end),
        "alarmed": one.alarmed,
        "strength": round(one.strength, 3),
        "site": str(world.sites.id[one.site]) if one.site >= 0 else None,
        "district": str(world.sites.district[one.site])
        if one.site >= 0
        else str(people.district[lines[0]])
        if len(lines)
        else None,
        "latitude": latitude,
        "longitude": longitude,
        "cells": [str(world.antennas.id[row]) for row in one.cells],
        "onts": [str(people.onts.id[row]) for row in one.onts],
        "lines": [int(people.lines.msisdn[row]) for row in lines],
        "moved_lines": [int(people.lines.msisdn[row]) for row in world.ways.moved[number]],
    }


def _centre(world: World, one: Trouble) -> tuple[float | None, float | None]:
    people = world.people
    if one.site >= 0:
        latitude, longitude = to_degrees(world.sites.x[one.site], world.sites.y[one.site])
        return float(latitude), float(longitude)
    for rows, table in ((one.onts, people.onts), (one.lines, people.lines)):
        if len(rows):
            return round(float(table.latitude[rows].mean()), 6), round(float(table.longitude[rows].mean()), 6)
    return None, None


def _terminals(world: World) -> Iterator[dict[str, Any]]:
    """Terminals that went by themselves: one customer's trouble, and no outage of the network."""
    alone = world.alone
    hit = np.concatenate([np.empty(0, int), *(one.onts for one in world.troubles)])
    for row in np.flatnonzero(~np.isin(alone.ont, hit)):
        yield {
            "ont": str(world.people.onts.id[alone.ont[row]]),
            "start": moment(int(alone.start[row])),
            "end": moment(int(alone.end[row])),
            "status": OntStatus(int(alone.status[row])).name.lower(),
        }
