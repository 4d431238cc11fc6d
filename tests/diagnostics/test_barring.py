"""Barring: what keeps a line off, the most decisive cause first, and never green without a fresh word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from diagnostics.barring import CAUSES, Barring
from diagnostics.readings import Finding, Freshness, Kind
from diagnostics.records import (
    CellRestrictions,
    Equipment,
    LineStatus,
    Odb,
    Protocol3gpp,
    Records,
    Rejects,
    ServingCells,
    SimStatus,
    Subscriptions,
)

HOUR = 3600
LINE, CELL = 3, 2


@pytest.fixture
def account(tiny: Records, now: int) -> Callable[..., Records]:
    """The tiny network with states of LINE added: each `(seconds ago, column=value, …)`, the columns carried on."""

    def with_states(*states: dict[str, Any], **tables: Any) -> Records:
        table, columns = tiny.subscriptions, dict.fromkeys(Subscriptions.types())
        rows = [{name: getattr(table, name)[row] for name in columns} for row in range(len(table))]
        for state in states:
            rows.append(
                {
                    **rows[LINE],
                    **{name: value for name, value in state.items() if name != "ago"},
                    "at": now - state["ago"],
                }
            )
        rows.sort(key=lambda row: (row["line"], row["at"]))
        arrays = {
            name: np.array([row[name] for row in rows], dtype=kind) for name, kind in Subscriptions.types().items()
        }
        return replace(tiny, subscriptions=Subscriptions(**arrays), **tables)

    return with_states


def rejects(*entries: tuple[int, Protocol3gpp, int]) -> Rejects:
    """Rejects of LINE: (at, layer, cause)."""
    at, layer, cause = zip(*entries, strict=True)
    return Rejects(np.full(len(at), LINE, "i4"), np.array(at, "i8"), np.array(layer, "i2"), np.array(cause, "i2"))


def broadcast(at: int, barred: bool = False, factor: float = 1.0, classes: int = 0) -> CellRestrictions:
    return CellRestrictions(
        np.array([CELL], "i4"),
        np.array([at], "i8"),
        np.array([barred]),
        np.array([factor], "f4"),
        np.array([classes], "i2"),
    )


STATES = [
    ({"status": LineStatus.SUSPENDED_FOR_CREDIT}, "suspended_for_credit"),
    ({"status": LineStatus.SUSPENDED_ON_REQUEST}, "suspended_on_request"),
    ({"status": LineStatus.SUSPENDED_BY_OPERATOR}, "suspended_by_operator"),
    ({"status": LineStatus.CLOSED}, "closed"),
    ({"sim": SimStatus.NOT_ACTIVATED}, "sim_not_active"),
    ({"sim": SimStatus.BLOCKED}, "sim_blocked"),
    ({"equipment": Equipment.BLOCKED}, "equipment_blocked"),
    ({"equipment": Equipment.TRACKED}, "none"),
    ({"odb": Odb.OUTGOING_CALLS}, "odb"),
    ({"odb": Odb.PACKET_SERVICES | Odb.SHORT_MESSAGES}, "odb"),
    ({"odb": Odb.ROAMING}, "none"),
    ({"data_used": 50.0, "throttled_to": 0.0}, "data_limit_reached"),
    ({"data_used": 51.0, "throttled_to": 0.128}, "throttled"),
    ({"data_used": 51.0}, "none"),
    ({"data_used": 49.9, "throttled_to": 0.128}, "none"),
    ({"data_used": 500.0, "data_limit": np.nan, "throttled_to": 0.128}, "none"),
    ({"do_not_disturb": True}, "do_not_disturb"),
]


@pytest.mark.parametrize(("state", "cause"), STATES)
def test_each_state_has_its_cause(account: Callable[..., Records], now: int, state: dict[str, Any], cause: str) -> None:
    found = Barring(account({"ago": 600, **state})).diagnose(LINE, CELL, now)
    assert (found.kind, found.cause) == (Kind.BARRING, cause)
    if cause != "none":
        assert found.since is not None
        assert found.since.timestamp() == now - 600
        assert found.details["decided_by"] == (found.readings[0].name,)


def test_the_most_decisive_comes_first_and_the_others_are_named(account: Callable[..., Records], now: int) -> None:
    records = account(
        {
            "ago": 600,
            "status": LineStatus.CLOSED,
            "sim": SimStatus.BLOCKED,
            "odb": Odb.SHORT_MESSAGES,
            "do_not_disturb": True,
        }
    )
    found = Barring(records).diagnose(LINE, CELL, now)
    assert found.cause == "closed"
    assert found.details["also"] == ("sim_blocked", "odb", "do_not_disturb")


def test_another_line_is_not_touched(account: Callable[..., Records], now: int) -> None:
    records = account({"ago": 600, "status": LineStatus.CLOSED})
    assert [line for line in range(12) if Barring(records).diagnose(line, CELL, now).cause != "none"] == [LINE]
    assert Barring(records).lines(now).tolist() == [LINE]


@pytest.mark.parametrize(("abroad", "allowed", "odb", "cause"), [
    (True, False, 0, "roaming_not_allowed"), (True, True, Odb.ROAMING, "roaming_not_allowed"), (True, True, 0, "none"),
    (False, False, Odb.ROAMING, "none"),
])  # fmt: skip
def test_roaming_matters_abroad_only(
    account: Callable[..., Records], now: int, abroad: bool, allowed: bool, odb: int, cause: str
) -> None:
    records = account({"ago": 600, "roaming_allowed": allowed, "odb": odb})
    assert Barring(records).diagnose(LINE, -1, now, abroad=abroad).cause == cause


def test_what_comes_later_is_not_known_yet(account: Callable[..., Records], now: int) -> None:
    records = account({"ago": 600, "status": LineStatus.SUSPENDED_FOR_CREDIT})
    assert Barring(records).diagnose(LINE, CELL, now - 601).cause == "none"
    assert Barring(records).diagnose(LINE, CELL, now - 600).cause == "suspended_for_credit"
    assert Barring(records).lines(now - 601).tolist() == []


def test_since_is_when_the_state_began_not_when_it_was_last_exported(account: Callable[..., Records], now: int) -> None:
    off = {"status": LineStatus.SUSPENDED_FOR_CREDIT}
    records = account({"ago": 3000, **off}, {"ago": 2000}, {"ago": 1000, **off}, {"ago": 500, **off, "data_used": 11.0})
    found = Barring(records).diagnose(LINE, CELL, now)
    assert found.since is not None
    assert found.since.timestamp() == now - 1000


@pytest.mark.parametrize(("line", "later", "reason"), [
    (-1, 0, "no line was given"), (LINE, -100 * 86400, "said nothing about this line"), (LINE, 30 * HOUR, "older than 26 hours"),
])  # fmt: skip
def test_without_a_fresh_word_it_is_unknown(tiny: Records, now: int, line: int, later: int, reason: str) -> None:
    found = Barring(tiny).diagnose(line, CELL, now + later)
    assert found.cause == "unknown"
    assert reason in str(found.details["reason"])


def test_a_barring_that_was_last_heard_of_long_ago_stays_with_stale_readings(
    account: Callable[..., Records], now: int
) -> None:
    found = Barring(account({"ago": 600, "status": LineStatus.CLOSED})).diagnose(LINE, CELL, now + 30 * HOUR)
    assert found.cause == "closed"
    assert found.readings[0].freshness(found.readings[0].measured_at + timedelta(hours=30)) is Freshness.STALE  # type: ignore[operator]


def test_a_feed_that_speaks_of_others_keeps_a_quiet_line_fresh(account: Callable[..., Records], now: int) -> None:
    old = Barring(account({"ago": -29 * HOUR})).diagnose(LINE + 1, CELL, now + 30 * HOUR)
    assert old.cause == "none"


def test_an_unknown_state_is_a_reading_without_value(account: Callable[..., Records], now: int) -> None:
    found = Barring(account({"ago": 600, "equipment": -1})).diagnose(LINE, CELL, now)
    unknown = {reading.name: reading.reason for reading in found.readings if reading.value is None}
    assert set(unknown) == {"equipment_status", "cell_barred"}
    assert all(unknown.values())


CELLS = [
    ({"barred": True}, "cell_barred", {}),
    ({"factor": 0.25}, "access_class_barred", {"share_let_through": 0.25, "emergency_calls_barred": "no"}),
    ({"classes": 1}, "access_class_barred", {"emergency_calls_barred": "yes"}),
    ({"classes": 0b110}, "none", {}),  # classes 11 and 12, no customer's
    ({}, "none", {}),
]


@pytest.mark.parametrize(("state", "cause", "details"), CELLS)
def test_a_cell_may_keep_phones_out(
    tiny: Records, now: int, state: dict[str, Any], cause: str, details: dict[str, Any]
) -> None:
    found = Barring(replace(tiny, cell_restrictions=broadcast(now - 60, **state))).diagnose(LINE, CELL, now)
    assert found.cause == cause
    assert details.items() <= dict(found.details).items()
    assert (
        Barring(replace(tiny, cell_restrictions=broadcast(now - 60, **state))).diagnose(LINE, CELL + 1, now).cause
        == "none"
    )


def test_cells_are_listed_for_maps(tiny: Records, now: int) -> None:
    barred, share = Barring(replace(tiny, cell_restrictions=broadcast(now - 60, barred=True, factor=0.5))).cells(now)
    assert np.flatnonzero(barred).tolist() == [CELL]
    assert share[CELL] == 0.5
    assert np.isnan(share[CELL + 1])


def test_nothing_is_surer_where_the_cell_is_known_too(tiny: Records, now: int) -> None:
    def sure(records: Records) -> Finding:
        return Barring(records).diagnose(LINE, CELL, now)

    assert sure(tiny).confidence < sure(replace(tiny, cell_restrictions=broadcast(now - 60))).confidence == 1.0


REFUSALS = [
    (600, Protocol3gpp.EMM, 8, "rejected"),
    (23 * HOUR, Protocol3gpp.EMM, 8, "rejected"),
    (25 * HOUR, Protocol3gpp.EMM, 8, "none"),  # the phone has forgotten it
    (600, Protocol3gpp.EMM, 22, "rejected"),
    (HOUR, Protocol3gpp.EMM, 22, "none"),  # it tried again long since
    (600, Protocol3gpp.GSM5, 39, "none"),  # normal course
    (600, Protocol3gpp.ESM, 27, "rejected"),
]


@pytest.mark.parametrize(("ago", "layer", "cause", "found"), REFUSALS)
def test_a_refusal_counts_as_long_as_the_phone_holds_on_to_it(
    tiny: Records, now: int, ago: int, layer: Protocol3gpp, cause: int, found: str
) -> None:
    assert Barring(replace(tiny, rejects=rejects((now - ago, layer, cause)))).diagnose(LINE, CELL, now).cause == found


def test_a_refusal_is_told_in_words_with_its_remedy(tiny: Records, now: int) -> None:
    details = Barring(replace(tiny, rejects=rejects((now - 60, Protocol3gpp.EMM, 8)))).diagnose(LINE, CELL, now).details
    assert details["code"] == "EMM 8"
    assert "subscription" in str(details["words"])
    assert "switched off and on" in str(details["remedy"])


def test_served_again_after_a_refused_registration_it_is_over_but_not_after_a_refused_session(
    tiny: Records, now: int
) -> None:
    served = ServingCells(np.array([LINE], "i4"), np.array([now - 60], "i8"), np.array([CELL], "i4"))
    for layer, cause, found in ((Protocol3gpp.EMM, 8, "none"), (Protocol3gpp.ESM, 27, "rejected")):
        records = replace(tiny, serving_cells=served, rejects=rejects((now - 600, layer, cause)))
        assert Barring(records).diagnose(LINE, CELL, now).cause == found


def test_a_refusal_from_before_the_account_was_mended_is_doubtful(account: Callable[..., Records], now: int) -> None:
    mended = ({"ago": 1200, "status": LineStatus.SUSPENDED_FOR_CREDIT}, {"ago": 300, "status": LineStatus.ACTIVE})
    found = Barring(account(*mended, rejects=rejects((now - 600, Protocol3gpp.EMM, 8)))).diagnose(LINE, CELL, now)
    assert (found.cause, found.confidence) == ("rejected", 0.5)


def test_refusals_in_a_row_began_with_the_first(tiny: Records, now: int) -> None:
    row = rejects(
        (now - 9000, Protocol3gpp.EMM, 7), (now - 900, Protocol3gpp.EMM, 8), (now - 60, Protocol3gpp.EMM, 8)
    )  # fmt: skip
    found = Barring(replace(tiny, rejects=row)).diagnose(LINE, CELL, now)
    assert found.since is not None
    assert found.since.timestamp() == now - 900


def test_an_empty_network_knows_nothing(tiny: Records, now: int) -> None:
    found = Barring(Records(tiny.counters)).diagnose(-1, -1, now)
    assert found.cause == "unknown"
    assert all(reading.value is None and reading.reason for reading in found.readings)


def test_every_cause_is_listed_once() -> None:
    assert len(CAUSES) == len(set(CAUSES))
    assert {cause for _, cause in STATES} | {cause for _, cause, _ in CELLS} - {"none"} <= {*CAUSES, "none"}
