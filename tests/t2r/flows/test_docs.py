"""What `docs/flows.md` shows is true: its example runs as it stands, and its commands are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from t2r.flow import app
from t2r.flows import Flows
from t2r.flows.language import Rung

PAGE = (Path(__file__).parents[3] / "docs" / "flows.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(yaml|python)\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files of the example, in a folder of their own."""
    for kind, text in BLOCKS:
        if kind == "yaml":
            name = re.match(r"# (\S+)\n", text)
            assert name is not None
            (tmp_path / name[1]).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_fibre_example_solves_its_case(example: Path) -> None:
    program = next(text for kind, text in BLOCKS if kind == "python")
    names: dict[str, object] = {"__name__": "example"}
    exec(compile(program, "docs/flows.md", "exec"), names)
    trace = names["session"].trace  # type: ignore[attr-defined]
    assert [event.name for event in trace if event.what == "action"] == ["plug_in", "register", "restart"]


def test_the_fibre_example_can_be_checked_shown_and_exported(example: Path) -> None:
    files = ["--flows", "fibre-line.yaml", "--vocabulary", "vocabulary.yaml", "--binding", "binding.yaml"]
    assert Flows.load("fibre-line.yaml", vocabulary="vocabulary.yaml", binding="binding.yaml")
    for command in (["show", "fibre-line"], ["export", "fibre-line"], ["list"]):
        assert CliRunner().invoke(app, [*command, *files]).exit_code == 0
    checked = CliRunner().invoke(app, ["check", "fibre-line.yaml", *files[2:]])
    assert "binding binding.yaml: no mistakes; asked of people: power" in checked.output


def test_every_key_of_a_rung_is_explained() -> None:
    table = PAGE[PAGE.index("## A rung") : PAGE.index("## Expressions")]
    keys = {field.alias or name for name, field in Rung.model_fields.items()} - {"say"}
    assert {key for key in keys if f"`{key}`" not in table} == set()


def test_every_command_is_told() -> None:
    names = {command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands}
    assert {name for name in names if f"t2r flow {name}" not in PAGE} == set()
