"""What a token is in Hindi: looked up as spelled, then by its verb ending, then under ever heavier folds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from knowledge.query.folding import has_inner_vowel, heavy, light, skeleton
from knowledge.query.lexicon import MIN_HEAVY, Reading, certainty_by_length, is_english, lexicon

# A spelling that is not listed marks Hindi less surely: English words fold into Hindi ones too.
_LIGHTLY, _HEAVILY = 0.45, 0.3
_MIN_LETTERS, _MAX_LETTERS = 3, 30  # a shorter word is read only as it is listed, a longer one is none

# Endings of a verb, light-folded, and the form they make.
_ENDINGS = {
    ending: form
    for form, endings in {
        "infinitive": "na ne ni",
        "habitual": "ta te ti",
        "perfective": "a e i ya ye yi",
        "future": "unga ungi uga ugi ega egi yega yegi enge engi yenge yengi oge ogi aga agi",
        "wish": "o u un on en ein iye ie iyega iyo yen",
        "having": "kar ke kr ker",
    }.items()
    for ending in endings.split()
}
_LONGEST_ENDING = max(map(len, _ENDINGS))
# A form made by one vowel or none is doubtful, for many an English word ends so, but not behind a vowel: batao, lagaya.
_SHORT_FORMS = frozenset(("root", "perfective", "wish"))
_HINDI_ENDS = ("ao", "aye", "aya", "ayi", "iye")
# What is often written onto the root before it: "horaha", "kardo", "hogya".
_WRITTEN_ON = (
    "raha", "rahi", "rahe", "rha", "rhi", "rhe", "ra", "ri", "gaya", "gayi", "gaye", "gya", "gyi", "gye", "gai",
    "diya", "diye", "dia", "dijiye", "dena", "do", "liya", "liye", "lia", "lo", "jata", "jati", "jate",
    "jaye", "jayega",
)  # fmt: skip
_PLURALS = ("iyon", "iyan", "iyo", "iya", "ein", "en", "on", "e", "o", "i")


@lru_cache(maxsize=16_384)
def read(word: str) -> tuple[Reading, ...]:
    """The readings of a lower-case token: none if it is not Hindi, two if two words are written as one."""
    known = lexicon()
    if word in known.words:
        return (known.words[word],)
    if word in known.irregular:
        return (_sure(_verb(*known.irregular[word]), 0.0 if word in known.english else certainty_by_length(word)),)
    verb = _verb_form(light(word), known.stems) if word in known.roots else None
    if verb:
        return (_sure(verb, 0.0 if is_english(word) else certainty_by_length(word)),)
    if not _MIN_LETTERS <= len(word) <= _MAX_LETTERS or not word.isascii() or not word.isalpha() or is_english(word):
        return ()
    folded = light(word)
    verb = _verb_form(folded, known.stems)
    if verb:
        clear = folded == word and (verb.form not in _SHORT_FORMS or word.endswith(_HINDI_ENDS))
        return (_sure(verb, certainty_by_length(word) * (1.0 if clear else _LIGHTLY)),)
    one, doubt = known.light_words.get(folded), _LIGHTLY
    if one is None:
        one, doubt = _plural(folded) or _read_heavily(word), _HEAVILY
    return (_sure(one, one.certainty * doubt),) if one else _read_as_two(word)


def _sure(reading: Reading, certainty: float) -> Reading:
    return replace(reading, certainty=certainty)


def _plural(folded: str) -> Reading | None:
    """The noun of which this is a plural or an oblique form: dabbo, dikkatein, shikayaton, batiyan."""
    for ending in _PLURALS:
        if folded.endswith(ending) and len(folded) - len(ending) >= 3:
            stem = folded.removesuffix(ending)
            for singular in (stem, stem + "a", stem + "i"):
                found = lexicon().light_words.get(singular)
                if found and found.kind in ("noun", "time"):
                    return found
    return None


def _read_heavily(word: str) -> Reading | None:
    known = lexicon()
    if len(word) >= MIN_HEAVY:
        folded = heavy(word)
        found = known.heavy_words.get(folded) or _verb_form(folded, known.heavy_stems)
        if found:
            return found
    if has_inner_vowel(word) or len(word) < MIN_HEAVY:
        return None
    return known.word_skeletons.get(skeleton(heavy(word))) or _verb_form(heavy(word), known.stem_skeletons)


def _read_as_two(word: str) -> tuple[Reading, ...]:
    for tail in _WRITTEN_ON:
        if word.endswith(tail) and len(word) > len(tail):
            first = read(word.removesuffix(tail))
            if len(first) == 1 and first[0].form == "root":
                return (*first, *read("dijiye" if tail == "do" else tail))
    if word.endswith("hai") and len(word) > 5:
        first = read(word.removesuffix("hai"))
        if len(first) == 1 and first[0].certainty >= 0.5:
            return (*first, *read("hai"))
    return ()


def _verb_form(folded: str, stems: Mapping[str, str]) -> Reading | None:
    """The verb of which `folded` is a stem, or a stem and an ending."""
    if folded in stems:
        perfective_of = stems.get(folded[:-1], "") if folded.endswith("a") and len(folded) > 2 else ""
        return _verb(stems[folded], "root", perfective_of)
    for length in range(min(_LONGEST_ENDING, len(folded) - 1), 0, -1):
        form = _ENDINGS.get(folded[-length:])
        if form and folded[:-length] in stems:
            return _verb(stems[folded[:-length]], form)
    return None


def _verb(stem: str, form: str, perfective_of: str = "") -> Reading:
    return Reading(stem, "verb", lexicon().verbs[stem].base, 1.0, form, perfective_of)
