"""The starter flows lead simulated customers, with one to nine faults, to the right end: nothing needless, nothing unsafe."""

from __future__ import annotations

from functools import lru_cache

import pytest

from t2r.flows import Done, Engine, Flows, Outcome
from t2r.flows.slots import slots_of
from t2r.simulated import World, catalogue
from t2r.simulated.tickets import FLOWS, Ticket, tickets

SEED, EACH = 20260, 8  # of every flow
FINE = (Outcome.SOLVED, Outcome.NOTHING_WRONG)


@lru_cache(1)
def starter() -> Flows:
    return Flows.starter()


def lead(ticket: Ticket) -> tuple[Done, World]:
    """Drive a ticket with the customer at the phone, who is asked only what no tool can tell."""
    world = ticket.open()
    desk = catalogue(world)
    context = {"flow": ticket.kind.flow, "ask": ["agent", "customer"], "now": world.now.isoformat()}
    slots = {**slots_of(ticket.words, home="US"), **ticket.slots}
    session = Engine(clock=lambda: world.now.timestamp()).open(ticket.words, desk, starter(), slots, context)
    while not isinstance(step := session.next(), Done):
        if step.tool.startswith("ask_"):
            session.observe(step, ticket.answer(str(step.arguments["fact"]), world))
        else:
            result = desk.call(step.tool, step.arguments, idempotency_key=step.id)
            session.observe(step, result.output, result.error)
    return step, world


@pytest.mark.parametrize(
    "ticket", tickets(SEED, EACH * len(FLOWS)), ids=lambda ticket: f"{ticket.kind.flow}-{ticket.id}"
)
def test_a_ticket_comes_to_its_right_end(ticket: Ticket) -> None:
    done, world = lead(ticket)
    assert world.goal(world.state) is (done.outcome in FINE), done.reason
    assert done.outcome in FINE or done.outcome == ticket.expected, done.reason
    assert [(record.tool, record.needless) for record in world.records if record.needless] == []
    assert [(record.tool, record.unsafe) for record in world.records if record.unsafe] == []
