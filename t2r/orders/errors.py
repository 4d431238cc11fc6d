"""What can be wrong with a wish about an order: as with one about a case, and what is told of it is the same."""

from __future__ import annotations

from t2r.cases.errors import CaseError, ConflictError, IllegalTransitionError, NoSuchError, RefusedError, TakenError


class OrderError(CaseError):
    """Any of these; each is the one of cases that its name says.

    OrderError
    ├── NoSuchOrderError        there is no order of that id
    ├── OrderRefusedError       a value cannot be taken; it names the field
    └── OrderConflictError      the order is not in the state for it
        ├── OrderTransitionError    it cannot go from the one state to the other
        └── OrderTakenError         another order has that external id
    """


class NoSuchOrderError(OrderError, NoSuchError):
    """There is no order of that id."""

    def __init__(self, id: int | str) -> None:
        super().__init__(id, "order")


class OrderRefusedError(OrderError, RefusedError):
    """A value that cannot be taken; `field` names it."""


class OrderConflictError(OrderError, ConflictError):
    """The order is not in the state for it."""


class OrderTransitionError(OrderConflictError, IllegalTransitionError):
    """An order or item cannot go from the one state to the other."""


class OrderTakenError(OrderConflictError, TakenError):
    """Another order, with other content, has that external id."""
