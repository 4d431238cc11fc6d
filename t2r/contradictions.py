"""Past cases that speak against an article: its steps were done, and the trouble came back or stayed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge import Hit, Kind, KnowledgeBase, Resolution
from t2r.answers import Contradiction
from t2r.composer import cited
from t2r.evidence import Evidence, Unit, plain, section, units

# Cosine from which a step of the case and a step of the article are the same advice.
SAME_ADVICE = 0.6
# Cosine of a past case to the question from which it is the same trouble.
SAME_TROUBLE = 0.45

_FAILED = re.compile(
    r"\b(did not|didn't|does not|not) (help|work|solve|fix|resolve)|\bno (change|effect|improvement|help)\b|\bstill\b|"
    r"\b(issue|problem|fault|trouble) (persist|remain|continu|came back|return)|\bin vain\b|\bwithout success\b",
    re.IGNORECASE,
)


def contradictions(
    knowledge: KnowledgeBase, evidence: Evidence, advice: Sequence[Unit], cases: Sequence[Hit]
) -> tuple[Contradiction, ...]:
    """The cases among the hits that did what the article's steps advise, and did not stay solved by it."""
    advised = [unit for unit in advice if unit.hit.kind is Kind.ARTICLE and unit.is_step]
    similar = {hit.document_id: hit for hit in reversed(cases) if hit.parts.get("dense", 0.0) >= SAME_TROUBLE}
    in_vain = [
        (hit, case)
        for hit in reversed(list(similar.values()))
        if isinstance(case := knowledge.document_of(hit), Resolution)
        and case.steps
        and (case.reopened_within_7_days or _FAILED.search(case.outcome))
    ]
    if not advised or not in_vain:
        return ()
    found: list[Contradiction] = []
    advised_vectors = evidence.vectors([unit.text for unit in advised])
    for hit, case in in_vain:
        done = evidence.vectors([plain(step) for step in case.steps])
        likeness = advised_vectors @ done.T
        place, step = divmod(int(likeness.argmax()), len(case.steps))
        if likeness[place, step] < SAME_ADVICE:
            continue
        came_back = "was re-opened within 7 days" if case.reopened_within_7_days else "says that it did not help"
        proof = _proof(case, hit, step, outcome=_FAILED.search(case.outcome) is not None)
        found.append(
            Contradiction(
                article_id=advised[place].hit.document_id,
                resolution_id=case.id,
                text=f"Past case {case.id} did “{plain(case.steps[step])}”, as this article advises, and {came_back}.",
                citation=cited(proof).citations[0],
            )
        )
    return tuple(found)


def _proof(case: Resolution, hit: Hit, step: int, *, outcome: bool) -> Unit:
    """The place in the case that shows it: the outcome that says so, else the step."""
    heading = "Outcome" if outcome else "Steps taken"
    span = section(case.body, lambda name: name == heading)
    if span is None:
        raise ValueError(f"case {case.id} has no section {heading}")
    start, end = span
    inside = units(replace(hit, start=start, end=end, text=case.body[start:end]))
    if outcome:
        return next((unit for unit in inside if _FAILED.search(unit.quote)), inside[0])
    return inside[min(step, len(inside) - 1)]
