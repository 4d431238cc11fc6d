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


def patch(
    desk: CustomerDesk, id: str, changes: Mapping[str, Any], by: str, version: int | None = None, why: str = ""
) -> Customer:
    """A merge patch as a system sends it; the status `terminated`, with its `statusReason`, ends the relationship.

    Raises what `keeping.change` and `terminating.terminate` raise, and RefusedError for another status.
    """
    rest = {name: value for name, value in changes.items() if name not in ("status", "statusReason")}
    status = changes.get("status", "")
    if rest:
        version = keeping.change(desk, id, rest, by, why, version).version
    with Session(desk.database) as session:
        now = keeping.find(session, id)
    if status in ("", now.status):
        return now
    if status != Status.TERMINATED:
        raise RefusedError("status", f"becomes {Status.TERMINATED} here, and nothing else")
    terminating.terminate(desk, id, str(changes.get("statusReason") or "other"), by, version)
    with Session(desk.database) as session:
        return keeping.find(session, id)


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
