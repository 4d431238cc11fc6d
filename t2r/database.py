"""The one database: SQLite in the data folder, or PostgreSQL by its URL; brought up to date when it is opened."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import (
    URL,
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Index,
    Integer,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import JSON, TypeDecorator

from t2r.tmf.conditions import json_holds

MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATING = 7_265_001  # PostgreSQL's lock of that number is held by whoever migrates
SECONDS_TO_WAIT = 30.0
POOL: dict[str, Any] = {"pool_size": 10, "max_overflow": 30}  # connections; a thread holds one, and never for long
_alembic = threading.Lock()  # it keeps what it works on in a module
WRITES = "t2r_writes"  # the execution option of connections that will write

Number = BigInteger().with_variant(Integer, "sqlite")  # a key that counts up: SQLite counts INTEGER only
Json = JSON().with_variant(JSONB, "postgresql")
# For a table whose ids others know: that of a deleted row is not given again.
NEVER_AGAIN = {"sqlite_autoincrement": True}


def word(kind: type[StrEnum]) -> Enum:
    """Kept as the value's text; what is allowed is checked in Python, so that a new value needs no change of the database."""
    return Enum(kind, native_enum=False, create_constraint=False, length=30, values_callable=lambda each: list(each))


def inside_json(name: str, column: str) -> Index:
    """An index by which PostgreSQL finds what lies inside JSON; SQLite has none of the kind."""
    ops = {column: "jsonb_path_ops"}
    return Index(name, column, postgresql_using="gin", postgresql_ops=ops, info={"only": "postgresql"})


class Base(DeclarativeBase):
    """Every table of the database, whichever package it belongs to."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment with its zone in Python; in the database UTC (SQLite keeps no zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def open_database(where: Path | str) -> Engine:
    """The database in an SQLite file, or of a URL, with all its tables as this version has them.

    Raises ConnectionError where it cannot be reached, ValueError for a URL that is none of ours, or a database that a newer
    version has written.
    """
    url = _url(where)
    is_sqlite = url.get_backend_name() == "sqlite"
    engine = _sqlite(url) if is_sqlite else create_engine(url, pool_pre_ping=True, **POOL)
    try:
        migrate(engine)
    except ValueError:
        engine.dispose()
        raise
    except OperationalError as error:
        engine.dispose()
        raise ConnectionError(f"the database {url.render_as_string()} cannot be opened: {error.orig}") from error
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A transaction that writes: committed at the end of the block, undone by an exception.

    On SQLite it waits for its turn when it begins. One that read first and wrote then would fail at once where another has
    written in between.
    """
    with Session(engine.execution_options(**{WRITES: True}), expire_on_commit=False) as session, session.begin():
        yield session


def migrate(engine: Engine) -> None:
    """Bring the tables up to this version; whoever comes second waits and finds it done."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    connected = engine.connect().execution_options(**{WRITES: True})
    with _alembic, connected as connection, _tables_apart(connection), connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATING})
        if MigrationContext.configure(connection).get_current_revision() == _newest():
            return
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise ValueError(f"the database was written by another version of this program: {error}") from error


@contextmanager
def _tables_apart(connection: Connection) -> Iterator[None]:
    """SQLite makes some tables anew to change them; to take the old one away must not take along what points to its rows."""
    if connection.dialect.name != "sqlite":
        yield
        return
    cursor = connection.connection.cursor()  # outside any transaction: within one, the setting is passed over
    cursor.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()


@cache
def _newest() -> str | None:
    """The last change that this version makes to the tables."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def utc_now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def _url(where: Path | str) -> URL:
    if isinstance(where, Path):
        return URL.create("sqlite", database=str(where))
    try:
        url = make_url(where)
    except ArgumentError as error:
        raise ValueError("database_url: is no URL such as postgresql://user:password@host/name") from error
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite" and url.database:
        return url
    raise ValueError(f"database_url: {url.drivername} is neither postgresql nor sqlite with a file")


def _sqlite(url: URL) -> Engine:
    Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": SECONDS_TO_WAIT}, **POOL)

    @event.listens_for(engine, "connect")
    def _configure(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the driver would begin transactions late, and none for changes of tables
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.create_function("json_holds", 2, json_holds, deterministic=True)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
