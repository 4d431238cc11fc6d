"""An app on each database, and somebody who may do everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.tokens import Scope
from t2r.settings import Settings

BASE = "http://127.0.0.1:8000"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def crm(
    request: pytest.FixtureRequest, make_settings: Callable[..., Settings], token_for: Callable[..., str]
) -> Iterator[TestClient]:
    """Another system that may do everything, on each database."""
    url = request.getfixturevalue("new_postgresql")() if request.param == "postgresql" else None
    settings = make_settings(database_url=url, callback_hosts="subscriber.example")
    headers = {"Authorization": f"Bearer {token_for(settings, Scope.ADMIN)}"}
    with TestClient(create_app(settings), base_url=BASE, headers=headers) as client:
        yield client
