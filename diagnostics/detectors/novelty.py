"""Anomalies as what a stream has never shown before: a value, a value at this hour, a restlessness."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diagnostics.detectors.samples import Floats, as_sample
from diagnostics.detectors.stream import StreamDetector
from diagnostics.detectors.tail import Tail

AROUND_HOUR = 12  # the same hour reaches a twelfth of a day (two hours) to either side
DAYS = 60  # of which the same hour is looked at
RESTLESS = 52  # samples over which the restlessness is the mean step
SECONDARY = 0.6  # weight of hour and restlessness beside the value itself
AGREEMENT = 0.2  # what the weaker views add to the strongest one
AGREEMENT_LIMIT = 4.0  # decades
_AT_ONCE = 1 << 17  # values of history that are compared at once: they stay in the processor's cache


@dataclass(frozen=True, slots=True)
class Judged:
    """What was made of one sample of each entity, shape (entities,); NaN where the sample was missing.

    `score` is the decades of improbability of all views together, on the low side: distances shrink as the past grows, so
    that two decades come about once in a thousand samples of pure noise. `hour` is that of a value at this hour alone, which
    stays up for as long as a trouble lasts, because it compares with other days.
    """

    score: Floats
    hour: Floats


class NoveltyDetector(StreamDetector):
    """Distance to the nearest thing ever seen, of many entities at once, each in a stream of its own.

    Three views: the value against all earlier values; the value against values of earlier days within two hours of this
    time of day; the mean step of the last samples against earlier ones that share no sample with it. Each distance is
    turned into decades of improbability (`Tail`). A sample is judged with earlier samples only, then learned.

    `samples_per_day` sets the daily rhythm; `history` is how many samples back are remembered: 8 bytes a sample and entity.
    """

    def __init__(self, samples_per_day: int, history: int = 8192) -> None:
        self.samples_per_day = samples_per_day
        self.history = history

    def update(self, values: ArrayLike) -> Judged:
        """Judge the next sample of each entity, shape (entities,), then learn it. NaN is missing.

        The first call settles how many entities there are. Raises ValueError for another number, or an infinite sample.
        """
        if not hasattr(self, "_value"):
            self._begin(np.size(values))
        sample = as_sample(values, self._entities)
        restlessness = self._restlessness(sample)
        value, hour, restless = (
            tail.update(distance)
            for tail, distance in zip(self._tails, self._distances(sample, restlessness), strict=True)
        )
        self._learn(sample, restlessness)
        return Judged(*(np.where(np.isnan(sample), np.nan, x) for x in (_together(value, hour, restless), hour)))

    def _begin(self, entities: int) -> None:
        if self.samples_per_day < 1 or self.history < 2 * RESTLESS:
            raise ValueError(f"samples_per_day must be at least 1 and history at least {2 * RESTLESS}")
        self._entities = entities
        self._time = 0
        # Missing is +inf here: its distance to anything is infinite, so it is never the nearest.
        self._value = np.full((entities, self.history), np.inf, dtype=np.float32)
        self._rest = np.full((entities, self.history), np.inf, dtype=np.float32)
        self._steps = np.zeros((entities, RESTLESS))
        self._recent_rest = np.full((entities, RESTLESS), np.inf, dtype=np.float32)
        self._last = np.full(entities, np.nan, dtype=np.float32)
        self._tails = Tail(entities), Tail(entities), Tail(entities)

    def _restlessness(self, sample: Floats) -> Floats:
        """Mean step between neighbours over the last samples; a missing sample is no step."""
        self._steps[:, self._time % RESTLESS] = np.nan_to_num(np.abs(sample - self._last))
        return np.where(np.isnan(sample), np.nan, self._steps.mean(axis=1)).astype(np.float32)

    def _distances(self, sample: Floats, restlessness: Floats) -> tuple[Floats, Floats, Floats]:
        filled = min(self._time, self.history)
        same_hour = self._same_hour()
        distances = np.full((3, self._entities), np.inf, dtype=np.float32)
        if filled:
            at_once = max(1, _AT_ONCE // filled)
            for start in range(0, self._entities, at_once):
                part = slice(start, start + at_once)
                now = sample[part, None]
                distances[0, part] = np.abs(self._value[part, :filled] - now).min(axis=1)
                distances[2, part] = np.abs(self._rest[part, :filled] - restlessness[part, None]).min(axis=1)
                if same_hour.size:
                    distances[1, part] = np.abs(self._value[part].take(same_hour, axis=1) - now).min(axis=1)
        return distances[0], distances[1], distances[2]

    def _same_hour(self) -> NDArray[np.intp]:
        """Places in the ring of samples near this time of day on earlier days."""
        day = self.samples_per_day
        reach = min(max(1, day // AROUND_HOUR), (day - 1) // 2)
        oldest = max(0, self._time - self.history)
        days = min(DAYS, (self._time - reach - oldest) // day)
        if days < 1:
            return np.empty(0, dtype=np.intp)
        times = self._time - day * np.arange(1, days + 1)[:, None] + np.arange(-reach, reach + 1)
        return times.ravel() % self.history

    def _learn(self, sample: Floats, restlessness: Floats) -> None:
        known = ~np.isnan(sample)
        place, recent = self._time % self.history, self._time % RESTLESS
        self._value[:, place] = np.where(known, sample, np.inf)
        # A restlessness is compared only once all the samples it is made of are out of the present one.
        self._rest[:, place] = self._recent_rest[:, recent]
        self._recent_rest[:, recent] = np.where(known, restlessness, np.inf)
        self._last = np.where(known, sample, self._last)
        self._time += 1


def _together(value: Floats, hour: Floats, restless: Floats) -> Floats:
    """The strongest view, and a share of what the others say."""
    views = np.stack([value, SECONDARY * hour, SECONDARY * restless])
    strongest = views.max(axis=0)
    others = np.minimum(views, AGREEMENT_LIMIT).sum(axis=0) - np.minimum(strongest, AGREEMENT_LIMIT)
    return np.asarray(strongest + AGREEMENT * others)
