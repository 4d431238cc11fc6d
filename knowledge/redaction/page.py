"""The text under redaction: folded so that one pattern fits all scripts, with what was already found blotted out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

KINDS = ("SECRET", "EMAIL", "UPI", "PAN", "AADHAAR", "CARD", "ICCID", "IMEI", "IMSI", "PHONE", "ADDRESS", "NAME")

BLOT = "\0"  # neither a word character nor a space: no pattern may cross it
SEAM = "\1"  # a zero-width character, which may stand inside a number

_WORD = re.compile(r"(?<![a-z0-9_])[a-z]+")
_PLACEHOLDER = re.compile(rf"\[(?:{'|'.join(KINDS)})\]")


class _Folds(dict[int, int | str]):
    """Every decimal digit to its ASCII digit, every dash, space and quote to the plain one; found on first use."""

    def __missing__(self, code: int) -> int | str:
        category = unicodedata.category(chr(code)) if code > 0x7F else ""
        fold: int | str = code
        if category == "Nd":
            fold = str(unicodedata.decimal(chr(code)))
        elif category == "Pd":
            fold = "-"
        elif category == "Zs":
            fold = " "
        self[code] = fold
        return fold


_FOLDS = _Folds(
    dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD), SEAM)
    | dict.fromkeys((0x2018, 0x2019, 0x02BC), "'")
    | dict.fromkeys((0x201C, 0x201D), '"')
    | {0x2212: "-", 0xFF20: "@", 0xFF0B: "+", 0xFF1A: ":", 0xFF0E: "."}
)


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` identifies somebody; `kind` is one of KINDS."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Page:
    """A text as the detectors read it: `folded` and `lower` have the length of the original, so offsets hold in all.

    `places` tells where the words that some detector starts from stand: reading the text for them once is what makes
    redaction fast.
    """

    folded: str
    lower: str
    places: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, text: str, words: Container[str]) -> Page:
        folded = text if text.isascii() else text.translate(_FOLDS)
        if "[" in folded:
            folded = _PLACEHOLDER.sub(lambda match: BLOT * len(match[0]), folded)
        lower = _lower(folded)
        places: dict[str, list[int]] = {}
        for match in _WORD.finditer(lower):
            if match[0] in words:
                places.setdefault(match[0], []).append(match.start())
        return cls(folded, lower, places)

    def blot(self, spans: Iterable[Span]) -> Page:
        """The page with `spans`, sorted and apart from each other, made unreadable."""
        return Page(_blot(self.folded, spans), _blot(self.lower, spans), self.places)

    def starts(self, words: Container[str]) -> Iterator[tuple[str, int]]:
        """Each of `words` with each place where it begins and can still be read."""
        for word, places in self.places.items():
            if word in words:
                for place in places:
                    if self.lower.startswith(word, place):
                        yield word, place

    def before(self, position: int, length: int) -> str:
        """Up to `length` lower-case characters before `position`, none of them beyond a blot."""
        return self.lower[max(0, position - length) : position].rpartition(BLOT)[2]

    def after(self, position: int, length: int) -> str:
        """Up to `length` lower-case characters from `position` on, none of them beyond a blot."""
        return self.lower[position : position + length].partition(BLOT)[0]


def apart(spans: Iterable[Span]) -> list[Span]:
    """`spans` in order, without those that overlap an earlier or, from the same start, longer one."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.start < span.end and (not kept or span.start >= kept[-1].end):
            kept.append(span)
    return kept


def _lower(text: str) -> str:
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)


def _blot(text: str, spans: Iterable[Span]) -> str:
    parts: list[str] = []
    position = 0
    for span in spans:
        parts += text[position : span.start], BLOT * (span.end - span.start)
        position = span.end
    return "".join([*parts, text[position:]])
