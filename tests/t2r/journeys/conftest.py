"""The operator of the tests of cases, and customers whose records are in its database."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from t2r.customers import keeping
from t2r.customers.desk import CustomerDesk
from t2r.customers.directory import Embedded
from t2r.customers.tables import Customer
from tests.t2r.cases.conftest import (  # noqa: F401
    Clock,
    bench,
    clock,
    codes,
    database,
    flows,
    one_database,
    opened,
    operator,
    session,
)
from tests.t2r.customers.conftest import ASHA, Recorder


@pytest.fixture
def desk(database: Engine, clock: Clock) -> CustomerDesk:  # noqa: F811
    return CustomerDesk(database, Embedded(database), Recorder(), now=clock)


@pytest.fixture
def asha(desk: CustomerDesk) -> Customer:
    return keeping.create(desk, ASHA, "crm")[0]
