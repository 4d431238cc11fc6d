"""How far a case's process has followed its trace is kept with the case: those that are behind are few, and found by an index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Move the number over; a process that is over follows nothing more, and one that has not begun is behind."""
    op.add_column("cases", sa.Column("followed", sa.Integer, server_default="-1"))
    op.execute(
        "UPDATE cases SET followed = (SELECT CASE WHEN ended THEN NULL ELSE life.followed END FROM problem_life AS life "
        "WHERE life.case_id = cases.id) WHERE EXISTS (SELECT 1 FROM problem_life WHERE case_id = cases.id)"
    )
    behind = sa.text("traced > followed")
    op.create_index("ix_cases_behind", "cases", ["id"], sqlite_where=behind, postgresql_where=behind)
    op.drop_column("problem_life", "followed")
