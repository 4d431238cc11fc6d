"""Retrieval scored end to end on a small base, with slices and a baseline."""

import json

from eval.beir import Query
from eval.retrieval import as_result, find, outcomes, search_all
from knowledge import Article, KnowledgeBase

QUERIES = {
    "1": Query("1", "APN wrong, mobile data does not work", {"lang": "en"}),
    "2": Query("2", "clean the SIM card", {"lang": "en"}),
    "3": Query("3", "roaming call abroad on the bill", {"lang": "hi"}),
}
QRELS = {"1": {"apn": 1}, "2": {"sim": 1}, "3": {"bill": 2, "not-there": 1}}


def test_each_query_is_scored_with_its_slices(base: KnowledgeBase) -> None:
    searched = search_all(base, QUERIES, system="hybrid", k=10)
    rows = outcomes(QRELS, searched.run, QUERIES, ["lang"])
    assert [row.metrics["R@1"] for row in rows] == [1, 1, 0.5]
    assert rows[2].gold == ("bill", "not-there")
    assert rows[2].found[0] == "bill"
    result = as_result(rows, searched, system="hybrid", config={}, baseline=None, with_queries=True)
    assert result["queries"] == 3
    assert {name: part["n"] for name, part in result["slices"].items()} == {"lang=en": 2, "lang=hi": 1}
    assert result["slices"]["lang=hi"]["metrics"]["R@10"] == 0.5
    assert result["baseline"] is None
    assert result["per_query"]["3"]["slices"] == ["lang=hi"]
    json.dumps(result, allow_nan=False)


def test_a_worse_baseline_is_the_a_of_the_comparison(base: KnowledgeBase) -> None:
    searched = search_all(base, QUERIES, system="dense", k=3)
    rows = outcomes(QRELS, searched.run, QUERIES)
    wrong = outcomes(QRELS, {"1": {"sim": 1.0}}, QUERIES)
    result = as_result(rows, searched, system="dense", config={}, baseline=wrong, with_queries=False)
    first = result["baseline"]["comparisons"][0]
    assert (first["metric"], first["n"], first["a"]) == ("nDCG@10", 3, 0)
    assert first["difference"] == result["metrics"]["nDCG@10"] > 0.9
    assert "per_query" not in result


def test_a_document_that_another_stands_for_is_ranked_right_after_it(base: KnowledgeBase) -> None:
    twin = base.get("sim")
    assert isinstance(twin, Article)
    base.add([twin.model_copy(update={"id": "sim-twin"})])
    assert set(list(find(base, "clean the SIM card"))[:2]) == {"sim", "sim-twin"}


def test_k_limits_the_ranking(base: KnowledgeBase) -> None:
    assert len(find(base, "phone", k=2)) == 2
