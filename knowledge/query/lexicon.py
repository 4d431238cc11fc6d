"""The lexicon of romanised Hindi, and the common English words that are none of it.

Its files lie in `knowledge/lexicon/`, tab-separated; a line that opens with `#` is a comment, and the first one names
the columns. `words.tsv`, `verbs.tsv` (stems; the endings are known to `reading`), `compounds.tsv` (verbs of two
words), `senses.tsv` (what a verb means beside certain words), `phrases.tsv`, `english.txt` (common English words) and
`english_function.txt` (those that mark an English sentence).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

from knowledge.query.folding import heavier, light, skeleton

# A word of so many letters, of which no English word is spelled alike, marks Hindi with this certainty, and a longer
# one marks it surely, unless the lexicon says otherwise.
_CERTAINTY = {1: 0.3, 2: 0.4, 3: 0.7}
MIN_HEAVY = 4  # letters: the heavier folds confuse shorter words
# The last short a of a stem falls out before a vowel: badal-na, badl-a; in text messages also elsewhere.
_LOSES_ITS_A = re.compile(r"[a-z]*[aeiou][^aeiou]+a[^aeiou]")

_ENGLISH_ENDINGS = (
    ("'s", ("",)), ("s", ("",)), ("es", ("",)), ("ies", ("y",)), ("ed", ("", "e")), ("ied", ("y",)),
    ("ing", ("", "e")), ("er", ("", "e")), ("est", ("", "e")), ("ly", ("", "e", "le")), ("ily", ("y",)),
    ("ness", ("",)), ("less", ("",)), ("ful", ("",)), ("able", ("", "e")), ("ment", ("",)), ("or", ("", "e")),
    ("ion", ("", "e")), ("ity", ("", "e")), ("al", ("", "e")), ("ive", ("", "e")), ("y", ("", "e")),
)  # fmt: skip
_DOUBLING_ENDINGS = frozenset(("ed", "ing", "er", "est"))

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb's English."""

    base: str
    past: str
    going: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a token stands for: `head` is the headword, of a verb (kind "verb") its stem; `form` is of verbs only.

    `perfective_of` names the stem of which a root is also the perfective: laga, of lagana and of lagna.
    """

    head: str
    kind: str
    gloss: str
    certainty: float
    form: str = ""
    perfective_of: str = ""


@dataclass(frozen=True)
class Lexicon:
    """The files, read once. Keys are spellings; those of `stems` are light-folded, `roots` are stems as spelled."""

    words: Mapping[str, Reading]
    roots: frozenset[str]
    stems: Mapping[str, str]
    irregular: Mapping[str, tuple[str, str]]
    verbs: Mapping[str, Verb]
    english: frozenset[str]
    english_function: frozenset[str]

    @cached_property
    def light_words(self) -> dict[str, Reading]:
        """Words by light fold; of two that fall together the earlier in the file is meant."""
        return _folded(self.words, light)

    @cached_property
    def heavy_words(self) -> dict[str, Reading]:
        """Words by heavy fold."""
        return _folded(self.light_words, heavier)

    @cached_property
    def word_skeletons(self) -> dict[str, Reading]:
        """Words of four letters and more by skeleton."""
        return _folded({word: found for word, found in self.heavy_words.items() if len(word) >= MIN_HEAVY}, skeleton)

    @cached_property
    def heavy_stems(self) -> dict[str, str]:
        """Verb stems by heavy fold."""
        return _folded(self.stems, heavier)

    @cached_property
    def stem_skeletons(self) -> dict[str, str]:
        """Verb stems of three letters and more by skeleton."""
        return _folded({folded: stem for folded, stem in self.heavy_stems.items() if len(folded) > 2}, skeleton)


def _folded(table: Mapping[str, T], fold: Callable[[str], str]) -> dict[str, T]:
    return {fold(word): value for word, value in reversed(list(table.items()))}


@cache
def lexicon() -> Lexicon:
    """The lexicon, loaded on the first call."""
    function = frozenset(_text("english_function.txt").split())
    english = function | frozenset(_text("english.txt").split())
    words: dict[str, Reading] = {}
    for spellings, gloss, kind, certainty in rows("words.tsv", 4):
        row: dict[float, Reading] = {}
        for word in spellings.split():
            sure = 0.0 if word in english else float(certainty or certainty_by_length(word))
            if sure not in row:
                row[sure] = Reading(spellings.split()[0], kind or "noun", "" if gloss == "-" else gloss, sure)
            words[word] = row[sure]
    roots: set[str] = set()
    stems: dict[str, str] = {}
    irregular: dict[str, tuple[str, str]] = {}
    verbs: dict[str, Verb] = {}
    for spellings, base, past, going, forms in rows("verbs.tsv", 5):
        stem = spellings.split()[0]
        verbs[stem] = Verb(base, past, going)
        roots.update(spellings.split())
        for spelling in spellings.split():
            folded = light(spelling)
            stems.setdefault(folded, stem)
            if _LOSES_ITS_A.fullmatch(folded):
                stems.setdefault(folded[:-2] + folded[-1], stem)
        for form in forms.split():
            word, _, name = form.partition(":")
            irregular.setdefault(word, (stem, name or "perfective"))
    return Lexicon(words, frozenset(roots), stems, irregular, verbs, english, function)


def rows(name: str, columns: int) -> Iterator[tuple[str, ...]]:
    """The rows of a lexicon file, each filled up to so many columns."""
    for line in _text(name).splitlines():
        if line and not line.startswith("#"):
            cells = line.split("\t")
            yield (*cells, *[""] * (columns - len(cells)))


def _text(name: str) -> str:
    return (Path(__file__).parent.parent / "lexicon" / name).read_text(encoding="utf-8")


def certainty_by_length(word: str) -> float:
    """How surely a word marks Hindi of which no more is known."""
    return _CERTAINTY.get(len(word), 1.0)


def is_english(word: str) -> bool:
    """Whether a lower-case word is a common English one, or may be an inflection of one."""
    known = lexicon()
    return word in known.english or any(stem in known.english for stem in english_stems(word))


def english_stems(word: str) -> Iterator[str]:
    """What the word may be an English inflection or derivation of."""
    for ending, replacements in _ENGLISH_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word.removesuffix(ending)
            for replacement in replacements:
                yield stem + replacement
            if ending in _DOUBLING_ENDINGS and len(stem) > 3 and stem[-1] == stem[-2] != stem[-3]:
                yield stem[:-1]
