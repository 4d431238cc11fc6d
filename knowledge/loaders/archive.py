"""Reads the members of zips, also of zips in zips, and gzip files: in memory, never extracted, against limits while
they unpack, as what an archive says about its sizes may be a lie."""

from __future__ import annotations

import gzip
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, cast
from zipfile import BadZipFile, ZipFile, ZipInfo

from knowledge.loaders.source import BROKEN, File, Limits, LoadError, Skipped, size_words

_FREE_BYTES = 2**20  # a member may unpack to this whatever its ratio: a short file of blanks packs very well
_BLOCK_BYTES = 2**16


@dataclass(slots=True)
class _Budget:
    """What is left of the limits of one zip and the zips in it."""

    members: int
    bytes: int


def members(path: Path, prefix: str, limits: Limits) -> Iterator[File | Skipped]:
    """The files in the zip at `path`; `prefix` goes in front of their names."""
    if path.stat().st_size > limits.max_zip_bytes:
        yield Skipped(str(path), "", f"larger than {size_words(limits.max_zip_bytes)}")
        return
    yield from _members(path, str(path), "", prefix, limits, _Budget(limits.max_members, limits.max_zip_bytes), 1)


def _members(
    source: Path | IO[bytes], path: str, outer: str, prefix: str, limits: Limits, budget: _Budget, depth: int
) -> Iterator[File | Skipped]:
    here = f"member {outer}" if outer else ""
    try:
        archive = ZipFile(source)
    except (BadZipFile, *BROKEN) as error:
        yield Skipped(path, here, f"a broken zip: {error}")
        return
    with archive:
        for info in sorted(archive.infolist(), key=lambda info: info.filename):
            name = info.filename.replace("\\", "/")
            inner = outer + "/" + name if outer else name
            place = f"member {inner}"
            parts = PurePosixPath(name).parts
            if info.is_dir() or any(part == "__MACOSX" or (part[0] == "." and part != "..") for part in parts):
                continue
            budget.members -= 1
            if budget.members < 0 or budget.bytes <= 0:
                limit = f"{limits.max_members:,} files" if budget.members < 0 else size_words(limits.max_zip_bytes)
                yield Skipped(path, place, f"the zip holds more than {limit}; this and what follows was not read")
                return
            if name.startswith("/") or ".." in parts:
                yield Skipped(path, place, "its name leads out of the zip")
            elif stat.S_ISLNK(info.external_attr >> 16):
                yield Skipped(path, place, "a link")
            elif info.flag_bits & 1:
                yield Skipped(path, place, "encrypted")
            elif not name.lower().endswith(".zip"):
                yield File(path, place, prefix + name, partial(_content, archive, info, limits, budget))
            elif depth >= limits.max_zip_depth:
                yield Skipped(path, place, f"zips are nested more than {limits.max_zip_depth} deep")
            else:
                try:
                    content = BytesIO(_content(archive, info, limits, budget))
                except LoadError as error:
                    yield Skipped(path, place, error.reason)
                else:
                    yield from _members(content, path, inner, f"{prefix}{name}/", limits, budget, depth + 1)


def _content(archive: ZipFile, info: ZipInfo, limits: Limits, budget: _Budget) -> bytes:
    try:
        with archive.open(info) as stream:
            return _unpacked(stream, info.compress_size, limits, budget)
    except (BadZipFile, *BROKEN) as error:
        raise LoadError(f"broken: {error}") from error


def gunzip(data: bytes, limits: Limits) -> bytes:
    """The content of a gzip file. Raises LoadError if it is broken or over a limit."""
    try:
        with closing(gzip.GzipFile(fileobj=BytesIO(data))) as stream:
            return _unpacked(cast(IO[bytes], stream), len(data), limits, _Budget(1, limits.max_zip_bytes))
    except BROKEN as error:
        raise LoadError(f"a broken gzip file: {error}") from error


def _unpacked(stream: IO[bytes], packed_bytes: int, limits: Limits, budget: _Budget) -> bytes:
    """All of `stream`, stopping at the first block over a limit."""
    blocks = bytearray()
    while block := stream.read(_BLOCK_BYTES):
        blocks += block
        budget.bytes -= len(block)
        if len(blocks) > limits.max_file_bytes:
            raise LoadError(f"unpacks to more than {size_words(limits.max_file_bytes)}")
        if budget.bytes < 0:
            raise LoadError(f"the zip unpacks to more than {size_words(limits.max_zip_bytes)}")
        if len(blocks) > max(_FREE_BYTES, limits.max_zip_ratio * packed_bytes):
            raise LoadError(f"unpacks to more than {limits.max_zip_ratio} times its size")
    return bytes(blocks)
