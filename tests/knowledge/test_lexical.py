"""The lexical index: BM25 over word stems, committed as a whole, rid of what an interrupted writer left."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.lexical import BOOSTS, LexicalEntry, LexicalIndex

TEXTS = (
    "The modem has lost its power",
    "Restart the modem, then restart the modem again",
    "A bill shows roaming charges",
    "नेट नहीं चल रहा, modem बंद",
)


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    return LexicalIndex(tmp_path / "lexical")


@pytest.fixture
def filled(index: LexicalIndex) -> LexicalIndex:
    index.add([LexicalEntry(number, "", text) for number, text in enumerate(TEXTS)], 0)
    return index


def search(index: LexicalIndex, text: str, k: int = 10) -> list[int]:
    return index.search(index.terms(text), k).numbers.tolist()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("roaming", [2]),
        ("ROAMED", [2]),
        ("rôaming!", [2]),
        ("restarting", [1]),
        ("चल", [3]),
        ("satellite", []),
        ("", []),
        ("the of and", []),
        ("???", []),
        ("😀", []),
        ("x" * 10_000, []),
        ("roaming OR NOT (modem AND", [1, 0, 3, 2]),
    ],
)
def test_words_are_found_by_their_stem_and_marks_mean_nothing(
    filled: LexicalIndex, text: str, numbers: list[int]
) -> None:
    assert sorted(search(filled, text)) == sorted(numbers)


def test_scores_are_bm25(filled: LexicalIndex) -> None:
    stems = [filled.terms(text) for text in TEXTS]
    lengths = [sum(stem.values()) for stem in stems]
    k1, b, term = 1.2, 0.75, "modem"
    rarity = math.log(1 + (4 - 3 + 0.5) / (3 + 0.5))
    expected = {}
    for number, (stem, length) in enumerate(zip(stems, lengths, strict=True)):
        if often := stem[term]:
            damped = often + k1 * (1 - b + b * length / (sum(lengths) / 4))
            expected[number] = rarity * often * (k1 + 1) / damped
    hits = filled.search({term: 1.0}, 10)
    assert dict(zip(hits.numbers.tolist(), hits.scores.tolist(), strict=True)) == pytest.approx(expected, rel=1e-5)
    assert filled.rarity([term, "nowhere"]) == pytest.approx({term: rarity, "nowhere": math.log(1 + 4.5 / 0.5)})


def test_a_term_counts_by_its_weight_and_the_best_come_first(filled: LexicalIndex) -> None:
    once = filled.search({"modem": 1.0}, 10)
    twice = filled.search({"modem": 2.0}, 10)
    assert twice.scores == pytest.approx(2 * once.scores)
    assert once.scores.tolist() == sorted(once.scores, reverse=True)
    assert filled.search({"modem": 1.0}, 2).numbers.tolist() == once.numbers.tolist()[:2]


@pytest.mark.parametrize("k", [0, -1])
def test_nothing_is_found_when_nothing_is_asked_for(filled: LexicalIndex, k: int) -> None:
    assert search(filled, "modem", k) == []


def test_an_empty_index_finds_nothing(index: LexicalIndex) -> None:
    assert search(index, "modem") == []
    assert index.entries() == 0
    assert index.vocabulary(10) == {}
    assert math.isfinite(index.rarity(["modem"])["modem"])


def test_a_passage_is_found_by_its_title(index: LexicalIndex) -> None:
    index.add([LexicalEntry(0, "No dial tone", "Check the socket."), LexicalEntry(1, "Bill", "Check the date.")], 0)
    assert search(index, "dial tone") == [0]


@pytest.mark.parametrize(
    "entry",
    [
        LexicalEntry(1, "Voicemail full", "Speed is slow."),
        LexicalEntry(1, "Speed", "is slow", symptoms="voicemail full"),
    ],
    ids=["title", "symptoms"],
)
def test_a_word_counts_more_in_title_and_symptoms_when_that_is_asked_for(
    index: LexicalIndex, entry: LexicalEntry
) -> None:
    index.add([LexicalEntry(0, "Slow speed", "Voicemail is full."), entry], 0)
    plain = index.search({"voicemail": 1.0}, 10)
    assert plain.scores[0] == pytest.approx(plain.scores[1])
    assert index.search({"voicemail": 1.0}, 10, BOOSTS).numbers.tolist() == [1, 0]


def test_after_the_next_commit_it_is_as_if_an_interrupted_writer_had_never_been(tmp_path: Path) -> None:
    entries = [LexicalEntry(number, "", text) for number, text in enumerate(TEXTS)]
    clean, interrupted = LexicalIndex(tmp_path / "clean"), LexicalIndex(tmp_path / "interrupted")
    clean.add(entries[:2], 0)
    clean.add(entries[2:], 2)
    interrupted.add(entries[:2], 0)
    interrupted.add([LexicalEntry(number, "", "the modem of a writer that died") for number in range(2, 500)], 2)
    assert interrupted.entries() == 500
    interrupted.add(entries[2:], 2)
    assert interrupted.entries() == 4
    assert search(interrupted, "died") == []
    assert interrupted.vocabulary(100) == clean.vocabulary(100)
    assert interrupted.rarity(["modem", "roam"]) == clean.rarity(["modem", "roam"])
    for term in ("modem", "roam"):
        expected, found = (index.search({term: 1.0}, 10) for index in (clean, interrupted))
        assert found.numbers.tolist() == expected.numbers.tolist()
        assert found.scores.tolist() == expected.scores.tolist()


def test_a_reader_sees_a_commit_when_it_reloads(filled: LexicalIndex, tmp_path: Path) -> None:
    reader = LexicalIndex(tmp_path / "lexical")
    assert search(reader, "roaming") == [2]
    filled.add([LexicalEntry(4, "", "roaming pack")], 4)
    assert search(reader, "roaming") == [2]
    reader.reload()
    assert sorted(search(reader, "roaming")) == [2, 4]


def test_the_vocabulary_has_the_most_frequent_words_as_they_are_written(filled: LexicalIndex) -> None:
    words = filled.vocabulary(1000)
    assert words["modem"] == 3
    assert words["restart"] == 1
    assert words["charges"] == 1
    assert "चल" in words
    assert list(filled.vocabulary(1)) == [max(words, key=words.__getitem__)]


@settings(max_examples=10)
@given(st.lists(st.text(max_size=200), min_size=1, max_size=8))
def test_any_text_can_be_indexed_and_is_found_by_each_of_its_terms(tmp_path_factory, texts: list[str]) -> None:
    index = LexicalIndex(tmp_path_factory.mktemp("lexical"))
    index.add([LexicalEntry(number, "", text) for number, text in enumerate(texts)], 0)
    for number, text in enumerate(texts):
        for term in index.terms(text):
            assert number in index.search({term: 1.0}, len(texts)).numbers
