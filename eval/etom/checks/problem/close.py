"""Checks of Customer Problem Management: Close (1.3.7.4)."""

from __future__ import annotations

from typing import Any

from eval.etom.checking import Evidence, Registry, actors, need
from eval.etom.checks.customer import messages_about
from eval.etom.checks.problem.shared import link_to
from eval.etom.system import System, line

checks = Registry()
check = checks.check


@check("1.3.7.4-T01")
def solved_reports_are_noticed(system: System) -> Evidence:
    id = system.solved()
    need("contact_customer" in {one["node"] for one in system.life(id)["waiting"]}, "nothing follows when it is solved")
    return Evidence(f"case {id} waits for its customer's word", link_to(id, "life"))


@check("1.3.7.4-T02")
def a_solution_was_tested_before_the_report_was_closed(system: System) -> Evidence:
    steps = system.steps(system.closed())
    order = list(steps)
    need(steps["validate"]["body"]["value"] is True, "no test passed")
    need(order.index("validate") < order.index("finalise_report"), "it was closed first")
    return Evidence("tested, then closed", link_to(system.closed()), actors([steps["validate"]]))


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
    return Evidence(f"satisfaction {contacts[-1]['satisfaction']} of 5", link_to(system.closed(), "report"), told)


@check("1.3.7.4-T05")
def who_does_not_agree_gets_the_case_reopened(system: System) -> Evidence:
    id = system.reopened()
    need("inProgress" in [each["status"] for each in system.case(id)["history"]][2:], "it stays resolved")
    steps = system.steps(id)
    need("reopen" in steps, "its process does not know")
    return Evidence(f"case {id} was reopened", link_to(id), actors([*system.trace(id, "status")[-1:], steps["reopen"]]))


@check("1.3.7.4-T06")
def the_time_to_restore_is_on_the_report(system: System) -> Evidence:
    id = system.closed()
    need(system.report(id)["target"][0]["stopped_at"], "the restoration has no time")
    seconds = system.life(id)["known"].get("seconds_to_restore")
    need(seconds is not None, "the time to restore is not computed")
    return Evidence(f"{seconds:.0f} s to restore", link_to(id, "report"))


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
    return Evidence(f"case {id} was closed by {case['history'][-1]['by']}", link_to(id))


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
