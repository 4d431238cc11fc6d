"""Checks of Customer Interaction Management: Log (1.3.5.4)."""

from __future__ import annotations

from eval.etom.checking import Evidence, Registry, need
from eval.etom.checks.interaction.shared import (
    INTERACTIONS,
    PARTY_INTERACTION,
    ended_contact,
    known_caller,
    link_to,
    told_contact,
    who_acted,
)
from eval.etom.system import System

checks = Registry()
check = checks.check


@check("1.3.5.4-T01", part="every channel that tells of its contacts; nothing notices one that does not")
def contacts_of_every_channel_are_logged(system: System) -> Evidence:
    channels = ("phone", "chat", "email", "app")
    logged = [system.post(INTERACTIONS, channel=channel, reason="log") for channel in channels]
    need([one["channel"] for one in logged] == list(channels), "a channel is not taken")
    return Evidence(f"{len(channels)} channels", INTERACTIONS, who_acted(*logged))


@check("1.3.5.4-T02")
def content_and_metadata_are_kept(system: System) -> Evidence:
    contact = ended_contact(system)
    kept = all(contact[name] for name in ("reason", "description", "channel", "agent", "started_at", "history"))
    need(kept, "something is not kept")
    need("nothing loads" in system.get(f"{link_to(contact)}/transcript")["text"], "what was said is not kept")
    file = {"attachmentType": "photo", "url": "https://crm.example/photo.jpg", "mimeType": "image/jpeg"}
    told = system.patch(f"{PARTY_INTERACTION}/{told_contact(system)['id']}", attachment=[file])
    need(told.get("attachment"), "an attachment is not kept")
    return Evidence("words, transcript, attachment, time, channel, line, agent", link_to(contact), who_acted(contact))


@check("1.3.5.4-T03")
def entries_cannot_be_changed(system: System) -> Evidence:
    contact = ended_contact(system)
    status = system.send("PUT", link_to(contact), {"description": "other"}).status
    need(status in (404, 405), f"an entry can be overwritten ({status})")
    again = system.post(f"{link_to(contact)}/end", description="other")
    need(again["description"] == contact["description"], "its outcome can be overwritten")
    return Evidence("an ended entry stays", link_to(contact))


@check("1.3.5.4-T04")
def history_is_searched_by_customer_time_channel_and_topic(system: System) -> Evidence:
    contact, customer = ended_contact(system), known_caller(system)["id"]
    since = contact["started_at"].replace("+00:00", "Z")
    words = f"relatedParty.id={customer}&channel.name=chat&reason=no internet&interactionDate.startDateTime.gte={since}"
    found = system.get(f"{PARTY_INTERACTION}?{words}")
    need(str(contact["id"]) in [one["id"] for one in found], "it is not found")
    kept = {(one["channel"][0]["name"], one["reason"]) for one in found}
    need(kept == {("chat", "no internet")}, "others are found too")
    return Evidence(f"{len(found)} contacts", PARTY_INTERACTION)


@check("1.3.5.4-T05")
def history_is_open_to_analysis(system: System) -> Evidence:
    need(system.events("PartyInteractionCreateEvent"), "contacts are told to nobody")
    return Evidence("told by event", "/v1/events")


@check("1.3.5.4-T06", part="what customers say is masked; nothing is erased when its time is over")
def personal_data_are_masked_in_the_log(system: System) -> Evidence:
    need("9876543210" not in ended_contact(system)["description"], "a telephone number is kept in words")
    words = system.get(f"{link_to(ended_contact(system))}/transcript")["text"]
    need(words and "9876543210" not in words, "a telephone number is kept in the transcript")
    return Evidence("numbers in words are masked", link_to(ended_contact(system)))
