"""What the tests of the evaluation share: an embedder without a model, and a small knowledge base."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge import Article, KnowledgeBase
from knowledge.embedding import Vectors

ARTICLES = (
    Article(
        id="apn",
        title="Mobile data does not work because the APN is wrong",
        body="The APN decides which net the phone reaches.\n\n1. Open Access point names.\n2. Set the APN to jionet.",
    ),
    Article(
        id="bill",
        title="The bill is higher than last month",
        body="Roaming is charged from the first minute. A bill shows each call abroad on page 3.",
    ),
    Article(id="sim", title="SIM not found", body="Take the SIM card out and clean it. Restart the phone."),
)


class WordEmbedder:
    """Each word a direction: texts are near when they share words. Counts the texts it was given."""

    name = "words"
    dimension = 64

    def __init__(self) -> None:
        self.embedded = 0

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.embedded += len(texts)
        vectors = np.full((len(texts), self.dimension), 1e-6, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()):
                vectors[row, zlib.crc32(word.encode()) % self.dimension] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture
def embedder() -> WordEmbedder:
    return WordEmbedder()


@pytest.fixture
def articles() -> tuple[Article, ...]:
    return ARTICLES


@pytest.fixture
def base(tmp_path: Path, embedder: WordEmbedder) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(tmp_path / "base", embedder=embedder) as opened:
        opened.add(ARTICLES)
        yield opened
