"""The simulated broadband: light, power, registration, login, cable and radio each do their part."""

from __future__ import annotations

import pytest

from t2r.simulated import fixed
from t2r.simulated.faults import FAULTS
from t2r.simulated.state import State


def broken(*names: str) -> State:
    state = State()
    for name in names:
        FAULTS[name].break_(state)
    return state


def everything(state: State) -> tuple[bool, bool, bool]:
    return fixed.broadband_works(state), fixed.broadband_is_fast(state), fixed.wifi_works(state)


# fault, what still works of: broadband, its full speed, Wi-Fi
WORKS = {
    "ont_unplugged": "   ",
    "ont_dead": "   ",
    "ont_hung": "   ",
    "ont_not_registered": "   ",
    "cord_loose": "   ",
    "fibre_cut": "   ",
    "fixed_outage": "   ",
    "router_off": "   ",
    "router_hung": "   ",
    "wan_unplugged": "   ",
    "session_stale": "   ",
    "login_wrong": "   ",
    "dns_wrong": "   ",
    "broadband_suspended": "   ",
    "cord_bent": "b  ",
    "fibre_weak": "b  ",
    "wan_cable_bad": "b  ",
    "broadband_throttled": "b  ",
    "busy_device": "b  ",
    "wifi_off": "bf ",
    "wifi_dead": "bf ",
    "channel_busy": "bf ",
    "wrong_password": "bf ",
    "device_blocked": "bf ",
    "slow_band": "bf ",
    "far_from_router": "bf ",
}


def test_a_home_where_nothing_is_wrong_is_online() -> None:
    assert everything(State()) == (True, True, True)


@pytest.mark.parametrize(("fault", "works"), WORKS.items())
def test_one_fault_takes_away_what_depends_on_it_and_nothing_else(fault: str, works: str) -> None:
    assert everything(broken(fault)) == tuple(letter != " " for letter in works)


@pytest.mark.parametrize(
    ("faults", "online", "light", "link"),
    [
        ((), True, True, 1000),
        (("ont_unplugged",), False, False, 0),
        (("cord_loose",), False, False, 1000),
        (("ont_hung",), False, True, 1000),
        (("ont_not_registered",), False, True, 1000),
        (("router_off",), True, True, 0),
        (("wan_cable_bad",), True, True, 100),
        (("router_hung",), True, True, 1000),
    ],
)
def test_what_the_olt_sees_tells_the_faults_of_the_box_apart(
    faults: tuple[str, ...], online: bool, light: bool, link: int
) -> None:
    state = broken(*faults)
    assert fixed.ont_online(state) is online
    assert (fixed.rx_dbm(state) is not None) is light
    assert fixed.lan_link_mbps(state) == link


def test_weak_light_is_measured() -> None:
    assert fixed.rx_dbm(broken("cord_bent")) == fixed.RX_WEAK
    assert fixed.rx_dbm(State()) == fixed.RX_NORMAL


def test_a_router_that_does_not_answer_is_not_logged_in() -> None:
    assert not fixed.router_answers(broken("router_hung"))
    assert fixed.router_answers(broken("login_wrong")), "the device manager does not need the login"
    assert not fixed.session_up(broken("login_wrong"))
