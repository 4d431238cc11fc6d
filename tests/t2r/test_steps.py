"""The steps of an answer are one whole procedure, and the one that belongs to the best passage."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knowledge import Article, Hit, KnowledgeBase
from knowledge.embedding import OnnxEmbedder
from t2r.steps import MOST_STEPS, actions_for, parts, steps_for

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


TWO_LISTS = """Keys of the gate.

**Change the key**

1. Open the panel.
2. Type the new key.

The old key is void. Then move the gate:

1. Press the arrow.
2. Wait for the tone.

**Oil the hinge**

1. Lift the gate.
2. Drop oil on the hinge.
"""
CASES = """## Resolution

1. Read the meter.
2. Note the code.

### Code seven

The valve is shut.

1. Open the valve.
2. Press reset.
"""
HEADED = """# Fit the mast

## Before

The roof must be dry.

## Work

### 1. Set the foot

Place the foot on the beam.

### 2. Raise the mast

Lift the mast with two people

```
mast --lock
```
"""
PROSE = """# Heating

## Cold radiators

Air collects at the top.
If the top is cold, open the vent. Close it when water comes.
See the plumber's guide.
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(tmp_path_factory.mktemp("base"), embedder=OnnxEmbedder.load()) as opened:
        opened.add(
            [
                Article(id="box", title="The box", body=BODY),
                Article(id="long", title="The card", body=LONG),
                Article(id="gate", title="The gate", body=TWO_LISTS),
                Article(id="boiler", title="The boiler gives no heat", body=CASES),
                Article(id="mast", title="The mast", body=HEADED),
                Article(id="heating", title="Heating", body=PROSE),
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
    procedure = steps_for(base, top, at, base.rarity(query.terms))
    return top, [step.quote for step in procedure.steps] if procedure else []


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


@pytest.mark.parametrize(
    ("question", "said", "steps"),
    [
        ("how do I change the key of the gate", "Type the new key.", ["Open the panel.", "Type the new key."]),
        ("how do I move the gate", "Press the arrow.", ["Press the arrow.", "Wait for the tone."]),
        ("how do I oil the hinge of the gate", "Lift the gate.", ["Lift the gate.", "Drop oil on the hinge."]),
    ],
)
def test_steps_are_of_one_list(base: KnowledgeBase, question: str, said: str, steps: list[str]) -> None:
    top, shown = found(base, question, said)
    assert top.document_id == "gate"
    assert shown == steps


def test_one_of_several_cases_gives_the_procedure_above_them(base: KnowledgeBase) -> None:
    assert found(base, "boiler gives no heat", "The valve is shut.")[1] == ["Read the meter.", "Note the code."]
    assert found(base, "boiler gives no heat, code seven", "The valve is shut.")[1] == [
        "Open the valve.",
        "Press reset.",
    ]


def test_a_procedure_may_be_written_as_numbered_headings(base: KnowledgeBase) -> None:
    _, steps = found(base, "how do I fit the mast", "Place the foot")
    assert steps == [
        "Set the foot",
        "Place the foot on the beam.",
        "Raise the mast",
        "Lift the mast with two people\n\n```\nmast --lock",
    ]


def test_orders_in_prose_are_found_with_what_follows_them(base: KnowledgeBase) -> None:
    query = base.query("radiators of the heating are cold")
    top = base.search(query, 1).hits[0]
    at = PROSE.index("Air collects")
    orders = actions_for(base, top, at, base.rarity(query.terms))
    assert [unit.quote for unit in orders[0]] == ["If the top is cold, open the vent.", "Close it when water comes."]
    assert actions_for(base, top, at, base.rarity(base.query("how do I bake bread").terms)) == []


def test_a_line_in_bold_by_itself_is_a_heading() -> None:
    body = "# One\n\n**Two**\n\ntext\n\n**Not two.**\n\n**Nor** this\n\n**Three**\n\nmore"
    assert [part.headings for part in parts(body)] == [(), ("One",), ("One", "Two"), ("One", "Three")]


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
        "box", top.kind, top.title, start, len(BODY), BODY[start:], ("Commands",), 1.0, {}, str, 1, top.updated_at
    )
    assert steps_for(base, glossary, start, {}) is None


def test_a_comment_in_a_code_block_is_no_heading() -> None:
    body = "# One\ntext\n```\n# not a heading\n```\n## Two\nmore"
    assert [part.headings for part in parts(body)] == [(), ("One",), ("One", "Two")]
