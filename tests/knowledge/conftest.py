"""What the tests of the knowledge base share: an embedder without a model, and articles with a word of their own.

Tests that start other processes put this folder on their path and import the two from here.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from knowledge import Article, KnowledgeBase
from knowledge.embedding import Vectors


@dataclass(frozen=True)
class WordEmbedder:
    """Each word a direction: texts are as near as the words they share."""

    name: str = "words"
    dimension: int = 1024

    def embed(self, texts: Sequence[str]) -> Vectors:
        vectors = np.full((len(texts), self.dimension), 1e-3, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()):
                vectors[row, zlib.crc32(word.encode()) % self.dimension] += 1
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def numbered(number: int, edition: str = "first") -> Article:
    """An article that no other shares the words `qx<number>z` and `qx<number><edition>` with."""
    own = f"qx{number}z qx{number}{edition}"
    return Article(id=f"doc-{number:03}", title=f"Line {own}", body=f"The line {own} is down. Restart the modem {own}.")


@pytest.fixture(scope="session")
def embedder() -> WordEmbedder:
    return WordEmbedder()


@pytest.fixture(scope="session")
def article() -> Callable[..., Article]:
    return numbered


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "knowledge"


@pytest.fixture
def base(folder: Path, embedder: WordEmbedder) -> Iterator[KnowledgeBase]:
    """An empty base for writing."""
    with KnowledgeBase.open(folder, embedder=embedder) as opened:
        yield opened
