"""What is injected shows in the feeds, and what is not injected does not."""

from __future__ import annotations

import numpy as np
import pytest

from diagnostics.records import STILL, LineStatus, OntStatus, Severity
from diagnostics.sandbox import World
from diagnostics.sandbox.faults import Fault, Trouble, silent
from diagnostics.sandbox.files import quadkeys
from diagnostics.sandbox.geography import Clock, to_degrees
from diagnostics.sandbox.radio import Fields, rural_loss, urban_loss


@pytest.fixture(scope="module")
def counters(world: World) -> dict[str, np.ndarray]:
    days = list(world.counters())
    whole = {name: np.concatenate([day.counters[name] for day in days], axis=1) for name in days[0].counters}
    return whole | {"load": np.concatenate([day.load for day in days], axis=1)}


def of_kind(world: World, kind: Fault) -> list[Trouble]:
    return [one for one in world.troubles if one.kind is kind]


def inside(world: World, one: Trouble) -> slice:
    """Intervals that lie wholly within a fault."""
    first = -(-(one.start - world.clock.start) // world.clock.step)
    end = (min(one.end, world.clock.end) - world.clock.start) // world.clock.step
    return slice(first, end)


def test_a_site_that_is_down_is_not_available_or_not_heard_of(world: World, counters: dict[str, np.ndarray]) -> None:
    for one in of_kind(world, Fault.SITE_DOWN):
        available = counters["availability"][one.cells, inside(world, one)]
        traffic = counters["traffic"][one.cells, inside(world, one)]
        if one.variant == "link":
            assert np.isnan(available).all()
        else:
            assert np.nanmax(available) == 0
            assert np.nanmax(traffic) == 0


def test_a_sleeping_cell_is_available_and_carries_nothing(world: World, counters: dict[str, np.ndarray]) -> None:
    for one in of_kind(world, Fault.SLEEPING_CELL):
        cell, during = one.cells[0], inside(world, one)
        assert np.nanmin(counters["availability"][cell, during]) > 75  # a restart of minutes at most
        assert np.nanmax(counters["traffic"][cell, during]) == 0
        day_before = slice(during.start - 96, during.stop - 96)
        assert np.nanmedian(counters["traffic"][cell, day_before]) > 10
        assert world.antennas.id[cell] not in set(world.alarms.object[world.alarms.severity <= Severity.MAJOR])


def test_behind_a_thin_link_users_are_slow_while_the_cell_has_room(
    world: World, counters: dict[str, np.ndarray]
) -> None:
    for one in of_kind(world, Fault.BACKHAUL_LIMIT):
        cells = one.cells[world.antennas.layer[one.cells] > 0]
        during = inside(world, one)
        before = slice(during.start - 96, during.stop - 96)
        slower = np.nanmedian(counters["user_throughput"][cells, during]) / np.nanmedian(
            counters["user_throughput"][cells, before]
        )
        assert slower < 0.7
        assert np.nanmedian(counters["prb_utilisation"][cells, during]) < 50


def test_an_event_fills_cells_around_it(world: World, counters: dict[str, np.ndarray]) -> None:
    (one,) = of_kind(world, Fault.STADIUM_EVENT)
    load = counters["load"][one.cells, inside(world, one)]
    assert (load >= 1).any(axis=1).mean() > 0.5
    assert counters["load"].shape[0] > len(one.cells)


def test_a_cut_fibre_takes_the_light_from_its_terminals_and_no_others(world: World) -> None:
    states = world.ont_states
    for one in of_kind(world, Fault.FIBRE_CUT):
        lost = states.ont[
            (states.status == OntStatus.LOSS_OF_SIGNAL) & (states.at >= one.start) & (states.at < one.start + 300)
        ]
        assert set(one.onts.tolist()) <= set(lost.tolist())
        assert len(set(lost.tolist()) - set(one.onts.tolist())) <= 2  # one that goes by itself at the same time


def test_accounts_are_barred_for_as_long_as_the_truth_says(world: World) -> None:
    table = world.accounts.subscriptions
    for one in of_kind(world, Fault.CREDIT_BARRING):
        mine = table.line == one.lines[0]
        on = (table.at >= one.start) & (table.at < one.end)
        assert set(table.status[mine & on].tolist()) == {LineStatus.SUSPENDED_FOR_CREDIT}
        assert set(table.status[mine & ~on].tolist()) == {LineStatus.ACTIVE}


def test_data_is_used_up_while_a_cap_holds_and_only_then(world: World) -> None:
    table = world.accounts.subscriptions
    capped = {int(one.lines[0]) for one in of_kind(world, Fault.CAP_REACHED)}
    beyond = (table.data_used >= table.data_limit) & ~np.isnan(table.throttled_to)
    assert set(table.line[beyond].tolist()) == capped
    assert not (table.data_used[~beyond] >= table.data_limit[~beyond]).any()


def test_the_tilt_slips_from_its_moment_on(world: World) -> None:
    from diagnostics.sandbox.reports import slipped

    one = of_kind(world, Fault.MIS_TILTED_ANTENNA)[0]
    cell, site = one.cells[0], world.antennas.site[one.cells[0]]
    way = np.radians(world.antennas.azimuth[cell])
    x = world.sites.x[site] + 600 * np.sin(way) * np.ones(2)
    y = world.sites.y[site] + 600 * np.cos(way) * np.ones(2)
    heard = world.radio.hear(x, y, slipped(world.troubles, len(world.antennas)), np.array([one.start - 1, one.start]))
    before, after = (float(heard.level[n][heard.cell[n] == cell][0]) for n in (0, 1))
    assert before - after > 5


def test_most_alarms_mean_nothing_and_every_unknown_end_is_open(world: World) -> None:
    alarms = world.alarms
    minor = alarms.severity >= Severity.MINOR
    assert minor.mean() > 0.5
    assert (alarms.raised_at <= world.clock.end).all()
    assert ((alarms.cleared_at <= world.clock.end) | (alarms.cleared_at == STILL)).all()


def test_nothing_tells_of_a_time_after_the_end(world: World) -> None:
    end = world.clock.end
    for moments in (world.ways.serving.at, world.accounts.subscriptions.at, world.ont_states.at, world.complaints.at):
        assert moments.max() <= end
    assert world.reports.shown.at.max() <= end


def test_nobody_registers_in_a_cell_that_is_off(world: World) -> None:
    serving = world.ways.serving
    assert not silent(world.troubles, serving.cell[:, None], serving.at)[:, 0].any()


def test_complaints_come_from_those_whom_a_fault_hits_more_than_from_others(world: World) -> None:
    cut = [one for one in of_kind(world, Fault.FIBRE_CUT) if one.end < STILL]
    hit = [line for one in cut for line in np.flatnonzero(np.isin(world.people.lines.ont, one.onts)).tolist()]
    during = np.zeros(len(world.complaints), dtype=bool)
    for one in cut:
        during |= (world.complaints.at >= one.start) & (world.complaints.at < one.end)
    from_hit = np.isin(world.complaints.line[during], hit).sum() / max(len(hit), 1)
    from_others = (~np.isin(world.complaints.line[during], hit)).sum() / len(world.people)
    assert from_hit > 5 * from_others


def test_fields_are_alike_nearby_and_independent_far_away() -> None:
    field = Fields.draw(np.random.default_rng(0), 300, 60)
    rows = np.arange(300)[None].repeat(3, axis=0)
    here, near, far = field.at(rows, np.array([0.0, 30, 2000]), np.zeros(3))
    assert abs(np.mean(here)) < 0.2
    assert np.var(here) == pytest.approx(1, abs=0.2)
    assert np.corrcoef(here, near)[0, 1] == pytest.approx(np.exp(-30 / 60), abs=0.12)
    assert abs(np.corrcoef(here, far)[0, 1]) < 0.15


def test_path_loss_of_the_published_formulas() -> None:
    # 5GCM: 1 km at 2 GHz, 19.2 + 34·3 + 23·log10(2) without and 32.4 + 60 + 20·log10(2) with line of sight
    carrier = 20 * np.log10(2)
    assert urban_loss(np.array(3.0), carrier, np.array(0.0)) == pytest.approx(19.2 + 102 + 23 * np.log10(2))
    assert urban_loss(np.array(3.0), carrier, np.array(1.0)) == pytest.approx(92.4 + carrier)
    # CIH at 35 m: exponents 2.31 and 3.07
    assert rural_loss(np.array(3.0), np.array(35.0), 0.0, np.array(1.0)) == pytest.approx(32.4 + 69.3)
    assert rural_loss(np.array(3.0), np.array(35.0), 0.0, np.array(0.0)) == pytest.approx(32.4 + 92.1)


def test_quadkeys_are_those_of_the_tile_system() -> None:
    # the documentation's example: tile (3, 5) at level 3 is "213"
    longitude = (3.5 / 8) * 360 - 180
    latitude = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * 5.5 / 8))))
    assert quadkeys(np.array([latitude]), np.array([longitude]), 3).tolist() == ["213"]


def test_clocks_know_local_days() -> None:
    clock = Clock.until(1_795_359_600, 1)
    moments = np.array([1_795_359_600 - 1])  # 20:29:59 on a Sunday in India
    assert clock.hours(moments)[0] == pytest.approx(20.5, abs=0.01)
    assert clock.weekdays(moments)[0] == 6
    assert len(clock.nights(3.0)) == 1


def test_positions_are_degrees_of_metres() -> None:
    latitude, longitude = to_degrees(np.array([0.0, 1000.0]), np.array([0.0, 1000.0]))
    assert latitude[1] - latitude[0] == pytest.approx(1000 / 111_320, rel=1e-3)
    assert longitude[1] - longitude[0] == pytest.approx(1000 / 111_320 / np.cos(np.radians(21.9)), rel=1e-3)
