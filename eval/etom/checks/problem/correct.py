"""Checks of Customer Problem Management: Correct (1.3.7.6)."""

from __future__ import annotations

from itertools import chain
from typing import Any

from eval.etom.checking import Evidence, Registry, actors, need
from eval.etom.checks.problem.shared import link_to, newest_plan
from eval.etom.system import System, line

checks = Registry()
check = checks.check


@check("1.3.7.6-T01")
def restoration_begins_by_the_quickest_way(system: System) -> Evidence:
    steps = system.steps(system.solved())
    need("decide_way" in steps and "correct" in steps, "no way was chosen, or nothing done")
    done = [event for event in system.trace(system.solved(), "action") if event["body"].get("value") == "done"]
    need(done, "nothing was done")
    return Evidence(f"{done[0]['name']} was done", link_to(system.solved()), actors(done))


@check("1.3.7.6-T02")
def restoration_is_followed_and_reported(system: System) -> Evidence:
    id = system.closed()
    need({each["state"] for each in newest_plan(system, id)} == {"done"}, "the plan does not follow what is done")
    need(system.events("CustomerProblemRestoredEvent", id), "the restoration is not told")
    return Evidence("every activity done, and the restoration told", link_to(id, "report"))


@check("1.3.7.6-T03")
def the_customer_is_guided_and_each_step_recorded(system: System) -> Evidence:
    guided = [
        event
        for id in (system.solved(), system.closed())
        for event in system.trace(id, "action", "check")
        if event["who"] in ("AM", "M")
    ]
    need(guided, "the customer was asked to do nothing")
    return Evidence(f"{len(guided)} steps done with the customer", link_to(system.solved()), actors(guided))


@check("1.3.7.6-T04")
def another_product_is_proposed_where_this_one_does_not_fit(system: System) -> Evidence:
    case = system.case(system.solved())
    need(case.get("proposals"), "nothing is ever proposed to the customer")
    return Evidence("a product was proposed")


ASKED_OF_OTHERS = {
    "send_payment_request",
    "book_technician",
    "order_sim",
    "replace_sim",
    "change_plan",
    "add_roaming_pack",
    "refuel_data",
}


@check("1.3.7.6-T05", part="requests are made by tools of the host; their progress is read again, not pushed")
def work_is_requested_of_other_processes(system: System) -> Evidence:
    def look() -> tuple[int, dict[str, Any]]:
        known = (system.solved(), system.closed(), system.reopened(), system.silent())
        others = (system.of(system.open(line(number))) for number in range(40, 52))
        for id in chain(known, others):
            for event in system.trace(id, "action"):
                if event["name"] in ASKED_OF_OTHERS and event["body"].get("value") == "done":
                    return id, event
        need(False, "no order, payment or appointment was asked for in any case")
        raise AssertionError

    id, event = system.once("work is asked of another process", look)
    return Evidence(f"{event['name']} in case {id}", link_to(id), actors([event]))


@check("1.3.7.6-T06")
def service_operations_get_the_evidence(system: System) -> Evidence:
    told = system.events("CustomerProblemHandedOverEvent", system.handed_to_service())
    need(told and told[0]["envelope"]["event"]["evidence"], "it is handed over without evidence")
    return Evidence("handed over with evidence", "/v1/events")


@check("1.3.7.6-T07", part="by where the cause lies, what is known to help, and cost; not by time or risk")
def feasibility_is_decided_before_anything_is_done(system: System) -> Evidence:
    id = system.handed_to_change()
    known = system.life(id)["known"]
    need(known.get("way") == "change" and known.get("way_reason"), "the way is not decided with a reason")
    order = list(system.steps(system.solved()))
    need(order.index("decide_way") < order.index("correct"), "it is decided afterwards")
    return Evidence(f"{known['way']}: {known['way_reason']}", link_to(id, "life"))


@check("1.3.7.6-T08")
def a_workaround_leaves_the_permanent_fix_open(system: System) -> Evidence:
    id = system.worked_around()
    (event,) = system.trace(id, "restored")
    need(event["body"].get("permanent fix") == "open", "the permanent fix is forgotten")
    (known,) = system.trace(id, "known")
    need(
        system.get(f"/v1/known-problems/{known['body']['value']}")["state"] == "open",
        "the known problem is taken for fixed",
    )
    steps = system.steps(id)
    told = actors([steps["apply_workaround"], steps["report_restoration"]])
    return Evidence(f"case {id} was restored by a workaround", link_to(id), told)


@check("1.3.7.6-T09")
def a_solution_is_tested_and_the_result_kept(system: System) -> Evidence:
    passed, failed = system.steps(system.solved())["validate"], system.steps(system.failed())["validate"]
    need(passed["body"]["value"] is True and failed["body"]["value"] is False, "pass and fail are not told apart")
    return Evidence("a pass and a fail are on record", link_to(system.solved()), actors([passed, failed]))


@check("1.3.7.6-T10")
def a_change_request_is_raised_and_linked(system: System) -> Evidence:
    works = system.report(system.handed_to_change())["handovers"]
    need([one["kind"] for one in works] == ["change"], "there is no change request")
    return Evidence(f"change request {works[0]['id']}", link_to(system.handed_to_change(), "report"))


@check("1.3.7.6-T11")
def a_restoration_is_on_the_report(system: System) -> Evidence:
    step = system.steps(system.solved())["report_restoration"]
    need(system.case(system.solved())["status"] == "resolved", "the report does not say so")
    return Evidence("resolved, and reported", link_to(system.solved()), actors([step]))


@check("1.3.7.6-T12")
def a_workaround_is_reported_as_one(system: System) -> Evidence:
    told = system.events("CustomerProblemRestoredEvent", system.worked_around())
    need(told and told[0]["envelope"]["event"]["by"] == "workaround", "it is reported as a fix")
    return Evidence("told as a workaround", "/v1/events")


@check("1.3.7.6-T13")
def a_failed_attempt_is_reported_and_returned(system: System) -> Evidence:
    id = system.failed()
    need(system.events("CustomerProblemAttemptFailedEvent", id), "nobody is told")
    need("diagnose" in {one["node"] for one in system.life(id)["waiting"]}, "it does not go back to diagnosis")
    return Evidence(f"case {id} went back to diagnosis", link_to(id), actors([system.steps(id)["report_failure"]]))


@check("1.3.7.6-T14")
def a_major_problem_is_reviewed(system: System) -> Evidence:
    id = system.late()
    action = {"what": "check the batteries", "owner": "site team"}
    system.post(
        f"/v1/cases/{id}/review", what="no service", why="power", lessons=["test the batteries"], actions=[action]
    )
    kept = system.get(f"/v1/cases/{id}/review")
    need(kept["lessons"] and kept["actions"] == [action], "lessons and actions are not kept")
    return Evidence("a review with lessons and actions", link_to(id, "review"), actors([kept]))
