"""What can be wrong with a wish about a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


class CaseError(Exception):
    """Any of these.

    CaseError
    ├── NoSuchError             there is no case, or interaction, of that number
    ├── RefusedError            a value cannot be taken; it names the field
    └── ConflictError           the case is not in the state for it
        ├── IllegalTransitionError  it cannot go from the one status to the other
        ├── ChangedError            somebody else has changed it since it was read
        ├── NotNextError            what was approved or answered is not what it waits for
        ├── UnderWayError           an action of it is being carried out at this moment
        ├── EndedError              the interaction is over
        └── TakenError              another case has that external id, or was opened by that request
    """


class NoSuchError(CaseError, LookupError):
    """There is no case, or interaction, of that number."""

    def __init__(self, id: int | str, what: str = "case") -> None:
        super().__init__(f"there is no {what} {id}")


class RefusedError(CaseError, ValueError):
    """A value that cannot be taken; `field` names it."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field, self.why = field, why


class ConflictError(CaseError):
    """The case is not in the state for it."""


class IllegalTransitionError(ConflictError):
    """A case cannot go from the one status to the other."""


class NotNextError(ConflictError):
    """What was approved, or answered, is not what the case waits for."""


class UnderWayError(ConflictError):
    """An action of this case is being carried out by somebody at this moment."""


class EndedError(ConflictError):
    """The interaction is over, and stays as it is."""


class TakenError(ConflictError):
    """Another case has that external id, or was opened by a request of that key."""


@dataclass(frozen=True, slots=True)
class Change:
    """Who changed what and when, for whoever was slower."""

    by: str
    at: datetime
    what: str
    name: str

    def __str__(self) -> str:
        return f"{self.by} at {self.at:%H:%M:%S}: {self.what} {self.name}".rstrip()


class ChangedError(ConflictError):
    """Somebody else has changed the case since it was read."""

    def __init__(self, id: int, version: int, since: Sequence[Change]) -> None:
        super().__init__(f"case {id} has been changed since its version {version}: {'; '.join(map(str, since))}")
        self.since = tuple(since)
