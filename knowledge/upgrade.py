"""A base that an earlier version wrote, brought up to date: its documents, past versions included, are indexed anew."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from filelock import FileLock, Timeout

from knowledge.base import KnowledgeBase
from knowledge.documents import Document, parse_document
from knowledge.embedding import Embedder
from knowledge.store import FOREVER, StoreError, Version, history, is_current


def upgrade(
    path: Path | str, *, embedder: Embedder | None = None, progress: Callable[[int], None] | None = None
) -> bool:
    """Bring the base in a folder up to date; False if it is already, or if there is none.

    The old base stays as it is until the new one is complete. `progress` is told the number of document versions done after
    each batch. Raises StoreError when the folder holds something else, or when somebody is writing there.
    """
    folder = Path(path)
    old, new = folder.with_name(f"{folder.name}.old"), folder.with_name(f"{folder.name}.new")
    if old.exists() and not folder.exists():  # killed between the two renames
        old.rename(folder)
    shutil.rmtree(old, ignore_errors=True)  # killed after them
    if not (folder / "store.sqlite").is_file() or is_current(folder / "store.sqlite"):
        return False
    shutil.rmtree(new, ignore_errors=True)
    try:
        with FileLock(folder / "writer.lock", timeout=0):
            versions, done = history(folder / "store.sqlite"), 0
            with KnowledgeBase.open(new, embedder=embedder) as base:
                for at, added, removed in _replay(versions):
                    base.add(added, at=at, redact=False)
                    base.remove(removed, at=at)
                    done += len(added)
                    if progress:
                        progress(done)
            folder.rename(old)  # while nobody can write to it
            new.rename(folder)
    except Timeout:
        raise StoreError(f"{folder} is being written to: stop what serves or fills it first") from None
    shutil.rmtree(old)
    return True


def _replay(versions: Sequence[Version]) -> Iterator[tuple[datetime, list[Document], list[str]]]:
    """The changes in the order of their moments: documents that came, and ids of those that went."""
    replaced = {(version.id, version.added_at) for version in versions}
    came = [(version.added_at, 0, version) for version in versions]
    went = [
        (version.retired_at, 1, version)
        for version in versions
        if version.retired_at != FOREVER and (version.id, version.retired_at) not in replaced
    ]
    changes: Iterable[tuple[int, int, Version]] = sorted([*came, *went], key=lambda change: change[:2])
    for moment, group in groupby(changes, key=lambda change: change[0]):
        these = list(group)
        yield (
            datetime.fromtimestamp(moment / 1_000_000, UTC),
            [parse_document(json.loads(version.data)) for _, gone, version in these if not gone],
            [version.id for _, gone, version in these if gone],
        )
