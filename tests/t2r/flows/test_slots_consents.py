"""Consent: what was agreed to, refused, asked for; and what is no consent, however much it sounds like one."""

from __future__ import annotations

import pytest

from t2r.flows.speech.consents import MATTERS, consents

PAY, GB, PLAN = "consent_pay_bills", "refuel_gb", "consent_change_plan"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        # the amount belongs to the consent
        ("They will refuel 2.0 GB of data if necessary", {GB: 2.0}),
        ("I am willing to refuel 2.0 GB of data if it helps", {GB: 2.0}),
        ("I'm happy to refuel up to 5 GB", {GB: 5.0}),
        ("You may add 1.5 gigs if needed", {GB: 1.5}),
        ("please add 500 MB", {GB: 0.5}),
        ("can you add 3 gigabytes to my line?", {GB: 3.0}),
        ("no data left so please add 2 GB", {GB: 2.0}),
        ("I consent to a 2GB refuel", {GB: 2.0}),
        ("2 GB data daal do", {GB: 2.0}),
        ("ek GB add kar dijiye", {GB: 1.0}),
        # without an amount there is nothing on record
        ("I am willing to buy more data", {}),
        # refused is not silent
        ("I won't buy more data", {GB: 0.0}),
        ("They do not consent to any refuel of data", {GB: 0.0}),
        ("2 GB mat daalna", {GB: 0.0}),
        ("I refuse to refuel", {GB: 0.0}),
        # bills
        ("They gave permission to pay all their overdue bills.", {PAY: True}),
        ("You have my permission to settle the overdue bills", {PAY: True}),
        ("I don't mind paying the overdue bills", {PAY: True}),
        ("I have no objection to paying the bills", {PAY: True}),
        ("She agreed to pay the overdue bill of 55 dollars", {PAY: True}),
        ("bill bhar dunga", {PAY: True}),
        ("they refused to pay any bills", {PAY: False}),
        ("He did not give permission to pay the bills", {PAY: False}),
        ("main bill nahi bharunga", {PAY: False}),
        ("I will pay one of the bills", {}),
        # plans
        ("They will not change their mobile data plan", {PLAN: False}),
        ("do not want to change plan", {PLAN: False}),
        ("I'd be fine with moving to a bigger plan", {PLAN: True}),
        ("plan mat badalna", {PLAN: False}),
        ("plan badalna nahi hai", {PLAN: False}),
        # asking for it is agreeing to it
        ("please stop the number", {"consent_block": True}),
        ("block my SIM before anyone uses it", {"consent_block": True}),
        ("mera number block kar do", {"consent_block": True}),
        ("need you to disable the sim right now", {"consent_block": True}),
        ("don't block my sim yet", {"consent_block": False}),
        ("can you turn my number on again?", {"consent_unblock": True}),
        ("ab number wapas chalu kar dijiye", {"consent_unblock": True}),
        ("please unsuspend my line", {"consent_unblock": True}),
        ("Please take my number off Do Not Disturb", {"consent_lift_bar": True}),
        ("please send a technician", {"consent_visit": True}),
        ("I do not want a technician's visit", {"consent_visit": False}),
        ("you can reset my router", {"consent_router_reset": True}),
        ("please don't reset the router", {"consent_router_reset": False}),
    ],
)
def test_one_matter(said: str, found: dict[str, object]) -> None:
    assert consents(said) == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (
            "They will not change their mobile data plan but they will refuel 2.0 GB of data if necessary.",
            {PLAN: False, GB: 2.0},
        ),
        (
            "You are willing to refuel 2.0 GB of data if necessary, but you do not want to change your mobile "
            "data plan.",
            {GB: 2.0, PLAN: False},
        ),
        ("I do not want to change my plan and I will not refuel data.", {PLAN: False, GB: 0.0}),
        ("I will pay all bills and refuel 1 GB", {PAY: True, GB: 1.0}),
        ("I will not pay the bills nor refuel any data", {PAY: False, GB: 0.0}),
        ("Neither refuel data nor change plan please", {GB: 0.0, PLAN: False}),
        ("I do not want to change my plan or buy data", {PLAN: False, GB: 0.0}),
        ("I'm happy to refuel 5 GB but don't change the plan", {GB: 5.0, PLAN: False}),
        ("plan badalna nahi hai par 2 GB add kar do", {PLAN: False, GB: 2.0}),
        # the last word counts
        ("I will pay the bills. On second thoughts I will not pay the bills.", {PAY: False}),
    ],
)
def test_several_matters_keep_their_own_stance(said: str, found: dict[str, object]) -> None:
    assert consents(said) == found


@pytest.mark.parametrize(
    "said",
    [
        "should I pay the bills?",
        "do I have to change my plan?",
        "can I buy 2 GB somewhere?",
        "how much is it to add 2 GB?",
        "If I pay the bill will it work?",
        "I have already paid all my bills",
        "I had to pay the bill twice",
        "I tried to buy 2 GB and it failed",
        "your colleague told me to pay the bill",
        "I will pay the bill next week",
        "why did you block my number?",
        "number band kar diya kisi ne",
        "my number was blocked yesterday",
        "my data is finished",
        "my bill is overdue",
        "",
    ],
)
def test_questions_conditions_and_reports_are_no_consent(said: str) -> None:
    assert consents(said) == {}


def test_every_slot_has_one_matter() -> None:
    slots = [matter.slot for matter in MATTERS]
    assert len(slots) == len(set(slots))
