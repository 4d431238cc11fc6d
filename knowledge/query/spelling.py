"""Spelling correction against the words of the knowledge base itself, so that `netwrok` finds `network`.

A word is corrected only if one word of the collection lies within one edit (two for long words), and the edit is of a
kind that typing makes: letters swapped, doubled, left out, put in beside their neighbour key, or written as they
sound. An unknown word of another field is rather left alone.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

from knowledge.query.lexicon import english_stems, is_english
from knowledge.query.reading import read

MAX_TERMS = 30_000
MIN_LETTERS = 4
LETTERS_FOR_TWO_EDITS = 8
MAX_LETTERS = 30
# A word is trusted as a correction if so many documents have it, and one in so many of those that have the commonest.
MIN_DOCUMENT_FREQUENCY, MAX_RARITY = 2, 2000

# What a tenfold document frequency is worth in edits, and by how much the second best must be worse.
_FREQUENT, _CLEARLY = 0.12, 0.08
# Costs of an edit by its nature, in edits: chosen by hand after how typing goes wrong.
_DOUBLED_COST, _SWAPPED_COST, _VOWEL_COST, _LEFT_OUT_COST, _PUT_IN_COST, _KEY_COST, _SOUND_COST = (
    0.45, 0.55, 0.7, 0.75, 0.85, 0.85, 0.7
)  # fmt: skip

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_PLACE = {letter: (row, column + row / 2) for row, keys in enumerate(_ROWS) for column, letter in enumerate(keys)}
_NEXT_KEYS = {
    letter: frozenset(
        other for other, (r, c) in _PLACE.items() if other != letter and abs(r - row) <= 1 and abs(c - column) <= 1
    )
    for letter, (row, column) in _PLACE.items()
}
_SAME_SOUND = frozenset(map(frozenset, ("cs", "ck", "sz", "gj", "iy", "fv", "mn", "kq", "td")))
_VOWELS = frozenset("aeiou")
_DOUBLED = re.compile(r"(.)\1+")
_VOWEL_RUN = re.compile(r"[aeiou]+")


class Vocabulary:
    """The words of a collection and in how many documents each is found; keeps the `MAX_TERMS` most frequent.

    `frequencies` maps lower-case words as written, not stems, to document frequencies.
    """

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        words = {word: count for word, count in frequencies.items() if word.isalpha() and len(word) <= MAX_LETTERS}
        if len(words) > MAX_TERMS:
            words = dict(sorted(words.items(), key=lambda pair: (-pair[1], pair[0]))[:MAX_TERMS])
        self._frequencies = words
        self._corrections = lru_cache(maxsize=4096)(self._correct)

    def __contains__(self, word: object) -> bool:
        return word in self._frequencies

    def __len__(self) -> int:
        return len(self._frequencies)

    def correct(self, token: str) -> str | None:
        """The word meant by a lower-case token that is no word; None if it is one, or none is the clear choice."""
        if not MIN_LETTERS <= len(token) <= MAX_LETTERS or not token.isalpha() or not token.isascii():
            return None
        return self._corrections(token)

    def _correct(self, token: str) -> str | None:
        if token in self._frequencies or is_english(token):
            return None
        if any(stem in self._frequencies for stem in english_stems(token)):
            return None
        for near in (self._same_first(token), self._other_first(token)):
            ranked = sorted(self._ranked(token, near))
            if ranked:
                best, word = ranked[0]
                rivals = (cost for cost, other in ranked[1:] if not _same_family(word, other))
                return word if best + _CLEARLY < next(rivals, math.inf) else None
        return None

    def _ranked(self, token: str, near: Sequence[str]) -> Iterator[tuple[float, str]]:
        for word, distance, _ in process.extract(
            token, near, scorer=OSA.distance, score_cutoff=_edits(token), limit=None
        ):
            cost = _cost(token, word, int(distance))
            if cost is not None and not _is_hindi(word) and token not in english_stems(word):
                yield cost - _FREQUENT * math.log10(self._frequencies[word]), word

    @cached_property
    def _buckets(self) -> dict[tuple[str, int], list[str]]:
        """The words that may be meant, by first letter and length."""
        buckets = defaultdict(list)
        least = max(MIN_DOCUMENT_FREQUENCY, max(self._frequencies.values(), default=0) / MAX_RARITY)
        for word, count in self._frequencies.items():
            if count >= least and len(word) >= MIN_LETTERS and word.isascii():
                buckets[word[0], len(word)].append(word)
        return dict(buckets)

    def _same_first(self, token: str) -> list[str]:
        edits = _edits(token)
        lengths = range(len(token) - edits, len(token) + edits + 1)
        return [word for length in lengths for word in self._buckets.get((token[0], length), ())]

    def _other_first(self, token: str) -> list[str]:
        """Words of which the first letter was swapped with the second, missed by a key, or left out of a long word."""
        swapped = [word for word in self._buckets.get((token[1], len(token)), ()) if word[1] == token[0]]
        missed = [
            word
            for key in sorted(_NEXT_KEYS[token[0]])
            for word in self._buckets.get((key, len(token)), ())
            if word[1:] == token[1:]
        ]
        left_out = [
            word
            for letter in _PLACE
            for word in self._buckets.get((letter, len(token) + 1), ())
            if word[1:] == token and len(word) >= LETTERS_FOR_TWO_EDITS
        ]
        return swapped + missed + left_out


def _edits(token: str) -> int:
    return 1 if len(token) < LETTERS_FOR_TWO_EDITS else 2


def _is_hindi(word: str) -> bool:
    """Whether a word of the collection stands there for Hindi: nobody misspells an English word into one."""
    return any(reading.certainty > 0 for reading in read(word))


def _same_family(one: str, other: str) -> bool:
    """Whether two words are forms of one: activate and activated."""
    forms = {one, *english_stems(one)}
    return not forms.isdisjoint((other, *english_stems(other)))


def _cost(token: str, word: str, distance: int) -> float | None:
    """How far a word is from what was typed, in edits; None if nobody types so."""
    if _DOUBLED.sub(r"\1", token) == _DOUBLED.sub(r"\1", word):
        return _DOUBLED_COST
    if len(token) == len(word) and sorted(token) == sorted(word):
        return _SWAPPED_COST * distance
    if token[0] == word[0] and _consonants(token) == _consonants(word) and len(token) > MIN_LETTERS:
        return _VOWEL_COST * distance
    costs = [_cost_of_edit(token, word, *edit) for edit in _edits_between(token, word)]
    if None in costs or (distance > 1 and _differ_at_end(token, word)):
        return None
    return sum(cost for cost in costs if cost is not None)


def _consonants(word: str) -> str:
    return _VOWEL_RUN.sub("", _DOUBLED.sub(r"\1", word))


def _edits_between(token: str, word: str) -> list[tuple[str, int, int]]:
    return [(edit.tag, edit.src_pos, edit.dest_pos) for edit in Levenshtein.editops(token, word)]


def _differ_at_end(token: str, word: str) -> bool:
    """Whether both are rather derivations of one stem: survival, survives."""
    shared = next((place for place, (a, b) in enumerate(zip(token, word, strict=False)) if a != b), len(token))
    return shared >= len(token) - 3


def _cost_of_edit(token: str, word: str, tag: str, at: int, of: int) -> float | None:
    if tag == "insert":  # a letter of the word was left out
        return _LEFT_OUT_COST
    if tag == "delete":  # a letter too many: a neighbour key pressed along, or a letter of the word repeated
        around = token[max(0, at - 1) : at] + token[at + 1 : at + 2]
        touched = any(token[at] in _NEXT_KEYS[other] or token[at] == other for other in around)
        return _PUT_IN_COST if touched or token[at] in _VOWELS else None
    typed, meant = token[at], word[of]
    if len(token) == MIN_LETTERS:  # too many short words differ in one letter
        return None
    if frozenset((typed, meant)) in _SAME_SOUND:
        return _SOUND_COST
    if typed in _VOWELS and meant in _VOWELS:
        return _VOWEL_COST
    if meant in _NEXT_KEYS[typed] or typed in word[max(0, of - 1) : of + 2]:
        return _KEY_COST
    return None
