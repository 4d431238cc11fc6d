"""A sentence is proven by a passage that says it, and by nothing that says less, more or the contrary."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import Article
from knowledge.chunking import chunk, sentences
from knowledge.loaders import load
from t2r.support import supporting_span

ARTICLES = Path(__file__).parents[2] / "knowledge" / "articles"

PASSAGE = """\
ESM causes concern one data session. Registration still works, and calls often work too.

- ESM 33 (requested service option not subscribed): the APN exists, but the subscription does not contain it.
- A blinking light means that the line is being trained, and if the light is off, the router has no power.

1. For ESM 33, add the APN or data service to the subscription and resend it.
2. Restart the phone: after ESM 8, 27, 32 or 33 a phone may by default wait 12 minutes before it asks again.
3. Dial *43# to turn call waiting on, and read the level, which is -85 dBm or better with Wi-Fi off.
4. Tell the customer that a refund of ₹1,000 follows within four weeks, and that tax is 18 per cent.
5. Register a billing complaint. The complaint gets a docket number from the billing desk.

- Do not replace the SIM: a rejected session proves that the SIM has registered.
- Do not restart, unplug or reset the router while it updates.
- Never share the OTP.
- If VoLTE is enabled, disable Wi-Fi calling before the upload and enable it afterwards.
- The phone fails to register when the SIM is barred for incoming calls.
"""


def quote(sentence: str, passage: str = PASSAGE) -> str | None:
    span = supporting_span(sentence, passage)
    return span and passage[span[0] : span[1]]


@pytest.mark.parametrize(
    ("sentence", "proof"),
    [
        ("Add the APN to the subscription for ESM 33.", "For ESM 33, add the APN"),
        ("To fix ESM 33, you need to add the APN or the data service to the subscription.", "For ESM 33, add the APN"),
        ("The APN exists, but it isn't contained in the subscription.", "ESM 33 (requested"),
        ("After ESM 27, a phone may wait 12 min before asking again.", "Restart the phone"),
        ("Dial *43# to turn on call waiting.", "Dial *43#"),
        ("The level is -85dBm or better.", "Dial *43#"),
        ("With WiFi off the level is -85 dBm.", "Dial *43#"),
        ("The customer gets a refund of Rs. 1000 within 4 weeks.", None),
        ("A refund of Rs. 1000 follows within 4 weeks.", "Tell the customer"),
        ("The tax is 18%.", "Tell the customer"),
        ("Don't replace the SIM.", "Do not replace the SIM"),
        ("A rejected session proves that the SIM has registered.", "Do not replace the SIM"),
        ("Do not reset the router while it updates.", "Do not restart, unplug"),
        ("Do not share the OTP.", "Never share the OTP."),
        ("If the light is off, the router has no power.", "A blinking light"),
        ("If VoLTE is enabled, disable Wi-Fi calling.", "If VoLTE is enabled"),
        ("Register a complaint and it gets a docket number from the desk.", "Register a billing complaint. The"),
    ],
)
def test_a_sentence_is_proven_by_the_unit_that_says_it(sentence: str, proof: str | None) -> None:
    found = quote(sentence)
    assert (found is None) if proof is None else (found or "").startswith(proof)


@pytest.mark.parametrize(
    "sentence",
    [
        # numbers, units, codes, names
        "Add the APN to the subscription for ESM 29.",
        "A phone may wait 12 hours before it asks again.",
        "A phone may wait 33 minutes before it asks again.",
        "After ESM 12 a phone may wait 12 minutes.",
        "The level is 85 dBm or better.",
        "The tax is 18 rupees.",
        "A refund of ₹10,000 follows within four weeks.",
        "A refund of ₹1,000 follows within two weeks.",
        "Dial #43# to turn call waiting on.",
        "Dial *43# to turn VoLTE on.",
        "Add the DNN to the subscription for ESM 33.",
        # denials
        "Replace the SIM.",
        "A rejected session does not prove that the SIM has registered.",
        "Reset the router while it updates.",
        "Unplug the router while it updates.",
        "Share the OTP.",
        "The subscription does contain the APN.",
        "The phone registers when the SIM is barred for incoming calls.",
        "ESM causes do not concern one data session.",
        "Never register a billing complaint.",
        # contraries
        "Dial *43# to turn call waiting off.",
        "A phone may wait 12 minutes after it asks again.",
        "The phone fails to register when the SIM is barred for outgoing calls.",
        "If the light is on, the router has no power.",
        "If VoLTE is disabled, enable Wi-Fi calling.",
        "Disable Wi-Fi calling after the upload.",
        # words that the passage does not have, or has elsewhere
        "Restart the router and wait 12 minutes.",
        "Add the APN to the profile for ESM 33.",
        "The APN exists, but the customer moved it.",
        "Calls often fail.",
        "The technician visits tomorrow.",
        "The complaint gets a docket number in ESM 33.",
        # nothing to prove
        "It is so.",
        "",
        "…",
    ],
)
def test_a_sentence_that_the_passage_does_not_say_is_not_proven(sentence: str) -> None:
    assert quote(sentence) is None


@pytest.mark.parametrize(
    "passage",
    [
        "## Do not\n\n- Restart the router at night.",
        "Do not\n------\n\n1. Restart the router at night.",
        "Agents must never:\n\n- open two tickets\n- Restart the router at night.",
        "**Never do the following**\n\n* Restart the router at night.",
        "Don't do this:\n- Restart the router at night.",
    ],
)
def test_what_stands_under_a_bare_prohibition_is_no_advice(passage: str) -> None:
    assert quote("Restart the router at night.", passage) is None
    assert quote("Do not restart the router at night.", f"{passage}\n- Do not restart the router at night.") is not None


@pytest.mark.parametrize(
    "passage",
    [
        "## When calls do not connect\n\n- Restart the router at night.",
        "Never share the PIN.\n\n- Restart the router at night.",
        "Sometimes it works and sometimes not.\n\n- Restart the router at night.",
        "Never do the following:\n\n- share the PIN\n\nRestart the router at night.",
        "## Do not\n\n- share the PIN\n\n## Steps\n\n1. Restart the router at night.",
    ],
)
def test_a_denial_nearby_denies_nothing_else(passage: str) -> None:
    assert quote("Restart the router at night.", passage) == "Restart the router at night."


def test_a_prohibition_may_stand_in_the_headings_above_the_passage() -> None:
    unit = "Restart the router at night."
    assert supporting_span(unit, unit, ("Broadband", "Do not")) is None
    assert supporting_span(unit, unit, ("Broadband does not work", "Steps")) == (0, len(unit))


def test_two_list_items_do_not_prove_a_sentence_together() -> None:
    items = "- ESM 27: the APN is misspelt.\n- ESM 33: the subscription lacks the service."
    assert quote("ESM 33: the APN is misspelt.", items) is None
    assert quote("The subscription lacks the service and the APN is misspelt.", items) is None
    paragraphs = "The APN is misspelt.\n\nThe subscription lacks the service."
    assert quote("The subscription lacks the service and the APN is misspelt.", paragraphs) is None


def test_two_sentences_prove_together_only_what_needs_both() -> None:
    sentences = "Restart the phone every night. The router restarts by itself."
    assert quote("Restart the router every night.", sentences) is None
    assert quote("Restart the phone every night, the router restarts itself.", sentences) == sentences


def test_the_shortest_unit_that_says_it_is_cited() -> None:
    passage = "The router restarts when the power comes back after a cut in the street. The router restarts at night."
    assert quote("The router restarts.", passage) == "The router restarts at night."


@pytest.mark.parametrize(
    ("address", "proven"),
    [
        ("https://care.example/refund?id=1", True),
        ("https://care.example/refund?id=2", False),
        ("https://care.example/refund", False),
    ],
)
def test_an_address_counts_as_a_whole(address: str, proven: bool) -> None:
    passage = "Ask for the refund at https://care.example/refund?id=1, and note the docket number."
    assert (quote(f"Ask for the refund at {address}.", passage) is not None) is proven


def test_romanised_hindi_is_denied_as_it_is_written() -> None:
    passage = "Router ko raat me restart mat karo. OTP kabhi share nahi karna hai."
    assert quote("Router ko restart mat karo.", passage) is not None
    assert quote("Router ko restart karo.", passage) is None


def starter_passages() -> list[tuple[str, tuple[str, ...]]]:
    bodies = [item.body for item in load([ARTICLES]) if isinstance(item, Article)]
    return [(body[part.start : part.end], part.headings) for body in bodies for part in chunk(body)]


@pytest.fixture(scope="module")
def passages() -> list[tuple[str, tuple[str, ...]]]:
    return starter_passages()


def test_every_unit_of_the_starter_library_proves_itself(passages: list[tuple[str, tuple[str, ...]]]) -> None:
    unproven = [
        passage[start:end]
        for passage, headings in passages
        for start, end in sentences(passage)
        if supporting_span(passage[start:end], passage, headings) is None
    ]
    assert len(passages) > 500
    assert unproven == []


@given(sentence=st.text(max_size=200), passage=st.text(max_size=400))
def test_a_span_lies_in_the_passage_and_holds_every_number(sentence: str, passage: str) -> None:
    span = supporting_span(sentence, passage)
    if span:
        assert 0 <= span[0] < span[1] <= len(passage)
    assert span == supporting_span(sentence, passage)


VOCABULARY = "restart router phone light red wait minutes before after not never the do SIM *43# 12 33 on off"
WORDS = st.sampled_from(VOCABULARY.split())


@given(words=st.lists(WORDS, min_size=2, max_size=12), number=st.integers(100, 999))
def test_a_number_that_is_not_there_is_never_proven(words: list[str], number: int) -> None:
    passage = f"{' '.join(words)}."
    assert supporting_span(f"{' '.join(words)} {number}.", passage) is None


@given(words=st.lists(WORDS, min_size=2, max_size=12))
def test_one_more_denial_is_never_proven(words: list[str]) -> None:
    passage = f"{' '.join(words)}."
    denied = f"Do not {passage}"
    assert supporting_span(denied, passage) is None
