"""The wording of a text in a form that two texts can be compared by: clauses, denials, numbers and codes."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import tantivy


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: its content words, lower-case and stemmed, and how many words of it deny."""

    words: frozenset[str]
    denials: int


@dataclass(frozen=True, slots=True)
class Wording:
    """How a text is worded.

    `words` are those of all clauses. `codes` counts quantities with their unit, numbers, dial codes, identifiers and
    addresses, as written but for case, thousands separators and the spelling of units.
    """

    clauses: tuple[Clause, ...]
    words: frozenset[str]
    codes: Counter[str]


# Enough for the sentences of all passages of one answer.
@lru_cache(maxsize=1_000)
def read(text: str) -> Wording:
    """The wording of a sentence or a passage, in English or romanised Hindi."""
    plain = unicodedata.normalize("NFKC", text)
    for pattern, replacement in _SPELLINGS:
        plain = pattern.sub(replacement, plain)
    plain = _COUNT.sub(lambda word: _COUNTS[word[0].lower()], plain)
    prose = _QUANTITY.sub(lambda match: f"{match[2]} {_UNITS[match[3].lower()]}", _ADDRESS.sub(" ", plain))
    clauses = [Clause(frozenset(_content(clause)), len(_DENIAL.findall(clause))) for clause in _clauses(prose)]
    return Wording(
        tuple(clause for clause in clauses if clause.words or clause.denials),
        frozenset().union(*(clause.words for clause in clauses)),
        Counter(_codes(plain)),
    )


def contrary(clause: Clause, other: Clause) -> bool:
    """Has the one clause a word, such as enable, of which the other has only the contrary, such as disable?"""
    return any(clause.words & one and other.words & opposite and not other.words & one for one, opposite in _CONTRARIES)


def _clauses(text: str) -> Iterator[str]:
    for part in _CLAUSE_END.split(text):
        fronted = _FRONTED.match(part)
        if fronted:
            yield fronted[1]
        yield part[fronted.end() :] if fronted else part


def _content(clause: str) -> Iterator[str]:
    for word in map(str.lower, _WORD.findall(clause)):
        stem = _stem(word)
        if word not in _FUNCTION_WORDS and stem not in _FRAMING_STEMS:
            yield stem


def _codes(text: str) -> Iterator[str]:
    for sign, number, unit in _QUANTITY.findall(text):
        yield f"{sign}{number} {_UNITS[unit.lower()]}"
    yield from (address.rstrip(".,;:") for address in _ADDRESS.findall(text))
    for token in _CODE.findall(_ADDRESS.sub(" ", _QUANTITY.sub(r"\2 ", text))):
        for part in token.split("/"):
            # An asterisk belongs to a dial code such as *43#, else it marks emphasis.
            code = part.rstrip(".:-") if "#" in part else part.strip("*_.:-")
            if _EXACT.search(code):
                yield from {code.casefold(), code.casefold().lstrip("₹$€£")}


def _stem(word: str) -> str:
    return "".join(_STEMMER.analyze(word))


_STEMMER = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    .filter(tantivy.Filter.ascii_fold())
    .filter(tantivy.Filter.stemmer("english"))
    .build()
)


def _any(words: str) -> str:
    """A pattern of any of the words, the longest first."""
    return "|".join(sorted(map(re.escape, words.split()), key=len, reverse=True))


_UNITS = {
    spelling: spellings.split()[0]
    for spellings in (
        "%", "second seconds sec secs", "minute minutes min mins", "hour hours hr hrs", "day days", "week weeks",
        "month months", "year years", "time times", "lakh lakhs", "crore crores", "ms", "kb", "mb", "gb", "tb",
        "kbps", "mbps", "gbps", "khz", "mhz", "ghz", "db", "dbm", "km", "metre metres meter meters",
    )
    for spelling in spellings.split()
}  # fmt: skip
_UNIT = _any(" ".join(_UNITS))
_NUMBER_WORDS = "one two three four five six seven eight nine ten eleven twelve"
_COUNTS = {word: str(count) for count, word in enumerate(_NUMBER_WORDS.split(), start=1)}
# "one" counts only in front of a unit, else it is a pronoun.
_COUNT = re.compile(rf"\b(?:one(?=\s+(?:{_UNIT})\b)|(?!one\b)(?:{_any(_NUMBER_WORDS)})\b)", re.IGNORECASE)
_QUANTITY = re.compile(rf"((?<!\w)[-−])?(\d+(?:\.\d+)?)\s?({_UNIT})(?!\w)", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+", re.IGNORECASE)
_CODE = re.compile(r"[\w#*@+₹$€£](?:[\w#*@+./:]|(?<=[a-z])-(?=\d))*", re.IGNORECASE)
_EXACT = re.compile(r"\d|@|_|[^\W\d]\.[^\W\d]{2}")
_WORD = re.compile(r"[^\W_][\w\u0900-\u0dff]*")

# Spellings that are made one before anything is compared, in this order.
_SPELLINGS = tuple(
    (re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in (
        (r"[’`]", "'"),
        (r"\bcan'?t\b|\bcannot\b", "can not"),
        (r"\bwon't\b", "will not"),
        (r"(?<=\w)n't\b", " not"),
        (r"'s\b|'", " "),
        (r"\A\s*(?:yes|no)\s*,|\bnot only\b|\bor not\b|\b(?:do )?not forget to\b", " "),
        (r"\b(wi|e|re|pre|post|non|un)-(?=\w)", r"\1"),
        (r"(?<=[a-z])-(?=[a-z])|(?<=\d)-(?=[a-z])", " "),
        (r"\bper ?cent\b", "%"),
        (r"(?<=\d),(?=\d{2,3}(?!\d))", ""),
        (r"(?:\binr|\brs\.?|₹)\s*(?=\d)", "₹"),
        (r"(?<![₹.\d])\b(\d+(?:\.\d+)?) rupees?\b", r"₹\1"),
        (r"\b(turn|switch|power|toggle)(\w*(?:\s+[\w-]+){0,4}?)\s+(on|off)\b", r"\1\2 switch\3"),
        (r"\b(is|are|be|stays?|remains?|lights?)\s+(on|off)\b", r"\1 switch\2"),
    )
)

_DENYING = "not no never none nor neither without nothing unless unable avoid nahi nahin mat bina नहीं मत बिना"
_DENIAL = re.compile(rf"(?<!\w)(?:{_any(_DENYING)})(?!\w)|\b(?:fail|refus)(?:s|es|ed|ing)?\s+to\b", re.IGNORECASE)
_OPENING = _any(
    "if when whenever unless because but while until before after once since although though instead which who where "
    "that"
)
_CLAUSE_END = re.compile(
    rf"[;:!?()\[\]|\n]|\.(?=\s|\Z)|\s[-–—]+\s|—|\s(?=(?:{_OPENING})\b)"
    # A comma, "and" or "or" when a denial follows: "restart the phone and do not remove the SIM".
    rf"|(?:,|\s(?=(?:and|or)\s))(?=\s*(?:\w+\s+){{0,4}}(?:{_any(_DENYING)})(?!\w))",
    re.IGNORECASE,
)
# A clause in front of the one that it belongs to ends at its comma: "If the light is red, …".
_FRONTED = re.compile(rf"\s*((?:{_OPENING})\b[^,]*),", re.IGNORECASE)

_LITTLE_WORDS = """
a also an and any are as at be been both but by can could did do does each for from had has have he her his how i if in
into is it its may me might must my of on or our out please shall she should so some such than that the their them then
there these they this those to too up us was we were what when where whether which while who will with would you your
"""
# Words that lead to a statement and add nothing to it.
_FUNCTION_WORDS = frozenset(f"{_LITTLE_WORDS} {_DENYING}".split())
# Words that lead to a statement and add nothing to it.
_FRAMING = """
able according additional advise agent answer article ask customer either ensure even fix follow further furthermore
help however include issue just let like make mean moreover need order passage possible problem regarding resolve say
see simply solve step sure tell therefore thus trouble try user various well
"""
_FRAMING_STEMS = frozenset(map(_stem, _FRAMING.split()))

# Words of one side, and what turns them into the contrary.
_CONTRARIES = [
    (frozenset(map(_stem, one.split())), frozenset(map(_stem, opposite.split())))
    for sides in (
        (
            "switchon enable activate allow permit unbar unblock unlock",
            "switchoff off disable deactivate bar block forbid lock",
        ),
        ("above over more higher increase maximum raise", "below under less lower decrease minimum reduce"),
        ("install insert add", "uninstall remove delete"),
        ("open start", "close stop"),
        ("before", "after"),
        ("incoming", "outgoing"),
        ("prepaid", "postpaid"),
        ("upload", "download"),
        ("connect", "disconnect"),
        ("first", "last"),
        ("always", "never"),
    )
    for one, opposite in (sides, sides[::-1])
]
