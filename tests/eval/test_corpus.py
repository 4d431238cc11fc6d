"""Temporary bases, and the embeddings kept between two runs."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from eval.corpus import CachedEmbedder, temporary_base, unredacted
from eval.inputs import InputError
from knowledge import Article
from knowledge.embedding import Embedder


def test_a_second_run_embeds_nothing_again(tmp_path: Path, embedder: Any, articles: tuple[Article, ...]) -> None:
    for expected_more in (True, False):
        before = embedder.embedded
        with temporary_base(unredacted(articles), embedder, corpus="c", cache=tmp_path / "cache") as base:
            assert base.count() == len(articles)
        assert (embedder.embedded > before) is expected_more


def test_a_changed_document_is_all_that_is_embedded_again(
    tmp_path: Path, embedder: Any, articles: tuple[Article, ...]
) -> None:
    cache = tmp_path / "cache"
    with temporary_base(unredacted(articles), embedder, corpus="c", cache=cache):
        before = embedder.embedded
    changed = (*articles[:2], articles[2].model_copy(update={"body": "Ask for a new SIM card."}))
    with temporary_base(unredacted(changed), embedder, corpus="c", cache=cache):
        assert embedder.embedded == before + 1


def test_queries_are_embedded_each_time_so_that_their_time_is_real(
    tmp_path: Path, embedder: Any, articles: tuple[Article, ...]
) -> None:
    with temporary_base(unredacted(articles), embedder, corpus="c", cache=tmp_path) as base:
        before = embedder.embedded
        base.search("bill")
        base.search("bill")
        assert embedder.embedded == before + 2


def test_cached_vectors_are_those_of_the_embedder(tmp_path: Path, embedder: Any) -> None:
    texts = ["a b", "c", "a b", ""]
    first = CachedEmbedder(embedder)
    expected = embedder.embed(texts)
    assert np.array_equal(first.embed(texts), expected)
    first.save(tmp_path / "vectors.npz")
    second = CachedEmbedder(embedder)
    second.load(tmp_path / "vectors.npz")
    before = embedder.embedded
    assert np.array_equal(second.embed(texts), expected)
    assert embedder.embedded == before
    assert second.embed([]).shape == (0, embedder.dimension)


def test_a_cache_that_is_none_is_refused(tmp_path: Path, embedder: Embedder) -> None:
    path = tmp_path / "vectors.npz"
    path.write_bytes(b"PK\x03\x04 not a cache")
    with pytest.raises(InputError, match="not a vector cache"):
        CachedEmbedder(embedder).load(path)
    np.savez(path, keys=np.zeros((1, 32), np.uint8), vectors=np.zeros((1, 3), np.float32))
    with pytest.raises(InputError, match="vectors of another model"):
        CachedEmbedder(embedder).load(path)


def test_benchmark_text_is_not_redacted(embedder: Embedder) -> None:
    body = "Write to asha@example.com or call +91 98765 43210."
    with temporary_base(
        unredacted([Article(id="d", title="Contact", body=body)]), embedder, corpus="c", cache=None
    ) as base:
        document = base.get("d")
    assert document is not None
    assert document.body == body
