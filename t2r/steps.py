"""The steps of an answer: the whole procedure that belongs to the best passage, or none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from knowledge import Hit, KnowledgeBase
from knowledge.chunking import heading_text
from t2r.evidence import Unit
from t2r.readable import is_glossary, readable, whole_units

MOST_STEPS = 12
REMEMBERED_OUTLINES = 2_000

_PROCEDURE = re.compile(r"\b(?:steps?|what to do|procedure|resolution|solution|how to|fix(?:es|ing)?)\b", re.IGNORECASE)
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)
_FENCED = re.compile(r"^ {0,3}(```|~~~).*?(?:^ {0,3}\1|\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Part:
    """The text under a heading up to the next one, `body[start:end]`, and the headings it is under, outermost first."""

    start: int
    end: int
    headings: tuple[str, ...]


@lru_cache(REMEMBERED_OUTLINES)  # the same documents are answered from again and again
def parts(body: str) -> tuple[Part, ...]:
    """The parts of a Markdown body in order; a comment in a code block is no heading."""
    code = [match.span() for match in _FENCED.finditer(body)]
    marks = [mark for mark in _HEADING.finditer(body) if not any(start <= mark.start() < end for start, end in code)]
    path: list[tuple[int, str]] = []
    found = [Part(0, marks[0].start() if marks else len(body), ())]
    for place, mark in enumerate(marks):
        path = [
            *((level, title) for level, title in path if level < len(mark[1])),
            (len(mark[1]), heading_text(mark[2])),
        ]
        end = marks[place + 1].start() if place + 1 < len(marks) else len(body)
        found.append(Part(mark.end(), end, tuple(title for _, title in path)))
    return tuple(found)


def steps_for(knowledge: KnowledgeBase, top: Hit, at: int, rarity: Mapping[str, float]) -> list[Unit]:
    """The procedure that belongs to the best passage, complete and in order; `at` is where its best sentence starts.

    It is the list around that sentence, else one under a heading for steps beside or below its own, else one in the passage.
    A long document has procedures for other matters too. Where several are beside the sentence, it is the one whose heading
    shares the rarest words with the question (`rarity`).
    """
    document = knowledge.document_of(top)
    if document is None:
        return []
    outline = parts(document.body)
    around = next((part for part in reversed(outline) if part.start <= at), outline[0])
    if len(found := _list_of(top, document.body, around)) >= 2:
        return _from(found, at)
    beside = [
        part
        for part in outline
        if part.headings
        and _PROCEDURE.search(part.headings[-1])
        and part.headings[:-1] == around.headings[: len(part.headings) - 1]
    ]
    if len(beside) > 1:
        beside = _nearest(knowledge, beside, around, rarity)
    if beside and (found := _list_of(top, document.body, beside[0])):
        return found[:MOST_STEPS]
    here = next((unit for unit in whole_units(top) if unit.is_step), None)
    inside = here and next((part for part in reversed(outline) if part.start <= here.start), None)
    if here and inside and len(found := _list_of(top, document.body, inside)) >= 2:
        return _from(found, here.start)
    return []


def _from(found: list[Unit], at: int) -> list[Unit]:
    """The steps from the list's first on; from the one at `at` where the list is too long to be shown whole."""
    place = next((row for row, unit in enumerate(found) if unit.end > at), 0)
    first = 0 if place < MOST_STEPS else place
    return found[first : first + MOST_STEPS]


def _nearest(knowledge: KnowledgeBase, found: list[Part], around: Part, rarity: Mapping[str, float]) -> list[Part]:
    own = [part for part in found if part.headings[:-1] == around.headings]
    if len(own) == 1:
        return own
    found = own or found
    shared = [sum(rarity.get(term, 0.0) for term in knowledge.terms(part.headings[-1])) for part in found]
    best = max(shared)
    return [found[shared.index(best)]] if best > 0 else []


def _list_of(top: Hit, body: str, part: Part) -> list[Unit]:
    whole = replace(top, start=part.start, end=part.end, text=body[part.start : part.end], headings=part.headings)
    found = [unit for unit in whole_units(whole) if unit.is_step and readable(unit.quote)]
    return [] if is_glossary(found) else found
