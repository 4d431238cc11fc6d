"""Which part of which document fits a question best: what was found, cut at headings, and weighed by what these name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from knowledge import Hit, KnowledgeBase, Query
from t2r.asked import Wanted, value_asked
from t2r.steps import parts

# Passages that may speak in an answer.
COMPOSED = 6
# What it counts beside a hit's score when the headings name all of the question's matter, when the text does so …
NAMED, SAID = 0.12, 0.04
# … and when the text holds a value of the kind that is asked for, such as an amount of money.
HAS_VALUE = 0.08
# … and, among documents about as good, when a procedure is asked for and there is a numbered list: more than this much
# prefers wrong documents with a list over right ones without.
HAS_STEPS = 0.02
# A complaint among equals goes to a place that speaks of troubles; for more the same holds.
OF_TROUBLES = 0.008

_NUMBERED = re.compile(r"^[ \t]*\d{1,3}[.)][ \t]", re.MULTILINE)
_TROUBLE = re.compile(
    r"\b(?:troubles?\w*|problems?|issues?|errors?|fail\w*|faults?|unable|cannot|can't|not|no|recover\w*|diagnos\w*)\b",
    re.IGNORECASE,
)
_VERSION = re.compile(r"\bv?\d+(?:[._]\d+)+\b|\b(?:v|version|release) ?\d+\b", re.IGNORECASE)


def fitted(
    knowledge: KnowledgeBase, query: Query, hits: Sequence[Hit], rarity: Mapping[str, float], want: Wanted
) -> list[Hit]:
    """The parts of the best passages, best first; `rarity` is of the terms that name the question's matter."""
    total = sum(rarity.values()) or 1.0
    value = value_asked(query.normalised.english)

    def share(text: str) -> float:
        return sum(rarity[term] for term in knowledge.terms(text) if term in rarity) / total

    found = []
    for hit in _newest(hits, query.normalised.english):
        for part in _cut(knowledge, hit):
            named = " ".join((part.title, *part.headings))
            fit = NAMED * share(named) + SAID * share(part.text)
            fit += HAS_VALUE * (value is not None and value.search(part.text) is not None)
            fit += HAS_STEPS * (want is Wanted.PROCEDURE and len(_NUMBERED.findall(part.text)) > 1)
            fit += OF_TROUBLES * (want is Wanted.CHECKS and _TROUBLE.search(named) is not None)
            found.append(replace(part, score=hit.score + fit))
    return sorted(found, key=lambda part: -part.score)


def _cut(knowledge: KnowledgeBase, hit: Hit) -> Iterator[Hit]:
    """A passage in the parts of its document; as it is where its document is gone."""
    document = knowledge.document_of(hit)
    if document is None:
        yield hit
        return
    for part in parts(document.body):
        start, end = max(hit.start, part.start), min(hit.end, part.end)
        if start < end and (text := document.body[start:end]).strip():
            yield replace(hit, start=start, end=end, text=text, headings=part.headings or hit.headings)


def _newest(hits: Sequence[Hit], question: str) -> list[Hit]:
    """The best passages; of documents that differ in the version they are for, the newest unless the question names one."""
    best = list(hits[:COMPOSED])
    if _VERSION.search(question):
        return best
    newest: dict[str, Hit] = {}
    for hit in hits:
        if _VERSION.search(hit.title):
            newest.setdefault(_unversioned(hit), hit)
            newest[_unversioned(hit)] = max(newest[_unversioned(hit)], hit, key=_version)
    kept: dict[tuple[str, int], Hit] = {}
    for hit in best:
        last = newest.get(_unversioned(hit)) if _VERSION.search(hit.title) else None
        if last is not None and last.document_id != hit.document_id:
            hit = replace(last, score=hit.score)
        kept.setdefault((hit.document_id, hit.start), hit)
    return list(kept.values())


def _unversioned(hit: Hit) -> str:
    return _VERSION.sub("", hit.title)


def _version(hit: Hit) -> tuple[int, ...]:
    match = _VERSION.search(hit.title)
    return tuple(map(int, re.findall(r"\d+", match[0]))) if match else ()
