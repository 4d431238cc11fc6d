"""Cases are found by what they are, page by page, none twice and none left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from t2r.cases.changing import become
from t2r.cases.codes import Priority
from t2r.cases.listing import Filter, cases, trace
from t2r.cases.status import Status
from t2r.cases.tables import Case, Kind

from .conftest import NOON

Opened = Callable[..., Case]


@pytest.fixture
def three(session: Session, opened: Opened) -> dict[str, int]:
    first = opened(session, owner="asha", flow="data", line="1")
    second = opened(session, owner="ravi", priority=Priority.HIGH, parent_id=first.id)
    third = opened(session, kind=Kind.OUTAGE)
    become(session, second, Status.IN_PROGRESS, "ravi", NOON)
    return {"first": first.id, "second": second.id, "third": third.id}


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({}, ["third", "second", "first"]),
        ({"status": (Status.IN_PROGRESS,)}, ["second"]),
        ({"status": (Status.IN_PROGRESS, Status.ACKNOWLEDGED), "kind": Kind.CUSTOMER}, ["second", "first"]),
        ({"kind": Kind.OUTAGE}, ["third"]),
        ({"priority": Priority.HIGH}, ["second"]),
        ({"owner": "asha"}, ["first"]),
        ({"line": "1"}, ["first"]),
        ({"flow": "data"}, ["first"]),
        ({"owner": "asha", "priority": Priority.HIGH}, []),
    ],
)
def test_a_filter_finds_what_fits(
    session: Session, three: dict[str, int], wanted: dict[str, Any], names: list[str]
) -> None:
    found = cases(session, Filter(**wanted), 10)
    assert [case.id for case in found] == [three[name] for name in names]


def test_children_are_found_by_their_parent(session: Session, three: dict[str, int]) -> None:
    assert [case.id for case in cases(session, Filter(parent=three["first"]), 10)] == [three["second"]]


def test_pages_join_without_gaps(session: Session, opened: Opened) -> None:
    numbers = [opened(session).id for _ in range(5)]
    found: list[int] = []
    while page := cases(session, Filter(), 2, found[-1] if found else None):
        found += [case.id for case in page]
    assert found == numbers[::-1]


def test_a_trace_is_read_on_from_where_one_was(session: Session, three: dict[str, int]) -> None:
    assert [one.seq for one in trace(session, three["second"])] == [1, 2]
    assert [one.seq for one in trace(session, three["second"], after=1)] == [2]
    assert [one.seq for one in trace(session, three["second"], limit=1)] == [1]
