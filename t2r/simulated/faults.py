"""What can be wrong in the simulated world. Faults stack; what the desk cannot mend says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from t2r.simulated.state import Bill, State

SINCE = "2026-02-20"
ENDED = "2026-01-31"
OTHER_ICCID = "8900000000000000099"


class Cure(StrEnum):
    """Who can mend a fault."""

    DESK = "desk"  # the desk and the customer, with consent where money or a wish of the customer's is in it
    NOBODY = "nobody"  # somebody else than the desk: the case must be handed over
    OUTAGE = "outage"  # the network's people, who know of it already


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong."""

    name: str
    break_: Callable[[State], None]
    cure: Cure = Cure.DESK
    part: str = ""  # two faults of the same part do not stack
    consent: str | None = None  # without this the desk may not mend it
    fits: Callable[[State], bool] = lambda _: True  # can it happen to this customer?


def _set(part: str, **values: object) -> Callable[[State], None]:
    """Something that gives members of a part of the state these values."""

    def break_(state: State) -> None:
        for name, value in values.items():
            setattr(getattr(state, part), name, value)

    return break_


def _all(*steps: Callable[[State], None]) -> Callable[[State], None]:
    def break_(state: State) -> None:
        for step in steps:
            step(state)

    return break_


def _owe(state: State) -> None:
    number = len(state.account.bills) + 1
    state.account.bills.append(Bill(f"BILL-{number}", 20.0 + 7.5 * number))


def _suspended(reason: str) -> Callable[[State], None]:
    return _all(
        _set("line", status="suspended", suspension_reason=reason, suspended_since=SINCE),
        _THROWN_OFF,
    )


def _barred(*services: str, by: str) -> Callable[[State], None]:
    def break_(state: State) -> None:
        state.line.barred |= set(services)
        state.line.bar_placed_by = by

    return break_


def _sim(**values: object) -> Callable[[State], None]:
    def break_(state: State) -> None:
        for name, value in values.items():
            setattr(state.phone.sim, name, value)

    return break_


def _lacks(permission: str) -> Callable[[State], None]:
    return lambda state: state.phone.permissions.discard(permission)


def _has_card(state: State) -> bool:
    return not state.phone.sim.esim


def _has_esim(state: State) -> bool:
    return state.phone.sim.esim


def _is_abroad(state: State) -> bool:
    return state.place.abroad


def _is_at_home(state: State) -> bool:
    return not state.place.abroad


def _is_prepaid(state: State) -> bool:
    return state.account.kind == "prepaid"


def _is_postpaid(state: State) -> bool:
    return state.account.kind == "postpaid"


def _is_identified(state: State) -> bool:
    return state.account.identity_verified


_THROWN_OFF = _set("phone", must_restart=True)
_OVER_THE_CAP = 1.4  # GB used beyond the plan: a refuel of one gigabyte does not bring data back, one of two does

_SERVICE = (
    Fault("airplane_mode", _set("phone", airplane_mode=True)),
    Fault("sim_not_seated", _sim(seated=False), part="sim", fits=_has_card),
    Fault("sim_pin_locked", _sim(lock="pin"), Cure.NOBODY, "sim", fits=_has_card),
    Fault("sim_puk_locked", _sim(lock="puk"), Cure.NOBODY, "sim", fits=_has_card),
    Fault("sim_faulty", _sim(alive=False), Cure.NOBODY, "sim", fits=_has_card),
    Fault("apn_wrong", _set("phone", apn_correct=False, loaded_apn_correct=False)),
    Fault(
        "suspended_for_bill",
        _all(_suspended("overdue_bill"), _owe),
        part="suspension",
        consent="consent_pay_bills",
        fits=_is_postpaid,
    ),
    Fault(
        "suspended_for_two_bills",
        _all(_suspended("overdue_bill"), _owe, _owe),
        part="suspension",
        consent="consent_pay_bills",
        fits=_is_postpaid,
    ),
    Fault(
        "contract_ended",
        _all(_suspended("contract_end"), _set("line", contract_end=ENDED)),
        Cure.NOBODY,
        "suspension",
        fits=_is_postpaid,
    ),
    Fault(
        "contract_ended_and_bill",
        _all(_suspended("overdue_bill"), _set("line", contract_end=ENDED), _owe),
        Cure.NOBODY,
        "suspension",
        fits=_is_postpaid,
    ),
    Fault(
        "paused",
        _suspended("customer_request"),
        part="suspension",
        consent="consent_unblock",
        fits=_is_identified,
    ),
    Fault("identity_check", _suspended("identity_check"), Cure.NOBODY, "suspension"),
    Fault("misuse", _suspended("misuse"), Cure.NOBODY, "suspension"),
    Fault("network_by_hand", _set("phone", network_selection="manual")),
    Fault(
        "only_5g",
        _all(_set("phone", network_mode="5g_only"), _set("place", has_5g=False)),
        part="network_mode",
    ),
    Fault("registration_stuck", _all(_set("line", registration_stuck=True), _THROWN_OFF), part="registration"),
    Fault("phone_hangs", _THROWN_OFF, part="registration"),
    Fault("phone_blocked", _all(_set("line", imei_blocked=True), _THROWN_OFF), Cure.NOBODY),
    Fault("radio_dead", _all(_set("phone", radio_alive=False), _THROWN_OFF), Cure.NOBODY, "registration"),
    Fault("no_coverage", _set("place", coverage="no_coverage"), Cure.NOBODY, "coverage"),
    Fault("band_missing", _set("phone", has_band=False), Cure.NOBODY, "coverage"),
    Fault("technology_missing", _set("phone", knows_technology=False), Cure.NOBODY, "coverage"),
    Fault("mobile_outage", _set("place", outage_id="OUT-417"), Cure.OUTAGE, "coverage", fits=_is_at_home),
    Fault("no_agreement", _all(_set("place", agreement=False), _THROWN_OFF), Cure.NOBODY, fits=_is_abroad),
)

_SIM = (
    Fault("activation_stuck", _all(_set("line", activation="stuck"), _THROWN_OFF), part="activation"),
    Fault("papers_missing", _all(_set("line", activation="identity_missing"), _THROWN_OFF), Cure.NOBODY, "activation"),
    Fault(
        "other_sim_on_line",
        _all(_set("line", iccid=OTHER_ICCID), _THROWN_OFF),
        consent="consent_replace_sim",
        fits=_is_identified,
    ),
    Fault("esim_failed", _sim(profile="failed"), part="profile", fits=lambda s: _has_esim(s) and _is_identified(s)),
    Fault("esim_not_installed", _sim(profile="released"), part="profile", fits=_has_esim),
    Fault("esim_off", _sim(profile="installed"), part="profile", fits=_has_esim),
)

_DATA = (
    Fault("data_off", _set("phone", mobile_data=False)),
    Fault("phone_roaming_off", _set("phone", data_roaming=False), fits=_is_abroad),
    Fault("line_roaming_off", _set("line", roaming=False), fits=_is_abroad),
    Fault("no_roaming_pack", _set("line", roaming_pack=False), consent="consent_roaming_pack", fits=_is_abroad),
    Fault(
        "roaming_cap",
        _set("line", roaming_cap_reached=True),
        consent="consent_raise_roaming_cap",
        fits=_is_abroad,
    ),
    Fault(
        "cap_reached",
        lambda state: setattr(state.line, "used_gb", round(state.line.limit_gb + _OVER_THE_CAP, 1)),
        part="cap",
        consent="refuel_gb",
    ),
    Fault(
        "data_barred_by_customer",
        _barred("data", by="customer"),
        part="bars",
        consent="consent_lift_bar",
    ),
    Fault("data_barred_by_operator", _barred("data", by="operator"), Cure.NOBODY, "bars"),
    Fault("pack_not_provisioned", _all(_set("line", pack_provisioned=False), _set("phone", loaded_pack=False))),
    Fault("clock_wrong", _set("phone", clock_right=False)),
)

_RECHARGE = (
    Fault(
        "recharge_not_posted",
        _set("line", recharge="paid_not_applied", pack_active=False),
        part="recharge",
        fits=_is_prepaid,
    ),
    Fault(
        "validity_over",
        _all(_suspended("validity_over"), _set("line", recharge="paid_not_applied", validity_over=True)),
        part="recharge",
        fits=_is_prepaid,
    ),
    Fault(
        "payment_failed",
        _set("line", recharge="payment_failed", pack_active=False),
        Cure.NOBODY,
        "recharge",
        fits=_is_prepaid,
    ),
    Fault(
        "recharged_another_number",
        _set("line", recharge="wrong_number", pack_active=False),
        Cure.NOBODY,
        "recharge",
        fits=_is_prepaid,
    ),
)

_SPEED = (
    Fault("data_saver", _set("phone", data_saver=True)),
    Fault("slow_vpn", _set("phone", vpn="slow"), part="vpn"),
    Fault("only_2g", _set("phone", network_mode="2g_only"), part="network_mode"),
    Fault("only_3g", _set("phone", network_mode="3g_only"), part="network_mode"),
    Fault("only_2g_3g", _set("phone", network_mode="2g_3g"), part="network_mode"),
    Fault("throttled", _set("line", throttled=True)),
    Fault("cell_full", _set("place", load="congested"), Cure.NOBODY, "load"),
    Fault("backhaul_full", _set("place", load="slow_backhaul"), Cure.NOBODY, "load"),
    Fault("weak_coverage", _set("place", coverage="weak_coverage"), Cure.NOBODY, "coverage"),
    Fault("weak_indoors", _set("place", coverage="weak_indoors"), Cure.NOBODY, "coverage"),
)

_MMS = (
    Fault("mmsc_missing", _set("phone", mmsc_set=False, loaded_mmsc_set=False)),
    Fault("wifi_calling_takes_mms", _set("phone", wifi_calling=True, wifi_calling_takes_mms=True), part="wifi_calling"),
    Fault("no_sms_permission", _lacks("sms")),
    Fault("no_storage_permission", _lacks("storage")),
)

_CALLS = (
    Fault("volte_off", _set("phone", volte=False)),
    Fault("volte_not_provisioned", _all(_set("line", volte=False), _set("phone", loaded_volte=False))),
    Fault("volte_unknown_to_phone", _set("phone", volte_capable=False, volte=False), Cure.NOBODY, "volte"),
    Fault("forwarding", _set("line", forwarding=True)),
    Fault("phone_call_barring", _set("phone", call_barring=True)),
    Fault("phone_do_not_disturb", _set("phone", do_not_disturb=True)),
    Fault("headset", _set("phone", headset_takes_sound=True)),
    Fault("microphone_dead", _set("phone", microphone_alive=False), Cure.NOBODY),
    Fault(
        "calls_barred_by_customer",
        _barred("outgoing_calls", by="customer"),
        part="bars",
        consent="consent_lift_bar",
    ),
    Fault(
        "incoming_barred_by_customer",
        _barred("incoming_calls", by="customer"),
        part="bars",
        consent="consent_lift_bar",
    ),
    Fault(
        "calls_barred_for_credit",
        _all(_barred("outgoing_calls", by="credit"), _owe),
        part="bars",
        consent="consent_pay_bills",
        fits=_is_postpaid,
    ),
    Fault("calls_barred_by_operator", _barred("outgoing_calls", by="operator"), Cure.NOBODY, "bars"),
)

_MESSAGES = (
    Fault("smsc_wrong", _set("phone", smsc_correct=False)),
    Fault("memory_full", _set("phone", memory_full=True)),
    Fault("sender_blocked", _set("phone", sender_blocked=True)),
    Fault("sms_barred_by_customer", _barred("sms", by="customer"), part="bars", consent="consent_lift_bar"),
    Fault("sms_barred_by_operator", _barred("sms", by="operator"), Cure.NOBODY, "bars"),
    Fault("all_messages_refused", _set("line", do_not_disturb="all"), consent="consent_lift_bar"),
    Fault("held_after_swap", _set("line", sms_held_after_swap=True), Cure.NOBODY),
)

_FIBRE = (
    Fault("ont_unplugged", _set("home", ont_powered=False), part="ont"),
    Fault("ont_dead", _set("home", ont_alive=False, ont_powered=False), Cure.NOBODY, "ont"),
    Fault("ont_hung", _set("home", ont_hung=True)),
    Fault("ont_not_registered", _set("home", ont_registered=False)),
    Fault("cord_loose", _set("home", cord="loose"), part="cord"),
    Fault("cord_bent", _set("home", cord="bent"), part="cord"),
    Fault("fibre_cut", _set("home", fibre="cut"), Cure.NOBODY, "fibre"),
    Fault("fibre_weak", _set("home", fibre="weak"), Cure.NOBODY, "fibre"),
    Fault("fixed_outage", _set("home", outage_id="OUT-862"), Cure.OUTAGE, "fibre"),
    Fault("router_off", _set("home", router_on=False), part="router"),
    Fault("router_dead", _set("home", router_alive=False, router_on=False), Cure.NOBODY, "router"),
    Fault("router_hung", _set("home", router_hung=True)),
    Fault("wan_unplugged", _set("home", wan_plugged=False)),
    Fault("wan_cable_bad", _set("home", wan_cable_good=False)),
    Fault("session_stale", _set("home", session_stale=True)),
    Fault("login_wrong", _set("home", login_right=False)),
    Fault("dns_wrong", _set("home", dns_right=False)),
    Fault(
        "broadband_suspended",
        _all(_set("home", status="suspended"), _owe),
        consent="consent_pay_bills",
        fits=_is_postpaid,
    ),
    Fault("broadband_throttled", _set("home", throttled=True)),
    Fault("busy_device", _set("home", busy_device=True)),
)

_WIFI = (
    Fault("wifi_off", _set("home", radio_on=False), part="wifi_radio"),
    Fault("wifi_dead", _set("home", radio_alive=False), Cure.NOBODY, "wifi_radio"),
    Fault("channel_busy", _set("home", channel_busy=True)),
    Fault("wrong_password", _set("phone", wifi_password_right=False)),
    Fault("device_blocked", _set("home", device_blocked=True)),
    Fault("slow_band", _set("home", slow_band=True)),
    Fault("far_from_router", _set("home", far_away=True)),
)

PHONE_LOST = Fault("phone_lost", _set("phone", in_hand=False), part="loss", consent="consent_block")
STRANGER = Fault(
    "stranger_asks",
    _all(_set("phone", in_hand=False), _set("account", identity_verified=False)),
    Cure.NOBODY,
    "loss",
)
LOST = Fault(
    "reported_lost",
    _all(_suspended("reported_lost"), _set("line", reported_lost=True)),
    part="suspension",
    consent="consent_unblock",
    fits=_is_identified,
)
UNKNOWN_CALLER = Fault(
    "lost_and_not_identified",
    _all(
        _suspended("reported_lost"),
        _set("line", reported_lost=True),
        _set("account", identity_verified=False),
    ),
    Cure.NOBODY,
    "suspension",
)

MOBILE = _SERVICE + _SIM + _DATA + _RECHARGE + _SPEED + _MMS + _CALLS + _MESSAGES
FIXED = _FIBRE + _WIFI
FAULTS = {fault.name: fault for fault in (*MOBILE, *FIXED, PHONE_LOST, STRANGER, LOST, UNKNOWN_CALLER)}
