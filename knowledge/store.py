"""The records of a knowledge base: documents in all their versions and their passages, in SQLite.

The SQLite transaction is the commit point of the whole knowledge base. Passages are numbered 0, 1, 2, … in the order
in which they came; a number is never used again, and names the same passage in the vector file and in the lexical
index. Those two may hold more than the store (a writer died before its commit), never less. Nothing is overwritten: an
update retires the old version and adds a new one, so that the base can be read as it was at any moment.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import (
    URL,
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Engine,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    case,
    create_engine,
    event,
    func,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.exc import DatabaseError, OperationalError

from knowledge.documents import Article, Document, Kind, parse_document

SCHEMA_VERSION = 2  # 2: symptoms are read in English, and words of symptoms count
UPGRADED_FROM = ("1",)
# How long to wait for another that writes.
BUSY_SECONDS = 60
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FOREVER = 2**62


class Role(IntEnum):
    """What a passage is for: text that may be cited, or words that only lead to the document."""

    TEXT = 0
    SYMPTOM = 1


class StoreError(RuntimeError):
    """The folder holds no knowledge base this version can read."""


_metadata = MetaData()

_documents = Table(
    "document",
    _metadata,
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("product", String, nullable=False),
    Column("audience", String, nullable=False),
    Column("language", String, nullable=False),
    # Days since 1970-01-01: valid_from inclusive, valid_until exclusive.
    Column("valid_from", Integer, nullable=False),
    Column("valid_until", Integer, nullable=False),
    # Microseconds since 1970-01-01 UTC: the time in which the base held this version.
    Column("added_at", BigInteger, nullable=False),
    # When the knowledge is from: the case's closing, the article's first valid day, else when it was added.
    Column("dated", BigInteger, nullable=False),
    # 1 the past case stayed closed, 0 it was re-opened within 7 days, NULL not known.
    Column("stayed_fixed", Integer),
    # Characters of the body.
    Column("length", Integer, nullable=False),
    Column("retired_at", BigInteger, nullable=False, default=FOREVER),
    # The writing transaction that last touched this row: what a reader has still to read.
    Column("generation", Integer, nullable=False, index=True),
    Column("digest", String, nullable=False),
    Column("data", Text, nullable=False),
    Index("document_by_id", "id", "retired_at"),
)

_passages = Table(
    "passage",
    _metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("document", Integer, nullable=False, index=True),
    Column("role", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("headings", Text, nullable=False),
    Column("text", Text, nullable=False),
)

_PASSAGES = """
    SELECT number, role, start, "end", headings, text, row, id, kind, title, added_at, data ->> '$.version'
    FROM passage JOIN document ON row = document WHERE number IN (SELECT value FROM json_each(?))
"""

_meta = Table("meta", _metadata, Column("key", String, primary_key=True), Column("value", String, nullable=False))


@dataclass(frozen=True, slots=True)
class State:
    """What was committed last: how many documents and passages there are, and the number of the transaction."""

    documents: int
    passages: int
    generation: int


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A passage to be stored; `start` and `end` are character offsets in the document's body (both 0 for a symptom)."""

    role: Role
    start: int
    end: int
    headings: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class StoredPassage(PassageRecord):
    """A passage as it is read back, with what is needed to show it."""

    number: int
    document_row: int
    document_id: str
    kind: Kind
    title: str
    version: int
    added_at: datetime


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970 UTC; a datetime without a zone is taken as UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - _EPOCH) // timedelta(microseconds=1)


def days(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def digest(document: Document) -> str:
    """A hash of everything in the document: equal digests mean there is nothing to update."""
    return hashlib.sha256(document.model_dump_json().encode()).hexdigest()


class Store:
    """The SQLite file of a knowledge base; safe to read from many threads and processes."""

    def __init__(self, path: Path, *, read_only: bool) -> None:
        if read_only and not path.is_file():
            raise StoreError(f"{path} does not exist")
        self._path, self._read_only = path, read_only
        self._engine = _engine(path, read_only=read_only)
        try:
            self._check_schema()
        except DatabaseError as error:
            self.close()
            raise StoreError(f"{path} cannot be opened: {error.orig}") from error
        except StoreError:
            self.close()
            raise

    def _check_schema(self) -> None:
        """Make the tables in an empty file; refuse a file of another kind or schema, as it is."""
        with self._engine.begin() as connection:
            # Two processes may make the same base at once: the second waits here, and finds it made.
            connection.exec_driver_sql("BEGIN" if self._read_only else "BEGIN IMMEDIATE")
            if not self._read_only and not inspect(connection).get_table_names():
                _metadata.create_all(connection)
                connection.execute(insert(_meta), _meta_rows({"schema": str(SCHEMA_VERSION)}))
            schema = _read_meta(connection).get("schema") if inspect(connection).has_table("meta") else None
        if schema in UPGRADED_FROM:
            raise StoreError(
                f"{self._path.parent} was written by an earlier version: `t2r reindex` brings it up to date"
            )
        if schema != str(SCHEMA_VERSION):
            raise StoreError(f"{self._path} has schema {schema}, this version reads {SCHEMA_VERSION}")
        if not self._read_only:
            self._write_ahead()

    def _write_ahead(self) -> None:
        """Keep a write-ahead log. SQLite does not wait for other connections here, so that it is asked again while it is busy."""
        end = monotonic() + BUSY_SECONDS
        while True:
            try:
                with self._engine.connect() as connection:
                    connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            except OperationalError:
                if monotonic() > end:
                    raise
                sleep(0.01)
            else:
                return

    def bind(self, embedder: str) -> None:
        """Hold the vectors of the embedder of this name from now on; StoreError when they are another's already."""
        with self._engine.begin() as connection:
            if not self._read_only:
                row = {"key": "embedder", "value": embedder}
                connection.execute(insert(_meta).prefix_with("OR IGNORE"), row)
            bound = _read_meta(connection).get("embedder", embedder)
        if bound != embedder:
            raise StoreError(f"{self._path} was built with {bound}, it cannot be opened with {embedder}")

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def data_version(self, connection: Connection) -> int:
        """A number that changes on this connection when any other connection has committed."""
        # Asked before every search, straight from the driver: SQLAlchemy's part of it would be twenty times the cost.
        (version,) = connection.connection.cursor().execute("PRAGMA data_version").fetchone()
        return int(version)

    def connect(self) -> Connection:
        """A connection of the caller's own, to be closed by it."""
        return self._engine.connect()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection on which every query sees the same committed state, whatever is committed meanwhile."""
        with self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            yield connection

    def state(self, connection: Connection) -> State:
        """The last committed state."""
        meta = _read_meta(connection)
        return State(*(int(meta.get(key, 0)) for key in ("documents", "passages", "generation")))

    # Reading

    def get(self, id: str, at: datetime | None = None) -> Document | None:
        """The document as it is now, or as it was at a moment; None if there is (was) none."""
        moment = FOREVER - 1 if at is None else microseconds(at)
        query = select(_documents.c.data).where(
            _documents.c.id == id, _documents.c.added_at <= moment, _documents.c.retired_at > moment
        )
        with self._engine.connect() as connection:
            data = connection.execute(query.order_by(_documents.c.row.desc())).scalars().first()
        return None if data is None else parse_document(json.loads(data))

    def written_at(self, id: str) -> datetime | None:
        """When the current version was added; None if there is no such document."""
        query = select(_documents.c.added_at).where(_documents.c.id == id, _documents.c.retired_at == FOREVER)
        with self._engine.connect() as connection:
            added = connection.execute(query).scalars().first()
        return None if added is None else datetime.fromtimestamp(added / 1_000_000, UTC)

    def list(self, kind: Kind | None = None, offset: int = 0, limit: int = 100) -> Sequence[Document]:
        """The current documents in the order of their ids."""
        query = select(_documents.c.data).where(*_current(kind)).order_by(_documents.c.id).offset(offset).limit(limit)
        with self._engine.connect() as connection:
            return [parse_document(json.loads(data)) for data in connection.execute(query).scalars()]

    def count(self, kind: Kind | None = None) -> int:
        """How many documents there are now."""
        with self._engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(_documents).where(*_current(kind))).scalar_one()

    def current(self, connection: Connection, ids: Sequence[str]) -> dict[str, tuple[int, str]]:
        """Of the documents of these ids that are there now, the row and the digest."""
        table = _documents.c
        query = select(table.id, table.row, table.digest).where(_among(table.id, ids), table.retired_at == FOREVER)
        return {id: (row, digest) for id, row, digest in connection.execute(query)}

    def document_columns(self, connection: Connection, after_generation: int) -> Sequence[tuple[Any, ...]]:
        """What ranking and filtering need of every document row touched after a generation, in row order."""
        table = _documents.c
        query = (
            select(
                table.row, table.kind, table.product, table.audience, table.language, table.valid_from,
                table.valid_until, table.added_at, table.retired_at, table.dated, table.stayed_fixed,
                table.length,
            )
            .where(table.generation > after_generation)
            .order_by(table.row)
        )  # fmt: skip
        return [tuple(row) for row in connection.execute(query)]

    def passage_columns(self, connection: Connection, first: int) -> Sequence[tuple[int, int]]:
        """(document row, role) of every passage from number `first` on."""
        query = select(_passages.c.document, _passages.c.role).where(_passages.c.number >= first)
        return [(document, role) for document, role in connection.execute(query.order_by(_passages.c.number))]

    def passages(self, connection: Connection, numbers: Iterable[int]) -> dict[int, StoredPassage]:
        """The passages of these numbers, by number."""
        # Part of every search, straight from the driver: SQLAlchemy's part of it would be four times the cost.
        rows = connection.connection.cursor().execute(_PASSAGES, (json.dumps(list(numbers)),))
        return {
            number: StoredPassage(
                Role(role), start, end, tuple(json.loads(headings)), text, number, row, id, Kind(kind), title,
                int(version), datetime.fromtimestamp(added_at / 1_000_000, UTC),
            )
            for number, role, start, end, headings, text, row, id, kind, title, added_at, version in rows
        }  # fmt: skip

    # Writing: one transaction, whose commit is the commit of the whole base

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction that is committed at the end of the block, or rolled back on an error."""
        with self._engine.begin() as connection:
            yield connection

    def check_writable(self) -> None:
        """Raise StoreError when the base was opened to be read only."""
        if self._read_only:
            raise StoreError(f"{self._path} was opened read-only")

    def check_later(self, connection: Connection, ids: Iterable[str], at: int) -> None:
        """Raise ValueError when a document of these ids came or went after the moment `at`: history stays as it is."""
        table = _documents.c
        changed = case((table.retired_at == FOREVER, table.added_at), else_=table.retired_at)
        query = select(table.id, changed).where(_among(table.id, ids), changed > at).order_by(changed.desc())
        if found := connection.execute(query).first():
            id, last = (found[0], datetime.fromtimestamp(found[1] / 1_000_000, UTC))
            raise ValueError(f"document {id!r} has changed at {last.isoformat()}, later than the moment given")

    def retire(self, connection: Connection, rows: Sequence[int], at: int, generation: int) -> None:
        """End the time of these document rows."""
        values = {"retired_at": at, "generation": generation}
        connection.execute(update(_documents).where(_among(_documents.c.row, rows)).values(values))

    def insert(
        self,
        connection: Connection,
        documents: Sequence[tuple[Document, str, Sequence[PassageRecord]]],
        at: int,
        state: State,
    ) -> State:
        """Add documents, each with its digest and passages, numbered on from `state`; return the state after it."""
        generation = state.generation + 1
        document_rows: list[dict[str, Any]] = []
        passage_rows: list[dict[str, Any]] = []
        number = state.passages
        for row, (document, document_digest, passages) in enumerate(documents, state.documents):
            document_rows.append(
                {**_document_values(document, at), "row": row, "added_at": at, "retired_at": FOREVER,
                 "generation": generation, "digest": document_digest}
            )  # fmt: skip
            for passage in passages:
                passage_rows.append(
                    {"number": number, "document": row, "role": int(passage.role), "start": passage.start,
                     "end": passage.end, "headings": json.dumps(passage.headings), "text": passage.text}
                )  # fmt: skip
                number += 1
        if document_rows:
            connection.execute(insert(_documents), document_rows)
        if passage_rows:
            connection.execute(insert(_passages), passage_rows)
        return State(state.documents + len(document_rows), number, generation)

    def commit_state(self, connection: Connection, state: State) -> None:
        """Record the state that this transaction makes."""
        values = {
            "documents": str(state.documents),
            "passages": str(state.passages),
            "generation": str(state.generation),
        }
        connection.execute(_meta.delete().where(_meta.c.key.in_(values)))
        connection.execute(insert(_meta), _meta_rows(values))


def _document_values(document: Document, at: int) -> dict[str, Any]:
    valid_from = valid_until = stayed_fixed = None
    audience, dated = "internal", at
    if isinstance(document, Article):
        valid_from, valid_until, audience = document.valid_from, document.valid_until, document.audience.value
        if valid_from:
            dated = min(at, microseconds(datetime.combine(valid_from, time(), UTC)))
    else:
        if document.closed_at:
            dated = microseconds(document.closed_at)
        if document.reopened_within_7_days is not None:
            stayed_fixed = int(not document.reopened_within_7_days)
    return {
        "id": document.id,
        "kind": document.kind.value,
        "title": document.title,
        "product": document.product,
        "audience": audience,
        "language": document.language,
        "valid_from": days(valid_from) if valid_from else -(2**31) + 1,
        "valid_until": days(valid_until) if valid_until else 2**31 - 1,
        "dated": dated,
        "stayed_fixed": stayed_fixed,
        "length": len(document.body),
        "data": document.model_dump_json(),
    }


def _current(kind: Kind | None) -> list[Any]:
    conditions: list[Any] = [_documents.c.retired_at == FOREVER]
    if kind is not None:
        conditions.append(_documents.c.kind == kind.value)
    return conditions


def _among(column: ColumnElement[Any], values: Iterable[Any]) -> ColumnElement[bool]:
    """The column is one of these values, however many: SQLite limits how many may be bound one by one."""
    return column.in_(select(func.json_each(json.dumps(list(values))).table_valued("value").c.value))


def _read_meta(connection: Connection) -> dict[str, str]:
    rows = connection.execute(select(_meta.c.key, _meta.c.value))
    return {str(row.key): str(row.value) for row in rows}


def _meta_rows(values: dict[str, str]) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in values.items()]


@dataclass(frozen=True, slots=True)
class Version:
    """A document as it was for a while; moments in microseconds since 1970 UTC, `data` its JSON."""

    id: str
    added_at: int
    retired_at: int
    data: str


def is_current(path: Path) -> bool:
    """Whether the store in this file has today's schema, or one that no version of ours had."""
    with _reading(path) as connection:
        return _read_meta(connection).get("schema") not in UPGRADED_FROM


def history(path: Path) -> list[Version]:
    """All versions of all documents in a store of today's schema or of an earlier one, in the order in which they came."""
    table = _documents.c
    query = select(table.id, table.added_at, table.retired_at, table.data).order_by(table.row)
    with _reading(path) as connection:
        return [Version(*row) for row in connection.execute(query)]


@contextmanager
def _reading(path: Path) -> Iterator[Connection]:
    engine = _engine(path, read_only=True)
    try:
        with engine.connect() as connection:
            yield connection
    except DatabaseError as error:
        raise StoreError(f"{path} cannot be opened: {error.orig}") from error
    finally:
        engine.dispose()


def _engine(path: Path, *, read_only: bool) -> Engine:
    mode = {"uri": "true", "mode": "ro" if read_only else "rwc"}
    url = URL.create("sqlite", database=path.absolute().as_uri(), query=mode)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _: object) -> None:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA mmap_size = 268435456")

    return engine
