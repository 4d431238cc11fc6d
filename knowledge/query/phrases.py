"""Phrases of several words, and what a verb means beside certain words: found in a sentence whatever their forms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.query.lexicon import Verb, rows
from knowledge.query.reading import read
from knowledge.query.units import Unit, key_of, units
from knowledge.query.verb_groups import LIGHT_PARTICLES, Atom

_FAR_BEFORE, _FAR_BEHIND = 8, 3  # units around a verb in which the word that decides its sense is looked for
CONTENT = frozenset(("word", "noun", "pronoun", "time", "number"))


@dataclass(frozen=True, slots=True)
class Phrase:
    """The keys of a phrase's units, its English, and the kind of piece that makes."""

    keys: tuple[str, ...]
    english: str
    kind: str


def phrase_at(of: Sequence[Unit], place: int) -> tuple[Phrase, int] | None:
    """The longest phrase that opens at a place, and the place behind it. Light particles may stand inside."""
    for phrase in _phrases().get(of[place].key, ()):
        at = place
        for key in phrase.keys:
            while at < len(of) and of[at].key != key and of[at].kind == "particle" and of[at].key in LIGHT_PARTICLES:
                at += 1
            if at >= len(of) or key not in (of[at].key, _with_modal(of[at])):
                break
            at += 1
        else:
            return phrase, at
    return None


@cache
def _phrases() -> dict[str, list[Phrase]]:
    """Phrases by their first key, the longest first."""
    found: dict[str, list[Phrase]] = defaultdict(list)
    for words, english in rows("phrases.tsv", 2):
        parsed = units(
            [
                Atom(place, word, reading)
                for place, word in enumerate(words.split())
                for reading in (read(word) or (None,))
            ]
        )
        keys = tuple(_with_modal(unit) for unit in parsed)
        found[parsed[0].key].append(Phrase(keys, english, _kind(parsed)))
    for same_start in found.values():
        same_start.sort(key=lambda phrase: -len(phrase.keys))
    return dict(found)


def _kind(parsed: Sequence[Unit]) -> str:
    if parsed[0].kind == "question":
        return "question"
    if parsed[-1].kind == "time":
        return "time"
    if parsed[0].key == "ka":  # ke andar, ki wajah se
        return "postposition"
    return "verb" if parsed[-1].kind in ("verb", "negation") else "noun"


def _with_modal(unit: Unit) -> str:
    """The key of a unit that must also have its modality: ho sakta hai is not ho gaya."""
    return f"{unit.key}~{unit.modal}" if unit.modal == "able" else unit.key


def sense_at(of: Sequence[Unit], place: int) -> Verb | None:
    """What the verb at a place means beside the nearest word that decides it.

    The words before the verb are searched, those behind it only where it opens the sentence: kat gaye paise.
    """
    by_word = _senses().get(of[place].key.rstrip("!"))
    if not by_word:
        return None
    near = [*reversed(of[max(0, place - _FAR_BEFORE) : place])]
    if not any(unit.kind in CONTENT for unit in near):
        near += of[place + 1 : place + 1 + _FAR_BEHIND]
    return next((by_word[unit.key] for unit in near if unit.key in by_word), None)


@cache
def _senses() -> dict[str, dict[str, Verb]]:
    found: dict[str, dict[str, Verb]] = defaultdict(dict)
    for stem, base, past, going, beside in rows("senses.tsv", 5):
        found[stem].update(dict.fromkeys(map(key_of, beside.split()), Verb(base, past, going)))
    return dict(found)
