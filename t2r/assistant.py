"""The assistant: finds in both pools, composes an answer that cites, says how sure it is, or says what to do next."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge import Article, Hit, Kind, KnowledgeBase, Query
from knowledge.clock import Clock
from t2r.answers import (
    MAX_QUESTION_CHARACTERS,
    Answer,
    Context,
    Contradiction,
    Decision,
    PassageView,
    QueryView,
    Sentence,
)
from t2r.asked import Wanted, wanted
from t2r.composer import Composed, compose
from t2r.confidence import (
    AS_LIKELY_AS_NOT,
    ENOUGH_SAID,
    LEAST_SAID,
    NOT_SURE,
    ConfidenceModel,
    Features,
    features,
    said,
    shipped_model,
)
from t2r.contradictions import contradictions
from t2r.conversation import in_context
from t2r.evidence import Evidence
from t2r.fit import COMPOSED
from t2r.language_model import LanguageModel
from t2r.live import Live, LiveNote, Weighed, note, weigh
from t2r.next_check import missing_detail, next_check
from t2r.settings import Settings

# Passages of each pool that an answer may be made of.
PASSAGES = 15
# A past case must be this much better than the best article to be what the answer is made of.
CASE_OVER_ARTICLE = 0.04


@dataclass(frozen=True, slots=True)
class Found:
    """The two pools, known before the answer is."""

    articles: tuple[PassageView, ...]
    resolutions: tuple[PassageView, ...]


@dataclass(frozen=True, slots=True)
class Considered:
    """What an answer is decided on: the question as read, both pools, what the composer chose, and the features."""

    query: Query
    articles: Sequence[Hit]
    cases: Sequence[Hit]
    composed: Composed
    features: Features


class Assistant:
    """Answers questions from one knowledge base; safe to use from many threads."""

    def __init__(
        self,
        knowledge: KnowledgeBase,
        settings: Settings | None = None,
        *,
        model: ConfidenceModel | None = None,
        language_model: LanguageModel | None = None,
    ) -> None:
        self._knowledge = knowledge
        self._settings = settings or Settings()
        self._model = model or shipped_model()
        self._evidence = Evidence(knowledge)
        self._language_model = language_model or LanguageModel.from_settings(self._settings)

    def answer(self, question: str, context: Context | None = None) -> Answer:
        """Answer a question of an agent; raises ValueError when it is empty or longer than MAX_QUESTION_CHARACTERS."""
        *_, answer = self.stream(question, context)
        assert isinstance(answer, Answer)
        return answer

    def stream(self, question: str, context: Context | None = None) -> Iterator[Found | Answer]:
        """The two pools as soon as they are found, and then the answer."""
        if not question.strip():
            raise ValueError("question: is empty")
        if len(question) > MAX_QUESTION_CHARACTERS:
            raise ValueError(f"question: has {len(question)} characters, at most {MAX_QUESTION_CHARACTERS} are read")
        context = context or Context()
        clock = Clock()
        query = in_context(self._knowledge, question, context.turns)
        clock.lap("query")
        articles, cases = self._weigh(context, *self._find(query, context))
        found = Found(_views(articles.hits, context.k), _views(cases.hits, context.k))
        clock.lap("search")
        yield found
        considered = self._consider(query, articles.sensible, cases.sensible)
        live = note(context.live, articles, cases) if context.live else None
        answer = self._answer(question, context, considered, live)
        clock.lap("compose")
        yield answer.model_copy(
            update={"articles": found.articles, "resolutions": found.resolutions, "timings_ms": clock.laps}
        )

    def read_ahead(self, stop: threading.Event) -> None:
        """Read the base's documents before anybody asks: the first answer from a document costs three times the next one."""
        self._evidence.read_ahead(self._bodies(), stop)

    def _bodies(self) -> Iterator[str]:
        offset = 0
        while page := self._knowledge.list(offset=offset):
            yield from (document.body for document in page)
            offset += len(page)

    def consider(self, question: str, context: Context) -> Considered:
        """All that an answer is decided on, before it is decided: for training and analysis."""
        query = in_context(self._knowledge, question, context.turns)
        return self._consider(query, *self._find(query, context))

    def review(self, question: str) -> tuple[bool, tuple[Contradiction, ...]]:
        """Whether the articles alone answer it, and the past cases that speak against what they advise."""
        query = in_context(self._knowledge, question, ())
        articles, cases = self._find(query, Context())
        considered = self._consider(query, articles, ())
        answers = self._decide(considered, *self._sureness(considered)) is Decision.ANSWERED
        return answers, contradictions(self._knowledge, self._evidence, considered.composed.chosen, cases)

    def _find(self, query: Query, context: Context) -> tuple[Sequence[Hit], Sequence[Hit]]:
        articles = self._knowledge.search(query, PASSAGES, context.filters(Kind.ARTICLE)).hits
        cases = self._knowledge.search(query, PASSAGES, context.filters(Kind.RESOLUTION)).hits
        return articles, cases

    def _weigh(self, context: Context, articles: Sequence[Hit], cases: Sequence[Hit]) -> tuple[Weighed, Weighed]:
        """Both pools, parted into what makes sense under the live diagnosis and what does not."""
        live = context.live or Live()

        def opened(id: str) -> Hit | None:
            document = self._knowledge.get(id)
            if not isinstance(document, Article):
                return None
            hits = self._knowledge.search(document.title, PASSAGES, context.filters(Kind.ARTICLE)).hits
            return next((hit for hit in hits if hit.document_id == id), None)

        return weigh(self._knowledge, live, articles, opened), weigh(self._knowledge, live, cases)

    def _consider(self, query: Query, articles: Sequence[Hit], cases: Sequence[Hit]) -> Considered:
        pool = cases if _best(cases) > _best(articles) + CASE_OVER_ARTICLE else articles
        composed = compose(self._knowledge, self._evidence, query, pool)
        found = features(pool, composed, query, self._knowledge.rarity, self._knowledge.terms)
        return Considered(query, articles, cases, composed, found)

    def _sureness(self, considered: Considered) -> tuple[float, float]:
        """How likely the answer is right, and the matter known: the model's word, held against what the answer says.

        Symptoms say it in the customer's words and the article in others, and a follow-up leaves it to what was said before:
        there the model has the only word.
        """
        found, composed, query = considered.features, considered.composed, considered.query
        confidence, known = self._model.confidence(found), self._model.known(found)
        if found.symptoms or found.follow_up or not composed.chosen:
            return confidence, known
        says = said(composed, query, self._knowledge.rarity, self._knowledge.terms)
        how_to = wanted(query.normalised.english) is Wanted.PROCEDURE
        if says.share < LEAST_SAID or not says.fits or (how_to and not says.rarest):
            confidence = min(confidence, NOT_SURE)
        if (says.value and says.share >= ENOUGH_SAID) or (says.share == 1 and known >= AS_LIKELY_AS_NOT):
            known = max(known, self._model.suggest_from)
        return confidence, known

    def _decide(self, considered: Considered, confidence: float, known: float) -> Decision:
        if not considered.composed.sentences:
            return Decision.ABSTAINED
        return self._model.decide(confidence, self._settings.answer_from, self._settings.suggest_from, known)

    def _answer(self, question: str, context: Context, considered: Considered, live: LiveNote | None) -> Answer:
        query, composed = considered.query, considered.composed
        confidence, known = self._sureness(considered)
        decision = self._decide(considered, confidence, known)
        if (
            composed.sentences
            and live is not None
            and (live.opened or (live.changed and decision is Decision.ANSWERED))
        ):
            decision = Decision.SUGGESTED
        composer, sentences = "extractive", composed.sentences
        check = missing = None
        if decision is Decision.ABSTAINED:
            sentences = ()
            check = next_check(self._knowledge, self._evidence, query, considered.articles)
            told = [*(turn.text for turn in context.turns), question, query.normalised.english]
            missing = missing_detail(" ".join(told))
        elif self._language_model is not None:
            hits = [*considered.articles[:COMPOSED], *considered.cases[:COMPOSED]]
            written = self._language_model.compose(question, context.turns, hits)
            if written:
                composer, sentences = self._language_model.name, written
        against = contradictions(self._knowledge, self._evidence, composed.chosen, considered.cases)
        normalised = query.normalised
        return Answer(
            answer_id=uuid.uuid4().hex,
            question=question,
            decision=decision,
            confidence=round(confidence, 4),
            text=text_of(sentences, composed if composer == "extractive" else None),
            sentences=sentences,
            next_check=check,
            missing=missing,
            contradictions=against if sentences else (),
            live=live,
            articles=(),
            resolutions=(),
            query=QueryView(
                text=normalised.text,
                english=normalised.english,
                language=normalised.language,
                changes=normalised.changes,
            ),
            composer=composer,
            timings_ms={},
        )


def text_of(sentences: Sequence[Sentence], composed: Composed | None) -> str:
    """An answer as plain text: sentences on one line, steps numbered on lines of their own."""
    steps = {(unit.start, unit.quote) for unit in composed.steps} if composed else set()
    lines: list[str] = []
    number = 0
    for sentence in sentences:
        citation = sentence.citations[0]
        if (citation.start, citation.quote) in steps:
            number += 1
            lines.append(f"{number}. {sentence.text}")
        elif lines and not number:
            lines[-1] += f" {sentence.text}"
        else:
            lines.append(sentence.text)
    return "\n".join(lines)


def _views(hits: Sequence[Hit], most: int) -> tuple[PassageView, ...]:
    """The first passage of each document, in the order of the hits, at most so many."""
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.document_id, hit)
    return tuple(PassageView.of(hit) for hit in list(best.values())[:most])


def _best(hits: Sequence[Hit]) -> float:
    return hits[0].score if hits else 0.0
