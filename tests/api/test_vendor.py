"""The files of others that the page loads are those that were taken, each with its licence."""

from __future__ import annotations

import hashlib
from pathlib import Path

import api

VENDOR = Path(api.__file__).parent / "static" / "vendor"


def test_they_are_unchanged_and_none_is_there_besides() -> None:
    told = dict(reversed(line.split()) for line in (VENDOR / "SHA256SUMS").read_text().splitlines())
    there = {path.relative_to(VENDOR).as_posix(): path for path in VENDOR.glob("*/*")}
    assert {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in there.items()} == told


def test_each_has_its_licence_and_a_line_on_where_it_is_from() -> None:
    read = (VENDOR / "README.md").read_text(encoding="utf-8")
    for folder in (path for path in VENDOR.iterdir() if path.is_dir()):
        assert (folder / "LICENSE.txt").is_file()
        assert f"| `{folder.name}/` | [{folder.name}](https://www.npmjs.com/package/{folder.name})" in read
