"""The sentences and steps of the passages found, scored against the question: what an extractive answer chooses from."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from knowledge import Hit, KnowledgeBase, Query
from knowledge.chunking import chunk, sentences

# Sentences of which the vectors are remembered: about 60 MB, the starter library several times over.
REMEMBERED = 40_000
# Beyond these many sentences, those that share the least with the question are not embedded: a sentence seen for the first
# time costs 3 ms. Measured on the starter suite, span hit .766 with 10, .764 with 6, .771 with 5.
EMBEDDED = 5
REMEMBERED_TEXTS = 20_000

MEANING, WORDS, PASSAGE = 0.6, 0.25, 0.3

_STEP = re.compile(r"[ \t]*\d{1,3}[.)][ \t]")
# Bold, code and links only: a lone star belongs to a dialling code such as *#06# or **21*.
_MARKUP = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)|`([^`\n]+)`|\*\*(?=\w)([^*\n]+)(?<=[\w.:!?)])\*\*")


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence, list item or step: characters `start` to `end` of its document's body.

    `fitness` says how well it reads by itself, from 0 to 1 (see `t2r.readable`).
    """

    hit: Hit
    start: int
    end: int
    quote: str
    is_step: bool
    fitness: float = 1.0

    @property
    def text(self) -> str:
        """The quote without Markdown's marks, on one line."""
        return plain(self.quote)


@dataclass(frozen=True, slots=True)
class Scored:
    """A unit, how well it answers, and its vector."""

    unit: Unit
    score: float
    meaning: float
    vector: NDArray[np.float32]


def plain(markdown: str) -> str:
    """A line of Markdown as it is read: link texts, code and bold words without their marks."""
    return " ".join(_MARKUP.sub(lambda match: match[1] or match[2] or match[3] or "", markdown).split())


def units(hit: Hit) -> list[Unit]:
    """The units of a hit's passage, in order."""
    return [
        Unit(hit, hit.start + start, hit.start + end, hit.text[start:end], is_step)
        for start, end, is_step in spans(hit.text)
    ]


@lru_cache(REMEMBERED_TEXTS)  # the same passages are read for every question that finds them
def spans(text: str) -> tuple[tuple[int, int, bool], ...]:
    """Start and end of each unit of a passage, and whether it is a step."""
    return tuple(
        (start, end, _STEP.match(text, text.rfind("\n", 0, start) + 1) is not None) for start, end in sentences(text)
    )


class Evidence:
    """Scores units against questions, and remembers the vectors of the sentences it has seen."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge
        self._remembered: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()

    def score(self, query: Query, candidates: Sequence[Unit], rarity: Mapping[str, float]) -> list[Scored]:
        """The candidates that may answer, in their order, each scored by meaning, shared words and its passage."""
        terms = self._knowledge.terms
        total = sum(rarity.values()) or 1.0
        shared = [sum(rarity.get(term, 0.0) for term in terms(unit.quote)) / total for unit in candidates]
        rank = [
            (share + unit.hit.score) * (unit.fitness or 1.0) for share, unit in zip(shared, candidates, strict=True)
        ]
        kept = sorted(np.argsort(-np.array(rank), kind="stable")[:EMBEDDED].tolist())
        chosen = [candidates[row] for row in kept]
        vectors = self.vectors([unit.text for unit in chosen])
        meanings = vectors @ query.vector
        return [
            Scored(
                unit,
                float(MEANING * meaning + WORDS * shared[row] + PASSAGE * unit.hit.score) * (unit.fitness or 1.0),
                float(meaning),
                vector,
            )
            for unit, row, meaning, vector in zip(chosen, kept, meanings, vectors, strict=True)
        ]

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vector of each text, one row a text."""
        with self._lock:
            known = {text: self._remembered[text] for text in texts if text in self._remembered}
            for text in known:
                self._remembered.move_to_end(text)
        new = list(dict.fromkeys(text for text in texts if text not in known))
        if new:
            known.update(zip(new, self._knowledge.embed(new), strict=True))
            with self._lock:
                self._remembered.update((text, known[text]) for text in new)
                while len(self._remembered) > REMEMBERED:
                    self._remembered.popitem(last=False)
        return np.stack([known[text] for text in texts]) if texts else self._knowledge.embed([])

    def read_ahead(self, bodies: Iterable[str], stop: threading.Event) -> None:
        """Take in the sentences of these bodies before they are needed, until it is told to stop or can remember no more."""
        for body in bodies:
            for piece in chunk(body):
                text = body[piece.start : piece.end]
                for start, end, _ in spans(text):
                    if stop.is_set() or len(self._remembered) >= REMEMBERED:
                        return
                    self.vectors([plain(text[start:end])])


def section(body: str, matches: Callable[[str], bool]) -> tuple[int, int] | None:
    """The span under the first Markdown heading whose text matches, up to the next heading; None if there is none."""
    headings = list(re.finditer(r"^#{1,6}[ \t]+(.+?)[ \t]*#*$", body, re.MULTILINE))
    for place, heading in enumerate(headings):
        if matches(heading[1]):
            end = headings[place + 1].start() if place + 1 < len(headings) else len(body)
            return heading.end(), end
    return None
