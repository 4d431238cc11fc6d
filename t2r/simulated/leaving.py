"""Simulated customers who stay or leave, after contacts and troubles: what a churn model can be trained on where no real ones are.

SIMULATED: how troubles drive customers away is assumed here, not measured. An operator trains on customers of its own.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator

from t2r.customers.churn import Behaviour

NOTICE = "SIMULATED customers: an assumed relation between troubles and leaving, not a measured one"


def customers(seed: int, number: int) -> Iterator[tuple[Behaviour, bool]]:
    """So many customers, each with whether they leave within 90 days."""
    dice = random.Random(f"leaving/{seed}")
    for _ in range(number):
        patience, luck = dice.gauss(0, 1), dice.expovariate(1.0)
        cases = _poisson(dice, 0.8 * luck)
        outages = sum(dice.random() < 0.25 for _ in range(cases))
        came_back = sum(dice.random() < 0.18 for _ in range(cases))
        still_open = sum(dice.random() < 0.1 for _ in range(cases))
        restored = cases - still_open
        hours = dice.lognormvariate(1.6, 0.9) if restored else None
        annoyed = 0.15 + 0.25 * (came_back > 0) + 0.01 * min(hours or 0.0, 24)
        unsatisfied = sum(dice.random() < annoyed for _ in range(min(restored, 3)))
        years = dice.expovariate(1 / 4)
        contacts = cases + _poisson(dice, 0.6)
        anger = (
            0.35 * math.log1p(cases)
            + 0.8 * came_back
            + 0.25 * outages
            + 0.5 * still_open
            + 0.03 * min(hours or 0.0, 72)
            + 0.9 * unsatisfied
            - 0.12 * min(years, 10)
            - 0.6 * patience
        )
        speaks = 1 / (1 + math.exp(-(anger - 3.2)))
        leaving = sum(dice.random() < speaks for _ in range(min(contacts, 2)))
        leaves = 1 / (1 + math.exp(-(0.8 * anger + 1.8 * leaving - 3.3)))
        seen = Behaviour(
            cases,
            came_back,
            outages,
            still_open,
            hours,
            unsatisfied,
            contacts,
            leaving,
            None if dice.random() < 0.1 else years,
        )
        yield seen, dice.random() < leaves


def _poisson(dice: random.Random, mean: float) -> int:
    limit, product, count = math.exp(-mean), dice.random(), 0
    while product > limit:
        product *= dice.random()
        count += 1
    return count
