from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from t2r.cases import acting, opening, working
from t2r.cases.changing import note, take
from t2r.cases.closing import close, resolve, set_status
from t2r.cases.errors import ConflictError
from t2r.cases.listing import trace
from t2r.cases.opening import Opening
from t2r.cases.outages import end, release
from t2r.cases.progress import Worked
from t2r.cases.status import Status
from t2r.cases.tables import Case, Kind, OutboxEvent
from t2r.cases.workbench import Subject, Workbench
from t2r.database import writing
from t2r.flows import Call
from t2r.flows.tables import TableError
from t2r.problems import aftercare, clocks, desk, known, life, plans, reporting
from t2r.problems.tables import Handover, Isolation, Known, KnownProblem, Progress
from t2r.processes.runner import Process

if TYPE_CHECKING:
    from tests.t2r.cases.conftest import Clock as Time
    from tests.t2r.cases.conftest import Operator

Bench = Workbench


def begin(bench: Bench, **more: Any) -> Worked:
    return opening.open_case(
        bench, Opening(words="no internet", subject=Subject(line="919800000001"), flow="data", **more), "asha"
    )


def approve(bench: Bench, worked: Worked) -> Worked:
    assert isinstance(worked.step, Call)
    return acting.act(bench, worked.case.id, worked.step.id, "asha")


def follow(bench: Bench) -> list[int]:
    return life.catch_up(bench.database, bench.now)


def waits(bench: Bench, id: int) -> set[str]:
    with Session(bench.database) as session:
        found = life.look(session, id)
        assert found is not None
        return {one.node.id for one in found[1].waiting if one.due is None and one.node.id != "withdrawn"}


def passed(bench: Bench, id: int) -> list[str]:
    with Session(bench.database) as session:
        return [event.name for event in trace(session, id) if event.what == "step"]


def told(bench: Bench) -> list[str]:
    with Session(bench.database) as session:
        return [
            one.type
            for one in session.scalars(select(OutboxEvent).order_by(OutboxEvent.id))
            if "TroubleTicket" not in one.type
        ]


def finished(bench: Bench, id: int) -> None:
    with writing(bench.database) as session:
        case = take(session, id, bench.now())
        resolve(session, case, "line.provisioning", "fixed", "asha", bench.now(), bench.codes)
        close(session, case, "asha", bench.now())


def test_a_case_that_its_flow_solves_goes_through_its_life_and_is_closed(bench: Bench) -> None:
    worked = begin(bench)
    follow(bench)
    assert waits(bench, worked.case.id) == {"diagnose"}
    worked = approve(bench, worked)
    assert worked.case.status is Status.RESOLVED
    follow(bench)
    assert waits(bench, worked.case.id) == {"contact_customer"}
    finished(bench, worked.case.id)
    follow(bench)
    steps = passed(bench, worked.case.id)
    assert steps[-1] == "report_problem"
    order = [
        "create_report",
        "prioritise",
        "diagnose",
        "record_cause",
        "correct",
        "validate",
        "contact_customer",
        "finalise_report",
    ]
    assert [step for step in steps if step in order] == order
    with Session(bench.database) as session:
        (cause,) = session.scalars(select(Isolation))
        assert (cause.known, cause.cause, cause.domain) == (True, "lift_bar", "line")
        assert cause.evidence
        assert [each.state for each in plans.of(session, worked.case.id)] == [Progress.DONE] * 3
        (clock,) = clocks.all_of(session, worked.case.id)
        assert (clock.stopped_by, clock.missed_at) == ("restored", None)
    assert told(bench) == ["CustomerProblemIsolatedEvent", "CustomerProblemRestoredEvent"]


def test_the_goal_of_a_flow_within_the_case_s_own_does_not_say_that_it_is_solved(bench: Bench) -> None:
    id = begin(bench).case.id
    events: list[tuple[str, str, dict[str, Any]]] = [
        ("action", "reset_line", {"value": "done"}),
        ("decision", "goal", {"value": True, "flow": "line-ready"}),
    ]
    for what, name, body in events:
        with writing(bench.database) as session:
            note(session, take(session, id, bench.now()), what, "asha", bench.now(), name=name, who="A", body=body)
    follow(bench)
    assert waits(bench, id) == {"validate"}
    with writing(bench.database) as session:
        body = {"value": False, "flow": "data"}
        note(session, take(session, id, bench.now()), "decision", "asha", bench.now(), name="goal", who="A", body=body)
    follow(bench)
    assert waits(bench, id) == {"diagnose"}


def test_every_step_names_its_etom_process_and_who_took_it(bench: Bench) -> None:
    worked = approve(bench, begin(bench))
    follow(bench)
    with Session(bench.database) as session:
        steps = {event.name: event for event in trace(session, worked.case.id) if event.what == "step"}
    assert (steps["prioritise"].etom, steps["prioritise"].who) == ("1.3.7.3.5", "A")
    assert (steps["validate"].etom, steps["validate"].body["value"]) == ("1.3.7.6.5", True)
    assert all(event.etom.startswith("1.3.7.") for event in steps.values())


def test_following_twice_does_nothing_twice(bench: Bench) -> None:
    worked = approve(bench, begin(bench))
    assert follow(bench) == [worked.case.id]
    before = passed(bench, worked.case.id)
    assert follow(bench) == []
    assert passed(bench, worked.case.id) == before


def test_following_is_no_change_of_the_case_for_who_works_on_it(bench: Bench) -> None:
    worked = begin(bench)
    follow(bench)
    with Session(bench.database) as session:
        assert session.get_one(Case, worked.case.id).version == worked.case.version


def test_jeopardy_is_told_before_the_target_time_and_the_miss_after_it(bench: Bench, clock: Time) -> None:
    worked = begin(bench)
    follow(bench)
    with Session(bench.database) as session:
        running = clocks.running(session, worked.case.id)
        assert running is not None
        hours = (running.due_at - running.started_at).total_seconds() / 3600
        assert clocks.watched(session, bench.now())[0].standing is clocks.Jeopardy.ON_TIME
    clock.later(hours=hours * 0.79)
    assert follow(bench) == []
    clock.later(hours=hours * 0.02)
    assert follow(bench) == [worked.case.id]
    assert told(bench) == ["CustomerProblemJeopardyEvent"]
    clock.later(hours=hours * 0.2)
    follow(bench)
    assert told(bench) == ["CustomerProblemJeopardyEvent", "CustomerProblemTargetMissedEvent"]
    with Session(bench.database) as session:
        assert clocks.watched(session, bench.now())[0].standing is clocks.Jeopardy.MISSED


def test_without_a_cause_it_is_escalated_with_evidence_and_an_idea_for_the_knowledge_owner(
    bench: Bench, operator: Operator
) -> None:
    worked = begin(bench)
    assert isinstance(worked.step, Call)
    for _ in range(5):
        if not isinstance(worked.step, Call):
            break
        worked = working.skip(bench, worked.case.id, worked.step.id, "asha", "not possible")
    assert worked.case.outcome == "escalated"
    follow(bench)
    assert waits(bench, worked.case.id) == {"second_line"}
    with Session(bench.database) as session:
        (cause,) = session.scalars(select(Isolation))
        assert not cause.known
        assert cause.evidence
        (idea,) = aftercare.improvements(session, worked.case.id)
        assert idea.sent_to == "knowledge"


def test_the_second_line_can_find_the_network_at_fault_and_hand_it_to_service_operations(bench: Bench) -> None:
    worked = begin(bench)
    while isinstance(worked.step, Call):
        worked = working.skip(bench, worked.case.id, worked.step.id, "asha", "not possible")
    id = worked.case.id
    with writing(bench.database) as session:
        found = {"cause": "HSS shows no data profile", "domain": "network", "evidence": ["profile missing"]}
        life.complete(session, id, "second_line", found, "second", bench.now())
    assert waits(bench, id) == {"await_service"}
    with writing(bench.database) as session:
        (work,) = session.scalars(select(Handover))
        assert (work.kind, work.evidence) == ("service", ["profile missing"])
        plans.finish(session, work.id, True, "profile restored", "ravi", bench.now())
        life.complete(session, id, "await_service", {}, "operations", bench.now())
    assert waits(bench, id) == {"validate"}


def test_what_the_case_does_not_wait_for_is_refused_with_what_it_waits_for(bench: Bench) -> None:
    worked = begin(bench)
    with writing(bench.database) as session, pytest.raises(ConflictError, match="it waits at breach, diagnose"):
        life.complete(session, worked.case.id, "review_major", {}, "asha", bench.now())


def test_a_known_problem_is_found_before_a_new_analysis_and_counts_its_uses(bench: Bench) -> None:
    with writing(bench.database) as session:
        given = {
            "title": "Profile lost",
            "symptom": "no internet at all",
            "cause": "profile lost",
            "workaround": "Restart",
            "flow": "data",
        }
        known.create(session, given, "second", bench.now())
        known.create(
            session,
            {**given, "title": "Other", "symptom": "calls drop", "workaround": "Wi-Fi calling"},
            "second",
            bench.now(),
        )
    worked = begin(bench)
    follow(bench)
    with Session(bench.database) as session:
        assert [problem.uses for problem in session.scalars(select(KnownProblem).order_by(KnownProblem.id))] == [1, 0]
        (event,) = [event for event in trace(session, worked.case.id) if event.what == "known"]
        assert (event.name, event.body["workaround"]) == ("Profile lost", "Restart")
    with writing(bench.database) as session:
        known.change(
            session, 1 if event.body["value"] == 1 else event.body["value"], {"state": Known.FIXED}, bench.now()
        )
        assert known.search(session, "no internet", "data") is None


def test_who_says_it_does_not_work_has_the_case_reopened_with_a_new_clock(bench: Bench, operator: Operator) -> None:
    worked = approve(bench, begin(bench))
    follow(bench)
    operator.bill = True
    working.reopen(bench, worked.case.id, "asha", "still no internet")
    follow(bench)
    assert "reopen" in passed(bench, worked.case.id)
    with Session(bench.database) as session:
        first, second = clocks.all_of(session, worked.case.id)
        assert first.stopped_at is not None
        assert second.stopped_at is None


def test_a_cancelled_case_stops_its_clock_and_its_plan(bench: Bench) -> None:
    worked = begin(bench)
    follow(bench)
    with writing(bench.database) as session:
        set_status(session, worked.case.id, Status.CANCELLED, "asha", bench.now(), "duplicate")
    follow(bench)
    assert passed(bench, worked.case.id)[-1] == "cancel_report"
    with Session(bench.database) as session:
        (clock,) = clocks.all_of(session, worked.case.id)
        assert clock.stopped_by == "cancelled"


def test_a_resolved_case_is_closed_by_itself_when_nobody_answers_in_the_agreed_time(bench: Bench, clock: Time) -> None:
    worked = approve(bench, begin(bench))
    with writing(bench.database) as session:
        resolve(
            session,
            take(session, worked.case.id, bench.now()),
            "line.provisioning",
            "fixed",
            "asha",
            bench.now(),
            bench.codes,
        )
    follow(bench)
    clock.later(days=4)
    follow(bench)
    with Session(bench.database) as session:
        case = session.get_one(Case, worked.case.id)
        assert case.status is Status.CLOSED
        (closed,) = [event for event in trace(session, case.id) if event.what == "closed"]
        assert (closed.by, closed.who) == ("t2r", "A")
    assert "close_silently" in passed(bench, worked.case.id)


def test_a_case_in_an_outage_waits_for_its_end_and_no_analysis_is_begun(
    bench: Bench, operator: Operator, clock: Time
) -> None:
    operator.outage = "O-1"
    worked = begin(bench)
    assert worked.case.status is Status.HELD
    follow(bench)
    assert waits(bench, worked.case.id) == {"await_restoration"}
    assert "search_known" not in passed(bench, worked.case.id)
    with writing(bench.database) as session:
        parent = session.get_one(Case, worked.case.id).parent_id
        assert parent is not None
        end(session, parent, "t2r", bench.now())
    with writing(bench.database) as session:
        release(session, "t2r", bench.now())
    follow(bench)
    assert waits(bench, worked.case.id) == {"contact_customer"}


def test_a_case_goes_on_when_its_process_has_become_another_version(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked = approve(bench, begin(bench))
    follow(bench)
    for path in life.process(Kind.CUSTOMER).path.parent.glob("*.dmn"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    text = life.process(Kind.CUSTOMER).path.read_text(encoding="utf-8")
    (tmp_path / "newer.bpmn").write_text(text.replace("Contact the customer", "Call the customer"), encoding="utf-8")
    newer = Process.load(tmp_path / "newer.bpmn")
    monkeypatch.setattr(life, "process", lambda kind: newer)
    assert waits(bench, worked.case.id) == {"contact_customer"}
    before = passed(bench, worked.case.id)
    finished(bench, worked.case.id)
    follow(bench)
    assert passed(bench, worked.case.id)[: len(before)] == before
    assert passed(bench, worked.case.id)[-1] == "report_problem"
    with Session(bench.database) as session:
        assert len(clocks.all_of(session, worked.case.id)) == 1
        assert len(list(session.scalars(select(Isolation)))) == 1


def test_a_case_whose_process_cannot_go_on_does_not_hold_up_the_others(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = begin(bench), begin(bench)
    work = desk.WORK["check_outage"]

    def fails(at: Any, data: Any) -> Any:
        if at.case.id == first.case.id:
            raise TableError("no rule decides")
        return work(at, data)

    monkeypatch.setattr(desk, "WORK", {**desk.WORK, "check_outage": fails})
    assert follow(bench) == [second.case.id]


def test_an_outage_has_a_life_of_its_own(bench: Bench, operator: Operator, clock: Time) -> None:
    operator.outage = "O-1"
    worked = begin(bench)
    parent = worked.case.parent_id
    assert parent is not None
    assert set(follow(bench)) == {worked.case.id, parent}
    assert waits(bench, parent) == {"await_restoration"}
    with Session(bench.database) as session:
        (cause,) = session.scalars(select(Isolation))
        assert (cause.case_id, cause.domain, cause.known) == (parent, "network", True)
        assert {one.case.id for one in clocks.watched(session, bench.now())} == {worked.case.id, parent}
    clock.later(hours=1)
    with writing(bench.database) as session:
        end(session, parent, "t2r", bench.now())
    follow(bench)
    assert waits(bench, parent) == {"await_closing"}
    with writing(bench.database) as session:
        close(session, take(session, parent, bench.now()), "lead", bench.now())
    follow(bench)
    assert passed(bench, parent)[-1] == "report_problem"
    with Session(bench.database) as session:
        assert all(event.etom.startswith("1.4.6.") for event in trace(session, parent) if event.what == "step")


def test_the_time_to_restore_an_outage_is_estimated_from_those_before(
    bench: Bench, operator: Operator, clock: Time
) -> None:
    for name, hours in (("O-1", 1), ("O-2", 3), ("O-3", 2), ("O-4", 0)):
        operator.outage = name
        parent = begin(bench).case.parent_id
        assert parent is not None
        follow(bench)
        if hours:
            clock.later(hours=hours)
            with writing(bench.database) as session:
                end(session, parent, "t2r", bench.now())
            follow(bench)
    with Session(bench.database) as session:
        found = life.look(session, parent)
        (event,) = [event for event in trace(session, parent) if event.what == "estimated"]
    assert found is not None
    assert found[1].data["expected_by"] == "history"
    assert datetime.fromisoformat(event.body["value"]) - clock.now == timedelta(hours=2)


def test_a_report_tells_what_happened_why_and_what_was_done(bench: Bench) -> None:
    worked = approve(bench, begin(bench))
    finished(bench, worked.case.id)
    follow(bench)
    with Session(bench.database) as session:
        single = reporting.one(session, worked.case.id, bench.now())
        many = reporting.many(session, worked.case.opened_at, worked.case.opened_at.replace(year=2100), bench.now())
    assert (single["cause"], single["causes"][0]["cause"]) == ("line.provisioning", "lift_bar")
    assert [each["state"] for each in single["activities"]] == ["done"] * 3
    assert (many["cases"], many["on_time"], many["by_status"]) == (1, 1.0, {"closed": 1})
    assert set(many["hours_in_status"]) == {"acknowledged", "inProgress", "resolved"}


def test_of_many_cases_that_are_behind_the_newest_go_first_and_the_others_later(bench: Bench) -> None:
    ids = [begin(bench).case.id for _ in range(3)]
    assert life.catch_up(bench.database, bench.now, most=2) == [ids[2], ids[1]]
    assert follow(bench) == [ids[0]]


def test_a_round_finds_the_cases_that_are_behind_by_an_index_of_these_alone(bench: Bench) -> None:
    over = begin(bench).case.id
    finished(bench, over)
    begin(bench)
    follow(bench)
    begin(bench)
    queries: list[tuple[str, Any]] = []
    event.listen(
        bench.database, "before_cursor_execute", lambda _1, _2, query, given, *_: queries.append((query, given))
    )
    assert len(follow(bench)) == 1
    with bench.database.connect() as connection:
        assert not connection.scalars(text("SELECT id FROM cases WHERE traced > followed")).all()
        if connection.dialect.name == "sqlite":  # PostgreSQL reads a table of three rows as it is
            query, given = next(each for each in queries if each[0].startswith("SELECT"))
            plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", given).all())
            assert "ix_cases_behind" in plan
            assert "ix_problem_life_next_due" in plan
