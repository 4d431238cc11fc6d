"""Checks of Customer Problem Management (1.3.7)."""

from __future__ import annotations

from itertools import chain
from typing import Any

from eval.etom.checking import Evidence, Registry, actors, need
from eval.etom.checks.customer import MESSAGES, messages_about
from eval.etom.partner import subscribed
from eval.etom.system import System, line

checks = Registry()
check = checks.check

LOOKED = ("check", "ask", "answer", "decision")


def _plan(system: System, id: int) -> list[dict[str, Any]]:
    """The newest plan of a case: one that failed is followed by another."""
    activities = system.report(id)["activities"]
    newest = max((each["plan"] for each in activities), default=0)
    return [each for each in activities if each["plan"] == newest]


def _link(id: int, what: str = "trace") -> str:
    return f"/v1/cases/{id}/{what}"


# 1.3.7.5 Create


@check("1.3.7.5-T01")
def a_report_is_opened_from_a_customers_words(system: System) -> Evidence:
    id = system.opened()
    (event,) = system.trace(id, "opened")
    need(event["etom"].startswith("1.3.7.5"), "the opening is not traced as 1.3.7.5")
    return Evidence(f"case {id} was opened from the customer's words", _link(id), actors([event]))


@check(
    "1.3.7.5-T02",
    part="an outage that the network shows opens its own report when the first customer calls, not before",
)
def an_outage_of_the_network_has_a_report_of_its_own(system: System) -> Evidence:
    parent = system.case(system.held())["parent"]
    case = system.case(parent)
    need(case["kind"] == "outage", "the case that others are linked to is not an outage's")
    opened = system.trace(parent, "opened")
    return Evidence(f"case {parent} was opened for the outage {case['outage']}", _link(parent), actors(opened))


@check("1.3.7.5-T03", part="who, which line, words, place, channel and time; neither account nor product")
def a_report_holds_who_where_what_and_when(system: System) -> Evidence:
    id = system.opened()
    case = system.case(id)
    lacking = [name for name in ("msisdn", "place", "words", "channel", "opened_at") if not case[name]]
    need(not lacking, f"the report has no {', '.join(lacking)}")
    said = actors(system.trace(id, "opened"))
    return Evidence(f"case {id} holds line, place, words, channel and time", f"/v1/cases/{id}", said)


@check("1.3.7.5-T04")
def a_report_has_an_id_and_is_acknowledged(system: System) -> Evidence:
    id = system.opened()
    need(system.case(id)["history"][0]["status"] == "acknowledged", "the report begins unacknowledged")
    created = system.events("TroubleTicketCreateEvent", id)
    need(len(created) == 1, "its originator is told nothing, or twice")
    return Evidence(f"case {id} was acknowledged, and told of once", "/v1/events")


@check("1.3.7.5-T05", part="what the flow needs of line, plan and device; not the whole configuration")
def the_configuration_is_read_into_the_report(system: System) -> Evidence:
    id = system.solved()
    read = [
        event for event in system.trace(id, "check") if event["who"] == "A" and event["body"].get("value") != "unknown"
    ]
    need(len(read) >= 3, "hardly anything was read of the customer's line")
    need("obtain_configuration" in system.steps(id), "the process did not obtain the configuration")
    return Evidence(f"{len(read)} readings are on case {id}", _link(id), actors(read))


@check("1.3.7.5-T06")
def a_report_is_linked_to_the_outage_that_explains_it(system: System) -> Evidence:
    id = system.held()
    need(system.case(id)["status"] == "held", "the linked report does not wait")
    need(not system.trace(id, "action"), "something was tried in vain during an outage")
    (event,) = system.trace(id, "linked")
    return Evidence(f"case {id} is linked to case {event['name']}", _link(id), actors([event]))


@check("1.3.7.5-T07")
def a_second_report_of_the_same_trouble_is_noticed(system: System) -> Evidence:
    first = system.opened()
    case = system.case(first)
    answer = system.send(
        "POST", "/v1/cases", {"words": case["words"], "msisdn": f"+{case['msisdn']}", "flow": case["flow"]}
    )
    noticed = answer.status == 409 or (answer.ok and answer.body["parent"] == first)
    need(noticed, "a second report of the same customer and trouble is opened as if there were none")
    return Evidence("the duplicate was linked or rejected", _link(first))


@check("1.3.7.5-T08")
def a_report_without_what_is_mandatory_is_rejected_with_the_field(system: System) -> Evidence:
    answer = system.send("POST", "/v1/cases", {"msisdn": "+919800000001"})
    need(answer.status == 422, f"it is answered with {answer.status}")
    need(any(error["field"] == "words" for error in answer.body["errors"]), "the field is not named")
    return Evidence("a report without words is refused, naming the field", "POST /v1/cases")


# 1.3.7.1 Isolate


@check("1.3.7.1-T01")
def correct_use_is_found_and_recorded(system: System) -> Evidence:
    id = system.fine()
    outcome = [event for event in system.trace(id, "outcome") if event["name"] == "nothing_wrong"]
    need(outcome, "it is not recorded that nothing was wrong")
    return Evidence(
        f"in case {id} everything was found as it should be", _link(id), actors(system.trace(id, "check", "outcome"))
    )


@check("1.3.7.1-T02")
def the_configuration_is_compared_with_the_order(system: System) -> Evidence:
    report = system.report(system.solved())
    need(
        "mismatches" in report.get("configuration", {}),
        "the report does not compare what is configured with what was ordered",
    )
    return Evidence("mismatches are on the report")


@check("1.3.7.1-T03")
def diagnostics_follow_the_symptom_and_every_result_is_kept(system: System) -> Evidence:
    id = system.solved()
    made = [event for event in system.trace(id, "check") if event["body"].get("tool")]
    need(len(made) >= 3, "fewer than three checks are on record")
    need(all("value" in event["body"] for event in made), "a check is on record without its result")
    return Evidence(f"{len(made)} checks with tool and result are on case {id}", _link(id), actors(made))


@check("1.3.7.1-T04")
def the_side_of_the_cause_is_decided_with_evidence(system: System) -> Evidence:
    own, network = system.report(system.solved())["causes"], system.report(system.handed_to_service())["causes"]
    need(
        own and own[-1]["domain"] in ("line", "device") and own[-1]["evidence"],
        "a customer-side cause has no side or evidence",
    )
    need(network[-1]["domain"] == "network" and network[-1]["evidence"], "a network-side cause has no evidence")
    found = [system.steps(system.solved())["diagnose"], system.steps(system.handed_to_service())["second_line"]]
    return Evidence("causes on both sides are on record with evidence", _link(system.solved(), "report"), actors(found))


@check("1.3.7.1-T05")
def a_fault_dictionary_ranks_likely_causes(system: System) -> Evidence:
    found = system.post("/v1/search", text="full bars but no internet")
    hits = [hit for hits in found.values() if isinstance(hits, list) for hit in hits if isinstance(hit, dict)]
    need(len(hits) >= 3, "a symptom finds fewer than three causes")
    return Evidence(f"{len(hits)} ranked passages for a symptom", "POST /v1/search")


@check("1.3.7.1-T06")
def further_tests_are_triggered_and_their_results_read(system: System) -> Evidence:
    tests = [
        event for event in system.trace(system.solved(), "check") if str(event["body"].get("tool")).startswith("run_")
    ]
    need(tests, "no test was run")
    return Evidence("a test was run and its result read", _link(system.solved()), actors(tests))


@check("1.3.7.1-T07")
def a_problem_is_classified_and_false_ones_are_filtered_out(system: System) -> Evidence:
    id = system.solved()
    known = system.life(id)["known"]
    need(known.get("category"), "it has no category")
    case = system.case(id)
    need(case["severity"] and case["priority"], "it has no severity or priority")
    need("cancel_report" in system.steps(system.cancelled()), "a false report cannot be taken out")
    return Evidence(f"case {id}: {known['category']}, {case['severity']}, {case['priority']}", _link(id, "life"))


@check("1.3.7.1-T08")
def one_root_cause_is_recorded_with_code_text_and_evidence(system: System) -> Evidence:
    report = system.report(system.closed())
    need(report["cause"] and system.case(system.closed())["resolution_note"], "the cause has no code or text")
    need(report["causes"][-1]["evidence"], "the cause has no evidence")
    steps = system.steps(system.closed())
    found = [steps["diagnose"], steps["record_cause"], *system.trace(system.closed(), "closed")]
    return Evidence(f"cause {report['cause']}", _link(system.closed(), "report"), actors(found))


@check("1.3.7.1-T09")
def known_problems_are_searched_before_a_new_analysis(system: System) -> Evidence:
    id = system.worked_around()
    (event,) = system.trace(id, "known")
    need(event["body"]["workaround"], "the known problem that was found says no workaround")
    order = list(system.steps(id))
    need(order.index("search_known") < order.index("second_line"), "it was searched too late")
    return Evidence(f"case {id} found {event['name']!r}", _link(id), actors([event]))


@check("1.3.7.1-T10")
def a_restoration_plan_has_order_owner_and_time(system: System) -> Evidence:
    plan = _plan(system, system.solved())
    need(plan, "there is no plan")
    need(all(each["assigned_to"] and each["due_at"] for each in plan), "an activity has no owner or time")
    return Evidence(f"a plan of {len(plan)} activities", _link(system.solved(), "report"))


@check("1.3.7.1-T11")
def a_known_problem_links_symptom_cause_and_workaround_to_its_case(system: System) -> Evidence:
    id = system.solved()
    made = system.post(
        "/v1/known-problems",
        title="Tethering breaks data",
        symptom="no data while tethering",
        cause="APN type",
        workaround="Turn tethering off",
        case=id,
    )
    need(made["case_id"] == id, "it is not linked to the case it was learned from")
    found = system.get("/v1/known-problems?words=no data while tethering")
    need(found and found[0]["id"] == made["id"], "a later case does not find it")
    return Evidence(f"known problem {made['id']} from case {id}", f"/v1/known-problems/{made['id']}", actors([made]))


@check("1.3.7.1-T12")
def the_report_is_updated_while_it_is_assessed(system: System) -> Evidence:
    id = system.solved()
    events = system.trace(id)
    looked = [event for event in events if event["what"] in LOOKED]
    need(len({event["at"] for event in looked}) > 1, "all findings are of one moment")
    need("record_cause" in system.steps(id), "the cause was not added when it was found")
    return Evidence(f"{len(looked)} intermediate findings on case {id}", _link(id), actors(looked))


@check("1.3.7.1-T13")
def the_root_cause_can_be_read_and_is_told(system: System) -> Evidence:
    id = system.solved()
    need(system.report(id)["causes"], "no cause can be read")
    told = system.events("CustomerProblemIsolatedEvent", id)
    need(told and told[-1]["envelope"]["event"]["rootCause"], "nobody is told")
    return Evidence("by request and by event", "/v1/events")


@check("1.3.7.1-T14")
def coordination_goes_on_when_isolation_is_complete(system: System) -> Evidence:
    order = list(system.steps(system.solved()))
    need("record_cause" in order, "isolation does not end")
    need(order.index("record_cause") < order.index("plan_restoration"), "nothing follows from the cause")
    return Evidence("the plan was made from the cause", _link(system.solved()))


@check("1.3.7.1-T15")
def a_problem_of_a_customer_is_isolated(system: System) -> Evidence:
    steps = system.steps(system.solved())
    need("diagnose" in steps and "record_cause" in steps, "it was not isolated")
    return Evidence("diagnosed, with its cause recorded", _link(system.solved()), actors([steps["diagnose"]]))


@check("1.3.7.1-T15")
def a_problem_of_the_network_is_isolated_the_same_way(system: System) -> Evidence:
    parent = system.case(system.held())["parent"]
    steps = [event["name"] for event in system.trace(parent, "step")]
    need("diagnose" in steps, "the case of an outage has no diagnosis of its own")
    return Evidence("the outage was diagnosed", _link(parent))


# 1.3.7.3 Coordinate


@check("1.3.7.3-T01")
def recovery_is_scheduled_in_order(system: System) -> Evidence:
    plan = _plan(system, system.solved())
    need(len(plan) > 1, "there is no schedule")
    need([each["due_at"] for each in plan] == sorted(each["due_at"] for each in plan), "its times are not in order")
    return Evidence(f"{len(plan)} activities with due times in order", _link(system.solved(), "report"))


@check("1.3.7.3-T02")
def an_activity_is_given_to_somebody_else(system: System) -> Evidence:
    id = system.handed_to_service()
    activity = next(each for each in system.report(id)["activities"] if each["state"] == "open")
    system.post(f"/v1/cases/{id}/activities/{activity['id']}", to="ravi")
    now = next(each for each in system.report(id)["activities"] if each["id"] == activity["id"])
    need(now["assigned_to"] == "ravi", "it stays with who had it")
    (event,) = system.trace(id, "assigned")
    told = f"activity {activity['id']} went from {activity['assigned_to']!r} to {event['name']}"
    return Evidence(told, _link(id, "report"), actors([event]))


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
    return Evidence("the test follows the restoration", _link(id, "life"), told)


@check("1.3.7.3-T04")
def a_service_report_is_raised_and_linked_both_ways(system: System) -> Evidence:
    id = system.handed_to_service()
    need(any(one["kind"] == "service" for one in system.report(id)["handovers"]), "the problem does not name it")
    told = system.events("CustomerProblemHandedOverEvent", id)
    need(told and told[0]["envelope"]["event"]["case"] == str(id), "it does not name the problem")
    return Evidence("raised with the problem's number, and on the problem", _link(id, "report"))


@check("1.3.7.3-T05")
def progress_comes_back_from_linked_work(system: System) -> Evidence:
    id, work = _service_done(system)
    need(work["state"] == "done" and work["result"], "the result does not come back")
    states = {each["node"]: each["state"] for each in system.report(id)["activities"]}
    need(states.get("await_service") == "done", "the plan does not show it")
    told = actors([system.steps(id)["await_service"]])
    return Evidence("the handover is done, and so is the activity", _link(id, "report"), told)


@check("1.3.7.3-T06")
def assignment_and_findings_change_the_report(system: System) -> Evidence:
    id = system.escalated()
    (first, *_) = system.trace(id, "transferred")
    told = system.events("TroubleTicketAttributeValueChangeEvent", id)
    need(told, "the change is not told")
    return Evidence(f"handed to {first['name']!r}", _link(id), actors([first]))


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
    id, last = _life_told(system)
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
    return Evidence("by finding and by time", _link(system.escalated()), actors([steps["escalate"]]))


@check("1.3.7.3-T13", part="all that is known goes along and the trace says to whom and why; the customer is not told")
def an_escalation_takes_everything_along(system: System) -> Evidence:
    id = system.escalated()
    (event, *_) = system.trace(id, "transferred")
    need(event["name"] and event["body"].get("reason"), "it does not say to whom or why")
    need(system.case(id)["done"]["evidence"], "no evidence goes along")
    return Evidence(f"to {event['name']!r}: {event['body']['reason']}", _link(id), actors([event]))


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
    return Evidence(f"case {id}: {system.case(id)['status_reason']}", _link(id, "report"), told)


# 1.3.7.6 Correct


@check("1.3.7.6-T01")
def restoration_begins_by_the_quickest_way(system: System) -> Evidence:
    steps = system.steps(system.solved())
    need("decide_way" in steps and "correct" in steps, "no way was chosen, or nothing done")
    done = [event for event in system.trace(system.solved(), "action") if event["body"].get("value") == "done"]
    need(done, "nothing was done")
    return Evidence(f"{done[0]['name']} was done", _link(system.solved()), actors(done))


@check("1.3.7.6-T02")
def restoration_is_followed_and_reported(system: System) -> Evidence:
    id = system.closed()
    need({each["state"] for each in _plan(system, id)} == {"done"}, "the plan does not follow what is done")
    need(system.events("CustomerProblemRestoredEvent", id), "the restoration is not told")
    return Evidence("every activity done, and the restoration told", _link(id, "report"))


@check("1.3.7.6-T03")
def the_customer_is_guided_and_each_step_recorded(system: System) -> Evidence:
    guided = [
        event
        for id in (system.solved(), system.closed())
        for event in system.trace(id, "action", "check")
        if event["who"] in ("AM", "M")
    ]
    need(guided, "the customer was asked to do nothing")
    return Evidence(f"{len(guided)} steps done with the customer", _link(system.solved()), actors(guided))


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
    return Evidence(f"{event['name']} in case {id}", _link(id), actors([event]))


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
    return Evidence(f"{known['way']}: {known['way_reason']}", _link(id, "life"))


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
    return Evidence(f"case {id} was restored by a workaround", _link(id), told)


@check("1.3.7.6-T09")
def a_solution_is_tested_and_the_result_kept(system: System) -> Evidence:
    passed, failed = system.steps(system.solved())["validate"], system.steps(system.failed())["validate"]
    need(passed["body"]["value"] is True and failed["body"]["value"] is False, "pass and fail are not told apart")
    return Evidence("a pass and a fail are on record", _link(system.solved()), actors([passed, failed]))


@check("1.3.7.6-T10")
def a_change_request_is_raised_and_linked(system: System) -> Evidence:
    works = system.report(system.handed_to_change())["handovers"]
    need([one["kind"] for one in works] == ["change"], "there is no change request")
    return Evidence(f"change request {works[0]['id']}", _link(system.handed_to_change(), "report"))


@check("1.3.7.6-T11")
def a_restoration_is_on_the_report(system: System) -> Evidence:
    step = system.steps(system.solved())["report_restoration"]
    need(system.case(system.solved())["status"] == "resolved", "the report does not say so")
    return Evidence("resolved, and reported", _link(system.solved()), actors([step]))


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
    return Evidence(f"case {id} went back to diagnosis", _link(id), actors([system.steps(id)["report_failure"]]))


@check("1.3.7.6-T14")
def a_major_problem_is_reviewed(system: System) -> Evidence:
    id = system.late()
    action = {"what": "check the batteries", "owner": "site team"}
    system.post(
        f"/v1/cases/{id}/review", what="no service", why="power", lessons=["test the batteries"], actions=[action]
    )
    kept = system.get(f"/v1/cases/{id}/review")
    need(kept["lessons"] and kept["actions"] == [action], "lessons and actions are not kept")
    return Evidence("a review with lessons and actions", _link(id, "review"), actors([kept]))


# 1.3.7.4 Close


@check("1.3.7.4-T01")
def solved_reports_are_noticed(system: System) -> Evidence:
    id = system.solved()
    need("contact_customer" in {one["node"] for one in system.life(id)["waiting"]}, "nothing follows when it is solved")
    return Evidence(f"case {id} waits for its customer's word", _link(id, "life"))


@check("1.3.7.4-T02")
def a_solution_was_tested_before_the_report_was_closed(system: System) -> Evidence:
    steps = system.steps(system.closed())
    order = list(steps)
    need(steps["validate"]["body"]["value"] is True, "no test passed")
    need(order.index("validate") < order.index("finalise_report"), "it was closed first")
    return Evidence("tested, then closed", _link(system.closed()), actors([steps["validate"]]))


@check("1.3.7.4-T02")
def a_report_that_nobody_has_tested_is_not_closed(system: System) -> Evidence:
    id = system.once("a case to be closed untested", lambda: system.open(line(95)))
    answer = system.send("POST", f"/v1/cases/{id}/close", {"cause": "unknown", "resolution": "fixed"})
    need(answer.status in (409, 422), "a report is closed as fixed though nothing was tested")
    return Evidence("refused", f"/v1/cases/{id}")


@check("1.3.7.4-T03")
def an_incomplete_report_is_not_closed(system: System) -> Evidence:
    id = system.solved()
    bare = system.send("POST", f"/v1/cases/{id}/close", {})
    wrong = system.send("POST", f"/v1/cases/{id}/close", {"cause": "magic", "resolution": "fixed"})
    need((bare.status, wrong.status) == (422, 422), "it is closed without a cause, or with one that is none")
    return Evidence("refused without cause and resolution", f"/v1/cases/{id}")


@check("1.3.7.4-T03")
def a_report_with_open_work_is_not_closed(system: System) -> Evidence:
    found: dict[str, Any] = {"cause": "port", "domain": "network", "evidence": ["port down"]}
    id = system.once("a case waits for service operations", lambda: system.isolated(line(89), **found))
    answer = system.send("POST", f"/v1/cases/{id}/close", {"cause": "unknown", "resolution": "fixed"})
    need(answer.status in (409, 422), "a report is closed over a service problem that is still open")
    return Evidence("refused while a service problem is open", f"/v1/cases/{id}")


@check("1.3.7.4-T04")
def the_customer_is_asked_and_failed_attempts_are_kept(system: System) -> Evidence:
    contacts = system.report(system.closed())["contacts"]
    need([one["answered"] for one in contacts] == [False, True], "attempts are not kept")
    need(contacts[-1]["satisfaction"], "the satisfaction is not kept")
    told = actors(system.trace(system.closed(), "contact"))
    return Evidence(f"satisfaction {contacts[-1]['satisfaction']} of 5", _link(system.closed(), "report"), told)


@check("1.3.7.4-T05")
def who_does_not_agree_gets_the_case_reopened(system: System) -> Evidence:
    id = system.reopened()
    need("inProgress" in [each["status"] for each in system.case(id)["history"]][2:], "it stays resolved")
    steps = system.steps(id)
    need("reopen" in steps, "its process does not know")
    return Evidence(f"case {id} was reopened", _link(id), actors([*system.trace(id, "status")[-1:], steps["reopen"]]))


@check("1.3.7.4-T06")
def the_time_to_restore_is_on_the_report(system: System) -> Evidence:
    id = system.closed()
    need(system.report(id)["target"][0]["stopped_at"], "the restoration has no time")
    seconds = system.life(id)["known"].get("seconds_to_restore")
    need(seconds is not None, "the time to restore is not computed")
    return Evidence(f"{seconds:.0f} s to restore", _link(id, "report"))


@check("1.3.7.4-T07")
def a_closed_report_says_who_when_and_why_and_stays_as_it_is(system: System) -> Evidence:
    id = system.closed()
    case = system.case(id)
    last = case["history"][-1]
    need(case["closed_at"] and last["by"] and case["resolution"], "it does not say who, when or why")
    tried = [
        system.send("POST", f"/v1/cases/{id}/status", {"status": "inProgress"}).status,
        system.send("POST", f"/v1/cases/{id}/transfer", {"owner": "ravi"}).status,
    ]
    need(all(status in (409, 422) for status in tried), "a closed report can be changed")
    told = actors([last, system.steps(id)["finalise_report"]])
    return Evidence(f"closed by {last['by']}: {case['resolution']}", f"/v1/cases/{id}", told)


@check("1.3.7.4-T08")
def silence_closes_and_is_recorded_as_silence(system: System) -> Evidence:
    id = system.silent()
    case = system.case(id)
    need(case["status"] == "closed", f"it is {case['status']}")
    need("close_silently" in system.steps(id), "it looks as if somebody had answered")
    return Evidence(f"case {id} was closed by {case['history'][-1]['by']}", _link(id))


@check("1.3.7.4-T09")
def what_was_learned_is_found_by_the_next_search(system: System) -> Evidence:
    id = system.closed()
    document = f"case-{id}"
    system.eventually(
        lambda: system.send("GET", f"/v1/documents/{document}").ok or None, "it is not in the knowledge base"
    )
    return Evidence(f"document {document}", f"/v1/documents/{document}")


@check("1.3.7.4-T10")
def ideas_are_registered_and_sent_on(system: System) -> Evidence:
    system.post(f"/v1/cases/{system.closed()}/improvements", text="Say the APN in the first sentence", to="knowledge")
    ideas = system.get("/v1/improvements?to=knowledge&limit=200")
    need({one["by"] for one in ideas} >= {"t2r"}, "the system has none of its own")
    need(system.events("ImprovementOpportunityCreateEvent"), "they are not sent")
    return Evidence(f"{len(ideas)} ideas for the knowledge owner", "/v1/improvements", actors(ideas))


@check("1.3.7.4-T11")
def the_closure_is_told(system: System) -> Evidence:
    told = system.events("TroubleTicketStatusChangeEvent", system.closed())
    need(any(one["envelope"]["event"]["troubleTicket"]["status"] == "closed" for one in told), "nobody is told")
    sent = messages_about(system, "case", system.closed())
    need(any("is closed" in one["content"] for one in sent), "the customer is not told")
    return Evidence(f"systems by event, the customer by {sent[0]['messageType']}", "/v1/events")


# 1.3.7.2 Report


@check("1.3.7.2-T01")
def open_reports_are_monitored(system: System) -> Evidence:
    watched = {one["case"] for one in system.get("/v1/jeopardy?limit=200")}
    need(system.opened() in watched, "an open report is not watched")
    return Evidence(f"{len(watched)} open reports with their target time", "/v1/jeopardy")


def _life_told(system: System) -> tuple[int, dict[str, Any]]:
    """A case that is opened and withdrawn while a partner listens: its number, and the event of the last status."""

    def play() -> tuple[int, dict[str, Any]]:
        with subscribed(system, "/tmf-api/troubleTicket/v5") as partner:
            id = system.open(line(89))
            system.post(f"/v1/cases/{id}/status", status="cancelled", reason="withdrawn")
            partner.told(system, "TroubleTicketCreateEvent", str(id))
            return id, partner.told(system, "TroubleTicketStatusChangeEvent", str(id))[1]

    return system.once("a partner is told of a ticket's life", play)


@check("1.3.7.2-T02")
def every_change_of_status_is_told(system: System) -> Evidence:
    told = system.events("TroubleTicketStatusChangeEvent", system.closed())
    need(len(told) >= 3, "changes are left out")
    id, last = _life_told(system)
    need(last["event"]["troubleTicket"]["status"] == "cancelled", "a subscriber is told of another status")
    return Evidence(f"{len(told)} changes told; those of case {id} sent to a subscriber", "/v1/events")


@check("1.3.7.2-T03")
def notification_lists_are_data(system: System) -> Evidence:
    answer = system.send("POST", "/tmf-api/troubleTicket/v5/hub", {"callback": "http://127.0.0.1:9/events"})
    need(answer.status == 201, f"nobody can register: {answer.status}")
    gone = system.send("DELETE", f"/tmf-api/troubleTicket/v5/hub/{answer.body['id']}").status
    need(gone == 204, f"nobody can withdraw: {gone}")
    return Evidence("registered and withdrawn", "/tmf-api/troubleTicket/v5/hub")


@check("1.3.7.2-T04")
def the_customer_is_told_of_changes(system: System) -> Evidence:
    closed = messages_about(system, "case", system.closed())
    held = messages_about(system, "case", system.held())
    need({one["messageType"] for one in (*closed, *held)} <= {"SMS", "Email"}, "a channel is none")
    return Evidence(f"of an outage: {held[-1]['content']}; at the end: {closed[0]['content']}", MESSAGES)


@check("1.3.7.2-T05")
def the_history_of_states_is_analysed(system: System) -> Evidence:
    system.closed()
    figures = system.get("/v1/problem-report?since=2020-01-01T00:00:00Z")
    need(figures["hours_in_status"] and figures["minutes_to_restore"] is not None, "no time is measured")
    return Evidence(f"{figures['minutes_to_restore']} min to restore", "/v1/problem-report")


@check("1.3.7.2-T06", part="on demand, not on a schedule")
def a_management_report_is_made_on_demand(system: System) -> Evidence:
    figures = system.get("/v1/problem-report?since=2020-01-01T00:00:00Z")
    need(figures["cases"] and figures["by_status"], "there are no figures")
    return Evidence(f"{figures['cases']} cases", "/v1/problem-report")


@check("1.3.7.2-T07")
def a_summary_is_made_for_one_customer(system: System) -> Evidence:
    figures = system.get("/v1/problem-report?since=2020-01-01T00:00:00Z&msisdn=919800000100")
    need(figures["cases"] == 1, "the report knows no audience")
    return Evidence("a summary for one customer", "/v1/problem-report")


@check("1.3.7.2-T08")
def reports_are_distributed_with_proof(system: System) -> Evidence:
    sent = system.get("/v1/problem-report/distributions")
    need(sent, "no report was sent to anybody")
    return Evidence("sent")


@check("1.3.7.2-T09")
def one_problem_is_reported_in_full(system: System) -> Evidence:
    report = system.report(system.closed())
    need(report["what"] and report["causes"] and report["activities"], "what, why or how is missing")
    return Evidence("what, why, and how it was recovered", _link(system.closed(), "report"))


@check("1.3.7.2-T10")
def problems_by_security_events_are_told_apart(system: System) -> Evidence:
    codes = system.get("/v1/case-codes")["causes"]
    need(any(code.startswith("security.") for code in codes), "no cause stands for a security event")
    return Evidence("causes for security events", "/v1/case-codes")
