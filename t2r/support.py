"""Does a passage say what a sentence says? The check that every sentence of a language model has to pass."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from knowledge.chunking import sentences
from t2r.wording import Clause, Wording, contrary, read

# Two sentences prove one together only when each gives it so many words that the other lacks. A single word taken from
# the neighbour is mostly a mistake: of such mistakes 17% pass with this and 40% without (docs/language-model.md).
WORDS_FROM_EACH = 2


def supporting_span(sentence: str, passage: str, headings: Sequence[str] = ()) -> tuple[int, int] | None:
    """The characters of the passage that say what the sentence says; None when nothing in it does.

    They are the shortest unit of `knowledge.chunking.sentences`, or else the two neighbouring sentences of a paragraph,
    that hold

    - all content words of the sentence, stemmed: a sentence may leave words out, but not add any;
    - every number with its unit, every code and every address, as often;
    - for each clause of the sentence one that is denied as often and does not say the opposite: disable for enable,
      before for after.

    A unit under a bare prohibition, such as a heading "Do not" in the passage or among `headings`, counts only when it
    denies by itself. Words are compared, not how they relate: "A stops B" is taken as proof of "B stops A". How often
    that goes wrong, and how other thresholds do, is measured in docs/language-model.md.
    """
    claim = read(sentence)
    if not claim.words:
        return None
    units = [(start, end, read(passage[start:end])) for start, end in _units(passage, headings)]
    found = [(start, end) for start, end, unit in units if _says(unit, claim)]
    if not found:
        for (start, stop, one), (begin, end, other) in pairwise(units):
            near = passage[stop:begin].isspace() and passage.count("\n", stop, begin) < 2
            each = min(len(claim.words & one.words - other.words), len(claim.words & other.words - one.words))
            if near and each >= WORDS_FROM_EACH and _says(read(passage[start:end]), claim):
                found.append((start, end))
    return min(found, key=lambda span: span[1] - span[0], default=None)


def _says(span: Wording, claim: Wording) -> bool:
    return (
        claim.words <= span.words
        and claim.codes <= span.codes
        and all(_agrees(clause, span.clauses) for clause in claim.clauses)
    )


def _agrees(clause: Clause, others: Sequence[Clause]) -> bool:
    """Is it as positive or negative as its counterpart, the clause that shares most words and holds fewest others?"""
    likeness = [(len(clause.words & other.words), -len(other.words)) for other in others]
    best = max(likeness, default=(0, 0))
    if not best[0]:
        return not clause.denials or clause in others
    counterparts = [other for other, like in zip(others, likeness, strict=True) if like == best]
    return any(other.denials == clause.denials and not contrary(clause, other) for other in counterparts)


def _units(passage: str, headings: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The units that may serve as proof: not those that a heading or a line such as "Never do this:" turns round."""
    under_heading, under_line, seen = any(map(_forbids, headings)), False, 0
    for start, end in sentences(passage):
        gap, unit = passage[seen:start], passage[start:end]
        titles = [line for match in _TITLE.findall(gap) for line in match if line]
        if titles:
            under_heading, under_line = _forbids(titles[-1]), False
        under_line = under_line and ("\n" not in gap or _ITEM_MARK.search(gap) is not None)
        if not (under_heading or under_line) or any(clause.denials for clause in read(unit).clauses):
            yield start, end
        under_line = under_line or _forbids(unit)
        seen = end


def _forbids(line: str) -> bool:
    """Does the line end in a prohibition without saying of what?"""
    return _PROHIBITION.search(line) is not None


_TITLE = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+)$|^(.+)\n {0,3}(?:=+|-+)[ \t]*$", re.MULTILINE)
_ITEM_MARK = re.compile(r"^[ \t>]*(?:[-*+•]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?\Z", re.MULTILINE)
_PROHIBITION = re.compile(
    r"\b(?:not|don['’]?ts?|never|avoid)"
    r"(?:\s+(?:any|be|do|doing|done|following|of|the|these|things?|this|those|to)\b)*(?:[^\w.!?]|_)*\Z",
    re.IGNORECASE,
)
