"""`t2r serve` and `t2r token`: the server, and who may use it."""

from __future__ import annotations

import getpass
import http.client
import json
import logging
import os
import socket
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from api.app import create_app, is_loopback
from api.audit import Act, AuditLog
from api.bench import open_bench
from api.code_flow import code_flow
from api.desk import Desk
from api.identity import identity_provider
from api.logs import configure
from api.metrics import SHARED
from api.roles import load as load_roles
from api.services import open_knowledge
from api.sessions import SessionStore
from api.tokens import Scope, TokenStore, Via
from t2r import starter
from t2r.database import open_database
from t2r.settings import Settings

log = logging.getLogger("t2r.serve")

# What the page needs, and no more: changing documents takes a token.
PAGE_SCOPES = (
    Scope.ANSWERS_READ,
    Scope.KNOWLEDGE_READ,
    Scope.FEEDBACK_WRITE,
    Scope.DIAGNOSTICS_READ,
    Scope.CASES_READ,
    Scope.CASES_WRITE,
    Scope.ORDERS_READ,
    Scope.ORDERS_WRITE,
    Scope.CUSTOMERS_READ,
    Scope.CUSTOMERS_WRITE,
    Scope.PROBLEMS_WRITE,
    Scope.EVALUATIONS_READ,
)

KEEP_ALIVE_SECONDS = 75  # a page asks again sooner than that, and need not connect anew

DataDir = Annotated[Path | None, typer.Option(help="Folder of the knowledge base and the database.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Scopes = Annotated[list[Scope], typer.Option("--scope", help="May be given several times.")]

serve = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
token = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="Make, list and revoke the tokens that programs call the API with, and links that sign a browser in.",
)


@serve.command()
def serve_until_interrupted(
    host: Annotated[str | None, typer.Option(help="Address to serve on; not loopback: needs a token.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = None,
    data_dir: DataDir = None,
    no_starter: Annotated[
        bool, typer.Option("--no-starter", help="Do not fill an empty base with the starter library.")
    ] = False,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes; one serves several cores already.")] = 1,
    as_json: Json = False,
) -> None:
    """Serve the page and the API until interrupted; prints a link that signs one browser in."""
    configure("INFO")
    settings = _settings(host=host, port=port, data_dir=data_dir)
    engine = open_database(settings.database)
    open_bench(settings, engine, Desk(settings))  # a mistake in rules, flows or codes is said here, with its line
    local = is_loopback(settings.host)
    provider = identity_provider(settings, load_roles(settings.roles))
    code_flow(settings, provider)
    if not local and provider is None and not TokenStore(engine).any_valid():
        raise ValueError(
            f"{settings.host} can be reached from other machines, so somebody must be let in first. Make a token:\n"
            "  t2r token create --name NAME --scope answers:read --scope knowledge:read --scope feedback:write"
        )
    with open_knowledge(settings) as knowledge:
        if not no_starter and not knowledge.count():
            log.info("the knowledge base is empty, adding the starter library (about a minute)")
            starter.ensure(knowledge)
    config = _config(settings, workers)
    listening = config.bind_socket()
    # asyncio sets it only on sockets made for IPPROTO_TCP by name, uvicorn's is not. Without it the body of a response waits
    # up to 40 ms for the client to acknowledge the head. Accepted connections inherit it.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    settings = settings.model_copy(update={"port": listening.getsockname()[1]})
    url = _url(settings)
    login = f"{url}/login?code={SessionStore(engine).new_code('local', PAGE_SCOPES)}" if local else None
    engine.dispose()
    announcement = json.dumps({"url": url, "login": login}) if as_json else _greeting(url, login)
    threading.Thread(target=_when_ready, args=(settings, lambda: typer.echo(announcement)), daemon=True).start()
    given = settings.model_dump(mode="json", exclude_none=True)
    os.environ.update(
        {
            f"T2R_{name.upper()}": json.dumps(value) if isinstance(value, dict) else str(value)
            for name, value in given.items()
        }
    )
    if workers == 1:
        uvicorn.Server(config).run(sockets=[listening])
        return
    with tempfile.TemporaryDirectory() as shared:
        os.environ[SHARED] = shared
        Multiprocess(config, [listening]).run()


def _config(settings: Settings, workers: int) -> uvicorn.Config:
    return uvicorn.Config(
        "api.cli:from_environment",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=workers,
        log_config=None,
        access_log=False,  # ours (api.logs) leaves the query string out, where the code of the login link is
        server_header=False,
        ws="websockets-sansio",
        ws_max_size=1_000_000,
        lifespan="on",
        timeout_graceful_shutdown=10,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
    )


def from_environment() -> FastAPI:
    """What each worker runs: the app, with the settings that `serve` put into its environment."""
    configure("INFO")
    return create_app(Settings(), serving=True)


def _when_ready(settings: Settings, announce: Callable[[], None]) -> None:
    """Call `announce` once the server answers."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - compared, not bound
    while True:
        connection = http.client.HTTPConnection(host, settings.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                announce()
                return
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()


def _url(settings: Settings) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}"


def _greeting(url: str, login: str | None) -> str:
    if login is None:
        return f"Serving on {url}"
    return f"Serving on {url}\nThis link signs one browser in, once:\n  {login}"


@token.command("create")
def create_token(
    name: Annotated[str, typer.Option(help="Who or what will use it.")],
    scope: Scopes,
    days: Annotated[int, typer.Option(min=1, max=3650, help="How long it is valid.")] = 365,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Make a token. It is printed this once; only its hash is kept."""
    made = _tokens(data_dir).create(name, scope, timedelta(days=days))
    _write_down("create", name, data_dir)
    typer.echo(json.dumps({"name": name, "token": made}) if as_json else made)


@token.command("rotate")
def rotate_token(
    name: Annotated[str, typer.Option(help="Whose token gets a new secret.")],
    grace_hours: Annotated[int, typer.Option(min=1, max=720, help="How long the one before it is good too.")] = 24,
    days: Annotated[int, typer.Option(min=1, max=3650, help="How long the new one is valid.")] = 365,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Give a token a new secret. Both are good until the grace is over, so that a program can change it without a gap."""
    made = _tokens(data_dir).rotate(name, timedelta(hours=grace_hours), timedelta(days=days))
    _write_down("rotate", name, data_dir)
    typer.echo(json.dumps({"name": name, "token": made}) if as_json else made)


@token.command("list")
def list_tokens(data_dir: DataDir = None, as_json: Json = False) -> None:
    """Every token: its name, scopes, and when it was made and runs out."""
    found = [
        {
            "name": each.name,
            "scopes": each.scopes,
            "created_at": each.created_at.isoformat(timespec="seconds"),
            "expires_at": each.expires_at.isoformat(timespec="seconds"),
        }
        for each in _tokens(data_dir).list()
    ]
    lines = ["\t".join(each.values()) for each in found]
    typer.echo(json.dumps(found) if as_json else "\n".join(lines))


@token.command("revoke")
def revoke_token(name: str, data_dir: DataDir = None) -> None:
    """Delete a token; it and the sessions that were started with it stop at once."""
    if not _tokens(data_dir).revoke(name):
        raise ValueError(f"there is no token named {name!r}")
    _write_down("revoke", name, data_dir)


@token.command("link")
def make_link(
    url: Annotated[str, typer.Option(help="Where the server is reached.")] = "",
    name: Annotated[str, typer.Option(help="Whom feedback is kept under.")] = "local",
    scope: Scopes = list(PAGE_SCOPES),  # noqa: B006 - typer copies it
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """Another link that signs one browser in, once, within the hour."""
    settings = _settings(data_dir=data_dir)
    code = SessionStore(open_database(settings.database)).new_code(name, scope)
    _write_down("link", name, data_dir)
    login = f"{(url or _url(settings)).rstrip('/')}/login?code={code}"
    typer.echo(json.dumps({"login": login}) if as_json else login)


def _settings(**given: Any) -> Settings:
    return Settings(**{name: value for name, value in given.items() if value is not None})


def _tokens(data_dir: Path | None) -> TokenStore:
    return TokenStore(open_database(_settings(data_dir=data_dir).database))


def _write_down(what: str, name: str, data_dir: Path | None) -> None:
    """Who changed whose access, in the audit log."""
    act = Act(getpass.getuser(), Via.CONSOLE, "RUN", f"t2r token {what}", subjects={f"tokens/{name}"})
    AuditLog(open_database(_settings(data_dir=data_dir).database)).append(act, 0)
