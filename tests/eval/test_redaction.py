"""The redaction test: its texts are labelled truly, and its figures tell a good detector from a bad one."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from stdnum import imei, luhn
from stdnum.in_ import aadhaar, pan

import eval.redaction as redaction_test
from eval.redaction import evaluate
from eval.redaction.identifiers import MAKERS, make
from eval.redaction.texts import LabelledText, Planted, labelled_texts
from knowledge.redaction import KINDS, Span


def test_texts_are_the_same_for_the_same_seed_and_differ_for_another() -> None:
    assert list(labelled_texts(50, 7)) == list(labelled_texts(50, 7))
    assert list(labelled_texts(50, 7)) != list(labelled_texts(50, 8))


def test_what_is_planted_stands_where_the_label_says() -> None:
    texts = list(labelled_texts(400, 1))
    assert {item.kind for text in texts for item in text.planted} == set(KINDS)
    assert {len(text.planted) for text in texts} == {0, 1, 2, 3, 4, 5}
    assert {text.slice for text in texts} == {"en", "hi-Latn", "mixed", "hard negative"}
    for text in texts:
        assert "{" not in text.text
        assert text.slice != "hard negative" or not text.planted
        for item in text.planted:
            there = text.text[item.start : item.end].lower()
            if item.kind in ("NAME", "ADDRESS"):
                assert all(part.lower() in there for part in item.parts)


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_an_identifier_is_the_same_for_the_same_seed(kind: str) -> None:
    assert make(kind, Random(3)) == make(kind, Random(3))
    assert make(kind, Random(3)).kind in KINDS


@pytest.mark.parametrize(
    ("kind", "is_valid"),
    [("AADHAAR", aadhaar.is_valid), ("PAN", pan.is_valid), ("IMEI", imei.is_valid), ("ICCID", luhn.is_valid)],
)
def test_identifiers_keep_to_their_official_formats(kind: str, is_valid: Callable[[str], bool]) -> None:
    rng = Random(5)
    assert all(is_valid(re.sub("[ -]", "", make(kind, rng).text)) for _ in range(100))


def test_redaction_meets_its_targets_on_texts_it_was_not_tuned_on() -> None:
    result = evaluate(n=1200, seed=20261122)
    assert result["metrics"]["leak_rate"] <= 0.01
    assert result["by_kind"]["NAME"]["leak_rate"] <= 0.03
    assert result["by_kind"]["ADDRESS"]["leak_rate"] <= 0.03
    assert result["metrics"]["false_redactions_per_1000_words"] <= 1
    assert result["metrics"]["false_redactions_per_1000_words_hard_negatives"] <= 1
    assert sum(kind["planted"] for kind in result["by_kind"].values()) == result["counts"]["planted"] > 1000


def _result_with(
    monkeypatch: pytest.MonkeyPatch, text: str, planted: Planted | None, spans: list[Span]
) -> dict[str, Any]:
    """What `evaluate` says of one text in which the detector finds `spans`."""
    labelled = LabelledText(text, "en", (planted,) if planted else ())
    monkeypatch.setattr(redaction_test, "labelled_texts", lambda n, seed: [labelled])
    monkeypatch.setattr(redaction_test, "find", lambda text: spans)
    return evaluate(n=1, seed=0)


@pytest.mark.parametrize(
    ("found", "leaks"),
    [
        ([], True),
        ([(3, 13)], False),
        ([(0, 20)], False),
        ([(3, 7)], True),  # six digits stay
        ([(3, 9)], False),  # four digits stay
        ([(9, 13)], True),
        ([(3, 5), (8, 13)], False),
        ([(13, 20)], True),
    ],
)
def test_five_digits_in_a_row_are_a_leak(
    monkeypatch: pytest.MonkeyPatch, found: list[tuple[int, int]], leaks: bool
) -> None:
    planted = Planted(3, 13, "PHONE", ("9876543210",))
    result = _result_with(monkeypatch, "at 9876543210 today.", planted, [Span(*span, "PHONE") for span in found])
    assert result["metrics"]["leak_rate"] == result["by_kind"]["PHONE"]["leak_rate"] == float(leaks)


@pytest.mark.parametrize(
    ("found", "leaks"), [([(0, 10)], False), ([(0, 4)], True), ([(5, 10)], True), ([(0, 9)], False)]
)
def test_a_whole_word_of_a_name_is_a_leak(
    monkeypatch: pytest.MonkeyPatch, found: list[tuple[int, int]], leaks: bool
) -> None:
    planted = Planted(0, 10, "NAME", ("Ravi", "Kumar"))
    result = _result_with(monkeypatch, "Ravi Kumar rang.", planted, [Span(*span, "NAME") for span in found])
    assert result["metrics"]["leak_rate"] == float(leaks)


def test_a_redaction_of_nothing_planted_is_false_and_one_too_wide_takes_extra_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    result = _result_with(monkeypatch, "the SIM is new", None, [Span(4, 7, "NAME")])
    assert result["metrics"]["false_redactions_per_1000_words"] == 250
    assert result["by_kind"]["NAME"]["false_redactions"] == 1
    planted = Planted(0, 4, "NAME", ("Ravi",))
    result = _result_with(monkeypatch, "Ravi has left.", planted, [Span(0, 8, "PHONE")])
    assert result["metrics"]["extra_words_per_1000_words"] == pytest.approx(1000 / 3, abs=0.01)
    assert result["metrics"]["kind_accuracy"] == 0
    assert result["metrics"]["false_redactions_per_1000_words"] == 0


def test_no_texts_give_zeros_and_no_error() -> None:
    result = evaluate(n=0, seed=0)
    assert result["counts"] == {"texts": 0, "words": 0, "planted": 0}
    assert set(result["metrics"].values()) == {0.0}
