"""People's names: found by what introduces them (a title, "dear", "my name is", "… bol raha hoon"), then everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.redaction.introductions import AFTER_NAME, BEFORE_NAME, Introduction
from knowledge.redaction.lexicon import NAMES_TOO, NOT_NAMES, words
from knowledge.redaction.page import BLOT, Page, Span, apart

WORDS = frozenset(BEFORE_NAME) | frozenset(AFTER_NAME)

_WORD = re.compile(r"[ \t]*([^\W\d_]+(?:(?:'(?!s\b)|-)[^\W\d_]+)*)(\.?)")
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
_ONE_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*\.?")
_CODE_LIKE = re.compile(r".*[a-z](?<!Mc)(?<!Mac)(?<!De)(?<!La)(?<!Le)(?<!Di)(?<!Van)(?<!Fitz)[A-Z]")
_PARTICLES = words("bin bint binti al el ul ur de da di du del van von der la le dos")
_ABBREVIATIONS = words("mohd moh smt")
_MOST_WORDS = 4
_MOST_LOWER_WORDS = 3  # without capitals a name's end is a guess: do not take in the whole clause


def names(page: Page) -> Iterator[Span]:
    """Every name that something introduces, and every other mention of it that has a capital."""
    found = [*_after(page), *_before(page)]
    yield from found
    if not found:
        return
    introduced = [word for span in found for word in _LONG_WORD.findall(page.folded, span.start, span.end)]
    known = {word.capitalize() for word in introduced if word.lower() not in NOT_NAMES}
    rest = page.blot(apart(found)).folded
    others = set(_LONG_WORD.findall(rest))
    # a word that is also written small is no name
    mentioned = {word for word in others if word.capitalize() in known and word.lower() not in others}
    for word in _LONG_WORD.finditer(rest) if mentioned else ():
        if word[0] in mentioned and (word[0].istitle() or word[0].isupper()):
            yield Span(*word.span(), "NAME")


def _after(page: Page) -> Iterator[Span]:
    for word, place in page.starts(BEFORE_NAME):
        for introduction in BEFORE_NAME[word]:
            rest = introduction.rest.match(page.lower, place + len(word))
            if not rest or not _holds(page, introduction, place):
                continue
            start, end = _name_after(page, rest.end(), lower=introduction.lower)
            is_acronym = 1 < end - start <= 5 and page.folded[start:end].isupper() and page.folded[place].islower()
            if start < end and introduction.follows(page.lower, end) and (introduction.lower or not is_acronym):
                yield Span(start, end, "NAME")


def _before(page: Page) -> Iterator[Span]:
    for word, place in page.starts(AFTER_NAME):
        for introduction in AFTER_NAME[word]:
            if introduction.rest.match(page.lower, place + len(word)):
                end = place - (2 if page.lower[max(0, place - 2) : place] == ", " else 1)
                start = _name_before(page, end, lower=introduction.lower)
                if end - start > 1 and page.lower[end : end + 1] in (" ", ","):
                    yield Span(start, end, "NAME")


def _holds(page: Page, introduction: Introduction, place: int) -> bool:
    if introduction.is_title:
        return page.folded[place].isupper() and page.folded[place + 1].islower()
    if introduction.starts_line:
        line = page.lower[max(0, place - 12) : place].rpartition("\n")[2]
        return len(line) < 12 and not line.rpartition("|")[2].strip(" |*_>#\t-.)0123456789")
    return True


def _name_after(page: Page, position: int, *, lower: bool) -> tuple[int, int]:
    """The name that begins at `position`; empty if none does."""
    start = end = longest = 0
    capital = False
    for count in range(_MOST_WORDS + 1):
        match = _WORD.match(page.folded, position)
        if not match:
            break
        word = match[1]
        if count == 0:
            start, capital = match.start(1), word[0].isupper()
        if _is_no_name(word + match[2]) or not (capital or (lower and count < _MOST_LOWER_WORDS)):
            break
        if count and capital and not word[0].isupper() and word not in _PARTICLES:
            break
        position = match.end()
        if not capital or word[0].isupper():
            end, longest = match.end(1), max(longest, len(word))
        if match[2] and len(word) > 2 and word.lower() not in _ABBREVIATIONS:
            break
    return (start, end) if longest > 1 else (0, 0)


def _name_before(page: Page, end: int, *, lower: bool) -> int:
    """Where the name that ends at `end` begins; `end` if none does."""
    text = page.folded[max(0, end - 60) : end].rpartition(BLOT)[2].rpartition("\n")[2]
    words = text.split(" ")
    capital = words[-1][:1].isupper()
    start = position = end
    for count, word in enumerate(reversed(words)):
        ends_sentence = len(word) > 3 and word.endswith(".")
        most = _MOST_WORDS if capital else _MOST_LOWER_WORDS * lower
        if count >= most or ends_sentence or not _ONE_WORD.fullmatch(word) or _is_no_name(word):
            break
        if word[0].isupper() is not capital:
            break
        position -= len(word) + (count > 0)
        start = position
    return start


def _is_no_name(word: str) -> bool:
    if len(word) == 2 and word[1] == ".":
        return False  # an initial, though "a" and "i" are words
    parts = word.rstrip(".").split("-")
    return any(
        part.lower() in NOT_NAMES and not (part[:1].isupper() and part.lower() in NAMES_TOO) for part in parts
    ) or bool(_CODE_LIKE.match(word))
