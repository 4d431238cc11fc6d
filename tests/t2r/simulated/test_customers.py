"""Customers for cases: one for a line and flow, with a few troubles that the flow is there for, as far as the network agrees."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from t2r.simulated import mobile
from t2r.simulated.customers import tools_of
from t2r.simulated.tickets import FLOWS
from t2r.simulated.truth import truth
from t2r.simulated.world import World

ACTIVE = {
    "account_status": "active",
    "sim_status": "active",
    "equipment_status": "allowed",
    "barring_categories": "none",
    "roaming_allowed": False,
}


@dataclass(frozen=True)
class Case:
    line: str | None
    flow: str | None


@dataclass(frozen=True)
class Seen:
    account: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def unknown() -> None:
    """The network knows no such line."""


def world_of(line: str, flow: str, **account: Any) -> World:
    return tools_of(Case(line, flow), lambda: Seen({**ACTIVE, **account})).world


@pytest.mark.parametrize("flow", FLOWS)
def test_a_customer_has_the_line_and_a_trouble_of_that_kind(flow: str) -> None:
    world = tools_of(Case("919800000001", flow), unknown).world
    assert world.state.line.number == "+919800000001"
    assert not world.goal(world.state)
    assert world.state.place.outage_id is None


def test_the_same_line_and_flow_is_the_same_customer() -> None:
    first = tools_of(Case("919800000002", "mms"), unknown)
    assert tools_of(Case("919800000002", "mms"), unknown) is first
    assert tools_of(Case("919800000003", "mms"), unknown) is not first
    assert tools_of(Case("919800000002", "wifi"), unknown) is not first


@pytest.mark.parametrize("case", [Case(None, None), Case(None, "mms"), Case("919800000001", "a-flow-of-the-host")])
def test_also_without_a_line_or_a_known_flow_there_are_tools(case: Case) -> None:
    assert "read_outage" in tools_of(case, unknown).tools()


@pytest.mark.parametrize("flow", FLOWS)
def test_a_line_that_the_network_calls_active_is_active(flow: str) -> None:
    state = world_of("919800000010", flow).state
    wanted = {
        "line_status": "active", "suspension_reason": "none", "line_blocked": False, "activation_state": "done",
        "imei_blocked": False, "line_roaming": False,
    }  # fmt: skip
    assert {name: truth(state, name) for name in wanted} == wanted
    assert state.line.bar_placed_by in ("nobody", "customer")


@pytest.mark.parametrize(
    ("account", "facts"),
    [
        ({"account_status": "suspended_for_credit"}, {"line_status": "suspended"}),
        (
            {"account_status": "suspended_on_request"},
            {"line_status": "suspended", "suspension_reason": "customer_request"},
        ),
        ({"account_status": "suspended_by_operator"}, {"line_status": "suspended", "suspension_reason": "misuse"}),
        ({"account_status": "closed"}, {"line_status": "closed"}),
        ({"sim_status": "not_activated"}, {"sim_provisioned": False}),
        ({"sim_status": "blocked"}, {"line_blocked": True}),
        ({"equipment_status": "blocked"}, {"imei_blocked": True}),
        (
            {"barring_categories": "outgoing_calls|short_messages"},
            {"outgoing_calls_barred": True, "sms_barred": True, "data_barred": False, "bar_placed_by": "operator"},
        ),
        ({"roaming_allowed": True}, {"line_roaming": True}),
    ],
    ids=str,
)
@pytest.mark.parametrize("flow", ["no-service", "slow-data", "recharge-cap"])
def test_what_the_network_says_of_the_account_its_tools_say_too(
    account: dict[str, Any], facts: dict[str, Any], flow: str
) -> None:
    line = f"9198{zlib.crc32(str(account).encode()) % 10**8:08}"
    state = world_of(line, flow, **account).state
    assert {name: truth(state, name) for name in facts} == facts


def test_who_is_suspended_for_credit_has_something_to_pay_or_to_recharge() -> None:
    for line in range(919800000100, 919800000120):
        state = world_of(str(line), "no-service", account_status="suspended_for_credit").state
        owes = any(bill.status == "overdue" for bill in state.account.bills)
        assert owes if state.account.kind == "postpaid" else state.line.validity_over
        assert not mobile.has_service(state)


@pytest.mark.parametrize(("share", "used_up"), [(0.4, False), (1.0, True)])
def test_used_up_data_is_used_up(share: float, used_up: bool) -> None:
    assert mobile.cap_reached(world_of(f"9198000002{share:.0f}0", "mobile-data", data_used=share).state) is used_up


@pytest.mark.parametrize(("product", "flow"), [("mobile", "no-service"), ("fixed", "broadband-down")])
def test_nothing_works_under_an_outage_until_the_network_says_it_is_over(product: str, flow: str) -> None:
    standing = {f"{product}_outage": {"value": True}, f"{product}_outage_id": {"value": "outage:O-1"}}
    case = Case("919800000300", flow)
    during = tools_of(case, lambda: Seen(ACTIVE, standing)).world
    assert truth(during.state, f"{product}_outage_id") == "outage:O-1"
    assert not truth(during.state, "has_service" if product == "mobile" else "broadband_works")
    after = tools_of(case, lambda: Seen(ACTIVE, {f"{product}_outage": {"value": False}})).world
    assert after is during
    assert truth(after.state, f"{product}_outage") is False
