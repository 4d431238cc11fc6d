"""A Hindi sentence cut into units: words, and whole verb groups, of whatever tense and with their negation inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from knowledge.query.lexicon import Verb, lexicon, rows
from knowledge.query.reading import read
from knowledge.query.verb_groups import LIGHT_PARTICLES, Atom, VerbGroup, verb_group


@dataclass(frozen=True, slots=True)
class Unit:
    """One word or verb group: tokens `first` to `last` (inclusive) of the sentence.

    `key` is what phrases and senses are matched by: a headword, an English word as it stands, or a verb's stem, with a
    trailing `!` when negated. `kind` is the lexicon's, or "word" for what is not Hindi and "mark" for punctuation.
    """

    key: str
    kind: str
    gloss: str
    first: int
    last: int
    form: str = ""
    modal: str = ""
    negated: bool = False
    verb: Verb | None = None


@cache
def compounds() -> dict[tuple[str, str], Verb]:
    """Verbs made of a noun or adjective and a light verb, by both their heads."""
    found = {}
    for name, base, past, going in rows("compounds.tsv", 4):
        noun, stem = name.split()
        found[key_of(noun), read(stem)[0].head] = Verb(base, past, going)
    return found


def key_of(word: str) -> str:
    """The headword of a word, or itself if it has none."""
    known = lexicon().words.get(word)
    return known.head if known else word


def units(atoms: Sequence[Atom]) -> list[Unit]:
    """The units of a sentence in order."""
    found: list[Unit] = []
    place = 0
    while place < len(atoms):
        opened = verb_group(atoms, place)
        if opened:
            group, behind = opened
            found.append(_with_its_noun(found, _grouped(group, atoms[place].place, atoms[behind - 1].place)))
        else:
            behind = place + 1
            found.append(_word(atoms[place]))
        place = behind
    return found


def _grouped(group: VerbGroup, first: int, last: int) -> Unit:
    verb = lexicon().verbs[group.stem]
    key = group.stem + "!" * group.negated
    return Unit(key, "verb", verb.base, first, last, group.form, group.modal, group.negated, verb)


def _word(atom: Atom) -> Unit:
    if atom.reading is None:
        kind = "mark" if atom.is_mark else "number" if atom.text.isdigit() else "word"
        return Unit(key_of(atom.text.lower()), kind, atom.text, atom.place, atom.place)
    return Unit(atom.head, atom.kind, atom.reading.gloss, atom.place, atom.place)


def _with_its_noun(before: list[Unit], unit: Unit) -> Unit:
    """The unit joined with the noun it makes a compound verb with, which is taken off `before`."""
    at = len(before) - 1
    while at >= 0 and before[at].kind == "particle" and before[at].key in LIGHT_PARTICLES:
        at -= 1
    stem = unit.key.rstrip("!")
    verb = compounds().get((before[at].key, stem)) if at >= 0 else None
    if verb is None:
        return unit
    noun = before[at]
    del before[at:]
    return replace(unit, key=f"{noun.key} {unit.key}", gloss=verb.base, verb=verb, first=noun.first)
