"""Badges: one for one cause, grey when stale, never green when unknown, and steady over noise."""

from __future__ import annotations

import itertools
import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.badges import Badge, Board, arrange, badges, settle, words
from diagnostics.barring import Barring
from diagnostics.diagnosis import Diagnosis
from diagnostics.readings import Finding, Kind, Place, Reading
from diagnostics.records import LineStatus, Records, Subscriptions
from diagnostics.rules import Rules, Severity

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
RULES = Rules.load()
FIFTEEN = timedelta(minutes=15)


def finding(kind: Kind, cause: str, confidence: float = 1.0, age: timedelta = timedelta(0), **details: Any) -> Finding:
    reading = Reading(kind, "value", "a cell", 1.0, "", "counters", NOW - age, timedelta(minutes=30))
    return Finding(kind, cause, confidence, (reading,), since=NOW - timedelta(hours=1), details=details)


def outage(cause: str = "site_down", **given: Any) -> Finding:
    return finding(
        Kind.OUTAGE, cause, **{"outage_id": "O-1", "title": "SITE-1 is down", "lines_affected": 40.0, **given}
    )


def show(*findings: Finding, now: datetime = NOW) -> tuple[Badge, ...]:
    return badges(findings, now, RULES)


def test_a_badge_tells_what_since_when_on_what_evidence_and_what_to_do() -> None:
    (badge,) = show(outage(evidence=("2 alarms: powerProblem",), lines_affected=700.0))
    assert (badge.severity, badge.cause) == (Severity.CRITICAL, "site_down")
    assert badge.sentence == "Mobile outage: SITE-1 is down, 700 lines affected, since 11:00 UTC."
    assert badge.evidence[0] == "2 alarms: powerProblem"
    assert badge.evidence[1] == "Value of a cell: 1 (counters, 12:00 UTC)"
    assert (badge.since, badge.expires) == (NOW - timedelta(hours=1), NOW + FIFTEEN)
    assert badge.article == "no-service-whole-area"
    assert "restart" in badge.futile
    assert badge.say


def test_the_first_rule_that_fits_decides() -> None:
    assert show(outage(lines_affected=499.0))[0].severity is Severity.MAJOR
    assert show(outage(lines_affected=500.0))[0].severity is Severity.CRITICAL
    assert show(Finding(Kind.OUTAGE, "site_down", 1.0, outage().readings))[0].severity is Severity.MAJOR


CONGESTED = finding(Kind.CONGESTION, "congested", prb_utilisation=97.0)
WEAK = finding(Kind.COVERAGE, "weak_coverage", rsrp_dbm=-115.0)
SUSPENDED = finding(Kind.BARRING, "suspended_for_credit")


def test_an_outage_explains_congestion_and_coverage_beside_it() -> None:
    (badge,) = show(CONGESTED, WEAK, outage())
    assert badge.kind is Kind.OUTAGE
    assert set(badge.covers) == {Kind.CONGESTION, Kind.COVERAGE}
    assert next(line for line in badge.evidence if line.startswith("Explains: ")).startswith(
        "Explains: The cell is congested: 97 %"
    )


def test_one_line_of_fibre_does_not_explain_the_mobile_network() -> None:
    assert {badge.kind for badge in show(CONGESTED, outage("ont_down"))} == {Kind.CONGESTION, Kind.OUTAGE}


def test_barring_explains_no_service_before_radio_does() -> None:
    (badge,) = show(finding(Kind.COVERAGE, "no_coverage"), CONGESTED, SUSPENDED)
    assert badge.kind is Kind.BARRING


def test_barring_and_an_outage_are_two_troubles() -> None:
    assert [badge.kind for badge in show(outage(), SUSPENDED, WEAK)] == [Kind.BARRING, Kind.OUTAGE]


def test_information_explains_nothing() -> None:
    kinds = [badge.kind for badge in show(finding(Kind.BARRING, "do_not_disturb"), WEAK)]
    assert kinds == [Kind.COVERAGE, Kind.BARRING]


def test_stale_evidence_greys_a_badge_and_asks_for_a_re_test() -> None:
    old = outage(age=timedelta(minutes=31))
    shown = show(old, CONGESTED)
    assert [(badge.kind, badge.stale) for badge in shown] == [(Kind.CONGESTION, False), (Kind.OUTAGE, True)]
    assert not shown[1].is_trouble
    assert "too old" in shown[1].evidence[0]
    (again,) = Diagnosis.of((old,), RULES, NOW).retest
    assert again.kind is Kind.OUTAGE
    assert again.reason.startswith("too old: ")


NEVER_GREEN = [
    Finding(Kind.CONGESTION, "unknown", 0.0, (), details={"reason": "the feed of counters is silent since 09:15"}),
    Finding(Kind.CONGESTION, "unknown", 0.0, ()),
    Finding(Kind.CONGESTION, "none", 1.0, ()),
    finding(Kind.CONGESTION, "none", age=timedelta(minutes=31)),
    replace(
        finding(Kind.CONGESTION, "none"),
        readings=(Reading(Kind.CONGESTION, "x", "", None, "", "s", None, FIFTEEN, reason="silent"),),
    ),
    Finding(Kind.CONGESTION, "a_cause_of_tomorrow", 1.0, ()),
]


@pytest.mark.parametrize("cause", ["fibre_cut", "power_failure", "planned_work"])
def test_what_broke_explains_the_mobile_network_only_where_cells_hang_on_it(cause: str) -> None:
    fixed, both = outage(cause, cells=()), outage(cause, cells=("404-45-1201-101",))
    assert {badge.kind for badge in show(CONGESTED, fixed)} == {Kind.CONGESTION, Kind.OUTAGE}
    assert [badge.kind for badge in show(CONGESTED, both)] == [Kind.OUTAGE]


@pytest.mark.parametrize("unknown", NEVER_GREEN)
def test_unknown_is_never_green(unknown: Finding) -> None:
    (badge,) = show(unknown)
    assert badge.severity is not Severity.CLEAR
    assert badge.retest
    assert str(unknown.details.get("reason", "")) in badge.sentence


def test_fresh_and_well_is_green() -> None:
    (badge,) = show(finding(Kind.CONGESTION, "none", prb_utilisation=20.0))
    assert (badge.severity, badge.retest) == (Severity.CLEAR, False)
    assert badge.sentence == "The cell has room: 20 % of its capacity is in use."


def test_what_the_finding_was_decided_by_is_what_ages() -> None:
    fresh = Reading(Kind.BARRING, "cell_barred", "a cell", False, "", "broadcast", NOW, FIFTEEN)
    old = Reading(Kind.BARRING, "account_status", "9198", "closed", "", "account", NOW - timedelta(days=3), FIFTEEN)
    mixed = Finding(Kind.BARRING, "closed", 1.0, (fresh, old), details={"decided_by": ("account_status",)})
    assert show(mixed)[0].stale
    assert not show(replace(mixed, details={"decided_by": ("cell_barred",)}))[0].stale


def test_little_confidence_is_information() -> None:
    (badge,) = show(finding(Kind.COVERAGE, "weak_coverage", 0.45))
    assert badge.severity is Severity.INFO
    assert badge.sentence == "Possible, not certain: weak signal at this place."


def test_a_badge_is_believed_no_longer_than_its_evidence() -> None:
    (badge,) = show(finding(Kind.CONGESTION, "congested", age=timedelta(minutes=20)))
    assert badge.expires == NOW + timedelta(minutes=10)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("Since {since}.", "Since 22 Nov 23:30 UTC."),
        ("{helps}", "wifi calling, outdoors"),
        ("{rsrp_dbm:.0f} dBm", "-101 dBm"),
        ("Weak[ ({sinr_db:.0f} dB)][ at {place}].", "Weak."),
        ("[{since}, {until}]none", "none"),
        ("{until}", "not known"),
    ],
)
def test_words_are_filled_in_and_what_is_not_known_is_left_out(template: str, said: str) -> None:
    values = {"since": datetime(2026, 11, 22, 23, 30, tzinfo=UTC), "helps": ("wifi_calling", "outdoors"), "rsrp_dbm": -101.2,
              "sinr_db": float("nan"), "until": None}  # fmt: skip
    assert words(template, values, NOW, UTC) == said


def test_times_are_said_in_the_operators_zone() -> None:
    zone = timezone(timedelta(hours=5, minutes=30), "IST")
    assert badges((outage(),), NOW, replace(RULES, timezone=zone))[0].sentence.endswith("since 16:30 IST.")


# Stability


def play(series: list[Finding], step: timedelta = timedelta(minutes=5)) -> list[Badge]:
    """What is shown at each step of a series of findings of one kind."""
    board: Board = {}
    shown = []
    for number, each in enumerate(series):
        now = NOW + number * step
        fresh = replace(each, readings=tuple(replace(reading, measured_at=now) for reading in each.readings))
        board = settle(board, (fresh,), now, RULES)
        shown += arrange(board)
    return shown


def changes(shown: list[Badge]) -> int:
    return sum(not before.same_as(after) for before, after in itertools.pairwise(shown))


def test_a_trouble_is_shown_at_once_and_outlives_its_last_sign_by_the_hold() -> None:
    well = finding(Kind.CONGESTION, "none")
    shown = play([well, CONGESTED, well, well, well, well, well])
    assert [badge.severity.value for badge in shown] == ["clear", "major", "major", "major", "clear", "clear", "clear"]
    assert shown[3].evidence[0] == "Not confirmed since 12:05 UTC; kept until 12:20 UTC."
    assert shown[3].sentence == shown[1].sentence


def test_worse_is_shown_at_once_and_milder_after_the_hold() -> None:
    shown = play([outage(lines_affected=count) for count in (400.0, 600.0, 400.0, 600.0, 400.0, 400.0, 400.0)])
    assert [badge.severity.value for badge in shown] == ["major", *["critical"] * 5, "major"]


def test_a_trouble_without_evidence_turns_grey_and_then_unknown() -> None:
    silent = Finding(Kind.CONGESTION, "unknown", 0.0, ())
    shown = play([CONGESTED, silent, silent, silent, CONGESTED])
    assert [(badge.severity.value, badge.stale) for badge in shown] == [
        ("major", False), ("major", True), ("major", True), ("unknown", False), ("major", False)
    ]  # fmt: skip


def test_two_causes_that_take_turns_do_not_flap() -> None:
    one, other = finding(Kind.COVERAGE, "weak_coverage"), finding(Kind.COVERAGE, "weak_indoors")
    assert changes(play([one, other] * 20)) == 0


def test_noise_around_a_limit_does_not_flap() -> None:
    draw = np.random.default_rng(7)
    noisy = [float(value) for value in np.clip(0.5 + draw.normal(0, 0.1, 600), 0, 1)]
    series = [finding(Kind.COVERAGE, "weak_coverage" if value >= 0.4 else "none", value) for value in noisy]
    by_itself = [show(each)[0] for each in series]
    assert changes(by_itself) > 200
    assert changes(play(series)) <= 10


def test_once_the_noise_is_over_it_follows() -> None:
    well = finding(Kind.COVERAGE, "none")
    shown = play([WEAK, well] * 10 + [well] * 4)
    assert [badge.severity.value for badge in shown] == ["minor"] * 21 + ["clear"] * 3


@given(
    st.lists(
        st.tuples(st.sampled_from(["none", "unknown", "busy", "congested", "slow_backhaul"]), st.floats(0, 1)),
        min_size=2,
        max_size=60,
    )
)
def test_better_news_never_comes_faster_than_the_hold(series: list[tuple[str, float]]) -> None:
    step = timedelta(minutes=5)
    shown = play([finding(Kind.CONGESTION, cause, confidence) for cause, confidence in series], step)
    for number in range(1, len(shown)):
        fell = shown[number - 1].severity.is_trouble and not shown[number].severity.is_trouble
        if fell:
            spoken = [
                step_of for step_of in range(number)
                if series[step_of][0] == shown[number - 1].cause and series[step_of][1] >= RULES.stability.clear_below
            ]  # fmt: skip
            assert (number - max(spoken)) * step >= RULES.stability.hold
    for badge, (cause, _) in zip(shown, series, strict=True):
        assert badge.severity is not Severity.CLEAR or cause == "none"


def test_looking_back_is_not_held_by_what_came_later() -> None:
    board = settle({}, (CONGESTED,), NOW + timedelta(hours=2), RULES)
    (badge,) = arrange(settle(board, (finding(Kind.CONGESTION, "none"),), NOW, RULES))
    assert badge.severity is Severity.CLEAR


# The diagnosis


def test_a_diagnosis_is_json_and_its_badges_hold_no_number(tiny: Records, now: int) -> None:
    table = tiny.subscriptions
    off = np.where(table.line == 3, LineStatus.SUSPENDED_FOR_CREDIT, table.status).astype("i2")
    columns = {name: getattr(table, name) for name in Subscriptions.types()}
    records = replace(tiny, subscriptions=Subscriptions(**{**columns, "status": off}))
    at = datetime.fromtimestamp(now, UTC)
    barred = Barring(records).diagnose(3, 2, now)
    diagnosis = Diagnosis.of(
        (barred, outage()), RULES, at, line="919800000003", place=Place(23.0, 72.5), cells=("404-45-1201-102",)
    )
    told = json.loads(json.dumps(diagnosis.to_json(), allow_nan=False))
    assert told["line"] == "919800000003"
    assert [badge["cause"] for badge in told["badges"]] == ["suspended_for_credit", "site_down"]
    assert "919800000003" not in json.dumps(told["badges"])
    assert told["findings"][0]["readings"][0]["name"] == "account_status"
    assert [badge.kind for badge in diagnosis.troubles] == [Kind.BARRING, Kind.OUTAGE]
    with pytest.raises(ValueError, match="no time zone"):
        Diagnosis.of((), RULES, at.replace(tzinfo=None))


def test_numbers_that_are_not_known_are_null() -> None:
    weak = finding(Kind.COVERAGE, "weak_coverage", rsrp_dbm=np.float32(-115.5), sinr_db=float("nan"))
    told = Diagnosis.of((weak,), RULES, NOW).to_json()
    assert told["findings"][0]["details"] == {"rsrp_dbm": -115.5, "sinr_db": None}


def test_judging_takes_well_under_a_millisecond() -> None:
    four = (outage(), CONGESTED, WEAK, SUSPENDED)
    started = time.process_time()
    for _ in range(200):
        Diagnosis.of(four, RULES, NOW)
    assert (time.process_time() - started) / 200 < 0.005
