"""A case has a ticket in the operator's system, whatever happens on the way there; and both say the same in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from t2r.cases.changing import become, take
from t2r.cases.codes import Codes
from t2r.cases.status import Status
from t2r.cases.tables import Case, Kind, OutboxEvent, TraceEvent
from t2r.database import writing
from t2r.operator_systems import outbox, tickets
from t2r.operator_systems.errors import ChangedError
from t2r.operator_systems.standing import State
from t2r.operator_systems.systems import Connected, OperatorSystems
from t2r.operator_systems.tables import Copy
from t2r.operator_systems.tickets import TicketExchange
from t2r.tmf import hub
from t2r.tmf.shelf import Doing
from t2r.tmf.tickets import Tickets

from .conftest import Clock, Operator, Wire

Body = dict[str, Any]


class Ours:
    """Our side: agents who work on cases, and the rounds that tell of it."""

    def __init__(self, database: Engine, codes: Codes, clock: Clock, operator: Operator, wire: Wire, api: str) -> None:
        self.database, self.codes, self.clock, self.api = database, codes, clock, api
        client = operator.client(tickets.NAME, api, wire, clock)
        exchange = TicketExchange(client, database, codes, clock)
        self.systems = OperatorSystems(database, clock, {tickets.NAME: Connected(exchange, client)})
        self.operator = operator

    def round(self) -> None:
        while hub.give_out(self.database, self.clock, self.systems.follow):
            pass
        self.systems.round(tickets.NAME)

    def poll(self) -> None:
        self.clock.on(minutes=1)
        self.round()
        self.round()

    def change(self, id: int, **changes: Any) -> None:
        with writing(self.database) as session:
            shelf = Tickets(self.codes)
            shelf.change(session, shelf.find(session, str(id)), changes, Doing("asha", self.clock()))

    def become(self, id: int, *statuses: Status) -> None:
        with writing(self.database) as session:
            for status in statuses:
                become(session, take(session, id, self.clock()), status, "asha", self.clock(), reason=f"is {status}")

    def told(self, id: int) -> Body:
        with Session(self.database) as session:
            shelf = Tickets(self.codes)
            return shelf.told(shelf.find(session, str(id)), "v5")

    def copy(self, id: int) -> Copy:
        with Session(self.database) as session:
            return session.scalars(select(Copy).where(Copy.ours == str(id))).one()

    def copy_if_any(self, id: int) -> bool:
        with Session(self.database) as session:
            return session.scalar(select(Copy.theirs).where(Copy.ours == str(id))) is not None

    # Their side

    def theirs(self, id: int) -> Body:
        answer = self.operator.http.get(f"/troubleTicket/v5/troubleTicket/{self.copy(id).theirs}")
        assert answer.status_code == 200
        return dict(answer.json())

    def they_change(self, id: int, **changes: Any) -> None:
        answer = self.operator.http.patch(f"/troubleTicket/v5/troubleTicket/{self.copy(id).theirs}", json=changes)
        assert answer.status_code == 200, answer.text

    def they_note(self, id: int, text: str) -> None:
        notes = [*self.theirs(id).get("note", []), {"@type": "Note", "text": text}]
        self.they_change(id, note=notes)

    def standing(self) -> Any:
        (found,) = self.systems.standings()
        return found


@pytest.fixture
def ours(database: Engine, codes: Codes, clock: Clock, operator: Operator, wire: Wire) -> Iterator[Ours]:
    api = "TMF621-v5" if database.dialect.name == "sqlite" else "TMF621-v4"
    made = Ours(database, codes, clock, operator, wire, api)
    yield made
    made.systems.close()


@pytest.fixture
def case(ours: Ours, opened: Callable[..., Case]) -> int:
    """A case of which nobody has been told yet."""
    with writing(ours.database) as session:
        return opened(session, opened_at=ours.clock(), updated_at=ours.clock()).id


def texts(ticket: Body) -> list[str]:
    return sorted(note["text"] for note in ticket.get("note", []))


def test_a_case_becomes_a_ticket_there_that_names_it(ours: Ours, case: int) -> None:
    ours.round()
    theirs = ours.theirs(case)
    assert theirs["externalIdentifier"][0]["id"].startswith(f"t2r-{case}-")
    said = {name: theirs[name] for name in ("description", "severity", "priority", "status", "ticketType")}
    assert said == {name: ours.told(case)[name] for name in said}
    assert theirs["relatedEntity"][0]["entity"]["id"] == "919800000001"


def test_changes_here_are_told_there(ours: Ours, case: int) -> None:
    ours.round()
    ours.change(case, severity="Critical", note=[{"@type": "Note", "text": "rang back"}])
    ours.become(case, Status.IN_PROGRESS, Status.RESOLVED)
    ours.round()
    theirs = ours.theirs(case)
    assert (theirs["severity"], theirs["status"], theirs["statusChangeReason"]) == (
        "Critical",
        "resolved",
        "is resolved",
    )
    assert texts(theirs) == ["rang back"]


def test_changes_there_are_read_here(ours: Ours, case: int) -> None:
    ours.round()
    ours.they_change(case, severity="Critical", status="inProgress")
    ours.they_note(case, "engineer sent")
    ours.poll()
    told = ours.told(case)
    assert (told["severity"], told["status"], texts(told)) == ("Critical", "inProgress", ["engineer sent"])


def test_what_was_read_is_not_told_back_and_the_two_come_to_rest(ours: Ours, case: int, wire: Wire) -> None:
    ours.round()
    ours.they_change(case, severity="Critical", status="inProgress")
    ours.they_note(case, "engineer sent")
    for _ in range(3):
        ours.poll()
    sent = len(wire.requests)
    ours.poll()
    assert wire.count("PATCH") == 0
    assert len(wire.requests) - sent <= 2  # it is asked what is new, no more
    assert texts(ours.theirs(case)) == ["engineer sent"]


def test_both_having_changed_it_theirs_is_taken_and_that_is_noted(ours: Ours, case: int) -> None:
    ours.round()
    ours.they_change(case, severity="Critical")
    ours.change(case, severity="Major", priority="High", note=[{"@type": "Note", "text": "ours"}])
    ours.they_note(case, "theirs")
    ours.round()
    for told in (ours.told(case), ours.theirs(case)):
        assert (told["severity"], told["priority"], texts(told)) == ("Critical", "High", ["ours", "theirs"])
    assert ours.copy(case).conflict == "severity"
    with Session(ours.database) as session:
        names = session.scalars(select(TraceEvent.name).where(TraceEvent.case_id == case)).all()
    assert "over ours: severity" in names


def test_a_note_that_they_lost_is_told_again(ours: Ours, case: int) -> None:
    ours.change(case, note=[{"@type": "Note", "text": "ours"}])
    ours.round()
    ours.they_change(case, note=[{"@type": "Note", "text": "theirs alone"}])
    ours.change(case, name="n")
    ours.poll()
    assert texts(ours.theirs(case)) == texts(ours.told(case)) == ["ours", "theirs alone"]


def test_a_status_that_cannot_be_here_stays_theirs_and_is_shown(ours: Ours, case: int) -> None:
    ours.round()
    ours.become(case, Status.CANCELLED)
    ours.they_change(case, status="inProgress")
    ours.round()
    assert (ours.told(case)["status"], ours.theirs(case)["status"]) == ("cancelled", "inProgress")
    assert "not taken here" in ours.copy(case).conflict
    assert ours.standing().conflicts == 1


def test_a_status_that_they_do_not_take_stays_ours_and_is_shown(ours: Ours, case: int, wire: Wire) -> None:
    ours.round()
    ours.they_change(case, status="cancelled")
    with writing(ours.database) as session:  # as if theirs had been so all the time
        base = (ours.copy(case).base or {}) | {"status": "cancelled"}
        session.execute(update(Copy).values(base=base))
    ours.become(case, Status.IN_PROGRESS)
    ours.change(case, note=[{"@type": "Note", "text": "a note gets there all the same"}])
    ours.round()
    assert ours.copy(case).conflict == "not taken there: status"
    assert texts(ours.theirs(case)) == ["a note gets there all the same"]
    asked = wire.count("PATCH")
    ours.poll()
    assert wire.count("PATCH") == asked


def test_a_note_that_they_do_not_take_is_laid_aside_and_shown(ours: Ours, case: int, wire: Wire) -> None:
    ours.round()
    ours.change(case, note=[{"@type": "Note", "text": "ours"}])

    def refuse(request: Any) -> None:
        if request.method == "PATCH":
            raise ChangedError("tickets", "PATCH troubleTicket", 409, "it is closed")

    wire.before = refuse
    ours.round()
    assert (ours.standing().laid_aside, ours.copy(case).error) == (
        1,
        "tickets: PATCH troubleTicket: 409: it takes no note",
    )


def test_while_somebody_else_is_faster_it_is_read_again(ours: Ours, case: int, wire: Wire) -> None:
    ours.round()
    ours.change(case, note=[{"@type": "Note", "text": "ours"}])
    hurry = iter(["first", "second"])

    def in_between(request: Any) -> None:
        if request.method == "PATCH" and (text := next(hurry, None)):
            ours.they_note(case, text)
            raise ChangedError("tickets", "PATCH troubleTicket", 412, "as a system with versions says")

    wire.before = in_between
    ours.round()
    assert texts(ours.theirs(case)) == ["first", "ours", "second"]


# The way there


@pytest.mark.parametrize("loses", [1, 3])
def test_a_ticket_whose_answer_was_lost_is_made_once(
    ours: Ours, case: int, wire: Wire, operator: Operator, loses: int
) -> None:
    wire.loses = loses
    ours.round()
    assert ours.copy(case).theirs is None
    ours.clock.on(minutes=1)
    ours.round()
    key = ours.copy(case).key
    found = operator.http.get("/troubleTicket/v5/troubleTicket", params={"externalIdentifier.id": key}).json()
    assert [one["id"] for one in found] == [ours.copy(case).theirs]


def test_a_change_whose_answer_was_lost_is_made_once(ours: Ours, case: int, wire: Wire) -> None:
    ours.round()
    ours.change(case, severity="Critical", note=[{"@type": "Note", "text": "ours"}])
    wire.loses = 10
    ours.round()
    wire.loses = 0
    ours.clock.on(minutes=1)
    ours.round()
    theirs = ours.theirs(case)
    assert (theirs["severity"], texts(theirs)) == ("Critical", ["ours"])
    assert ours.copy(case).conflict == ""


def test_a_system_that_is_down_for_an_hour_misses_nothing_and_is_unknown_until_it_answers(
    ours: Ours, case: int, wire: Wire, opened: Callable[..., Case]
) -> None:
    ours.round()
    assert ours.standing().state is State.ANSWERS
    wire.cut = True
    with writing(ours.database) as session:
        another = opened(session, opened_at=ours.clock(), updated_at=ours.clock()).id
    for part in range(6):
        ours.clock.on(minutes=10)
        ours.change(case, note=[*ours.told(case).get("note", []), {"@type": "Note", "text": f"part {part}"}])
        ours.round()
        assert ours.standing().state is State.UNKNOWN
    assert "ConnectError" in ours.standing().error or "left alone" in ours.standing().error
    assert ours.standing().waiting == 2
    ours.become(case, Status.IN_PROGRESS)
    wire.cut = False
    ours.clock.on(minutes=2)
    ours.round()
    ours.round()
    assert len(texts(ours.theirs(case))) == 6
    assert ours.theirs(case)["status"] == "inProgress"
    assert ours.theirs(another)["status"] == "acknowledged"
    assert (ours.standing().state, ours.standing().waiting) == (State.ANSWERS, 0)


def test_one_that_is_refused_is_laid_aside_and_the_others_go_on(
    ours: Ours, case: int, opened: Callable[..., Case], operator: Operator
) -> None:
    ours.round()
    deleted = ours.copy(case).theirs
    assert operator.http.delete(f"/troubleTicket/v5/troubleTicket/{deleted}").status_code == 204
    ours.change(case, severity="Critical")
    with writing(ours.database) as session:
        another = opened(session, opened_at=ours.clock(), updated_at=ours.clock()).id
    ours.round()
    assert "404" in ours.copy(case).error
    assert ours.theirs(another)["status"] == "acknowledged"
    assert (ours.standing().waiting, ours.standing().laid_aside) == (0, 1)


def test_a_case_of_which_they_told_us_has_their_ticket_and_no_second_one(
    ours: Ours, operator: Operator, wire: Wire
) -> None:
    told = {"@type": "TroubleTicket", "description": "d", "severity": "Major", "ticketType": "fault"}
    made = operator.http.post("/troubleTicket/v5/troubleTicket", json=told).json()
    with writing(ours.database) as session:
        identifier = {"@type": "ExternalIdentifier", "id": made["id"]}
        body = told | {"externalIdentifier": [identifier]}
        case = Tickets(ours.codes).create(session, body, Doing("crm", ours.clock())).id
    ours.round()
    assert (ours.copy(case).theirs, wire.count("POST")) == (made["id"], 0)
    ours.become(case, Status.IN_PROGRESS)
    ours.round()
    assert ours.theirs(case)["status"] == "inProgress"


def test_an_outage_has_no_ticket(ours: Ours, opened: Callable[..., Case], wire: Wire) -> None:
    with writing(ours.database) as session:
        opened(session, kind=Kind.OUTAGE, line=None)
    ours.round()
    assert wire.count("POST") == 0


# Being told


def test_their_event_says_where_to_look_and_is_not_believed(ours: Ours, case: int) -> None:
    ours.round()
    ours.they_change(case, severity="Critical")
    event = {"troubleTicket": {"id": ours.copy(case).theirs, "severity": "none at all"}}
    with writing(ours.database) as session:
        received = {"eventId": "1", "eventType": "TroubleTicketAttributeValueChangeEvent", "event": event}
        session.add(
            OutboxEvent(
                key="received", type=received["eventType"], topic="received", at=ours.clock(), envelope=received
            )
        )
    ours.round()
    assert ours.told(case)["severity"] == "Critical"


def test_of_several_processes_one_does_it(ours: Ours, case: int) -> None:
    ours.round()
    ours.change(case, severity="Critical")
    while hub.give_out(ours.database, ours.clock, ours.systems.follow):
        pass
    assert len(outbox._taken(ours.database, tickets.NAME, ours.clock())) == 1
    assert outbox._taken(ours.database, tickets.NAME, ours.clock()) == []
    ours.change(case, priority="High")  # while the one has it in hand
    ours.round()
    assert ours.theirs(case)["severity"] == "Minor"
    ours.clock.on(minutes=11)  # the one was killed
    ours.round()
    assert ours.theirs(case)["severity"] == "Critical"
