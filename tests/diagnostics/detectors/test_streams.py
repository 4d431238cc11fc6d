"""Both detectors judge a sample by the past only, entity by entity, and are not upset by holes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from diagnostics.detectors import NoveltyDetector, SeasonalDetector, without_repeats

DAY = 24
Make = Callable[[], "NoveltyDetector | SeasonalDetector"]
BOTH = pytest.mark.parametrize(
    "make", [lambda: NoveltyDetector(DAY), lambda: SeasonalDetector(DAY)], ids=["novelty", "seasonal"]
)


def rhythm(days: int, entities: int = 1, seed: int = 0, noise: float = 0.1) -> np.ndarray:
    """Hourly samples with a daily and a weekly rhythm and multiplicative noise, shape (times, entities)."""
    times = np.arange(days * DAY)
    usual = (1.5 + np.sin(2 * np.pi * times / DAY)) * np.where(times // DAY % 7 >= 5, 0.7, 1.0)
    return 100 * usual[:, None] * np.exp(noise * np.random.default_rng(seed).normal(size=(len(times), entities)))


@BOTH
def test_the_future_changes_nothing_that_was_said(make: Make) -> None:
    samples = rhythm(20)
    other = samples.copy()
    other[300:] *= -7
    said, other_said = make().fit(samples[:100]).score(samples[100:]), make().fit(samples[:100]).score(other[100:])
    assert np.array_equal(said[:200], other_said[:200], equal_nan=True)
    assert not np.array_equal(said[200:], other_said[200:], equal_nan=True)


@BOTH
def test_entities_do_not_touch_each_other(make: Make) -> None:
    samples = rhythm(20, entities=3)
    together = make().fit(samples[:240]).score(samples[240:])
    for entity in range(3):
        alone = make().fit(samples[:240, entity]).score(samples[240:, entity])
        assert np.array_equal(together[:, entity], alone, equal_nan=True)


@BOTH
def test_many_entities_are_judged_like_few(make: Make) -> None:
    """They are worked on in blocks, so that memory stays in the processor's cache."""
    samples = rhythm(6)
    many = np.repeat(samples, 2000, axis=1)
    detector = make().fit(many[:-1])
    last = detector.update(many[-1]).score
    assert np.array_equal(last, np.full(2000, make().fit(samples[:-1]).score(samples[-1:])[0, 0]), equal_nan=True)


@BOTH
def test_a_score_leaves_the_detector_as_it_was(make: Make) -> None:
    samples = rhythm(15)
    detector = make().fit(samples[:-DAY])
    assert np.array_equal(detector.score(samples[-DAY:]), detector.score(samples[-DAY:]))


@BOTH
def test_missing_samples_are_neither_judged_nor_learned(make: Make) -> None:
    samples = rhythm(21)
    holes = samples.copy()
    holes[np.random.default_rng(1).random(len(samples)) < 0.3] = np.nan
    holes[14 * DAY] = 0.0
    said = make().fit(holes[: 14 * DAY]).score(holes[14 * DAY :])
    assert np.array_equal(np.isnan(said), np.isnan(holes[14 * DAY :]))
    assert said[0, 0] == np.nanmax(said)


@BOTH
@pytest.mark.parametrize(
    ("samples", "problem"),
    [(np.zeros((2, 2, 2)), "shape"), (np.zeros(0), "shape"), ([1.0, np.inf], "infinite")],
)
def test_what_is_no_table_of_samples_is_refused(make: Make, samples: np.ndarray, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        make().fit(samples)


@BOTH
def test_another_number_of_entities_is_refused(make: Make) -> None:
    with pytest.raises(ValueError, match="3 entities"):
        make().fit(np.zeros((5, 3))).update(np.zeros(2))


@pytest.mark.parametrize("detector", [NoveltyDetector(0), NoveltyDetector(24, history=10), SeasonalDetector(0)])
def test_a_constructor_only_keeps_what_fit_then_refuses(detector: NoveltyDetector | SeasonalDetector) -> None:
    with pytest.raises(ValueError, match="at least"):
        detector.fit([1.0, 2.0])


def test_novelty_is_a_value_never_seen() -> None:
    samples = rhythm(20)
    samples[-2] = 1000.0
    samples[-1] = 1000.0
    said = NoveltyDetector(DAY).fit(samples[:-2]).score(samples[-2:])[:, 0]
    assert said[0] > 6
    assert said[1] < said[0] / 5, "the second time it is known"


def test_novelty_is_a_known_value_at_a_new_hour() -> None:
    samples = rhythm(20, noise=0.02)
    noon, midnight = samples[18 * DAY + 6, 0], 18 * DAY + 18
    samples[midnight] = noon
    judged = [detector.update(row) for detector in [NoveltyDetector(DAY)] for row in samples]
    hour = np.array([each.hour[0] for each in judged])
    assert hour[midnight] > 4
    assert hour[midnight] == hour[10 * DAY :].max()


def test_novelty_claims_no_more_than_it_should() -> None:
    """Decades of improbability: of samples that are like the past, no more than one in a hundred has two."""
    noise = np.random.default_rng(0).normal(size=(4000, 5))
    said = NoveltyDetector(10**6).fit(noise[:2000]).score(noise[2000:])
    assert 0 < (said > 2).mean() < 0.01


def test_an_alarm_is_followed_by_quiet_unless_it_grows() -> None:
    scores = np.array([0.0, 3.0, 2.0, np.nan, 4.0, 4.0, 0.0, 0.0, 0.0, 1.0])
    assert without_repeats(scores, quiet=3).tolist() == [0, 3, 0, 0, 4, 0, 0, 0, 0, 1]


@pytest.mark.parametrize("factor", [0.0, 0.3, 3.0])
def test_the_seasonal_detector_sees_what_lasts(factor: float) -> None:
    samples = rhythm(21, entities=20)
    samples[18 * DAY + 8 :] *= factor
    said = SeasonalDetector(DAY).fit(samples[: 18 * DAY + 8]).score(samples[18 * DAY + 8 :])
    assert (said[:6].max(axis=0) >= 5).all(), "within six samples"


def test_a_weekend_is_no_trouble() -> None:
    samples = rhythm(35, entities=20)
    samples[np.arange(len(samples)) // DAY % 7 >= 5] *= 0.3
    said = SeasonalDetector(DAY).fit(samples[: 21 * DAY]).score(samples[21 * DAY :])
    assert (said >= 5).mean() < 0.001


def test_one_bad_day_neither_hides_the_next_nor_alarms_after_it() -> None:
    samples = rhythm(21)
    for day in (17, 18, 19):
        samples[day * DAY + 8 : day * DAY + 16] = 0
    said = SeasonalDetector(DAY).fit(samples[: 17 * DAY]).score(samples[17 * DAY :])[:, 0]
    assert all(said[day * DAY + 10] >= 5 for day in range(3))
    assert said[3 * DAY :].max() < 5


@pytest.mark.parametrize("mean", [0.02, 0.1, 0.5, 2.0, 10.0])
def test_counts_of_few_things_are_left_in_peace(mean: float) -> None:
    counts = np.random.default_rng(4).poisson(mean, (28 * DAY, 40)).astype(float)
    said = SeasonalDetector(DAY).fit(counts[: 7 * DAY]).score(counts[7 * DAY :])
    assert (said >= 5).any(axis=0).mean() <= 0.05


def test_a_stream_that_never_changed_alarms_at_the_first_change() -> None:
    said = SeasonalDetector(DAY).fit(np.full(14 * DAY, 100.0)).score([100.0, 90.0])
    assert said[0] == 0
    assert said[1] >= 5


def test_a_stream_that_is_nearly_always_the_same_may_differ_by_a_percent() -> None:
    available = np.where(np.random.default_rng(0).random((28 * DAY, 20)) < 0.002, 99.0, 100.0)
    said = SeasonalDetector(DAY).fit(available[: 14 * DAY]).score(available[14 * DAY :])
    assert said.max() < 5


def test_a_trouble_is_not_kept_up_over_a_long_silence() -> None:
    samples = rhythm(30)
    samples[15 * DAY : 15 * DAY + 5] = 0
    samples[15 * DAY + 5 : 25 * DAY] = np.nan
    said = SeasonalDetector(DAY).fit(samples[: 15 * DAY + 4]).score(samples[15 * DAY + 4 :])[:, 0]
    assert said[0] >= 5
    assert np.nanmax(said[1:]) < 5
