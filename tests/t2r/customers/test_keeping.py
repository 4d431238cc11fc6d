"""A customer is one record, changed with history, and whoever must know is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.cases.errors import ConflictError, NoSuchError, RefusedError
from t2r.cases.tables import OutboxEvent
from t2r.customers import keeping, notices
from t2r.customers.desk import CustomerDesk
from t2r.customers.errors import RecordChangedError
from t2r.customers.masking import hidden_fields, masked
from t2r.customers.records import checked, merged
from t2r.customers.tables import Customer, ReachKind, Status

from .conftest import ASHA, LINE, Clock, Recorder, send


def events(desk: CustomerDesk) -> list[OutboxEvent]:
    with Session(desk.database) as session:
        return list(session.scalars(select(OutboxEvent).order_by(OutboxEvent.id)))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (ReachKind.PHONE, f"+{LINE}"),
        (ReachKind.PHONE, "+91 98000-00001"),
        (ReachKind.LINE, LINE),
        (ReachKind.EMAIL, "asha@EXAMPLE.net"),
        (ReachKind.PARTY, "P-1"),
    ],
)
def test_a_customer_is_found_by_what_reaches_her(
    desk: CustomerDesk, asha: Customer, kind: ReachKind, value: str
) -> None:
    assert [one.id for one in keeping.search(desk, kind, value)] == [asha.id]


@pytest.mark.parametrize(
    ("given", "same"),
    [
        ({}, True),
        ({"name": "ASHA RAO", "engagedParty": {"id": "another"}}, True),
        ({"name": "Asha Verma"}, True),  # the party is the same, and so is the number
        ({"name": "Ravi Rao", "engagedParty": {"id": "P-2"}}, False),  # of one household, with one number
        ({"contactMedium": []}, False),  # a party may be a customer twice
    ],
)
def test_one_customer_is_one_record(desk: CustomerDesk, asha: Customer, given: dict[str, Any], same: bool) -> None:
    again, is_new = keeping.create(desk, ASHA | given, "crm")
    assert (again.id == asha.id, is_new) == (same, not same)


def test_a_customer_is_known_by_an_earlier_name_too(desk: CustomerDesk, asha: Customer) -> None:
    keeping.change(desk, asha.id, {"name": "Asha Verma"}, "ravi", "married")
    again, is_new = keeping.create(desk, ASHA | {"engagedParty": {"id": "P-9"}}, "crm")
    assert (again.id, is_new) == (asha.id, False)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"contactMedium": [{"mediumType": "phone", "characteristic": {"phoneNumber": "none"}}]}, "contactMedium[0].characteristic.phoneNumber"),
        ({"contactMedium": [{"mediumType": "phone", "characteristic": {"phoneNumber": "+1"}}]}, "contactMedium[0].characteristic.phoneNumber"),
        ({"contactMedium": [{"mediumType": "email", "characteristic": {"emailAddress": "a@b"}}]}, "contactMedium[0].characteristic.emailAddress"),
        ({"contactMedium": [{"mediumType": "email"}]}, "contactMedium[0].characteristic"),
        ({"contactMedium": "phone"}, "contactMedium"),
        ({"characteristic": [{"name": "x"}]}, "characteristic[0].value"),
        ({"name": " "}, "name"),
        ({"name": None}, "name"),
        ({"engagedParty": {}}, "engagedParty"),
        ({"status": "terminated"}, "status"),
        ({"account": [{"id": "a\x00"}]}, "account"),
        ({"account": [{"\ud800": "a"}]}, "account"),
        ({"account": [{"id": float("nan")}]}, "account"),
    ],
)  # fmt: skip
def test_a_bad_value_is_refused_and_named(
    desk: CustomerDesk, asha: Customer, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        keeping.change(desk, asha.id, changes, "ravi", "")
    assert refused.value.field == field
    with Session(desk.database) as session:
        assert keeping.find(session, asha.id).version == 1


def test_a_change_keeps_who_when_why_old_and_new(desk: CustomerDesk, asha: Customer, clock: Clock) -> None:
    clock.later(hours=1)
    changed = keeping.change(desk, asha.id, {"name": "Asha Verma"}, "ravi", "the customer's word", version=1)
    assert (changed.version, changed.body["name"]) == (2, "Asha Verma")
    with Session(desk.database) as session:
        (step,) = keeping.history(session, asha.id)
    assert (step.by, step.at, step.why, step.field) == ("ravi", clock.now, "the customer's word", "name")
    assert (step.old, step.new, step.version) == ("Asha Rao", "Asha Verma", 2)


def test_a_change_to_the_same_is_none(desk: CustomerDesk, asha: Customer) -> None:
    assert keeping.change(desk, asha.id, {"name": "Asha Rao"}, "ravi", "").version == 1
    assert len(events(desk)) == 1


def test_of_two_changes_at_once_the_second_is_told_of_the_first(desk: CustomerDesk, asha: Customer) -> None:
    keeping.change(desk, asha.id, {"name": "Asha Verma"}, "ravi", "", version=1)
    with pytest.raises(RecordChangedError) as refused:
        keeping.change(desk, asha.id, {"name": "Asha Sen"}, "mina", "", version=1)
    assert (refused.value.mine["name"], refused.value.theirs["name"]) == ("Asha Sen", "Asha Verma")


def test_an_event_says_what_was_changed_and_never_to_what(desk: CustomerDesk, asha: Customer) -> None:
    keeping.change(desk, asha.id, {"name": "Asha Verma"}, "ravi", "")
    told = events(desk)
    assert [one.type for one in told] == ["CustomerCreateEvent", "CustomerAttributeValueChangeEvent"]
    assert told[1].envelope["event"]["changed"] == ["name"]
    assert not [one for one in told if "Asha" in str(one.envelope) or LINE in str(one.envelope)]


def test_of_new_contact_data_the_old_and_the_new_address_are_told(
    desk: CustomerDesk, asha: Customer, recorder: Recorder
) -> None:
    new = [{"mediumType": "phone", "characteristic": {"phoneNumber": "+919800000002"}}]
    keeping.change(desk, asha.id, {"contactMedium": new}, "ravi", "")
    assert send(desk) == 2
    assert [one.address for one in recorder.messages] == [f"+{LINE}", "+919800000002"]
    with Session(desk.database) as session:
        told = [one.body for one in notices.of_customer(session, asha.id)]
    assert [(one["state"], one["receiver"]) for one in told] == [("completed", [{}])] * 2, "the address is kept"


def test_the_preferred_channel_is_used(desk: CustomerDesk, asha: Customer, recorder: Recorder) -> None:
    wish = {"name": "preferredChannel", "value": "email"}
    keeping.change(desk, asha.id, {"characteristic": [wish]}, "ravi", "")
    keeping.change(desk, asha.id, {"name": "Asha Verma"}, "ravi", "")
    send(desk)
    assert [(one.channel, one.address) for one in recorder.messages] == [("Email", "asha@example.net")]


def test_a_notice_that_failed_is_sent_again_once(
    desk: CustomerDesk, asha: Customer, recorder: Recorder, clock: Clock
) -> None:
    keeping.change(desk, asha.id, {"name": "Asha Verma"}, "ravi", "")
    recorder.works = False
    assert send(desk) == 0
    recorder.works = True
    assert send(desk) == 0, "it is tried again at once"
    clock.later(minutes=1)
    assert [send(desk) for _ in range(2)] == [1, 0]
    with Session(desk.database) as session:
        (told,) = notices.of_customer(session, asha.id)
    assert (told.body["tryTimes"], told.body["state"]) == (2, "completed")


def test_what_is_not_there_is_named(desk: CustomerDesk) -> None:
    with pytest.raises(NoSuchError, match="no customer nobody"):
        keeping.change(desk, "nobody", {"name": "x"}, "ravi", "")
    with pytest.raises(NoSuchError):
        keeping.look(desk, "nobody")


def test_a_customer_who_has_left_is_not_changed(desk: CustomerDesk, asha: Customer) -> None:
    from t2r.database import writing

    with writing(desk.database) as session:
        keeping.find(session, asha.id).status = Status.TERMINATED
    with pytest.raises(ConflictError, match="has left"):
        keeping.change(desk, asha.id, {"name": "x"}, "ravi", "")


def test_the_mask_hides_every_value_and_leaves_what_anyone_may_see() -> None:
    kept = checked(ASHA)
    shown = masked(kept, ["segment"])
    assert shown["name"] == "A••• R•••"
    assert shown["contactMedium"][0]["characteristic"]["phoneNumber"] == "••••0001"
    assert shown["contactMedium"][1]["characteristic"]["emailAddress"] == "a•••@•••.net"
    assert {one["name"]: one["value"] for one in shown["characteristic"]} == {
        "dateOfBirth": "•••",
        "segment": "consumer",
        "monthlyRevenue": "•••",
    }
    assert hidden_fields(kept, ["segment"]) == ["characteristic", "contactMedium", "engagedParty", "name"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Asha Rao", "A••• R•••"),
        ("Asha Rao (simulated)", "A••• R••• (s•••)"),
        ("[Rao]", "[R•••]"),
        ("मीना", "म•••"),
        ("()", "•••"),
    ],
)
def test_a_name_is_masked_to_its_initials_with_its_brackets_whole(name: str, shown: str) -> None:
    assert masked({"name": name}, []) == {"name": shown}


JSON: Callable[..., Any] = lambda: st.recursive(  # noqa: E731
    st.none() | st.booleans() | st.integers() | st.text(alphabet="abc", max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(alphabet="xyz", min_size=1, max_size=3), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(st.dictionaries(st.text(alphabet="pqr", min_size=1, max_size=3), JSON(), max_size=4))
def test_no_secret_of_any_record_comes_through_the_mask(body: dict[str, Any]) -> None:
    secret = "s3cr3t-919800000001"

    def planted(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: planted(each) for name, each in value.items()}
        return [planted(each) for each in value] if isinstance(value, list) else secret

    assert secret not in str(masked(planted(body), []))


@given(JSON().filter(lambda one: isinstance(one, dict)), JSON().filter(lambda one: isinstance(one, dict)))
def test_a_merge_patch_twice_is_one(body: dict[str, Any], patch: dict[str, Any]) -> None:
    once = merged(body, patch)
    assert merged(once, patch) == once
