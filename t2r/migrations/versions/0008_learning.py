"""The knowledge inbox: questions that were asked, reviews of documents, what was set aside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from t2r.database import Json, Number, UtcDateTime

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "asked_question",
        sa.Column("number", Number, primary_key=True),
        sa.Column("at", UtcDateTime, nullable=False, index=True),
        sa.Column("answer_id", sa.String(100), nullable=False, index=True),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("decision", sa.String(20), nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("document_id", sa.String(200)),
        sa.Column("vector", sa.LargeBinary),
    )
    op.create_table(
        "reviewed_document",
        sa.Column("document_id", sa.String(200), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False, index=True),
        sa.Column("reviewed_at", UtcDateTime, nullable=False),
        sa.Column("covered", sa.Boolean, nullable=False, index=True),
        sa.Column("speaks", sa.Boolean, nullable=False, index=True),
        sa.Column("against", Json, nullable=False),
        sa.Column("vector", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "inbox_set_aside",
        sa.Column("part", sa.String(500), primary_key=True),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
    )
