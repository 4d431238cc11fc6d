"""Contacts: begun, told apart by the caller's own id, linked to a case, ended once; without what identifies anybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.cases.changing import become, take
from t2r.cases.errors import NoSuchError
from t2r.cases.interactions import (
    begin_interaction,
    end_interaction,
    entries_of,
    find_interaction,
    follow,
    interactions_of,
    link_interaction,
)
from t2r.cases.listing import trace
from t2r.cases.status import Status
from t2r.cases.tables import Case, Direction, OutboxEvent

from .conftest import NOON

Opened = Callable[..., Case]


def test_a_contact_is_linked_to_its_case_and_noted_there(session: Session, opened: Opened) -> None:
    case = opened(session)
    contact = begin_interaction(session, "phone", Direction.INBOUND, "asha", NOON, reason="no internet, 98765 43210")
    assert "43210" not in contact.reason
    link_interaction(session, contact.id, case.id, "asha", NOON)
    link_interaction(session, contact.id, case.id, "asha", NOON)  # again: nothing happens
    assert contact.line == case.line
    assert interactions_of(session, case.id) == [contact]
    assert [one.name for one in trace(session, case.id) if one.what == "interaction"] == [str(contact.id)]


def test_whoever_works_on_a_case_is_not_disturbed_by_a_contact_about_it(session: Session, opened: Opened) -> None:
    case = opened(session)
    seen = case.version
    contact = begin_interaction(session, "phone", Direction.INBOUND, "asha", NOON, case_id=case.id)
    assert contact.case_id == case.id
    assert take(session, case.id, NOON, seen).version == seen + 1


def test_the_same_external_id_is_the_same_contact(session: Session) -> None:
    first = begin_interaction(session, "phone", Direction.INBOUND, "asha", NOON, external_id="conn-1")
    assert begin_interaction(session, "chat", Direction.INBOUND, "ravi", NOON, external_id="conn-1") is first
    assert begin_interaction(session, "chat", Direction.INBOUND, "ravi", NOON) is not first


def test_a_contact_ends_once_and_never_before_it_began(session: Session) -> None:
    contact = begin_interaction(session, "phone", Direction.OUTBOUND, "asha", NOON)
    end_interaction(session, contact.id, "told Mr Rakesh Sharma", NOON - timedelta(seconds=1))
    assert contact.ended_at == NOON
    assert "Sharma" not in contact.description
    end_interaction(session, contact.id, "again", NOON + timedelta(hours=1))
    assert (contact.ended_at, contact.description) == (NOON, "told Mr [NAME]")


def test_what_is_not_there_is_named(session: Session, opened: Opened) -> None:
    with pytest.raises(NoSuchError, match="no interaction 404"):
        find_interaction(session, 404)
    with pytest.raises(NoSuchError):
        interactions_of(session, 404)


def test_a_contact_hears_how_its_case_goes_on_and_stays_over(session: Session, opened: Opened) -> None:
    case = opened(session)
    one = begin_interaction(session, "phone", Direction.INBOUND, "ravi", NOON, case_id=case.id)
    end_interaction(session, one.id, "looked into", NOON, by="ravi")
    become(session, case, Status.CANCELLED, "ravi", NOON)
    session.flush()
    for event in session.scalars(select(OutboxEvent)):
        follow(session, event, NOON)
    session.flush()
    heard = [entry for entry in entries_of(session, one.id) if entry.what == "case_status"]
    assert [entry.body for entry in heard] == [{"case": case.id, "status": "cancelled"}]
    assert (one.ended_at, one.active_at) == (NOON, NOON)
