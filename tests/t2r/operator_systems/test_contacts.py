"""The CRM knows each contact that we have: once, with its customer and its ticket there, and as it ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from t2r.cases.codes import Codes
from t2r.cases.interactions import begin_interaction, end_interaction, link_interaction
from t2r.cases.tables import Case, Direction
from t2r.customers.tables import Customer, Reach, ReachKind
from t2r.database import writing
from t2r.operator_systems import contacts, tickets
from t2r.operator_systems.contacts import ContactExchange
from t2r.operator_systems.systems import Connected, OperatorSystems
from t2r.operator_systems.tables import Copy
from t2r.operator_systems.tickets import TicketExchange
from t2r.tmf import hub

from .conftest import Clock, Operator, Wire

LINE = "919800000001"


class Ours:
    """Our side: agents who talk to customers, and the rounds that tell of it."""

    def __init__(self, database: Engine, codes: Codes, clock: Clock, operator: Operator, wire: Wire) -> None:
        self.database, self.clock, self._operator = database, clock, operator
        ticket_client = operator.client(tickets.NAME, "TMF621-v5", wire, clock)
        client = operator.client(contacts.NAME, "TMF683-v4", wire, clock)
        connected = {
            tickets.NAME: Connected(TicketExchange(ticket_client, database, codes, clock), ticket_client),
            contacts.NAME: Connected(ContactExchange(client, database, clock), client),
        }
        self.systems = OperatorSystems(database, clock, connected)

    def begin(self, **given: Any) -> int:
        with writing(self.database) as session:
            return begin_interaction(
                session, "phone", Direction.INBOUND, "asha", self.clock(), reason="no internet", line=LINE, **given
            ).id

    def round(self) -> None:
        self.clock.on(minutes=1)
        while hub.give_out(self.database, self.clock, self.systems.follow):
            pass
        for name in self.systems.connected:
            self.systems.round(name)

    def theirs(self) -> list[dict[str, Any]]:
        with Session(self.database) as session:
            keys = session.scalars(select(Copy.key).where(Copy.system == contacts.NAME)).all()
        query = {"interactionRelationship.id": ",".join(keys)}
        found = self._operator.http.get("/partyInteraction/v4/partyInteraction", params=query)
        return list(found.json()) if keys else []


@pytest.fixture
def ours(database: Engine, codes: Codes, clock: Clock, operator: Operator, wire: Wire) -> Iterator[Ours]:
    made = Ours(database, codes, clock, operator, wire)
    yield made
    made.systems.close()


def test_a_contact_is_told_and_so_is_its_end(ours: Ours) -> None:
    id = ours.begin()
    ours.round()
    (theirs,) = ours.theirs()
    assert (theirs["reason"], theirs["direction"], theirs["status"]) == ("no internet", "inbound", "inProgress")
    with writing(ours.database) as session:
        end_interaction(session, id, "works again", ours.clock())
    ours.round()
    (theirs,) = ours.theirs()
    assert (theirs["description"], theirs["status"]) == ("works again", "completed")


def test_it_names_the_customer_and_the_ticket_as_they_have_them(ours: Ours, opened: Callable[..., Case]) -> None:
    with writing(ours.database) as session:
        at = ours.clock()
        session.add(
            Customer(id="C-7", version=1, status="active", status_reason="", body={}, created_at=at, updated_at=at)
        )
        session.flush()
        session.add(Reach(customer_id="C-7", kind=ReachKind.LINE, value=LINE))
        case = opened(session).id
    id = ours.begin()
    with writing(ours.database) as session:
        link_interaction(session, id, case, "asha", ours.clock())
    ours.round()
    (theirs,) = ours.theirs()
    with Session(ours.database) as session:
        ticket = session.scalars(select(Copy.theirs).where(Copy.system == tickets.NAME)).one()
    items = {each["item"]["role"]: each["item"]["id"] for each in theirs["interactionItem"]}
    assert items == {"line": LINE, "case": ticket}
    assert [(party["role"], party["id"]) for party in theirs["relatedParty"]] == [
        ("customer", "C-7"),
        ("agent", "asha"),
    ]


def test_one_whose_answer_was_lost_is_there_once(ours: Ours, wire: Wire) -> None:
    ours.begin()
    wire.loses = 1
    ours.round()
    ours.round()
    assert len(ours.theirs()) == 1
    assert wire.count("POST") == 1


def test_one_that_ended_while_the_crm_was_down_is_told_as_it_ended(ours: Ours, wire: Wire) -> None:
    wire.cut = True
    id = ours.begin()
    ours.round()
    with writing(ours.database) as session:
        end_interaction(session, id, "works again", ours.clock())
    ours.round()
    wire.cut = False
    for _ in range(3):
        ours.round()
    assert [one["status"] for one in ours.theirs()] == ["completed"]
