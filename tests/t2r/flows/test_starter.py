"""The starter flows as their owners promise them: what is there, in which order, with which words, and bound to tools."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from diagnostics.rules import SHIPPED, Rules
from t2r.flows import Flow, Flows
from t2r.flows.expressions import Expression
from t2r.flows.language import Rung
from t2r.flows.vocabulary import Risk

ROOT = Path(__file__).parents[3]
PROMISED = (
    "no-service", "mobile-data", "slow-data", "mms", "calls", "sms-otp", "roaming", "sim-esim", "lost-phone", "barred-line",
    "recharge-cap", "broadband-down", "broadband-slow", "wifi",
)  # fmt: skip
CALLED_ONLY = ("liftable-bars", "line-ready", "posted-recharge", "sim-in-phone", "suspended-line", "unpaid-bills")
HINDI = re.compile(
    r"\b(?:nahi|hai|kar|karo|karna|aata|aati|aata|raha|rahi|gaya|ho|ki|ka|me|dikh|kaise|hua|hui|badli)\b"
)


@lru_cache(1)
def starter() -> Flows:
    return Flows.starter()


def rungs() -> Iterator[tuple[str, int, Rung]]:
    for name, flow in starter().items():
        yield from ((name, index, rung) for index, rung in enumerate(flow.rungs))


def expressions_of(flow: Flow) -> Iterator[Expression]:
    yield flow.goal
    for rung in flow.rungs:
        yield from (each for each in (rung.when, rung.unless, rung.if_, rung.guard) if each is not None)
        if rung.foreach is not None:
            yield rung.foreach.of


def test_the_promised_flows_are_there() -> None:
    assert set(starter()) == {*PROMISED, *CALLED_ONLY}


@pytest.mark.parametrize("name", PROMISED)
def test_symptoms_are_in_english_and_in_romanised_hindi(name: str) -> None:
    symptoms = starter()[name].symptoms
    hindi = [symptom for symptom in symptoms if HINDI.search(symptom)]
    assert len(symptoms) - len(hindi) >= 10, "few in English"
    assert len(hindi) >= 6, "few in romanised Hindi"


def test_no_symptom_belongs_to_two_flows() -> None:
    said = [symptom.casefold() for flow in starter().values() for symptom in flow.symptoms]
    assert sorted(said) == sorted(set(said))


@pytest.mark.parametrize("name", CALLED_ONLY)
def test_flows_that_are_only_called_have_no_symptoms(name: str) -> None:
    assert not starter()[name].symptoms


def test_every_linked_article_is_in_the_starter_library() -> None:
    articles = {path.stem for path in (ROOT / "knowledge" / "articles").glob("*.md")}
    linked = {(name, article) for name, flow in starter().items() for article in flow.articles}
    assert not {(name, article) for name, article in linked if article not in articles}
    assert {name for name, _ in linked} == set(starter())


def test_a_known_outage_ends_a_flow_before_anything_is_done() -> None:
    """A flow either looks for an outage before its first action, or calls one that does."""
    ends = {name for name, _, rung in rungs() if rung.end == "linked_to_outage"}
    assert {"no-service", "sim-esim", "slow-data", "broadband-down", "broadband-slow"} == ends
    for name in ends:
        kinds = [
            "end" if rung.end else "do" if rung.do else "call" for rung in starter()[name].rungs if rung.end or rung.do
        ]
        assert kinds[0] == "end", name


@pytest.mark.parametrize("name", ["mobile-data", "mms", "calls", "sms-otp", "roaming"])
def test_what_needs_service_asks_for_service_first(name: str) -> None:
    assert starter()[name].rungs[0].call == "no-service"


def test_dependencies_are_those_of_the_network() -> None:
    calls = {(name, rung.call) for name, _, rung in rungs() if rung.call}
    for needs in (
        ("mms", "mobile-data"),
        ("slow-data", "mobile-data"),
        ("wifi", "broadband-down"),
        ("no-service", "line-ready"),
        ("line-ready", "suspended-line"),
    ):
        assert needs in calls


@pytest.mark.parametrize("action", ["reset_apn", "resume_line", "resume_paused_line", "unblock_line"])
def test_a_restart_follows_what_the_phone_learns_only_when_it_starts(action: str) -> None:
    assert starter().vocabulary.actions[action].then == ("reboot",)


def test_whatever_costs_money_or_cannot_be_undone_names_its_consent() -> None:
    for name, action in starter().vocabulary.actions.items():
        if action.risk in (Risk.COSTS_MONEY, Risk.IRREVERSIBLE):
            assert action.consent, name


def test_a_line_is_resumed_only_when_bills_are_paid_and_the_contract_runs() -> None:
    ladder = starter()["suspended-line"].rungs
    resume = next(index for index, rung in enumerate(ladder) if any(do.action == "resume_line" for do in rung.do))
    before = [rung.call or rung.escalate for rung in ladder[:resume]]
    assert "unpaid-bills" in before
    condition = str(ladder[resume].if_)
    assert "count(overdue_bills)" in condition
    assert "contract_end_date >= today" in condition


def test_everything_a_flow_may_speak_of_is_used() -> None:
    vocabulary = starter().vocabulary
    facts = {name for flow in starter().values() for each in expressions_of(flow) for name in each.names}
    checks = {check for _, _, rung in rungs() for check in (*rung.check, *rung.recheck)}
    actions = {do.action for _, _, rung in rungs() for do in rung.do}
    actions |= {following for name in actions for following in vocabulary.actions[name].then}
    checks |= {vocabulary.check_of[fact] for fact in facts if fact in vocabulary.check_of}
    for name in actions:
        action = vocabulary.actions[name]
        spoken = (action.effect, action.cost, action.limit, *action.arguments.values())
        names = {name for each in spoken if each is not None for name in each.names}
        checks |= {vocabulary.check_of[fact] for fact in names if fact in vocabulary.check_of}
    assert set(vocabulary.actions) == actions
    assert set(vocabulary.checks) == checks


def test_the_simulated_operator_has_a_tool_for_every_action_and_an_answer_to_every_question() -> None:
    binding, vocabulary = starter().binding, starter().vocabulary
    assert set(binding.actions) == set(vocabulary.actions)
    given = {fact for reading in binding.readings for fact in reading.read}
    silent = {fact for name, flow in starter().items() for each in expressions_of(flow) for fact in each.names}
    silent &= set(vocabulary.facts) - given
    assert {fact for fact in silent if not vocabulary.checks[vocabulary.check_of[fact]].ask} == set()


def test_every_process_id_is_one_of_the_process_model() -> None:
    spec = ROOT.parent / "shared" / "spec" / "etom" / "implied_tasks.yaml"
    if not spec.is_file():
        pytest.skip("the process model (../shared/spec/etom) is not here")
    known = {process["id"] for process in yaml.safe_load(spec.read_text(encoding="utf-8"))["processes"]}
    vocabulary = starter().vocabulary
    words = [check.etom for check in vocabulary.checks.values()] + [
        action.etom for action in vocabulary.actions.values()
    ]
    steps = [flow.etom for flow in starter().values()] + [rung.etom for _, _, rung in rungs()]
    assert {*words, *steps} - {None} <= known
    assert None not in words


@pytest.mark.parametrize("name", [*PROMISED, *CALLED_ONLY])
def test_every_rung_says_what_it_is_for(name: str) -> None:
    for rung in starter()[name].rungs:
        assert rung.title, rung


def test_the_flow_that_a_badge_starts_is_there() -> None:
    named = {rule.flow for rule in Rules.load(SHIPPED).rules if rule.flow}
    assert named
    assert named <= set(Flows.starter())
