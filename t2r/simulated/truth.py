"""What is true in the simulated world, by the names that flows use: answers are judged against this and never taken from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from t2r.simulated import fixed, mobile
from t2r.simulated.desk_tools import REFUEL_LIMIT_GB
from t2r.simulated.state import State

Truth = Callable[[State], Any]


def _bills(status: str) -> Truth:
    return lambda state: [
        {"id": bill.id, "amount": bill.amount} for bill in state.account.bills if bill.status == status
    ]


def _serves_elsewhere(state: State) -> bool:
    """Does the SIM bring service to a phone that has nothing wrong?"""
    sim = state.phone.sim
    reads = sim.alive and sim.lock == "none" and not sim.esim
    heard = state.place.coverage != "no_coverage" and not state.place.outage_id
    return reads and heard and not mobile.line_refused(state) and not state.line.registration_stuck


TRUTH: Mapping[str, Truth] = {
    "mobile_outage": lambda s: s.place.outage_id is not None,
    "mobile_outage_id": lambda s: s.place.outage_id,
    "fixed_outage": lambda s: s.home.outage_id is not None,
    "fixed_outage_id": lambda s: s.home.outage_id,
    "coverage_trouble": mobile.coverage_trouble,
    "congestion_trouble": lambda s: s.place.load,
    "registration": mobile.registration,
    "seen_abroad": lambda s: s.place.abroad,
    "imei_blocked": lambda s: s.line.imei_blocked,
    "line_status": lambda s: s.line.status,
    "suspension_start_date": lambda s: s.line.suspended_since,
    "contract_end_date": lambda s: s.line.contract_end,
    "line_roaming": lambda s: s.line.roaming,
    "data_used_gb": lambda s: s.line.used_gb,
    "data_refuelled_gb": lambda s: s.line.refuelled_gb,
    "suspension_reason": lambda s: s.line.suspension_reason,
    "data_limit_gb": lambda s: s.line.limit_gb,
    "refuel_price_per_gb": lambda s: s.line.price_per_gb,
    "most_refuel_gb": lambda _: REFUEL_LIMIT_GB,
    "data_throttled": lambda s: s.line.throttled,
    "overdue_bills": _bills("overdue"),
    "awaiting_bills": _bills("awaiting_payment"),
    "payment_request_received": lambda s: any(bill.status == "awaiting_payment" for bill in s.account.bills),
    "outgoing_calls_barred": lambda s: "outgoing_calls" in s.line.barred,
    "incoming_calls_barred": lambda s: "incoming_calls" in s.line.barred,
    "sms_barred": lambda s: "sms" in s.line.barred,
    "data_barred": lambda s: "data" in s.line.barred,
    "bar_placed_by": lambda s: s.line.bar_placed_by,
    "dnd_blocks_wanted": lambda s: s.line.do_not_disturb == "all",
    "validity_over": lambda s: s.line.validity_over,
    "recharge_state": lambda s: s.line.recharge,
    "pack_active": lambda s: s.line.pack_active,
    "pack_provisioned": lambda s: s.line.pack_provisioned,
    "roaming_pack_active": lambda s: s.line.roaming_pack,
    "roaming_pack_price": lambda s: s.line.roaming_pack_price,
    "roaming_cap_reached": lambda s: s.line.roaming_cap_reached,
    "sim_provisioned": lambda s: s.line.activation == "done",
    "activation_state": lambda s: s.line.activation,
    "sim_matches_line": lambda s: s.line.iccid == s.phone.sim.iccid,
    "uses_esim": lambda s: s.phone.sim.esim,
    "esim_capable": lambda s: s.phone.esim_capable,
    "esim_profile": lambda s: s.phone.sim.profile if s.phone.sim.esim else "none",
    "sms_held_after_swap": lambda s: s.line.sms_held_after_swap,
    "line_blocked": lambda s: s.line.reported_lost,
    "identity_verified": lambda s: s.account.identity_verified,
    "phone_in_hand": lambda s: s.phone.in_hand,
    "has_service": mobile.has_service,
    "signal": mobile.signal,
    "network_technology": mobile.technology,
    "on_wifi": fixed.wifi_joined,
    "airplane_mode": lambda s: s.phone.airplane_mode,
    "sim_status": mobile.sim_status,
    "sim_works_elsewhere": _serves_elsewhere,
    "network_selection_automatic": lambda s: s.phone.network_selection == "automatic",
    "network_mode": lambda s: s.phone.network_mode,
    "apn_correct": lambda s: s.phone.apn_correct,
    "mmsc_set": lambda s: s.phone.mmsc_set,
    "settings_await_restart": lambda s: (
        (s.phone.loaded_apn_correct, s.phone.loaded_mmsc_set) != (s.phone.apn_correct, s.phone.mmsc_set)
    ),
    "mobile_data": lambda s: s.phone.mobile_data,
    "phone_roaming": lambda s: s.phone.data_roaming,
    "data_saver": lambda s: s.phone.data_saver,
    "vpn_connected": lambda s: s.phone.vpn != "off",
    "vpn_performance": lambda s: {"off": None, "good": "good", "slow": "poor"}[s.phone.vpn],
    "clock_right": lambda s: s.phone.clock_right,
    "data_works": mobile.has_data,
    "data_speed": lambda s: mobile.rating(mobile.mobile_mbps(s)),
    "data_speed_mbps": mobile.mobile_mbps,
    "can_send_mms": mobile.can_send_mms,
    "wifi_calling": lambda s: s.phone.wifi_calling,
    "sms_permission": lambda s: "sms" in s.phone.permissions,
    "storage_permission": lambda s: "storage" in s.phone.permissions,
    "calls_work": mobile.calls_work,
    "volte_provisioned": lambda s: s.line.volte,
    "volte_supported": lambda s: s.phone.volte_capable,
    "volte_on": lambda s: s.phone.volte,
    "calls_diverted": lambda s: s.line.forwarding,
    "calls_barred_in_phone": lambda s: s.phone.call_barring,
    "phone_do_not_disturb": lambda s: s.phone.do_not_disturb,
    "headset_takes_sound": lambda s: s.phone.headset_takes_sound,
    "microphone_works": lambda s: s.phone.microphone_alive,
    "sms_works": mobile.codes_arrive,
    "message_memory_full": lambda s: s.phone.memory_full,
    "sender_blocked": lambda s: s.phone.sender_blocked,
    "smsc_correct": lambda s: s.phone.smsc_correct,
    "broadband_status": lambda s: s.home.status,
    "broadband_throttled": lambda s: s.home.throttled,
    "plan_speed_mbps": lambda s: s.home.plan_mbps,
    "ont_online": fixed.ont_online,
    "ont_registered": lambda s: s.home.ont_registered,
    "ont_rx_dbm": fixed.rx_dbm,
    "ont_has_power": fixed.ont_lit,
    "no_light_at_ont": lambda s: fixed.ont_lit(s) and not fixed.has_light(s),
    "fibre_cord_seated": lambda s: s.home.cord == "seated",
    "session_up": fixed.session_up,
    "session_stale": lambda s: s.home.session_stale,
    "login_refused": lambda s: not s.home.login_right,
    "router_on": fixed.router_lit,
    "router_hung": lambda s: s.home.router_hung,
    "wan_cable_plugged": lambda s: s.home.wan_plugged,
    "dns_works": lambda s: s.home.dns_right,
    "broadband_works": fixed.broadband_works,
    "wired_speed_mbps": fixed.cable_mbps,
    "line_filled_by_device": lambda s: s.home.busy_device,
    "lan_link_mbps": fixed.lan_link_mbps,
    "wifi_radio_on": lambda s: s.home.radio_on,
    "wifi_channel_busy": lambda s: s.home.channel_busy,
    "wifi_on_slow_band": lambda s: s.home.slow_band,
    "wifi_password_wrong": lambda s: not s.phone.wifi_password_right,
    "wifi_device_blocked": lambda s: s.home.device_blocked,
    "wifi_signal_weak": lambda s: s.home.far_away,
    "wifi_works": fixed.wifi_works,
    "abroad": lambda s: s.place.abroad,
}


def truth(state: State, fact: str) -> Any:
    """What is true of a fact; KeyError for one that the world knows nothing of."""
    return TRUTH[fact](state)
