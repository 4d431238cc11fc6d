"""Slots from text: who, which line, where, which device, since when, agreed to what, solved when."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from t2r.flows.slots import digits_of_line, slots_of, solved_when
from t2r.flows.speech.turns import MAX_CHARACTERS

TICKETS = Path(__file__).parents[4] / "shared" / "data" / "tau2_telecom" / "tasks_small.json"


@pytest.mark.parametrize(
    ("said", "number", "e164"),
    [
        ("Customer name: John Smith, phone number: 555-123-2002", "555-123-2002", None),
        ("my line is (212) 555-0188", "(212) 555-0188", None),
        ("mera number 98765 43210 hai", "98765 43210", "+919876543210"),
        ("my number is 09876543210", "09876543210", "+919876543210"),
        ("my number is +44 7911 123456", "+44 7911 123456", "+447911123456"),
        ("it is +1 650-253-0000", "+1 650-253-0000", "+16502530000"),
        # the line in trouble, not the one to call back on
        ("call me back on 9811111111, the number with trouble is 9876543210", "9876543210", "+919876543210"),
        ("I'm calling from 9811111111 about my number 9876543210", "9876543210", "+919876543210"),
        ("my phone shows 4 bars and 2.0 GB", None, None),
    ],
)
def test_phone_number(said: str, number: str | None, e164: str | None) -> None:
    found = slots_of(said)
    assert found.get("phone_number") == number
    assert found.get("phone_number_e164") == e164


def test_a_national_number_is_read_by_the_plan_of_the_operators_home() -> None:
    assert slots_of("my number is 650-253-0000", home="US")["phone_number_e164"] == "+16502530000"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Customer name: John Smith, phone number: 555-123-2002", "John Smith"),
        ("hi my name is alice jones", "alice jones"),
        ("this is Maria Lopez calling", "Maria Lopez"),
        ("mera naam Ravi Kumar hai, net nahi chal raha", "Ravi Kumar"),
        ("Agent: Good morning, this is Dave. Customer: hi, my name is Alice Jones", "Alice Jones"),
        ("I spoke with Mr Sharma last week", None),
        ("my phone is dead", None),
    ],
)
def test_customer_name(said: str, name: str | None) -> None:
    assert slots_of(said).get("customer_name") == name


@pytest.mark.parametrize(
    ("said", "device"),
    [
        ("it's an iPhone 15 Pro", "iPhone 15 Pro"),
        ("i phone 14 pro max no network", "i phone 14 pro max"),
        ("Samsung Galaxy S23 Ultra", "Samsung Galaxy S23 Ultra"),
        ("my Redmi Note 12 pro heats up", "Redmi Note 12 pro"),
        ("an android phone", "android phone"),
        ("the eSIM on my Pixel 7a", "Pixel 7a, eSIM"),
        ("I moved from my old iPhone 11 to a Pixel 7a", "Pixel 7a"),
        ("TP-Link router blinks", "TP-Link router"),
        ("esim stuck", "eSIM"),
        ("my phone", None),
        ("I bought a pineapple", None),
    ],
)
def test_device(said: str, device: str | None) -> None:
    assert slots_of(said).get("device") == device


@pytest.mark.parametrize(
    ("said", "since"),
    [
        ("down since morning", "since morning"),
        ("unable to send for the past few hours.", "for the past few hours"),
        ("it has been 2 days now", "2 days now"),
        ("started 2 days ago", "2 days ago"),
        ("for two weeks I cannot call", "for two weeks"),
        ("since the software update last night my mobile is blank", "since the software update last night"),
        ("since yesterday, about six", "since yesterday"),
        ("since I changed phones", "since I changed phones"),
        ("it went off last night", "last night"),
        ("kal se net band", "kal se"),
        ("kal raat se", "kal raat se"),
        ("do din se", "do din se"),
        ("2 ghante ho gaye", "2 ghante ho gaye"),
        ("subah se tower nahi", "subah se"),
        ("it never worked", None),
        ("it thinks for a minute and fails", None),
    ],
)
def test_since(said: str, since: str | None) -> None:
    assert slots_of(said).get("since") == since


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("speed test returns excellent internet speed", "fast_data"),
        ("the status bar shows that they have signal", "service"),
        ("an MMS message can be successfully sent", "mms"),
        ("the bank's code pops up", "sms"),
        ("I can hear the other side", "calls"),
        ("the internet works again without wifi", "data"),
        ("bina wifi ke whatsapp khul jaye", "data"),
        ("the laptop joins the wifi", "wifi"),
        ("the red light on the router is gone", "broadband"),
        ("the desktop gets 200 Mbps", "fast_broadband"),
        ("photo na jaye", "mms"),
        ("you give me a refund", None),
    ],
)
def test_solved_when(words: str, kind: str | None) -> None:
    assert solved_when(words) == kind


def test_a_speed_is_that_of_the_home_line_where_only_that_is_spoken_of() -> None:
    said = "house connection laggy, I'll close this when I get my 200 meg back"
    assert slots_of(said)["solved_when"] == "fast_broadband"


def test_what_an_agent_says_is_no_consent_of_the_customer() -> None:
    said = "Agent: I will add 2 GB to your line. Customer: I'm in France. Agent: you can pay the bill."
    assert slots_of(said) == {"place": "France", "abroad": True}


def test_silence_fills_no_slot() -> None:
    assert slots_of("nothing works") == {}


@pytest.mark.skipif(not TICKETS.exists(), reason=f"{TICKETS} is missing")
def test_outside_tickets() -> None:
    tickets = json.loads(TICKETS.read_text(encoding="utf-8"))
    for ticket in tickets:
        found = slots_of(ticket["ticket"])
        assert found["phone_number"] == "555-123-2002"
        assert found["customer_name"] == "John Smith"
        assert found.get("abroad") == (
            True if "abroad in" in ticket["ticket"] else False if "at home in" in ticket["ticket"] else None
        )
        if ticket["id"].startswith("[mobile_data_issue]"):
            assert (found["refuel_gb"], found["consent_change_plan"]) == (2.0, False)
            assert found["solved_when"] == "fast_data"
        elif ticket["id"].startswith("[service_issue]"):
            assert found["consent_pay_bills"] is True
            assert found["solved_when"] == "service"
        else:
            assert found["solved_when"] == "mms"
            assert "refuel_gb" not in found


@given(st.text(max_size=400))
def test_any_text_is_read_without_fail(text: str) -> None:
    assert None not in slots_of(text).values()


_TELLING = """
not|will|pay the|bills|and|,|.|but|jab tak|na|in|near|France|I'm|since the|number is|98765|43210|my name is|Agent:|?
2 GB|refuel|to|consider it resolved when|nahi|mat|do you want|plan|change
"""
_PIECES = st.sampled_from(_TELLING.strip().replace("\n", "|").split("|"))


@given(st.lists(_PIECES, max_size=60))
def test_any_order_of_telling_words_is_read_without_fail(pieces: list[str]) -> None:
    assert None not in slots_of(" ".join(pieces)).values()


@pytest.mark.parametrize(
    "piece",
    [
        "not want to ",
        "I will pay the ",
        "jab tak ",
        "in the ",
        "since the a ",
        "9876543210 ",
        "My Name Is ",
        "a",
        "refuel , and ",
        "do do do ",
    ],
)
def test_a_long_text_is_read_in_bounded_time(piece: str) -> None:
    text = piece * (3 * MAX_CHARACTERS // len(piece))
    begin = time.perf_counter()
    slots_of(text)
    assert time.perf_counter() - begin < 1.5


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        ("98765 43210", "919876543210"),
        ("+91 98765-43210", "919876543210"),
        ("+1 650 253 0000", "16502530000"),
        ("9997000000024", "9997000000024"),  # of no numbering plan, with a country code all the same
        ("555-0123", None),
        ("12345678901234567890", None),
    ],
)
def test_the_digits_of_a_line(number: str, digits: str | None) -> None:
    assert digits_of_line(number) == digits
