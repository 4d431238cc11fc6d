"""Texts to vectors: what an embedder is, the ONNX one that serves, and any sentence-transformers model by name."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.weights import MODEL_NAME, Precision, exported_model

Vectors = NDArray[np.float32]

# all-MiniLM-L6-v2 was trained on sequences of at most 256 word pieces.
MAX_TOKENS = 256


class Embedder(Protocol):
    """Turns texts into unit vectors; `name` is stored with an index, which only the same embedder may extend."""

    @property
    def name(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one L2-normalised float32 row for each text, shape (len(texts), dimension)."""
        ...


class OnnxEmbedder:
    """all-MiniLM-L6-v2 on onnxruntime: no torch in the process, safe to use from many threads."""

    dimension = 384

    def __init__(self, folder: Path, name: str, threads: int | None = None) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        # One thread a run, and runs side by side: a query costs what it costs alone, and no worker spins.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        self.name = name
        self._threads = threads or os.cpu_count() or 1
        self._session = onnxruntime.InferenceSession(folder / "model.onnx", options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        # The packaged tokenizer pads and cuts at 128, which makes short queries slow and long passages short.
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)

    @classmethod
    def load(
        cls, precision: Precision = "int8", model_dir: Path | None = None, threads: int | None = None
    ) -> OnnxEmbedder:
        """Load the exported model, exporting it first if this is the first time."""
        return cls(exported_model(precision, model_dir), f"{MODEL_NAME}/onnx-{precision}", threads)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row a text, which depends on nothing but that text."""
        ids = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        if len(ids) <= 1 or self._threads == 1:
            rows = [self._run(row) for row in ids]
        else:
            with ThreadPoolExecutor(self._threads) as pool:
                rows = list(pool.map(self._run, ids))
        return np.array(rows, dtype=np.float32).reshape(len(texts), self.dimension)

    def _run(self, ids: list[int]) -> Vectors:
        # Every text alone: int8 rounds a batch by the range of values in all of it, so that a text would come out up to
        # 0.03 of cosine apart in other company; and on a CPU a batch is no faster.
        (vectors,) = self._session.run(["embeddings"], {"input_ids": np.array([ids], dtype=np.int64)})
        return np.asarray(vectors[0], dtype=np.float32)


class SentenceTransformerEmbedder:
    """Any sentence-transformers model, by name or folder: for comparison, training and export."""

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer

        self.name = name
        self._model = SentenceTransformer(name)
        dimension = self._model.get_embedding_dimension()
        if dimension is None:
            raise ValueError(f"{name} does not say how many dimensions its embeddings have")
        self.dimension = int(dimension)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row a text."""
        vectors = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        # For no texts the library gives shape (0,).
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), self.dimension)
