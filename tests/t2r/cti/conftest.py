"""A database for calls, on SQLite and on PostgreSQL in turn, which each test finds empty."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine

from t2r.cti.platforms import Platforms
from t2r.database import Base, open_database, writing


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def one_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    create: Callable[[], str] | None = request.getfixturevalue("postgresql") if request.param == "postgresql" else None
    engine = open_database(create() if create else tmp_path_factory.mktemp("calls") / "t2r.sqlite")
    yield engine
    engine.dispose()


@pytest.fixture
def database(one_database: Engine) -> Iterator[Engine]:
    yield one_database
    with writing(one_database) as session:
        for table in reversed(Base.metadata.sorted_tables):
            if not table.name.startswith("audit"):  # nothing is taken out of the audit log
                session.execute(table.delete())


@pytest.fixture(scope="session")
def platforms() -> Platforms:
    return Platforms.load()
