"""`t2r cti`: telephone systems connected."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from t2r.cti.softphone import keep_forwarding

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="Connect a telephone system.",
)


@app.callback()
def _app() -> None:
    """Connect a telephone system."""


@app.command()
def baresip(
    token_file: Annotated[
        typer.FileText, typer.Option(help="File with a token of the scope cti:write; - reads it from stdin")
    ],
    host: Annotated[str, typer.Option(help="Where the softphone's ctrl_tcp listens")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 4444,
    url: Annotated[str, typer.Option(help="The server")] = "http://127.0.0.1:8000",
    agent: Annotated[str | None, typer.Option(help="Whose softphone it is; else its seat says so")] = None,
) -> None:
    """Tell the server of the calls of a baresip softphone, until interrupted; a line of JSON for each event."""
    token = token_file.read().strip()
    for result in keep_forwarding(host, port, url, token, agent):
        typer.echo(json.dumps(result))
