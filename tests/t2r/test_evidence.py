"""Units are cut and read as an agent would read them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge import Kind, KnowledgeBase
from t2r.evidence import Evidence, plain, section, units


@pytest.mark.parametrize(
    ("markdown", "read"),
    [
        ("Dial *#06# and read the **IMEI**.", "Dial *#06# and read the IMEI."),
        ("**21*number# forwards calls", "**21*number# forwards calls"),
        ("Use 05*PUK*PIN*PIN# there", "Use 05*PUK*PIN*PIN# there"),
        ("Open `Settings` in [the app](https://example.com/a)", "Open Settings in the app"),
        ("two\n  lines", "two lines"),
    ],
)
def test_markdown_is_read_without_its_marks_and_codes_stay(markdown: str, read: str) -> None:
    assert plain(markdown) == read


def test_a_step_is_known_as_a_step_and_quoted_without_its_number(knowledge: KnowledgeBase) -> None:
    hit = knowledge.search("puk locked").hits[0]
    text = "Read this.\n\n1. Dial *#06#.\n2. Restart.\n\n- A bullet.\n"
    found = units(replace(hit, start=100, end=100 + len(text), text=text))
    assert [(unit.quote, unit.is_step) for unit in found] == [
        ("Read this.", False), ("Dial *#06#.", True), ("Restart.", True), ("A bullet.", False),
    ]  # fmt: skip
    assert all(text[unit.start - 100 : unit.end - 100] == unit.quote for unit in found)


def test_a_section_ends_at_the_next_heading() -> None:
    body = "intro\n\n## Steps ##\n\n1. a\n\n## Do not\n\n- b\n"
    span = section(body, lambda heading: heading == "Steps")
    assert span is not None
    assert body[slice(*span)].strip() == "1. a"
    assert section(body, lambda heading: heading == "none") is None


def test_the_sentence_that_answers_scores_best(knowledge: KnowledgeBase) -> None:
    query = knowledge.query("after how many wrong PUK tries is the SIM dead?")
    hits = [hit for hit in knowledge.search(query).hits if hit.kind is Kind.ARTICLE]
    scored = Evidence(knowledge).score(query, [u for hit in hits for u in units(hit)], knowledge.rarity(query.terms))
    best = max(scored, key=lambda candidate: candidate.score)
    assert "PUK" in best.unit.quote
    assert best.unit.hit.document_id == "sim-pin-puk-locked"


def test_vectors_are_the_same_remembered_or_not(knowledge: KnowledgeBase) -> None:
    evidence = Evidence(knowledge)
    first = evidence.vectors(["one sentence", "another one"])
    again = evidence.vectors(["another one", "one sentence"])
    assert (first[::-1] == again).all()
    assert evidence.vectors([]).shape[0] == 0
