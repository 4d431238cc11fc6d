"""The benchmark's rules: where an alarm stands decides what it is worth; published detectors get their published scores."""

from __future__ import annotations

import math
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import nab
from eval.anomalies import WEIGHTS, read_corpus
from eval.nab import Labelled, Profile, alarms, at_threshold, judge, probation, scaled_sigmoid

STANDARD = WEIGHTS["standard"]
TRUTH = Labelled(1000, ((300, 399), (700, 799)))


def fired(*rows: int, rows_in_all: int = 1000) -> nab.Floats:
    scores = np.zeros(rows_in_all)
    scores[list(rows)] = 1.0
    return scores


@pytest.mark.parametrize(
    ("position", "worth"),
    [(-1.0, 0.98661), (-0.5, 0.84828), (0.0, 0.0), (1.0, -0.98661), (2.999, -1.0), (3.0, -1.0), (9, -1)],
)
def test_the_worth_of_a_place_is_as_published(position: float, worth: float) -> None:
    assert scaled_sigmoid(np.array([position]))[0] == pytest.approx(worth, abs=1e-5)


@pytest.mark.parametrize(("rows", "first"), [(1000, 150), (1127, 169), (5000, 750), (22695, 750)])
def test_the_first_rows_are_not_judged(rows: int, first: int) -> None:
    assert probation(rows) == first


@pytest.mark.parametrize(
    ("scores", "score"),
    [
        (fired(), 0.0),
        (fired(300, 700), 100.0),
        (fired(*range(300, 400), *range(700, 800)), 100.0),  # a window is found once, at its best place
        (fired(300), 50.0),
        (fired(100), 0.0),  # in the probation
    ],
)
def test_scores_run_from_no_alarm_to_perfect(scores: nab.Floats, score: float) -> None:
    assert judge([scores], [TRUTH], STANDARD).score == pytest.approx(score, abs=1e-9)


def test_an_alarm_outside_costs_by_its_distance_behind_a_window() -> None:
    perfect = at_threshold([fired(300, 700)], [TRUTH], STANDARD, 1.0).raw[0]
    before, near, far = (at_threshold([fired(300, 700, row)], [TRUTH], STANDARD, 1.0).raw[0] for row in (200, 402, 698))
    assert perfect - before == pytest.approx(0.11)
    assert perfect - near == pytest.approx(0.11 * (1 - 2 / (1 + math.exp(5 * 3 / 99))))
    assert perfect - far == pytest.approx(0.11, abs=1e-4)


def test_one_threshold_serves_all_files_and_is_the_best() -> None:
    quiet, loud = 0.5 * fired(300, 700), fired(300, 700, 600)
    judged = judge([quiet, loud], [TRUTH, TRUTH], STANDARD)
    assert judged.threshold == 0.5
    assert judged.score == pytest.approx(100 * (8 - 0.11) / 8, abs=0.01)


def test_what_became_of_a_file_is_counted() -> None:
    assert alarms(fired(100, 310, 320, 500, 501), TRUTH, 1.0) == nab.Alarms(found=1, missed=1, false=2)


@given(st.lists(st.floats(0, 1), min_size=200, max_size=200), st.sampled_from(list(WEIGHTS.values())))
def test_no_threshold_beats_the_chosen_one(values: list[float], profile: Profile) -> None:
    truth, scores = Labelled(200, ((60, 79), (150, 169))), np.array(values)
    best = judge([scores], [truth], profile)
    assert all(
        at_threshold([scores], [truth], profile, level).score <= best.score + 1e-9 for level in np.unique(scores)
    )
    assert at_threshold([scores], [truth], profile, best.threshold).score == pytest.approx(best.score)


@pytest.mark.parametrize(
    ("scores", "truths", "problem"),
    [
        ([fired()], [Labelled(999, ((300, 399),))], "1000 scores for 999 rows"),
        ([np.full(1000, np.nan)], [TRUTH], "a score is NaN"),
        ([fired()], [Labelled(1000, ())], "no window"),
    ],
)
def test_what_cannot_be_scored_is_refused(scores: list[nab.Floats], truths: list[Labelled], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        judge(scores, truths, STANDARD)


# Sums over all files that the benchmark published for detectors (config/thresholds.json of its repository), and the
# scores of its scoreboard.
@pytest.mark.parametrize(
    ("profile", "total", "score"),
    [("standard", 57.66075, 74.9), ("reward_low_FP_rate", 35.15728, 65.1), ("reward_low_FN_rate", 47.66075, 80.4)],
)
def test_sums_are_set_to_the_scale_of_the_scoreboard(profile: str, total: float, score: float) -> None:
    weights = WEIGHTS[profile]
    nothing, perfect = -weights.false_negative * 116, weights.true_positive * 116
    assert 100 * (total - nothing) / (perfect - nothing) == pytest.approx(score, abs=0.06)


def windowed_gaussian(values: nab.Floats, window: int = 6400, step: int = 100) -> nab.Floats:
    """The published baseline: probability that a value is less far from the mean of a window that moves in steps."""
    # Twelve digits, as the published result files hold.
    mean, spread = np.empty(len(values)), np.empty(len(values))
    mean[0], spread[0] = values[0], np.inf
    for row in range(1, min(len(values), window + 1)):
        mean[row], spread[row] = values[:row].mean(), values[:row].std() or 1e-6
    for first in range(window + 1, len(values), step):
        end = window + (first - 1 - window) // step * step
        past = values[end - window : end]
        mean[first : first + step], spread[first : first + step] = past.mean(), past.std() or 1e-6
    far = np.abs(values - mean) / spread / 1.4142
    return np.array([round(1 - 0.5 * math.erfc(each), 12) for each in far])


@pytest.mark.skipif("T2R_NAB_DIR" not in os.environ, reason="T2R_NAB_DIR names no copy of the benchmark")
def test_a_published_detector_gets_its_published_scores() -> None:
    corpus = read_corpus(Path(os.environ["T2R_NAB_DIR"]))
    scores = [windowed_gaussian(series.values) for series in corpus.series]
    truths = [series.truth for series in corpus.series]
    published = {
        "standard": (-24.0131054891, 39.6),
        "reward_low_FP_rate": (None, 20.9),
        "reward_low_FN_rate": (None, 47.4),
    }
    for name, (total, score) in published.items():
        judged = at_threshold(scores, truths, corpus.profiles[name], 1.0)
        assert judged.score == pytest.approx(score, abs=0.05)
        assert total is None or sum(judged.raw) == pytest.approx(total, abs=1e-6)
