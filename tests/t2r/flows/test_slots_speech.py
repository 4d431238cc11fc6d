"""The customer's own words in a transcript, clauses, and what would count as solved."""

from __future__ import annotations

import pytest

from t2r.flows.speech.criterion import criterion
from t2r.flows.speech.turns import MAX_CHARACTERS, as_read, clauses, customers_words


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("my phone is dead", "my phone is dead"),
        ("Agent: hello. Customer: my phone is dead. Agent: since when? Customer: today", "my phone is dead.\ntoday"),
        ("AGENT: yes?\nCALLER: no net\n", "no net"),
        ("Customer name: John, status: active", "Customer name: John, status: active"),
        ("Agent: note without the other side", "Agent: note without the other side"),
    ],
)
def test_only_the_customers_turns_are_the_customers_words(text: str, own: str) -> None:
    assert customers_words(text) == own


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("I will not pay, but I will refuel 2.0 GB. Yes!", ["I will not pay,", "but I will refuel 2.0 GB.", "Yes!"]),
        ("one\ntwo; three", ["one", "two;", "three"]),
        ("plan nahi, par data daal do", ["plan nahi,", "par data daal do"]),
        ("number par nahi aata", ["number par nahi aata"]),
        ("", []),
    ],
)
def test_clauses(text: str, parts: list[str]) -> None:
    assert list(clauses(text)) == parts


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            "They will consider the issue resolved when speed test returns excellent internet speed.",
            "speed test returns excellent internet speed",
        ),
        ("No data. Resolved when mobile data works.", "mobile data works"),
        ("It's fixed for me once the bars are back", "the bars are back"),
        ("I'll be happy when my phone finds a carrier; it only searches", "my phone finds a carrier"),
        ("I won't be satisfied until the speed check reads excellent", "the speed check reads excellent"),
        ("do not close this before pictures go through", "pictures go through"),
        ("jab tak photo na jaye case band mat karna", "photo na jaye"),
    ],
)
def test_a_condition_is_a_firm_criterion(said: str, words: str) -> None:
    found = criterion(said)
    assert found is not None
    assert found.firm
    assert words in found.words


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("I just want to send a photo", "send a photo"),
        ("all I want is my internet back", "my internet back"),
        ("mujhe bas itna chahiye ki net chale", "net chale"),
    ],
)
def test_a_wish_is_a_criterion_that_is_not_firm(said: str, words: str) -> None:
    found = criterion(said)
    assert found is not None
    assert not found.firm
    assert words == found.words


@pytest.mark.parametrize(
    "said",
    [
        "my phone does not work",
        "the maps don't load, not unless I'm on the wifi",
        "it worked until yesterday",
        "wait till midnight",
        "",
    ],
)
def test_most_texts_have_none(said: str) -> None:
    assert criterion(said) is None


def test_what_comes_very_late_is_not_read() -> None:
    assert len(as_read("x" * (MAX_CHARACTERS + 10))) == MAX_CHARACTERS
