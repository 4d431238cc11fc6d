"""The words of a question, and whether each sentence of it is English or romanised Hindi."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.query.lexicon import Reading, lexicon
from knowledge.query.reading import read

# A sentence is Hindi from so much certainty on, and from so much of it beside its English function words. Chosen on
# the tables in the tests: one sure Hindi word against two English function words is still Hindi.
ENOUGH = 0.5
SHARE = 0.4
# An English function word that is also a Hindi one ("the", "is", "me") says little about the language.
_DOUBTFUL = 0.25

# What has no full stop for so long is cut, so that the work stays in proportion to the text.
MAX_SENTENCE_TOKENS = 120

_CHUNK = re.compile(r"\S+")
_PART = re.compile(r"(?P<word>[A-Za-z]+(?:['’][A-Za-z]+)*)|(?P<stop>[.?!;…]+|[^A-Za-z\s])")
_DIGIT = re.compile(r"\d")
_OPENING = "([{\"'“‘«"
_CLOSING = ".,;:?!)]}\"'”’»…"
_STOPS = frozenset(".?!;…\n")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a code (anything with a digit, an address) or a mark, and where it stands in the text."""

    text: str
    start: int
    kind: str  # "word", "code", "mark"
    lower: str

    @property
    def end(self) -> int:
        """One past its last character."""
        return self.start + len(self.text)

    @property
    def is_capital(self) -> bool:
        """Whether it is written as a name or an abbreviation."""
        return self.text[0].isupper()


def tokens(text: str) -> list[Token]:
    """The tokens of a text in order."""
    return [token for chunk in _CHUNK.finditer(text) for token in _tokens_of(chunk.group(), chunk.start())]


def _tokens_of(chunk: str, start: int) -> Iterator[Token]:
    if chunk.isalpha() and chunk.isascii():  # most are plain words
        yield Token(chunk, start, "word", chunk.lower())
        return
    inner = chunk.lstrip(_OPENING)
    start += len(chunk) - len(inner)
    body = inner.rstrip(_CLOSING)
    if body and (not body.replace("’", "'").isascii() or _is_code(body)):
        yield Token(body, start, "code", body.lower())
        inner, start = inner[len(body) :], start + len(body)
    for part in _PART.finditer(inner):
        word = part.group()
        kind = "word" if part.lastgroup == "word" else "mark"
        yield Token(word, start + part.start(), kind, word.lower().replace("’", "'"))


def _is_code(body: str) -> bool:
    return (
        _DIGIT.search(body) is not None
        or "@" in body
        or "/" in body
        or "_" in body
        or body[:4].lower() == "www."
        or ("-" in body and min(map(len, body.split("-"))) <= 2)  # x-ray, e-mail
    )


def sentences(text: str, of: Sequence[Token]) -> list[list[Token]]:
    """The tokens, cut behind sentence marks, at line breaks, and where a sentence would never end."""
    found: list[list[Token]] = [[]]
    for token in of:
        last = found[-1][-1] if found[-1] else None
        if last and (
            last.text[0] in _STOPS or "\n" in text[last.end : token.start] or len(found[-1]) == MAX_SENTENCE_TOKENS
        ):
            found.append([])
        found[-1].append(token)
    return [sentence for sentence in found if sentence]


@dataclass(frozen=True, slots=True)
class Weight:
    """What speaks for Hindi and for English in a sentence."""

    hindi: float
    english: float

    @property
    def is_hindi(self) -> bool:
        """Whether Hindi words weigh enough."""
        return self.hindi >= ENOUGH and self.hindi >= SHARE * self.english


def weigh(sentence: Sequence[Token], *, names_are_capital: bool) -> Weight:
    """Add up the sentence. Where `names_are_capital`, a capital inside a sentence means a name, of no language."""
    hindi = english = 0.0
    for before, token in zip((None, *sentence), sentence, strict=False):
        if token.kind != "word" or (names_are_capital and before and token.is_capital):
            continue
        readings = read(token.lower)
        if token.lower in lexicon().english_function:
            english += _DOUBTFUL if readings else 1.0
        elif not _is_no_witness(before, token):
            # hai opens no Hindi sentence: there it is a greeting
            hindi += max((each.certainty for each in readings if before or each.kind != "being"), default=0.0)
    return Weight(hindi, english)


def _is_no_witness(before: Token | None, token: Token) -> bool:
    """Whether the token is a letter that may be a label or a unit: 24 h."""
    return len(token.lower) == 1 and (before is None or before.kind == "code")


def hindi_readings(sentence: Sequence[Token]) -> list[tuple[Reading, ...]]:
    """For each token of a Hindi sentence its readings, none where it is to be left as English.

    A word of both languages ("is", "main", "band") is English where the nearest word of one language only is English
    function word within two places.
    """
    found = [read(token.lower) if token.kind == "word" else () for token in sentence]
    pure = [_only(token, readings) for token, readings in zip(sentence, found, strict=True)]
    for index, readings in enumerate(found):
        if readings and not pure[index] and _nearest(pure, index) == "english":
            found[index] = ()
            pure[index] = "english"
    return found


def _only(token: Token, readings: Sequence[Reading]) -> str:
    if readings:
        return "" if token.lower in lexicon().english else "hindi"
    return "english" if token.lower in lexicon().english_function else ""


def _nearest(pure: Sequence[str], index: int) -> str:
    for distance in (1, 2):
        around = {pure[place] for place in (index - distance, index + distance) if 0 <= place < len(pure)} - {""}
        if around:
            return "hindi" if "hindi" in around else "english"
    return ""
