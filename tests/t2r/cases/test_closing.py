"""A closed case has a cause and a resolution, teaches the next one without a name, and is noticed when it comes back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from knowledge import KnowledgeBase, Resolution
from t2r.cases import acting, opening, progress
from t2r.cases.changing import take
from t2r.cases.closing import close, resolve, set_status
from t2r.cases.errors import IllegalTransitionError, RefusedError
from t2r.cases.learning import learn
from t2r.cases.listing import trace
from t2r.cases.opening import Opening
from t2r.cases.status import Status
from t2r.cases.tables import Case
from t2r.cases.workbench import Subject, Workbench
from t2r.database import writing
from t2r.flows import Call

from .conftest import NOON, Clock, Operator

WORDS = "My data stopped after lunch, I am Mr Rakesh Sharma, 98765 43210"


def solved(bench: Workbench, line: str = "919800000001") -> int:
    worked = opening.open_case(bench, Opening(WORDS, Subject(line), flow="data"), "asha")
    assert isinstance(worked.step, Call)
    return acting.act(bench, worked.case.id, worked.step.id, "asha").case.id


def closed(bench: Workbench, id: int, resolution: str = "fixed", text: str = "") -> None:
    with writing(bench.database) as session:
        case = take(session, id, bench.now())
        resolve(session, case, "account.credit_barring", resolution, "asha", bench.now(), bench.codes, text)
        close(session, case, "asha", bench.now())


def test_a_case_is_closed_with_its_codes(bench: Workbench) -> None:
    id = solved(bench)
    closed(bench, id, text="The bar is gone, said Mr Rakesh Sharma.")
    case = progress.look(bench, id).case
    assert (case.status, case.cause, case.resolution) == ("closed", "account.credit_barring", "fixed")
    assert "Sharma" not in case.resolution_note
    assert case.closed_at == NOON


def test_a_code_that_nobody_knows_closes_nothing(bench: Workbench) -> None:
    id = solved(bench)
    with writing(bench.database) as session, pytest.raises(RefusedError):
        resolve(session, take(session, id, NOON), "tea", "fixed", "asha", NOON, bench.codes)


@pytest.mark.parametrize("status", [Status.RESOLVED, Status.CLOSED])
def test_nobody_closes_without_codes(session: Session, opened: Callable[..., Case], status: Status) -> None:
    with pytest.raises(RefusedError, match="with a cause and a resolution"):
        set_status(session, opened(session).id, status, "asha", NOON, "")


def test_a_case_is_put_off_and_taken_up_again_but_a_cancelled_one_is_not(
    session: Session, opened: Callable[..., Case]
) -> None:
    id = opened(session).id
    for status in (Status.IN_PROGRESS, Status.PENDING, Status.IN_PROGRESS, Status.CANCELLED):
        set_status(session, id, status, "asha", NOON, "the customer calls back")
    with pytest.raises(IllegalTransitionError, match="it is final"):
        set_status(session, id, Status.IN_PROGRESS, "asha", NOON, "")


def test_what_was_closed_is_found_by_the_next_search_and_names_nobody(
    bench: Workbench, knowledge: KnowledgeBase
) -> None:
    id = solved(bench)
    assert learn(bench, knowledge) == []  # it is not closed yet
    closed(bench, id, text="The bar was lifted after the payment of the zebra bill.")
    assert learn(bench, knowledge) == [f"case-{id}"]
    assert learn(bench, knowledge) == []
    found = knowledge.search("data stopped after lunch, the zebra bill").hits
    assert f"case-{id}" in [hit.document_id for hit in found]
    lesson = knowledge.get(f"case-{id}")
    assert isinstance(lesson, Resolution)
    assert (lesson.cause_code, lesson.steps, lesson.product) == (
        "account.credit_barring",
        ("Lift the bar on data",),
        "mobile",
    )
    assert lesson.outcome == "The cause was removed. The bar was lifted after the payment of the zebra bill."
    for secret in ("Sharma", "43210", "9800000001"):
        assert secret not in lesson.body
    knowledge.remove([f"case-{id}"])


@pytest.mark.parametrize("resolution", ["no_answer", "not_reproduced", "restored"])
def test_what_teaches_nothing_is_not_learned(bench: Workbench, knowledge: KnowledgeBase, resolution: str) -> None:
    closed(bench, solved(bench), resolution)
    assert learn(bench, knowledge) == []


def test_a_trouble_that_comes_back_within_a_week_is_noted_in_both_and_learned(
    bench: Workbench, operator: Operator, clock: Clock, knowledge: KnowledgeBase
) -> None:
    first = solved(bench)
    closed(bench, first)
    learn(bench, knowledge)
    operator.barred = True
    clock.later(days=3)
    other_line = solved(bench, "919800000002")
    operator.barred = True
    second = solved(bench)
    with Session(bench.database) as session:
        assert ("comes back", str(first)) in [(one.what, one.name) for one in trace(session, second)]
        assert ("came back", str(second)) in [(one.what, one.name) for one in trace(session, first)]
        assert "comes back" not in [one.what for one in trace(session, other_line)]
    assert learn(bench, knowledge) == [f"case-{first}"]
    lesson = knowledge.get(f"case-{first}")
    assert isinstance(lesson, Resolution)
    assert lesson.reopened_within_7_days is True
    knowledge.remove([f"case-{first}"])


def test_after_a_week_it_is_another_trouble(bench: Workbench, operator: Operator, clock: Clock) -> None:
    closed(bench, solved(bench))
    operator.barred = True
    clock.later(days=8)
    second = solved(bench)
    with Session(bench.database) as session:
        assert "comes back" not in [one.what for one in trace(session, second)]
