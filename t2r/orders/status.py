"""The life of an order and of its items: the states of TMF622, TMF641 and TMF652, and which may follow which."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from t2r.orders.errors import OrderTransitionError


class State(StrEnum):
    """ProductOrderStateType of TMF622 v4. `pending` waits for information, `held` for people who look after a fault."""

    ACKNOWLEDGED = "acknowledged"
    REJECTED = "rejected"
    PENDING = "pending"
    HELD = "held"
    IN_PROGRESS = "inProgress"
    CANCELLED = "cancelled"
    COMPLETED = "completed"
    FAILED = "failed"
    PARTIAL = "partial"
    ASSESSING = "assessingCancellation"
    CANCELLING = "pendingCancellation"

    @property
    def is_final(self) -> bool:
        """Whether nothing follows it."""
        return not FOLLOWING[self]


class Action(StrEnum):
    """What an item asks for."""

    ADD = "add"
    MODIFY = "modify"
    DELETE = "delete"
    NO_CHANGE = "noChange"


class OrderKind(StrEnum):
    """Which of the three orders it is, in the words of the APIs."""

    PRODUCT = "productOrder"  # TMF622
    SERVICE = "serviceOrder"  # TMF641
    RESOURCE = "resourceOrder"  # TMF652


# As the words say with which TMF622 and TMF641 define each state.
FOLLOWING: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.ACKNOWLEDGED: frozenset({State.REJECTED, State.PENDING, State.IN_PROGRESS, State.CANCELLED}),
        State.PENDING: frozenset({State.REJECTED, State.IN_PROGRESS, State.CANCELLED}),
        State.IN_PROGRESS: frozenset({State.HELD, State.ASSESSING, State.COMPLETED, State.PARTIAL, State.FAILED}),
        State.HELD: frozenset({State.IN_PROGRESS, State.ASSESSING}),
        State.ASSESSING: frozenset({State.CANCELLING, State.IN_PROGRESS, State.HELD}),
        State.CANCELLING: frozenset({State.CANCELLED}),
        State.REJECTED: frozenset(),
        State.CANCELLED: frozenset(),
        State.COMPLETED: frozenset(),
        State.FAILED: frozenset(),
        State.PARTIAL: frozenset(),
    }
)
# An item follows its order through a cancellation, and one that was done is taken back with it.
ITEM_FOLLOWING: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        **FOLLOWING,
        State.IN_PROGRESS: frozenset({State.HELD, State.COMPLETED, State.PARTIAL, State.FAILED, State.CANCELLED}),
        State.HELD: frozenset({State.IN_PROGRESS, State.FAILED, State.CANCELLED}),
        State.COMPLETED: frozenset({State.CANCELLED}),
    }
)
OPEN = tuple(state for state in State if not state.is_final)
WORKED = (State.IN_PROGRESS, State.HELD)  # its process runs


def check_transition(now: State, then: State, following: Mapping[State, frozenset[State]] = FOLLOWING) -> None:
    """Raises OrderTransitionError where `then` may not follow `now`."""
    if then not in following[now]:
        allowed = ", ".join(sorted(following[now])) or "nothing: it is final"
        raise OrderTransitionError(f"what is {now} cannot become {then}; after {now} may come: {allowed}")
