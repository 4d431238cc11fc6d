from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from t2r.processes.runner import Node


class Desk:
    """A host that notes what it is asked to do, and whose clock is set by hand."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
        self.did: list[str] = []
        self.trail: list[str] = []
        self.gives: dict[str, Mapping[str, Any]] = {}

    def now(self) -> datetime:
        return self.time

    def later(self, **span: float) -> None:
        self.time += timedelta(**span)

    def run(self, node: Node, data: Mapping[str, Any]) -> Mapping[str, Any]:
        self.did.append(node.id)
        return self.gives.get(node.id, {})

    def passed(self, node: Node, data: Mapping[str, Any]) -> None:
        self.trail.append(node.id)


@pytest.fixture
def desk() -> Desk:
    return Desk()
