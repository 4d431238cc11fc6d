"""The operator's systems: how each stands, and what of ours it has."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from t2r.database import Json, Number, UtcDateTime

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "operator_system",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("answered_at", UtcDateTime),
        sa.Column("failed_at", UtcDateTime),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("retry_at", UtcDateTime),
        sa.Column("poll_at", UtcDateTime),
        sa.Column("read_to", UtcDateTime),
        sa.Column("subscriptions", Json),
    )
    op.create_table(
        "operator_copy",
        sa.Column("number", Number, primary_key=True),
        sa.Column("system", sa.String(40), nullable=False),
        sa.Column("ours", sa.String(200), nullable=False),
        sa.Column("theirs", sa.String(200)),
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("base", Json),
        sa.Column("told", Json),
        sa.Column("notes", Json),
        sa.Column("wanted", sa.Integer, nullable=False),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("due_at", UtcDateTime),
        sa.Column("leased_until", UtcDateTime),
        sa.Column("sent_at", UtcDateTime),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("conflict", sa.Text, nullable=False),
        sa.UniqueConstraint("system", "ours"),
    )
    op.create_index("ix_operator_copy_theirs", "operator_copy", ["system", "theirs"])
    op.create_index("ix_operator_copy_due", "operator_copy", ["system", "due_at"])
