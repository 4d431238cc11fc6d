"""What the checks of Customer Problem Management (1.3.7) look at together."""

from __future__ import annotations

from typing import Any

from eval.etom.partner import subscribed
from eval.etom.system import System, line

LOOKED = ("check", "ask", "answer", "decision")


def newest_plan(system: System, id: int) -> list[dict[str, Any]]:
    """The newest plan of a case: one that failed is followed by another."""
    activities = system.report(id)["activities"]
    newest = max((each["plan"] for each in activities), default=0)
    return [each for each in activities if each["plan"] == newest]


def link_to(id: int, what: str = "trace") -> str:
    return f"/v1/cases/{id}/{what}"


def life_told(system: System) -> tuple[int, dict[str, Any]]:
    """A case that is opened and withdrawn while a partner listens: its number, and the event of the last status."""

    def play() -> tuple[int, dict[str, Any]]:
        with subscribed(system, "/tmf-api/troubleTicket/v5") as partner:
            id = system.open(line(89))
            system.post(f"/v1/cases/{id}/status", status="cancelled", reason="withdrawn")
            partner.told(system, "TroubleTicketCreateEvent", "troubleTicket", id)
            return id, partner.told(system, "TroubleTicketStatusChangeEvent", "troubleTicket", id)[1]

    return system.once("a partner is told of a ticket's life", play)
