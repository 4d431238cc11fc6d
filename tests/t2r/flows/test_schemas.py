"""The published JSON Schemas: equal to what the loader reads, and the shipped files are valid against them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from t2r.flows.files import SourceFile
from t2r.flows.schemas import schemas, write

PACKAGE = Path(__file__).parents[3] / "t2r" / "flows"
FILES = [
    *(("flow", path) for path in sorted((PACKAGE / "starter").glob("*.yaml")) if path.name != "vocabulary.yaml"),
    ("vocabulary", PACKAGE / "starter" / "vocabulary.yaml"),
    *(("binding", path) for path in sorted((PACKAGE / "bindings").glob("*.yaml"))),
]


def published(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((PACKAGE / "schema" / f"{name}.json").read_text(encoding="utf-8"))
    return found


def test_the_published_schemas_are_those_of_the_models(tmp_path: Path) -> None:
    write(tmp_path)
    for name in schemas():
        text = (PACKAGE / "schema" / f"{name}.json").read_text(encoding="utf-8")
        assert text == (tmp_path / f"{name}.json").read_text(encoding="utf-8"), (
            "python -m t2r.flows.schemas writes them"
        )


@pytest.mark.parametrize(("name", "path"), FILES, ids=lambda each: each.stem if isinstance(each, Path) else each)
def test_the_shipped_files_are_valid(name: str, path: Path) -> None:
    errors = [error.message for error in Draft202012Validator(published(name)).iter_errors(SourceFile(path).data)]
    assert errors == []


@pytest.mark.parametrize(
    "broken",
    [
        {"rungs": []},
        {"verify": 3},
        {"rungs": [{"check": ["No Name"]}]},
        {"rungs": [{"unknown": "maybe"}]},
        {"extra": 1},
    ],
)
def test_an_editor_sees_what_is_wrong(broken: dict[str, Any]) -> None:
    fine = {"flow": "a", "title": "A", "goal": "x", "verify": "x", "rungs": [{"check": "x"}]}
    validator = Draft202012Validator(published("flow"))
    assert list(validator.iter_errors(fine)) == []
    assert list(validator.iter_errors({**fine, **broken}))
