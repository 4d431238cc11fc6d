"""A database for calls, on SQLite and on PostgreSQL in turn, which each test finds empty."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from t2r.cti.platforms import Platforms
from t2r.database import open_database
from tests.t2r.cases.conftest import empty


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def one_database(request: pytest.FixtureRequest) -> Iterator[Engine]:
    engine = open_database(request.getfixturevalue(f"new_{request.param}")())
    yield engine
    engine.dispose()


@pytest.fixture
def database(one_database: Engine) -> Iterator[Engine]:
    yield one_database
    empty(one_database)


@pytest.fixture(scope="session")
def platforms() -> Platforms:
    return Platforms.load()
