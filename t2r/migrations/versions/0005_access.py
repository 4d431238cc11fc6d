"""Access: a token's former secret, and the audit log, which the database refuses to change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from t2r.database import Number, UtcDateTime

revision = "0005"
down_revision = "0004"

TABLES = ("audit", "audit_subject")
FINAL = "the audit log is not changed"


def upgrade() -> None:
    """Add the columns and tables, and the triggers that keep them as they are."""
    op.add_column("api_token", sa.Column("old_hash", sa.String(64)))
    op.add_column("api_token", sa.Column("old_until", UtcDateTime))
    op.create_table(
        "audit",
        sa.Column("id", Number, primary_key=True),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("principal", sa.String(100), nullable=False),
        sa.Column("via", sa.String(20), nullable=False),
        sa.Column("method", sa.String(10), nullable=False),
        sa.Column("route", sa.String(200), nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("request_id", sa.String(16), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_principal", "audit", ["principal", "id"])
    op.create_table(
        "audit_subject",
        sa.Column("entry_id", Number, sa.ForeignKey("audit.id"), primary_key=True),
        sa.Column("subject", sa.String(200), primary_key=True),
    )
    op.create_index("ix_audit_subject", "audit_subject", ["subject", "entry_id"])
    if op.get_bind().dialect.name == "sqlite":
        _refuse_on_sqlite()
    else:
        _refuse_on_postgresql()


def _refuse_on_sqlite() -> None:
    for table, key in zip(TABLES, ("id = NEW.id", "entry_id = NEW.entry_id AND subject = NEW.subject"), strict=True):
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{FINAL}'); END"
            )
        # INSERT OR REPLACE takes a row out without its trigger for DELETE.
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608 - our own words
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key}) BEGIN SELECT RAISE(ABORT, '{FINAL}'); END"
        )


def _refuse_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION audit_is_final() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{FINAL}'; END $$"
    )
    for table in TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_is_final()"
        )
