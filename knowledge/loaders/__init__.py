"""Reads documents from files, folders and zips: Markdown, HTML, PDF, DOCX, plain text, CSV, JSON and JSON Lines.

`load` yields what it could read and, for everything else, what was left out and why; nothing is dropped in silence but
hidden files. Heavy parsers are imported when the first file of their kind is met.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from knowledge.documents import Document, Kind
from knowledge.loaders import docx, html, markdown, pdf, tables, text
from knowledge.loaders.archive import gunzip
from knowledge.loaders.fields import to_document
from knowledge.loaders.folders import files
from knowledge.loaders.source import DEFAULT_LIMITS, Content, File, Limits, LoadError, Reader, Skipped

__all__ = ["FORMATS", "Limits", "Skipped", "load"]

FORMATS: dict[str, Reader] = {
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".mdx": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".xhtml": html.read,
    ".pdf": pdf.read,
    ".docx": docx.read,
    ".txt": text.read,
    ".text": text.read,
    ".csv": tables.read_csv,
    ".tsv": tables.read_csv,
    ".json": tables.read_json,
    ".jsonl": tables.read_json_lines,
    ".ndjson": tables.read_json_lines,
}


def load(
    paths: Iterable[Path], *, kind: Kind = Kind.ARTICLE, limits: Limits = DEFAULT_LIMITS
) -> Iterator[Document | Skipped]:
    """The documents in `paths`, each a file, a folder or a zip, one at a time, in the order of their names.

    `kind` is what a record becomes that does not say it itself. A document keeps the id it carries; without one, its id
    is its path below the folder or in the zip given, with `#` and the row where a file holds several. Raises
    FileNotFoundError if one of `paths` does not exist, before anything is read.
    """
    roots = [Path(path) for path in paths]
    for root in roots:
        if not root.exists():
            raise FileNotFoundError(errno.ENOENT, "no such file or folder", str(root))
    return _unique(found for root in roots for file in files(root, limits) for found in _read(file, kind, limits))


def _unique(found: Iterable[tuple[Document, str, str] | Skipped]) -> Iterator[Document | Skipped]:
    """The documents whose id was not met before."""
    first_places: dict[str, str] = {}
    for one in found:
        if isinstance(one, Skipped):
            yield one
            continue
        document, path, place = one
        here = f"{path}, {place}" if place else path
        first = first_places.setdefault(document.id, here)
        yield document if first == here else Skipped(path, place, f"id {document.id!r} is already that of {first}")


def _read(file: File | Skipped, kind: Kind, limits: Limits) -> Iterator[tuple[Document, str, str] | Skipped]:
    """The documents of one file, each with its path and place."""
    if isinstance(file, Skipped):
        yield file
        return
    name = PurePosixPath(file.name.lower())
    packed = name.suffix == ".gz"
    suffix = name.with_suffix("").suffix if packed else name.suffix
    reader = FORMATS.get(suffix)
    if reader is None:
        yield Skipped(file.path, file.place, f"unknown type {name.suffix or '(a name without an ending)'}")
        return
    try:
        data = file.read()
        for record in reader(Content(gunzip(data, limits) if packed else data, file.name, limits)):
            if isinstance(record, LoadError):
                yield Skipped(file.path, _place(file.place, record.place), record.reason)
                continue
            place = _place(file.place, record.place)
            try:
                yield to_document(record, kind, file.name, limits), file.path, place
            except LoadError as error:
                yield Skipped(file.path, place, error.reason)
    except LoadError as error:
        yield Skipped(file.path, _place(file.place, error.place), error.reason)


def _place(outer: str, inner: str) -> str:
    return ", ".join(filter(None, (outer, inner)))
