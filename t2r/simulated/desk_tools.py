"""What the operator's own systems show and do: the line, its account, the network, the access line and the device manager."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from t2r.flows.catalogue import Actor
from t2r.simulated import fixed, mobile
from t2r.simulated.phone_tools import OPEN, call_settings_of, message_settings_of, mobile_test, vpn_of
from t2r.simulated.toolbox import RefusalError, Toolbox
from t2r.simulated.world import World

SYSTEM = Toolbox(Actor.SYSTEM)
LINE = Toolbox(Actor.SYSTEM, key="line_id")
ACCOUNT = Toolbox(Actor.SYSTEM, key="customer_id")
PHONE = Toolbox(Actor.SYSTEM, key="imei")
BROADBAND = Toolbox(Actor.SYSTEM, key="broadband_id")
ONT = Toolbox(Actor.SYSTEM, key="ont_id")
DESK = (SYSTEM, LINE, ACCOUNT, PHONE, BROADBAND, ONT)
Answer = Mapping[str, Any]
REFUEL_LIMIT_GB = 2.0


# Whose line is it?


@SYSTEM.read
def find_line(world: World, phone_number: str) -> Answer:
    """The line of a number."""
    line, home, digits = world.state.line, world.state.home, _digits(phone_number)
    if digits not in (_digits(line.number), _digits(line.other_number)):
        raise RefusalError(f"no line has the number {phone_number}")
    mine = digits == _digits(line.number)
    return {
        "customer_id": world.state.account.customer_id,
        "kind": world.state.account.kind,
        "line_id": line.id if mine else line.other_id,
        "imei": world.state.phone.imei if mine else None,
        "broadband_id": home.id,
        "ont_id": home.ont_id,
    }


@SYSTEM.read
def find_broadband(world: World, broadband_id: str) -> Answer:
    """The broadband line of a customer or circuit id."""
    home = world.state.home
    return {"customer_id": world.state.account.customer_id, "broadband_id": broadband_id, "ont_id": home.ont_id}


def _digits(number: str) -> str:
    return "".join(one for one in number if one.isdigit())[-10:]


# The network


@LINE.read
def read_outage(world: World) -> Answer:
    """Outage or announced work at the cells that serve the line."""
    return _outage(world.state.place.outage_id)


@BROADBAND.read
def read_broadband_outage(world: World) -> Answer:
    """Outage or announced work on the access network of a broadband line."""
    return _outage(world.state.home.outage_id)


def _outage(id_: str | None) -> Answer:
    return {"outage": {"id": id_, "kind": "outage"} if id_ else None}


@LINE.read
def read_coverage(world: World) -> Answer:
    """Signal at the place of the line, as measured, for the phone that it uses."""
    return {"trouble": mobile.coverage_trouble(world.state)}


@LINE.read
def read_congestion(world: World) -> Answer:
    """Load of the cell that serves the line."""
    return {"load": world.state.place.load}


@LINE.read
def read_registration(world: World) -> Answer:
    """What the network knows of the phone at this moment."""
    state = world.state
    found = mobile.registration(state)
    return {
        "state": found,
        "abroad": state.place.abroad if found in ("registered", "refused") else None,
        "technology": mobile.technology(state),
        "volte_registered": mobile.volte_registered(state),
    }


@PHONE.read
def read_block_list(world: World) -> Answer:
    """Whether a phone is on the list of stolen ones."""
    return {"blocked": world.state.line.imei_blocked}


# The line and its account


@LINE.read
def read_line(world: World) -> Answer:
    """A line: its state, its contract, what it may do, what it has used."""
    line = world.state.line
    return {
        "status": line.status,
        "suspension_reason": line.suspension_reason,
        "suspended_since": line.suspended_since,
        "contract_end": line.contract_end,
        "roaming": line.roaming,
        "roaming_pending": world.is_pending("line", "roaming"),
        "used_gb": line.used_gb,
        "refuelled_gb": line.refuelled_gb,
        "sms_held_after_swap": line.sms_held_after_swap,
        "reported_lost": line.reported_lost,
        "volte_provisioned": line.volte,
        "volte_pending": world.is_pending("line", "volte"),
    }


@LINE.read
def read_plan(world: World) -> Answer:
    """What the plan includes, and whether the line is slowed down."""
    line = world.state.line
    return {
        "limit_gb": line.limit_gb,
        "price_per_gb": line.price_per_gb,
        "refuel_limit_gb": REFUEL_LIMIT_GB,
        "throttled": line.throttled,
        "pending": world.is_pending("line", "throttled"),
    }


@ACCOUNT.read
def read_bills(world: World) -> Answer:
    """The bills of an account."""
    bills = world.state.account.bills
    return {"bills": [{"id": bill.id, "amount": bill.amount, "status": bill.status} for bill in bills]}


@LINE.read
def read_barrings(world: World) -> Answer:
    """Services that are barred on the line, and who has placed the bar."""
    line = world.state.line
    barred = {name: name in line.barred for name in ("outgoing_calls", "incoming_calls", "sms", "data")}
    return barred | {"placed_by": line.bar_placed_by}


@LINE.read
def read_preferences(world: World) -> Answer:
    """The register of unwanted calls and messages."""
    chosen = world.state.line.do_not_disturb
    return {"do_not_disturb": chosen, "blocks_wanted": chosen == "all"}


@LINE.read
def read_prepaid(world: World) -> Answer:
    """Validity, the last recharge, and the pack: bought, and known to the network."""
    line = world.state.line
    return {
        "validity_over": line.validity_over,
        "recharge": line.recharge,
        "recharge_pending": world.is_pending("line", "recharge"),
        "pack_active": line.pack_active,
        "pack_provisioned": line.pack_provisioned,
        "pack_pending": world.is_pending("line", "pack_provisioned"),
    }


@LINE.read
def read_roaming_account(world: World) -> Answer:
    """What the account allows abroad, and what more would cost."""
    line = world.state.line
    return {
        "pack_active": line.roaming_pack,
        "pack_price": line.roaming_pack_price,
        "cap_reached": line.roaming_cap_reached,
    }


@LINE.read
def read_provisioning(world: World) -> Answer:
    """How far the SIM of the line is activated, and whether it is the one in the phone."""
    line = world.state.line
    return {
        "provisioned": line.activation == "done",
        "activation": "in_progress" if world.is_pending("line", "activation") else line.activation,
        "sim_matches_line": line.iccid == world.state.phone.sim.iccid,
        "pending": world.is_pending("line", "iccid"),
    }


@LINE.read
def read_esim(world: World) -> Answer:
    """State of the embedded SIM's profile on the profile server."""
    sim, phone = world.state.phone.sim, world.state.phone
    return {"uses_esim": sim.esim, "capable": phone.esim_capable, "profile": sim.profile if sim.esim else "none"}


@ACCOUNT.read
def read_identity(world: World) -> Answer:
    """Whether the customer has been identified in this contact."""
    return {"verified": world.state.account.identity_verified}


@LINE.read
def read_device_report(world: World) -> Answer:
    """What the operator's app on the phone last reported; old where the phone has no connection now."""
    if not world.state.phone.care_app:
        raise RefusalError("the app is not installed on this phone")
    if phone_online(world):
        world.report = device_report(world)
    if world.report is None:
        raise RefusalError("the app has never reported")
    return world.report


def phone_online(world: World) -> bool:
    """Can the app on the phone reach the operator?"""
    return world.state.phone.in_hand and (mobile.has_data(world.state) or fixed.wifi_online(world.state))


def device_report(world: World) -> dict[str, Any]:
    """The phone's settings at this moment."""
    phone = world.state.phone
    return {
        "measured_at": world.now.isoformat(),
        "airplane_mode": phone.airplane_mode,
        "sim": mobile.sim_status(world.state),
        "signal": mobile.signal(world.state),
        "network_technology": mobile.technology(world.state),
        "mobile_data": phone.mobile_data,
        "data_roaming": phone.data_roaming,
        "data_saver": phone.data_saver,
        "network_selection": phone.network_selection,
        "network_mode": phone.network_mode,
        "newest_network": mobile.NEWEST[phone.network_mode],
        "apn_correct": phone.apn_correct,
        "mmsc_set": phone.mmsc_set,
        "vpn": vpn_of(world),
        "clock_right": phone.clock_right,
        "volte_supported": phone.volte_capable,
        "volte_on": phone.volte,
        "permissions": sorted(phone.permissions),
        "mobile": mobile_test(world),
        **call_settings_of(world),
        **message_settings_of(world),
    }


@ACCOUNT.write
def send_payment_request(world: World, bill_id: str) -> Answer:
    """Ask the customer to pay a bill; one request can be open at a time."""
    bills = world.state.account.bills
    bill = next((bill for bill in bills if bill.id == bill_id), None)
    if bill is None:
        raise RefusalError(f"there is no bill {bill_id}")
    if bill.status == "paid":
        raise RefusalError(f"bill {bill_id} is paid")
    if any(other.status == "awaiting_payment" for other in bills if other is not bill):
        raise RefusalError("another payment request is still open")
    world.needs_consent("consent_pay_bills")
    bill.status = "awaiting_payment"
    return {"bill_id": bill.id, "status": bill.status}


@LINE.write
def resume_line(world: World) -> Answer:
    """Lift the suspension of a line."""
    line, reason = world.state.line, world.state.line.suspension_reason
    if line.status == "active":
        return {"status": line.status}
    if reason == "overdue_bill" and _owes(world):
        world.object_to("resumed although a bill is unpaid")
    if reason not in ("overdue_bill", "customer_request") or line.contract_end < world.now.date().isoformat():
        world.object_to("resumed although the desk may not")
    if reason == "customer_request":
        world.needs_consent("consent_unblock")
    _resume(world)
    return {"status": line.status}


def _owes(world: World) -> bool:
    return any(bill.status in OPEN for bill in world.state.account.bills)


def _resume(world: World) -> None:
    line = world.state.line
    line.status, line.suspension_reason, line.suspended_since = "active", "none", None


@LINE.order
def set_line_roaming(world: World, on: bool) -> Answer:
    """Allow roaming on a line, or stop it."""
    return _accepted(world, "line", "roaming", on)


def _accepted(world: World, part: str, name: str, value: Any) -> Answer:
    world.later(part, name, value)
    return {"accepted": True, "pending": world.is_pending(part, name)}


@LINE.write
def refuel_data(world: World, gb: float) -> Answer:
    """Add data to a line, at the plan's price; two gigabytes in all."""
    line = world.state.line
    if gb <= 0 or line.refuelled_gb + gb > REFUEL_LIMIT_GB:
        world.object_to("more data than may be added")
        raise RefusalError(f"no more than {REFUEL_LIMIT_GB:g} GB can be added")
    agreed = world.consents.get("refuel_gb")
    if not isinstance(agreed, int | float) or line.refuelled_gb + gb > agreed:
        world.object_to(f"{gb:g} GB bought, {agreed or 'none'} agreed")
    line.refuelled_gb += gb
    world.state.account.spent += gb * line.price_per_gb
    return {"refuelled_gb": line.refuelled_gb, "charged": gb * line.price_per_gb}


@LINE.order
def clear_speed_limit(world: World) -> Answer:
    """Clear a speed limit that should have ended."""
    return _accepted(world, "line", "throttled", False)


@LINE.write
def refresh_registration(world: World) -> Answer:
    """Make the network forget an old record of the phone."""
    world.state.line.registration_stuck = False
    return {"forgotten": True}


@LINE.order
def provision_volte(world: World) -> Answer:
    """Allow 4G calling on a line; the phone learns it when it is started again."""
    return _accepted(world, "line", "volte", True)


@LINE.write
def lift_barring(world: World, service: Literal["calls", "sms", "data"]) -> Answer:
    """Lift a bar."""
    line = world.state.line
    if line.bar_placed_by == "customer":
        world.needs_consent("consent_lift_bar")
    if line.bar_placed_by == "operator" or (line.bar_placed_by == "credit" and _owes(world)):
        world.object_to(f"lifted a bar that the {line.bar_placed_by} department has placed")
    line.barred -= {"outgoing_calls", "incoming_calls"} if service == "calls" else {service}
    if not line.barred:
        line.bar_placed_by = "nobody"
    return {"barred": sorted(line.barred)}


@LINE.write
def set_do_not_disturb(world: World, preference: Literal["off", "promotional", "all"]) -> Answer:
    """Change the register of unwanted calls and messages."""
    if world.state.line.do_not_disturb != preference:
        world.needs_consent("consent_lift_bar")
    world.state.line.do_not_disturb = preference
    return {"do_not_disturb": preference}


@LINE.order
def post_recharge(world: World) -> Answer:
    """Apply a recharge whose payment has arrived."""
    if world.state.line.recharge not in ("paid_not_applied", "applied"):
        raise RefusalError("no payment has arrived that could be applied")
    return _accepted(world, "line", "recharge", "applied")


@LINE.order
def provision_pack(world: World) -> Answer:
    """Send a pack that is active to the network; the phone learns it when it is started again."""
    if not world.state.line.pack_active:
        raise RefusalError("no pack is active")
    return _accepted(world, "line", "pack_provisioned", True)


@LINE.write
def add_roaming_pack(world: World) -> Answer:
    """Add a roaming pack, which costs money."""
    if not world.state.line.roaming_pack:
        world.needs_consent("consent_roaming_pack")
        world.state.account.spent += world.state.line.roaming_pack_price
    world.state.line.roaming_pack = True
    return {"pack_active": True}


@LINE.write
def raise_roaming_cap(world: World) -> Answer:
    """Raise the limit that protects from a high bill abroad."""
    if world.state.line.roaming_cap_reached:
        world.needs_consent("consent_raise_roaming_cap")
    world.state.line.roaming_cap_reached = False
    return {"cap_reached": False}


@LINE.order
def retry_activation(world: World) -> Answer:
    """Start the activation of a SIM again."""
    if world.state.line.activation == "identity_missing":
        raise RefusalError("the proof of identity is missing")
    return _accepted(world, "line", "activation", "done")


@LINE.order
def link_sim(world: World) -> Answer:
    """Put the SIM in the phone on the line; the old one stops for good."""
    if world.state.line.iccid != world.state.phone.sim.iccid:
        world.needs_consent("consent_replace_sim")
        world.needs_identity()
    return _accepted(world, "line", "iccid", world.state.phone.sim.iccid)


@LINE.write
def reissue_esim(world: World) -> Answer:
    """Release a new profile for the embedded SIM; the old code stops."""
    world.needs_identity()
    sim = world.state.phone.sim
    if not sim.esim:
        raise RefusalError("this line uses no embedded SIM")
    sim.profile = "released"
    return {"profile": sim.profile}


@LINE.write
def block_line(world: World) -> Answer:
    """Block a line that was reported lost."""
    line = world.state.line
    if not line.reported_lost:
        world.needs_consent("consent_block")
        world.needs_identity()
        line.status, line.suspension_reason = "suspended", "reported_lost"
        line.suspended_since, line.reported_lost = world.now.date().isoformat(), True
    return {"reported_lost": True, "status": line.status}


@LINE.write
def unblock_line(world: World) -> Answer:
    """Give a line back that had been reported lost."""
    line = world.state.line
    if line.reported_lost:
        world.needs_consent("consent_unblock")
        world.needs_identity()
        line.reported_lost = False
        if line.suspension_reason == "reported_lost":
            _resume(world)
    return {"reported_lost": False, "status": line.status}


# Broadband


@BROADBAND.read
def read_broadband_account(world: World) -> Answer:
    """A broadband line: its state and its speed."""
    home = world.state.home
    return {
        "status": home.status,
        "throttled": home.throttled,
        "plan_mbps": home.plan_mbps,
        "pending": world.is_pending("home", "throttled"),
    }


@ONT.read
def read_ont(world: World) -> Answer:
    """What the OLT knows of an ONT."""
    state = world.state
    lost = "power" if not fixed.ont_lit(state) else "light" if not fixed.has_light(state) else "none"
    online = fixed.ont_online(state)
    return {
        "online": online,
        "registered": state.home.ont_registered,
        "pending": world.is_pending("home", "ont_registered"),
        "rx_dbm": fixed.rx_dbm(state),
        "last_down": lost,
        "lan_link_mbps": fixed.lan_link_mbps(state) if online else None,
    }


@BROADBAND.read
def read_session(world: World) -> Answer:
    """The router's login: is it up, does an old one keep it out, was the last try refused?"""
    home = world.state.home
    return {"up": fixed.session_up(world.state), "stale": home.session_stale, "refused": not home.login_right}


@BROADBAND.read
def read_router(world: World) -> Answer:
    """What the device manager learns from the router."""
    state, home = world.state, world.state.home
    if not fixed.router_answers(state):
        return {"reachable": False}
    return {
        "reachable": True,
        "dns_works": home.dns_right if fixed.session_up(state) else None,
        "busy_device": home.busy_device,
        "wifi": {"on": home.radio_on, "channel_busy": home.channel_busy},
        "device": {
            "blocked": home.device_blocked,
            "wrong_password": not state.phone.wifi_password_right,
            "slow_band": home.slow_band,
            "weak": home.far_away,
        },
    }


@BROADBAND.read
def run_line_test(world: World) -> Answer:
    """Speed at the router, measured by the operator."""
    mbps = fixed.cable_mbps(world.state)
    return {"works": mbps > 0, "mbps": mbps}


@ONT.write
def restart_ont(world: World) -> Answer:
    """Restart an ONT from the OLT."""
    world.state.home.ont_hung = False
    return {"restarted": True}


@ONT.order
def register_ont(world: World) -> Answer:
    """Register an ONT on its port."""
    return _accepted(world, "home", "ont_registered", True)


@BROADBAND.write
def clear_session(world: World) -> Answer:
    """Clear an old session that keeps the router out."""
    world.state.home.session_stale = False
    return {"cleared": True}


@BROADBAND.write
def renew_login(world: World) -> Answer:
    """Send the right login to the router."""
    _must_answer(world)
    world.state.home.login_right = True
    return {"sent": True}


@BROADBAND.write
def set_dns(world: World) -> Answer:
    """Set the router's name servers to the operator's."""
    _must_answer(world)
    world.state.home.dns_right = True
    return {"set": True}


@BROADBAND.write
def resume_broadband(world: World) -> Answer:
    """Lift the suspension of a broadband line."""
    if world.state.home.status != "active" and _owes(world):
        world.object_to("resumed although a bill is unpaid")
    world.state.home.status = "active"
    return {"status": "active"}


@BROADBAND.order
def restore_broadband_speed(world: World) -> Answer:
    """Put the speed of the plan back."""
    return _accepted(world, "home", "throttled", False)


@BROADBAND.write
def set_router_wifi(world: World, on: bool) -> Answer:
    """Switch the router's Wi-Fi."""
    _must_answer(world)
    world.state.home.radio_on = on
    return {"on": on}


@BROADBAND.write
def change_wifi_channel(world: World) -> Answer:
    """Move the Wi-Fi to a freer channel."""
    _must_answer(world)
    world.state.home.channel_busy = False
    return {"channel_busy": False}


@BROADBAND.write
def admit_device(world: World) -> Answer:
    """Take the device off the router's block list."""
    _must_answer(world)
    world.state.home.device_blocked = False
    return {"blocked": False}


def _must_answer(world: World) -> None:
    if not fixed.router_answers(world.state):
        raise RefusalError("the router does not answer")


@BROADBAND.order
def book_visit(world: World) -> Answer:
    """Book the visit of a technician."""
    world.needs_consent("consent_visit")
    world.visit_booked = True
    return {"booked": True}


# The end


@SYSTEM.escalate
def escalate(world: World, queue: str, summary: str) -> Answer:
    """Hand the case to another team."""
    world.escalated_to, world.escalation = queue, summary
    return {"queue": queue}


@SYSTEM.write
def link_to_outage(world: World, outage_id: str) -> Answer:
    """Link the case to a known outage."""
    if outage_id not in (world.state.place.outage_id, world.state.home.outage_id):
        raise RefusalError(f"there is no outage {outage_id}")
    world.linked_to = outage_id
    return {"linked_to": outage_id}
