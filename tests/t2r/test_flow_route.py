"""`t2r flow route`: the flow for each of the openings in a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from t2r.flow import app


def route(file: Path, *options: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["route", str(file), *options])
    return done.exit_code, done.stdout, done.stderr


def test_routes_as_json(tmp_path: Path) -> None:
    file = tmp_path / "openings.jsonl"
    texts = {
        "a": "I'm in France, my phone finds no network, my number is 98765 43210",
        "b": "hello",
        "c": "net slow hai",
    }
    file.write_text(
        "".join(f"{json.dumps({'id': id, 'text': text})}\n\n" for id, text in texts.items()), encoding="utf-8"
    )
    code, printed, _ = route(file, "--json")
    assert code == 0
    first, second, third = json.loads(printed)["routes"]
    assert (first["id"], first["flow"], first["ask"]) == ("a", "roaming", None)
    assert first["margin"] > 0.5
    assert first["slots"]["abroad"] is True
    assert first["slots"]["phone_number_e164"] == "+919876543210"
    assert (second["flow"], second["margin"], second["slots"]) == (None, 0, {})
    assert third["ask"].endswith("?")
    assert {"slow-data"} in [set(flows) for flows in third["answers"].values()]


def test_routes_in_words(tmp_path: Path) -> None:
    file = tmp_path / "openings.jsonl"
    file.write_text('{"id": 7, "text": "somebody stole my phone"}\n', encoding="utf-8")
    code, printed, _ = route(file)
    assert code == 0
    assert printed.startswith("7  lost-phone  margin ")
    assert "customers say it this way" in printed


@pytest.mark.parametrize("line", ["no json", "[]", '{"id": 1}', '{"text": "no id"}', '{"id": 1, "text": 2}'])
def test_a_wrong_line_is_told_with_its_number(tmp_path: Path, line: str) -> None:
    file = tmp_path / "openings.jsonl"
    file.write_text(f'{{"id": 1, "text": "hello"}}\n{line}\n', encoding="utf-8")
    code, printed, told = route(file, "--json")
    assert (code, printed) == (1, "")
    assert "line 2" in told
