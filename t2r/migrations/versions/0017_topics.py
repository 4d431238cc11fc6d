"""Topics of their own for what is told beside TM Forum's tickets: problem management, offers to customers, leads."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from t2r.database import Json, UtcDateTime

revision = "0017"
down_revision = "0016"

TOPICS = ("customerProblem", "customerOffer", "salesLead")
PROBLEMS = ("CustomerProblem%", "KnownProblem%", "MajorProblem%", "ImprovementOpportunity%")


def upgrade() -> None:
    """Open the topics, unless somebody has opened one of the name, and say of what was told already that it was told there."""
    columns = [
        sa.column(name, kind) for name, kind in (("kind", sa.String), ("id", sa.String), ("version", sa.Integer))
    ]
    moments = [sa.column(name, UtcDateTime) for name in ("created_at", "updated_at")]
    records = sa.table("tmf_record", *columns, sa.column("body", Json), *moments)
    known = set(op.get_bind().scalars(sa.select(records.c.id).where(records.c.kind == "topic")))
    now = datetime.now(UTC)
    op.bulk_insert(
        records,
        [
            {"kind": "topic", "id": name, "version": 1, "body": {"name": name}, "created_at": now, "updated_at": now}
            for name in TOPICS
            if name not in known
        ],
    )
    outbox = sa.table("outbox", sa.column("topic", sa.String), sa.column("type", sa.String))
    of_problems = sa.or_(*(outbox.c.type.like(type) for type in PROBLEMS))
    op.execute(outbox.update().values(topic="customerProblem").where(outbox.c.topic == "troubleTicket", of_problems))
    op.execute(outbox.update().values(topic="customerOffer").where(outbox.c.topic == "offer"))
