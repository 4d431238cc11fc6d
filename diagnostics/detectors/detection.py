"""Events of a table of series: the right detector for how much is known, and entities that fail together as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

import numpy as np

from diagnostics.detectors.events import NOVELTY, SEASONAL, Event, entity_events, together
from diagnostics.detectors.novelty import NoveltyDetector
from diagnostics.detectors.samples import Floats
from diagnostics.detectors.seasonal import SeasonalDetector

RHYTHM_DAYS = 5  # with fewer days a usual value at this hour says little
RHYTHM_SAMPLES = 4  # a day


class Detector(StrEnum):
    """Which detector judges."""

    SEASONAL = "seasonal"
    NOVELTY = "novelty"


def suited(times: int, samples_per_day: int) -> Detector:
    """The seasonal detector where the series are long and dense enough to show a rhythm, else the novelty detector."""
    rhythm = samples_per_day >= RHYTHM_SAMPLES and times >= RHYTHM_DAYS * samples_per_day
    return Detector.SEASONAL if rhythm else Detector.NOVELTY


def detect(
    samples: Floats, samples_per_day: int, detector: Detector, entities: Sequence[str], groups: Mapping[str, str]
) -> list[Event]:
    """Events in samples of shape (times, entities), NaN for missing, by the time they could be known.

    `groups` tells the group of each entity that has one.
    """
    scores, sizes = np.empty(samples.shape), np.empty(samples.shape)
    rule = SEASONAL if detector is Detector.SEASONAL else NOVELTY
    if detector is Detector.SEASONAL:
        seasonal = SeasonalDetector(samples_per_day)
        for time, row in enumerate(samples):
            deviation = seasonal.update(row)
            scores[time], sizes[time] = deviation.score, deviation.deviation
    else:
        novelty = NoveltyDetector(samples_per_day)
        for time, row in enumerate(samples):
            judged = novelty.update(row)
            scores[time], sizes[time] = judged.score, judged.score
    events = [
        event
        for column, entity in enumerate(entities)
        for event in entity_events(entity, groups.get(entity), scores[:, column], sizes[:, column], rule)
    ]
    return together(events)
