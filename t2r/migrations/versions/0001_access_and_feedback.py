"""Tokens, sign-ins and feedback, as they were before changes were counted: databases from then have some of them already."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from t2r.database import UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make what is missing."""
    op.create_table(
        "api_token",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("name", sa.String(100), nullable=False, unique=True),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("scopes", sa.String, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "api_login_code",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("scopes", sa.String, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "api_session",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("scopes", sa.String, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.Column("token_id", sa.String(16), sa.ForeignKey("api_token.id", ondelete="CASCADE")),
        if_not_exists=True,
    )
    flags = ("displayed", "clicked", "copied", "correct", "document_correct", "document_clear")
    op.create_table(
        "feedback",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("principal", sa.String, nullable=False),
        sa.Column("answer_id", sa.String, nullable=False),
        sa.Column("document_id", sa.String),
        *(sa.Column(name, sa.Boolean) for name in flags),
        sa.Column("comment", sa.Text),
        if_not_exists=True,
    )
    op.create_index("ix_feedback_answer_id", "feedback", ["answer_id"], if_not_exists=True)
