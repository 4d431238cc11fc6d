"""The operator's CRM as the master of customers (TMF629)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from t2r.cases.errors import NoSuchError, RefusedError
from t2r.customers.directory import Held
from t2r.customers.errors import RecordChangedError, UnreachableError
from t2r.customers.records import ATTRIBUTES, LINE, merged
from t2r.customers.tables import ReachKind, Status
from t2r.operator_systems.client import Client, Told
from t2r.operator_systems.errors import ChangedError, MissingError, OperatorSystemError, RejectedError

RESOURCE = "customer"
MOST = 100  # who has more namesakes has been searched for with too little
ENDED = frozenset({"terminated", "closed"})  # words of CRMs for a relationship that is over
FILTERS = {
    ReachKind.PHONE: ("contactMedium.characteristic.phoneNumber", "+{}"),
    ReachKind.EMAIL: ("contactMedium.characteristic.emailAddress", "{}"),
    ReachKind.PARTY: ("engagedParty.id", "{}"),
}


class CustomerSystem:
    """A directory of customers over TMF629."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def search(self, kind: ReachKind, value: str) -> Sequence[Held]:
        """The customers that the CRM finds by this."""
        if kind is ReachKind.LINE:
            query = {"characteristic.name": LINE, "characteristic.value": value}
        else:
            name, form = FILTERS[kind]
            query = {name: form.format(value)}
        with _reached():
            return [_held(told) for told in self._client.each(RESOURCE, query, most=MOST)]

    def fetch(self, id: str) -> Held | None:
        """The record as the CRM has it."""
        try:
            with _reached():
                return _held(self._client.retrieve(RESOURCE, id))
        except MissingError:
            return None

    def change(self, id: str, changes: Mapping[str, Any], version: str | None) -> Held:
        """Have the CRM change it, only if it still is what was read."""
        try:
            with _reached():
                return _held(self._client.patch(RESOURCE, id, dict(changes), version))
        except ChangedError as error:
            now = self.fetch(id)
            if now is not None and merged(now.body, changes) == now.body:
                return now  # it was done before: the answer to an earlier try was lost
            told = (now.body, str(now.version)) if now else ({}, "none")
            raise RecordChangedError(id, changes, *told) from error
        except MissingError as error:
            raise NoSuchError(id, "customer") from error
        except RejectedError as error:
            raise RefusedError("customer", f"the CRM refuses it: {error.why or error.status}") from error


@contextmanager
def _reached() -> Iterator[None]:
    """Whatever says neither yes nor no to what was asked is, for whoever asks about customers, no answer."""
    try:
        yield
    except (ChangedError, MissingError, RejectedError):
        raise
    except OperatorSystemError as error:
        raise UnreachableError(str(error)) from error


def _held(told: Told) -> Held:
    status = str(told.body.get("status") or "unknown")[:50]
    return Held(
        id=told.id,
        body={name: value for name, value in told.body.items() if name in ATTRIBUTES},
        status=Status.TERMINATED if status.casefold() in ENDED else status,
        status_reason=str(told.body.get("statusReason") or ""),
        version=told.version,
    )
