"""Checks of Customer Interaction Management: Report (1.3.5.7)."""

from __future__ import annotations

from eval.etom.checking import Evidence, Registry, need
from eval.etom.checks.interaction.shared import (
    PARTY_INTERACTION,
    ended_contact,
    open_contact,
)
from eval.etom.system import System

checks = Registry()
check = checks.check


@check("1.3.5.7-T01")
def the_status_of_contacts_is_monitored(system: System) -> Evidence:
    goes_on, over = str(open_contact(system)["id"]), str(ended_contact(system)["id"])
    found = {
        status: {one["id"] for one in system.get(f"{PARTY_INTERACTION}?status={status}&limit=1000")}
        for status in ("inProgress", "completed")
    }
    need(goes_on in found["inProgress"] and over in found["completed"], "it cannot be watched")
    need(goes_on not in found["completed"] and over not in found["inProgress"], "a status is mistaken")
    return Evidence("by status", PARTY_INTERACTION)


@check("1.3.5.7-T02")
def changes_of_contacts_are_told(system: System) -> Evidence:
    need(system.events("PartyInteractionStatusChangeEvent"), "nobody is told")
    return Evidence("told by event", "/v1/events")


@check("1.3.5.7-T03", "1.3.5.7-T04")
def contacts_are_reported(system: System) -> Evidence:
    need(system.get("/v1/interaction-report?since=2020-01-01T00:00:00Z"), "there is no report")
    return Evidence("reported")
