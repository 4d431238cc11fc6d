"""Customers: records, what reaches them, changes, verifications, disclosures, notices, offers, points, ends; journeys of cases."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from t2r.database import Json, Number, UtcDateTime

revision = "0006"
down_revision = "0005"


def _customer(**more: Any) -> sa.Column[str]:
    key = sa.ForeignKey("customer.id", ondelete="CASCADE")
    return sa.Column("customer_id", sa.String(100), key, nullable=False, **more)


def _number() -> sa.Column[int]:
    return sa.Column("id", Number, primary_key=True)


def _at(name: str = "at", *, null: bool = False, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, UtcDateTime, nullable=null, **more)


def _text(name: str, most: int | None = None, *, null: bool = False, **more: Any) -> sa.Column[str]:
    return sa.Column(name, sa.Text if most is None else sa.String(most), nullable=null, **more)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "customer",
        _text("id", 100, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        _text("master_version", 200, null=True),
        _text("status", 50, index=True),
        _text("status_reason"),
        sa.Column("body", Json, nullable=False),
        _at("created_at"),
        _at("updated_at"),
    )
    op.create_table(
        "customer_reach",
        _customer(primary_key=True),
        _text("kind", 30, primary_key=True),
        _text("value", 320, primary_key=True),
    )
    op.create_index("ix_customer_reach_value", "customer_reach", ["kind", "value"])
    op.create_table(
        "customer_change",
        _number(),
        _customer(index=True),
        sa.Column("version", sa.Integer, nullable=False),
        _at(),
        _text("by", 100),
        _text("why"),
        _text("field", 100),
        sa.Column("old", Json, nullable=True),
        sa.Column("new", Json, nullable=True),
    )
    _verifications()
    op.create_table(
        "customer_notice",
        _number(),
        _customer(index=True),
        _text("purpose", 50),
        _text("channel", 20),
        _text("address", 320, null=True),
        _text("text"),
        _at(),
        sa.Column("tries", sa.Integer, nullable=False),
        _at("sent_at", null=True, index=True),
    )
    _retention()
    op.create_table(
        "case_journey",
        _number(),
        sa.Column("case_id", Number, sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
        _text("journey", 60),
        _text("request", 64),
        _text("request_digest", 64),
        sa.Column("filled", Json, nullable=False),
        sa.Column("changed", Json, nullable=False),
        _text("event_id", 36),
        _text("event_type", 100),
        _text("by", 100),
        _at(),
        sa.UniqueConstraint("case_id", "journey"),
        sa.UniqueConstraint("request"),
    )


def _verifications() -> None:
    interaction = sa.ForeignKey("interaction.id", ondelete="CASCADE")
    op.create_table(
        "customer_verification",
        _number(),
        _customer(index=True),
        sa.Column("interaction_id", Number, interaction, nullable=False, index=True),
        _text("method", 30),
        sa.Column("salt", sa.LargeBinary(16)),
        sa.Column("hash", sa.LargeBinary(64)),
        sa.Column("questions", Json, nullable=False),
        sa.Column("wrong", sa.Integer, nullable=False),
        _text("verdict", 30),
        _text("by", 100),
        _at("started_at"),
        _at("expires_at"),
        _at("ended_at", null=True),
    )
    verification = sa.ForeignKey("customer_verification.id", ondelete="CASCADE")
    op.create_table(
        "customer_wrong_answer",
        _number(),
        _customer(),
        sa.Column("verification_id", Number, verification, nullable=False),
        _at(),
        _text("by", 100),
    )
    op.create_index("ix_customer_wrong_answer", "customer_wrong_answer", ["customer_id", "at"])
    op.create_table(
        "customer_disclosure",
        _number(),
        _customer(index=True),
        sa.Column("interaction_id", Number, sa.ForeignKey("interaction.id", ondelete="SET NULL")),
        _at(),
        _text("by", 100),
        sa.Column("fields", Json, nullable=False),
        _text("why"),
    )


def _retention() -> None:
    op.create_table(
        "customer_offer",
        _number(),
        _customer(index=True),
        _text("kind", 30),
        _text("code", 60),
        _text("title", 200),
        _text("why"),
        _text("state", 30),
        _text("by", 100),
        _at("made_at"),
        _at("valid_until"),
        _at("answered_at", null=True),
    )
    op.create_table(
        "loyalty_entry",
        _number(),
        _customer(index=True),
        sa.Column("points", sa.Integer, nullable=False),
        _text("reason", 200),
        _at(),
        _text("by", 100),
    )
    op.create_table(
        "customer_termination",
        _customer(primary_key=True),
        _text("reason", 60),
        _text("words"),
        sa.Column("attempt", Json, nullable=True),
        _text("cease", 36),
        _text("by", 100),
        _at(),
        sa.Column("erase", Json, nullable=False),
        _at("next_erasure", null=True, index=True),
        _at("kept_until"),
    )
