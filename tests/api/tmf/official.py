"""The official files of TM Forum, where they are: what our answers are held against."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from t2r.tmf import compact

FOLDER = Path(__file__).parents[4] / "shared" / "spec" / "tmf"


def folder() -> Path:
    """Where they are; skips without them."""
    if not FOLDER.is_dir():
        pytest.skip(f"the official files are not at {FOLDER}")
    return FOLDER


@cache
def _document(key: str) -> dict[str, Any]:
    (file,) = [each for each in folder().iterdir() if compact.key(each.name) == key]
    read: dict[str, Any] = _several(compact.read(file))
    return read


def _several(value: Any) -> Any:
    """`oneOf` goes with a discriminator, which JSON Schema does not know: without it several may hold."""
    if isinstance(value, dict):
        return {"anyOf" if name == "oneOf" else name: _several(each) for name, each in value.items()}
    return [_several(each) for each in value] if isinstance(value, list) else value


@cache
def _validator(key: str, schema: str) -> Draft202012Validator:
    document = _document(key)
    where = f"#/definitions/{schema}" if "definitions" in document else f"#/components/schemas/{schema}"
    return Draft202012Validator({"$ref": where, **document})


def errors(key: str, schema: str, value: Any) -> list[str]:
    """What is wrong with an answer by the official schema of that name."""
    found = _validator(key, schema).iter_errors(value)
    return [f"{'.'.join(map(str, each.absolute_path))}: {each.message[:200]}" for each in found]
