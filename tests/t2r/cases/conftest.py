"""A database for cases, on SQLite and on PostgreSQL in turn; each test finds it empty."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from t2r.cases.changing import begin
from t2r.cases.codes import Codes, Level, Priority, Severity
from t2r.cases.tables import Case
from t2r.database import Base, open_database, writing

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def one_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    create: Callable[[], str] | None = request.getfixturevalue("postgresql") if request.param == "postgresql" else None
    engine = open_database(create() if create else tmp_path_factory.mktemp("cases") / "t2r.sqlite")
    yield engine
    engine.dispose()


@pytest.fixture
def database(one_database: Engine) -> Iterator[Engine]:
    yield one_database
    with writing(one_database) as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(table.delete())


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    """One transaction, undone at the end."""
    with Session(database, expire_on_commit=False) as session:
        yield session


@pytest.fixture(scope="session")
def codes() -> Codes:
    return Codes.load()


@pytest.fixture
def opened() -> Callable[..., Case]:
    """A case as it is after the first words, with nothing done yet."""

    def make(session: Session, **given: Any) -> Case:
        about: dict[str, Any] = {
            "words": "no internet",
            "line": "919800000001",
            "channel": "phone",
            "severity": Severity.MINOR,
            "impact": Level.LOW,
            "urgency": Level.MEDIUM,
            "priority": Priority.LOW,
            "opened_at": NOON,
            "updated_at": NOON,
        }
        case = Case(**about | given)
        begin(session, case, "asha", NOON)
        return case

    return make
