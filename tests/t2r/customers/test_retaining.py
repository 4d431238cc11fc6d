"""What keeps customers is offered where it is worth its cost; the end is tried to be avoided, told, and forgotten in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.cases.errors import ConflictError, NoSuchError, RefusedError
from t2r.cases.interactions import begin_interaction
from t2r.cases.listing import trace
from t2r.cases.tables import Direction, OutboxEvent
from t2r.customers import keeping, retaining, terminating
from t2r.customers.desk import CustomerDesk
from t2r.customers.errors import AttemptNeededError
from t2r.customers.retaining import Profile
from t2r.customers.tables import Customer, OfferState, ReachKind, Status
from t2r.database import writing
from t2r.orders import looking, working
from t2r.orders.bench import order_bench
from t2r.orders.ports import Call
from t2r.orders.ports.network import NetworkInventory
from t2r.orders.status import State
from t2r.orders.tables import LineService

from .conftest import ASHA, LINE, NOON, Clock, Recorder, send
from .test_churn import make_case


def profile(desk: CustomerDesk, id: str) -> Profile:
    with Session(desk.database) as session:
        return retaining.profile(session, keeping.find(session, id), desk.rules, desk.now())


def trouble(desk: CustomerDesk) -> None:
    """What makes a customer want to leave."""
    with writing(desk.database) as session:
        for days in (1, 2, 3):
            make_case(session, days, came_back=True)
        begin_interaction(session, "phone", Direction.INBOUND, "ravi", NOON, reason="cancel my line", line=LINE)


def declined(desk: CustomerDesk, id: str, code: str = "credit-one-month") -> int:
    with writing(desk.database) as session:
        made = retaining.make(session, id, code, desk.rules, "ravi", desk.now())
        return retaining.answer(session, made.id, False, desk.rules, "ravi", desk.now()).id


def events(desk: CustomerDesk, type: str) -> list[dict[str, Any]]:
    with Session(desk.database) as session:
        found = session.scalars(select(OutboxEvent).where(OutboxEvent.type == type).order_by(OutboxEvent.id))
        return [one.envelope for one in found]


def test_an_offer_is_proposed_where_it_is_worth_its_cost(desk: CustomerDesk, asha: Customer) -> None:
    calm = profile(desk, asha.id)
    trouble(desk)
    troubled = profile(desk, asha.id)
    assert (calm.at_risk, troubled.at_risk) == (False, True)
    assert "credit-one-month" not in {one.rule.code for one in calm.proposals}
    codes = [one.rule.code for one in troubled.proposals]
    assert codes[0] == "credit-one-month"
    assert "pause-line" in codes  # the customer spoke of leaving
    assert all(one.value > 0 for one in troubled.proposals)


def test_what_a_customer_is_worth_falls_with_the_risk_and_is_unknown_without_revenue(
    desk: CustomerDesk, asha: Customer
) -> None:
    calm = profile(desk, asha.id).lifetime_value
    trouble(desk)
    troubled = profile(desk, asha.id).lifetime_value
    assert calm is not None
    assert troubled is not None
    assert 12.5 < troubled < calm
    keeping.change(desk, asha.id, {"characteristic": []}, "crm", "")
    unknown = profile(desk, asha.id)
    assert unknown.lifetime_value is None
    assert unknown.proposals == () or "revenue assumed" in unknown.proposals[0].why


def test_an_offer_is_made_answered_once_and_told(desk: CustomerDesk, asha: Customer) -> None:
    with writing(desk.database) as session:
        made = retaining.make(session, asha.id, "plan-review", desk.rules, "ravi", desk.now())
        with pytest.raises(ConflictError, match="offered already"):
            retaining.make(session, asha.id, "plan-review", desk.rules, "mina", desk.now())
    with writing(desk.database) as session:
        assert retaining.answer(session, made.id, True, desk.rules, "ravi", desk.now()).state is OfferState.ACCEPTED
    with writing(desk.database) as session, pytest.raises(ConflictError, match="is accepted"):
        retaining.answer(session, made.id, False, desk.rules, "ravi", desk.now())
    assert [one["event"]["customerOffer"]["state"] for one in events(desk, "CustomerOfferStateChangeEvent")] == [
        "accepted"
    ]
    assert profile(desk, asha.id).points == 100 + 20


def test_an_offer_has_an_end(desk: CustomerDesk, asha: Customer, clock: Clock) -> None:
    with writing(desk.database) as session:
        made = retaining.make(session, asha.id, "plan-review", desk.rules, "ravi", desk.now())
    clock.later(days=14)
    with writing(desk.database) as session, pytest.raises(ConflictError, match="good until"):
        retaining.answer(session, made.id, True, desk.rules, "ravi", desk.now())


def test_an_offer_must_be_known_and_fit(desk: CustomerDesk, asha: Customer) -> None:
    with writing(desk.database) as session:
        with pytest.raises(RefusedError, match="plan-review"):
            retaining.make(session, asha.id, "gold", desk.rules, "ravi", desk.now())
        with pytest.raises(ConflictError, match="is active"):
            retaining.make(session, asha.id, "come-back", desk.rules, "ravi", desk.now())
        with pytest.raises(NoSuchError):
            retaining.answer(session, 404, True, desk.rules, "ravi", desk.now())


def test_loyalty_grows_with_the_years_and_opens_offers(desk: CustomerDesk, asha: Customer, clock: Clock) -> None:
    assert (profile(desk, asha.id).points, profile(desk, asha.id).tier) == (100, None)
    clock.later(days=2 * 366)
    grown = profile(desk, asha.id)
    assert (grown.points, grown.tier) == (200, "silver")
    assert "thank-you-data" in {one.rule.code for one in grown.proposals}
    with pytest.raises(ConflictError, match="not so many"), writing(desk.database) as session:
        retaining.reward(session, asha.id, -101, "phone case", "ravi", clock.now)
    assert profile(desk, asha.id).points == 200


@pytest.mark.parametrize("words", ["price", "Service quality", "competitor"])
def test_who_leaves_for_what_can_be_mended_is_made_an_offer_first(
    desk: CustomerDesk, asha: Customer, words: str
) -> None:
    with pytest.raises(AttemptNeededError):
        terminating.terminate(desk, asha.id, words, "ravi")
    declined(desk, asha.id)
    ended = terminating.terminate(desk, asha.id, words, "ravi")
    assert ended.attempt
    assert (ended.attempt["code"], ended.attempt["outcome"]) == ("credit-one-month", "declined")


def test_an_attempt_of_long_ago_is_none(desk: CustomerDesk, asha: Customer, clock: Clock) -> None:
    declined(desk, asha.id)
    clock.later(days=31)
    with pytest.raises(AttemptNeededError):
        terminating.terminate(desk, asha.id, "price", "ravi")


@pytest.mark.parametrize(
    ("words", "reason", "by"),
    [("moves abroad", "moves_abroad", "t2r"), ("something else", "other", "t2r"), ("deceased", "deceased", None)],
)
def test_what_is_tried_follows_the_reason(
    desk: CustomerDesk, asha: Customer, recorder: Recorder, words: str, reason: str, by: str | None
) -> None:
    trouble(desk)
    ended = terminating.terminate(desk, asha.id, words, "ravi")
    assert ended.reason == reason
    assert (ended.attempt["by"] if ended.attempt else None) == by
    send(desk)
    assert ("If you stay" in recorder.messages[-1].text) == (by is not None)


def test_the_end_is_recorded_told_and_orders_the_end_of_services(
    desk: CustomerDesk, asha: Customer, recorder: Recorder
) -> None:
    ended = terminating.terminate(desk, asha.id, "moves abroad", "ravi")
    with Session(desk.database) as session:
        row = keeping.find(session, asha.id)
        steps = [(one.field, one.old, one.new, one.by) for one in keeping.history(session, asha.id)]
        with pytest.raises(ConflictError, match="orders nothing"):
            terminating.check_may_order(session, asha.id)
    assert (row.status, row.status_reason) == (Status.TERMINATED, "moves abroad")
    assert steps == [("status", "active", "terminated", "ravi")]
    send(desk)
    assert recorder.messages[-1].address == f"+{LINE}"
    assert len(events(desk, "CustomerStateChangeEvent")) == 1
    (order,) = events(desk, "ProductOrderCreateEvent")
    assert order["eventId"] == ended.cease
    assert order["event"]["productOrder"]["productOrderItem"][0]["action"] == "delete"
    with pytest.raises(ConflictError, match="left already"):
        terminating.terminate(desk, asha.id, "moves abroad", "ravi")


@pytest.fixture
def ordering(desk: CustomerDesk) -> CustomerDesk:
    return replace(desk, orders=replace(order_bench(desk.database), now=desk.now))


def test_an_order_ends_the_services_of_every_line_and_either_names_the_other(
    ordering: CustomerDesk, asha: Customer
) -> None:
    with writing(ordering.database) as session:
        id = make_case(session, 1).id
        for service in ("sim_profile", "mobile_access"):
            session.add(LineService(line=LINE, service=service, active=True, values={"plan": "gold"}))
    ended = terminating.terminate(ordering, asha.id, "moves abroad", "ravi", case_id=id)
    (event,) = events(ordering, "ProductOrderCreateEvent")
    assert event["eventId"] == ended.cease
    bench = ordering.orders
    assert bench is not None
    while working.wake(bench, bench.now()) or working.work_on(bench):
        pass
    with Session(ordering.database) as session:
        order = terminating.cease_order(session, asha.id)
        assert order is not None
        assert (order.state, order.customer, order.line, order.case_id) == (State.COMPLETED, asha.id, LINE, id)
        assert [each.id for each in looking.of_case(session, id)] == [order.id]
        assert not any(each.active for each in session.scalars(select(LineService)))
        told = [one.body["value"] for one in trace(session, id) if one.what == "order"]
    assert told == ["acknowledged", "inProgress", "completed"]


def test_without_a_line_the_order_waits_until_somebody_says_which_services_end(
    ordering: CustomerDesk, asha: Customer
) -> None:
    keeping.change(ordering, asha.id, {"contactMedium": []}, "ravi", "")
    terminating.terminate(ordering, asha.id, "moves abroad", "ravi")
    assert ordering.orders is not None
    working.work_on(ordering.orders)
    with Session(ordering.database) as session:
        order = terminating.cease_order(session, asha.id)
        assert order is not None
        assert (order.state, order.reason) == (State.PENDING, "1: information is missing: line")


def test_an_order_that_ended_everything_is_taken_back_whole(ordering: CustomerDesk, asha: Customer) -> None:
    with writing(ordering.database) as session:
        session.add(LineService(line=LINE, service="mobile_access", active=True, barred=True, values={"plan": "gold"}))
        session.add(LineService(line=LINE, service="television", active=False, values={}))
    call = Call("network", "deprovision", "k", 1, "1", "t", {"line": LINE}, NOON)
    port = NetworkInventory()
    with writing(ordering.database) as session:
        done = port.do(session, call)
        undo = Call("network", "provision", "k:undo", 1, "1", "t", {"line": LINE, **done.before}, NOON, undo=True)
        port.do(session, undo)
        kept = {each.service: (each.active, each.barred, each.values) for each in session.scalars(select(LineService))}
    assert kept == {"mobile_access": (True, True, {"plan": "gold"}), "television": (False, False, {})}


def test_what_the_law_does_not_ask_for_goes_at_once_and_the_rest_by_its_date(
    desk: CustomerDesk, asha: Customer, clock: Clock
) -> None:
    new = [{"mediumType": "phone", "characteristic": {"phoneNumber": "+919800000002"}}]
    keeping.change(desk, asha.id, {"contactMedium": new, "name": "Asha Verma"}, "ravi", "")
    ended = terminating.terminate(desk, asha.id, "moves abroad", "ravi")
    left = []
    for days in (0, 89, 1, 2099, 1, 1):
        clock.later(days=days)
        terminating.erase_due(desk)
        with Session(desk.database) as session:
            left.append(sorted(set(keeping.find(session, asha.id).body) - {"@type", "validFor"}))
    profile_data, identity = ["characteristic", "engagedParty", "name"], ["engagedParty", "name"]
    assert left == [profile_data, profile_data, identity, identity, [], []]
    assert ended.kept_until == NOON + timedelta(days=2190)
    assert keeping.search(desk, ReachKind.PHONE, "919800000002") == []
    assert keeping.search(desk, ReachKind.PARTY, "P-1") == []
    with Session(desk.database) as session:
        kept = str([(one.field, one.old, one.new) for one in keeping.history(session, asha.id)])
    assert not [secret for secret in ("Asha", LINE, "919800000002", "example.net") if secret in kept]
    assert len(events(desk, "CustomerDeleteEvent")) == 1


def test_the_history_forgets_a_contact_with_the_contact(desk: CustomerDesk, asha: Customer) -> None:
    keeping.change(desk, asha.id, {"contactMedium": []}, "ravi", "")
    terminating.terminate(desk, asha.id, "moves abroad", "ravi")
    with Session(desk.database) as session:
        assert LINE not in str([(one.old, one.new) for one in keeping.history(session, asha.id)])


def test_who_has_left_is_won_back_by_an_offer_and_comes_back_as_a_new_customer(
    desk: CustomerDesk, asha: Customer
) -> None:
    terminating.terminate(desk, asha.id, "moves abroad", "ravi")
    assert [one.rule.code for one in profile(desk, asha.id).proposals] == ["come-back"]
    with writing(desk.database) as session:
        made = retaining.make(session, asha.id, "come-back", desk.rules, "ravi", desk.now())
        assert retaining.answer(session, made.id, True, desk.rules, "ravi", desk.now()).kind == "winBack"
    again, is_new = keeping.create(desk, ASHA, "crm")
    assert (is_new, again.id != asha.id) == (True, True)


@pytest.mark.parametrize(("id", "words", "error"), [("nobody", "price", NoSuchError), (None, " ", RefusedError)])
def test_a_nonsense_is_refused(
    desk: CustomerDesk, asha: Customer, id: str | None, words: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        terminating.terminate(desk, id or asha.id, words, "ravi")
