"""Answers scored: citations, spans, support, abstention; and what is left out where nothing says what is right."""

import json
from collections.abc import Sequence

import pytest

from eval.answers import (
    OF_THE_SET,
    PER_CASE,
    AnswerOutcome,
    Asked,
    as_result,
    curve,
    intervals,
    locate,
    metrics,
    missing_gold,
    outcome,
)
from eval.cases import Case
from eval.definitions import DEFINITIONS
from eval.questions import METRICS
from eval.ranking import MEASURES
from knowledge import Kind, KnowledgeBase
from t2r.answers import Answer, Citation, Decision, QueryView, Sentence


def cite(base: KnowledgeBase, document_id: str, quote: str) -> Citation:
    document = base.get(document_id)
    assert document is not None
    start = document.body.index(quote)
    return Citation(
        document_id=document_id, kind=Kind.ARTICLE, title=document.title, version=1,
        start=start, end=start + len(quote), quote=quote,
    )  # fmt: skip


def answer(
    sentences: Sequence[tuple[str, Citation]], confidence: float = 0.9, decision: Decision = Decision.ANSWERED
) -> Answer:
    return Answer(
        answer_id="a", question="?", decision=decision, confidence=confidence,
        text=" ".join(text for text, _ in sentences),
        sentences=tuple(Sentence(text=text, citations=(citation,)) for text, citation in sentences),
        next_check=None, missing=None, contradictions=(), articles=(), resolutions=(),
        query=QueryView(text="?", english="?", language="en", changes=()), composer="extractive", timings_ms={},
    )  # fmt: skip


def case(**fields: object) -> Case:
    return Case.model_validate({"id": "1", "question": "?"} | fields)


def score(base: KnowledgeBase, asked: Case, given: Answer, found: Sequence[str] = ()) -> AnswerOutcome:
    ranked = {document: float(-place) for place, document in enumerate(found)}
    return outcome(asked, Asked(given, ranked, 12.0), base, ())


@pytest.fixture
def two_sources(base: KnowledgeBase) -> Answer:
    return answer(
        [
            ("Set the APN to jionet.", cite(base, "apn", "Set the APN to jionet.")),
            ("Restart the phone 3 times.", cite(base, "sim", "Restart the phone.")),
        ]
    )


def test_citations_are_scored_against_the_gold_documents(base: KnowledgeBase, two_sources: Answer) -> None:
    row = score(base, case(gold=["apn", "bill"]), two_sources, ["sim", "apn"])
    assert row.metrics["citation_precision"] == 0.5
    assert row.metrics["citation_recall"] == 0.5
    assert row.metrics["R@1"] == 0
    assert row.metrics["R@3"] == 0.5
    assert row.correct is True
    assert score(base, case(gold=["bill"]), two_sources).correct is False


@pytest.mark.parametrize(
    ("needs", "met"), [([], 0.5), ([["apn", "bill"]], 1.0), ([["bill"]], 0.0), ([["apn", "bill"], ["bill"]], 0.5)]
)
def test_a_need_is_met_by_any_of_its_documents(
    base: KnowledgeBase, two_sources: Answer, needs: list[list[str]], met: float
) -> None:
    row = score(base, case(gold=["apn", "bill"], needs=needs), two_sources, ["sim", "apn", "lamp", "bill"])
    assert row.metrics["needs@3"] == met
    assert row.metrics["R@3"] == 0.5


def test_a_sentence_with_a_number_its_citation_lacks_is_unsupported(base: KnowledgeBase, two_sources: Answer) -> None:
    assert score(base, case(), two_sources).metrics["unsupported_rate"] == 0.5


@pytest.mark.parametrize(
    ("quote", "hit"),
    [("to jionet", 1.0), ("Open Access point names.\n2. Set", 1.0), ("The APN decides", 0.0), ("not in there", 0.0)],
)
def test_a_span_is_hit_when_a_citation_overlaps_it(
    base: KnowledgeBase, two_sources: Answer, quote: str, hit: float
) -> None:
    asked = case(spans=[{"document_id": "apn", "quote": quote}])
    assert score(base, asked, two_sources).metrics["span_hit"] == hit


def test_the_same_citation_twice_counts_once(base: KnowledgeBase) -> None:
    right, wrong = cite(base, "apn", "Set the APN"), cite(base, "sim", "clean it")
    given = answer([("Set the APN.", right), ("Set it, the APN.", right), ("Clean it.", wrong)])
    assert score(base, case(gold=["apn"]), given).metrics["citation_precision"] == 0.5


def test_without_gold_the_reference_says_what_is_correct(base: KnowledgeBase, two_sources: Answer) -> None:
    close, far = (
        score(base, case(reference=text), two_sources) for text in ("Set the APN to jionet.", "Pay the bill.")
    )
    assert (close.correct, far.correct) == (True, False)
    assert close.metrics["token_f1"] == pytest.approx(2 * 4 / (8 + 4))
    assert close.metrics["citation_precision"] is None


def test_without_gold_and_reference_nothing_is_known(base: KnowledgeBase, two_sources: Answer) -> None:
    row = score(base, case(), two_sources)
    assert row.correct is None
    assert metrics([row])["aurc"] is None


@pytest.mark.parametrize(
    ("answerable", "decision", "abstain_correct", "correct"),
    [
        ("yes", Decision.ANSWERED, 1.0, True),
        ("yes", Decision.SUGGESTED, 1.0, True),
        ("yes", Decision.ABSTAINED, 0.0, None),
        ("no", Decision.ANSWERED, 0.0, False),
        ("no", Decision.ABSTAINED, 1.0, None),
        ("underspecified", Decision.SUGGESTED, 0.0, False),
        ("underspecified", Decision.ABSTAINED, 1.0, None),
        ("partial", Decision.ANSWERED, None, True),
        ("partial", Decision.ABSTAINED, None, None),
    ],
)
def test_abstaining_is_right_where_there_is_no_answer(
    base: KnowledgeBase, answerable: str, decision: Decision, abstain_correct: float | None, correct: bool | None
) -> None:
    sentences = [] if decision is Decision.ABSTAINED else [("Set the APN.", cite(base, "apn", "Set the APN"))]
    row = score(base, case(answerable=answerable, gold=["apn"]), answer(sentences, decision=decision))
    assert row.metrics["abstain_correct"] == abstain_correct
    assert row.correct is correct


def rows(base: KnowledgeBase) -> list[AnswerOutcome]:
    """Answered: two rightly, one wrongly, one without an answer. Abstained: no answer, underspecified, partial."""
    apn, sim = (("x", cite(base, document, "the phone")) for document in ("apn", "sim"))
    table = [
        ("yes", answer([apn], 0.9)),
        ("yes", answer([apn], 0.8)),
        ("yes", answer([sim], 0.7)),
        ("no", answer([sim], 0.6)),
        ("no", answer([], 0.2, Decision.ABSTAINED)),
        ("underspecified", answer([], 0.1, Decision.ABSTAINED)),
        ("partial", answer([], 0.1, Decision.ABSTAINED)),
    ]
    return [
        score(
            base,
            case(id=str(number), answerable=answerable, gold=["apn"] if answerable == "yes" else []),
            given,
            ["apn"],
        )
        for number, (answerable, given) in enumerate(table)
    ]


def test_the_metrics_of_a_set(base: KnowledgeBase) -> None:
    found = metrics(rows(base))
    assert found["abstain_precision"] == 1
    assert found["abstain_recall"] == pytest.approx(2 / 3)
    assert found["abstain_f1"] == pytest.approx(0.8)
    assert found["abstain_no_recall"] == 0.5
    assert found["abstain_no_f1"] == pytest.approx(2 / 3)
    assert found["answered_share"] == pytest.approx(4 / 7)
    assert found["citation_precision"] == pytest.approx(2 / 3)
    assert found["aurc"] == pytest.approx((0 + 0 + 1 / 3 + 2 / 4) / 4)
    assert [point.coverage for point in curve(rows(base))] == pytest.approx([1 / 7, 2 / 7, 3 / 7, 4 / 7])


def test_the_result_has_slices_with_their_n_and_no_nan(base: KnowledgeBase) -> None:
    result = as_result(rows(base), config={"model": "words"}, with_cases=True)
    assert {name: part["n"] for name, part in result["slices"].items()} == {
        "answerable=no": 2, "answerable=partial": 1, "answerable=underspecified": 1, "answerable=yes": 3,
    }  # fmt: skip
    assert result["retrieval"] == {"queries": 3, "metrics": dict.fromkeys(MEASURES, 1.0)}
    assert result["counts"] == {"answered": 4, "abstained": 3, "with_gold": 3, "correctness_known": 4}
    assert result["latency_ms"]["p99"] == 12
    assert set(result["per_case"]) == {str(number) for number in range(7)}
    json.dumps(result, allow_nan=False)


def test_every_interval_holds_its_metric(base: KnowledgeBase) -> None:
    table = rows(base)
    found, bounds = metrics(table), intervals(table)
    for name, value in found.items():
        interval = bounds[name]
        if interval is not None and value is not None:
            assert interval[0] <= value <= interval[1], name


def test_no_rows_have_no_metrics() -> None:
    assert set(metrics([]).values()) == {None}


def test_gold_that_the_base_lacks_is_named(base: KnowledgeBase) -> None:
    spans = [{"document_id": "sim", "quote": "clean it"}, {"document_id": "sim", "quote": "throw it away"}]
    assert missing_gold([case(gold=["sim", "gone"], spans=spans)], base) == [
        "case '1': no document 'gone'",
        "case '1': 'sim' does not say 'throw it away'",
    ]


def test_a_quote_is_found_across_line_breaks() -> None:
    assert locate("one  two", "zero one\ntwo") == (5, 12)
    assert locate("a.c", "abc") is None


def test_every_metric_is_defined_and_every_definition_used() -> None:
    assert set(DEFINITIONS) == {*MEASURES, *PER_CASE, *OF_THE_SET}
    assert set(METRICS) <= set(DEFINITIONS)
