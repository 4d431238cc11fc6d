"""Scores become events: begin, end, when it could be known, and one event for entities that fail together."""

from __future__ import annotations

import numpy as np
import pytest

from diagnostics.detectors import Detector, Event, detect, suited
from diagnostics.detectors.events import Rule, entity_events, together
from diagnostics.records import Severity

RULE = Rule(alarm=5.0, unusual=2.5, calm=2, severities=(7.0, 5.0, 3.5))
NAN = np.nan


@pytest.mark.parametrize(
    ("scores", "sizes", "events"),
    [
        ([0, 0, 0], [0, 1, 2], []),
        ([0, 6, 0, 0, 0], [0, 8, 0, 0, 0], [(1, 1, 1, False)]),
        ([0, 2, 4, 6, 4, 0, 0, 0], [0, 4, 4, 4, 1, 0, 0, 0], [(1, 3, 3, False)]),
        ([0, 6, 8, 6, 5, 0, 0, 0], [0, 8, 4, 1, 1, 0, 0, 0], [(1, 2, 1, False)]),  # the score outlasts the trouble
        ([0, 6, 8], [0, 8, 8], [(1, 2, 1, True)]),
        ([0, 6, 0, NAN, 0, 0], [0, 8, 0, NAN, 0, 0], [(1, 1, 1, False)]),
        ([6, 0, 0, 0, 6, 0, 0], [8, 0, 0, 0, 8, 0, 0], [(0, 0, 0, False), (4, 4, 4, False)]),
        ([6, 0, 6, 0, 0, 0], [8, 0, 8, 0, 0, 0], [(0, 2, 0, False)]),
    ],
)
def test_an_event_has_a_begin_an_end_and_a_time_it_was_known(
    scores: list[float], sizes: list[float], events: list[tuple[int, int, int, bool]]
) -> None:
    found = list(entity_events("a", None, np.array(scores, float), np.array(sizes, float), RULE))
    assert [(e.first, e.last, e.detected, e.ongoing) for e in found] == events


@pytest.mark.parametrize(
    ("size", "severity"), [(9, Severity.CRITICAL), (5, Severity.MAJOR), (4, Severity.MINOR), (3, Severity.WARNING)]
)
def test_severity_is_how_far_it_is_from_usual(size: float, severity: Severity) -> None:
    (event,) = entity_events("a", None, np.array([0, 6.0]), np.array([0, size]), RULE)
    assert (event.severity, event.score) == (severity, size)


def event(entity: str, group: str | None, first: int, detected: int, severity: Severity = Severity.MINOR) -> Event:
    return Event((entity,), group, first, first + 10, detected, severity, 4.0, False)


def test_entities_of_a_group_that_begin_together_are_one_event_known_with_the_second() -> None:
    events = [event("a", "g", 100, 103), event("b", "g", 101, 102), event("c", "g", 102, 109, Severity.CRITICAL)]
    (one,) = together(events)
    assert (one.entities, one.group, one.first, one.detected, one.last) == (("a", "b", "c"), "g", 101, 103, 112)
    assert one.severity is Severity.CRITICAL


@pytest.mark.parametrize(
    "events",
    [
        [event("a", "g", 100, 100), event("b", "h", 100, 100)],
        [event("a", None, 100, 100), event("b", None, 100, 100)],
        [event("a", "g", 100, 100), event("b", "g", 120, 120)],
        [event("a", "g", 100, 100), event("a", "g", 102, 102)],
    ],
    ids=["other groups", "no groups", "other times", "one entity"],
)
def test_others_stay_apart(events: list[Event]) -> None:
    assert together(events) == events


def world(days: int = 21, entities: int = 9) -> np.ndarray:
    times = np.arange(days * 96)
    usual = 40 * (1.3 + np.sin(2 * np.pi * times / 96))
    return usual[:, None] * np.exp(0.15 * np.random.default_rng(7).normal(size=(len(times), entities)))


NAMES = [f"cell{n}" for n in range(9)]
SITES = {name: f"site{n // 3}" for n, name in enumerate(NAMES)}


def test_a_dead_site_is_one_event_and_a_dead_cell_another() -> None:
    samples = world()
    samples[1500:1520, 3:6] = 0
    samples[1800:1830, 8] *= 0.02
    site, cell = detect(samples, 96, Detector.SEASONAL, NAMES, SITES)
    assert (site.entities, site.group) == (("cell3", "cell4", "cell5"), "site1")
    assert (cell.entities, cell.group) == (("cell8",), "site2")
    for found, first, last in ((site, 1500, 1519), (cell, 1800, 1829)):
        assert abs(found.first - first) <= 1
        assert abs(found.last - last) <= 2
        assert 0 <= found.detected - first <= 2
        assert found.severity is Severity.CRITICAL


def test_what_was_known_at_a_time_needs_no_later_samples() -> None:
    samples = world()
    samples[1500:1520, 3] = 0
    samples[1900:1950, 5] *= 3
    whole = detect(samples, 96, Detector.SEASONAL, NAMES, {})
    for until in (1502, 1600, 1905):
        part = detect(samples[:until], 96, Detector.SEASONAL, NAMES, {})
        known = [e for e in whole if e.detected < until]
        assert [(e.entities, e.first, e.detected) for e in part] == [(e.entities, e.first, e.detected) for e in known]


@pytest.mark.parametrize(
    ("times", "samples_per_day", "detector"),
    [(5 * 96, 96, Detector.SEASONAL), (4 * 96, 96, Detector.NOVELTY), (1000, 1, Detector.NOVELTY)],
)
def test_a_rhythm_needs_days_and_samples_to_show(times: int, samples_per_day: int, detector: Detector) -> None:
    assert suited(times, samples_per_day) is detector
