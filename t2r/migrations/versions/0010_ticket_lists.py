"""Lists of tickets: indexes along which they are filtered, ordered and paged, and what PostgreSQL has to know to use them."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"

WORDS = ("status", "ticket_type", "severity_word", "priority_word")


def upgrade() -> None:
    """Add the indexes, in place of those without an order behind them."""
    for moment in ("opened_at", "updated_at"):
        op.drop_index(f"ix_cases_{moment}", "cases")
        op.create_index(f"ix_cases_{moment}", "cases", [moment, "id"])
    for column in ("channel", "expected_at", "resolved_at"):
        op.create_index(f"ix_cases_{column}", "cases", [column])
    for word in WORDS[1:]:
        op.drop_index(f"ix_cases_{word}", "cases")
    op.create_index("ix_cases_filtered", "cases", list(WORDS))
    for word in WORDS:
        op.create_index(f"ix_cases_{word}_opened", "cases", [word, "opened_at", "id"])
    for word in ("status", "ticket_type"):
        op.create_index(f"ix_cases_{word}_updated", "cases", [word, "updated_at", "id"])
    if op.get_bind().dialect.name == "postgresql":
        # Which of these words go together: without it the planner takes them for independent, and walks through all tickets
        # for what is rare or not there.
        op.execute(f"CREATE STATISTICS cases_words (mcv) ON {', '.join(WORDS)} FROM cases")
