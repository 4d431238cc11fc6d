"""A phone and a carrier's desk that speak the tool names and the prose of an outside carrier's manual, over our simulated phone.

Written by us from the manual's description (docs of `../shared/data/tau2_telecom`): a second face of `t2r.simulated`, in several voices,
because a description of a tool's answer leaves its wording open.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from t2r.flows.catalogue import Actor, Tool, ToolKind, ToolResult
from t2r.simulated import mobile
from t2r.simulated.state import State

VOICES = 3
NOW = "2025-02-25"
SPEEDS = {
    "none": "no connection",
    "very_poor": "Very Poor",
    "poor": "Poor",
    "fair": "Fair",
    "good": "Good",
    "excellent": "Excellent",
}
BARS = {
    "none": "📵 No Signal",
    "poor": "📶¹ Poor",
    "fair": "📶² Fair",
    "good": "📶³ Good",
    "excellent": "📶⁴ Excellent",
}

READS = {
    "check_status_bar": (), "check_network_status": (), "check_network_mode_preference": (), "check_sim_status": (),
    "check_data_restriction_status": (), "check_apn_settings": (), "check_wifi_status": (), "check_wifi_calling_status": (),
    "check_vpn_status": (), "check_installed_apps": (), "check_app_status": ("app_name",), "check_app_permissions": ("app_name",),
    "run_speed_test": (), "can_send_mms": (), "check_payment_request": (),
}  # fmt: skip
FIXES = {
    "set_network_mode_preference": ("mode",), "toggle_airplane_mode": (), "reseat_sim_card": (), "toggle_data": (),
    "toggle_roaming": (), "toggle_data_saver_mode": (), "reset_apn_settings": (), "toggle_wifi": (),
    "toggle_wifi_calling": (), "connect_vpn": (), "disconnect_vpn": (), "grant_app_permission": ("app_name", "permission"),
    "reboot_device": (), "make_payment": (),
}  # fmt: skip
LOOK_UPS = {
    "get_customer_by_phone": ("phone_number",), "get_customer_by_id": ("customer_id",), "get_details_by_id": ("id",),
    "get_bills_for_customer": ("customer_id",), "get_data_usage": ("customer_id", "line_id"),
}  # fmt: skip
CHANGES = {
    "send_payment_request": ("customer_id", "bill_id"), "resume_line": ("customer_id", "line_id"),
    "enable_roaming": ("customer_id", "line_id"), "refuel_data": ("customer_id", "line_id", "gb_amount"),
}  # fmt: skip


class ManualPhone:
    """One customer of the carrier, with the phone in the hand; `done` holds every change that was made."""

    def __init__(self, folder: Path, number: str, voice: int = 0) -> None:
        self.state = State()
        self.state.place.at_home = False
        self.state.phone.network_mode = "4g_5g_preferred"
        self.desk = tomllib.loads((folder / "db.toml").read_text(encoding="utf-8"))
        self.number, self.voice = number, voice
        self.line = next(line for line in self.desk["lines"] if line["phone_number"] == number)
        self.customer = next(each for each in self.desk["customers"] if self.line["line_id"] in each["line_ids"])
        self.plan = next(plan for plan in self.desk["plans"] if plan["plan_id"] == self.line["plan_id"])
        self.state.line.volte = True
        self.done: list[tuple[str, str, dict[str, Any]]] = []
        self._answered: dict[str, ToolResult] = {}
        self._sync()

    def begin(self, name: str, arguments: Mapping[str, Any]) -> None:
        """Make what one of a task's initial actions says."""
        phone, sim = self.state.phone, self.state.phone.sim
        steps: Mapping[str, Callable[[], None]] = {
            "set_user_info": lambda: None,
            "simulate_network_search": lambda: None,
            "set_user_location": lambda: setattr(self.state.place, "abroad", arguments["abroad"]),
            "turn_roaming_off": lambda: setattr(phone, "data_roaming", False),
            "turn_roaming_on": lambda: setattr(phone, "data_roaming", True),
            "enable_roaming": lambda: self.line.update(roaming_enabled=True),
            "disable_roaming": lambda: self.line.update(roaming_enabled=False),
            "turn_data_off": lambda: setattr(phone, "mobile_data", False),
            "turn_data_saver_mode_on": lambda: setattr(phone, "data_saver", True),
            "set_network_mode_preference": lambda: setattr(phone, "network_mode", arguments["mode"]),
            "break_vpn": lambda: setattr(phone, "vpn", "slow"),
            "set_data_usage": lambda: self.line.update(data_used_gb=arguments["data_used_gb"]),
            "turn_airplane_mode_on": lambda: setattr(phone, "airplane_mode", True),
            "unseat_sim_card": lambda: setattr(sim, "seated", False),
            "lock_sim_card": lambda: setattr(sim, "lock", arguments["mode"]),
            "break_apn_settings": self._break_apn,
            "break_apn_mms_setting": self._break_mmsc,
            "suspend_line_for_overdue_bill": lambda: self._suspend(
                arguments["new_bill_id"], arguments["contract_ended"]
            ),
            "set_wifi_calling": lambda: self._wifi_calling(arguments["enabled"], arguments["mms_over_wifi"]),
            "remove_app_permission": lambda: phone.permissions.discard(arguments["permission"]),
        }
        steps[name]()
        self._sync()

    def tools(self) -> Mapping[str, Tool]:
        """The tools of the manual, those of the tasks, and the desk's look-ups."""
        groups = (
            (READS, ToolKind.READ, Actor.CUSTOMER),
            (FIXES, ToolKind.WRITE, Actor.CUSTOMER),
            (LOOK_UPS, ToolKind.READ, Actor.SYSTEM),
            (CHANGES, ToolKind.WRITE, Actor.SYSTEM),
            ({"transfer_to_human_agents": ("summary",)}, ToolKind.ESCALATE, Actor.SYSTEM),
        )
        return {
            name: Tool(name, kind, actor, {"type": "object", "properties": {each: {} for each in names}})
            for tools, kind, actor in groups
            for name, names in tools.items()
        }

    def call(self, name: str, arguments: Mapping[str, Any], *, idempotency_key: str) -> ToolResult:
        """Carry a call out, once for each key."""
        if idempotency_key not in self._answered:
            self._answered[idempotency_key] = self._call(name, arguments)
        return self._answered[idempotency_key]

    def _call(self, name: str, arguments: Mapping[str, Any]) -> ToolResult:
        tool = self.tools()[name]
        if tool.kind is not ToolKind.READ:
            self.done.append(("user" if tool.actor is Actor.CUSTOMER else "assistant", name, dict(arguments)))
        output = getattr(self, name)(**arguments)
        self._sync()
        return output if isinstance(output, ToolResult) else ToolResult(output)

    # The phone, as the manual says that it answers

    def check_status_bar(self) -> str:
        phone, shown = self.state.phone, []
        if phone.airplane_mode:
            shown.append("✈️ Airplane Mode")
        else:
            shown += [BARS[self._signal()], *([mobile.technology(self.state)] if self._signal() != "none" else [])]
            shown.append("📱 Data Enabled" if phone.mobile_data else "📵 Data Disabled")
        if phone.data_saver:
            shown.append("🔽 Data Saver")
        if phone.vpn != "off":
            shown.append("🔒 VPN Connected")
        shown.append("🔋 80%")
        return ("Status Bar: " + " | ".join(shown), " | ".join(shown), "\n".join(shown))[self.voice]

    def check_network_status(self) -> str:
        phone = self.state.phone
        fields = {
            "Airplane Mode": _on(phone.airplane_mode),
            "SIM Card Status": self._sim_word(),
            "Cellular Connection": "connected" if mobile.has_service(self.state) else "no_service",
            "Cellular Signal": self._signal(),
            "Cellular Network Type": mobile.technology(self.state),
            "Mobile Data Enabled": ("Yes", "true", "ON")[self.voice]
            if phone.mobile_data
            else ("No", "false", "OFF")[self.voice],
            "Data Roaming Enabled": ("Yes", "true", "ON")[self.voice]
            if phone.data_roaming
            else ("No", "false", "OFF")[self.voice],
            "Wi-Fi Radio": "OFF",
            "Wi-Fi Connected": "No",
        }
        return "\n".join(f"{name}: {value}" for name, value in fields.items())

    def check_network_mode_preference(self) -> str:
        mode = self.state.phone.network_mode
        return (f"Network Mode Preference: {mode}", f"Your phone prefers {mode}.", mode)[self.voice]

    def check_sim_status(self) -> str:
        status = mobile.sim_status(self.state)
        words = {
            "active": (
                "Your SIM card is active and working.",
                "SIM status: Active",
                "The SIM is Active.",
            ),
            "missing": (
                "No SIM card detected in the phone.",
                "SIM status: Missing",
                "The SIM is Missing.",
            ),
            "locked_pin": (
                "The SIM card is locked with a PIN code.",
                "SIM status: Locked (PIN)",
                "The SIM is locked with PIN.",
            ),
            "locked_puk": (
                "The SIM card is locked with a PUK code.",
                "SIM status: Locked (PUK)",
                "The SIM is locked with PUK.",
            ),
        }
        return words[status][self.voice]

    def check_data_restriction_status(self) -> str:
        saver = _on(self.state.phone.data_saver)
        return (
            f"Data Saver mode is {saver}.",
            f"Data Saver Mode: {saver}\nBackground data restricted globally: No",
            f"Data saver: {saver.lower()}",
        )[self.voice]

    def check_apn_settings(self) -> str:
        phone = self.state.phone
        name = "internet" if phone.apn_correct else ("INCORRECT", "Incorrect", "incorrect")[self.voice]
        mmsc = "http://mms.carrier.com/mms/wapenc" if phone.mmsc_set else ("Not Set", "not set", "None")[self.voice]
        return (
            f"Current APN Name: {name}\nMMSC URL (for picture messages): {mmsc}",
            f"APN name: {name}. MMSC URL: {mmsc}",
            f"apn_name: {name}\nmmsc_url: {mmsc}",
        )[self.voice]

    def check_wifi_status(self) -> str:
        return "Wi-Fi is turned OFF."

    def check_wifi_calling_status(self) -> str:
        return f"Wi-Fi Calling is {_on(self.state.phone.wifi_calling)}."

    def check_vpn_status(self) -> str:
        if self.state.phone.vpn == "off":
            return ("VPN is OFF.", "No active VPN connection.", "VPN is not connected")[self.voice]
        speed = "Poor" if self.state.phone.vpn == "slow" else "Excellent"
        return f"VPN is ON and connected.\nServer performance: {speed}"

    def check_installed_apps(self) -> str:
        return "Installed apps: messaging, browser"

    def check_app_status(self, app_name: str) -> str:
        return self.check_app_permissions(app_name)

    def check_app_permissions(self, app_name: str) -> str:
        granted = ", ".join(sorted(self.state.phone.permissions)) or "none"
        return f"App '{app_name}' has permission for: {granted}."

    def run_speed_test(self) -> str:
        mbps = mobile.mobile_mbps(self.state)
        word = SPEEDS[mobile.rating(mbps)]
        if not mbps:
            return ("Speed test failed: no connection.", "No Connection", "no connection")[self.voice]
        return (f"Speed test: {mbps:.2f} Mbps ({word}).", f"Download speed: {word} ({mbps:.1f} Mbps)", word)[self.voice]

    def can_send_mms(self) -> str:
        if mobile.can_send_mms(self.state):
            return "Your messaging app can send MMS messages."
        return (
            "Your messaging app cannot send MMS messages.",
            "Your messaging app can not send MMS messages.",
            "Your messaging app can't send MMS messages.",
        )[self.voice]

    def check_payment_request(self) -> str:
        bill = self._requested()
        if bill is None:
            return "You have no payment request."
        return f"You have a payment request for bill {bill['bill_id']} with an amount of ${bill['total_due']:.2f}."

    def set_network_mode_preference(self, mode: str) -> str:
        self.state.phone.network_mode = mode
        return f"Preferred network mode is now {mode}."

    def toggle_airplane_mode(self) -> str:
        return self._toggle("airplane_mode", "Airplane Mode")

    def toggle_data(self) -> str:
        return self._toggle("mobile_data", "Mobile Data")

    def toggle_roaming(self) -> str:
        return self._toggle("data_roaming", "Data Roaming")

    def toggle_data_saver_mode(self) -> str:
        return self._toggle("data_saver", "Data Saver Mode")

    def toggle_wifi_calling(self) -> str:
        return self._toggle("wifi_calling", "Wi-Fi Calling")

    def toggle_wifi(self) -> str:
        return "Wi-Fi is now ON."

    def reseat_sim_card(self) -> str:
        self.state.phone.sim.seated = True
        return "You have taken the SIM card out and put it back."

    def reset_apn_settings(self) -> str:
        self.state.phone.apn_correct = self.state.phone.mmsc_set = True
        return "The APN settings will be the default ones after a reboot."

    def reboot_device(self) -> str:
        mobile.restart(self.state)
        return "The phone was restarted."

    def connect_vpn(self) -> str:
        self.state.phone.vpn = "good"
        return "VPN connected."

    def disconnect_vpn(self) -> str:
        self.state.phone.vpn = "off"
        return "VPN disconnected."

    def grant_app_permission(self, app_name: str, permission: str) -> str:
        self.state.phone.permissions.add(permission)
        return f"Permission '{permission}' granted to app '{app_name}'."

    def make_payment(self) -> ToolResult:
        bill = self._requested()
        if bill is None:
            return ToolResult(error="there is no payment request")
        bill["status"] = "Paid"
        return ToolResult(f"Payment of ${bill['total_due']:.2f} made.")

    # The desk: records

    def get_customer_by_phone(self, phone_number: str) -> ToolResult:
        mine = [self.customer["phone_number"], *(line["phone_number"] for line in self._lines())]
        return self._record(self.customer if phone_number in mine else None)

    def get_customer_by_id(self, customer_id: str) -> ToolResult:
        return self._record(self.customer if customer_id == self.customer["customer_id"] else None)

    def get_details_by_id(self, id: str) -> ToolResult:
        keys = {"lines": "line_id", "plans": "plan_id", "bills": "bill_id", "devices": "device_id"}
        found = [each for table, key in keys.items() for each in self.desk[table] if each[key] == id]
        return self._record(found[0] if found else None)

    def get_bills_for_customer(self, customer_id: str) -> ToolResult:
        bills = [bill for bill in self.desk["bills"] if bill["customer_id"] == customer_id]
        return ToolResult((bills, json.dumps(bills), {"bills": bills})[self.voice])

    def get_data_usage(self, customer_id: str, line_id: str) -> ToolResult:
        used = {key: self.line[key] for key in ("line_id", "data_used_gb", "data_refueling_gb")}
        return self._record({**used, "data_limit_gb": self.plan["data_limit_gb"]})

    def send_payment_request(self, customer_id: str, bill_id: str) -> ToolResult:
        if self._requested() is not None:
            return ToolResult(error="a bill is awaiting payment already")
        bill = next(bill for bill in self.desk["bills"] if bill["bill_id"] == bill_id)
        bill["status"] = "Awaiting Payment"
        return ToolResult(f"Payment request sent for bill {bill_id}")

    def resume_line(self, customer_id: str, line_id: str) -> ToolResult:
        if self.line["status"] != "Suspended":
            return ToolResult(error="the line is not suspended")
        self.line["status"] = "Active"
        return ToolResult({"message": "Line resumed", "line": dict(self.line)})

    def enable_roaming(self, customer_id: str, line_id: str) -> str:
        self.line["roaming_enabled"] = True
        return "Roaming enabled"

    def refuel_data(self, customer_id: str, line_id: str, gb_amount: float) -> ToolResult:
        self.line["data_refueling_gb"] += gb_amount
        return ToolResult({"message": f"{gb_amount} GB added"})

    def transfer_to_human_agents(self, summary: str) -> str:
        return "Transfer successful"

    # Underneath

    def _lines(self) -> list[dict[str, Any]]:
        return [line for line in self.desk["lines"] if line["line_id"] in self.customer["line_ids"]]

    def _record(self, record: Mapping[str, Any] | None) -> ToolResult:
        if record is None:
            return ToolResult(error="not found")
        return ToolResult(record if self.voice == 0 else json.dumps(record))

    def _requested(self) -> dict[str, Any] | None:
        bills = (bill for bill in self.desk["bills"] if bill["customer_id"] == self.customer["customer_id"])
        return next((bill for bill in bills if bill["status"] == "Awaiting Payment"), None)

    def _toggle(self, switch: str, name: str) -> str:
        now = not getattr(self.state.phone, switch)
        setattr(self.state.phone, switch, now)
        return f"{name} is now {_on(now)}."

    def _signal(self) -> str:
        return "excellent" if mobile.has_service(self.state) else "none"

    def _sim_word(self) -> str:
        return mobile.sim_status(self.state)

    def _break_apn(self) -> None:
        self.state.phone.apn_correct = self.state.phone.loaded_apn_correct = False

    def _break_mmsc(self) -> None:
        self.state.phone.mmsc_set = self.state.phone.loaded_mmsc_set = False

    def _wifi_calling(self, enabled: bool, mms_over_wifi: bool) -> None:
        self.state.phone.wifi_calling, self.state.phone.wifi_calling_takes_mms = enabled, mms_over_wifi

    def _suspend(self, bill_id: str, contract_ended: bool) -> None:
        bill = {
            "bill_id": bill_id,
            "customer_id": self.customer["customer_id"],
            "period_start": "2025-01-01",
            "period_end": "2025-01-31",
            "issue_date": "2025-01-01",
            "total_due": 75.0,
            "due_date": "2025-01-15",
            "line_items": [],
            "status": "Overdue",
        }
        self.desk["bills"].append(bill)
        self.customer["bill_ids"].append(bill_id)
        self.line.update(status="Suspended", suspension_start_date="2025-02-01")
        if contract_ended:
            self.line["contract_end_date"] = "2025-01-31"
        self.state.phone.must_restart = True

    def _sync(self) -> None:
        """What the desk has changed reaches the phone."""
        line = self.state.line
        line.status = self.line["status"].lower()
        line.roaming = self.line["roaming_enabled"]
        line.used_gb, line.limit_gb = self.line["data_used_gb"], self.plan["data_limit_gb"]
        line.refuelled_gb = self.line["data_refueling_gb"]
        mobile.settle(self.state)


def _on(switch: bool) -> str:
    return "ON" if switch else "OFF"
