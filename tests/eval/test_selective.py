"""Abstention, risk against coverage and calibration, by hand and by property."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.selective import Detection, aurc, detection, expected_calibration_error, risk_coverage

cases = st.lists(st.tuples(st.sampled_from([0.1, 0.25, 0.5, 0.9]), st.booleans()), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(True, True), (True, False), (False, True), (False, False)], Detection(0.5, 0.5, 0.5)),
        ([(True, True), (False, False)], Detection(1.0, 1.0, 1.0)),
        ([(True, False)], Detection(None, 0.0, 0.0)),
        ([(False, True)], Detection(0.0, None, None)),
        ([(False, False)], Detection(None, None, None)),
        ([], Detection(None, None, None)),
    ],
)
def test_abstention_is_scored_as_detection(pairs: list[tuple[bool, bool]], expected: Detection) -> None:
    assert detection(pairs) == expected


def test_the_curve_has_a_point_for_each_confidence_and_ends_at_the_answered_share() -> None:
    points = risk_coverage([0.9, 0.5, 0.5, 0.2], [True, True, False, False], cases=8)
    assert [(p.coverage, p.risk, p.confidence) for p in points] == [
        (1 / 8, 0.0, 0.9),
        (3 / 8, 1 / 3, 0.5),
        (4 / 8, 1 / 2, 0.2),
    ]


def test_aurc_is_the_mean_risk_over_coverage() -> None:
    assert aurc([0.9, 0.8, 0.7], [True, False, True]) == pytest.approx((0 + 1 / 2 + 1 / 3) / 3)
    assert aurc([], []) is None


def test_cases_of_equal_confidence_enter_at_their_mean_risk() -> None:
    assert aurc([0.5, 0.5], [True, False]) == pytest.approx(0.5)


@given(cases, st.randoms())
def test_the_order_of_the_cases_does_not_matter(pairs: list[tuple[float, bool]], random: "object") -> None:
    shuffled = list(pairs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    for metric in (aurc, expected_calibration_error):
        first, second = (metric(*zip(*rows, strict=True)) for rows in (pairs, shuffled))
        assert first == pytest.approx(second)


@given(cases)
def test_aurc_is_least_when_confidence_separates_right_from_wrong(pairs: list[tuple[float, bool]]) -> None:
    confidence, correct = zip(*pairs, strict=True)
    best, found = aurc([float(right) for right in correct], correct), aurc(confidence, correct)
    assert best is not None
    assert found is not None
    assert 0 <= best <= found + 1e-12 <= 1 + 1e-12


def test_calibration_error_of_known_bins() -> None:
    assert expected_calibration_error([0.2, 0.2, 0.8, 0.8], [False, False, True, True], bins=2) == pytest.approx(0.2)
    assert expected_calibration_error([1.0] * 30, [True] * 30) == 0
    assert expected_calibration_error([1.0] * 30, [False] * 30) == 1
    assert expected_calibration_error([], []) is None


def test_lists_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="2 confidences but 1 outcomes"):
        aurc([0.1, 0.2], [True])
