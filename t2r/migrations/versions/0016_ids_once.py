"""Ids that others know are given once: SQLite gave the highest one again after its row was deleted; PostgreSQL never did."""

from __future__ import annotations

import re

from alembic import op
from sqlalchemy import Connection, text

revision = "0016"
down_revision = "0015"

TABLES = {"cases": "id", "interaction": "id", "orders": "id", "outbox": "id", "cti_pop": "id", "tmf_record": "number"}
MADE_BY = text("SELECT sql FROM sqlite_master WHERE tbl_name = :table AND type = :kind AND sql IS NOT NULL")


def upgrade() -> None:
    """Make the tables anew with their rows, as https://sqlite.org/lang_altertable.html#otheralter says."""
    if op.get_bind().dialect.name == "sqlite":
        for table, key in TABLES.items():
            _count_up(op.get_bind(), table, key)


def _count_up(connection: Connection, table: str, key: str) -> None:
    """The words that made the table are kept but for its key: what reflection makes of generated columns is wrong."""
    (made,) = connection.scalars(MADE_BY, {"table": table, "kind": "table"})
    attached = [
        each for kind in ("index", "trigger") for each in connection.scalars(MADE_BY, {"table": table, "kind": kind})
    ]
    named = connection.scalars(
        text("SELECT name FROM pragma_table_info(:table)"), {"table": table}
    )  # none that is generated
    columns = ", ".join(f'"{name}"' for name in named)
    for statement in (
        _with_counting_key(made, table, key),
        f"INSERT INTO {table}_anew ({columns}) SELECT {columns} FROM {table}",  # noqa: S608 - our own words
        f"DROP TABLE {table}",
        f"ALTER TABLE {table}_anew RENAME TO {table}",
        *attached,
    ):
        connection.exec_driver_sql(statement)


def _with_counting_key(made: str, table: str, key: str) -> str:
    for old, new in (
        (rf'CREATE TABLE "?{table}"?', f"CREATE TABLE {table}_anew"),
        (rf"\b{key} INTEGER NOT NULL", f"{key} INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT"),
        (rf",\s*PRIMARY KEY \({key}\)", ""),
    ):
        made, changed = re.subn(old, new, made, count=1)
        if not changed:
            raise ValueError(f"the table {table} is not as the migrations made it: no {old} in {made}")
    return made
