"""Several processes and threads on one base: readers see every commit, writers wait for each other, readers never write."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Any

import pytest

from knowledge import Article, KnowledgeBase, Resolution, StoreError
from knowledge.store import Store

SYSTEMS = ("hybrid", "dense", "lexical")

# Another process, for as long as it is asked. Each line in is a list: a name of a function, and its arguments; each line
# out is what the function returned.
ELSEWHERE = """
import json, os, sys
from conftest import WordEmbedder, numbered
from knowledge import KnowledgeBase

base = None


def open_base(folder, read_only):
    global base
    base = KnowledgeBase.open(folder, embedder=WordEmbedder(), read_only=read_only)


def search(question, system):
    return [hit.document_id for hit in base.search(question, 5, system=system).hits]


def count():
    return base.count()


def add(first, end, batch):
    import knowledge.base

    knowledge.base.BATCH_PASSAGES = batch
    return base.add(numbered(number) for number in range(first, end)).added


def write_in_two_processes(folder, half, batch):
    '''Two forked children that start at once, the first with the numbers up to `half`, the second with those from there.'''
    children = []
    for first in (0, half):
        child = os.fork()
        if not child:
            open_base(folder, False)
            add(first, first + half, batch)
            os._exit(0)
        children.append(child)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def close():
    base.close()


def without_rights(folder):
    '''What a user gets who may only read the files, and opens the base.'''
    if os.geteuid() == 0:
        os.setuid(65534)
    try:
        open_base(folder, True)
    except Exception as error:
        return type(error).__name__, str(error)


for line in sys.stdin:
    name, *arguments = json.loads(line)
    print(json.dumps(globals()[name](*arguments)), flush=True)
"""

Call = Callable[..., Any]


def start() -> Iterator[Call]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    command = [sys.executable, "-c", ELSEWHERE]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:

        def call(*request: object) -> Any:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        yield call


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Call]:
    """Calls a function in another process."""
    yield from start()


@pytest.mark.slow
def test_a_reader_in_another_process_sees_every_commit_without_opening_again(
    base: KnowledgeBase, folder: Path, article, elsewhere: Call
) -> None:
    elsewhere("open_base", str(folder), True)
    assert elsewhere("count") == 0
    for number in range(3):
        base.add([article(number)])
        for system in SYSTEMS:
            assert elsewhere("search", f"qx{number}z", system)[:1] == [f"doc-00{number}"]
    base.add([article(1, "second")])
    assert elsewhere("search", "qx1second", "lexical") == ["doc-001"]
    base.remove(["doc-001"])
    assert elsewhere("count") == 2
    for system in SYSTEMS:
        assert "doc-001" not in elsewhere("search", "qx1z", system)


def test_a_writer_sees_what_another_process_has_written(
    base: KnowledgeBase, folder: Path, article, elsewhere: Call
) -> None:
    base.add([article(0)])
    elsewhere("open_base", str(folder), False)
    assert elsewhere("add", 0, 3, 100) == 2
    assert base.add([article(2), article(3)]).unchanged == 1
    assert elsewhere("search", "qx3z", "lexical") == ["doc-003"]
    check_whole(base, range(4), article)


def check_whole(base: KnowledgeBase, numbers: range, article: Callable[..., Article]) -> None:
    """The base holds these articles, each once, and every system finds each."""
    assert [document.id for document in base.list(limit=10_000)] == [f"doc-{number:03}" for number in numbers]
    assert base.passages() == len(numbers)
    for number in numbers:
        for system in SYSTEMS:
            (hit,) = base.search(article(number).title, 1, system=system).hits
            assert (hit.document_id, hit.text) == (f"doc-{number:03}", article(number).body)


@pytest.mark.slow
def test_two_processes_that_write_at_once_wait_for_each_other(folder: Path, embedder, article, elsewhere: Call) -> None:
    assert elsewhere("write_in_two_processes", str(folder), 20, 4) == [0, 0]
    with KnowledgeBase.open(folder, embedder=embedder, read_only=True) as base:
        check_whole(base, range(40), article)


def test_threads_that_write_at_once_wait_for_each_other(base: KnowledgeBase, article) -> None:
    with ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(lambda number: base.add([article(number), article(number + 4)]), range(4)))
    assert [report.added for report in reports] == [2] * 4
    check_whole(base, range(8), article)


@pytest.mark.slow
def test_readers_go_on_while_a_writer_writes(base: KnowledgeBase, folder: Path, embedder, article) -> None:
    written = Event()

    def read() -> list[int]:
        """How many documents there were, from search to search."""
        counts = []
        with KnowledgeBase.open(folder, embedder=embedder, read_only=True) as reader:
            while True:
                last = written.is_set()
                hits = reader.search("the line is down", 100).hits
                assert len({hit.document_id for hit in hits}) == len(hits)
                assert all(hit.text == article(int(hit.document_id[4:])).body for hit in hits)
                counts.append(len(hits))
                if last:
                    return counts

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        for number in range(12):
            base.add([article(number)])
            assert len(base.search("the line is down", 100).hits) == number + 1
        written.set()
    for reader in readers:
        counts = reader.result()
        assert counts == sorted(counts)
        assert counts[-1] == 12


def test_a_commit_in_the_middle_of_a_refresh_is_seen_whole_by_the_next_search(
    base: KnowledgeBase, folder: Path, embedder, article, monkeypatch
) -> None:
    base.add([article(0)])
    columns = Store.document_columns
    late = iter([article(1)])

    def commit_first(self: Store, *arguments: Any) -> Any:
        base.add(late)
        return columns(self, *arguments)

    with KnowledgeBase.open(folder, embedder=embedder, read_only=True) as reader:
        monkeypatch.setattr(Store, "document_columns", commit_first)
        assert reader.passages() == 1
        monkeypatch.undo()
        check_whole(reader, range(2), article)


def test_a_reader_cannot_write(base: KnowledgeBase, folder: Path, embedder, article) -> None:
    base.add([article(0)])
    with KnowledgeBase.open(folder, embedder=embedder, read_only=True) as reader:
        for write in (lambda: reader.add([article(1)]), lambda: reader.remove(["doc-000"])):
            with pytest.raises(StoreError, match=f"{folder}.* was opened read-only"):
                write()
        check_whole(reader, range(1), article)
    check_whole(base, range(1), article)


@pytest.mark.parametrize("state", ["closed", "open", "with what a dead writer left"])
def test_reading_changes_no_file(folder: Path, embedder, article, state: str) -> None:
    def files() -> dict[Path, bytes]:
        """All but the locks, and the memory that SQLite's connections share."""
        files = (path for path in folder.rglob("*") if path.is_file())
        return {path: path.read_bytes() for path in files if not path.name.endswith((".lock", "-shm", "-wal"))}

    writer = KnowledgeBase.open(folder, embedder=embedder)
    writer.add(article(number) for number in range(5))
    if state == "closed":
        writer.close()
    if state == "with what a dead writer left":
        with (folder / "vectors.f32").open("ab") as vectors:
            vectors.write(b"\0" * 5_000)
    before = files()
    with KnowledgeBase.open(folder, embedder=embedder, read_only=True) as reader:
        check_whole(reader, range(5), article)
        assert reader.get("doc-001") == article(1)
    assert files() == before
    writer.close()


@pytest.mark.slow
@pytest.mark.parametrize("left", [False, True], ids=["", "with what the last reader left"])
def test_a_folder_in_which_a_reader_can_keep_no_lock_is_refused_by_name(embedder, article, left: bool) -> None:
    # Not in pytest's folder, into which another user cannot look.
    with TemporaryDirectory() as outside:
        folder = Path(outside) / "knowledge"
        with KnowledgeBase.open(folder, embedder=embedder) as base:
            base.add([article(0)])
        # A process of its own, since it does not get its rights back; it opens the base once to have all imported.
        with contextmanager(start)() as call:
            call("open_base", str(folder), True)
            call("close")
            if not left:
                for path in folder.glob("store.sqlite-*"):
                    path.unlink()
            paths = [folder.parent, folder, *folder.rglob("*")]
            for path in paths:
                path.chmod(0o555 if path.is_dir() else 0o444)
            name, message = call("without_rights", str(folder))
        for path in paths:
            path.chmod(0o755)
    assert name == "StoreError"
    assert str(folder) in message


# A clean process that serves: what it has imported.
SERVING = """
import sys
from knowledge import KnowledgeBase

with KnowledgeBase.open(sys.argv[1], read_only=True) as base:
    assert [hit.document_id for hit in base.search("my internet is very slow").hits][:1] == ["slow"]
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


@pytest.mark.slow
def test_serving_needs_neither_torch_nor_what_comes_with_it(folder: Path, onnx_embedder) -> None:
    with KnowledgeBase.open(folder, embedder=onnx_embedder) as base:
        base.add(
            [
                Article(id="slow", title="Low speed", body="Broadband is slow when too many devices share it."),
                Resolution(id="sim", symptom="The SIM card was lost."),
            ]
        )
    command = [sys.executable, "-c", SERVING, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    heavy = {"torch", "transformers", "sentence_transformers", "onnx", "sklearn", "scipy", "langchain_core", "fastapi"}
    assert heavy & set(done.stdout.split()) == set()
