"""Checks of Service Problem Management (1.4.6)."""

from __future__ import annotations

import time
from typing import Any
from uuid import uuid4

from eval.etom.checking import Evidence, Registry, UnmetError, actors, need
from eval.etom.checks.customer import PRODUCT_ORDERS, item
from eval.etom.partner import subscribed
from eval.etom.system import System, line
from t2r.cases.changing import SYSTEM

checks = Registry()
check = checks.check

ROUND_SECONDS = 20.0  # the first round of what is done beside the requests, and a look at the network
SERVICE_PROBLEM = "/tmf-api/serviceProblemManagement/v4/serviceProblem"  # TMF656
SERVICE_PROBLEM_V5 = "/tmf-api/serviceProblemManagement/v5/serviceProblem"
SERVICE_TEST = "/tmf-api/serviceTestManagement/v4/serviceTest"  # TMF653
ALARMS = "/tmf-api/alarm/v4"  # TMF642
ALARM = f"{ALARMS}/alarm"
AT_THE_NETWORK = ("link_sim_to_line", "reissue_esim", "provision_pack", "lift_data_bar")  # without the customer
OTHER_RESOURCES = ("link_sim_to_line", "reissue_esim")  # the line is served by another SIM or profile


def _outage(system: System) -> int:
    return int(system.case(system.held())["parent"])


def _while_it_lasts(system: System) -> dict[str, list[dict[str, Any]]]:
    """What can be seen of the report of an outage that is not over: the transfer it was given, and its target time."""

    def look() -> dict[str, list[dict[str, Any]]]:
        id = _outage(system)
        need(system.case(id)["closed_at"] is None, "it is over already")
        system.send("POST", f"/v1/cases/{id}/transfer", {"queue": "radio team", "reason": "site visit"})
        watched = [one for one in system.get("/v1/jeopardy?limit=200") if one["case"] == id]
        return {"assigned": system.trace(id, "transferred"), "watched": watched}

    return system.once("an outage goes on", look)


def _over(system: System) -> int:
    """The report of an outage that has ended; what can only be seen before was looked at."""
    _while_it_lasts(system)
    return system.outage_over()


def _handover(system: System, id: int) -> dict[str, Any]:
    return dict(system.report(id)["handovers"][-1])


def _finished(system: System, done: bool) -> dict[str, Any]:
    """A handover that service operations have brought to an end."""

    def finish() -> dict[str, Any]:
        found: dict[str, Any] = {"cause": "profile", "domain": "network", "evidence": ["profile missing"]}
        id = system.isolated(line(60 + done), **found)
        result = "profile restored" if done else "the node does not answer"
        return dict(system.post(f"/v1/handovers/{_handover(system, id)['id']}", done=done, result=result))

    return system.once(f"service operations {'succeed' if done else 'fail'}", finish)


# 1.4.6.1 Create


@check("1.4.6.1-T01", "1.4.6.7-T06", "1.3.7.5-T02")
def an_outage_that_alarms_show_has_a_report_before_anybody_calls(system: System) -> Evidence:
    def look() -> dict[str, Any] | None:
        cases = [system.case(one["id"]) for one in system.get("/v1/cases?kind=outage")["items"]]
        return next((one for one in cases if one["outage"] and system.trace(one["id"], "reported")), None)

    case = system.eventually(look, "an outage waits for the first customer to call", ROUND_SECONDS)
    before = {one["what"]: one["seq"] for one in reversed(system.trace(case["id"]))}
    need(before["reported"] < before.get("linked", before["reported"] + 1), "a customer has called first")
    need(system.events("TroubleTicketCreateEvent", case["id"]), "nobody is told")
    told = actors(system.trace(case["id"], "reported"))
    return Evidence(f"case {case['id']}: {case['words']}", f"/v1/cases/{case['id']}/trace", told)


@check("1.4.6.1-T02")
def a_customer_problem_gives_rise_to_a_service_problem(system: System) -> Evidence:
    id = system.handed_to_service()
    work = _handover(system, id)
    need(work["kind"] == "service", "none is created")
    return Evidence(f"service problem {work['id']} of case {id}", f"/v1/cases/{id}/report")


def _taken_up(system: System, description: str) -> int:
    """A service problem that another system tells of, and that is worked on."""
    id = _told(system, description)["id"]
    system.patch(f"{SERVICE_PROBLEM}/{id}", status="inProgress")
    return int(id)


def _told(system: System, description: str = "packet loss") -> dict[str, Any]:
    """A service problem that another system tells of, in the words of TMF656 v4."""
    return dict(
        system.post(
            SERVICE_PROBLEM,
            category="serviceProvider.declarer",
            description=description,
            priority=1,
            reason="failure",
            originatorParty={"id": "monitoring", "role": "originator", "@referredType": "System"},
        )
    )


@check("1.4.6.1-T03")
def a_service_process_creates_a_service_problem(system: System) -> Evidence:
    made = _told(system)
    case = system.case(int(made["id"]))
    need(case["kind"] == "outage" and case["words"] == "packet loss", "it is not what the problem desk works on")
    need(system.life(case["id"])["waiting"], "nothing begins")
    return Evidence(f"service problem {made['id']}, with its process begun", made["href"])


@check("1.4.6.1-T04")
def an_outside_report_is_converted(system: System) -> Evidence:
    made = _told(system)
    own = system.get(f"{SERVICE_PROBLEM_V5}/{made['id']}")
    party = own["originatorParty"]
    need(party["@type"] == "RelatedPartyRefOrPartyRoleRef", "its parties stay in the outside's words")
    need(party["partyOrPartyRole"]["id"] == "monitoring", "the originator is lost")
    case = system.case(int(made["id"]))
    need((case["priority"], case["severity"]) == ("critical", "critical"), "its priority is not ours")
    return Evidence("v4's words are v5's and a case's", own["href"])


@check("1.4.6.1-T05")
def the_originator_is_asked_for_what_is_missing(system: System) -> Evidence:
    answer = system.send("POST", SERVICE_PROBLEM, {"description": "packet loss"})
    need(answer.status == 400, f"a report without its mandatory parts is answered with {answer.status}")
    return Evidence("what is missing is asked for", SERVICE_PROBLEM)


@check(
    "1.4.6.1-T06", part="a fixed time for what is handed over, the network's own for outages; no estimate from history"
)
def the_time_to_restore_is_told(system: System) -> Evidence:
    told = system.events("CustomerProblemHandedOverEvent", system.handed_to_service())
    need(told and told[0]["envelope"]["event"].get("expectedResolutionDate"), "it has no expected time")
    need(system.case(system.held())["expected_at"], "a case in an outage does not say when it ends")
    return Evidence("expected times of handovers and outages", "/v1/events")


# 1.4.6.2 Diagnose


@check("1.4.6.2-T01")
def diagnosis_is_started_for_an_open_service_report(system: System) -> Evidence:
    id = _over(system)
    step = system.steps(id).get("diagnose")
    need(step, "nothing is diagnosed for the report of a service")
    looks = [one["body"]["value"] for one in _tests(system, id)]
    need(
        looks == ["first", "final"],
        f"it is looked at {', '.join(looks) or 'never'}, not when it opens and again at its end",
    )
    return Evidence("diagnosed, and looked at again", f"/v1/cases/{id}/trace", actors([step or {}]))


@check("1.4.6.2-T02", part="what the flow needs to know of the provisioning of the line")
def the_provisioning_of_the_service_is_verified(system: System) -> Evidence:
    found = _events(system, "check", lambda event: "provision" in f"{event['name']} {event['body'].get('tool')}")
    need(found, "the provisioning is not looked at")
    return Evidence(f"{len(found)} readings of the provisioning", "/v1/cases", actors(found))


def _events(system: System, what: str, wanted: Any) -> list[dict[str, Any]]:
    ids = (system.solved(), system.closed(), system.escalated(), system.fine())
    return [event for id in ids for event in system.trace(id, what) if wanted(event)]


@check("1.4.6.2-T03")
def diagnostics_of_the_service_are_run_and_stored(system: System) -> Evidence:
    found = _events(system, "check", lambda event: event["etom"].startswith("1.4.6.2") and "value" in event["body"])
    need(found, "none is stored")
    return Evidence(f"{len(found)} diagnostics of services on record", "/v1/cases", actors(found))


def _test_of(line: str, name: str, **more: Any) -> dict[str, Any]:
    """A test of a service, in the words of TMF653."""
    specified = {"id": "line", "name": "line"}
    return {"name": name, "testSpecification": specified, "relatedService": {"id": line}, **more}


def each_second() -> list[dict[str, Any]]:
    """How often a test is made again."""
    return [{"name": "interval", "value": 1}]


@check("1.4.6.2-T04")
def the_service_is_tested(system: System) -> Evidence:
    need(system.instance.world.hit, "the simulated operator has no outage")
    causes = {}
    for state, line_ in (("hit", system.instance.world.hit[0]), ("fine", system.instance.world.fine[0])):
        made = system.post(SERVICE_TEST, **_test_of(line_, f"line that is {state}"))
        kept = system.get(f"{SERVICE_TEST}/{made['id']}")
        need(kept["state"] == "completed", f"a test is {kept['state']}")
        causes[state] = {one["metricName"]: one["value"]["value"] for one in kept["testMeasure"]}["outage"]
    need(causes["hit"] not in ("none", "unknown"), f"the test of a line in an outage says {causes['hit']}")
    need(causes["fine"] == "none", f"the test of another line says {causes['fine']}")
    return Evidence(f"{causes['hit']} on the one line, {causes['fine']} on the other", SERVICE_TEST)


@check("1.4.6.2-T05")
def an_audit_of_a_service_is_started_and_stopped(system: System) -> Evidence:
    line_ = system.instance.world.fine[0]
    made = system.post(SERVICE_TEST, **_test_of(line_, "audit", mode="PROACTIVE", characteristic=each_second()))
    need(made["state"] == "inProgress", f"it is not begun: {made['state']}")
    system.patch(f"{SERVICE_TEST}/{made['id']}", state="cancelled")
    stopped = system.get(f"{SERVICE_TEST}/{made['id']}")
    time.sleep(2.5)  # it would have been made again
    still = system.get(f"{SERVICE_TEST}/{made['id']}")
    need(still["state"] == "cancelled" and still["testMeasure"] == stopped["testMeasure"], "it cannot be stopped")
    return Evidence(f"audit {made['id']} was begun and stopped", SERVICE_TEST)


@check("1.4.6.2-T06")
def routine_tests_are_scheduled(system: System) -> Evidence:
    line_ = system.instance.world.fine[0]
    made = system.post(SERVICE_TEST, **_test_of(line_, "routine", mode="PROACTIVE", characteristic=each_second()))

    def look() -> dict[str, Any] | None:
        test = system.get(f"{SERVICE_TEST}/{made['id']}")
        return test if len(test["testMeasure"]) >= 3 * len(made["testMeasure"]) > 0 else None

    found = system.eventually(look, "it is not made again in time")
    system.patch(f"{SERVICE_TEST}/{made['id']}", state="cancelled")
    return Evidence(f"{len(found['testMeasure'])} measures by itself, until {found['endDateTime']}", SERVICE_TEST)


@check("1.4.6.2-T07")
def a_service_problem_is_classified(system: System) -> Evidence:
    case = system.case(_outage(system))
    need(case["severity"] and case["impact"] and case["kind"] == "outage", "type, impact or severity is missing")
    return Evidence(f"{case['severity']}, impact {case['impact']}", f"/v1/cases/{case['id']}")


@check("1.4.6.2-T08")
def a_service_report_is_updated_while_it_is_assessed(system: System) -> Evidence:
    found = system.trace(_outage(system), "expected", "check", "step")
    need(found, "nothing is added while it is assessed")
    return Evidence(f"{len(found)} updates", f"/v1/cases/{_outage(system)}/trace", actors(found))


@check("1.4.6.2-T09")
def the_root_cause_is_on_the_service_report(system: System) -> Evidence:
    id = _over(system)
    need(system.case(id)["cause"], "it has no cause")
    return Evidence(f"cause {system.case(id)['cause']}", f"/v1/cases/{id}", actors(system.trace(id, "closed")))


@check("1.4.6.2-T10")
def the_root_cause_of_a_service_problem_is_published(system: System) -> Evidence:
    id = _over(system)
    need(system.case(id)["cause"], "it cannot be read")
    told = system.events("CustomerProblemIsolatedEvent", id)
    need(told and told[-1]["envelope"]["event"].get("rootCause"), "no event tells it")
    return Evidence("by event, and by request", "/v1/events")


@check("1.4.6.2-T11")
def the_end_of_a_diagnosis_is_told(system: System) -> Evidence:
    need(
        system.events("CustomerProblemIsolatedEvent", _outage(system)),
        "nobody is told that the cause of an outage is known",
    )
    return Evidence("told by event", "/v1/events")


@check("1.4.6.2-T12")
def causes_by_security_events_are_marked(system: System) -> Evidence:
    id = _taken_up(system, "packet loss under a flood of requests")
    given = {"cause": "security.attack", "resolution": "fixed", "note": "filtered"}
    system.post(f"/v1/cases/{id}/close", **given)
    case = system.case(id)
    need(case["cause"] == "security.attack", "the report does not bear it")
    return Evidence(f"cause {case['cause']}", f"/v1/cases/{id}", actors(system.trace(id, "closed")))


# 1.4.6.3 Correct


def _at_the_network(system: System) -> list[dict[str, Any]]:
    """What flows have done at the network, and it was done: cases of simulated customers until there is some of each of two kinds."""

    def play() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for number in range(600, 640):
            id = system.of(system.open(line(number)))
            done = [one for one in system.trace(id, "action") if one["body"].get("value") == "done"]
            found += [one | {"case": id} for one in done if one["name"] in AT_THE_NETWORK]
            if len({one["name"] for one in found}) > 1 and any(one["name"] in OTHER_RESOURCES for one in found):
                return found
        raise UnmetError("no flow does anything at the network")

    return system.once("flows act at the network", play)


@check("1.4.6.3-T01")
def a_kind_of_failure_triggers_its_restoration(system: System) -> Evidence:
    done = _at_the_network(system)
    need(all(one["by"] == SYSTEM and one["etom"] == "1.4.6.3" for one in done), "somebody has to do it")
    kinds: dict[str, set[str]] = {}
    for one in done:
        kinds.setdefault(one["name"], set()).update(one["body"]["why"].keys() - {"policy"})
    need(all(kinds.values()), "something is done without a failure that asks for it")
    need(not set.intersection(*kinds.values()), "the same is done whatever has failed")
    return Evidence(f"by itself: {', '.join(sorted(kinds))}", f"/v1/cases/{done[0]['case']}/trace", actors(done))


@check("1.4.6.3-T02")
def manual_restoration_is_taken_and_brought_to_its_end(system: System) -> Evidence:
    work = _finished(system, True)
    need(work["state"] == "done", "it has no end")
    told = actors([system.steps(work["case_id"])["await_service"]])
    return Evidence(f"{work['title']}: {work['result']}", f"/v1/cases/{work['case_id']}/report", told)


@check("1.4.6.3-T03")
def a_service_is_moved_to_other_resources(system: System) -> Evidence:
    moved = [one for one in _at_the_network(system) if one["name"] in OTHER_RESOURCES]
    need(moved, "no service is given other resources")
    return Evidence(f"{moved[0]['name']} was done", f"/v1/cases/{moved[0]['case']}/trace", actors(moved))


@check("1.4.6.3-T04")
def service_parameters_are_reconfigured(system: System) -> Evidence:
    done = [one for one in _at_the_network(system) if one["name"] not in OTHER_RESOURCES]
    need(done, "no parameter of a service was changed")
    return Evidence(f"{done[0]['name']} was done", f"/v1/cases/{done[0]['case']}/trace", actors(done))


@check("1.4.6.3-T05", "1.4.6.3-T08")
def a_large_failure_is_worked_around(system: System) -> Evidence:
    waiting = system.open(line(87))
    problem = _taken_up(system, "packet loss in the ring")
    system.patch(f"{SERVICE_PROBLEM}/{problem}", troubleTicket=[{"id": str(waiting)}])
    need(system.case(waiting)["parent"] == problem, "nobody can wait for it")
    given = {"cause": "network.outage", "resolution": "workaround", "note": "led over the other ring"}
    system.post(f"/v1/cases/{problem}/close", **given)
    case, steps = system.case(waiting), system.trace(problem, "restored")
    need(
        (case["status"], case["resolution"]) == ("resolved", "workaround"),
        "those who waited are told that it is mended",
    )
    told = system.events("CustomerProblemRestoredEvent", problem)
    need(told and told[0]["envelope"]["event"]["by"] == "workaround", "it is not reported as a workaround")
    need(steps and steps[0]["body"].get("permanent fix") == "open", "nobody knows that the cause remains")
    return Evidence(
        "worked around, and told so; the permanent fix is open", f"/v1/cases/{problem}/trace", actors(steps)
    )


@check("1.4.6.3-T06")
def support_is_invoked_where_more_is_needed(system: System) -> Evidence:
    work = _handover(system, system.handed_to_change())
    need(work["kind"] == "change", "nobody is asked")
    return Evidence(f"change {work['id']} was asked for", f"/v1/cases/{system.handed_to_change()}/report")


@check("1.4.6.3-T07")
def a_restored_service_is_reported(system: System) -> Evidence:
    work = _finished(system, True)
    case = system.life(work["case_id"])
    need("validate" in {one["node"] for one in case["waiting"]}, "the problem that waits for it is not told")
    told = actors([system.steps(work["case_id"])["await_service"]])
    return Evidence(work["result"], f"/v1/cases/{work['case_id']}/life", told)


@check("1.4.6.3-T09")
def a_failed_restoration_is_reported(system: System) -> Evidence:
    work = _finished(system, False)
    need(work["state"] == "failed" and work["result"], "it is not said that it failed")
    told = actors(system.trace(work["case_id"], "handover"))
    return Evidence(work["result"], f"/v1/cases/{work['case_id']}/report", told)


@check("1.4.6.3-T10")
def what_was_changed_is_rolled_back(system: System) -> Evidence:
    keeps = {"device_to_return": True, "release_number": False}  # the line ends when the device is back
    order = system.post(PRODUCT_ORDERS, productOrderItem=[item("delete", "all_services", 89, **keeps)])["id"]

    def steps(state: str) -> list[dict[str, Any]] | None:
        told = system.get(f"/v1/orders/{order}/timeline")
        return [one for one in told if one["what"] == "step" and one["state"] == state] or None

    def changed() -> list[dict[str, Any]] | None:
        return [one for one in steps("done") or () if one["node"] == "deprovision"] or None

    done = system.eventually(changed, "nothing is changed")
    system.post(f"/v1/orders/{order}/cancel", reason="not wanted any more")
    undone = system.eventually(lambda: steps("undone"), "what was changed stays")
    need({one["node"] for one in done} == {one["node"] for one in undone}, "something else is taken back")
    need(all(one["by"] and one["at"] for one in [*done, *undone]), "it is not known who did it when")
    back = ", ".join(one["node"] for one in undone)
    return Evidence(f"taken back: {back}", f"/v1/orders/{order}/timeline", actors(undone))


@check("1.4.6.3-T10")
def every_change_is_audited(system: System) -> Evidence:
    done = _events(system, "action", lambda event: event["body"].get("value") == "done")
    need(
        done and all(event["by"] and event["body"].get("why") for event in done),
        "an action is on record without who or why",
    )
    return Evidence(f"{len(done)} actions with who and why", "/v1/cases", actors(done))


@check("1.4.6.3-T11")
def a_major_outage_is_reviewed(system: System) -> Evidence:
    id = _over(system)
    system.post(f"/v1/cases/{id}/review", what="a site was down", why="power", lessons=["larger batteries"])
    kept = system.get(f"/v1/cases/{id}/review")
    need(kept["lessons"], "nothing is kept")
    return Evidence("a review with lessons", f"/v1/cases/{id}/review", actors([kept]))


# 1.4.6.4 Track


def _tests(system: System, id: int) -> list[dict[str, Any]]:
    return [one for one in system.trace(id, "check") if one["name"] == "network_test"]


@check("1.4.6.4-T01", "1.4.6.4-T02")
def a_service_is_tested_when_its_report_opens(system: System) -> Evidence:
    id = _outage(system)
    first = [one for one in _tests(system, id) if one["body"]["value"] == "first"]
    need(first, "nothing is tested when the report of an outage opens")
    need(first[0]["body"].get("mobile_outage") is True, "what was found is not on the report")
    return Evidence("an outage, as the network shows it", f"/v1/cases/{id}/trace", actors(first))


@check("1.4.6.4-T09")
def a_service_is_tested_before_its_report_ends(system: System) -> Evidence:
    id = _over(system)
    trace = system.trace(id)
    final = [one for one in _tests(system, id) if one["body"]["value"] == "final"]
    need(final, "nothing is tested when the report of an outage ends")
    need(final[0]["seq"] < next(one["seq"] for one in trace if one["what"] == "closed"), "it is tested too late")
    return Evidence(f"looked at {final[0]['body']['looks']} times", f"/v1/cases/{id}/trace", actors(final))


@check("1.4.6.4-T03", part="handed over with an expected time, to a queue; not to a person")
def repair_is_assigned(system: System) -> Evidence:
    plan = system.report(system.handed_to_service())["activities"]
    need(any(each["node"] == "await_service" and each["assigned_to"] for each in plan), "nobody has it")
    return Evidence("assigned to service operations", f"/v1/cases/{system.handed_to_service()}/report")


@check("1.4.6.4-T04", "1.4.6.4-T05")
def resource_reports_are_requested(system: System) -> Evidence:
    made = system.get(f"{SERVICE_PROBLEM}?correlationId={_outage(system)}")
    need(made, "no resource report is asked of anybody")
    return Evidence(f"{len(made)} resource reports")


@check("1.4.6.4-T06")
def sequence_and_timing_are_held(system: System) -> Evidence:
    work = _finished(system, True)
    plan = [each for each in system.report(work["case_id"])["activities"] if each["state"] != "cancelled"]
    order = {each["node"]: each["due_at"] for each in plan}
    need(order["await_service"] < order["validate"] < order["contact_customer"], "the order does not hold")
    return Evidence("restore, test, ask", f"/v1/cases/{work['case_id']}/report")


@check("1.4.6.4-T07")
def a_service_report_changes_with_its_assignment(system: System) -> Evidence:
    id = _outage(system)
    given = _while_it_lasts(system)["assigned"]
    need(given, "the report of an outage cannot be assigned")
    changed = system.events("TroubleTicketAttributeValueChangeEvent", id)
    need(changed, "the assignment is not told")
    return Evidence(f"assigned to {given[0]['name']}", f"/v1/cases/{id}/trace", actors(given))


@check("1.4.6.4-T08")
def a_service_problem_has_a_priority(system: System) -> Evidence:
    need(system.case(_outage(system))["priority"], "it has none")
    return Evidence(system.case(_outage(system))["priority"], f"/v1/cases/{_outage(system)}")


@check("1.4.6.4-T10")
def a_false_alarm_is_cancelled(system: System) -> Evidence:
    id = int(_told(system, "lossOfSignal at the probe")["id"])
    need(system.life(id)["waiting"], "nothing was begun")
    system.patch(f"{SERVICE_PROBLEM}/{id}", status="cancelled", statusChangeReason="false alarm")
    case, life = system.case(id), system.life(id)
    need(
        (case["status"], case["history"][-1]["reason"]) == ("cancelled", "false alarm"), "it goes on, or without a why"
    )
    need(life["ended"] and not life["waiting"], "what was begun goes on")
    need("cancel_report" in system.steps(id), "its process does not say so")
    return Evidence(
        f"{case['status']}: {case['history'][-1]['reason']}", f"/v1/cases/{id}", actors([case["history"][-1]])
    )


@check("1.4.6.4-T11")
def jeopardy_of_service_problems_is_monitored(system: System) -> Evidence:
    watched = _while_it_lasts(system)["watched"]
    need(watched, "an outage has no target time")
    need(watched[0]["due_at"], "it is not said by when")
    return Evidence(f"restored by {watched[0]['due_at']}, or escalated", "/v1/jeopardy")


# 1.4.6.5 Report, 1.4.6.6 Close, 1.4.6.7 Survey


@check("1.4.6.5-T01")
def service_reports_are_monitored(system: System) -> Evidence:
    system.held()
    outages = system.get("/v1/cases?kind=outage")["items"]
    need(outages, "outages cannot be listed")
    return Evidence(f"{len(outages)} outages with their state", "/v1/cases?kind=outage")


@check("1.4.6.5-T02")
def changes_of_service_reports_are_told(system: System) -> Evidence:
    made = _told(system)
    with subscribed(system, SERVICE_PROBLEM.rpartition("/")[0]) as partner:
        system.patch(f"{SERVICE_PROBLEM}/{made['id']}", status="inProgress")
        _, told = partner.told(system, "ServiceProblemStateChangeEvent", "serviceProblem", made["id"])
    need(told["event"]["serviceProblem"]["status"] == "inProgress", "it is not said how it stands")
    return Evidence("pushed to who has registered", made["href"])


@check("1.4.6.5-T03")
def notification_lists_of_service_problems_are_data(system: System) -> Evidence:
    answer = system.send("POST", "/tmf-api/serviceProblemManagement/v4/hub", {"callback": "http://127.0.0.1:9/events"})
    need(answer.status == 201, f"nobody can register: {answer.status}")
    return Evidence("registered")


@check("1.4.6.5-T04")
def service_problems_are_reported_in_figures(system: System) -> Evidence:
    cause = system.case(_over(system))["cause"]
    figures = system.get("/v1/problem-report?since=2020-01-01T00:00:00Z&kind=outage")
    outages = len(system.get("/v1/cases?kind=outage&limit=200")["items"])
    need(figures["kind"] == "outage" and figures["cases"] == outages, "the figures are of customers' problems too")
    need(figures["by_cause"].get(cause) and figures["hours_in_status"], "causes or times are not told")
    return Evidence(
        f"{outages} outages by cause, with the hours in each status",
        "/v1/problem-report?since=2020-01-01T00:00:00Z&kind=outage",
    )


@check("1.4.6.5-T05")
def a_summary_is_made_for_a_team(system: System) -> Evidence:
    id = _taken_up(system, "packet loss in the south")
    system.post(f"/v1/cases/{id}/transfer", queue="southern team", reason="site visit")
    at = "/v1/problem-report?since=2020-01-01T00:00:00Z&kind=outage"
    every, mine = system.get(at), system.get(f"{at}&queue=southern team")
    need(mine["cases"] == 1 < every["cases"], "it knows no audience")
    return Evidence("the outages of one team", f"{at}&queue=southern team")


@check("1.4.6.5-T06", part="what and why; restoration activities are not planned for an outage")
def a_service_problem_is_reported(system: System) -> Evidence:
    report = system.report(_over(system))
    need(report["what"] and report["cause"] and report["resolution"], "what, why or how is missing")
    return Evidence(f"{report['cause']}: {report['resolution']}", f"/v1/cases/{report['id']}/report")


@check(
    "1.4.6.6-T01",
    part="outages that the network no longer shows are ended by themselves; nothing notices other services",
)
def ended_outages_are_noticed(system: System) -> Evidence:
    id = _over(system)
    need(system.case(id)["status"] in ("resolved", "closed"), "it goes on")
    told = actors(system.case(id)["history"][-2:])
    return Evidence(f"case {id} is {system.case(id)['status']}", f"/v1/cases/{id}", told)


@check("1.4.6.6-T02")
def closing_waits_for_linked_reports_by_rule(system: System) -> Evidence:
    rules = system.get("/v1/closing-rules")
    need(rules, "there is no rule")
    return Evidence("by rule")


@check("1.4.6.6-T03")
def the_end_of_a_service_problem_reaches_the_linked_cases(system: System) -> Evidence:
    parent = _over(system)
    case, linked = system.case(parent), system.case(system.held())
    need(case["closed_at"] and case["cause"] and case["resolution"], "time, cause or resolution is missing")
    need(linked["status"] == "resolved", "the linked case still waits")
    told = actors([case["history"][-1], linked["history"][-1]])
    return Evidence(f"case {parent} is over, and case {linked['id']} resolved", f"/v1/cases/{parent}", told)


def _alarm(system: System, severity: str) -> dict[str, Any]:
    """An alarm that a probe tells of, about something that serves nobody."""
    return dict(
        system.post(
            ALARM,
            alarmType="communicationsAlarm",
            perceivedSeverity=severity,
            probableCause="lossOfSignal",
            sourceSystemId="probe",
            state="raised",
            alarmRaisedTime="2026-11-22T14:00:00Z",
            externalAlarmId=f"probe-{uuid4()}",
            alarmedObject={"id": "probe"},
        )
    )


@check("1.4.6.7-T01", "1.4.6.7-T07")
def alarms_are_received(system: System) -> Evidence:
    made = _alarm(system, "major")
    kept = system.get(f"{ALARM}/{made['id']}")
    classes = [kept.get(name) for name in ("alarmType", "perceivedSeverity", "probableCause")]
    need(classes == ["communicationsAlarm", "major", "lossOfSignal"], "its class is not kept")
    return Evidence(f"alarm {made['id']}: {', '.join(map(str, classes))}", ALARM)


@check("1.4.6.7-T02")
def alarms_are_monitored_as_they_come(system: System) -> Evidence:
    with subscribed(system, ALARMS) as partner:
        made = _alarm(system, "critical")
        _, told = partner.told(system, "AlarmCreateEvent", "alarm", made["id"])
    need(told["event"]["alarm"]["perceivedSeverity"] == "critical", "it is not said how bad it is")
    return Evidence(f"alarm {made['id']} was pushed as it came", ALARM)


@check("1.4.6.7-T03")
def alarms_are_filtered_by_rules(system: System) -> Evidence:
    with subscribed(system, ALARMS, "eventType=AlarmCreateEvent&event.alarm.perceivedSeverity=critical") as partner:
        minor, critical = _alarm(system, "minor")["id"], _alarm(system, "critical")["id"]
        partner.told(system, "AlarmCreateEvent", "alarm", critical)
        told = {str(one["event"]["alarm"]["id"]) for _, one in partner.taken}
    need(told == {str(critical)}, "what the rule leaves out is told too")
    listed = {one["id"] for one in system.get(f"{ALARM}?perceivedSeverity=critical&limit=1000")}
    need(critical in listed and minor not in listed, "a list is not filtered")
    return Evidence("the rule of a subscriber lets critical ones through alone", ALARM)


@check("1.4.6.7-T04", "1.4.6.7-T08")
def alarms_are_brought_to_one_outage_and_its_customers_told_of(system: System) -> Evidence:
    badges = system.get(f"/v1/badges?msisdn={system.instance.world.hit[0]}")["badges"]
    outage = next(badge for badge in badges if badge["kind"] == "outage")
    affected = system.get("/v1/badges/affected?kind=outage&limit=20")["items"]
    need(len(affected) > 1, "it is not known whom it hits")
    return Evidence(f"{outage['sentence']} {len(affected)} lines and more", "/v1/badges/affected")


@check("1.4.6.7-T05")
def alarms_are_cleared_when_the_condition_ends(system: System) -> Evidence:
    made, over = _alarm(system, "minor"), "2026-11-22T15:00:00Z"
    pattern = {"externalAlarmId": made["externalAlarmId"]}
    said = {"alarmClearedTime": over, "clearSystemId": "probe", "clearUserId": "noc"}
    system.post(f"{ALARMS}/clearAlarms", alarmPattern=[pattern], **said)
    cleared = system.get(f"{ALARM}/{made['id']}")
    need((cleared["state"], cleared["alarmClearedTime"]) == ("cleared", over), "it stays as it was raised")
    return Evidence(f"alarm {made['id']} is cleared", ALARM)
