"""The extractive composer: chooses and orders the sentences and steps that answer, and rewrites nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge import Hit, KnowledgeBase, Query
from t2r.answers import Citation, Sentence
from t2r.evidence import Evidence, Scored, Unit
from t2r.readable import readable, whole_units
from t2r.steps import steps_for

MOST_SENTENCES = 4
MOST_LEADING = 2
# A sentence belongs to the answer when it scores this share of the best one …
NEAR_THE_BEST = 0.8
# … and does not say again what is said already.
REPEATS = 0.9
# Another document speaks beside the best one only when its passage is about as good.
OTHER_DOCUMENT = 0.93

_HOW_TO = re.compile(
    r"\bhow (do|does|can|to|should|could|would)\b|\bwhat (should|shall|can|do|must|to|next)\b|\bsteps?\b", re.I
)
_FACT = re.compile(
    r"^\W*(what('s| is| are| does| was| did)|which|when|why|who|where|how (long|many|much|far|often|soon|old|fast)|is|are|does|do|did|"
    r"can|could|will|would|should|has|have|may|must|difference|meaning|explain|define)\b",
    re.IGNORECASE,
)
# Sections beside the matter itself: an answer does not open with them.
_ASIDE = re.compile(r"do not|don't|escalat|say to|source|further reading|see also", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Composed:
    """What the composer chose, in reading order, the best unit behind it, and which of the chosen are a procedure's steps."""

    sentences: tuple[Sentence, ...]
    chosen: tuple[Unit, ...]
    best: Scored | None
    steps: tuple[Unit, ...] = ()


def compose(knowledge: KnowledgeBase, evidence: Evidence, query: Query, hits: Sequence[Hit]) -> Composed:
    """An answer from the best passages: what explains the trouble and, where something is to be done, the steps."""
    if not hits:
        return Composed((), (), None)
    rarity = knowledge.rarity(query.terms)
    candidates = [unit for hit in hits for unit in whole_units(hit)]
    scored = evidence.score(query, [unit for unit in candidates if unit.fitness] or candidates, rarity)
    if not scored:
        return Composed((), (), None)
    top = hits[0]
    best = max(scored, key=lambda candidate: candidate.score)
    place = max((one for one in scored if one.unit.hit is top), key=lambda one: one.score, default=None)
    at = place.unit.start if place else top.start
    steps = steps_for(knowledge, top, at, rarity) if wants_action(query.normalised.english) else []
    if steps:
        leading = [
            candidate
            for candidate in scored
            if candidate.unit.hit.document_id == top.document_id
            and not candidate.unit.is_step
            and not any(step.start < candidate.unit.end and candidate.unit.start < step.end for step in steps)
            and not _ASIDE.search(" ".join(candidate.unit.hit.headings[-1:]))
        ]
        chosen = _choose(leading, top, MOST_LEADING) + steps
    else:
        chosen = _choose(scored, top, MOST_SENTENCES)
    return Composed(tuple(cited(unit) for unit in chosen), tuple(chosen), best, tuple(steps))


def wants_action(question: str) -> bool:
    """Is something to be done (a complaint, a how-to), or something to be known?"""
    return _HOW_TO.search(question) is not None or _FACT.search(question) is None


def cited(unit: Unit) -> Sentence:
    """A unit as a sentence of an answer, with the citation that proves it."""
    hit = unit.hit
    citation = Citation(
        document_id=hit.document_id, kind=hit.kind, title=hit.title, version=hit.version,
        start=unit.start, end=unit.end, quote=unit.quote,
    )  # fmt: skip
    return Sentence(text=readable(unit.quote) or unit.text, citations=(citation,))


def _choose(scored: Sequence[Scored], top: Hit, most: int) -> list[Unit]:
    """The best sentences that do not repeat each other, in the order of their documents and in it as written."""
    ranked = sorted(scored, key=lambda candidate: -candidate.score)
    kept: list[Scored] = []
    for candidate in ranked:
        if len(kept) == most or candidate.score < NEAR_THE_BEST * ranked[0].score:
            break
        other = candidate.unit.hit.document_id != top.document_id
        if other and candidate.unit.hit.score < OTHER_DOCUMENT * top.score:
            continue
        if all(float(candidate.vector @ earlier.vector) < REPEATS for earlier in kept):
            kept.append(candidate)
    order = list(dict.fromkeys(candidate.unit.hit.document_id for candidate in kept))
    return sorted((c.unit for c in kept), key=lambda unit: (order.index(unit.hit.document_id), unit.start))
