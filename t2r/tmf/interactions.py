"""Party interactions (TMF683) over contacts: what another system tells of one, and what agents do here, live the same life."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from sqlalchemy import case, select
from sqlalchemy.orm import Session, selectinload

from knowledge import redact
from t2r.cases.codes import Codes
from t2r.cases.errors import ConflictError, EndedError, RefusedError
from t2r.cases.events import iso
from t2r.cases.interactions import (
    EventType,
    add_entry,
    add_note,
    add_transcript,
    begin_interaction,
    change_interaction,
    end_interaction,
    link_interaction,
    tell_interaction,
)
from t2r.cases.tables import Case, Direction, Interaction, InteractionEntry
from t2r.customers import lines
from t2r.tmf.query import Column, Mapped, moment, number
from t2r.tmf.shelf import Body, Doing, NoSuchResourceError

LINE, CASE = "line", "case"  # the roles of the items that are the customer's number, and the ticket that it is about
AGENT, CUSTOMER = "agent", "customer"  # the roles of the parties that are known here
OPEN, COMPLETED = "inProgress", "completed"
LINKED = "TroubleTicket"
TRANSCRIPT = "transcript"  # the type of the attachment that is one
WRAP_UP, OUTCOME = "wrapUp", "outcome"  # of ours, beside what the API has
# What a contact has of its own; the rest is kept beside it.
OWN = frozenset({"description", "reason", "interactionDate", "note", WRAP_UP, OUTCOME})
STAYS = frozenset(
    {"note", "transcript", "case", "verified"}
)  # entries of what was said or done: such a contact stays on record

STATUS = case((Interaction.ended_at.is_(None), OPEN), else_=COMPLETED)

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
            "status": Column(STATUS),
            "direction": Column(Interaction.direction, lambda word: word if word in list(Direction) else None),
            "creationDate": Column(Interaction.started_at, moment),
            "interactionDate.startDateTime": Column(Interaction.started_at, moment),
            "interactionDate.endDateTime": Column(Interaction.ended_at, moment),
            "interactionItem.item.id": Column(Interaction.line),
            "relatedParty.id": Column(lines.customer_id(Interaction.line)),
        }
    ),
    sorts_all=True,
    options=(selectinload(Interaction.notes),),
)


class Interactions:
    """The shelf of contacts."""

    kind = "partyInteraction"

    mapped = MAPPED

    def __init__(self, codes: Codes) -> None:
        self._codes = codes

    def told(self, row: Interaction, version: str) -> Body:  # noqa: ARG002 - there is v4 alone
        """The contact as `contact` tells it."""
        return contact(row)

    def find(self, session: Session, id: str, *, to_change: bool = False) -> Interaction:
        """The contact of an id."""
        found = number(id)
        row = session.get(Interaction, found, with_for_update=to_change or None) if found is not None else None
        if row is None:
            raise NoSuchResourceError(self.kind, id)
        return row

    def create(self, session: Session, body: Body, doing: Doing) -> Interaction:
        """A contact that another system tells of; linked to the ticket that an item names, and over where it says so."""
        started, ended = _period(body, doing.at)
        row = begin_interaction(
            session,
            _channel(body) or "api",
            _direction(body) or Direction.INBOUND,
            doing.by,
            doing.at,
            reason=str(body.get("reason", "")),
            line=_item(body, LINE, "Service"),
            agent=_party(body, AGENT),
            started_at=started,
        )
        row.body = _beside(body | {"creationDate": iso(doing.at), "statusChangeDate": iso(doing.at)})
        self._link(session, row, body, doing)
        self._add(session, row, body, doing)
        if ended is not None or body.get("status") == COMPLETED:
            self._end(session, row, body, ended or doing.at, doing)
        else:
            row.description = redact(str(body.get("description") or "")).text
        session.flush()
        return row

    def change(self, session: Session, row: Interaction, changes: Mapping[str, Any], doing: Doing) -> None:
        """Give attributes other values. One that is over stays as it is: notes, files and what was left unsaid may be added."""
        now = {**self.told(row, "v4"), **changes}
        own = {"channel": _channel(now), "direction": _direction(now), "reason": str(now.get("reason") or "")}
        own |= {"agent": _party(now, AGENT)} if "relatedParty" in changes else {}
        own |= {"line": _item(now, LINE, "Service")} if "interactionItem" in changes else {}
        wanted = {name: value for name, value in own.items() if value is not None and value != getattr(row, name)}
        started, ended = _period(now, row.started_at)
        ends = row.ended_at is None and (ended is not None or now.get("status") == COMPLETED)
        if row.ended_at is not None and (
            (started, ended) != (row.started_at, row.ended_at) or now["status"] != COMPLETED
        ):
            raise EndedError(f"interaction {row.id} has ended and stays as it is")
        if wanted:
            change_interaction(session, row.id, wanted, doing.by, doing.at)
        row.started_at = started
        others = {name: value for name, value in changes.items() if name not in OWN}
        kept = {name: value for name, value in (row.body or {}).items() if name not in others}
        moved = {"statusChangeDate": iso(doing.at)} if ends else {}
        row.body = _beside(kept | {name: value for name, value in others.items() if value is not None} | moved)
        self._link(session, row, now, doing)
        self._add(session, row, changes, doing)
        self._describe(session, row, now, doing)
        if beside := sorted(set(others) - {"status", "channel", "direction"}):
            add_entry(session, row, "changed", doing.by, doing.at, body={"fields": beside})
            tell_interaction(session, row, EventType.CHANGED, doing.at)
        if ends:
            self._end(session, row, now, ended or doing.at, doing)
        session.flush()

    def remove(self, session: Session, row: Interaction, doing: Doing) -> None:
        """Take away one in which nothing was said or done; any other stays on record."""
        done = select(InteractionEntry.id).where(
            InteractionEntry.interaction_id == row.id, InteractionEntry.what.in_(STAYS)
        )
        if session.scalar(done.limit(1)) is not None:
            raise ConflictError(f"something was said or done in interaction {row.id}: it stays on record")
        tell_interaction(session, row, EventType.DELETED, doing.at)
        session.delete(row)

    def path(self, path: tuple[str, ...], version: str) -> tuple[str, ...]:  # noqa: ARG002 - as above
        """As it is named."""
        return path

    def _end(self, session: Session, row: Interaction, body: Mapping[str, Any], at: datetime, doing: Doing) -> None:
        wrap_up = body.get(WRAP_UP)
        if wrap_up is not None:
            self._codes.check_wrap_up(str(wrap_up))
        said = "" if row.description else str(body.get("description") or "")
        end_interaction(session, row.id, said, at, by=doing.by, wrap_up=wrap_up)

    def _describe(self, session: Session, row: Interaction, now: Mapping[str, Any], doing: Doing) -> None:
        """What a contact came to, in words and by its code: of one that is over what its end left unsaid, once."""
        said, code = redact(str(now.get("description") or "")).text, now.get(WRAP_UP)
        if row.ended_at is None:
            if said != row.description:
                row.description = said
                add_entry(session, row, "changed", doing.by, doing.at, body={"fields": ["description"]})
                tell_interaction(session, row, EventType.CHANGED, doing.at)
            return
        if (row.description and said != row.description) or (row.wrap_up and code != row.wrap_up):
            raise EndedError(f"interaction {row.id} has ended and stays as it is")
        if (said, code) != (row.description, row.wrap_up):
            self._end(session, row, now, row.ended_at, doing)

    def _add(self, session: Session, row: Interaction, body: Mapping[str, Any], doing: Doing) -> None:
        """Notes and words of the transcript that are new."""
        known = {str(each.id) for each in row.notes}
        given = body.get("note") or ()
        if "note" in body and known - {str(each.get("id")) for each in given}:
            raise ConflictError(f"what was noted in interaction {row.id} stays")
        for each in given:
            if str(each.get("id")) not in known and each.get("text"):
                add_note(session, row.id, str(each["text"]), str(each.get("author") or doing.by)[:100], doing.at)
        for each in body.get("attachment") or ():
            if each.get("attachmentType") == TRANSCRIPT and each.get("content"):
                add_transcript(session, row.id, _words(each["content"]), doing.by, doing.at)
        session.flush()
        session.expire(row, ["notes"])

    def _link(self, session: Session, row: Interaction, body: Mapping[str, Any], doing: Doing) -> None:
        named = _item(body, CASE, LINKED)
        found = number(named) if named else None
        if named is None or found == row.case_id:
            return
        if found is None or session.get(Case, found) is None:
            raise RefusedError("interactionItem", f"there is no ticket {named[:40]}")
        link_interaction(session, row.id, found, doing.by, doing.at)


def _status(row: Interaction, beside: Mapping[str, Any]) -> str:
    """An open contact in the word of whoever told of it; TMF683 leaves it to them."""
    if row.ended_at is not None:
        return COMPLETED
    return str(beside.get("status") or OPEN)


def _channel(body: Mapping[str, Any]) -> str:
    first = (body.get("channel") or [{}])[0]
    return str(first.get("name") or first.get("id") or "")[:50]


def _as_channel(name: str) -> Body:
    return {"id": name, "href": f"urn:t2r:channel:{name}", "name": name}


def _direction(body: Mapping[str, Any]) -> Direction | None:
    word = str(body.get("direction", "")).lower()
    if not word:
        return None
    return Direction(word) if word in list(Direction) else Direction.INBOUND


def _party(body: Mapping[str, Any], role: str) -> str | None:
    found = [each for each in body.get("relatedParty") or () if each.get("role") == role and each.get("id")]
    return str(found[0]["id"])[:100] if found else None


def _items(row: Interaction) -> list[Body]:
    """The ticket and the number."""
    ours = ((row.case_id and str(row.case_id), CASE, LINKED), (row.line, LINE, "Service"))
    return [{"item": {"id": id, "role": role, "@referredType": kind}} for id, role, kind in ours if id]


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
    """What the contact itself has no place for. Of a transcript, what it says is kept elsewhere, redacted."""
    kept = {name: value for name, value in body.items() if name not in OWN and name not in ("id", "href")}
    if kept.get("status") == COMPLETED:
        del kept["status"]
    if kept.get("relatedParty"):
        kept["relatedParty"] = [each for each in kept["relatedParty"] if each.get("role") != AGENT]
    if kept.get("attachment"):
        without = ("content",)
        kept["attachment"] = [
            {name: value for name, value in each.items() if name not in without}
            if each.get("attachmentType") == TRANSCRIPT
            else each
            for each in kept["attachment"]
        ]
    return kept


def _words(content: Any) -> str:
    """The text of an attachment, which is in Base64."""
    try:
        return base64.b64decode(str(content), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise RefusedError("attachment", "has a transcript that is no UTF-8 text in Base64") from error


def contact(row: Interaction) -> Body:
    """The contact, with its customer and agent, the ticket that it is about, and the customer's number among its items."""
    beside = row.body or {}
    period = {"startDateTime": iso(row.started_at), "endDateTime": iso(row.ended_at)}
    told = {
        "@type": "PartyInteraction",
        "creationDate": iso(row.started_at),
        **{name: value for name, value in beside.items() if name not in OWN},
        "id": str(row.id),
        "status": _status(row, beside),
        "channel": beside["channel"] if _channel(beside) == row.channel else [_as_channel(row.channel)],
        "direction": beside["direction"] if _direction(beside) is row.direction else row.direction.value,
        "reason": row.reason,
        "description": row.description,
        "interactionDate": {name: value for name, value in period.items() if value},
        "interactionItem": [
            *(each for each in beside.get("interactionItem", ()) if not _is_ours(each)),
            *_items(row),
        ],
        "relatedParty": _parties(row, beside),
        "note": [{"id": str(e.id), "date": iso(e.at), "author": e.by, "text": e.text} for e in row.notes],
        OUTCOME: row.outcome,
        WRAP_UP: row.wrap_up,
    }
    return {name: value for name, value in told.items() if value is not None and (value or name != "note")}


def _parties(row: Interaction, beside: Mapping[str, Any]) -> list[Body]:
    """Those that were told, and where none was in that role, the agent and the customer of the line."""
    told = list(beside.get("relatedParty", ()))
    roles = {each.get("role") for each in told}
    customer = _customer(row) if CUSTOMER not in roles else None
    agent = row.agent if AGENT not in roles else None
    ours = (
        (CUSTOMER, customer, "Customer", f"/tmf-api/customerManagement/v4/customer/{customer}"),
        (AGENT, agent, "Individual", f"urn:t2r:agent:{quote(agent or '')}"),
    )
    return told + [{"id": id, "href": href, "role": role, "@referredType": kind} for role, id, kind, href in ours if id]


def _customer(row: Interaction) -> str | None:
    session = Session.object_session(row)
    found = None if session is None else lines.of_line(session, row.line)
    return None if found is None else found.id
