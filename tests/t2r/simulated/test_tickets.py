"""Tickets: drawn from a seed, about faults that really keep the customer from the goal, in words that give nothing away."""

from __future__ import annotations

from collections import Counter
from importlib import resources

import pytest
import yaml

from t2r.simulated import mobile, words
from t2r.simulated.faults import FAULTS, Cure
from t2r.simulated.state import State
from t2r.simulated.tickets import ENDS, FLOWS, KINDS, MOST_FAULTS, Ticket, tickets
from t2r.simulated.truth import TRUTH, truth

STARTER = resources.files("t2r.flows") / "starter"


@pytest.fixture(scope="module")
def drawn() -> list[Ticket]:
    return tickets(seed=11, count=420)


def test_the_same_seed_gives_the_same_tickets_and_another_seed_others() -> None:
    assert tickets(3, 28) == tickets(3, 28)
    assert [ticket.words for ticket in tickets(3, 28)] != [ticket.words for ticket in tickets(4, 28)]


def test_all_flows_all_ends_all_numbers_of_faults_and_all_languages_occur(drawn: list[Ticket]) -> None:
    assert len(FLOWS) == 14
    assert Counter(ticket.kind.flow for ticket in drawn) == dict.fromkeys(FLOWS, 30)
    assert {ticket.expected for ticket in drawn} == set(ENDS)
    assert {len(ticket.faults) for ticket in drawn} == set(range(MOST_FAULTS + 1))
    assert {ticket.language for ticket in drawn} == {words.ENGLISH, words.HINDI, words.NOTE}
    assert {name for ticket in drawn for name in ticket.faults} > {"cap_reached", "mobile_outage", "fixed_outage"}


def test_the_goal_does_not_hold_unless_nothing_is_wrong(drawn: list[Ticket]) -> None:
    for ticket in drawn:
        world = ticket.open()
        assert world.goal(world.state) is (not ticket.faults), ticket.id


def test_what_the_desk_cannot_mend_decides_the_right_end(drawn: list[Ticket]) -> None:
    for ticket in drawn:
        cures = {FAULTS[name].cure for name in ticket.faults}
        if ticket.expected == "linked_to_outage":
            assert Cure.OUTAGE in cures
        elif ticket.expected == "solved" and ticket.kind.flow != "calls":  # calls over Wi-Fi get round some faults
            assert cures <= {Cure.DESK}
        refused = {FAULTS[name].consent for name in ticket.faults} & {
            s for s, agreed in ticket.mind.items() if not agreed
        }
        if refused:
            assert ticket.expected != "solved"


def test_distractors_are_not_in_the_way(drawn: list[Ticket]) -> None:
    assert any(ticket.distractors for ticket in drawn)
    for ticket in drawn:
        state = ticket.healthy.copy()
        for name in ticket.distractors:
            FAULTS[name].break_(state)
        if ticket.kind.complaint != "lost":
            assert ticket.kind.goal(state), ticket.id


def test_opening_a_ticket_twice_gives_worlds_that_know_nothing_of_each_other(drawn: list[Ticket]) -> None:
    for ticket in drawn[:56]:
        first, second = ticket.open(), ticket.open()
        assert first.digest() == second.digest()
        first.state.phone.airplane_mode ^= True
        assert first.digest() != second.digest()
        assert second.digest() == ticket.open().digest()


def test_what_a_customer_agrees_to_when_asked_is_on_record_from_then_on(drawn: list[Ticket]) -> None:
    ticket = next(ticket for ticket in drawn if "cap_reached" in ticket.faults and "refuel_gb" not in ticket.said)
    world = ticket.open()
    assert "refuel_gb" not in world.consents
    assert ticket.answer("refuel_gb", world) == world.consents["refuel_gb"] == ticket.mind["refuel_gb"]
    assert ticket.answer("data_saver", world) is world.state.phone.data_saver
    assert ticket.answer("since", world) is None


def test_the_last_report_of_the_app_is_from_before_the_trouble(drawn: list[Ticket]) -> None:
    ticket = next(ticket for ticket in drawn if "airplane_mode" in ticket.faults)
    world = ticket.open()
    assert world.report is not None
    assert world.report["airplane_mode"] is False
    assert world.report["measured_at"] < world.now.isoformat()


def test_the_words_are_filled_in_and_name_the_line_where_the_system_does_not(drawn: list[Ticket]) -> None:
    for ticket in drawn:
        assert "{" not in ticket.words
        assert ("phone_number" in ticket.slots) is (ticket.healthy.line.number not in ticket.words)


def test_no_word_of_a_complaint_is_taken_from_a_flow_that_is_measured_by_it() -> None:
    symptoms = set()
    for path in STARTER.iterdir():
        if path.name.endswith(".yaml") and path.name != "vocabulary.yaml":
            symptoms |= {_plain(line) for line in yaml.safe_load(path.read_text(encoding="utf-8")).get("symptoms", ())}
    complaints = [line for lines in words.COMPLAINTS.values() for each in lines.values() for line in each]
    assert len(complaints) == len(set(complaints)) > 130
    for line in complaints:
        assert _plain(line) not in symptoms
        assert not any(symptom in _plain(line) for symptom in symptoms if len(symptom.split()) > 4), line


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("{since}", "").replace(".", "").replace(",", "").split())


def test_every_kind_of_complaint_has_words() -> None:
    assert {kind.complaint for kind in KINDS} == set(words.COMPLAINTS)
    for lines in words.COMPLAINTS.values():
        assert set(lines) == {words.ENGLISH, words.HINDI, words.NOTE}


def test_the_truth_of_every_fact_of_the_vocabulary_is_known() -> None:
    checks = yaml.safe_load((STARTER / "vocabulary.yaml").read_text(encoding="utf-8"))["checks"]
    facts = {fact for name, check in checks.items() for fact in check.get("facts", {name: None})}
    assert facts - set(TRUTH) == set()
    for fact in TRUTH:
        truth(State(), fact)


def test_the_truth_follows_the_world() -> None:
    state = State()
    assert truth(state, "sim_works_elsewhere") is True
    state.line.iccid = "another"
    mobile.settle(state)
    assert truth(state, "sim_matches_line") is False
    assert truth(state, "sim_works_elsewhere") is False
    assert truth(state, "registration") == "refused"
