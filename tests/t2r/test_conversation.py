"""Earlier turns count for a question that needs them, and not for one that is complete and about something else."""

from __future__ import annotations

import pytest

from knowledge import KnowledgeBase
from t2r import Assistant, Context, Decision, Turn
from t2r.conversation import before, in_context

DATA = (
    Turn(role="agent", text="mobile data is not working, what do I check?"),
    Turn(role="assistant", text="Check that mobile data is on and that the APN is right."),
)


def test_what_was_said_counts_less_than_what_is_asked() -> None:
    said = before([Turn(role="customer", text="a"), Turn(role="assistant", text="b"), Turn(role="agent", text="c")])
    assert [text for text, _ in said] == ["a c", "b"]
    assert all(0 < weight < 1 for _, weight in said)
    assert before([]) == []


@pytest.mark.parametrize(
    "question",
    [
        "and on iPhone?",
        "what if that does not help?",
        "what should I do next?",
        "iPhone?",
        "phir usko kaise theek kare",
        "how do I check the APN for mobile data on a Pixel?",
    ],
)
def test_a_question_that_leans_is_short_or_goes_on_takes_what_was_said(knowledge: KnowledgeBase, question: str) -> None:
    assert "apn" in in_context(knowledge, question, DATA).terms


@pytest.mark.parametrize(
    "question", ["who won the cricket world cup in 1983?", "which printer driver fits an HP LaserJet on Windows 11"]
)
def test_a_complete_question_about_something_else_is_read_alone(knowledge: KnowledgeBase, question: str) -> None:
    query = in_context(knowledge, question, DATA)
    alone = in_context(knowledge, question, ())
    assert query.own_terms == alone.terms
    assert all(weight < 0.1 for term, weight in query.terms.items() if term not in alone.terms)
    assert float(query.vector @ alone.vector) > 0.99


def test_a_change_to_a_topic_that_nobody_wrote_about_is_not_answered(assistant: Assistant) -> None:
    answer = assistant.answer("who won the cricket world cup in 1983?", Context(turns=DATA))
    assert answer.decision is Decision.ABSTAINED
    assert answer.confidence < 0.1


def test_a_change_to_a_topic_that_is_known_finds_it(assistant: Assistant) -> None:
    answer = assistant.answer("the LOS light on the fibre modem blinks red", Context(turns=DATA))
    assert answer.decision is not Decision.ABSTAINED
    assert answer.sentences[0].citations[0].document_id == "broadband-los-red"
