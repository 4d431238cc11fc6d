"""Who is master of customers' records: the seam, and the database as master where there is no CRM."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from t2r.cases.errors import NoSuchError
from t2r.customers.errors import RecordChangedError
from t2r.customers.records import Body, merged
from t2r.customers.tables import Customer, Reach, ReachKind, Status


@dataclass(frozen=True, slots=True)
class Held:
    """A record as its master holds it. `onto` is the version of the one kept here that it was made from, where that matters."""

    id: str
    body: Body
    status: str = Status.ACTIVE
    status_reason: str = ""
    version: str | None = None
    onto: int | None = None


class Directory(Protocol):
    """Where customers' records are mastered. It is never called within a transaction."""

    def search(self, kind: ReachKind, value: str) -> Sequence[Held]:
        """The customers that are found by this. Raises UnreachableError."""
        ...

    def fetch(self, id: str) -> Held | None:
        """The record of an id, None where there is none. Raises UnreachableError."""
        ...

    def change(self, id: str, changes: Mapping[str, Any], version: str | None) -> Held:
        """Have a merge patch applied to what was read at `version`; the record as it is then.

        Raises RecordChangedError where it was changed meanwhile, NoSuchError, UnreachableError.
        """
        ...


class Embedded:
    """The database is the master: what it holds is the record, and keeping it (`t2r.customers.keeping`) is the change."""

    def __init__(self, database: Engine) -> None:
        self._database = database

    def search(self, kind: ReachKind, value: str) -> Sequence[Held]:
        """The customers that are found by this."""
        query = select(Customer).join(Reach, Reach.customer_id == Customer.id)
        with Session(self._database) as session:
            found = session.scalars(query.where(Reach.kind == kind, Reach.value == value).order_by(Customer.id))
            return [held(one) for one in found]

    def fetch(self, id: str) -> Held | None:
        """The record of an id."""
        with Session(self._database) as session:
            found = session.get(Customer, id)
            return None if found is None else held(found)

    def change(self, id: str, changes: Mapping[str, Any], version: str | None) -> Held:
        """The record with the changes in it, for `keep`, which sees whether it still stands on the newest."""
        now = self.fetch(id)
        if now is None:
            raise NoSuchError(id, "customer")
        if version is not None and version != now.version:
            raise RecordChangedError(id, changes, now.body, str(now.version))
        rest = {name: value for name, value in changes.items() if name not in ("status", "statusReason")}
        status, reason = changes.get("status", now.status), changes.get("statusReason", now.status_reason)
        return Held(id, merged(now.body, rest), status, reason, None, now.onto)


def held(customer: Customer) -> Held:
    """A row as its own master holds it."""
    return Held(
        customer.id,
        dict(customer.body),
        customer.status,
        customer.status_reason,
        str(customer.version),
        customer.version,
    )
