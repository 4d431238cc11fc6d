"""Fusion: more evidence never ranks lower, the order of the candidates does not matter, repeats are named."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from knowledge.ranking import (
    FRESHNESS_HALF_LIFE_DAYS,
    FRESHNESS_WEIGHT,
    LONG_QUERY,
    Signals,
    best_of_document,
    distinct,
    freshness,
    stayed_fixed,
    symptom_shift,
    unit_score,
    words_part,
)

PARTS = ("dense", "lexical", "symptom", "freshness", "stayed_fixed")
floats = st.floats(-2, 2, width=32)


def columns(rows: int, count: int, elements: st.SearchStrategy[float] = floats) -> st.SearchStrategy[np.ndarray]:
    return hnp.arrays(np.float32, (count, rows), elements=elements)


@st.composite
def signals(draw: st.DrawFn) -> Signals:
    rows = draw(st.integers(1, 30))
    return Signals(*draw(columns(rows, len(PARTS))))


@given(signals(), st.sampled_from(PARTS), st.data())
def test_more_of_any_part_never_lowers_the_total(found: Signals, part: str, data: st.DataObject) -> None:
    row = data.draw(st.integers(0, len(found.dense) - 1))
    before = found.total()
    getattr(found, part)[row] += data.draw(st.floats(0, 2, width=32))
    after = found.total()
    assert after[row] >= before[row]
    assert np.array_equal(np.delete(after, row), np.delete(before, row))


@given(signals(), st.randoms())
def test_the_total_does_not_depend_on_the_order_of_the_candidates(found: Signals, random) -> None:
    order = list(range(len(found.dense)))
    random.shuffle(order)
    shuffled = Signals(*(getattr(found, part)[order] for part in PARTS))
    assert np.array_equal(shuffled.total(), found.total()[order])


@given(signals())
def test_the_parts_that_are_shown_add_up_to_the_total(found: Signals) -> None:
    for row, total in enumerate(found.total()):
        shown = found.of(row)
        assert sum(shown.values()) == pytest.approx(float(total), abs=1e-3)
        assert shown.keys() == {part for part in PARTS if getattr(found, part)[row]}


@given(st.lists(st.floats(-5, 30)))
def test_the_unit_score_keeps_the_order_within_0_and_1(totals: list[float]) -> None:
    scores = [unit_score(total) for total in sorted(totals)]
    assert scores == sorted(scores)
    assert all(0 <= score <= 1 for score in scores)


@pytest.mark.parametrize(("lower", "higher"), [(0.0, 1e-6), (0.5, 0.5001), (1.9, 1.9001), (10.0, 10.1)])
def test_the_unit_score_tells_near_totals_apart(lower: float, higher: float) -> None:
    assert unit_score(lower) < unit_score(higher)


@st.composite
def candidates(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Passages' BM25, their documents' BM25 (NaN where not indexed as a whole), their documents."""
    rows = draw(st.integers(1, 20))
    documents = draw(hnp.arrays(np.int64, rows, elements=st.integers(0, 5)))
    passage = draw(hnp.arrays(np.float32, rows, elements=st.floats(0, 40, width=32)))
    whole = draw(hnp.arrays(np.float32, 6, elements=st.one_of(st.just(np.nan), st.floats(0, 40, width=32))))
    return passage, whole[documents], documents


@given(candidates(), st.floats(1, 200), st.data())
def test_more_matching_words_never_lower_a_passages_own_lexical_part(found, terms: float, data: st.DataObject) -> None:
    passage, whole, documents = found
    row = data.draw(st.integers(0, len(passage) - 1))
    before = words_part(passage, whole, documents, terms)
    assert np.isfinite(before).all()
    assert (before >= 0).all()
    more = passage.copy()
    more[row] += data.draw(st.floats(0, 20, width=32))
    assert words_part(more, whole, documents, terms)[row] >= before[row]
    whole_more = np.where(documents == documents[row], whole + np.float32(1), whole)
    assert words_part(passage, whole_more, documents, terms)[row] >= before[row]


@given(candidates(), st.floats(1, 200))
def test_in_a_document_the_passage_with_more_matching_words_comes_first(found, terms: float) -> None:
    passage, whole, documents = found
    part = words_part(passage, whole, documents, terms)
    for document in np.unique(documents):
        rows = np.flatnonzero(documents == document)
        rows = rows[np.argsort(passage[rows])]
        assert all(part[lower] <= part[higher] for lower, higher in pairwise(rows))


@given(candidates(), st.floats(1, 200), st.floats(1, 200))
def test_words_count_less_in_a_longer_query(found, terms: float, more: float) -> None:
    passage, whole, documents = found
    short, long = sorted((terms, more))
    assert (words_part(passage, whole, documents, short) >= words_part(passage, whole, documents, long)).all()
    if long <= LONG_QUERY:
        assert np.array_equal(words_part(passage, whole, documents, short), words_part(passage, whole, documents, long))


@given(candidates())
def test_the_best_of_a_document_is_the_maximum_of_its_candidates(found) -> None:
    passage, _, documents = found
    expected = [max(passage[documents == document]) for document in documents]
    assert best_of_document(passage, documents).tolist() == expected


def test_no_candidates_have_no_best() -> None:
    nothing = np.empty(0, dtype=np.float32)
    assert best_of_document(nothing, np.empty(0, dtype=np.int64)).shape == (0,)


def unit_rows(rows: int, dimension: int) -> st.SearchStrategy[np.ndarray]:
    seeds = st.integers(0, 2**32 - 1)

    def rows_of(seed: int) -> np.ndarray:
        vectors = np.random.default_rng(seed).standard_normal((rows, dimension)).astype(np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    return seeds.map(rows_of)


@given(columns(10, 2, st.floats(-1, 1, width=32)))
def test_a_symptom_lifts_only_what_it_is_nearer_to_than_the_passage(drawn: np.ndarray) -> None:
    cosines, symptom = drawn
    shift = symptom_shift(cosines, symptom)
    assert np.array_equal(np.sign(shift), np.sign(symptom - cosines))
    meaning = cosines + shift
    assert (meaning <= np.maximum(cosines, symptom) + 1e-6).all()
    assert (meaning >= np.minimum(cosines, symptom) - 1e-6).all()


@pytest.mark.parametrize(
    ("age", "bonus"),
    [(0, 1.0), (-30, 1.0), (FRESHNESS_HALF_LIFE_DAYS, 0.5), (2 * FRESHNESS_HALF_LIFE_DAYS, 0.25), (1e6, 0.0)],
)
def test_freshness_halves_with_every_half_life(age: float, bonus: float) -> None:
    (found,) = freshness(np.array([age], dtype=np.float32))
    assert found == pytest.approx(bonus * FRESHNESS_WEIGHT, abs=1e-9)


def test_a_case_that_stayed_fixed_is_above_an_unknown_one_and_a_reopened_one_below() -> None:
    fixed, unknown, reopened = stayed_fixed(np.array([1, -1, 0], dtype=np.int8))
    assert fixed > unknown == 0 > reopened


# Texts, the vector of each, and for each the row it stands for.
ALONG, ALMOST, ACROSS = (1.0, 0.0), (0.98, 0.199), (0.0, 1.0)
REPEATS = {
    "nothing": ([], [], []),
    "the first is kept": (["Restart the modem.", "Restart the modem."], [ALONG, ALONG], [0, 0]),
    "case, order and marks do not tell apart": (["Restart the modem!", "the MODEM restart"], [ALONG, ALMOST], [0, 0]),
    "the same words of another meaning": (["Restart the modem.", "Restart the modem."], [ALONG, ACROSS], [0, 1]),
    "the same meaning in other words": (["Restart the modem.", "Reboot your router."], [ALONG, ALONG], [0, 1]),
    "a third stands behind the first": (["a b c", "x", "a b c", "a b c"], [ALONG, ACROSS, ALONG, ALONG], [0, 1, 0, 0]),
    "texts without a word": (["…", "!"], [ALONG, ALONG], [0, 0]),
}


@pytest.mark.parametrize(("texts", "vectors", "expected"), REPEATS.values(), ids=REPEATS)
def test_a_text_that_repeats_an_earlier_one_is_named(texts, vectors, expected) -> None:
    assert distinct(texts, np.array(vectors, dtype=np.float32).reshape(-1, 2)) == expected


@given(st.lists(st.sampled_from(["a b", "b a", "c d", "c d e f g", "x"]), max_size=12), st.data())
def test_what_is_kept_comes_before_what_repeats_it_and_stands_for_itself(texts: list[str], data: st.DataObject) -> None:
    angles = data.draw(st.lists(st.floats(0, 3), min_size=len(texts), max_size=len(texts)))
    vectors = np.array([(np.cos(angle), np.sin(angle)) for angle in angles], dtype=np.float32).reshape(-1, 2)
    found = distinct(texts, vectors)
    assert all(kept <= row and found[kept] == kept for row, kept in enumerate(found))
    # What comes later has no say in what is kept of what comes earlier.
    assert found[:-1] == distinct(texts[:-1], vectors[:-1])
