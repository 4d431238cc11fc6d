"""`create_app(settings)`: the one place where the web application is wired."""

from __future__ import annotations

import gzip
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from functools import lru_cache, partial
from importlib.metadata import version
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from anyio import to_thread
from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.types import Scope

from api import problems
from api.audit import REASON
from api.code_flow import code_flow
from api.gate import THREADS
from api.identity import identity_provider, split
from api.metrics import Metrics
from api.middleware import Audited, BodyLimit, Edge, KnownHosts, content_security_policy
from api.roles import load as load_roles
from api.routes import (
    answers,
    audit,
    board,
    cases,
    cti,
    customers,
    deliveries,
    diagnostics,
    documents,
    evaluations,
    feedback,
    inbox,
    interactions,
    journeys,
    operations,
    operator_systems,
    orders,
    problem_management,
    reading,
    search,
    signin,
    widget_tokens,
)
from api.routes import map as network_map
from api.services import open_services
from api.tending import tending
from api.tmf import app as tmf
from t2r.settings import Settings

STATIC = Path(__file__).parent / "static"
TRUSTED_TYPES = "require-trusted-types-for 'script'; trusted-types lit-html default"  # default: core/trusted.ts
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
MEGABYTE = 1_000_000
MAX_BODY = 2 * MEGABYTE
MAX_DOCUMENT = 10 * MEGABYTE  # an article of 2,000,000 characters, at four bytes and some escapes
MAX_BULK = 64 * MEGABYTE
ORIGIN = re.compile(r"[\w.-]+(:\d+)?|\[[\da-fA-F:]+\](:\d+)?", re.ASCII)
CORS_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
CORS_SENT = ("Authorization", "Content-Type", "Idempotency-Key", "If-Match", "Last-Event-ID", REASON)
CORS_READ = ("ETag", "Link", "Location", "Retry-After", "X-Request-ID", "X-Result-Count", "X-Total-Count")
BODY_LIMITS = {
    path + suffix: limit
    for path in ("/v1/articles", "/v1/resolutions")
    for suffix, limit in (("", MAX_DOCUMENT), ("/bulk", MAX_BULK))
}


def create_app(settings: Settings, *, serving: bool = False) -> FastAPI:
    """The web application. Opens the knowledge base and the database when it starts, closes them when it stops.

    `serving`: it also does beside its requests what takes long or comes again and again (api.tending).
    """
    metrics, roles = Metrics(), load_roles(settings.roles)
    provider = identity_provider(settings, roles)
    flow = code_flow(settings, provider)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = THREADS
        with open_services(settings, metrics, roles, provider, flow) as services:
            app.state.services = services
            async with services.pops, services.board:
                with tending(services) if serving else nullcontext():
                    yield

    app = FastAPI(
        title="T2R assistant",
        version=version("t2r"),
        summary="Cited answers for telecom agents, and the knowledge they come from.",
        lifespan=lifespan,
        docs_url=None,  # FastAPI's page of the API loads its script from elsewhere; docs/api.md describes it
        redoc_url=None,
        redirect_slashes=False,
        separate_input_output_schemas=False,
        responses=problems.RESPONSES,
    )
    problems.install(app)
    ancestors = _origins("frame_ancestors", settings.frame_ancestors)
    _add_middleware(app, settings, metrics, ancestors)
    for module in (
        answers,
        audit,
        cases,
        problem_management,
        board,
        interactions,
        customers,
        journeys,
        deliveries,
        orders,
        cti,
        diagnostics,
        network_map,
        search,
        reading,
        feedback,
        inbox,
        evaluations,
        signin,
        widget_tokens,
        operations,
        operator_systems,
    ):
        app.include_router(module.router)
    app.include_router(documents.articles)
    app.include_router(documents.resolutions)
    app.router.routes.append(tmf.mounted(app.state))
    app.mount("/static", Assets(directory=STATIC), name="static")
    _add_pages(app, settings, ancestors)
    return app


def _add_middleware(app: FastAPI, settings: Settings, metrics: Metrics, ancestors: list[str]) -> None:
    """The last one added is the outermost."""
    app.add_middleware(Audited)
    app.add_middleware(BodyLimit, default=MAX_BODY, by_path=BODY_LIMITS)
    if origins := _origins("cors_origins", settings.cors_origins):
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=CORS_METHODS,
            allow_headers=CORS_SENT,
            expose_headers=CORS_READ,
        )
    if is_loopback(settings.host):
        app.add_middleware(KnownHosts, hosts=LOOPBACK)
    app.add_middleware(Edge, metrics=metrics, map_style=settings.map_style, frame_ancestors=ancestors)


def _add_pages(app: FastAPI, settings: Settings, ancestors: list[str]) -> None:
    policy = f"{content_security_policy(settings.map_style, ancestors)}; {TRUSTED_TYPES}"

    @app.get("/", include_in_schema=False)
    def page() -> FileResponse:
        """The workspace, under a policy that allows no markup made of strings."""
        headers = {"Cache-Control": "no-cache", "Content-Security-Policy": policy}
        return FileResponse(STATIC / "workspace.html", headers=headers)

    @app.get("/workspace", include_in_schema=False)
    def workspace() -> RedirectResponse:
        return RedirectResponse("/", 308)

    @app.get("/embed", include_in_schema=False)
    def embed() -> HTMLResponse:
        """One element for a frame in another page; which pages may have it, the policy and the page itself say."""
        page = (STATIC / "embed.html").read_text(encoding="utf-8")
        page = page.replace('name="t2r-framed-by" content=""', f'name="t2r-framed-by" content="{" ".join(ancestors)}"')
        return HTMLResponse(page, headers={"Cache-Control": "no-cache", "Content-Security-Policy": policy})


class Assets(StaticFiles):
    """What pages load: browsers keep what has a hash in its name, and ask again for all else, so that no two versions mix.

    It is compressed, each file once, for whoever takes that.
    """

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        is_kept = Path(path).parent.name == "chunks"
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if is_kept else "no-cache"
        response.headers.add_vary_header("Accept-Encoding")
        asked = Headers(scope=scope)
        if not isinstance(response, FileResponse) or "gzip" not in asked.get("accept-encoding", "") or "range" in asked:
            return response
        headers = response.headers
        body = await to_thread.run_sync(partial(zipped, str(response.path), headers["ETag"]))
        headers["Content-Encoding"] = "gzip"
        headers["ETag"] = f"W/{headers['ETag']}"  # the same file, not the same bytes
        del headers["Content-Length"], headers["Accept-Ranges"]
        return Response(body, headers=dict(headers))


@lru_cache(256)
def zipped(file: str, _version: str) -> bytes:
    """A file's content in this version, compressed."""
    return gzip.compress(Path(file).read_bytes(), mtime=0)


def _origins(setting: str, told: str) -> list[str]:
    """Origins, one by one. Raises ValueError for what is none: neither `*` nor a path has a place there."""
    origins = split(told)
    for origin in origins:
        url = urlsplit(origin)
        if (
            url.scheme not in {"http", "https"}
            or f"{url.scheme}://{url.netloc}" != origin
            or not ORIGIN.fullmatch(url.netloc)
        ):
            raise ValueError(f"{setting}: {origin!r} is no origin such as https://crm.example")
    return origins


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server on `host`."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
