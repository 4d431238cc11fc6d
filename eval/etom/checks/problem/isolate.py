"""Checks of Customer Problem Management: Isolate (1.3.7.1)."""

from __future__ import annotations

from eval.etom.checking import Evidence, Registry, actors, need
from eval.etom.checks.problem.shared import LOOKED, link_to, newest_plan
from eval.etom.system import System

checks = Registry()
check = checks.check


@check("1.3.7.1-T01")
def correct_use_is_found_and_recorded(system: System) -> Evidence:
    id = system.fine()
    outcome = [event for event in system.trace(id, "outcome") if event["name"] == "nothing_wrong"]
    need(outcome, "it is not recorded that nothing was wrong")
    return Evidence(
        f"in case {id} everything was found as it should be", link_to(id), actors(system.trace(id, "check", "outcome"))
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
    return Evidence(f"{len(made)} checks with tool and result are on case {id}", link_to(id), actors(made))


@check("1.3.7.1-T04")
def the_side_of_the_cause_is_decided_with_evidence(system: System) -> Evidence:
    own, network = system.report(system.solved())["causes"], system.report(system.handed_to_service())["causes"]
    need(
        own and own[-1]["domain"] in ("line", "device") and own[-1]["evidence"],
        "a customer-side cause has no side or evidence",
    )
    need(network[-1]["domain"] == "network" and network[-1]["evidence"], "a network-side cause has no evidence")
    found = [system.steps(system.solved())["diagnose"], system.steps(system.handed_to_service())["second_line"]]
    return Evidence(
        "causes on both sides are on record with evidence", link_to(system.solved(), "report"), actors(found)
    )


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
    return Evidence("a test was run and its result read", link_to(system.solved()), actors(tests))


@check("1.3.7.1-T07")
def a_problem_is_classified_and_false_ones_are_filtered_out(system: System) -> Evidence:
    id = system.solved()
    known = system.life(id)["known"]
    need(known.get("category"), "it has no category")
    case = system.case(id)
    need(case["severity"] and case["priority"], "it has no severity or priority")
    need("cancel_report" in system.steps(system.cancelled()), "a false report cannot be taken out")
    return Evidence(f"case {id}: {known['category']}, {case['severity']}, {case['priority']}", link_to(id, "life"))


@check("1.3.7.1-T08")
def one_root_cause_is_recorded_with_code_text_and_evidence(system: System) -> Evidence:
    report = system.report(system.closed())
    need(report["cause"] and system.case(system.closed())["resolution_note"], "the cause has no code or text")
    need(report["causes"][-1]["evidence"], "the cause has no evidence")
    steps = system.steps(system.closed())
    found = [steps["diagnose"], steps["record_cause"], *system.trace(system.closed(), "closed")]
    return Evidence(f"cause {report['cause']}", link_to(system.closed(), "report"), actors(found))


@check("1.3.7.1-T09")
def known_problems_are_searched_before_a_new_analysis(system: System) -> Evidence:
    id = system.worked_around()
    (event,) = system.trace(id, "known")
    need(event["body"]["workaround"], "the known problem that was found says no workaround")
    order = list(system.steps(id))
    need(order.index("search_known") < order.index("second_line"), "it was searched too late")
    return Evidence(f"case {id} found {event['name']!r}", link_to(id), actors([event]))


@check("1.3.7.1-T10")
def a_restoration_plan_has_order_owner_and_time(system: System) -> Evidence:
    plan = newest_plan(system, system.solved())
    need(plan, "there is no plan")
    need(all(each["assigned_to"] and each["due_at"] for each in plan), "an activity has no owner or time")
    return Evidence(f"a plan of {len(plan)} activities", link_to(system.solved(), "report"))


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
    return Evidence(f"{len(looked)} intermediate findings on case {id}", link_to(id), actors(looked))


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
    return Evidence("the plan was made from the cause", link_to(system.solved()))


@check("1.3.7.1-T15")
def a_problem_of_a_customer_is_isolated(system: System) -> Evidence:
    steps = system.steps(system.solved())
    need("diagnose" in steps and "record_cause" in steps, "it was not isolated")
    return Evidence("diagnosed, with its cause recorded", link_to(system.solved()), actors([steps["diagnose"]]))


@check("1.3.7.1-T15")
def a_problem_of_the_network_is_isolated_the_same_way(system: System) -> Evidence:
    parent = system.case(system.held())["parent"]
    steps = [event["name"] for event in system.trace(parent, "step")]
    need("diagnose" in steps, "the case of an outage has no diagnosis of its own")
    return Evidence("the outage was diagnosed", link_to(parent))
