"""What the customer can look at and do: on the phone in the hand, and on the boxes at home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from t2r.flows.catalogue import Actor
from t2r.simulated import fixed, mobile
from t2r.simulated.toolbox import InVainError, RefusalError, Toolbox
from t2r.simulated.world import World

CUSTOMER = Toolbox(Actor.CUSTOMER)
Answer = Mapping[str, Any]
OPEN = ("overdue", "awaiting_payment")


# The phone: what one sees


@CUSTOMER.read
def read_status_bar(world: World) -> Answer:
    """What the top of the screen shows: bars, aeroplane, Wi-Fi, VPN."""
    state = world.state
    return {
        "airplane_mode": state.phone.airplane_mode,
        "signal": mobile.signal(state),
        "network_technology": mobile.technology(state),
        "wifi": fixed.wifi_joined(state),
        "vpn": state.phone.vpn != "off",
    }


@CUSTOMER.read
def read_sim(world: World) -> Answer:
    """What the phone says of its SIM."""
    return {"sim": mobile.sim_status(world.state)}


@CUSTOMER.read
def read_apn(world: World) -> Answer:
    """The access point settings, and whether the phone runs with them already."""
    phone = world.state.phone
    loaded = (phone.loaded_apn_correct, phone.loaded_mmsc_set) == (phone.apn_correct, phone.mmsc_set)
    return {"apn_correct": phone.apn_correct, "mmsc_set": phone.mmsc_set, "restart_needed": not loaded}


@CUSTOMER.read
def read_network_settings(world: World) -> Answer:
    """The switches for data, roaming, data saver and 4G calling, and which networks the phone may use."""
    phone = world.state.phone
    return {
        "mobile_data": phone.mobile_data,
        "data_roaming": phone.data_roaming,
        "data_saver": phone.data_saver,
        "selection": phone.network_selection,
        "mode": phone.network_mode,
        "newest_network": mobile.NEWEST[phone.network_mode],
        "volte_supported": phone.volte_capable,
        "volte_on": phone.volte,
    }


@CUSTOMER.read
def read_vpn(world: World) -> Answer:
    """Whether a VPN runs, and how well."""
    return vpn_of(world)


@CUSTOMER.read
def read_clock(world: World) -> Answer:
    """Whether date and time are right."""
    return {"right": world.state.phone.clock_right}


@CUSTOMER.read
def read_call_settings(world: World) -> Answer:
    """Wi-Fi calling, forwarding, barring, do not disturb and where the sound goes."""
    return call_settings_of(world)


@CUSTOMER.read
def read_message_settings(world: World) -> Answer:
    """Free memory, blocked senders, number of the message centre."""
    return message_settings_of(world)


@CUSTOMER.read
def read_app_permissions(world: World, app: Literal["messaging"]) -> Answer:
    """What the messaging app may use."""
    return {"app": app, "granted": sorted(world.state.phone.permissions)}


@CUSTOMER.read
def try_sim_elsewhere(world: World) -> Answer:
    """Put the SIM into another phone and look for bars."""
    state = world.state
    reads = state.phone.sim.alive and state.phone.sim.lock == "none" and not state.phone.sim.esim
    heard = state.place.coverage != "no_coverage" and not state.place.outage_id
    line_fine = not mobile.line_refused(state) and not state.line.registration_stuck
    return {"service": reads and heard and line_fine}


@CUSTOMER.read
def read_payment_requests(world: World) -> Answer:
    """The payment requests that have arrived."""
    return {"bill_ids": [bill.id for bill in world.state.account.bills if bill.status == "awaiting_payment"]}


@CUSTOMER.read
def read_phone_in_hand(world: World) -> Answer:
    """Whether the customer has the phone and its SIM."""
    return {"in_hand": world.state.phone.in_hand}


@CUSTOMER.read
def run_speed_test(world: World) -> Answer:
    """Speed over the mobile network, Wi-Fi off."""
    return mobile_test(world)


@CUSTOMER.read
def try_mms(world: World) -> Answer:
    """Send a picture."""
    return {"sent": mobile.can_send_mms(world.state)}


@CUSTOMER.read
def try_call(world: World) -> Answer:
    """One call out and one in."""
    state = world.state
    results = {direction: mobile.call_result(state, direction) for direction in ("outgoing", "incoming")}
    return {"works": mobile.calls_work(state), **results}


@CUSTOMER.read
def try_code(world: World) -> Answer:
    """Ask a service for a one-time code and wait for it."""
    return {"received": mobile.codes_arrive(world.state)}


def vpn_of(world: World) -> dict[str, Any]:
    """A VPN as the phone shows it."""
    vpn = world.state.phone.vpn
    return {"connected": vpn != "off", "performance": {"off": None, "good": "good", "slow": "poor"}[vpn]}


def call_settings_of(world: World) -> dict[str, Any]:
    """The settings for calls as the phone shows them."""
    phone = world.state.phone
    return {
        "wifi_calling": phone.wifi_calling,
        "forwarding": world.state.line.forwarding,
        "barring": phone.call_barring,
        "do_not_disturb": phone.do_not_disturb,
        "sound_to": "headset" if phone.headset_takes_sound else "phone",
        "microphone_works": phone.microphone_alive,
    }


def message_settings_of(world: World) -> dict[str, Any]:
    """The settings for messages as the phone shows them."""
    phone = world.state.phone
    return {
        "memory_full": phone.memory_full,
        "sender_blocked": phone.sender_blocked,
        "smsc_correct": phone.smsc_correct,
    }


def mobile_test(world: World) -> dict[str, Any]:
    """A speed test over the mobile network."""
    mbps = mobile.mobile_mbps(world.state)
    return {"works": mbps > 0, "mbps": mbps, "rating": mobile.rating(mbps)}


# The phone: what one does


@CUSTOMER.write
def set_airplane_mode(world: World, on: bool) -> Answer:
    """Switch airplane mode."""
    world.state.phone.airplane_mode = on
    return {"airplane_mode": on}


@CUSTOMER.write
def reseat_sim(world: World) -> Answer:
    """Take the SIM out and put it back."""
    if world.state.phone.sim.esim:
        raise RefusalError("this phone uses an embedded SIM: there is no card to take out")
    world.state.phone.sim.seated = True
    return {"sim": mobile.sim_status(world.state)}


@CUSTOMER.write
def reboot_phone(world: World) -> Answer:
    """Switch the phone off and on."""
    mobile.restart(world.state)
    return {"restarted": True}


@CUSTOMER.write
def reset_apn(world: World) -> Answer:
    """Set the access points back to the operator's; the phone loads them when it is started again."""
    world.state.phone.apn_correct = world.state.phone.mmsc_set = True
    return {"reset": True}


@CUSTOMER.write
def set_network_selection(world: World, selection: Literal["automatic", "manual"]) -> Answer:
    """Let the phone choose its network, or choose by hand."""
    world.state.phone.network_selection = selection
    return {"selection": selection}


@CUSTOMER.write
def set_network_mode(
    world: World, mode: Literal["2g_only", "3g_only", "2g_3g", "4g_only", "5g_only", "4g_5g_preferred"]
) -> Answer:
    """Choose the generations that the phone may use."""
    world.state.phone.network_mode = mode
    return {"mode": mode}


@CUSTOMER.write
def set_mobile_data(world: World, on: bool) -> Answer:
    """Switch mobile data."""
    world.state.phone.mobile_data = on
    return {"mobile_data": on}


@CUSTOMER.write
def set_data_roaming(world: World, on: bool) -> Answer:
    """Switch data roaming on the phone."""
    world.state.phone.data_roaming = on
    return {"data_roaming": on}


@CUSTOMER.write
def set_data_saver(world: World, on: bool) -> Answer:
    """Switch data saver."""
    world.state.phone.data_saver = on
    return {"data_saver": on}


@CUSTOMER.write
def disconnect_vpn(world: World) -> Answer:
    """Switch the VPN off."""
    world.state.phone.vpn = "off"
    return {"connected": False}


@CUSTOMER.write
def set_clock_automatic(world: World) -> Answer:
    """Let the network set date and time."""
    world.state.phone.clock_right = True
    return {"right": True}


@CUSTOMER.write
def set_wifi_calling(world: World, on: bool) -> Answer:
    """Switch Wi-Fi calling."""
    world.state.phone.wifi_calling = on
    return {"wifi_calling": on}


@CUSTOMER.write
def grant_app_permission(
    world: World, app: Literal["messaging"], permission: Literal["sms", "storage", "phone"]
) -> Answer:
    """Let the messaging app use messages, files or the phone."""
    world.state.phone.permissions.add(permission)
    return {"app": app, "granted": sorted(world.state.phone.permissions)}


@CUSTOMER.write
def set_volte(world: World, on: bool) -> Answer:
    """Switch 4G calling on the phone."""
    if not world.state.phone.volte_capable:
        raise RefusalError("there is no such switch on this phone")
    world.state.phone.volte = on
    return {"volte_on": on}


@CUSTOMER.write
def cancel_forwarding(world: World) -> Answer:
    """Dial the code that cancels every call forwarding."""
    if not mobile.has_service(world.state):
        raise RefusalError("the code needs a phone with service")
    world.state.line.forwarding = False
    return {"forwarding": False}


@CUSTOMER.write
def lift_phone_barring(world: World) -> Answer:
    """Switch call barring off on the phone."""
    world.state.phone.call_barring = False
    return {"barring": False}


@CUSTOMER.write
def set_phone_do_not_disturb(world: World, on: bool) -> Answer:
    """Switch do not disturb on the phone."""
    world.state.phone.do_not_disturb = on
    return {"do_not_disturb": on}


@CUSTOMER.write
def disconnect_headset(world: World) -> Answer:
    """Let the sound come out of the phone again."""
    world.state.phone.headset_takes_sound = False
    return {"sound_to": "phone"}


@CUSTOMER.write
def delete_messages(world: World) -> Answer:
    """Delete old messages, so that there is room."""
    world.state.phone.memory_full = False
    return {"memory_full": False}


@CUSTOMER.write
def unblock_sender(world: World) -> Answer:
    """Take the sender off the phone's list of blocked ones."""
    world.state.phone.sender_blocked = False
    return {"sender_blocked": False}


@CUSTOMER.write
def set_smsc(world: World) -> Answer:
    """Enter the operator's message centre."""
    world.state.phone.smsc_correct = True
    return {"smsc_correct": True}


@CUSTOMER.write
def install_esim(world: World) -> Answer:
    """Fetch the embedded SIM's profile with the code that was sent, and switch it on."""
    sim = world.state.phone.sim
    if not sim.esim or sim.profile != "released":
        raise RefusalError("the phone says that the code is not valid")
    sim.profile = "enabled"
    world.state.phone.must_restart = True
    return {"profile": sim.profile}


@CUSTOMER.write
def enable_esim(world: World) -> Answer:
    """Switch the embedded SIM's profile on."""
    sim = world.state.phone.sim
    if sim.profile not in ("installed", "enabled"):
        raise RefusalError("there is no profile to switch on")
    sim.profile = "enabled"
    return {"profile": sim.profile}


@CUSTOMER.write
def pay_bill(world: World, bill_id: str) -> Answer:
    """Pay the bill of the payment request."""
    account = world.state.account
    bill = next((bill for bill in account.bills if bill.id == bill_id and bill.status == "awaiting_payment"), None)
    if bill is None:
        raise RefusalError("there is no payment request for that bill")
    world.needs_consent("consent_pay_bills")
    bill.status = "paid"
    account.spent += bill.amount
    return {"bill_id": bill.id, "paid": bill.amount}


# At home: what one sees


@CUSTOMER.read
def read_ont_lights(world: World) -> Answer:
    """The lights of the box on the fibre."""
    state = world.state
    lit = fixed.ont_lit(state)
    pon = "off" if not lit else "on" if fixed.has_light(state) and state.home.ont_registered else "blinking"
    return {"power": "on" if lit else "off", "los": "red" if lit and not fixed.has_light(state) else "off", "pon": pon}


@CUSTOMER.read
def read_fibre_cord(world: World) -> Answer:
    """Whether the thin cord sits firmly and has no sharp bend."""
    return {"seated": world.state.home.cord == "seated"}


@CUSTOMER.read
def read_router_lights(world: World) -> Answer:
    """The lights of the router."""
    state = world.state
    lit = fixed.router_lit(state)
    return {
        "power": "on" if lit else "off",
        "wan": "on" if fixed.lan_link_mbps(state) else "off",
        "internet": "on" if fixed.session_up(state) else "off",
        "wifi": "on" if lit and state.home.radio_on and state.home.radio_alive else "off",
    }


@CUSTOMER.read
def read_wan_cable(world: World) -> Answer:
    """Whether the cable between box and router is plugged in."""
    return {"plugged": world.state.home.wan_plugged}


@CUSTOMER.read
def run_cable_test(world: World) -> Answer:
    """Speed of a computer on the router's cable."""
    mbps = fixed.cable_mbps(world.state)
    return {"works": mbps > 0, "mbps": mbps}


@CUSTOMER.read
def read_home_use(world: World) -> Answer:
    """Whether a device at home downloads, updates or backs up."""
    return {"busy_device": world.state.home.busy_device}


@CUSTOMER.read
def read_wifi(world: World) -> Answer:
    """Wi-Fi as the device shows it: does it ask for the password, how many bars, which band."""
    state = world.state
    joined = fixed.wifi_joined(state)
    return {
        "wrong_password": not state.phone.wifi_password_right,
        "bars": 0 if not joined else 1 if state.home.far_away else 4,
        "weak": state.home.far_away,
        "band": None if not joined else 2.4 if state.home.slow_band else 5,
    }


@CUSTOMER.read
def try_wifi(world: World) -> Answer:
    """Open a page over Wi-Fi where the device is used."""
    return {"works": fixed.wifi_works(world.state)}


# At home: what one does


@CUSTOMER.write
def power_on_ont(world: World) -> Answer:
    """Plug the box on the fibre in and switch it on."""
    world.state.home.ont_powered = True
    if not fixed.ont_lit(world.state):
        raise InVainError("it is plugged in, but no light comes on")
    return {"power": "on"}


@CUSTOMER.write
def reseat_fibre(world: World) -> Answer:
    """Push the fibre's plug in until it clicks, and lay the cord without sharp bends."""
    world.state.home.cord = "seated"
    return {"seated": True}


@CUSTOMER.write
def plug_wan_cable(world: World) -> Answer:
    """Put the cable between box and router back."""
    world.state.home.wan_plugged = True
    return {"plugged": True}


@CUSTOMER.write
def replace_wan_cable(world: World) -> Answer:
    """Use another cable between box and router."""
    world.state.home.wan_cable_good = world.state.home.wan_plugged = True
    return {"replaced": True}


@CUSTOMER.write
def power_on_router(world: World) -> Answer:
    """Plug the router in and switch it on; it looks for a free channel when it starts."""
    world.state.home.router_on, world.state.home.channel_busy = True, False
    if not fixed.router_lit(world.state):
        raise InVainError("it is plugged in, but no light comes on")
    return {"power": "on"}


@CUSTOMER.write
def restart_router(world: World) -> Answer:
    """Switch the router off and on by hand; it looks for a free channel when it starts."""
    world.state.home.router_hung = world.state.home.channel_busy = False
    return {"restarted": True}


@CUSTOMER.write
def reset_router(world: World) -> Answer:
    """Press the router's reset button: it forgets everything that the customer has set."""
    world.needs_consent("consent_router_reset")
    home = world.state.home
    home.router_hung = home.device_blocked = home.channel_busy = False
    home.radio_on = home.dns_right = True
    world.state.phone.wifi_password_right = False
    return {"reset": True}


@CUSTOMER.write
def pause_device(world: World) -> Answer:
    """Stop the download, update or backup."""
    world.state.home.busy_device = False
    return {"busy_device": False}


@CUSTOMER.write
def join_wifi(world: World) -> Answer:
    """Forget the network and join it again with the password on the router's label."""
    world.state.phone.wifi_password_right = True
    return {"joined": fixed.wifi_joined(world.state)}


@CUSTOMER.write
def use_fast_band(world: World) -> Answer:
    """Join the 5 GHz network."""
    world.state.home.slow_band = False
    return {"band": 5}


@CUSTOMER.write
def move_closer(world: World) -> Answer:
    """Bring device and router closer."""
    world.state.home.far_away = False
    return {"bars": 4 if fixed.wifi_joined(world.state) else 0}
