"""Spelling folds of romanised Hindi, so that `nahin`, `nahee` and `nhi` meet in one key.

Hindi in Latin letters has no agreed spelling. Three things vary most, and each fold takes away one more of them:
`light` evens out vowel length, doubled letters and letters for one sound (ph/f, w/v, z/j); `heavy` also drops the h of
aspirates and between vowels, evens out diphthongs and drops a final nasal; `skeleton` also drops the inner vowels,
as in text messages (`mtlb` for matlab).
"""

from __future__ import annotations

import re

_SAME_SOUND = str.maketrans("wzq", "vjk")
_DOUBLED = re.compile(r"([a-z])\1+")
_ASPIRATE = re.compile(r"(?<=[bdgjkpt])h")
_H_BETWEEN_VOWELS = re.compile(r"(?<=[aeiou])h(?=[aeiou])")
_E_DIPHTHONG = re.compile(r"a[iye]|e[iy]")
_O_DIPHTHONG = re.compile(r"a[uov]|o[uv]")
_VOWELS = frozenset("aeiouy")
_NO_VOWELS = str.maketrans("", "", "aeiouy")


def light(word: str) -> str:
    """The word without vowel length, doubled letters and the two ways to write one sound."""
    word = word.replace("ee", "i").replace("oo", "u").replace("chh", "ch").replace("ph", "f").translate(_SAME_SOUND)
    return _DOUBLED.sub(r"\1", word)


def heavy(word: str) -> str:
    """The light fold, without the h of aspirates and between vowels, diphthongs and a final nasal."""
    return heavier(light(word))


def heavier(folded: str) -> str:
    """The heavy fold of a light one."""
    word = _ASPIRATE.sub("", folded).replace("sh", "s")
    word = _O_DIPHTHONG.sub("o", _E_DIPHTHONG.sub("e", _H_BETWEEN_VOWELS.sub("", word)))
    return _DOUBLED.sub(r"\1", word[:-1] if word.endswith("n") and word[-2:-1] in _VOWELS else word)


def skeleton(folded: str) -> str:
    """A light or heavy fold without its vowels, but the last letter."""
    return folded[:-1].translate(_NO_VOWELS) + folded[-1:]


def has_inner_vowel(word: str) -> bool:
    """Whether a vowel stands before the last letter; a word without one may be a text-message spelling."""
    return not _VOWELS.isdisjoint(word[:-1])
