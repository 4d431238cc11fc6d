"""The embedder: a unit vector for every text, the same one alone, in company and from many threads at once."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.embedding import MAX_TOKENS, OnnxEmbedder, SentenceTransformerEmbedder

TEXTS = (
    "My mobile data is not working since morning",
    "",
    "SIM",
    "The APN decides which network the phone reaches. " * 12,
    "नेट नहीं चल रहा है",
    "😀😀",
    "Reset the access point name to its default and restart the phone.",
    "word " * 400,
    "bill",
)


@pytest.mark.parametrize(
    "texts",
    [(), TEXTS[:1], TEXTS[1:2], TEXTS, ("bill",) * 50],
    ids=["none", "one", "an empty one", "many", "the same ones"],
)
def test_every_text_has_one_unit_row(onnx_embedder: OnnxEmbedder, texts: tuple[str, ...]) -> None:
    vectors = onnx_embedder.embed(texts)
    assert vectors.shape == (len(texts), onnx_embedder.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(texts)), abs=1e-5)


def test_a_text_has_the_same_vector_alone_and_in_any_company(onnx_embedder: OnnxEmbedder) -> None:
    alone = np.concatenate([onnx_embedder.embed([text]) for text in TEXTS])
    assert np.array_equal(onnx_embedder.embed(TEXTS), alone)
    assert np.array_equal(onnx_embedder.embed(TEXTS[::-1]), alone[::-1])


def test_many_threads_get_what_one_gets(onnx_embedder: OnnxEmbedder) -> None:
    expected = [onnx_embedder.embed([text]) for text in TEXTS]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda text: onnx_embedder.embed([text]), TEXTS * 3))
    assert all(np.array_equal(row, expected[place % len(TEXTS)]) for place, row in enumerate(found))


def test_a_long_text_is_cut_to_what_the_model_reads(onnx_embedder: OnnxEmbedder) -> None:
    read = "signal " * (MAX_TOKENS - 2)  # the model's own start and end marks take two
    vectors = onnx_embedder.embed([read, read + "billing " * 3_000, read.replace("signal", "billing")])
    assert vectors[0] @ vectors[1] > 0.99
    assert vectors[0] @ vectors[2] < 0.9


NEARER = [
    ("My internet is very slow", "Broadband speed is low", "The SIM card is lost"),
    ("I was charged twice for one recharge", "Duplicate payment was debited", "The LOS light of the modem is red"),
    ("phone shows no signal bars", "There is no mobile network coverage", "How to port a number to another operator"),
]


@pytest.mark.parametrize(("text", "near", "far"), NEARER)
def test_the_same_trouble_in_other_words_is_nearer_than_another(onnx_embedder, text: str, near: str, far: str) -> None:
    query, near_by, far_off = onnx_embedder.embed([text, near, far])
    assert query @ near_by > query @ far_off + 0.1


def test_the_name_tells_the_precision(onnx_embedder: OnnxEmbedder) -> None:
    assert onnx_embedder.name == "all-MiniLM-L6-v2/onnx-int8"


@settings(max_examples=15)
@given(st.text(max_size=300))
def test_any_text_can_be_embedded(onnx_embedder: OnnxEmbedder, text: str) -> None:
    (vector,) = onnx_embedder.embed([text])
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


class _Model:
    """A stub of a sentence-transformers model: the length of each text."""

    def __init__(self, name: str) -> None:
        self.dimension = None if name == "unknown" else 2

    def get_embedding_dimension(self) -> int | None:
        return self.dimension

    def encode(self, texts: list[str], *, normalize_embeddings: bool, show_progress_bar: bool) -> np.ndarray:
        assert normalize_embeddings
        assert not show_progress_bar
        rows = [np.array([len(text), 1]) / np.hypot(len(text), 1) for text in texts]
        return np.array(rows, dtype=np.float64)


@pytest.fixture
def sentence_transformers(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("sentence_transformers")
    module.SentenceTransformer = _Model
    monkeypatch.setitem(sys.modules, "sentence_transformers", module)


@pytest.mark.usefixtures("sentence_transformers")
@pytest.mark.parametrize("texts", [[], ["a"], ["a", "bcd"]], ids=len)
def test_a_sentence_transformers_model_gives_a_row_a_text(texts: list[str]) -> None:
    embedder = SentenceTransformerEmbedder("stub")
    vectors = embedder.embed(texts)
    assert (embedder.name, embedder.dimension) == ("stub", 2)
    assert (vectors.shape, vectors.dtype) == ((len(texts), 2), np.float32)


@pytest.mark.usefixtures("sentence_transformers")
def test_a_model_that_does_not_tell_its_dimension_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown does not say how many dimensions"):
        SentenceTransformerEmbedder("unknown")
