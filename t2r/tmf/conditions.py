"""Conditions on the attributes of a resource as it is told, also on nested ones.

A path goes through arrays: `relatedParty.id` is the id of any of the parties.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Op(StrEnum):
    """How a value is compared."""

    EQ = "eq"
    NE = "ne"
    GT = "gt"
    GTE = "gte"
    LT = "lt"
    LTE = "lte"


COMPARED: Mapping[Op, Callable[[Any, Any], Any]] = {
    Op.EQ: lambda one, other: one == other,
    Op.GT: lambda one, other: one > other,
    Op.GTE: lambda one, other: one >= other,
    Op.LT: lambda one, other: one < other,
    Op.LTE: lambda one, other: one <= other,
}


@dataclass(frozen=True, slots=True)
class Test:
    """The value at `path` compares so with any of `values` (words of a query: "3" is the number too, "true" the truth value)."""

    path: tuple[str, ...]
    op: Op
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Where:
    """All tests hold of one and the same thing: the resource, or one element of its array at `each`."""

    tests: tuple[Test, ...]
    each: tuple[str, ...] = ()


def holds(body: Any, where: Where) -> bool:
    """Whether the condition holds of a resource as it is told."""
    if not where.each:
        return all(_passes(body, test) for test in where.tests)
    return any(all(_passes(each, test) for test in where.tests) for each in _at(body, where.each))


def json_holds(body: str | None, where: str) -> bool:
    """`holds` for SQLite, which calls it with texts."""
    inside, each, tests = json.loads(where)
    read = Where(tuple(Test(tuple(path), Op(op), tuple(values)) for path, op, values in tests), tuple(each))
    found = json.loads(body or "null")
    for part in inside:
        found = found.get(part) if isinstance(found, dict) else None
    return holds(found, read)


def to_text(where: Where, inside: Sequence[str] = ()) -> str:
    """A condition for `json_holds`, on what is at `inside`."""
    return json.dumps([inside, where.each, [[test.path, test.op, test.values] for test in where.tests]])


def _passes(body: Any, test: Test) -> bool:
    found = [value for value in _at(body, test.path) if not isinstance(value, dict)]
    op = Op.EQ if test.op is Op.NE else test.op
    same = any(_compares(value, meaning, op) for value in found for word in test.values for meaning in meanings(word))
    return not same if test.op is Op.NE else same


def _compares(value: Any, meaning: Any, op: Op) -> bool:
    alike = isinstance(value, str) == isinstance(meaning, str) and isinstance(value, bool) == isinstance(meaning, bool)
    return alike and value is not None and bool(COMPARED[op](value, meaning))


def meanings(word: str) -> list[Any]:
    """A word of a query, and the number or truth value that it may be."""
    if word in ("true", "false"):
        return [word, word == "true"]
    try:
        value = float(word)
    except ValueError:
        return [word]
    if value != value or value in (float("inf"), float("-inf")):
        return [word]
    return [word, int(word) if word.removeprefix("-").isascii() and word.removeprefix("-").isdigit() else value]


def _at(body: Any, path: Sequence[str]) -> Iterator[Any]:
    """Everything at a path, through arrays."""
    if isinstance(body, list):
        for each in body:
            yield from _at(each, path)
    elif not path:
        yield body
    elif isinstance(body, dict) and path[0] in body:
        yield from _at(body[path[0]], path[1:])
