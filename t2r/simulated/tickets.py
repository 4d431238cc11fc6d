"""Tickets about the simulated world, drawn from a seed: what is wrong, what the customer says, and which end is right."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from t2r.simulated import fixed, mobile, words
from t2r.simulated.desk_tools import device_report
from t2r.simulated.faults import FAULTS, FIXED, LOST, MOBILE, PHONE_LOST, STRANGER, UNKNOWN_CALLER, Cure, Fault
from t2r.simulated.state import State
from t2r.simulated.truth import TRUTH, truth
from t2r.simulated.world import STARTED, Goal, World

MOST_FAULTS = 9
NOTHING_WRONG = 0.03  # share of the tickets whose trouble is over when the customer calls
HOPELESS = 0.3  # share of the tickets with something that the desk cannot mend
ENDS = ("solved", "escalated", "linked_to_outage")
# What mending something else may change: consents on record, payments, visits, the registration of the phone.
CONSEQUENCES = (
    "pending",
    "visit_booked",
    "phone.must_restart",
    "line.status",
    "line.reported_lost",
    "phone.wifi_calling",
)


def recharged(state: State) -> bool:
    """Is what the customer paid for there, and usable?"""
    line = state.line
    return line.recharge in ("none", "applied") and not line.validity_over and mobile.has_data(state)


def unbarred(state: State) -> bool:
    """May the line do everything again?"""
    line = state.line
    return line.status == "active" and not line.barred and line.do_not_disturb != "all" and mobile.has_service(state)


def blocked(state: State) -> bool:
    """Is the lost line useless to others?"""
    return state.line.reported_lost and state.line.status == "suspended"


def given_back(state: State) -> bool:
    """Is the found phone's line in use again?"""
    return not state.line.reported_lost and mobile.has_service(state)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of complaint: the flow for it, what the customer wants to hold, and what can be behind it."""

    flow: str
    complaint: str  # in `words.COMPLAINTS`
    goal: Goal
    faults: Sequence[Fault]
    first: Sequence[str] = ()  # one of these is always there; none named: any
    abroad: float = 0.0  # share of the customers who are
    prepaid: float = 0.4
    esim: float = 0.2


def _named(*names: str) -> tuple[Fault, ...]:
    return tuple(FAULTS[name] for name in names)


_RECHARGE = ("recharge_not_posted", "validity_over", "payment_failed", "recharged_another_number")
_SLOW = (
    "data_saver",
    "slow_vpn",
    "only_2g",
    "only_3g",
    "only_2g_3g",
    "throttled",
    "cell_full",
    "backhaul_full",
    "weak_coverage",
)
_SIM = ("activation_stuck", "papers_missing", "other_sim_on_line", "esim_failed", "esim_not_installed", "esim_off")
_BARS = tuple(fault.name for fault in MOBILE if fault.part == "bars")
_CALLS = (
    "volte_off", "volte_not_provisioned", "volte_unknown_to_phone", "forwarding", "phone_call_barring",
    "phone_do_not_disturb", "headset", "microphone_dead", "calls_barred_by_customer", "incoming_barred_by_customer",
    "calls_barred_for_credit", "calls_barred_by_operator", "weak_indoors", "cell_full", "only_3g",
)  # fmt: skip
_MESSAGES = (
    "smsc_wrong", "memory_full", "sender_blocked", "sms_barred_by_customer", "sms_barred_by_operator",
    "all_messages_refused", "held_after_swap",
)  # fmt: skip
_SLOW_FIBRE = ("cord_bent", "fibre_weak", "wan_cable_bad", "broadband_throttled", "busy_device")
_WIFI = (
    "wifi_off", "wifi_dead", "channel_busy", "wrong_password", "device_blocked", "slow_band", "far_from_router",
)  # fmt: skip
_DOWN = tuple(fault for fault in FIXED if fault.name not in (*_SLOW_FIBRE, *_WIFI))

KINDS = (
    Kind("no-service", "no-service", mobile.has_service, MOBILE, abroad=0.1),
    Kind(
        "mobile-data",
        "mobile-data",
        mobile.has_data,
        MOBILE,
        first=(
            "data_off",
            "cap_reached",
            "data_barred_by_customer",
            "data_barred_by_operator",
            "clock_wrong",
            "pack_not_provisioned",
        ),
        abroad=0.15,
    ),
    Kind("slow-data", "slow-data", mobile.data_is_fast, MOBILE, first=_SLOW, abroad=0.1),
    Kind(
        "mms",
        "mms",
        mobile.can_send_mms,
        MOBILE,
        first=("mmsc_missing", "wifi_calling_takes_mms", "no_sms_permission", "no_storage_permission", "only_2g"),
        abroad=0.1,
    ),
    Kind("calls", "calls", mobile.calls_work, MOBILE, first=_CALLS),
    Kind("sms-otp", "sms-otp", mobile.codes_arrive, MOBILE, first=_MESSAGES),
    Kind(
        "roaming",
        "roaming",
        mobile.has_data,
        MOBILE,
        first=("phone_roaming_off", "line_roaming_off", "no_roaming_pack", "roaming_cap", "no_agreement"),
        abroad=1.0,
    ),
    Kind("sim-esim", "sim-esim", mobile.has_service, MOBILE, first=_SIM[:3], esim=0.0),
    Kind("sim-esim", "esim", mobile.has_service, MOBILE, first=_SIM[3:], esim=1.0),
    Kind("lost-phone", "lost", blocked, (PHONE_LOST, STRANGER)),
    Kind("lost-phone", "found", given_back, (*MOBILE, LOST, UNKNOWN_CALLER), first=(LOST.name, UNKNOWN_CALLER.name)),
    Kind(
        "barred-line",
        "barred-line",
        unbarred,
        _named(
            *_BARS, "all_messages_refused", "suspended_for_bill", "suspended_for_two_bills", "contract_ended", "misuse"
        ),
        first=_BARS,
    ),
    Kind(
        "recharge-cap",
        "recharge-cap",
        recharged,
        _named(*_RECHARGE, "pack_not_provisioned", "cap_reached"),
        _RECHARGE,
        prepaid=1,
    ),
    Kind("recharge-cap", "cap", recharged, _named("cap_reached", "pack_not_provisioned"), ("cap_reached",)),
    Kind("broadband-down", "broadband-down", fixed.broadband_works, _DOWN),
    Kind("broadband-slow", "broadband-slow", fixed.broadband_is_fast, _named(*_SLOW_FIBRE)),
    Kind("wifi", "wifi", fixed.wifi_works, (*_named(*_WIFI), *_DOWN), first=_WIFI),
)
TRUE_CLAIMS: Mapping[str, Goal] = {
    "mms": lambda state: mobile.has_service(state) and "sms" in state.phone.permissions,
    "calls": mobile.has_data,
    "mobile-data": mobile.calls_work,
    "slow-data": lambda state: not mobile.has_data(state),
    "wifi": fixed.broadband_is_fast,
}
FLOWS = tuple(dict.fromkeys(kind.flow for kind in KINDS))


@dataclass(frozen=True, slots=True)
class Ticket:
    """One customer with a trouble, and the truth about it."""

    id: str
    seed: int
    kind: Kind
    language: str
    words: str
    slots: Mapping[str, Any]  # what the telephone system or the CRM knows
    faults: tuple[str, ...]
    distractors: tuple[str, ...]  # what is unusual and not in the way
    expected: str  # one of ENDS
    mind: Mapping[str, bool | float]  # what the customer agrees to when asked
    said: tuple[str, ...]  # slots that the words give: to ask for them is needless
    healthy: State = field(repr=False)
    failure_rate: float = 0.0
    delay_reads: int = 0
    careless_rate: float = 0.0

    def open(self) -> World:
        """The world of this ticket, as it is when the customer calls."""
        state = self.healthy.copy()
        report = device_report(World(state=state, now=STARTED - timedelta(hours=5 + self.seed % 60)))
        _break(state, (*self.faults, *self.distractors))
        return World(
            seed=self.seed,
            state=state,
            goal=self.kind.goal,
            consents={slot: self.mind[slot] for slot in self.said if slot in self.mind},
            failure_rate=self.failure_rate,
            delay_reads=self.delay_reads,
            careless_rate=self.careless_rate,
            report=report,
        )

    def taken_as(self, flow: str) -> Ticket:
        """This ticket where a flow was taken whose goal contains the customer's: the right end is that of the wider goal."""
        kind = next(kind for kind in KINDS if kind.flow == flow)
        faults = [FAULTS[name] for name in (*self.faults, *self.distractors)]
        return replace(self, kind=kind, expected=_right_end(kind, self.healthy, faults, self.mind))

    def concerns(self, changed: Sequence[str]) -> bool:
        """Has a change to do with what is in the way, or with what follows from mending it?"""
        goal, broken = self.kind.goal, World(state=self.healthy.copy())
        before = broken.facts()
        besides = [name for name in self.distractors if not goal(_broken(self.healthy, [FAULTS[name]]))]
        _break(broken.state, (*self.faults, *besides))
        touched = {name for name, value in broken.facts().items() if before[name] != value}
        if "line.used_gb" in touched:
            touched.add("line.refuelled_gb")
        return any(name in touched or name in CONSEQUENCES for name in changed)

    def answer(self, name: str, world: World) -> Any:
        """What the customer says when asked for a slot or a fact; None where the customer does not know.

        What the customer agrees to is on record from then on.
        """
        if name in self.mind:
            world.consents[name] = self.mind[name]
            return self.mind[name]
        if name == "phone_number":
            return world.state.line.number
        if name == "lost_or_found":
            return self.kind.complaint if self.kind.flow == "lost-phone" else None
        return truth(world.state, name) if name in TRUTH else None


def tickets(seed: int, count: int, careless: float = 0.0) -> list[Ticket]:
    """Tickets of a seed: all flows in turn, one to nine faults each, as far as a flow has so many.

    `careless` is the share of what customers are asked to do that they say they have done, and have not.
    """
    return [replace(_ticket(seed, nth), careless_rate=careless) for nth in range(count)]


def _ticket(seed: int, nth: int) -> Ticket:
    chance = random.Random(f"{seed}/{nth}")
    flow = FLOWS[nth % len(FLOWS)]
    kind = chance.choice([kind for kind in KINDS if kind.flow == flow])
    healthy = _customer(kind, chance)
    faults = _faults(kind, healthy, chance)
    mind = _mind(chance)
    expected = _right_end(kind, healthy, faults, mind)
    distractors = _distractors(kind, healthy, faults, mind, expected, chance)
    said_consents = _spoken(kind, faults, chance)
    language = chance.choices((words.ENGLISH, words.HINDI, words.NOTE), (0.5, 0.35, 0.15))[0]
    by_system = chance.random() < 0.5
    state = _broken(healthy, [*faults, *distractors])
    text = _words(kind, state, language, by_system, mind, said_consents, chance)
    said = [*said_consents, "phone_number"]
    if kind.flow == "lost-phone":
        said += ["lost_or_found", "consent_block" if kind.complaint == "lost" else "consent_unblock"]
    if healthy.place.abroad:
        said.append("abroad")
    return Ticket(
        id=f"{seed}-{nth:04d}",
        seed=chance.randrange(2**31),
        kind=kind,
        language=language,
        words=text,
        slots={"phone_number": healthy.line.number} if by_system else {},
        faults=tuple(fault.name for fault in faults),
        distractors=tuple(fault.name for fault in distractors),
        expected=expected,
        mind=mind,
        said=tuple(said),
        healthy=healthy,
        failure_rate=chance.choice((0.0, 0.0, 0.05, 0.15)),
        delay_reads=chance.choice((0, 0, 1, 2, 3)),
    )


def _customer(kind: Kind, chance: random.Random) -> State:
    """Somebody to whom nothing has happened yet."""
    state = State()
    tail = chance.randrange(100)
    area = chance.choice(("202", "303", "415", "617", "713", "808"))
    state.line.number = f"{area}-555-01{tail:02d}"
    state.line.other_number = f"{area}-555-01{(tail + 1) % 100:02d}"
    unique = chance.randrange(10_000, 99_999)
    state.line.id, state.line.other_id = f"L-{unique}", f"L-{unique + 1}"
    state.account.customer_id = f"C-{chance.randrange(10_000, 99_999)}"
    state.home.id, state.home.ont_id = f"B-{unique}", f"ONT-{unique}"
    state.phone.imei = f"35{chance.randrange(10**12, 10**13)}"
    state.home.plan_mbps = chance.choice((100.0, 300.0, 500.0))
    state.account.kind = "prepaid" if chance.random() < kind.prepaid else "postpaid"
    state.phone.sim.esim = chance.random() < kind.esim
    state.phone.care_app = chance.random() < 0.9
    state.place.at_home = kind.complaint == "wifi" or chance.random() < 0.75
    state.place.has_5g = chance.random() < 0.8
    if chance.random() < kind.abroad:
        state.place.abroad, state.place.at_home = True, False
        state.phone.data_roaming = state.line.roaming = True
    return state


def _break(state: State, names: Sequence[str]) -> None:
    for name in names:
        FAULTS[name].break_(state)
    mobile.settle(state)


def _broken(healthy: State, faults: Sequence[Fault]) -> State:
    state = healthy.copy()
    _break(state, [fault.name for fault in faults])
    return state


def _faults(kind: Kind, healthy: State, chance: random.Random) -> list[Fault]:
    """Faults that each alone are enough to keep the customer from the goal, and that can be there together."""
    if kind.goal is not blocked and chance.random() < NOTHING_WRONG:
        return []
    possible = [fault for fault in kind.faults if fault.fits(healthy) and not kind.goal(_broken(healthy, [fault]))]
    pool = [fault for fault in possible if fault.cure is Cure.DESK]
    wanted = chance.randint(1, MOST_FAULTS)
    chosen = []
    hopeless = [fault for fault in possible if fault.cure is not Cure.DESK]
    if hopeless and chance.random() < HOPELESS:
        weights = [5 if fault.cure is Cure.OUTAGE else 1 for fault in hopeless]
        chosen = chance.choices(hopeless, weights)
    first = [fault for fault in pool if fault.name in kind.first]
    typical = chance.sample(first, min(1, len(first)))
    for fault in (*typical, *chance.sample(pool, len(pool))):
        taken = {one.part for one in chosen if one.part}
        if len(chosen) < wanted and fault not in chosen and fault.part not in taken:
            chosen.append(fault)
    return chance.sample(chosen, len(chosen))


def _mind(chance: random.Random) -> dict[str, bool | float]:
    """What the customer would agree to."""
    slots = (
        "consent_pay_bills",
        "consent_roaming_pack",
        "consent_raise_roaming_cap",
        "consent_replace_sim",
        "consent_lift_bar",
    )
    mind: dict[str, bool | float] = {slot: chance.random() < 0.85 for slot in slots}
    return mind | {
        "refuel_gb": chance.choices((2.0, 1.0, 0.0), (0.75, 0.1, 0.15))[0],
        "consent_change_plan": False,
        "consent_block": True,
        "consent_unblock": True,
        "consent_router_reset": chance.random() < 0.5,
        "consent_visit": True,
    }


def _mendable(fault: Fault, healthy: State, mind: Mapping[str, bool | float]) -> bool:
    """Can the desk and this customer mend the fault?"""
    if fault.cure is not Cure.DESK:
        return False
    if fault.consent == "refuel_gb":
        return not mobile.cap_reached(_refuelled(_broken(healthy, [fault]), float(mind["refuel_gb"])))
    return fault.consent is None or mind[fault.consent] is True


def _refuelled(state: State, gb: float) -> State:
    state.line.refuelled_gb += gb
    return state


def _right_end(kind: Kind, healthy: State, faults: Sequence[Fault], mind: Mapping[str, bool | float]) -> str:
    """How a perfect desk would end: it mends what it can, and what is left decides."""
    left = [fault for fault in faults if not _mendable(fault, healthy, mind)]
    if kind.goal is blocked:  # here the desk does not mend the loss, it answers to it
        return "escalated" if left else "solved"
    state = _broken(healthy, left)
    over_wifi = state.copy()
    over_wifi.phone.wifi_calling = True
    if kind.goal(state) or kind.goal(over_wifi):
        return "solved"
    return "linked_to_outage" if any(fault.cure is Cure.OUTAGE for fault in left) else "escalated"


def _distractors(
    kind: Kind,
    healthy: State,
    faults: Sequence[Fault],
    mind: Mapping[str, bool | float],
    expected: str,
    chance: random.Random,
) -> list[Fault]:
    """Up to two unusual things that are not in the customer's way."""
    if kind.complaint in ("lost", "found"):
        return []
    around = FIXED if kind.goal in (fixed.broadband_works, fixed.broadband_is_fast, fixed.wifi_works) else MOBILE
    taken = {fault.part for fault in faults if fault.part}
    harmless = [
        fault
        for fault in around
        if fault.cure is Cure.DESK
        and fault.part not in taken
        and fault not in faults
        and fault.fits(healthy)
        and kind.goal(_broken(healthy, [fault]))
        and _right_end(kind, healthy, [*faults, fault], mind) == expected
    ]
    first, second = chance.sample(harmless, 2) if len(harmless) > 1 else (None, None)
    picked = [fault for fault in (first, second) if fault is not None and chance.random() < 0.3]
    return picked if len({fault.part or fault.name for fault in picked}) == len(picked) else picked[:1]


def _spoken(kind: Kind, faults: Sequence[Fault], chance: random.Random) -> list[str]:
    """Consents that the customer gives or refuses without being asked."""
    needed = [fault.consent for fault in faults if fault.consent in words.AGREES]
    spoken_of = {fault.consent for fault in kind.faults}
    spare = [slot for slot in words.AGREES if slot in spoken_of and chance.random() < 0.25]
    return [slot for slot in dict.fromkeys([*needed, *spare]) if slot is not None and chance.random() < 0.4]


def _words(
    kind: Kind,
    state: State,
    language: str,
    by_system: bool,
    mind: Mapping[str, bool | float],
    said: Sequence[str],
    chance: random.Random,
) -> str:
    """What the customer says, or what the agent has noted down."""

    def one(lines: Mapping[str, tuple[str, ...]]) -> str:
        return chance.choice(lines[language])

    filled: dict[str, Any] = {
        "since": one(words.SINCE),
        "country": chance.choice(words.COUNTRIES),
        "number": state.line.number,
        "other": state.line.other_number,
        "gb": f"{mind['refuel_gb']:g}",
    }
    parts = [one(words.COMPLAINTS[kind.complaint])]
    if kind.complaint in words.CLAIMS and TRUE_CLAIMS[kind.complaint](state) and chance.random() < 0.5:
        parts.append(one(words.CLAIMS[kind.complaint]))
    if chance.random() < 0.3:
        parts.insert(0, one(words.GREETINGS))
    if chance.random() < 0.3:
        parts.append(one(words.ASIDES))
    if state.place.abroad and kind.complaint != "roaming":
        parts.append(one(words.ABROAD))
    if not by_system:
        parts.append(one(words.NUMBER))
    if kind.complaint == "lost" and chance.random() < 0.5:
        parts.append(one(words.OTHER_NUMBER))
    if kind.complaint in words.SOLVED and chance.random() < (0.6 if kind.complaint == "slow-data" else 0.3):
        parts.append(one(words.SOLVED[kind.complaint]))
    parts += [one((words.AGREES if mind[slot] else words.REFUSES)[slot]) for slot in said]
    text = " ".join(part.format(**filled) for part in parts)
    return _misspelt(text, chance) if language == words.ENGLISH and chance.random() < 0.25 else text


def _misspelt(text: str, chance: random.Random) -> str:
    """Some words with two letters swapped or one left out, as hasty fingers write; numbers and names stay."""
    written = []
    for word in text.split(" "):
        if len(word) > 4 and word.isalpha() and word.islower() and chance.random() < 0.2:
            at = chance.randrange(1, len(word) - 2)
            swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
            written.append(swapped if chance.random() < 0.5 else word[:at] + word[at + 1 :])
        else:
            written.append(word)
    return " ".join(written)
