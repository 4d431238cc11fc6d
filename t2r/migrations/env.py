"""Alembic's way in: the changes run on the connection that `t2r.database.migrate` gives, in its transaction."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
