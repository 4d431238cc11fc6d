"""Checks of Customer Interaction Management: Update (1.3.5.2)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from eval.etom.checking import Evidence, Registry, actors, need
from eval.etom.checks.interaction.shared import (
    INTERACTIONS,
    PARTY_INTERACTION,
    channel_ref,
    ended_contact,
    link_to,
    told_contact,
    who_acted,
)
from eval.etom.system import System, line

checks = Registry()
check = checks.check


@check("1.3.5.2-T01")
def notes_and_messages_are_added_to_an_open_contact(system: System) -> Evidence:
    contact = told_contact(system)
    item = {"reason": "model", "itemDate": {"startDateTime": contact["interactionDate"]["startDateTime"]}}
    note = {"author": "asha", "text": "asked for the model of the phone"}
    changed = system.patch(f"{PARTY_INTERACTION}/{contact['id']}", interactionItem=[item], note=[note])
    need(changed["interactionItem"] and changed["note"], "they are not kept")
    return Evidence("an item and a note", contact["href"])


@check("1.3.5.2-T02")
def an_open_contact_can_be_changed(system: System) -> Evidence:
    contact = told_contact(system)
    changed = system.patch(
        f"{PARTY_INTERACTION}/{contact['id']}", reason="slow internet", channel=[channel_ref("chat")]
    )
    need(changed["reason"] == "slow internet" and changed["channel"][0]["name"] == "chat", "it stays as it was")
    return Evidence("changed", contact["href"])


@check("1.3.5.2-T03")
def a_contact_goes_on_in_another_channel(system: System) -> Evidence:
    id = f"app-{uuid4()}"
    first = system.post(INTERACTIONS, channel="app", reason="no internet", case=system.opened(), external_id=id)
    system.post(f"{link_to(first)}/notes", text="restarted the phone, no change")
    again = system.post(INTERACTIONS, channel="phone", external_id=id)
    need((again["id"], again["case"], again["channel"]) == (first["id"], first["case"], "phone"), "the context is lost")
    need(any("restarted" in step["text"] for step in again["history"]), "what was said is lost")
    return Evidence(f"contact {first['id']} with its case and what was said", link_to(first), who_acted(again))


@check("1.3.5.2-T04")
def a_contact_is_updated_when_its_case_moves(system: System) -> Evidence:
    case = system.open(line(88))
    contact = system.post(INTERACTIONS, channel="phone", reason="slow", msisdn=f"+{line(88)}", case=case)
    system.post(f"/v1/cases/{case}/status", status="cancelled", reason="withdrawn")

    def look() -> dict[str, Any] | None:
        steps = system.get(link_to(contact))["history"]
        return next(
            (one for one in steps if one["what"] == "case_status" and one["body"]["status"] == "cancelled"), None
        )

    step = system.eventually(look, "it does not hear of its case")
    linked = system.get(f"{PARTY_INTERACTION}/{contact['id']}")["interactionItem"]
    need(any(one["item"]["id"] == str(case) for one in linked), "other systems do not see its case")
    return Evidence(f"case {case} is {step['body']['status']}", link_to(contact), actors([step]))


@check("1.3.5.2-T05")
def an_ended_contact_stays_as_it_is(system: System) -> Evidence:
    contact = ended_contact(system)
    again = system.post(f"{link_to(contact)}/end", description="something else")
    need(again["description"] == contact["description"], "what it came to is overwritten")
    return Evidence("a second end changes nothing", link_to(contact))


@check("1.3.5.2-T06")
def changes_of_a_contact_are_kept(system: System) -> Evidence:
    need(ended_contact(system).get("history"), "it has no history of changes")
    return Evidence("history", link_to(ended_contact(system)))
