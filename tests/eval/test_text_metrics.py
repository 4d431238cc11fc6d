"""Word overlap with a reference, and what counts as supported by a quote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.text_metrics import identifiers, is_supported, rouge_l, squad_tokens, token_f1


def test_squad_tokens_have_no_case_punctuation_or_article() -> None:
    assert squad_tokens("The APN's name, a 4G-value!") == ["apns", "name", "4gvalue"]


@pytest.mark.parametrize(
    ("answer", "reference", "f1"),
    [
        ("restart the phone", "Restart phone.", 1.0),
        ("restart it now", "restart the router now", 2 * 2 / 6),
        ("a b b", "b", 2 / 3),
        ("yes", "no", 0.0),
        ("the", "a", 1.0),
        ("", "word", 0.0),
    ],
)
def test_token_f1(answer: str, reference: str, f1: float) -> None:
    assert token_f1(answer, reference) == pytest.approx(f1)


def test_rouge_l_follows_the_longest_common_subsequence() -> None:
    # The example of Lin (2004): "police killed the gunman" against "police kill the gunman": 3 of 4 words in order.
    assert rouge_l("police kill the gunman", "Police killed the gunman!") == pytest.approx(0.75)
    assert rouge_l("the gunman kill police", "police killed the gunman") == pytest.approx(0.5)
    assert rouge_l("", "police") == 0


@given(st.text(), st.text())
def test_overlaps_are_shares_and_symmetric(one: str, other: str) -> None:
    for metric in (token_f1, rouge_l):
        assert 0 <= metric(one, other) <= 1
        assert metric(one, other) == pytest.approx(metric(other, one))
    assert token_f1(one, one) == 1


def test_identifiers_are_tokens_with_a_digit_without_list_numbers_or_separators() -> None:
    text = "2. Dial *123#, set 10.0.0.1:8080 on LTE-B40 within 1,00,000 ms or 3.5 hours (ERR_23). See TS 24.301."
    assert identifiers(text) == {"*123#", "10.0.0.1:8080", "lte-b40", "100000", "3.5", "err_23", "24.301"}


QUOTE = "Set the APN to internet.mnc045 and restart the phone. Wait 30 seconds; the IMEI does not change."


@pytest.mark.parametrize(
    ("sentence", "supported"),
    [
        (QUOTE, True),
        ("Restart the phone and wait 30 seconds.", True),
        ("1. Restart the phone.", True),
        ("Restart the phone and wait 60 seconds.", False),
        ("Set the APN to internet.mnc046.", False),
        ("The IMEI does not change.", True),
        ("Replace the SIM card at the shop.", False),
        ("It is.", True),
    ],
)
def test_a_sentence_is_supported_by_its_words_numbers_and_identifiers(sentence: str, supported: bool) -> None:
    assert is_supported(sentence, [QUOTE]) is supported


def test_a_negation_must_be_in_the_quote() -> None:
    assert is_supported("The phone restarts.", ["The phone restarts by itself."])
    assert not is_supported("The phone doesn't restart.", ["The phone restarts, then restart it."])
    assert is_supported("The phone doesn’t restart.", ["The phone does not restart."])


def test_two_quotes_support_a_sentence_together() -> None:
    assert is_supported("Call 198 and quote ticket 77.", ["Call 198.", "Quote ticket 77."])
    assert not is_supported("Call 198 and quote ticket 77.", ["Call 198."])


@given(st.lists(st.text(), max_size=4))
def test_text_supports_itself(parts: list[str]) -> None:
    text = " ".join(parts)
    assert is_supported(text, [text])
