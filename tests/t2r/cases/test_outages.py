"""Cases of an outage: linked, held with an honest word, resolved when it ends, whoever comes at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from t2r.cases import outages
from t2r.cases.changing import become, find, take
from t2r.cases.codes import Codes, Severity
from t2r.cases.listing import trace
from t2r.cases.outages import Outage
from t2r.cases.status import Status
from t2r.cases.tables import Case, Kind
from t2r.database import writing

from .conftest import NOON

Opened = Callable[..., Case]
SITE = Outage("outage:SITE-1", "Mobile outage: SITE-1 is down", Severity.CRITICAL, "There is a fault in our network.")
LATER = NOON + timedelta(hours=1)


def test_the_first_case_opens_the_outages_own_case_and_the_next_joins_it(
    session: Session, opened: Opened, codes: Codes
) -> None:
    first, second = opened(session), opened(session)
    parent = outages.link(session, first, SITE, codes, NOON)
    assert outages.link(session, second, SITE, codes, NOON) is parent
    assert (parent.kind, parent.status, parent.words, parent.priority) == (
        Kind.OUTAGE,
        "inProgress",
        SITE.title,
        "critical",
    )
    for case in (first, second):
        assert (case.status, case.parent_id) == (Status.HELD, parent.id)
        assert case.status_reason == "outage: Mobile outage: SITE-1 is down"
    assert outages.open_outages(session) == [parent]


def test_what_is_told_names_the_time_or_says_that_nobody_knows_it() -> None:
    assert outages.script(SITE).endswith("We do not know yet when it will be over. We will tell you when it is.")
    assert "by 01 May 13:00 UTC" in outages.script(replace(SITE, expected_at=LATER))


def test_a_new_expected_end_reaches_all_that_wait(session: Session, opened: Opened, codes: Codes) -> None:
    case = opened(session)
    parent = outages.link(session, case, SITE, codes, NOON)
    later = replace(SITE, expected_at=LATER)
    assert outages.expect(session, later, NOON) == [parent.id, case.id]
    assert (case.expected_at, parent.expected_at) == (LATER, LATER)
    assert "13:00" in case.say
    assert outages.expect(session, later, NOON) == []
    assert outages.expect(session, replace(SITE, id="another"), NOON) == []


def test_when_it_ends_all_that_wait_are_resolved_and_no_others(session: Session, opened: Opened, codes: Codes) -> None:
    waiting, cancelled, other = (opened(session) for _ in range(3))
    for case in (waiting, cancelled):
        parent = outages.link(session, case, SITE, codes, NOON)
    outages.link(session, other, replace(SITE, id="outage:SITE-2"), codes, NOON)
    become(session, take(session, cancelled.id, NOON), Status.CANCELLED, "asha", NOON)
    assert outages.release(session, "t2r", LATER) == []
    outages.end(session, parent.id, "t2r", LATER)
    assert outages.release(session, "t2r", LATER) == [waiting.id]
    assert outages.release(session, "t2r", LATER) == []
    assert [find(session, case.id).status for case in (waiting, cancelled, other)] == ["resolved", "cancelled", "held"]
    assert (waiting.cause, waiting.resolution, waiting.resolved_at) == ("network.outage", "restored", LATER)
    assert "Does it work for you again?" in waiting.say
    assert [one.name for one in trace(session, waiting.id) if one.what == "status"] == [
        "inProgress",
        "held",
        "inProgress",
        "resolved",
    ]
    codes.check("network.outage", "restored")


def test_those_who_wait_are_told_where_there_is_only_a_way_around_it(
    session: Session, opened: Opened, codes: Codes
) -> None:
    waiting = opened(session)
    parent = outages.link(session, waiting, SITE, codes, NOON)
    parent.outage, parent.cause, parent.resolution = None, "network.outage", "workaround"
    assert outages.release(session, "t2r", LATER) == [waiting.id]
    assert waiting.resolution == "workaround"
    assert "a way around" in waiting.say


def test_many_are_released_in_portions(session: Session, opened: Opened, codes: Codes) -> None:
    numbers = []
    for _ in range(5):
        case = opened(session)
        parent = outages.link(session, case, SITE, codes, NOON)
        numbers.append(case.id)
    outages.end(session, parent.id, "t2r", LATER)
    portions = [outages.release(session, "t2r", LATER, most=2) for _ in range(4)]
    assert portions == [numbers[:2], numbers[2:4], numbers[4:], []]


def test_an_outage_of_the_same_name_is_another_one(session: Session, opened: Opened, codes: Codes) -> None:
    before = outages.link(session, opened(session), SITE, codes, NOON)
    outages.end(session, before.id, "t2r", LATER)
    assert outages.link(session, opened(session), SITE, codes, LATER) is not before


def test_callers_at_once_open_one_case_of_the_outage(database: Engine, opened: Opened, codes: Codes) -> None:
    barrier = threading.Barrier(4)

    def call() -> None:
        barrier.wait()
        with writing(database) as session:
            outages.link(session, opened(session), SITE, codes, NOON)

    threads = [threading.Thread(target=call) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Session(database) as session:
        assert session.scalar(select(func.count()).where(Case.kind == Kind.OUTAGE)) == 1
        assert session.scalar(select(func.count()).where(Case.status == Status.HELD)) == 4
