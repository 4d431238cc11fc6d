"""The records: numbered once for all, committed as a whole, read as of any moment, refused when they are not ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from knowledge import Article, Document, Kind, Resolution, StoreError
from knowledge.store import FOREVER, SCHEMA_VERSION, PassageRecord, Role, State, Store, days, digest, microseconds

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
PASSAGES = (PassageRecord(Role.TEXT, 0, 4, ("A", "b"), "text"), PassageRecord(Role.SYMPTOM, 0, 0, (), "no net"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = Store(path, read_only=False)
    yield opened
    opened.close()


def commit(store: Store, *documents: Document, at: datetime = MONDAY) -> State:
    """Insert each document, in place of the version that is there."""
    moment = microseconds(at)
    with store.transaction() as connection:
        before = store.state(connection)
        rows = [row for row, _ in store.current(connection, [document.id for document in documents]).values()]
        store.retire(connection, rows, moment, before.generation + 1)
        records = [(document, digest(document), PASSAGES) for document in documents]
        after = store.insert(connection, records, moment, before)
        store.commit_state(connection, after)
    return after


def test_a_new_store_is_empty(store: Store) -> None:
    with store.reading() as connection:
        assert store.state(connection) == State(0, 0, 0)
    assert store.count() == 0
    assert store.get("a") is None
    assert list(store.list()) == []


def test_documents_and_passages_are_numbered_on_and_every_transaction_counts(store: Store, article) -> None:
    assert commit(store, article(1), article(2)) == State(documents=2, passages=4, generation=1)
    assert commit(store, article(3)) == State(documents=3, passages=6, generation=2)
    with store.reading() as connection:
        assert store.state(connection) == State(3, 6, 2)
        assert store.passage_columns(connection, 2) == [(1, 0), (1, 1), (2, 0), (2, 1)]
        assert [row[0] for row in store.document_columns(connection, 0)] == [0, 1, 2]
        assert [row[0] for row in store.document_columns(connection, 1)] == [2]


def test_a_retired_document_is_told_to_readers_again(store: Store, article) -> None:
    commit(store, article(1), article(2))
    commit(store, article(1, "second"))
    with store.reading() as connection:
        assert [row[0] for row in store.document_columns(connection, 1)] == [0, 2]


def test_a_passage_is_read_back_with_its_document(store: Store, article) -> None:
    commit(store, article(1))
    with store.reading() as connection:
        found = store.passages(connection, [1, 0, 99])
    assert sorted(found) == [0, 1]
    passage = found[0]
    assert PassageRecord(passage.role, passage.start, passage.end, passage.headings, passage.text) == PASSAGES[0]
    assert (passage.number, passage.document_row, passage.document_id, passage.kind) == (0, 0, "doc-001", Kind.ARTICLE)
    assert (passage.title, passage.version, passage.added_at) == (article(1).title, 1, MONDAY)
    assert found[1].role is Role.SYMPTOM


DOCUMENTS = (
    Article(
        id="a",
        title="Ünïcode 📶",
        body="# T\n\nनेट नहीं\n",
        product="fixed",
        audience="customer",
        language="hi-IN",
        version=7,
        source=("x", "y"),
        symptoms=("s",),
        etom="1.2.3",
        valid_from=date(2026, 1, 1),
        valid_until=date(2027, 1, 1),
    ),
    Article(id="b", title="t", body="b"),
    Resolution(
        id="c", symptom="No net", context="x", cause_code="SIM", steps=("one", "two"), outcome="works",
        reopened_within_7_days=True, closed_at=MONDAY, place="Pune",
    ),
    Resolution(id="d", symptom="No net"),
)  # fmt: skip


def test_a_document_is_read_back_as_it_was_given(store: Store) -> None:
    commit(store, *DOCUMENTS)
    assert [store.get(document.id) for document in DOCUMENTS] == list(DOCUMENTS)
    assert list(store.list()) == list(DOCUMENTS)


@pytest.mark.parametrize(
    ("kind", "offset", "limit", "ids"),
    [
        (None, 0, 100, "abcd"),
        (None, 1, 2, "bc"),
        (None, 4, 2, ""),
        (Kind.ARTICLE, 0, 100, "ab"),
        (Kind.RESOLUTION, 1, 100, "d"),
    ],
)
def test_documents_are_listed_in_the_order_of_their_ids(store: Store, kind, offset: int, limit: int, ids: str) -> None:
    commit(store, *reversed(DOCUMENTS))
    assert [document.id for document in store.list(kind, offset, limit)] == list(ids)
    assert store.count(kind) == {None: 4, Kind.ARTICLE: 2, Kind.RESOLUTION: 2}[kind]


def test_a_version_is_there_from_its_moment_until_just_before_the_next(store: Store, article) -> None:
    commit(store, article(1), at=MONDAY)
    commit(store, article(1, "second"), at=TUESDAY)
    moment = timedelta(microseconds=1)
    assert store.get("doc-001", MONDAY - moment) is None
    assert store.get("doc-001", MONDAY) == article(1)
    assert store.get("doc-001", TUESDAY - moment) == article(1)
    assert store.get("doc-001", TUESDAY) == article(1, "second")
    assert store.get("doc-001") == article(1, "second")
    assert store.count() == 1


def test_a_change_before_the_last_one_is_refused(store: Store, article) -> None:
    commit(store, article(1), at=MONDAY)
    commit(store, article(1, "second"), at=TUESDAY)
    with store.reading() as connection:
        store.check_later(connection, ["doc-001", "doc-002"], microseconds(TUESDAY))
        with pytest.raises(ValueError, match=r"doc-001.*2026-03-03T09:00"):
            store.check_later(connection, ["doc-002", "doc-001"], microseconds(TUESDAY) - 1)
    with store.transaction() as connection:
        ((row, _),) = store.current(connection, ["doc-001"]).values()
        store.retire(connection, [row], microseconds(WEDNESDAY), 3)
    with store.reading() as connection, pytest.raises(ValueError, match="2026-03-04"):
        store.check_later(connection, ["doc-001"], microseconds(TUESDAY))


def test_an_error_in_a_transaction_leaves_nothing_of_it(store: Store, article) -> None:
    commit(store, article(1))

    def write() -> None:
        with store.transaction() as connection:
            store.insert(connection, [(article(2), "x", PASSAGES)], 0, store.state(connection))
            store.retire(connection, [0], 5, 2)
            store.commit_state(connection, State(2, 4, 2))
            raise KeyError

    with pytest.raises(KeyError):
        write()
    assert [document.id for document in store.list()] == ["doc-001"]
    with store.reading() as connection:
        assert store.state(connection) == State(1, 2, 1)


def test_a_reader_sees_one_state_whatever_is_committed_meanwhile(store: Store, path: Path, article) -> None:
    commit(store, article(1))
    other = Store(path, read_only=True)
    with other.reading() as connection:
        assert other.state(connection).documents == 1
        commit(store, article(2))
        assert other.state(connection).documents == 1
        assert len(other.document_columns(connection, 0)) == 1
        assert len(other.passage_columns(connection, 0)) == 2
    with other.reading() as connection:
        assert other.state(connection).documents == 2
    other.close()


def test_the_data_version_changes_exactly_when_another_has_committed(store: Store, path: Path, article) -> None:
    other = Store(path, read_only=True)
    with other.connect() as watch:
        first = other.data_version(watch)
        assert other.data_version(watch) == first
        commit(store, article(1))
        second = other.data_version(watch)
        assert second != first
        assert other.data_version(watch) == second
    other.close()


def test_any_number_of_ids_can_be_asked_for(store: Store, article) -> None:
    commit(store, article(1))
    # SQLite binds at most 32,766 values one by one, 250,000 where Debian has built it.
    ids = [f"doc-{number:03}" for number in range(260_000)]
    with store.reading() as connection:
        assert list(store.current(connection, ids)) == ["doc-001"]


def test_a_store_belongs_to_the_first_embedder_that_is_bound(store: Store, path: Path) -> None:
    store.bind("a")
    store.bind("a")
    with pytest.raises(StoreError, match=r"store\.sqlite was built with a, it cannot be opened with b"):
        store.bind("b")
    other = Store(path, read_only=True)
    other.bind("a")
    with pytest.raises(StoreError, match="built with a"):
        other.bind("b")
    other.close()


def test_many_that_make_the_same_store_at_once_make_one(path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        stores = list(pool.map(lambda _: Store(path, read_only=False), range(8)))
    for store in stores:
        store.close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT * FROM meta").fetchall() == [("schema", str(SCHEMA_VERSION))]
    connection.close()


@pytest.mark.parametrize("name", ["with space", "what?mode=memory", "a#b", "100%41", "नेट", "a&b=c"])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str, article) -> None:
    folder = tmp_path / name
    folder.mkdir()
    store = Store(folder / "store.sqlite", read_only=False)
    commit(store, article(1))
    store.close()
    assert [file.name for file in folder.iterdir()] == ["store.sqlite"]
    reader = Store(folder / "store.sqlite", read_only=True)
    assert reader.count() == 1
    reader.close()


def not_sqlite(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + b"a document, but no database " * 200)


def foreign(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE customer (name TEXT)")
    connection.close()


def foreign_with_meta(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE meta (colour TEXT)")
    connection.close()


def newer(path: Path) -> None:
    Store(path, read_only=False).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (str(SCHEMA_VERSION + 1),))
    connection.close()


def cut_short(path: Path) -> None:
    Store(path, read_only=False).close()
    path.write_bytes(path.read_bytes()[:5000])


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("spoil", [not_sqlite, foreign, foreign_with_meta, newer, cut_short])
def test_what_is_not_a_store_of_ours_is_refused_by_name_and_left_alone(
    path: Path, spoil: Callable[[Path], None], read_only: bool
) -> None:
    spoil(path)
    content = path.read_bytes()
    with pytest.raises(StoreError, match=r"store\.sqlite"):
        Store(path, read_only=read_only)
    assert path.read_bytes() == content


def test_a_newer_schema_is_refused_with_both_numbers(path: Path) -> None:
    newer(path)
    with pytest.raises(StoreError, match=f"schema {SCHEMA_VERSION + 1}, this version reads {SCHEMA_VERSION}"):
        Store(path, read_only=True)


@pytest.mark.parametrize("exists", ["nothing", "an empty file"])
def test_a_reader_makes_no_store(path: Path, exists: str) -> None:
    if exists == "an empty file":
        path.touch()
    with pytest.raises(StoreError, match=r"store\.sqlite"):
        Store(path, read_only=True)
    assert not path.exists() or path.stat().st_size == 0


def test_a_reader_cannot_write(store: Store, path: Path, article) -> None:
    commit(store, article(1))
    reader = Store(path, read_only=True)
    with pytest.raises(StoreError, match=r"store\.sqlite was opened read-only"):
        reader.check_writable()
    with pytest.raises(OperationalError, match="readonly"):
        commit(reader, article(2))
    reader.close()
    assert store.count() == 1


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))
def test_microseconds_lose_nothing(moment: datetime) -> None:
    since = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds(moment))
    assert since == moment


def test_a_moment_without_a_zone_is_utc() -> None:
    india = timezone(timedelta(hours=5, minutes=30))
    assert microseconds(datetime(2026, 1, 1, 0, 0)) == microseconds(datetime(2026, 1, 1, 5, 30, tzinfo=india))


@pytest.mark.parametrize(
    ("day", "number"), [(date(1970, 1, 1), 0), (date(1969, 12, 31), -1), (date(2000, 1, 1), 10957)]
)
def test_days_are_counted_from_1970(day: date, number: int) -> None:
    assert days(day) == number


def test_forever_is_after_every_moment() -> None:
    assert microseconds(datetime.max.replace(tzinfo=UTC)) < FOREVER


CHANGES = {"id": "z", "title": "z", "body": "z", "version": 2, "product": "z", "symptoms": ("z",), "etom": "1.1"}


@pytest.mark.parametrize("field", CHANGES)
def test_a_change_of_any_field_changes_the_digest(field: str) -> None:
    document = Article(id="a", title="t", body="b")
    assert digest(document) == digest(Article(id="a", title="t", body="b"))
    assert digest(document) != digest(document.model_copy(update={field: CHANGES[field]}))
