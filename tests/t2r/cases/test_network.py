"""A diagnosis in the words of the flows: what is known, how old it is, and nothing of what is not known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from diagnostics.diagnosis import Diagnosis
from diagnostics.readings import Finding, Kind, Reading
from diagnostics.rules import Rules
from t2r.cases.codes import Severity
from t2r.cases.network import seen
from t2r.flows import Flows

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
RULES = Rules.load()
OUT = {"outage_id": "O-1", "title": "SITE-1 is down", "lines_affected": 700.0}


def finding(kind: Kind, cause: str, age: timedelta = timedelta(0), confidence: float = 1.0, **details: Any) -> Finding:
    reading = Reading(kind, "value", "a cell", 1.0, "", "counters", NOW - age, timedelta(minutes=30))
    return Finding(kind, cause, confidence, (reading,), until=details.pop("until", None), details=details)


def values(*findings: Finding) -> dict[str, Any]:
    found = seen(Diagnosis.of(findings, RULES, NOW, line="919800000001", cells=("CELL-1",)))
    return {name: fact["value"] for name, fact in found.facts.items()}


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("found", "facts"),
    [
        (finding(Kind.OUTAGE, "none"), {"mobile_outage": False, "fixed_outage": False}),
        (finding(Kind.OUTAGE, "unknown"), {}),
        (finding(Kind.OUTAGE, "none", age=HOUR), {}),
        (finding(Kind.OUTAGE, "site_down", **OUT), {"mobile_outage": True, "mobile_outage_id": "outage:O-1"}),
        (finding(Kind.OUTAGE, "olt_down", **OUT), {"fixed_outage": True, "fixed_outage_id": "outage:O-1"}),
        (finding(Kind.OUTAGE, "site_down"), {"mobile_outage": True, "mobile_outage_id": "outage:site_down:CELL-1"}),
        (finding(Kind.OUTAGE, "site_down", age=HOUR, **OUT), {}),
        (finding(Kind.OUTAGE, "site_down", confidence=0.2, **OUT), {}),
        (finding(Kind.OUTAGE, "ont_down", **OUT), {}),  # the customer's own: it is mended, not waited for
        (finding(Kind.OUTAGE, "complaints_only", **OUT), {}),  # nobody works on it yet
        (finding(Kind.COVERAGE, "none"), {"coverage_trouble": "none"}),
        (finding(Kind.COVERAGE, "weak_indoors"), {"coverage_trouble": "weak_indoors"}),
        (finding(Kind.CONGESTION, "congested"), {"congestion_trouble": "congested"}),
        (finding(Kind.CONGESTION, "unknown"), {}),
        (finding(Kind.BARRING, "suspended_for_credit"), {}),  # the account's own tools say more of it
    ],
)
def test_each_finding_settles_what_it_can(found: Finding, facts: dict[str, Any]) -> None:
    assert values(found) == facts


def test_what_breaks_both_is_an_outage_of_both() -> None:
    both = values(finding(Kind.OUTAGE, "fibre_cut", cells=("C",), **OUT))
    assert (both["mobile_outage"], both["fixed_outage"]) == (True, True)


def test_a_fact_is_as_old_as_what_was_measured() -> None:
    found = seen(Diagnosis.of([finding(Kind.CONGESTION, "busy", age=timedelta(minutes=20))], RULES, NOW))
    fact = found.facts["congestion_trouble"]
    assert (fact["source"], fact["measured_at"], fact["ttl"]) == ("counters", "2026-11-23T11:40:00+00:00", 1800.0)


def test_where_the_networks_clock_stands_still_ages_are_kept() -> None:
    findings = [
        finding(Kind.CONGESTION, "busy", age=timedelta(minutes=20)),
        finding(Kind.OUTAGE, "site_down", until=NOW + HOUR, **OUT),
    ]
    found = seen(Diagnosis.of(findings, RULES, NOW), behind=timedelta(days=4))
    later = NOW + timedelta(days=4)
    assert found.facts["mobile_outage"]["measured_at"] == later.isoformat()
    assert found.facts["congestion_trouble"]["measured_at"] == (later - timedelta(minutes=20)).isoformat()
    assert next(iter(found.outages.values())).expected_at == later + HOUR


def test_an_outage_is_told_with_its_words_and_its_expected_end() -> None:
    out = finding(Kind.OUTAGE, "site_down", until=NOW + HOUR, **OUT)
    found = seen(Diagnosis.of([out], RULES, NOW))
    (outage,) = found.outages.values()
    assert (outage.id, outage.severity, outage.expected_at) == ("outage:O-1", Severity.CRITICAL, NOW + HOUR)
    assert outage.title.startswith("Mobile outage: SITE-1 is down")
    assert outage.say
    assert found.severity is Severity.CRITICAL
    late = seen(Diagnosis.of([finding(Kind.OUTAGE, "site_down", until=NOW - HOUR, **OUT)], RULES, NOW))
    assert next(iter(late.outages.values())).expected_at is None  # it should be over and is not: nobody knows


def test_the_starter_flows_understand_every_fact() -> None:
    vocabulary = Flows.starter().vocabulary
    for kind in (Kind.COVERAGE, Kind.CONGESTION):
        for cause in {cause for rule in RULES.rules if kind in rule.kinds for cause in rule.causes} - {"unknown"}:
            ((name, value),) = values(finding(kind, cause)).items()
            assert value in vocabulary.facts[name].values, (name, value)
    assert {"mobile_outage", "mobile_outage_id", "fixed_outage", "fixed_outage_id"} <= set(vocabulary.facts)


def test_what_the_account_says_is_kept_while_it_is_fresh() -> None:
    def told(name: str, value: Any, source: str, age: timedelta = timedelta(0)) -> Reading:
        return Reading(Kind.BARRING, name, "a line", value, "", source, NOW - age, timedelta(hours=26))

    readings = (
        told("account_status", "suspended_on_request", "account"),
        told("roaming_allowed", False, "account", age=timedelta(hours=30)),
        told("cell_barred", False, "cell broadcast"),
    )
    found = Finding(Kind.BARRING, "suspended_on_request", 1.0, readings)
    assert seen(Diagnosis.of((found,), RULES, NOW)).account == {"account_status": "suspended_on_request"}
