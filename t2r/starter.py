"""The starter library: the articles that come with the package, for a base that has nothing yet."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources

from knowledge import AddReport, Document, KnowledgeBase
from knowledge.loaders import Skipped, load


def ensure(knowledge: KnowledgeBase, progress: Callable[[int], None] | None = None) -> AddReport:
    """Fill an empty knowledge base with the starter library; a base that holds anything is left alone."""
    return AddReport() if knowledge.count() else add(knowledge, progress)


def add(knowledge: KnowledgeBase, progress: Callable[[int], None] | None = None) -> AddReport:
    """Add the starter library, or bring it up to date."""
    return knowledge.add(articles(), progress=progress)


def articles() -> list[Document]:
    """The articles of the starter library."""
    with resources.as_file(resources.files("knowledge") / "articles") as folder:
        items = list(load([folder]))
    broken = [f"{item.path}: {item.reason}" for item in items if isinstance(item, Skipped)]
    if broken:
        raise RuntimeError("the starter library is damaged: " + "; ".join(broken))
    return [item for item in items if not isinstance(item, Skipped)]
