"""A small simulated operator, built once for all tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from diagnostics.sandbox import Built, World, build, create

SEED = 3


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("sandbox") / "world", SEED, "tiny")


@pytest.fixture(scope="session")
def world() -> World:
    return create(SEED, "small")


@pytest.fixture(scope="session")
def truth(built: Built) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(Path(built.truth).read_text(encoding="utf-8"))
    return told
