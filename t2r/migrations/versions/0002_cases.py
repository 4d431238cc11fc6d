"""Cases with their history, trace and actions; interactions; events to be sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from t2r.database import Json, Number, UtcDateTime

revision = "0002"
down_revision = "0001"


def _case() -> sa.ForeignKey:
    return sa.ForeignKey("cases.id", ondelete="CASCADE")


def upgrade() -> None:
    """Make the tables, and have the database refuse changes of the trace."""
    op.create_table(
        "cases",
        sa.Column("id", Number, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("traced", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("external_id", sa.String(200), unique=True),
        sa.Column("request", sa.String(64), unique=True),
        sa.Column("request_digest", sa.String(64)),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("line", sa.String(15), index=True),
        sa.Column("latitude", sa.Double),
        sa.Column("longitude", sa.Double),
        sa.Column("channel", sa.String(50), nullable=False),
        sa.Column("owner", sa.String(100)),
        sa.Column("queue", sa.String(200)),
        sa.Column("status", sa.String(30), nullable=False),
        sa.Column("status_reason", sa.Text, nullable=False),
        sa.Column("severity", sa.String(30), nullable=False),
        sa.Column("impact", sa.String(30), nullable=False),
        sa.Column("urgency", sa.String(30), nullable=False),
        sa.Column("priority", sa.String(30), nullable=False),
        sa.Column("parent_id", Number, sa.ForeignKey("cases.id"), index=True),
        sa.Column("outage", sa.String(200), unique=True),
        sa.Column("say", sa.Text, nullable=False),
        sa.Column("expected_at", UtcDateTime),
        sa.Column("doubt", Json),
        sa.Column("flow", sa.String(100)),
        sa.Column("outcome", sa.String(50)),
        sa.Column("state", Json),
        sa.Column("cause", sa.String(60)),
        sa.Column("resolution", sa.String(60)),
        sa.Column("resolution_note", sa.Text, nullable=False),
        sa.Column("learned", sa.Boolean, nullable=False),
        sa.Column("came_back", sa.Boolean, nullable=False),
        sa.Column("opened_at", UtcDateTime, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
        sa.Column("resolved_at", UtcDateTime),
        sa.Column("closed_at", UtcDateTime),
    )
    op.create_index("ix_cases_status", "cases", ["status", "id"])
    op.create_index("ix_cases_owner", "cases", ["owner", "status"])
    op.create_table(
        "case_status",
        sa.Column("id", Number, primary_key=True),
        sa.Column("case_id", Number, _case(), nullable=False, index=True),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("status", sa.String(30), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
    )
    op.create_table(
        "case_trace",
        sa.Column("case_id", Number, _case(), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("who", sa.String(2), nullable=False),
        sa.Column("what", sa.String(30), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("etom", sa.String(30), nullable=False),
        sa.Column("body", Json, nullable=False),
    )
    op.create_table(
        "case_action",
        sa.Column("case_id", Number, _case(), primary_key=True),
        sa.Column("call_id", sa.String(200), primary_key=True),
        sa.Column("tool", sa.String(200), nullable=False),
        sa.Column("arguments", Json, nullable=False),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("intended_at", UtcDateTime, nullable=False),
        sa.Column("recorded_at", UtcDateTime),
        sa.Column("error", sa.Text),
    )
    op.create_table(
        "interaction",
        sa.Column("id", Number, primary_key=True),
        sa.Column("external_id", sa.String(200), unique=True),
        sa.Column("case_id", Number, sa.ForeignKey("cases.id", ondelete="SET NULL"), index=True),
        sa.Column("channel", sa.String(50), nullable=False),
        sa.Column("direction", sa.String(30), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("line", sa.String(15), index=True),
        sa.Column("agent", sa.String(100), nullable=False),
        sa.Column("started_at", UtcDateTime, nullable=False),
        sa.Column("ended_at", UtcDateTime),
    )
    op.create_table(
        "outbox",
        sa.Column("id", Number, primary_key=True),
        sa.Column("event_id", sa.String(36), nullable=False, unique=True),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("type", sa.String(100), nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("envelope", Json, nullable=False),
        sa.Column("sent_at", UtcDateTime, index=True),
    )
    _keep_the_trace_as_it_is()


def _keep_the_trace_as_it_is() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER case_trace_is_final BEFORE UPDATE ON case_trace "
            "BEGIN SELECT RAISE(ABORT, 'the trace of a case is not changed'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION case_trace_is_final() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the trace of a case is not changed'; END $$"
    )
    op.execute("CREATE TRIGGER case_trace_is_final BEFORE UPDATE ON case_trace EXECUTE FUNCTION case_trace_is_final()")
