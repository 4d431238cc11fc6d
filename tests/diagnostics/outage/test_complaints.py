"""Bursts of complaints: found where chance does not explain them, and only there."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from diagnostics.outage import Outages
from diagnostics.outage.from_complaints import bursts, homes
from diagnostics.records import Complaints, Lines, Onts, OntStates, OntStatus, Records, Rows
from diagnostics.store.grid import CounterGrid

DAY, AT = 86400, 20 * 86400 + 43200
LINES = 4000


@dataclass(frozen=True)
class Town:
    lines: Lines
    complaints: Complaints


def town(seed: int, extra: list[tuple[int, int]] = ()) -> Town:  # type: ignore[assignment]
    """4,000 lines on 20 km × 20 km, 40 complaints a day anywhere; `extra` are (second, line)."""
    draw = np.random.default_rng(seed)
    latitude, longitude = 23 + draw.uniform(0, 0.18, LINES), 72 + draw.uniform(0, 0.2, LINES)
    lines = Lines(
        msisdn=np.arange(LINES),
        imsi=np.arange(LINES),
        latitude=latitude,
        longitude=longitude,
        device=np.full(LINES, -1, "i4"),
        ont=np.full(LINES, -1, "i4"),
    )
    at = np.concatenate([draw.integers(AT - 20 * DAY, AT, 800), [second for second, _ in extra]]).astype("i8")
    line = np.concatenate([draw.integers(0, LINES, 800), [row for _, row in extra]]).astype("i4")
    order = np.argsort(at, kind="stable")
    unknown = np.full(len(at), np.nan)
    return Town(lines, Complaints(at[order], line[order], unknown, unknown, np.full(len(at), "")))


def near(lines: Lines, latitude: float, longitude: float, count: int) -> list[int]:
    away = np.hypot(lines.latitude - latitude, lines.longitude - longitude)
    return np.argsort(away)[:count].tolist()


def found(place: Town, at: int = AT) -> list[tuple[float, float]]:
    living = homes(place.lines)
    assert living is not None
    return [(one.latitude, one.longitude) for one in bursts(place.complaints, place.lines, living, at)]


def test_ten_neighbours_within_half_an_hour_are_a_burst() -> None:
    rows = near(town(0).lines, 23.1, 72.1, 10)
    places = found(town(0, [(AT - 180 * n - 1, row) for n, row in enumerate(rows)]))
    assert len(places) == 1
    assert places[0] == (pytest.approx(23.1, abs=0.01), pytest.approx(72.1, abs=0.01))


def test_two_bursts_at_once_are_two() -> None:
    one, other = near(town(0).lines, 23.05, 72.05, 10), near(town(0).lines, 23.14, 72.16, 10)
    assert len(found(town(0, [(AT - 180 * (n % 10) - 1, row) for n, row in enumerate([*one, *other])]))) == 2


def test_one_line_that_complains_ten_times_is_none() -> None:
    row = near(town(0).lines, 23.1, 72.1, 1)[0]
    assert found(town(0, [(AT - 180 * n - 1, row) for n in range(10)])) == []


def test_complaints_to_come_are_not_known() -> None:
    rows = near(town(0).lines, 23.1, 72.1, 10)
    assert found(town(0, [(AT + 180 * n + 1, row) for n, row in enumerate(rows)])) == []


def test_what_is_explained_is_left_out() -> None:
    rows = near(town(0).lines, 23.1, 72.1, 10)
    place = town(0, [(AT - 180 * n - 1, row) for n, row in enumerate(rows)])
    living = homes(place.lines)
    assert living is not None

    def explained(entries: Rows) -> np.ndarray:
        return np.isin(place.complaints.line[entries], rows)

    assert bursts(place.complaints, place.lines, living, AT, explained) == []


def test_usual_days_bring_no_burst() -> None:
    assert [found(town(seed), AT - 3600 * hour) for seed in range(20) for hour in range(0, 12, 3)] == [[]] * 80


def records(place: Town, gone: list[int]) -> Records:
    """The town with a terminal for every line on PONs of 50 neighbours; those of `gone` lines lost their light at AT - 3000 and are
    back since AT - 60."""
    order = np.lexsort((place.lines.longitude, place.lines.latitude // 0.02))
    pon = np.empty(LINES, int)
    pon[order] = np.arange(LINES) // 50
    every = np.arange(LINES, dtype="i4")
    onts = Onts(
        id=np.array([f"ONT-{row:05d}" for row in range(LINES)]),
        pon=np.array([f"PON-{number}" for number in pon]),
        olt=np.full(LINES, "OLT-1"),
        latitude=place.lines.latitude,
        longitude=place.lines.longitude,
    )
    lost = np.array(gone, "i4")
    ont = np.concatenate([every, lost, lost])
    at = np.concatenate([np.full(LINES, AT - 7200), np.full(len(lost), AT - 3000), np.full(len(lost), AT - 60)])
    status = np.repeat([OntStatus.ONLINE, OntStatus.LOSS_OF_SIGNAL, OntStatus.ONLINE], [LINES, len(lost), len(lost)])
    sort = np.lexsort((at, ont))
    return Records(
        counters=CounterGrid.in_memory(start=0, step=900, cells=0),
        lines=replace(place.lines, ont=every),
        onts=onts,
        ont_states=OntStates(ont[sort], at[sort], status[sort].astype("i2"), np.full(len(ont), np.nan, "f4")),
        complaints=place.complaints,
    )


def test_a_burst_that_nothing_explains_is_an_outage_by_complaints_alone() -> None:
    rows = near(town(0).lines, 23.1, 72.1, 10)
    place = town(0, [(AT - 180 * n - 1, row) for n, row in enumerate(rows)])
    look = Outages(records(place, []))
    outages = look.at(AT)
    assert [outage.cause for outage in outages] == ["complaints_only"]
    assert outages[0].start == AT - 180 * 9 - 1
    assert set(rows) <= set(look.affected(AT).tolist())
    assert look.diagnose(rows[0], None, np.empty(0, "i4"), AT).cause == "complaints_only"
    far = near(place.lines, 23.0, 72.0, 1)[0]
    assert look.diagnose(far, None, np.empty(0, "i4"), AT).cause == "none"


def test_complaints_of_an_outage_that_is_over_are_no_new_one() -> None:
    rows = near(town(0).lines, 23.1, 72.1, 10)
    place = town(0, [(AT - 180 * n - 61, row) for n, row in enumerate(rows)])
    assert Outages(records(place, rows)).at(AT) == ()
