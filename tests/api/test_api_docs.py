"""docs/api.md tells of everything there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
import typer.core
from starlette.testclient import TestClient

from api.cli import serve, token
from api.problems import Problem
from api.tokens import Scope

DOCS = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


def test_every_route_is_documented(shared: TestClient) -> None:
    paths = shared.get("/openapi.json").json()["paths"]
    described = {path.replace("/v1/resolutions", "/v1/articles").replace("{id:path}", "{id}") for path in paths}
    assert not [path for path in described if path not in DOCS]


def test_every_metric_is_documented_and_none_besides(shared: TestClient) -> None:
    shared.post("/v1/answers", json={"question": "mobile data"})
    offered = {line.split()[2] for line in shared.get("/metrics").text.splitlines() if line.startswith("# TYPE")}
    ours = {name for name in offered if not name.endswith("_created")}
    assert ours == set(re.findall(r"`(t2r_[a-z_]+)` \|", DOCS))


@pytest.mark.parametrize("scope", list(Scope))
def test_every_scope_is_documented(scope: Scope) -> None:
    assert re.search(rf"^\|.*`{scope}`.* \|", DOCS, re.MULTILINE)


@pytest.mark.parametrize("problem", Problem.__subclasses__())
def test_every_status_is_documented(problem: type[Problem]) -> None:
    assert re.search(rf"^\| (\d+, )?{problem.status}(, \d+)? \|", DOCS, re.MULTILINE)


def test_every_command_and_option_is_documented() -> None:
    serving, tokens = typer.main.get_command(serve), typer.main.get_command(token)
    options = [option for parameter in serving.params for option in parameter.opts]
    assert not [option for option in options if option not in DOCS]
    assert isinstance(tokens, typer.core.TyperGroup)
    assert not [name for name in tokens.commands if f"t2r token {name}" not in DOCS]
