"""The policy: what the table that ships decides, and which tables are refused."""

from __future__ import annotations

import os
from itertools import product
from pathlib import Path

import pytest
import SpiffWorkflow
from lxml import etree

from t2r.flows import Actor, Policy, PolicyError
from t2r.flows.policy import Consent, Deed, Limit
from t2r.flows.vocabulary import Risk

FILE = Path(__file__).parents[3] / "t2r" / "flows" / "policy.dmn"
TABLE = FILE.read_text(encoding="utf-8")
SYSTEM, CUSTOMER = Actor.SYSTEM, Actor.CUSTOMER


@pytest.mark.parametrize(
    ("risk", "actor", "consent", "limit", "decision"),
    [
        (Risk.FREE, SYSTEM, Consent.NOT_NEEDED, Limit.NONE, "allow"),
        (Risk.FREE, SYSTEM, Consent.SILENT, Limit.NONE, "allow"),
        (Risk.REVERSIBLE, SYSTEM, Consent.NOT_NEEDED, Limit.NONE, "allow"),
        (Risk.REVERSIBLE, SYSTEM, Consent.SILENT, Limit.NONE, "ask"),
        (Risk.CUSTOMER_VISIBLE, SYSTEM, Consent.NOT_NEEDED, Limit.NONE, "allow"),
        (Risk.CUSTOMER_VISIBLE, SYSTEM, Consent.GIVEN, Limit.NONE, "allow"),
        (Risk.COSTS_MONEY, SYSTEM, Consent.SILENT, Limit.WITHIN, "ask"),
        (Risk.COSTS_MONEY, SYSTEM, Consent.SILENT, Limit.UNKNOWN, "ask"),  # the amount is part of the consent
        (Risk.COSTS_MONEY, SYSTEM, Consent.GIVEN, Limit.WITHIN, "allow"),
        (Risk.COSTS_MONEY, SYSTEM, Consent.GIVEN, Limit.BEYOND, "escalate"),
        (Risk.COSTS_MONEY, SYSTEM, Consent.GIVEN, Limit.UNKNOWN, "escalate"),
        (Risk.COSTS_MONEY, CUSTOMER, Consent.SILENT, Limit.NONE, "allow"),  # who pays himself agrees by paying
        (Risk.COSTS_MONEY, CUSTOMER, Consent.REFUSED, Limit.NONE, "escalate"),
        (Risk.IRREVERSIBLE, SYSTEM, Consent.SILENT, Limit.NONE, "ask"),
        (Risk.IRREVERSIBLE, CUSTOMER, Consent.SILENT, Limit.NONE, "ask"),
        (Risk.IRREVERSIBLE, SYSTEM, Consent.GIVEN, Limit.NONE, "allow"),
    ],
)
def test_what_may_be_done(risk: Risk, actor: Actor, consent: Consent, limit: Limit, decision: str) -> None:
    ruling = Policy.default().decide(Deed("anything", risk, actor, consent, limit))
    assert (ruling.decision, bool(ruling.reason)) == (decision, True)


def test_refusal_is_never_overruled_and_money_never_spent_in_silence() -> None:
    for risk, actor, limit in product(Risk, Actor, Limit):
        assert Policy.default().decide(Deed("x", risk, actor, Consent.REFUSED, limit)).decision == "escalate"
        if risk in (Risk.COSTS_MONEY, Risk.IRREVERSIBLE) and actor is not CUSTOMER:
            for consent in (Consent.SILENT, Consent.NOT_NEEDED):
                assert Policy.default().decide(Deed("x", risk, actor, consent, limit)).decision != "allow"


def test_the_table_is_valid_dmn() -> None:
    folder = Path(os.path.dirname(SpiffWorkflow.__file__)) / "dmn" / "parser" / "schema"
    schema = etree.XMLSchema(etree.parse(folder / "DMN13.xsd"))
    assert schema.validate(etree.parse(FILE)), schema.error_log


def edited(folder: Path, old: str, new: str) -> Path:
    assert old in TABLE
    file = folder / "policy.dmn"
    file.write_text(TABLE.replace(old, new, 1), encoding="utf-8")
    return file


RULE = """<rule id="own">
<inputEntry id="own_risk"><text>-</text></inputEntry><inputEntry id="own_actor"><text>-</text></inputEntry>
<inputEntry id="own_consent"><text>"silent"</text></inputEntry><inputEntry id="own_limit"><text>-</text></inputEntry>
<inputEntry id="own_cost"><text>&lt;= 10</text></inputEntry><inputEntry id="own_action"><text>"refuel_data"</text></inputEntry>
<outputEntry id="own_decision"><text>"allow"</text></outputEntry><outputEntry id="own_reason"><text>"small and usual"</text></outputEntry>
</rule>
"""


@pytest.mark.parametrize(
    ("action", "cost", "decision"),
    [("refuel_data", 10.0, "allow"), ("refuel_data", 10.5, "ask"), ("refuel_data", None, "ask"), ("other", 1.0, "ask")],
)
def test_an_operator_reads_silence_otherwise_for_one_action_up_to_an_amount(
    tmp_path: Path, action: str, cost: float | None, decision: str
) -> None:
    policy = Policy.load(edited(tmp_path, '<rule id="rule_1">', f'{RULE}      <rule id="rule_1">'))
    assert (
        policy.decide(Deed(action, Risk.COSTS_MONEY, SYSTEM, Consent.SILENT, Limit.WITHIN, cost)).decision == decision
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('hitPolicy="FIRST"', 'hitPolicy="COLLECT"', "must be FIRST"),
        ("<text>risk</text>", "<text>danger</text>", "'danger' is none of action, risk"),
        ('<text>"escalate"</text>', '<text>"maybe"</text>', "is none of allow, ask, escalate"),
        ('name="decision"', 'name="verdict"', "no output is named decision"),
        ('<text>"refused"</text>', "<text>__import__('os')</text>", "rule 1: __import__.'os'. is no test"),
        ('<text>"refused"</text>', "<text>open(</text>", "rule 1: open. is no test"),
        ("</definitions>", "", "Premature end"),
        ("decisionTable", "table", "mismatch"),
        (
            '<rule id="rule_8">',
            '<rule id="rule_8"><inputEntry id="never"><text>"nobody"</text></inputEntry>',
            "no decision table",
        ),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(PolicyError, match=message):
        Policy.load(edited(tmp_path, old, new))


def test_a_table_that_leaves_a_deed_undecided_is_refused(tmp_path: Path) -> None:
    last = TABLE[TABLE.index('<rule id="rule_8">') : TABLE.index("    </decisionTable>")]
    with pytest.raises(PolicyError, match="no rule decides about"):
        Policy.load(edited(tmp_path, last, ""))
    with pytest.raises(PolicyError, match="No such file"):
        Policy.load(tmp_path / "nowhere.dmn")


def test_the_same_deed_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = Policy.load(FILE)
    deed = Deed("once", Risk.FREE, SYSTEM)
    first = policy.decide(deed)
    monkeypatch.setattr(policy._engine, "result", None)
    assert policy.decide(Deed("once", Risk.FREE, SYSTEM)) is first
