"""Read the files an evaluation is given, and say exactly where one of them is wrong."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError

from knowledge.documents import Article

Model = TypeVar("Model", bound=BaseModel)

TITLE_CHARACTERS = 120
GZIP_MAGIC = b"\x1f\x8b"


class InputError(ValueError):
    """A file that cannot be evaluated: what is wrong, in which file, on which line (from 1), in which field."""

    def __init__(self, problem: str, path: Path, line: int | None = None, field: str | None = None) -> None:
        place = str(path)
        if line is not None:
            place += f", line {line}"
        if field is not None:
            place += f", field {field!r}"
        super().__init__(f"{place}: {problem}")


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """Number (from 1) and text of each line that is not blank; a gzip file is recognised by its first bytes.

    Raises InputError where the file is not UTF-8 or the gzip stream is broken.
    """
    with path.open("rb") as raw:
        packed = raw.read(2) == GZIP_MAGIC
        raw.seek(0)
        number = 0
        try:
            for number, line in enumerate(gzip.GzipFile(fileobj=raw) if packed else raw, 1):
                text = line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
                if text.strip():
                    yield number, text
        except UnicodeDecodeError as error:
            raise InputError(f"not UTF-8: {error.reason} at byte {error.start}", path, number) from error
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise InputError(f"broken gzip file: {error}", path, number + 1) from error


def json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Number and object of each line of a JSON Lines file. Raises InputError where `parse_object` does."""
    for number, text in lines(path):
        yield number, parse_object(text, path, number)


def parse_object(text: str, path: Path, line: int | None = None) -> dict[str, Any]:
    """One JSON object. Raises InputError on broken JSON, on another type, and on NaN or Infinity, which JSON lacks."""

    def refuse(constant: str) -> NoReturn:
        raise InputError(f"{constant} is not a JSON number", path, line)

    try:
        value = json.loads(text, parse_constant=refuse)
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"not JSON: {error}", path, line) from error
    if not isinstance(value, dict):
        raise InputError(f"an object was expected, not {type(value).__name__}", path, line)
    return value


def parse_model(model: type[Model], row: dict[str, Any], path: Path, line: int | None) -> Model:
    """`row` as `model`. Raises InputError that names the first wrong field."""
    try:
        return model.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or None
        raise InputError(first["msg"], path, line, field) from error


def as_article(id: str, title: str, text: str, path: Path, line: int | None = None) -> Article:
    """A benchmark's document as an article: a mere title becomes the text, a missing one is the text's first line.

    Raises InputError where a document is empty or beyond the limits of an article.
    """
    if not (title.strip() or text.strip()):
        raise InputError("title and text are both empty", path, line)
    body = text if text.strip() else title
    heading = " ".join(title.split()) or " ".join(body.strip().partition("\n")[0].split())[:TITLE_CHARACTERS]
    return parse_model(Article, {"id": id, "title": heading[:500], "body": body}, path, line)


def sha256(path: Path) -> str:
    """Hex digest of the file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
