"""What can go wrong with a system of the operator."""

from __future__ import annotations


class OperatorSystemError(Exception):
    """Any of these; it names the system, the operation and the status, and nothing of a customer.

    OperatorSystemError
    ├── UnreachableError   there is no answer, or none that says anything: whether it was done is not known
    ├── AccessError        401, 403, or no token is given to us
    ├── MissingError       404, 410: there is no such thing
    ├── ChangedError       409, 412: it is not, or no longer, in the state for it
    ├── RejectedError      any other 4xx: what was sent is not taken
    └── MalformedError     the answer is none that this API has
    """

    def __init__(self, system: str, operation: str, status: int | None, why: str) -> None:
        told = f"{system}: {operation}" + ("" if status is None else f": {status}")
        super().__init__(f"{told}: {why}" if why else told)
        self.system, self.operation, self.status, self.why = system, operation, status, why


class UnreachableError(OperatorSystemError):
    """There is no answer, or none that says anything.

    `untouched`: it was certainly not done. `after`: how many seconds the system asks us to wait; without end where it was not even asked.
    """

    def __init__(
        self,
        system: str,
        operation: str,
        status: int | None,
        why: str,
        *,
        untouched: bool = False,
        after: float | None = None,
    ) -> None:
        super().__init__(system, operation, status, why)
        self.untouched, self.after = untouched, after


class AccessError(OperatorSystemError):
    """The system does not let us in."""


class MissingError(OperatorSystemError):
    """There is no such thing."""


class ChangedError(OperatorSystemError):
    """It is not in the state for it, or no longer what was read."""


class RejectedError(OperatorSystemError):
    """What was sent is not taken."""


class MalformedError(OperatorSystemError):
    """The answer is none that this API has."""
