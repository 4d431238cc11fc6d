"""What the OLTs of the sandbox say of the customers' optical terminals: faults, and what happens in homes without any."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from diagnostics.records import STILL, Onts, OntStates, OntStatus
from diagnostics.sandbox.faults import Fault, Trouble
from diagnostics.sandbox.geography import DAY, Array, Clock, random_of

_OFF_A_DAY = 0.03  # share of terminals that a customer switches off on a day
_BROKEN_A_DAY = 0.0008  # share of terminals whose own drop cable or connector fails on a day


@dataclass(frozen=True, slots=True, eq=False)
class Alone:
    """Terminals that went by themselves: rows of Onts, when, until when, and how."""

    ont: Array
    start: Array
    end: Array
    status: Array


def lone_losses(onts: Onts, clock: Clock, seed: int) -> Alone:
    """Terminals that go one by one: switched off by their owner, or with a fault of their own."""
    dice = random_of(seed, "terminals")
    days = (clock.end - clock.start) // DAY
    counts = [dice.poisson(share * len(onts) * days) for share in (_OFF_A_DAY, _BROKEN_A_DAY)]
    ont = dice.integers(0, max(len(onts), 1), sum(counts)) if len(onts) else np.empty(0, int)
    counts = counts if len(onts) else [0, 0]
    broken = np.arange(len(ont)) >= counts[0]
    start = dice.integers(clock.start + 3600, clock.end, len(ont))
    hours = np.where(broken, dice.uniform(4, 40, len(ont)), dice.uniform(0.1, 9, len(ont)))
    end = start + (hours * 3600).astype(np.int64)
    ont, rows = np.unique(ont, return_index=True)  # once each: a second loss within the first would be no event
    status = np.where(broken[rows], OntStatus.LOSS_OF_SIGNAL, OntStatus.DYING_GASP)
    return Alone(ont, start[rows], end[rows], status)


def ont_states(onts: Onts, clock: Clock, troubles: tuple[Trouble, ...], alone: Alone, seed: int) -> OntStates:
    """All that was said of the terminals, in order of terminal and time."""
    dice = random_of(seed, "terminal states")
    power = np.clip(dice.normal(-20.5, 2, len(onts)), -26.5, -14)
    every = np.arange(len(onts))
    entries = [(every, np.full(len(onts), clock.start), np.full(len(onts), OntStatus.ONLINE))]
    faulty = [one for one in troubles if len(one.onts)]
    hit = np.concatenate([np.empty(0, int), *(one.onts for one in faulty)])
    free = ~np.isin(alone.ont, hit)
    entries += [
        (alone.ont[free], alone.start[free], alone.status[free]),
        (alone.ont[free], alone.end[free], np.full(free.sum(), OntStatus.ONLINE)),
    ]
    for one in faulty:
        seen = one.start + dice.integers(5, 150, len(one.onts))  # terminals are polled one after the other
        how = OntStatus.LOSS_OF_SIGNAL if one.kind is Fault.FIBRE_CUT else OntStatus.OFFLINE
        entries.append((one.onts, seen, np.full(len(one.onts), how)))
        if one.end < STILL:
            back = one.end + dice.integers(10, 400, len(one.onts))
            entries.append((one.onts, back, np.full(len(one.onts), OntStatus.ONLINE)))
    ont, at, status = (np.concatenate(columns) for columns in zip(*entries, strict=True))
    known = at <= clock.end
    ont, at, status = ont[known], at[known], status[known]
    order = np.lexsort((at, ont))
    ont, at, status = ont[order], at[order], status[order]
    level = np.where(status == OntStatus.ONLINE, power[ont] + dice.normal(0, 0.2, len(ont)), np.nan)
    return OntStates(
        ont.astype(np.int32), at.astype(np.int64), status.astype(np.int16), np.round(level, 2).astype(np.float32)
    )
