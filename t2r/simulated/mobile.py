"""How the simulated phone behaves: what follows for the customer from the state of phone, SIM, line and place."""

from __future__ import annotations

from t2r.simulated.fixed import wifi_online
from t2r.simulated.state import State

MBPS = {"none": 0.0, "2G": 0.1, "3G": 4.0, "4G": 240.0, "5G": 240.0}
SLOWEST = 0.01  # where data works at all
RATINGS = ((100.0, "excellent"), (40.0, "good"), (10.0, "fair"), (1.0, "poor"), (0.0, "very_poor"))
NEWEST = {"2g_only": "2G", "3g_only": "3G", "2g_3g": "3G", "4g_only": "4G", "5g_only": "5G", "4g_5g_preferred": "5G"}
UNUSABLE = ("no_coverage", "band_not_supported", "technology_not_supported")
WEAK = ("weak_coverage", "weak_indoors")


def sim_status(state: State) -> str:
    """What the phone says of its SIM: active, missing, locked_pin, locked_puk or faulty."""
    sim = state.phone.sim
    if not sim.seated or (sim.esim and sim.profile != "enabled"):
        return "missing"
    if not sim.alive:
        return "faulty"
    return "active" if sim.lock == "none" else f"locked_{sim.lock}"


def coverage_trouble(state: State) -> str:
    """What is wrong with the signal at the place, for this phone."""
    if not state.phone.has_band:
        return "band_not_supported"
    return state.place.coverage if state.phone.knows_technology else "technology_not_supported"


def asks(state: State) -> bool:
    """Does the phone hear a network here that it is willing to use, and has it a SIM to ask with?"""
    phone = state.phone
    return (
        not phone.airplane_mode
        and phone.radio_alive
        and sim_status(state) == "active"
        and coverage_trouble(state) not in UNUSABLE
        and not state.place.outage_id
        and phone.network_selection == "automatic"
        and (phone.network_mode != "5g_only" or state.place.has_5g)
    )


def line_refused(state: State) -> bool:
    """Does the network turn the line's SIM away, in whatever phone?"""
    line, place = state.line, state.place
    return (
        line.status != "active"
        or line.activation != "done"
        or line.iccid != state.phone.sim.iccid
        or (place.abroad and not place.agreement)
    )


def refused(state: State) -> bool:
    """Does the network turn the phone away, for a reason that a look at the line or the block list shows?"""
    return line_refused(state) or state.line.imei_blocked


def has_service(state: State) -> bool:
    """Is the phone on the network?"""
    phone = state.phone
    let_in = not refused(state) and not state.line.registration_stuck
    return asks(state) and let_in and not phone.must_restart and phone.loaded_apn_correct


def registration(state: State) -> str:
    """What the network knows of the phone: registered, not_seen, refused, or stuck on an old record of it."""
    if has_service(state):
        return "registered"
    if not asks(state):
        return "not_seen"
    if refused(state) or not state.phone.loaded_apn_correct:
        return "refused"
    return "stuck" if state.line.registration_stuck else "not_seen"


def technology(state: State) -> str:
    """The generation that the phone is on, or none."""
    if not has_service(state):
        return "none"
    newest = NEWEST[state.phone.network_mode]
    return "4G" if newest == "5G" and not state.place.has_5g else newest


def signal(state: State) -> str:
    """Bars, in a word."""
    if not has_service(state):
        return "none"
    return "poor" if state.place.coverage in WEAK else "good"


def cap_reached(state: State) -> bool:
    """Is the data of the month used up?"""
    return state.line.used_gb >= state.line.limit_gb + state.line.refuelled_gb


def has_data(state: State) -> bool:
    """Does the internet work over the mobile network?"""
    phone, line = state.phone, state.line
    abroad_too = phone.data_roaming and line.roaming and line.roaming_pack and not line.roaming_cap_reached
    return (
        has_service(state)
        and phone.mobile_data
        and phone.clock_right
        and (not state.place.abroad or abroad_too)
        and not cap_reached(state)
        and line.pack_active
        and phone.loaded_pack
        and "data" not in line.barred
    )


def mobile_mbps(state: State) -> float:
    """Download speed over the mobile network; 0 where there is none."""
    if not has_data(state):
        return 0.0
    speed = MBPS[technology(state)]
    for slows, factor in (
        (state.phone.data_saver, 0.2),
        (state.phone.vpn == "slow", 0.1),
        (state.line.throttled, 0.02),
        (state.place.load in ("congested", "slow_backhaul"), 0.05),
        (state.place.coverage in WEAK, 0.05),
    ):
        speed *= factor if slows else 1.0
    return max(round(speed, 3), SLOWEST)


def rating(mbps: float) -> str:
    """Speed in a word."""
    return next(word for least, word in RATINGS if mbps >= least) if mbps > 0 else "none"


def data_is_fast(state: State) -> bool:
    """Is mobile data as fast as it can be here?"""
    return rating(mobile_mbps(state)) == "excellent"


def can_send_mms(state: State) -> bool:
    """Does a picture message leave the phone?"""
    phone = state.phone
    return (
        has_data(state)
        and technology(state) != "2G"
        and phone.loaded_mmsc_set
        and not (phone.wifi_calling and phone.wifi_calling_takes_mms)
        and {"sms", "storage"} <= phone.permissions
    )


def volte_registered(state: State) -> bool:
    """Is the phone registered for calls over 4G?"""
    phone = state.phone
    return technology(state) in ("4G", "5G") and phone.volte_capable and phone.volte and phone.loaded_volte


def over_wifi(state: State) -> bool:
    """Do calls go over Wi-Fi? That takes the same permission of the line as calls over 4G."""
    phone = state.phone
    able = phone.volte_capable and phone.loaded_volte
    return able and phone.wifi_calling and has_service(state) and wifi_online(state)


def call_result(state: State, direction: str) -> str:
    """What a test call does: ok, no_service, barred, not_over_4g, forwarded, silent, no_sound, one_way or drops."""
    phone, line, place = state.phone, state.line, state.place
    outcomes = (
        (not has_service(state), "no_service"),
        (f"{direction}_calls" in line.barred or phone.call_barring, "barred"),
        (not volte_registered(state) and not over_wifi(state), "not_over_4g"),
        (direction == "incoming" and line.forwarding, "forwarded"),
        (direction == "incoming" and phone.do_not_disturb, "silent"),
        (phone.headset_takes_sound, "no_sound"),
        (not phone.microphone_alive, "one_way"),
        ((place.load == "congested" or place.coverage in WEAK) and not over_wifi(state), "drops"),
    )
    return next((outcome for happens, outcome in outcomes if happens), "ok")


def calls_work(state: State) -> bool:
    """Are calls fine both ways?"""
    return call_result(state, "outgoing") == call_result(state, "incoming") == "ok"


def codes_arrive(state: State) -> bool:
    """Does a one-time code of a bank arrive?"""
    phone, line = state.phone, state.line
    return (
        has_service(state)
        and phone.smsc_correct
        and not phone.memory_full
        and not phone.sender_blocked
        and "sms" not in line.barred
        and line.do_not_disturb != "all"
        and not line.sms_held_after_swap
    )


def restart(state: State) -> None:
    """What switching the phone off and on does: it loads its settings, and the network tells it what the line may do."""
    phone, line = state.phone, state.line
    phone.loaded_apn_correct, phone.loaded_mmsc_set = phone.apn_correct, phone.mmsc_set
    phone.loaded_volte, phone.loaded_pack = line.volte, line.pack_provisioned
    phone.must_restart = False
    settle(state)


def settle(state: State) -> None:
    """A recharge that has arrived extends the line; a phone that was turned away asks again only when it is started."""
    line = state.line
    if line.recharge == "applied":
        line.pack_active, line.validity_over = True, False
        if line.suspension_reason == "validity_over":
            line.status, line.suspension_reason, line.suspended_since = "active", "none", None
    if asks(state) and (refused(state) or line.registration_stuck):
        state.phone.must_restart = True
