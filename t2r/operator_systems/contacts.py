"""Contacts told to the operator's CRM (TMF683): each that is begun, changed or ended here, with its customer and the ticket it is about."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from t2r.cases.tables import Interaction
from t2r.operator_systems import outbox, tickets
from t2r.operator_systems.client import Client, Told
from t2r.operator_systems.errors import RejectedError
from t2r.operator_systems.tables import Copy
from t2r.tmf.interactions import CASE, LINKED, contact

log = logging.getLogger("t2r.operator_systems")

NAME = "interactions"
RESOURCE = "partyInteraction"
CHANGED = ("description", "reason", "status", "interactionDate", "interactionItem", "channel", "relatedParty")
MIRROR = "mirrorOf"  # the relation to our contact, by which one is found whose answer was lost

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ContactExchange:
    """Tells the CRM of contacts. It changes none of ours."""

    client: Client
    database: Engine
    now: Callable[[], datetime]
    name: str = NAME

    def settle(self, copy: Copy) -> None:
        """Make theirs, or have it say what ours says now."""
        with Session(self.database) as session:
            row = session.get(Interaction, int(copy.ours))
            ours = None if row is None else _worded(session, row, copy.key)
        if ours is None:
            return
        if copy.theirs is None:
            found = self._of_an_earlier_try(copy)
            if found is None:
                outbox.keep(self.database, copy, sent_at=self.now(), told=ours)
                found = self.client.create(RESOURCE, ours, copy.key)
            outbox.keep(self.database, copy, theirs=found.id)
        told = copy.told or {}
        changes = {name: ours.get(name) for name in CHANGED if ours.get(name) != told.get(name)}
        if changes:
            self.client.patch(RESOURCE, str(copy.theirs), changes, None)
            outbox.keep(self.database, copy, told=ours)

    def _of_an_earlier_try(self, copy: Copy) -> Told | None:
        """The contact that was made by an earlier try whose answer was lost."""
        if copy.sent_at is None:
            return None
        try:
            for told in self.client.each(RESOURCE, {"interactionRelationship.id": copy.key}):
                if any(each.get("id") == copy.key for each in told.body.get("interactionRelationship") or ()):
                    return told
        except RejectedError as error:
            log.info("an earlier try cannot be looked for: %s", error)
        return None


def _worded(session: Session, row: Interaction, key: str) -> Body:
    """The contact in their words: the ticket is theirs, where they have it, and the customer, where we know them."""
    body = {name: value for name, value in contact(row).items() if name not in ("id", "href")}
    items = [each for each in body["interactionItem"] if (each.get("item") or {}).get("role") != CASE]
    theirs = select(Copy.theirs).where(Copy.system == tickets.NAME, Copy.ours == str(row.case_id))
    if row.case_id is not None and (ticket := session.scalar(theirs)) is not None:
        items.append({"item": {"id": ticket, "role": CASE, "@referredType": LINKED}})
    relation = {"id": key, "relationshipType": MIRROR}
    told = body | {"interactionItem": items, "interactionRelationship": [relation]}
    return {name: value for name, value in told.items() if value not in (None, [])}
