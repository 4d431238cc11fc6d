"""What others are told of problem management, in TMF688's envelope, written with the change it tells of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from t2r.cases.tables import OutboxEvent

TOPIC = "customerProblem"  # none of TM Forum's: who subscribes to tickets alone is not told of these


class ProblemEvent(StrEnum):
    """Events beside those of TMF621."""

    ISOLATED = "CustomerProblemIsolatedEvent"
    JEOPARDY = "CustomerProblemJeopardyEvent"
    MISSED = "CustomerProblemTargetMissedEvent"
    HANDED_OVER = "CustomerProblemHandedOverEvent"
    RESTORED = "CustomerProblemRestoredEvent"
    FAILED = "CustomerProblemAttemptFailedEvent"
    KNOWN = "KnownProblemCreateEvent"
    KNOWN_CHANGED = "KnownProblemAttributeValueChangeEvent"
    REVIEWED = "MajorProblemReviewedEvent"
    IMPROVEMENT = "ImprovementOpportunityCreateEvent"


def announce(session: Session, type: ProblemEvent, key: str, at: datetime, event: Mapping[str, Any]) -> None:
    """Put an event into the outbox; those of one key are sent in order."""
    id = str(uuid4())
    envelope = {
        "@type": type.value,
        "eventId": id,
        "eventType": type.value,
        "eventTime": at.isoformat(),
        "timeOccurred": at.isoformat(),
        "correlationId": key.partition(":")[2],
        "domain": "Customer",
        "title": f"{type.value} {key}",
        "event": dict(event),
    }
    session.add(OutboxEvent(event_id=id, key=key, type=type.value, topic=TOPIC, at=at, envelope=envelope))
