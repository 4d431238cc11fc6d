"""LangChain's EnsembleRetriever over BM25Retriever and FAISS, and its default ingestion, for `run.py`."""

# mypy: disable-error-code="import-not-found"
# (LangChain's packages are in an environment of their own, `files` beside this file, which is run as a script.)

from collections.abc import Callable, Mapping
from typing import Any

import files
from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_community.vectorstores import FAISS
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

PACKAGES = ("langchain-classic", "langchain-community", "langchain-huggingface", "rank-bm25", "faiss-cpu", "torch")


def search(job: Mapping[str, Any]) -> Callable[[str], int]:
    """Both retrievers over the corpus, joined with equal weights; everything else as by default."""
    texts = files.texts(files.passages(job))
    embeddings = HuggingFaceEmbeddings(model_name=job["model"])
    dense = FAISS.from_embeddings(zip(texts, files.vectors(job).tolist(), strict=True), embeddings)
    retrievers = [BM25Retriever.from_texts(texts, k=job["k"]), dense.as_retriever(search_kwargs={"k": job["k"]})]
    ensemble = EnsembleRetriever(retrievers=retrievers, weights=[0.5, 0.5])
    return lambda query: len(ensemble.invoke(query))


def ingest(job: Mapping[str, Any]) -> Callable[[list[dict[str, str]]], int]:
    """Split, embed, put into FAISS."""
    embeddings = HuggingFaceEmbeddings(model_name=job["model"])
    splitter = RecursiveCharacterTextSplitter()

    def add(rows: list[dict[str, str]]) -> int:
        pieces = [piece for text in files.texts(rows) for piece in splitter.split_text(text)]
        return int(FAISS.from_texts(pieces, embeddings).index.ntotal)

    return add
