"""What whoever keeps the knowledge has to do: questions without an answer, articles that cases speak against, articles that are out of
date or told twice, and drafts of articles that are missing."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import numpy as np
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, undefer

from knowledge import Article, Kind, KnowledgeBase, Resolution
from t2r.database import writing
from t2r.learning.clusters import clusters
from t2r.learning.questions import unanswered, unpacked
from t2r.learning.tables import AskedQuestion, Reviewed, SetAside

SINCE = timedelta(days=30)  # of questions
MOST = 2_000  # questions, and cases, the newest ones: clustering holds their square
SHOWN = 5  # questions of a cluster
# Cosine of two articles from which one tells what the other does. No two of the starter library's 138 reach it (.911 at most); of
# 40 copies of which a quarter of the lines was left out, all do (.953 at least).
TOLD_TWICE = 0.93
ENDS_SOON = timedelta(days=30)
OLD = timedelta(days=365)
CASES_OF_A_DRAFT = 3
BLOCK = 512  # rows of the matrix of articles that are held at once


class Topic(StrEnum):
    """What an item of the inbox is about."""

    GAP = "gap"
    CONTRADICTION = "contradiction"
    STALE = "stale"
    DUPLICATE = "duplicate"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Item:
    """Something to do: in a sentence, what it weighs among its kind, the documents to open, and what there is to know.

    `parts` are what it is made of, such as questions; what has been set aside is in no item. `id` is that of the parts.
    """

    topic: Topic
    title: str
    weight: float
    documents: tuple[str, ...]
    parts: tuple[str, ...]
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The same as long as the parts are."""
        return hashlib.sha256("\n".join((self.topic, *sorted(self.parts))).encode()).hexdigest()[:24]


class NoSuchItemError(LookupError):
    """The inbox has no such item (any more)."""


class Inbox:
    """Reads what the question log and the reviewer have written down."""

    def __init__(self, database: Engine, knowledge: KnowledgeBase) -> None:
        self._database, self._knowledge = database, knowledge

    def items(self, topic: Topic, now: datetime) -> list[Item]:
        """What there is of a kind, the weightiest first."""
        ways: Mapping[Topic, Callable[[Session, frozenset[str], datetime], Iterator[Item]]] = {
            Topic.GAP: self._gaps,
            Topic.CONTRADICTION: self._contradictions,
            Topic.STALE: self._stale,
            Topic.DUPLICATE: self._duplicates,
            Topic.DRAFT: self._drafts,
        }
        with Session(self._database) as session:
            aside = frozenset(session.scalars(select(SetAside.part)))
            return sorted(ways[topic](session, aside, now), key=lambda item: (-item.weight, item.id))

    def set_aside(self, topic: Topic, id: str, by: str, why: str, now: datetime) -> None:
        """An item has been dealt with, or is none. Raises NoSuchItemError where it has changed since it was looked at."""
        item = next((each for each in self.items(topic, now) if each.id == id), None)
        if item is None:
            raise NoSuchItemError(f"the inbox has no {topic} {id}; it may have changed since it was looked at")
        with writing(self._database) as session:
            for part in item.parts:
                session.merge(SetAside(part=part, at=now, by=by, why=why))

    def _gaps(self, session: Session, aside: frozenset[str], now: datetime) -> Iterator[Item]:
        asked = [one for one in unanswered(session, now - SINCE, MOST) if _part(one) not in aside]
        told = [one for one in asked if one.vector is not None]
        for rows in clusters(unpacked([one.vector for one in told if one.vector is not None])):
            yield _gap([told[row] for row in rows])
        yield from (_gap([one]) for one in asked if one.vector is None)

    def _contradictions(self, session: Session, aside: frozenset[str], _: datetime) -> Iterator[Item]:
        against: dict[str, list[dict[str, Any]]] = {}
        for row in session.scalars(select(Reviewed).where(Reviewed.speaks)):
            for one in row.against:
                if f"against:{one['article_id']}:{row.document_id}:{row.version}" not in aside:
                    known = {"case_id": row.document_id, "version": row.version}
                    against.setdefault(one["article_id"], []).append(known | one)
        for id, cases in against.items():
            article = self._knowledge.get(id)
            if article is not None:
                said = "a past case speaks" if len(cases) == 1 else f"{len(cases)} past cases speak"
                yield Item(
                    Topic.CONTRADICTION,
                    f"{article.title}: {said} against it",
                    len(cases),
                    (id, *(one["case_id"] for one in cases)),
                    tuple(f"against:{id}:{one['case_id']}:{one['version']}" for one in cases),
                    {"cases": cases},
                )

    def _stale(self, _: Session, aside: frozenset[str], now: datetime) -> Iterator[Item]:
        for article in self._articles():
            reasons = {
                part: reason
                for name, reason in _out_of_date(article, self._knowledge.written_at(article.id), now)
                if (part := f"{name}:{article.id}:{article.version}") not in aside
            }
            if reasons:
                title = f"{article.title}: {', '.join(reasons.values())}"
                yield Item(
                    Topic.STALE, title, len(reasons), (article.id,), tuple(reasons), {"reasons": [*reasons.values()]}
                )

    def _duplicates(self, session: Session, aside: frozenset[str], _: datetime) -> Iterator[Item]:
        query = select(Reviewed).where(Reviewed.kind == Kind.ARTICLE).order_by(Reviewed.document_id)
        rows = session.scalars(query.options(undefer(Reviewed.vector))).all()
        vectors = unpacked([row.vector for row in rows])
        for first in range(0, len(rows), BLOCK):
            likeness = vectors[first : first + BLOCK] @ vectors.T
            for place, other in zip(*np.nonzero(likeness >= TOLD_TWICE), strict=True):
                one, two = rows[first + int(place)], rows[int(other)]
                part = f"twice:{one.document_id}:{one.version}:{two.document_id}:{two.version}"
                if one.document_id < two.document_id and part not in aside:
                    yield from self._twice(one, two, float(likeness[place, other]), part)

    def _twice(self, one: Reviewed, two: Reviewed, likeness: float, part: str) -> Iterator[Item]:
        first, second = self._knowledge.get(one.document_id), self._knowledge.get(two.document_id)
        if isinstance(first, Article) and isinstance(second, Article) and _for_the_same(first) == _for_the_same(second):
            title = f"{first.title} and {second.title} tell the same"
            yield Item(
                Topic.DUPLICATE, title, likeness, (first.id, second.id), (part,), {"likeness": round(likeness, 3)}
            )

    def _drafts(self, session: Session, aside: frozenset[str], _: datetime) -> Iterator[Item]:
        query = select(Reviewed).where(~Reviewed.covered, Reviewed.kind == Kind.RESOLUTION)
        rows = session.scalars(
            query.order_by(Reviewed.reviewed_at.desc()).options(undefer(Reviewed.vector)).limit(MOST)
        ).all()
        rows = [row for row in rows if f"draft:{row.document_id}" not in aside]
        for numbers in clusters(unpacked([row.vector for row in rows])):
            if len(numbers) >= CASES_OF_A_DRAFT:
                yield from self._draft([rows[number].document_id for number in numbers])

    def _draft(self, ids: Sequence[str]) -> Iterator[Item]:
        cases = [case for id in ids if isinstance(case := self._knowledge.get(id), Resolution) and _stayed_solved(case)]
        if len(cases) >= CASES_OF_A_DRAFT and (steps := _common_steps(cases)):
            title = f"{len(cases)} solved cases that no article answers: {cases[0].title}"
            parts = tuple(f"draft:{id}" for id in ids)
            yield Item(
                Topic.DRAFT,
                title,
                len(cases),
                tuple(case.id for case in cases),
                parts,
                {"draft": _written(cases, steps)},
            )

    def _articles(self) -> Iterator[Article]:
        offset = 0
        while page := self._knowledge.list(Kind.ARTICLE, offset):
            yield from (each for each in page if isinstance(each, Article))
            offset += len(page)


def _part(asked: AskedQuestion) -> str:
    return f"question:{asked.number}"


def _gap(asked: Sequence[AskedQuestion]) -> Item:
    """Questions about one matter, the most typical first."""
    questions = list(dict.fromkeys(one.question for one in asked))
    near = Counter(one.document_id for one in asked if one.document_id is not None)
    nearest = tuple(id for id, _ in near.most_common(3))
    detail = {
        "questions": questions[:SHOWN],
        "first_asked": min(one.at for one in asked),
        "last_asked": max(one.at for one in asked),
    }
    return Item(Topic.GAP, questions[0], len(asked), nearest, tuple(_part(one) for one in asked), detail)


def _out_of_date(article: Article, written_at: datetime | None, now: datetime) -> Iterator[tuple[str, str]]:
    """In which respects, and in words."""
    today = now.date()
    if article.valid_until is not None and article.valid_until <= today:
        yield "ended", f"ended on {article.valid_until.isoformat()}"
    elif article.valid_until is not None and article.valid_until <= today + ENDS_SOON:
        yield "ends", f"ends on {article.valid_until.isoformat()}"
    if written_at is not None and now - written_at > OLD:
        yield "old", f"not changed since {written_at.date().isoformat()}"


def _for_the_same(article: Article) -> tuple[str, ...]:
    return article.product, article.language, article.audience


def _stayed_solved(case: Resolution) -> bool:
    return bool(case.steps) and not case.reopened_within_7_days


def _same(step: str) -> str:
    return re.sub(r"\W+", " ", step.casefold()).strip()


def _common_steps(cases: Sequence[Resolution]) -> list[str]:
    """The steps of at least half of the cases, in the order in which they were taken on average."""
    places: dict[str, list[float]] = {}
    words: dict[str, str] = {}
    for case in cases:
        for place, step in enumerate(case.steps):
            places.setdefault(_same(step), []).append(place / len(case.steps))
            words.setdefault(_same(step), step.strip())
    often = [key for key, where in places.items() if 2 * len(where) >= len(cases)]
    return [words[key] for key in sorted(often, key=lambda key: sum(places[key]) / len(places[key]))]


def _written(cases: Sequence[Resolution], steps: Sequence[str]) -> dict[str, Any]:
    """An article in outline, as `POST /v1/articles` takes it; whoever keeps the knowledge completes it."""
    causes = Counter(case.cause_code for case in cases if case.cause_code)
    outcomes = Counter(case.outcome.strip() for case in cases if case.outcome.strip())
    body = [f"## Steps\n\n{chr(10).join(f'{number}. {step}' for number, step in enumerate(steps, 1))}"]
    body += [f"## Cause\n\n{cause}" for cause, _ in causes.most_common(1)]
    body += [f"## Outcome\n\n{outcome}" for outcome, _ in outcomes.most_common(1)]
    products = Counter(case.product for case in cases)
    return {
        "id": f"draft-{hashlib.sha256(chr(10).join(sorted(case.id for case in cases)).encode()).hexdigest()[:12]}",
        "title": cases[0].title,
        "product": products.most_common(1)[0][0],
        "symptoms": list(dict.fromkeys(case.title for case in cases))[:SHOWN],
        "body": "\n\n".join(body) + "\n",
        "source": [f"past case {case.id}" for case in cases][:20],
    }
