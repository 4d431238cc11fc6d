"""The router: the right flow for what a customer says, no flow where there is none, a question where words do not tell."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.rules import Severity
from t2r.flows import Flows
from t2r.flows.router import Router, shared_router
from t2r.flows.speech.turns import MAX_CHARACTERS

DATA = Path(__file__).parents[4] / "shared" / "data"
TICKETS = DATA / "tau2_telecom" / "tasks_small.json"
CLINC = DATA / "clinc150" / "data_full.json.gz"
MULTIDOGO = DATA / "multidogo_media" / "media_turn_dev.tsv.gz"


@pytest.fixture(scope="module")
def flows() -> Flows:
    return Flows.starter()


@pytest.fixture(scope="module")
def router(flows: Flows) -> Router:
    router = shared_router()
    router.prepare(flows)
    return router


@pytest.mark.parametrize(
    ("words", "flow"),
    [
        ("there is no network on my phone since noon", "no-service"),
        ("calls work, but nothing online opens on my mobile", "mobile-data"),
        ("mobile internet is terribly slow", "slow-data"),
        ("pictures don't go out by text message", "mms"),
        ("the other side cannot hear me on calls", "calls"),
        ("I never get the code from my bank", "sms-otp"),
        ("I'm in Portugal and my phone finds no network", "roaming"),
        ("the new SIM is not active yet", "sim-esim"),
        ("somebody stole my phone", "lost-phone"),
        ("my outgoing calls are stopped because of the bill", "barred-line"),
        ("I recharged and the balance did not change", "recharge-cap"),
        ("the fibre box has a red light and the house is offline", "broadband-down"),
        ("home broadband gives 10 of 200 megabit on the cable", "broadband-slow"),
        ("the Wi-Fi does not reach my bedroom", "wifi"),
        # misspelt
        ("my moblie has no singal", "no-service"),
        # romanised Hindi
        ("mera phone chori ho gaya hai", "lost-phone"),
        ("sim ka net bahut dheere chal raha hai", "slow-data"),
        ("ghar ka broadband band hai, laal batti jal rahi hai", "broadband-down"),
        ("bank ka otp nahi aata", "sms-otp"),
    ],
)
def test_the_flow_comes_first(router: Router, flows: Flows, words: str, flow: str) -> None:
    assert router.route(words, flows).flow == flow


@pytest.mark.parametrize(
    ("symptom", "criterion", "flow"),
    [
        (
            "I cannot browse, the status bar shows 'No Service'.",
            "It is solved when the speed test is excellent.",
            "slow-data",
        ),
        (
            "I cannot browse, the status bar shows 'No Service'.",
            "It is solved when I see signal bars again.",
            "no-service",
        ),
        ("My phone has no internet.", "I won't hang up until a picture message goes out.", "mms"),
        ("phone me net nahi hai", "jab tak photo message na jaye case band mat karna", "mms"),
    ],
)
def test_what_would_count_as_solved_outweighs_the_symptom(
    router: Router, flows: Flows, symptom: str, criterion: str, flow: str
) -> None:
    assert router.route(f"{symptom} {criterion}", flows).flow == flow


def test_what_works_is_not_the_trouble(router: Router, flows: Flows) -> None:
    assert router.route("Calls and texts are fine but there is no internet on the SIM", flows).flow == "mobile-data"
    assert router.route("On the cable it is fast, but the Wi-Fi is slow", flows).flow == "wifi"


def test_what_an_agent_says_in_a_transcript_is_not_the_trouble(router: Router, flows: Flows) -> None:
    said = "Agent: Is your broadband down? Customer: No. Somebody took my phone at the station. Agent: Not the router?"
    assert router.route(said, flows).flow == "lost-phone"


@pytest.mark.parametrize(
    "words",
    [
        "hello",
        "thank you, bye",
        "why is my bill so high this month",
        "which plans do you have",
        "kya haal hai",
        "",
        "?!",
    ],
)
def test_what_belongs_to_no_flow_gets_none_and_no_margin(router: Router, flows: Flows, words: str) -> None:
    found = router.route(words, flows)
    assert found.flow is None
    assert found.margin == 0
    assert found.ask is None


@pytest.mark.parametrize(
    ("words", "parted"),
    [
        ("my internet has stopped working", {"mobile-data", "broadband-down"}),
        ("internet bahut slow hai", {"slow-data", "broadband-slow"}),
        ("I can't get my messages", {"sms-otp", "mms"}),
    ],
)
def test_too_close_is_asked_with_answers_that_part_the_flows(
    router: Router, flows: Flows, words: str, parted: set[str]
) -> None:
    found = router.route(words, flows)
    assert found.ask is not None
    assert found.flow in found.candidates
    assert any(parted & set(flows_) and not parted <= set(flows_) for flows_ in found.ask.answers.values())


@pytest.mark.parametrize(
    ("words", "flows_"),
    [
        ("neither calls nor internet work", {"no-service"}),
        ("calls and data both dead", {"no-service"}),
        ("no calls no internet", {"no-service"}),
        ("calls sms internet sab band", {"no-service", "barred-line"}),
        ("sms aur call dono band hai", {"barred-line"}),  # which goes through no-service
        ("neither texts nor calls get through", {"barred-line"}),
    ],
)
def test_where_all_services_of_a_sim_fail_it_is_what_they_share(
    router: Router, flows: Flows, words: str, flows_: set[str]
) -> None:
    assert router.route(words, flows).flow in flows_


@pytest.mark.parametrize("words", ["call aur internet kuch nahi chal raha", "na call lag rahi na net chal raha"])
def test_a_question_about_two_services_has_an_answer_for_both(router: Router, flows: Flows, words: str) -> None:
    found = router.route(words, flows)
    assert found.ask is not None
    assert any("no-service" in fitting for fitting in found.ask.answers.values())


def test_what_is_known_is_not_asked(router: Router, flows: Flows) -> None:
    words = "loading anything on the go takes ages"
    for abroad in (True, False):
        found = router.route(f"{words}. I am in Kenya right now.", flows, slots={"abroad": abroad})
        assert found.ask is None or "outside the country" not in found.ask.question


def test_no_question_is_asked_twice_whatever_is_answered(router: Router, flows: Flows) -> None:
    waiting = [router.route("call aur internet kuch nahi chal raha", flows)]
    while waiting:
        found = waiting.pop()
        if found.ask is not None:
            assert found.ask.question not in found.asked
            waiting += [router.answered(found, answer, flows) for answer in found.ask.answers]
        else:
            assert found.flow is not None


def test_still_in_doubt_after_an_answer_the_flow_that_goes_through_the_likeliest_is_taken(
    router: Router, flows: Flows
) -> None:
    found = router.route("call aur internet kuch nahi chal raha", flows)
    assert found.ask is not None
    answer = next(answer for answer, fitting in found.ask.answers.items() if {"no-service", "calls"} <= set(fitting))
    settled = router.answered(found, answer, flows)
    assert settled.ask is None
    assert settled.flow is not None
    assert settled.flow == "no-service" or "no-service" in flows[settled.flow].includes


def test_an_answer_settles_the_route(router: Router, flows: Flows) -> None:
    found = router.route("internet bahut slow hai", flows)
    assert found.ask is not None
    (answer,) = [answer for answer, fitting in found.ask.answers.items() if fitting == ("slow-data",)]
    settled = router.answered(found, answer, flows)
    assert (settled.flow, settled.margin, settled.ask) == ("slow-data", 1.0, None)
    assert settled.slots == found.slots
    with pytest.raises(ValueError, match="no answer"):
        router.answered(found, "maybe", flows)
    with pytest.raises(ValueError, match="no answer"):
        router.answered(settled, answer, flows)


def test_the_wider_flow_is_taken_where_it_goes_through_the_other(router: Router, flows: Flows) -> None:
    found = router.route("wifi kharab hai", flows)
    assert found.flow == "wifi"
    assert "broadband-down" in flows["wifi"].includes
    assert found.ask is None


def badge(**fields: Any) -> dict[str, Any]:
    return {
        "kind": "outage",
        "severity": "major",
        "stale": False,
        "sentence": "Broadband outage",
        "flow": None,
    } | fields


DOWN = badge(article="fibre-pon-wide-loss", product="fixed")


def test_a_badge_of_the_line_decides_what_words_leave_open(router: Router, flows: Flows) -> None:
    found = router.route("my internet has stopped working", flows, badges=[DOWN])
    assert (found.flow, found.ask) == ("broadband-down", None)
    assert "badge: Broadband outage" in found.why
    assert (
        router.route("my internet has stopped working", flows, badges=[badge(flow="mobile-data")]).flow == "mobile-data"
    )


@pytest.mark.parametrize(
    "ignored", [DOWN | {"stale": True}, DOWN | {"severity": "info"}, DOWN | {"severity": Severity.CLEAR}]
)
def test_a_stale_badge_or_one_of_no_trouble_decides_nothing(
    router: Router, flows: Flows, ignored: dict[str, Any]
) -> None:
    words = "my internet has stopped working"
    assert router.route(words, flows, badges=[ignored]).candidates == router.route(words, flows).candidates


def test_a_badge_does_not_outweigh_a_plain_trouble_of_another_kind(router: Router, flows: Flows) -> None:
    assert router.route("my phone was stolen an hour ago", flows, badges=[DOWN]).flow == "lost-phone"


def test_slots_come_with_the_route_and_given_ones_win(router: Router, flows: Flows) -> None:
    words = "I'm in France, no internet on my phone, my number is 98765 43210"
    assert router.route(words, flows).slots["abroad"] is True
    found = router.route(words, flows, slots={"abroad": False, "plan": "gold"}).slots
    assert (found["abroad"], found["plan"], found["phone_number"]) == (False, "gold", "98765 43210")


def test_the_reasons_are_in_customers_words(router: Router, flows: Flows) -> None:
    found = router.route("somebody stole my phone", flows)
    assert any("“" in reason and "phone" in reason for reason in found.why)


@pytest.mark.skipif(not TICKETS.exists(), reason=f"{TICKETS} is missing")
def test_outside_tickets(router: Router, flows: Flows) -> None:
    gold = {"mobile_data_issue": "slow-data", "service_issue": "no-service", "mms_issue": "mms"}
    for ticket in json.loads(TICKETS.read_text(encoding="utf-8")):
        found = router.route(ticket["ticket"], flows)
        assert found.flow == gold[ticket["id"][1:].partition("]")[0]]
        assert found.ask is None


def share_taken(router: Router, flows: Flows, texts: list[str]) -> float:
    return sum(router.route(text, flows).flow is not None for text in texts) / len(texts)


@pytest.mark.skipif(not CLINC.exists(), reason=f"{CLINC} is missing")
def test_talk_of_other_fields_gets_no_flow(router: Router, flows: Flows) -> None:
    rows = json.loads(gzip.decompress(CLINC.read_bytes()))["test"]
    # Questions for a phone that was lost are asked of any assistant.
    texts = [text for text, intent in rows if intent != "find_phone"]
    assert share_taken(router, flows, random.Random(5).sample(texts, 300)) <= 0.08


@pytest.mark.skipif(not MULTIDOGO.exists(), reason=f"{MULTIDOGO} is missing")
def test_talk_with_a_sales_desk_gets_no_flow(router: Router, flows: Flows) -> None:
    lines = gzip.decompress(MULTIDOGO.read_bytes()).decode().splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    texts = sorted({row[3] for row in rows if len(row) == 6})
    assert share_taken(router, flows, random.Random(5).sample(texts, 300)) <= 0.08


HOSTS_FLOWS = {
    "tv-frozen": (
        "Television freezes",
        ["the picture freezes", "the television stands still", "tv screen is stuck on one image"],
    ),
    "door-bell": (
        "The door bell does not ring",
        ["nobody hears the bell", "the door bell is silent", "visitors ring in vain"],
    ),
}


@pytest.fixture(scope="module")
def hosts_flows(tmp_path_factory: pytest.TempPathFactory) -> Flows:
    folder = tmp_path_factory.mktemp("flows")
    (folder / "vocabulary.yaml").write_text(
        "checks:\n  works:\n    question: Does it work?\n    fact: {type: boolean}\n", encoding="utf-8"
    )
    for name, (title, symptoms) in HOSTS_FLOWS.items():
        lines = "".join(f"  - {symptom}\n" for symptom in symptoms)
        (folder / f"{name}.yaml").write_text(
            f"flow: {name}\ntitle: {title}\nsymptoms:\n{lines}goal: works\nverify: works\nrungs:\n  - check: works\n",
            encoding="utf-8",
        )
    return Flows.load(folder)


def test_a_hosts_own_flows_need_no_training(router: Router, hosts_flows: Flows) -> None:
    assert router.route("my tv picture does not move any more", hosts_flows).flow == "tv-frozen"
    assert router.route("someone pressed the bell and we heard nothing", hosts_flows).flow == "door-bell"
    assert router.route("why was I charged twice", hosts_flows).flow is None


def test_a_long_text_is_read_by_what_tells(router: Router, flows: Flows) -> None:
    filler = "I have been with you for years and I like your shop. My son plays football on Sundays. " * 20
    assert router.route(f"{filler} Anyway, my phone was stolen on the bus. {filler}", flows).flow == "lost-phone"


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_routed_without_fail(router: Router, flows: Flows, text: str) -> None:
    found = router.route(text, flows)
    assert found.flow is None or found.flow in flows
    assert 0 <= found.margin <= 1
    assert (found.flow is None) <= (found.ask is None)


def test_a_very_long_text_is_routed(router: Router, flows: Flows) -> None:
    assert router.route("no network " * MAX_CHARACTERS, flows).flow == "no-service"


@pytest.mark.slow
def test_serving_loads_no_training_library() -> None:
    code = (
        "import sys; from t2r.flows import Flows; from t2r.flows.router import Router;"
        "router = Router(articles=lambda: (), openings=());"
        "print(router.route('no signal on my phone', Flows.starter()).flow,"
        " *sorted({'torch', 'sklearn', 'scipy', 'transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["no-service"]
