"""What others are told of cases: events in the words of TMF621 and TMF688, written with the change they tell of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from t2r.cases.tables import Case, OutboxEvent

TICKETS = "/tmf-api/troubleTicket/v5/troubleTicket"
OF_OTHERS = ("name", "ticketType", "severity", "priority")  # as whoever wrote the ticket worded them


class EventType(StrEnum):
    """The notifications of TMF621 v5."""

    CREATED = "TroubleTicketCreateEvent"
    CHANGED = "TroubleTicketAttributeValueChangeEvent"
    STATUS = "TroubleTicketStatusChangeEvent"
    RESOLVED = "TroubleTicketResolvedEvent"
    DELETED = "TroubleTicketDeleteEvent"
    INFORMATION = "TroubleTicketInformationRequiredEvent"


def tell(session: Session, case: Case, type: EventType, at: datetime) -> None:
    """Put an event about the case, as it is now, into the outbox."""
    put(session, "troubleTicket", type.value, str(case.id), ticket(case), at, key=f"case:{case.id}")


def put(
    session: Session,
    topic: str,
    type: str,
    id: str,
    told: dict[str, Any],
    at: datetime,
    key: str | None = None,
    more: Mapping[str, Any] | None = None,
) -> str:
    """Put an event into the outbox: what has become of the resource `id` of the kind `topic`, and `more` of it; its id."""
    return write(session, topic, type, id, {topic: told, **(more or {})}, at, key or f"{topic}:{id}"[:200])


def write(session: Session, topic: str, type: str, about: str, event: Mapping[str, Any], at: datetime, key: str) -> str:
    """Put an event about something into the outbox, in TMF688's envelope; its id. Those of one key are sent in order."""
    event_id = str(uuid4())
    envelope = {
        "@type": type,
        "eventId": event_id,
        "eventType": type,
        "eventTime": iso(at),
        "timeOccurred": iso(at),
        "correlationId": about,
        "domain": "Customer",
        "title": f"{type} {about}",
        "event": dict(event),
    }
    session.add(OutboxEvent(event_id=event_id, key=key, type=type, topic=topic, at=at, envelope=envelope))
    return event_id


def ticket(case: Case) -> dict[str, Any]:
    """The case as a TMF621 trouble ticket, without what identifies the customer: whoever may know reads it by its `href`."""
    told = {
        "@type": "TroubleTicket",
        "id": str(case.id),
        "href": f"{TICKETS}/{case.id}",
        "description": case.words,
        "ticketType": case.kind.value,
        "severity": case.severity.value.capitalize(),
        "priority": case.priority.value.capitalize(),
        **{name: case.ticket[name] for name in OF_OTHERS if case.ticket and name in case.ticket},
        "status": case.status.value,
        "statusChangeReason": case.status_reason or None,
        "statusChangeDate": iso(case.status_at),
        "channel": {"@type": "ChannelRef", "id": case.channel, "name": case.channel},
        "creationDate": iso(case.opened_at),
        "lastUpdate": iso(case.updated_at),
        "expectedResolutionDate": iso(case.expected_at),
        "resolutionDate": iso(case.resolved_at),
        "troubleTicketRelationship": [
            {"@type": "TroubleTicketRelationship", "id": str(case.parent_id), "relationshipType": "isCausedBy"}
        ]
        if case.parent_id
        else None,
    }
    return {name: value for name, value in told.items() if value is not None}


def iso(moment: datetime | None) -> str | None:
    """A moment as these APIs tell it: in UTC, with a Z, which unlike `+` means itself in a query."""
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
