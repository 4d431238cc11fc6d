"""Outages of the tiny network: each kind by its signs, one cause one outage, and nothing where nothing is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from diagnostics.outage import Outage, Outages
from diagnostics.outage.from_alarms import AlarmClass
from diagnostics.outage.merge import expected_end, outline
from diagnostics.readings import Place
from diagnostics.records import STILL, Alarms, OntStates, OntStatus, PlannedWorks, Records, ServingCells, Severity

Samples = dict[str, np.ndarray]
Build = Callable[..., Records]
Alarm = tuple[int, int, Severity, str, str]  # raised, cleared, severity, cause, object
FIRST_SITE = (0, 1, 2, 9)


def alarms(*entries: Alarm) -> Alarms:
    raised, cleared, severity, cause, thing = zip(*sorted(entries), strict=True)
    return Alarms(
        id=np.array([f"A{n}" for n in range(len(entries))]),
        raised_at=np.array(raised, "i8"),
        cleared_at=np.array(cleared, "i8"),
        severity=np.array(severity, "i2"),
        probable_cause=np.array(cause),
        object=np.array(thing),
        problem=np.array(cause),
    )


def works(start: int, end: int, objects: str) -> PlannedWorks:
    return PlannedWorks(
        np.array(["W1"]), np.array([start], "i8"), np.array([end], "i8"), np.array([objects]), np.array(["Upgrade"])
    )


def down(samples: Samples, cells: Sequence[int], intervals: int) -> Samples:
    for name in ("availability", "traffic", "prb_utilisation", "connected_users"):
        samples[name][list(cells), -intervals:] = 0
    for name in ("user_throughput", "delay"):
        samples[name][list(cells), -intervals:] = np.nan
    return samples


def asleep(samples: Samples, cells: Sequence[int], intervals: int) -> Samples:
    working = samples["availability"].copy()
    return {**down(samples, cells, intervals), "availability": working}


def states(now: int, entries: dict[int, tuple[int, OntStatus]]) -> OntStates:
    """All eight terminals online since an hour, and then what the entries say: ONT -> (second, status)."""
    rows = [(ont, now - 3600, OntStatus.ONLINE) for ont in range(8)]
    rows += [(ont, at, status) for ont, (at, status) in entries.items()]
    ont, at, status = zip(*sorted(rows), strict=True)
    return OntStates(np.array(ont, "i4"), np.array(at, "i8"), np.array(status, "i2"), np.full(len(ont), -20, "f4"))


def only(outages: tuple[Outage, ...]) -> Outage:
    assert len(outages) == 1, [outage.title for outage in outages]
    return outages[0]


def test_nothing_is_wrong(tiny: Records, now: int) -> None:
    look = Outages(tiny)
    assert look.at(now) == ()
    assert not len(look.affected(now))
    found = look.diagnose(0, None, np.array([0], "i4"), now)
    assert found.cause == "none"
    assert {reading.name for reading in found.readings} == {"availability", "traffic", "ont_status"}


def test_traffic_beyond_all_measure_of_the_usual_is_no_error(
    build_network: Build, usual_samples: Samples, now: int
) -> None:
    traffic = usual_samples["traffic"]
    traffic[0] = 1e-39  # MB: a cell that nobody used
    traffic[0, -40:-1], traffic[0, -1] = 100, 0
    assert Outages(build_network(counters=usual_samples)).at(now) == ()


def test_a_site_out_of_service_without_any_alarm(build_network: Build, usual_samples: Samples, now: int) -> None:
    look = Outages(build_network(counters=down(usual_samples, FIRST_SITE, 4)))
    outage = only(look.at(now))
    assert (outage.cause, outage.cells.tolist(), outage.start) == ("site_down", list(FIRST_SITE), now - 4 * 900)
    assert look.affected(now).tolist() == [0, 3, 6, 9]
    assert outage.lines_affected == 4
    found = look.diagnose(0, None, np.array([0, 3], "i4"), now)
    assert found.cause == "site_down"
    assert found.details["outage_id"] == outage.id
    assert look.diagnose(1, None, np.array([3, 0], "i4"), now).cause == "none"  # served by the next site


def test_the_id_stays_and_the_start_too_while_it_goes_on(
    build_network: Build, usual_samples: Samples, now: int
) -> None:
    look = Outages(build_network(counters=down(usual_samples, FIRST_SITE, 140)))
    seen = [only(look.at(at)) for at in range(now - 138 * 900, now + 1, 3600)]
    assert {outage.id for outage in seen} == {seen[0].id}
    assert {outage.start for outage in seen} == {now - 140 * 900}


def test_it_is_over_when_the_cells_are_back(build_network: Build, usual_samples: Samples, now: int) -> None:
    samples = down(usual_samples, FIRST_SITE, 6)
    for values, usual in zip(samples.values(), (50, 100, 20, 20, 1000, 100), strict=True):
        values[list(FIRST_SITE), -1] = usual
    assert Outages(build_network(counters=samples)).at(now) == ()


@pytest.mark.parametrize(
    ("cause", "expected"),
    [("powerProblem", "power_failure"), ("lossOfSignal", "backhaul_down"), ("equipmentMalfunction", "site_down")],
)
def test_alarms_name_the_cause(
    build_network: Build, usual_samples: Samples, now: int, cause: str, expected: str
) -> None:
    told = alarms(
        (now - 3500, STILL, Severity.CRITICAL, cause, "SITE-1"),
        (now - 3400, STILL, Severity.MAJOR, "equipmentMalfunction", "404-45-1201-100"),
    )
    outage = only(Outages(build_network(counters=down(usual_samples, FIRST_SITE, 4), alarms=told)).at(now))
    assert outage.cause == expected
    assert outage.confidence >= 0.95


def test_a_critical_alarm_is_believed_until_counters_refute_it(build_network: Build, now: int) -> None:
    told = alarms((now - 1000, STILL, Severity.CRITICAL, "equipmentMalfunction", "SITE-1"))
    look = Outages(build_network(alarms=told))
    assert only(look.at(now - 900)).cells.tolist() == list(FIRST_SITE)
    assert look.at(now) == ()  # a whole interval with service since


def test_a_site_on_its_battery_is_in_service(build_network: Build, now: int) -> None:
    told = alarms((now - 100, STILL, Severity.MAJOR, "powerProblem", "SITE-1"))
    told = Alarms(
        *(
            getattr(told, name) if name != "problem" else np.array(["Mains failure, running on battery"])
            for name in told.types()
        )
    )
    assert Outages(build_network(alarms=told)).at(now) == ()


def test_a_sleeping_cell(build_network: Build, usual_samples: Samples, now: int) -> None:
    look = Outages(build_network(counters=asleep(usual_samples, [4], 3 + 16)))  # since the evening's peak
    at = now - 16 * 900
    outage = only(look.at(at))
    assert (outage.cause, outage.cells.tolist()) == ("sleeping_cell", [4])
    assert outage.start == pytest.approx(now - 19 * 900, abs=900)
    assert any("usual traffic" in word for word in outage.evidence)


def test_all_cells_of_a_site_asleep_is_the_link_behind(build_network: Build, usual_samples: Samples, now: int) -> None:
    samples = asleep(usual_samples, FIRST_SITE, 19)
    assert only(Outages(build_network(counters=samples)).at(now - 16 * 900)).cause == "backhaul_down"


def test_two_sites_at_once_are_one_outage_and_at_other_times_two(
    build_network: Build, usual_samples: Samples, now: int
) -> None:
    both = (*FIRST_SITE, 3, 4, 5)
    outage = only(Outages(build_network(counters=down(usual_samples, both, 4))).at(now))
    assert outage.cells.tolist() == sorted(both)
    apart = down(down(usual_samples, FIRST_SITE, 40), (3, 4, 5), 4)
    assert len(Outages(build_network(counters=apart)).at(now)) == 2


def test_a_planned_work_says_when_it_ends(build_network: Build, usual_samples: Samples, now: int) -> None:
    planned = works(now - 4000, now + 1800, "SITE-1")
    samples = down(usual_samples, FIRST_SITE, 4)
    outage = only(Outages(build_network(counters=samples, planned_works=planned)).at(now))
    assert (outage.cause, outage.until) == ("planned_work", now + 1800)
    assert Outages(build_network(planned_works=planned)).at(now) == ()  # without effect


def test_a_work_that_takes_longer_has_no_end(build_network: Build, usual_samples: Samples, now: int) -> None:
    planned = works(now - 4000, now - 600, "SITE-1")
    outage = only(Outages(build_network(counters=down(usual_samples, FIRST_SITE, 4), planned_works=planned)).at(now))
    assert (outage.cause, outage.until) == ("planned_work", None)


def test_a_pon_without_light(build_network: Build, now: int) -> None:
    gone = states(now, {ont: (now - 500 + 20 * ont, OntStatus.LOSS_OF_SIGNAL) for ont in range(4)})
    look = Outages(build_network(ont_states=gone))
    outage = only(look.at(now))
    assert (outage.cause, outage.onts.tolist(), outage.start) == ("fibre_cut", [0, 1, 2, 3], now - 500)
    assert look.affected(now).tolist() == [0, 1, 2, 3]
    assert look.diagnose(2, None, np.array([3], "i4"), now).cause == "fibre_cut"


def test_a_whole_olt_is_one_outage(build_network: Build, now: int) -> None:
    gone = states(now, {ont: (now - 500 + 20 * ont, OntStatus.OFFLINE) for ont in range(6)})
    outage = only(Outages(build_network(ont_states=gone)).at(now))
    assert (outage.cause, outage.onts.tolist()) == ("olt_down", list(range(6)))


def test_a_district_without_power(build_network: Build, now: int) -> None:
    gone = states(now, {ont: (now - 500 + ont, OntStatus.DYING_GASP) for ont in range(4)})
    assert only(Outages(build_network(ont_states=gone)).at(now)).cause == "power_failure"


@pytest.mark.parametrize("status", [OntStatus.LOSS_OF_SIGNAL, OntStatus.DYING_GASP])
def test_one_terminal_alone_is_its_customers_trouble(build_network: Build, now: int, status: OntStatus) -> None:
    look = Outages(build_network(ont_states=states(now, {2: (now - 300, status)})))
    assert look.at(now) == ()
    found = look.diagnose(2, None, np.array([3], "i4"), now)
    assert (found.cause, found.details["ont"]) == ("ont_down", "ONT-2")
    assert look.diagnose(3, None, np.array([0], "i4"), now).cause == "none"


def test_silence_is_unknown_and_never_fine(build_network: Build, usual_samples: Samples, now: int) -> None:
    for values in usual_samples.values():
        values[:, -5:] = np.nan
    look = Outages(build_network(counters=usual_samples))
    found = look.diagnose(8, None, np.array([4], "i4"), now)  # a line without a terminal
    assert found.cause == "unknown"
    assert "404-45-1201-104" in str(found.details["reason"])
    assert look.diagnose(-1, Place(23.0, 72.5), np.empty(0, "i4"), now).cause == "unknown"


def test_a_place_is_in_the_outage_of_a_next_best_cell_less_surely(
    build_network: Build, usual_samples: Samples, now: int
) -> None:
    look = Outages(build_network(counters=down(usual_samples, FIRST_SITE, 4)))
    first, second = (look.diagnose(-1, Place(23.0, 72.5), np.array(cells, "i4"), now) for cells in ([0, 3], [3, 0]))
    assert first.cause == second.cause == "site_down"
    assert second.confidence < first.confidence


def test_only_the_past_counts(build_network: Build, usual_samples: Samples, now: int) -> None:
    told = alarms((now - 600, STILL, Severity.CRITICAL, "lossOfSignal", "SITE-1"))
    gone = states(now, dict.fromkeys(range(4), (now - 500, OntStatus.LOSS_OF_SIGNAL)))
    records = build_network(counters=down(usual_samples, FIRST_SITE, 4), alarms=told, ont_states=gone)
    assert Outages(records).at(now - 4 * 900) == ()


def test_a_cell_that_never_worked_is_not_in_use(build_network: Build, usual_samples: Samples, now: int) -> None:
    assert Outages(build_network(counters=down(usual_samples, [4], 21 * 96))).at(now) == ()


def test_lines_that_found_another_cell_are_not_affected(
    build_network: Build, usual_samples: Samples, tiny: Records, now: int
) -> None:
    moved = tiny.serving_cells
    moved = ServingCells(np.insert(moved.line, 1, 0), np.insert(moved.at, 1, now - 1800), np.insert(moved.cell, 1, 3))
    records = build_network(counters=down(usual_samples, FIRST_SITE, 4), serving_cells=moved)
    assert 0 not in Outages(records).affected(now)


def test_the_end_is_that_of_half_of_those_that_lasted_as_long() -> None:
    lasted = {AlarmClass.POWER: np.array([1000, 2000, 3000, 4000, 5000, 6000, 7000])}
    assert expected_end(lasted, "power_failure", 0, 0) == 4000
    assert expected_end(lasted, "power_failure", 0, 3500) == 5500
    assert expected_end(lasted, "power_failure", 0, 6500) is None  # nearly none lasted so long
    assert expected_end({}, "power_failure", 0, 0) is None


@pytest.mark.slow
def test_a_million_alarms_of_a_storm_are_the_same_outages(build_network: Build, now: int) -> None:
    count = 1_000_000
    things = np.array(["SITE-1", "404-45-1201-100", "404-45-1201-109", "nobody-knows"])
    storm = Alarms(
        id=np.full(count, "A"),
        raised_at=np.sort(now - 60 + np.arange(count) % 60).astype("i8"),
        cleared_at=np.full(count, STILL),
        severity=np.full(count, Severity.CRITICAL, "i2"),
        probable_cause=np.full(count, "lossOfSignal"),
        object=things[np.arange(count) % 4],
        problem=np.full(count, "Link down"),
    )
    assert only(Outages(build_network(alarms=storm)).at(now)).cells.tolist() == list(FIRST_SITE)


def test_an_area_is_the_hull_of_all_that_is_hit() -> None:
    corners = np.array(outline(np.array([[23.0, 72.0, 1.0], [23.1, 72.0, 1.0]])))
    assert corners[:, 0].min() == pytest.approx(22.991, abs=0.001)
    assert corners[:, 0].max() == pytest.approx(23.109, abs=0.001)
    assert outline(np.empty((0, 3))) == ()
