"""Tokens of agents' pages: of one agent and, where given, of one case; they end with the token that asked for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from t2r.database import Number, UtcDateTime

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "api_widget_token",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("agent", sa.String(100), nullable=False),
        sa.Column("scopes", sa.String, nullable=False),
        sa.Column("case_id", Number, sa.ForeignKey("cases.id", ondelete="CASCADE")),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.Column("token_id", sa.String(16), sa.ForeignKey("api_token.id", ondelete="CASCADE")),
    )
