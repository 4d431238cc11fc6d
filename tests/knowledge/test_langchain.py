"""The LangChain retriever: the same hits as the knowledge base's own search, with what is needed to cite them."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda

from knowledge import Filters, Kind, KnowledgeBase, Resolution
from knowledge.langchain import KnowledgeBaseRetriever

QUESTION = "the line is down"


@pytest.fixture
def filled(base: KnowledgeBase, article) -> KnowledgeBase:
    base.add([*(article(number) for number in range(5)), Resolution(id="case", symptom="The line is down qxcase.")])
    return base


def test_it_finds_what_the_search_finds_in_the_same_order(filled: KnowledgeBase) -> None:
    documents = KnowledgeBaseRetriever(knowledge=filled).invoke(QUESTION)
    hits = filled.search(QUESTION).hits
    assert all(isinstance(document, Document) for document in documents)
    assert [document.page_content for document in documents] == [hit.text for hit in hits]
    assert [document.metadata["document_id"] for document in documents] == [hit.document_id for hit in hits]


def test_a_document_can_be_cited(filled: KnowledgeBase) -> None:
    for document in KnowledgeBaseRetriever(knowledge=filled).invoke(QUESTION):
        metadata = document.metadata
        assert metadata.keys() == {"document_id", "kind", "title", "start", "end", "score", "reason"}
        source = filled.get(metadata["document_id"])
        assert source is not None
        assert source.body[metadata["start"] : metadata["end"]] == document.page_content
        assert (metadata["kind"], metadata["title"]) == (source.kind.value, source.title)
        assert 0 <= metadata["score"] <= 1
        assert metadata["reason"]


@pytest.mark.parametrize("k", [1, 3])
def test_k_is_given_to_the_retriever_or_to_one_question(filled: KnowledgeBase, k: int) -> None:
    assert len(KnowledgeBaseRetriever(knowledge=filled, k=k).invoke(QUESTION)) == k
    assert len(KnowledgeBaseRetriever(knowledge=filled, k=5).invoke(QUESTION, k=k)) == k


def test_filters_restrict_what_is_found(filled: KnowledgeBase) -> None:
    retriever = KnowledgeBaseRetriever(knowledge=filled, filters=Filters(kind=Kind.RESOLUTION))
    assert [document.metadata["document_id"] for document in retriever.invoke(QUESTION)] == ["case"]


def test_it_sees_what_is_added_later(filled: KnowledgeBase, article) -> None:
    retriever = KnowledgeBaseRetriever(knowledge=filled, k=1)
    filled.add([article(77)])
    assert retriever.invoke("qx77z")[0].metadata["document_id"] == "doc-077"


def test_it_answers_in_asynchronous_code_in_batches_and_in_chains(filled: KnowledgeBase) -> None:
    retriever = KnowledgeBaseRetriever(knowledge=filled, k=3)
    expected = retriever.invoke(QUESTION)
    # In a thread of its own: a browser that is being tested keeps an event loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(lambda: asyncio.run(retriever.ainvoke(QUESTION))).result() == expected
    assert retriever.batch([QUESTION, QUESTION]) == [expected, expected]
    assert (retriever | RunnableLambda(len)).invoke(QUESTION) == 3
