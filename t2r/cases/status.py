"""The life of a case: the states of TM Forum's TMF621 trouble ticket, and which may follow which."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from t2r.cases.errors import IllegalTransitionError


class Status(StrEnum):
    """TroubleTicketStatusType of TMF621 v5. `pending` waits for the customer, `held` for something else, such as an outage."""

    ACKNOWLEDGED = "acknowledged"
    REJECTED = "rejected"
    PENDING = "pending"
    HELD = "held"
    IN_PROGRESS = "inProgress"
    CANCELLED = "cancelled"
    RESOLVED = "resolved"
    CLOSED = "closed"

    @property
    def is_final(self) -> bool:
        """Whether nothing follows it."""
        return not FOLLOWING[self]

    @property
    def is_open(self) -> bool:
        """Whether there is still something to be done for the customer."""
        return self in (Status.ACKNOWLEDGED, Status.IN_PROGRESS, Status.PENDING, Status.HELD)


FOLLOWING: Mapping[Status, frozenset[Status]] = MappingProxyType(
    {
        Status.ACKNOWLEDGED: frozenset({Status.IN_PROGRESS, Status.REJECTED, Status.CANCELLED}),
        Status.IN_PROGRESS: frozenset({Status.PENDING, Status.HELD, Status.RESOLVED, Status.CANCELLED}),
        Status.PENDING: frozenset({Status.IN_PROGRESS, Status.CANCELLED}),
        Status.HELD: frozenset({Status.IN_PROGRESS, Status.CANCELLED}),
        Status.RESOLVED: frozenset({Status.CLOSED, Status.IN_PROGRESS}),
        Status.REJECTED: frozenset(),
        Status.CANCELLED: frozenset(),
        Status.CLOSED: frozenset(),
    }
)
OPEN = tuple(status for status in Status if status.is_open)


def check_transition(now: Status, then: Status) -> None:
    """Raises IllegalTransitionError where `then` may not follow `now`."""
    if then not in FOLLOWING[now]:
        allowed = ", ".join(sorted(FOLLOWING[now])) or "nothing: it is final"
        raise IllegalTransitionError(f"a case that is {now} cannot become {then}; after {now} may come: {allowed}")
