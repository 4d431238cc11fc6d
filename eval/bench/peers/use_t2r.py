"""This project's search and ingestion, for `run.py`."""

# mypy: disable-error-code="import-not-found"
# (`files` is found beside this file, which is run as a script.)

import itertools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import files
import numpy as np

from knowledge import Article, KnowledgeBase
from knowledge.embedding import OnnxEmbedder, Vectors
from t2r.settings import Settings

PACKAGES = ("t2r", "onnxruntime", "faiss-cpu", "tantivy")


class Prepared:
    """The prepared vectors under another embedder's name; a text that has none is an error."""

    def __init__(self, embedder: OnnxEmbedder, texts: Sequence[str], vectors: Vectors) -> None:
        self.name, self.dimension = embedder.name, embedder.dimension
        self._rows = {text: row for row, text in enumerate(texts)}
        self._vectors = vectors

    def embed(self, texts: Sequence[str]) -> Vectors:
        """The prepared row of each text."""
        return np.asarray(self._vectors[[self._rows[text] for text in texts]])


def search(job: Mapping[str, Any]) -> Callable[[str], int]:
    """A base on disk with the corpus in it; queries are embedded as they are in service."""
    embedder = OnnxEmbedder.load(model_dir=Settings().model_dir)
    rows = files.passages(job)
    folder = Path(job["scratch"]) / "t2r-search"
    with KnowledgeBase.open(folder, embedder=Prepared(embedder, files.texts(rows), files.vectors(job))) as base:
        base.add((Article(**row) for row in rows), redact=False)
    reader = KnowledgeBase.open(folder, embedder=embedder, read_only=True)
    return lambda query: len(reader.search(query, job["k"]).hits)


def ingest(job: Mapping[str, Any]) -> Callable[[list[dict[str, str]]], int]:
    """Everything an added document goes through, redaction included, into a new base on disk for each call."""
    embedder = OnnxEmbedder.load(model_dir=Settings().model_dir)
    number = itertools.count()

    def add(rows: list[dict[str, str]]) -> int:
        with KnowledgeBase.open(Path(job["scratch"]) / f"t2r-ingest-{next(number)}", embedder=embedder) as base:
            return base.add(Article(**row) for row in rows).passages

    return add
