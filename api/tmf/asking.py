"""What a list is asked for, read from a query string: filters, attributes, order, page."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl

from t2r.cases.errors import RefusedError
from t2r.tmf.conditions import Op, Test, Where
from t2r.tmf.query import MOST, Cursor, Query

DEFAULT_LIMIT = 100
LONGEST = 1_000  # characters of a value
MOST_FILTERS = 20
PAGING = ("fields", "offset", "limit", "sort", "before", "after", "filter")
_ORDER_SIGN = re.compile(r"^(?P<name>[^<>]+)(?P<sign>[<>])(?P<value>.*)$", re.DOTALL)
_FILTER = re.compile(r"^\$?\.?(?P<each>[\w.@]*)\[\?\(?(?P<tests>.*?)\)?\]$", re.DOTALL)
_TEST = re.compile(r"""^@\.?(?P<path>[\w.@-]+)\s*(?P<sign>==|!=|>=|<=|>|<)\s*(?P<value>'[^']*'|"[^"]*"|[\w.+:-]+)$""")
_SIGNS = {"==": Op.EQ, "!=": Op.NE, ">": Op.GT, ">=": Op.GTE, "<": Op.LT, "<=": Op.LTE}

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What of which resources."""

    query: Query
    fields: frozenset[str] | None  # None: all


def read(text: str, attributes: Mapping[str, Any], path: Callable[[Path], Path], *, cursors: bool) -> Asked:
    """The query of a list. `path` says where an attribute is kept. Raises RefusedError that names the parameter."""
    fields: frozenset[str] | None = None
    query, wheres = Query(limit=DEFAULT_LIMIT), list[Where]()
    for name, value in pairs(text):
        if name == "fields":
            fields = read_fields(value, attributes)
        elif name == "offset":
            query = replace(query, offset=_whole(name, value, 10**9))
        elif name == "limit":
            query = replace(query, limit=min(_whole(name, value, 10**9), MOST))
        elif name == "sort":
            query = replace(query, sort=_sort(value, attributes, path))
        elif name in ("before", "after") and cursors:
            at = _cursor(name, value)
            query = replace(query, before=at) if name == "before" else replace(query, after=at)
        elif name == "filter" and cursors:
            wheres += _jsonpath(value, attributes, path)
        else:
            wheres.append(_filter(name, value, attributes, path))
    if len(wheres) > MOST_FILTERS:
        raise RefusedError("filter", f"at most {MOST_FILTERS} conditions at once")
    return Asked(replace(query, wheres=tuple(wheres)), fields)


def pairs(text: str) -> list[tuple[str, str]]:
    """The parameters, without what no database can hold."""
    found = parse_qsl(text, keep_blank_values=True, max_num_fields=100) if text.count("&") < 100 else None
    if found is None:
        raise RefusedError("query", "has too many parameters")
    for name, value in found:
        if len(name) > LONGEST or len(value) > LONGEST:
            raise RefusedError(name[:40] or "query", f"may have {LONGEST} characters")
        if not _is_text(name + value):
            raise RefusedError("query", "holds a character that is none")
    return found


def _is_text(text: str) -> bool:
    """Whether a database can hold it."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def only_fields(text: str, attributes: Mapping[str, Any]) -> frozenset[str] | None:
    """The attributes that are asked for of one resource."""
    return next((read_fields(value, attributes) for name, value in pairs(text) if name == "fields"), None)


def read_fields(value: str, attributes: Mapping[str, Any]) -> frozenset[str] | None:
    """First-level attributes; of a nested one its first level. `none` asks for what is always told."""
    names = frozenset(part.strip().partition(".")[0] for part in value.split(",") if part.strip())
    strange = sorted(name for name in names if name not in attributes and name not in ("none", "href", "id"))
    if strange:
        raise RefusedError("fields", f"{strange[0][:60]} is no attribute")
    return names - {"none"} if names else None


def cursor(place: Cursor) -> str:
    """A cursor, opaque to whoever gets it."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def _cursor(name: str, value: str) -> Cursor:
    try:
        found = json.loads(base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or not found or not all(isinstance(each, str) and _is_text(each) for each in found):
        raise RefusedError(name, "is no cursor of ours")
    return tuple(found)


def _whole(name: str, value: str, most: int) -> int:
    if not (value.isascii() and value.isdigit()) or len(value) > 10 or int(value) > most:
        raise RefusedError(name, "must be a whole number that is not negative")
    return int(value)


def _sort(value: str, attributes: Mapping[str, Any], path: Callable[[Path], Path]) -> tuple[tuple[str, bool], ...]:
    found = []
    for part in filter(None, (part.strip() for part in value.split(",")[:5])):
        name = part.lstrip("+-")
        if name not in attributes:
            raise RefusedError("sort", f"{name[:60]} is no attribute")
        found.append((path((name,))[0], part.startswith("-")))
    return tuple(found)


def _filter(name: str, value: str, attributes: Mapping[str, Any], path: Callable[[Path], Path]) -> Where:
    op = Op.EQ
    if signed := _ORDER_SIGN.match(name):  # creationDate>2026-01-01, or >= where the query string has its =
        name, strict = signed["name"], bool(signed["value"])
        value = signed["value"] or value
        op = {"<": Op.LT if strict else Op.LTE, ">": Op.GT if strict else Op.GTE}[signed["sign"]]
    parts = tuple(name.split("."))
    if len(parts) > 1 and parts[-1] in list(Op):
        op, parts = Op(parts[-1]), parts[:-1]
    if parts[0] not in attributes and parts[0] not in ("id", "href"):
        raise RefusedError(name[:60] or "query", "is no attribute, and no parameter of a list")
    return Where((Test(path(parts), op, _values(value)),))


def _values(value: str) -> tuple[str, ...]:
    """The value itself, or any of several; quotes are taken off (some clients put dates into them)."""
    several = [part for part in value.split(",") if part] if "," in value else []
    return tuple(dict.fromkeys(_unquoted(each) for each in (value, *several)))


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"" else value


def _jsonpath(value: str, attributes: Mapping[str, Any], path: Callable[[Path], Path]) -> list[Where]:
    """`attachment[?(@.size.amount==300 && @.name=='x')]`, or `$[?(@.status=='held')]`: the part of JSONPath that a filter needs."""
    found = _FILTER.match(value.strip())
    if not found:
        raise RefusedError("filter", "must be a JSONPath such as note[?(@.author=='asha')]")
    each = tuple(part for part in found["each"].split(".") if part)
    tests = []
    for part in found["tests"].split("&&"):
        read = _TEST.match(part.strip())
        if not read:
            raise RefusedError("filter", "takes comparisons such as @.author=='asha', joined by &&")
        tests.append(Test(tuple(read["path"].split(".")), _SIGNS[read["sign"]], (_unquoted(read["value"]),)))
    for name in [each[0]] if each else [test.path[0] for test in tests]:
        if name not in attributes:
            raise RefusedError("filter", f"{name[:60]} is no attribute")
    if not each:
        return [Where((replace(test, path=path(test.path)),)) for test in tests]
    inner = [path((*each, *test.path)) for test in tests]
    return [Where(tuple(replace(test, path=one[len(each) :]) for test, one in zip(tests, inner, strict=True)), each)]
