"""A small knowledge base of real articles and past cases, and an assistant on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge import KnowledgeBase, Resolution
from knowledge.embedding import OnnxEmbedder
from knowledge.loaders import Skipped, load
from t2r import Assistant, Settings

ARTICLES = Path(__file__).parents[2] / "knowledge" / "articles"
CHOSEN = (
    "calls-drop", "data-apn-wrong", "device-iphone-apn-network", "broadband-los-red", "sim-pin-puk-locked", "port-in-upc",
    "sms-otp-not-received", "roaming-data-off-abroad",
)  # fmt: skip

CAME_BACK = Resolution(
    id="case-101",
    symptom="Mobile data stopped after the customer changed the APN, no internet although calls work",
    cause_code="APN",
    product="mobile",
    steps=(
        "Used Reset to default in the APN menu to restore the built-in APN values of the SIM's operator",
        "Restarted the phone",
    ),
    outcome="Data worked for an hour. The customer called again the same evening.",
    reopened_within_7_days=True,
    closed_at=datetime(2026, 9, 1, tzinfo=UTC),
)
STAYED = Resolution(
    id="case-102",
    symptom="No mobile data after an APN change, calls fine",
    cause_code="PROV",
    product="mobile",
    steps=("Provisioning added the missing packet data profile in the HSS",),
    outcome="Data worked at once and stayed.",
    reopened_within_7_days=False,
    closed_at=datetime(2026, 9, 20, tzinfo=UTC),
)


@pytest.fixture(scope="session")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    items = list(load([ARTICLES / f"{name}.md" for name in CHOSEN]))
    documents = [item for item in items if not isinstance(item, Skipped)]
    assert len(documents) == len(CHOSEN)
    with KnowledgeBase.open(tmp_path_factory.mktemp("base"), embedder=OnnxEmbedder.load()) as base:
        base.add([*documents, CAME_BACK, STAYED])
        yield base


@pytest.fixture(scope="session")
def assistant(knowledge: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant(knowledge, Settings(data_dir=tmp_path_factory.mktemp("data"), chat_model=None))
