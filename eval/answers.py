"""Score an assistant's answers: are they right, cited and supported, and does it abstain when it should?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from eval.cases import Answerable, Case, Span
from eval.ranking import MEASURES, mean, means, percentiles, score, top
from eval.results import Metrics, Outcome, by_slice, per_query
from eval.retrieval import find
from eval.selective import Detection, RiskPoint, aurc, detection, expected_calibration_error, risk_coverage
from eval.significance import Interval, bootstrap_interval, bootstrap_statistic
from eval.text_metrics import is_supported, rouge_l, token_f1
from knowledge import Article
from knowledge.base import KnowledgeBase
from t2r.answers import Answer, Context, Decision
from t2r.assistant import Assistant
from t2r.conversation import in_context

CORRECT_F1 = 0.3
"""Least token F1 with the reference at which an answer without gold documents counts as correct."""

PER_CASE = (
    "needs@3",
    "citation_precision",
    "citation_recall",
    "span_hit",
    "unsupported_rate",
    "token_f1",
    "rouge_l",
    "abstain_correct",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOutcome(Outcome):
    """A case and its answer. `correct` is None for an abstention, and where nothing says what is right."""

    answerable: Answerable
    should_abstain: bool | None
    answered: bool
    confidence: float
    correct: bool | None
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Asked:
    """The answer to a case, the documents that its question finds (with their scores), and how long answering took."""

    answer: Answer
    found: Mapping[str, float]
    milliseconds: float


def ask_all(
    assistant: Assistant, base: KnowledgeBase, cases: Sequence[Case], progress: Callable[[], None] = lambda: None
) -> list[Asked]:
    """Ask each case of `assistant`, which answers from `base`: one after the other, after one that is not counted."""
    if cases:
        assistant.answer(cases[0].question, Context(turns=cases[0].turns))
    asked = []
    for case in cases:
        start = perf_counter()
        answer = assistant.answer(case.question, Context(turns=case.turns))
        milliseconds = (perf_counter() - start) * 1000
        asked.append(Asked(answer, find(base, in_context(base, case.question, case.turns)), milliseconds))
        progress()
    return asked


def outcome(case: Case, asked: Asked, base: KnowledgeBase, fields: Iterable[str]) -> AnswerOutcome:
    """Score one answer; a metric that its case says nothing about is None (see DEFINITIONS for each metric)."""
    answer, gold = asked.answer, case.gold_documents
    answered = answer.decision is not Decision.ABSTAINED
    cited = list(dict.fromkeys((c.document_id, c.start, c.end) for s in answer.sentences for c in s.citations))
    cited_documents = {document for document, _, _ in cited}
    values: dict[str, float | None] = dict.fromkeys((*PER_CASE, *MEASURES))
    if gold:
        values.update(score({case.id: dict.fromkeys(gold, 1)}, {case.id: dict(asked.found)})[case.id])
        first = top(asked.found, 3)
        values["needs@3"] = mean(float(not group.isdisjoint(first)) for group in case.needed)
    if case.should_abstain is not None:
        values["abstain_correct"] = float(answered is not case.should_abstain)
    if answered and answer.sentences:
        supported = [is_supported(s.text, (c.quote for c in s.citations)) for s in answer.sentences]
        values["unsupported_rate"] = supported.count(False) / len(supported)
    if answered and gold:
        right = sum(document in gold for document, _, _ in cited)
        values["citation_precision"] = right / len(cited) if cited else 0.0
        values["citation_recall"] = len(cited_documents & set(gold)) / len(gold)
    if answered and case.spans:
        values["span_hit"] = float(any(_hits(span, cited, base) for span in case.spans))
    if answered and case.reference and case.should_abstain is not True:
        values["token_f1"] = token_f1(answer.text, case.reference)
        values["rouge_l"] = rouge_l(answer.text, case.reference)
    return AnswerOutcome(
        id=case.id,
        question=case.question,
        metrics=values,
        slices=case.slices(fields),
        gold=gold,
        found=top(asked.found),
        note=f"{answer.decision}, confidence {answer.confidence:.2f}: {answer.text[:300]}",
        answerable=case.answerable,
        should_abstain=case.should_abstain,
        answered=answered,
        confidence=answer.confidence,
        correct=_correct(case, cited_documents, values) if answered else None,
        milliseconds=asked.milliseconds,
    )


def metrics(rows: Sequence[AnswerOutcome]) -> Metrics:
    """Every metric of answers over `rows`: the means of the per-case values and those of the set as a whole."""
    return means((row.metrics for row in rows), PER_CASE) | {name: metric(rows) for name, metric in OF_THE_SET.items()}


def retrieval_metrics(rows: Sequence[AnswerOutcome]) -> Metrics:
    """The mean of each ranking measure over the rows that have gold documents."""
    return means((row.metrics for row in rows), MEASURES)


def intervals(rows: Sequence[AnswerOutcome]) -> dict[str, Interval | None]:
    """95% bootstrap interval of each metric, resampling cases."""
    bounds = {
        name: bootstrap_interval([value for row in rows if (value := row.metrics[name]) is not None])
        for name in (*PER_CASE, *MEASURES)
    }
    return bounds | {name: _interval(metric, rows) for name, metric in OF_THE_SET.items()}


def curve(rows: Sequence[AnswerOutcome]) -> list[RiskPoint]:
    """Risk against coverage over the answered cases whose correctness is known."""
    confidence, correct = _judged(rows)
    return risk_coverage(confidence, correct, len(rows) - _unknown(rows))


def as_result(rows: Sequence[AnswerOutcome], *, config: Mapping[str, Any], with_cases: bool) -> dict[str, Any]:
    """The JSON of `t2r eval answers`."""
    with_gold = [row for row in rows if row.gold]
    result = {
        "metrics": metrics(rows),
        "intervals": intervals(rows),
        "cases": len(rows),
        "counts": {
            "answered": sum(row.answered for row in rows),
            "abstained": sum(not row.answered for row in rows),
            "with_gold": len(with_gold),
            "correctness_known": len(_judged(rows)[0]),
        },
        "retrieval": {"queries": len(with_gold), "metrics": retrieval_metrics(rows)},
        "risk_coverage": [
            {"coverage": point.coverage, "risk": point.risk, "confidence": point.confidence} for point in curve(rows)
        ],
        "latency_ms": percentiles(row.milliseconds for row in rows),
        "slices": by_slice(rows, lambda part: metrics(part) | retrieval_metrics(part)),
        "config": dict(config),
    }
    if with_cases:
        result["per_case"] = per_query(rows)
    return result


def _abstention(rows: Sequence[AnswerOutcome]) -> Detection:
    return detection((row.should_abstain, not row.answered) for row in rows if row.should_abstain is not None)


def _abstention_on_no(rows: Sequence[AnswerOutcome]) -> Detection:
    clear = (row for row in rows if row.answerable in (Answerable.YES, Answerable.NO))
    return detection((row.answerable is Answerable.NO, not row.answered) for row in clear)


OF_THE_SET: dict[str, Callable[[Sequence[AnswerOutcome]], float | None]] = {
    "abstain_precision": lambda rows: _abstention(rows).precision,
    "abstain_recall": lambda rows: _abstention(rows).recall,
    "abstain_f1": lambda rows: _abstention(rows).f1,
    "abstain_no_precision": lambda rows: _abstention_on_no(rows).precision,
    "abstain_no_recall": lambda rows: _abstention_on_no(rows).recall,
    "abstain_no_f1": lambda rows: _abstention_on_no(rows).f1,
    "aurc": lambda rows: aurc(*_judged(rows)),
    "ece": lambda rows: expected_calibration_error(*_judged(rows)),
    "answered_share": lambda rows: sum(row.answered for row in rows) / len(rows) if rows else None,
}


def _interval(
    metric: Callable[[Sequence[AnswerOutcome]], float | None], rows: Sequence[AnswerOutcome]
) -> Interval | None:
    return bootstrap_statistic(lambda drawn: metric([rows[index] for index in drawn]), len(rows))


def _judged(rows: Sequence[AnswerOutcome]) -> tuple[list[float], list[bool]]:
    known = [(row.confidence, row.correct) for row in rows if row.correct is not None]
    return [confidence for confidence, _ in known], [correct for _, correct in known]


def _unknown(rows: Sequence[AnswerOutcome]) -> int:
    return sum(row.answered and row.correct is None for row in rows)


def _correct(case: Case, cited_documents: set[str], values: Mapping[str, float | None]) -> bool | None:
    if case.should_abstain:
        return False
    if case.gold_documents:
        return not cited_documents.isdisjoint(case.gold_documents)
    f1 = values["token_f1"]
    return None if f1 is None else f1 >= CORRECT_F1


def described(cases: Iterable[Case], base: KnowledgeBase) -> list[Case]:
    """The cases with what is known of their gold documents as metadata: `product`, and the year `since` which they hold."""
    return [case.model_copy(update={"metadata": {**_of_gold(case, base), **case.metadata}}) for case in cases]


def _of_gold(case: Case, base: KnowledgeBase) -> dict[str, str]:
    gold = [document for id in case.gold_documents if (document := base.get(id)) is not None]
    products = {document.product for document in gold}
    years = [document.valid_from.year for document in gold if isinstance(document, Article) and document.valid_from]
    return ({"product": products.pop()} if len(products) == 1 else {}) | ({"since": str(max(years))} if years else {})


def missing_gold(cases: Iterable[Case], base: KnowledgeBase) -> list[str]:
    """Each gold document or gold quote, named with its case, that the knowledge base does not hold."""
    missing = []
    for case in cases:
        bodies = {id: document.body for id in case.gold_documents if (document := base.get(id)) is not None}
        missing += [f"case {case.id!r}: no document {id!r}" for id in case.gold_documents if id not in bodies]
        missing += [
            f"case {case.id!r}: {span.document_id!r} does not say {span.quote!r}"
            for span in case.spans
            if locate(span.quote, bodies.get(span.document_id, "")) is None
        ]
    return missing


def _hits(span: Span, cited: Iterable[tuple[str, int, int]], base: KnowledgeBase) -> bool:
    document = base.get(span.document_id)
    place = locate(span.quote, document.body) if document else None
    return place is not None and any(
        document_id == span.document_id and start < place[1] and place[0] < end for document_id, start, end in cited
    )


def locate(quote: str, body: str) -> tuple[int, int] | None:
    """Where `quote` is in `body`, whatever the line breaks between its words; None if it is not there."""
    match = re.search(r"\s+".join(re.escape(word) for word in quote.split()), body)
    return match.span() if match else None
