"""Time travel: a past case is asked of what was known on its day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from eval.past import Past, as_result, evaluate, of_base, simulated
from eval.results import Outcome
from knowledge import KnowledgeBase, Resolution

FIRST = datetime(2026, 3, 1, 10, tzinfo=UTC)
APN = "no internet after the update of the phone"
BILL = "the bill is too high this month"


def case(id: str, day: int, symptom: str, cause: str, **more: Any) -> Past:
    closed = FIRST + timedelta(days=day)
    return Past(Resolution(id=id, symptom=symptom, cause_code=cause, closed_at=closed, **more), closed)


def asked(folder: Path, embedder: Any, cases: Sequence[Past]) -> dict[str, Outcome]:
    with KnowledgeBase.open(folder, embedder=embedder) as base:
        return {row.id: row for row in evaluate(base, cases)}


def test_a_case_is_helped_by_those_that_were_known_on_its_day(tmp_path: Path, embedder: Any) -> None:
    rows = asked(
        tmp_path,
        embedder,
        [
            case("old", 0, APN, "apn"),
            case("bill", 0, BILL, "roaming"),
            case("new", 3, "internet gone since the update came", "apn"),
            case("later", 9, "since the update there is no internet on my phone", "apn"),
        ],
    )
    assert rows["new"].metrics == {"cause@1": 1.0, "cause@5": 1.0, "RR@10": 1.0}
    assert "age=under 30 days" in rows["new"].slices
    assert rows["old"].metrics["RR@10"] is None  # nothing was known


def test_nobody_is_helped_by_what_was_closed_on_the_same_day_or_later(tmp_path: Path, embedder: Any) -> None:
    same_day = [case("a", 0, APN, "apn"), case("b", 0, "update killed the internet", "apn")]
    assert [row.metrics["RR@10"] for row in asked(tmp_path, embedder, same_day).values()] == [None, None]


def test_going_back_further_changes_nothing_of_what_is_asked_then(tmp_path: Path, embedder: Any) -> None:
    cases = [case(f"c{n}", n, f"{APN} again {n % 3} {n}", f"cause {n % 3}") for n in range(7)]
    whole = asked(tmp_path / "whole", embedder, cases)
    early = asked(tmp_path / "early", embedder, cases[:5])
    assert early == {id: row for id, row in whole.items() if id in early}


def test_a_case_that_nearly_repeats_another_proves_nothing(tmp_path: Path, embedder: Any) -> None:
    rows = asked(tmp_path, embedder, [case("a", 0, APN, "apn"), case("b", 2, f"{APN}!", "apn")])
    assert rows["b"].metrics["RR@10"] is None
    assert "1 that repeat it" in rows["b"].note


def test_the_rank_of_the_first_case_of_the_same_cause_counts(tmp_path: Path, embedder: Any) -> None:
    rows = asked(
        tmp_path,
        embedder,
        [
            case("near", 0, "no internet after the update of the phone and the router", "router"),
            case("far", 0, "phone loses internet at night", "apn"),
            case("asks", 40, APN, "apn"),
        ],
    )
    assert rows["asks"].metrics == {"cause@1": 0.0, "cause@5": 1.0, "RR@10": 0.5}
    assert "age=under 180 days" in rows["asks"].slices


def test_only_cases_until_a_moment_are_asked(tmp_path: Path, embedder: Any) -> None:
    with KnowledgeBase.open(tmp_path, embedder=embedder) as base:
        base.add([past.case for past in (case("a", 0, APN, "apn"), case("b", 5, BILL, "roaming"))])
        base.add([Resolution(id="undated", symptom="no signal", cause_code="outage")])
        assert [past.case.id for past in of_base(base)] == ["a", "b"]
        assert [past.case.id for past in of_base(base, FIRST + timedelta(days=1))] == ["a"]


def test_simulated_cases_are_the_same_for_a_seed_and_carry_their_true_cause() -> None:
    cases = simulated(3, 40)
    assert cases == simulated(3, 40) != simulated(4, 40)
    assert all(past.case.cause_code for past in cases)
    assert {past.case.product for past in cases} == {"mobile", "fixed"}
    half = cases[20].closed_at
    assert len(simulated(3, 40, half)) == 21


def test_the_result_counts_cases_of_a_new_cause_apart(tmp_path: Path, embedder: Any) -> None:
    cases = [case("a", 0, APN, "apn"), case("b", 1, "internet gone since the update", "apn", product="mobile")]
    result = as_result(list(asked(tmp_path, embedder, cases).values()), {}, with_queries=True)
    assert (result["cases"], result["of_a_new_cause"]) == (2, 1)
    assert result["metrics"]["cause@1"] == 1.0
    assert result["slices"]["product=mobile"]["n"] == 1
    assert result["per_query"]["b"]["metrics"]["RR@10"] == pytest.approx(1.0)
