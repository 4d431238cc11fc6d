"""A question as asked, made ready for retrieval: misspelt words corrected, romanised Hindi put into English."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from knowledge.query.gloss import gloss
from knowledge.query.language import Token, sentences, tokens, weigh
from knowledge.query.lexicon import Reading, rows
from knowledge.query.reading import read
from knowledge.query.spelling import Vocabulary

__all__ = ["NormalisedQuery", "Vocabulary", "normalise"]

_LONGEST_SYNONYM = 3  # words
_LIGHT_VERBS = frozenset(("kar", "ho", "ja", "aa", "de", "le"))


@dataclass(frozen=True, slots=True)
class NormalisedQuery:
    """A question and its readings.

    `text` is as asked. `english` is for the dense model: the text itself where it is plain English, with misspelt words
    corrected; where it is romanised Hindi, English words in about English order. `terms` are words to match lexically
    beside those of `english`, for less: synonyms, what acronyms stand for, and the Hindi words themselves, since
    documents may quote customers. `language` is "hi-Latn" if any sentence is romanised Hindi. `changes` pairs what was written with what
    was put in its place.
    """

    text: str
    english: str
    terms: tuple[str, ...] = ()
    language: Literal["en", "hi-Latn"] = "en"
    changes: tuple[tuple[str, str], ...] = ()


def normalise(text: str, vocabulary: Vocabulary | None = None) -> NormalisedQuery:
    """Read a question in English, misspelt English, romanised Hindi or a mixture, sentence by sentence.

    Words are corrected to those of `vocabulary`; without one, only abbreviations are written out.
    """
    found = tokens(text)
    names_are_capital = any(token.kind == "word" and token.text.islower() for token in found)
    parts = sentences(text, found)
    weights = [weigh(sentence, names_are_capital=names_are_capital) for sentence in parts]
    mixed = any(weight.is_hindi for weight in weights)
    english: list[str] = []
    changes: list[tuple[str, str]] = []
    hindi: list[str] = []
    end = 0
    for sentence, weight in zip(parts, weights, strict=True):
        mend = _mender(sentence[0], vocabulary, names_are_capital=names_are_capital)
        english.append(text[end : sentence[0].start])
        end = sentence[-1].end
        if weight.is_hindi or (mixed and weight.english < 1):
            glossed = gloss(text, sentence, mend)
            english.append(glossed.english or text[sentence[0].start : end])
            changes.extend(glossed.changes)
            hindi.extend(_hindi_terms(sentence, vocabulary))
        else:
            english.append(_corrected(text, sentence, mend, changes))
    english.append(text[end:])
    rendered = "".join(english)
    terms = dict.fromkeys((*_further_words(rendered, vocabulary), *hindi))
    return NormalisedQuery(text, rendered, tuple(terms), "hi-Latn" if mixed else "en", tuple(changes))


def _corrected(
    text: str, sentence: Sequence[Token], mend: Callable[[Token], str], changes: list[tuple[str, str]]
) -> str:
    pieces, end = [], sentence[0].start
    for token in sentence:
        meant = mend(token)
        if meant != token.text:
            pieces += [text[end : token.start], meant]
            changes.append((token.text, meant))
            end = token.end
    pieces.append(text[end : sentence[-1].end])
    return "".join(pieces)


def _mender(first: Token, vocabulary: Vocabulary | None, *, names_are_capital: bool) -> Callable[[Token], str]:
    """What to write for an English word: names, abbreviations in capitals and codes stay as they are."""

    def mend(token: Token) -> str:
        if token.kind == "mark" or (names_are_capital and token.is_capital and token is not first):
            return token.text
        full = _abbreviations().get(token.lower)
        if full or vocabulary is None or token.kind == "code" or not token.text[1:].islower():
            return full or token.text
        if any(reading.certainty for reading in read(token.lower)):
            return token.text
        meant = vocabulary.correct(token.lower)
        if meant is None:
            return token.text
        return meant.capitalize() if token.is_capital else meant

    return mend


@cache
def _abbreviations() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("abbreviations.tsv", 2)}


@cache
def _acronyms() -> dict[str, list[str]]:
    return {acronym: words.split() for acronym, words in rows("acronyms.tsv", 2)}


@cache
def _synonyms() -> dict[str, list[str]]:
    return {words: more.split() for words, more in rows("synonyms.tsv", 2)}


def _further_words(english: str, vocabulary: Vocabulary | None) -> Iterator[str]:
    """Other words for those of our field, and what an acronym stands for if the collection never uses the acronym."""
    words = [token.lower for token in tokens(english)]
    there = set(words)
    for place, word in enumerate(words):
        found = [] if vocabulary is not None and word in vocabulary else list(_acronyms().get(word, ()))
        for length in range(1, _LONGEST_SYNONYM + 1):
            found += _synonyms().get(" ".join(words[place : place + length]), ())
        yield from (other for other in found if other not in there)


def _hindi_terms(sentence: Sequence[Token], vocabulary: Vocabulary | None) -> Iterator[str]:
    """The sentence's Hindi words as written and in the lexicon's spelling, as far as any document has them."""
    for token in sentence:
        for reading in read(token.lower) if token.kind == "word" else ():
            for word in (token.lower, reading.head):
                if _carries_meaning(reading) and (vocabulary is None or word in vocabulary):
                    yield word


def _carries_meaning(reading: Reading) -> bool:
    return reading.certainty > 0 and reading.kind in ("noun", "time", "verb") and reading.head not in _LIGHT_VERBS
