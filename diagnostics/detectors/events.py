"""From scores to events: when a trouble began and ended, when it could be known, and who failed together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from diagnostics.detectors.samples import Floats
from diagnostics.records import Severity

TOGETHER = 3  # intervals within which entities begin to fail together


@dataclass(frozen=True, slots=True)
class Rule:
    """When scores make an event. All limits are in the units of the detector's score and size.

    An event is known once a score reaches `alarm`, began where scores left 0 before that, lasts while scores stay at the
    alarm or sizes at `unusual`, and is over after `calm` samples of neither. `severities` are the least mean sizes of its
    unusual samples for critical, major and minor.
    """

    alarm: float
    unusual: float
    calm: int
    severities: tuple[float, float, float]


# Chosen on simulated counters with injected troubles, measured on other seeds (docs/detectors.md).
SEASONAL = Rule(alarm=5.0, unusual=2.0, calm=3, severities=(7.0, 5.0, 3.5))
NOVELTY = Rule(alarm=4.0, unusual=1.0, calm=4, severities=(10.0, 7.0, 5.0))


@dataclass(frozen=True, slots=True)
class Event:
    """A trouble of one entity, or of several of one group. Places are intervals of the samples' grid.

    `first` is the first unusual interval, `last` the last one, `detected` the one with which it could be known; `ongoing`
    when the samples end before it does. `score` is the mean size of its unusual samples;
    """

    entities: tuple[str, ...]
    group: str | None
    first: int
    last: int
    detected: int
    severity: Severity
    score: float
    ongoing: bool


def entity_events(entity: str, group: str | None, scores: Floats, sizes: Floats, rule: Rule) -> Iterator[Event]:
    """Events of one entity, oldest first, from its scores and sizes of deviation, shape (times,); NaN is not judged."""
    known = np.flatnonzero(~np.isnan(scores))
    score, signed = scores[known], np.nan_to_num(sizes[known])
    size = np.abs(signed)
    unusual = (score >= rule.alarm) | (size >= rule.unusual)
    place, judged = 0, len(known)
    alarms = np.flatnonzero(score >= rule.alarm)
    while (following := alarms[np.searchsorted(alarms, place) :]).size:
        detected = int(following[0])
        quiet = np.flatnonzero(score[place:detected] <= 0)
        first = place + int(quiet[-1]) + 1 if quiet.size else place
        done, over = _until_calm(unusual, detected, rule.calm)
        # The scores stay up for a while after an end, the sizes on the trouble's side do not.
        far = first + np.flatnonzero(np.sign(signed[detected]) * signed[first : done + 1] >= rule.unusual)
        last = detected if far.size == 0 or far[-1] < detected else _until_calm_of(far, detected, rule.calm)
        far = far[far <= last]
        strength = float(size[far].mean()) if far.size else float(size[first : last + 1].mean())
        yield Event(
            entities=(entity,),
            group=group,
            first=int(known[first]),
            last=int(known[last]),
            detected=int(known[detected]),
            severity=_severity(strength, rule),
            score=strength,
            ongoing=not over,
        )
        place = min(done + rule.calm + 1, judged)


def together(events: Iterable[Event]) -> list[Event]:
    """Events of one group that began within a few intervals of each other as one; the others as they are; by time.

    The group's event is known when a second entity's is, and begins with the median of its entities.
    """
    grouped: list[Event] = []
    ordered = sorted(events, key=lambda event: (event.group or "", event.first, event.entities))
    for group, members in groupby(ordered, key=attrgetter("group")):
        if group is None:
            grouped += members
            continue
        for cluster in _clusters(list(members)):
            grouped += [_merged(cluster)] if len({e.entities for e in cluster}) > 1 else cluster
    return sorted(grouped, key=lambda event: (event.detected, event.first, event.entities))


def _until_calm(unusual: NDArray[np.bool_], start: int, calm: int) -> tuple[int, bool]:
    """Last unusual place before `calm` usual ones, from `start`, and whether these have been seen."""
    last = _until_calm_of(np.flatnonzero(unusual), start, calm)
    return last, last + calm < len(unusual)


def _until_calm_of(places: NDArray[np.intp], start: int, calm: int) -> int:
    """The last of the places before a gap of `calm`, from `start` on."""
    places = np.concatenate([[start], places[places > start]])
    gaps = np.flatnonzero(np.diff(places) > calm)
    return int(places[gaps[0]] if gaps.size else places[-1])


def _severity(size: float, rule: Rule) -> Severity:
    for limit, severity in zip(rule.severities, (Severity.CRITICAL, Severity.MAJOR, Severity.MINOR), strict=True):
        if size >= limit:
            return severity
    return Severity.WARNING


def _clusters(events: Sequence[Event]) -> Iterator[list[Event]]:
    cluster: list[Event] = []
    for event in events:
        if cluster and event.first - cluster[0].first > TOGETHER:
            yield cluster
            cluster = []
        cluster.append(event)
    if cluster:
        yield cluster


def _merged(events: Sequence[Event]) -> Event:
    known: dict[tuple[str, ...], int] = {}
    for event in events:
        known[event.entities] = min(event.detected, known.get(event.entities, event.detected))
    firsts = sorted(event.first for event in events)
    return replace(
        events[0],
        entities=tuple(sorted(name for names in known for name in names)),
        first=firsts[(len(firsts) - 1) // 2],
        last=max(event.last for event in events),
        detected=sorted(known.values())[1],
        severity=min(event.severity for event in events),
        score=max(event.score for event in events),
        ongoing=any(event.ongoing for event in events),
    )
