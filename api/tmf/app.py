"""The TM Forum part of the web application: an application of its own below `/tmf-api`, with its errors and its OpenAPI document."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.datastructures import State
from starlette.routing import Mount

from api.tmf import errors, openapi, routes
from api.tmf.apis import APIS


def create(state: State) -> FastAPI:
    """The part; it shares the state of the whole, where what it works with is found."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url="/openapi.json", redirect_slashes=False)
    app.state = state
    errors.install(app)
    app.router.routes.extend(_router().routes)
    app.openapi = described  # type: ignore[method-assign]
    return app


def mounted(state: State) -> Mount:
    """The part at its address, whatever an id in the path holds, a line break included: its errors are its own."""
    mount = Mount("/tmf-api", create(state), name="tmf")
    mount.path_regex = re.compile(mount.path_regex.pattern, re.DOTALL)
    return mount


@cache
def _router() -> APIRouter:
    """The routes of all APIs, which know no state: some 480, made once, as that takes half a second."""
    router = APIRouter()
    for api in APIS:
        routes.add(router, api)
    return router


@cache
def described() -> dict[str, Any]:
    """The OpenAPI document."""
    return openapi.document(APIS)
