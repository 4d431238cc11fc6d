"""Checks of Customer Interaction Management: Create (1.3.5.1)."""

from __future__ import annotations

from eval.etom.checking import Evidence, Registry, actors, need
from eval.etom.checks.customer import caller
from eval.etom.checks.interaction.shared import (
    INTERACTIONS,
    PARTY_INTERACTION,
    ended_contact,
    known_caller,
    link_to,
    open_contact,
    who_acted,
)
from eval.etom.system import System, line

checks = Registry()
check = checks.check


@check("1.3.5.1-T01")
def contacts_are_recorded_whoever_began_them(system: System) -> Evidence:
    inward = open_contact(system)
    outward = system.post(
        INTERACTIONS, channel="phone", direction="outbound", reason="call-back", msisdn=f"+{line(71)}"
    )
    need((inward["direction"], outward["direction"]) == ("inbound", "outbound"), "direction is not told")
    return Evidence("an inbound and an outbound contact", link_to(inward), who_acted(inward, outward))


@check("1.3.5.1-T02")
def a_contact_says_how_when_why_and_who(system: System) -> Evidence:
    contact = open_contact(system)
    lacking = [name for name in ("direction", "channel", "started_at", "reason", "agent") if not contact[name]]
    need(not lacking, f"it has no {', '.join(lacking)}")
    parties = system.get(f"{PARTY_INTERACTION}/{ended_contact(system)['id']}")["relatedParty"]
    need({one["role"] for one in parties} >= {"customer", "agent"}, "its parties have no roles")
    return Evidence("direction, channel, time, reason, customer and agent", link_to(contact), who_acted(contact))


@check("1.3.5.1-T03")
def a_contact_belongs_to_a_customer_or_to_nobody_yet(system: System) -> Evidence:
    unknown = system.post(INTERACTIONS, channel="chat", reason="offers")
    need(unknown["msisdn"] is None and unknown["customer"] is None, "somebody is guessed")
    contact = system.get(link_to(ended_contact(system)))
    need(contact["customer"] == known_caller(system)["id"], "the customer of the line is not identified")
    return Evidence("identified by the line, and unidentified", link_to(contact), who_acted(unknown))


@check("1.3.5.1-T04")
def a_contact_has_one_id_across_channels(system: System) -> Evidence:
    first = ended_contact(system)
    again = system.post(INTERACTIONS, channel="phone", reason="goes on by phone", external_id=first["external_id"])
    need(again["id"] == first["id"], "it is another contact on another channel")
    return Evidence(f"contact {first['id']} on both channels", link_to(first))


@check("1.3.5.1-T05")
def earlier_contacts_are_shown_when_a_new_one_begins(system: System) -> Evidence:
    ended_contact(system)
    begun = system.post(INTERACTIONS, channel="phone", reason="again", msisdn=f"+{caller(70)}")
    need(begun.get("earlier"), "the earlier contact is not shown")
    return Evidence("shown", link_to(begun))


@check("1.3.5.1-T06")
def a_contact_is_linked_to_the_case_it_starts(system: System) -> Evidence:
    contact = ended_contact(system)
    need(contact["case"], "it is not linked")
    need(system.get(f"/v1/cases/{contact['case']}/interactions"), "the case does not know it")
    told = system.trace(contact["case"], "interaction")
    return Evidence(f"contact {contact['id']} and case {contact['case']}", link_to(contact), actors(told))
