"""Service problems (TMF656) are the cases of outages: those that others have told of become cases, copies of outages go."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from t2r.database import Json, UtcDateTime

revision = "0011"
down_revision = "0010"

STATUSES = ("acknowledged", "rejected", "pending", "held", "inProgress", "cancelled", "resolved", "closed")
OPEN = ("acknowledged", "pending", "held", "inProgress")
PRIORITIES = {1: ("critical", "critical"), 2: ("high", "major"), 3: ("medium", "major"), 4: ("low", "minor")}
OWN = ("id", "description", "status", "statusChangeReason", "statusChangeDate", "resolutionDate")

records = sa.table(
    "tmf_record",
    sa.column("kind", sa.String),
    sa.column("id", sa.String),
    sa.column("body", Json),
    sa.column("created_at", UtcDateTime),
    sa.column("updated_at", UtcDateTime),
)
cases = sa.table(
    "cases",
    *(sa.column(name) for name in (
        "id", "version", "traced", "kind", "words", "channel", "status", "status_reason", "severity", "impact", "urgency",
        "priority", "outage", "say", "resolution_note", "learned", "came_back",
    )),
    sa.column("problem", Json),
    *(sa.column(name, UtcDateTime) for name in ("opened_at", "updated_at", "status_at", "resolved_at", "closed_at")),
)  # fmt: skip
history = sa.table(
    "case_status",
    *(sa.column(name) for name in ("case_id", "status", "reason", "by")),
    sa.column("at", UtcDateTime),
)


def upgrade() -> None:
    """Add the column, and put into cases what was kept as records."""
    op.add_column("cases", sa.Column("problem", Json))
    connection, its = op.get_bind(), records.c.kind == "serviceProblem"
    theirs = sa.select(records).where(its, records.c.id.not_like("outage-%")).order_by(records.c.created_at)
    for record in connection.execute(theirs).mappings().all():
        row = _case(record)
        id = connection.execute(sa.insert(cases).values(row).returning(cases.c.id)).scalar_one()
        change = {"case_id": id, "at": row["status_at"], "status": row["status"], "reason": "", "by": "t2r"}
        connection.execute(sa.insert(history).values(change))
    connection.execute(sa.delete(records).where(its))


def _case(record: Any) -> dict[str, Any]:
    """A record as a case; the id that others know it by is one of its external identifiers."""
    body, at = record["body"], record["updated_at"]
    status = body.get("status") if body.get("status") in STATUSES else STATUSES[0]
    priority, severity = PRIORITIES.get(body.get("priority"), PRIORITIES[3])
    before = {"@type": "ExternalIdentifier", "id": record["id"], "externalIdentifierType": "formerId"}
    kept = {name: value for name, value in body.items() if name not in OWN}
    return {
        "version": 1, "traced": 0, "kind": "outage", "words": str(body.get("description") or ""), "channel": "api",
        "status": status, "status_reason": "", "severity": severity, "impact": "high" if severity == "critical" else "medium",
        "urgency": "high", "priority": priority, "outage": f"problem:{record['id']}" if status in OPEN else None, "say": "",
        "resolution_note": "", "learned": False, "came_back": False,
        "problem": kept | {"externalIdentifier": [*kept.get("externalIdentifier", ()), before]},
        "opened_at": record["created_at"], "updated_at": at, "status_at": at,
        "resolved_at": at if status == "resolved" else None, "closed_at": None if status in (*OPEN, "resolved") else at,
    }  # fmt: skip
