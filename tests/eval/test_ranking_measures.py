"""Ranking measures against values worked out by hand, and the order of a system kept through ties."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.ranking import MEASURES, judged_queries, means, percentiles, ranking, score, top


def run(*documents: str) -> dict[str, float]:
    return {document: float(-place) for place, document in enumerate(documents)}


def test_measures_agree_with_hand_worked_values() -> None:
    values = score({"q": {"a": 2, "b": 1, "n": 0}}, {"q": run("z", "b", "a")})["q"]
    ideal = 2 + 1 / math.log2(3)
    assert values["nDCG@10"] == pytest.approx((1 / math.log2(3) + 2 / math.log2(4)) / ideal)
    assert (values["R@1"], values["R@3"], values["R@5"]) == (0, 1, 1)
    assert values["RR@10"] == 0.5
    assert values["AP"] == pytest.approx((1 / 2 + 2 / 3) / 2)


def test_a_query_without_a_result_scores_zero() -> None:
    assert score({"q": {"a": 1}}, {}) == {"q": dict.fromkeys(MEASURES, 0.0)}


def test_reciprocal_rank_is_cut_at_ten() -> None:
    far = run(*(f"n{n}" for n in range(10)), "a")
    assert score({"q": {"a": 1}}, {"q": far})["q"]["RR@10"] == 0


def test_queries_without_a_relevant_document_are_not_judged() -> None:
    assert judged_queries({"q1": {"a": 0}, "q2": {"a": 0, "b": 1}, "q3": {"a": -1}}) == {"q2": {"a": 0, "b": 1}}


def test_a_document_stands_at_its_best_passage() -> None:
    assert list(ranking([("a", 0.9), ("b", 0.8), ("a", 0.7), ("c", 0.6)], k=2)) == ["a", "b"]


@given(st.lists(st.sampled_from("abcdefgh"), min_size=1, unique=True))
def test_equal_scores_keep_the_system_s_order(documents: list[str]) -> None:
    ranked = ranking((document, 1.0) for document in documents)
    relevant = documents[-1]
    assert top(ranked) == tuple(documents)
    assert score({"q": {relevant: 1}}, {"q": ranked})["q"]["RR@10"] == pytest.approx(1 / len(documents))


def test_means_leave_undefined_values_out() -> None:
    rows = [{"x": 1.0, "y": None}, {"x": 0.0, "y": None}, {"x": None, "y": None}]
    assert means(rows, ("x", "y")) == {"x": 0.5, "y": None}


def test_percentiles_are_interpolated_and_none_without_values() -> None:
    assert percentiles([1, 2, 3, 4, 5]) == {"p50": 3.0, "p95": 4.8, "p99": 4.96}
    assert percentiles([]) == {"p50": None, "p95": None, "p99": None}
