"""Checks of Customer Problem Management: Coordinate (1.3.7.3)."""

from __future__ import annotations

from typing import Any

from eval.etom.checking import Evidence, Registry, actors, need
from eval.etom.checks.problem.shared import life_told, link_to, newest_plan
from eval.etom.system import System, line

checks = Registry()
check = checks.check


@check("1.3.7.3-T01")
def recovery_is_scheduled_in_order(system: System) -> Evidence:
    plan = newest_plan(system, system.solved())
    need(len(plan) > 1, "there is no schedule")
    need([each["due_at"] for each in plan] == sorted(each["due_at"] for each in plan), "its times are not in order")
    return Evidence(f"{len(plan)} activities with due times in order", link_to(system.solved(), "report"))


@check("1.3.7.3-T02")
def an_activity_is_given_to_somebody_else(system: System) -> Evidence:
    id = system.handed_to_service()
    activity = next(each for each in system.report(id)["activities"] if each["state"] == "open")
    system.post(f"/v1/cases/{id}/activities/{activity['id']}", to="ravi")
    now = next(each for each in system.report(id)["activities"] if each["id"] == activity["id"])
    need(now["assigned_to"] == "ravi", "it stays with who had it")
    (event,) = system.trace(id, "assigned")
    told = f"activity {activity['id']} went from {activity['assigned_to']!r} to {event['name']}"
    return Evidence(told, link_to(id, "report"), actors([event]))


def _service_done(system: System) -> tuple[int, dict[str, Any]]:
    id = system.handed_to_service()

    def finish() -> dict[str, Any]:
        before = {one["node"] for one in system.life(id)["waiting"]}
        need("await_service" in before and "validate" not in before, "it is tested before it is restored")
        work = system.report(id)["handovers"][-1]
        return dict(system.post(f"/v1/handovers/{work['id']}", done=True, result="profile restored"))

    return id, system.once("service operations are done", finish)


@check("1.3.7.3-T03")
def delegated_work_ends_in_the_right_order(system: System) -> Evidence:
    id, _ = _service_done(system)
    waiting = {one["node"] for one in system.life(id)["waiting"]}
    need("validate" in waiting, "nothing follows when the delegated work is done")
    steps = system.steps(id)
    told = actors([steps["raise_service_problem"], steps["await_service"]])
    return Evidence("the test follows the restoration", link_to(id, "life"), told)


@check("1.3.7.3-T04")
def a_service_report_is_raised_and_linked_both_ways(system: System) -> Evidence:
    id = system.handed_to_service()
    need(any(one["kind"] == "service" for one in system.report(id)["handovers"]), "the problem does not name it")
    told = system.events("CustomerProblemHandedOverEvent", id)
    need(told and told[0]["envelope"]["event"]["case"] == str(id), "it does not name the problem")
    return Evidence("raised with the problem's number, and on the problem", link_to(id, "report"))


@check("1.3.7.3-T05")
def progress_comes_back_from_linked_work(system: System) -> Evidence:
    id, work = _service_done(system)
    need(work["state"] == "done" and work["result"], "the result does not come back")
    states = {each["node"]: each["state"] for each in system.report(id)["activities"]}
    need(states.get("await_service") == "done", "the plan does not show it")
    told = actors([system.steps(id)["await_service"]])
    return Evidence("the handover is done, and so is the activity", link_to(id, "report"), told)


@check("1.3.7.3-T06")
def assignment_and_findings_change_the_report(system: System) -> Evidence:
    id = system.escalated()
    (first, *_) = system.trace(id, "transferred")
    told = system.events("TroubleTicketAttributeValueChangeEvent", id)
    need(told, "the change is not told")
    return Evidence(f"handed to {first['name']!r}", link_to(id), actors([first]))


@check("1.3.7.3-T07")
def the_status_keeps_to_its_life(system: System) -> Evidence:
    id = system.closed()
    answer = system.send("POST", f"/v1/cases/{id}/status", {"status": "pending"})
    need(answer.status == 409, f"a closed report becomes pending ({answer.status})")
    changes = system.case(id)["history"]
    history = [each["status"] for each in changes]
    need(history == ["acknowledged", "inProgress", "resolved", "closed"], "the history is not complete")
    return Evidence(" → ".join(history), f"/v1/cases/{id}", actors(changes))


@check("1.3.7.3-T08")
def changes_are_told_in_the_words_of_tmf621(system: System) -> Evidence:
    types = {event["type"] for event in system.events(case=system.closed())}
    need({"TroubleTicketCreateEvent", "TroubleTicketStatusChangeEvent"} <= types, "changes are not told")
    id, last = life_told(system)
    return Evidence(
        f"{len(types)} kinds of event; {last['eventType']} of case {id} pushed to a subscriber", "/v1/events"
    )


@check("1.3.7.3-T09")
def the_priority_follows_from_impact_and_urgency(system: System) -> Evidence:
    low = system.case(system.opened())["priority"]
    high = system.case(system.late())["priority"]
    need(low != high, "urgency changes nothing")
    return Evidence(f"{low} and {high} by urgency alone", f"/v1/cases/{system.late()}")


@check("1.3.7.3-T09")
def the_priority_of_an_open_problem_is_recomputed(system: System) -> Evidence:
    id = system.once("a case to be reprioritised", lambda: system.of(system.open(line(99))))
    before = system.case(id)["priority"]
    system.patch(f"/v1/cases/{id}", urgency="high")
    need(system.case(id)["priority"] != before, "it stays as it was")
    return Evidence("recomputed", f"/v1/cases/{id}")


@check("1.3.7.3-T10")
def jeopardy_is_told_before_the_target_time_is_missed(system: System) -> Evidence:
    id = system.late()
    numbers = [
        system.events(type, id)[0]["number"]
        for type in ("CustomerProblemJeopardyEvent", "CustomerProblemTargetMissedEvent")
    ]
    need(numbers == sorted(numbers), "the warning comes after the miss")
    clock = system.report(id)["target"][0]
    need(clock["warned_at"] and clock["jeopardy_at"] < clock["due_at"], "there is no time left when it is told")
    return Evidence(f"case {id} was warned of at {clock['jeopardy_at']}", "/v1/jeopardy")


@check("1.3.7.3-T11")
def problems_are_filtered_and_sorted(system: System) -> Evidence:
    open_ones = system.get("/v1/cases?status=inProgress&flow=mobile-data")["items"]
    need(open_ones and all(one["status"] == "inProgress" for one in open_ones), "the filter does not hold")
    due = [one["due_at"] for one in system.get("/v1/jeopardy?limit=200")]
    need(due and due == sorted(due), "they are not sorted by target time")
    return Evidence(f"{len(due)} open problems by target time", "/v1/jeopardy")


@check("1.3.7.3-T12")
def escalation_follows_rules(system: System) -> Evidence:
    need(system.case(system.escalated())["queue"], "nobody gets a case whose flow finds nothing")
    steps = system.steps(system.escalated())
    need("escalate" in steps, "the escalation is not traced")
    need("escalate_breach" in system.steps(system.late()), "a missed target time escalates nothing")
    return Evidence("by finding and by time", link_to(system.escalated()), actors([steps["escalate"]]))


@check("1.3.7.3-T13", part="all that is known goes along and the trace says to whom and why; the customer is not told")
def an_escalation_takes_everything_along(system: System) -> Evidence:
    id = system.escalated()
    (event, *_) = system.trace(id, "transferred")
    need(event["name"] and event["body"].get("reason"), "it does not say to whom or why")
    need(system.case(id)["done"]["evidence"], "no evidence goes along")
    return Evidence(f"to {event['name']!r}: {event['body']['reason']}", link_to(id), actors([event]))


@check("1.3.7.3-T14", part="service operations and change management; no third party")
def others_than_internal_levels_are_escalated_to(system: System) -> Evidence:
    kinds = [
        system.report(id)["handovers"][0]["kind"] for id in (system.handed_to_service(), system.handed_to_change())
    ]
    need(kinds == ["service", "change"], "nobody outside gets it")
    return Evidence("to service operations, and to change management", "/v1/events")


@check("1.3.7.3-T15")
def a_cancelled_report_keeps_its_reason_and_stops_what_is_open(system: System) -> Evidence:
    id = system.cancelled()
    need(system.case(id)["status_reason"], "the reason is not kept")
    report = system.report(id)
    need(report["target"][0]["stopped_at"], "its clock runs on")
    need(not any(each["state"] == "open" for each in report["activities"]), "activities go on")
    told = actors([*system.trace(id, "status")[-1:], system.steps(id)["cancel_report"]])
    return Evidence(f"case {id}: {system.case(id)['status_reason']}", link_to(id, "report"), told)
