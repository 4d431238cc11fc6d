"""Reads tables and exports, a record a row: CSV, JSON and JSON Lines, as help desks and test collections write them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import StringIO

from knowledge.loaders.html import looks_like_html, to_markdown
from knowledge.loaders.source import Content, LoadError, Record
from knowledge.loaders.text import decode


def read_csv(content: Content) -> Iterator[Record | LoadError]:
    """The rows of a CSV file with a header, numbered as a spreadsheet does: the header is row 1.

    Commas, semicolons, tabs or bars may separate the cells. A row may lack cells at its end; one with more cells than
    the header is left out, as its cells stand under the wrong names.
    """
    text = decode(content.data)
    csv.field_size_limit(max(csv.field_size_limit(), content.limits.max_characters))
    delimiter = max(",;\t|", key=text.lstrip().partition("\n")[0].count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    header: list[str] = []
    number = 0
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield LoadError(f"not CSV: {error}", f"row {number}")
            continue
        if not any(cell.strip() for cell in row):
            continue
        if not header:
            header = [cell.strip() or f"column {column}" for column, cell in enumerate(row, 1)]
        elif any(cell.strip() for cell in row[len(header) :]):
            yield LoadError(f"{len(row)} cells under a header of {len(header)}", f"row {number}")
        else:
            fields: dict[str, object] = {}
            for column, cell in zip(header, row, strict=False):
                fields.setdefault(column, cell)  # of two columns of one name the first counts
            yield _record(fields, f"row {number}", number)


def read_json_lines(content: Content) -> Iterator[Record | LoadError]:
    """The objects of a JSON Lines file, one a line."""
    for number, line in enumerate(decode(content.data).split("\n"), 1):
        if line.strip():
            yield _object(line, f"line {number}", number)


def read_json(content: Content) -> Iterator[Record | LoadError]:
    """The objects of a JSON file: a list of them, an object that holds one such list (`{"result": [...]}`), or one."""
    found = _parsed(decode(content.data))
    if isinstance(found, dict):
        lists = [value for value in found.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
        if len(lists) != 1:
            yield _record(found, "", None)
            return
        found = lists[0]
    if not isinstance(found, list):
        raise LoadError("neither an object nor a list of objects")
    for number, item in enumerate(found, 1):
        place = f"item {number}"
        yield _record(item, place, number) if isinstance(item, dict) else LoadError("not an object", place)


def _object(line: str, place: str, number: int) -> Record | LoadError:
    try:
        content = _parsed(line)
        return _record(content, place, number) if isinstance(content, dict) else LoadError("not an object", place)
    except LoadError as error:
        return LoadError(error.reason, place)


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        raise LoadError(f"not JSON: {error.msg} at {where}") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, lists in lists in lists
        raise LoadError(f"not JSON that can be read: {error}") from error


def _record(fields: dict[str, object], place: str, number: int | None) -> Record | LoadError:
    try:
        marked_up = {
            key: to_markdown(value)
            for key, value in fields.items()
            if isinstance(value, str) and "<" in value and looks_like_html(value)
        }
    except LoadError as error:
        return LoadError(error.reason, place)
    return Record(fields | marked_up, place, number)
