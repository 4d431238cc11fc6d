"""Checks of Customer Interaction Management: Track (1.3.5.6)."""

from __future__ import annotations

from eval.etom.checking import Evidence, Registry, need
from eval.etom.checks.customer import MESSAGES, messages_about
from eval.etom.checks.interaction.shared import (
    INTERACTIONS,
    PARTY_INTERACTION,
    ended_contact,
    open_contact,
)
from eval.etom.system import System

checks = Registry()
check = checks.check


@check("1.3.5.6-T01")
def open_contacts_are_seen_in_one_place(system: System) -> Evidence:
    mine = open_contact(system)["id"]
    told = {one["id"] for one in system.get(f"{PARTY_INTERACTION}?status=inProgress&limit=1000")}
    need(str(mine) in told, "open contacts cannot be listed")
    (seen,) = [one for one in system.get(f"{INTERACTIONS}?open=true&limit=200")["items"] if one["id"] == mine]
    need(seen["started_at"] and seen["times_out_at"], "nobody sees how old it is, or until when it goes on")
    return Evidence(f"{len(told)} open contacts, each with its age and end", PARTY_INTERACTION)


@check("1.3.5.6-T02", part="the case of a contact has a target time, queue and escalation; the contact itself has none")
def what_a_contact_began_is_brought_to_its_end_in_time(system: System) -> Evidence:
    contact = ended_contact(system)
    system.life(contact["case"])
    watched = {one["case"] for one in system.get("/v1/jeopardy?limit=200")}
    need(contact["case"] in watched, "nothing watches over what it began")
    return Evidence(f"case {contact['case']} is watched", "/v1/jeopardy")


@check("1.3.5.6-T03")
def the_customer_is_told_when_a_deadline_is_missed(system: System) -> Evidence:
    told = messages_about(system, "case", system.late())
    need("by the time" in told[0]["content"], "it is not said")
    return Evidence(told[0]["content"], MESSAGES)


@check("1.3.5.6-T04", part="the customer's word on a restoration: it is waited for, and silence closes")
def awaited_replies_are_tracked(system: System) -> Evidence:
    need("close_silently" in system.steps(system.silent()), "nothing comes of silence")
    waiting = {one["node"]: one["due"] for one in system.life(system.solved())["waiting"]}
    need("contact_customer" in waiting and waiting.get("silence"), "a reply is not waited for, or without an end")
    return Evidence(f"until {waiting['silence']}", f"/v1/cases/{system.solved()}/life")


@check("1.3.5.6-T05")
def figures_of_handling_are_measured(system: System) -> Evidence:
    system.closed()
    ended_contact(system)
    contacts = system.get("/v1/interaction-report?since=2020-01-01T00:00:00Z")
    need(contacts["handling_s_median"] is not None and contacts["came_again"] is not None, "contacts are not measured")
    figures = system.get("/v1/problem-report?since=2020-01-01T00:00:00Z")
    need(figures["on_time"] is not None and figures["reopened"] is not None, "nothing is measured")
    return Evidence(f"{figures['on_time']:.0%} on time", "/v1/problem-report")
