"""What the checks of Customer Interaction Management (1.3.5) look at together."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from eval.etom.checking import actors
from eval.etom.checks.customer import caller, known
from eval.etom.system import System, line

INTERACTIONS = "/v1/interactions"
PARTY_INTERACTION = "/tmf-api/partyInteraction/v4/partyInteraction"  # TMF683


def ended_contact(system: System) -> dict[str, Any]:
    """A contact that led to a case and has ended."""

    def play() -> dict[str, Any]:
        known_caller(system)
        begun = system.post(
            INTERACTIONS, channel="chat", reason="no internet", msisdn=f"+{caller(70)}", external_id=f"chat-{uuid4()}"
        )
        case, at = system.open(caller(70)), f"{INTERACTIONS}/{begun['id']}"
        system.post(f"{at}/case", case=case)
        system.post(f"{at}/transcript", text="my number is 9876543210 and nothing loads")
        code = next(iter(system.get("/v1/case-codes")["wrap_ups"]))
        system.post(f"{at}/end", description="solved, call back on 9876543210 if not", wrap_up=code)
        return dict(system.get(at))

    return system.once("a contact leads to a case", play)


def known_caller(system: System) -> dict[str, Any]:
    """A customer whom the CRM has told of."""
    return system.once("the CRM tells of a customer", lambda: known(system, 70, "Meera"))


def open_contact(system: System) -> dict[str, Any]:
    """A contact that goes on."""
    return system.once(
        "a contact goes on",
        lambda: dict(system.post(INTERACTIONS, channel="phone", reason="slow", msisdn=f"+{line(71)}")),
    )


def who_acted(*contacts: dict[str, Any]) -> tuple[str, ...]:
    return actors({"by": contact["agent"]} for contact in contacts)


def link_to(contact: dict[str, Any]) -> str:
    return f"{INTERACTIONS}/{contact['id']}"


def channel_ref(name: str) -> dict[str, str]:
    return {"id": name, "href": f"urn:channel:{name}", "name": name}


def told_contact(system: System) -> dict[str, Any]:
    """A contact that another system tells in TMF683's words."""
    given = {"direction": "inbound", "reason": "slow", "status": "inProgress", "channel": [channel_ref("phone")]}
    began = {"startDateTime": "2026-11-20T09:00:00Z"}
    return system.once(
        "a contact is told by TMF683", lambda: dict(system.post(PARTY_INTERACTION, interactionDate=began, **given))
    )
