"""Checks of Customer Problem Management: Create (1.3.7.5)."""

from __future__ import annotations

from eval.etom.checking import Evidence, Registry, actors, need
from eval.etom.checks.problem.shared import link_to
from eval.etom.system import System

checks = Registry()
check = checks.check


@check("1.3.7.5-T01")
def a_report_is_opened_from_a_customers_words(system: System) -> Evidence:
    id = system.opened()
    (event,) = system.trace(id, "opened")
    need(event["etom"].startswith("1.3.7.5"), "the opening is not traced as 1.3.7.5")
    return Evidence(f"case {id} was opened from the customer's words", link_to(id), actors([event]))


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
    return Evidence(f"{len(read)} readings are on case {id}", link_to(id), actors(read))


@check("1.3.7.5-T06")
def a_report_is_linked_to_the_outage_that_explains_it(system: System) -> Evidence:
    id = system.held()
    need(system.case(id)["status"] == "held", "the linked report does not wait")
    need(not system.trace(id, "action"), "something was tried in vain during an outage")
    (event,) = system.trace(id, "linked")
    return Evidence(f"case {id} is linked to case {event['name']}", link_to(id), actors([event]))


@check("1.3.7.5-T07")
def a_second_report_of_the_same_trouble_is_noticed(system: System) -> Evidence:
    first = system.opened()
    case = system.case(first)
    answer = system.send(
        "POST", "/v1/cases", {"words": case["words"], "msisdn": f"+{case['msisdn']}", "flow": case["flow"]}
    )
    noticed = answer.status == 409 or (answer.ok and answer.body["parent"] == first)
    need(noticed, "a second report of the same customer and trouble is opened as if there were none")
    return Evidence("the duplicate was linked or rejected", link_to(first))


@check("1.3.7.5-T08")
def a_report_without_what_is_mandatory_is_rejected_with_the_field(system: System) -> Evidence:
    answer = system.send("POST", "/v1/cases", {"msisdn": "+919800000001"})
    need(answer.status == 422, f"it is answered with {answer.status}")
    need(any(error["field"] == "words" for error in answer.body["errors"]), "the field is not named")
    return Evidence("a report without words is refused, naming the field", "POST /v1/cases")
