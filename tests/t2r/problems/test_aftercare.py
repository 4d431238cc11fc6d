from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.orm import Session

from t2r.cases.errors import ConflictError, NoSuchError, RefusedError
from t2r.cases.status import Status
from t2r.problems import aftercare, known, plans
from t2r.problems.tables import Progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from t2r.cases.tables import Case

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def asked(session: Session, case: Case, **more: object) -> aftercare.Contact:
    given: dict[str, object] = {"channel": "phone", "answered": True, "agrees": True, "satisfaction": 5, "comment": ""}
    return aftercare.contact(session, case, "asha", NOON, **(given | more))  # type: ignore[arg-type]


def resolved(session: Session, opened: Callable[..., Case]) -> Case:
    case = opened(session)
    case.status = Status.RESOLVED
    return case


def test_attempts_to_reach_the_customer_are_kept_those_that_failed_too(
    session: Session, opened: Callable[..., Case]
) -> None:
    case = resolved(session, opened)
    asked(session, case, answered=False, agrees=None, satisfaction=None)
    asked(session, case, comment="my number is 9876543210")
    first, second = aftercare.contacts(session, case.id)
    assert (first.answered, second.agrees, second.satisfaction) == (False, True, 5)
    assert "9876543210" not in second.comment


def test_a_low_satisfaction_is_sent_to_who_keeps_customers(session: Session, opened: Callable[..., Case]) -> None:
    case = resolved(session, opened)
    asked(session, case, satisfaction=2)
    (idea,) = aftercare.improvements(session, case.id)
    assert (idea.sent_to, idea.text) == ("retention", "The customer's satisfaction is 2 of 5")


def test_who_was_not_reached_has_said_nothing(session: Session, opened: Callable[..., Case]) -> None:
    with pytest.raises(RefusedError, match="answered"):
        asked(session, resolved(session, opened), answered=False)


def test_nobody_is_asked_about_a_case_that_is_not_resolved(session: Session, opened: Callable[..., Case]) -> None:
    with pytest.raises(ConflictError, match="not asked yet"):
        asked(session, opened(session))


def test_a_major_problem_is_reviewed_once_and_something_is_learned(
    session: Session, opened: Callable[..., Case]
) -> None:
    case = opened(session)
    with pytest.raises(RefusedError, match="lessons"):
        aftercare.review(session, case, "lead", NOON, what="w", why="y", lessons=[], actions=[])
    with pytest.raises(NoSuchError):
        aftercare.the_review(session, case.id)
    actions = [{"what": "second power supply", "owner": "network"}]
    aftercare.review(session, case, "lead", NOON, what="w", why="y", lessons=["test the battery"], actions=actions)
    assert aftercare.the_review(session, case.id).actions == actions
    with pytest.raises(ConflictError, match="has been reviewed"):
        aftercare.review(session, case, "lead", NOON, what="w", why="y", lessons=["x"], actions=[])


@pytest.mark.parametrize("field", ["title", "symptom", "cause"])
def test_a_known_problem_says_what_it_is(session: Session, field: str) -> None:
    given = {"title": "t", "symptom": "s", "cause": "c"} | {field: " "}
    with pytest.raises(RefusedError, match=field):
        known.create(session, given, "asha", NOON)


def test_an_activity_is_given_to_somebody_else_until_it_has_ended(
    session: Session, opened: Callable[..., Case]
) -> None:
    case = opened(session, owner="asha")
    correct, validate, contact = plans.make(session, case, "fix", NOON, NOON.replace(hour=22))
    assert [each.assigned_to for each in (correct, validate, contact)] == ["asha"] * 3
    assert [each.due_at.hour for each in (correct, validate, contact)] == [18, 21, 22]
    assert plans.assign(session, case.id, validate.id, "ravi", None, "asha", NOON).assigned_to == "ravi"
    plans.end(session, case.id, "validate", NOON)
    with pytest.raises(ConflictError, match="done already"):
        plans.assign(session, case.id, validate.id, "asha", None, "asha", NOON)
    with pytest.raises(NoSuchError):
        plans.assign(session, case.id + 1, correct.id, "asha", None, "asha", NOON)


def test_a_new_plan_cancels_what_is_open_of_the_one_before(session: Session, opened: Callable[..., Case]) -> None:
    case = opened(session)
    plans.make(session, case, "fix", NOON, NOON)
    plans.make(session, case, "workaround", NOON, NOON)
    states = [(each.plan, each.state) for each in plans.of(session, case.id)]
    assert states == [(1, Progress.CANCELLED)] * 3 + [(2, Progress.OPEN)] * 3
