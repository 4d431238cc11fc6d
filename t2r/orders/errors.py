"""What can be wrong with a wish about an order."""

from __future__ import annotations


class OrderError(Exception):
    """Any of these.

    OrderError
    ├── NoSuchOrderError        there is no order of that id
    ├── OrderRefusedError       a value cannot be taken; it names the field
    └── OrderConflictError      the order is not in the state for it
        ├── OrderTransitionError    it cannot go from the one state to the other
        └── OrderTakenError         another order has that external id
    """


class NoSuchOrderError(OrderError, LookupError):
    """There is no order of that id."""

    def __init__(self, id: int | str) -> None:
        super().__init__(f"there is no order {id}")


class OrderRefusedError(OrderError, ValueError):
    """A value that cannot be taken; `field` names it."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field, self.why = field, why


class OrderConflictError(OrderError):
    """The order is not in the state for it."""


class OrderTransitionError(OrderConflictError):
    """An order or item cannot go from the one state to the other."""


class OrderTakenError(OrderConflictError):
    """Another order, with other content, has that external id."""
