"""What others are told of problem management, in TMF688's envelope, written with the change it tells of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from t2r.cases.events import write

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
    write(session, TOPIC, type.value, key.partition(":")[2], event, at, key)
