"""The TM Forum part of the web application: an application of its own below `/tmf-api`, with its errors and its OpenAPI document."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import FastAPI
from starlette.datastructures import State

from api.tmf import errors, openapi, routes
from api.tmf.apis import APIS


def create(state: State) -> FastAPI:
    """The part; it shares the state of the whole, where what it works with is found."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url="/openapi.json", redirect_slashes=False)
    app.state = state
    errors.install(app)
    for api in APIS:
        routes.add(app, api)
    app.openapi = described  # type: ignore[method-assign]
    return app


@cache
def described() -> dict[str, Any]:
    """The OpenAPI document."""
    return openapi.document(APIS)
