"""Party interactions (TMF683) over contacts: what another system tells of one, and what agents do here, are the same contact."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from knowledge import redact
from t2r.cases.errors import RefusedError
from t2r.cases.events import iso, put
from t2r.cases.interactions import link_interaction
from t2r.cases.tables import Case, Direction, Interaction
from t2r.tmf.query import Column, Mapped, moment, number
from t2r.tmf.shelf import Body, Doing, NoSuchResourceError

OWN = frozenset({"description", "reason", "interactionDate"})
LINE, CASE = "line", "case"  # the roles of the items that are the customer's number, and the ticket that it is about
OPENED, COMPLETED = "opened", "completed"
LINKED = "TroubleTicket"

MAPPED = Mapped(
    entity=Interaction,
    number=Interaction.id,
    columns=MappingProxyType(
        {
            "id": Column(Interaction.id, number),
            "description": Column(Interaction.description),
            "reason": Column(Interaction.reason),
        }
    ),
    json=Interaction.body,
    also=MappingProxyType(
        {
            "channel.name": Column(Interaction.channel),
            "direction": Column(Interaction.direction, lambda word: word if word in list(Direction) else None),
            "creationDate": Column(Interaction.started_at, moment),
            "interactionDate.startDateTime": Column(Interaction.started_at, moment),
            "interactionDate.endDateTime": Column(Interaction.ended_at, moment),
            "interactionItem.item.id": Column(Interaction.line),
        }
    ),
    sorts_all=True,
)


class Interactions:
    """The shelf of contacts."""

    kind = "partyInteraction"
    mapped = MAPPED

    def told(self, row: Interaction, version: str) -> Body:  # noqa: ARG002 - there is v4 alone
        """The contact, with the ticket that it is about and the customer's number among its items."""
        beside = {name: value for name, value in (row.body or {}).items() if name not in OWN}
        period = {"startDateTime": iso(row.started_at), "endDateTime": iso(row.ended_at)}
        ours = [
            {"item": {"id": id, "role": role, "@referredType": kind}}
            for id, role, kind in ((row.case_id and str(row.case_id), CASE, LINKED), (row.line, LINE, "Service"))
            if id
        ]
        return {
            "@type": "PartyInteraction",
            "channel": [{"id": row.channel, "href": f"urn:t2r:channel:{row.channel}", "name": row.channel}],
            "direction": row.direction.value,
            "status": OPENED if row.ended_at is None else COMPLETED,
            "creationDate": iso(row.started_at),
            **beside,
            "id": str(row.id),
            "reason": row.reason,
            "description": row.description,
            "interactionDate": {name: value for name, value in period.items() if value},
            "interactionItem": [*(each for each in beside.get("interactionItem", ()) if not _is_ours(each)), *ours],
        }

    def find(self, session: Session, id: str, *, to_change: bool = False) -> Interaction:
        """The contact of an id."""
        found = number(id)
        row = session.get(Interaction, found, with_for_update=to_change or None) if found is not None else None
        if row is None:
            raise NoSuchResourceError(self.kind, id)
        return row

    def create(self, session: Session, body: Body, doing: Doing) -> Interaction:
        """A contact that another system tells of; linked to the ticket that an item names."""
        started, ended = _period(body, doing.at)
        direction, channel = str(body.get("direction", "")).lower(), (body.get("channel") or [{}])[0]
        row = Interaction(
            channel=str(channel.get("name") or channel.get("id") or "api")[:50],
            direction=Direction(direction) if direction in list(Direction) else Direction.INBOUND,
            reason=redact(str(body.get("reason", ""))).text,
            description=redact(str(body.get("description", ""))).text,
            line=_item(body, LINE, "Service"),
            agent=doing.by,
            started_at=started,
            ended_at=ended,
            body=_beside(body | {"creationDate": iso(doing.at), "statusChangeDate": iso(doing.at)}),
        )
        session.add(row)
        session.flush()
        self._link(session, row, body, doing)
        self._tell(session, row, "Create", doing.at)
        return row

    def change(self, session: Session, row: Interaction, changes: Mapping[str, Any], doing: Doing) -> None:
        """Give attributes other values; one that is over has an end."""
        was, now = self.told(row, "v4"), self.told(row, "v4") | dict(changes)
        row.reason, row.description = (redact(str(now.get(name) or "")).text for name in ("reason", "description"))
        if "interactionDate" in changes:
            row.started_at, row.ended_at = _period(now, row.started_at)
        if changes.get("status") == COMPLETED and row.ended_at is None:
            row.ended_at = max(doing.at, row.started_at)
        kept = {name: value for name, value in (row.body or {}).items() if name not in changes}
        told = {name: value for name, value in changes.items() if value is not None}
        moved = {"statusChangeDate": iso(doing.at)} if now.get("status") != was["status"] else {}
        row.body = _beside(kept | told | moved)
        self._link(session, row, told, doing)
        if set(changes) - {"status"}:
            self._tell(session, row, "AttributeValueChange", doing.at)
        if moved:
            self._tell(session, row, "StatusChange", doing.at)

    def remove(self, session: Session, row: Interaction, doing: Doing) -> None:
        """Take it away."""
        self._tell(session, row, "Delete", doing.at)
        session.delete(row)

    def path(self, path: tuple[str, ...], version: str) -> tuple[str, ...]:  # noqa: ARG002 - as above
        """As it is named."""
        return path

    def _link(self, session: Session, row: Interaction, body: Mapping[str, Any], doing: Doing) -> None:
        named = _item(body, CASE, LINKED)
        case = number(named) if named else None
        if named is None or case == row.case_id:
            return
        if case is None or session.get(Case, case) is None:
            raise RefusedError("interactionItem", f"there is no ticket {named[:40]}")
        link_interaction(session, row.id, case, doing.by, doing.at)

    def _tell(self, session: Session, row: Interaction, what: str, at: datetime) -> None:
        told = {"@type": "PartyInteraction", "id": str(row.id), "status": self.told(row, "v4")["status"]}
        put(session, self.kind, f"PartyInteraction{what}Event", str(row.id), told, at)


def _item(body: Mapping[str, Any], role: str, kind: str) -> str | None:
    """The id of the item with a role: a number where it is the line."""
    for each in body.get("interactionItem") or ():
        item = each.get("item") or {}
        id = str(item.get("id", "")).removeprefix("+")
        if item.get("role") == role and item.get("@referredType", kind) == kind and id.isascii() and id.isdigit():
            return id if len(id) <= 15 or role == CASE else None
    return None


def _is_ours(item: Mapping[str, Any]) -> bool:
    return any(_item({"interactionItem": [item]}, *each) for each in ((CASE, LINKED), (LINE, "Service")))


def _period(body: Mapping[str, Any], otherwise: datetime) -> tuple[datetime, datetime | None]:
    period = body.get("interactionDate") or {}
    started = moment(str(period.get("startDateTime") or "")) or otherwise
    ended = moment(str(period.get("endDateTime") or ""))
    if ended is not None and ended < started:
        raise RefusedError("interactionDate", "ends before it starts")
    return started, ended


def _beside(body: Mapping[str, Any]) -> Body:
    kept = {name: value for name, value in body.items() if name not in OWN and name not in ("id", "href")}
    if kept.get("note"):
        kept["note"] = [{**each, "text": redact(str(each.get("text", ""))).text} for each in kept["note"]]
    return kept
