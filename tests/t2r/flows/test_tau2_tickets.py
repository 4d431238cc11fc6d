"""The outside carrier's tickets, led on its own tool names: several faults at once, desks that answer in other forms."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from t2r.flows import Actor, Done, Engine, Flows, Outcome, Tool, ToolResult
from t2r.flows.slots import slots_of
from t2r.simulated import mobile
from t2r.simulated.state import State
from tests.t2r.simulated.manual_phone import VOICES, ManualPhone

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "tau2_telecom"
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the carrier's manual (../shared/data/tau2_telecom) is not here"
)

NUMBER, CUSTOMER, LINE, BILL = "555-123-2002", "C1001", "L1002", "B1234321"
AT_DESK = {"customer_id": CUSTOMER, "line_id": LINE}
DESK_ONLY = {
    "get_customer_by_phone",
    "get_details_by_id",
    "get_bills_for_customer",
    "get_data_usage",
}  # "You can look up customer information"


@dataclass(frozen=True)
class Fault:
    """How a fault begins, and the changes that mend it (None: nobody at the desk may)."""

    begin: tuple[str, Mapping[str, Any]]
    mend: tuple[tuple[str, Mapping[str, Any]], ...] | None
    part: str = ""


PERMISSION = {name: {"app_name": "messaging", "permission": name} for name in ("sms", "storage")}
SUSPENDED = {"new_bill_id": BILL, "contract_ended": False}
NEWEST = (("set_network_mode_preference", {"mode": "4g_5g_preferred"}),)
APN = (("reset_apn_settings", {}), ("reboot_device", {}))
FAULTS = {
    "airplane": Fault(("turn_airplane_mode_on", {}), (("toggle_airplane_mode", {}),)),
    "unseated": Fault(("unseat_sim_card", {}), (("reseat_sim_card", {}),), "sim"),
    "pin": Fault(("lock_sim_card", {"mode": "pin"}), None, "sim"),
    "puk": Fault(("lock_sim_card", {"mode": "puk"}), None, "sim"),
    "apn": Fault(("break_apn_settings", {}), APN),
    "bill": Fault(
        ("suspend_line_for_overdue_bill", SUSPENDED),
        (
            ("send_payment_request", {"customer_id": CUSTOMER, "bill_id": BILL}),
            ("make_payment", {}),
            ("resume_line", AT_DESK),
            ("reboot_device", {}),
        ),
        "line",
    ),
    "contract": Fault(("suspend_line_for_overdue_bill", {**SUSPENDED, "contract_ended": True}), None, "line"),
    "data_off": Fault(("turn_data_off", {}), (("toggle_data", {}),)),
    "phone_roaming": Fault(("turn_roaming_off", {}), (("toggle_roaming", {}),)),
    "line_roaming": Fault(("disable_roaming", {}), (("enable_roaming", AT_DESK),)),
    "usage": Fault(("set_data_usage", {"data_used_gb": 15.1}), (("refuel_data", {**AT_DESK, "gb_amount": 2.0}),)),
    "saver": Fault(("turn_data_saver_mode_on", {}), (("toggle_data_saver_mode", {}),)),
    "2g": Fault(("set_network_mode_preference", {"mode": "2g_only"}), NEWEST, "mode"),
    "3g": Fault(("set_network_mode_preference", {"mode": "3g_only"}), NEWEST, "mode"),
    "vpn": Fault(("break_vpn", {}), (("disconnect_vpn", {}),)),
    "wifi_calling": Fault(("set_wifi_calling", {"enabled": True, "mms_over_wifi": True}), (("toggle_wifi_calling", {}),)),
    "mmsc": Fault(("break_apn_mms_setting", {}), APN),
    "sms": Fault(("remove_app_permission", PERMISSION["sms"]), (("grant_app_permission", PERMISSION["sms"]),)),
    "storage": Fault(("remove_app_permission", PERMISSION["storage"]), (("grant_app_permission", PERMISSION["storage"]),)),
}  # fmt: skip
SERVICE = ("airplane", "unseated", "pin", "puk", "apn", "bill", "contract")
DATA = (*SERVICE, "data_off", "phone_roaming", "line_roaming", "usage")
POOLS = {
    "no-service": SERVICE,
    "slow-data": (*DATA, "saver", "2g", "3g", "vpn"),
    "mms": (*DATA, "2g", "wifi_calling", "mmsc", "sms", "storage"),
}
GOALS: Mapping[str, Callable[[State], bool]] = {
    "no-service": mobile.has_service,
    "slow-data": mobile.data_is_fast,
    "mms": mobile.can_send_mms,
}
WORDS = (
    "Customer name: John Smith, phone number: 555-123-2002, current location: {place}. They gave permission to pay all their "
    "overdue bills. They will not change their mobile data plan but they will refuel 2.0 GB of data if necessary."
)
FORMS = ("as it is", "one record in JSON text", "lines of fields", "as Python prints it")


@lru_cache(1)
def carrier() -> Flows:
    return Flows.starter(binding="tau2_telecom")


class Desk:
    """The carrier, with a desk that answers in another form, or lacks a look-up."""

    def __init__(self, phone: ManualPhone, form: str = "as it is", without: frozenset[str] = frozenset()) -> None:
        self.phone, self.form, self.without = phone, form, without

    def tools(self) -> Mapping[str, Tool]:
        return {name: tool for name, tool in self.phone.tools().items() if name not in self.without}

    def call(self, name: str, arguments: Mapping[str, Any], *, idempotency_key: str) -> ToolResult:
        result = self.phone.call(name, arguments, idempotency_key=idempotency_key)
        output = (
            json.loads(result.output) if isinstance(result.output, str) and result.output[:1] in "{[" else result.output
        )
        if name not in DESK_ONLY or self.form == "as it is" or result.error:
            return result
        records = output.get("bills", output) if isinstance(output, dict) else output
        return ToolResult(FORM[self.form](records))


def _lines(data: Any) -> str:
    if isinstance(data, list):
        return "\n\n".join(map(_lines, data))
    plain = {
        name: value
        for name, value in data.items()
        if not isinstance(value, dict) and name not in ("line_items", "payment_methods")
    }
    return "\n".join(
        f"{name.replace('_', ' ').title()}: {', '.join(v) if isinstance(v, list) else v}" for name, v in plain.items()
    )


FORM: Mapping[str, Callable[[Any], str]] = {
    "one record in JSON text": json.dumps,
    "lines of fields": _lines,
    "as Python prints it": lambda data: repr(data) if isinstance(data, list) else f"Record({', '.join(f'{k}={v!r}' for k, v in data.items())})",
}  # fmt: skip


def lead(words: str, flow: str, desk: Desk) -> Done:
    """Drive a session from outside, as a host with its own loop does."""
    session = Engine().open(words, desk, carrier(), slots=slots_of(words, home="US"), context={"flow": flow})
    while not isinstance(step := session.next(), Done):
        result = desk.call(step.tool, step.arguments, idempotency_key=step.id)
        session.observe(step, result.output, result.error)
    return step


def written(done: list[tuple[str, str, dict[str, Any]]]) -> Counter[str]:
    return Counter(
        f"{name} {json.dumps(arguments, sort_keys=True)}"
        for _, name, arguments in done
        if name != "transfer_to_human_agents"
    )


def mending(faults: list[str]) -> Counter[str]:
    """Every change that is needed; resetting and restarting are needed at least once, and seldom oftener."""
    return Counter(
        f"{name} {json.dumps(arguments, sort_keys=True)}"
        for fault in faults
        for name, arguments in FAULTS[fault].mend or ()
    )


@dataclass(frozen=True)
class Ticket:
    """A customer with several faults."""

    flow: str
    abroad: bool
    faults: tuple[str, ...]

    def phone(self, voice: int) -> ManualPhone:
        phone = ManualPhone(FOLDER, NUMBER, voice)
        phone.begin("set_user_location", {"abroad": self.abroad})
        if self.abroad and "phone_roaming" not in self.faults:
            phone.begin("turn_roaming_on", {})
        for fault in self.faults:
            phone.begin(*FAULTS[fault].begin)
        return phone

    @property
    def words(self) -> str:
        return WORDS.format(place="abroad in France" if self.abroad else "at home in the United States")


def tickets(seed: int, count: int) -> list[Ticket]:
    chance = random.Random(seed)
    drawn = []
    for nth in range(count):
        flow = tuple(POOLS)[nth % len(POOLS)]
        abroad = flow != "no-service" and chance.random() < 0.5
        pool = [name for name in POOLS[flow] if abroad or "roaming" not in name]
        if chance.random() < 0.6:
            pool = [name for name in pool if FAULTS[name].mend is not None]
        chosen: list[str] = []
        for name in chance.sample(pool, min(len(pool), chance.randint(1, 9))):
            if not FAULTS[name].part or FAULTS[name].part not in {FAULTS[each].part for each in chosen}:
                chosen.append(name)
        drawn.append(Ticket(flow, abroad, tuple(chosen)))
    return drawn


@pytest.mark.parametrize(("nth", "ticket"), list(enumerate(tickets(7, 90))))
def test_any_number_of_faults_is_mended_with_nothing_needless_or_handed_over(nth: int, ticket: Ticket) -> None:
    phone = ticket.phone(nth % VOICES)
    done = lead(ticket.words, ticket.flow, Desk(phone))
    needed, made = mending(list(ticket.faults)), written(phone.done)
    assert set(made) <= set(needed)
    if any(FAULTS[fault].mend is None for fault in ticket.faults):
        assert done.outcome is Outcome.ESCALATED
        assert [name for _, name, _ in phone.done].count("transfer_to_human_agents") == 1
        assert phone.line["status"] == ("Suspended" if "contract" in ticket.faults else "Active")
    else:
        assert done.outcome is Outcome.SOLVED
        assert GOALS[ticket.flow](phone.state)
        assert set(made) == set(needed)
        assert all(count == 1 for change, count in made.items() if not change.startswith("reboot"))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "without", [frozenset(), frozenset({"get_bills_for_customer"})], ids=["all look-ups", "no list of bills"]
)
def test_a_desk_may_answer_in_any_form(form: str, without: frozenset[str]) -> None:
    ticket = Ticket("slow-data", True, ("bill", "line_roaming", "usage"))
    phone = ticket.phone(0)
    assert lead(ticket.words, ticket.flow, Desk(phone, form, without)).outcome is Outcome.SOLVED
    assert written(phone.done) == mending(list(ticket.faults))


NO_CONSENT = "Customer name: John Smith, phone number: 555-123-2002, at home in the United States."


@pytest.mark.parametrize(
    ("flow", "fault", "words"),
    [
        ("no-service", "bill", NO_CONSENT),
        ("slow-data", "usage", NO_CONSENT),
        ("slow-data", "usage", f"{NO_CONSENT} They do not want to refuel data."),
        ("slow-data", "usage", f"{NO_CONSENT} They will refuel 5 GB of data if necessary."),
    ],
    ids=["silent about bills", "silent about data", "no data wanted", "more than may be added"],
)
def test_no_money_is_spent_without_consent_to_just_that(flow: str, fault: str, words: str) -> None:
    phone = Ticket(flow, False, (fault,)).phone(0)
    assert lead(words, flow, Desk(phone)).outcome is Outcome.ESCALATED
    assert not written(phone.done)


def test_what_the_customer_agreed_to_is_bought_and_no_more() -> None:
    phone = Ticket("slow-data", False, ("usage",)).phone(0)
    done = lead(f"{NO_CONSENT} They will refuel 1 GB of data if necessary.", "slow-data", Desk(phone))
    assert done.outcome is Outcome.SOLVED
    assert [(name, arguments["gb_amount"]) for _, name, arguments in phone.done] == [("refuel_data", 1.0)]


def test_nothing_is_bought_that_would_not_bring_data_back() -> None:
    phone = ManualPhone(FOLDER, NUMBER)
    phone.begin("set_data_usage", {"data_used_gb": 21.0})
    assert lead(Ticket("slow-data", False, ()).words, "slow-data", Desk(phone)).outcome is Outcome.ESCALATED
    assert not written(phone.done)


def test_a_trouble_that_is_over_is_left_alone() -> None:
    phone = ManualPhone(FOLDER, NUMBER)
    phone.begin("turn_data_saver_mode_on", {})
    assert lead(Ticket("no-service", False, ()).words, "no-service", Desk(phone)).outcome is Outcome.NOTHING_WRONG
    assert not phone.done


def test_every_tool_of_the_binding_is_named_by_the_carrier() -> None:
    named = set(
        re.findall(r"\b[a-z]+(?:_[a-z]+)+\b", " ".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.*")))
    )
    binding = carrier().binding
    tools = {reading.tool for reading in binding.readings} | {action.tool for action in binding.actions.values()}
    assert tools - named <= DESK_ONLY
    assert binding.escalate is not None
    assert binding.escalate.tool == "transfer_to_human_agents"


def test_the_customer_does_what_is_done_on_the_phone() -> None:
    tools = ManualPhone(FOLDER, NUMBER).tools()
    at_phone = {
        action.tool for action in carrier().binding.actions.values() if tools[action.tool].actor is Actor.CUSTOMER
    }
    assert {"toggle_data", "reboot_device", "make_payment"} <= at_phone
