"""A case is changed by one at a time, step by step, and every step is kept."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from t2r.cases.changing import become, find, note, take
from t2r.cases.errors import ChangedError, IllegalTransitionError, NoSuchError
from t2r.cases.listing import trace
from t2r.cases.status import Status
from t2r.cases.tables import Case, OutboxEvent, TraceEvent
from t2r.database import writing

from .conftest import NOON

Opened = Callable[..., Case]
LATER = NOON + timedelta(minutes=5)


def test_a_new_case_has_its_history_trace_and_event(session: Session, opened: Opened) -> None:
    case = opened(session)
    assert [(one.status, one.by) for one in case.history] == [(Status.ACKNOWLEDGED, "asha")]
    assert [(one.seq, one.what, one.by, one.etom) for one in trace(session, case.id)] == [
        (1, "opened", "asha", "1.3.7.5")
    ]
    (event,) = session.scalars(select(OutboxEvent))
    assert (event.type, event.key, event.sent_at) == ("TroubleTicketCreateEvent", f"case:{case.id}", None)
    assert event.envelope["event"]["troubleTicket"]["status"] == "acknowledged"
    assert case.line is not None
    assert case.line not in str(event.envelope)


def test_a_change_of_status_is_told_and_kept_with_its_reason(session: Session, opened: Opened) -> None:
    case = take(session, opened(session).id, LATER)
    become(session, case, Status.IN_PROGRESS, "asha", LATER)
    become(session, case, Status.PENDING, "asha", LATER, reason="the customer looks for the SIM")
    assert [(one.status, one.reason) for one in case.history] == [
        ("acknowledged", ""),
        ("inProgress", ""),
        ("pending", "the customer looks for the SIM"),
    ]
    told = [one.envelope for one in session.scalars(select(OutboxEvent).order_by(OutboxEvent.id.desc()).limit(2))]
    assert [one["eventType"] for one in told] == [
        "TroubleTicketInformationRequiredEvent",
        "TroubleTicketStatusChangeEvent",
    ]
    assert {one["event"]["troubleTicket"]["statusChangeReason"] for one in told} == {"the customer looks for the SIM"}


def test_an_illegal_change_leaves_everything_as_it_was(session: Session, opened: Opened) -> None:
    case = take(session, opened(session).id, LATER)
    with pytest.raises(IllegalTransitionError):
        become(session, case, Status.CLOSED, "asha", LATER)
    assert (case.status, len(case.history), len(trace(session, case.id))) == (Status.ACKNOWLEDGED, 1, 1)


def test_the_second_of_two_is_told_who_changed_what(database: Engine, opened: Opened) -> None:
    with writing(database) as session:
        case = opened(session)
        seen = case.version
    with writing(database) as session:
        become(session, take(session, case.id, LATER, seen), Status.IN_PROGRESS, "ravi", LATER)
    told = f"since its version {seen}: ravi at 12:05:00: status inProgress"
    with writing(database) as session, pytest.raises(ChangedError, match=told):
        take(session, case.id, LATER, seen)
    with Session(database) as session:
        assert find(session, case.id).version == seen + 1


def test_changes_at_once_are_made_one_after_the_other(database: Engine, opened: Opened) -> None:
    with writing(database) as session:
        id = opened(session).id

    def add() -> None:
        for _ in range(5):
            with writing(database) as session:
                note(session, take(session, id, LATER), "note", "asha", LATER)

    threads = [threading.Thread(target=add) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Session(database) as session:
        assert find(session, id).version == 16
        assert [one.seq for one in trace(session, id)] == list(range(1, 17))


def test_of_two_with_the_same_version_one_wins(database: Engine, opened: Opened) -> None:
    with writing(database) as session:
        case = opened(session)
    barrier, lost = threading.Barrier(4), []

    def change(by: str) -> None:
        barrier.wait()
        try:
            with writing(database) as session:
                note(session, take(session, case.id, LATER, case.version), "note", by, LATER)
        except ChangedError as error:
            lost.append(error)

    threads = [threading.Thread(target=change, args=(f"agent {n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(lost) == 3
    assert len({error.since[0].by for error in lost}) == 1


def test_the_database_refuses_to_change_the_trace(session: Session, opened: Opened) -> None:
    opened(session)
    with pytest.raises(DBAPIError, match="the trace of a case is not changed"):
        session.execute(update(TraceEvent).values(by="nobody"))


def test_a_number_of_no_case_is_named(session: Session) -> None:
    for look in (find, lambda session, id: take(session, id, NOON)):
        with pytest.raises(NoSuchError, match="there is no case 404"):
            look(session, 404)
