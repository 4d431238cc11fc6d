"""Contacts with outcome, wrap-up code, transcript and history; calls as a telephone system tells them, seats and pops."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from t2r.database import Json, Number, UtcDateTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the columns, and make the tables."""
    with op.batch_alter_table("interaction") as table:
        table.add_column(sa.Column("transcript", sa.Text, nullable=False, server_default=""))
        table.add_column(sa.Column("outcome", sa.String(30)))
        table.add_column(sa.Column("wrap_up", sa.String(60)))
        table.add_column(sa.Column("active_at", UtcDateTime))
        table.add_column(
            sa.Column(
                "continued_in_id", Number, sa.ForeignKey("interaction.id", name="fk_continued_in", ondelete="SET NULL")
            )
        )
        table.create_index("ix_interaction_continued_in_id", ["continued_in_id"])
        table.create_index("ix_interaction_started_at", ["started_at"])
        table.create_index("ix_interaction_ended_at", ["ended_at"])
    op.create_table(
        "interaction_entry",
        sa.Column("id", Number, primary_key=True),
        sa.Column(
            "interaction_id", Number, sa.ForeignKey("interaction.id", ondelete="CASCADE"), nullable=False, index=True
        ),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("what", sa.String(30), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("body", Json, nullable=False),
    )
    op.create_table(
        "cti_call",
        sa.Column("conn_id", sa.String(100), primary_key=True),
        sa.Column("conversation", sa.String(100), nullable=False, index=True),
        sa.Column("events", Json, nullable=False),
        sa.Column("interaction_id", Number, sa.ForeignKey("interaction.id", ondelete="SET NULL"), index=True),
        sa.Column("heard_at", UtcDateTime, nullable=False, index=True),
    )
    op.create_table(
        "cti_seat",
        sa.Column("id", sa.String(100), primary_key=True),
        sa.Column("agent", sa.String(100), nullable=False),
    )
    op.create_table(
        "cti_pop",
        sa.Column("id", Number, primary_key=True),
        sa.Column("at", UtcDateTime, nullable=False, index=True),
        sa.Column("agent", sa.String(100), nullable=False),
        sa.Column("conn_id", sa.String(100), nullable=False),
        sa.Column("standing", sa.String(30), nullable=False),
        sa.Column("opens", sa.Boolean, nullable=False),
    )
    op.create_index("ix_cti_pop_agent", "cti_pop", ["agent", "id"])
