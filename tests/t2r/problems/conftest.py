"""The operator and database of the tests of cases."""

from __future__ import annotations

from tests.t2r.cases.conftest import (  # noqa: F401
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
