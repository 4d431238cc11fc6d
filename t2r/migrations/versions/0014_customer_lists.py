"""Customers in the order of their creation and by what lies in the record; what they are told are messages of TMF681."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from t2r.database import Number

revision = "0014"
down_revision = "0013"

NUMBERED = """
    UPDATE customer SET number = (
        SELECT count(*) FROM customer AS before
        WHERE before.created_at < customer.created_at OR (before.created_at = customer.created_at AND before.id <= customer.id)
    )
"""


def upgrade() -> None:
    """Add the number and the indexes; notices that are not sent yet are given up with their table, sent ones name no address."""
    op.add_column("customer", sa.Column("number", Number, nullable=False, server_default="0"))
    op.execute(NUMBERED)
    op.create_index("ix_customer_number", "customer", ["number"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE INDEX ix_customer_body ON customer USING gin (body jsonb_path_ops)")
    op.drop_table("customer_notice")
