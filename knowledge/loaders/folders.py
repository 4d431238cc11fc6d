"""Finds the files below a path: through folders and zips, past hidden ones, never through a link that leads outside."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from knowledge.loaders.archive import members
from knowledge.loaders.source import File, Limits, LoadError, Skipped, size_words


def files(root: Path, limits: Limits) -> Iterator[File | Skipped]:
    """The files `root` is or holds, in the order of their names; a zip that is `root` itself counts as a folder."""
    if root.is_dir():
        yield from _below(root, "", root.resolve(), limits, 0)
    else:
        yield from _file(root, root.name, "", limits)


def _below(folder: Path, prefix: str, root: Path, limits: Limits, depth: int) -> Iterator[File | Skipped]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield Skipped(str(folder), "", f"cannot be listed: {error.strerror}")
        return
    for entry in entries:
        name = prefix + entry.name
        if entry.name.startswith("."):
            continue
        try:
            if entry.is_symlink() and not entry.resolve(strict=True).is_relative_to(root):
                yield Skipped(str(entry), "", "a link that leads out of the folder")
            elif not entry.is_dir():
                yield from _file(entry, name, name + "/", limits)
            elif entry.is_symlink():
                continue  # its files are met where they lie
            elif depth >= limits.max_depth:
                yield Skipped(str(entry), "", f"more than {limits.max_depth} folders deep")
            else:
                yield from _below(entry, name + "/", root, limits, depth + 1)
        except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle, until Python 3.13
            yield Skipped(str(entry), "", f"cannot be followed: {getattr(error, 'strerror', None) or error}")


def _file(path: Path, name: str, prefix: str, limits: Limits) -> Iterator[File | Skipped]:
    try:
        status = path.stat()
    except OSError as error:
        yield Skipped(str(path), "", f"cannot be read: {error.strerror}")
        return
    if not stat.S_ISREG(status.st_mode):  # opening a pipe would wait forever
        yield Skipped(str(path), "", "not a regular file")
    elif path.suffix.lower() == ".zip":
        yield from members(path, prefix, limits)
    else:
        yield File(str(path), "", name, partial(_content, path, limits))


def _content(path: Path, limits: Limits) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(limits.max_file_bytes + 1)
    except OSError as error:
        raise LoadError(f"cannot be read: {error.strerror}") from error
    if len(data) > limits.max_file_bytes:
        raise LoadError(f"larger than {size_words(limits.max_file_bytes)}")
    return data
