"""Where the resources of an API are kept: what the generic layer asks of tickets, contacts and records alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from sqlalchemy.orm import Session

from t2r.cases.errors import CaseError, ConflictError
from t2r.tmf import query

Body = dict[str, Any]


class NoSuchResourceError(CaseError, LookupError):
    """There is no resource of that id."""

    def __init__(self, kind: str, id: str) -> None:
        super().__init__(f"there is no {kind} {id[:100]}")


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does it, when, and in which version of the API they speak."""

    by: str
    at: datetime
    version: str = "v5"


class Found(Protocol):
    """Finds and tells the resources of one kind. What it tells has an `id` and no `href`."""

    kind: str
    mapped: query.Mapped

    def told(self, row: Any, version: str) -> Body:
        """The resource as the version of the API tells it."""

    def find(self, session: Session, id: str, *, to_change: bool = False) -> Any:
        """The row of an id, locked where it is to be changed. Raises NoSuchResourceError."""

    def path(self, path: tuple[str, ...], version: str) -> tuple[str, ...]:
        """Where an attribute, as that version names it, is kept."""


class Shelf(Found, Protocol):
    """Keeps resources, each change within a transaction of its caller."""

    def create(self, session: Session, body: Body, doing: Doing) -> Any:
        """A new one. Raises RefusedError for a value that cannot be taken."""

    def change(self, session: Session, row: Any, changes: Mapping[str, Any], doing: Doing) -> None:
        """Give attributes other values; None takes one away. Raises RefusedError, ConflictError."""

    def remove(self, session: Session, row: Any, doing: Doing) -> None:
        """Take it away. Raises ConflictError where it is needed."""


@runtime_checkable
class Apart(Found, Protocol):
    """Keeps resources of which another system may be master: that is asked before and after transactions, never within one."""

    def refresh(self, id: str) -> None:
        """Have it here as its master has it now."""

    def make(self, body: Body, doing: Doing) -> tuple[str, bool]:
        """A new one, or one that is known already: its id, and whether it is new. Raises RefusedError, ConflictError."""

    def alter(self, id: str, changes: Mapping[str, Any], version: int, doing: Doing) -> None:
        """Give attributes of what was seen at `version` other values; None takes one away. Raises RefusedError, ConflictError."""

    def drop(self, id: str, doing: Doing) -> None:
        """Take it away. Raises ConflictError where it is needed."""


class Fixed:
    """A shelf on which nothing is changed."""

    kind: str

    def create(self, *_: Any, **__: Any) -> Any:
        """Raises ConflictError."""
        raise ConflictError(f"a {self.kind} is not made by others")

    def change(self, *_: Any, **__: Any) -> None:
        """Raises ConflictError."""
        raise ConflictError(f"a {self.kind} is not changed")

    def remove(self, *_: Any, **__: Any) -> None:
        """Raises ConflictError."""
        raise ConflictError(f"a {self.kind} is not taken away")
