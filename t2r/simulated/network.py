"""A simulated customer as the network knows the line: both must say the same of its account, and of the outage over it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from t2r.simulated import mobile
from t2r.simulated.faults import SINCE
from t2r.simulated.state import Bill, State

# What the account feed calls the line (diagnostics.records.LineStatus), and what the desk's tools call it and its reason.
STANDING = {
    "active": ("active", "none"),
    "suspended_for_credit": ("suspended", "overdue_bill"),
    "suspended_on_request": ("suspended", "customer_request"),
    "suspended_by_operator": ("suspended", "misuse"),
    "closed": ("closed", "none"),
}
# Of the categories of operator-determined barring (diagnostics.records.Odb) those that the world knows.
BARRED = {
    "outgoing_calls": "outgoing_calls",
    "incoming_calls": "incoming_calls",
    "packet_services": "data",
    "short_messages": "sms",
}


def agree(state: State, account: Mapping[str, Any]) -> None:
    """Bring an account to what the network's readings say of it; what they do not say stays."""
    if (standing := account.get("account_status")) in STANDING:
        _stand(state, *STANDING[standing])
    if "sim_status" in account:
        _activate(state, account["sim_status"])
    if "equipment_status" in account:
        state.line.imei_blocked = account["equipment_status"] == "blocked"
    if "barring_categories" in account:
        _bar(state, account["barring_categories"].split("|"))
    if "roaming_allowed" in account:
        state.line.roaming = account["roaming_allowed"]
    if "data_used" in account:  # a share of the limit
        line = state.line
        line.used_gb = round(account["data_used"] * (line.limit_gb + line.refuelled_gb), 2)
    if account:  # the preference is in the export only where there is one
        wanted = state.line.do_not_disturb
        state.line.do_not_disturb = (
            (wanted if wanted != "off" else "promotional") if "do_not_disturb" in account else "off"
        )
    mobile.settle(state)


def stand_under(state: State, facts: Mapping[str, Mapping[str, Any]]) -> None:
    """Let the outages that the network knows of over the line stand, and no other: nothing works until they end."""
    for part, product in ((state.place, "mobile"), (state.home, "fixed")):
        stands = facts.get(f"{product}_outage", {}).get("value") is True
        part.outage_id = str(facts[f"{product}_outage_id"]["value"]) if stands else None
    mobile.settle(state)


def _stand(state: State, status: str, reason: str) -> None:
    line, account = state.line, state.account
    if reason == "overdue_bill" and account.kind == "prepaid":
        reason, line.validity_over = "validity_over", True
    elif reason == "overdue_bill" and not any(bill.status == "overdue" for bill in account.bills):
        account.bills.append(Bill(f"BILL-{len(account.bills) + 1}", 27.5))
    if (line.status, line.suspension_reason) == (status, reason):
        return
    line.status, line.suspension_reason = status, reason
    line.suspended_since = SINCE if status == "suspended" else None
    if status == "active":
        line.validity_over = line.reported_lost = False


def _activate(state: State, sim: str) -> None:
    line = state.line
    if sim == "active":
        line.activation = "done"
    elif sim == "not_activated" and line.activation == "done":
        line.activation = "stuck"
    elif sim == "blocked":
        line.reported_lost = True


def _bar(state: State, categories: list[str]) -> None:
    """What the operator has barred; what customers bar themselves is no matter of the operator's, and stays."""
    line = state.line
    barred = {BARRED[category] for category in categories if category in BARRED}
    if barred:
        line.barred, line.bar_placed_by = barred, "operator"
    elif line.bar_placed_by in ("operator", "credit"):
        line.barred, line.bar_placed_by = set(), "nobody"
