"""A whole system in this process, tried as `t2r eval conformance` tries a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.tending import relay
from api.tokens import Scope
from eval.etom.instance import Answer, Instance
from t2r.settings import Settings
from tests.api.conftest import knowledge_folder, make_settings, token_for  # noqa: F401

BASE = "http://127.0.0.1:8000"


class InProcess:
    """Sends requests to an app in this process."""

    def __init__(self, client: TestClient, token: str) -> None:
        self._client, self._token = client, token

    def send(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Answer:
        if method == "GET":  # what is done beside the requests, and nobody is told outside
            relay(self._client.app.state.services, lambda *_: None)  # type: ignore[attr-defined]
        given = {"Authorization": f"Bearer {self._token}", **(headers or {})}
        response = self._client.request(method, path, json=body, headers=given)
        try:
            told = response.json() if response.content else None
        except ValueError:
            told = response.text
        return Answer(response.status_code, told, dict(response.headers))


@pytest.fixture(scope="module")
def served(make_settings: Callable[..., Settings], token_for: Callable[..., str]) -> Iterator[Instance]:  # noqa: F811
    settings = make_settings(catalogue="t2r.simulated.customers:tools_of")
    with TestClient(create_app(settings), base_url=BASE) as client:
        yield Instance(InProcess(client, token_for(settings, *Scope)), settings.database)
