"""A writer that dies or fails at any moment: what was committed stays, nothing else is seen, adding again completes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge import Article, KnowledgeBase
from knowledge.dense import VectorFile
from knowledge.lexical import LexicalIndex
from knowledge.store import Store

OLD, ADDED, BATCH = 3, 12, 4
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = START + timedelta(hours=1)
SYSTEMS = ("dense", "lexical")

# Makes a base of OLD documents, then copies of it to which a forked child adds ADDED documents, the first of them
# updates, in batches of BATCH. Each child is killed before another line of the writing code, the last ones at a moment
# of the parent's choice. Prints the folders.
KILLS = """
import json, os, random, shutil, signal, sys, time
from datetime import datetime
from pathlib import Path

from conftest import WordEmbedder, numbered
import knowledge.base
from knowledge import KnowledgeBase

root, old, added, batch = Path(sys.argv[1]), *map(int, sys.argv[2:5])
code = {str(Path(knowledge.base.__file__).with_name(f"{name}.py")) for name in ("base", "dense", "lexical", "store")}
knowledge.base.BATCH_PASSAGES = batch


def fork(work):
    pid = os.fork()
    if not pid:
        work()
        os._exit(0)
    return pid


def build():
    with KnowledgeBase.open(root / "old", embedder=WordEmbedder()) as base:
        base.add((numbered(number) for number in range(old)), at=datetime.fromisoformat(sys.argv[5]))


def write(folder, before_line):
    def trace(frame, event, _):
        if frame.f_code.co_filename not in code:
            return None
        if event == "line":
            before_line(frame.f_code.co_filename, frame.f_lineno)
        return trace

    with KnowledgeBase.open(folder, embedder=WordEmbedder()) as base:
        sys.settrace(trace)
        base.add((numbered(number, "second") for number in range(added)), at=datetime.fromisoformat(sys.argv[6]))
        sys.settrace(None)


def note_lines(folder):
    seen = []
    start = time.perf_counter()
    write(folder, lambda *place: seen.append(place))
    took = time.perf_counter() - start
    (root / "lines.json").write_text(json.dumps([took, seen]))


def kill_at(folder, last):
    count = iter(range(last + 1))

    def before_line(*_):
        if next(count) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    write(folder, before_line)


def copy(name):
    return Path(shutil.copytree(root / "old", root / name))


os.waitpid(fork(build), 0)
os.waitpid(fork(lambda: note_lines(copy("whole"))), 0)
took, lines = json.loads((root / "lines.json").read_text())
# The first time that each line is reached after the first batch, and of these about 12, evenly spread.
middle = range(len(lines) // 3, len(lines))
moments = sorted({tuple(lines[moment]): moment for moment in reversed(middle)}.values())
chosen = moments[:: len(moments) // 12]
folders = []
for moment in chosen:
    name = f"{Path(lines[moment][0]).name} line {lines[moment][1]}, step {moment}"
    folder = copy(name)
    folders.append(str(folder))
    status = os.waitpid(fork(lambda: kill_at(folder, moment)), 0)[1]
    assert os.WIFSIGNALED(status), name
for number in range(3):
    folder = copy(f"at a random moment, {number}")
    folders.append(str(folder))
    pid = fork(lambda: write(folder, lambda *_: None))
    time.sleep(random.uniform(0, took))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
print(json.dumps(folders))
"""


@pytest.fixture
def killed(tmp_path: Path) -> list[Path]:
    """The folders of writers that were killed."""
    root = tmp_path / "killed"
    root.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    arguments = [str(root), str(OLD), str(ADDED), str(BATCH), START.isoformat(), LATER.isoformat()]
    done = subprocess.run(
        [sys.executable, "-c", KILLS, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return [Path(folder) for folder in json.loads(done.stdout)]


def found(base: KnowledgeBase, *versions: Article) -> dict[str, list[str]]:
    """What each system finds for the own words of a document's versions: the texts that have one of them."""
    own = {word for version in versions for word in version.title.split()[1:]}
    hits = {system: base.search(" ".join(own), 5, system=system).hits for system in SYSTEMS}
    return {
        system: [hit.text for hit in hits[system] if own & set(hit.text.replace(".", "").split())] for system in SYSTEMS
    }


def scores(base: KnowledgeBase, question: str) -> dict[str, float]:
    return {hit.document_id: hit.score for hit in base.search(question, 100).hits}


def check_what_is_seen(base: KnowledgeBase, article: Callable[..., Article]) -> int:
    """Every committed document is found by every system, no other is, and batches are whole: how many are there?"""
    current = {number: base.get(article(number).id) for number in range(ADDED)}
    states = [
        None if document is None else document == article(number, "second") for number, document in current.items()
    ]
    # In the order in which they were added: whole batches of new ones, then what was there before, then none.
    new = states.count(True)
    assert new % BATCH == 0
    assert states == [True] * new + [False] * max(OLD - new, 0) + [None] * (ADDED - max(OLD, new))
    assert base.count() == max(OLD, new)
    for number, document in current.items():
        expected = [] if document is None else [document.body]
        assert found(base, article(number), article(number, "second")) == dict.fromkeys(SYSTEMS, expected)
    return new


@pytest.mark.slow
def test_after_a_kill_what_was_committed_is_there_and_adding_again_equals_a_clean_build(
    killed: list[Path], tmp_path: Path, embedder, article
) -> None:
    documents = [article(number, "second") for number in range(ADDED)]
    questions = ["the line is down", "qx3z", "restart qx11second", "qx2first modem"]
    with KnowledgeBase.open(tmp_path / "clean", embedder=embedder) as clean:
        clean.add((article(number) for number in range(OLD)), at=START)
        clean.add(documents, at=LATER)
        expected = {question: scores(clean, question) for question in questions}
        passages = clean.passages()
    committed = set()
    for folder in killed:
        with KnowledgeBase.open(folder, embedder=embedder, read_only=True) as reader:
            committed.add(check_what_is_seen(reader, article))
        with KnowledgeBase.open(folder, embedder=embedder) as base:
            report = base.add(documents, at=LATER)
            assert report.added + report.updated + report.unchanged == ADDED
            assert check_what_is_seen(base, article) == ADDED
            assert base.passages() == passages
            for question in questions:
                assert scores(base, question) == pytest.approx(expected[question], abs=1e-4), folder.name
    # The kills were where they should be: in the middle of the work.
    assert {BATCH, 2 * BATCH} <= committed


# An error instead of a kill: the process and its readers go on.


@pytest.fixture
def filled(base: KnowledgeBase, article) -> Iterator[KnowledgeBase]:
    base.add(article(number) for number in range(OLD))
    return base


STEPS = [
    (VectorFile, "append"),
    (LexicalIndex, "add"),
    (Store, "retire"),
    (Store, "insert"),
    (Store, "commit_state"),
]


@pytest.mark.slow
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("owner", "step"), STEPS)
def test_an_error_at_any_step_leaves_the_base_as_it_was(
    filled: KnowledgeBase, folder, embedder, article, monkeypatch, owner: type, step: str, when: str
) -> None:
    work = getattr(owner, step)

    def fail(*arguments: object, **named: object) -> None:
        if when == "after":
            work(*arguments, **named)
        raise OSError("no space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(owner, step, fail)
        with pytest.raises(OSError, match="no space"):
            filled.add(article(number, "second") for number in range(ADDED))
    assert check_what_is_seen(filled, article) == 0
    with KnowledgeBase.open(folder, embedder=embedder, read_only=True) as reader:
        assert check_what_is_seen(reader, article) == 0
    filled.add(article(number, "second") for number in range(ADDED))
    assert check_what_is_seen(filled, article) == ADDED


def test_what_a_dead_writer_left_in_the_index_does_not_push_out_what_was_committed(
    base: KnowledgeBase, folder, embedder, article, monkeypatch
) -> None:
    base.add([article(1), article(2)])

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Store, "insert", die)
        with pytest.raises(KeyboardInterrupt):
            base.add(Article(id=f"x-{n}", title="qx1z", body=f"qx1z qx1z {n}") for n in range(300))
    with KnowledgeBase.open(folder, embedder=embedder, read_only=True) as reader:
        for system in SYSTEMS:
            assert reader.search("qx1z", 1, system=system).hits[0].document_id == "doc-001"


def test_a_removal_that_fails_removes_nothing(filled: KnowledgeBase, article, monkeypatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Store, "commit_state", fail)
        with pytest.raises(OSError, match="no space"):
            filled.remove(["doc-001"])
    assert check_what_is_seen(filled, article) == 0
    assert filled.remove(["doc-001"]) == 1
