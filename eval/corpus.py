"""A knowledge base for the time of one evaluation, its embeddings kept between runs if a cache folder is given."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from eval.inputs import InputError
from eval.output import indexing
from knowledge.base import KnowledgeBase
from knowledge.documents import Document
from knowledge.embedding import Embedder, Vectors
from t2r.settings import Settings

Fill = Callable[[KnowledgeBase, Callable[[int], None]], object]
"""Adds documents to a base, telling how many are done."""


class CachedEmbedder:
    """Another embedder whose vectors are remembered, each under the hash of its text.

    Keyed by text, so that a change to chunking costs the changed passages only and never leaves a stale vector behind.
    """

    def __init__(self, embedder: Embedder) -> None:
        self.name = embedder.name
        self.dimension = embedder.dimension
        self._embedder = embedder
        self._vectors: dict[bytes, Vectors] = {}
        self._used: set[bytes] = set()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text; only texts not seen before go to the embedder."""
        keys = [hashlib.sha256(text.encode()).digest() for text in texts]
        self._used.update(keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._vectors}
        if missing:
            self._vectors.update(zip(missing, self._embedder.embed(list(missing.values())), strict=True))
        return np.stack([self._vectors[key] for key in keys]) if keys else np.empty((0, self.dimension), np.float32)

    def load(self, path: Path) -> None:
        """Read what an earlier run saved. Raises InputError where the file is not such a cache."""
        if not path.exists():
            return
        try:
            with path.open("rb") as file, np.load(file) as saved:
                keys, vectors = saved["keys"], saved["vectors"]
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            raise InputError(f"not a vector cache ({error}); delete it", path) from error
        if keys.shape != (len(vectors), 32) or vectors.shape[1:] != (self.dimension,):
            raise InputError("vectors of another model; delete it", path)
        self._vectors = {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}

    def save(self, path: Path) -> None:
        """Write the vectors that were asked for; a reader sees the old file or the new one, never a half."""
        path.parent.mkdir(parents=True, exist_ok=True)
        used = sorted(self._used)
        keys = np.frombuffer(b"".join(used), dtype=np.uint8).reshape(-1, 32)
        vectors = np.array([self._vectors[key] for key in used], dtype=np.float32).reshape(-1, self.dimension)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".npz", delete=False) as file:
            np.savez(file, keys=keys, vectors=vectors)
        os.replace(file.name, path)


@contextmanager
def temporary_base(fill: Fill, embedder: Embedder, *, corpus: str, cache: Path | None) -> Iterator[KnowledgeBase]:
    """A knowledge base in a temporary folder, filled by `fill` and then open for reading.

    With `cache`, vectors are kept there, in a file named by the model and by `corpus`.
    """
    with tempfile.TemporaryDirectory(prefix="t2r-eval-") as folder:
        caching = CachedEmbedder(embedder)
        saved = cache / f"{re.sub('[^A-Za-z0-9.]+', '-', f'{corpus}-{embedder.name}')}.npz" if cache else None
        if saved:
            caching.load(saved)
        with KnowledgeBase.open(Path(folder), embedder=caching) as base, indexing() as progress:
            fill(base, progress)
        if saved:
            caching.save(saved)
        # Opened again with the embedder itself, so that queries are embedded, and timed, as they are in service.
        with KnowledgeBase.open(Path(folder), embedder=embedder, read_only=True) as base:
            yield base


@contextmanager
def existing_base(data_dir: Path | None, embedder: Embedder) -> Iterator[KnowledgeBase]:
    """The knowledge base of a data folder, open for reading; that of the settings if none is named."""
    settings = Settings(data_dir=data_dir) if data_dir else Settings()
    with KnowledgeBase.open(settings.knowledge_path, embedder=embedder, read_only=True) as base:
        yield base


def unredacted(documents: Sequence[Document]) -> Fill:
    """Fills a base with a benchmark's documents; their text must stay as the benchmark's judges read it."""
    return lambda base, progress: base.add(documents, redact=False, progress=progress)
