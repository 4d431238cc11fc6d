"""txtai's hybrid index (FAISS, BM25, content in SQLite), for `run.py`."""

# mypy: disable-error-code="import-not-found"
# (txtai is in an environment of its own, `files` beside this file, which is run as a script.)

from collections.abc import Callable, Mapping
from typing import Any

import files
import numpy as np
from txtai import Embeddings
from txtai.vectors import VectorsFactory

PACKAGES = ("txtai", "faiss-cpu", "torch")


def search(job: Mapping[str, Any]) -> Callable[[str], int]:
    """The index as `Embeddings(path=…, hybrid=True, content=True)` makes it, from the prepared vectors."""
    rows = files.passages(job)
    texts = files.texts(rows)
    prepared = dict(zip(texts, files.vectors(job), strict=True))
    # What txtai embeds with when it is given the model's path.
    default = VectorsFactory.create({"path": job["model"]})

    def transform(batch: list[str]) -> Any:
        if all(text in prepared for text in batch):
            return np.stack([prepared[text] for text in batch])
        return default.encode(batch)

    embeddings = Embeddings(method="external", transform=transform, hybrid=True, content=True)
    embeddings.index((row["id"], text) for row, text in zip(rows, texts, strict=True))
    return lambda query: len(embeddings.search(query, job["k"]))
