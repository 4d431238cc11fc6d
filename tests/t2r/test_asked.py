"""What a question asks for is read from its form."""

from __future__ import annotations

import pytest

from knowledge import KnowledgeBase
from t2r.asked import Wanted, is_action, kind_asked, matter, value_asked, wanted


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("How do I change the Wi-Fi password?", Wanted.PROCEDURE),
        ("how to reset APN settings", Wanted.PROCEDURE),
        ("My node is offline, what do I check?", Wanted.CHECKS),
        ("UE cannot attach, where do I look?", Wanted.CHECKS),
        ("Mobile data is very slow, what to check", Wanted.CHECKS),
        ("customer cannot send picture messages", Wanted.CHECKS),
        ("Airplane mode is on, what should the customer do?", Wanted.CHECKS),
        ("What channels should hubs use?", Wanted.STATEMENT),
        ("What cable do I use outdoors?", Wanted.STATEMENT),
        ("how long is a UPC valid", Wanted.STATEMENT),
        ("Do I need line of sight?", Wanted.STATEMENT),
    ],
)
def test_the_form_of_a_question_says_what_answers_it(question: str, asked: Wanted) -> None:
    assert wanted(question) is asked


@pytest.mark.parametrize(
    ("question", "has", "has_not"),
    [
        ("How much does it cost to join?", "A donation of $290 covers it.", "Enter a request."),
        ("what is the price of a new SIM", "It costs 50 rupees.", "A new SIM is sent by mail."),
        ("how many devices can I add", "Up to five devices.", "Devices are added in the app."),
        ("how long is a UPC valid", "It is valid for four days.", "It has eight characters."),
    ],
)
def test_a_question_for_a_value_is_answered_by_one(question: str, has: str, has_not: str) -> None:
    value = value_asked(question)
    assert value is not None
    assert value.search(has)
    assert not value.search(has_not)


@pytest.mark.parametrize(
    ("question", "has", "has_not"),
    [
        (
            "Which bands should a repeater use?",
            "Repeaters must stay on 5 GHz.",
            "The bands are named after their speakers.",
        ),
        ("What is a repeater supposed to have?", "Set a name of its own.", "A repeater is a small box."),
        ("How much is the fee?", "It is $20.", "You must pay it."),
    ],
)
def test_a_question_for_what_should_be_is_answered_by_a_rule_and_one_for_a_value_by_a_value(
    question: str, has: str, has_not: str
) -> None:
    fits = kind_asked(question)
    assert fits is not None
    assert (fits(has), fits(has_not)) == (True, False)


@pytest.mark.parametrize("question", ["What is a repeater?", "My repeater must be broken", "What should I check?"])
def test_any_sentence_may_answer_where_no_kind_is_asked_for(question: str) -> None:
    assert kind_asked(question) is None


def test_most_questions_ask_for_no_value() -> None:
    assert value_asked("How do I mount a LiteBeam?") is None


@pytest.mark.parametrize(
    ("said", "action"),
    [
        ("Restart the phone.", True),
        ("If it shows Missing, guide the user to reseat the SIM.", True),
        ("You should check that the line is roaming enabled.", True),
        ("After resetting the APN, the user must be instructed to reboot.", True),
        ("Airplane mode is a feature that disables all radios.", False),
        ("The SIM card holds the user's keys.", False),
    ],
)
def test_a_sentence_that_says_what_to_do_is_known_by_its_order(said: str, action: bool) -> None:
    assert is_action(said) is action


def test_the_matter_of_a_question_leaves_out_the_words_that_shape_it(knowledge: KnowledgeBase) -> None:
    rarity = knowledge.rarity(knowledge.query("how do I change the password?").terms)
    assert set(matter(rarity, knowledge.terms)) == {"chang", "password"}
    only_shape = knowledge.rarity(knowledge.query("what should I do?").terms)
    assert matter(only_shape, knowledge.terms) == only_shape
