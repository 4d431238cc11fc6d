"""A flow as the agent sees it: each question once, in order, with its answer, source and age, and the next one marked."""

from __future__ import annotations

from t2r.cases import opening, working
from t2r.cases.opening import Opening
from t2r.cases.progress import Worked
from t2r.cases.questions import Blank, blanks, questions
from t2r.cases.workbench import Subject, Workbench
from t2r.flows import Actor, Call, Flows

from .conftest import Clock, Operator


def opened(bench: Workbench) -> Worked:
    return opening.open_case(bench, Opening("no internet", Subject("919800000001"), flow="data"), "asha")


def listed(worked: Worked, flows: Flows) -> dict[str, str]:
    assert worked.flow is not None
    return {one.check: one.standing.value for one in questions(worked.flow, flows, worked.step)}


def test_each_question_comes_once_in_the_order_of_the_flow(bench: Workbench, flows: Flows, operator: Operator) -> None:
    operator.barred, operator.saver = False, True
    worked = opened(bench)
    assert list(listed(worked, flows).items()) == [
        ("data", "answered"),
        ("mobile_outage", "answered"),
        ("barred", "answered"),
        ("bill", "answered"),
        ("saver", "next"),
    ]


def test_an_answer_has_its_source_and_age(bench: Workbench, flows: Flows, clock: Clock) -> None:
    worked = opened(bench)
    clock.later(seconds=90)
    assert worked.flow is not None
    barred = next(one for one in questions(worked.flow, flows, worked.step) if one.check == "barred")
    (known,) = barred.known
    assert (known.value, known.source, known.by, known.age_s, known.fresh) == (True, "read_line", "system", 90.0, True)
    clock.later(hours=1)
    assert listed(worked, flows)["barred"] == "stale"


def test_what_nobody_could_tell_is_unknown_and_what_was_not_needed_is_open(
    bench: Workbench, flows: Flows, operator: Operator
) -> None:
    operator.barred, operator.saver = False, True
    worked = opened(bench)
    assert isinstance(worked.step, Call)
    after = working.skip(bench, worked.case.id, worked.step.id, "asha", "the customer cannot look")
    assert listed(after, flows)["saver"] == "unknown"
    operator.barred = True
    assert listed(opened(bench), flows)["saver"] == "open"


def test_what_is_to_be_filled_in_is_named_with_its_type(bench: Workbench, flows: Flows, operator: Operator) -> None:
    operator.barred, operator.saver = False, True
    worked = opened(bench)
    assert isinstance(worked.step, Call)
    assert worked.step.actor is Actor.CUSTOMER
    assert blanks(flows, worked.step) == [Blank("saver", "boolean", [True, False], None)]
