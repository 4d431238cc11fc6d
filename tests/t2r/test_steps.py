"""The steps of an answer are one whole procedure, and the one that belongs to the best passage."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knowledge import Article, Hit, KnowledgeBase
from knowledge.embedding import OnnxEmbedder
from t2r.steps import MOST_STEPS, parts, steps_for

BODY = """The light of the box tells what is wrong.

## Red light

The fibre carries no light.

### Steps

1. Check the patch cord.
2. Restart the box and wait two minutes.

## Slow evenings

Many neighbours share one port.

### How to fix it

1. Measure with a cable.
2. Compare with the morning.
3. Open a capacity ticket.

## Commands

1. `read_light` - Shows the power of the light.
2. `read_port` - Shows the state of the port.
"""
LONG = "Replace the card.\n\n## Steps\n\n" + "\n".join(f"{number}. Do part {number} of it." for number in range(1, 21))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(tmp_path_factory.mktemp("base"), embedder=OnnxEmbedder.load()) as opened:
        opened.add(
            [
                Article(id="box", title="The box", body=BODY),
                Article(id="long", title="The card", body=LONG),
                Article(id="none", title="The bill", body="The bill comes on the first.\n\n## Steps\n\nNothing to do."),
            ]
        )
        yield opened


def found(base: KnowledgeBase, question: str, said: str = "") -> tuple[Hit, list[str]]:
    query = base.query(question)
    top = base.search(query, 1).hits[0]
    document = base.get(top.document_id)
    assert document is not None
    at = max(top.start, document.body.find(said)) if said else top.start
    return top, [step.quote for step in steps_for(base, top, at, base.rarity(query.terms))]


@pytest.mark.parametrize(
    ("question", "said", "first", "many"),
    [
        ("the light is red", "The fibre carries no light.", "Check the patch cord.", 2),
        ("slow in the evening", "Many neighbours share one port.", "Measure with a cable.", 3),
        ("slow in the evening", "Compare with the morning.", "Measure with a cable.", 3),
        ("replace the card", "Replace the card.", "Do part 1 of it.", MOST_STEPS),
        ("replace the card", "Do part 14 of it.", "Do part 14 of it.", 7),
    ],
)
def test_the_procedure_of_the_matter_is_shown_from_its_first_step(
    base: KnowledgeBase, question: str, said: str, first: str, many: int
) -> None:
    _, steps = found(base, question, said)
    assert steps[0] == first
    assert len(steps) == many


def test_a_heading_for_steps_without_a_list_gives_none(base: KnowledgeBase) -> None:
    top, steps = found(base, "when does the bill come")
    assert top.document_id == "none"
    assert steps == []


def test_a_list_of_commands_is_no_procedure(base: KnowledgeBase) -> None:
    document = base.get("box")
    assert document is not None
    top, _ = found(base, "the fibre carries no light, the light is red")
    start = BODY.index("1. `read_light`")
    glossary = Hit(
        "box", top.kind, top.title, start, len(BODY), BODY[start:], ("Commands",), 1.0, {}, "", 1, top.updated_at
    )
    assert [step.quote for step in steps_for(base, glossary, start, {})] == []


def test_a_comment_in_a_code_block_is_no_heading() -> None:
    body = "# One\ntext\n```\n# not a heading\n```\n## Two\nmore"
    assert [part.headings for part in parts(body)] == [(), ("One",), ("One", "Two")]
