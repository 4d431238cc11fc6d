"""What the commands of `t2r eval` have in common: their options, and how a known failure ends them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, ParamSpec

import typer

from eval.inputs import InputError
from knowledge.store import StoreError
from knowledge.weights import WeightsError

P = ParamSpec("P")

Html = Annotated[Path | None, typer.Option("--html", help="Write a self-contained report here.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def at_the_edge(command: Callable[P, None]) -> Callable[P, None]:
    """Known failures become one line on stderr and exit status 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except (InputError, StoreError, WeightsError, OSError) as error:
            typer.echo(f"t2r eval: {error}", err=True)
            raise typer.Exit(1) from error

    return run
