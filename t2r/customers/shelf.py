"""Customers as TMF629 lists, takes and changes them: the records that agents see, whoever is their master."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from t2r.cases.errors import NoSuchError
from t2r.customers import keeping, resource
from t2r.customers.desk import CustomerDesk
from t2r.customers.tables import Customer
from t2r.tmf.query import Column, Mapped
from t2r.tmf.shelf import Body, Doing, NoSuchResourceError

WHY = "TMF629"

MAPPED = Mapped(
    entity=Customer,
    number=Customer.number,
    columns=MappingProxyType(
        {
            "id": Column(Customer.id),
            "status": Column(Customer.status),
            "statusReason": Column(Customer.status_reason),
        }
    ),
    json=Customer.body,
    sorts_all=True,
)


class Customers:
    """The shelf of customers."""

    kind = "customer"
    mapped = MAPPED

    def __init__(self, desk: CustomerDesk) -> None:
        self._desk = desk

    def told(self, row: Customer, version: str) -> Body:  # noqa: ARG002 - there is v4 alone
        """The whole record."""
        session = Session.object_session(row)
        assert session is not None  # rows are told where they are found
        return resource.told(session, row)

    def find(self, session: Session, id: str, *, to_change: bool = False) -> Customer:
        """The record of an id."""
        try:
            return keeping.find(session, id, to_change=to_change)
        except NoSuchError as error:
            raise NoSuchResourceError(self.kind, id) from error

    def refresh(self, id: str) -> None:
        """Read it again from the CRM, where that is the master."""
        keeping.look(self._desk, id)

    def make(self, body: Body, doing: Doing) -> tuple[str, bool]:
        """A new customer, or the one who is known already."""
        row, is_new = resource.create(self._desk, body, doing.by)
        return row.id, is_new

    def alter(self, id: str, changes: Mapping[str, Any], version: int, doing: Doing) -> None:
        """Change the record at its master; the status `terminated` ends the relationship."""
        with Session(self._desk.database) as session:
            now = self.find(session, id).body
        resource.patch(self._desk, id, resource.as_patch(now, changes), doing.by, version, WHY)

    def drop(self, id: str, doing: Doing) -> None:
        """Take it away, where nothing was done for the customer."""
        keeping.remove(self._desk, id, doing.by)

    def path(self, path: tuple[str, ...], version: str) -> tuple[str, ...]:  # noqa: ARG002 - as above
        """As it is named."""
        return path
