"""Customers' records kept here: found, created once, changed with history, and everybody told who must know."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, exists, null, or_, select, update
from sqlalchemy.orm import Session

from t2r.cases.errors import ConflictError, NoSuchError, RefusedError
from t2r.cases.events import put
from t2r.cases.tables import Case, Interaction
from t2r.customers import notices
from t2r.customers.desk import CustomerDesk
from t2r.customers.directory import Held
from t2r.customers.errors import RecordChangedError, UnreachableError
from t2r.customers.records import ATTRIBUTES, Body, checked, differences, email, lines, phone, reaches, same_customer
from t2r.customers.rules import Rules
from t2r.customers.tables import (
    Change,
    Customer,
    Disclosure,
    LoyaltyEntry,
    Offer,
    Reach,
    ReachKind,
    Status,
    Termination,
    Verification,
)
from t2r.database import writing

log = logging.getLogger("t2r.customers")

CUSTOMERS = "/tmf-api/customerManagement/v4/customer"
CRM = "crm"  # who has done what is read there


class CustomerEvent(StrEnum):
    """The notifications of TMF629."""

    CREATED = "CustomerCreateEvent"
    CHANGED = "CustomerAttributeValueChangeEvent"
    STATE = "CustomerStateChangeEvent"
    DELETED = "CustomerDeleteEvent"


def find(session: Session, id: str, *, to_change: bool = False) -> Customer:
    """The record kept here; `to_change` by this transaction alone. Raises NoSuchError."""
    found = session.get(Customer, id, with_for_update=to_change or None, populate_existing=to_change)
    if found is None:
        raise NoSuchError(id, "customer")
    return found


def reach(kind: ReachKind, value: str) -> str:
    """What is searched for, in the form in which it is kept. Raises RefusedError."""
    if kind is ReachKind.EMAIL:
        return email(value, "email")
    if kind is ReachKind.PARTY:
        return value
    return phone(f"+{value.removeprefix('+')}", kind.value).removeprefix("+")


def search(desk: CustomerDesk, kind: ReachKind, value: str) -> list[Customer]:
    """The customers found by this, as their master has them now. Raises RefusedError, UnreachableError."""
    found = desk.directory.search(kind, reach(kind, value))
    if desk.is_master:
        with Session(desk.database) as session:
            return [find(session, one.id) for one in found]
    with writing(desk.database) as session:
        return [mirror(session, one, desk.rules, desk.now()) for one in found]


def look(desk: CustomerDesk, id: str) -> Customer:
    """The record as its master has it now; as it was read last where the CRM does not answer. Raises NoSuchError."""
    if not desk.is_master:
        try:
            now = desk.directory.fetch(id)
        except UnreachableError as error:
            log.warning("a customer is shown as read last: %s", error)
        else:
            if now is None:
                raise NoSuchError(id, "customer")
            with writing(desk.database) as session:
                return mirror(session, now, desk.rules, desk.now())
    with Session(desk.database) as session:
        return find(session, id)


def create(
    desk: CustomerDesk, given: Mapping[str, Any], by: str, why: str = "", *, extended: bool = False
) -> tuple[Customer, bool]:
    """A new customer, or the one that is known already, and whether it is new.

    Raises RefusedError, and ConflictError where a CRM is the master: customers are created there.
    """
    if not desk.is_master:
        raise ConflictError("the CRM is master of customers: they are created there")
    body = checked(given, extended=extended)
    for name in ("name", "engagedParty"):
        if not body.get(name):
            raise RefusedError(name, "is missing")
    with writing(desk.database) as session:
        known = _duplicate(session, body)
        if known is not None:
            return known, False
        return keep(session, Held(str(uuid4()), body), desk.rules, by, why, desk.now()), True


def change(
    desk: CustomerDesk,
    id: str,
    changes: Mapping[str, Any],
    by: str,
    why: str,
    version: int | None = None,
    *,
    extended: bool = False,
) -> Customer:
    """Change a record by a merge patch, at its master and here. `version` is the one that was seen.

    Raises RefusedError, RecordChangedError with both sides where it was changed meanwhile, NoSuchError, UnreachableError.
    """
    wished = checked(changes, extended=extended)
    if any(wished.get(name, "") is None for name in ("name", "engagedParty")):
        raise RefusedError("name" if wished.get("name", "") is None else "engagedParty", "cannot be taken away")
    return _at_master(desk, id, wished, by, why, version)


def change_status(
    desk: CustomerDesk, id: str, status: Status, reason: str, by: str, version: int | None = None
) -> Customer:
    """Have a relationship go on, or rest; its end is `terminating.terminate`. Raises what `change` raises."""
    return _at_master(desk, id, {"status": status.value, "statusReason": reason}, by, reason, version)


def remove(desk: CustomerDesk, id: str, by: str) -> None:
    """Take a record away that was made by mistake. Raises ConflictError where anything was done for the customer, NoSuchError."""
    if not desk.is_master:
        raise ConflictError("the CRM is master of customers: they are taken away there")
    with writing(desk.database) as session:
        row = find(session, id, to_change=True)
        of_line, tables = lines(row.body), (Verification, Disclosure, Offer, Termination)
        done = [exists().where(table.customer_id == id) for table in tables]
        done += [exists().where(table.line.in_(of_line)) for table in (Case, Interaction)]
        if session.scalar(select(or_(*done))):
            raise ConflictError(f"something was done for customer {id}: who leaves is terminated, and erased in time")
        announce(session, row, CustomerEvent.DELETED, desk.now())
        session.delete(row)
    log.info("a customer's record was taken away by %s", by)


def _at_master(
    desk: CustomerDesk, id: str, wished: Mapping[str, Any], by: str, why: str, version: int | None
) -> Customer:
    with Session(desk.database) as session:
        seen = find(session, id)
    _check_version(seen, wished, version)
    if seen.status == Status.TERMINATED:
        raise ConflictError(f"customer {id} has left: the record is not changed any more")
    theirs = str(seen.version) if desk.is_master else seen.master_version
    try:
        held = desk.directory.change(id, wished, theirs)
    except RecordChangedError:
        if not desk.is_master:
            look(desk, id)  # what stands there now is seen here too
        raise
    with writing(desk.database) as session:
        return keep(session, held, desk.rules, by, why, desk.now())


def mirror(session: Session, held: Held, rules: Rules, at: datetime) -> Customer:
    """Keep what was read from the CRM. It tells customers of its changes itself, and of one who has left it keeps the record."""
    if held.status == Status.TERMINATED:
        held = replace(held, body={"@type": "Customer"})
        forget(session, held.id, ATTRIBUTES)
    return keep(session, held, rules, CRM, "read from the CRM", at, is_copy=True)


def keep(
    session: Session, held: Held, rules: Rules, by: str, why: str, at: datetime, *, is_copy: bool = False
) -> Customer:
    """Keep a record as its master has it: with history, what it is found by, events and notices.

    Where it `is_copy` of what was not changed here, its master tells the customer, and others that there is one.

    Raises RecordChangedError where it was made from a version that is no longer the newest here.
    """
    row = session.get(Customer, held.id, with_for_update=True, populate_existing=True)
    if row is None:
        return _begin(session, held, rules, by, at, is_copy)
    if held.onto is not None and held.onto != row.version:
        raise RecordChangedError(held.id, held.body, row.body, str(row.version))
    old_status, old_body = row.status, row.body
    if row.status == Status.TERMINATED:  # what was erased stays erased
        row.master_version = held.version
        return row
    found = [*differences(old_body, held.body)]
    if held.status != old_status:
        found.append(("status", old_status, held.status))
    elif held.status_reason != row.status_reason:
        found.append(("statusReason", row.status_reason, held.status_reason))
    row.master_version = held.version
    if not found:
        return row
    row.version += 1
    row.updated_at = at
    row.body, row.status, row.status_reason = held.body, held.status, held.status_reason
    is_over = row.status == Status.TERMINATED
    note(session, row, [one for one in found if one[0] == "status" or not is_over], by, why, at)
    reindex(session, row)
    names = [name for name, _, _ in found]
    announce(session, row, CustomerEvent.CHANGED, at, names)
    if "status" in names:
        announce(session, row, CustomerEvent.STATE, at, ["status"])
    for name, text in notices.told_of(rules.notices, names) if not is_copy else ():
        told = (old_body, held.body) if name == "contactMedium" else (held.body,)
        notices.tell(session, row.id, f"{name} changed", text, at, *told)
    return row


def note(
    session: Session, row: Customer, found: Sequence[tuple[str, Any, Any]], by: str, why: str, at: datetime
) -> None:
    """Write the history of a change."""
    session.add_all(
        Change(customer_id=row.id, version=row.version, at=at, by=by, why=why, field=name, old=old, new=new)
        for name, old, new in found
    )


def announce(session: Session, row: Customer, type: CustomerEvent, at: datetime, changed: Sequence[str] = ()) -> None:
    """Put an event into the outbox. It says which attributes, never their values: whoever may know reads the record."""
    told: Body = {"@type": "Customer", "id": row.id, "href": f"{CUSTOMERS}/{row.id}", "status": row.status}
    put(session, "customer", type.value, row.id, told, at, more={"changed": list(changed)} if changed else None)


def history(session: Session, id: str, limit: int = 200) -> list[Change]:
    """The changes of a record, the newest first. Raises NoSuchError."""
    find(session, id)
    return list(session.scalars(select(Change).where(Change.customer_id == id).order_by(Change.id.desc()).limit(limit)))


def forget(session: Session, customer_id: str, fields: Iterable[str]) -> None:
    """Take the values of these attributes out of the history."""
    session.execute(
        update(Change)
        .where(Change.customer_id == customer_id, Change.field.in_(list(fields)))
        .values(old=null(), new=null())
    )


def _begin(session: Session, held: Held, rules: Rules, by: str, at: datetime, is_copy: bool) -> Customer:
    row = Customer(
        id=held.id,
        version=1,
        master_version=held.version,
        status=held.status,
        status_reason=held.status_reason,
        body=held.body,
        created_at=at,
        updated_at=at,
    )
    session.add(row)
    session.flush()
    reindex(session, row)
    session.add(LoyaltyEntry(customer_id=row.id, points=rules.loyalty.joined, reason="joined", at=at, by=by))
    if not is_copy:
        announce(session, row, CustomerEvent.CREATED, at)
    return row


def reindex(session: Session, row: Customer) -> None:
    """Have the customer found by what the record says now, and by nothing else."""
    session.execute(delete(Reach).where(Reach.customer_id == row.id))
    session.add_all(Reach(customer_id=row.id, kind=kind, value=value) for kind, value in sorted(reaches(row.body)))
    session.flush()


def _duplicate(session: Session, body: Body) -> Customer | None:
    """The customer that a new record tells of."""
    for kind, value in sorted(reaches(body)):
        query = select(Customer).join(Reach, Reach.customer_id == Customer.id)
        for row in session.scalars(query.where(Reach.kind == kind, Reach.value == value).order_by(Customer.id)):
            before = select(Change.old).where(Change.customer_id == row.id, Change.field == "name")
            names = {str(name) for name in session.scalars(before)}
            if row.status != Status.TERMINATED and same_customer(row.body, body, names):
                return row
    return None


def _check_version(seen: Customer, wished: Mapping[str, Any], version: int | None) -> None:
    if version is not None and version != seen.version:
        raise RecordChangedError(seen.id, wished, seen.body, str(seen.version))
