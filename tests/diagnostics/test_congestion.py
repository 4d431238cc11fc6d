"""Congested, slow behind the radio, busy, free, or not known; since when, and until when as far as the season tells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from diagnostics.congestion import Congestion, Load
from diagnostics.records import Records

Samples = dict[str, np.ndarray]
Build = Callable[..., Records]
CELL = np.array([4], "i4")
SITE = slice(0, 3)  # the cells of the first site but its NR cell, row 9


def filled(samples: Samples, cells: Any, intervals: slice, load: float = 97.0) -> Samples:
    samples["prb_utilisation"][cells, intervals] = load
    samples["user_throughput"][cells, intervals] = 1.0
    samples["delay"][cells, intervals] = 90.0
    return samples


def test_a_full_cell_is_congested_since_it_filled(build_network: Build, usual_samples: Samples, now: int) -> None:
    records = build_network(counters=filled(usual_samples, 4, slice(-8, None)))
    found = Congestion(records).diagnose(CELL, now)
    assert found.cause == "congested"
    assert found.since is not None
    assert found.since.timestamp() == now - 8 * 900
    assert found.details["cell"] == records.cells.id[4]
    assert found.details["prb_utilisation"] == 97.0
    assert found.until is None  # no other week has it, so the season tells no end


def test_a_cell_that_is_full_every_evening_has_room_when_the_season_says(
    build_network: Build, usual_samples: Samples, start: int
) -> None:
    evenings = np.concatenate([np.arange(day * 96 + 76, day * 96 + 88) for day in range(21)])  # 19 to 22 h
    records = build_network(counters=filled(usual_samples, 4, evenings))
    at = start + (20 * 96 + 80) * 900  # 20 h
    found = Congestion(records).diagnose(CELL, at)
    assert found.until is not None
    assert abs(found.until.timestamp() - (start + (20 * 96 + 88) * 900)) <= 1800
    assert found.details["usual"] == pytest.approx(97, abs=1)


def test_noise_between_the_limits_does_not_flap(
    build_network: Build, usual_samples: Samples, now: int, start: int
) -> None:
    samples = filled(usual_samples, 4, slice(-20, None))
    samples["prb_utilisation"][4, -19:] = 85 + 4 * np.sin(np.arange(19))
    look = Congestion(build_network(counters=samples))
    states = {look.states(at).state[4] for at in range(now - 19 * 900, now + 1, 900)}
    assert states == {Load.CONGESTED}


def test_busier_than_usual_is_not_yet_congested(build_network: Build, usual_samples: Samples, now: int) -> None:
    usual_samples["prb_utilisation"][4, -4:] = 78
    assert Congestion(build_network(counters=usual_samples)).diagnose(CELL, now).cause == "busy"


def test_a_site_that_is_slow_with_room_has_a_thin_link(build_network: Build, usual_samples: Samples, now: int) -> None:
    for cell in (0, 1, 2, 9):
        usual_samples["user_throughput"][cell, -6:] *= 0.2
        usual_samples["delay"][cell, -6:] *= 4
    look = Congestion(build_network(counters=usual_samples))
    assert look.diagnose(np.array([1], "i4"), now).cause == "slow_backhaul"
    assert set(np.flatnonzero(look.states(now).state == Load.SLOW).tolist()) == {0, 1, 2, 9}


def test_without_prb_a_cell_that_starves_its_users_is_full(
    build_network: Build, usual_samples: Samples, now: int
) -> None:
    usual_samples["prb_utilisation"][4] = np.nan
    usual_samples["user_throughput"][4, -4:] = 0.5
    assert Congestion(build_network(counters=usual_samples)).diagnose(CELL, now).cause == "congested"


def test_a_healthy_cell_has_room(tiny: Records, now: int) -> None:
    found = Congestion(tiny).diagnose(CELL, now)
    assert found.cause == "none"
    assert found.confidence >= 0.8


@pytest.mark.parametrize("silent", [5, 96])
def test_a_silent_cell_is_unknown_and_not_free(
    build_network: Build, usual_samples: Samples, now: int, silent: int
) -> None:
    for values in usual_samples.values():
        values[4, -silent:] = np.nan
    found = Congestion(build_network(counters=usual_samples)).diagnose(CELL, now)
    assert found.cause == "unknown"
    assert "404-45-1201-104" in str(found.details["reason"])


def test_a_month_later_nothing_is_known(tiny: Records, now: int) -> None:
    assert Congestion(tiny).diagnose(CELL, now + 30 * 86400).cause == "unknown"


def test_no_cell_no_answer(tiny: Records, now: int) -> None:
    assert Congestion(tiny).diagnose(np.empty(0, "i4"), now).cause == "unknown"


def test_only_the_past_counts(build_network: Build, usual_samples: Samples, now: int) -> None:
    at = now - 20 * 900
    quiet = Congestion(build_network()).states(at)
    later = Congestion(build_network(counters=filled(usual_samples, SITE, slice(-20, None)))).states(at)
    assert np.array_equal(quiet.state, later.state)
    assert np.array_equal(quiet.load, later.load)


def test_a_counter_that_jumps_back_is_no_sample(build_network: Build, usual_samples: Samples, now: int) -> None:
    usual_samples["prb_utilisation"][4, -1] = -4e6
    assert Congestion(build_network(counters=usual_samples)).states(now).load[4] >= 0
