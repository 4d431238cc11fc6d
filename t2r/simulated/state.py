"""What a simulated customer has: a phone, a line, an account, a home on fibre, and the network around them. All of it invented."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

ICCID = "8900000000000000011"


@dataclass(slots=True)
class Sim:
    """The card in the phone, or the profile of an embedded one."""

    iccid: str = ICCID
    seated: bool = True
    lock: str = "none"  # none | pin | puk
    alive: bool = True
    esim: bool = False
    profile: str = "enabled"  # of an embedded one: none | released | failed | installed (and off) | enabled


@dataclass(slots=True)
class Phone:
    """The customer's phone: its switches, its settings, and the settings that it has really loaded."""

    imei: str = "350000000000001"
    sim: Sim = field(default_factory=Sim)
    in_hand: bool = True
    esim_capable: bool = True
    volte_capable: bool = True
    has_band: bool = True  # can it use the frequencies of the place?
    knows_technology: bool = True  # can it use any generation that is on air at the place?
    radio_alive: bool = True
    microphone_alive: bool = True
    airplane_mode: bool = False
    mobile_data: bool = True
    data_roaming: bool = False
    data_saver: bool = False
    network_mode: str = "4g_5g_preferred"  # 2g_only | 3g_only | 2g_3g | 4g_only | 5g_only | 4g_5g_preferred
    network_selection: str = "automatic"  # automatic | manual: bound to a network that is no partner
    apn_correct: bool = True
    mmsc_set: bool = True
    loaded_apn_correct: bool = True  # what the phone runs with since it was last started
    loaded_mmsc_set: bool = True
    loaded_volte: bool = True  # what the network told it then
    loaded_pack: bool = True
    vpn: str = "off"  # off | good | slow
    clock_right: bool = True
    wifi_password_right: bool = True
    wifi_calling: bool = False
    wifi_calling_takes_mms: bool = False
    volte: bool = True
    do_not_disturb: bool = False
    call_barring: bool = False
    headset_takes_sound: bool = False
    smsc_correct: bool = True
    memory_full: bool = False
    sender_blocked: bool = False
    permissions: set[str] = field(default_factory=lambda: {"sms", "storage", "phone"})
    must_restart: bool = False  # the network turned it away, and it asks again only when it is started
    care_app: bool = True  # the operator's own app, which reports the phone's settings


@dataclass(slots=True)
class Bill:
    """One bill of the account."""

    id: str
    amount: float
    status: str = "overdue"  # paid | issued | overdue | awaiting_payment


@dataclass(slots=True)
class Account:
    """Who pays, and what is known of them."""

    customer_id: str = "C-1"
    kind: str = "postpaid"  # postpaid | prepaid
    identity_verified: bool = True
    bills: list[Bill] = field(default_factory=list)
    spent: float = 0.0


@dataclass(slots=True)
class Line:
    """The mobile line as the operator's systems have it."""

    id: str = "L-1"
    other_id: str = "L-2"  # another line of the same account, which nobody complained about
    number: str = "+10000000100"
    other_number: str = "+10000000101"
    status: str = "active"  # active | suspended | pending_activation | closed
    suspension_reason: str = "none"
    suspended_since: str | None = None
    contract_end: str = "2027-06-30"
    reported_lost: bool = False
    iccid: str = ICCID
    activation: str = "done"  # done | in_progress | stuck | identity_missing
    sms_held_after_swap: bool = False
    imei_blocked: bool = False
    roaming: bool = False
    roaming_pack: bool = True
    roaming_pack_price: float = 5.0
    roaming_cap_reached: bool = False
    barred: set[str] = field(default_factory=set)  # of: outgoing_calls, incoming_calls, sms, data
    bar_placed_by: str = "nobody"  # nobody | customer | credit | operator
    do_not_disturb: str = "off"  # the register of unwanted messages: off | promotional | all
    volte: bool = True
    forwarding: bool = False
    throttled: bool = False  # a speed limit that should have ended
    registration_stuck: bool = False  # an old record in the network that keeps the phone out
    used_gb: float = 3.2
    limit_gb: float = 15.0
    refuelled_gb: float = 0.0
    price_per_gb: float = 2.0
    validity_over: bool = False
    recharge: str = "none"  # none | applied | paid_not_applied | payment_failed | wrong_number
    pack_active: bool = True
    pack_provisioned: bool = True


@dataclass(slots=True)
class Place:
    """Where the phone is, and what the network is like there."""

    at_home: bool = True
    abroad: bool = False
    agreement: bool = True  # has the operator one with the country's networks?
    coverage: str = "none"  # the trouble with it: none | no_coverage | weak_coverage | weak_indoors
    has_5g: bool = True
    outage_id: str | None = None
    load: str = "none"  # none | busy | congested | slow_backhaul


@dataclass(slots=True)
class Home:
    """Broadband: the box on the fibre, the router, the radio at home, and the line in the operator's systems."""

    id: str = "B-1"
    ont_id: str = "ONT-1"
    status: str = "active"  # active | suspended | not_installed | closed
    plan_mbps: float = 300.0
    throttled: bool = False
    ont_powered: bool = True
    ont_alive: bool = True
    ont_hung: bool = False
    ont_registered: bool = True
    cord: str = "seated"  # at home: seated | loose | bent
    fibre: str = "whole"  # outside: whole | weak | cut
    outage_id: str | None = None
    router_on: bool = True
    router_alive: bool = True
    router_hung: bool = False
    wan_plugged: bool = True
    wan_cable_good: bool = True
    session_stale: bool = False
    login_right: bool = True
    dns_right: bool = True
    busy_device: bool = False
    radio_on: bool = True
    radio_alive: bool = True
    channel_busy: bool = False
    device_blocked: bool = False
    slow_band: bool = False
    far_away: bool = False


@dataclass(slots=True)
class State:
    """Everything that is true of one customer at one moment."""

    phone: Phone = field(default_factory=Phone)
    line: Line = field(default_factory=Line)
    account: Account = field(default_factory=Account)
    place: Place = field(default_factory=Place)
    home: Home = field(default_factory=Home)

    def copy(self) -> State:
        """Another state of the same values, which can go its own way."""
        phone, line, account = self.phone, self.line, self.account
        return State(
            phone=replace(phone, sim=replace(phone.sim), permissions=set(phone.permissions)),
            line=replace(line, barred=set(line.barred)),
            account=replace(account, bills=[replace(bill) for bill in account.bills]),
            place=replace(self.place),
            home=replace(self.home),
        )
