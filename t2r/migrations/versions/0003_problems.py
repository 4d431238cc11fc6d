"""Problem management: lives, target times, causes, known problems, plans, handovers, contacts, reviews, improvements."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from t2r.database import Json, Number, UtcDateTime

revision = "0003"
down_revision = "0002"


def _case(**more: Any) -> sa.Column[int]:
    return sa.Column("case_id", Number, sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False, **more)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "problem_life",
        _case(primary_key=True),
        sa.Column("process", sa.String(100), nullable=False),
        sa.Column("state", Json, nullable=False),
        sa.Column("followed", sa.Integer, nullable=False),
        sa.Column("next_due", UtcDateTime, index=True),
        sa.Column("ended", sa.Boolean, nullable=False),
    )
    op.create_table(
        "problem_clock",
        sa.Column("id", Number, primary_key=True),
        _case(index=True),
        sa.Column("started_at", UtcDateTime, nullable=False),
        sa.Column("jeopardy_at", UtcDateTime, nullable=False),
        sa.Column("due_at", UtcDateTime, nullable=False),
        sa.Column("warned_at", UtcDateTime),
        sa.Column("missed_at", UtcDateTime),
        sa.Column("stopped_at", UtcDateTime),
        sa.Column("stopped_by", sa.String(30), nullable=False),
    )
    op.create_index("ix_problem_clock_running", "problem_clock", ["stopped_at", "due_at"])
    op.create_table(
        "known_problem",
        sa.Column("id", Number, primary_key=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("flow", sa.String(100), index=True),
        sa.Column("symptom", sa.Text, nullable=False),
        sa.Column("cause", sa.String(200), nullable=False),
        sa.Column("workaround", sa.Text, nullable=False),
        sa.Column("fix", sa.Text, nullable=False),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("case_id", Number, sa.ForeignKey("cases.id", ondelete="SET NULL")),
        sa.Column("uses", sa.Integer, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "problem_isolation",
        sa.Column("id", Number, primary_key=True),
        _case(index=True),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("known", sa.Boolean, nullable=False),
        sa.Column("cause", sa.String(200), nullable=False),
        sa.Column("domain", sa.String(30), nullable=False),
        sa.Column("evidence", Json, nullable=False),
        sa.Column("known_problem_id", Number, sa.ForeignKey("known_problem.id", ondelete="SET NULL")),
    )
    op.create_table(
        "problem_activity",
        sa.Column("id", Number, primary_key=True),
        _case(index=True),
        sa.Column("plan", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("node", sa.String(60), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("assigned_to", sa.String(100), nullable=False),
        sa.Column("due_at", UtcDateTime, nullable=False),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("ended_at", UtcDateTime),
    )
    op.create_table(
        "problem_handover",
        sa.Column("id", Number, primary_key=True),
        _case(index=True),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("evidence", Json, nullable=False),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("raised_at", UtcDateTime, nullable=False),
        sa.Column("expected_at", UtcDateTime),
        sa.Column("ended_at", UtcDateTime),
        sa.Column("result", sa.Text, nullable=False),
    )
    op.create_table(
        "problem_contact",
        sa.Column("id", Number, primary_key=True),
        _case(index=True),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("channel", sa.String(50), nullable=False),
        sa.Column("answered", sa.Boolean, nullable=False),
        sa.Column("agrees", sa.Boolean),
        sa.Column("satisfaction", sa.Integer),
        sa.Column("comment", sa.Text, nullable=False),
    )
    op.create_table(
        "problem_review",
        _case(primary_key=True),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("lessons", Json, nullable=False),
        sa.Column("actions", Json, nullable=False),
    )
    op.create_table(
        "problem_improvement",
        sa.Column("id", Number, primary_key=True),
        _case(index=True),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("sent_to", sa.String(100), nullable=False),
        sa.Column("state", sa.String(30), nullable=False),
    )
