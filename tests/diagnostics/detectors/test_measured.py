"""What the documentation says of the detectors, measured on simulated counters with seeds that nothing was chosen on."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import numpy as np
import pytest

from diagnostics.detectors import Detector, Event, detect

log = logging.getLogger(__name__)

DAY, DAYS, CELLS, SITES = 96, 28, 30, 10
NAMES = [f"cell{n}" for n in range(CELLS)]
GROUPS = {name: f"site{n * SITES // CELLS}" for n, name in enumerate(NAMES)}
FACTORS = {"cell dead": 0.0, "cell asleep": 0.03, "surge": 3.0, "site dead": 0.0, "traffic lost": 0.4}
SEEDS = range(100, 106)


@dataclass(frozen=True)
class Trouble:
    kind: str
    cells: range
    first: int
    end: int

    def is_found_by(self, event: Event) -> bool:
        return bool(set(event.entities) & {NAMES[n] for n in self.cells}) and self.first <= event.detected < self.end

    def explains(self, event: Event) -> bool:
        """The hour after a trouble counts as part of it."""
        return (
            bool(set(event.entities) & {NAMES[n] for n in self.cells})
            and self.first - 2 <= event.detected < self.end + 4
        )


def world(seed: int) -> tuple[np.ndarray, list[Trouble]]:
    """Traffic of 30 cells, three a site, for four weeks of quarter hours: two busy hours a day, other weekends, noise of 20%
    that lasts for a while (correlation 0.6), and 20 troubles of two to eight hours in the last 20 days."""
    random = np.random.default_rng(seed)
    times = np.arange(DAYS * DAY)
    hour, weekend = times % DAY * 24 / DAY, times // DAY % 7 >= 5
    samples = np.empty((len(times), CELLS))
    for cell in range(CELLS):
        noon, evening = random.normal(11, 1), random.normal(20, 1)
        shape = 0.12 + random.uniform(0.5, 1) * np.exp(-(((hour - noon) / 3.7) ** 2))
        shape += random.uniform(0.6, 1.2) * np.exp(-(((hour - evening) / 2.8) ** 2))
        noise = np.zeros(len(times))
        for at, shock in enumerate(random.normal(size=len(times) - 1), 1):
            noise[at] = 0.6 * noise[at - 1] + 0.8 * shock
        samples[:, cell] = random.lognormal(3, 0.7) * shape * np.where(weekend, random.uniform(0.6, 1.15), 1)
        samples[:, cell] *= np.exp(0.2 * noise)
    troubles, busy = [], np.zeros(samples.shape, dtype=bool)
    while len(troubles) < 20:
        kind = list(FACTORS)[len(troubles) % len(FACTORS)]
        cell = int(random.integers(CELLS))
        cells = range(cell // 3 * 3, cell // 3 * 3 + 3) if kind == "site dead" else range(cell, cell + 1)
        first = int(random.integers(8 * DAY, (DAYS - 1) * DAY))
        end = first + int(random.integers(8, 32))
        if hour[first] < 8 or busy[first - DAY // 4 : end + DAY // 4, cells].any():
            continue
        busy[first:end, cells] = True
        samples[first:end, cells] *= FACTORS[kind]
        troubles.append(Trouble(kind, cells, first, end))
    return samples, troubles


@pytest.mark.slow
def test_troubles_are_found_soon_and_little_else() -> None:
    found: dict[str, list[bool]] = {kind: [] for kind in FACTORS}
    delays, whole_sites, false = [], [], 0
    for seed in SEEDS:
        samples, troubles = world(seed)
        events = detect(samples, DAY, Detector.SEASONAL, NAMES, GROUPS)
        for trouble in troubles:
            hits = [event for event in events if trouble.is_found_by(event)]
            found[trouble.kind].append(bool(hits))
            delays += [min(event.detected for event in hits) - trouble.first] if hits else []
            if trouble.kind == "site dead":
                whole_sites.append(any(len(event.entities) == 3 for event in hits))
        false += sum(not any(trouble.explains(event) for trouble in troubles) for event in events)
    recall = {kind: float(np.mean(each)) for kind, each in found.items()}
    weeks = len(SEEDS) * CELLS * DAYS / 7
    log.info("found %s, delay median %g, mean %.2f", recall, np.median(delays), np.mean(delays))
    log.info("whole sites %.2f, %d false events in %d weeks of a cell", np.mean(whole_sites), false, weeks)
    assert all(recall[kind] >= 0.95 for kind in ("cell dead", "cell asleep", "site dead"))
    assert min(recall.values()) >= 0.8
    assert np.mean(whole_sites) >= 0.9
    assert np.median(delays) <= 1
    assert false / weeks <= 0.05
