"""What is found is weighed by how its headings fit the question, and of two versions the newer one speaks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knowledge import Article, KnowledgeBase
from knowledge.embedding import OnnxEmbedder
from t2r import Assistant, Decision, Settings
from t2r.asked import matter, wanted
from t2r.fit import fitted

UPGRADE = "# Upgrade to v{0}\n\nThis guide covers upgrading the controller to v{0}.\n\n1. Save the data of {0}.\n2. Run the job of {0}."
PANEL = """# The panel

## Change the password

1. Click System.
2. Type the new password.

## Names of networks

The wireless network is called home.
"""
JOIN = "**Join the club**\n\nFill in the form. We call you. This donation of $290 covers all that is needed."


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(tmp_path_factory.mktemp("base"), embedder=OnnxEmbedder.load()) as opened:
        opened.add(
            [
                *(
                    Article(id=f"up-{version}", title=f"Upgrade to v{version}", body=UPGRADE.format(version))
                    for version in ("1.9", "1.10", "1.2")
                ),
                Article(id="panel", title="Panel", body=PANEL),
                Article(id="club", title="Getting started", body=JOIN),
                Article(
                    id="other", title="Meetings", body="You can join our meetings every week, all are free to come."
                ),
            ]
        )
        yield opened


def first(base: KnowledgeBase, question: str) -> tuple[str, tuple[str, ...]]:
    query = base.query(question)
    hits = base.search(query, 15).hits
    best = fitted(base, query, hits, matter(base.rarity(query.terms), base.terms), wanted(question))[0]
    return best.document_id, best.headings


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("how do I upgrade the controller", "up-1.10"),
        ("how do I upgrade the controller to v1.2", "up-1.2"),
        ("how do I change the password of the panel", "panel"),
        ("how much does it cost to join", "club"),
    ],
)
def test_the_best_fitting_document_comes_first(base: KnowledgeBase, question: str, document: str) -> None:
    assert first(base, question)[0] == document


def test_a_passage_is_cut_at_its_headings(base: KnowledgeBase) -> None:
    assert first(base, "how do I change the password of the panel")[1] == ("The panel", "Change the password")


def test_steps_that_never_mention_the_rarest_word_of_the_question_are_no_sure_answer(
    base: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assistant = Assistant(base, Settings(data_dir=tmp_path_factory.mktemp("data"), suggest_from=0.0, answer_from=0.66))
    other = assistant.answer("how do I change the bluetooth password of the panel")
    assert "Click System." in other.text
    assert other.decision is Decision.SUGGESTED


def test_a_price_is_shown_to_who_asks_for_it_where_its_matter_is_named(
    base: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assistant = Assistant(base, Settings(data_dir=tmp_path_factory.mktemp("data")))
    assert "$290" in assistant.answer("how much does it cost to join?").text
    assert assistant.answer("how much does a ticket to the moon cost?").decision is Decision.ABSTAINED
