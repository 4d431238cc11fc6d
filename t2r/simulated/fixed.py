"""How the simulated broadband behaves: what follows for the customer from fibre, ONT, router, radio and line."""

from __future__ import annotations

from t2r.simulated.state import State

RX_NORMAL, RX_WEAK = -19.5, -29.0  # dBm; a receiver wants more than -27


def ont_lit(state: State) -> bool:
    """Does the ONT run?"""
    return state.home.ont_powered and state.home.ont_alive


def has_light(state: State) -> bool:
    """Does light reach the ONT?"""
    home = state.home
    return home.cord != "loose" and home.fibre != "cut" and not home.outage_id


def rx_dbm(state: State) -> float | None:
    """Light that the ONT reports; nothing where it is dark or does not run."""
    if not (ont_lit(state) and has_light(state)):
        return None
    home = state.home
    return RX_WEAK if home.fibre == "weak" or home.cord == "bent" else RX_NORMAL


def ont_online(state: State) -> bool:
    """Does the OLT talk with the ONT?"""
    return rx_dbm(state) is not None and state.home.ont_registered and not state.home.ont_hung


def router_lit(state: State) -> bool:
    """Does the router run?"""
    return state.home.router_on and state.home.router_alive


def lan_link_mbps(state: State) -> int:
    """Speed of the link between ONT and router; 0 where there is none."""
    if not (ont_lit(state) and router_lit(state) and state.home.wan_plugged):
        return 0
    return 1000 if state.home.wan_cable_good else 100


def router_answers(state: State) -> bool:
    """Does the router answer the operator's device manager? It does as soon as the link is up, logged in or not."""
    return ont_online(state) and lan_link_mbps(state) > 0 and not state.home.router_hung


def session_up(state: State) -> bool:
    """Is the router logged in?"""
    home = state.home
    return router_answers(state) and home.status == "active" and home.login_right and not home.session_stale


def broadband_works(state: State) -> bool:
    """Do pages load on a computer that hangs on the router's cable?"""
    return session_up(state) and state.home.dns_right


def cable_mbps(state: State) -> float:
    """Download speed at the router; 0 where broadband does not work."""
    home = state.home
    if not broadband_works(state):
        return 0.0
    speed = home.plan_mbps
    for slows, factor in (
        (home.throttled, 0.1),
        (rx_dbm(state) == RX_WEAK, 0.2),
        (home.busy_device, 0.3),
    ):
        speed *= factor if slows else 1.0
    return round(min(speed, 0.94 * lan_link_mbps(state)), 1)


def broadband_is_fast(state: State) -> bool:
    """Is the speed that of the plan?"""
    return cable_mbps(state) >= 0.8 * state.home.plan_mbps


def wifi_joined(state: State) -> bool:
    """Is the phone on the Wi-Fi at home?"""
    home, phone = state.home, state.phone
    return (
        router_lit(state)
        and not home.router_hung
        and home.radio_on
        and home.radio_alive
        and not home.device_blocked
        and phone.in_hand
        and phone.wifi_password_right
        and state.place.at_home
    )


def wifi_online(state: State) -> bool:
    """Has the phone internet over the Wi-Fi at home?"""
    return wifi_joined(state) and broadband_works(state)


def wifi_mbps(state: State) -> float:
    """Download speed where the customer is, over Wi-Fi."""
    home = state.home
    if not wifi_online(state):
        return 0.0
    speed = cable_mbps(state)
    for slows, factor in ((home.channel_busy, 0.1), (home.slow_band, 0.2), (home.far_away, 0.1)):
        speed *= factor if slows else 1.0
    return round(speed, 1)


def wifi_works(state: State) -> bool:
    """Is Wi-Fi as good as it ought to be: at least half of the plan?"""
    return wifi_mbps(state) >= 0.5 * state.home.plan_mbps
