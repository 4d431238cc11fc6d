"""Checks of Customer Interaction Management: Close (1.3.5.3)."""

from __future__ import annotations

from eval.etom.checking import ITSELF, Evidence, Registry, actors, need
from eval.etom.checks.customer import MESSAGES, messages_about
from eval.etom.checks.interaction.shared import (
    INTERACTIONS,
    ended_contact,
    link_to,
    who_acted,
)
from eval.etom.system import System, line

checks = Registry()
check = checks.check


@check("1.3.5.3-T01")
def a_contact_is_closed_when_its_purpose_is_met(system: System) -> Evidence:
    need(ended_contact(system)["status"] == "completed", "it goes on")
    return Evidence("completed", link_to(ended_contact(system)), who_acted(ended_contact(system)))


@check("1.3.5.3-T02")
def outcome_and_times_are_kept(system: System) -> Evidence:
    contact = ended_contact(system)
    need(contact["description"] and contact["ended_at"] >= contact["started_at"], "outcome or times are missing")
    need(contact["outcome"] == "completed" and contact["wrap_up"], "it bears no code")
    return Evidence(f"{contact['outcome']}, {contact['wrap_up']}, begin and end", link_to(contact), who_acted(contact))


@check("1.3.5.3-T03")
def linked_items_are_checked_before_closing(system: System) -> Evidence:
    begun = system.post(INTERACTIONS, channel="phone", reason="open end", case=system.opened())
    answer = system.send("POST", f"{link_to(begun)}/end", {"description": "bye"})
    told = answer.status == 409 or (answer.ok and answer.body.get("open_items"))
    need(told, "it is closed over an open case without a word")
    return Evidence("the open case is noticed", link_to(begun))


@check("1.3.5.3-T04")
def the_customer_is_told_when_a_long_contact_is_done(system: System) -> Evidence:
    told = messages_about(system, "interaction", ended_contact(system)["id"])[0]
    need("done" in told["content"], "it is not said that it is done")
    return Evidence(told["content"], MESSAGES)


@check("1.3.5.5-T01", part="that it is done; not each step on the way")
def the_customer_is_told_of_a_contact(system: System) -> Evidence:
    return Evidence(messages_about(system, "interaction", ended_contact(system)["id"])[0]["content"], MESSAGES)


@check("1.3.5.3-T05")
def feedback_is_asked_for(system: System) -> Evidence:
    contact = ended_contact(system)
    asked = messages_about(system, "survey", contact["id"])
    said = system.post(f"{link_to(contact)}/feedback", satisfaction=2, comment="slow to answer")
    kept = [step for step in said["history"] if step["what"] == "feedback"]
    need(kept and kept[-1]["body"]["satisfaction"] == 2, "what is answered is not kept")
    return Evidence(asked[0]["content"], link_to(contact), (*ITSELF, *actors(kept)))


@check("1.3.5.3-T06")
def abandoned_contacts_time_out(system: System) -> Evidence:
    contact = system.post(INTERACTIONS, channel="chat", reason="then silence", msisdn=f"+{line(72)}")
    need(contact.get("times_out_at"), "nothing ends a contact that nobody goes on with")
    return Evidence("it has an end of its own", link_to(contact))
