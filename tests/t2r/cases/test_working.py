"""A case is led from the first words to its end: what can be read is never asked, what was done is never done twice."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from t2r.cases import acting, opening, outages, transferring, working
from t2r.cases.changing import find, take
from t2r.cases.closing import close, resolve
from t2r.cases.codes import Severity
from t2r.cases.errors import ChangedError, IllegalTransitionError, NotNextError, RefusedError, TakenError, UnderWayError
from t2r.cases.listing import trace
from t2r.cases.network import Seen
from t2r.cases.opening import Opening, Request
from t2r.cases.outages import Outage
from t2r.cases.progress import Worked, change
from t2r.cases.tables import Action, Case
from t2r.cases.workbench import Subject, Workbench
from t2r.database import writing
from t2r.flows import Actor, Call, Done, Flows

from .conftest import NOON, Clock, Operator

LINE = Subject(line="919800000001")


class Killed(BaseException):
    """The process ends here."""


def opened(bench: Workbench, **given: Any) -> Worked:
    return opening.open_case(
        bench, Opening("no internet, call me on +91 98765 43210", LINE, flow="data", **given), "asha"
    )


def call(worked: Worked) -> Call:
    assert isinstance(worked.step, Call)
    return worked.step


def steps(bench: Workbench, case: Case) -> list[str]:
    with Session(bench.database) as session:
        return [f"{one.what} {one.name}".strip() for one in trace(session, case.id)]


def as_it_is(bench: Workbench, id: int) -> Case:
    with Session(bench.database) as session:
        return find(session, id)


# Opening


def test_opening_reads_all_that_systems_know_and_stops_at_the_first_action(
    bench: Workbench, operator: Operator
) -> None:
    worked = opened(bench)
    assert call(worked).action == "lift_bar"
    assert operator.made("read_line")
    assert operator.made("lift_bar") == []
    case = worked.case
    assert (case.status, case.flow, case.owner, case.line) == ("inProgress", "data", "asha", "919800000001")
    assert case.words == "no internet, call me on [PHONE]"


def test_the_customers_number_is_neither_in_the_trace_nor_in_events(bench: Workbench) -> None:
    case = opened(bench).case
    with Session(bench.database) as session:
        told = [str(one.body) + one.name for one in trace(session, case.id)]
    assert not [text for text in told if "9800000001" in text or "43210" in text]


def test_the_network_is_asked_about_the_line_that_only_the_words_name(bench: Workbench) -> None:
    asked: list[Subject] = []

    def look(subject: Subject) -> None:
        asked.append(subject)

    seeing = replace(bench, look=look)
    words = "no internet, my number is +91 98765 43210"
    case = opening.open_case(seeing, Opening(words, Subject(indoors=True), flow="data"), "asha").case
    assert (case.line, asked) == ("919876543210", [Subject("919876543210", indoors=True)])
    back = opening.open_case(seeing, Opening("no internet, call me back on +91 98765 43210", Subject()), "asha").case
    assert (back.line, asked[1:]) == (None, [Subject()])


def test_once_the_number_is_told_the_case_goes_on_with_its_line_and_what_the_network_says(
    bench: Workbench, operator: Operator
) -> None:
    asked: list[Subject] = []

    def look(subject: Subject) -> None:
        asked.append(subject)

    seeing = replace(bench, look=look)
    case = opening.open_case(seeing, Opening("no internet", Subject(), flow="data"), "asha").case
    assert operator.made("read_line") == []
    worked = working.answer(seeing, case.id, {"phone_number": "+91 98000 00001"}, Actor.CUSTOMER, "asha")
    assert (worked.case.line, asked[-1].line) == ("919800000001", "919800000001")
    assert operator.made("read_line")
    assert call(worked).action == "lift_bar"
    assert as_it_is(seeing, case.id).line == "919800000001"
    with Session(bench.database) as session:
        assert not [one for one in trace(session, case.id) if "98000" in str(one.body)]


def test_priority_comes_from_impact_and_urgency(bench: Workbench) -> None:
    assert opened(bench).case.priority == "low"
    assert opened(bench, severity=Severity.CRITICAL).case.priority == "high"


def test_the_same_request_opens_one_case_also_at_once(bench: Workbench) -> None:
    barrier, numbers = threading.Barrier(3), []

    def ask() -> None:
        barrier.wait()
        numbers.append(opened(bench, request=Request("one", "body")).case.id)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(numbers) == 3
    assert len(set(numbers)) == 1


def test_a_key_of_another_request_and_an_external_id_of_another_case_are_refused(bench: Workbench) -> None:
    first = opened(bench, request=Request("one", "body"), external_id="CRM-7").case.id
    with pytest.raises(TakenError, match=f"case {first} was opened by another request"):
        opened(bench, request=Request("one", "another body"))
    with pytest.raises(TakenError, match=f"external_id: case {first} has it"):
        opened(bench, external_id="CRM-7")


def test_a_flow_that_is_not_there_opens_nothing(bench: Workbench) -> None:
    with pytest.raises(RefusedError, match="flow: 'tea' is none of calls, data"):
        opening.open_case(bench, Opening("no internet", LINE, flow="tea"), "asha")


def test_a_tool_that_hangs_holds_nobody_up(bench: Workbench, operator: Operator) -> None:
    operator.before = lambda name: time.sleep(1.0 if name == "read_outage" else 0.0)
    began = time.monotonic()
    assert call(opened(bench)).action == "lift_bar"
    assert time.monotonic() - began < 1.0


@pytest.mark.parametrize("error", [RuntimeError("boom"), KeyError("x")])
def test_a_tool_that_crashes_answers_nothing_and_tells_nothing(
    bench: Workbench, operator: Operator, error: Exception
) -> None:
    def crash(name: str) -> None:
        if name == "read_line":
            raise error

    operator.before = crash
    worked = opened(bench)
    assert call(worked).tool == "ask_agent"  # nobody else can say whether data works
    assert "boom" not in str(steps(bench, worked.case))


# Which flow


def said(bench: Workbench, words: str) -> Worked:
    return opening.open_case(bench, Opening(words, LINE), "asha")


def test_the_words_lead_to_the_flow(bench: Workbench) -> None:
    assert said(bench, "no internet").case.flow == "data"


def test_where_it_is_in_doubt_the_question_that_parts_them_comes_first(bench: Workbench, operator: Operator) -> None:
    worked = said(bench, "slow")
    assert (worked.case.status, worked.case.flow, worked.step) == ("inProgress", None, None)
    assert worked.case.doubt is not None
    assert worked.case.doubt["question"] == "Is it slow everywhere?"
    assert operator.calls == []
    assert acting.go_on(bench, worked.case.id, "asha").case.version == worked.case.version
    after = working.answer(bench, worked.case.id, {"flow": "in one place"}, Actor.CUSTOMER, "asha", worked.case.version)
    assert (after.case.flow, after.case.doubt, call(after).action) == ("calls", None, "lift_bar")
    assert "answer flow" in steps(bench, after.case)


def test_an_answer_that_leaves_several_is_narrowed_by_the_router(bench: Workbench) -> None:
    worked = said(bench, "slow")
    after = working.answer(bench, worked.case.id, {"flow": "everywhere"}, Actor.CUSTOMER, "asha")
    assert after.case.flow == "data"


def test_where_nothing_fits_all_flows_are_put_up_for_choice(bench: Workbench) -> None:
    worked = said(bench, "hello")
    assert worked.case.doubt is not None
    assert worked.case.doubt["answers"] == {"Calls do not work": ["calls"], "Mobile data does not work": ["data"]}


def test_an_agent_may_take_another_flow_and_what_is_known_is_not_read_again(
    bench: Workbench, operator: Operator
) -> None:
    worked = said(bench, "no internet")
    before = list(operator.calls)
    after = working.answer(bench, worked.case.id, {"flow": "calls"}, Actor.AGENT, "asha", worked.case.version)
    assert (after.case.flow, call(after).action) == ("calls", "lift_bar")
    assert operator.calls == before


@pytest.mark.parametrize("wrong", [{"flow": "tea"}, {"flow": "calls", "saver": True}])
def test_a_flow_that_is_none_changes_nothing(bench: Workbench, wrong: dict[str, Any]) -> None:
    worked = said(bench, "slow")
    with pytest.raises(RefusedError, match=r"answers\.flow: "):
        working.answer(bench, worked.case.id, wrong, Actor.AGENT, "asha")
    assert as_it_is(bench, worked.case.id).version == worked.case.version


# Acting


def test_an_approved_action_is_done_verified_and_resolves_the_case(bench: Workbench, operator: Operator) -> None:
    worked = opened(bench)
    ended = acting.act(bench, worked.case.id, call(worked).id, "asha", worked.case.version)
    assert isinstance(ended.step, Done)
    assert (ended.step.outcome, ended.step.cause) == ("solved", ("lift_bar",))
    assert (ended.case.status, ended.case.outcome) == ("resolved", "solved")
    assert len(operator.made("lift_bar")) == 1
    told = steps(bench, ended.case)
    assert told.index("approved lift_bar") < told.index("action lift_bar") < told.index("status resolved")


def test_the_same_approval_twice_is_one_action(bench: Workbench, operator: Operator) -> None:
    worked = opened(bench)
    for _ in range(2):
        ended = acting.act(bench, worked.case.id, call(worked).id, "asha", worked.case.version)
        assert ended.case.status == "resolved"
    assert len(operator.made("lift_bar")) == 1


def test_something_that_is_not_proposed_is_not_done(bench: Workbench, operator: Operator) -> None:
    worked = opened(bench)
    with pytest.raises(NotNextError, match="it waits for Lift the bar on data"):
        acting.act(bench, worked.case.id, "another-1", "asha")
    assert operator.made("lift_bar") == []


@pytest.mark.parametrize(("moment", "repeated"), [("before", True), ("after", False)])
def test_an_action_killed_before_its_record_is_not_repeated_where_it_has_worked(
    bench: Workbench, operator: Operator, clock: Clock, moment: str, repeated: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process ends right before, or right after, the tool has done its work."""
    worked = opened(bench)
    id, key = worked.case.id, call(worked).id

    def killed(*_: object) -> None:
        if moment == "after":
            operator.call("lift_bar", {}, idempotency_key=key)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(acting, "call_in_time", killed)
        with pytest.raises(Killed):
            acting.act(bench, id, key, "asha")
    with pytest.raises(UnderWayError, match="lift_bar is being carried out; asha began it 0 s ago"):
        acting.go_on(bench, id, "ravi")  # nobody knows yet that it was killed
    clock.later(minutes=1)
    after = acting.go_on(bench, id, "ravi")
    if repeated:
        assert call(after).id == key  # proposed again, under the same key
        after = acting.act(bench, id, key, "ravi")
    assert after.case.status == "resolved"
    assert operator.made("lift_bar") == [key]
    assert "recovered lift_bar" in steps(bench, after.case)


def test_an_action_that_hangs_is_looked_at_before_it_is_repeated(bench: Workbench, operator: Operator) -> None:
    operator.after = lambda name: time.sleep(0.5 if name == "lift_bar" else 0.0)
    worked = opened(bench)
    ended = acting.act(bench, worked.case.id, call(worked).id, "asha")
    assert ended.case.status == "resolved"  # it had worked, though it never said so
    assert len(operator.made("lift_bar")) == 1


def test_a_skipped_action_is_not_done_and_the_flow_goes_on(bench: Workbench, operator: Operator) -> None:
    operator.saver = True
    worked = opened(bench)
    after = working.skip(
        bench, worked.case.id, call(worked).id, "asha", "the customer does not want it", worked.case.version
    )
    assert operator.made("lift_bar") == []
    assert call(after).arguments["fact"] == "saver"


def test_what_no_tool_does_is_done_by_hand(bench: Workbench, operator: Operator) -> None:
    operator.barred, operator.saver = False, True
    worked = opened(bench)
    id = worked.case.id
    asked = working.answer(bench, id, {"saver": True}, Actor.CUSTOMER, "asha", worked.case.version)
    assert call(asked).wording == "Switch Data Saver off in the settings."
    with pytest.raises(NotNextError, match="no tool does it"):
        acting.act(bench, id, call(asked).id, "asha")
    operator.saver = False
    ended = working.done_by_hand(bench, id, call(asked).id, "asha", "done", None, asked.case.version)
    assert ended.case.status == "resolved"


def test_what_costs_money_is_not_done_without_consent(bench: Workbench, operator: Operator) -> None:
    operator.barred, operator.bill = False, True
    worked = opened(bench)
    assert call(worked).arguments["fact"] == "consent_pay"
    refused = working.answer(bench, worked.case.id, {"consent_pay": False}, Actor.CUSTOMER, "asha")
    assert refused.case.outcome == "escalated"
    assert (refused.case.owner, refused.case.queue) == (None, "technical support")
    assert operator.made("request_payment") == []


# Answers


def test_an_answer_is_kept_with_who_gave_it_and_is_not_asked_again(bench: Workbench, operator: Operator) -> None:
    operator.barred, operator.saver = False, True
    worked = opened(bench)
    assert call(worked).arguments["fact"] == "saver"
    working.answer(bench, worked.case.id, {"saver": False}, Actor.CUSTOMER, "asha", worked.case.version)
    with Session(bench.database) as session:
        (given,) = [one for one in trace(session, worked.case.id) if one.what == "answer"]
    assert (given.name, given.by, given.who, given.body["source"], given.body["value"]) == (
        "saver",
        "asha",
        "M",
        "customer",
        False,
    )


def test_a_correction_is_a_step_that_tells_what_was_there_before(bench: Workbench) -> None:
    worked = opened(bench)
    working.answer(bench, worked.case.id, {"barred": False}, Actor.AGENT, "asha", worked.case.version)
    with Session(bench.database) as session:
        (given,) = [one for one in trace(session, worked.case.id) if one.what == "answer"]
    assert (given.name, given.body["value"], given.body["why"]) == ("barred", False, {"before": True})


@pytest.mark.parametrize("wrong", [{"saver": "perhaps"}, {"tea": True}])
def test_what_is_no_answer_is_refused_by_its_name(bench: Workbench, wrong: dict[str, Any]) -> None:
    worked = opened(bench)
    with pytest.raises(RefusedError, match=f"answers.{next(iter(wrong))}: "):
        working.answer(bench, worked.case.id, wrong, Actor.AGENT, "asha")
    assert as_it_is(bench, worked.case.id).version == worked.case.version


def test_of_two_agents_the_second_is_told_what_the_first_did(bench: Workbench, operator: Operator) -> None:
    operator.barred, operator.saver = False, True
    seen = opened(bench).case
    working.answer(bench, seen.id, {"saver": True}, Actor.CUSTOMER, "asha", seen.version)
    with pytest.raises(ChangedError, match=r"asha at 12:00:00: answer saver"):
        working.answer(bench, seen.id, {"saver": False}, Actor.CUSTOMER, "ravi", seen.version)


# Later, elsewhere, and with other flows


def test_after_a_transfer_nothing_is_read_or_asked_again(bench: Workbench, operator: Operator) -> None:
    operator.barred, operator.saver = False, True
    worked = opened(bench)
    before = list(operator.calls)
    with writing(bench.database) as session:
        transferring.transfer(session, worked.case.id, "ravi", None, "asha", NOON, "my shift is over")
    after = acting.go_on(bench, worked.case.id, "ravi")
    assert after.case.owner == "ravi"
    assert call(after).id == call(worked).id
    assert operator.calls == before
    assert "transferred ravi" in steps(bench, after.case)


def test_after_a_week_what_is_too_old_is_read_again(bench: Workbench, operator: Operator, clock: Clock) -> None:
    worked = opened(bench)
    clock.later(days=7)
    operator.barred = False  # somebody has lifted it since
    ended = acting.act(bench, worked.case.id, call(worked).id, "asha")
    assert ended.case.status == "resolved"


def test_a_flow_that_has_changed_goes_on_with_what_is_known(
    bench: Workbench, flows: Flows, operator: Operator, tmp_path: Path
) -> None:
    operator.barred, operator.saver = False, True
    worked = opened(bench)
    from .conftest import BINDING, FLOW, VOCABULARY

    (tmp_path / "vocabulary.yaml").write_text(VOCABULARY)
    (tmp_path / "data.yaml").write_text(FLOW.replace("title: Mobile data", "version: 2\ntitle: Data"))
    (tmp_path / "binding").mkdir()
    (tmp_path / "binding" / "small.yaml").write_text(BINDING)
    newer = replace(bench, flows=Flows.load(tmp_path, binding=tmp_path / "binding" / "small.yaml"))
    before = list(operator.calls)
    after = working.answer(newer, worked.case.id, {"saver": True}, Actor.CUSTOMER, "asha")
    assert call(after).action == "turn_saver_off"
    assert operator.calls == before


def test_a_resolved_case_that_does_not_work_goes_on_and_a_closed_one_does_not(
    bench: Workbench, operator: Operator
) -> None:
    worked = opened(bench)
    ended = acting.act(bench, worked.case.id, call(worked).id, "asha")
    operator.saver = True
    again = working.reopen(bench, ended.case.id, "asha", "pages do not open", ended.case.version)
    assert (again.case.status, again.case.outcome, call(again).arguments["fact"]) == ("inProgress", None, "saver")
    operator.saver = False
    ended = working.answer(bench, ended.case.id, {"saver": False, "data": True}, Actor.CUSTOMER, "asha")
    assert (ended.case.status, ended.case.outcome) == ("inProgress", "nothing_wrong")  # nothing was done this time
    with writing(bench.database) as session:
        case = take(session, ended.case.id, NOON)
        resolve(session, case, "account.credit_barring", "fixed", "asha", NOON, bench.codes)
        close(session, case, "asha", NOON)
    with pytest.raises(IllegalTransitionError):
        working.reopen(bench, ended.case.id, "asha", "pages do not open")


# Outages


OUTAGE = Outage("outage:SITE-1", "Mobile outage: SITE-1 is down", Severity.CRITICAL, "There is a fault in our network.")


def seen_outage(value: bool) -> Seen:
    fact = {"source": "alarms", "measured_at": NOON.isoformat(), "ttl": 900.0, "confidence": 0.9}
    facts = {"mobile_outage": {**fact, "value": value}, "mobile_outage_id": {**fact, "value": OUTAGE.id}}
    return Seen(facts, {OUTAGE.id: OUTAGE})


def test_a_known_outage_explains_the_trouble_before_anything_is_asked_or_done(
    bench: Workbench, operator: Operator
) -> None:
    bench = replace(bench, look=lambda subject: seen_outage(True))
    worked = opened(bench)
    assert operator.calls == []
    assert (worked.case.status, worked.case.outcome) == ("held", "linked_to_outage")
    assert worked.case.say.startswith("There is a fault in our network.")
    parent = as_it_is(bench, worked.case.parent_id or 0)
    assert (parent.kind, parent.outage) == ("outage", OUTAGE.id)
    assert opened(bench).case.parent_id == parent.id


def test_an_outage_that_only_a_tool_knows_is_found_by_the_flow(bench: Workbench, operator: Operator) -> None:
    operator.outage = "OUT-7"
    worked = opened(bench)
    assert worked.case.status == "held"
    assert as_it_is(bench, worked.case.parent_id or 0).outage == "OUT-7"
    assert operator.made("lift_bar") == []


def test_where_there_is_none_the_flow_does_not_ask_the_tool_again(bench: Workbench, operator: Operator) -> None:
    bench = replace(bench, look=lambda subject: seen_outage(False))
    assert call(opened(bench)).action == "lift_bar"
    assert operator.made("read_outage") == []


def test_when_an_outage_is_over_and_it_does_not_work_the_flow_begins(bench: Workbench, operator: Operator) -> None:
    held = opened(replace(bench, look=lambda subject: seen_outage(True))).case
    with writing(bench.database) as session:
        outages.end(session, held.parent_id or 0, "t2r", NOON)
        outages.release(session, "t2r", NOON)
    again = working.reopen(bench, held.id, "asha", "still no internet")
    assert (again.case.status, again.case.parent_id, call(again).action) == ("inProgress", None, "lift_bar")


def test_the_intent_is_kept_before_the_tool_is_called(bench: Workbench, operator: Operator) -> None:
    worked = opened(bench)
    found: list[tuple[str, str]] = []

    def watch(name: str) -> None:
        if name == "lift_bar":
            with Session(bench.database) as session:
                action = session.get_one(Action, (worked.case.id, call(worked).id))
                found.append((action.tool, action.state.value))

    operator.before = watch
    acting.act(bench, worked.case.id, call(worked).id, "asha")
    assert found == [("lift_bar", "intended")]


def test_nobody_changes_the_flow_while_an_action_is_being_carried_out(bench: Workbench, operator: Operator) -> None:
    worked = opened(bench)
    refused: list[str] = []

    def meanwhile(name: str) -> None:
        if name == "lift_bar":
            for wish in (lambda flow: flow.answer("saver", True, "customer"), lambda flow: flow.skip(call(worked).id)):
                with pytest.raises(UnderWayError) as raised:
                    change(bench, worked.case.id, "ravi", None, wish)
                refused.append(str(raised.value))

    operator.before = meanwhile
    bench = replace(bench, patience=5.0)
    assert acting.act(bench, worked.case.id, call(worked).id, "asha").case.status == "resolved"
    assert len(refused) == 2
