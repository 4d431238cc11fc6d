"""Sessions that the operator's identity provider began: whom and which session of it, so that it can end them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add the columns; sessions of before end by their time alone."""
    op.add_column("api_session", sa.Column("subject", sa.String(255)))
    op.add_column("api_session", sa.Column("sid", sa.String(255)))
