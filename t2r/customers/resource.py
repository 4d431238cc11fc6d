"""A customer as TMF629 and TMF717 give them to other systems, and a change as they ask for one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from t2r.cases.errors import RefusedError
from t2r.cases.events import ticket
from t2r.cases.tables import Case, Interaction, Kind
from t2r.customers import keeping, retaining, terminating
from t2r.customers.desk import CustomerDesk
from t2r.customers.records import Body, lines
from t2r.customers.rules import Rules
from t2r.customers.tables import Customer, Status, Termination

MOST = 100  # contacts and tickets of a profile, the newest first


def told(session: Session, row: Customer) -> Body:
    """The record as TMF629 tells it; of one who has left, also what was tried to keep them."""
    body = {"@type": "Customer", **row.body, "id": row.id, "status": row.status, "statusReason": row.status_reason}
    ended = session.get(Termination, row.id)
    if ended is not None and ended.attempt is not None:
        kept = list(body.get("characteristic") or [])
        body["characteristic"] = [*kept, _characteristic("retentionAttempt", ended.attempt)]
    return {name: value for name, value in body.items() if value != ""}


def profile(session: Session, row: Customer, rules: Rules, at: datetime) -> Body:
    """All that is known of a customer, as TMF717 tells it: what is not known has no value."""
    standing = retaining.profile(session, row, rules, at)
    numbers = lines(row.body)
    contacts = select(Interaction).where(Interaction.line.in_(numbers)).order_by(Interaction.id.desc()).limit(MOST)
    cases = select(Case).where(Case.line.in_(numbers), Case.kind == Kind.CUSTOMER)
    found = {
        "churnRisk": round(standing.risk.score, 4),
        "customerLifetimeValue": standing.lifetime_value,
        "loyaltyPoints": standing.points,
        "loyaltyTier": standing.tier,
    }
    known = told(session, row)
    return known | {
        "@type": "Customer360",
        "characteristic": [
            *known.get("characteristic", []),
            *(_characteristic(name, value) for name, value in found.items()),
        ],
        "partyInteraction": [_contact(one) for one in session.scalars(contacts)],
        "troubleTicket": [ticket(one) for one in session.scalars(cases.order_by(Case.id.desc()).limit(MOST))],
    }


def create(desk: CustomerDesk, given: Mapping[str, Any], by: str) -> tuple[Customer, bool]:
    """A customer as a system tells of one: a new one, or the one that is known, and whether it is new."""
    rest, (status, reason) = _parted(given)
    row, is_new = keeping.create(desk, rest, by, extended=True)
    if is_new and (status not in (None, row.status) or reason):
        row = _into(desk, row, status or row.status, reason or "", by)
    return row, is_new


def patch(
    desk: CustomerDesk, id: str, changes: Mapping[str, Any], by: str, version: int | None = None, why: str = ""
) -> Customer:
    """A merge patch as a system sends it; the status `terminated`, with its `statusReason`, ends the relationship.

    Raises what `keeping.change` and `terminating.terminate` raise, and RefusedError for a status that is none.
    """
    rest, (status, reason) = _parted(changes)
    _status(status or Status.ACTIVE)  # before anything is done
    if rest:
        version = keeping.change(desk, id, rest, by, why, version, extended=True).version
    with Session(desk.database) as session:
        now = keeping.find(session, id)
    status, reason = status or now.status, now.status_reason if reason is None else reason
    return now if (status, reason) == (now.status, now.status_reason) else _into(desk, now, status, reason, by, version)


def as_patch(now: Mapping[str, Any], changes: Mapping[str, Any]) -> Body:
    """New values of attributes as a merge patch of what they are now: what an object has no longer is taken away."""
    return {name: _difference(now.get(name), value) for name, value in changes.items()}


def _difference(old: Any, new: Any) -> Any:
    if not (isinstance(old, Mapping) and isinstance(new, Mapping)):
        return new
    return dict.fromkeys(old.keys() - new.keys()) | as_patch(old, new)


def _parted(given: Mapping[str, Any]) -> tuple[Body, tuple[str | None, str | None]]:
    rest = {name: value for name, value in given.items() if name not in ("status", "statusReason")}
    return rest, (given.get("status"), given.get("statusReason"))


def _status(word: str) -> Status:
    if word not in list(Status):
        raise RefusedError("status", f"is none of {', '.join(Status)}")
    return Status(word)


def _into(desk: CustomerDesk, row: Customer, status: str, reason: str, by: str, version: int | None = None) -> Customer:
    """A customer in another status, or in the same for another reason."""
    if _status(status) is not Status.TERMINATED:
        return keeping.change_status(desk, row.id, Status(status), reason, by, version)
    terminating.terminate(desk, row.id, reason or "other", by, version)
    with Session(desk.database) as session:
        return keeping.find(session, row.id)


def _contact(one: Interaction) -> Body:
    return {
        "@type": "PartyInteractionRef",
        "id": str(one.id),
        "href": f"/v1/interactions/{one.id}",
        "reason": one.reason,
        "direction": one.direction.value,
        "status": "completed" if one.ended_at else "inProgress",
        "interactionDate": {"startDateTime": one.started_at.isoformat()},
    }


def _characteristic(name: str, value: Any) -> Body:
    return {"name": name, "value": value}
