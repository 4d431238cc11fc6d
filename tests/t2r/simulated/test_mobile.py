"""The simulated phone behaves as a phone does: what it can do follows from all that it depends on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from t2r.simulated import mobile
from t2r.simulated.faults import FAULTS, MOBILE, Fault
from t2r.simulated.state import State


def broken(*names: str, abroad: bool = False, esim: bool = False, prepaid: bool = False) -> State:
    state = State()
    state.phone.sim.esim = esim
    state.account.kind = "prepaid" if prepaid else "postpaid"
    if abroad:
        state.place.abroad, state.place.at_home = True, False
        state.phone.data_roaming = state.line.roaming = True
    for name in names:
        FAULTS[name].break_(state)
    mobile.settle(state)
    return state


def everything(state: State) -> tuple[bool, ...]:
    return (
        mobile.has_service(state),
        mobile.has_data(state),
        mobile.data_is_fast(state),
        mobile.can_send_mms(state),
        mobile.calls_work(state),
        mobile.codes_arrive(state),
    )


def test_a_phone_with_which_nothing_is_wrong_can_do_everything_at_home_and_abroad() -> None:
    assert all(everything(State()))
    assert all(everything(broken(abroad=True)))


# fault, what still works of: service, data, full speed, picture messages, calls, codes
WORKS = {
    "airplane_mode": "      ",
    "sim_not_seated": "      ",
    "sim_pin_locked": "      ",
    "apn_wrong": "      ",
    "suspended_for_bill": "      ",
    "contract_ended": "      ",
    "paused": "      ",
    "network_by_hand": "      ",
    "only_5g": "      ",
    "registration_stuck": "      ",
    "phone_hangs": "      ",
    "phone_blocked": "      ",
    "radio_dead": "      ",
    "no_coverage": "      ",
    "mobile_outage": "      ",
    "activation_stuck": "      ",
    "other_sim_on_line": "      ",
    "data_off": "s   ct",
    "cap_reached": "s   ct",
    "data_barred_by_customer": "s   ct",
    "clock_wrong": "s   ct",
    "pack_not_provisioned": "s   ct",
    "data_saver": "sd mct",
    "slow_vpn": "sd mct",
    "throttled": "sd mct",
    "only_3g": "sd m t",
    "only_2g": "sd   t",
    "weak_indoors": "sd m t",
    "cell_full": "sd m t",
    "mmsc_missing": "sdf ct",
    "wifi_calling_takes_mms": "sdf ct",
    "no_sms_permission": "sdf ct",
    "no_storage_permission": "sdf ct",
    "volte_off": "sdfm t",
    "volte_not_provisioned": "sdfm t",
    "forwarding": "sdfm t",
    "phone_do_not_disturb": "sdfm t",
    "headset": "sdfm t",
    "microphone_dead": "sdfm t",
    "calls_barred_by_customer": "sdfm t",
    "smsc_wrong": "sdfmc ",
    "memory_full": "sdfmc ",
    "sender_blocked": "sdfmc ",
    "all_messages_refused": "sdfmc ",
    "held_after_swap": "sdfmc ",
}


@pytest.mark.parametrize(("fault", "works"), WORKS.items())
def test_one_fault_takes_away_what_depends_on_it_and_nothing_else(fault: str, works: str) -> None:
    assert everything(broken(fault)) == tuple(letter != " " for letter in works)


@pytest.mark.parametrize("fault", ["phone_roaming_off", "line_roaming_off", "no_roaming_pack", "roaming_cap"])
def test_data_abroad_needs_the_phone_the_line_and_the_account(fault: str) -> None:
    state = broken(fault, abroad=True)
    assert mobile.has_service(state)
    assert not mobile.has_data(state)


REGISTRATIONS = {
    (): "registered",
    ("airplane_mode",): "not_seen",
    ("sim_not_seated",): "not_seen",
    ("no_coverage",): "not_seen",
    ("phone_hangs",): "not_seen",
    ("registration_stuck",): "stuck",
    ("suspended_for_bill",): "refused",
    ("apn_wrong",): "refused",
    ("phone_blocked",): "refused",
    ("activation_stuck", "airplane_mode"): "not_seen",
    ("activation_stuck", "registration_stuck"): "refused",
}


@pytest.mark.parametrize(("faults", "shown"), REGISTRATIONS.items())
def test_the_network_knows_why_a_phone_is_not_registered_only_if_the_phone_asks(
    faults: tuple[str, ...], shown: str
) -> None:
    assert mobile.registration(broken(*faults)) == shown


def test_settings_that_were_reset_count_only_after_a_restart() -> None:
    state = broken("apn_wrong", "mmsc_missing")
    state.phone.apn_correct = state.phone.mmsc_set = True
    assert not mobile.has_service(state)
    mobile.restart(state)
    assert mobile.can_send_mms(state)


def test_a_phone_that_was_turned_away_asks_again_only_when_it_is_started() -> None:
    state = broken("activation_stuck")
    mobile.restart(state)
    assert state.phone.must_restart, "it was turned away again"
    state.line.activation = "done"
    assert not mobile.has_service(state)
    mobile.restart(state)
    assert mobile.has_service(state)


def test_a_recharge_that_arrives_brings_pack_and_validity() -> None:
    state = broken("validity_over", prepaid=True)
    state.line.recharge = "applied"
    mobile.settle(state)
    assert (state.line.status, state.line.validity_over, state.line.pack_active) == ("active", False, True)


def test_calls_over_wifi_do_not_need_a_good_signal() -> None:
    state = broken("weak_indoors")
    assert mobile.call_result(state, "outgoing") == "drops"
    state.phone.wifi_calling = True
    assert mobile.calls_work(state)
    state.home.router_on = False
    assert not mobile.calls_work(state)


@given(st.sets(st.sampled_from(MOBILE), max_size=9), st.booleans(), st.booleans())
def test_more_faults_never_help(faults: set[Fault], abroad: bool, esim: bool) -> None:
    """Wi-Fi calling is the one switch whose fault for one thing is a help for another."""
    names = sorted(fault.name for fault in faults if fault.name != "wifi_calling_takes_mms")
    better: list[Callable[[], State]] = [
        lambda left=name: broken(*(each for each in names if each != left), abroad=abroad, esim=esim) for name in names
    ]
    worst = everything(broken(*names, abroad=abroad, esim=esim))
    for state in better:
        if _same_part(faults):
            return
        assert all(without or not with_all for without, with_all in zip(everything(state()), worst, strict=True))


def _same_part(faults: set[Fault]) -> bool:
    parts = [fault.part for fault in faults if fault.part]
    return len(set(parts)) < len(parts)
