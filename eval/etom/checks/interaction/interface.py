"""Checks of Customer Interaction Management: Customer interface (1.3.5.9)."""

from __future__ import annotations

from uuid import uuid4

from eval.etom.checking import Evidence, Registry, actors, need
from eval.etom.checks.interaction.shared import (
    INTERACTIONS,
    ended_contact,
    who_acted,
)
from eval.etom.partner import subscribed
from eval.etom.system import System

checks = Registry()
check = checks.check


@check("1.3.5.9-T01")
def requests_are_taken_on_any_channel(system: System) -> Evidence:
    taken = [system.post(INTERACTIONS, channel=channel) for channel in ("phone", "chat", "app")]
    return Evidence("phone, chat and app", INTERACTIONS, who_acted(*taken))


@check("1.3.5.9-T02")
def the_requester_serves_themselves(system: System) -> Evidence:
    need(system.get("/v1/self-service"), "customers have no way of their own")
    return Evidence("served")


@check("1.3.5.9-T03")
def a_request_starts_the_process_that_fits(system: System) -> Evidence:
    words = {"no signal at all in my phone": "no-service", "picture messages do not go": "mms"}
    found = {said: system.post("/v1/cases", words=said)["flow"] for said in words}
    need(found == words, f"it goes to {', '.join(map(str, found.values()))}")
    return Evidence("the words choose the flow", "POST /v1/cases")


@check("1.3.5.9-T04")
def the_state_of_a_request_is_given_at_any_time(system: System) -> Evidence:
    need(system.case(system.opened())["status"] and system.life(system.opened())["waiting"], "it cannot be told")
    return Evidence("state and what is waited for", f"/v1/cases/{system.opened()}/life")


@check("1.3.5.9-T05")
def a_request_is_closed_when_all_has_ended(system: System) -> Evidence:
    life = system.life(system.closed())
    need(life["ended"] and not life["waiting"], "something goes on")
    told = actors([*system.trace(system.closed(), "closed"), system.steps(system.closed())["finalise_report"]])
    return Evidence("closed, with nothing left", f"/v1/cases/{system.closed()}/life", told)


@check("1.3.5.9-T06")
def closed_requests_are_analysed(system: System) -> Evidence:
    system.closed()
    ended_contact(system)
    figures = system.get("/v1/problem-report?since=2020-01-01T00:00:00Z")
    contacts = system.get("/v1/interaction-report?since=2020-01-01T00:00:00Z")
    need(figures["by_cause"] and contacts["by_wrap_up"] and contacts["by_outcome"], "they are not analysed")
    return Evidence(
        f"{len(figures['by_cause'])} causes, {len(contacts['by_outcome'])} outcomes", "/v1/interaction-report"
    )


@check("1.3.5.9-T07")
def requests_are_reported(system: System) -> Evidence:
    figures = system.get("/v1/problem-report?since=2020-01-01T00:00:00Z")
    contacts = system.get("/v1/interaction-report?since=2020-01-01T00:00:00Z")
    need(figures["by_status"] and figures["by_priority"] and contacts["by_channel"], "there is no report")
    return Evidence("problems by state and priority, contacts by channel", "/v1/interaction-report")


@check("1.3.5.9-T08", "1.3.5.9-T09")
def outside_formats_are_known_and_converted(system: System) -> Evidence:
    given = {"description": "no internet", "severity": "minor", "ticketType": "customerProblem"}
    v4 = system.post("/tmf-api/troubleTicket/v4/troubleTicket", **given)
    v5 = system.post("/tmf-api/troubleTicket/v5/troubleTicket", **given, **{"@type": "TroubleTicket"})
    need(v4["id"] != v5["id"] and v5["@type"] == "TroubleTicket", "a version is not spoken")
    return Evidence("TMF621 v4 and v5")


@check("1.3.5.9-T10")
def the_exchange_with_a_partner_is_run(system: System) -> Evidence:
    base = "/tmf-api/troubleTicket/v5"
    given = {"@type": "TroubleTicket", "description": "no internet", "severity": "minor", "ticketType": "partner"}
    with subscribed(system, base) as partner:
        opened = system.post(f"{base}/troubleTicket", **given)
        headers, _ = partner.told(system, "TroubleTicketCreateEvent", "troubleTicket", opened["id"])
    need(headers.get("webhook-signature"), "what the partner is told bears no signature")
    theirs = {"eventId": str(uuid4()), "event": {"troubleTicket": opened}}
    taken = system.send("POST", f"{base}/listener/troubleTicketStatusChangeEvent", theirs)
    need(taken.status == 204, f"what the partner tells is answered with {taken.status}")
    return Evidence("a ticket opened by a partner, its event signed and delivered, theirs taken", opened["href"])


@check("1.3.5.9-T11")
def messages_that_do_not_conform_are_rejected(system: System) -> Evidence:
    wrong = [
        system.send("POST", "/v1/cases", {"words": "x", "urgency": "very"}),
        system.send("POST", "/v1/cases", {"words": "x", "surprise": 1}),
        system.send("POST", INTERACTIONS, {"channel": "Voice!"}),
    ]
    need([one.status for one in wrong] == [422] * 3, f"they are answered with {[one.status for one in wrong]}")
    need(all(one.body["errors"] for one in wrong), "it is not said what is wrong")
    return Evidence("refused, with the field", "/openapi.json")
