"""What is shown of a document reads by itself: no marks, whole items, announcements with what they announce."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import Hit, Kind
from t2r.readable import ABOUT_ITSELF, LEANING, is_glossary, readable, whole_units


def hit(text: str) -> Hit:
    return Hit("a", Kind.ARTICLE, "A", 7, 7 + len(text), text, (), 1.0, {}, str, 1, datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("Press **Reset** and ![photo](a.png) wait.", "Press Reset and wait."),
        ("See [the guide](https://example.org/x) and [slack][1].", "See the guide and slack."),
        ("Dial **21*number# or *#06# now.", "Dial **21*number# or *#06# now."),
        ("<b>On</b> the box<br/>press `reset`.", "On the box press reset."),
        ("Causes:\n- No power\n- Cable cut.\n* Else", "Causes: No power; Cable cut. Else"),
        ("Run:\n```\nreboot\n```", "Run: reboot"),
        ("{{< hint >}}Note \\#5 of the name [NAME].", "Note #5 of the name [NAME]."),
        ("![only a picture](x.png)", ""),
    ],
)
def test_markdown_is_shown_as_it_is_read(markdown: str, shown: str) -> None:
    assert readable(markdown) == shown


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("- First half. Second half.\n- Next item here.", ["First half. Second half.", "Next item here."]),
        ("Ask for these:\n- the number\n- the place\n\nThen go on.", ["Ask for these:\n- the number\n- the place", "Then go on."]),
        ("1. Open it:\n   1. press A\n   2. press B\n2. Close it.", ["Open it:\n   1. press A\n   2. press B", "Close it."]),
        ("Do this:\n1. Press A.\n2. Press B.", ["Do this:", "Press A.", "Press B."]),
    ],
)  # fmt: skip
def test_an_item_is_whole_and_an_announcement_has_what_it_announces(text: str, quotes: list[str]) -> None:
    assert [unit.quote for unit in whole_units(hit(text))] == quotes


@pytest.mark.parametrize(
    ("text", "fitness"),
    [
        ("Restart the router after ten minutes.", 1.0),
        ("It is then lit in green.", LEANING),
        ("Refer to the section on cables.", LEANING),
        ("- `check_sim` - Shows the state of the SIM.", LEANING),
        ("This section explains how the network is built.", ABOUT_ITSELF),
        ("The steps are as follows:", 0.0),
        ("- the cable", 0.0),
        ("Half a sentence without an end", 0.0),
    ],
)
def test_what_needs_its_neighbours_counts_less(text: str, fitness: float) -> None:
    assert [unit.fitness for unit in whole_units(hit(text))] == [fitness]


def test_a_list_that_explains_names_in_code_is_a_glossary_and_no_procedure() -> None:
    glossary = "1. **check_sim_status** - Shows the SIM.\n2. **toggle_data** - Turns data on or off."
    procedure = "1. Open the settings.\n2. Run `toggle_data` once."
    assert is_glossary(whole_units(hit(glossary)))
    assert not is_glossary(whole_units(hit(procedure)))


@given(st.text(alphabet="ab1.:!-*`#[]()<>\n ", max_size=200))
def test_units_quote_the_passage_exactly_in_order_and_apart(text: str) -> None:
    found = whole_units(hit(text))
    assert all(text[unit.start - 7 : unit.end - 7] == unit.quote for unit in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all(0 <= unit.fitness <= 1 for unit in found)
