"""Orders: orders with their items, history and steps, and the embedded inventories."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from t2r.database import Json, Number, UtcDateTime

revision = "0013"
down_revision = "0012"

TOPICS = ("productOrder", "serviceOrder", "resourceOrder", "resource", "service", "appliedCustomerBillingRate")


def upgrade() -> None:
    """Add the tables, and the topics of their events."""
    _orders()
    _inventories()
    now = datetime.now(UTC)
    columns: list[Any] = [sa.column("kind", sa.String), sa.column("id", sa.String), sa.column("version", sa.Integer)]
    columns += [sa.column("body", Json), sa.column("created_at", UtcDateTime), sa.column("updated_at", UtcDateTime)]
    op.bulk_insert(
        sa.table("tmf_record", *columns),
        [
            {"kind": "topic", "id": name, "version": 1, "body": {"name": name}, "created_at": now, "updated_at": now}
            for name in TOPICS
        ],
    )


def _orders() -> None:
    op.create_table(
        "orders",
        sa.Column("id", Number, primary_key=True),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("external_id", sa.String(200)),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("customer", sa.String(200), index=True),
        sa.Column("customer_type", sa.String(30), nullable=False),
        sa.Column("line", sa.String(15), index=True),
        sa.Column("place", sa.String(200), index=True),
        sa.Column("channel", sa.String(50), nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("body", Json),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("case_id", Number, sa.ForeignKey("cases.id", ondelete="SET NULL"), index=True),
        sa.Column("ticket_id", Number, sa.ForeignKey("cases.id", ondelete="SET NULL"), index=True),
        sa.Column("wanted", sa.Integer),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("outage", sa.Boolean, nullable=False),
        sa.Column("ready", sa.Boolean, nullable=False),
        sa.Column("rank_at", UtcDateTime, nullable=False),
        sa.Column("due_at", UtcDateTime),
        sa.Column("shape", Json),
        sa.Column("instance", Json),
        sa.Column("run", sa.Integer, nullable=False),
        sa.Column("captured_at", UtcDateTime, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
        sa.Column("start_at", UtcDateTime),
        sa.Column("promised_at", UtcDateTime),
        sa.Column("jeopardy_at", UtcDateTime),
        sa.Column("started_at", UtcDateTime),
        sa.Column("ended_at", UtcDateTime),
        sa.UniqueConstraint("kind", "external_id"),
    )
    op.create_index("ix_orders_ready", "orders", ["ready", "rank_at"])
    op.create_index("ix_orders_due", "orders", ["ready", "due_at"])
    op.create_index("ix_orders_state", "orders", ["state", "id"])
    op.create_index("ix_orders_captured_at", "orders", ["captured_at"])
    op.create_table(
        "order_item",
        _order(primary_key=True),
        sa.Column("id", sa.String(100), primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("parent", sa.String(100)),
        sa.Column("action", sa.String(30), nullable=False),
        sa.Column("product", sa.String(100), nullable=False),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("characteristics", Json, nullable=False),
        sa.Column("relies_on", Json, nullable=False),
        sa.Column("reasons", Json, nullable=False),
        sa.Column("parts", Json, nullable=False),
        sa.Column("process", sa.String(100)),
        sa.Column("scope", sa.String(10)),
        sa.Column("results", Json, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("body", Json),
    )
    op.create_table(
        "order_change",
        sa.Column("id", Number, primary_key=True),
        _order(index=True),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("item", sa.String(100)),
        sa.Column("what", sa.String(30), nullable=False),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
    )
    op.create_table(
        "order_step",
        _order(primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("item", sa.String(100)),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("node", sa.String(200), nullable=False),
        sa.Column("visit", sa.Integer, nullable=False),
        sa.Column("run", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("operation", sa.String(100)),
        sa.Column("undo", sa.String(100)),
        sa.Column("key", sa.String(400), nullable=False),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("retry_at", UtcDateTime),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("before", Json, nullable=False),
        sa.Column("given", Json, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("began_at", UtcDateTime, nullable=False),
        sa.Column("ended_at", UtcDateTime),
    )


def _order(**more: Any) -> Any:
    return sa.Column("order_id", Number, sa.ForeignKey("orders.id", ondelete="CASCADE"), nullable=False, **more)


def _inventories() -> None:
    op.create_table(
        "stock",
        sa.Column("id", Number, primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("model", sa.String(100), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("holder", sa.String(400), index=True),
        sa.Column("line", sa.String(15), index=True),
        sa.Column("until", UtcDateTime),
        sa.UniqueConstraint("kind", "name"),
    )
    op.create_index("ix_stock_free", "stock", ["kind", "model", "state", "id"])
    op.create_table(
        "line_service",
        sa.Column("line", sa.String(15), primary_key=True),
        sa.Column("service", sa.String(100), primary_key=True),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("barred", sa.Boolean, nullable=False),
        sa.Column("values", Json, nullable=False),
        sa.Column("last_key", sa.String(400), nullable=False),
        sa.Column("before", Json),
    )
    op.create_table(
        "appointment_slot",
        sa.Column("id", Number, primary_key=True),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("starts_at", UtcDateTime, nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("taken", sa.Integer, nullable=False),
    )
    op.create_index("ix_appointment_slot_place", "appointment_slot", ["place", "starts_at"])
    op.create_table(
        "appointment",
        sa.Column("id", Number, primary_key=True),
        sa.Column("slot_id", Number, sa.ForeignKey("appointment_slot.id"), nullable=False, index=True),
        sa.Column("key", sa.String(400), nullable=False, unique=True),
        sa.Column("active", sa.Boolean, nullable=False),
    )
    op.create_table(
        "order_account",
        sa.Column("line", sa.String(15), primary_key=True),
        sa.Column("owed", sa.Integer, nullable=False),
        sa.Column("blocked", sa.Boolean, nullable=False),
    )
    op.create_table(
        "charge",
        sa.Column("id", Number, primary_key=True),
        sa.Column("line", sa.String(15), nullable=False, index=True),
        sa.Column("amount", sa.Integer, nullable=False),
        sa.Column("key", sa.String(400), nullable=False, unique=True),
        sa.Column("at", UtcDateTime, nullable=False),
    )
