"""What is not known leads to one check, or to the one detail that is missing."""

from __future__ import annotations

import pytest

from knowledge import Filters, Kind, KnowledgeBase
from t2r.evidence import Evidence
from t2r.next_check import NOTHING_LEFT, missing_detail, next_check


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("it does not work", "What exactly does not work"),
        ("calls fail", "Which error or message"),
        ("mobile signal gone, says error", "Which device"),
        ("recharge not there", "mobile line, or the fixed broadband"),
    ],
)
def test_the_first_thing_not_yet_said_is_asked(said: str, asked: str) -> None:
    assert missing_detail(said).startswith(asked) or asked in missing_detail(said)


def test_when_all_is_said_a_case_is_opened() -> None:
    said = "mobile data on my iPhone shows error 33 at home since yesterday"
    assert missing_detail(said) == NOTHING_LEFT


def test_the_check_is_a_sentence_of_a_related_article(knowledge: KnowledgeBase) -> None:
    query = knowledge.query("internet setting of the phone is odd")
    hits = knowledge.search(query, 10, Filters(kind=Kind.ARTICLE)).hits
    check = next_check(knowledge, Evidence(knowledge), query, hits)
    assert check is not None
    citation = check.citations[0]
    document = knowledge.get(citation.document_id)
    assert document is not None
    asked = document.body.index("## Ask or read first")
    assert asked < citation.start < document.body.index("## Steps")


def test_an_unrelated_article_gives_no_check(knowledge: KnowledgeBase) -> None:
    query = knowledge.query("recipe for mushroom pizza")
    hits = knowledge.search(query, 10, Filters(kind=Kind.ARTICLE)).hits
    assert next_check(knowledge, Evidence(knowledge), query, hits) is None
