"""Haystack's in-memory hybrid pipeline (BM25, embeddings, joiner), for `run.py`."""

# mypy: disable-error-code="import-not-found"
# (Haystack is in an environment of its own, `files` beside this file, which is run as a script.)

from collections.abc import Callable, Mapping
from typing import Any

import files
from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import SentenceTransformersTextEmbedder

PACKAGES = ("haystack-ai", "sentence-transformers-haystack", "torch")


def search(job: Mapping[str, Any]) -> Callable[[str], int]:
    """The pipeline of Haystack's tutorial on hybrid retrieval, without its ranker, joined by reciprocal rank fusion."""
    store = InMemoryDocumentStore()
    texts, vectors = files.texts(files.passages(job)), files.vectors(job).tolist()
    store.write_documents([Document(content=text, embedding=row) for text, row in zip(texts, vectors, strict=True)])
    pipeline = Pipeline()
    pipeline.add_component("embedder", SentenceTransformersTextEmbedder(model=job["model"], progress_bar=False))
    pipeline.add_component("dense", InMemoryEmbeddingRetriever(store, top_k=job["k"]))
    pipeline.add_component("words", InMemoryBM25Retriever(store, top_k=job["k"]))
    pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
    pipeline.connect("embedder.embedding", "dense.query_embedding")
    pipeline.connect("dense", "joiner")
    pipeline.connect("words", "joiner")

    def find(query: str) -> int:
        found = pipeline.run({"embedder": {"text": query}, "words": {"query": query}})
        return len(found["joiner"]["documents"])

    return find
