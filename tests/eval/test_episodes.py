"""What was reported over time is scored against what truly happened."""

from __future__ import annotations

import numpy as np
import pytest

from eval.episodes import Reported, Score, Trouble, score_answers, score_episodes, score_grid, soften, without_reason

STEP = 900
MOMENTS = [n * STEP for n in range(1, 41)]


def trouble(start: int = 10, end: int | None = 20, members: str = "ab", id: str = "F1") -> Trouble:
    """Goes on from the start of interval `start` to that of `end`."""
    return Trouble(id, "site_down", start * STEP, None if end is None else end * STEP, frozenset(members))


def reported(first: int, last: int, members: str = "ab", id: str = "R1") -> Reported:
    return Reported(id, "site_down", {n * STEP: frozenset(members) for n in range(first, last + 1)})


def score(*reports: Reported, truth: Trouble | None = None) -> Score:
    return score_episodes([truth or trouble()], reports, MOMENTS, STEP)


def test_a_report_of_just_the_trouble_is_perfect_but_for_its_delay() -> None:
    perfect = score(reported(10, 19))
    assert (perfect.recall, perfect.precision, perfect.f1, perfect.delay, perfect.overlap) == (1, 1, 1, 0, 1)
    late = score(reported(12, 19))
    assert (late.recall, late.precision, late.delay, late.overlap) == (1, 1, 2, 0.8)


@pytest.mark.parametrize(
    ("reports", "recall", "precision"),
    [
        ([], 0, None),
        ([reported(1, 5)], 0, 0),  # before it began
        ([reported(10, 15, "xy")], 0, 0),  # of others
        ([reported(21, 22)], 0, 1),  # only as it was over: not found, and not without reason
        ([reported(26, 30)], 0, 0),  # long over
        ([reported(10, 15), reported(10, 12, "xy", "R2")], 1, 0.5),
        ([reported(10, 15, "a")], 1, 1),  # half of the members are enough
        ([reported(10, 15, "a", "R1"), reported(10, 15, "b", "R2")], 1, 1),  # in pieces
    ],
)
def test_found_and_right(reports: list[Reported], recall: float, precision: float | None) -> None:
    result = score(*reports)
    assert (result.recall, result.precision) == (recall, precision)


def test_less_than_half_of_the_members_is_not_found() -> None:
    assert score(reported(10, 19, "a"), truth=trouble(members="abcde")).recall == 0


def test_too_many_members_cost_overlap() -> None:
    assert score(reported(10, 19, "abcd")).overlap == 0.5


def test_what_goes_on_at_the_end_is_scored_to_the_end() -> None:
    open_end = score(reported(10, 40), truth=trouble(end=None))
    assert (open_end.recall, open_end.overlap) == (1, 1)


def test_reports_of_other_troubles_are_right_but_find_nothing() -> None:
    other = trouble(1, 5, "xy", "F2")
    result = score_episodes([trouble()], [reported(1, 4, "xy")], MOMENTS, STEP, [other])
    assert (result.recall, result.precision) == (0, 1)
    assert without_reason([trouble()], [reported(1, 4, "xy")], STEP)


def test_without_troubles_or_reports_nothing_is_claimed() -> None:
    empty = score_episodes([], [], MOMENTS, STEP)
    assert (empty.recall, empty.precision, empty.f1, empty.delay, empty.overlap) == (None,) * 5
    assert set(empty.to_json()) >= {"recall", "precision", "f1", "delay", "overlap"}


def test_grids_count_cells_and_intervals_and_leave_the_border_out() -> None:
    truth = np.array([[0, 1, 2, 2, 2, 1, 0], [0, 0, 0, 0, 0, 0, 0]])
    said = np.array([[0, 1, 0, 1, 1, 0, 0], [0, 0, 0, 1, 0, 0, 0]], dtype=bool)
    result = score_grid(truth, said)
    assert result.recall == pytest.approx(2 / 3)
    assert result.precision == pytest.approx(2 / 3)
    assert result.overlap == pytest.approx(2 / 4)
    assert result.delay == 1


def test_softened_edges_are_on_the_border() -> None:
    truth = np.array([[0, 0, 2, 2, 2, 0, 0]])
    assert soften(truth, 1).tolist() == [[0, 1, 1, 2, 1, 1, 0]]
    assert truth.tolist() == [[0, 0, 2, 2, 2, 0, 0]]


def test_answers_are_scored_by_kind() -> None:
    pairs = [("throttled", "throttled"), ("throttled", "none"), ("none", "throttled"), ("none", "none")]
    assert score_answers(pairs, ["throttled"]) == (0.5, 0.5)
    assert score_answers([("none", "none")], ["throttled"]) == (None, None)
