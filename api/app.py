"""`create_app(settings)`: the one place where the web application is wired."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from importlib.metadata import version
from ipaddress import ip_address
from pathlib import Path

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from filelock import FileLock
from starlette.responses import FileResponse

from api import problems
from api.bench import embedder, open_bench
from api.desk import Desk
from api.gate import THREADS, Gate
from api.metrics import Metrics
from api.middleware import BodyLimit, Edge, KnownHosts
from api.pops import PopBoard
from api.routes import (
    answers,
    cases,
    cti,
    diagnostics,
    documents,
    feedback,
    interactions,
    operations,
    problem_management,
    reading,
    search,
    signin,
)
from api.routes import map as network_map
from api.services import Services
from api.sessions import SessionStore
from api.tending import tending
from api.tokens import TokenStore
from knowledge import KnowledgeBase
from t2r.assistant import Assistant
from t2r.cti.platforms import SHIPPED, Platforms
from t2r.database import open_database
from t2r.feedback import FeedbackStore
from t2r.settings import Settings

STATIC = Path(__file__).parent / "static"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
MEGABYTE = 1_000_000
MAX_BODY = 2 * MEGABYTE
MAX_DOCUMENT = 10 * MEGABYTE  # an article of 2,000,000 characters, at four bytes and some escapes
MAX_BULK = 64 * MEGABYTE
BODY_LIMITS = {
    path + suffix: limit
    for path in ("/v1/articles", "/v1/resolutions")
    for suffix, limit in (("", MAX_DOCUMENT), ("/bulk", MAX_BULK))
}


def create_app(settings: Settings, *, serving: bool = False) -> FastAPI:
    """The web application. Opens the knowledge base and the database when it starts, closes them when it stops.

    `serving`: it also does beside its requests what takes long or comes again and again (api.tending).
    """
    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = THREADS
        database = open_database(settings.database)
        bench = open_bench(settings, database, desk := Desk(settings))
        with open_knowledge(settings) as knowledge:
            desk.open_early(lambda article: knowledge.get(article) is not None)
            app.state.services = services = Services(
                settings=settings,
                knowledge=knowledge,
                assistant=Assistant(knowledge, settings),
                desk=desk,
                feedback=FeedbackStore(database),
                bench=bench,
                platforms=Platforms.load(settings.cti_platforms or SHIPPED),
                pops=PopBoard(database),
                tokens=TokenStore(database),
                sessions=SessionStore(database),
                metrics=metrics,
                gate=Gate(),
                write_lock=FileLock(settings.data_dir / "documents.lock"),
            )
            async with services.pops:
                with tending(services) if serving else nullcontext():
                    yield
        database.dispose()

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
    # The last one added is the outermost.
    app.add_middleware(BodyLimit, default=MAX_BODY, by_path=BODY_LIMITS)
    if is_loopback(settings.host):
        app.add_middleware(KnownHosts, hosts=LOOPBACK)
    app.add_middleware(Edge, metrics=metrics, map_style=settings.map_style)
    for module in (
        answers,
        cases,
        problem_management,
        interactions,
        cti,
        diagnostics,
        network_map,
        search,
        reading,
        feedback,
        signin,
        operations,
    ):
        app.include_router(module.router)
    app.include_router(documents.articles)
    app.include_router(documents.resolutions)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")

    @app.get("/", include_in_schema=False)
    def page() -> FileResponse:
        return FileResponse(STATIC / "index.html", headers={"Cache-Control": "no-cache"})

    return app


def open_knowledge(settings: Settings) -> KnowledgeBase:
    """The knowledge base of these settings, with the model of these settings."""
    return KnowledgeBase.open(settings.knowledge_path, embedder=embedder(settings.model_dir))


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server on `host`."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
