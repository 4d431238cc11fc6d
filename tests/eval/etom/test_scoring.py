from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.etom.scoring import Coverage, Kind, Support, in_scope, kind_of, purely_manual, score

F, P, N = Support.FULL, Support.PARTIAL, Support.NONE
supports = st.lists(st.sampled_from(Support), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("tasks", "expected"),
    [
        ([F] * 15, 5.0),
        ([F] * 14 + [P], 4.5),
        ([F] * 14 + [N], 4.5),
        ([F] * 5 + [P], 4.5),
        ([F] * 9 + [N], 4.5),
        ([F] * 5 + [N], 4.0),
        ([F] * 4 + [N] * 2, 4.0),
        ([F] * 3 + [N] * 3, 3.5),
        ([P] + [N] * 14, 3.5),
        ([P] * 6, 3.5),
        ([N] * 6, 3.0),
    ],
)
def test_scores(tasks: list[Support], expected: float) -> None:
    assert score(tasks) == expected


@given(supports)
def test_a_score_is_a_half_step_from_3_to_5(tasks: list[Support]) -> None:
    assert score(tasks) in (3.0, 3.5, 4.0, 4.5, 5.0)


@given(supports)
def test_full_support_alone_is_5_and_no_support_alone_is_3(tasks: list[Support]) -> None:
    assert (score(tasks) == 5.0) is all(task is F for task in tasks)
    assert (score(tasks) == 3.0) is all(task is N for task in tasks)


@given(supports, st.integers(min_value=0), st.sampled_from(Support))
def test_better_support_of_a_task_never_lowers_the_score(tasks: list[Support], place: int, better: Support) -> None:
    place %= len(tasks)
    if better.credit < tasks[place].credit:
        better = tasks[place]
    assert score([*tasks[:place], better, *tasks[place + 1 :]]) >= score(tasks)


@given(supports, st.randoms())
def test_the_order_of_the_tasks_does_not_matter(tasks: list[Support], random: object) -> None:
    shuffled = list(tasks)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert score(shuffled) == score(tasks)


def test_a_process_without_tasks_has_no_score() -> None:
    with pytest.raises(ValueError, match="no score"):
        score([])


@pytest.mark.parametrize(
    ("tasks", "scope", "manual"),
    [
        ([(F, Kind.AUTOMATED), (N, None)], True, False),
        ([(F, Kind.BOTH)], True, False),
        ([(P, Kind.MANUAL), (F, Kind.MANUAL)], False, True),
        ([(N, None)], False, False),
    ],
)
def test_a_process_done_by_people_alone_is_out_of_scope(
    tasks: list[tuple[Support, Kind | None]], scope: bool, manual: bool
) -> None:
    assert (in_scope(tasks), purely_manual(tasks)) == (scope, manual)


@pytest.mark.parametrize(
    ("actors", "kind"),
    [("A", Kind.AUTOMATED), ("M", Kind.MANUAL), (["A", "M"], Kind.BOTH), (["AM"], Kind.BOTH), ([], None)],
)
def test_the_kind_is_read_from_who_acted(actors: list[str], kind: Kind | None) -> None:
    assert kind_of(actors) is kind


def test_an_area_has_a_coverage_and_no_score() -> None:
    assert Coverage(3, 6).share == 0.5
