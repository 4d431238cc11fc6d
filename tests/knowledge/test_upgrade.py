"""A base of an earlier version is refused with what to do, and brought up to date with all of its history."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from filelock import FileLock

from knowledge import Article, KnowledgeBase, StoreError
from knowledge.upgrade import upgrade

MAY, JUNE, JULY, AUGUST = (datetime(2026, month, 1, tzinfo=UTC) for month in (5, 6, 7, 8))


def article(id: str, body: str) -> Article:
    return Article(id=id, title=f"Article {id}", body=body)


@pytest.fixture
def earlier(tmp_path: Path, embedder) -> Path:
    """A base as the first version left it: with its records, and an index that nobody can read any more."""
    folder = tmp_path / "base"
    with KnowledgeBase.open(folder, embedder=embedder) as base:
        base.add([article("a", "The first text.\n"), article("b", "Goes in July.\n")], at=MAY)
        base.add([article("a", "The second text.\n")], at=JUNE)
        base.remove(["b"], at=JULY)
        base.add([article("b", "Comes again.\n")], at=AUGUST)
    with sqlite3.connect(folder / "store.sqlite") as connection:
        connection.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    connection.close()
    shutil.rmtree(folder / "lexical")
    (folder / "vectors.f32").unlink()
    return folder


def told(base: KnowledgeBase, id: str) -> list[str | None]:
    found = [base.get(id, at=moment) for moment in (MAY, JUNE, JULY, AUGUST)]
    return [document and document.body for document in found]


def test_it_is_refused_with_the_command_that_helps(earlier: Path, embedder) -> None:
    with pytest.raises(StoreError, match="earlier version: `t2r reindex`"):
        KnowledgeBase.open(earlier, embedder=embedder)


def test_afterwards_every_moment_is_as_it_was_and_all_is_found(earlier: Path, embedder) -> None:
    done: list[int] = []
    assert upgrade(earlier, embedder=embedder, progress=done.append)
    assert done == sorted(done)
    assert done[-1] == 4
    with KnowledgeBase.open(earlier, embedder=embedder) as base:
        first, second = "The first text.\n", "The second text.\n"
        assert told(base, "a") == [first, second, second, second]
        assert told(base, "b") == ["Goes in July.\n", "Goes in July.\n", None, "Comes again.\n"]
        assert {hit.document_id for hit in base.search("text that comes", 5).hits} == {"a", "b"}
    assert [path.name for path in earlier.parent.iterdir()] == ["base"]


def test_once_is_enough(earlier: Path, embedder) -> None:
    assert upgrade(earlier, embedder=embedder)
    assert not upgrade(earlier, embedder=embedder)


def test_where_there_is_no_base_there_is_nothing_to_do(tmp_path: Path, embedder) -> None:
    assert not upgrade(tmp_path / "base", embedder=embedder)
    assert list(tmp_path.iterdir()) == []


def test_while_somebody_writes_it_is_left_as_it_is(earlier: Path, embedder) -> None:
    with FileLock(earlier / "writer.lock"), pytest.raises(StoreError, match="being written to"):
        upgrade(earlier, embedder=embedder)
    assert upgrade(earlier, embedder=embedder)


@pytest.mark.parametrize("swapped", [False, True], ids=["before the swap", "in the middle of it"])
def test_a_kill_loses_nothing(earlier: Path, embedder, swapped: bool) -> None:
    half_done = earlier.with_name("base.new")
    with KnowledgeBase.open(half_done, embedder=embedder):
        pass
    if swapped:
        earlier.rename(earlier.with_name("base.old"))
    assert upgrade(earlier, embedder=embedder)
    with KnowledgeBase.open(earlier, embedder=embedder) as base:
        assert base.count() == 2


def test_what_a_kill_after_the_swap_left_goes(earlier: Path, embedder) -> None:
    assert upgrade(earlier, embedder=embedder)
    left = earlier.with_name("base.old")
    left.mkdir()
    assert not upgrade(earlier, embedder=embedder)
    assert not left.exists()
