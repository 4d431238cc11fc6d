"""The knowledge base as a LangChain retriever, for chains and agents that are built with LangChain."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from knowledge.base import KnowledgeBase
from knowledge.columns import Filters
from knowledge.searching import Hit


class KnowledgeBaseRetriever(BaseRetriever):
    """The k best passages for a question, as documents; `invoke(question, k=3)` overrides k for one question.

    A document's metadata say where its text is from, `get(document_id).body[start:end]`, how good a hit it is, and why.
    """

    knowledge: KnowledgeBase
    k: int = 10
    filters: Filters | None = None

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 (LangChain passes it)
        k: int | None = None,
    ) -> list[Document]:
        found = self.knowledge.search(query, self.k if k is None else k, self.filters)
        return [_document(hit) for hit in found.hits]


def _document(hit: Hit) -> Document:
    metadata = {
        "document_id": hit.document_id,
        "kind": hit.kind.value,
        "title": hit.title,
        "start": hit.start,
        "end": hit.end,
        "score": hit.score,
        "reason": hit.reason,
    }
    return Document(page_content=hit.text, metadata=metadata)
