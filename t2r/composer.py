"""The extractive composer: chooses and orders the sentences and steps that answer, and rewrites nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge import Hit, KnowledgeBase, Query
from t2r.answers import Citation, Sentence
from t2r.asked import Wanted, is_action, matter, value_asked, wanted
from t2r.evidence import Evidence, Scored, Unit
from t2r.fit import fitted
from t2r.readable import leans, readable, whole_units
from t2r.steps import MOST_ACTIONS, Procedure, actions_for, steps_for

MOST_SENTENCES = 4
MOST_LEADING = 2
# A sentence belongs to the answer when it scores this share of the best one, in another part this share …
NEAR_THE_BEST = 0.8
OTHER_PART = 0.9
# … and does not say again what is said already.
REPEATS = 0.9
# Another document speaks beside the best one only when its passage is about as good.
OTHER_DOCUMENT = 0.93
# What a sentence counts that does not say what to do, where that is asked for, or lacks the kind of value that is.
NOT_AN_ACTION = 0.98
WITHOUT_VALUE = 0.5

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
    question = query.normalised.english
    rarity = matter(knowledge.rarity(query.terms), knowledge.terms)
    want, value = wanted(question), value_asked(question)
    places = fitted(knowledge, query, hits, rarity, want)
    candidates = [_weighed(unit, want, value) for place in places for unit in whole_units(place)]
    scored = evidence.score(query, [unit for unit in candidates if unit.fitness] or candidates, rarity)
    if not scored:
        return Composed((), (), None)
    best = max(scored, key=lambda candidate: candidate.score)
    top = places[0]
    hit, at = _place(scored, top, want)
    if want is not Wanted.STATEMENT:
        if procedure := steps_for(knowledge, hit, at, rarity):
            leading = _choose(_leading(scored, procedure, top), top, MOST_LEADING)
            steps = tuple(step for step in procedure.steps if step.is_step)
            return _composed([*leading, *procedure.steps], best, steps)
        if actions := _actions(knowledge, evidence, query, hit, at, rarity):
            return _composed(actions, best)
    chosen = _choose(scored, top, MOST_SENTENCES)
    return _composed(chosen if want is Wanted.STATEMENT else _with_actions(chosen), best)


def _place(scored: Sequence[Scored], top: Hit, want: Wanted) -> tuple[Hit, int]:
    """Where steps are looked for: at the best sentence of the part that fits best or, for a complaint, of its document."""
    near = [
        one
        for one in scored
        if (one.unit.hit is top if want is Wanted.PROCEDURE else one.unit.hit.document_id == top.document_id)
    ]
    best = max(near, key=lambda one: one.score).unit if near else None
    return (best.hit, best.start) if best else (top, top.start)


def _composed(chosen: Sequence[Unit], best: Scored, steps: tuple[Unit, ...] = ()) -> Composed:
    return Composed(tuple(cited(unit) for unit in chosen), tuple(chosen), best, steps)


def _weighed(unit: Unit, want: Wanted, value: re.Pattern[str] | None) -> Unit:
    """A unit whose fitness says also whether it is of the kind that is asked for."""
    fitness = unit.fitness
    if want is not Wanted.STATEMENT and not unit.is_step and not is_action(readable(unit.quote)):
        fitness *= NOT_AN_ACTION
    if value is not None and fitness:
        fitness = 1.0 if value.search(unit.quote) else fitness * WITHOUT_VALUE
    return replace(unit, fitness=fitness)


def _leading(scored: Sequence[Scored], procedure: Procedure, top: Hit) -> list[Scored]:
    """The sentences that may stand before a procedure: of the part that it is for, or of what that stands in."""
    first, scope = procedure.steps[0], procedure.scope()
    of_its_own = scope == procedure.part.headings
    return [
        one
        for one in scored
        if one.unit.hit.document_id == top.document_id
        and not one.unit.is_step
        and not any(step.start < one.unit.end and one.unit.start < step.end for step in procedure.steps)
        and one.unit.hit.headings[: len(scope)] == scope
        and len(one.unit.hit.headings) <= len(scope) + 1
        and (not of_its_own or procedure.part.start <= one.unit.start < first.start)
        and not _ASIDE.search(" ".join(one.unit.hit.headings[-1:]))
    ]


def _actions(
    knowledge: KnowledgeBase, evidence: Evidence, query: Query, hit: Hit, at: int, rarity: Mapping[str, float]
) -> list[Unit]:
    """What is to be done, where nobody wrote it as a list: all that the widest fitting section says, else the best of it."""
    sections = actions_for(knowledge, hit, at, rarity)
    whole = next((actions for actions in sections if len(actions) <= MOST_ACTIONS), None)
    if whole or not sections:
        return whole or []
    return [one.unit for one in evidence.score(query, sections[-1], rarity)]


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
        hit = candidate.unit.hit
        near = NEAR_THE_BEST if hit.headings == ranked[0].unit.hit.headings else OTHER_PART
        if len(kept) == most or candidate.score < NEAR_THE_BEST * ranked[0].score:
            break
        if candidate.score < near * ranked[0].score:
            continue
        if hit.document_id != top.document_id and hit.score < OTHER_DOCUMENT * top.score:
            continue
        if all(float(candidate.vector @ earlier.vector) < REPEATS for earlier in kept):
            kept.append(candidate)
    order = list(dict.fromkeys(candidate.unit.hit.document_id for candidate in kept))
    chosen = sorted((c.unit for c in kept), key=lambda unit: (order.index(unit.hit.document_id), unit.start))
    return _without_orphans(chosen, ranked[0].unit) if ranked else []


def _with_actions(chosen: Sequence[Unit]) -> Sequence[Unit]:
    """Where something is to be done: what says so, and what explains it in the same part; of a document where nothing says so, all."""
    places: dict[str, set[tuple[str, ...]]] = {}
    for unit in chosen:
        if unit.is_step or is_action(readable(unit.quote)):
            places.setdefault(unit.hit.document_id, set()).add(unit.hit.headings)
    return [unit for unit in chosen if unit.hit.headings in places.get(unit.hit.document_id, {unit.hit.headings})]


def _without_orphans(chosen: Sequence[Unit], best: Unit) -> list[Unit]:
    """The sentences without those that lean on one before them that is not shown; the best stays in any case."""
    kept: list[Unit] = []
    for unit in chosen:
        follows = kept and kept[-1].hit.document_id == unit.hit.document_id and _adjoin(kept[-1], unit)
        if follows or unit is best or not leans(readable(unit.quote)):
            kept.append(unit)
    return kept


def _adjoin(before: Unit, unit: Unit) -> bool:
    """Is nothing but white space between two units of a passage?"""
    between = unit.hit.text[max(0, before.end - unit.hit.start) : unit.start - unit.hit.start]
    return before.end >= unit.hit.start and not between.strip()
