"""Customers for cases: one for a line and flow, with a few troubles that the flow is there for."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from t2r.simulated.customers import tools_of
from t2r.simulated.tickets import FLOWS


@dataclass(frozen=True)
class Case:
    line: str | None
    flow: str | None


@pytest.mark.parametrize("flow", FLOWS)
def test_a_customer_has_the_line_and_a_trouble_of_that_kind(flow: str) -> None:
    world = tools_of(Case("919800000001", flow)).world
    assert world.state.line.number == "+919800000001"
    assert not world.goal(world.state)
    assert world.state.place.outage_id is None


def test_the_same_line_and_flow_is_the_same_customer() -> None:
    first = tools_of(Case("919800000002", "mms"))
    assert tools_of(Case("919800000002", "mms")) is first
    assert tools_of(Case("919800000003", "mms")) is not first
    assert tools_of(Case("919800000002", "wifi")) is not first


@pytest.mark.parametrize("case", [Case(None, None), Case(None, "mms"), Case("919800000001", "a-flow-of-the-host")])
def test_also_without_a_line_or_a_known_flow_there_are_tools(case: Case) -> None:
    assert "read_outage" in tools_of(case).tools()
