"""What every loader speaks: limits, the files to read, the records found in them, and why something was left out."""

from __future__ import annotations

import lzma
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from xml.parsers.expat import ExpatError

from knowledge.documents import MAX_BODY_CHARACTERS


@dataclass(frozen=True, slots=True)
class Limits:
    """What one load may take; anything over a limit is skipped with the reason.

    `max_file_bytes`: a file, or a member of an archive once unpacked. `max_pages`: pages of a PDF. `max_members` and
    `max_zip_bytes`: files in a zip and their unpacked bytes, zips inside it included. `max_zip_ratio`: unpacked to
    packed bytes, counted from the first MiB on. `max_zip_depth`: 2 allows a zip in a zip. `max_depth`: folders below
    the one given. `max_characters`: the body of a document.
    """

    max_file_bytes: int = 50 * 2**20
    max_pages: int = 2_000
    max_members: int = 50_000
    max_zip_ratio: int = 100
    max_zip_bytes: int = 2**30
    max_zip_depth: int = 2
    max_depth: int = 32
    max_characters: int = MAX_BODY_CHARACTERS


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Skipped:
    """What was left out: the file's path, the place in it ("line 12", "row 3", "member a/b.md", ""), and why."""

    path: str
    place: str
    reason: str


class LoadError(Exception):
    """Why a file, or the `place` in it, cannot become a document."""

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.place = place


@dataclass(frozen=True, slots=True)
class File:
    """A file to read. `name` is its path below what was given to `load`, `place` where in an archive it lies."""

    path: str
    place: str
    name: str
    read: Callable[[], bytes]  # raises LoadError


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader gets: a file's bytes, its `name` as in `File`, and the limits."""

    data: bytes
    name: str
    limits: Limits = DEFAULT_LIMITS


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of one document, under whatever names the file gives them; `number` is its row, if it has one."""

    fields: Mapping[str, object]
    place: str = ""
    number: int | None = None


# A reader turns a file into records; it yields a LoadError for a part that it leaves out and raises one for all of it.
Reader = Callable[[Content], Iterator[Record | LoadError]]

# What a file with flipped or missing bytes makes zipfile, pypdf, mammoth and Beautiful Soup raise. None of them
# documents it; most of these came up in fuzzing, the rest is what such parsers run into.
BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    ExpatError,
    LookupError,
    OSError,
    RuntimeError,  # among them NotImplementedError and RecursionError
    TypeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    zlib.error,
)


def size_words(count: int) -> str:
    """A number of bytes in words, such as "50 MB"."""
    for unit, size in (("GB", 2**30), ("MB", 2**20), ("kB", 2**10)):
        if count >= size:
            return f"{count / size:.3g} {unit}"
    return f"{count} bytes"
