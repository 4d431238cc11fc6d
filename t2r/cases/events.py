"""What others are told of cases: events in the words of TMF621 and TMF688, written with the change they tell of."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from t2r.cases.tables import Case, OutboxEvent


class EventType(StrEnum):
    """The notifications of TMF621 v5."""

    CREATED = "TroubleTicketCreateEvent"
    CHANGED = "TroubleTicketAttributeValueChangeEvent"
    STATUS = "TroubleTicketStatusChangeEvent"
    RESOLVED = "TroubleTicketResolvedEvent"
    INFORMATION = "TroubleTicketInformationRequiredEvent"


def tell(session: Session, case: Case, type: EventType, at: datetime) -> None:
    """Put an event about the case, as it is now, into the outbox."""
    id = str(uuid4())
    envelope = {
        "@type": type.value,
        "eventId": id,
        "eventType": type.value,
        "eventTime": at.isoformat(),
        "timeOccurred": at.isoformat(),
        "correlationId": str(case.id),
        "domain": "Customer",
        "title": f"{type.value} {case.id}",
        "event": {"troubleTicket": ticket(case)},
    }
    session.add(OutboxEvent(event_id=id, key=f"case:{case.id}", type=type.value, at=at, envelope=envelope))


def ticket(case: Case) -> dict[str, Any]:
    """The case as a TMF621 trouble ticket, without what identifies the customer: whoever may know reads it by its `href`."""
    told = {
        "@type": "TroubleTicket",
        "id": str(case.id),
        "href": f"/v1/cases/{case.id}",
        "description": case.words,
        "ticketType": case.kind.value,
        "severity": case.severity.value.capitalize(),
        "priority": case.priority.value.capitalize(),
        "status": case.status.value,
        "statusChangeReason": case.status_reason or None,
        "statusChangeDate": _iso(case.history[-1].at if case.history else None),
        "channel": {"@type": "ChannelRef", "id": case.channel, "name": case.channel},
        "creationDate": _iso(case.opened_at),
        "lastUpdate": _iso(case.updated_at),
        "expectedResolutionDate": _iso(case.expected_at),
        "resolutionDate": _iso(case.resolved_at),
        "troubleTicketRelationship": [
            {"@type": "TroubleTicketRelationship", "id": str(case.parent_id), "relationshipType": "isCausedBy"}
        ]
        if case.parent_id
        else None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
