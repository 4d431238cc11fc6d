"""The database is the same on SQLite and PostgreSQL, new or old, and however many open it at once."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, MetaData, Table, func, insert, literal, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.audit import AuditEntry
from api.sessions import ApiSession
from api.tokens import ApiToken
from api.widget_tokens import WidgetToken
from t2r.cases.codes import Level, Priority, Severity
from t2r.cases.tables import Case, Direction, Interaction, OutboxEvent
from t2r.cti.calls import Standing
from t2r.cti.tables import CtiCall, CtiPop
from t2r.customers.tables import Customer
from t2r.database import Base, UtcDateTime, open_database, writing
from t2r.feedback import FeedbackStore
from t2r.journeys.tables import Submitted
from t2r.learning.tables import Reviewed
from t2r.operator_systems.tables import OperatorSystem
from t2r.orders.tables import Order
from t2r.problems import life
from t2r.problems.tables import Life
from t2r.processes.tables import DeployedProcess
from t2r.tmf.tables import Record

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """A place for a database that is not there yet."""
    if request.param == "sqlite":
        return tmp_path / "a folder, 100% new?" / "t2r.sqlite"
    create: Callable[[], str] = request.getfixturevalue("postgresql")
    return create()


@pytest.fixture
def engine(where: Path | str) -> Iterator[Engine]:
    engine = open_database(where)
    yield engine
    engine.dispose()


def token(name: str) -> dict[str, Any]:
    return {"id": name, "name": name, "hash": "", "scopes": "admin", "created_at": NOON, "expires_at": NOON}


def names(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(select(ApiToken.name).order_by(ApiToken.name)))


def differences(connection: Connection) -> list[Any]:
    """What the code expects of the database and the migrations have not made, or the other way round."""

    def is_of_it(thing: Any, _name: object, kind: str, *_: object) -> bool:
        return kind != "index" or thing.info.get("only", connection.dialect.name) == connection.dialect.name

    options = {"compare_type": True, "include_object": is_of_it}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata))


def test_the_migrations_make_the_tables_that_the_code_expects(engine: Engine) -> None:
    loaded = set(Base.metadata.tables)
    ours = {
        ApiSession,
        AuditEntry,
        Case,
        CtiCall,
        Customer,
        DeployedProcess,
        Life,
        OperatorSystem,
        Order,
        Record,
        Reviewed,
        Submitted,
        WidgetToken,
    }
    assert {each.__tablename__ for each in ours} <= loaded  # all modules with tables
    with engine.connect() as connection:
        assert not differences(connection)


def test_opening_it_again_changes_nothing(where: Path | str, engine: Engine) -> None:
    with writing(engine) as session:
        session.execute(insert(ApiToken), token("crm"))
    again = open_database(where)
    assert names(again) == ["crm"]
    again.dispose()


def test_a_file_from_before_migrations_keeps_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "t2r.sqlite"
    old = sqlite3.connect(path)
    old.execute(
        "CREATE TABLE feedback (number INTEGER NOT NULL PRIMARY KEY, at DATETIME NOT NULL, principal VARCHAR NOT NULL, "
        "answer_id VARCHAR NOT NULL, document_id VARCHAR, displayed BOOLEAN, clicked BOOLEAN, copied BOOLEAN, "
        "correct BOOLEAN, document_correct BOOLEAN, document_clear BOOLEAN, comment TEXT)"
    )
    old.execute("CREATE INDEX ix_feedback_answer_id ON feedback (answer_id)")
    old.execute("INSERT INTO feedback VALUES (7,'2026-05-01 12:00:00','asha','a',NULL,1,NULL,NULL,1,NULL,NULL,NULL)")
    old.commit()
    old.close()
    engine = open_database(path)
    ((principal, kept),) = FeedbackStore(engine).list()
    assert (principal, kept.correct) == ("asha", True)
    with engine.connect() as connection:
        assert not differences(connection)
    engine.dispose()


def opened_as(where: Path | str, revision: str) -> Engine:
    """The database as an earlier version of this program made it."""
    upgrade = command.upgrade
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "upgrade", lambda config, _: upgrade(config, revision))
        return open_database(where)


def old_row(connection: Connection, table: str, **given: Any) -> None:
    """A row of a table as it was then; what must have a value and is given none has any."""
    some = {int: 0, bool: False, str: "", datetime: NOON, dict: {}, object: {}}
    its = Table(table, MetaData(), autoload_with=connection)
    needed = [column for column in its.columns if not column.nullable and not column.primary_key]
    connection.execute(insert(its).values({each.name: some[each.type.python_type] for each in needed} | given))


def test_service_problems_that_were_records_become_cases(where: Path | str) -> None:
    engine = opened_as(where, "0010")
    body = {"description": "packet loss", "status": "resolved", "priority": 1, "category": "c"}
    with writing(engine) as session:
        session.add_all(
            Record(kind="serviceProblem", id=id, body=body, created_at=NOON, updated_at=NOON + timedelta(hours=1))
            for id in ("theirs", "outage-7")
        )
    engine.dispose()
    again = open_database(where)
    with Session(again) as session:
        (case,) = session.scalars(select(Case))
        assert (case.kind, case.words, case.status, case.priority) == ("outage", "packet loss", "resolved", "critical")
        assert (case.opened_at, case.outage, [each.status for each in case.history]) == (NOON, None, ["resolved"])
        assert case.problem == {
            "category": "c",
            "priority": 1,
            "externalIdentifier": [
                {"@type": "ExternalIdentifier", "id": "theirs", "externalIdentifierType": "formerId"}
            ],
        }
        assert not session.scalar(select(func.count()).where(Record.kind == "serviceProblem"))
        life.follow(session, case.id, NOON + timedelta(hours=2))
    again.dispose()


def a_case(**more: Any) -> Case:
    levels = {"severity": Severity.MAJOR, "impact": Level.LOW, "urgency": Level.LOW, "priority": Priority.LOW}
    return Case(words="no signal", channel="phone", opened_at=NOON, updated_at=NOON, **levels, **more)


def an_interaction(**more: Any) -> Interaction:
    return Interaction(
        channel="phone", direction=Direction.INBOUND, reason="no signal", agent="asha", started_at=NOON, **more
    )


def an_order(**more: Any) -> Order:
    return Order(digest="d", channel="phone", rank_at=NOON, captured_at=NOON, updated_at=NOON, **more)


def all_of_it(path: Path) -> tuple[dict[str, list[Any]], set[Any]]:
    """Every row of every table, and what is attached to them."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        ours = [name for name in tables if name not in ("alembic_version", "sqlite_sequence")]
        rows = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in ours}
        attached = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type <> 'table'")
        return rows, set(attached)


def test_tables_made_anew_keep_their_rows_what_points_to_them_and_what_is_attached(tmp_path: Path) -> None:
    path = tmp_path / "t2r.sqlite"
    engine = opened_as(path, "0015")
    with engine.begin() as connection:
        old_row(connection, "cases", id=1, ticket={"severity": "Grave"})
        old_row(connection, "cases", id=2, parent_id=1)
        for name, more in (("case_status", {}), ("case_trace", {"seq": 1}), ("interaction", {}), ("orders", {})):
            old_row(connection, name, case_id=2, **more)
    engine.dispose()
    before = all_of_it(path)
    assert all(before[0][name] for name in ("cases", "case_status", "case_trace", "interaction", "orders"))
    again = opened_as(path, "0016")
    assert all_of_it(path) == before
    with again.connect() as connection:
        assert not connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    again.dispose()


def test_how_far_a_process_has_followed_its_case_moves_to_the_case(where: Path | str) -> None:
    engine = opened_as(where, "0017")
    with engine.begin() as connection:
        for id in (1, 2, 3):
            old_row(connection, "cases", id=id, traced=5)
        old_row(connection, "problem_life", case_id=2, followed=4)
        old_row(connection, "problem_life", case_id=3, followed=5, ended=True)
    engine.dispose()
    again = open_database(where)
    with again.connect() as connection:
        assert connection.scalars(select(Case.followed).order_by(Case.id)).all() == [-1, 4, None]
    again.dispose()


@pytest.mark.parametrize(
    ("row", "key"),
    [
        (a_case, "id"),
        (an_interaction, "id"),
        (an_order, "id"),
        (lambda: OutboxEvent(key="case:1", type="t", topic="alarm", at=NOON, envelope={}), "id"),
        (lambda: CtiPop(at=NOON, agent="asha", conn_id="c", standing=Standing.RINGING), "id"),
        (lambda: Record(kind="alarm", body={}, created_at=NOON, updated_at=NOON), "number"),
    ],
)
def test_the_id_of_a_deleted_row_is_given_to_none_after_it(engine: Engine, row: Callable[[], Any], key: str) -> None:
    given = []
    for _ in range(2):
        with writing(engine) as session:
            made = row()
            session.add(made)
            session.flush()
            given.append(getattr(made, key))
            session.delete(made)
    assert given[0] < given[1]


@pytest.mark.slow
def test_several_processes_may_open_a_new_one_at_once(where: Path | str) -> None:
    place = f"Path({str(where)!r})" if isinstance(where, Path) else repr(where)
    code = f"from pathlib import Path; from t2r.database import open_database; open_database({place})"
    running = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(2)]
    assert [process.wait() for process in running] == [0, 0]


def test_a_database_of_a_newer_version_is_refused(where: Path | str, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ValueError, match="another version"):
        open_database(where)


@pytest.mark.parametrize(
    ("url", "error", "words"),
    [
        ("no url", ValueError, "database_url: is no URL"),
        ("mysql://root@host/db", ValueError, "neither postgresql nor sqlite"),
        ("sqlite://", ValueError, "sqlite with a file"),
        ("postgresql://asha:hunter2@127.0.0.1:1/t2r", ConnectionError, "cannot be opened"),
    ],
)
def test_a_wrong_url_is_named_without_its_password(url: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words) as raised:
        open_database(url)
    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=5, minutes=30))])
def test_a_moment_comes_back_in_utc(engine: Engine, zone: timezone) -> None:
    moment = NOON.astimezone(zone)
    with engine.connect() as connection:
        back = connection.scalar(select(literal(moment, UtcDateTime)))
    assert back == moment
    assert back.utcoffset() == timedelta()


def test_what_fails_leaves_nothing(engine: Engine) -> None:
    def twice() -> None:
        with writing(engine) as session:
            session.execute(insert(ApiToken), token("crm"))
            session.execute(insert(ApiToken), token("crm"))

    with pytest.raises(IntegrityError):
        twice()
    assert names(engine) == []


def test_who_reads_and_then_writes_waits_for_who_writes(engine: Engine) -> None:
    """Each adds one to what it has read; without a turn of their own some would be lost or fail."""

    def add() -> None:
        for _ in range(5):
            with writing(engine) as session:
                if engine.dialect.name == "postgresql":
                    session.execute(text("LOCK TABLE api_token IN EXCLUSIVE MODE"))
                number = session.scalar(select(func.count()).select_from(ApiToken))
                session.execute(insert(ApiToken), token(f"{number:03}"))

    threads = [threading.Thread(target=add) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names(engine) == [f"{number:03}" for number in range(15)]
