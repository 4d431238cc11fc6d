"""The dense index: exact while small, nearly so when large, honest about filters, and never half written."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import dense
from knowledge.dense import DenseIndex, VectorFile, build_bulk, bulk_is_due

DIMENSION = 32
COUNT = 3_000
K = 10


def clustered(count: int, seed: int = 0) -> np.ndarray:
    """Unit vectors around 60 centres, as passages are around subjects."""
    generator = np.random.default_rng(seed)
    centres = np.random.default_rng(99).standard_normal((60, DIMENSION))
    vectors = centres[generator.integers(60, size=count)] + 0.5 * generator.standard_normal((count, DIMENSION))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


VECTORS = clustered(COUNT)
QUERIES = clustered(100, seed=1)


def nearest(vectors: np.ndarray, query: np.ndarray, k: int = K) -> list[int]:
    """The true order, by brute force."""
    return np.argsort(-(vectors @ query), kind="stable")[:k].tolist()


def recall(index: DenseIndex, vectors: np.ndarray, allowed: np.ndarray | None = None) -> float:
    """The share of the true K nearest that the index finds, over QUERIES."""
    rows = np.arange(len(vectors)) if allowed is None else np.flatnonzero(allowed)
    shares = []
    for query in QUERIES:
        expected = rows[nearest(vectors[rows], query)]
        shares.append(len(np.intersect1d(index.search(query, K, allowed).numbers, expected)) / len(expected))
    return float(np.mean(shares))


@pytest.fixture(autouse=True)
def small_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dense, "EXACT_UP_TO", 500)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("built") / "vectors.ivf"
    build_bulk(path, VECTORS[:2_400])
    return path


@pytest.fixture
def bulk(built: Path, tmp_path: Path) -> Path:
    """A bulk file of the first 2,400 rows."""
    return Path(shutil.copy(built, tmp_path))


# Exact search


def test_without_a_bulk_file_the_search_is_exact(tmp_path: Path) -> None:
    index = DenseIndex(VECTORS, tmp_path / "none")
    for query in QUERIES[:20]:
        hits = index.search(query, K)
        assert hits.numbers.tolist() == nearest(VECTORS, query)
        assert hits.scores == pytest.approx(VECTORS[hits.numbers] @ query)


@pytest.mark.parametrize("k", [0, 1, 5, 6, 1000])
def test_no_more_than_there_are_is_found(tmp_path: Path, k: int) -> None:
    assert len(DenseIndex(VECTORS[:5], tmp_path / "none").search(QUERIES[0], k).numbers) == min(k, 5)


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    hits = DenseIndex(np.empty((0, DIMENSION), dtype=np.float32), tmp_path / "none").search(QUERIES[0], K)
    assert (len(hits.numbers), len(hits.scores)) == (0, 0)


@settings(max_examples=25)
@given(st.integers(1, 40), st.integers(1, 50), st.data())
def test_only_the_allowed_are_found_and_all_of_them(tmp_path_factory, count: int, k: int, data: st.DataObject) -> None:
    allowed = np.array(data.draw(st.lists(st.booleans(), min_size=count, max_size=count)))
    hits = DenseIndex(VECTORS[:count], Path("none")).search(QUERIES[0], k, allowed)
    rows = np.flatnonzero(allowed)
    assert hits.numbers.tolist() == rows[nearest(VECTORS[rows], QUERIES[0], k)].tolist()


def test_scores_and_vectors_are_those_of_the_numbers(tmp_path: Path) -> None:
    index = DenseIndex(VECTORS, tmp_path / "none")
    assert index.vectors([7, 3, 7]).tolist() == VECTORS[[7, 3, 7]].tolist()
    assert index.scores(QUERIES[0], [7, 3]) == pytest.approx(VECTORS[[7, 3]] @ QUERIES[0])
    assert index.scores(QUERIES[0], []).shape == (0,)


# The bulk file


def test_a_large_base_finds_nearly_all_of_the_nearest(bulk: Path) -> None:
    assert recall(DenseIndex(VECTORS, bulk), VECTORS) >= 0.95


def test_the_scores_of_a_large_base_are_exact_cosines_in_order(bulk: Path) -> None:
    for query in QUERIES[:20]:
        hits = DenseIndex(VECTORS, bulk).search(query, K)
        assert hits.scores == pytest.approx(VECTORS[hits.numbers] @ query, abs=1e-6)
        assert hits.scores.tolist() == sorted(hits.scores, reverse=True)
        assert len(set(hits.numbers.tolist())) == K


FILTERS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "every third": lambda rows: rows % 3 == 0,
    "the bulk alone": lambda rows: rows < 2_400,
    "the tail alone": lambda rows: rows >= 2_400,
    "one of the bulk and one of the tail": lambda rows: (rows == 17) | (rows == 2_950),
    "nothing": lambda rows: rows < 0,
}


@pytest.mark.parametrize("allows", FILTERS.values(), ids=FILTERS)
def test_a_large_base_honours_filters(bulk: Path, allows: Callable[[np.ndarray], np.ndarray]) -> None:
    allowed = allows(np.arange(COUNT))
    index = DenseIndex(VECTORS, bulk)
    for query in QUERIES:
        assert allowed[index.search(query, K, allowed).numbers].all()
    if allowed.sum() > K:
        assert recall(index, VECTORS, allowed) >= 0.95


def test_rows_that_came_after_the_bulk_file_are_found(bulk: Path) -> None:
    index = DenseIndex(VECTORS, bulk)
    assert all(index.search(VECTORS[row], 1).numbers.tolist() == [row] for row in range(2_400, COUNT, 50))


def test_rows_of_the_bulk_file_are_found(bulk: Path) -> None:
    index = DenseIndex(VECTORS, bulk)
    found = [index.search(VECTORS[row], 1).numbers.tolist() == [row] for row in range(0, 2_400, 50)]
    assert np.mean(found) >= 0.95


@pytest.mark.parametrize("count", [2_399, 100, 0])
def test_a_bulk_file_of_more_rows_than_the_store_has_is_not_used(bulk: Path, count: int) -> None:
    index = DenseIndex(VECTORS[:count], bulk)
    for query in QUERIES[:10]:
        assert index.search(query, K).numbers.tolist() == nearest(VECTORS[:count], query)


def test_a_bulk_file_of_another_dimension_is_not_used(bulk: Path) -> None:
    wider = np.concatenate([VECTORS, VECTORS], axis=1)
    query = np.concatenate([QUERIES[0], QUERIES[0]])
    assert DenseIndex(wider, bulk).search(query, K).numbers.tolist() == nearest(wider, query)


@pytest.mark.parametrize(("count", "due"), [(2_400, False), (2_900, False), (2_901, True), (9_000, True)])
def test_a_bulk_file_is_due_when_too_many_rows_are_outside_of_it(bulk: Path, count: int, due: bool) -> None:
    assert bulk_is_due(bulk, count) is due


@pytest.mark.parametrize(("count", "due"), [(0, False), (500, False), (501, True)])
def test_a_small_base_needs_no_bulk_file(tmp_path: Path, count: int, due: bool) -> None:
    assert bulk_is_due(tmp_path / "none", count) is due


def centroids(path: Path) -> np.ndarray:
    index = faiss.read_index(str(path))
    return index.quantizer.reconstruct_n(0, index.nlist)


def test_a_bulk_file_grows_without_training_until_it_has_doubled(bulk: Path) -> None:
    trained = centroids(bulk)
    build_bulk(bulk, VECTORS)
    assert np.array_equal(centroids(bulk), trained)
    assert faiss.read_index(str(bulk)).ntotal == COUNT
    assert recall(DenseIndex(VECTORS, bulk), VECTORS) >= 0.95
    more = clustered(5_000, seed=2)
    build_bulk(bulk, more)
    assert len(centroids(bulk)) > len(trained)
    assert recall(DenseIndex(more, bulk), more) >= 0.95


def test_a_bulk_file_of_more_rows_than_there_are_is_made_anew(bulk: Path) -> None:
    other = clustered(1_000, seed=3)
    build_bulk(bulk, other)
    assert faiss.read_index(str(bulk)).ntotal == 1_000
    assert recall(DenseIndex(other, bulk), other) >= 0.95


def test_the_bulk_file_is_replaced_as_a_whole(bulk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = bulk.read_bytes()
    reader = DenseIndex(VECTORS, bulk)
    expected = [reader.search(query, K).numbers.tolist() for query in QUERIES]

    def disk_full(source: Path, target: Path) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(dense.os, "replace", disk_full)
        with pytest.raises(OSError, match="no space"):
            build_bulk(bulk, VECTORS)
    assert bulk.read_bytes() == before
    build_bulk(bulk, VECTORS)
    assert bulk.read_bytes() != before
    assert [file.name for file in bulk.parent.iterdir()] == [bulk.name]
    # A reader that has the old file open goes on with it.
    assert [reader.search(query, K).numbers.tolist() for query in QUERIES] == expected


# The vector file


@pytest.fixture
def file(tmp_path: Path) -> VectorFile:
    return VectorFile(tmp_path / "sub" / "vectors.f32", DIMENSION)


def test_rows_are_read_back_in_the_order_of_their_numbers(file: VectorFile) -> None:
    file.append(VECTORS[:5], 0)
    file.append(VECTORS[5:8], 5)
    assert np.array_equal(file.rows(8), VECTORS[:8])
    assert np.array_equal(file.rows(3), VECTORS[:3])


def test_no_rows_can_be_read_from_no_file(file: VectorFile) -> None:
    assert file.rows(0).shape == (0, DIMENSION)


def test_no_rows_can_be_appended(file: VectorFile) -> None:
    file.append(VECTORS[:2], 0)
    file.append(np.empty((0, DIMENSION), dtype=np.float32), 2)
    assert np.array_equal(file.rows(2), VECTORS[:2])


@pytest.mark.parametrize("left_over", [1, 4 * DIMENSION - 1, 4 * DIMENSION, 4 * DIMENSION * 7 + 3])
def test_what_an_interrupted_writer_left_is_cut_off(file: VectorFile, tmp_path: Path, left_over: int) -> None:
    file.append(VECTORS[:5], 0)
    with (tmp_path / "sub" / "vectors.f32").open("ab") as raw:
        raw.write(b"\xff" * left_over)
    assert np.array_equal(file.rows(5), VECTORS[:5])
    file.append(VECTORS[5:7], 5)
    assert np.array_equal(file.rows(7), VECTORS[:7])
    assert (tmp_path / "sub" / "vectors.f32").stat().st_size == 7 * DIMENSION * 4


def test_a_reader_goes_on_with_its_rows_while_more_are_written(file: VectorFile) -> None:
    file.append(VECTORS[:5], 0)
    rows = file.rows(5)
    file.append(VECTORS[5:2_000], 5)
    file.append(VECTORS[5:7], 5)
    assert np.array_equal(rows, VECTORS[:5])


def test_the_bytes_do_not_depend_on_how_the_array_lies_in_memory(file: VectorFile) -> None:
    file.append(np.asfortranarray(VECTORS[:6].astype(np.float64)), 0)
    file.append(VECTORS[6:18:2], 6)
    assert np.array_equal(file.rows(12), np.concatenate([VECTORS[:6], VECTORS[6:18:2]]))
