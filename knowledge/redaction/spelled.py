"""Digits said as words, as a transcript has them: "nine eight double seven …", "nau aath saat …"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.redaction.check_digits import kind_of
from knowledge.redaction.page import Page, Span

_UNITS = {
    "0": "zero oh o nil shunya sunya jero zeero",
    "1": "one ek",
    "2": "two do",
    "3": "three teen tin",
    "4": "four char chaar",
    "5": "five paanch panch paach",
    "6": "six chhe che chah chhah cheh",
    "7": "seven saat sat",
    "8": "eight aath ath aat",
    "9": "nine nau",
}
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_TIMES = {"double": 2, "dabal": 2, "triple": 3, "tripal": 3}

_VALUES = {word: digit for digit, words in _UNITS.items() for word in words.split()}
_VALUES |= {word: str(10 + n) for n, word in enumerate(_TEENS.split())}
_ROUND = {word: str(2 + n) for n, word in enumerate(_TENS.split())}

WORDS = frozenset((*_VALUES, *_ROUND, *_TIMES))
_WORD = "|".join(sorted(WORDS, key=len, reverse=True))
_TOKEN = rf"(?:{_WORD}|[0-9]{{1,5}})(?![a-z0-9])"
_GAP = r"[ ,.-]{1,3}(?:(?:u+h+|u+m+|er+|then|phir|and|aur|ok|okay)[ ,.]{1,3})?"
_SEQUENCE = re.compile(rf"(?<![a-z0-9]){_TOKEN}(?:{_GAP}{_TOKEN}){{2,}}")
_DIGITS_BEFORE = re.compile(r"(?<![\w.:/+-])(?:[0-9]{1,5}[ ,-]{1,2}){1,3}\Z")
_PART = re.compile(r"[a-z]+|[0-9]+")

FEWEST_DIGITS = 6  # of a sequence that no word announces
FEWEST_WORDS = 3


def spelled_digits(page: Page) -> Iterator[Span]:
    """Sequences of at least six digits, most of them said as words; a phone number unless its check digits say more."""
    reached = 0
    for _, start in sorted(page.starts(WORDS), key=lambda place: place[1]):
        match = _SEQUENCE.match(page.lower, _with_digits_before(page, start)) if start >= reached else None
        if not match:
            continue
        reached = match.end()
        said = [part for part in _PART.findall(match[0]) if part.isalpha()]
        digits = _digits(match[0])
        in_tens = not _ROUND.keys().isdisjoint(said)
        if len(said) >= FEWEST_WORDS and len(digits) >= FEWEST_DIGITS + 2 * in_tens:
            yield Span(*match.span(), kind_of(digits, (len(digits),), None) or "PHONE")


def end_of_spelled(page: Page, position: int) -> int | None:
    """Where the sequence of at least three digits that begins at `position` ends, if there is one."""
    match = _SEQUENCE.match(page.lower, position)
    said = match and any(part in WORDS for part in _PART.findall(match[0]))
    return match.end() if match and said else None


def _with_digits_before(page: Page, start: int) -> int:
    """Where the sequence whose first word stands at `start` begins: "98 double seven …" begins with its digits."""
    before = _DIGITS_BEFORE.search(page.lower[max(0, start - 16) : start])
    return start - len(before[0]) if before else start


def _digits(sequence: str) -> str:
    """ "nine double eight seventy six" → "98876"."""
    digits, tens, times = "", "", 1
    for part in _PART.findall(sequence):
        if part in _TIMES:
            times = _TIMES[part]
            continue
        value = _VALUES.get(part, part)
        if part in _ROUND or (tens and len(value) > 1):
            digits, tens = digits + (tens and tens + "0"), ""
        if part in _ROUND:
            tens = _ROUND[part]
        elif part in _VALUES or part.isdigit():
            digits, tens, times = digits + tens + value * times, "", 1
    return digits + (tens and tens + "0")
