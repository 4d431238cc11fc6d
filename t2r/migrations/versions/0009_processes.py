"""Processes: each version of a diagram that was deployed, with its decision tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from t2r.database import Json, Number, UtcDateTime

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "process",
        sa.Column("id", Number, primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(16), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("xml", sa.Text, nullable=False),
        sa.Column("tables", Json, nullable=False),
        sa.Column("is_starter", sa.Boolean, nullable=False),
        sa.Column("deployed_by", sa.String(100), nullable=False),
        sa.Column("deployed_at", UtcDateTime, nullable=False),
        sa.UniqueConstraint("name", "version"),
    )
    op.create_index("ix_process_digest", "process", ["digest"])
