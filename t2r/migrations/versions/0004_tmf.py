"""TM Forum APIs: what a ticket or contact carries beside, records, subscriptions and deliveries."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from t2r.database import Json, Number, UtcDateTime

revision = "0004"
down_revision = "0003"

# Column: the attribute of the ticket that it is, and what it is where the ticket was not written by others.
WORDS = {
    "ticket_type": ("ticketType", "kind"),
    "severity_word": ("severity", "upper(substr(severity, 1, 1)) || substr(severity, 2)"),
    "priority_word": ("priority", "upper(substr(priority, 1, 1)) || substr(priority, 2)"),
}


def upgrade() -> None:
    """Add the columns and tables, and the indexes by which tickets are found."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.add_column("cases", sa.Column("ticket", Json))
    op.add_column("cases", sa.Column("status_at", UtcDateTime))
    op.execute("UPDATE cases SET status_at = (SELECT max(at) FROM case_status WHERE case_id = cases.id)")
    op.create_index("ix_cases_status_at", "cases", ["status_at"])
    op.add_column("interaction", sa.Column("body", Json))
    kept = "STORED" if postgresql else "VIRTUAL"
    for name, (attribute, otherwise) in WORDS.items():
        value = f"coalesce(ticket ->> '{attribute}', {otherwise})"
        op.execute(f"ALTER TABLE cases ADD COLUMN {name} text GENERATED ALWAYS AS ({value}) {kept}")
        op.create_index(f"ix_cases_{name}", "cases", [name, "id"])
    op.create_index("ix_cases_opened_at", "cases", ["opened_at"])
    op.create_index("ix_cases_updated_at", "cases", ["updated_at"])
    op.create_index("ix_cases_words", "cases", ["words"], postgresql_using="hash")
    op.add_column("outbox", sa.Column("topic", sa.String(60), nullable=False, server_default="troubleTicket"))
    op.create_index("ix_outbox_topic", "outbox", ["topic", "id"])
    op.create_table(
        "tmf_record",
        sa.Column("number", Number, primary_key=True),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("body", Json, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
        sa.Column("due_at", UtcDateTime),
        sa.UniqueConstraint("kind", "id"),
    )
    op.create_index("ix_tmf_record_kind", "tmf_record", ["kind", "number"])
    op.create_index("ix_tmf_record_due", "tmf_record", ["kind", "due_at"])
    op.create_table(
        "tmf_subscription",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("api", sa.String(40), nullable=False, index=True),
        sa.Column("topics", Json),
        sa.Column("callback", sa.Text, nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "tmf_delivery",
        sa.Column("number", Number, primary_key=True),
        sa.Column("event", Number, sa.ForeignKey("outbox.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column(
            "subscription", sa.String(36), sa.ForeignKey("tmf_subscription.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("standing", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", UtcDateTime, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("delivered_at", UtcDateTime),
    )
    op.create_index("ix_tmf_delivery_due", "tmf_delivery", ["standing", "due_at"])
    op.create_index("ix_tmf_delivery_key", "tmf_delivery", ["subscription", "key", "standing", "number"])
    _open_topics()
    if postgresql:
        op.execute("CREATE INDEX ix_cases_ticket ON cases USING gin (ticket jsonb_path_ops)")
        op.execute("CREATE INDEX ix_tmf_record_body ON tmf_record USING gin (body jsonb_path_ops)")


TOPICS = (
    "troubleTicket", "troubleTicketSpecification", "serviceProblem", "alarm", "customer", "partyInteraction",
    "communicationMessage", "serviceTest", "serviceTestSpecification", "checkServiceQualification", "queryServiceQualification", "received",
)  # fmt: skip


def _open_topics() -> None:
    """The topics of TMF688 that this system tells events of."""
    records = sa.table(
        "tmf_record",
        *(sa.column(name, kind) for name, kind in (("kind", sa.String), ("id", sa.String), ("version", sa.Integer))),
        sa.column("body", Json),
        *(sa.column(name, UtcDateTime) for name in ("created_at", "updated_at")),
    )
    now = datetime.now(UTC)
    op.bulk_insert(
        records,
        [
            {"kind": "topic", "id": name, "version": 1, "body": {"name": name}, "created_at": now, "updated_at": now}
            for name in TOPICS
        ],
    )
