"""An answer cites exactly, follows the conversation, and abstains rather than guess."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge import KnowledgeBase
from knowledge.embedding import OnnxEmbedder
from t2r import Answer, Assistant, Context, Decision, Settings, Turn
from t2r.answers import MAX_QUESTION_CHARACTERS
from t2r.assistant import Found


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("the SIM asks for a PUK code", "sim-pin-puk-locked"),
        ("LOS light on the modem is red", "broadband-los-red"),
        ("call beech me kat jati hai", "calls-drop"),
        ("How long is a UPC valid?", "port-in-upc"),
        ("bank otp not coming but other sms come", "sms-otp-not-received"),
        ("in Dubai the data romaing is off, no intrnet", "roaming-data-off-abroad"),
    ],
)
def test_the_right_article_is_cited(assistant: Assistant, question: str, document: str) -> None:
    answer = assistant.answer(question)
    assert answer.decision is not Decision.ABSTAINED
    assert answer.sentences[0].citations[0].document_id == document
    assert answer.articles[0].document_id == document


def test_a_complaint_is_answered_with_the_steps_in_their_order(assistant: Assistant) -> None:
    answer = assistant.answer("customer's SIM is PUK locked")
    starts = [sentence.citations[0].start for sentence in answer.sentences]
    assert "\n1. " in f"\n{answer.text}"
    assert "\n3. " in answer.text
    assert starts == sorted(starts)


def test_a_question_for_a_fact_is_answered_without_steps(assistant: Assistant) -> None:
    answer = assistant.answer("How long is a UPC valid?")
    assert "four days" in answer.text
    assert "1. " not in answer.text


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    question=st.one_of(
        st.text(min_size=1, max_size=200), st.sampled_from(["apn", "puk?", "calls drop", "*#06#", "🙂 no net"])
    )
)
def test_whatever_is_asked_every_sentence_quotes_its_document_exactly(
    assistant: Assistant, knowledge: KnowledgeBase, question: str
) -> None:
    if not question.strip():
        with pytest.raises(ValueError, match="question"):
            assistant.answer(question)
        return
    answer = assistant.answer(question)
    assert (answer.decision is Decision.ABSTAINED) == (not answer.sentences)
    for sentence in answer.sentences:
        for citation in sentence.citations:
            document = knowledge.get(citation.document_id)
            assert document is not None
            assert document.body[citation.start : citation.end] == citation.quote
    if answer.decision is Decision.ABSTAINED:
        assert answer.missing or answer.next_check


@pytest.mark.parametrize(
    "question", ["what is the capital of Mongolia", "pizza recipe with mushrooms", "it does not work"]
)
def test_what_nobody_wrote_down_is_not_answered(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert answer.decision is Decision.ABSTAINED
    assert answer.text == ""
    assert answer.missing


def test_a_follow_up_is_understood_from_what_was_said(assistant: Assistant) -> None:
    turns = (
        Turn(role="agent", text="how do I check the APN settings on an Android phone?"),
        Turn(role="assistant", text="Open Settings > Network & internet > SIMs > Access point names."),
    )
    alone = assistant.answer("and on iPhone?")
    answer = assistant.answer("and on iPhone?", Context(turns=turns))
    assert answer.articles[0].document_id == "device-iphone-apn-network"
    assert answer.confidence > alone.confidence


def test_both_pools_are_shown_and_a_document_once_in_each(assistant: Assistant) -> None:
    answer = assistant.answer("no mobile data after changing the APN")
    assert {view.kind.value for view in answer.articles} == {"article"}
    assert {view.document_id for view in answer.resolutions} == {"case-101", "case-102"}
    assert len({view.document_id for view in answer.articles}) == len(answer.articles)
    assert all(view.reason for view in answer.articles)


def test_a_past_case_that_came_back_after_the_articles_advice_is_named(assistant: Assistant) -> None:
    answer = assistant.answer("mobile data does not work after the customer changed the APN, how do I reset the APN")
    assert [item.resolution_id for item in answer.contradictions] == ["case-101"]
    assert "re-opened within 7 days" in answer.contradictions[0].text
    assert answer.contradictions[0].article_id == answer.sentences[0].citations[0].document_id


def test_the_pools_come_before_the_answer(assistant: Assistant) -> None:
    found, answer = assistant.stream("puk locked")
    assert isinstance(found, Found)
    assert isinstance(answer, Answer)
    assert found.articles == answer.articles
    assert set(answer.timings_ms) == {"query", "search", "compose"}


@pytest.mark.parametrize("question", ["", "  \n", "x" * (MAX_QUESTION_CHARACTERS + 1)])
def test_a_question_that_is_none_is_refused_by_name(assistant: Assistant, question: str) -> None:
    with pytest.raises(ValueError, match="question"):
        assistant.answer(question)


def test_filters_keep_other_products_out(assistant: Assistant) -> None:
    answer = assistant.answer("the light is red", Context(product="mobile"))
    assert "broadband-los-red" not in {view.document_id for view in answer.articles}


def test_an_empty_base_knows_nothing_and_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("empty")
    with KnowledgeBase.open(folder, embedder=OnnxEmbedder.load()) as base:
        answer = Assistant(base, Settings(data_dir=folder)).answer("no signal")
    assert answer.decision is Decision.ABSTAINED
    assert answer.next_check is None
    assert answer.missing


def test_the_operators_thresholds_replace_the_trained_ones(knowledge: KnowledgeBase) -> None:
    strict = Assistant(knowledge, Settings(answer_from=1.0, suggest_from=1.0))
    lenient = Assistant(knowledge, Settings(answer_from=0.0, suggest_from=0.0))
    assert strict.answer("puk locked").decision is Decision.ABSTAINED
    assert lenient.answer("pizza").decision is Decision.ANSWERED


def test_what_was_read_ahead_is_not_read_again(
    knowledge: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assistant = Assistant(knowledge, Settings(data_dir=tmp_path, chat_model=None))
    assistant.read_ahead(threading.Event())
    embed, read = knowledge.embed, list[str]()
    monkeypatch.setattr(knowledge, "embed", lambda texts: (read.extend(texts), embed(texts))[1])
    for question in (
        "the SIM asks for a PUK code",
        "LOS light on the modem is red",
        "in Dubai the data roaming is off",
    ):
        assert assistant.answer(question).decision is not Decision.ABSTAINED
    assert read == []


def test_reading_ahead_stops_when_it_is_told_to(knowledge: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()
    stop.set()
    monkeypatch.setattr(knowledge, "embed", lambda texts: pytest.fail(f"{texts} read"))
    Assistant(knowledge).read_ahead(stop)
